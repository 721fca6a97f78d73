//! Which question is asked next, and in which order its options are shown.
//!
//! A draw is a function of its seed: the same seed, history and pool give the same question for ever, also after an
//! upgrade of `rand`. Only the generator's raw output is used, for `rand` may change how it maps that to ranges.

use std::collections::HashMap;

use jiff::civil::Date;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

use super::content::{Difficulty, Question};
use super::ids::{ConceptId, QuestionId};

/// Difficulties over two runs of seven dailies: 4 easy, 7 medium, 3 hard, so 29, 50 and 21 percent.
const RUNS: [Difficulty; 14] = {
    use Difficulty::{Easy, Hard, Medium};
    [
        Easy, Easy, Medium, Medium, Medium, Medium, Hard, //
        Easy, Easy, Medium, Medium, Medium, Hard, Hard,
    ]
};

/// Weights of a question whose difficulty is 0, 1 or 2 steps off the target.
const FIT: [u64; 3] = [16, 4, 1];

/// The weight of a share of 1: shares are weighed in thousandths, so that no float decides a draw.
const WHOLE_SHARE: u64 = 1000;

/// Answers, half of them wrong, which a concept is credited with before anybody has answered (Laplace's rule of
/// succession): a single wrong answer is no proof of a weakness.
const PRIOR_WRONG: u64 = 1;
const PRIOR_ANSWERS: u64 = 2;

/// A question that the guild was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which question.
    pub question: QuestionId,
    /// The local day.
    pub day: Date,
}

/// How a group has answered the questions on a concept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConceptRecord {
    /// The concept.
    pub concept: ConceptId,
    /// Right answers.
    pub right: u32,
    /// All answers.
    pub answers: u32,
}

/// The question to ask next; `None` only where the pool is empty.
///
/// A question never asked comes before any that was; where all were, the half asked least recently is drawn from. A
/// question on the main concept asked about last is left out where others remain. The draw favours the difficulty
/// that is due for the `nth` daily (0 for the first) and the concepts which the group gets wrong.
#[must_use]
pub fn choose<'a>(
    pool: &'a [&'a Question],
    asked: &[Asked],
    record: &[ConceptRecord],
    nth: u32,
    rng: &mut impl Rng,
) -> Option<&'a Question> {
    choose_as_hard(pool, asked, record, target_difficulty(nth), rng)
}

/// As [`choose`], with the difficulty that the draw favours.
#[must_use]
pub fn choose_as_hard<'a>(
    pool: &[&'a Question],
    asked: &[Asked],
    record: &[ConceptRecord],
    target: Difficulty,
    rng: &mut impl Rng,
) -> Option<&'a Question> {
    let fresh = without_last_concept(least_recent(pool, asked), last_concept(pool, asked));
    let weaknesses = weaknesses(record);
    let weights: Vec<u64> = fresh.iter().map(|question| weight(question, target, &weaknesses)).collect();
    let mut ticket = below(weights.iter().sum(), rng)?;
    fresh.into_iter().zip(weights).find_map(|(question, weight)| match ticket.checked_sub(weight) {
        Some(rest) => {
            ticket = rest;
            None
        }
        None => Some(question),
    })
}

/// The difficulty that suits the `nth` daily, 0 for the first.
///
/// It rises within each run of seven; over two runs about 30, 50 and 20 percent are easy, medium and hard.
#[must_use]
pub fn target_difficulty(nth: u32) -> Difficulty {
    let place = usize::try_from(nth).expect("a usize holds 32 bits") % RUNS.len();
    RUNS[place]
}

/// A random order in which to show a question's options: `order[position]` is the option's index in the pack.
///
/// Every order is equally likely (Fisher–Yates).
#[must_use]
pub fn shuffled_order(options: usize, rng: &mut impl Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..options).collect();
    for last in (1..options).rev() {
        let places = u64::try_from(last + 1).expect("a u64 holds a usize");
        let drawn = below(places, rng).expect("there is at least one place");
        order.swap(last, usize::try_from(drawn).expect("the draw is below a usize"));
    }
    order
}

/// The generator for one draw: the same `seed` and `salt` give the same stream for ever.
///
/// It is Xoshiro256++, one of the generators whose output `rand` promises to keep across versions and platforms
/// (`StdRng` and `SmallRng` are not). Give each purpose its own `salt`, so that draws from one seed are independent.
#[must_use]
pub fn rng_from(seed: u64, salt: u64) -> impl Rng {
    // Two rounds, so that neighbouring seeds and salts (ids count up) never meet.
    let mixed = Xoshiro256PlusPlus::seed_from_u64(seed).next_u64() ^ salt;
    Xoshiro256PlusPlus::seed_from_u64(mixed)
}

/// A draw from 0 to `end - 1`; `None` where there is nothing to draw from.
///
/// The high half of a widening product; its bias is below `end / 2^64`, so nobody will ever notice it.
/// Source: D. Lemire, "Fast Random Integer Generation in an Interval", <https://arxiv.org/abs/1805.10941>.
fn below(end: u64, rng: &mut impl Rng) -> Option<u64> {
    let product = u128::from(rng.next_u64()) * u128::from(end);
    (end > 0).then(|| u64::try_from(product >> u64::BITS).expect("the high half of 128 bits"))
}

/// The questions never asked, or else the half of the pool that was asked least recently, in the pool's order.
fn least_recent<'a>(pool: &[&'a Question], asked: &[Asked]) -> Vec<&'a Question> {
    let mut last_asked: HashMap<&QuestionId, Date> = HashMap::new();
    for Asked { question, day } in asked {
        let last = last_asked.entry(question).or_insert(*day);
        *last = (*day).max(*last);
    }
    let day_of = |question: &Question| last_asked.get(&question.id).copied();
    let mut fresh: Vec<&Question> =
        pool.iter().copied().filter(|question| day_of(question).is_none()).collect();
    if fresh.is_empty() {
        fresh = pool.to_vec();
        fresh.sort_by_key(|question| day_of(question));
        fresh.truncate(pool.len().div_ceil(2));
    }
    fresh
}

/// The main concept of the question asked last, if that is still in the pool.
fn last_concept<'a>(pool: &[&'a Question], asked: &[Asked]) -> Option<&'a ConceptId> {
    let last = asked.iter().max_by_key(|asked| asked.day)?;
    pool.iter().find(|question| question.id == last.question)?.concepts.first()
}

fn without_last_concept<'a>(questions: Vec<&'a Question>, last: Option<&ConceptId>) -> Vec<&'a Question> {
    let others: Vec<&Question> = questions
        .iter()
        .copied()
        .filter(|question| last.is_none() || question.concepts.first() != last)
        .collect();
    if others.is_empty() { questions } else { others }
}

/// The smoothed share of wrong answers by concept, in thousandths.
fn weaknesses(record: &[ConceptRecord]) -> HashMap<&ConceptId, u64> {
    record.iter().map(|concept| (&concept.concept, wrong_share(concept.right, concept.answers))).collect()
}

fn wrong_share(right: u32, answers: u32) -> u64 {
    let wrong = u64::from(answers.saturating_sub(right));
    (wrong + PRIOR_WRONG) * WHOLE_SHARE / (u64::from(answers) + PRIOR_ANSWERS)
}

/// Fit times weakness, at least 1: every question can be drawn.
fn weight(question: &Question, target: Difficulty, weaknesses: &HashMap<&ConceptId, u64>) -> u64 {
    let steps_off = u8::from(question.difficulty).abs_diff(u8::from(target));
    let unanswered = wrong_share(0, 0);
    let shares: Vec<u64> =
        question.concepts.iter().map(|id| weaknesses.get(id).copied().unwrap_or(unanswered)).collect();
    let concepts = u64::try_from(shares.len()).expect("a u64 holds a usize");
    let weakness = shares.iter().sum::<u64>().checked_div(concepts).unwrap_or(unanswered);
    (FIT[usize::from(steps_off)] * weakness).max(1)
}

#[cfg(test)]
mod tests;
