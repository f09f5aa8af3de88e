//! What is said to a program that is not answered: a problem as of RFC 9457, with a code of a closed list.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use bellwether_app::failure::{Failure, FailureKind};
use bellwether_words::english;

/// Why a request was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ProblemCode)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Code {
    /// The request cannot be understood, or a value in it cannot be taken.
    InvalidRequest,
    /// Nobody is signed in, and no token that is in force was shown.
    Unauthenticated,
    /// The role of the user, or the scopes of the token, do not allow it.
    Forbidden,
    /// What was asked for is not there.
    NotFound,
    /// The address is answered by other methods only.
    MethodNotAllowed,
    /// What is there already does not allow it.
    Conflict,
    /// The same request is being done at this moment; ask again.
    UnderWay,
    /// Another request came with the same `Idempotency-Key`.
    KeyReused,
    /// The body is longer than is taken.
    TooLarge,
    /// The body is of another kind than JSON, or than a file where one is sent.
    UnsupportedMediaType,
    /// Somebody else is writing; ask again.
    Busy,
    /// A fault of Bellwether or of the machine under it; whoever looks after it finds more on its console.
    Internal,
}

/// A request that was not answered.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(super) code: Code,
    detail: String,
    hint: Option<String>,
}

/// What a program reads of it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(super) struct ProblemDocument {
    /// Where the code is explained.
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    code: Code,
    /// What happened, in words.
    detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl Code {
    pub(super) const ALL: [Self; 12] = [
        Self::InvalidRequest,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::UnderWay,
        Self::KeyReused,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Busy,
        Self::Internal,
    ];

    pub(super) fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::InvalidRequest => StatusCode::BAD_REQUEST,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict | Self::UnderWay | Self::KeyReused => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::InvalidRequest => "The request cannot be understood",
            Self::Unauthenticated => "Nobody is signed in",
            Self::Forbidden => "This is not allowed",
            Self::NotFound => "That is not there",
            Self::MethodNotAllowed => "The address is answered by other methods",
            Self::Conflict => "That does not fit with what is there",
            Self::UnderWay => "The same request is being done",
            Self::KeyReused => "The key belongs to another request",
            Self::TooLarge => "The body is too long",
            Self::UnsupportedMediaType => "The body is of another kind",
            Self::Busy => "Somebody else is at work",
            Self::Internal => "A fault of ours",
        }
    }
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), hint: None }
    }

    /// The same with what to do about it.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let code = match failure.kind() {
            _ if failure.is_withheld() => Code::Forbidden,
            FailureKind::NotFound => Code::NotFound,
            FailureKind::Usage | FailureKind::Input => Code::InvalidRequest,
            FailureKind::Conflict => Code::Conflict,
            FailureKind::Busy => Code::Busy,
            FailureKind::Internal => {
                tracing::error!("{failure}");
                return Self::new(Code::Internal, "whoever looks after Bellwether finds more on its console");
            }
        };
        let english = english();
        Self { code, detail: failure.message().told(english.alone()), hint: failure.advice(english.alone()) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.code.status();
        let document = ProblemDocument {
            kind: format!("/api#{}", self.code.name()),
            title: self.code.title(),
            status: status.as_u16(),
            code: self.code,
            detail: self.detail,
            hint: self.hint,
        };
        let body = serde_json::to_string(&document).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        match self.code {
            Code::Unauthenticated => {
                response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Code::UnderWay | Code::Busy => {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}
