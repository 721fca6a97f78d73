//! Coverage: whatever the chapter teaches is asked.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::measure::bounds::QUESTIONS_PER_FACT;
use super::super::place::Spot;
use super::super::problem::{Problems, Severity};
use crate::domain::content::Standing;
use crate::domain::ids::FactId;

/// Whether there is something of each kind, and in each section.
pub(super) fn check_presence(draft: &Draft, problems: &mut Problems) {
    something(draft, problems);
    sections(draft, problems);
}

/// Whether each fact of the chapter and each concept is asked often enough; `house` is what becomes of it if not.
pub(super) fn check(draft: &Draft, house: Severity, problems: &mut Problems) {
    facts(draft, house, problems);
    for concept in &draft.concepts {
        let mut tested = draft.questions.iter().flat_map(|question| &question.value.concepts);
        if !tested.any(|id| *id == concept.value.id) {
            let message = "no question tests it (Q13)".to_owned();
            let hint = "write a question on it, or list it in one that tests it".to_owned();
            problems.push(house, concept.place.spot(), message, hint);
        }
    }
}

/// Whether the pack has something of each kind.
fn something(draft: &Draft, problems: &mut Problems) {
    let counts =
        [("fact", draft.facts.len()), ("concept", draft.concepts.len()), ("question", draft.questions.len())];
    for (kind, _) in counts.into_iter().filter(|(_, count)| *count == 0) {
        let hint = format!("write a [[{kind}]] into {}/{kind}s/<section>.toml", draft.path);
        problems.error(Spot::file(&draft.path), format!("has no {kind}"), hint);
    }
}

fn facts(draft: &Draft, house: Severity, problems: &mut Problems) {
    let mut cited: HashMap<&FactId, usize> = HashMap::new();
    for fact in draft.questions.iter().flat_map(|question| &question.value.facts) {
        *cited.entry(fact).or_default() += 1;
    }
    for fact in draft.facts.iter().filter(|fact| fact.value.standing == Standing::Chapter) {
        let message = match cited.get(&fact.value.id).copied().unwrap_or(0) {
            0 => "the chapter teaches it, but no question cites it (Q13)",
            count if count < QUESTIONS_PER_FACT => "a single question cites it (Q13)",
            _ => continue,
        };
        let hint = format!("let {QUESTIONS_PER_FACT} or more questions rest on each fact of the chapter");
        problems.push(house, fact.place.spot(), message.to_owned(), hint);
    }
}

fn sections(draft: &Draft, problems: &mut Problems) {
    let (chapter, place) = (&draft.chapter.value, &draft.chapter.place);
    for (at, section) in chapter.sections.iter().enumerate() {
        if !draft.facts.iter().any(|fact| fact.value.id.section() == Some(section.number)) {
            let number = section.number;
            let hint = format!("write facts/{number}.toml in {}", draft.path);
            problems.error(place.element("section", at), format!("section {number} has no fact"), hint);
        }
        if !draft.questions.iter().any(|question| question.value.section == section.number) {
            let number = section.number;
            let hint = format!("write questions/{number}.toml in {}", draft.path);
            problems.error(place.element("section", at), format!("section {number} has no question"), hint);
        }
    }
}
