//! Wording: forms that give a key away, or that break when options are shuffled.

use super::super::draft::Draft;
use super::super::measure::wording::forbidden_forms;
use super::super::problem::{Problems, Severity};
use super::rule;

pub(super) fn check(draft: &Draft, problems: &mut Problems) {
    for question in &draft.questions {
        rule::report("Q09", Severity::Error, question, forbidden_forms(&question.value), problems);
    }
}
