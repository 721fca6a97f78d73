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

    /// What the client sends when these fields, by label or id, are filled in.
    pub(crate) fn submission(&self, given: &[(&str, &str)]) -> Result<Value, Refused> {
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
            let typed = given.iter().find(|(name, _)| is(row, name)).map(|(_, value)| *value);
            rows.push(filled(row, typed)?);
        }
        Ok(json!({ "custom_id": self.data["custom_id"], "components": rows }))
    }
}

fn filled(row: &Value, typed: Option<&str>) -> Result<Value, Refused> {
    let (label, input) = field(row);
    let value = typed.or_else(|| input["value"].as_str()).unwrap_or_default();
    let refuse = |why: &str| {
        Err(Refused::BadValue { field: label.to_owned(), value: value.to_owned(), why: why.to_owned() })
    };
    let length = crate::validate::length(value) as u64;
    if length == 0 && input["required"] != false {
        return refuse("it is required");
    }
    if length > 0 && input["min_length"].as_u64().is_some_and(|min| length < min) {
        return refuse("it is too short");
    }
    if input["max_length"].as_u64().is_some_and(|max| length > max) {
        return refuse("it is too long");
    }
    let number = input["type"].as_u64().unwrap_or(kind::TEXT_INPUT);
    let mut answer = json!({ "type": number, "id": 2, "custom_id": input["custom_id"] });
    if number == kind::TEXT_INPUT {
        answer["value"] = json!(value);
    } else {
        answer["values"] = value.split(", ").filter(|part| !part.is_empty()).collect();
    }
    Ok(if row["type"] == kind::LABEL {
        json!({ "type": kind::LABEL, "id": 1, "component": answer })
    } else {
        json!({ "type": kind::ROW, "id": 1, "components": [answer] })
    })
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
