//! The people over HTTP, for tests in any language.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::core::Core;

/// Answers one request below `/sandbox`.
pub(crate) async fn serve(_core: Arc<Core>, _request: Request, _path: String) -> Response {
    StatusCode::NOT_FOUND.into_response()
}
