//! Every zone, random days, and the transitions that people live with.

use jiff::civil::{date, time};
use proptest::prelude::*;

use super::*;
use crate::domain::calendar::parse_time;
use crate::domain::calendar::zone::all_names;

/// An instant from `2026-03-02T07:00Z`.
pub(in crate::domain::calendar) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub(in crate::domain::calendar) fn schedule(zone: &str, time: &str) -> Schedule {
    Schedule {
        zone: Zone::named(zone).expect("a zone"),
        time: parse_time(time).expect("a time"),
        weekdays: Weekdays::ALL,
    }
}

pub(in crate::domain::calendar) fn any_day() -> impl Strategy<Value = Date> {
    (1900_i16..2100, 1_i16..=365).prop_map(|(year, day)| {
        date(year, 1, 1).with().day_of_year(day).build().expect("every year has 365 days")
    })
}

pub(in crate::domain::calendar) fn any_schedule() -> impl Strategy<Value = Schedule> {
    let zones: Vec<Zone> = all_names().iter().filter_map(|name| Zone::named(name).ok()).collect();
    (proptest::sample::select(zones), 0_i8..24, 0_i8..60, 1_u8..=0b111_1111).prop_map(
        |(zone, hour, minute, bits)| Schedule {
            zone,
            time: time(hour, minute, 0, 0),
            weekdays: Weekdays::from_bits(bits).expect("some day of seven"),
        },
    )
}

/// Days around the transitions of a zone, where it goes wrong if it does.
fn any_day_near_a_transition() -> impl Strategy<Value = (Schedule, Date)> {
    (any_schedule(), any_day(), -1_i64..=1).prop_map(|(schedule, day, beside)| {
        let midnight = day.to_datetime(Time::midnight());
        let from = schedule.zone.rules().to_timestamp(midnight).expect("within range");
        let changed = schedule.zone.rules().following(from).next().map_or(from, |change| change.timestamp());
        let near = schedule.zone.local_day(changed).saturating_add(SignedDuration::from_hours(24 * beside));
        (schedule, near)
    })
}

/// Whether any instant falls on `day`, found by looking every quarter of an hour.
fn exists(zone: &Zone, day: Date) -> bool {
    let noon_utc = Offset::UTC.to_timestamp(day.at(12, 0, 0, 0)).expect("within range");
    (-30 * 4..=30 * 4)
        .any(|quarter| zone.local_day(noon_utc + SignedDuration::from_mins(15 * quarter)) == day)
}

fn due(zone: &str, time: &str, day: &str) -> Option<String> {
    schedule(zone, time).due_on(day.parse().expect("a date")).map(|at| at.to_string())
}

#[test]
fn a_time_in_a_gap_happens_at_the_gaps_end() {
    for (zone, time, day, expected) in [
        ("Europe/Berlin", "02:30", "2026-03-29", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "02:00", "2026-03-29", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "03:00", "2026-03-29", "2026-03-29T01:00:00Z"),
        ("Europe/Berlin", "01:59", "2026-03-29", "2026-03-29T00:59:00Z"),
        ("America/New_York", "02:15", "2026-03-08", "2026-03-08T07:00:00Z"),
        ("Australia/Lord_Howe", "02:20", "2026-10-04", "2026-10-03T15:30:00Z"),
        ("America/Sao_Paulo", "00:30", "2018-11-04", "2018-11-04T03:00:00Z"),
        ("America/Asuncion", "00:00", "2023-10-01", "2023-10-01T04:00:00Z"),
    ] {
        assert_eq!(due(zone, time, day).as_deref(), Some(expected), "{zone} {time}");
    }
}

#[test]
fn a_repeated_time_happens_once_the_first_time() {
    for (zone, time, day, expected) in [
        ("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30:00Z"),
        ("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30:00Z"),
        ("Australia/Lord_Howe", "01:45", "2026-04-05", "2026-04-04T14:45:00Z"),
        ("America/Sao_Paulo", "23:30", "2019-02-16", "2019-02-17T01:30:00Z"),
    ] {
        assert_eq!(due(zone, time, day).as_deref(), Some(expected), "{zone} {time}");
    }
}

#[test]
fn a_day_that_the_zone_skips_has_no_question() {
    assert_eq!(due("Pacific/Apia", "09:00", "2011-12-30"), None);
    let apia = schedule("Pacific/Apia", "09:00");
    let next = apia.next(at("2011-12-29T19:00:01Z"), Some(date(2011, 12, 29)));
    assert_eq!(next, Some(Due { day: date(2011, 12, 31), at: at("2011-12-30T19:00Z") }));
}

#[test]
fn a_weekly_question_survives_the_week_whose_day_is_skipped() {
    let fridays =
        Schedule { weekdays: Weekdays::parse("fri").expect("a day"), ..schedule("Pacific/Apia", "0:00") };
    let next = fridays.next(at("2011-12-23T10:00:01Z"), None);
    assert_eq!(next.map(|due| due.day), Some(date(2012, 1, 6)));
}

#[test]
fn a_gap_up_to_midnight_leaves_the_days_last_minute() {
    assert_eq!(due("America/Nuuk", "23:30", "2026-03-28").as_deref(), Some("2026-03-29T00:59:00Z"));
    assert_eq!(due("America/Nuuk", "23:30", "2026-03-29").as_deref(), Some("2026-03-30T00:30:00Z"));
}

#[test]
fn after_an_outage_only_todays_question_is_overdue() {
    let berlin = schedule("Europe/Berlin", "09:00");
    let now = at("2026-03-05T12:00Z");
    let today = Due { day: date(2026, 3, 5), at: at("2026-03-05T08:00Z") };
    assert_eq!(berlin.overdue(now, Some(date(2026, 3, 1))), Some(today));
    assert_eq!(berlin.overdue(now, Some(today.day)), None);
    assert_eq!(berlin.overdue(at("2026-03-05T07:59Z"), None), None);
    assert_eq!(berlin.overdue(today.at, None), Some(today));
}

#[test]
fn a_question_closes_when_the_next_one_is_due() {
    let berlin = schedule("Europe/Berlin", "09:00");
    let monday = Due { day: date(2026, 3, 2), at: at("2026-03-02T08:00Z") };
    assert_eq!(berlin.closes(monday, monday.at), at("2026-03-03T08:00Z"));
    assert_eq!(berlin.closes(monday, at("2026-03-02T14:00Z")), at("2026-03-03T08:00Z"), "posted late");
}

#[test]
fn a_question_closes_after_a_day_where_the_next_one_is_further_away() {
    let workdays = Schedule { weekdays: Weekdays::WORKDAYS, ..schedule("Europe/Berlin", "09:00") };
    let friday = Due { day: date(2026, 3, 6), at: at("2026-03-06T08:00Z") };
    assert_eq!(workdays.closes(friday, friday.at), at("2026-03-07T08:00Z"));
    let before_25_hours = Due { day: date(2026, 10, 24), at: at("2026-10-24T07:00Z") };
    let daily = schedule("Europe/Berlin", "09:00");
    assert_eq!(daily.closes(before_25_hours, before_25_hours.at), at("2026-10-25T07:00Z"));
}

#[test]
fn the_end_of_the_calendar_ends_the_schedule_quietly() {
    let berlin = schedule("Europe/Berlin", "09:00");
    assert_eq!(berlin.next(Timestamp::MAX, None), None);
    assert_eq!(berlin.next(Timestamp::MIN, Some(Date::MAX)), None);
}

fn holds_around(schedule: &Schedule, day: Date) -> Result<(), TestCaseError> {
    let mut previous = None;
    for days in -2..=2 {
        let day = day + SignedDuration::from_hours(24 * days);
        let due = schedule.due_on(day);
        let asked = schedule.weekdays.contains(day.weekday()) && exists(&schedule.zone, day);
        prop_assert_eq!(due.is_some(), asked, "{} on {}", schedule.zone, day);
        if let Some(at) = due {
            prop_assert_eq!(schedule.zone.local_day(at), day);
            prop_assert!(previous.is_none_or(|earlier| earlier < at));
            previous = due;
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn every_local_day_has_one_question_on_that_day_and_in_order(schedule in any_schedule(), day in any_day()) {
        holds_around(&schedule, day)?;
    }

    #[test]
    fn transitions_take_no_question_and_repeat_none((schedule, day) in any_day_near_a_transition()) {
        holds_around(&schedule, day)?;
    }

    #[test]
    fn the_next_question_is_the_first_that_is_not_before((schedule, day) in any_day_near_a_transition(), minutes in 0_i64..2880) {
        let from = Offset::UTC.to_timestamp(day.at(0, 0, 0, 0)).expect("within range")
            + SignedDuration::from_mins(minutes);
        let next = schedule.next(from, None).expect("the calendar goes on");
        prop_assert!(next.at >= from);
        prop_assert_eq!(schedule.due_on(next.day), Some(next.at));
        let mut between = day + SignedDuration::from_hours(-72);
        while between < next.day {
            prop_assert!(schedule.due_on(between).is_none_or(|at| at < from));
            between = between.tomorrow().expect("far from the end");
        }
    }

    #[test]
    fn a_question_is_open_for_a_while_and_closed_when_the_next_is_due((schedule, day) in any_day_near_a_transition(), late in 0_i64..600) {
        if let Some(at) = schedule.due_on(day) {
            let due = Due { day, at };
            let opened = at + SignedDuration::from_mins(late);
            let closes = schedule.closes(due, opened);
            prop_assert!(closes >= opened && closes <= opened + LONGEST_OPEN);
            let next = schedule.next(at, Some(day)).expect("the calendar goes on");
            prop_assert!(closes <= next.at || opened >= next.at);
        }
    }
}
