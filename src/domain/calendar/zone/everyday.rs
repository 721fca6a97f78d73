//! What people call a time zone where the database knows no such name: a country, a city, an abbreviation, an offset.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

/// The fewest letters of a name that bring it up while it is typed.
const SHORTEST_BEGINNING: usize = 3;

/// The farthest that a clock is from UTC, in hours.
const FARTHEST_HOURS: i32 = 14;

/// 2026-01-15 and 2026-07-15, at midnight by UTC: wherever clocks are changed, it is summer time on one of them alone.
const JANUARY: Timestamp = Timestamp::constant(1_768_435_200, 0);
const JULY: Timestamp = Timestamp::constant(1_784_073_600, 0);

/// Names of the database that say less than they seem to: these clocks know no summer time, and whoever types such a
/// name lives by a clock that may well have one.
pub(super) const WITHOUT_SUMMER: [&str; 3] = ["EST", "MST", "HST"];

const BERLIN: &[&str] = &["Europe/Berlin"];
const CHICAGO: &[&str] = &["America/Chicago"];
const KOLKATA: &[&str] = &["Asia/Kolkata"];
const LONDON: &[&str] = &["Europe/London"];
const LOS_ANGELES: &[&str] = &["America/Los_Angeles"];
const NEW_YORK: &[&str] = &["America/New_York"];
const SHANGHAI: &[&str] = &["Asia/Shanghai"];
const SYDNEY: &[&str] = &["Australia/Sydney"];

/// Names in lower case, with the zones that they may mean, the likeliest first.
const NAMES: [(&str, &[&str]); 121] = [
    ("abu dhabi", &["Asia/Dubai"]),
    ("abuja", &["Africa/Lagos"]),
    ("aedt", SYDNEY),
    ("aest", &["Australia/Sydney", "Australia/Brisbane"]),
    ("akst", &["America/Anchorage"]),
    ("ankara", &["Europe/Istanbul"]),
    ("atlanta", NEW_YORK),
    ("austin", CHICAGO),
    ("austria", &["Europe/Vienna"]),
    ("awst", &["Australia/Perth"]),
    ("bangalore", KOLKATA),
    ("bangladesh", &["Asia/Dhaka"]),
    ("barcelona", &["Europe/Madrid"]),
    ("beijing", SHANGHAI),
    ("belgium", &["Europe/Brussels"]),
    ("bengaluru", KOLKATA),
    ("boston", NEW_YORK),
    ("brazil", &["America/Sao_Paulo"]),
    ("brt", &["America/Sao_Paulo"]),
    ("bst", LONDON),
    ("california", LOS_ANGELES),
    ("canada", &["America/Toronto", "America/Vancouver", "America/Edmonton"]),
    ("cape town", &["Africa/Johannesburg"]),
    ("cdt", CHICAGO),
    ("central time", CHICAGO),
    ("cest", &["Europe/Berlin", "Europe/Paris"]),
    ("chennai", KOLKATA),
    ("china", SHANGHAI),
    ("cologne", BERLIN),
    ("colombia", &["America/Bogota"]),
    ("cst", &["America/Chicago", "Asia/Shanghai"]),
    ("czechia", &["Europe/Prague"]),
    ("dallas", CHICAGO),
    ("delhi", KOLKATA),
    ("denmark", &["Europe/Copenhagen"]),
    ("eastern time", NEW_YORK),
    ("edt", NEW_YORK),
    ("england", LONDON),
    ("est", NEW_YORK),
    ("ethiopia", &["Africa/Addis_Ababa"]),
    ("finland", &["Europe/Helsinki"]),
    ("france", &["Europe/Paris"]),
    ("frankfurt", BERLIN),
    ("geneva", &["Europe/Zurich"]),
    ("germany", BERLIN),
    ("ghana", &["Africa/Accra"]),
    ("greece", &["Europe/Athens"]),
    ("hamburg", BERLIN),
    ("hanoi", &["Asia/Ho_Chi_Minh"]),
    ("hawaii", &["Pacific/Honolulu"]),
    ("hkt", &["Asia/Hong_Kong"]),
    ("houston", CHICAGO),
    ("hst", &["Pacific/Honolulu"]),
    ("hungary", &["Europe/Budapest"]),
    ("hyderabad", KOLKATA),
    ("india", KOLKATA),
    ("indonesia", &["Asia/Jakarta"]),
    ("ireland", &["Europe/Dublin"]),
    ("islamabad", &["Asia/Karachi"]),
    ("ist", &["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
    ("italy", &["Europe/Rome"]),
    ("jst", &["Asia/Tokyo"]),
    ("kenya", &["Africa/Nairobi"]),
    ("korea", &["Asia/Seoul"]),
    ("krakow", &["Europe/Warsaw"]),
    ("kst", &["Asia/Seoul"]),
    ("lahore", &["Asia/Karachi"]),
    ("las vegas", LOS_ANGELES),
    ("malaysia", &["Asia/Kuala_Lumpur"]),
    ("mdt", &["America/Denver"]),
    ("mexico", &["America/Mexico_City"]),
    ("miami", NEW_YORK),
    ("milan", &["Europe/Rome"]),
    ("morocco", &["Africa/Casablanca"]),
    ("mountain time", &["America/Denver", "America/Phoenix"]),
    ("msk", &["Europe/Moscow"]),
    ("mst", &["America/Denver", "America/Phoenix"]),
    ("mumbai", KOLKATA),
    ("munich", BERLIN),
    ("nepal", &["Asia/Kathmandu"]),
    ("netherlands", &["Europe/Amsterdam"]),
    ("new delhi", KOLKATA),
    ("new zealand", &["Pacific/Auckland"]),
    ("nigeria", &["Africa/Lagos"]),
    ("norway", &["Europe/Oslo"]),
    ("nzst", &["Pacific/Auckland"]),
    ("osaka", &["Asia/Tokyo"]),
    ("pacific time", LOS_ANGELES),
    ("pakistan", &["Asia/Karachi"]),
    ("pdt", LOS_ANGELES),
    ("peru", &["America/Lima"]),
    ("philippines", &["Asia/Manila"]),
    ("pkt", &["Asia/Karachi"]),
    ("pst", LOS_ANGELES),
    ("pune", KOLKATA),
    ("rio de janeiro", &["America/Sao_Paulo"]),
    ("romania", &["Europe/Bucharest"]),
    ("russia", &["Europe/Moscow"]),
    ("san diego", LOS_ANGELES),
    ("san francisco", LOS_ANGELES),
    ("saudi arabia", &["Asia/Riyadh"]),
    ("scotland", LONDON),
    ("seattle", LOS_ANGELES),
    ("sgt", &["Asia/Singapore"]),
    ("shenzhen", SHANGHAI),
    ("south africa", &["Africa/Johannesburg"]),
    ("south korea", &["Asia/Seoul"]),
    ("spain", &["Europe/Madrid"]),
    ("sri lanka", &["Asia/Colombo"]),
    ("sweden", &["Europe/Stockholm"]),
    ("switzerland", &["Europe/Zurich"]),
    ("tel aviv", &["Asia/Jerusalem"]),
    ("texas", CHICAGO),
    ("thailand", &["Asia/Bangkok"]),
    ("uae", &["Asia/Dubai"]),
    ("uk", LONDON),
    ("ukraine", &["Europe/Kyiv"]),
    ("united kingdom", LONDON),
    ("usa", &["America/New_York", "America/Chicago", "America/Los_Angeles"]),
    ("vietnam", &["Asia/Ho_Chi_Minh"]),
    ("washington", NEW_YORK),
];

/// The zones that a name may mean, the likeliest first; none where it is not known.
pub(super) fn called(query: &str) -> &'static [&'static str] {
    NAMES.iter().find(|(name, _)| *name == query).map_or(&[], |(_, zones)| zones)
}

/// The zones of names that begin with what was typed.
pub(super) fn beginning(query: &str) -> impl Iterator<Item = &'static str> {
    let long_enough = query.chars().count() >= SHORTEST_BEGINNING;
    NAMES
        .iter()
        .filter(move |(name, _)| long_enough && name.starts_with(query))
        .flat_map(|(_, zones)| *zones)
        .copied()
}

/// The offset from UTC that was typed: `gmt+2`, `utc -03:30`, `+5:30`.
pub(super) fn offset(query: &str) -> Option<Offset> {
    let rest = query.strip_prefix("gmt").or_else(|| query.strip_prefix("utc")).unwrap_or(query).trim_start();
    let (sign, number) = match rest.strip_prefix('+') {
        Some(number) => (1, number),
        None => (-1, rest.strip_prefix(['-', '−'])?),
    };
    let (hours, minutes) = number.trim().split_once(':').unwrap_or((number.trim(), "0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_clock = (0..=FARTHEST_HOURS).contains(&hours) && (0..60).contains(&minutes);
    is_clock.then(|| Offset::from_seconds(sign * (hours * 60 + minutes) * 60).ok()).flatten()
}

/// How well a zone fits an offset: always, in winter, in summer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FitsOffset {
    Always,
    InJanuary,
    InJuly,
}

impl FitsOffset {
    /// `None` where the zone's clock is never so far from UTC.
    pub(super) fn of(zone: &TimeZone, wanted: Offset) -> Option<Self> {
        let fits = |at| zone.to_offset(at) == wanted;
        match (fits(JANUARY), fits(JULY)) {
            (true, true) => Some(Self::Always),
            (true, false) => Some(Self::InJanuary),
            (false, true) => Some(Self::InJuly),
            (false, false) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Zone;
    use super::*;

    #[test]
    fn every_name_stands_once_in_lower_case_and_means_zones_that_exist() {
        assert!(NAMES.is_sorted_by(|(one, _), (other, _)| one < other));
        for (name, zones) in NAMES {
            assert_eq!(name, name.to_lowercase());
            assert!(!zones.is_empty(), "{name}");
            for zone in zones {
                assert!(Zone::named(zone).is_ok_and(|found| found.name() == *zone), "{name}: {zone}");
            }
        }
    }

    #[test]
    fn an_offset_is_read_with_the_sign_that_people_give_it() {
        let hours = |hours| Offset::from_hours(hours).ok();
        for (typed, meant) in [
            ("gmt+2", hours(2)),
            ("utc -3", hours(-3)),
            ("+5:30", Offset::from_seconds(19_800).ok()),
            ("utc−03:30", Offset::from_seconds(-12_600).ok()),
            ("utc", None),
            ("gmt+99", None),
            ("+two", None),
            ("+-2", None),
            ("2", None),
        ] {
            assert_eq!(offset(typed), meant, "{typed}");
        }
    }
}
