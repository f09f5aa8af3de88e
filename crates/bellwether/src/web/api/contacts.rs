//! Contacts that are due though nobody asks, for programs: which came, which were missed, and whose they are.

use std::sync::Arc;

use axum::extract::State;
use bellwether_app::contact_customers::{ContactCustomers, ContactCustomersQuestion, ContactWho};
use bellwether_app::contacts::{AHEAD_DAYS, Contacts, ContactsQuestion, MOST_AHEAD_DAYS};
use bellwether_model::Grain;

use super::super::site::Site;
use super::super::site::visit::Visit;
use super::answer::{Answer, QueryParams};
use super::problem::{Code, Problem};
use super::viewpoint::{month, viewed};

/// Contacts of single customers that one answer tells at most.
const MOST: usize = 1000;

viewed! {
    pub(super) struct ContactsQuery {
        /// The length of the period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The period's label; the last one that is over if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
        /// Days from the as-of within which is told what is due next.
        #[serde(default = "ahead")]
        #[param(minimum = 0, maximum = 730, default = 30)]
        ahead: u16,
    }
}

viewed! {
    pub(super) struct ContactCustomersQuery {
        /// What became of the contact, or whether a moment was reached, or a subscription ends.
        #[param(inline)]
        who: ContactWho,
        /// The touchpoint of the contact, or the moment that was reached, by id; nothing of subscriptions that end.
        #[serde(default)]
        #[param(max_length = 200)]
        of: String,
        /// The length of the period.
        #[serde(default = "month")]
        #[param(inline, value_type = Option<Grain>)]
        by: Grain,
        /// The period's label; the last one that is over if left out.
        #[param(min_length = 1, max_length = 20)]
        period: Option<String>,
        /// Days from the as-of within which is told what is due next.
        #[serde(default = "ahead")]
        #[param(minimum = 0, maximum = 730, default = 30)]
        ahead: u16,
        /// As many are told at most, those of the customers worth most first.
        #[serde(default = "most")]
        #[param(minimum = 1, maximum = 1000, default = 1000)]
        limit: usize,
    }
}

fn ahead() -> u16 {
    AHEAD_DAYS
}

fn most() -> usize {
    MOST
}

fn refuse_ahead(days: u16) -> Result<(), Problem> {
    if days <= MOST_AHEAD_DAYS {
        return Ok(());
    }
    Err(Problem::new(Code::InvalidRequest, format!("{days} days ahead"))
        .hint(format!("ask for at most {MOST_AHEAD_DAYS}")))
}

/// Which contacts were due though nobody asked and came or were missed, who reached a moment that comes by counting, and whose subscriptions end.
#[utoipa::path(get, path = "/api/v1/contacts", tag = "experience", params(ContactsQuery), responses((status = 200, body = Contacts)))]
pub(super) async fn get_contacts(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<ContactsQuery>,
) -> Result<Answer<Contacts>, Problem> {
    refuse_ahead(asked.ahead)?;
    let viewpoint = asked.viewpoint();
    let ContactsQuery { by: grain, period, ahead: ahead_days, .. } = asked;
    Ok(Answer(site.ask(&visit, ContactsQuestion { grain, period, ahead_days, viewpoint }).await?))
}

/// The customers of contacts that came or were missed, who reached a moment, or whose subscriptions end.
#[utoipa::path(get, path = "/api/v1/contacts/customers", tag = "experience", params(ContactCustomersQuery),
    responses((status = 200, body = ContactCustomers)))]
pub(super) async fn list_contact_customers(
    State(site): State<Arc<Site>>,
    visit: Visit,
    QueryParams(asked): QueryParams<ContactCustomersQuery>,
) -> Result<Answer<ContactCustomers>, Problem> {
    refuse_ahead(asked.ahead)?;
    if !(1..=MOST).contains(&asked.limit) {
        return Err(Problem::new(Code::InvalidRequest, format!("{} contacts in one answer", asked.limit))
            .hint(format!("ask for 1 to {MOST}")));
    }
    let viewpoint = asked.viewpoint();
    let ContactCustomersQuery { who, of: id, by: grain, period, ahead: ahead_days, limit, .. } = asked;
    let question = ContactCustomersQuestion { who, id, grain, period, ahead_days, most: Some(limit), viewpoint };
    Ok(Answer(site.ask(&visit, question).await?))
}
