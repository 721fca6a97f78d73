//! Acts with their ends.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{Breach, Evidence};
use crate::history::{Act, End, Entry, Event, Who};

/// The first millisecond of 2015, where Discord's ids begin to count.
const FIRST_ID_MS: u64 = 1_420_070_400_000;

/// The time in one of Discord's ids, in Unix milliseconds.
pub(crate) fn millisecond(id: u64) -> i64 {
    i64::try_from((id >> 22) + FIRST_ID_MS).unwrap_or(i64::MAX)
}

/// An act, and how it ended if it has.
#[derive(Clone, Debug)]
pub(crate) struct Done {
    pub(crate) guild: usize,
    pub(crate) who: Who,
    pub(crate) number: u32,
    pub(crate) act: Act,
    pub(crate) asked: Timestamp,
    /// When the question that it answers was seen to close, to the second.
    pub(crate) countdown: Option<Timestamp>,
    /// Discord's id of it, where the bot answered.
    pub(crate) received: Option<u64>,
    /// When it ended; the end of time while it has not.
    pub(crate) ended: Timestamp,
    pub(crate) end: Option<End>,
}

impl Done {
    pub(crate) fn breach(&self, what: impl Into<String>) -> Breach {
        Breach { guild: self.guild, who: Some(self.who), what: format!("[{}] {}", self.number, what.into()) }
    }

    /// When Discord learnt of it: to the millisecond where the bot answered, else when the person began.
    pub(crate) fn pressed(&self) -> Timestamp {
        let at = self.received.map(|id| Timestamp::from_millisecond(millisecond(id)));
        at.and_then(Result::ok).unwrap_or(self.asked)
    }

    /// What was told, if anything was.
    pub(crate) fn told(&self) -> Option<&str> {
        match &self.end {
            Some(End::Told(text)) => Some(text),
            _ => None,
        }
    }
}

/// Acts by server and person, in the order in which they were begun; those that the client did not let through are
/// left out.
pub(crate) type Acts = BTreeMap<(usize, Who), Vec<Done>>;

pub(crate) fn read(entries: &[Entry]) -> Acts {
    let mut all: Vec<Done> = Vec::new();
    for entry in entries {
        match &entry.event {
            Event::Asked { number, guild, who, act } => all.push(Done {
                guild: *guild,
                who: *who,
                number: *number,
                act: act.clone(),
                asked: entry.at,
                countdown: None,
                received: None,
                ended: Timestamp::MAX,
                end: None,
            }),
            Event::Countdown { number, closes } => {
                if let Some(done) = all.get_mut(*number as usize) {
                    done.countdown = Some(*closes);
                }
            }
            Event::Received { number, id } => {
                if let Some(done) = all.get_mut(*number as usize) {
                    done.received = Some(*id);
                }
            }
            Event::Ended { number, end } => {
                if let Some(done) = all.get_mut(*number as usize) {
                    (done.ended, done.end) = (entry.at, Some(end.clone()));
                }
            }
            _ => {}
        }
    }
    let mut acts = Acts::new();
    for done in all.into_iter().filter(|done| done.end != Some(End::NotSent)) {
        acts.entry((done.guild, done.who)).or_default().push(done);
    }
    acts
}

/// What one person did in a server.
pub(crate) fn of<'a>(evidence: &'a Evidence<'_>, guild: usize, who: Who) -> &'a [Done] {
    evidence.acts.get(&(guild, who)).map_or(&[], Vec::as_slice)
}
