//! What a form (Discord: modal) stands for, written into its `custom_id`, as [`super::press`] does for buttons.

use std::fmt;

use crate::domain::ids::QuestionVersion;

/// The version that this code writes and reads.
const VERSION: &str = "1";

/// A form that a member fills in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Whether everything about the member is really to be erased.
    Erase,
    /// What is wrong with a question.
    Report {
        /// The wording that the member saw.
        version: QuestionVersion,
    },
}

/// A `custom_id` of another version, or none that this bot ever wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no form is written as {0:?}")]
pub struct UnknownForm(pub String);

impl Form {
    /// The `custom_id`, at most 100 code points.
    #[must_use]
    pub fn custom_id(&self) -> String {
        self.to_string()
    }

    /// What it is called where forms are counted.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Erase => "erase",
            Self::Report { .. } => "report",
        }
    }

    /// Reads a `custom_id`.
    ///
    /// # Errors
    ///
    /// [`UnknownForm`] unless it reads exactly as [`Form::custom_id`] writes it.
    pub fn parse(custom_id: &str) -> Result<Self, UnknownForm> {
        if custom_id == Self::Erase.custom_id() {
            return Ok(Self::Erase);
        }
        let version = custom_id.strip_prefix(VERSION).and_then(|rest| rest.strip_prefix(":report:"));
        version
            .and_then(|version| version.parse().ok())
            .map(|version| Self::Report { version: QuestionVersion(version) })
            .filter(|form| form.custom_id() == custom_id)
            .ok_or_else(|| UnknownForm(custom_id.to_owned()))
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Erase => write!(f, "{VERSION}:erase"),
            Self::Report { version } => write!(f, "{VERSION}:report:{version}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::discord::limits::{self, length};

    #[test]
    fn the_form_without_anything_in_it_is_read_back() {
        assert_eq!(Form::parse(&Form::Erase.custom_id()), Ok(Form::Erase));
        assert!(Form::parse("1:erase:").is_err());
    }

    proptest! {
        #[test]
        fn every_form_is_read_back_and_fits(version in any::<u64>()) {
            let form = Form::Report { version: QuestionVersion(version) };
            prop_assert!(length(&form.custom_id()) <= limits::CUSTOM_ID);
            prop_assert_eq!(Form::parse(&form.custom_id()), Ok(form));
        }

        #[test]
        fn what_is_read_is_written_the_same(id in "1:report:[0-9a-z+-]{0,5}") {
            if let Ok(form) = Form::parse(&id) {
                prop_assert_eq!(form.custom_id(), id);
            }
        }
    }

    #[test]
    fn a_garbled_id_is_no_form() {
        for id in ["", "1", "1:report:", "1:report:01", "2:report:1", "1:report:1:2", "1:daily:1:0"] {
            assert_eq!(Form::parse(id), Err(UnknownForm(id.to_owned())));
        }
    }
}
