//! A change asked for by a program: made once, however often the request comes.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use ulid::Ulid;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::problem::{Code, Problem};
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::requests::Request;

/// The header under which a request may come again.
pub(super) const KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Shorter keys come again by chance.
pub(super) const SHORTEST_KEY: usize = 16;
pub(super) const LONGEST_KEY: usize = 200;

/// A change that was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Change {
    /// The id of the change, as the audit tells it.
    #[schema(pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")]
    change: String,
}

/// What a request to change something is told apart by.
pub(super) struct ChangeRequest {
    method: Method,
    path: String,
    key: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for ChangeRequest {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut keys = parts.headers.get_all(KEY).iter().map(|key| key.to_str().unwrap_or_default().to_owned());
        let key = keys.next();
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
        let is_key = |key: &String| (SHORTEST_KEY..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(is_plain);
        if keys.next().is_some() || !key.as_ref().is_none_or(is_key) {
            let detail = format!(
                "the Idempotency-Key is not one of {SHORTEST_KEY} to {LONGEST_KEY} letters, digits, hyphens and underscores"
            );
            return Err(Problem::new(Code::InvalidRequest, detail).hint("a random UUID for each new request is best"));
        }
        Ok(Self { method: parts.method.clone(), path: parts.uri.path().to_owned(), key })
    }
}

impl ChangeRequest {
    /// Makes a change that `body` asks for, unless it was made before, and answers with `status`.
    pub(super) async fn make<F: Future<Output = Result<(), Failure>>>(
        self,
        site: &Arc<Site>,
        visit: &Visit,
        body: &[u8],
        status: StatusCode,
        make: impl FnOnce(App) -> F,
    ) -> Result<Response, Problem> {
        self.make_whole(site, visit, (body, status), make, async |_| Ok(())).await
    }

    /// The same of a change that is noted in the records before it is done elsewhere: one that is noted is `completed`, which does nothing where
    /// nothing is left to do.
    pub(super) async fn make_whole<F: Future<Output = Result<(), Failure>>>(
        self,
        site: &Arc<Site>,
        visit: &Visit,
        (body, status): (&[u8], StatusCode),
        make: impl FnOnce(App) -> F,
        complete: impl AsyncFnOnce(App) -> Result<(), Failure>,
    ) -> Result<Response, Problem> {
        let (app, user) = (site.app(), visit.visitor.signature());
        let new = app.new_id();
        let Some(key) = self.key else {
            make(app.making(new)).await?;
            return Ok(made(new, status));
        };
        // Kept are checksums alone: of a key that nobody can guess, and of the request together with it, so that no password in a body
        // can be found out by trying.
        let hex =
            |digest: Sha256| digest.finalize().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let fingerprint =
            Sha256::new().chain_update(format!("{key}\n{} {}\n", self.method, self.path)).chain_update(body);
        let (fingerprint, key) = (hex(fingerprint), hex(Sha256::new().chain_update(&key)));
        match app.begin_request(&user, &key, &fingerprint, new).await? {
            Request::ToDo(id) => {
                let done = make(app.making(id)).await;
                let problem = done.err().map(Problem::from);
                if let Some(problem) = problem {
                    app.end_request(&user, &key, None).await?;
                    return Err(problem);
                }
                app.end_request(&user, &key, Some((status.as_u16(), &id.to_string()))).await?;
                Ok(made(id, status))
            }
            Request::Made(id) => {
                complete(app.making(id)).await?;
                app.end_request(&user, &key, Some((status.as_u16(), &id.to_string()))).await?;
                Ok(made(id, status))
            }
            Request::Answered { status, body } => {
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                Ok((status, axum::Json(Change { change: body })).into_response())
            }
            Request::UnderWay => Err(Problem::new(Code::UnderWay, "a request with this key is being done")),
            Request::Another => Err(Problem::new(Code::KeyReused, "another request came with this key before")
                .hint("take a new key for each new request; the same one only to send a request again")),
        }
    }
}

fn made(id: Ulid, status: StatusCode) -> Response {
    (status, axum::Json(Change { change: id.to_string() })).into_response()
}
