//! Pauses: holidays that a member announces, so that they cost no streak.

use jiff::civil::Date;

/// How many days a member may pause in each calendar quarter.
pub const MAX_DAYS_PER_QUARTER: i32 = 14;

const MONTHS_PER_QUARTER: i8 = 3;
const HOURS_PER_DAY: i64 = 24;

/// An announced pause, both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pause {
    /// The first paused day.
    pub from: Date,
    /// The last paused day.
    pub to: Date,
}

impl Pause {
    /// Whether the day is paused.
    #[must_use]
    pub fn covers(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The length in days, at least 1.
    #[must_use]
    pub fn days(self) -> i32 {
        self.days_between(self.from, self.to)
    }

    /// How many of its days fall between two days, both included.
    fn days_between(self, first: Date, last: Date) -> i32 {
        let (first, last) = (first.max(self.from), last.min(self.to));
        let whole_days = last.duration_since(first).as_hours() / HOURS_PER_DAY + 1;
        i32::try_from(whole_days.max(0)).expect("a calendar of 20,000 years has under 2^31 days")
    }
}

/// Why a pause was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PauseRefused {
    /// The last day is before the first.
    #[error("the pause ends on {to}, before it begins on {from}")]
    EndsBeforeItBegins {
        /// The first day asked for.
        from: Date,
        /// The last day asked for.
        to: Date,
    },
    /// Days that have passed stay as they were.
    #[error("the pause would begin on {from}, and today is {today}")]
    BeginsInThePast {
        /// The first day asked for.
        from: Date,
        /// The earliest day that a pause can begin.
        today: Date,
    },
    /// Some of the days are paused already.
    #[error("{} to {} is paused already", .with.from, .with.to)]
    Overlaps {
        /// The pause in the way, the earliest of them.
        with: Pause,
    },
    /// More days than the quarter has left.
    #[error("{asked} days asked for in the quarter from {quarter}, {left} left")]
    TooManyDays {
        /// The first day of the quarter.
        quarter: Date,
        /// Its last day.
        quarter_ends: Date,
        /// Days of the new pause in this quarter.
        asked: i32,
        /// Days left in it, 0 to [`MAX_DAYS_PER_QUARTER`].
        left: i32,
    },
}

/// Announces a pause from `from` to `to`, both days included.
///
/// # Errors
///
/// [`PauseRefused`] where the range is turned around, begins before `today`, overlaps a pause of `existing`, or takes
/// more than [`MAX_DAYS_PER_QUARTER`] in some calendar quarter together with the existing ones.
pub fn announce(existing: &[Pause], from: Date, to: Date, today: Date) -> Result<Pause, PauseRefused> {
    if to < from {
        return Err(PauseRefused::EndsBeforeItBegins { from, to });
    }
    if from < today {
        return Err(PauseRefused::BeginsInThePast { from, today });
    }
    let asked = Pause { from, to };
    let in_the_way = existing.iter().filter(|pause| pause.from <= to && from <= pause.to);
    if let Some(with) = in_the_way.min_by_key(|pause| pause.from) {
        return Err(PauseRefused::Overlaps { with: *with });
    }
    match first_overdrawn(existing, asked) {
        Some(refused) => Err(refused),
        None => Ok(asked),
    }
}

fn first_overdrawn(existing: &[Pause], asked: Pause) -> Option<PauseRefused> {
    let mut quarter = first_of_quarter(asked.from);
    while quarter <= asked.to {
        let quarter_ends = last_of_quarter(quarter);
        let (days, left) = (asked.days_between(quarter, quarter_ends), days_left(existing, quarter));
        if days > left {
            return Some(PauseRefused::TooManyDays { quarter, quarter_ends, asked: days, left });
        }
        quarter = quarter_ends.tomorrow().ok()?;
    }
    None
}

/// What a member's early return changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resumed {
    /// The pause as it was.
    pub was: Pause,
    /// The pause as it is now; `None` where it had not lasted a day and vanishes.
    pub now: Option<Pause>,
}

/// Ends the running pause yesterday, so that `today` counts again; where none runs, cancels the next one ahead.
///
/// `None` where there is nothing to end.
#[must_use]
pub fn resume(existing: &[Pause], today: Date) -> Option<Resumed> {
    let was = *existing.iter().filter(|pause| pause.to >= today).min_by_key(|pause| pause.from)?;
    let yesterday = today.yesterday().ok().filter(|yesterday| was.from <= *yesterday);
    Some(Resumed { was, now: yesterday.map(|to| Pause { to, ..was }) })
}

/// Whether any of the pauses covers the day.
#[must_use]
pub fn covers(pauses: &[Pause], day: Date) -> bool {
    pauses.iter().any(|pause| pause.covers(day))
}

/// How many more days can be paused in the calendar quarter of a day, 0 to [`MAX_DAYS_PER_QUARTER`].
#[must_use]
pub fn days_left(existing: &[Pause], quarter_of: Date) -> i32 {
    let (first, last) = (first_of_quarter(quarter_of), last_of_quarter(quarter_of));
    let taken: i32 = existing.iter().map(|pause| pause.days_between(first, last)).sum();
    (MAX_DAYS_PER_QUARTER - taken).max(0)
}

fn first_of_quarter(day: Date) -> Date {
    let month = day.month() - (day.month() - 1) % MONTHS_PER_QUARTER;
    Date::constant(day.year(), month, 1)
}

fn last_of_quarter(day: Date) -> Date {
    let month = first_of_quarter(day).month() + MONTHS_PER_QUARTER - 1;
    Date::constant(day.year(), month, 1).last_of_month()
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 3, 10);

    fn pause(from: &str, to: &str) -> Pause {
        Pause { from: from.parse().expect("a date"), to: to.parse().expect("a date") }
    }

    fn announced(existing: &[Pause], from: &str, to: &str) -> Result<Pause, PauseRefused> {
        let Pause { from, to } = pause(from, to);
        announce(existing, from, to, TODAY)
    }

    #[test]
    fn a_pause_covers_its_first_and_its_last_day() {
        let pause = announced(&[], "2026-03-10", "2026-03-12").expect("three days");
        assert_eq!(pause.days(), 3);
        let covered: Vec<i8> = (9..=13).filter(|day| covers(&[pause], date(2026, 3, *day))).collect();
        assert_eq!(covered, [10, 11, 12]);
    }

    #[test]
    fn a_pause_begins_today_at_the_earliest_and_ends_after_it_begins() {
        assert_eq!(
            announced(&[], "2026-03-09", "2026-03-12"),
            Err(PauseRefused::BeginsInThePast { from: date(2026, 3, 9), today: TODAY })
        );
        assert_eq!(
            announced(&[], "2026-03-12", "2026-03-11"),
            Err(PauseRefused::EndsBeforeItBegins { from: date(2026, 3, 12), to: date(2026, 3, 11) })
        );
    }

    #[test]
    fn pauses_do_not_overlap() {
        let with = pause("2026-03-15", "2026-03-16");
        for (from, to) in
            [("2026-03-12", "2026-03-15"), ("2026-03-16", "2026-03-20"), ("2026-03-12", "2026-03-20")]
        {
            assert_eq!(announced(&[with], from, to), Err(PauseRefused::Overlaps { with }));
        }
        assert!(announced(&[with], "2026-03-17", "2026-03-18").is_ok());
    }

    #[test]
    fn fourteen_days_a_quarter_is_the_most() {
        assert!(announced(&[], "2026-03-10", "2026-03-23").is_ok());
        let existing = [pause("2026-01-05", "2026-01-14")];
        assert_eq!(days_left(&existing, TODAY), 4);
        assert_eq!(
            announced(&existing, "2026-03-20", "2026-03-24"),
            Err(PauseRefused::TooManyDays {
                quarter: date(2026, 1, 1),
                quarter_ends: date(2026, 3, 31),
                asked: 5,
                left: 4
            })
        );
    }

    #[test]
    fn a_pause_over_a_quarters_end_takes_from_both_quarters() {
        let long = announced(&[], "2026-03-18", "2026-04-14").expect("fourteen days in each");
        assert_eq!((days_left(&[long], TODAY), days_left(&[long], date(2026, 6, 30))), (0, 0));
        let refused = announced(&[], "2026-03-30", "2026-04-15").expect_err("fifteen in the second");
        assert!(matches!(refused, PauseRefused::TooManyDays { asked: 15, left: 14, .. }));
    }

    #[test]
    fn coming_back_early_gives_the_remaining_days_back() {
        let was = pause("2026-03-06", "2026-03-15");
        let ahead = pause("2026-03-20", "2026-03-21");
        let now = Some(pause("2026-03-06", "2026-03-09"));
        assert_eq!(resume(&[ahead, was], TODAY), Some(Resumed { was, now }));
    }

    #[test]
    fn a_pause_that_began_today_or_lies_ahead_vanishes() {
        let today = pause("2026-03-10", "2026-03-15");
        assert_eq!(resume(&[today], TODAY), Some(Resumed { was: today, now: None }));
        let (next, later) = (pause("2026-03-20", "2026-03-21"), pause("2026-05-01", "2026-05-02"));
        assert_eq!(resume(&[later, next], TODAY), Some(Resumed { was: next, now: None }));
    }

    #[test]
    fn a_pause_that_is_over_is_not_ended_again() {
        assert_eq!(resume(&[pause("2026-03-01", "2026-03-09")], TODAY), None);
        assert_eq!(resume(&[], TODAY), None);
    }

    #[test]
    fn the_calendars_last_quarter_has_an_end() {
        assert_eq!(announce(&[], Date::MAX, Date::MAX, TODAY), Ok(Pause { from: Date::MAX, to: Date::MAX }));
    }

    proptest! {
        #[test]
        fn whatever_is_announced_and_resumed_no_quarter_holds_more_than_fourteen_days(
            acts in proptest::collection::vec((0_i32..20, 0_i32..40, -1_i32..30, any::<bool>()), 1..20),
        ) {
            let mut today = TODAY;
            let mut pauses: Vec<Pause> = Vec::new();
            for (waited, ahead, length, back) in acts {
                today = today.saturating_add(waited.days());
                if back {
                    if let Some(Resumed { was, now }) = resume(&pauses, today) {
                        pauses.retain(|pause| *pause != was);
                        pauses.extend(now);
                        prop_assert!(!covers(&pauses, today));
                    }
                } else {
                    let from = today.saturating_add(ahead.days());
                    pauses.extend(announce(&pauses, from, from.saturating_add(length.days()), today));
                }
                let paused: Vec<Date> = TODAY.series(1.day()).take(1200).filter(|day| covers(&pauses, *day)).collect();
                let total: i32 = pauses.iter().map(|pause| pause.days()).sum();
                prop_assert_eq!(usize::try_from(total), Ok(paused.len()), "no overlaps");
                for quarter in paused.chunk_by(|left, right| first_of_quarter(*left) == first_of_quarter(*right)) {
                    let taken = i32::try_from(quarter.len()).expect("few days");
                    prop_assert_eq!(days_left(&pauses, quarter[0]), MAX_DAYS_PER_QUARTER - taken);
                }
            }
        }
    }
}
