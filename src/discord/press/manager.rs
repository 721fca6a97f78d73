//! What the buttons for those who manage a server stand for.

use std::fmt;

use super::number;
use crate::domain::ids::QuestionVersion;

/// What only who manages the server may ask for with a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ManagerPress {
    /// A page of what was reported, from 0.
    Reports {
        /// Which page.
        page: u32,
    },
    /// A reported question.
    ReportedQuestion {
        /// Its wording.
        version: QuestionVersion,
    },
    /// The reports on a question are dismissed.
    DismissReports {
        /// Its wording.
        version: QuestionVersion,
        /// The page that shows it, from 0.
        page: u32,
    },
    /// The dailies pause.
    PauseDailies,
    /// The dailies go on.
    ResumeDailies,
    /// What a daily will look like.
    PreviewDaily,
}

impl ManagerPress {
    /// What it is called where presses are counted.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Reports { .. } | Self::ReportedQuestion { .. } => "read reports",
            Self::DismissReports { .. } => "dismiss reports",
            Self::PauseDailies => "pause dailies",
            Self::ResumeDailies => "resume dailies",
            Self::PreviewDaily => "preview daily",
        }
    }
}

pub(super) fn read(parts: &[&str]) -> Option<ManagerPress> {
    Some(match *parts {
        ["reports", "page", page] => ManagerPress::Reports { page: number(page)? },
        ["reports", "show", version] => {
            ManagerPress::ReportedQuestion { version: QuestionVersion(number(version)?) }
        }
        ["reports", "dismiss", version, page] => {
            ManagerPress::DismissReports { version: QuestionVersion(number(version)?), page: number(page)? }
        }
        ["dailies", "pause"] => ManagerPress::PauseDailies,
        ["dailies", "resume"] => ManagerPress::ResumeDailies,
        ["dailies", "preview"] => ManagerPress::PreviewDaily,
        _ => return None,
    })
}

impl fmt::Display for ManagerPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reports { page } => write!(f, "reports:page:{page}"),
            Self::ReportedQuestion { version } => write!(f, "reports:show:{version}"),
            Self::DismissReports { version, page } => write!(f, "reports:dismiss:{version}:{page}"),
            Self::PauseDailies => f.write_str("dailies:pause"),
            Self::ResumeDailies => f.write_str("dailies:resume"),
            Self::PreviewDaily => f.write_str("dailies:preview"),
        }
    }
}

#[cfg(test)]
pub(super) fn any_manager_press() -> impl proptest::strategy::Strategy<Value = ManagerPress> {
    use proptest::prelude::*;

    let version = || any::<u64>().prop_map(QuestionVersion);
    prop_oneof![
        any::<u32>().prop_map(|page| ManagerPress::Reports { page }),
        version().prop_map(|version| ManagerPress::ReportedQuestion { version }),
        (version(), any::<u32>()).prop_map(|(version, page)| ManagerPress::DismissReports { version, page }),
        Just(ManagerPress::PauseDailies),
        Just(ManagerPress::ResumeDailies),
        Just(ManagerPress::PreviewDaily),
    ]
}
