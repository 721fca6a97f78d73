//! The measures of a pack as a table that people read.

use std::fmt;

use super::super::measure::{Measure, Setter, Unit, Verdict};

/// Of what there is to look at, how much is named.
const NAMED: usize = 6;

/// Measures, one a line.
pub(super) struct Table<'m>(pub(super) &'m [Measure]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|measure| measure.what.chars().count()).max().unwrap_or(0);
        writeln!(f, "  rule  {:<width$}  {:>8}  {:<12}  {:>4}  verdict", "measure", "value", "limit", "of")?;
        for measure in self.0 {
            let Measure { rule, what, of, .. } = measure;
            let (value, limit) = (value(measure), limit(measure));
            let verdict = verdict(measure);
            writeln!(f, "  {rule:<4}  {what:<width$}  {value:>8}  {limit:<12}  {of:>4}  {verdict}")?;
        }
        write!(f, "  Limits with * are published, the others are the house's.")
    }
}

fn value(measure: &Measure) -> String {
    let value = measure.value;
    match measure.unit {
        Unit::Percent => format!("{value:.1} %"),
        Unit::Points => format!("{value:.1} pt"),
        Unit::Count => format!("{value:.0}"),
        Unit::Number => format!("{value:.3}"),
    }
}

fn limit(measure: &Measure) -> String {
    let limit = match (measure.at_least, measure.at_most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!(">= {least}"),
        (None, Some(most)) => format!("<= {most}"),
        (None, None) => String::new(),
    };
    if measure.set_by == Setter::Published { limit + " *" } else { limit }
}

fn verdict(measure: &Measure) -> String {
    let word = match measure.verdict {
        Verdict::Good => return "good".to_owned(),
        Verdict::Few => return "too few to tell".to_owned(),
        Verdict::Look => "look",
        Verdict::Bad => "BAD",
    };
    let named = &measure.look_at[..measure.look_at.len().min(NAMED)];
    match measure.look_at.len() - named.len() {
        0 if named.is_empty() => word.to_owned(),
        0 => format!("{word}: {}", named.join(", ")),
        more => format!("{word}: {} and {more} more", named.join(", ")),
    }
}
