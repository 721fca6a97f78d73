//! Coverage: whatever the chapter teaches is asked.

use std::collections::HashMap;

use super::super::draft::Draft;
use super::super::place::Spot;
use super::super::problem::Problems;
use crate::domain::content::Standing;
use crate::domain::ids::FactId;

/// How many questions should rest on each fact of the chapter, so that it can be asked again.
const QUESTIONS_PER_FACT: usize = 2;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    something(draft, problems);
    let mut cited: HashMap<&FactId, usize> = HashMap::new();
    for fact in draft.questions.iter().flat_map(|question| &question.value.facts) {
        *cited.entry(fact).or_default() += 1;
    }
    facts(draft, &cited, problems);
    concepts(draft, &cited, problems);
    sections(draft, problems);
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

fn facts(draft: &Draft, cited: &HashMap<&FactId, usize>, problems: &mut Problems) {
    for fact in draft.facts.iter().filter(|fact| fact.value.standing == Standing::Chapter) {
        let id = &fact.value.id;
        let is_known = || draft.concepts.iter().any(|concept| concept.value.facts.contains(id));
        match cited.get(id).copied().unwrap_or(0) {
            0 if is_known() => {
                let message = "the chapter teaches it, but no question cites it";
                problems.warning(fact.place.spot(), message, "write a question that rests on it");
            }
            0 => {
                let message = "the chapter teaches it, but no question and no concept knows it";
                problems.error(fact.place.spot(), message, "list it under its concept, and write a question");
            }
            count if count < QUESTIONS_PER_FACT => {
                let hint = format!("let {QUESTIONS_PER_FACT} or more rest on each fact of the chapter");
                problems.warning(fact.place.spot(), "a single question cites it", hint);
            }
            _ => {}
        }
    }
}

fn concepts(draft: &Draft, cited: &HashMap<&FactId, usize>, problems: &mut Problems) {
    for concept in &draft.concepts {
        let mut tested = draft.questions.iter().flat_map(|question| &question.value.concepts);
        let is_tested = tested.any(|id| *id == concept.value.id);
        if !is_tested && !concept.value.facts.iter().any(|fact| cited.contains_key(fact)) {
            let hint = "write a question on it, or one that cites its facts";
            problems.warning(concept.place.spot(), "no question tests it or cites its facts", hint);
        }
    }
}

fn sections(draft: &Draft, problems: &mut Problems) {
    let (chapter, place) = (&draft.chapter.value, &draft.chapter.place);
    for (at, section) in chapter.sections.iter().enumerate() {
        if !draft.questions.iter().any(|question| question.value.section == section.number) {
            let number = section.number;
            let hint = format!("write questions/{number}.toml in {}", draft.path);
            problems.error(place.element("section", at), format!("section {number} has no question"), hint);
        }
    }
}
