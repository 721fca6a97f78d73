//! A day as members type it.

use jiff::civil::Date;

/// Reads a day: `today`, `tomorrow`, or a date such as `2026-03-02`.
#[must_use]
pub fn parse_day(typed: &str, today: Date) -> Option<Date> {
    match typed.trim().to_lowercase().as_str() {
        "today" => Some(today),
        "tomorrow" => today.tomorrow().ok(),
        other => other.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 2, 28);

    #[test]
    fn a_day_is_read_as_it_is_meant() {
        for (typed, meant) in [
            ("today", Some(TODAY)),
            (" Tomorrow ", Some(date(2026, 3, 1))),
            ("2026-03-02", Some(date(2026, 3, 2))),
            ("2026-02-30", None),
            ("someday", None),
            ("", None),
        ] {
            assert_eq!(parse_day(typed, TODAY), meant, "{typed:?}");
        }
        assert_eq!(parse_day("tomorrow", Date::MAX), None);
    }

    proptest! {
        #[test]
        fn reading_never_panics(typed in any::<String>()) {
            let _ = parse_day(&typed, TODAY);
        }
    }
}
