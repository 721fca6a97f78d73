//! Any text in the options of the commands that take text: times, days, weekdays, zones, topics.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shipmate::domain::calendar::{Weekdays, Zone, parse_day, parse_time};
use shipmate::pack::Library;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::built_in().expect("the built-in content"));

fuzz_target!(|typed: &str| {
    let _ = parse_time(typed);
    let _ = parse_day(typed, jiff::civil::date(2026, 3, 2));
    if let Ok(weekdays) = Weekdays::parse(typed) {
        assert_eq!(Weekdays::from_bits(weekdays.bits()), Some(weekdays));
    }
    if let Ok(zone) = Zone::named(typed) {
        assert_eq!(Zone::named(zone.name()).as_ref().map(Zone::name).ok(), Some(zone.name()));
    }
    assert!(Zone::suggest(typed, 25).len() <= 25);
    assert!(LIBRARY.lookup().suggest(typed, 25).len() <= 25);
    let _ = LIBRARY.lookup().find(typed);
});
