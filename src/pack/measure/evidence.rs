//! What takes a while to find out, found out once: which questions are alike, and what stands in a source.

use super::Bank;
use super::bounds::{ALIKE_MATTER, ALIKE_STEMS};
use super::flaw::Part;
use super::likeness::{self, Pair};
use super::verbatim::{Shared, Sources};
use crate::domain::content::Question;

/// A bank, with everything that was found out about it.
#[derive(Debug)]
pub(in super::super) struct Evidence<'p> {
    pub(in super::super) bank: Bank<'p>,
    /// Pairs of questions that say the same thing.
    pub(in super::super) twins: Vec<Twins>,
    /// The most alike stems, and the most alike questions.
    pub(super) most_alike: [Option<Pair>; 2],
    /// The longest run that each text shares with a source, by the question's place in the bank.
    pub(in super::super) runs: Vec<(usize, Part, Shared)>,
}

/// Two questions that say the same thing, by their places in the bank.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Twins {
    pub(in super::super) first: usize,
    pub(in super::super) second: usize,
    /// In which respect.
    pub(in super::super) how: Likeness,
}

/// In which respect two questions are alike, and how much, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) enum Likeness {
    Stems(f64),
    Matter(f64),
    /// The same key on the same facts.
    Ground,
}

impl<'p> Evidence<'p> {
    pub(in super::super) fn of(bank: Bank<'p>, sources: &Sources) -> Self {
        let stems = likeness::of_stems(&bank.questions);
        // How rare a word is, a handful of questions cannot tell.
        let matter = if bank.is_large() { likeness::of_matter(&bank.questions) } else { Vec::new() };
        let mut twins = Vec::new();
        twins.extend(over(&stems, ALIKE_STEMS, Likeness::Stems));
        twins.extend(over(&matter, ALIKE_MATTER, Likeness::Matter));
        twins.extend(on_the_same_ground(&bank.questions));
        let runs =
            (0..).zip(&bank.questions).flat_map(|(at, question)| runs(at, question, sources)).collect();
        Self { most_alike: [most(&stems), most(&matter)], twins, runs, bank }
    }
}

fn over(pairs: &[Pair], limit: f64, how: fn(f64) -> Likeness) -> impl Iterator<Item = Twins> {
    let over = pairs.iter().filter(move |pair| pair.likeness >= limit);
    over.map(move |pair| Twins { first: pair.first, second: pair.second, how: how(pair.likeness) })
}

fn most(pairs: &[Pair]) -> Option<Pair> {
    pairs.iter().copied().max_by(|a, b| a.likeness.total_cmp(&b.likeness))
}

fn on_the_same_ground(questions: &[&Question]) -> Vec<Twins> {
    let grounds: Vec<_> = questions.iter().map(|question| ground(question)).collect();
    let mut twins = Vec::new();
    for second in 0..grounds.len() {
        let same = (0..second).filter(|first| grounds[*first] == grounds[second]);
        twins.extend(same.map(|first| Twins { first, second, how: Likeness::Ground }));
    }
    twins
}

/// What a question's answer is, and what it rests on.
fn ground(question: &Question) -> (Vec<String>, Vec<&str>) {
    let keys = question.options.iter().filter(|option| option.key);
    let mut keys: Vec<String> = keys.map(|option| crate::domain::lookup::key(&option.text)).collect();
    let mut facts: Vec<&str> = question.facts.iter().map(|fact| fact.as_str()).collect();
    keys.sort_unstable();
    facts.sort_unstable();
    (keys, facts)
}

fn runs(at: usize, question: &Question, sources: &Sources) -> Vec<(usize, Part, Shared)> {
    let options = question.options.iter().enumerate().flat_map(|(place, option)| {
        [(Part::Option(place), option.text.as_str()), (Part::Option(place), option.why.as_str())]
    });
    let texts = std::iter::once((Part::Stem, question.stem.as_str())).chain(options);
    texts.filter_map(|(part, text)| Some((at, part, sources.longest_run(text)?))).collect()
}
