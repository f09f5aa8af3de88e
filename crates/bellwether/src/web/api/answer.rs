//! How requests are read and answers are written.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Json, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bellwether_app::values::to_whole;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::problem::{Code, Problem};

/// What stands after the question mark of an address.
pub(super) struct QueryParams<T>(pub(super) T);

/// What stands in the address itself.
pub(super) struct PathParams<T>(pub(super) T);

/// What stands in the body, with its bytes.
pub(super) struct JsonBody<T>(pub(super) T, pub(super) Bytes);

/// An answer of the app, as it is.
pub(super) struct Answer<T>(pub(super) Arc<T>);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        Json(&*self.0).into_response()
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for QueryParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(rejection) => Err(Problem::new(Code::InvalidRequest, rejection.body_text())),
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for PathParams<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(named)) => Ok(Self(named)),
            Err(rejection) => Err(Problem::new(Code::NotFound, rejection.body_text())),
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some("application/json") {
            return Err(Problem::new(Code::UnsupportedMediaType, format!("the body is '{kind}'"))
                .hint("send JSON, and say so: Content-Type: application/json"));
        }
        let bytes = Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(Code::TooLarge, "the body is longer than 64 KiB"),
            _ => Problem::new(Code::InvalidRequest, rejection.body_text()),
        })?;
        let refused = match Json::from_bytes(&bytes) {
            Ok(Json(given)) => return Ok(Self(given, bytes)),
            Err(refused) => refused,
        };
        match with_whole_numbers(&bytes) {
            Some(given) => Ok(Self(given, bytes)),
            None => Err(Problem::new(Code::InvalidRequest, refused.body_text())),
        }
    }
}

/// What a body says whose whole numbers are written with a point, as some programs do: to JSON `12.0` is as whole as `12`.
fn with_whole_numbers<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let mut body: Value = serde_json::from_slice(bytes).ok()?;
    to_whole(&mut body);
    serde_json::from_value(body).ok()
}

/// Gives what was read a tag by which a program learns that it is still the same.
pub(super) async fn tagged(request: Request, next: Next) -> Response {
    let is_read = request.method() == Method::GET;
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let response = next.run(request).await;
    if !is_read || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Problem::new(Code::Internal, "the answer broke off").into_response();
    };
    let digest = Sha256::digest(&bytes);
    let tag = digest.iter().take(16).fold(String::new(), |tag, byte| format!("{tag}{byte:02x}"));
    // Weak: the answer may be compressed on its way.
    let tag = format!("W/\"{tag}\"");
    let is_known = |known: &HeaderValue| {
        let tags = known.to_str().unwrap_or_default().split(',').map(str::trim);
        tags.into_iter().any(|known| known == "*" || known == tag || Some(known) == tag.strip_prefix("W/"))
    };
    let is_same = known.as_ref().is_some_and(is_known);
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, tag);
    }
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    if is_same {
        parts.status = StatusCode::NOT_MODIFIED;
        parts.headers.remove(header::CONTENT_TYPE);
        parts.headers.remove(header::CONTENT_LENGTH);
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Numbers {
        number: i64,
        #[serde(default)]
        row: Option<u64>,
        #[serde(default)]
        list: Vec<u32>,
    }

    async fn read(body: &str) -> Result<Numbers, Problem> {
        let request = Request::builder().header(header::CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        JsonBody::from_request(request, &()).await.map(|JsonBody(numbers, _)| numbers)
    }

    #[tokio::test]
    async fn whole_numbers_are_read_however_they_are_written_and_others_are_refused() {
        let expected = Numbers { number: -12, row: Some(7), list: vec![1, 2] };
        for body in [
            r#"{"number": -12, "row": 7, "list": [1, 2]}"#,
            r#"{"number": -12.0, "row": 7.0, "list": [1.0, 2]}"#,
            r#"{"number": -1.2e1, "row": 7.00, "list": [1, 0.2e1]}"#,
        ] {
            assert_eq!(read(body).await.expect(body), expected);
        }
        for body in [
            r#"{"number": 1.5}"#,
            r#"{"number": 1.0, "row": -1.0}"#,
            r#"{"number": 1.0, "other": 2}"#,
            r#"{"number": 1e400}"#,
        ] {
            assert!(read(body).await.is_err(), "{body}");
        }
    }
}
