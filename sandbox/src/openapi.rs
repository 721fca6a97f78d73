//! Recorded traffic, held against Discord's official OpenAPI description.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};

use crate::traffic::{Exchange, Traffic};

/// Errors told per payload; the first ones say enough.
const ERRORS_TOLD: usize = 3;

/// Discord's OpenAPI description, against which requests and replies can be checked.
///
/// [The description](https://github.com/discord/discord-api-spec)
pub struct Description {
    document: Value,
    validators: Mutex<HashMap<String, Option<Arc<Validator>>>>,
}

/// The description could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// The file can't be read.
    #[error("can't read the OpenAPI description")]
    File(#[from] std::io::Error),
    /// The file is not JSON.
    #[error("the OpenAPI description is not JSON")]
    Json(#[from] serde_json::Error),
}

impl Description {
    /// Reads the description from a file.
    ///
    /// # Errors
    ///
    /// When the file can't be read or is not JSON.
    pub fn read(path: &Path) -> Result<Self, DescriptionError> {
        let document = serde_json::from_slice(&std::fs::read(path)?)?;
        Ok(Self { document, validators: Mutex::default() })
    }

    /// What in the recorded REST traffic does not conform, in words: requests that were accepted, and all replies.
    ///
    /// Where the description contradicts what Discord does, Discord is followed: the codes of wrong fields are words,
    /// and a request may send a number as text or text as a number.
    #[must_use]
    pub fn check(&self, traffic: &Traffic) -> Vec<String> {
        traffic.rest().iter().flat_map(|exchange| self.check_one(exchange)).collect()
    }

    fn check_one(&self, exchange: &Exchange) -> Vec<String> {
        if exchange.route.is_empty() || exchange.status == 0 || exchange.status >= 500 {
            return Vec::new();
        }
        let method = exchange.method.to_lowercase();
        let here = format!("{} {}", exchange.method, exchange.route);
        let Some(operation) = self.operation(&exchange.route, &method) else {
            return vec![format!("{here}: not in the description")];
        };
        let mut problems = Vec::new();
        if exchange.status < 400 && !exchange.request.is_null() {
            let key = format!("{here} request");
            problems.extend(self.judge(&key, &operation["requestBody"], &exchange.request, true));
        }
        let responses = &operation["responses"];
        let status = exchange.status.to_string();
        let declared = match responses.get(&status) {
            Some(declared) => declared,
            None if exchange.status >= 400 => &responses["4XX"],
            None => return vec![format!("{here}: {status} is no declared status")],
        };
        if !exchange.response.is_null() {
            let key = format!("{here} {status}");
            let mut response = exchange.response.clone();
            if let (true, Value::Object(fields)) = (exchange.status >= 400, &mut response) {
                fields.remove("errors");
            }
            problems.extend(self.judge(&key, self.followed(declared), &response, false));
        }
        problems
    }

    /// The operation of a route template of ours; parameter names don't matter.
    fn operation(&self, template: &str, method: &str) -> Option<&Value> {
        let same = |path: &str| {
            let (mut ours, mut theirs) = (template.split('/'), path.split('/'));
            loop {
                match (ours.next(), theirs.next()) {
                    (None, None) => return true,
                    (Some(one), Some(other))
                        if one == other || (one.starts_with('{') && other.starts_with('{')) => {}
                    // Both of ours `{user}` and `{message}` stand for `@me` and `@original` as well.
                    (Some(one), Some(other)) if one.starts_with('{') && other.starts_with('@') => {}
                    _ => return false,
                }
            }
        };
        let paths = self.document["paths"].as_object()?;
        let mut found: Vec<(&String, &Value)> =
            paths.iter().filter(|(path, item)| same(path) && item.get(method).is_some()).collect();
        found.sort_by_key(|(path, _)| path.contains('@'));
        found.first().map(|(_, item)| &item[method])
    }

    fn followed<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        pointer.and_then(|pointer| self.document.pointer(pointer)).unwrap_or(value)
    }

    /// Holds a payload against a request or response of the description.
    fn judge(&self, key: &str, declared: &Value, payload: &Value, coerced: bool) -> Vec<String> {
        let schema = &declared["content"]["application/json"]["schema"];
        if schema.is_null() {
            return Vec::new();
        }
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let validator = validators.entry(key.to_owned()).or_insert_with(|| {
            let whole = json!({ "components": self.document["components"], "allOf": [schema] });
            jsonschema::validator_for(&whole).ok().map(Arc::new)
        });
        let Some(validator) = validator.clone() else {
            return vec![format!("{key}: the description's schema can't be used")];
        };
        drop(validators);
        let errors = validator.iter_errors(payload);
        let errors = errors.filter(|error| !(coerced && is_coerced(error))).take(ERRORS_TOLD);
        errors.map(|error| format!("{key} at {}: {error}", error.instance_path())).collect()
    }
}

/// Whether Discord makes a number of the text, or text of the number.
fn is_coerced(error: &ValidationError<'_>) -> bool {
    let instance = error.instance();
    let like_number = instance.is_u64() || instance.as_str().is_some_and(|text| text.parse::<u64>().is_ok());
    matches!(error.kind(), ValidationErrorKind::Type { .. }) && like_number
}
