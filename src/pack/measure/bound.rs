//! What a limit on a bank is.

use serde::Serialize;

use super::bounds::BANK;

/// Who set a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Setter {
    /// Ourselves.
    House,
    /// The exam guide, or item-writing guidelines.
    Published,
}

/// What a value is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// A share in percent.
    Percent,
    /// A distance between two shares.
    Points,
    /// Things.
    Count,
    /// A ratio, a coefficient or a probability.
    Number,
}

/// A limit on a bank as a whole.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bound {
    pub(super) rule: &'static str,
    pub(super) what: &'static str,
    pub(super) unit: Unit,
    pub(super) at_least: Option<f64>,
    pub(super) at_most: Option<f64>,
    /// Where the value should be; outside, somebody should look.
    pub(super) aim: Option<(f64, f64)>,
    pub(super) setter: Setter,
    /// Things that have to be measured before the limit counts.
    pub(super) from: usize,
    /// Whether each question outside is told by itself, so that the sum needs no telling.
    pub(super) one_by_one: bool,
    /// What to do about a value that is too low, where that is something else.
    pub(super) low_hint: Option<&'static str>,
    /// What to do about a value outside.
    pub(super) hint: &'static str,
}

impl Bound {
    pub(super) const fn new(rule: &'static str, what: &'static str, unit: Unit, hint: &'static str) -> Self {
        Self {
            rule,
            what,
            unit,
            at_least: None,
            at_most: None,
            aim: None,
            setter: Setter::House,
            from: BANK,
            one_by_one: false,
            low_hint: None,
            hint,
        }
    }

    pub(super) const fn at_least(self, least: f64) -> Self {
        Self { at_least: Some(least), ..self }
    }

    pub(super) const fn at_most(self, most: f64) -> Self {
        Self { at_most: Some(most), ..self }
    }

    pub(super) const fn between(self, least: f64, most: f64) -> Self {
        self.at_least(least).at_most(most)
    }

    pub(super) const fn aiming(self, least: f64, most: f64) -> Self {
        Self { aim: Some((least, most)), ..self }
    }

    /// A sum over single questions: it says something of any number of them, and each is told by itself.
    pub(super) const fn one_by_one(self) -> Self {
        Self { from: 0, one_by_one: true, ..self }
    }

    /// Says nothing of a few questions all the same.
    pub(super) const fn in_a_bank(self) -> Self {
        Self { from: BANK, ..self }
    }

    /// What to do about a value that is too low.
    pub(super) const fn if_low(self, hint: &'static str) -> Self {
        Self { low_hint: Some(hint), ..self }
    }

    /// Whether a value lies below what is allowed, or aimed at.
    pub(super) fn is_low(&self, value: f64) -> bool {
        let least = self.aim.map(|(least, _)| least).or(self.at_least);
        least.is_some_and(|least| value < least)
    }

    pub(super) const fn published(self) -> Self {
        Self { setter: Setter::Published, ..self }
    }
}
