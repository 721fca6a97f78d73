//! All packs that are loaded, as one.

use std::path::Path;

use include_dir::{Dir, include_dir};

use super::draft::Draft;
use super::files;
use super::{Pack, Problems, check};
use crate::domain::comparison::{Comparables, Comparison};
use crate::domain::content::{Concept, Fact, Question};
use crate::domain::ids::{ConceptId, FactId, QuestionId, SideId};
use crate::domain::lookup::Lookup;

/// The packs that come with the binary.
static BUILT_IN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/data");

/// Where the built-in packs are in the repository.
const BUILT_IN_PATH: &str = "data";

/// The packs in a folder, or the built-in ones, as they were written, checked for soundness.
pub(super) fn drafts(dir: Option<&Path>, problems: &mut Problems) -> Vec<Draft> {
    let folders = match dir {
        Some(path) => files::on_disk(path, problems),
        None => files::embedded(&BUILT_IN, BUILT_IN_PATH, problems),
    };
    let drafts: Vec<Draft> = folders.iter().filter_map(|folder| Draft::of(folder, problems)).collect();
    check::soundness(&drafts, problems);
    drafts
}

/// Every pack that the bot teaches from.
#[derive(Debug)]
pub struct Library {
    packs: Vec<Pack>,
    lookup: Lookup,
    comparables: Comparables,
    warnings: Problems,
}

impl Library {
    /// The packs that are built into the binary.
    ///
    /// # Errors
    ///
    /// Every problem of every pack, warnings included, if one of them is an error.
    pub fn built_in() -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let drafts = drafts(None, &mut problems);
        Self::of(drafts, problems)
    }

    /// The packs in a folder, or the one that the folder is.
    ///
    /// # Errors
    ///
    /// As [`built_in`](Self::built_in); also a folder that can't be read or has no pack in it.
    pub fn from_dir(path: &Path) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let drafts = drafts(Some(path), &mut problems);
        Self::of(drafts, problems)
    }

    /// The packs that these sound drafts make, with the problems that were found in them.
    pub(super) fn of(drafts: Vec<Draft>, mut problems: Problems) -> Result<Self, Problems> {
        problems.sort();
        if problems.has_errors() {
            return Err(problems);
        }
        let packs: Vec<Pack> = drafts.into_iter().map(Pack::from).collect();
        let concepts: Vec<Concept> = packs.iter().flat_map(Pack::concepts).cloned().collect();
        let comparisons: Vec<&Comparison> = packs.iter().flat_map(Pack::comparisons).collect();
        Ok(Self {
            lookup: Lookup::new(&concepts),
            comparables: Comparables::new(&concepts, &comparisons),
            packs,
            warnings: problems,
        })
    }

    /// Each pack.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// What somebody should look at, though it stops nothing.
    #[must_use]
    pub fn warnings(&self) -> &Problems {
        &self.warnings
    }

    /// Finds concepts of all packs by what members type.
    #[must_use]
    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// The facts of all packs.
    pub fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.packs.iter().flat_map(Pack::facts)
    }

    /// The concepts of all packs.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.packs.iter().flat_map(Pack::concepts)
    }

    /// The questions of all packs.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.packs.iter().flat_map(Pack::questions)
    }

    /// The fact with this id.
    #[must_use]
    pub fn fact(&self, id: &FactId) -> Option<&Fact> {
        self.packs.iter().find_map(|pack| pack.fact(id))
    }

    /// The concept with this id.
    #[must_use]
    pub fn concept(&self, id: &ConceptId) -> Option<&Concept> {
        self.packs.iter().find_map(|pack| pack.concept(id))
    }

    /// The question with this id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.packs.iter().find_map(|pack| pack.question(id))
    }

    /// The questions which test this concept, as their main one or beside it.
    pub fn questions_on(&self, concept: &ConceptId) -> impl Iterator<Item = &Question> {
        self.packs.iter().flat_map(move |pack| pack.questions_on(concept))
    }

    /// Finds what can be compared by what members type.
    #[must_use]
    pub fn comparables(&self) -> &Comparables {
        &self.comparables
    }

    /// The comparisons of all packs.
    pub fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.packs.iter().flat_map(Pack::comparisons)
    }

    /// The comparison of two sides, whichever comes first in it.
    #[must_use]
    pub fn comparison(&self, one: &SideId, other: &SideId) -> Option<&Comparison> {
        self.comparisons().find(|comparison| {
            let [first, second] = comparison.side_ids();
            (first == *one && second == *other) || (first == *other && second == *one)
        })
    }

    /// The heading of a section.
    #[must_use]
    pub fn section_title(&self, number: u16) -> Option<&str> {
        self.packs.iter().find_map(|pack| pack.section_title(number))
    }
}
