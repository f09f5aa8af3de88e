//! The audit: who changed what, and whether the chain holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::QueryParams;
use super::cursor;
use super::problem::{Code, Problem};
use bellwether_app::audit::{AuditPage, AuditRequest};

/// No name of an entry is longer.
const LONGEST: usize = 500;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct AuditQuery {
    /// Of this person alone, as the entries name it.
    #[serde(default)]
    #[param(max_length = 500)]
    by: String,
    /// Of this kind alone, e.g. `policy.add`.
    #[serde(default)]
    #[param(max_length = 500)]
    what: String,
    /// Where the list goes on: `next` of the page before.
    #[param(pattern = "^[A-Za-z0-9_-]+$", max_length = 4000)]
    cursor: Option<String>,
}

/// Who changed what, from what to what, and when.
#[utoipa::path(get, path = "/api/v1/audit", tag = "records", params(AuditQuery), responses((status = 200, body = AuditPage)))]
pub(super) async fn list_audit_entries(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(AuditQuery { by, what, cursor }): QueryParams<AuditQuery>,
) -> Result<Json<AuditPage>, Problem> {
    if by.chars().count() > LONGEST || what.chars().count() > LONGEST {
        return Err(Problem::new(Code::InvalidRequest, "no entry names so long a person or kind of change"));
    }
    let before = cursor.as_deref().map(cursor::open).transpose()?;
    let request = AuditRequest { before, by, what };
    let clearance = visit.visitor.clearance();
    Ok(Json(site.act(move |app| async move { app.audit(&request, clearance).await }).await?))
}
