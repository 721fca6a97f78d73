//! When the question of a local day is due, and when it closes.

use std::iter;

use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, Offset};
use jiff::{SignedDuration, Timestamp};

use super::{Weekdays, Zone};

/// How long a daily question stays open at most.
pub const LONGEST_OPEN: SignedDuration = SignedDuration::from_hours(24);

/// A schedule's precision, so also the end of a day that a gap cuts short.
const ONE_MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// How many days hold the next due one for sure.
///
/// A single allowed weekday comes back after 7 days, or after 14 where the zone skips it once; today counts too.
const SEARCH_DAYS: usize = 15;

/// When a guild is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The zone whose days count.
    pub zone: Zone,
    /// The local time of day, to the minute.
    pub time: Time,
    /// The weekdays with a question.
    pub weekdays: Weekdays,
}

/// The question of one local day, and when it is to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Due {
    /// The local day that it counts for.
    pub day: Date,
    /// The instant.
    pub at: Timestamp,
}

impl Schedule {
    /// The instant at which the daily of `day` is due: always on that local day.
    ///
    /// `None` where the weekday is not asked, or the zone skips the whole day (Samoa, 2011-12-30). A time in a gap
    /// happens at the gap's end (02:30 between 02:00 and 03:00 is 03:00), a repeated time once, the first time. Where
    /// the gap swallows the rest of the day (Greenland's 23:00 to 00:00), the day's last minute is taken.
    #[must_use]
    pub fn due_on(&self, day: Date) -> Option<Timestamp> {
        if self.is_day_off(day) {
            return None;
        }
        let wanted = self.zone.rules().to_ambiguous_timestamp(day.to_datetime(self.time));
        let offset = wanted.offset();
        let earlier = wanted.earlier().ok()?;
        match offset {
            AmbiguousOffset::Gap { after, .. } => self.beside_gap(day, earlier, after),
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => Some(earlier),
        }
    }

    /// Whether the weekday is one without a question.
    #[must_use]
    pub fn is_day_off(&self, day: Date) -> bool {
        !self.weekdays.contains(day.weekday())
    }

    /// The instant on `day` that stands for a time inside the gap which comes next after `before`.
    fn beside_gap(&self, day: Date, before: Timestamp, after: Offset) -> Option<Timestamp> {
        let gap = self.zone.rules().following(before).find(|transition| transition.offset() == after)?;
        let end = gap.timestamp();
        let last_minute = end.checked_sub(ONE_MINUTE).ok()?;
        [end, last_minute].into_iter().find(|at| self.zone.local_day(*at) == day)
    }

    /// The first daily that is due at or after `from`, for a day later than `after` (the last local day asked).
    ///
    /// `None` only at the end of the calendar.
    #[must_use]
    pub fn next(&self, from: Timestamp, after: Option<Date>) -> Option<Due> {
        let today = self.zone.local_day(from);
        let first = match after {
            Some(asked) => asked.tomorrow().ok()?.max(today),
            None => today,
        };
        iter::successors(Some(first), |day| day.tomorrow().ok())
            .take(SEARCH_DAYS)
            .filter_map(|day| Some(Due { day, at: self.due_on(day)? }))
            .find(|due| due.at >= from)
    }

    /// Today's daily, where it is due already and `after` (the last local day asked) is earlier.
    ///
    /// This is how a question is still asked after an outage: late, but never on another day.
    #[must_use]
    pub fn overdue(&self, now: Timestamp, after: Option<Date>) -> Option<Due> {
        let day = self.zone.local_day(now);
        let at = self.due_on(day)?;
        (at <= now && after.is_none_or(|asked| asked < day)).then_some(Due { day, at })
    }

    /// When the daily that was due at `due` closes: when the next one is due, at the latest 24 h after `opened`.
    ///
    /// Never before it opened.
    #[must_use]
    pub fn closes(&self, due: Due, opened: Timestamp) -> Timestamp {
        let latest = opened.checked_add(LONGEST_OPEN).unwrap_or(Timestamp::MAX);
        let next = self.next(due.at, Some(due.day)).map_or(latest, |next| next.at);
        next.min(latest).max(opened)
    }
}

#[cfg(test)]
pub(in crate::domain::calendar) mod tests;
