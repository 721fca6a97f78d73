//! Whether each service or feature wins sometimes and loses sometimes.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::words::{words, written_words};
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
    /// Names by their first word, the longest first.
    by_first_word: HashMap<String, Vec<Name>>,
}

/// A way to name something.
#[derive(Debug)]
struct Name {
    words: Vec<String>,
    /// What it stands for, by its place.
    place: usize,
    /// Whether it has to begin with a capital: a batch is not AWS Batch.
    capital: bool,
}

impl Names {
    pub(super) fn new<'c>(concepts: impl Iterator<Item = &'c Concept>, services: &[&str]) -> Self {
        let mut names = Self { shown: Vec::new(), by_first_word: HashMap::new() };
        for concept in concepts {
            let others = concept.aliases.iter().map(String::as_str);
            names.add(&concept.term, others, false);
        }
        for service in services {
            names.add(service, std::iter::empty(), true);
        }
        for list in names.by_first_word.values_mut() {
            list.sort_by_key(|name| std::cmp::Reverse(name.words.len()));
        }
        names
    }

    fn add<'n>(&mut self, name: &'n str, others: impl Iterator<Item = &'n str>, capital: bool) {
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
                if !list.iter().any(|known| known.words == words) {
                    list.push(Name { words, place, capital });
                }
            }
        }
    }

    /// What a text names, each once; where names begin at the same word, the longest counts.
    fn named(&self, text: &str) -> Vec<usize> {
        let written: Vec<&str> = written_words(text).collect();
        let words = singular(&words(text));
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let here = self.by_first_word.get(&words[at]).into_iter().flatten();
            let is_capital = written[at].starts_with(char::is_uppercase);
            let longest = here
                .into_iter()
                .find(|name| words[at..].starts_with(&name.words) && (is_capital || !name.capital));
            at += longest.map_or(1, |name| name.words.len());
            found.extend(longest.map(|name| name.place));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(term: &str, aliases: &[&str]) -> Concept {
        Concept {
            id: "c".into(),
            section: 75,
            term: term.to_owned(),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            misspellings: Vec::new(),
            summary: String::new(),
            facts: Vec::new(),
            cues: Vec::new(),
            confused_with: Vec::new(),
        }
    }

    #[test]
    fn a_text_names_the_longest_of_the_names_in_it() {
        let concepts = [
            concept("AWS Fargate", &[]),
            concept("Fargate Spot", &[]),
            concept("Task role", &["task IAM role"]),
        ];
        let names = Names::new(concepts.iter(), &["AWS Fargate", "AWS Batch"]);
        let named = |text: &str| {
            let places = names.named(text);
            places.into_iter().map(|place| names.shown[place].as_str()).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(named("Run it on Fargate Spot"), "Fargate Spot");
        assert_eq!(named("fargate with task roles, or a task IAM role"), "AWS Fargate, Task role");
        assert_eq!(named("A batch of jobs for Batch"), "AWS Batch");
        assert_eq!(named("Write one batch"), "", "a batch is no service");
        assert_eq!(named("A role of its own"), "");
    }
}
