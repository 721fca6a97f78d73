//! A time zone that is known to exist, and the search for the one a manager means.

mod everyday;
mod search;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use self::everyday::FitsOffset;

/// Characters looked at of what was typed: no name is longer, and comparing takes time.
const LONGEST_TYPED: usize = 64;

/// How many nearest names an unknown one is answered with.
const NEAREST: usize = 3;

/// Zones offered before anything is typed: where most people live, one or two per offset, west to east.
const WELL_KNOWN: [&str; 25] = [
    "UTC",
    "America/Los_Angeles",
    "America/Denver",
    "America/Mexico_City",
    "America/Chicago",
    "America/Bogota",
    "America/New_York",
    "America/Toronto",
    "America/Sao_Paulo",
    "Europe/London",
    "Africa/Lagos",
    "Europe/Paris",
    "Europe/Berlin",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Europe/Istanbul",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Jakarta",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
];

/// An IANA time zone, checked to exist.
///
/// The rules come from the database inside the binary, so a name that was accepted once is known on every
/// machine, whatever its system files say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// No time zone has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no time zone is named {asked:?}")]
pub struct UnknownZone {
    /// The name as it was given, trimmed.
    pub asked: String,
    /// Up to three names that may have been meant, the likeliest first.
    pub nearest: Vec<String>,
}

impl Zone {
    /// The zone of an IANA name such as `Europe/Berlin`, in any case, with spaces or underscores.
    ///
    /// # Errors
    ///
    /// [`UnknownZone`] when there is none, with the nearest names; a bare city ("berlin") finds its zone there.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        let asked = name.trim();
        match database().get(&asked.replace(' ', "_")) {
            Ok(zone) if !zone.is_unknown() => Ok(Self(zone)),
            _ => Err(UnknownZone { asked: asked.to_owned(), nearest: nearest(asked) }),
        }
    }

    /// The zone that a person means by a name, as [`Zone::named`] finds it.
    ///
    /// # Errors
    ///
    /// [`UnknownZone`] where there is none, and for `EST`, `MST` and `HST`: the database has clocks of these names that
    /// know no summer time, which is hardly ever meant.
    pub fn meant(name: &str) -> Result<Self, UnknownZone> {
        let zone = Self::named(name)?;
        if everyday::WITHOUT_SUMMER.contains(&zone.name()) {
            return Err(UnknownZone { asked: name.trim().to_owned(), nearest: nearest(name) });
        }
        Ok(zone)
    }

    /// The IANA name, as the database spells it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.iana_name().expect("a zone is only ever built from an IANA name")
    }

    /// At most `limit` IANA names for what has been typed so far, the likeliest first.
    ///
    /// Letter case does not matter, and spaces stand for underscores. Countries, cities, abbreviations and offsets from
    /// UTC that many people use are known too. Where no name contains the text, similar names answer; an empty text gets
    /// a spread of well-known zones. Names that mislead are never among them: clocks without summer time, and `Etc/GMT+2`,
    /// which is two hours behind UTC.
    #[must_use]
    pub fn suggest(partial: &str, limit: usize) -> Vec<String> {
        let query: String = search::plain(partial.trim()).chars().take(LONGEST_TYPED).collect();
        if query.is_empty() {
            return WELL_KNOWN.iter().take(limit).map(ToString::to_string).collect();
        }
        if let Some(offset) = everyday::offset(&query) {
            return so_far_from_utc(offset).into_iter().take(limit).map(str::to_owned).collect();
        }
        let called = everyday::called(&query).iter().copied();
        let mut found: Vec<&str> = Vec::new();
        for name in called.chain(search::containing(&query)).chain(everyday::beginning(&query)) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        if found.is_empty() {
            found = search::similar(&query);
        }
        found.into_iter().take(limit).map(str::to_owned).collect()
    }

    /// The calendar day on which `instant` falls here.
    #[must_use]
    pub fn local_day(&self, instant: Timestamp) -> Date {
        self.0.to_datetime(instant).date()
    }

    /// The rules of this zone.
    pub(super) fn rules(&self) -> &TimeZone {
        &self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What an unknown name is answered with: what it is called by everybody, or what it is a slip of.
fn nearest(asked: &str) -> Vec<String> {
    match everyday::called(&search::plain(asked.trim())) {
        [] => Zone::suggest(asked, NEAREST),
        known => known.iter().take(NEAREST).map(ToString::to_string).collect(),
    }
}

/// The well-known zones whose clock is so far from UTC, all year round or for a part of it.
fn so_far_from_utc(offset: Offset) -> Vec<&'static str> {
    let mut fitting: Vec<_> = WELL_KNOWN
        .into_iter()
        .filter_map(|name| Some((FitsOffset::of(&database().get(name).ok()?, offset)?, name)))
        .collect();
    fitting.sort_by_key(|(fits, _)| *fits);
    fitting.into_iter().map(|(_, name)| name).collect()
}

fn database() -> TimeZoneDatabase {
    TimeZoneDatabase::bundled()
}

/// Every IANA name that the database knows, aliases included.
#[cfg(test)]
pub(super) fn all_names() -> Vec<String> {
    database().available().map(|name| name.as_str().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn first_suggestion(partial: &str) -> Option<String> {
        Zone::suggest(partial, 25).into_iter().next()
    }

    #[test]
    fn a_name_is_found_in_any_case_and_spelt_as_the_database_does() {
        for asked in ["Europe/Berlin", "europe/berlin", " EUROPE/BERLIN "] {
            assert_eq!(Zone::named(asked).expect("it exists").name(), "Europe/Berlin");
        }
        assert_eq!(Zone::named("america/new york").expect("it exists").name(), "America/New_York");
        assert_eq!(Zone::named("utc").expect("it exists").to_string(), "UTC");
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest() {
        for (asked, meant) in [
            ("berlin", "Europe/Berlin"),
            ("New York", "America/New_York"),
            ("Europe/Berlim", "Europe/Berlin"),
            ("Germany/Berlin", "Europe/Berlin"),
            ("Zürich", "Europe/Zurich"),
            ("kolkatta", "Asia/Kolkata"),
        ] {
            let unknown = Zone::named(asked).expect_err("no such zone");
            assert_eq!(unknown.nearest.first().map(String::as_str), Some(meant), "for {asked}");
            assert!(unknown.nearest.len() <= NEAREST);
        }
    }

    #[test]
    fn what_people_call_a_zone_is_answered_with_the_zone() {
        let nearest = |asked: &str| Zone::meant(asked).expect_err("no such zone").nearest;
        for asked in ["India", "Mumbai", "New Delhi", "Bangalore", "IST"] {
            assert_eq!(nearest(asked)[0], "Asia/Kolkata", "for {asked}");
        }
        for (asked, meant) in [
            ("Germany", "Europe/Berlin"),
            ("Munich", "Europe/Berlin"),
            ("Boston", "America/New_York"),
            ("EST", "America/New_York"),
            ("est", "America/New_York"),
            ("MST", "America/Denver"),
            ("PST", "America/Los_Angeles"),
        ] {
            assert_eq!(nearest(asked)[0], meant, "for {asked}");
        }
        assert_eq!(first_suggestion("germ").as_deref(), Some("Europe/Berlin"));
        assert!(Zone::named("EST").is_ok(), "settings that were saved stay readable");
    }

    #[test]
    fn an_offset_is_answered_with_zones_that_have_it_and_never_with_its_opposite() {
        let nearest = |asked: &str| Zone::meant(asked).expect_err("no such zone").nearest;
        assert_eq!(nearest("GMT+2"), ["Africa/Johannesburg", "Africa/Cairo", "Europe/Paris"]);
        assert_eq!(nearest("UTC+5:30"), ["Asia/Kolkata"]);
        assert_eq!(nearest("UTC-5"), ["America/Bogota", "America/New_York", "America/Toronto"]);
        assert_eq!(nearest("UTC+13"), Vec::<String>::new());
        for partial in ["gmt", "etc", "gmt+2", "gmt-2", "st", "E", "m", "h"] {
            let offered = Zone::suggest(partial, 1_000);
            let misleading =
                |name: &String| name.starts_with("Etc/") || everyday::WITHOUT_SUMMER.contains(&name.as_str());
            assert!(!offered.iter().any(misleading), "{partial}: {offered:?}");
        }
    }

    #[test]
    fn a_city_that_is_not_known_is_not_answered_with_another_one() {
        for asked in ["Stuttgart", "Nagpur", "Minsk City Hall", "Xi'an"] {
            assert_eq!(
                Zone::meant(asked).expect_err("no such zone").nearest,
                Vec::<String>::new(),
                "for {asked}"
            );
        }
    }

    #[test]
    fn nonsense_is_not_answered_with_a_guess() {
        let unknown = Zone::named("xqzzwv").expect_err("no such zone");
        assert_eq!(unknown, UnknownZone { asked: "xqzzwv".to_owned(), nearest: Vec::new() });
        assert!(Zone::named("Etc/Unknown").is_err());
    }

    #[test]
    fn suggestions_prefer_the_city_that_starts_so_and_the_name_in_use() {
        assert_eq!(first_suggestion("tok").as_deref(), Some("Asia/Tokyo"));
        assert_eq!(first_suggestion("york").as_deref(), Some("America/New_York"));
        assert_eq!(first_suggestion("buenos").as_deref(), Some("America/Argentina/Buenos_Aires"));
        assert_eq!(first_suggestion("calcutta").as_deref(), Some("Asia/Calcutta"));
        assert!(Zone::suggest("europe/", 100).iter().all(|name| name.starts_with("Europe/")));
    }

    #[test]
    fn before_anything_is_typed_well_known_zones_are_offered() {
        let offered = Zone::suggest("  ", 25);
        assert_eq!(offered, WELL_KNOWN);
        for name in offered {
            let zone = Zone::named(&name).expect("a well-known zone exists");
            assert!(zone.rules().is_primary(), "{name} is an alias");
        }
    }

    #[test]
    fn every_zone_of_the_database_is_known_by_its_name() {
        for name in all_names() {
            let zone = Zone::named(&name);
            assert!(name == "Etc/Unknown" || zone.is_ok_and(|zone| zone.name() == name), "{name}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_gets_at_most_the_asked_number_of_real_zones(partial in ".{0,12}", limit in 0_usize..30) {
            let offered = Zone::suggest(&partial, limit);
            prop_assert!(offered.len() <= limit);
            for name in offered {
                prop_assert!(Zone::named(&name).is_ok());
            }
        }
    }
}
