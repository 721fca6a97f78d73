//! A request, read.

use std::collections::HashMap;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::{Caller, multipart};
use crate::error::{ApiError, ApiResult};
use crate::files::File;
use crate::snowflake::Snowflake;
use crate::state::State;

/// A request, read.
#[derive(Debug, Default)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) token: Option<String>,
    pub(crate) app: Option<Snowflake>,
    pub(crate) params: HashMap<&'static str, String>,
    pub(crate) query: HashMap<String, String>,
    pub(crate) body: Value,
    pub(crate) files: Vec<Upload>,
}

/// A file of a multipart request.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    /// The `n` of `files[n]`.
    pub(crate) index: Option<u64>,
    pub(crate) name: String,
    pub(crate) file: File,
}

/// What a handler gives back.
#[derive(Debug)]
pub(crate) enum Done {
    /// 200 with a body.
    Json(Value),
    /// 201 with a body.
    Created(Value),
    /// 204.
    Empty,
}

impl Call {
    pub(crate) fn new(method: &str, headers: &HeaderMap, query: &str) -> Self {
        let query = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(key, value)| (decode(key), decode(value)))
            .collect();
        // The audit-log reason is accepted; the sandbox keeps no audit log of the guild.
        let _reason = headers.get("x-audit-log-reason");
        Self { method: method.to_owned(), query, ..Self::default() }
    }

    /// Reads the body: JSON, or a form with `payload_json` and files.
    pub(crate) fn read_body(&mut self, headers: &HeaderMap, bytes: &[u8]) -> ApiResult<()> {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if let Some(boundary) = multipart::boundary(kind) {
            let form = multipart::read(bytes, &boundary).ok_or(ApiError::INVALID_JSON)?;
            self.body = form.payload.unwrap_or_else(|| json!({}));
            self.files = form.files;
            return Ok(());
        }
        if bytes.is_empty() {
            return Ok(());
        }
        self.body = serde_json::from_slice(bytes).map_err(|_| ApiError::INVALID_JSON)?;
        Ok(())
    }

    /// A path parameter that is an id.
    pub(crate) fn id(&self, name: &str) -> ApiResult<Snowflake> {
        let text = self.param(name);
        text.parse().map_err(|_| {
            let message = format!("Value \"{text}\" is not snowflake.");
            ApiError::field(&format!("{name}_id"), "NUMBER_TYPE_COERCE", &message)
        })
    }

    /// A path parameter as text.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Who calls.
    pub(crate) fn caller(&self, state: &State) -> ApiResult<Caller> {
        let app = self.app.ok_or(ApiError::UNAUTHORIZED)?;
        let bot = state.app(app)?.bot;
        Ok(Caller { app, bot })
    }

    /// A query parameter.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// A query parameter that is true.
    pub(crate) fn flag(&self, name: &str) -> bool {
        matches!(self.query(name), Some("true" | "1" | "True"))
    }

    /// `limit`, within `max`; a wrong one is refused.
    pub(crate) fn limit(&self, default: usize, max: usize) -> ApiResult<usize> {
        let Some(text) = self.query("limit") else { return Ok(default) };
        let message = format!("int value should be less than or equal to {max}.");
        match text.parse() {
            Ok(limit) if (1..=max).contains(&limit) => Ok(limit),
            _ => Err(ApiError::field("limit", "NUMBER_TYPE_MAX", &message)),
        }
    }
}

/// Undoes percent-encoding.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let pair: Vec<u8> = rest.by_ref().take(2).collect();
                let value = std::str::from_utf8(&pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
                bytes.push(value.unwrap_or(b'?'));
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
