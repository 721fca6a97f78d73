use super::super::{Library, Stats};

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

#[test]
fn the_chapter_is_taught_and_asked_in_all_its_sections() {
    let library = Library::built_in().expect("the built-in pack is right");
    for pack in library.packs() {
        let stats = Stats::of(pack);
        for section in &pack.chapter().sections {
            assert!(stats.facts_by_section.contains_key(&section.number.to_string()), "{}", section.title);
            assert!(stats.questions_by_section.contains_key(&section.number), "{}", section.title);
        }
    }
}
