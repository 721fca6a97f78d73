//! The time of day as managers type it.

use jiff::civil::Time;

const NOON: i8 = 12;

/// The text is no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{asked:?} is no time of day, such as 9:00, 21.30 or 9 pm")]
pub struct BadTime {
    /// The text as it was given.
    pub asked: String,
}

/// Reads a time of day to the minute: `9:00`, `09:00`, `9`, `21.30`, `9:00 pm`, `9pm`.
///
/// # Errors
///
/// [`BadTime`] for anything else, `24:00` and `13 pm` included.
pub fn parse_time(text: &str) -> Result<Time, BadTime> {
    read(text).ok_or_else(|| BadTime { asked: text.to_owned() })
}

fn read(text: &str) -> Option<Time> {
    let compact: String = text.to_lowercase().split_whitespace().collect();
    let (clock, half) = Half::split_off(&compact);
    let (hour, minute) = clock.split_once([':', '.']).unwrap_or((clock, "00"));
    if minute.len() != 2 {
        return None;
    }
    let hour = number(hour)?;
    let hour = match half {
        Some(half) => half.on_24_hours(hour)?,
        None => hour,
    };
    Time::new(hour, number(minute)?, 0, 0).ok()
}

/// One or two digits, nothing else: a sign or a third digit is a slip.
fn number(digits: &str) -> Option<i8> {
    let plain = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok())?
}

/// Which half of the day a 12-hour clock means.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

impl Half {
    const MARKS: [(&'static str, Self); 4] =
        [("am", Self::Morning), ("a.m.", Self::Morning), ("pm", Self::Afternoon), ("p.m.", Self::Afternoon)];

    fn split_off(text: &str) -> (&str, Option<Self>) {
        Self::MARKS
            .into_iter()
            .find_map(|(mark, half)| Some((text.strip_suffix(mark)?, Some(half))))
            .unwrap_or((text, None))
    }

    /// 12 am is midnight, and 12 pm is noon.
    fn on_24_hours(self, hour: i8) -> Option<i8> {
        let past_twelve = (1..=NOON).contains(&hour).then_some(hour % NOON)?;
        Some(match self {
            Self::Morning => past_twelve,
            Self::Afternoon => past_twelve + NOON,
        })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_ways_to_write_a_time_are_read() {
        for (text, hour, minute) in [
            ("9:00", 9, 0),
            ("09:00", 9, 0),
            ("9", 9, 0),
            ("21.30", 21, 30),
            ("9:00 pm", 21, 0),
            ("9pm", 21, 0),
            (" 9:05 P.M. ", 21, 5),
            ("12 am", 0, 0),
            ("12:30 pm", 12, 30),
            ("0:00", 0, 0),
            ("23:59", 23, 59),
        ] {
            assert_eq!(parse_time(text), Ok(time(hour, minute, 0, 0)), "for {text:?}");
        }
    }

    #[test]
    fn what_is_no_time_is_refused_with_the_text() {
        for text in
            ["", "24:00", "9:60", "9:5", "13 pm", "0 am", "-1", "+9", "009", "nine", "9:00:00", "pm", "９"]
        {
            assert_eq!(parse_time(text), Err(BadTime { asked: text.to_owned() }));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_a_panic(text in ".{0,10}") {
            let _ = parse_time(&text);
        }

        #[test]
        fn a_written_time_reads_back(hour in 0_i8..24, minute in 0_i8..60) {
            prop_assert_eq!(parse_time(&format!("{hour}:{minute:02}")), Ok(time(hour, minute, 0, 0)));
        }
    }
}
