//! A modal that a bot opened, and what a member types into it.

use std::fmt;

use serde_json::{Value, json};

use super::{Refused, render};
use crate::snowflake::Snowflake;
use crate::validate::kind;

/// A modal that a bot opened.
#[derive(Clone, Debug)]
pub struct Modal {
    pub(crate) data: Value,
    pub(crate) app: Snowflake,
    pub(crate) channel: Snowflake,
    pub(crate) source: Option<Snowflake>,
}

impl Modal {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &str {
        self.data["title"].as_str().unwrap_or_default()
    }

    /// The labels of its fields.
    #[must_use]
    pub fn labels(&self) -> Vec<&str> {
        self.rows().map(|row| field(row).0).collect()
    }

    /// The modal as Discord's JSON.
    #[must_use]
    pub const fn as_json(&self) -> &Value {
        &self.data
    }

    fn rows(&self) -> impl Iterator<Item = &Value> {
        self.data["components"].as_array().into_iter().flatten().filter(|row| row["type"] != kind::TEXT)
    }

    /// What the client sends when these fields, by id or label, are filled in.
    pub(crate) fn submission(&self, given: &[(&str, Entry<'_>)]) -> Result<Value, Refused> {
        let is = |row: &Value, name: &str| {
            let (label, input) = field(row);
            label == name || input["custom_id"] == name
        };
        if let Some((name, _)) = given.iter().find(|(name, _)| !self.rows().any(|row| is(row, name))) {
            let there = self.labels().join(", ");
            return Err(Refused::NoSuchComponent { wanted: (*name).to_owned(), there });
        }
        let mut rows = Vec::new();
        for row in self.rows() {
            let by_id = given.iter().find(|(name, _)| field(row).1["custom_id"] == *name);
            let found = by_id.or_else(|| given.iter().find(|(name, _)| is(row, name)));
            rows.push(filled(row, found.map(|(_, entry)| entry))?);
        }
        Ok(json!({ "custom_id": self.data["custom_id"], "components": rows }))
    }
}

/// What a member entered into one field.
#[derive(Clone, Debug)]
pub(crate) enum Entry<'a> {
    /// A text; for a menu, values with `, ` between them.
    Text(&'a str),
    /// The values chosen from a menu.
    Values(Vec<&'a str>),
}

impl<'a> Entry<'a> {
    fn values(&self) -> Vec<&'a str> {
        match self {
            Self::Text(text) => text.split(", ").filter(|part| !part.is_empty()).collect(),
            Self::Values(values) => values.clone(),
        }
    }
}

fn filled(row: &Value, entry: Option<&Entry<'_>>) -> Result<Value, Refused> {
    let (label, input) = field(row);
    let number = input["type"].as_u64().unwrap_or(kind::TEXT_INPUT);
    let mut answer = json!({ "type": number, "id": 2, "custom_id": input["custom_id"] });
    if number == kind::TEXT_INPUT {
        let typed = match entry {
            Some(Entry::Text(text)) => Some(*text),
            Some(Entry::Values(values)) => values.first().copied(),
            None => None,
        };
        let value = typed.or_else(|| input["value"].as_str()).unwrap_or_default();
        check(label, input, value, crate::validate::length(value), ("min_length", "max_length"))?;
        answer["value"] = json!(value);
    } else {
        let values = entry.map(Entry::values).unwrap_or_default();
        check(label, input, &values.join(", "), values.len(), ("min_values", "max_values"))?;
        answer["values"] = json!(values);
    }
    Ok(if row["type"] == kind::LABEL {
        json!({ "type": kind::LABEL, "id": 1, "component": answer })
    } else {
        json!({ "type": kind::ROW, "id": 1, "components": [answer] })
    })
}

/// Refuses an entry that is missing, or whose size is outside the bounds that the field names under these keys.
fn check(
    label: &str,
    input: &Value,
    value: &str,
    size: usize,
    (min, max): (&str, &str),
) -> Result<(), Refused> {
    let size = size as u64;
    let why = if size == 0 && input["required"] != false {
        "it is required"
    } else if size > 0 && input[min].as_u64().is_some_and(|min| size < min) {
        "it is too short"
    } else if input[max].as_u64().is_some_and(|max| size > max) {
        "it is too long"
    } else {
        return Ok(());
    };
    Err(Refused::BadValue { field: label.to_owned(), value: value.to_owned(), why: why.to_owned() })
}

/// The label and input of a modal's row.
pub(crate) fn field(row: &Value) -> (&str, &Value) {
    let input = if row["type"] == kind::LABEL { &row["component"] } else { &row["components"][0] };
    let label = row["label"].as_str().or_else(|| input["label"].as_str());
    (label.unwrap_or_default(), input)
}

impl fmt::Display for Modal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::modal(&self.data))
    }
}
