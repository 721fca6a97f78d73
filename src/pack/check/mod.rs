//! The rules that a pack keeps, one family per file.

mod bank;
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
mod originality;
mod prose;
mod reading;
mod references;
mod rule;
mod service_names;
mod spelling;
mod wording;

use jiff::civil::Date;

use super::draft::Draft;
use super::measure::verbatim::Sources;
use super::measure::{Evidence, Measure};
use super::problem::{Problems, Severity};

/// Everything that makes these packs unusable: what loading them holds against them.
pub(super) fn soundness(drafts: &[Draft], problems: &mut Problems) {
    for draft in drafts {
        of_items(draft, problems);
        // What an unreadable item would have brought must not be reported as missing.
        if draft.complete {
            references::check(draft, problems);
            coverage::check_presence(draft, problems);
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
    freshness::check_facts(draft, problems);
    lengths::check(draft, problems);
    messages::check(draft, problems);
    comparisons::check_form(draft, problems);
}

/// Everything that makes a pack worth less than an exam, beyond what makes it unusable, and its measures.
///
/// House limits are errors in a bank and warnings in a pack that is still too small to be one: everybody begins
/// with a first question.
pub(super) fn quality(
    draft: &Draft,
    references: &Sources,
    today: Date,
    problems: &mut Problems,
) -> Vec<Measure> {
    let evidence = Evidence::of(draft.bank(), references);
    let house = if evidence.bank.is_large() { Severity::Error } else { Severity::Warning };
    spelling::check(draft, problems);
    service_names::check(draft, problems);
    coverage::check(draft, house, problems);
    reading::check(draft, house, problems);
    originality::check(draft, &evidence, problems);
    freshness::check(draft, &evidence.bank, today, house, problems);
    let measures = evidence.measures();
    bank::check(draft, &measures, problems);
    measures
}
