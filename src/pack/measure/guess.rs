//! Readers who know nothing of the matter, and how often they would find the key all the same.
//!
//! Each is a score for every option of a question; it takes the option with the highest score, and among equals
//! draws lots. Only questions with four options and one key are put to them: there, chance is a quarter.

use super::words::{content_words, reading_length, words};
use crate::domain::content::{AnswerOption, Question};
use crate::domain::ids::QuestionId;

/// How many options a question has when readers are held against chance.
pub(in super::super) const OPTIONS: usize = 4;

/// What a reader's chance is, in percent.
pub(super) const CHANCE: f64 = 100.0 / OPTIONS as f64;

/// A score per option.
type Scores = [f64; OPTIONS];

/// What services that AWS runs for the customer are called. A reader may trust that the exam likes them.
const MANAGED: [&str; 7] =
    ["fargate", "managed", "auto mode", "express mode", "lambda", "serverless", "aurora serverless"];

/// What has "managed" in its name and is the customer's own work.
const NOT_MANAGED: [&str; 4] = ["self-managed", "self managed", "customer managed", "customer-managed"];

/// A way to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// Takes the longest option.
    Longest,
    /// Takes the shortest.
    Shortest,
    /// Takes the one that has most words of the stem.
    Echo,
    /// Takes the one with most names and numbers.
    Specific,
    /// Takes a service that AWS manages.
    Managed,
    /// Takes the one that shares fewest words with the others.
    OddOneOut,
    /// Takes the one that shares most words with the others: distractors are often made from the key.
    Central,
    /// Weighs longest, most specific, odd one out and echo by their places: first, second, …
    TestwiseByRank,
    /// Weighs the same four by how far an option stands out.
    TestwiseByMargin,
}

/// How a reader did.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Score {
    /// Questions on which it had a preference at all, or could draw lots.
    pub(super) of: usize,
    /// Share of them that it got, in percent; a tie of n counts 1/n.
    pub(super) percent: f64,
    /// Those that it got without drawing lots.
    pub(super) sure: Vec<QuestionId>,
}

impl Reader {
    /// How this reader does on these questions.
    pub(super) fn score(self, questions: &[&Question]) -> Score {
        let mut score = Score { of: 0, percent: 0.0, sure: Vec::new() };
        let mut got = 0.0;
        for question in questions {
            let Some(options) = four(question) else { continue };
            let Some(part) = self.part(&question.stem, options) else { continue };
            score.of += 1;
            got += part;
            if part >= 1.0 {
                score.sure.push(question.id.clone());
            }
        }
        score.percent = if score.of == 0 { 0.0 } else { 100.0 * got / score.of as f64 };
        score
    }

    /// The chance of this reader to take the key; `None` where it does not care to guess.
    fn part(self, stem: &str, options: &[AnswerOption; OPTIONS]) -> Option<f64> {
        let scores = self.scores(stem, options);
        let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let taken: Vec<bool> = scores.iter().map(|score| best - score < TIE).collect();
        let all = taken.iter().filter(|taken| **taken).count();
        if self == Self::Managed && all == OPTIONS {
            return None;
        }
        let keys = taken.iter().zip(options).filter(|(taken, option)| **taken && option.key).count();
        Some(keys as f64 / all as f64)
    }

    fn scores(self, stem: &str, options: &[AnswerOption; OPTIONS]) -> Scores {
        let each = |score: fn(&str) -> usize| of_each(options, |text| score(text) as f64);
        match self {
            Self::Longest => each(|text| text.chars().count()),
            Self::Shortest => each(|text| text.chars().count()).map(|length| -length),
            Self::Echo => {
                let asked = content_words(stem);
                of_each(options, |text| content_words(text).intersection(&asked).count() as f64)
            }
            Self::Specific => each(details),
            Self::Managed => each(|text| usize::from(is_managed(text))),
            Self::OddOneOut => shared_with_others(options).map(|shared| -shared),
            Self::Central => shared_with_others(options),
            Self::TestwiseByRank => sum(Self::CUES.map(|cue| ranks(cue.scores(stem, options)))),
            Self::TestwiseByMargin => sum(Self::CUES.map(|cue| margins(cue.scores(stem, options)))),
        }
    }

    /// What the test-wise reader weighs.
    const CUES: [Self; 4] = [Self::Longest, Self::Specific, Self::OddOneOut, Self::Echo];
}

/// Scores nearer than this are equal: they are sums of roundings.
const TIE: f64 = 1e-6;

/// The options of a question with four options and one key.
pub(super) fn four(question: &Question) -> Option<&[AnswerOption; OPTIONS]> {
    question.options.as_slice().try_into().ok().filter(|_| question.key_count() == 1)
}

fn of_each(options: &[AnswerOption; OPTIONS], score: impl Fn(&str) -> f64) -> Scores {
    std::array::from_fn(|at| score(&options[at].text))
}

/// Names and numbers in a text; a number counts for two.
fn details(text: &str) -> usize {
    let is_name = |at: usize, word: &str| {
        let past_the_start = if at == 0 { 1 } else { 0 };
        word.chars().all(char::is_alphabetic) && word.chars().skip(past_the_start).any(char::is_uppercase)
    };
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let names = parts.enumerate().filter(|(at, word)| is_name(*at, word)).count();
    let numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    names + 2 * numbers
}

fn is_managed(text: &str) -> bool {
    let text = NOT_MANAGED.iter().fold(text.to_lowercase(), |text, own| text.replace(own, ""));
    MANAGED.iter().any(|name| text.contains(name))
}

/// For each option, how many words it has in common with each of the others, added up.
fn shared_with_others(options: &[AnswerOption; OPTIONS]) -> Scores {
    let contents: [_; OPTIONS] = std::array::from_fn(|at| content_words(&options[at].text));
    std::array::from_fn(|at| {
        let others = contents.iter().enumerate().filter(|(other, _)| *other != at);
        others.map(|(_, other)| contents[at].intersection(other).count()).sum::<usize>() as f64
    })
}

/// The place of each score among the four, the lowest 0; equals share the mean of their places.
fn ranks(scores: Scores) -> Scores {
    scores.map(|score| {
        let below = scores.iter().filter(|other| **other < score - TIE).count();
        let equal = scores.iter().filter(|other| (**other - score).abs() <= TIE).count();
        below as f64 + (equal - 1) as f64 / 2.0
    })
}

/// How many standard deviations each score stands above the mean; 0 where all are equal.
fn margins(scores: Scores) -> Scores {
    let mean = scores.iter().sum::<f64>() / OPTIONS as f64;
    let deviation = (scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / OPTIONS as f64).sqrt();
    scores.map(|score| if deviation > 0.0 { (score - mean) / deviation } else { 0.0 })
}

fn sum(all: [Scores; 4]) -> Scores {
    std::array::from_fn(|at| all.iter().map(|scores| scores[at]).sum())
}

/// Mean words of a key by mean words of a distractor, over the questions with four options.
pub(super) fn length_balance(questions: &[&Question]) -> f64 {
    let options = || questions.iter().filter_map(|question| four(question)).flatten();
    let mean = |key: bool| {
        let lengths: Vec<usize> =
            options().filter(|option| option.key == key).map(|option| reading_length(&option.text)).collect();
        lengths.iter().sum::<usize>() as f64 / lengths.len().max(1) as f64
    };
    let distractors = mean(false);
    if distractors > 0.0 { mean(true) / distractors } else { 1.0 }
}

/// How many times as long the longest option of a question is as its shortest, in characters.
pub(in super::super) fn length_ratio(question: &Question) -> f64 {
    let lengths = || question.options.iter().map(|option| option.text.chars().count());
    let (longest, shortest) = (lengths().max().unwrap_or(1), lengths().min().unwrap_or(1));
    longest as f64 / shortest.max(1) as f64
}

/// Words that allow no exception. Most statements in a cloud have one, so they mark what is wrong.
const ABSOLUTE: [&str; 8] = ["always", "never", "only", "all", "must", "any", "guaranteed", "completely"];

/// The absolute words which a distractor has and no key: what a reader would cross out unread.
pub(in super::super) fn absolute_words(question: &Question) -> Vec<&'static str> {
    let said = |key: bool| {
        let texts = question.options.iter().filter(move |option| option.key == key);
        texts.flat_map(|option| words(&option.text)).collect::<Vec<String>>()
    };
    let (keys, distractors) = (said(true), said(false));
    let mut found = ABSOLUTE.to_vec();
    found.retain(|word| distractors.iter().any(|said| said == word));
    if keys.iter().any(|said| ABSOLUTE.contains(&said.as_str())) { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::content::Difficulty;

    /// A question whose first option is the key.
    fn question(stem: &str, options: [&str; OPTIONS]) -> Question {
        let option = |(at, text): (usize, &str)| AnswerOption {
            text: text.to_owned(),
            key: at == 0,
            why: String::new(),
            facts: Vec::new(),
        };
        Question {
            id: "q75-which".into(),
            section: 75,
            concepts: Vec::new(),
            domain: 1,
            difficulty: Difficulty::Easy,
            stem: stem.to_owned(),
            facts: Vec::new(),
            misconceptions: Vec::new(),
            review: None,
            options: options.into_iter().enumerate().map(option).collect(),
        }
    }

    fn score(reader: Reader, stem: &str, options: [&str; OPTIONS]) -> f64 {
        reader.score(&[&question(stem, options)]).percent
    }

    #[test]
    fn a_tie_is_drawn_by_lot() {
        assert!((score(Reader::Longest, "", ["abcd", "abcd", "abc", "ab"]) - 50.0).abs() < TIE);
        assert!((score(Reader::Shortest, "", ["ab", "ab", "ab", "abc"]) - 100.0 / 3.0).abs() < TIE);
        assert!(score(Reader::Longest, "", ["ab", "abcd", "abc", "ab"]).abs() < TIE);
    }

    #[test]
    fn each_cue_finds_the_key_that_has_it() {
        let stem = "Encrypted backups of tickets vanish";
        let cases = [
            (Reader::Echo, ["Keep backups elsewhere", "Buy disks", "Stop tasks", "Call somebody"]),
            (Reader::Specific, ["Use port 443", "Use ports", "Use pods", "Use AWS"]),
            (Reader::Managed, ["Pods on Fargate", "Self-managed nodes", "Customer managed keys", "Pods"]),
            (Reader::OddOneOut, ["Buy disks", "Stop running tasks", "Stop idle tasks", "Stop tasks"]),
            (Reader::Central, ["Stop idle tasks", "Stop pods", "Drop tasks", "Leave idle nodes"]),
        ];
        for (reader, options) in cases {
            assert!((score(reader, stem, options) - 100.0).abs() < TIE, "{reader:?}");
        }
    }

    #[test]
    fn who_has_no_preference_is_not_asked() {
        let all = Reader::Managed.score(&[&question("", ["On Fargate", "Fargate", "Lambda", "a Lambda"])]);
        assert_eq!(all.of, 0, "all are managed");
    }

    #[test]
    fn names_are_counted_past_the_capital_that_starts_a_sentence() {
        assert_eq!(
            [details("Use Karpenter"), details("AWS Batch"), details("Amazon EC2 24 hours")],
            [1, 2, 4]
        );
    }

    #[test]
    fn ranks_are_shared_by_equals() {
        assert_eq!(ranks([3.0, 1.0, 3.0, 2.0]), [2.5, 0.0, 2.5, 1.0]);
        assert_eq!(margins([2.0; OPTIONS]), [0.0; OPTIONS]);
    }
}
