//! A pack as it was written: parsed, with its places, before anybody has checked it.

use serde::de::DeserializeOwned;

use super::chapter::Chapter;
use super::files::{CHAPTER_FILE, Folder, SourceFile};
use super::measure::Bank;
use super::parse;
use super::place::{Located, Spot};
use super::problem::Problems;
use crate::domain::comparison::Comparison;
use crate::domain::content::{Concept, Fact, Question};

/// What a pack's files say.
#[derive(Debug)]
pub(super) struct Draft {
    /// The pack's folder, as problems show it.
    pub(super) path: String,
    pub(super) chapter: Located<Chapter>,
    pub(super) facts: Vec<Located<Fact>>,
    pub(super) concepts: Vec<Located<Concept>>,
    pub(super) questions: Vec<Located<Question>>,
    pub(super) comparisons: Vec<Located<Comparison>>,
    /// Whether every item of every file is here: else what one item says of another can't be judged.
    pub(super) complete: bool,
}

impl Draft {
    /// Parses the files of a pack; none without a readable `chapter.toml`.
    pub(super) fn of(folder: &Folder, problems: &mut Problems) -> Option<Self> {
        let before = problems.count(super::Severity::Error);
        let facts = all(&folder.facts, "fact", problems);
        let concepts = all(&folder.concepts, "concept", problems);
        let questions = all(&folder.questions, "question", problems);
        let comparisons = all(&folder.comparisons, "comparison", problems);
        let Some(file) = &folder.chapter else {
            problems.error(
                Spot::file(&folder.path),
                format!("has no {CHAPTER_FILE}"),
                format!("write a {CHAPTER_FILE} with id, number, title, exam, [[section]] and [[domain]]"),
            );
            return None;
        };
        let chapter = parse::chapter(file, problems)?;
        let complete = problems.count(super::Severity::Error) == before;
        Some(Self { path: folder.path.clone(), chapter, facts, concepts, questions, comparisons, complete })
    }

    /// What it holds, without its places.
    pub(super) fn bank(&self) -> Bank<'_> {
        Bank::new(
            &self.chapter.value,
            self.facts.iter().map(|fact| &fact.value),
            self.concepts.iter().map(|concept| &concept.value),
            self.questions.iter().map(|question| &question.value),
        )
    }
}

fn all<T: DeserializeOwned>(files: &[SourceFile], kind: &str, problems: &mut Problems) -> Vec<Located<T>> {
    files.iter().flat_map(|file| parse::items(file, kind, problems)).collect()
}
