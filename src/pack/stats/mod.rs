//! A pack in numbers.

mod table;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::measure::mix::combines_sections;
use super::measure::{Bank, Measure};
use crate::domain::content::{Difficulty, ExamDomain, Question, Standing};

/// What a pack holds, counted. Shares are in percent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// The chapter's id.
    pub pack: String,
    /// All facts.
    pub facts: usize,
    /// Facts by where they stand towards the chapter.
    pub facts_by_standing: BTreeMap<&'static str, usize>,
    /// Facts by section; "across" for those that compare sections.
    pub facts_by_section: BTreeMap<String, usize>,
    /// All concepts.
    pub concepts: usize,
    /// All cues.
    pub cues: usize,
    /// Those of them that the chapter itself gives.
    pub chapter_cues: usize,
    /// All questions.
    pub questions: usize,
    /// Questions by section.
    pub questions_by_section: BTreeMap<u16, usize>,
    /// Questions by difficulty.
    pub questions_by_difficulty: BTreeMap<&'static str, usize>,
    /// Questions by content domain, against the exam's weights.
    pub domains: Vec<DomainShare>,
    /// Questions with two or more keys.
    pub select_several: usize,
    /// Questions that combine two sections.
    pub across_sections: usize,
    /// Questions with a date of review.
    pub dated: usize,
    /// Everything that has a limit, with its verdict.
    pub measures: Vec<Measure>,
}

/// A content domain's part in a pack and in the exam.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DomainShare {
    /// The domain's number.
    pub number: u8,
    /// The exam guide's name of it.
    pub title: String,
    /// How many questions are in it.
    pub questions: usize,
    /// What share of the pack's questions that is.
    pub share: f64,
    /// What share of the exam's scored questions it has.
    pub weight: u8,
}

impl Stats {
    /// Counts what is in a pack, whose measures these are.
    pub(super) fn of(bank: &Bank<'_>, measures: Vec<Measure>) -> Self {
        let questions = &bank.questions;
        let having = |is: fn(&Question) -> bool| questions.iter().filter(|question| is(question)).count();
        let cues = || bank.concepts.iter().flat_map(|concept| &concept.cues);
        Self {
            pack: bank.chapter.id.clone(),
            facts: bank.facts.len(),
            facts_by_standing: count(bank.facts.values().map(|fact| standing(fact.standing))),
            facts_by_section: count(
                bank.facts.keys().map(|id| {
                    id.section().map_or_else(|| "across".to_owned(), |section| section.to_string())
                }),
            ),
            concepts: bank.concepts.len(),
            cues: cues().count(),
            chapter_cues: cues().filter(|cue| cue.chapter).count(),
            questions: questions.len(),
            questions_by_section: count(questions.iter().map(|question| question.section)),
            questions_by_difficulty: count(questions.iter().map(|question| difficulty(question.difficulty))),
            domains: domains(bank),
            select_several: having(|question| question.key_count() > 1),
            across_sections: having(combines_sections),
            dated: having(|question| question.review.is_some()),
            measures,
        }
    }
}

fn domains(bank: &Bank<'_>) -> Vec<DomainShare> {
    let share = |domain: &ExamDomain| {
        let questions = bank.questions.iter().filter(|question| question.domain == domain.number).count();
        DomainShare {
            number: domain.number,
            title: domain.title.clone(),
            questions,
            share: percent(questions, bank.questions.len()),
            weight: domain.weight,
        }
    };
    bank.chapter.domains.iter().map(share).collect()
}

/// A share in percent with one decimal; 0 of nothing.
fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (1_000.0 * part as f64 / whole as f64).round() / 10.0 }
}

fn count<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Chapter => "chapter",
        Standing::Beyond => "beyond",
        Standing::Update => "update",
    }
}

fn difficulty(difficulty: Difficulty) -> &'static str {
    match difficulty {
        Difficulty::Easy => "easy",
        Difficulty::Medium => "medium",
        Difficulty::Hard => "hard",
    }
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.pack)?;
        writeln!(f, "  facts      {:>4}  {}", self.facts, listed(&self.facts_by_standing))?;
        writeln!(f, "    by section   {}", listed(&self.facts_by_section))?;
        writeln!(f, "  concepts   {:>4}", self.concepts)?;
        writeln!(f, "  cues       {:>4}  chapter {}", self.cues, self.chapter_cues)?;
        writeln!(f, "  questions  {:>4}  {}", self.questions, listed(&self.questions_by_difficulty))?;
        writeln!(f, "    by section   {}", listed(&self.questions_by_section))?;
        for domain in &self.domains {
            let DomainShare { number, title, questions, share, weight } = domain;
            writeln!(f, "    domain {number}     {questions:>3} = {share:>4} %, exam {weight} %  {title}")?;
        }
        writeln!(
            f,
            "    {} with two or more keys, {} across sections, {} with a date of review",
            self.select_several, self.across_sections, self.dated
        )?;
        write!(f, "\n{}", table::Table(&self.measures))
    }
}

fn listed<K: fmt::Display>(counts: &BTreeMap<K, usize>) -> String {
    counts.iter().map(|(key, count)| format!("{key} {count}")).collect::<Vec<_>>().join(", ")
}
