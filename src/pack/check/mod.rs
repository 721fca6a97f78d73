//! The rules that a pack keeps, one family per file.

mod chapter;
mod comparisons;
mod coverage;
mod cues;
mod form;
mod freshness;
mod ids;
mod lengths;
mod messages;
mod names;
mod references;
mod wording;

pub(super) use references::section_of;

use super::draft::Draft;
use super::problem::Problems;

/// Everything that breaks a rule in these packs.
pub(super) fn all(drafts: &[Draft], problems: &mut Problems) {
    for draft in drafts {
        of_items(draft, problems);
        // What an unreadable item would have brought must not be reported as missing.
        if draft.complete {
            references::check(draft, problems);
            coverage::check(draft, problems);
            comparisons::check_references(draft, problems);
            cues::check(draft, problems);
        }
    }
    ids::check_unique(drafts, problems);
    names::check(drafts, problems);
}

/// Rules that look at one item at a time.
fn of_items(draft: &Draft, problems: &mut Problems) {
    chapter::check(draft, problems);
    ids::check_form(draft, problems);
    form::check(draft, problems);
    wording::check(draft, problems);
    freshness::check(draft, problems);
    lengths::check(draft, problems);
    messages::check(draft, problems);
    comparisons::check_form(draft, problems);
}
