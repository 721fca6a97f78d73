//! An item of a pack as text, for whoever writes or reviews it.

use std::fmt::Write as _;

use super::Library;
use crate::domain::content::{Concept, Fact, Question};
use crate::domain::ids::{ConceptId, FactId, QuestionId};

/// A question as members will see it: how that looks is not the pack's to know.
pub type Rehearse<'r> = &'r dyn Fn(&Library, &Question) -> Option<String>;

/// The question, concept or fact with this id.
pub(super) fn item(library: &Library, id: &str, rehearse: Rehearse<'_>) -> Option<String> {
    let question =
        || library.question(&QuestionId::from(id)).map(|question| show_question(library, question, rehearse));
    let concept = || library.concept(&ConceptId::from(id)).map(|concept| show_concept(library, concept));
    let fact = || library.fact(&FactId::from(id)).map(|fact| show_fact(library, fact));
    question().or_else(concept).or_else(fact)
}

fn show_question(library: &Library, question: &Question, rehearse: Rehearse<'_>) -> String {
    let mut text = format!(
        "{} · {} · domain {} · {}\n",
        question.id,
        section(library, question.section),
        question.domain,
        question.difficulty
    );
    line(&mut text, format_args!("tests {}", joined(&question.concepts)));
    if !question.misconceptions.is_empty() {
        line(&mut text, format_args!("misconceptions {}", joined(&question.misconceptions)));
    }
    if let Some(review) = question.review {
        line(&mut text, format_args!("review by {review}"));
    }
    line(&mut text, format_args!("\n{}", rehearse(library, question).unwrap_or_default()));
    line(&mut text, format_args!("\n──── what it rests on ────\n"));
    for (letter, option) in ('A'..).zip(&question.options) {
        let key = if option.key { ", the key" } else { "" };
        line(&mut text, format_args!("{letter}{key}: {}", joined(&option.facts)));
    }
    text.push('\n');
    for fact in question.facts.iter().filter_map(|id| library.fact(id)) {
        line(&mut text, format_args!("{}  {}", fact.id, fact.text));
    }
    text
}

fn show_concept(library: &Library, concept: &Concept) -> String {
    let mut text = format!("{} · {}\n", concept.id, section(library, concept.section));
    line(&mut text, format_args!("{}: {}", concept.term, concept.summary));
    for (what, names) in [("also", &concept.aliases), ("mistyped", &concept.misspellings)] {
        if !names.is_empty() {
            line(&mut text, format_args!("{what} {}", joined(names)));
        }
    }
    text.push('\n');
    for fact in concept.facts.iter().filter_map(|id| library.fact(id)) {
        line(&mut text, format_args!("{}  {}", fact.id, fact.text));
    }
    for cue in &concept.cues {
        let whose = if cue.chapter { ", the chapter's" } else { "" };
        line(&mut text, format_args!("cue \"{}\" ({}{whose})", cue.wording, cue.fact));
    }
    for confusion in &concept.confused_with {
        line(&mut text, format_args!("not {}: {}", confusion.concept, confusion.difference));
    }
    let questions: Vec<_> = library.questions_on(&concept.id).map(|question| &question.id).collect();
    line(
        &mut text,
        format_args!("questions {}", if questions.is_empty() { "none".into() } else { joined(&questions) }),
    );
    text
}

fn show_fact(library: &Library, fact: &Fact) -> String {
    let mut text = format!("{} · {} · {}\n", fact.id, word(fact.standing), word(fact.confidence));
    line(&mut text, format_args!("{}", fact.text));
    if let Some(changed) = &fact.changed {
        line(&mut text, format_args!("changed: {changed}"));
    }
    if fact.volatile {
        line(&mut text, format_args!("volatile"));
    }
    line(&mut text, format_args!("verified {}: {} <{}>", fact.verified, fact.source.title, fact.source.url));
    let concepts =
        library.concepts().filter(|concept| concept.facts.contains(&fact.id)).map(|concept| &concept.id);
    line(&mut text, format_args!("concepts {}", joined(&concepts.collect::<Vec<_>>())));
    let questions = library.questions().filter(|question| question.facts.contains(&fact.id));
    let questions: Vec<_> = questions.map(|question| &question.id).collect();
    line(&mut text, format_args!("questions {}", joined(&questions)));
    text
}

fn section(library: &Library, number: u16) -> String {
    format!("section {number}, {}", library.section_title(number).unwrap_or("unknown"))
}

/// The word that stands in the pack for a value of an enum.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(ToOwned::to_owned))
        .expect("standing and confidence are written as words")
}

fn joined<T: std::fmt::Display>(items: &[T]) -> String {
    items.iter().map(T::to_string).collect::<Vec<_>>().join(", ")
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a String takes any text");
}
