//! Writing the next version of the journey on a page: change it by buttons or by dragging, see what that changes, and save it from a day on.
//!
//! The form carries the draft, so that it works without scripts and nothing half-written is stored; it is checked and saved as a file is that
//! `bellwether journey apply` takes.

mod draft;
mod form;
mod moves;
mod trial;

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_app::failure::Failure;
use bellwether_words::Message;
use maud::Markup;

use self::draft::{draft_of, next, read};
use self::form::form;
use self::moves::act as moved;
use crate::telling::journey;
use crate::web::parts::draft::{Draft, Fields, status};
use crate::web::parts::frame::{NavigationItem, frame};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let draft = async {
        Ok(match site.app().latest_journey().await? {
            Some(latest) => draft_of(&latest.journey, latest.version),
            None => draft_of(&journey::example()?, 0),
        })
    };
    let draft = draft.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    shown(&site, &visit, &draft, None).await
}

/// Does what a button asks for, and draws the draft again.
pub(in crate::web) async fn act(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Markup, Refusal> {
    let mut draft = read(&fields, site.words(&visit)).map_err(|failure| site.refuse(&visit, &failure))?;
    if let Some(asked) = fields.get("act") {
        moved(&mut draft, asked);
    }
    shown(&site, &visit, &draft, None).await
}

/// Shows what a draft would change.
pub(in crate::web) async fn try_out(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    let draft = read(&fields, site.words(&visit)).map_err(|failure| site.refuse(&visit, &failure))?;
    let tried = async { site.app().try_journey(&next(&draft)?).await };
    match tried.await {
        Ok(tried) => {
            let words = site.words(&visit);
            let (title, body) = trial::trial(words, &draft, &tried);
            Ok(frame(words, &visit, NavigationItem::Journey, &title, &body).into_response())
        }
        Err(failure) => again(&site, &visit, &draft, &failure).await,
    }
}

pub(in crate::web) async fn save(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    let draft = read(&fields, site.words(&visit)).map_err(|failure| site.refuse(&visit, &failure))?;
    let saved = async { site.app().save_journey(&next(&draft)?, &visit.visitor.signature()).await };
    match saved.await {
        Ok(_) => Ok(Redirect::to("/journey").into_response()),
        Err(failure) => again(&site, &visit, &draft, &failure).await,
    }
}

/// The form again, as it was filled in, with what is wrong.
async fn again(site: &Arc<Site>, visit: &Visit, draft: &Draft, failure: &Failure) -> Result<Response, Refusal> {
    let status = status(failure).ok_or_else(|| site.refuse(visit, failure))?;
    Ok((status, shown(site, visit, draft, Some(failure.message())).await?).into_response())
}

async fn shown(site: &Arc<Site>, visit: &Visit, draft: &Draft, wrong: Option<&Message>) -> Result<Markup, Refusal> {
    let calendars = site.app().business_calendars().await.map_err(|failure| site.refuse(visit, &failure))?;
    let words = site.words(visit);
    let title = words.with("journey-edit-title", &[("version", &(draft.after + 1).to_string())]);
    Ok(frame(words, visit, NavigationItem::Journey, &title, &form(words, draft, &calendars.calendars.names(), wrong)))
}
