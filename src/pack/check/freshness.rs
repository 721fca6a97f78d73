//! Freshness: what may move says when to look again, and everything says where it is from.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::place::Located;
use super::super::problem::Problems;
use crate::domain::content::{AnswerOption, Fact, Question, Standing};
use crate::domain::ids::FactId;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for fact in &draft.facts {
        source(fact, problems);
        changed(fact, problems);
    }
    let facts: HashMap<&FactId, &Fact> =
        draft.facts.iter().map(|fact| (&fact.value.id, &fact.value)).collect();
    for question in &draft.questions {
        review(question, &facts, problems);
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

fn review(question: &Located<Question>, facts: &HashMap<&FactId, &Fact>, problems: &mut Problems) {
    let moves =
        |id: &FactId| facts.get(id).is_some_and(|fact| fact.volatile || fact.standing == Standing::Update);
    // A key hinges on each of its facts; a distractor falls while one lasting fact refutes it.
    let hinges = |option: &AnswerOption| {
        if option.key { option.facts.iter().any(moves) } else { option.facts.iter().all(moves) }
    };
    let deciding = question.value.options.iter().filter(|option| hinges(option));
    let first = deciding.flat_map(|option| &option.facts).find(|id| moves(id));
    if let Some(fact) = first.filter(|_| question.value.review.is_none()) {
        let message = format!("hinges on `{fact}`, which may move, but has no date of review");
        problems.warning(question.place.spot(), message, "add `review = <date>`, about half a year ahead");
    }
}
