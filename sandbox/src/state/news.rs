//! Which messages changed lately, for those who show them.

use std::collections::{BTreeSet, VecDeque};

use crate::snowflake::Snowflake;

/// How many changes are kept; who falls further behind must look at everything again.
const KEPT: usize = 1_000;

/// The record of changes: each has a number, and the next one is one higher.
#[derive(Debug, Default)]
pub(crate) struct News {
    next: u64,
    changed: VecDeque<(Snowflake, Snowflake)>,
}

/// What changed since a number.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// These messages of the channel, each once, oldest message first.
    Messages(BTreeSet<Snowflake>),
    /// More than is kept.
    TooMuch,
}

impl News {
    pub(super) fn note(&mut self, channel: Snowflake, message: Snowflake) {
        self.next += 1;
        if self.changed.len() == KEPT {
            self.changed.pop_front();
        }
        self.changed.push_back((channel, message));
    }

    /// The number that the next change will have.
    pub(crate) const fn next(&self) -> u64 {
        self.next
    }

    /// What changed in a channel from the change of that number on.
    pub(crate) fn since(&self, number: u64, channel: Snowflake) -> Since {
        let behind = usize::try_from(self.next - number.min(self.next)).unwrap_or(usize::MAX);
        if behind > self.changed.len() {
            return Since::TooMuch;
        }
        let fresh = self.changed.iter().skip(self.changed.len() - behind);
        Since::Messages(fresh.filter(|(place, _)| *place == channel).map(|(_, message)| *message).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn id(number: u64) -> Snowflake {
        Snowflake::new(number)
    }

    #[test]
    fn each_change_of_the_channel_is_told_once() {
        let mut news = News::default();
        news.note(id(1), id(10));
        let from = news.next();
        for (channel, message) in [(1, 12), (2, 20), (1, 11), (1, 12)] {
            news.note(id(channel), id(message));
        }
        assert_eq!(news.since(from, id(1)), Since::Messages(BTreeSet::from([id(11), id(12)])));
        assert_eq!(news.since(news.next(), id(1)), Since::Messages(BTreeSet::new()));
    }

    #[test]
    fn who_falls_behind_is_told_so() {
        let mut news = News::default();
        for number in 0..=KEPT as u64 {
            news.note(id(1), id(number));
        }
        assert_eq!(news.since(0, id(1)), Since::TooMuch);
        assert!(matches!(news.since(1, id(1)), Since::Messages(all) if all.len() == KEPT));
    }
}
