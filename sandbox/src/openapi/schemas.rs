//! The schemas in the description, compiled when they are first needed.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use super::DescriptionError;
use super::mismatch::{Finding, Mismatch, Part, findings};

/// What the document is called inside the registry; nothing is ever fetched from there.
const DOCUMENT: &str = "urn:discord:openapi";

/// Compiled schemas by the JSON pointer at which they stand in the document.
pub(super) struct Schemas {
    /// Holds the document; validators are compiled from it, so that none copies its megabyte.
    registry: Registry<'static>,
    compiled: RwLock<HashMap<String, Compiled>>,
}

/// A validator, or why there is none.
type Compiled = Result<Arc<Validator>, String>;

impl fmt::Debug for Schemas {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let compiled = self.compiled.read().unwrap_or_else(PoisonError::into_inner).len();
        f.debug_struct("Schemas").field("compiled", &compiled).finish_non_exhaustive()
    }
}

impl Schemas {
    pub(super) fn new(document: Value) -> Result<Self, DescriptionError> {
        let registry = Registry::new().add(DOCUMENT, Arc::new(document))?.prepare()?;
        Ok(Self { registry, compiled: RwLock::default() })
    }

    /// The mismatches between a value and the schema at `pointer`; `at` says where the value stands.
    pub(super) fn check(&self, pointer: &str, value: &Value, part: Part, at: &str) -> Vec<Mismatch> {
        let mismatch = |finding: Finding| {
            let place =
                if finding.pointer.is_empty() { String::new() } else { format!(" {}", finding.pointer) };
            Mismatch { part, at: format!("{at}{place}"), says: finding.says }
        };
        self.findings(pointer, value).into_iter().map(mismatch).collect()
    }

    /// What is wrong with a value by the schema at `pointer`.
    pub(super) fn findings(&self, pointer: &str, value: &Value) -> Vec<Finding> {
        match self.validator(pointer) {
            // The yes-or-no answer is several times as fast as the reasons.
            Ok(validator) if validator.is_valid(value) => Vec::new(),
            Ok(validator) => findings(validator.iter_errors(value)),
            Err(says) => vec![Finding { pointer: String::new(), missing: None, says }],
        }
    }

    /// Whether a value conforms to the schema at `pointer`.
    pub(super) fn fits(&self, pointer: &str, value: &Value) -> bool {
        self.validator(pointer).is_ok_and(|validator| validator.is_valid(value))
    }

    fn validator(&self, pointer: &str) -> Compiled {
        if let Some(known) = self.compiled.read().unwrap_or_else(PoisonError::into_inner).get(pointer) {
            return known.clone();
        }
        // Compiled without the lock: of two threads that come at once, both compile and one result stays.
        let compiled = self.compile(pointer);
        let mut all = self.compiled.write().unwrap_or_else(PoisonError::into_inner);
        all.entry(pointer.to_owned()).or_insert(compiled).clone()
    }

    fn compile(&self, pointer: &str) -> Compiled {
        jsonschema::draft202012::options()
            .with_registry(&self.registry)
            .offline()
            .should_validate_formats(true)
            .with_format("snowflake", |text: &str| text.parse::<u64>().is_ok())
            .build(&json!({ "$ref": format!("{DOCUMENT}#{}", fragment(pointer)) }))
            .map(Arc::new)
            .map_err(|error| format!("the description's schema at {pointer} can't be used: {error}"))
    }
}

/// A JSON pointer as a URI's fragment: what may not stand there is percent-encoded.
fn fragment(pointer: &str) -> String {
    let mut text = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        if byte.is_ascii_alphanumeric() || b"/~-._@:".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}
