//! The chapter: sections and content domains.

use std::collections::HashSet;

use super::super::draft::Draft;
use super::super::problem::Problems;

/// The domains' weights are shares of the whole exam.
const WHOLE_PERCENT: u32 = 100;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    let (chapter, place) = (&draft.chapter.value, &draft.chapter.place);
    if chapter.sections.is_empty() {
        problems.error(place.key("section"), "has no section", "add a [[section]] with number and title");
    }
    let mut seen = HashSet::new();
    for (at, section) in chapter.sections.iter().enumerate() {
        if !seen.insert(section.number) {
            let message = format!("section {} stands here twice", section.number);
            problems.error(place.element("section", at), message, "give each section its own number");
        }
    }
    let mut seen = HashSet::new();
    for (at, domain) in chapter.domains.iter().enumerate() {
        if !seen.insert(domain.number) {
            let message = format!("domain {} stands here twice", domain.number);
            problems.error(place.element("domain", at), message, "give each domain its own number");
        }
    }
    let sum: u32 = chapter.domains.iter().map(|domain| u32::from(domain.weight)).sum();
    if sum != WHOLE_PERCENT {
        problems.error(
            place.key("domain"),
            format!("the domains' weights add up to {sum} %"),
            format!("take the weights from the exam guide; together they are {WHOLE_PERCENT} %"),
        );
    }
}
