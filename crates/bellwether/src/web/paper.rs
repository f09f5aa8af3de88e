//! Reports: the board page and the ledger's section as PDF, and pictures for letters, told of the answers that the pages show.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bellwether_model::{Grain, Kind};
use serde::Deserialize;

use super::access::Visit;
use super::refusal::Refusal;
use super::site::Site;
use super::why::question;
use crate::report::{Answers, Report};
use bellwether_app::Viewpoint;
use bellwether_app::failure::Failure;
use bellwether_app::ledger::LedgerQuestion;
use bellwether_words::Language;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    by: String,
    period: String,
}

pub(super) async fn board(state: State<Arc<Site>>, asked: Query<Asked>, visit: Visit) -> Result<Response, Refusal> {
    paper(state, asked, visit, Report::Board).await
}

pub(super) async fn ledger(state: State<Arc<Site>>, asked: Query<Asked>, visit: Visit) -> Result<Response, Refusal> {
    paper(state, asked, visit, Report::Ledger).await
}

pub(super) async fn customers(state: State<Arc<Site>>, asked: Query<Asked>, visit: Visit) -> Result<Response, Refusal> {
    paper(state, asked, visit, Report::Customers).await
}

pub(super) async fn value(state: State<Arc<Site>>, asked: Query<Asked>, visit: Visit) -> Result<Response, Refusal> {
    paper(state, asked, visit, Report::Value).await
}

impl Site {
    /// What papers of a grain tell: the very answers that the pages show, all of one state of knowledge.
    async fn answers(&self, grain: Grain) -> Result<Answers, Failure> {
        for _ in 0..5 {
            let before = self.app().state_of_knowledge().await?;
            let answers = Answers {
                grain,
                ledger: self.ledger(LedgerQuestion::of_company(grain)).await?,
                lost: self.why(question(Kind::Lost, grain, Viewpoint::default())).await?,
                less: self.why(question(Kind::Less, grain, Viewpoint::default())).await?,
                base: self.base(Viewpoint::default()).await?,
                policy: self.ask("in force", |app, _| async move { app.policy(None).await }).await?,
                organisation: self.house().await?.organisation.name.clone(),
            };
            if self.app().state_of_knowledge().await? == before {
                return Ok(answers);
            }
        }
        Err(Answers::unsettled())
    }
}

async fn paper(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
    report: Report,
) -> Result<Response, Refusal> {
    let pdf = async {
        let grain: Grain = if asked.by.is_empty() { Grain::Month } else { asked.by.parse().map_err(Failure::usage)? };
        let answers = site.answers(grain).await?;
        let asked_for = (report, grain, asked.period, visit.tongue);
        site.ask(asked_for, |_, (report, _, period, tongue)| async move {
            let language = Language::new(tongue);
            answers.written(report, answers.ledger.basis.words(&language), &period)
        })
        .await
    };
    let pdf = pdf.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let (name, kind) = match report {
        Report::Board => ("board.pdf", "application/pdf"),
        Report::Ledger => ("ledger.pdf", "application/pdf"),
        Report::Customers => ("customers.png", "image/png"),
        Report::Value => ("value.png", "image/png"),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"{name}\"")),
    ];
    Ok((headers, pdf.to_vec()).into_response())
}
