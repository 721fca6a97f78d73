//! Whether each service or feature wins sometimes and loses sometimes.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::words::words;
use crate::domain::content::{Concept, Question};

/// How often something named in options was the right thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// The name, as the pack spells it.
    pub(super) name: String,
    /// Questions in which an option names it.
    pub(super) questions: usize,
    /// Options that name it.
    pub(super) shown: usize,
    /// Those of them that are keys.
    pub(super) keys: usize,
}

impl Record {
    /// Share of its showings in which it was the key, in percent.
    pub(super) fn share(&self) -> f64 {
        100.0 * self.keys as f64 / self.shown.max(1) as f64
    }
}

/// What options can name: concepts by their terms and aliases, and services.
#[derive(Debug)]
pub(super) struct Names {
    /// What each name stands for.
    shown: Vec<String>,
    /// Names as words, each with what it stands for; by the first word, the longest first.
    by_first_word: HashMap<String, Vec<(Vec<String>, usize)>>,
}

impl Names {
    pub(super) fn new<'c>(concepts: impl Iterator<Item = &'c Concept>, services: &[&str]) -> Self {
        let mut names = Self { shown: Vec::new(), by_first_word: HashMap::new() };
        for concept in concepts {
            let others = concept.aliases.iter().map(String::as_str);
            names.add(&concept.term, others);
        }
        for service in services {
            names.add(service, std::iter::empty());
        }
        for list in names.by_first_word.values_mut() {
            list.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        names
    }

    fn add<'n>(&mut self, name: &'n str, others: impl Iterator<Item = &'n str>) {
        let place = self.shown.len();
        self.shown.push(name.to_owned());
        for text in std::iter::once(name).chain(others) {
            let spelt = singular(&words(text));
            let branded = spelt.first().is_some_and(|first| first == "aws" || first == "amazon");
            let unbranded = (branded && spelt.len() > 1).then(|| spelt[1..].to_vec());
            for words in std::iter::once(spelt).chain(unbranded) {
                let Some(first) = words.first() else { continue };
                let list = self.by_first_word.entry(first.clone()).or_default();
                // Concepts come first: a service that is one of them adds nothing.
                if !list.iter().any(|(known, _)| *known == words) {
                    list.push((words, place));
                }
            }
        }
    }

    /// What a text names, each once; where names begin at the same word, the longest counts.
    fn named(&self, text: &str) -> Vec<usize> {
        let words = singular(&words(text));
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let here = self.by_first_word.get(&words[at]).into_iter().flatten();
            let longest = here.into_iter().find(|(name, _)| words[at..].starts_with(name));
            at += longest.map_or(1, |(name, _)| name.len());
            found.extend(longest.map(|(_, place)| *place));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The record of everything that at least `least` questions name in an option.
    pub(super) fn records(&self, questions: &[&Question], least: usize) -> Vec<Record> {
        let mut records: BTreeMap<usize, Record> = BTreeMap::new();
        for question in questions {
            let mut in_question = Vec::new();
            for option in &question.options {
                for place in self.named(&option.text) {
                    let name = &self.shown[place];
                    let record = records.entry(place).or_insert_with(|| Record {
                        name: name.clone(),
                        questions: 0,
                        shown: 0,
                        keys: 0,
                    });
                    record.shown += 1;
                    record.keys += usize::from(option.key);
                    in_question.push(place);
                }
            }
            in_question.sort_unstable();
            in_question.dedup();
            for place in in_question {
                records.entry(place).and_modify(|record| record.questions += 1);
            }
        }
        records.into_values().filter(|record| record.questions >= least).collect()
    }
}

/// The words without a plural's ending, so that "task roles" names a task role.
fn singular(words: &[String]) -> Vec<String> {
    words.iter().map(|word| without_plural(word).to_owned()).collect()
}

fn without_plural(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') && !stem.ends_with('u') => stem,
        _ => word,
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} of {} showings, {:.0} %)", self.name, self.keys, self.shown, self.share())
    }
}
