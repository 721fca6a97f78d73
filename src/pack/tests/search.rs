//! Whatever the built-in pack calls a concept finds it, also with a slip of the finger.

use rand::Rng;

use super::super::Library;
use crate::domain::choose::rng_from;
use crate::domain::content::Concept;
use crate::domain::ids::ConceptId;
use crate::domain::lookup::{Found, How, Lookup};

/// How many slips are made.
const SLIPS: u64 = 200;

/// Names of fewer letters and digits have to be typed right: among abbreviations one letter is the difference between
/// two services.
const LONG_ENOUGH: usize = 4;

/// How many of a hundred slips have to find their concept among the first three.
const FOUND_PERCENT: usize = 95;

fn library() -> Library {
    Library::built_in().expect("the built-in pack is right")
}

fn names(concept: &Concept) -> impl Iterator<Item = &str> {
    std::iter::once(&concept.term).chain(&concept.aliases).map(String::as_str)
}

#[test]
fn every_name_and_misspelling_finds_its_own_concept() {
    let library = library();
    for concept in library.concepts() {
        let slips = concept.misspellings.iter().map(String::as_str).chain([concept.id.as_str()]);
        for name in names(concept).chain(slips) {
            let expected = Found::One { id: concept.id.clone(), how: How::Exact };
            assert_eq!(library.lookup().find(name), expected, "{name:?}");
        }
    }
}

#[test]
fn every_name_and_misspelling_puts_its_concept_first_in_the_menu() {
    let library = library();
    for concept in library.concepts() {
        for name in names(concept).chain(concept.misspellings.iter().map(String::as_str)) {
            let first = library.lookup().suggest(name, 1).pop().map(|suggestion| suggestion.id);
            assert_eq!(first.as_ref(), Some(&concept.id), "{name:?}");
        }
    }
}

#[test]
fn a_slip_in_a_name_still_finds_its_concept_among_the_first_three() {
    let library = library();
    let names: Vec<(&ConceptId, &str)> = library
        .concepts()
        .flat_map(|concept| names(concept).map(|name| (&concept.id, name)))
        .filter(|(_, name)| name.chars().filter(|letter| letter.is_alphanumeric()).count() >= LONG_ENOUGH)
        .collect();
    let (mut missed_by_asking, mut missed_in_the_menu) = (Vec::new(), Vec::new());
    for number in 0..SLIPS {
        let mut rng = rng_from(74, number);
        let (id, name) = names[drawn(names.len(), &mut rng)];
        let typed = slip(name, &mut rng);
        if !asked(library.lookup(), &typed).contains(id) {
            missed_by_asking.push(format!("{typed:?} for {name:?}"));
        }
        if !library.lookup().suggest(&typed, 3).iter().any(|suggestion| suggestion.id == *id) {
            missed_in_the_menu.push(format!("{typed:?} for {name:?}"));
        }
    }
    let all = usize::try_from(SLIPS).expect("a small number");
    for (how, missed) in [("asking", missed_by_asking), ("the menu", missed_in_the_menu)] {
        let percent = 100 * (all - missed.len()) / all;
        println!("{how} finds {percent} % of {SLIPS} slips; missed: {missed:#?}");
        assert!(percent >= FOUND_PERCENT, "{how} finds {percent} %; missed: {missed:#?}");
    }
}

/// The first three concepts that a text may mean.
fn asked(lookup: &Lookup, typed: &str) -> Vec<ConceptId> {
    match lookup.find(typed) {
        Found::One { id, .. } => vec![id],
        Found::Nearest(ids) => ids.into_iter().take(3).collect(),
    }
}

/// A letter put in, left out or replaced, or two neighbors swapped.
fn slip(name: &str, rng: &mut impl Rng) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let letter = char::from(b'a' + u8::try_from(drawn(26, rng)).expect("one of 26"));
    let at = drawn(letters.len() - 1, rng);
    match drawn(4, rng) {
        0 => letters.insert(at, letter),
        1 => drop(letters.remove(at)),
        2 => letters[at] = letter,
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

fn drawn(count: usize, rng: &mut impl Rng) -> usize {
    usize::try_from(rng.next_u64() % u64::try_from(count).expect("a usize")).expect("below a usize")
}
