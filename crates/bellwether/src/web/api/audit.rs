//! The audit: who changed what, and whether the chain holds.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::QueryParams;
use super::cursor;
use super::problem::{Code, Problem};
use bellwether_app::audit::AuditRequest;
use bellwether_app::cursor::seal;

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

/// Some entries of the audit, the latest first.
#[derive(Serialize, ToSchema)]
pub(super) struct AuditPage {
    /// How many entries there are of all.
    all: i64,
    /// The checksum over all of them.
    checksum: String,
    /// What is wrong with the whole; empty when every entry is as it was written.
    breaches: Vec<AuditBreach>,
    entries: Vec<AuditEntry>,
    /// The cursor of the next page; null on the last.
    next: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct AuditBreach {
    place: String,
    what: String,
}

/// One change, as it was made. Who may see no customers reads neither subject nor documents of a change that tells of one.
#[derive(Serialize, ToSchema)]
struct AuditEntry {
    seq: i64,
    /// The id of the change.
    id: String,
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    by: String,
    what: String,
    subject: Option<String>,
    /// What it was before, as JSON.
    before: Option<String>,
    /// What it was then, as JSON.
    after: Option<String>,
    /// The checksum of this entry and of all before it.
    checksum: String,
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
    let found = site.act(move |app| async move { app.audit(&request).await }).await?;
    let clearance = visit.visitor.clearance();
    let entries = found.entries.into_iter().map(|entry| {
        let is_shown = clearance.opens_entry(&entry.what);
        AuditEntry {
            seq: entry.seq,
            id: entry.id,
            at: entry.at,
            by: entry.by,
            what: entry.what,
            subject: is_shown.then_some(entry.subject),
            before: entry.before.filter(|_| is_shown),
            after: is_shown.then_some(entry.after),
            checksum: entry.checksum,
        }
    });
    let breaches = found.breaches.into_iter().map(|breach| AuditBreach { place: breach.place, what: breach.what });
    Ok(Json(AuditPage {
        all: found.all,
        checksum: found.checksum,
        breaches: breaches.collect(),
        entries: entries.collect(),
        next: found.next.as_ref().map(seal),
    }))
}
