//! Finding a concept by what a member types, forgiving of case, punctuation, number, brand and slips.

mod index;
mod key;
mod label;
mod two;
mod typo;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

use index::{Index, Kind, Rank};
pub(super) use key::words;
pub use key::{MAX_KEY_CHARS, key, keys};
pub use two::two;

use super::content::Concept;
use super::ids::ConceptId;

/// How many concepts are offered where none is meant for sure.
pub const NEAREST: usize = 5;

/// Fewer letters than this begin too many names to stand for one of them: "S3" is a service of its own, not the
/// "S3 gateway endpoint".
const SHORTEST_BEGINNING: usize = 3;

/// Words with fewer letters, such as "for", stand in names that a text does not mean.
const SHORTEST_WORD: usize = 4;

/// How a concept was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By its term, an alias, its id or a listed misspelling.
    Exact,
    /// By the beginning of its name, which begins no other concept's.
    Prefix,
    /// By a name that differs in a letter or two.
    Typo,
}

/// What a text means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<Id = ConceptId> {
    /// This concept, beyond doubt.
    One {
        /// The concept.
        id: Id,
        /// How it was recognised.
        how: How,
    },
    /// No one concept for sure, but perhaps one of these: the nearest first, at most [`NEAREST`]; empty if nothing is
    /// near.
    Nearest(Vec<Id>),
}

/// One line of an autocomplete menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion<Id = ConceptId> {
    /// The concept.
    pub id: Id,
    /// What the menu shows, at most [`MAX_LABEL_CHARS`](Lookup::MAX_LABEL_CHARS) characters.
    pub label: String,
}

#[derive(Debug)]
struct Known<Id> {
    id: Id,
    term: String,
}

/// An index of concepts by all their names. It gives them back by an id of any type.
///
/// Making one takes a moment for ten thousand concepts; asking it takes less than a millisecond or two.
#[derive(Debug)]
pub struct Lookup<Id = ConceptId> {
    concepts: Vec<Known<Id>>,
    index: Index,
    /// All concepts: the most prominent one of each section, then the second of each, and so on.
    start: Vec<usize>,
}

impl Lookup {
    /// The longest label, in characters: Discord's limit for the name of an autocomplete choice.
    ///
    /// Source: <https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure>
    pub const MAX_LABEL_CHARS: usize = 100;

    /// An index of these concepts.
    #[must_use]
    pub fn new(concepts: &[Concept]) -> Self {
        Self::with_ids(concepts, |concept| concept.id.clone())
    }
}

impl<Id: Clone> Lookup<Id> {
    /// An index of what these concepts name, each known by the id that `id_of` gives.
    #[must_use]
    pub fn with_ids(concepts: &[Concept], id_of: impl Fn(&Concept) -> Id) -> Self {
        let start = by_prominence(concepts);
        let mut prominence = vec![0; concepts.len()];
        for (rank, place) in start.iter().enumerate() {
            prominence[*place] = rank;
        }
        Self {
            index: Index::new(concepts, &prominence),
            concepts: concepts
                .iter()
                .map(|concept| Known { id: id_of(concept), term: concept.term.clone() })
                .collect(),
            start,
        }
    }

    /// The concept that `text` means, or those that it may mean.
    ///
    /// In this order: a name as the pack has it; the beginning of one concept's names only, unless it is a whole word
    /// of another's; a name a slip or two away. Where two concepts fit equally well, the answer is
    /// [`Found::Nearest`], never a guess.
    #[must_use]
    pub fn find(&self, text: &str) -> Found<Id> {
        let typed = keys(text);
        if typed.is_empty() {
            return self.nearest(self.start.iter().copied());
        }
        let exact = typed
            .iter()
            .map(|key| self.index.exactly(key))
            .chain(std::iter::once_with(|| self.in_another_number(&typed)))
            .find(|ranks| !ranks.is_empty());
        if let Some(ranks) = exact {
            return self.one_or_nearest(&ranks, How::Exact);
        }
        let words: Vec<Rank> = typed.iter().flat_map(|key| self.index.with_whole_words(key)).collect();
        if let Some(ranks) = self.begun(&typed) {
            let ranks = self.shortest_if_all_go_on_from_it(&ranks).map_or(ranks, |rank| vec![rank]);
            // "Service" begins some names and ends others: the whole word counts for more than a beginning.
            return self.one_or_nearest(&[words, ranks].concat(), How::Prefix);
        }
        if !words.is_empty() {
            return self.nearest(self.concepts_of(words.into_iter()));
        }
        let slipped = self.fewest_slips(&typed);
        if !slipped.is_empty() {
            return self.one_or_nearest(&slipped, How::Typo);
        }
        let alike: Vec<Rank> = typed.iter().flat_map(|key| self.index.alike(key)).collect();
        let alike = if alike.is_empty() { self.with_one_of_the_words(text) } else { alike };
        self.nearest(self.concepts_of(alike.into_iter()))
    }

    /// Up to `limit` concepts for what has been typed so far, the likeliest first.
    ///
    /// With nothing typed, the most prominent concept of each section comes first. Otherwise: whole names, then
    /// beginnings of terms, of aliases, of words within a name, parts of a name, beginnings with a slip, and whole
    /// names with one.
    #[must_use]
    pub fn suggest(&self, partial: &str, limit: usize) -> Vec<Suggestion<Id>> {
        let typed = keys(partial);
        if typed.is_empty() {
            let start = self.start.iter().take(limit).map(|place| &self.concepts[*place]);
            return start.map(|known| label::suggestion(known, None)).collect();
        }
        let mut seen = HashSet::new();
        let mut suggestions = Vec::new();
        for tier in TIERS {
            for rank in typed.iter().flat_map(|key| tier(&self.index, key)) {
                if suggestions.len() == limit {
                    return suggestions;
                }
                let name = self.index.name(rank);
                if seen.insert(name.concept) {
                    suggestions.push(label::suggestion(&self.concepts[name.concept], Some(name)));
                }
            }
        }
        suggestions
    }

    /// Names that differ from what was typed only by a plural.
    fn in_another_number(&self, typed: &[String]) -> Vec<Rank> {
        let others = typed.iter().flat_map(|key| key::other_numbers(key));
        others.flat_map(|key| self.index.exactly(&key)).collect()
    }

    /// Names in which one of the longer words of a text stands: "role" of "role thing".
    fn with_one_of_the_words(&self, text: &str) -> Vec<Rank> {
        let words = words(text).into_iter().filter(|word| word.chars().count() >= SHORTEST_WORD);
        words.flat_map(|word| self.index.with_whole_words(&word)).collect()
    }

    /// Names that may be shown and that begin with what was typed, if that is enough to tell something.
    fn begun(&self, typed: &[String]) -> Option<Vec<Rank>> {
        typed
            .iter()
            .filter(|key| key.chars().count() >= SHORTEST_BEGINNING)
            .map(|key| shown(&self.index, self.index.starting_with(key)))
            .find(|ranks| !ranks.is_empty())
    }

    /// The name that all the others only continue: "farg" begins "fargate", "fargate spot" and "fargate
    /// profile", and means the first.
    fn shortest_if_all_go_on_from_it(&self, ranks: &[Rank]) -> Option<Rank> {
        let key = |rank: Rank| &*self.index.name(rank).key;
        let shortest = ranks.iter().copied().min_by_key(|rank| key(*rank).len())?;
        ranks.iter().all(|rank| key(*rank).starts_with(key(shortest))).then_some(shortest)
    }

    /// The names with the fewest slips, as far as that many are forgiven.
    fn fewest_slips(&self, typed: &[String]) -> Vec<Rank> {
        let near = typed.iter().flat_map(|key| {
            let allowed = typo::allowance(key.chars().count());
            // Without a slip to forgive, `exactly` has already given the answer.
            if allowed == 0 { Vec::new() } else { self.index.within(key, allowed) }
        });
        let near: Vec<(usize, Rank)> = near.collect();
        let fewest = near.iter().map(|(slips, _)| *slips).min();
        near.into_iter().filter(|(slips, _)| Some(*slips) == fewest).map(|(_, rank)| rank).collect()
    }

    fn one_or_nearest(&self, ranks: &[Rank], how: How) -> Found<Id> {
        let mut concepts = self.concepts_of(ranks.iter().copied());
        match (concepts.next(), concepts.next()) {
            (Some(one), None) => Found::One { id: self.concepts[one].id.clone(), how },
            _ => self.nearest(self.concepts_of(ranks.iter().copied())),
        }
    }

    fn nearest(&self, concepts: impl Iterator<Item = usize>) -> Found<Id> {
        Found::Nearest(concepts.take(NEAREST).map(|place| self.concepts[place].id.clone()).collect())
    }

    /// The concepts of these names, each once.
    fn concepts_of(&self, ranks: impl Iterator<Item = Rank>) -> impl Iterator<Item = usize> {
        let mut seen = HashSet::new();
        ranks.map(|rank| self.index.name(rank).concept).filter(move |place| seen.insert(*place))
    }
}

/// A way in which a name can fit what was typed; names come back best first.
type Tier = fn(&Index, &str) -> Vec<Rank>;

/// From the surest to the vaguest.
const TIERS: [Tier; 7] = [
    |index, typed| index.exactly(typed),
    |index, typed| of_kind(index, index.starting_with(typed), Kind::Term),
    |index, typed| of_kind(index, index.starting_with(typed), Kind::Alias),
    |index, typed| index.with_a_word_starting_with(typed),
    |index, typed| shown(index, index.containing(typed)),
    |index, typed| index.nearly_starting_with(typed, typo::allowance(typed.chars().count())),
    // A beginning is looked for under its first letter; where that one is the slip, the whole name still tells.
    |index, typed| nearest_names(index, typed),
];

/// The names that differ from what was typed by as many slips as are forgiven, the fewest first.
fn nearest_names(index: &Index, typed: &str) -> Vec<Rank> {
    let mut near = index.within(typed, typo::allowance(typed.chars().count()));
    near.sort_unstable();
    near.into_iter().map(|(_, rank)| rank).collect()
}

fn of_kind(index: &Index, mut ranks: Vec<Rank>, kind: Kind) -> Vec<Rank> {
    ranks.retain(|rank| index.name(*rank).kind == kind);
    ranks
}

fn shown(index: &Index, mut ranks: Vec<Rank>) -> Vec<Rank> {
    ranks.retain(|rank| index.name(*rank).kind != Kind::Hidden);
    ranks
}

/// The concepts' places: the most prominent of each section, then the second of each, and so on.
///
/// A concept is prominent if the chapter itself gives cues for it, then if it has many facts.
fn by_prominence(concepts: &[Concept]) -> Vec<usize> {
    let mut sections: BTreeMap<u16, Vec<usize>> = BTreeMap::new();
    for (place, concept) in concepts.iter().enumerate() {
        sections.entry(concept.section).or_default().push(place);
    }
    let mut turns: Vec<(usize, u16, usize)> = Vec::new();
    for (section, mut places) in sections {
        places.sort_by_key(|place| {
            let concept = &concepts[*place];
            let chapter_cues = concept.cues.iter().filter(|cue| cue.chapter).count();
            std::cmp::Reverse((chapter_cues, concept.facts.len()))
        });
        turns.extend(places.into_iter().enumerate().map(|(turn, place)| (turn, section, place)));
    }
    turns.sort_unstable();
    turns.into_iter().map(|(_, _, place)| place).collect()
}
