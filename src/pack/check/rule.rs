//! How a flaw becomes a problem.

use super::super::measure::flaw::{Flaw, Part};
use super::super::place::{Located, Spot};
use super::super::problem::{Problems, Severity};
use crate::domain::content::Question;

/// Where a part of a question was written.
pub(super) fn spot(question: &Located<Question>, part: Part) -> Spot<'_> {
    match part {
        Part::Whole => question.place.spot(),
        Part::Stem => question.place.key("stem"),
        Part::Option(at) => question.place.element("options", at),
    }
}

/// Reports what is wrong with a question, each with the number of the rule that it breaks.
pub(super) fn report(
    rule: &str,
    severity: Severity,
    question: &Located<Question>,
    flaws: impl IntoIterator<Item = Flaw>,
    problems: &mut Problems,
) {
    for flaw in flaws {
        let message = format!("{} ({rule})", flaw.message);
        problems.push(severity, spot(question, flaw.part), message, flaw.hint);
    }
}
