//! Form: the right number of options and keys, each option with its reason.

use std::ops::RangeInclusive;

use super::super::draft::Draft;
use super::super::measure::mix::{ending, says_how_many};
use super::super::place::Located;
use super::super::problem::Problems;
use crate::domain::content::Question;

/// How many options a question with one key has.
const OPTIONS_WITH_ONE_KEY: RangeInclusive<usize> = 4..=4;

/// How many options a question with two or three keys has.
const OPTIONS_WITH_MORE_KEYS: RangeInclusive<usize> = 5..=6;

/// Every stem that asks for several options says how many, and starts saying so with this.
const SELECT: &str = "(Select ";

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for question in &draft.questions {
        counts(question, problems);
        options(question, problems);
    }
}

fn counts(question: &Located<Question>, problems: &mut Problems) {
    let (value, place) = (&question.value, &question.place);
    let keys = value.key_count();
    let (allowed, ending) = match keys {
        1 => (OPTIONS_WITH_ONE_KEY, None),
        2 | 3 => (OPTIONS_WITH_MORE_KEYS, ending(keys)),
        _ => {
            let hint = "mark one option with `key = true`; in a question that says so, two or three";
            return problems.error(place.key("options"), format!("has {keys} keys"), hint);
        }
    };
    let count = value.options.len();
    if !allowed.contains(&count) {
        let hint = "one key goes with 4 options, two or three keys go with 5 or 6";
        problems.error(place.key("options"), format!("has {count} options, {keys} of them right"), hint);
    }
    match ending {
        Some(ending) if !says_how_many(value) => {
            let message = format!("has {keys} keys, but the stem does not say so (Q15)");
            problems.error(place.key("stem"), message, format!("end the stem with \"{ending}\""));
        }
        None if value.stem.contains(SELECT) => {
            let message = "the stem asks for several options, but there is one key";
            problems.error(place.key("stem"), message, "mark the other keys, or ask for one option");
        }
        _ => {}
    }
}

fn options(question: &Located<Question>, problems: &mut Problems) {
    for (at, option) in question.value.options.iter().enumerate() {
        let spot = question.place.element("options", at);
        let number = at + 1;
        if option.text.trim().is_empty() {
            problems.error(spot, format!("option {number} is empty"), "write what it offers");
        }
        if option.why.trim().is_empty() {
            let hint = "write why it is right, or what it would be right for and what it breaks here";
            problems.error(spot, format!("option {number} has no why"), hint);
        }
        if option.facts.is_empty() {
            problems.error(
                spot,
                format!("option {number} rests on no fact"),
                "name the facts that decide it",
            );
        }
    }
}
