//! Days and instants, as members read them.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::calendar::Zone;

/// Days for which the name of the weekday alone says which day is meant.
const WEEKDAY_IS_CLEAR: i32 = 6;

/// `Mon 2 Mar`.
pub(super) fn day(date: Date) -> String {
    date.strftime("%a %-d %b").to_string()
}

/// `in 3 hours`, kept up to date by each member's own client.
///
/// Source, as for the other: <https://discord.com/developers/docs/reference#message-formatting-timestamp-styles>
pub(super) fn relative(instant: Timestamp) -> String {
    format!("<t:{}:R>", instant.as_second())
}

/// `Monday, March 2, 2026 9:00 AM`, in each member's own zone and language.
pub(super) fn full(instant: Timestamp) -> String {
    format!("<t:{}:F>", instant.as_second())
}

/// The day of a past instant in a zone: `Monday`, or `Mon 2 Mar` once the weekday could mean another week.
/// `None`: the zone is not known.
pub(super) fn past_day(instant: Timestamp, zone: &str, now: Timestamp) -> Option<String> {
    let zone = Zone::named(zone).ok()?;
    let then = zone.local_day(instant);
    let ago = (zone.local_day(now) - then).get_days();
    Some(if ago <= WEEKDAY_IS_CLEAR { then.strftime("%A").to_string() } else { day(then) })
}

/// A zone's name for reading: `America/New York`.
pub(super) fn zone(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn days_and_instants_are_short() {
        assert_eq!(day(Date::constant(2026, 3, 2)), "Mon 2 Mar");
        assert_eq!(relative(at("2026-03-02T08:00:00Z")), "<t:1772438400:R>");
        assert_eq!(full(at("2026-03-02T08:00:00.9Z")), "<t:1772438400:F>");
        assert_eq!(zone("America/New_York"), "America/New York");
    }

    #[test]
    fn a_past_day_is_its_weekday_while_that_is_clear() {
        let closed = at("2026-03-02T23:30:00Z");
        let on = |now| past_day(closed, "Europe/Berlin", at(now)).unwrap();
        assert_eq!(on("2026-03-03T08:00:00Z"), "Tuesday", "it was past midnight in Berlin");
        assert_eq!(on("2026-03-09T08:00:00Z"), "Tuesday");
        assert_eq!(on("2026-03-10T08:00:00Z"), "Tue 3 Mar");
        assert_eq!(past_day(closed, "Atlantis/Capital", closed), None);
    }
}
