//! The change of a running guild's schedule.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Due, Schedule};

/// The next daily when a manager changes a guild's schedule from `old` to `new`, or lets paused dailies go on.
///
/// `promised` is the next daily as it was known until now (`None` while paused). It can differ from what `old` says by
/// itself: it may wait for an open question, or a manager may have asked for it at once.
///
/// Nothing is asked twice: the day is later than `last_day`, the last local day asked. Today's question is not lost:
/// if it was promised for today, or nothing was while paused, and the new time has passed, it is due now; where the
/// schedule stays as it was, so does the promise. An open question keeps the closing time it promised (`open_until`):
/// the next one waits for it, or is left out where that would push it into another day. The instant is never before
/// `now`.
#[must_use]
pub fn reschedule(
    old: &Schedule,
    new: &Schedule,
    promised: Option<Due>,
    last_day: Option<Date>,
    open_until: Option<Timestamp>,
    now: Timestamp,
) -> Option<Due> {
    let kept = match promised {
        None => new.overdue(now, last_day),
        Some(_) if old == new => promised,
        Some(promised) => owed_today(new, promised, now),
    };
    let mut due = kept
        .map(|due| Due { at: due.at.max(now), ..due })
        .filter(|due| last_day.is_none_or(|asked| asked < due.day) && new.zone.local_day(due.at) == due.day)
        .or_else(|| new.next(now, last_day))?;
    if let Some(promised) = open_until {
        while due.at < promised && new.zone.local_day(promised) != due.day {
            due = new.next(now, Some(due.day))?;
        }
        due.at = due.at.max(promised);
    }
    Some(due)
}

/// Today's question, where the change alone would have taken it away.
fn owed_today(new: &Schedule, promised: Due, now: Timestamp) -> Option<Due> {
    let day = new.zone.local_day(now);
    let passed = new.due_on(day).is_some_and(|at| at < now);
    let expected = new.zone.local_day(promised.at) == day;
    (passed && expected).then_some(Due { day, at: now })
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::calendar::Weekdays;
    use crate::domain::calendar::schedule::tests::{any_day, any_schedule, at, schedule};

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn berlin(time: &str) -> Schedule {
        schedule("Europe/Berlin", time)
    }

    /// A running guild's change: the next daily is promised as the old schedule says.
    fn changed(
        old: &Schedule,
        new: &Schedule,
        last_day: Option<Date>,
        open_until: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Due> {
        reschedule(old, new, old.next(now, last_day), last_day, open_until, now)
    }

    #[test]
    fn a_later_time_today_is_simply_later_today() {
        let next = changed(&berlin("09:00"), &berlin("18:00"), None, None, at("2026-03-02T07:00Z"));
        assert_eq!(next, Some(Due { day: day("2026-03-02"), at: at("2026-03-02T17:00Z") }));
    }

    #[test]
    fn todays_question_is_asked_now_if_its_new_time_has_passed() {
        let now = at("2026-03-02T12:00Z");
        let next = changed(&berlin("18:00"), &berlin("09:00"), Some(day("2026-03-01")), None, now);
        assert_eq!(next, Some(Due { day: day("2026-03-02"), at: now }));
    }

    #[test]
    fn a_question_already_asked_today_is_not_asked_again() {
        let now = at("2026-03-02T12:00Z");
        let next = changed(&berlin("09:00"), &berlin("18:00"), Some(day("2026-03-02")), None, now);
        assert_eq!(next, Some(Due { day: day("2026-03-03"), at: at("2026-03-03T17:00Z") }));
    }

    #[test]
    fn a_move_west_does_not_ask_the_same_date_again() {
        let tokyo = schedule("Asia/Tokyo", "09:00");
        let angeles = schedule("America/Los_Angeles", "20:00");
        let next = changed(&tokyo, &angeles, Some(day("2026-03-03")), None, at("2026-03-03T01:00Z"));
        assert_eq!(next, Some(Due { day: day("2026-03-04"), at: at("2026-03-05T04:00Z") }));
    }

    #[test]
    fn a_move_east_keeps_the_question_that_was_expected_today() {
        let angeles = schedule("America/Los_Angeles", "20:00");
        let tokyo = schedule("Asia/Tokyo", "09:00");
        let now = at("2026-03-03T01:00Z");
        let next = changed(&angeles, &tokyo, Some(day("2026-03-01")), None, now);
        assert_eq!(next, Some(Due { day: day("2026-03-03"), at: now }));
    }

    #[test]
    fn the_next_question_waits_for_the_promised_closing_time() {
        let open_until = at("2026-03-03T17:00Z");
        let next = changed(
            &berlin("18:00"),
            &berlin("09:00"),
            Some(day("2026-03-02")),
            Some(open_until),
            at("2026-03-02T18:00Z"),
        );
        assert_eq!(next, Some(Due { day: day("2026-03-03"), at: open_until }));
    }

    #[test]
    fn a_day_on_which_the_open_question_stays_open_past_midnight_is_left_out() {
        let auckland = schedule("Pacific/Auckland", "09:00");
        let open_until = at("2026-03-04T17:00Z");
        let next = changed(
            &berlin("18:00"),
            &auckland,
            Some(day("2026-03-03")),
            Some(open_until),
            at("2026-03-03T18:00Z"),
        );
        assert_eq!(next, Some(Due { day: day("2026-03-05"), at: at("2026-03-04T20:00Z") }));
    }

    #[test]
    fn a_second_change_keeps_what_the_first_one_promised_for_today() {
        let (monday, open_until) = (Some(day("2026-03-02")), Some(at("2026-03-03T17:00Z")));
        let noon = at("2026-03-03T12:00Z");
        let first = reschedule(
            &berlin("18:00"),
            &berlin("09:00"),
            Some(Due { day: day("2026-03-03"), at: at("2026-03-03T17:00Z") }),
            monday,
            open_until,
            noon,
        );
        assert_eq!(first, Some(Due { day: day("2026-03-03"), at: at("2026-03-03T17:00Z") }));
        for second in [berlin("09:00"), berlin("10:00")] {
            let next = reschedule(&berlin("09:00"), &second, first, monday, open_until, noon);
            assert_eq!(next, first, "{second:?}");
        }
    }

    #[test]
    fn where_the_schedule_stays_so_does_what_a_manager_asked_for_out_of_turn() {
        let weekdays = Schedule { weekdays: Weekdays::from_bits(0b1_1111).unwrap(), ..berlin("18:00") };
        let (friday, now) = (Some(day("2026-03-06")), at("2026-03-07T09:00Z"));
        let asked_for = Some(Due { day: day("2026-03-07"), at: at("2026-03-07T17:00Z") });
        let next = reschedule(&weekdays, &weekdays, asked_for, friday, None, now);
        assert_eq!(next, asked_for, "a Saturday, which the schedule leaves out");
    }

    #[test]
    fn what_was_paused_owes_todays_question_from_now_on() {
        let (nine, noon) = (berlin("09:00"), at("2026-03-02T11:00Z"));
        let (today, tomorrow) = (day("2026-03-02"), day("2026-03-03"));
        let next = |new: &Schedule, last_day| reschedule(&nine, new, None, last_day, None, noon);
        assert_eq!(next(&nine, None), Some(Due { day: today, at: noon }));
        assert_eq!(next(&berlin("08:00"), None), Some(Due { day: today, at: noon }), "whatever the new hour");
        assert_eq!(next(&berlin("18:00"), None), Some(Due { day: today, at: at("2026-03-02T17:00Z") }));
        assert_eq!(next(&nine, Some(today)), Some(Due { day: tomorrow, at: at("2026-03-03T08:00Z") }));
    }

    proptest! {
        #[test]
        fn a_change_loses_no_question_that_was_expected_today(
            old in any_schedule(),
            new in any_schedule(),
            start in any_day(),
            minute in 0_i64..1440,
        ) {
            let now = at("1970-01-01T00:00Z")
                + start.duration_since(day("1970-01-01"))
                + SignedDuration::from_mins(minute);
            let today = new.zone.local_day(now);
            let expected = old.next(now, None).is_some_and(|due| new.zone.local_day(due.at) == today);
            if expected && new.due_on(today).is_some() {
                prop_assert_eq!(changed(&old, &new, None, None, now).map(|due| due.day), Some(today));
            }
        }

        #[test]
        fn repeated_changes_lose_no_promise_for_today_and_never_ask_a_day_again_nor_in_the_past(
            start in any_day(),
            first in any_schedule(),
            changes in proptest::collection::vec((any_schedule(), 0_i64..36), 1..12),
        ) {
            let mut now = at("1970-01-01T00:00Z") + start.duration_since(day("1970-01-01"));
            let (mut current, mut last_day, mut open_until) = (first, None, None);
            let mut planned = current.next(now, None);
            for (changed, hours) in changes {
                let until = now + SignedDuration::from_hours(hours);
                while let Some(due) = planned.filter(|due| due.at <= until) {
                    prop_assert!(due.at >= now);
                    prop_assert!(last_day.is_none_or(|asked| asked < due.day));
                    prop_assert!(open_until.is_none_or(|promised| promised <= due.at));
                    prop_assert_eq!(current.zone.local_day(due.at), due.day);
                    now = due.at;
                    (last_day, open_until) = (Some(due.day), Some(current.closes(due, now)));
                    planned = current.next(now, last_day);
                }
                now = until;
                let today = changed.zone.local_day(now);
                let promised_today = planned.is_some_and(|due| changed.zone.local_day(due.at) == today)
                    && last_day.is_none_or(|asked| asked < today)
                    && open_until.is_none_or(|until| changed.zone.local_day(until.max(now)) == today);
                planned = reschedule(&current, &changed, planned, last_day, open_until, now);
                let due = planned.expect("the calendar goes on");
                prop_assert!(due.at >= now && last_day.is_none_or(|asked| asked < due.day));
                if promised_today && changed.due_on(today).is_some() {
                    prop_assert_eq!(due.day, today, "what was promised for today is lost");
                }
                current = changed;
            }
        }
    }
}
