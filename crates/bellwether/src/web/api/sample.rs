//! The made-up company that can be looked at before there are facts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_app::App;
use bellwether_app::sample_company::SampleProgress;
use bellwether_app::sample_making::SampleState;
use bellwether_words::english;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::changes::{Change, ChangeRequest};
use super::problem::Problem;

/// How the made-up company stands.
#[derive(Serialize, ToSchema)]
pub(super) struct SampleCompany {
    #[schema(inline)]
    state: SampleWord,
    /// Steps of its coming that are done.
    done: usize,
    /// Steps there are; 0 where it is not known, or nothing is coming.
    all: usize,
    /// Why it did not come.
    failure: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SampleWord {
    /// There is none.
    Absent,
    /// It is being made.
    Coming,
    /// It did not come; there is none.
    Failed,
    /// It is there: every other answer tells its figures, and no file can be imported.
    There,
}

/// Whether a made-up company stands in the place of the own one.
#[utoipa::path(get, path = "/api/v1/sample", tag = "facts", responses((status = 200, body = SampleCompany)))]
pub(super) async fn get_sample(State(site): State<Arc<Site>>) -> Result<Json<SampleCompany>, Problem> {
    let state = site.sample.state(&site.app()).await?;
    let told = |state, progress: SampleProgress, failure| SampleCompany {
        state,
        done: progress.done,
        all: progress.all,
        failure,
    };
    let none = SampleProgress::default();
    Ok(Json(match state {
        SampleState::Absent => told(SampleWord::Absent, none, None),
        SampleState::Coming(progress) => told(SampleWord::Coming, progress, None),
        SampleState::Failed(why) => told(SampleWord::Failed, none, Some(why.with_hint(english().alone()))),
        SampleState::There => told(SampleWord::There, none, None),
    }))
}

/// Begins to make a made-up company that is then told in the place of the own one. It is refused where there are facts.
#[utoipa::path(post, path = "/api/v1/sample", tag = "facts", responses((status = 202, body = Change)))]
pub(super) async fn create_sample(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let making = site.clone();
    let make = |app: App| async move { making.sample.begin(&app, by).await };
    asking.make(&site, &visit, &[], StatusCode::ACCEPTED, make).await
}

/// Removes the made-up company, with all that was built on it.
#[utoipa::path(delete, path = "/api/v1/sample", tag = "facts", responses((status = 200, body = Change)))]
pub(super) async fn delete_sample(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let acting = site.clone();
    let make =
        |app: App| async move { acting.act_as(app, move |app| async move { app.remove_sample(&by).await }).await };
    asking.make(&site, &visit, &[], StatusCode::OK, make).await
}
