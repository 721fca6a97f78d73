//! Checks traffic against Discord's official [OpenAPI description](https://github.com/discord/discord-api-spec).
//!
//! A [`Description`] is read once; it compiles a schema when it first meets it. Fields that the description doesn't
//! know are no mismatch: it doesn't forbid them, and Discord adds some every month. Nor are routes it doesn't have,
//! and answers of 500 and above, of which it says nothing.
//!
//! Where the description contradicts what Discord does, it is [amended](AMENDMENTS) before use; each amendment
//! carries its reason. Gateway events have no schemas of their own: which objects inside which events are checked
//! stands in [`events`].

mod amendments;
pub mod events;
mod mismatch;
mod query;
mod routes;
mod schemas;
mod traffic;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use serde_json::Value;

pub use amendments::{AMENDMENTS, Amendment};
pub use mismatch::{Mismatch, Part};
use routes::{Body, Operation, Routes};
use schemas::Schemas;

/// Discord's description of its REST API. Clones share what has been compiled.
#[derive(Clone, Debug)]
pub struct Description(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    routes: Routes,
    schemas: Schemas,
}

/// Why a description could not be used.
#[derive(Debug, thiserror::Error)]
pub enum DescriptionError {
    /// The file could not be read.
    #[error("cannot read the OpenAPI description {path}")]
    Read {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The text is not JSON.
    #[error("the OpenAPI description is not JSON")]
    Json(#[from] serde_json::Error),
    /// The JSON has no `paths`.
    #[error("this is not an OpenAPI description: it has no `paths`")]
    NoPaths,
    /// An amendment's own text is not JSON.
    #[error("the amendment to {pointer} is not JSON")]
    Amendment {
        /// What it amends.
        pointer: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The references in the description don't resolve.
    #[error("the OpenAPI description's references are broken")]
    References(#[from] jsonschema::ReferencingError),
}

impl FromStr for Description {
    type Err = DescriptionError;

    /// Reads a description from its text and amends it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::amended(text, AMENDMENTS)
    }
}

impl Description {
    /// Reads the description in a file and amends it.
    ///
    /// # Errors
    ///
    /// When the file can't be read, or doesn't hold an OpenAPI description.
    pub fn read(path: &Path) -> Result<Self, DescriptionError> {
        let read = std::fs::read_to_string(path);
        read.map_err(|source| DescriptionError::Read { path: path.to_owned(), source })?.parse()
    }

    /// Reads a description from its text, with these amendments; those that find nothing to amend do nothing.
    ///
    /// # Errors
    ///
    /// When the text is not an OpenAPI description, or an amendment is not JSON.
    pub fn amended(text: &str, amendments: &[Amendment]) -> Result<Self, DescriptionError> {
        let mut document = serde_json::from_str(text)?;
        for amendment in amendments {
            amendment
                .apply(&mut document)
                .map_err(|source| DescriptionError::Amendment { pointer: amendment.at.to_owned(), source })?;
        }
        let routes = Routes::read(&document).ok_or(DescriptionError::NoPaths)?;
        Ok(Self(Arc::new(Parts { routes, schemas: Schemas::new(document)? })))
    }

    /// Whether the description has this route; `path` is as sent, with or without `/api/v10` and query.
    #[must_use]
    pub fn describes(&self, method: &str, path: &str) -> bool {
        self.0.routes.find(method, path).is_some()
    }

    /// What breaks the description in one REST exchange; empty when it conforms or is not described.
    ///
    /// `path` is as sent. `request` is the JSON body, or the `payload_json` of a form. JSON's null is no body.
    /// A request that was refused is checked like any other: see [`Mismatch::part`] to leave it out.
    #[must_use]
    pub fn check_exchange(
        &self,
        method: &str,
        path: &str,
        request: Option<&Value>,
        status: u16,
        response: Option<&Value>,
    ) -> Vec<Mismatch> {
        let Some(found) = self.0.routes.find(method, path) else { return Vec::new() };
        let operation = found.operation;
        let mut mismatches = query::check(&self.0.schemas, &found);
        if let Some(described) = &operation.request {
            let at = format!("{} request", operation.name);
            mismatches.extend(self.check_body(described, request, Part::Request, &at));
        }
        mismatches.extend(self.check_response(operation, status, response));
        mismatches
    }

    fn check_response(&self, operation: &Operation, status: u16, response: Option<&Value>) -> Vec<Mismatch> {
        let at = format!("{} response {status}", operation.name);
        match operation.response(status) {
            Some(described) => self.check_body(described, response, Part::Response, &at),
            None if (200..400).contains(&status) => {
                let known = operation.statuses().collect::<Vec<_>>().join(", ");
                vec![Mismatch::new(Part::Status, &at, format!("the status is none of {known}"))]
            }
            None => Vec::new(),
        }
    }

    fn check_body(&self, described: &Body, body: Option<&Value>, part: Part, at: &str) -> Vec<Mismatch> {
        match (described, body.filter(|body| !body.is_null())) {
            (Body::Json { schema, .. }, Some(body)) => self.0.schemas.check(schema, body, part, at),
            (Body::Json { required: true, .. }, None) => {
                vec![Mismatch::new(part, at, "there is no body, though one is required".to_owned())]
            }
            (Body::Empty, Some(_)) => {
                vec![Mismatch::new(part, at, "there is a body, though none is described".to_owned())]
            }
            (Body::Json { .. } | Body::Empty, None) | (Body::Other, _) => Vec::new(),
        }
    }

    /// What breaks the description in a gateway event, by its name and `d`, where there is a schema for what is in it.
    ///
    /// See [`events`] for what is checked.
    #[must_use]
    pub fn check_event(&self, name: &str, data: &Value) -> Vec<Mismatch> {
        events::check(&self.0.schemas, name, data)
    }
}
