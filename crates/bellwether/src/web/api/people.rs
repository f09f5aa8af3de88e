//! People: who may sign in and as what; and the tokens of who asks.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::super::site::Site;
use super::super::site::visit::{Visit, Visitor};
use super::answer::{JsonBody, PathParams};
use super::changes::{Change, ChangeRequest};
use super::problem::{Code, Problem};
use bellwether_app::App;
use bellwether_app::organisation::Organisation;
use bellwether_app::people::{Account, NewPerson, People, Person, PersonDetails};
use bellwether_app::tokens::Tokens;

/// Everybody who may or might sign in.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", responses((status = 200, body = People)))]
pub(super) async fn list_people(State(site): State<Arc<Site>>) -> Result<Json<People>, Problem> {
    Ok(Json(site.app().people().await?))
}

/// Lets somebody in from now on. The password serves for the first sign-in alone, on the pages; then they choose their own.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = NewPerson, responses((status = 201, body = Change)))]
pub(super) async fn create_person(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(new, body): JsonBody<NewPerson>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.add_person(&new, &by).await };
    asking.make(&site, &visit, &body, StatusCode::CREATED, make).await
}

/// Changes what is known of a person. With another password they are signed out, their tokens end, and they choose their own next.
#[utoipa::path(put, path = "/api/v1/people/{name}", tag = "people", request_body = PersonDetails,
    params(("name" = String, Path, description = "The name to sign in with", pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]*$", max_length = 64)),
    responses((status = 200, body = Change)))]
pub(super) async fn replace_person(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(name): PathParams<String>,
    JsonBody(details, body): JsonBody<PersonDetails>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    if details.password.is_some() && person(&visit)?.is_called(&name) {
        return Err(Problem::new(Code::Forbidden, "the password of who asks is not changed by a program")
            .hint("change it on the page /account, where the current one is asked for"));
    }
    let who = person(&visit)?.clone();
    let make = |app: App| async move { app.change_person(&name, &details, &who, &by).await };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// What the organisation is called, and which language it speaks.
#[utoipa::path(get, path = "/api/v1/organisation", tag = "people", responses((status = 200, body = Organisation)))]
pub(super) async fn get_organisation(State(site): State<Arc<Site>>) -> Result<Json<Organisation>, Problem> {
    Ok(Json(site.house().await?.organisation.clone()))
}

/// Says what the organisation is called, and which language it speaks.
#[utoipa::path(put, path = "/api/v1/organisation", tag = "people", request_body = Organisation, responses((status = 200, body = Change)))]
pub(super) async fn replace_organisation(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(organisation, body): JsonBody<Organisation>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let make = |app: App| async move { app.set_organisation(&organisation, &by).await };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// Who asks, and what that allows.
#[utoipa::path(get, path = "/api/v1/account", tag = "people", responses((status = 200, body = Account)))]
pub(super) async fn get_account(visit: Visit) -> Result<Json<Account>, Problem> {
    Ok(Json(person(&visit)?.account(|act| visit.visitor.may(*act))))
}

/// The tokens of who asks; a token sees itself alone. New ones are made on the page of one's own account.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "people", responses((status = 200, body = Tokens)))]
pub(super) async fn list_tokens(State(site): State<Arc<Site>>, visit: Visit) -> Result<Json<Tokens>, Problem> {
    Ok(Json(site.app().tokens(person(&visit)?, own_token(&visit)).await?))
}

/// Ends a token of who asks before its time; a token ends itself alone.
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "people",
    params(("id" = String, Path, description = "The token's id", pattern = "^[0-9A-HJKMNP-TV-Z]{26}$")),
    responses((status = 200, body = Change)))]
pub(super) async fn revoke_token(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    PathParams(id): PathParams<String>,
) -> Result<Response, Problem> {
    if own_token(&visit).is_some_and(|own| own != id) {
        return Err(Problem::new(Code::NotFound, "a token knows of itself alone"));
    }
    let (person, by) = (person(&visit)?.clone(), visit.visitor.signature());
    let make = |app: App| async move { app.revoke_token(&person, &id, &by).await };
    asking.make(&site, &visit, &[], StatusCode::OK, make).await
}

/// The id of the token that asks, if it is one.
fn own_token(visit: &Visit) -> Option<&str> {
    match &visit.visitor {
        Visitor::Program(program) => Some(&program.token),
        _ => None,
    }
}

fn person(visit: &Visit) -> Result<&Person, Problem> {
    visit.visitor.person().ok_or_else(|| Problem::new(Code::Unauthenticated, "nobody is signed in"))
}
