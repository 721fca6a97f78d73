use super::super::Library;

#[test]
fn the_built_in_pack_has_no_error() {
    if let Err(problems) = Library::built_in() {
        panic!("{problems}");
    }
}
