//! Names arranged so that no question has to look at all of them.

use std::collections::{HashMap, HashSet};

use super::key::{self, words};
use super::typo::{Letters, slips_to_a_beginning};
use crate::domain::content::Concept;

/// A name's place in [`Index::names`], which is also its rank: shorter names first, then prominent concepts.
pub(super) type Rank = u32;

/// Three neighbouring letters of a key.
type Gram = [char; GRAM_LENGTH];

const GRAM_LENGTH: usize = 3;

/// Stands before the first letter of a key in its grams, so that beginnings weigh more.
const START: char = '\u{2}';

/// Of the names that share most grams, how many are compared letter by letter.
const COMPARED_IN_FULL: usize = 50;

/// From which likeness on a name may be meant, 1 being the same: "fargat compute stuff" is closer to "fargate" than
/// this, while "rds" and "sqs" are close to nothing of a course on containers.
const ALIKE: f64 = 0.4;

/// What a name is to its concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// The concept's own name.
    Term,
    /// Another name that may be shown.
    Alias,
    /// An id or a usual slip: found, but never shown.
    Hidden,
}

/// One way to write a concept.
#[derive(Debug)]
pub(super) struct Name {
    /// The concept's place in the list that the index was made of.
    pub(super) concept: usize,
    pub(super) kind: Kind,
    /// As the pack writes it.
    pub(super) text: Box<str>,
    pub(super) key: Box<str>,
    /// Letters in the key.
    length: usize,
    letters: Letters,
}

/// Every name of every concept, arranged for each way of asking.
#[derive(Debug)]
pub(super) struct Index {
    names: Vec<Name>,
    /// All names by key.
    by_key: Vec<Rank>,
    /// The places in keys where a second or later word starts, by what follows from there.
    by_later_word: Vec<(Rank, usize)>,
    /// Names by the number of letters in their key.
    by_length: Vec<Vec<Rank>>,
    /// The names in which three letters occur, in rank order.
    by_gram: HashMap<Gram, Vec<Rank>>,
}

impl Index {
    /// An index of `concepts`; `prominence` tells the order of concepts whose names are equally long.
    pub(super) fn new(concepts: &[Concept], prominence: &[usize]) -> Self {
        let mut names = Vec::new();
        for (place, concept) in concepts.iter().enumerate() {
            names.extend(names_of(place, concept));
        }
        names.sort_by_key(|name| (name.length, prominence[name.concept]));

        let mut index = Self {
            by_key: (0..).take(names.len()).collect(),
            by_later_word: Vec::new(),
            by_length: Vec::new(),
            by_gram: HashMap::new(),
            names,
        };
        let names = &index.names;
        index.by_key.sort_by_key(|rank| &names[*rank as usize].key);
        for (rank, name) in (0..).zip(names) {
            index.by_later_word.extend(later_words(name).into_iter().map(|start| (rank, start)));
            if index.by_length.len() <= name.length {
                index.by_length.resize_with(name.length + 1, Vec::new);
            }
            index.by_length[name.length].push(rank);
            for gram in grams(&name.key) {
                index.by_gram.entry(gram).or_default().push(rank);
            }
        }
        index.by_later_word.sort_by_key(|(rank, start)| &names[*rank as usize].key[*start..]);
        index
    }

    pub(super) fn name(&self, rank: Rank) -> &Name {
        &self.names[rank as usize]
    }

    /// The names with exactly this key.
    pub(super) fn exactly(&self, key: &str) -> Vec<Rank> {
        let mut found = self.starting_with(key);
        found.retain(|rank| *self.name(*rank).key == *key);
        found
    }

    /// The names whose key starts with `beginning`, in rank order.
    pub(super) fn starting_with(&self, beginning: &str) -> Vec<Rank> {
        let from = self.by_key.partition_point(|rank| *self.name(*rank).key < *beginning);
        let found = self.by_key[from..].iter().copied();
        in_order(found.take_while(|rank| self.name(*rank).key.starts_with(beginning)))
    }

    /// The names in which a second or later word starts with `beginning`, in rank order.
    pub(super) fn with_a_word_starting_with(&self, beginning: &str) -> Vec<Rank> {
        let rest = |(rank, start): (Rank, usize)| &self.name(rank).key[start..];
        let from = self.by_later_word.partition_point(|place| rest(*place) < beginning);
        let found = self.by_later_word[from..].iter().copied();
        in_order(found.take_while(|place| rest(*place).starts_with(beginning)).map(|(rank, _)| rank))
    }

    /// The names that may be shown and in which `words` stand as whole words, in rank order.
    pub(super) fn with_whole_words(&self, words: &str) -> Vec<Rank> {
        let begun = self.starting_with(words).into_iter().chain(self.with_a_word_starting_with(words));
        in_order(begun.filter(|rank| stand_whole(self.name(*rank), words)))
    }

    /// The names whose key contains `part`, in rank order; none if it has fewer than three letters.
    pub(super) fn containing(&self, part: &str) -> Vec<Rank> {
        let lists = grams(part).into_iter().filter(|gram| gram[0] != START);
        let rarest = lists.map(|gram| self.by_gram.get(&gram).map_or(&[][..], Vec::as_slice));
        let candidates = rarest.min_by_key(|list| list.len()).unwrap_or_default();
        candidates.iter().copied().filter(|rank| self.name(*rank).key.contains(part)).collect()
    }

    /// The names at most `allowed` slips from `key`, each with its number of slips.
    pub(super) fn within(&self, key: &str, allowed: usize) -> Vec<(usize, Rank)> {
        let letters = Letters::of(key);
        let length = key.chars().count();
        let lengths = length.saturating_sub(allowed)..=length + allowed;
        let candidates = lengths.filter_map(|length| self.by_length.get(length)).flatten().copied();
        candidates
            .filter(|rank| self.name(*rank).letters.may_be_near(letters, allowed))
            .map(|rank| (strsim::damerau_levenshtein(key, &self.name(rank).key), rank))
            .filter(|(slips, _)| *slips <= allowed)
            .collect()
    }

    /// The names that `beginning` starts but for at most `allowed` slips, fewest slips first.
    ///
    /// The first letter is taken to be right, or to have changed places with the second.
    pub(super) fn nearly_starting_with(&self, beginning: &str, allowed: usize) -> Vec<Rank> {
        let typed: Vec<char> = beginning.chars().collect();
        let letters = Letters::of(beginning);
        let firsts: HashSet<char> = typed.iter().take(2).copied().collect();
        let candidates = firsts.iter().flat_map(|first| self.starting_with(first.encode_utf8(&mut [0; 4])));
        let mut found: Vec<(usize, Rank)> = candidates
            .filter(|rank| self.name(*rank).length + allowed >= typed.len())
            .filter(|rank| letters.may_begin(self.name(*rank).letters, allowed))
            .filter_map(|rank| {
                let name: Vec<char> = self.name(rank).key.chars().collect();
                Some((slips_to_a_beginning(&typed, &name, allowed)?, rank))
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, rank)| rank).collect()
    }

    /// The names that share much with `key`, the most alike first.
    pub(super) fn alike(&self, key: &str) -> Vec<Rank> {
        let typed = grams(key);
        let mut shared = vec![0_u32; self.names.len()];
        for rank in typed.iter().filter_map(|gram| self.by_gram.get(gram)).flatten() {
            shared[*rank as usize] += 1;
        }
        // Dice's coefficient: twice what is shared over what both have. A name has as many grams as
        // letters but one, give or take repeated ones.
        let of_both = |rank: Rank| typed.len() + self.name(rank).length.saturating_sub(1).max(1);
        let mut alike: Vec<(f64, Rank)> = (0..)
            .zip(shared)
            .filter(|(_, count)| *count > 0)
            .map(|(rank, count)| (2.0 * f64::from(count) / of_both(rank) as f64, rank))
            .collect();
        if alike.len() > COMPARED_IN_FULL {
            alike.select_nth_unstable_by(COMPARED_IN_FULL, best_first);
        }
        alike.truncate(COMPARED_IN_FULL);
        for (likeness, rank) in &mut alike {
            *likeness = likeness.max(strsim::normalized_damerau_levenshtein(key, &self.name(*rank).key));
        }
        alike.retain(|(likeness, _)| *likeness >= ALIKE);
        alike.sort_unstable_by(best_first);
        alike.into_iter().map(|(_, rank)| rank).collect()
    }
}

fn best_first(a: &(f64, Rank), b: &(f64, Rank)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

fn in_order(ranks: impl Iterator<Item = Rank>) -> Vec<Rank> {
    let mut ranks: Vec<Rank> = ranks.collect();
    ranks.sort_unstable();
    ranks.dedup();
    ranks
}

/// The names of one concept: no key twice, and the one that may be shown before the one that may not.
fn names_of(place: usize, concept: &Concept) -> Vec<Name> {
    let term = std::iter::once((Kind::Term, concept.term.as_str()));
    let aliases = concept.aliases.iter().map(|alias| (Kind::Alias, alias.as_str()));
    let id = std::iter::once((Kind::Hidden, concept.id.as_str()));
    let slips = concept.misspellings.iter().map(|slip| (Kind::Hidden, slip.as_str()));

    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for (kind, text) in term.chain(aliases).chain(id).chain(slips) {
        for key in key::keys(text) {
            if seen.insert(key.clone()) {
                names.push(Name {
                    concept: place,
                    kind,
                    text: text.into(),
                    length: key.chars().count(),
                    letters: Letters::of(&key),
                    key: key.into(),
                });
            }
        }
    }
    names
}

/// Where the second and later words of a shown name start in its key, in bytes.
fn later_words(name: &Name) -> Vec<usize> {
    let words = if name.kind == Kind::Hidden { Vec::new() } else { words(&name.text) };
    let mut start = 0;
    let mut starts = Vec::new();
    // From the last word backwards, because a key may lack the leading brand of its text.
    for word in words.iter().rev() {
        start += word.len();
        if start < name.key.len() {
            starts.push(name.key.len() - start);
        }
    }
    starts
}

/// Whether a shown name has `words` from the beginning of one of its words to the end of one.
fn stand_whole(name: &Name, words: &str) -> bool {
    let later = later_words(name);
    let starts = later.iter().copied().chain([0]);
    let ends = |at: usize| at == name.key.len() || later.contains(&at);
    name.kind != Kind::Hidden
        && starts.into_iter().any(|start| name.key[start..].starts_with(words) && ends(start + words.len()))
}

/// The different grams of a key, with one that starts at [`START`].
fn grams(key: &str) -> HashSet<Gram> {
    let letters: Vec<char> = std::iter::once(START).chain(key.chars()).collect();
    letters.windows(GRAM_LENGTH).map(|three| [three[0], three[1], three[2]]).collect()
}
