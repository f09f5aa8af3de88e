//! Reports: the board page and the ledger's section as PDF, and pictures for letters, told of the answers that the pages show.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bellwether_model::Grain;
use serde::Deserialize;

use crate::report::{Report, ReportAnswers};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::privacy::Clearance;
use bellwether_app::question::{Input, Question};
use bellwether_words::{Language, Locale};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    by: String,
    period: String,
}

pub(in crate::web) async fn board(
    state: State<Arc<Site>>,
    parameters: Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    paper(state, parameters, visit, Report::Board).await
}

pub(in crate::web) async fn ledger(
    state: State<Arc<Site>>,
    parameters: Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    paper(state, parameters, visit, Report::Ledger).await
}

pub(in crate::web) async fn customers(
    state: State<Arc<Site>>,
    parameters: Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    paper(state, parameters, visit, Report::Customers).await
}

pub(in crate::web) async fn value(
    state: State<Arc<Site>>,
    parameters: Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    paper(state, parameters, visit, Report::Value).await
}

/// A report on paper, of answers that are kept.
#[derive(Clone, PartialEq, Eq, Hash)]
struct PaperQuestion {
    report: Report,
    period: String,
    locale: Locale,
    answers: Arc<ReportAnswers>,
}

impl Question for PaperQuestion {
    type Answer = Vec<u8>;

    fn weight(answer: &Vec<u8>) -> usize {
        answer.len()
    }

    fn rests_on(&self) -> &'static [Input] {
        // All of it is in the question.
        &[]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        // Its answers were.
        Ok(self)
    }

    async fn answer(&self, _: &App) -> Result<Vec<u8>, Failure> {
        let language = Language::new(self.locale);
        self.answers.written(self.report, self.answers.ledger.basis.words(&language), &self.period)
    }
}

async fn paper(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
    report: Report,
) -> Result<Response, Refusal> {
    let pdf = async {
        let grain: Grain =
            if parameters.by.is_empty() { Grain::Month } else { parameters.by.parse().map_err(Failure::usage)? };
        let answers =
            Arc::new(ReportAnswers::gather(site.answers(), &site.app(), grain, visit.visitor.clearance()).await?);
        site.ask(&visit, PaperQuestion { report, period: parameters.period, locale: visit.locale, answers }).await
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
