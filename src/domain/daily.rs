//! The daily: one question for one guild and one local day.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::asked::AskedQuestion;
use super::ids::{ChannelId, DailyId, GuildId, MessageId};

/// How far a daily has come. It only moves forward, but for a late answer that reopens the closing edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyState {
    /// To be sent.
    Planned,
    /// Its message stands and answers count until `closes_at`.
    Open,
    /// Over; the message still has to show the key.
    Closing,
    /// The message shows the key.
    Closed,
    /// It never appeared: its day is neutral.
    Unposted,
}

/// Whether members get a thread to talk a daily over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discussion {
    /// Switched off in `/setup`.
    Unwanted,
    /// To be opened.
    Wanted,
    /// The thread stands.
    Open,
    /// Discord refused it (a permission is missing).
    Refused,
}

/// How long the bot may be unable to take answers while a question is open before its day turns neutral
/// for those who missed it.
///
/// Long enough that a restart or an update changes nothing, short enough that nobody who came by twice
/// in a quarter of an hour found the door shut both times.
pub const OUTAGE_TOLERANCE: SignedDuration = SignedDuration::from_mins(10);

/// A stretch of time, from one instant on until another.
pub type Span = (Timestamp, Timestamp);

/// Whether a day counts for nobody who missed it: for [`OUTAGE_TOLERANCE`] or longer of the time that was `promised`,
/// from the instant at which the question was wanted until it closes, nobody could answer. `lost` are the spans in
/// which nobody could, in any order; where they overlap, the time counts once.
#[must_use]
pub fn is_spoiled(lost: impl IntoIterator<Item = Span>, promised: Span) -> bool {
    let (from, until) = promised;
    let mut lost: Vec<Span> =
        lost.into_iter().map(|(since, by)| (since.max(from), by.min(until))).filter(|(a, b)| a < b).collect();
    lost.sort_unstable();
    let mut total = SignedDuration::ZERO;
    let mut counted_until = from;
    for (since, by) in lost {
        let since = since.max(counted_until);
        if since < by {
            total += by.duration_since(since);
            counted_until = by;
        }
    }
    total >= OUTAGE_TOLERANCE
}

/// One question posted (or to be posted) to one guild for one local day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Daily {
    /// Its id, which its components carry.
    pub id: DailyId,
    /// The guild.
    pub guild: GuildId,
    /// The local day in the guild's zone, as it was when the daily was planned.
    pub day: Date,
    /// What is asked, as shown.
    pub asked: AskedQuestion,
    /// Where it is posted.
    pub channel: ChannelId,
    /// Its message, once posted.
    pub message: Option<MessageId>,
    /// Its thread, once opened.
    pub thread: Option<ChannelId>,
    /// How far it has come.
    pub state: DailyState,
    /// The thread's state.
    pub discussion: Discussion,
    /// When its message appeared.
    pub opened_at: Option<Timestamp>,
    /// Answers given before this instant count.
    pub closes_at: Timestamp,
    /// Whether the day counts for nobody who missed it: the bot could not take answers for a good part of the
    /// time that was promised for them.
    pub neutral: bool,
    /// Whether its key was corrected after it was asked: `asked` has the one that holds now.
    pub corrected: bool,
}

impl Daily {
    /// Whether an answer given at `at` counts. A press on a planned daily proves that its message stands, even
    /// if the bot has not noted that yet.
    #[must_use]
    pub fn takes_answers_at(&self, at: Timestamp) -> bool {
        self.state != DailyState::Unposted && at < self.closes_at
    }

    /// The nonce of its message: Discord hands back the first message instead of a second one.
    ///
    /// Source: <https://discord.com/developers/docs/resources/message#create-message> (at most 25 characters).
    #[must_use]
    pub fn nonce(&self) -> String {
        format!("daily-{}", self.id)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn minute(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).expect("an instant")
    }

    fn span((from, until): (i64, i64)) -> Span {
        (minute(from), minute(until))
    }

    proptest! {
        #[test]
        fn a_day_is_spoiled_by_ten_minutes_in_all_however_they_are_spread(
            lost in prop::collection::vec((0_i64..60, 0_i64..12).prop_map(|(from, long)| (from, from + long)), 0..6),
            from in 0_i64..30,
            long in 0_i64..40,
        ) {
            let promised = (from, from + long);
            let minutes = (promised.0..promised.1)
                .filter(|minute| lost.iter().any(|(from, until)| (*from..*until).contains(minute)))
                .count();
            prop_assert_eq!(is_spoiled(lost.into_iter().map(span), span(promised)), minutes >= 10);
        }
    }
}
