//! One question and what became of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::domain::asked::AskedQuestion;
use crate::domain::grading::Selection;
use crate::domain::ids::MemberId;

/// An answer that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// What was chosen.
    pub selection: Selection,
    /// How long after the question appeared, at least: where it was asked anew, what is known of its earlier askings is
    /// added. For the member's own eyes: see [`Allowance`](super::Allowance).
    pub taken: SignedDuration,
    /// Whether it replaced an earlier one.
    pub changed: bool,
}

/// A question's message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posted {
    /// By how much the countdown was moved, because the bot learnt of the message only late. By the bot's clock.
    pub(super) moved: SignedDuration,
}

/// How far a round has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoundState {
    /// Under way.
    Open,
    /// Closed: it counts.
    Closed,
    /// The game ended in the middle of it: it does not count.
    Void,
}

/// One question and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Its number, 1 for the first.
    pub number: u8,
    /// How often it was asked, 1 for once. A restart may have interrupted it.
    pub attempt: u8,
    /// What is asked.
    pub asked: Arc<AskedQuestion>,
    /// Who was in when the question appeared, with their answers.
    pub members: BTreeMap<MemberId, Option<Given>>,
    /// How far it has come.
    pub state: RoundState,
    /// When members are told that it closes.
    pub closes_at: Timestamp,
    /// Whether its key was shown before its time was up.
    pub(super) cut_short: bool,
    /// How long everybody has had the question in its earlier askings, at least.
    pub(super) had_before: SignedDuration,
    pub(super) posted: Option<Posted>,
}

impl Round {
    /// How many have answered.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.members.values().flatten().count()
    }

    /// The time of the slowest answer. Whoever has not answered yet has had the question for at least as long: all of
    /// that is Discord's clock, and none of it is when the bot was away.
    pub(super) fn slowest(&self) -> SignedDuration {
        self.members.values().flatten().map(|given| given.taken).max().unwrap_or_default()
    }
}
