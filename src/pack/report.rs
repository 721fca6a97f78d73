//! What `shipmate pack …` answers: text, and whether all is well. Printing is the caller's.

use std::path::Path;

pub use super::review::Request;
use super::review::Review;
pub use super::show::Rehearse;
use super::{Library, Problems, Severity, Stats, show};
use crate::domain::lookup::Found;

/// An answer for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What to print, without a newline at its end.
    pub text: String,
    /// Whether the command succeeded.
    pub ok: bool,
}

impl Report {
    fn ok(text: impl Into<String>) -> Self {
        Self { text: text.into(), ok: true }
    }

    fn failed(text: impl Into<String>) -> Self {
        Self { text: text.into(), ok: false }
    }
}

/// `pack check`: every problem of the packs; fails on an error, not on warnings.
#[must_use]
pub fn check(request: Request<'_>) -> Report {
    let review = Review::of(request);
    let mut text = listed(&review.problems);
    if review.sound && request.against.is_empty() {
        text += ONLY_FACTS;
    }
    for draft in review.drafts.iter().filter(|_| review.sound) {
        let (facts, concepts, questions) = (draft.facts.len(), draft.concepts.len(), draft.questions.len());
        let id = &draft.chapter.value.id;
        text += &format!("{id}: {facts} facts, {concepts} concepts, {questions} questions\n");
    }
    text += &summary(&review.problems);
    Report { text, ok: !review.problems.has_errors() }
}

/// What a check without reference texts says.
const ONLY_FACTS: &str = "SKIPPED: questions are held against the pack's own facts only; name texts that they must not \
    copy with --against FILE (Q17)\n";

/// `pack stats`: the packs in numbers, as text or as a JSON list of [`Stats`]; fails if one of them is unusable.
#[must_use]
pub fn stats(request: Request<'_>, json: bool) -> Report {
    let review = Review::of(request);
    if !review.sound {
        return Report::failed(listed(&review.problems) + &summary(&review.problems));
    }
    let packs = review.drafts.iter().zip(review.measures);
    let stats: Vec<Stats> = packs.map(|(draft, measures)| Stats::of(&draft.bank(), measures)).collect();
    if json {
        let text = serde_json::to_string_pretty(&stats).expect("counts under plain names are JSON");
        return Report::ok(text);
    }
    Report::ok(stats.iter().map(Stats::to_string).collect::<Vec<_>>().join("\n\n"))
}

/// `pack show`: a question, concept or fact by its id; a concept by any of its names too.
#[must_use]
pub fn show(dir: Option<&Path>, id: &str, rehearse: Rehearse<'_>) -> Report {
    with_library(dir, |library| {
        if let Some(text) = show::item(library, id, rehearse) {
            return Report::ok(text.trim_end());
        }
        match library.lookup().find(id) {
            Found::One { id, .. } => {
                Report::ok(show::item(library, id.as_str(), rehearse).unwrap_or_default().trim_end())
            }
            Found::Nearest(ids) => {
                let near: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
                let hint = if near.is_empty() {
                    String::new()
                } else {
                    format!("\n  hint: concepts near it: {}", near.join(", "))
                };
                Report::failed(format!("nothing is called `{id}`{hint}"))
            }
        }
    })
}

fn load(dir: Option<&Path>) -> Result<Library, Problems> {
    dir.map_or_else(Library::built_in, Library::from_dir)
}

fn with_library(dir: Option<&Path>, report: impl FnOnce(&Library) -> Report) -> Report {
    match load(dir) {
        Ok(library) => report(&library),
        Err(problems) => Report::failed(listed(&problems) + &summary(&problems)),
    }
}

/// The problems, each with a newline at its end.
fn listed(problems: &Problems) -> String {
    problems.iter().map(|problem| format!("{problem}\n")).collect()
}

fn summary(problems: &Problems) -> String {
    let counted = |severity: Severity| {
        let count = problems.count(severity);
        format!("{count} {severity}{}", if count == 1 { "" } else { "s" })
    };
    format!("{}, {}", counted(Severity::Error), counted(Severity::Warning))
}
