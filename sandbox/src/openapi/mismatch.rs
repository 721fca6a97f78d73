//! What breaks the description, in words.

use std::collections::HashSet;
use std::fmt;

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

/// Values longer than this, in bytes, are not repeated in a mismatch.
const SHOWN_BYTES: usize = 80;

/// Something that breaks the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// In which half of the exchange.
    pub part: Part,
    /// Where: the route or event, the part, and a JSON pointer into it, such as
    /// `POST /channels/{channel_id}/messages request /embeds/0/title`.
    pub at: String,
    /// What is wrong there.
    pub says: String,
}

/// Which part of the traffic breaks the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A parameter in the path or query.
    Parameter,
    /// The request's body.
    Request,
    /// The response's status.
    Status,
    /// The response's body.
    Response,
    /// A gateway event.
    Event,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.at, self.says)
    }
}

impl Mismatch {
    pub(super) fn new(part: Part, at: &str, says: String) -> Self {
        Self { part, at: at.to_owned(), says }
    }
}

/// One thing that is wrong, after alternatives have been resolved.
pub(super) struct Finding {
    /// Where, as a JSON pointer.
    pub(super) pointer: String,
    /// The field that is missing, when that is what is wrong.
    pub(super) missing: Option<String>,
    pub(super) says: String,
}

/// The findings behind the validator's errors, each once.
///
/// An error "fits none of the alternatives" helps nobody: where one alternative is evidently meant, its errors are
/// given instead.
pub(super) fn findings<'a>(errors: impl Iterator<Item = ValidationError<'a>>) -> Vec<Finding> {
    let mut found = Vec::new();
    for error in errors {
        explain(&error, &mut found);
    }
    let mut seen = HashSet::new();
    found.retain(|finding| seen.insert((finding.pointer.clone(), finding.says.clone())));
    found
}

fn explain(error: &ValidationError<'_>, found: &mut Vec<Finding>) {
    if let Kind::AnyOf { context } | Kind::OneOfNotValid { context } = error.kind()
        && let Some(meant) = meant(error, context)
    {
        for inner in meant {
            explain(inner, found);
        }
        return;
    }
    let missing = match error.kind() {
        Kind::Required { property: Value::String(name) } => Some(name.clone()),
        _ => None,
    };
    found.push(Finding { pointer: error.instance_path().to_string(), missing, says: words(error) });
}

/// The alternative that the value is evidently meant to be: the only one whose kind it has, or of several the one
/// with the fewest errors. `None` when it is of no alternative's kind.
fn meant<'e>(
    union: &ValidationError<'_>,
    alternatives: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e Vec<ValidationError<'static>>> {
    let here = union.instance_path().to_string();
    let tag = format!("{here}/type");
    let wrong_kind = |error: &ValidationError<'_>| {
        let pointer = error.instance_path().to_string();
        let by_value = matches!(
            error.kind(),
            Kind::Type { .. } | Kind::Enum { .. } | Kind::Constant { .. } | Kind::OneOfNotValid { .. }
        );
        by_value && (pointer == here || pointer == tag)
    };
    alternatives.iter().filter(|errors| !errors.iter().any(wrong_kind)).min_by_key(|errors| errors.len())
}

fn words(error: &ValidationError<'_>) -> String {
    let value = error.instance();
    if matches!(error.kind(), Kind::AnyOf { .. } | Kind::OneOfNotValid { .. })
        && let Some(tag) = value.get("type")
    {
        return format!("none of the alternatives is of type {tag}");
    }
    if value.is_array() || value.is_object() || value.as_str().is_some_and(|text| text.len() > SHOWN_BYTES) {
        error.masked().to_string()
    } else {
        error.to_string()
    }
}
