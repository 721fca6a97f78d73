//! What a member chose in a round, and which of it may stand.

use jiff::Timestamp;

use super::Table;
use super::anew::had_before;
use super::clocks::Span;
use super::countdown::runs_until;
use crate::game::Game;
use crate::history::Act;
use crate::model::Breach;
use crate::model::acts::{Done, millisecond};
use crate::table::{Locked, locked};

/// A choice in a round, and what was told of it.
pub(super) struct Try<'a> {
    pub(super) done: &'a Done,
    pub(super) letters: &'a str,
    pub(super) told: Option<Locked>,
    /// How long after that message it came, in milliseconds: at least and at most.
    taken: (i64, i64),
    /// How long after the question it counts as, in milliseconds: at least and at most.
    pub(super) counts: (i64, i64),
    /// Whether the key was to be seen already.
    knows: bool,
    /// Until when the countdown may have run, in Unix milliseconds.
    until: i64,
}

/// What may stand of a member's choices.
pub(super) struct Standing<'a> {
    /// Each that may; nothing where `none`.
    pub(super) choices: Vec<&'a Try<'a>>,
    /// Whether none may count.
    pub(super) none: bool,
}

impl Standing<'_> {
    /// Whether some choice counts for sure.
    pub(super) fn is_known(&self) -> bool {
        !self.none
    }
}

/// What a member chose in a round, on whichever of its messages.
pub(super) fn tries<'a>(table: &Table<'a>, member: usize, number: u32) -> Vec<Try<'a>> {
    tries_before(table, member, number, u64::MAX)
}

/// The same on those of its messages that stood before this one.
pub(super) fn tries_before<'a>(table: &Table<'a>, member: usize, number: u32, before: u64) -> Vec<Try<'a>> {
    let of_round = |id: u64| {
        id < before && table.sheets.iter().any(|sheet| sheet.id == id && sheet.number() == Some(number))
    };
    let tried = |done: &'a Done| match &done.act {
        Act::Lock { table: at, message, letters, button } if *at == table.number && of_round(*message) => {
            let (told, taken) = (done.told().and_then(locked), taken(done, *message));
            let had = had_before(table, number, *message);
            let counts = (taken.0 + had.0, taken.1 + had.1);
            let until = runs_until(*message, &table.clocks.table, done.countdown, &table.known);
            let knows = button.is_some();
            Some(Try { done, letters, told, taken, counts, knows, until })
        }
        _ => None,
    };
    table.acts[member].iter().filter_map(tried).collect()
}

/// From the question's id to the press's: to the millisecond where the press's is known.
fn taken(done: &Done, message: u64) -> (i64, i64) {
    let appeared = millisecond(message);
    if let Some(id) = done.received {
        let taken = (millisecond(id) - appeared).max(0);
        return (taken, taken);
    }
    let since = |at: Timestamp| (at.as_millisecond() - appeared).max(0);
    (since(done.asked), since(done.ended))
}

/// What may stand: what the last answer says, or else what nobody was told of while the question was `open`.
pub(super) fn standing<'a>(game: &Game, open: &Span, tries: &'a [Try<'a>]) -> Standing<'a> {
    let told =
        |of: fn(&Locked) -> bool| tries.iter().filter(move |tried| tried.told.as_ref().is_some_and(of));
    let only = |choices: Vec<&'a Try<'a>>| Standing { choices, none: false };
    if let Some(changed) = told(|told| matches!(told, Locked::Changed(_))).next() {
        return only(vec![changed]);
    }
    let silent = || tries.iter().filter(|tried| tried.is_silent() && tried.may_count(open));
    let now = told(|told| matches!(told, Locked::Now(_))).next();
    let before = tries.iter().rev().find_map(|tried| match &tried.told {
        Some(Locked::Before(letters)) => Some(letters.as_str()),
        _ => None,
    });
    match (now, before) {
        (Some(now), Some(before)) if now.letters != before => {
            only(silent().filter(|tried| tried.letters == before).collect())
        }
        (Some(now), _) => {
            let changes = silent().filter(|tried| game.second_thoughts && tried.letters != now.letters);
            only(std::iter::once(now).chain(changes).collect())
        }
        (None, Some(before)) => {
            only(silent().filter(|tried| game.second_thoughts || tried.letters == before).collect())
        }
        (None, None) => Standing { choices: silent().collect(), none: true },
    }
}

impl Try<'_> {
    /// Nobody was told what became of it.
    pub(super) fn is_silent(&self) -> bool {
        self.done.told().is_none()
    }

    /// Whether it can have come in time.
    pub(super) fn may_count(&self, open: &Span) -> bool {
        !self.knows && (self.taken.0 <= *open.end() || self.done.pressed().as_millisecond() <= self.until)
    }

    /// Whether it was answered while the countdown ran that the member had seen.
    fn is_answered_in_time(&self) -> bool {
        self.done.countdown.is_some_and(|closes| self.done.ended < closes)
    }

    /// Whether it is told to be locked in, so late that it took extra time.
    pub(super) fn is_locked_in_after(&self, ms: i64) -> bool {
        matches!(self.told, Some(Locked::Now(_) | Locked::Changed(_))) && self.taken.0 > ms
    }

    /// What is wrong with what was told, where the question was `open` for so long.
    pub(super) fn objection(&self, game: &Game, open: &Span, tries: &[Try<'_>]) -> Option<Breach> {
        let letters = self.letters;
        let what = match self.told.as_ref()? {
            Locked::TooLate if self.knows => return None,
            Locked::TooLate if self.is_answered_in_time() => {
                "told to be too late while the countdown ran".into()
            }
            Locked::TooLate if self.taken.1 > *open.start() => return None,
            Locked::TooLate => format!("told to be too late, after {} ms", self.taken.1),
            Locked::Now(_) | Locked::Changed(_) if self.knows => {
                format!("{letters} are locked in where the key was to be seen")
            }
            Locked::Now(_) | Locked::Changed(_) if !self.may_count(open) => {
                format!("{letters} are locked in when time was up, after {} ms", self.taken.0)
            }
            Locked::Now(told) | Locked::Changed(told) if told != letters => {
                format!("{letters} were chosen, and {told} are locked in")
            }
            Locked::Now(_) => {
                let first = tries.iter().find(|first| matches!(first.told, Some(Locked::Now(_))))?;
                if first.done.number == self.done.number {
                    return None;
                }
                format!("a second answer is locked in ({letters})")
            }
            Locked::Changed(_) => {
                let first = tries.iter().find(|first| matches!(first.told, Some(Locked::Changed(_))))?;
                let again = first.done.number != self.done.number;
                if game.second_thoughts && !again {
                    return None;
                }
                format!("an answer is changed that stood for good (to {letters})")
            }
            Locked::Before(told) => self.objection_to_earlier(told, game, tries)?,
        };
        Some(self.done.breach(what))
    }

    /// What is wrong with letters that are told to stand from before.
    fn objection_to_earlier(&self, told: &str, game: &Game, tries: &[Try<'_>]) -> Option<String> {
        if !tries.iter().any(|chosen| chosen.letters == told) {
            return Some(format!("{told} are told to stand, which were never chosen"));
        }
        let mut settled = tries.iter().filter(|other| other.done.ended < self.done.asked);
        let settled = settled.rfind(|other| match other.told {
            Some(Locked::Changed(_)) => true,
            Some(Locked::Now(_)) => !game.second_thoughts,
            _ => false,
        });
        settled
            .filter(|settled| settled.letters != told)
            .map(|settled| format!("{} stood, and now {told} do", settled.letters))
    }
}
