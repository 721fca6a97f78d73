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

/// The text of a file, and where its lines start.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub(super) file: Arc<str>,
    pub(super) text: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> Text<'t> {
    pub(super) fn new(file: Arc<str>, text: &'t str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        Self { file, text, line_starts: line_starts.collect() }
    }

    /// The line, from 1, in which a span of the text starts.
    pub(super) fn line_of(&self, span: &Range<usize>) -> usize {
        self.line_starts.partition_point(|start| *start <= span.start)
    }
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
    /// The place of `table`, which covers `span` of the text.
    pub(super) fn new(text: &Text<'_>, span: &Range<usize>, table: Option<&DeTable<'_>>) -> Self {
        let id = table.and_then(|table| table.get("id")?.get_ref().as_str()).map(ToOwned::to_owned);
        let part = |key: &Spanned<_>, value: &Spanned<DeValue<'_>>| Part {
            line: text.line_of(&key.span()),
            elements: value.get_ref().as_array().map_or_else(Vec::new, |elements| {
                elements.iter().map(|element| text.line_of(&element.span())).collect()
            }),
        };
        let parts =
            table.into_iter().flatten().map(|(key, value)| (key.get_ref().to_string(), part(key, value)));
        Self { line: text.line_of(span), id, parts: parts.collect(), file: Arc::clone(&text.file) }
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
