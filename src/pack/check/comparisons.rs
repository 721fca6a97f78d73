//! Comparisons: two known sides, a table that fits a chat window, a fact behind every row.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use super::super::draft::Draft;
use super::super::place::{Located, Place, Spot};
use super::super::problem::Problems;
use super::references::nearest;
use crate::domain::comparison::Comparison;
use crate::domain::ids::{ConceptId, FactId, SideId};

/// Fewer rows are a sentence, more are no table for a phone.
const ROWS: RangeInclusive<usize> = 3..=7;

/// The most characters that each text may have: our own limits. Seven rows of them, both terms in every row
/// and the sources fit an embed's 6000.
const MAX_SUMMARY: usize = 220;
const MAX_CHOOSE: usize = 160;
const MAX_DIMENSION: usize = 40;
const MAX_CELL: usize = 140;
const MAX_NAME: usize = 80;

/// The longest id of a side that a button carries.
const MAX_SIDE_ID: usize = 42;

/// Rules that look at one comparison at a time.
pub(super) fn check_form(draft: &Draft, problems: &mut Problems) {
    for comparison in &draft.comparisons {
        let (value, place) = (&comparison.value, &comparison.place);
        sides(value, place, problems);
        let texts = [
            ("summary", &value.summary, MAX_SUMMARY),
            ("choose_first", &value.choose_first, MAX_CHOOSE),
            ("choose_second", &value.choose_second, MAX_CHOOSE),
        ];
        for (key, text, most) in texts {
            fits(&format!("`{key}`"), text, most, place.key(key), problems);
        }
        rows(value, place, problems);
    }
}

fn sides(value: &Comparison, place: &Place, problems: &mut Problems) {
    let same = value.first == value.second;
    match &value.names {
        None if same => {
            let hint = "compare two concepts, or name two kinds of one in `names = [[\"…\"], [\"…\"]]`";
            return problems.error(place.key("second"), "compares a concept with itself", hint);
        }
        Some(_) if !same => {
            let hint = "take `names` out, or let both sides be one concept";
            return problems.error(place.key("names"), "names two kinds of different concepts", hint);
        }
        Some(names) => {
            for (at, names) in names.iter().enumerate() {
                let spot = place.element("names", at);
                if names.is_empty() {
                    problems.error(spot, format!("side {} has no name", at + 1), "write what it is called");
                }
                for name in names {
                    fits(&format!("\"{name}\""), name, MAX_NAME, spot, problems);
                }
            }
        }
        None => {}
    }
    let [first, second] = value.side_ids();
    if value.names.is_some() && first == second {
        problems.error(place.key("names"), "both sides have one name", "name two different kinds");
    }
    for (key, id) in [("first", first), ("second", second)] {
        let length = id.as_str().chars().count();
        if length > MAX_SIDE_ID {
            let message = format!("`{id}` has {length} characters; a button carries {MAX_SIDE_ID}");
            problems.error(place.key(key), message, "compare something with a shorter id or name");
        }
    }
}

fn rows(value: &Comparison, place: &Place, problems: &mut Problems) {
    let count = value.rows.len();
    if !ROWS.contains(&count) {
        let hint = format!("write {} to {} rows", ROWS.start(), ROWS.end());
        problems.error(place.key("rows"), format!("has {count} rows"), hint);
    }
    let mut seen = HashSet::new();
    for (at, row) in value.rows.iter().enumerate() {
        let spot = place.element("rows", at);
        fits("the dimension", &row.dimension, MAX_DIMENSION, spot, problems);
        fits("the first cell", &row.first, MAX_CELL, spot, problems);
        fits("the second cell", &row.second, MAX_CELL, spot, problems);
        if row.facts.is_empty() {
            let message = format!("row {} rests on no fact", at + 1);
            problems.error(spot, message, "name the facts that say so");
        }
        if !seen.insert(row.dimension.trim().to_lowercase()) {
            problems.error(spot, format!("\"{}\" is compared twice", row.dimension), "make it one row");
        }
    }
}

fn fits(what: &str, text: &str, most: usize, at: Spot<'_>, problems: &mut Problems) {
    let length = text.chars().count();
    if text.trim().is_empty() {
        problems.error(at, format!("{what} is empty"), "write it");
    } else if length > most {
        let message = format!("{what} has {length} characters; at most {most} are allowed");
        problems.error(at, message, format!("shorten it by {}", length - most));
    }
}

/// Whether whatever the comparisons name is there, and each pair stands once.
pub(super) fn check_references(draft: &Draft, problems: &mut Problems) {
    let concepts: HashSet<&ConceptId> = draft.concepts.iter().map(|concept| &concept.value.id).collect();
    let facts: HashSet<&FactId> = draft.facts.iter().map(|fact| &fact.value.id).collect();
    for Located { value, place } in &draft.comparisons {
        for (key, id) in [("first", &value.first), ("second", &value.second)] {
            if !concepts.contains(id) {
                let hint = nearest(id.as_str(), concepts.iter().map(|id| id.as_str()));
                problems.error(place.key(key), format!("there is no concept `{id}`"), hint);
            }
        }
        for (at, row) in value.rows.iter().enumerate() {
            for id in row.facts.iter().filter(|id| !facts.contains(id)) {
                let hint = nearest(id.as_str(), facts.iter().map(|id| id.as_str()));
                problems.error(place.element("rows", at), format!("there is no fact `{id}`"), hint);
            }
        }
    }
    each_pair_once(draft, problems);
    kinds_are_no_other_concept(draft, &concepts, problems);
}

fn each_pair_once(draft: &Draft, problems: &mut Problems) {
    let mut first: HashMap<[SideId; 2], &Place> = HashMap::new();
    for Located { value, place } in &draft.comparisons {
        let mut pair = value.side_ids();
        pair.sort();
        if let Some(other) = first.get(&pair) {
            let message =
                format!("`{}` and `{}` are compared at {} too", pair[0], pair[1], other.reference());
            problems.error(place.key("first"), message, "make it one comparison");
        } else {
            first.insert(pair, place);
        }
    }
}

/// A kind that is called like a concept of its own would hide that concept.
fn kinds_are_no_other_concept(draft: &Draft, concepts: &HashSet<&ConceptId>, problems: &mut Problems) {
    for Located { value, place } in draft.comparisons.iter().filter(|it| it.value.names.is_some()) {
        for id in value.side_ids() {
            let concept = ConceptId::from(id.as_str());
            if concept != value.first && concepts.contains(&concept) {
                let message = format!("`{id}` is a concept of its own");
                problems.error(place.key("names"), message, "compare the two concepts instead");
            }
        }
    }
}
