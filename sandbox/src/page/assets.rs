//! The page's files, and the headers that keep the browser to them.

use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};

use crate::core::Core;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/page");

/// Nothing from elsewhere, no script or style but the page's own files, and text that never becomes markup.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What an uploaded file may do when it is opened by itself.
const UPLOAD_POLICY: &str = "default-src 'none'; sandbox";

/// Types of uploaded files that the browser may show as what they say they are.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// One of the page's files.
pub(super) fn file(path: &str) -> Response {
    let path = path.trim_start_matches('/');
    let Some(file) = FILES.get_file(path) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    guarded((StatusCode::OK, [(CONTENT_TYPE, kind)], file.contents()).into_response(), POLICY)
}

/// A file that a bot uploaded, by the id of its attachment.
pub(super) fn uploaded(core: &Core, id: &str) -> Response {
    let found = id.parse().ok().and_then(|id| core.read(|state| state.files.get(id)));
    let Some(file) = found else { return StatusCode::NOT_FOUND.into_response() };
    let declared = file.content_type.as_deref().unwrap_or_default();
    let shown = SHOWN.iter().find(|kind| declared.eq_ignore_ascii_case(kind)).copied();
    let kind = shown.unwrap_or("application/octet-stream");
    let place = if shown.is_some() { "inline" } else { "attachment" };
    let headers = [(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, place)];
    guarded((StatusCode::OK, headers, file.bytes.to_vec()).into_response(), UPLOAD_POLICY)
}

fn guarded(mut response: Response, policy: &'static str) -> Response {
    const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
    let headers = [
        (CONTENT_SECURITY_POLICY, policy),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
        (OPENER, "same-origin"),
        (RESOURCE, "same-origin"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
