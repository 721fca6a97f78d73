//! Two things held against each other, row by row, and finding them by what a member types.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::content::Concept;
use super::ids::{ConceptId, FactId, SideId};
use super::lookup::{self, Found, Lookup, Suggestion};

/// Two concepts, or two kinds of one concept, held against each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// One concept.
    pub first: ConceptId,
    /// The other; the same one where two kinds of it are compared.
    pub second: ConceptId,
    /// What the two kinds are called, the name to show before its other names.
    #[serde(default)]
    pub names: Option<[Vec<String>; 2]>,
    /// What decides between them, in one sentence.
    pub summary: String,
    /// When the first one is the answer.
    pub choose_first: String,
    /// When the second one is.
    pub choose_second: String,
    /// The table, most telling row first.
    pub rows: Vec<ComparisonRow>,
}

/// One dimension in which two things differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonRow {
    /// What is looked at, such as `Cluster fee`.
    pub dimension: String,
    /// How the first one is there.
    pub first: String,
    /// How the second one is.
    pub second: String,
    /// The facts that say so.
    pub facts: Vec<FactId>,
}

impl Comparison {
    /// The ids of both sides, in the order of the pack.
    #[must_use]
    pub fn side_ids(&self) -> [SideId; 2] {
        [self.side_id(0, &self.first), self.side_id(1, &self.second)]
    }

    fn side_id(&self, place: usize, concept: &ConceptId) -> SideId {
        let named = self.names.as_ref().and_then(|names| names[place].first());
        named.map_or_else(|| SideId::from(concept.as_str()), |name| id_of(name))
    }
}

/// `blue-green-deployment` for `Blue/green deployment`.
fn id_of(name: &str) -> SideId {
    SideId(lookup::words(name).join("-"))
}

/// Something that can stand on a side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparable {
    /// Its id: the concept's own, or one made of its name.
    pub id: SideId,
    /// The concept that explains it.
    pub concept: ConceptId,
    /// What it is called.
    pub name: String,
}

/// What a member typed for one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant<'a> {
    /// This, beyond doubt.
    One(&'a Comparable),
    /// Perhaps one of these, the nearest first.
    Nearest(Vec<&'a Comparable>),
}

/// Everything that can be compared: each concept, and the kinds of concepts that comparisons name.
#[derive(Debug)]
pub struct Comparables {
    all: HashMap<SideId, Comparable>,
    lookup: Lookup<SideId>,
}

impl Comparables {
    /// What these concepts and comparisons offer.
    #[must_use]
    pub fn new(concepts: &[Concept], comparisons: &[&Comparison]) -> Self {
        let mut named = concepts.to_vec();
        let mut all: HashMap<SideId, Comparable> = concepts.iter().map(of_concept).collect();
        for (id, concept, names) in comparisons.iter().flat_map(|comparison| kinds(comparison)) {
            let Some(parent) = concepts.iter().find(|known| known.id == *concept) else { continue };
            if all.contains_key(&id) {
                continue;
            }
            let kind = kind_of(parent, &id, names);
            let comparable = Comparable { id: id.clone(), concept: concept.clone(), name: kind.term.clone() };
            all.insert(id, comparable);
            named.push(kind);
        }
        give_names_to_kinds(&mut named, concepts.len());
        Self { all, lookup: Lookup::with_ids(&named, |named| SideId::from(named.id.as_str())) }
    }

    /// The comparable with this id.
    #[must_use]
    pub fn get(&self, id: &SideId) -> Option<&Comparable> {
        self.all.get(id)
    }

    /// What a member means, forgiving of case, abbreviations and slips.
    #[must_use]
    pub fn find(&self, typed: &str) -> Meant<'_> {
        match self.lookup.find(typed) {
            Found::One { id, .. } => match self.get(&id) {
                Some(one) => Meant::One(one),
                None => Meant::Nearest(Vec::new()),
            },
            Found::Nearest(ids) => Meant::Nearest(ids.iter().filter_map(|id| self.get(id)).collect()),
        }
    }

    /// Suggestions for what was typed so far, best first.
    #[must_use]
    pub fn suggest(&self, partial: &str, limit: usize) -> Vec<Suggestion<SideId>> {
        self.lookup.suggest(partial, limit)
    }
}

fn of_concept(concept: &Concept) -> (SideId, Comparable) {
    let id = SideId::from(concept.id.as_str());
    (id.clone(), Comparable { id, concept: concept.id.clone(), name: concept.term.clone() })
}

/// The sides of a comparison that have names of their own.
fn kinds(comparison: &Comparison) -> impl Iterator<Item = (SideId, &ConceptId, &[String])> {
    let concepts = [&comparison.first, &comparison.second];
    let names = comparison.names.iter().flatten();
    names.zip(concepts).filter_map(|(names, concept)| Some((id_of(names.first()?), concept, &names[..])))
}

/// A kind as the look-up wants it: named, and nothing more.
fn kind_of(parent: &Concept, id: &SideId, names: &[String]) -> Concept {
    Concept {
        id: ConceptId::from(id.as_str()),
        section: parent.section,
        term: names[0].clone(),
        aliases: names[1..].to_vec(),
        misspellings: Vec::new(),
        summary: String::new(),
        facts: Vec::new(),
        cues: Vec::new(),
        confused_with: Vec::new(),
    }
}

/// A concept often has its kinds' names as aliases; here such a name means the kind alone.
fn give_names_to_kinds(named: &mut [Concept], concepts: usize) {
    let (concepts, kinds) = named.split_at_mut(concepts);
    let names = kinds.iter().flat_map(|kind| std::iter::once(&kind.term).chain(&kind.aliases));
    let taken: HashSet<String> = names.flat_map(|name| lookup::keys(name)).collect();
    for concept in concepts {
        concept.aliases.retain(|alias| !lookup::keys(alias).iter().any(|key| taken.contains(key)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(id: &str, term: &str, aliases: &[&str]) -> Concept {
        Concept {
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            term: term.to_owned(),
            ..kind_of(&Concept { section: 77, ..blank() }, &SideId::from(id), &[term.to_owned()])
        }
    }

    fn blank() -> Concept {
        serde_json::from_str(r#"{"id":"x","section":77,"term":"x","summary":"x","facts":[]}"#).unwrap()
    }

    fn scans() -> Comparison {
        Comparison {
            first: "image-scanning".into(),
            second: "image-scanning".into(),
            names: Some([
                vec!["Basic scanning".into()],
                vec!["Enhanced scanning".into(), "Inspector scanning".into()],
            ]),
            summary: String::new(),
            choose_first: String::new(),
            choose_second: String::new(),
            rows: Vec::new(),
        }
    }

    fn comparables() -> Comparables {
        let concepts = [
            concept("image-scanning", "Image scanning", &["basic scanning", "CVE"]),
            concept("amazon-ecr", "Amazon ECR", &["ECR"]),
        ];
        Comparables::new(&concepts, &[&scans()])
    }

    fn meant(typed: &str) -> String {
        match comparables().find(typed) {
            Meant::One(one) => format!("{} ({})", one.id, one.concept),
            Meant::Nearest(_) => "?".into(),
        }
    }

    #[test]
    fn a_concept_and_a_kind_are_found_by_their_names() {
        assert_eq!(meant("ecr"), "amazon-ecr (amazon-ecr)");
        assert_eq!(meant("enhanced"), "enhanced-scanning (image-scanning)");
        assert_eq!(meant("inspector scaning"), "enhanced-scanning (image-scanning)");
    }

    #[test]
    fn a_name_that_a_concept_shares_with_its_kind_means_the_kind() {
        assert_eq!(meant("Basic scanning"), "basic-scanning (image-scanning)");
        assert_eq!(meant("CVE"), "image-scanning (image-scanning)");
    }

    #[test]
    fn sides_without_names_are_the_concepts_themselves() {
        let comparison = Comparison { names: None, ..scans() };
        assert_eq!(comparison.side_ids(), ["image-scanning".into(), "image-scanning".into()]);
        assert_eq!(scans().side_ids(), ["basic-scanning".into(), "enhanced-scanning".into()]);
    }
}
