//! Packs held against every rule there is: what `pack check` and `pack stats` tell.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::measure::Measure;
use super::measure::verbatim::Sources;
use super::place::Spot;
use super::problem::Problems;
use super::{Draft, check, library};

/// What to review, and against what.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The folder that is a pack or holds some; none for the built-in ones.
    pub dir: Option<&'a Path>,
    /// Texts that questions must not be copied from.
    pub against: &'a [PathBuf],
    /// The day on which dates of review are read.
    pub today: Date,
}

/// What a review found.
#[derive(Debug)]
pub(super) struct Review {
    /// The packs as they were written.
    pub(super) drafts: Vec<Draft>,
    /// The measures of each; none of one that is not complete.
    pub(super) measures: Vec<Vec<Measure>>,
    /// Whether they can be used.
    pub(super) sound: bool,
    /// Everything wrong with them, in the order of the files.
    pub(super) problems: Problems,
}

impl Review {
    pub(super) fn of(request: Request<'_>) -> Self {
        let mut problems = Problems::default();
        let drafts = library::drafts(request.dir, &mut problems);
        let sound = !problems.has_errors();
        let mut references = Sources::default();
        for path in request.against {
            let shown = path.display().to_string();
            match fs::read_to_string(path) {
                Ok(text) => references.add(&shown, &text),
                Err(error) => problems.error(
                    Spot::file(&shown),
                    format!("cannot be read: {error}"),
                    "name a text file with --against, or leave it out",
                ),
            }
        }
        let mut measures = Vec::new();
        for draft in &drafts {
            let mut sources = references.clone();
            for fact in &draft.facts {
                sources.add(fact.value.id.as_str(), &fact.value.text);
            }
            let complete = draft.complete;
            measures.push(if complete {
                check::quality(draft, &sources, request.today, &mut problems)
            } else {
                Vec::new()
            });
        }
        problems.sort();
        Self { drafts, measures, sound, problems }
    }
}
