//! Writing the next version of the populations on a page: change them by buttons, see what that changes and whom each would hold, and save it.
//!
//! They are checked and saved as a file is that `bellwether populations apply` takes.

mod draft;
mod form;
#[cfg(test)]
mod tests;
mod trial;

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_app::failure::Failure;
use bellwether_app::population_trial::{PopulationChoicesQuestion, PopulationsTrialQuestion};
use bellwether_words::{Message, Words};
use maud::Markup;
use serde::Deserialize;

pub(in crate::web) use self::draft::EDIT;
use self::draft::{act as acted, draft_of, next, read};
use self::form::form;
use crate::web::parts::draft::{Draft, Fields, status};
use crate::web::parts::frame::{NavigationItem, frame};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

/// Which population stands open.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    population: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let latest = site.app().populations().await.map_err(|failure| site.refuse(&visit, &failure))?;
    let mut draft = draft_of(&latest.populations, latest.version);
    let open = latest.populations.populations.iter().position(|population| population.id == parameters.population);
    draft.place = open.map(|at| format!("populations.{at}")).unwrap_or_default();
    shown(&site, &visit, &draft, None).await
}

/// Does what a button asks for, and draws the draft again.
pub(in crate::web) async fn act(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Markup, Refusal> {
    let words = written(&site, &visit, &fields);
    let mut draft = read(&fields, words).map_err(|failure| site.refuse(&visit, &failure))?;
    if let Some(asked) = fields.get("act") {
        acted(&mut draft, asked, &fields);
    }
    shown(&site, &visit, &draft, None).await
}

/// Shows what a draft would change, and whom each population would hold.
pub(in crate::web) async fn try_out(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    let words = written(&site, &visit, &fields);
    let draft = read(&fields, words).map_err(|failure| site.refuse(&visit, &failure))?;
    let tried = async {
        let question = PopulationsTrialQuestion { populations: next(&draft, words)?, after: draft.after };
        site.ask_once(&visit, question).await
    };
    match tried.await {
        Ok(tried) => {
            let words = site.words(&visit);
            let (title, body) = trial::trial(words, &draft, &tried);
            Ok(frame(words, &visit, NavigationItem::Populations, &title, &body).into_response())
        }
        Err(failure) => again(&site, &visit, &draft, &failure).await,
    }
}

pub(in crate::web) async fn save(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    let words = written(&site, &visit, &fields);
    let draft = read(&fields, words).map_err(|failure| site.refuse(&visit, &failure))?;
    let saved = async {
        let new = next(&draft, words)?;
        site.app().save_populations(&new, Some(draft.after), &visit.visitor.signature()).await
    };
    match saved.await {
        Ok(_) => Ok(Redirect::to("/populations").into_response()),
        Err(failure) => again(&site, &visit, &draft, &failure).await,
    }
}

/// The words in which a form was filled in.
fn written<'v>(site: &'v Site, visit: &'v Visit, fields: &Fields) -> Words<'v> {
    site.words_written(visit, fields.get("language").map(String::as_str))
}

/// The form again, as it was filled in, with what is wrong.
async fn again(site: &Arc<Site>, visit: &Visit, draft: &Draft, failure: &Failure) -> Result<Response, Refusal> {
    let status = status(failure).ok_or_else(|| site.refuse(visit, failure))?;
    Ok((status, shown(site, visit, draft, Some(failure.message())).await?).into_response())
}

async fn shown(site: &Arc<Site>, visit: &Visit, draft: &Draft, wrong: Option<&Message>) -> Result<Markup, Refusal> {
    let choices = site.ask(visit, PopulationChoicesQuestion).await.map_err(|failure| site.refuse(visit, &failure))?;
    let words = site.words(visit);
    let title = words.with("populations-edit-title", &[("version", &(draft.after + 1).to_string())]);
    Ok(frame(words, visit, NavigationItem::Populations, &title, &form(words, draft, &choices, wrong)))
}
