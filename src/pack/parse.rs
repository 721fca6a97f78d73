//! TOML text -> typed items; every problem with its line.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer, Error, ValueDeserializer};

use super::chapter::Chapter;
use super::files::{CHAPTER_FILE, SourceFile};
use super::place::{Located, Place, Spot, Text};
use super::problem::Problems;

/// How alike a mistyped key and the right one are, from 0 to 1, to be worth a hint.
const WORTH_A_HINT: f64 = 0.8;

/// The description of a chapter, if it is well-formed.
pub(super) fn chapter(file: &SourceFile, problems: &mut Problems) -> Option<Located<Chapter>> {
    let text = text_of(file, problems)?;
    let table = table_of(&text, problems)?;
    let place = Place::new(&text, &(0..0), Some(table.get_ref()));
    match Chapter::deserialize(Deserializer::from(table)) {
        Ok(value) => Some(Located { value, place }),
        Err(error) => {
            report(&text, &error, &place, CHAPTER_FILE, problems);
            None
        }
    }
}

/// The items of a file in which everything stands under `[[kind]]`; those that are well-formed.
pub(super) fn items<T: DeserializeOwned>(
    file: &SourceFile,
    kind: &str,
    problems: &mut Problems,
) -> Vec<Located<T>> {
    let Some(text) = text_of(file, problems) else { return Vec::new() };
    let Some(table) = table_of(&text, problems) else { return Vec::new() };
    if table.get_ref().is_empty() {
        let hint = format!("write a [[{kind}]], or take the file away");
        problems.warning(Spot::file(&text.file), "is empty", hint);
    }
    let mut items = Vec::new();
    for (key, value) in table.into_inner() {
        let at = Spot::line(&text.file, text.line_of(&key.span()));
        match value.into_inner() {
            DeValue::Array(elements) if key.get_ref() == kind => {
                items.extend(elements.into_iter().filter_map(|element| item(&text, element, kind, problems)));
            }
            _ if key.get_ref() == kind => {
                problems.error(
                    at,
                    format!("`{kind}` is not a list"),
                    format!("begin each {kind} with [[{kind}]]"),
                );
            }
            _ => problems.error(
                at,
                format!("unknown key `{}`", key.get_ref()),
                format!("this file holds nothing but [[{kind}]]"),
            ),
        }
    }
    items
}

fn item<T: DeserializeOwned>(
    text: &Text<'_>,
    mut element: Spanned<DeValue<'_>>,
    kind: &str,
    problems: &mut Problems,
) -> Option<Located<T>> {
    let place = Place::new(text, &element.span(), element.get_ref().as_table());
    dates_to_text(element.get_mut());
    match T::deserialize(ValueDeserializer::from(element)) {
        Ok(value) => Some(Located { value, place }),
        Err(error) => {
            report(text, &error, &place, &format!("[[{kind}]]"), problems);
            None
        }
    }
}

/// Writes dates as text: TOML has a type of its own for them, which jiff does not read.
fn dates_to_text(value: &mut DeValue<'_>) {
    match value {
        DeValue::Datetime(date) => *value = DeValue::String(date.to_string().into()),
        DeValue::Array(elements) => elements.iter_mut().for_each(|element| dates_to_text(element.get_mut())),
        DeValue::Table(table) => table.iter_mut().for_each(|(_, value)| dates_to_text(value.get_mut())),
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
    }
}

fn report(text: &Text<'_>, error: &Error, place: &Place, what: &str, problems: &mut Problems) {
    let whole = place.spot();
    let line = error.span().map(|span| text.line_of(&span)).or(whole.line);
    let at = Spot { file: &text.file, line, id: whole.id };
    problems.error(at, one_line(error.message()), hint(error.message(), what));
}

/// What to do about a value that does not fit its type, which serde describes in words only.
fn hint(message: &str, what: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let name = quoted.next().unwrap_or_default();
    if message.starts_with("missing field") {
        return format!("add `{name} = …` to this {what}");
    }
    if !message.starts_with("unknown") {
        return format!("write the value as the other items of the pack do in {what}");
    }
    let likeness = |known: &str| strsim::jaro_winkler(name, known);
    let nearest = quoted.max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|known| likeness(known) >= WORTH_A_HINT) {
        Some(known) => format!("did you mean `{known}`?"),
        None if message.starts_with("unknown variant") => "write one of those".to_owned(),
        None => format!("{what} has no place for it: take it out"),
    }
}

fn text_of<'f>(file: &'f SourceFile, problems: &mut Problems) -> Option<Text<'f>> {
    let error = match std::str::from_utf8(&file.bytes) {
        Ok(text) => return Some(Text::new(Arc::clone(&file.path), text)),
        Err(error) => error,
    };
    let before = &file.bytes[..error.valid_up_to()];
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    problems.error(Spot::line(&file.path, line), "not valid UTF-8", "save the file in UTF-8");
    None
}

fn table_of<'t>(text: &Text<'t>, problems: &mut Problems) -> Option<Spanned<DeTable<'t>>> {
    let (table, errors) = DeTable::parse_recoverable(text.text);
    for error in &errors {
        let line = error.span().map(|span| text.line_of(&span));
        problems.error(
            Spot { file: &text.file, line, id: None },
            format!("not valid TOML: {}", one_line(error.message())),
            "mend the syntax; often a quote, a comma or a bracket is missing just above",
        );
    }
    errors.is_empty().then_some(table)
}

/// A message on one line, so that each problem is one line and its hint.
fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}
