//! The bank as a whole: each measure outside its limit.

use super::super::draft::Draft;
use super::super::measure::{Measure, Unit, Verdict};
use super::super::problem::Problems;

/// Of what there is to look at, how much is named.
const NAMED: usize = 12;

pub(super) fn check(draft: &Draft, measures: &[Measure], problems: &mut Problems) {
    let at = draft.chapter.place.spot();
    for measure in measures.iter().filter(|measure| !measure.one_by_one) {
        let message = || format!("{} ({})", measure.sentence(), measure.rule);
        match measure.verdict {
            Verdict::Bad => problems.error(at, message(), hint(measure)),
            Verdict::Look => problems.warning(at, message(), hint(measure)),
            Verdict::Good | Verdict::Few => {}
        }
    }
}

fn hint(measure: &Measure) -> String {
    if measure.look_at.is_empty() {
        return measure.hint.to_owned();
    }
    let named = &measure.look_at[..measure.look_at.len().min(NAMED)];
    let more = match measure.look_at.len() - named.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    format!("{}: {}{more}", measure.hint, named.join(", "))
}

impl Measure {
    /// The value and its limit in words: `key is the longest option: 41 % of 86; 15 to 35 % are allowed`.
    fn sentence(&self) -> String {
        let unit = match self.unit {
            Unit::Percent => " %",
            Unit::Points => " points",
            Unit::Count | Unit::Number => "",
        };
        let allowed = match (self.at_least, self.at_most) {
            (Some(least), Some(most)) => format!("{least} to {most}{unit} are allowed"),
            (Some(least), None) => format!("at least {least}{unit}"),
            (None, Some(most)) => format!("at most {most}{unit}"),
            (None, None) => "no limit".to_owned(),
        };
        let aim = self.aim.filter(|_| self.verdict == Verdict::Look);
        let aim = aim.map_or_else(String::new, |(least, most)| format!(", {least} to {most} are aimed at"));
        let over = match self.unit {
            Unit::Percent | Unit::Count => "of",
            Unit::Points | Unit::Number => "over",
        };
        format!("{}: {}{unit} {over} {}; {allowed}{aim}", self.what, self.value, self.of)
    }
}
