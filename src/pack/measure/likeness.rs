//! How alike two questions are.

use std::collections::HashMap;

use super::words::{matter, words};
use crate::domain::content::Question;

/// Two questions of a bank, by their places in it, and how alike they are, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
    pub(super) likeness: f64,
}

/// Every pair of stems that shares three words in a row: the shared ones by all (Jaccard's coefficient).
pub(super) fn of_stems(questions: &[&Question]) -> Vec<Pair> {
    let mut numbers = HashMap::new();
    let stems: Vec<Vec<usize>> = questions
        .iter()
        .map(|question| {
            let words = words(&question.stem);
            numbered(words.windows(3).map(|three| three.join(" ")), &mut numbers)
        })
        .collect();
    pairs(questions.len(), |first, second| {
        let shared = shared(&stems[first], &stems[second]);
        let all = stems[first].len() + stems[second].len() - shared;
        shared as f64 / all.max(1) as f64
    })
}

/// Every pair of questions that shares a word of matter in stem and options: the cosine of the angle between them.
///
/// Words weigh by how often the question has them (tf, damped by the logarithm) and by how few questions have them
/// (idf): sharing "pull-through" says more than sharing "cluster".
/// Source: Manning, Raghavan, Schütze, Introduction to Information Retrieval, ch. 6, weighting ltc,
/// <https://nlp.stanford.edu/IR-book/html/htmledition/document-and-query-weighting-schemes-1.html>.
pub(super) fn of_matter(questions: &[&Question]) -> Vec<Pair> {
    let items: Vec<HashMap<String, f64>> = questions.iter().map(|question| counted(question)).collect();
    let mut having: HashMap<&str, f64> = HashMap::new();
    for word in items.iter().flat_map(HashMap::keys) {
        *having.entry(word).or_default() += 1.0;
    }
    let mut numbers = HashMap::new();
    let vectors: Vec<Vec<(usize, f64)>> = items
        .iter()
        .map(|item| {
            let weight =
                |word: &str, count: f64| (1.0 + count.ln()) * (items.len() as f64 / having[word]).ln();
            let mut vector: Vec<(usize, f64)> = item
                .iter()
                .map(|(word, count)| (number(word.clone(), &mut numbers), weight(word, *count)))
                .collect();
            vector.sort_unstable_by_key(|(word, _)| *word);
            let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
            vector.iter_mut().for_each(|(_, weight)| *weight /= length.max(f64::MIN_POSITIVE));
            vector
        })
        .collect();
    pairs(questions.len(), |first, second| cosine(&vectors[first], &vectors[second]))
}

/// The matter of a question, each word with its count.
fn counted(question: &Question) -> HashMap<String, f64> {
    let texts = std::iter::once(&question.stem).chain(question.options.iter().map(|option| &option.text));
    let mut counts = HashMap::new();
    for word in texts.flat_map(|text| matter(text)) {
        *counts.entry(word).or_default() += 1.0;
    }
    counts
}

fn pairs(count: usize, likeness: impl Fn(usize, usize) -> f64) -> Vec<Pair> {
    let all = (0..count).flat_map(|first| (first + 1..count).map(move |second| (first, second)));
    all.map(|(first, second)| Pair { first, second, likeness: likeness(first, second) })
        .filter(|pair| pair.likeness > 0.0)
        .collect()
}

/// The numbers of these texts, each once, in order.
fn numbered(texts: impl Iterator<Item = String>, numbers: &mut HashMap<String, usize>) -> Vec<usize> {
    let mut found: Vec<usize> = texts.map(|text| number(text, numbers)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn number(text: String, numbers: &mut HashMap<String, usize>) -> usize {
    let next = numbers.len();
    *numbers.entry(text).or_insert(next)
}

/// How many numbers two ordered lists have in common.
fn shared(first: &[usize], second: &[usize]) -> usize {
    let (mut a, mut b, mut count) = (0, 0, 0);
    while a < first.len() && b < second.len() {
        match first[a].cmp(&second[b]) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => (a, b, count) = (a + 1, b + 1, count + 1),
        }
    }
    count
}

fn cosine(first: &[(usize, f64)], second: &[(usize, f64)]) -> f64 {
    let (mut a, mut b, mut sum) = (0, 0, 0.0);
    while a < first.len() && b < second.len() {
        match first[a].0.cmp(&second[b].0) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                sum += first[a].1 * second[b].1;
                (a, b) = (a + 1, b + 1);
            }
        }
    }
    sum
}
