//! Two concepts, or two kinds of one, held against each other.

use super::Services;
use crate::domain::comparison::{Comparable, Comparison, Meant};
use crate::domain::content::{Concept, Fact, Source};
use crate::domain::ids::{ConceptId, SideId};
use crate::domain::lookup::{self, Suggestion};

/// One of the two, as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side<'a> {
    /// Its id, which buttons carry.
    pub id: &'a SideId,
    /// What it is called.
    pub name: &'a str,
    /// The concept that explains it.
    pub concept: &'a Concept,
}

/// What a comparison shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparing<'a> {
    /// The two, in the order in which they were asked for.
    pub sides: [Side<'a>; 2],
    /// How they differ.
    pub differences: Differences<'a>,
    /// How many questions there are on either.
    pub questions: usize,
}

/// How two things differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Differences<'a> {
    /// As the pack compares them.
    Table {
        /// What decides between them.
        summary: &'a str,
        /// When each is the answer.
        choose: [&'a str; 2],
        /// A dimension and how each is there.
        rows: Vec<(&'a str, [&'a str; 2])>,
        /// The pages that say so, each once.
        sources: Vec<&'a Source>,
    },
    /// Nobody has compared them: the facts of each, and the difference where one concept names it.
    Facts {
        /// The difference in a sentence.
        difference: Option<&'a str>,
        /// The facts of each.
        facts: [Vec<&'a Fact>; 2],
    },
}

/// What became of a wish to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared<'a> {
    /// These two.
    Two(Comparing<'a>),
    /// The same thing twice, or a thing and a kind of it.
    Same {
        /// What was asked for.
        sides: [Side<'a>; 2],
        /// What the first is compared with.
        with: Vec<Side<'a>>,
    },
    /// At least one of them is not known.
    Unknown([Known<'a>; 2]),
}

/// What is known of one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known<'a> {
    /// It was understood.
    Side(Side<'a>),
    /// It was not.
    Unknown {
        /// What was typed.
        typed: String,
        /// What it may have been, nearest first.
        nearest: Vec<Side<'a>>,
    },
}

/// Compares what a member typed: terms, aliases, abbreviations, beginnings or slips of the finger.
#[must_use]
pub fn compare<'a>(services: &'a Services, first: &str, second: &str) -> Compared<'a> {
    match [first, second].map(|typed| known(services, typed)) {
        [Known::Side(first), Known::Side(second)] => of_sides(services, first, second),
        unknown => Compared::Unknown(unknown),
    }
}

/// Compares the two things that one text names, such as "ecs vs eks". `None`: it names no two
/// different ones that are known.
#[must_use]
pub fn both_in<'a>(services: &'a Services, typed: &str) -> Option<Compared<'a>> {
    let [first, second] = lookup::two(typed)?;
    Some(compare(services, &first, &second)).filter(|compared| matches!(compared, Compared::Two(_)))
}

/// Compares two sides by their ids. `None`: one of them is not there any more.
#[must_use]
pub fn by_ids<'a>(services: &'a Services, first: &SideId, second: &SideId) -> Option<Compared<'a>> {
    let [first, second] =
        [first, second].map(|id| services.library.comparables().get(id).and_then(|it| side(services, it)));
    Some(of_sides(services, first?, second?))
}

/// The concepts behind two sides, each once.
#[must_use]
pub fn concepts(services: &Services, sides: &[SideId; 2]) -> Vec<ConceptId> {
    let comparables = services.library.comparables();
    let mut concepts: Vec<ConceptId> =
        sides.iter().filter_map(|id| Some(comparables.get(id)?.concept.clone())).collect();
    concepts.dedup();
    concepts
}

/// What a concept, or its kinds, are compared with: the sides of each comparison, this concept's first.
#[must_use]
pub fn partners<'a>(services: &'a Services, concept: &ConceptId) -> Vec<[Side<'a>; 2]> {
    let library = &services.library;
    let about = library.comparisons().filter(|it| it.first == *concept || it.second == *concept);
    about.filter_map(|comparison| own_side_first(services, comparison, concept)).collect()
}

/// Suggestions for the second side. Before anything is typed, what the first is compared with comes first.
#[must_use]
pub fn suggest(services: &Services, first: &str, partial: &str, limit: usize) -> Vec<Suggestion<SideId>> {
    let all = services.library.comparables().suggest(partial, limit);
    let Known::Side(first) = known(services, first) else { return all };
    let compared: Vec<Suggestion<SideId>> = if partial.trim().is_empty() {
        compared_with(services, first).iter().map(suggestion).collect()
    } else {
        Vec::new()
    };
    let is_new = |it: &Suggestion<SideId>| !compared.iter().any(|known| known.id == it.id);
    let others = all.into_iter().filter(|it| it.id != *first.id && is_new(it)).collect::<Vec<_>>();
    compared.into_iter().chain(others).take(limit).collect()
}

fn suggestion(side: &Side<'_>) -> Suggestion<SideId> {
    Suggestion { id: side.id.clone(), label: side.name.to_owned() }
}

fn of_sides<'a>(services: &'a Services, first: Side<'a>, second: Side<'a>) -> Compared<'a> {
    let sides = [first, second];
    let differences = match services.library.comparison(first.id, second.id) {
        Some(comparison) => table(services, comparison, comparison.side_ids()[0] == *first.id),
        None if first.concept.id == second.concept.id => {
            return Compared::Same { sides, with: compared_with(services, first) };
        }
        None => Differences::Facts {
            difference: difference(first.concept, second.concept),
            facts: sides.map(|side| facts(services, side.concept)),
        },
    };
    let tests = |concepts: &[ConceptId]| sides.iter().any(|side| concepts.contains(&side.concept.id));
    let questions = services.pool.iter().filter(|question| tests(&question.concepts)).count();
    Compared::Two(Comparing { sides, differences, questions })
}

fn table<'a>(services: &'a Services, comparison: &'a Comparison, in_order: bool) -> Differences<'a> {
    let ordered = |first: &'a str, second: &'a str| if in_order { [first, second] } else { [second, first] };
    let cited = comparison.rows.iter().flat_map(|row| &row.facts).filter_map(|id| services.library.fact(id));
    Differences::Table {
        summary: &comparison.summary,
        choose: ordered(&comparison.choose_first, &comparison.choose_second),
        rows: comparison
            .rows
            .iter()
            .map(|row| (row.dimension.as_str(), ordered(&row.first, &row.second)))
            .collect(),
        sources: Source::each_once(cited.map(|fact| &fact.source)),
    }
}

/// The difference as one of the two concepts names it.
fn difference<'a>(first: &'a Concept, second: &'a Concept) -> Option<&'a str> {
    let named = |one: &'a Concept, other: &Concept| {
        one.confused_with.iter().find(|confusion| confusion.concept == other.id)
    };
    named(first, second).or_else(|| named(second, first)).map(|confusion| confusion.difference.as_str())
}

fn facts<'a>(services: &'a Services, concept: &'a Concept) -> Vec<&'a Fact> {
    concept.facts.iter().filter_map(|id| services.library.fact(id)).collect()
}

fn known<'a>(services: &'a Services, typed: &str) -> Known<'a> {
    let nearest = match services.library.comparables().find(typed) {
        Meant::One(one) => match side(services, one) {
            Some(side) => return Known::Side(side),
            None => Vec::new(),
        },
        Meant::Nearest(nearest) => nearest,
    };
    let nearest = nearest.into_iter().filter_map(|it| side(services, it)).collect();
    Known::Unknown { typed: typed.to_owned(), nearest }
}

fn side<'a>(services: &'a Services, comparable: &'a Comparable) -> Option<Side<'a>> {
    let concept = services.library.concept(&comparable.concept)?;
    Some(Side { id: &comparable.id, name: &comparable.name, concept })
}

fn compared_with<'a>(services: &'a Services, with: Side<'_>) -> Vec<Side<'a>> {
    let library = &services.library;
    let other = |comparison: &Comparison| match comparison.side_ids() {
        [first, second] if first == *with.id => Some(second),
        [first, second] if second == *with.id => Some(first),
        _ => None,
    };
    let others = library.comparisons().filter_map(other);
    others.filter_map(|id| side(services, library.comparables().get(&id)?)).collect()
}

fn own_side_first<'a>(
    services: &'a Services,
    comparison: &Comparison,
    concept: &ConceptId,
) -> Option<[Side<'a>; 2]> {
    let [first, second] = comparison
        .side_ids()
        .map(|id| services.library.comparables().get(&id).and_then(|it| side(services, it)));
    let (first, second) = (first?, second?);
    Some(if comparison.first == *concept { [first, second] } else { [second, first] })
}
