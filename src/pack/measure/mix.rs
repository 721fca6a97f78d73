//! The mix of a bank: domains, difficulties, select-two questions, sections.

use super::Bank;
use super::bounds::DIFFICULTIES;
use crate::domain::content::{Difficulty, Question, Standing};
use crate::domain::ids::FactId;

/// How a stem that asks for several options has to end.
pub(in super::super) fn ending(keys: usize) -> Option<&'static str> {
    match keys {
        2 => Some("(Select TWO.)"),
        3 => Some("(Select THREE.)"),
        _ => None,
    }
}

/// Whether a stem says how many options to choose, if there are several.
pub(in super::super) fn says_how_many(question: &Question) -> bool {
    ending(question.key_count()).is_none_or(|ending| question.stem.trim_end().ends_with(ending))
}

/// A share in percent; 0 of nothing.
pub(super) fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// Whether a question rests on facts of two sections, or on one that compares sections.
pub(in super::super) fn combines_sections(question: &Question) -> bool {
    let mut sections = question.facts.iter().map(FactId::section);
    let first = sections.next().flatten();
    !question.facts.is_empty() && (first.is_none() || sections.any(|section| section != first))
}

impl Bank<'_> {
    /// The largest distance of a domain's share from its weight, in points, and that domain.
    pub(super) fn domain_distance(&self) -> (f64, Vec<String>) {
        let distances = self.chapter.domains.iter().map(|domain| {
            let count = self.count(|question| question.domain == domain.number);
            let share = percent(count, self.questions.len());
            (share - f64::from(domain.weight), format!("domain {} has {share:.1} %", domain.number))
        });
        largest(distances)
    }

    /// The largest distance of a difficulty's share from what it should be, in points, and that difficulty.
    pub(super) fn difficulty_distance(&self) -> (f64, Vec<String>) {
        let distances = Difficulty::ALL.into_iter().zip(DIFFICULTIES).map(|(difficulty, target)| {
            let count = self.count(|question| question.difficulty == difficulty);
            let share = percent(count, self.questions.len());
            (share - target, format!("{difficulty} is {share:.1} %"))
        });
        largest(distances)
    }

    /// The chapter's facts, and those of them that no question cites.
    pub(super) fn uncited_chapter_facts(&self) -> (usize, Vec<String>) {
        let chapter = self.facts.values().filter(|fact| fact.standing == Standing::Chapter);
        let ids: Vec<&FactId> = chapter.map(|fact| &fact.id).collect();
        let is_cited = |id: &FactId| self.questions.iter().any(|question| question.facts.contains(id));
        let mut uncited: Vec<String> =
            ids.iter().filter(|id| !is_cited(id)).map(ToString::to_string).collect();
        uncited.sort_unstable();
        (ids.len(), uncited)
    }

    fn count(&self, is: impl Fn(&Question) -> bool) -> usize {
        self.questions.iter().filter(|question| is(question)).count()
    }
}

fn largest(distances: impl Iterator<Item = (f64, String)>) -> (f64, Vec<String>) {
    let largest = distances.max_by(|(a, _), (b, _)| a.abs().total_cmp(&b.abs()));
    largest.map_or((0.0, Vec::new()), |(distance, what)| (distance.abs(), vec![what]))
}
