//! Files to be saved.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// A file to be saved.
pub(in crate::web) fn attached(name: &str, content: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, content).into_response()
}
