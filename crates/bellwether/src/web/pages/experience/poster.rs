//! The journey as a poster for the wall.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bellwether_app::failure::Failure;
use bellwether_words::message;
use serde::Deserialize;

use super::journey;
use super::parameters::Parameters;
use crate::report::poster::{Paper, PosterQuestion};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Sheet {
    paper: String,
}

pub(in crate::web) async fn pdf(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    Query(sheet): Query<Sheet>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let pdf = async {
        let said = || Failure::usage(message("failure-no-paper").with("paper", &sheet.paper));
        let asked = if sheet.paper.is_empty() { Paper::A3.name() } else { sheet.paper.as_str() };
        let paper = Paper::ALL.into_iter().find(|paper| paper.name() == asked).ok_or_else(said)?;
        let promises = journey::question(&parameters)?;
        site.ask(&visit, PosterQuestion { paper, locale: visit.locale, promises }).await
    };
    let pdf = pdf.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let headers =
        [(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, "inline; filename=\"journey.pdf\"")];
    Ok((headers, pdf.to_vec()).into_response())
}
