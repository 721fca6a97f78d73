//! Discord's limits, checked as Discord checks them: every wrong field is named.
//!
//! The numbers come from `twilight-validate`; where it has none they stand here with their unit. Lengths count code points.

mod command;
mod component;
mod embed;
mod message;
mod modal;

use serde_json::Value;

use crate::error::Problems;
use crate::snowflake::Snowflake;

pub(crate) use command::{choices, command};
pub(crate) use component::{components, kind, walk};
pub(crate) use embed::embeds;
pub(crate) use message::{MessageFields, message};
pub(crate) use modal::modal;

/// What Discord says to a message that it refuses, as it would in an answer's body: what a bot's own tests can ask of
/// its texts, embeds and components without sending them. `None`: it is taken.
#[must_use]
pub fn objection(message: &Value) -> Option<Value> {
    let checked = self::message(message, &[], "", 0, || Snowflake::new(0));
    checked.err().map(|error| error.body())
}

/// Code points in a text.
pub(crate) fn length(text: &str) -> usize {
    text.chars().count()
}

/// A text field: its type and, in code points, its length from `min` to `max`. `None` when missing or wrong.
pub(crate) fn text<'a>(
    body: &'a Value,
    key: &str,
    path: &str,
    (min, max): (usize, usize),
    problems: &mut Problems,
) -> Option<&'a str> {
    let here = join(path, key);
    match &body[key] {
        Value::Null => None,
        Value::String(text) => {
            let count = length(text);
            if (min..=max).contains(&count) {
                return Some(text);
            }
            if min == 0 {
                problems.too_long(&here, max);
            } else if count == 0 {
                problems.required(&here);
            } else {
                problems.bad_length(&here, min, max);
            }
            None
        }
        _ => {
            problems.add(&here, "STRING_TYPE_CONVERT", "Could not interpret value as string.");
            None
        }
    }
}

/// A text field that must be there.
pub(crate) fn required_text<'a>(
    body: &'a Value,
    key: &str,
    path: &str,
    bounds: (usize, usize),
    problems: &mut Problems,
) -> Option<&'a str> {
    if body[key].is_null() {
        problems.required(&join(path, key));
    }
    text(body, key, path, bounds, problems)
}

/// A list field of at most `max` entries; an absent one is empty.
pub(crate) fn list<'a>(
    body: &'a Value,
    key: &str,
    path: &str,
    max: usize,
    problems: &mut Problems,
) -> &'a [Value] {
    match &body[key] {
        Value::Array(list) => {
            if list.len() > max {
                problems.too_long(&join(path, key), max);
            }
            list
        }
        Value::Null => &[],
        _ => {
            problems.add(&join(path, key), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
            &[]
        }
    }
}

/// A field below a path.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// Only the named fields of an object, as Discord drops what it doesn't know.
pub(crate) fn keep(body: &Value, keys: &[&str]) -> Value {
    let found = keys.iter().filter(|key| !body[**key].is_null());
    found.map(|key| ((*key).to_owned(), body[*key].clone())).collect::<serde_json::Map<_, _>>().into()
}
