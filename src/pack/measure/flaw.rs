//! What is wrong with a question, wherever it was written.

/// The part of a question that a flaw is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Part {
    Whole,
    Stem,
    /// From 0, in the file's order.
    Option(usize),
}

/// One thing wrong with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Flaw {
    pub(in super::super) part: Part,
    pub(in super::super) message: String,
    /// What to do about it.
    pub(in super::super) hint: String,
}

impl Flaw {
    pub(in super::super) fn whole(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Part::Whole, message, hint)
    }

    pub(in super::super) fn new(part: Part, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { part, message: message.into(), hint: hint.into() }
    }
}
