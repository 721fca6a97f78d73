//! The weekdays on which a guild is asked.

use std::fmt;

use jiff::civil::Weekday;

/// Monday first: the order of the bits and of the printed list.
const WEEK: [(Weekday, &str, &str); 7] = [
    (Weekday::Monday, "Mon", "monday"),
    (Weekday::Tuesday, "Tue", "tuesday"),
    (Weekday::Wednesday, "Wed", "wednesday"),
    (Weekday::Thursday, "Thu", "thursday"),
    (Weekday::Friday, "Fri", "friday"),
    (Weekday::Saturday, "Sat", "saturday"),
    (Weekday::Sunday, "Sun", "sunday"),
];

/// The fewest letters that tell every weekday from every other.
const SHORTEST_NAME: usize = 2;

/// The fewest days in a row that are printed as a range.
const SHORTEST_RANGE: usize = 3;

/// A set of weekdays, never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weekdays(u8);

/// The text names no weekdays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{asked:?} names no weekdays, such as daily, mon-fri or mon, wed, fri")]
pub struct BadWeekdays {
    /// The text as it was given.
    pub asked: String,
}

impl Weekdays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);
    /// Monday to Friday.
    pub const WORKDAYS: Self = Self(0b001_1111);
    /// Saturday and Sunday.
    pub const WEEKEND: Self = Self(0b110_0000);

    /// The set of these bits, Monday the lowest; `None` where no day or no such day is set.
    #[must_use]
    pub fn from_bits(bits: u8) -> Option<Self> {
        (bits != 0 && bits & !Self::ALL.0 == 0).then_some(Self(bits))
    }

    /// Monday is the lowest bit, Sunday the seventh.
    #[must_use]
    pub fn bits(self) -> u8 {
        self.0
    }

    /// Whether the day is in the set.
    #[must_use]
    pub fn contains(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0
    }

    /// Reads `daily`, `weekdays`, `weekend`, `mon-fri`, `mon,wed,fri`, `Mon Wed`, and what [`fmt::Display`] writes.
    ///
    /// A range may pass the week's end: `sat-mon` is three days.
    ///
    /// # Errors
    ///
    /// [`BadWeekdays`] where a word is no weekday, or there is none.
    pub fn parse(text: &str) -> Result<Self, BadWeekdays> {
        read(&text.to_lowercase()).ok_or_else(|| BadWeekdays { asked: text.to_owned() })
    }
}

impl fmt::Display for Weekdays {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return f.write_str("every day");
        }
        let runs = WEEK.chunk_by(|(left, ..), (right, ..)| self.contains(*left) == self.contains(*right));
        let mut separator = "";
        for run in runs.filter(|run| self.contains(run[0].0)) {
            if run.len() >= SHORTEST_RANGE {
                write!(f, "{separator}{}–{}", run[0].1, run[run.len() - 1].1)?;
            } else {
                let names: Vec<&str> = run.iter().map(|(_, short, _)| *short).collect();
                write!(f, "{separator}{}", names.join(", "))?;
            }
            separator = ", ";
        }
        Ok(())
    }
}

fn bit(day: Weekday) -> u8 {
    1 << day.to_monday_zero_offset()
}

fn read(text: &str) -> Option<Weekdays> {
    match text.trim() {
        "daily" | "every day" | "everyday" | "all" => return Some(Weekdays::ALL),
        "weekdays" | "workdays" | "every weekday" => return Some(Weekdays::WORKDAYS),
        "weekend" | "weekends" => return Some(Weekdays::WEEKEND),
        _ => {}
    }
    let spaced = text.replace(['-', '–', '—'], " to ").replace([',', ';', '&', '+'], " ");
    let mut words = spaced.split_whitespace().filter(|word| *word != "and").peekable();
    let mut bits = 0;
    while let Some(word) = words.next() {
        let first = weekday(word)?;
        let last = match words.next_if_eq(&"to") {
            Some(_) => weekday(words.next()?)?,
            None => first,
        };
        bits |= range(first, last);
    }
    Weekdays::from_bits(bits)
}

fn range(first: Weekday, last: Weekday) -> u8 {
    let days = usize::try_from(first.until(last)).expect("a weekday is 0 to 6 days ahead");
    first.cycle_forward().take(days + 1).fold(0, |bits, day| bits | bit(day))
}

/// A weekday by its name, its plural or its beginning.
fn weekday(word: &str) -> Option<Weekday> {
    let word = word.trim_end_matches('.');
    WEEK.into_iter()
        .find(|(_, _, name)| {
            word.len() >= SHORTEST_NAME && (name.starts_with(word) || word.strip_suffix('s') == Some(name))
        })
        .map(|(day, ..)| day)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str) -> String {
        Weekdays::parse(text).map_or_else(|bad| bad.to_string(), |days| days.to_string())
    }

    #[test]
    fn the_usual_ways_to_name_weekdays_are_read() {
        for (text, expected) in [
            ("mon-fri", "Mon–Fri"),
            ("Mon – Fri", "Mon–Fri"),
            ("monday to friday", "Mon–Fri"),
            ("weekdays", "Mon–Fri"),
            ("Daily", "every day"),
            ("every day", "every day"),
            ("mon-sun", "every day"),
            ("mon,wed,fri", "Mon, Wed, Fri"),
            ("Mon Wed", "Mon, Wed"),
            ("mondays and thursdays", "Mon, Thu"),
            ("weekend", "Sat, Sun"),
            ("sat-mon", "Mon, Sat, Sun"),
            ("mo tu we fr", "Mon–Wed, Fri"),
            ("thurs.", "Thu"),
        ] {
            assert_eq!(shown(text), expected, "for {text:?}");
        }
    }

    #[test]
    fn what_names_no_weekday_is_refused_with_the_text() {
        for text in ["", "  ", "m", "never", "mon-", "-fri", "mon, holiday", "mon to to fri", "and"] {
            assert_eq!(Weekdays::parse(text), Err(BadWeekdays { asked: text.to_owned() }));
        }
    }

    #[test]
    fn a_set_is_never_empty_and_has_seven_days_at_most() {
        assert_eq!(Weekdays::from_bits(0), None);
        assert_eq!(Weekdays::from_bits(0b1000_0001), None);
        assert!(WEEK.iter().all(|(day, ..)| Weekdays::ALL.contains(*day)));
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_back(bits in 1_u8..=0b111_1111) {
            let days = Weekdays::from_bits(bits).expect("some day of seven");
            prop_assert_eq!(Weekdays::parse(&days.to_string()), Ok(days));
            prop_assert_eq!(days.bits(), bits);
        }

        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,20}") {
            let _ = Weekdays::parse(&text);
        }
    }
}
