//! Reading: questions of a size that people read, whose options tell nothing by theirs.

use super::super::draft::Draft;
use super::super::measure::quotes::{misquoted, unquoted};
use super::super::measure::reading::{absolutes, misfits, unequal_lengths};
use super::super::problem::{Problems, Severity};
use super::rule;

/// `house` is what becomes of a breach of a house limit.
pub(super) fn check(draft: &Draft, house: Severity, problems: &mut Problems) {
    for question in &draft.questions {
        let value = &question.value;
        rule::report("Q03", house, question, unequal_lengths(value), problems);
        rule::report("Q05", Severity::Warning, question, absolutes(value), problems);
        rule::report("Q10", house, question, misfits(value), problems);
        rule::report("Q11", Severity::Error, question, misquoted(value), problems);
        rule::report("Q11", Severity::Warning, question, unquoted(value), problems);
    }
}
