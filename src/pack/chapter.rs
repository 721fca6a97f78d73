//! What `chapter.toml` says.

use serde::{Deserialize, Serialize};

use crate::domain::content::{ExamDomain, Section};

/// A chapter of the course, with its sections and the exam it prepares for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chapter {
    /// Stable id, such as `chapter-07`.
    pub id: String,
    /// Its number in the course.
    pub number: u16,
    /// Its heading.
    pub title: String,
    /// The exam's code, such as `SAA-C03`.
    pub exam: String,
    /// Its sections, in order.
    #[serde(rename = "section")]
    pub sections: Vec<Section>,
    /// The exam's content domains.
    #[serde(rename = "domain")]
    pub domains: Vec<ExamDomain>,
}

impl Chapter {
    /// The section of this number.
    #[must_use]
    pub fn section(&self, number: u16) -> Option<&Section> {
        self.sections.iter().find(|section| section.number == number)
    }

    /// The content domain of this number.
    #[must_use]
    pub fn domain(&self, number: u8) -> Option<&ExamDomain> {
        self.domains.iter().find(|domain| domain.number == number)
    }
}
