//! Identifiers as types, so that mixed-up ids don't compile.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

/// Discord's epoch (2015-01-01T00:00:00Z) in Unix milliseconds.
///
/// Source: <https://discord.com/developers/docs/reference#snowflakes>
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

/// The instant that a Discord snowflake carries: when Discord itself created the thing.
#[must_use]
pub fn snowflake_instant(snowflake: u64) -> jiff::Timestamp {
    let since_epoch_ms = i64::try_from(snowflake >> 22).expect("42 bits fit in an i64");
    jiff::Timestamp::from_millisecond(since_epoch_ms + DISCORD_EPOCH_MS)
        .expect("42 bits of milliseconds after 2015 are within jiff's range")
}

/// The smallest snowflake that Discord could have made at `instant`: pages of messages start after it.
///
/// Source: <https://discord.com/developers/docs/reference#snowflake-ids-in-pagination>
#[must_use]
pub fn earliest_snowflake(instant: jiff::Timestamp) -> u64 {
    u64::try_from(instant.as_millisecond() - DISCORD_EPOCH_MS).unwrap_or_default() << 22
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

number_id! {
    /// A Discord server.
    GuildId
}
number_id! {
    /// A Discord user, in whichever guild.
    MemberId
}

impl MemberId {
    /// What stands in the place of members who were erased, where others' games go on from it. No account has such
    /// an id: Discord's have 17 digits and more.
    pub const OF_NOBODY: RangeInclusive<u64> = 1_000_000..=999_999_999;

    /// One of them, decided by a seed from chance: two who are erased must stay two in a game that they
    /// shared.
    #[must_use]
    pub fn nobody(seed: u64) -> Self {
        let (first, last) = Self::OF_NOBODY.into_inner();
        Self(first + seed % (last - first + 1))
    }

    /// Whether it stands in the place of a member who was erased.
    #[must_use]
    pub fn is_nobody(self) -> bool {
        Self::OF_NOBODY.contains(&self.0)
    }
}

number_id! {
    /// A Discord channel or thread.
    ChannelId
}
number_id! {
    /// A Discord role.
    RoleId
}
number_id! {
    /// A Discord message.
    MessageId
}
number_id! {
    /// A question posted to one guild for one local day.
    DailyId
}
number_id! {
    /// One member's private practice session.
    PracticeId
}
number_id! {
    /// A group's game of several rounds.
    ChallengeId
}
number_id! {
    /// The stored wording of a question: what was asked stays readable when the pack moves on.
    QuestionVersion
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands in the pack.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text_id! {
    /// A question of a pack: stable for ever, never reused.
    QuestionId
}
text_id! {
    /// A concept of a pack: what `/explain` finds.
    ConceptId
}
text_id! {
    /// A fact of a pack.
    FactId
}
text_id! {
    /// A side of a comparison: a concept's own id, or one made of the name of a kind of it.
    SideId
}

impl ConceptId {
    /// The longest id, in characters: buttons carry it in their `custom_id`, beside what else that has to say.
    pub const MAX_CHARS: usize = 60;
}

impl FactId {
    /// The section in the id, 75 in `F75-16`; none if it goes across sections (`FX-07`, `FX8-01`), or is not well-formed.
    #[must_use]
    pub fn section(&self) -> Option<u16> {
        let (section, _) = self.0.strip_prefix('F')?.split_once('-')?;
        section.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snowflake_tells_when_discord_made_it() {
        // The worked example of Discord's reference page.
        assert_eq!(snowflake_instant(175_928_847_299_117_063).to_string(), "2016-04-30T11:18:25.796Z");
    }

    #[test]
    fn every_seed_gives_somebody_who_is_nobody() {
        for seed in [0, 1, 998_999_999, 999_000_000, u64::MAX] {
            assert!(MemberId::nobody(seed).is_nobody(), "{seed}");
        }
        assert_ne!(MemberId::nobody(0), MemberId::nobody(998_999_999));
    }
}
