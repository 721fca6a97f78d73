//! Local days and due times, found by looking at the wall clock: what it shows at an instant is all that is used.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, ToSpan};

/// The zones, each read once.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The rules of a zone.
pub(crate) fn zone(name: &str) -> TimeZone {
    ZONES.get(name).expect("the tests name zones that exist")
}

/// The date that a wall calendar shows.
pub(crate) fn local_day(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}

/// The first instant of the local day `day` at which the wall clock shows `time` or later; where the day ends before
/// that, its last minute; `None` where the zone leaves the day out.
pub(crate) fn due(zone: &TimeZone, day: Date, time: Time) -> Option<Timestamp> {
    let wanted = day.to_datetime(time);
    let readings = instants_that_could_show(zone, wanted);
    let shown = readings.iter().copied().find(|at| zone.to_datetime(*at) == wanted);
    shown.or_else(|| {
        let passed = first_showing_later(zone, wanted, *readings.first()?, *readings.last()?);
        let last_minute = passed - SignedDuration::from_mins(1);
        [passed, last_minute].into_iter().find(|at| local_day(zone, *at) == day)
    })
}

/// The wanted reading minus each distance from Greenwich that the zone has around that day, earliest first.
fn instants_that_could_show(zone: &TimeZone, wanted: DateTime) -> Vec<Timestamp> {
    let in_greenwich = TimeZone::UTC.to_timestamp(wanted).expect("a date of our time");
    let mut instants: Vec<Timestamp> = (-8..=8)
        .map(|quarters| zone.to_offset(in_greenwich + SignedDuration::from_hours(6 * quarters)))
        .map(|offset| in_greenwich - SignedDuration::from_secs(i64::from(offset.seconds())))
        .collect();
    instants.sort_unstable();
    instants.dedup();
    instants
}

/// The second at which the wall clock jumps over `wanted`, which happens after `low` and not after `high`.
fn first_showing_later(zone: &TimeZone, wanted: DateTime, low: Timestamp, high: Timestamp) -> Timestamp {
    let (mut low, mut high) = (low.as_second() - 1, high.as_second());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        let at = Timestamp::from_second(middle).expect("an instant of our time");
        if zone.to_datetime(at) >= wanted { high = middle } else { low = middle }
    }
    Timestamp::from_second(high).expect("an instant of our time")
}

/// The days around an instant, which hold the local day of every zone.
pub(crate) fn days_around(at: Timestamp) -> impl Iterator<Item = Date> {
    let day = TimeZone::UTC.to_datetime(at).date();
    (-2..=2).map(move |away| day + away.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, day: &str, time: &str) -> Option<String> {
        let time = time.parse().expect("a time");
        due(&zone(name), day.parse().expect("a date"), time).map(|at| at.to_string())
    }

    #[test]
    fn days_with_a_gap_a_fold_or_no_existence() {
        let due = |name, day, time| shown(name, day, time).unwrap_or_default();
        assert_eq!(due("Europe/Berlin", "2026-03-29", "02:30"), "2026-03-29T01:00:00Z", "the gap's end");
        assert_eq!(due("Europe/Berlin", "2026-10-25", "02:30"), "2026-10-25T00:30:00Z", "the first time");
        assert_eq!(due("Asia/Kolkata", "2026-03-02", "09:00"), "2026-03-02T03:30:00Z");
        assert_eq!(due("America/Nuuk", "2024-03-30", "23:30"), "2024-03-31T00:59:00Z", "the last minute");
        assert_eq!(shown("Pacific/Apia", "2011-12-30", "09:00"), None);
    }
}
