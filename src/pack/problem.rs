//! What is wrong with a pack, where, and what to do about it.

use std::fmt;

use super::place::Spot;

/// Whether a pack can be used in spite of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack is refused.
    Error,
    /// The pack works, but somebody should look.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One thing wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Whether the pack can be used all the same.
    pub severity: Severity,
    /// The file or folder, as it was asked for.
    pub file: String,
    /// The line in the file, from 1; none where a whole file or folder is meant.
    pub line: Option<usize>,
    /// The question, concept or fact it is about.
    pub id: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}: ", self.severity)?;
        if let Some(id) = &self.id {
            write!(f, "{id}: ")?;
        }
        write!(f, "{}\n  hint: {}", self.message, self.hint)
    }
}

/// Everything wrong with the packs that were read, by file and line.
#[derive(Clone, Debug, Default, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.0.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }

    /// Whether nothing is wrong at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are of this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|problem| problem.severity == severity).count()
    }

    /// Whether one of them makes a pack unusable.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    pub(super) fn error(&mut self, at: Spot<'_>, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Error, at, message.into(), hint.into());
    }

    pub(super) fn warning(&mut self, at: Spot<'_>, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Warning, at, message.into(), hint.into());
    }

    /// A problem whose severity depends.
    pub(super) fn push(&mut self, severity: Severity, at: Spot<'_>, message: String, hint: String) {
        let (file, id) = (at.file.to_owned(), at.id.map(ToOwned::to_owned));
        self.0.push(Problem { severity, file, line: at.line, id, message, hint });
    }

    /// Brings them into the order in which an editor would meet them.
    pub(super) fn sort(&mut self) {
        self.0.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
    }
}
