//! What a manager chooses, in the model's own words.

use jiff::civil::{Date, Time};

/// Weekdays as `/setup` reads and writes them, with their numbers from Monday, 1 to 7.
pub(crate) const WEEKS: [(&str, &str, &[i8]); 4] = [
    ("daily", "every day", &[1, 2, 3, 4, 5, 6, 7]),
    ("mon-fri", "Mon–Fri", &[1, 2, 3, 4, 5]),
    ("mon,wed,fri,sun", "Mon, Wed, Fri, Sun", &[1, 3, 5, 7]),
    ("tue-sun", "Tue–Sun", &[2, 3, 4, 5, 6, 7]),
];

/// A server's settings.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) channel: &'static str,
    pub(crate) time: Time,
    pub(crate) zone: &'static str,
    /// Which of [`WEEKS`].
    pub(crate) week: usize,
}

impl Settings {
    /// The command that saves them.
    pub(crate) fn command(&self) -> String {
        format!(
            "/setup channel:#{} time:{} zone:{} weekdays:{} discussion:False",
            self.channel,
            self.time.strftime("%H:%M"),
            self.zone,
            WEEKS[self.week].0
        )
    }

    /// The schedule as `/setup` shows it.
    pub(crate) fn shown(&self) -> String {
        format!(
            "{}, {}, {} time",
            self.time.strftime("%H:%M"),
            WEEKS[self.week].1,
            self.zone.replace('_', " ")
        )
    }

    /// Whether the weekday of `day` has a question.
    pub(crate) fn asks_on(&self, day: Date) -> bool {
        WEEKS[self.week].2.contains(&day.weekday().to_monday_one_offset())
    }
}
