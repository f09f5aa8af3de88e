//! Imports: a file is sent, its columns are agreed on, it is tried, and it is imported. The same steps as on the pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::site::Site;
use super::super::site::uploads::keep_body;
use super::super::site::visit::Visit;
use super::answer::{JsonBody, PathParams, QueryParams};
use super::problem::{Code, Problem};
use super::schema;
use bellwether_app::columns::{Columns, MappingOrigin};
use bellwether_app::failure::FailureKind;
use bellwether_app::file_question::FileQuestion;
use bellwether_app::import::ImportReport;
use bellwether_app::import_job::{self, ImportState, ImportStatus};
use bellwether_app::look::ImportLook;
use bellwether_app::upload::Upload;
use bellwether_model::Day;
use bellwether_words::{Message, english};

/// No mapping is longer, in characters.
const LONGEST_MAPPING: usize = 10_000;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportQuery {
    /// What its rows are.
    #[param(inline, value_type = schema::FactWord, example = "purchases")]
    fact: String,
    /// The file's name; how it ends says what kind of file it is.
    #[param(min_length = 1, max_length = 200, example = "orders.csv")]
    file: String,
    /// The system it comes from; the file's name if left out.
    #[serde(default)]
    #[param(max_length = 100)]
    source: String,
}

/// A file on its way in.
#[derive(Serialize, ToSchema)]
pub(super) struct Import {
    id: String,
    /// Its name.
    file: String,
    fact: String,
    source: String,
    /// The columns: how each is read, as TOML. Null where the file cannot be read.
    mapping: Option<String>,
    /// Where the mapping comes from.
    origin: MappingOrigin,
    /// The documented layout that the file was recognised as by its columns; null where it was not, and once its columns are agreed on.
    layout: Option<String>,
    /// What is left open, or why the file cannot be read.
    questions: Vec<String>,
    /// The latest try or import; null where there was none.
    job: Option<ImportJob>,
}

/// A file being tried or imported.
#[derive(Serialize, ToSchema)]
struct ImportJob {
    /// Whether nothing is imported.
    trial: bool,
    #[schema(inline)]
    state: JobState,
    /// Rows read so far.
    rows: u64,
    /// Why it failed; nothing was imported then.
    failure: Option<String>,
    /// What became of the rows; null until it is done.
    report: Option<ImportReport>,
    /// What it makes of the facts that are there, by month; null until it is done.
    look: Option<ImportLook>,
    /// What looks odd about the rows, one sentence each. None of it keeps the file from coming in.
    oddities: Vec<String>,
    /// Whose facts became whose, since identities say something else, one sentence each.
    attributed: Vec<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum JobState {
    /// Others are read first, or it was interrupted and is taken up again.
    Waiting,
    Running,
    Done,
    Failed,
}

/// The columns agreed to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportMapping {
    /// As TOML; `mapping` of the answer is a good beginning.
    #[schema(max_length = 10_000)]
    mapping: String,
    /// The answers to the questions that are open, by the names they are told with. That the mapping sent says it itself is the answer
    /// `mapping`.
    #[serde(default)]
    answers: BTreeMap<String, String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ImportRun {
    /// Whether the file is only tried.
    #[serde(default)]
    trial: bool,
    /// The day up to which the source is complete: nothing that happened until then is missing. With it figures reach up to that day,
    /// though nothing may have happened on it. Absent where nobody knows.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    complete_through: Option<Day>,
}

/// Sends a file. Nothing is imported before its columns are agreed on.
#[utoipa::path(post, path = "/api/v1/imports", tag = "imports", params(ImportQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The file as it is"),
    responses((status = 201, body = Import)))]
pub(super) async fn create_import(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<ImportQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<Import>), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind != "application/octet-stream" {
        return Err(Problem::new(Code::UnsupportedMediaType, format!("the body is '{kind}'"))
            .hint("send the file as it is, and say so: Content-Type: application/octet-stream"));
    }
    for (name, text, least, most) in [("file", &asked.file, 1, 200), ("source", &asked.source, 0, 100)] {
        if !(least..=most).contains(&text.chars().count()) {
            return Err(Problem::new(
                Code::InvalidRequest,
                format!("the {name} has {} characters", text.chars().count()),
            )
            .hint(format!("name it with {least} to {most}")));
        }
    }
    let upload = keep_body(&site, &asked.file, &asked.fact, &asked.source, &visit.visitor.signature(), body).await?;
    Ok((StatusCode::CREATED, Json(told(&site, upload).await?)))
}

/// How a file on its way in stands.
#[utoipa::path(get, path = "/api/v1/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Import)))]
pub(super) async fn get_import(
    State(site): State<Arc<Site>>,
    PathParams(id): PathParams<String>,
) -> Result<Json<Import>, Problem> {
    let app = site.app();
    let upload = match app.upload(&id) {
        Ok(upload) => upload,
        // A file that is in is gone; what became of it is still known.
        Err(failure) => match site.imports.status(&app, &id).await? {
            Some(status) => status.job.upload,
            None => return Err(failure.into()),
        },
    };
    Ok(Json(told(&site, upload).await?))
}

/// Agrees to the columns.
#[utoipa::path(put, path = "/api/v1/imports/{id}/mapping", tag = "imports", request_body = ImportMapping,
    params(("id" = String, Path, description = "The import's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Import)))]
pub(super) async fn replace_import_mapping(
    State(site): State<Arc<Site>>,
    PathParams(id): PathParams<String>,
    JsonBody(given, _): JsonBody<ImportMapping>,
) -> Result<Json<Import>, Problem> {
    if given.mapping.chars().nth(LONGEST_MAPPING).is_some() {
        return Err(Problem::new(
            Code::InvalidRequest,
            format!("the mapping has more than {LONGEST_MAPPING} characters"),
        ));
    }
    let app = site.app();
    let upload = app.upload(&id)?;
    if site.imports.once_over(&app, &id, || ()).await?.is_none() {
        return Err(Problem::new(Code::Conflict, "the file is being read by the columns agreed on before"));
    }
    let answers: Vec<(String, String)> = given.answers.into_iter().collect();
    let agreed =
        site.act(move |app| async move { app.agree_to_document(&upload, &given.mapping, &answers).await }).await;
    let upload = agreed.map_err(|failure| match failure.kind() {
        FailureKind::Input | FailureKind::Usage => Problem::new(Code::Conflict, failure.message().english())
            .hint("send the mapping that `GET` gives, corrected, with an answer to each of its questions"),
        _ => failure.into(),
    })?;
    Ok(Json(told(&site, upload).await?))
}

/// Tries the file, or imports it; `GET` tells how far it is.
#[utoipa::path(post, path = "/api/v1/imports/{id}/run", tag = "imports", request_body = ImportRun,
    params(("id" = String, Path, description = "The import's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 202, body = Import)))]
pub(super) async fn run_import(
    State(site): State<Arc<Site>>,
    visit: Visit,
    PathParams(id): PathParams<String>,
    JsonBody(given, _): JsonBody<ImportRun>,
) -> Result<(StatusCode, Json<Import>), Problem> {
    let app = site.app();
    let upload = app.upload(&id)?;
    if upload.mapping.is_none() {
        return Err(Problem::new(Code::Conflict, "nobody has agreed to the columns yet").hint("put the mapping first"));
    }
    let status = site.imports.status(&app, &id).await?;
    if status.is_some_and(|status| !status.is_over() && status.job.is_trial != given.trial) {
        return Err(Problem::new(Code::Conflict, "the file is being read; wait until that is over, or stop it"));
    }
    // One that is running goes on.
    let ImportRun { trial: is_trial, complete_through } = given;
    let by = visit.visitor.signature();
    let job = import_job::ImportJob { upload: upload.clone(), is_trial, complete_through, by };
    site.imports.begin(&app, job).await?;
    Ok((StatusCode::ACCEPTED, Json(told(&site, upload).await?)))
}

/// Stops what is being done with the file or, where nothing is, gives the file up.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", tag = "imports",
    params(("id" = String, Path, description = "The import's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 204, description = "It stops, or is gone")))]
pub(super) async fn cancel_import(
    State(site): State<Arc<Site>>,
    PathParams(id): PathParams<String>,
) -> Result<StatusCode, Problem> {
    let app = site.app();
    if !site.imports.stop(&app, &id).await? {
        let give_up = || app.upload(&id).and_then(|upload| app.forget_upload(&upload));
        site.imports.once_over(&app, &id, give_up).await?.unwrap_or(Ok(()))?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What is left open, and what of the first rows cannot be read.
fn open_questions(columns: &Columns) -> Vec<String> {
    let asked = columns.questions.iter().map(FileQuestion::for_documents);
    let problem = columns.problem.iter().map(|problem| problem.text.for_documents());
    asked.chain(problem).chain(columns.rejects.iter().map(|(_, first)| first.for_documents())).collect()
}

async fn told(site: &Arc<Site>, upload: Upload) -> Result<Import, Problem> {
    let status = site.imports.status(&site.app(), &upload.id).await?;
    let is_there = site.app().upload(&upload.id).is_ok();
    let looked = match (&upload.mapping, is_there) {
        (None, true) => Some(
            site.act({
                let upload = upload.clone();
                move |app| async move { app.columns(&upload).await }
            })
            .await,
        ),
        _ => None,
    };
    let (mapping, origin, layout, questions) = match looked {
        None => (upload.mapping.clone(), MappingOrigin::Agreed, None, Vec::new()),
        Some(Ok(columns)) => {
            let questions = open_questions(&columns);
            (Some(columns.mapping), columns.origin, columns.layout, questions)
        }
        Some(Err(failure)) if failure.kind() == FailureKind::Input => {
            (None, MappingOrigin::Guess, None, vec![failure.message().english()])
        }
        Some(Err(failure)) => return Err(failure.into()),
    };
    let job = status.map(|ImportStatus { job, state }| {
        let (state, rows, failure, outcome) = match state {
            ImportState::Waiting => (JobState::Waiting, 0, None, None),
            ImportState::Running(progress) => (JobState::Running, progress.rows, None, None),
            ImportState::Done(outcome) => (JobState::Done, outcome.report.read, None, Some(outcome)),
            ImportState::Failed(why) => (JobState::Failed, 0, Some(why.with_hint(english().alone())), None),
        };
        let oddities = outcome.iter().flat_map(|outcome| &outcome.oddities).map(Message::english).collect();
        let attributed = outcome.iter().flat_map(|outcome| &outcome.attributed).map(Message::english).collect();
        let (report, look) = outcome.map(|outcome| (outcome.report, outcome.look)).unzip();
        ImportJob { trial: job.is_trial, state, rows, failure, report, look, oddities, attributed }
    });
    let Upload { id, file, fact, source, .. } = upload;
    Ok(Import { id, file, fact, source, mapping, origin, layout, questions, job })
}
