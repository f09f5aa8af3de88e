//! People: who may sign in and as what; and the tokens of who asks.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use bellwether_model::{Act, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::site::Site;
use super::super::site::visit::{Visit, Visitor};
use super::answer::{JsonBody, PathParams};
use super::changes::{Change, ChangeRequest};
use super::problem::{Code, Problem};
use super::schema;
use bellwether_app::App;
use bellwether_app::organisation::Organisation;
use bellwether_app::people::{NewUser, Person as SignedInPerson, UserDetails};

/// Everybody who may or might sign in.
#[derive(Serialize, ToSchema)]
pub(super) struct People {
    people: Vec<Person>,
}

#[derive(Serialize, ToSchema)]
struct Person {
    /// The name to sign in with.
    name: String,
    full_name: String,
    role: Role,
    /// Whether the person may sign in.
    active: bool,
    #[schema(value_type = String, format = DateTime)]
    changed_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    signed_in_at: Option<Timestamp>,
}

/// Somebody who may sign in from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "ann", "full_name": "Ann Hill", "role": "analyst", "password": "four words put together" }))]
pub(super) struct NewPerson {
    /// The name to sign in with.
    #[schema(pattern = "^[A-Za-z0-9][A-Za-z0-9._@-]*$", min_length = 1, max_length = 64)]
    name: String,
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 500)]
    full_name: String,
    #[serde(deserialize_with = "schema::word")]
    role: Role,
    #[schema(min_length = 12, max_length = 512)]
    password: String,
}

/// What is to be known of a person; a password if it is to be another.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonDetails {
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 500)]
    full_name: String,
    #[serde(deserialize_with = "schema::word")]
    role: Role,
    active: bool,
    #[schema(min_length = 12, max_length = 512)]
    password: Option<String>,
}

/// Whose company it is.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Organisation)]
pub(super) struct OrganisationDocument {
    /// May be empty.
    #[schema(pattern = "^[^\\x00-\\x1f\\x7f-\\x9f]*$", max_length = 100)]
    name: String,
    /// The code of the language for those whose browser asks for none that is there: `en`, `de` or nothing.
    #[schema(pattern = "^(en|de)?$")]
    language: String,
}

/// Who asks, and what that allows.
#[derive(Serialize, ToSchema)]
pub(super) struct Account {
    name: String,
    full_name: String,
    role: Role,
    /// What may be done with this token or session.
    may: Vec<Act>,
}

/// The tokens of who asks that have not ended, without their secrets.
#[derive(Serialize, ToSchema)]
pub(super) struct Tokens {
    tokens: Vec<Token>,
}

#[derive(Serialize, ToSchema)]
struct Token {
    id: String,
    /// What it is for.
    label: String,
    scopes: Vec<Act>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    ends_at: Timestamp,
}

/// Everybody who may or might sign in.
#[utoipa::path(get, path = "/api/v1/people", tag = "people", responses((status = 200, body = People)))]
pub(super) async fn list_people(State(site): State<Arc<Site>>) -> Result<Json<People>, Problem> {
    let people = site.app().people().await?.into_iter().map(|listed| Person {
        name: listed.name,
        full_name: listed.details.full_name,
        role: listed.details.role,
        active: listed.details.active,
        changed_at: listed.changed_at,
        signed_in_at: listed.signed_in_at,
    });
    Ok(Json(People { people: people.collect() }))
}

/// Lets somebody in from now on. The password serves for the first sign-in alone, on the pages; then they choose their own.
#[utoipa::path(post, path = "/api/v1/people", tag = "people", request_body = NewPerson, responses((status = 201, body = Change)))]
pub(super) async fn create_person(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<NewPerson>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let NewPerson { name, full_name, role, password } = given;
    let new = NewUser { name, full_name, role, password };
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
    JsonBody(given, body): JsonBody<PersonDetails>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let PersonDetails { full_name, role, active, password } = given;
    let details = UserDetails { full_name, role, active };
    if password.is_some() && person(&visit)?.is_called(&name) {
        return Err(Problem::new(Code::Forbidden, "the password of who asks is not changed by a program")
            .hint("change it on the page /account, where the current one is asked for"));
    }
    let make = |app: App| async move { app.change_person(&name, &details, password.as_deref(), &by).await };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// What the organisation is called, and which language it speaks.
#[utoipa::path(get, path = "/api/v1/organisation", tag = "people", responses((status = 200, body = OrganisationDocument)))]
pub(super) async fn get_organisation(State(site): State<Arc<Site>>) -> Result<Json<OrganisationDocument>, Problem> {
    let Organisation { name, language } = site.house().await?.organisation.clone();
    Ok(Json(OrganisationDocument { name, language }))
}

/// Says what the organisation is called, and which language it speaks.
#[utoipa::path(put, path = "/api/v1/organisation", tag = "people", request_body = OrganisationDocument, responses((status = 200, body = Change)))]
pub(super) async fn replace_organisation(
    State(site): State<Arc<Site>>,
    visit: Visit,
    asking: ChangeRequest,
    JsonBody(given, body): JsonBody<OrganisationDocument>,
) -> Result<Response, Problem> {
    let by = visit.visitor.signature();
    let organisation = Organisation { name: given.name, language: given.language };
    let make = |app: App| async move { app.set_organisation(&organisation, &by).await };
    asking.make(&site, &visit, &body, StatusCode::OK, make).await
}

/// Who asks, and what that allows.
#[utoipa::path(get, path = "/api/v1/account", tag = "people", responses((status = 200, body = Account)))]
pub(super) async fn get_account(visit: Visit) -> Result<Json<Account>, Problem> {
    let SignedInPerson { name, full_name, role, .. } = person(&visit)?.clone();
    let may = Act::ALL.into_iter().filter(|act| visit.visitor.may(*act)).collect();
    Ok(Json(Account { name, full_name, role, may }))
}

/// The tokens of who asks; a token sees itself alone. New ones are made on the page of one's own account.
#[utoipa::path(get, path = "/api/v1/tokens", tag = "people", responses((status = 200, body = Tokens)))]
pub(super) async fn list_tokens(State(site): State<Arc<Site>>, visit: Visit) -> Result<Json<Tokens>, Problem> {
    let own = own_token(&visit);
    let tokens = site.app().tokens(person(&visit)?).await?.into_iter();
    let tokens = tokens.filter(|token| own.is_none_or(|own| token.id == own)).map(|token| Token {
        id: token.id,
        label: token.label,
        scopes: token.scopes,
        made_at: token.made_at,
        ends_at: token.ends_at,
    });
    Ok(Json(Tokens { tokens: tokens.collect() }))
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

fn person(visit: &Visit) -> Result<&SignedInPerson, Problem> {
    visit.visitor.person().ok_or_else(|| Problem::new(Code::Unauthenticated, "nobody is signed in"))
}
