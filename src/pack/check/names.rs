//! Names: what a member types means one concept.

use std::collections::{HashMap, HashSet};

use super::super::draft::Draft;
use super::super::place::{Located, Spot};
use super::super::problem::Problems;
use crate::domain::content::Concept;
use crate::domain::lookup;

/// A way to write a concept, where it stands.
struct Name<'d> {
    text: &'d str,
    concept: &'d Located<Concept>,
    at: Spot<'d>,
}

pub(super) fn check(drafts: &[Draft], problems: &mut Problems) {
    let concepts: Vec<_> = drafts.iter().flat_map(|draft| &draft.concepts).collect();
    // Terms and ids first: an alias that collides with one is the one to change.
    let own = concepts.iter().copied().flat_map(own_names);
    let other = concepts.iter().copied().flat_map(other_names);
    let mut first: HashMap<String, Name<'_>> = HashMap::new();
    for name in own.chain(other) {
        let mut reported = HashSet::new();
        for key in lookup::keys(name.text) {
            match first.get(&key) {
                Some(known) if known.concept.value.id != name.concept.value.id => {
                    if reported.insert(&known.concept.value.id) {
                        collision(&name, known, problems);
                    }
                }
                Some(_) => {}
                None => drop(first.insert(key, Name { ..name })),
            }
        }
    }
    for concept in &concepts {
        repeated(concept, problems);
    }
}

fn collision(name: &Name<'_>, known: &Name<'_>, problems: &mut Problems) {
    let (id, other) = (&name.concept.value.id, &known.concept.value.id);
    let message = format!("\"{}\" finds both `{other}` and `{id}`", name.text);
    let hint = format!("take it from one of them; `{other}` is at {}", known.concept.place.reference());
    problems.error(name.at, message, hint);
}

fn own_names(concept: &Located<Concept>) -> impl Iterator<Item = Name<'_>> {
    let (value, place) = (&concept.value, &concept.place);
    [("id", value.id.as_str()), ("term", value.term.as_str())].into_iter().map(move |(key, text)| Name {
        text,
        concept,
        at: place.key(key),
    })
}

fn other_names(concept: &Located<Concept>) -> impl Iterator<Item = Name<'_>> {
    let (value, place) = (&concept.value, &concept.place);
    [("aliases", &value.aliases), ("misspellings", &value.misspellings)].into_iter().flat_map(
        move |(key, texts)| {
            let name = move |(at, text)| Name { text, concept, at: place.element(key, at) };
            texts.iter().map(String::as_str).enumerate().map(name)
        },
    )
}

/// Names that stand twice in one concept, or that nobody can type.
fn repeated(concept: &Located<Concept>, problems: &mut Problems) {
    let mut seen = HashSet::from([concept.value.term.to_lowercase()]);
    for name in other_names(concept) {
        if lookup::key(name.text).is_empty() {
            let message = format!("\"{}\" has no letter to find it by", name.text);
            problems.error(name.at, message, "write it in letters or digits");
        } else if !seen.insert(name.text.to_lowercase()) {
            problems.warning(name.at, format!("\"{}\" stands here twice", name.text), "take it out");
        }
    }
}
