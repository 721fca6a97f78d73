//! Discord's ids, which carry the time of their making.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The first millisecond of 2015, in Unix milliseconds: where Discord's ids begin to count.
pub const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

/// The id of a thing on Discord.
///
/// [Discord's documentation](https://discord.com/developers/docs/reference#snowflakes)
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snowflake(u64);

impl Snowflake {
    /// An id from its number.
    #[must_use]
    pub const fn new(value: u64) -> Self {
        Self(value)
    }

    /// The id's number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }

    /// When the id was made, to the millisecond.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        let since_epoch = i64::try_from(self.0 >> 22).unwrap_or(i64::MAX);
        Timestamp::from_millisecond(DISCORD_EPOCH_MS.saturating_add(since_epoch)).unwrap_or(Timestamp::MAX)
    }

    /// Which of `shards` gateway sessions is told about this guild.
    pub(crate) const fn shard(self, shards: u64) -> u64 {
        (self.0 >> 22) % if shards == 0 { 1 } else { shards }
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl From<u64> for Snowflake {
    fn from(value: u64) -> Self {
        Self(value)
    }
}

impl From<Snowflake> for u64 {
    fn from(id: Snowflake) -> Self {
        id.0
    }
}

impl FromStr for Snowflake {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyForm;
        impl Visitor<'_> for AnyForm {
            type Value = Snowflake;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id as text or number")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Snowflake, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Snowflake, E> {
                Ok(Snowflake(value))
            }
        }
        deserializer.deserialize_any(AnyForm)
    }
}

/// Makes ids that are unique and rise, even when the clock is turned back.
#[derive(Debug, Default)]
pub(crate) struct Snowflakes {
    last: u64,
}

impl Snowflakes {
    pub(crate) fn next(&mut self, now: Timestamp) -> Snowflake {
        let since_epoch = u64::try_from(now.as_millisecond() - DISCORD_EPOCH_MS).unwrap_or(0);
        self.last = (since_epoch << 22).max(self.last + 1);
        Snowflake(self.last)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_even_when_time_falls() {
        let mut ids = Snowflakes::default();
        let noon: Timestamp = "2026-03-02T12:00:00Z".parse().unwrap();
        let morning: Timestamp = "2026-03-02T08:00:00Z".parse().unwrap();
        let first = ids.next(noon);
        assert_eq!(first.timestamp(), noon);
        assert!(ids.next(morning) > first);
    }
}
