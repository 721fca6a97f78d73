//! What a pack teaches: facts, concepts, cues and questions, as checked values.

use std::collections::HashSet;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::ids::{ConceptId, FactId, QuestionId};

/// How many right answers a question asks for: 1 to 3.
pub type KeyCount = usize;

/// A section of the chapter (74 to 79 in chapter 7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The section's number in the course.
    pub number: u16,
    /// Its heading.
    pub title: String,
}

/// A content domain of the exam, with its share of the scored questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExamDomain {
    /// 1 to 4 for SAA-C03.
    pub number: u8,
    /// The exam guide's name of it.
    pub title: String,
    /// Share of the scored questions, in percent.
    pub weight: u8,
}

/// Where a fact stands towards the chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The chapter says it.
    Chapter,
    /// The chapter does not say it, the exam wants it.
    Beyond,
    /// The chapter is out of date here; this is today's truth.
    Update,
}

/// How a fact was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The source's own text was read.
    Read,
    /// A 2023 edition of the source was read.
    #[serde(rename = "read-2023")]
    Read2023,
    /// General knowledge; the link is the page to check.
    Known,
}

/// A page that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The page's title.
    pub title: String,
    /// Its address.
    pub url: String,
}

impl Source {
    /// The pages, each once, in the order in which they first come.
    #[must_use]
    pub fn each_once<'a>(sources: impl IntoIterator<Item = &'a Self>) -> Vec<&'a Self> {
        let mut seen = HashSet::new();
        sources.into_iter().filter(|source| seen.insert(&source.url)).collect()
    }
}

/// One atomic, sourced statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Stable id, such as `F75-16`.
    pub id: FactId,
    /// The statement.
    pub text: String,
    /// Where it stands towards the chapter.
    pub standing: Standing,
    /// How it was confirmed.
    pub confidence: Confidence,
    /// The day somebody last held it against its source.
    pub verified: Date,
    /// The page that says so.
    pub source: Source,
    /// For an update: what older material says, and what holds today.
    #[serde(default)]
    pub changed: Option<String>,
    /// A price, quota or support state that may move.
    #[serde(default)]
    pub volatile: bool,
}

/// Exam wording that points at a concept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// The wording, as a stem would put it.
    pub wording: String,
    /// The fact behind it.
    pub fact: FactId,
    /// Whether the chapter itself gives this cue.
    #[serde(default)]
    pub chapter: bool,
    /// Other concepts that the wording fits as well: a drill never offers them beside this one.
    #[serde(default)]
    pub also: Vec<ConceptId>,
}

/// What a concept is mixed up with, and how to tell them apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confusion {
    /// The other concept.
    pub concept: ConceptId,
    /// The difference in a sentence.
    pub difference: String,
}

/// What `/explain` finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// Stable id, such as `fargate`.
    pub id: ConceptId,
    /// The section that teaches it.
    pub section: u16,
    /// The name, as AWS or Kubernetes spells it.
    pub term: String,
    /// Abbreviations and other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Usual typing slips.
    #[serde(default)]
    pub misspellings: Vec<String>,
    /// What it is, in one sentence.
    pub summary: String,
    /// Its facts, most useful first.
    pub facts: Vec<FactId>,
    /// Exam wording that points at it.
    #[serde(default)]
    pub cues: Vec<Cue>,
    /// What it is often confused with.
    #[serde(default)]
    pub confused_with: Vec<Confusion>,
}

/// How hard a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Difficulty {
    /// One concept, one constraint.
    Easy,
    /// Two services compared under one or two constraints.
    Medium,
    /// Three or more facts; two options differ in a single property.
    Hard,
}

impl Difficulty {
    /// All of them, from easy to hard.
    pub const ALL: [Self; 3] = [Self::Easy, Self::Medium, Self::Hard];
}

impl From<Difficulty> for u8 {
    fn from(difficulty: Difficulty) -> Self {
        match difficulty {
            Difficulty::Easy => 1,
            Difficulty::Medium => 2,
            Difficulty::Hard => 3,
        }
    }
}

impl TryFrom<u8> for Difficulty {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            1 => Ok(Self::Easy),
            2 => Ok(Self::Medium),
            3 => Ok(Self::Hard),
            other => Err(format!("difficulty is 1 (easy), 2 (medium) or 3 (hard), not {other}")),
        }
    }
}

impl fmt::Display for Difficulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Easy => "easy",
            Self::Medium => "medium",
            Self::Hard => "hard",
        })
    }
}

/// One option of a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerOption {
    /// What it offers.
    pub text: String,
    /// Whether it is (one of) the right one(s).
    #[serde(default)]
    pub key: bool,
    /// Why it is right, or what it would be right for and what it breaks here.
    pub why: String,
    /// The facts that say so.
    pub facts: Vec<FactId>,
}

/// A scenario question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Stable id, such as `q76-legacy-agents`.
    pub id: QuestionId,
    /// The section it belongs to.
    pub section: u16,
    /// The concepts it tests, the main one first.
    pub concepts: Vec<ConceptId>,
    /// The exam's content domain, 1 to 4.
    pub domain: u8,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// The scenario and the ask.
    pub stem: String,
    /// Every fact that proves the key or refutes a distractor.
    pub facts: Vec<FactId>,
    /// Misconceptions that its distractors embody.
    #[serde(default)]
    pub misconceptions: Vec<String>,
    /// When to look at it again, where it hinges on something that may move.
    #[serde(default)]
    pub review: Option<Date>,
    /// The options, in the file's order. Members see them shuffled.
    pub options: Vec<AnswerOption>,
}

impl Question {
    /// How many options are right: what a member has to choose.
    #[must_use]
    pub fn key_count(&self) -> KeyCount {
        self.options.iter().filter(|option| option.key).count()
    }
}
