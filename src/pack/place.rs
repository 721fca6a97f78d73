//! Where things stand in a pack's files.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Where a problem is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    pub(super) file: &'a str,
    pub(super) line: Option<usize>,
    pub(super) id: Option<&'a str>,
}

impl<'a> Spot<'a> {
    /// A whole file or folder.
    pub(super) fn file(file: &'a str) -> Self {
        Self { file, line: None, id: None }
    }

    /// A line of a file.
    pub(super) fn line(file: &'a str, line: usize) -> Self {
        Self { file, line: Some(line), id: None }
    }
}

/// The line, from 1, in which a span of `text` starts.
pub(super) fn line_of(text: &str, span: &Range<usize>) -> usize {
    let before = text.as_bytes().iter().take(span.start);
    1 + before.filter(|byte| **byte == b'\n').count()
}

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(super) struct Located<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// Where a table of a TOML file stands, with each of its keys.
#[derive(Clone, Debug)]
pub(super) struct Place {
    file: Arc<str>,
    line: usize,
    id: Option<String>,
    parts: BTreeMap<String, Part>,
}

/// Where a key of the table stands, and each element if its value is an array.
#[derive(Clone, Debug)]
struct Part {
    line: usize,
    elements: Vec<usize>,
}

impl Place {
    /// The place of `table`, which covers `span` of the text of `file`.
    pub(super) fn new(file: Arc<str>, text: &str, span: &Range<usize>, table: Option<&DeTable<'_>>) -> Self {
        let id = table.and_then(|table| table.get("id")?.get_ref().as_str()).map(ToOwned::to_owned);
        let part = |(key, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| Part {
            line: line_of(text, &key.span()),
            elements: value.get_ref().as_array().map_or_else(Vec::new, |elements| {
                elements.iter().map(|element| line_of(text, &element.span())).collect()
            }),
        };
        let parts =
            table.into_iter().flatten().map(|(key, value)| (key.get_ref().to_string(), part((key, value))));
        Self { line: line_of(text, span), id, parts: parts.collect(), file }
    }

    /// The table as a whole.
    pub(super) fn spot(&self) -> Spot<'_> {
        self.at_line(self.line)
    }

    /// One of its keys; the whole table if the key is not there.
    pub(super) fn key(&self, key: &str) -> Spot<'_> {
        self.at_line(self.parts.get(key).map_or(self.line, |part| part.line))
    }

    /// One element of an array under one of its keys, from 0.
    pub(super) fn element(&self, key: &str, number: usize) -> Spot<'_> {
        let line = self.parts.get(key).and_then(|part| part.elements.get(number));
        line.map_or_else(|| self.key(key), |line| self.at_line(*line))
    }

    /// `file:line`, to point at from another place.
    pub(super) fn reference(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    fn at_line(&self, line: usize) -> Spot<'_> {
        Spot { file: &self.file, line: Some(line), id: self.id.as_deref() }
    }
}
