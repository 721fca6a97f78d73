//! A pack in numbers.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Pack;
use super::check::section_of;
use crate::domain::content::{Difficulty, Question, Standing};

/// How many options a question has when its key's place and length are compared with others'.
const MULTIPLE_CHOICE_OPTIONS: usize = 4;

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
    /// Share of questions with two or more keys.
    pub select_several_share: f64,
    /// How often the key of a multiple-choice question stands first, second, third, fourth in the files.
    pub key_positions: [usize; MULTIPLE_CHOICE_OPTIONS],
    /// Share of multiple-choice questions whose key is the longest option; a tie of n counts 1/n.
    pub key_longest_share: f64,
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
    /// Counts what is in a pack.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let questions = pack.questions();
        let several = questions.iter().filter(|question| question.key_count() > 1).count();
        let multiple_choice: Vec<&Question> =
            questions.iter().filter(|question| is_multiple_choice(question)).collect();
        let longest: f64 = multiple_choice.iter().map(|question| longest_part(question)).sum();
        let cues = || pack.concepts().iter().flat_map(|concept| &concept.cues);
        Self {
            pack: pack.chapter().id.clone(),
            facts: pack.facts().len(),
            facts_by_standing: count(pack.facts().iter().map(|fact| standing(fact.standing))),
            facts_by_section: count(pack.facts().iter().map(|fact| {
                section_of(&fact.id).map_or_else(|| "across".to_owned(), |section| section.to_string())
            })),
            concepts: pack.concepts().len(),
            cues: cues().count(),
            chapter_cues: cues().filter(|cue| cue.chapter).count(),
            questions: questions.len(),
            questions_by_section: count(questions.iter().map(|question| question.section)),
            questions_by_difficulty: count(questions.iter().map(|question| difficulty(question.difficulty))),
            domains: domains(pack),
            select_several_share: percent(several as f64, questions.len()),
            key_positions: key_positions(&multiple_choice),
            key_longest_share: percent(longest, multiple_choice.len()),
        }
    }
}

fn is_multiple_choice(question: &Question) -> bool {
    question.options.len() == MULTIPLE_CHOICE_OPTIONS && question.key_count() == 1
}

fn domains(pack: &Pack) -> Vec<DomainShare> {
    let share = |domain: &crate::domain::content::ExamDomain| {
        let questions = pack.questions().iter().filter(|question| question.domain == domain.number).count();
        DomainShare {
            number: domain.number,
            title: domain.title.clone(),
            questions,
            share: percent(questions as f64, pack.questions().len()),
            weight: domain.weight,
        }
    };
    pack.chapter().domains.iter().map(share).collect()
}

fn key_positions(questions: &[&Question]) -> [usize; MULTIPLE_CHOICE_OPTIONS] {
    let mut positions = [0; MULTIPLE_CHOICE_OPTIONS];
    for position in
        questions.iter().filter_map(|question| question.options.iter().position(|option| option.key))
    {
        positions[position] += 1;
    }
    positions
}

/// 1 if the key alone is the longest option, 1/n if it is one of n, else 0.
fn longest_part(question: &Question) -> f64 {
    let length = |text: &str| text.chars().count();
    let longest = question.options.iter().map(|option| length(&option.text)).max().unwrap_or(0);
    let tied = question.options.iter().filter(|option| length(&option.text) == longest);
    let (keys, all) =
        tied.fold((0_u32, 0_u32), |(keys, all), option| (keys + u32::from(option.key), all + 1));
    f64::from(keys) / f64::from(all.max(1))
}

/// A share in percent with one decimal; 0 of nothing.
fn percent(part: f64, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { (1_000.0 * part / whole as f64).round() / 10.0 }
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
        writeln!(f, "    two or more keys  {} %", self.select_several_share)?;
        let [first, second, third, fourth] = self.key_positions;
        writeln!(f, "    key stands        first {first}, second {second}, third {third}, fourth {fourth}")?;
        write!(f, "    key is longest    {} %", self.key_longest_share)
    }
}

fn listed<K: fmt::Display>(counts: &BTreeMap<K, usize>) -> String {
    counts.iter().map(|(key, count)| format!("{key} {count}")).collect::<Vec<_>>().join(", ")
}
