use super::super::Library;

#[test]
fn the_built_in_pack_has_no_error() {
    if let Err(problems) = Library::built_in() {
        panic!("{problems}");
    }
}

#[test]
fn every_name_in_the_built_in_pack_finds_its_own_concept() {
    use crate::domain::lookup::{Found, How};

    let library = Library::built_in().expect("the built-in pack is right");
    for concept in library.concepts() {
        let names = concept.aliases.iter().chain(&concept.misspellings).chain([&concept.term]);
        for name in names.map(String::as_str).chain([concept.id.as_str()]) {
            let expected = Found::One { id: concept.id.clone(), how: How::Exact };
            assert_eq!(library.lookup().find(name), expected, "{name:?}");
        }
    }
}
