//! What a member says is wrong with a question.

use std::fmt;

use super::asked::AskedQuestion;
use super::grading;

/// The fewest code points that say something.
pub const SHORTEST: usize = 10;

/// The most code points of a report.
pub const LONGEST: usize = 500;

/// A member's own words. They never reach a log: printed for debugging they are left out.
#[derive(Clone, PartialEq, Eq)]
pub struct ReportText(String);

/// The words are no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadReport {
    /// They are fewer than [`SHORTEST`] code points.
    #[error("a report takes {SHORTEST} characters or more")]
    TooShort,
    /// They are more than [`LONGEST`].
    #[error("a report has room for {LONGEST} characters")]
    TooLong,
}

impl ReportText {
    /// Takes what was typed, without the white space around it.
    ///
    /// # Errors
    ///
    /// [`BadReport`] for too few or too many characters.
    pub fn parse(typed: &str) -> Result<Self, BadReport> {
        let text = typed.trim();
        match text.chars().count() {
            ..SHORTEST => Err(BadReport::TooShort),
            SHORTEST..=LONGEST => Ok(Self(text.to_owned())),
            _ => Err(BadReport::TooLong),
        }
    }

    /// The options that the words name by a letter which stands alone, such as the B in "B is right as well", as `asked`
    /// shows them: each letter once, in the order of the words.
    #[must_use]
    pub fn named(&self, asked: &AskedQuestion) -> Vec<(char, String)> {
        let mut named: Vec<(char, String)> = Vec::new();
        for word in self.0.split(|letter: char| !letter.is_alphanumeric()) {
            let found = asked
                .options()
                .enumerate()
                .find(|(position, _)| word.chars().eq([grading::letter(*position)]));
            if let Some((position, option)) = found
                && !named.iter().any(|(letter, _)| *letter == grading::letter(position))
            {
                named.push((grading::letter(position), option.text.trim().to_owned()));
            }
        }
        named
    }

    /// The words as they were typed: escape them before they are shown.
    #[must_use]
    pub fn as_typed(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ReportText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReportText(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_ten_to_five_hundred_characters() {
        assert_eq!(ReportText::parse("  typo here  "), Err(BadReport::TooShort));
        assert_eq!(ReportText::parse(" typo there ").unwrap().as_typed(), "typo there");
        assert!(ReportText::parse(&"é".repeat(LONGEST)).is_ok());
        assert_eq!(ReportText::parse(&"é".repeat(LONGEST + 1)), Err(BadReport::TooLong));
    }

    #[test]
    fn a_report_is_not_printed_for_debugging() {
        assert_eq!(format!("{:?}", ReportText::parse("a secret word").unwrap()), "ReportText(…)");
    }
}
