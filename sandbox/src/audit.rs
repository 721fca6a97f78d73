//! What a bot did wrong, so that a test can fail on it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

/// The list of problems. Clones are the same list.
#[derive(Clone, Debug, Default)]
pub struct Audit(Arc<Mutex<Vec<Problem>>>);

/// One thing a bot did wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What sort of thing.
    pub kind: ProblemKind,
    /// What happened, in words.
    pub text: String,
}

/// The sorts of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The first answer came after 3 seconds, or never.
    LateAcknowledgement,
    /// An interaction was acknowledged twice.
    DoubleAcknowledgement,
    /// Discord would refuse the payload as malformed.
    RefusedPayload,
    /// The sandbox does not model the route.
    Unmodelled,
    /// The bot broke the gateway's rules.
    Gateway,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.kind {
            ProblemKind::LateAcknowledgement => "late acknowledgement",
            ProblemKind::DoubleAcknowledgement => "double acknowledgement",
            ProblemKind::RefusedPayload => "refused payload",
            ProblemKind::Unmodelled => "unmodelled",
            ProblemKind::Gateway => "gateway",
        };
        write!(f, "{kind}: {}", self.text)
    }
}

impl Audit {
    /// The problems so far.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The problems so far, which are forgotten here: a test takes those that it meant to cause.
    #[must_use = "problems that are taken are not found again"]
    pub fn take_problems(&self) -> Vec<Problem> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn note(&self, kind: ProblemKind, text: impl Into<String>) {
        let problem = Problem { kind, text: text.into() };
        tracing::warn!(%problem, "audit");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    }
}
