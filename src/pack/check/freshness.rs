//! Freshness: what may move says when to look again, and everything says where it is from.

use jiff::civil::Date;

use super::super::draft::Draft;
use super::super::measure::Bank;
use super::super::place::Located;
use super::super::problem::{Problems, Severity};
use crate::domain::content::{Fact, Standing};

/// Whether facts say where they are from and what changed.
pub(super) fn check_facts(draft: &Draft, problems: &mut Problems) {
    for fact in &draft.facts {
        source(fact, problems);
        changed(fact, problems);
    }
}

/// Whether questions on what may move have a date of review, and that day is still to come.
pub(super) fn check(draft: &Draft, bank: &Bank<'_>, today: Date, house: Severity, problems: &mut Problems) {
    for (question, value) in draft.questions.iter().zip(&bank.questions) {
        if let (Some(fact), None) = (bank.hinge(value), value.review) {
            let message = format!("hinges on `{fact}`, which may move, but has no date of review (Q18)");
            let hint = "add `review = <date>`, about half a year ahead, or let it rest on lasting facts";
            problems.push(house, question.place.spot(), message, hint.to_owned());
        }
        if let Some(review) = value.review.filter(|review| *review < today) {
            let message = format!("was to be reviewed by {review} (Q18)");
            let hint = "hold its facts against their sources, then set the next date";
            problems.warning(question.place.key("review"), message, hint);
        }
    }
}

fn source(fact: &Located<Fact>, problems: &mut Problems) {
    let source = &fact.value.source;
    let host = source.url.strip_prefix("https://").and_then(|rest| rest.split('/').next());
    if !host.is_some_and(|host| host.contains('.') && !host.contains(char::is_whitespace)) {
        let message = format!("`{}` is not an https address", source.url);
        problems.error(fact.place.key("source"), message, "link the page that says so, with https://");
    }
    if source.title.trim().is_empty() {
        problems.error(fact.place.key("source"), "the source has no title", "write the page's title");
    }
}

fn changed(fact: &Located<Fact>, problems: &mut Problems) {
    let is_update = fact.value.standing == Standing::Update;
    let says_what = fact.value.changed.as_deref().is_some_and(|text| !text.trim().is_empty());
    if is_update && !says_what {
        let hint = "add `changed = \"…\"`: what older material says, and what holds today";
        problems.error(fact.place.spot(), "is an update, but does not say what changed", hint);
    }
    if !is_update && fact.value.changed.is_some() {
        let hint = "take `changed` out, or make it `standing = \"update\"`";
        problems.error(fact.place.key("changed"), "says what changed, but is no update", hint);
    }
}
