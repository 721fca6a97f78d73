//! Cue drills: which service or feature does a wording of the exam point at?
//!
//! A drill is asked like any question: four terms, one of them right. The others are what the right one is
//! confused with, then what is near it; never one that the wording fits as well.

use std::collections::HashMap;

use rand::Rng;

use super::asked::AskedQuestion;
use super::choose;
use super::content::{AnswerOption, Concept, Cue, Difficulty, Question};
use super::ids::{ConceptId, FactId, QuestionId};
use super::lookup;

/// How many terms a drill offers.
pub const TERMS: usize = 4;

/// What every drill asks.
pub const ASK: &str = "Which service or feature does this wording point at?";

/// A cue that can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// Its id: the same as long as concept and wording are.
    pub id: QuestionId,
    /// The wording.
    pub wording: String,
    /// The fact behind it.
    pub fact: FactId,
    /// The right concept's place.
    right: usize,
    /// The places of concepts that the wording does not fit, by nearness: the confused ones first.
    others: [Vec<usize>; 3],
}

/// Every cue that can be asked, and the terms to ask with. A clone is costly: share it.
#[derive(Clone, Debug, Default)]
pub struct Drills {
    terms: Vec<Term>,
    prompts: Vec<Prompt>,
    differences: HashMap<(usize, usize), String>,
}

#[derive(Clone, Debug)]
struct Term {
    concept: ConceptId,
    section: u16,
    name: String,
    summary: String,
    facts: Vec<FactId>,
}

impl Drills {
    /// The drills that these concepts give. A cue is left out where its wording names its own concept, or where
    /// fewer than three other terms are sure not to fit.
    #[must_use]
    pub fn new(concepts: &[Concept]) -> Self {
        let places: HashMap<&ConceptId, usize> =
            concepts.iter().zip(0..).map(|(concept, place)| (&concept.id, place)).collect();
        let mut differences = HashMap::new();
        for (place, confusion) in concepts.iter().zip(0..).flat_map(|(concept, place)| {
            concept.confused_with.iter().map(move |confusion| (place, confusion))
        }) {
            if let Some(other) = places.get(&confusion.concept) {
                differences.insert((place, *other), confusion.difference.clone());
            }
        }
        let mut drills =
            Self { terms: concepts.iter().map(Term::of).collect(), prompts: Vec::new(), differences };
        for (right, concept) in concepts.iter().enumerate() {
            let cues = concept.cues.iter().filter(|cue| !names_itself(concept, &cue.wording));
            let prompts = cues.map(|cue| drills.prompt(concepts, right, cue));
            let asked: Vec<Prompt> = prompts
                .filter(|prompt| prompt.others.iter().map(Vec::len).sum::<usize>() >= TERMS - 1)
                .collect();
            drills.prompts.extend(asked);
        }
        drills
    }

    /// Whether this is the id of one of these drills.
    #[must_use]
    pub fn has(&self, id: &QuestionId) -> bool {
        self.prompts.iter().any(|prompt| prompt.id == *id)
    }

    /// The drills that tell one of these concepts from others; all of them where no concept is named.
    pub fn about<'a>(&'a self, topics: &'a [ConceptId]) -> impl Iterator<Item = &'a Prompt> {
        self.prompts.iter().filter(move |prompt| {
            let confused = prompt.others[0].iter().chain([&prompt.right]);
            topics.is_empty()
                || confused.into_iter().any(|place| topics.contains(&self.terms[*place].concept))
        })
    }

    /// Asks a drill: the same `rng` gives the same terms in the same order. Of `topics` those that fit in are
    /// among the terms.
    #[must_use]
    pub fn ask(&self, prompt: &Prompt, topics: &[ConceptId], rng: &mut impl Rng) -> AskedQuestion {
        let mut others: Vec<usize> = Vec::new();
        for tier in &prompt.others {
            others.extend(choose::shuffled_order(tier.len(), rng).into_iter().map(|at| tier[at]));
        }
        // Stable, so that nearness and chance decide among the rest.
        others.sort_by_key(|place| !topics.contains(&self.terms[*place].concept));
        others.truncate(TERMS - 1);
        let order = choose::shuffled_order(1 + others.len(), rng);
        let question = self.question(prompt, &others);
        AskedQuestion::new(question, order).expect("the first option is right, and the order names each once")
    }

    fn prompt(&self, concepts: &[Concept], right: usize, cue: &Cue) -> Prompt {
        let mut others = [Vec::new(), Vec::new(), Vec::new()];
        for (place, other) in concepts.iter().enumerate() {
            if place != right && !fits(other, cue) {
                others[self.distance(right, place)].push(place);
            }
        }
        let wording = lookup::words(&cue.wording).join("-");
        Prompt {
            id: QuestionId(format!("cue-{}-{wording}", concepts[right].id)),
            wording: cue.wording.clone(),
            fact: cue.fact.clone(),
            right,
            others,
        }
    }

    /// 0 for what is confused, 1 for what is confused with the same or is of the same section, 2 for the rest.
    fn distance(&self, right: usize, other: usize) -> usize {
        let confused = |one, other| {
            self.differences.contains_key(&(one, other)) || self.differences.contains_key(&(other, one))
        };
        if confused(right, other) {
            return 0;
        }
        let in_between =
            || (0..self.terms.len()).any(|place| confused(right, place) && confused(place, other));
        usize::from(self.terms[right].section != self.terms[other].section && !in_between()) + 1
    }

    /// The drill as a question: the right term first. It belongs to no domain of the exam.
    fn question(&self, prompt: &Prompt, others: &[usize]) -> Question {
        let right = &self.terms[prompt.right];
        let key = AnswerOption {
            text: right.name.clone(),
            key: true,
            why: right.summary.clone(),
            facts: vec![prompt.fact.clone()],
        };
        let options: Vec<AnswerOption> =
            std::iter::once(key).chain(others.iter().map(|place| self.wrong(prompt.right, *place))).collect();
        let mut facts: Vec<FactId> = options.iter().flat_map(|option| option.facts.clone()).collect();
        facts.dedup();
        Question {
            id: prompt.id.clone(),
            section: right.section,
            concepts: vec![right.concept.clone()],
            domain: 0,
            difficulty: Difficulty::Easy,
            stem: format!("{ASK}\n\n> “{}”", prompt.wording.trim()),
            facts,
            misconceptions: Vec::new(),
            review: None,
            options,
        }
    }

    /// A wrong term, with how it differs from the right one.
    fn wrong(&self, right: usize, place: usize) -> AnswerOption {
        let term = &self.terms[place];
        let difference =
            self.differences.get(&(right, place)).or_else(|| self.differences.get(&(place, right)));
        AnswerOption {
            text: term.name.clone(),
            key: false,
            why: difference.unwrap_or(&term.summary).clone(),
            facts: term.facts.first().cloned().into_iter().collect(),
        }
    }
}

impl Term {
    fn of(concept: &Concept) -> Self {
        Self {
            concept: concept.id.clone(),
            section: concept.section,
            name: concept.term.clone(),
            summary: concept.summary.clone(),
            facts: concept.facts.clone(),
        }
    }
}

/// Whether a wording may point at `other` as well: it rests on a fact of it, stands among its cues, or the cue
/// says so.
fn fits(other: &Concept, cue: &Cue) -> bool {
    let same =
        |known: &Cue| known.fact == cue.fact || lookup::key(&known.wording) == lookup::key(&cue.wording);
    other.facts.contains(&cue.fact) || other.cues.iter().any(same) || cue.also.contains(&other.id)
}

/// Whether the wording gives the answer away: a name of the concept stands in it, word for word.
fn names_itself(concept: &Concept, wording: &str) -> bool {
    let said = lookup::words(wording);
    let names = std::iter::once(&concept.term).chain(&concept.aliases);
    names.map(|name| lookup::words(name)).any(|name| {
        let own =
            name.len() - usize::from(matches!(name.first().map(String::as_str), Some("aws" | "amazon")));
        let name = &name[name.len() - own..];
        !name.is_empty() && said.windows(name.len()).any(|said| said == name)
    })
}

#[cfg(test)]
mod tests;
