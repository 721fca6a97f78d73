//! How much of a text stands word for word in a source.

use std::collections::HashMap;

use super::words::{sentences, words};

/// Texts that a pack draws on, ready to be compared with.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Sources {
    /// Each source's name; a sentence knows its source by its place here.
    names: Vec<String>,
    sentences: Vec<(usize, Vec<u32>)>,
    numbers: HashMap<String, u32>,
    /// Where two words in a row stand: sentence, and place of the second word.
    places: HashMap<(u32, u32), Vec<(usize, usize)>>,
}

/// Words in a row that stand in a source as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Shared {
    pub(in super::super) source: String,
    /// The words, in lower case.
    pub(in super::super) words: Vec<String>,
}

impl Sources {
    /// Adds every sentence of a text.
    pub(in super::super) fn add(&mut self, name: &str, text: &str) {
        let source = self.names.len();
        self.names.push(name.to_owned());
        for sentence in sentences(text) {
            let next = self.sentences.len();
            let numbers: Vec<u32> = sentence.into_iter().map(|word| self.number(word)).collect();
            for (at, two) in numbers.windows(2).enumerate() {
                self.places.entry((two[0], two[1])).or_default().push((next, at + 1));
            }
            self.sentences.push((source, numbers));
        }
    }

    /// The longest run of words which `text` shares with a sentence of a source; two words at least.
    pub(in super::super) fn longest_run(&self, text: &str) -> Option<Shared> {
        let texts = words(text);
        let numbers: Vec<Option<u32>> = texts.iter().map(|word| self.numbers.get(word).copied()).collect();
        let mut best: Option<(usize, usize, usize)> = None;
        // For each place in a source at which the run up to the word before ends: its length.
        let mut before: HashMap<(usize, usize), usize> = HashMap::new();
        for (at, two) in numbers.windows(2).enumerate() {
            let (Some(first), Some(second)) = (two[0], two[1]) else {
                before.clear();
                continue;
            };
            let places = self.places.get(&(first, second)).map_or(&[][..], Vec::as_slice);
            let now: HashMap<(usize, usize), usize> = places
                .iter()
                .map(|&(sentence, place)| {
                    ((sentence, place), before.get(&(sentence, place - 1)).map_or(2, |run| run + 1))
                })
                .collect();
            for (&(sentence, _), &run) in &now {
                let better = best.is_none_or(|(longest, end, other)| {
                    run > longest || run == longest && end == at + 1 && sentence < other
                });
                if better {
                    best = Some((run, at + 1, sentence));
                }
            }
            before = now;
        }
        best.map(|(run, end, sentence)| Shared {
            source: self.names[self.sentences[sentence].0].clone(),
            words: texts[end + 1 - run..=end].to_vec(),
        })
    }

    fn number(&mut self, word: String) -> u32 {
        let next = u32::try_from(self.numbers.len()).expect("no language has so many words");
        *self.numbers.entry(word).or_insert(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources() -> Sources {
        let mut sources = Sources::default();
        sources.add("guide", "A service keeps a desired number of tasks running. Tasks stop.\nHosts\nstay.");
        sources.add("notes", "It keeps a desired number.");
        sources
    }

    fn run(text: &str) -> Option<(String, String)> {
        sources().longest_run(text).map(|shared| (shared.source.clone(), shared.words.join(" ")))
    }

    #[test]
    fn the_longest_run_is_found_wherever_it_stands() {
        let found = run("The team keeps a Desired number, of tasks; running costs.").expect("a run");
        assert_eq!(found, ("guide".into(), "keeps a desired number of tasks running".into()));
        assert_eq!(run("hosts stay").expect("a run").1, "hosts stay", "a source may wrap its lines");
        assert_eq!(run("it keeps").expect("a run").0, "notes");
    }

    #[test]
    fn a_run_ends_with_its_sentence() {
        assert_eq!(run("running tasks"), None);
        assert_eq!(run("tasks"), None, "one word is no run");
        assert_eq!(run("quite other words"), None);
    }
}
