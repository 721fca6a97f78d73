//! Which part of the gateway a process serves.

use std::fmt;
use std::str::FromStr;

use super::ids::GuildId;

/// A range of the gateway's shards. Every guild lives on exactly one shard, so all its data does too.
///
/// Source: <https://discord.com/developers/docs/events/gateway#sharding>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shards {
    first: u32,
    last: u32,
    total: u32,
}

/// Which of the bot's guilds a process knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All.
    Whole,
    /// Those of its shards; other processes know the rest.
    Part,
}

/// What is no range of shards.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no range of shards; write it as FIRST..LAST/TOTAL, such as 0..1/4 for the first two of four"
)]
pub struct NoShards(String);

impl Shards {
    /// From `first` to `last`, both included, of `total`.
    #[must_use]
    pub fn new(first: u32, last: u32, total: u32) -> Option<Self> {
        (first <= last && last < total).then_some(Self { first, last, total })
    }

    /// All of `total`, of which there is one at least.
    #[must_use]
    pub const fn all(total: u32) -> Self {
        let last = total.saturating_sub(1);
        Self { first: 0, last, total: last + 1 }
    }

    /// The first one.
    #[must_use]
    pub const fn first(self) -> u32 {
        self.first
    }

    /// The last one, which belongs to the range.
    #[must_use]
    pub const fn last(self) -> u32 {
        self.last
    }

    /// How many there are in all processes together.
    #[must_use]
    pub const fn total(self) -> u32 {
        self.total
    }

    /// Whether this guild's events arrive here.
    #[must_use]
    pub fn hold(self, guild: GuildId) -> bool {
        (u64::from(self.first)..=u64::from(self.last)).contains(&((guild.0 >> 22) % u64::from(self.total)))
    }

    /// Whether a process that serves these knows all of the bot's guilds.
    #[must_use]
    pub const fn reach(self) -> Reach {
        if self.first == 0 && self.last + 1 == self.total { Reach::Whole } else { Reach::Part }
    }

    /// Whether what belongs to no guild happens here: registering the commands, direct messages.
    #[must_use]
    pub const fn lead(self) -> bool {
        self.first == 0
    }
}

impl FromStr for Shards {
    type Err = NoShards;

    fn from_str(text: &str) -> Result<Self, NoShards> {
        let read = || {
            let (range, total) = text.split_once('/')?;
            let (first, last) = range.split_once("..")?;
            Self::new(first.parse().ok()?, last.parse().ok()?, total.parse().ok()?)
        };
        read().ok_or_else(|| NoShards(text.to_owned()))
    }
}

impl fmt::Display for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}/{}", self.first, self.last, self.total)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_no_range_is_refused() {
        for text in
            ["", "0", "0/1", "0..0", "1..0/2", "0..2/2", "0..0/0", "-1..0/2", "0..1/2/3", "0...1/2", "a..b/c"]
        {
            assert_eq!(text.parse::<Shards>(), Err(NoShards(text.into())));
        }
    }

    #[test]
    fn only_all_shards_together_know_every_guild() {
        assert_eq!((0..3).map(Shards::all).map(Shards::reach).collect::<Vec<_>>(), [Reach::Whole; 3]);
        for part in ["0..0/2", "1..1/2", "1..2/4", "0..2/4"] {
            assert_eq!(part.parse::<Shards>().unwrap().reach(), Reach::Part, "{part}");
        }
    }

    proptest! {
        #[test]
        fn a_range_reads_as_it_is_written(first in 0..99_u32, more in 0..99_u32, beyond in 1..99_u32) {
            let shards = Shards::new(first, first + more, first + more + beyond).unwrap();
            prop_assert_eq!(shards.to_string().parse(), Ok(shards));
        }

        #[test]
        fn every_guild_lives_on_one_shard(guild: u64, total in 1..200_u32) {
            let homes = (0..total).filter(|shard| Shards::new(*shard, *shard, total).unwrap().hold(GuildId(guild)));
            prop_assert_eq!(homes.count(), 1);
        }

        /// So that a database is only ever split, and never joined with another.
        #[test]
        fn a_multiple_splits_each_shard_and_joins_none(guild: u64, total in 1..50_u32, times in 1..8_u32) {
            let guild = GuildId(guild);
            let home = |total| (0..total).find(|shard| Shards::new(*shard, *shard, total).unwrap().hold(guild));
            prop_assert_eq!(home(total * times).unwrap() % total, home(total).unwrap());
        }
    }
}
