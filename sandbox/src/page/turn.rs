//! Turning the clock from the page: a day on, to the next morning, stop, go on.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::Page;
use crate::clock::Clock;

/// Does what a member asks of the clock; what it does not know it leaves alone.
pub(super) fn turn(clock: &Clock, page: &Page, how: &str) {
    match how {
        "day" => clock.turn_to(a_day_later(clock.now(), &page.zone)),
        "morning" => clock.turn_to(next_morning(clock.now(), page)),
        "run" => clock.run(),
        "stop" => clock.stop(),
        _ => {}
    }
}

/// The same local time on the next day; where a zone skips it, as much later as it skips.
fn a_day_later(now: Timestamp, zone: &TimeZone) -> Timestamp {
    let later = now.to_zoned_datetime(zone.clone()).checked_add(1.day());
    later.map_or(now, |later| later.timestamp())
}

/// The next instant at which the local time is the page's morning.
fn next_morning(now: Timestamp, page: &Page) -> Timestamp {
    let today = now.to_zoned_datetime(page.zone.clone()).date();
    let mornings = [Some(today), today.tomorrow().ok()].into_iter().flatten().filter_map(|day| {
        let morning = day.to_datetime(page.morning).to_zoned_datetime(page.zone.clone()).ok()?;
        Some(morning.timestamp())
    });
    mornings.into_iter().find(|morning| *morning > now).unwrap_or(now)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    fn berlin() -> Page {
        Page { zone: TimeZone::get("Europe/Berlin").unwrap(), ..Page::default() }
    }

    fn after(how: &str, start: &str) -> String {
        let clock = Clock::starting_at(start.parse().unwrap());
        clock.stop();
        clock.turn_to(start.parse().unwrap());
        turn(&clock, &berlin(), how);
        clock.now().to_string()
    }

    #[test]
    fn a_day_is_a_local_day_also_when_the_clocks_change() {
        assert_eq!(after("day", "2026-03-02T08:00:00Z"), "2026-03-03T08:00:00Z");
        assert_eq!(after("day", "2026-03-28T08:00:00Z"), "2026-03-29T07:00:00Z");
    }

    #[test]
    fn the_next_morning_is_later_than_now() {
        assert_eq!(after("morning", "2026-03-02T07:59:59Z"), "2026-03-02T08:00:00Z");
        assert_eq!(after("morning", "2026-03-02T08:00:00Z"), "2026-03-03T08:00:00Z");
    }
}
