//! Extra time that a member asked for, and how it stays theirs alone to know.
//!
//! Whoever has an allowance must not stand out. A round that stays open for one member after everybody else's
//! time is up would point at that member, the more so in a voice call. So the *whole table* gets the time: when a
//! game begins, every question is opened for the longest allowance among those who are in then, with one public
//! countdown. What differs from member to member is only the clock that speed points are counted by.
//!
//! What others can see, and why they see no more:
//!
//! - That somebody in the game may have asked for more time (the countdown is longer than what the host chose),
//!   not who. In a game of two, the other one can tell; the setting says so.
//! - The time is settled once, when the game begins. It does not change when somebody joins late or leaves, for
//!   that would name them. A latecomer's speed points are counted by their own clock, within the table's time.
//! - Seconds are never shown beside points except to the member whose they are: both together tell the clock.
//! - The live count says how many have locked in, not who: a lock-in at a known second beside its points would
//!   tell the clock too.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Extra time for every question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Allowance {
    /// No extra time.
    #[default]
    None,
    /// A quarter more.
    Quarter,
    /// Half as much again: what exam boards usually grant at first.
    Half,
    /// Twice the time.
    Double,
}

impl Allowance {
    /// All of them, from none to the longest.
    pub const ALL: [Self; 4] = [Self::None, Self::Quarter, Self::Half, Self::Double];

    /// The extra time in percent.
    #[must_use]
    pub fn percent(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Quarter => 25,
            Self::Half => 50,
            Self::Double => 100,
        }
    }

    /// A time with the extra time added.
    #[must_use]
    pub fn stretch(self, time: SignedDuration) -> SignedDuration {
        time + time * i32::from(self.percent()) / 100
    }
}

impl From<Allowance> for u8 {
    fn from(allowance: Allowance) -> Self {
        allowance.percent()
    }
}

impl TryFrom<u8> for Allowance {
    type Error = String;

    fn try_from(percent: u8) -> Result<Self, Self::Error> {
        let known = Self::ALL.into_iter().find(|allowance| allowance.percent() == percent);
        known.ok_or_else(|| format!("extra time is 0, 25, 50 or 100 percent, not {percent}"))
    }
}
