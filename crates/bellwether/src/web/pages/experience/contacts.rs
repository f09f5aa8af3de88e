//! Contacts that are due though nobody asks: which were missed, who is to be met next, who reached a moment, and whose subscriptions end.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use bellwether_app::Figure;
use bellwether_app::contact_customers::{ContactCustomers, ContactCustomersQuestion, ContactRow, ContactWho};
use bellwether_app::contacts::{AHEAD_DAYS, Contacts, ContactsQuestion, CountedMoment, DueRule, TouchpointContacts};
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;
use bellwether_model::Grain;
use bellwether_words::{Words, message};
use maud::{Markup, html};
use serde::Deserialize;

use super::parameters::Parameters as Period;
use super::parts::{between, left_out};
use crate::telling::encoded;
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/contacts";

/// Customers listed; the file has all of them.
const SHOWN: usize = 50;

/// Which period is told, and whose customers are listed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    who: String,
    of: String,
    #[serde(flatten)]
    period: Period,
}

impl Parameters {
    fn who(&self) -> Result<Option<ContactWho>, Failure> {
        if self.who.is_empty() {
            return Ok(None);
        }
        let unknown = || Failure::usage(message("failure-no-who").with("who", &self.who));
        self.who.parse().map(Some).map_err(|_| unknown())
    }

    fn customers(&self, who: ContactWho, most: Option<usize>) -> Result<ContactCustomersQuestion, Failure> {
        Ok(ContactCustomersQuestion {
            who,
            id: self.of.clone(),
            grain: self.period.grain()?,
            period: self.period.period(),
            ahead_days: AHEAD_DAYS,
            most,
            viewpoint: self.period.viewpoint.viewpoint()?,
        })
    }

    fn contacts(&self) -> Result<ContactsQuestion, Failure> {
        Ok(ContactsQuestion {
            grain: self.period.grain()?,
            period: self.period.period(),
            ahead_days: AHEAD_DAYS,
            viewpoint: self.period.viewpoint.viewpoint()?,
        })
    }
}

/// What the panels of the page share.
struct Telling<'p> {
    words: Words<'p>,
    grain: Grain,
    contacts: &'p Contacts,
    /// The address of the page for its period, to which more is added.
    here: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let answers = async {
        let contacts = site.ask(&visit, parameters.contacts()?).await?;
        let listed = match parameters.who()? {
            Some(who) => Some(site.ask(&visit, parameters.customers(who, Some(SHOWN))?).await?),
            None => None,
        };
        Ok((parameters.period.grain()?, contacts, listed))
    };
    let (grain, contacts, listed) = answers.await.map_err(refuse)?;
    let words = contacts.basis.words(site.language(&visit));
    let period = &parameters.period;
    let kept =
        [("by", period.by.as_str()), ("period", &period.period), ("who", &parameters.who), ("of", &parameters.of)];
    let bar = viewpoint::bar(&site, &visit, words, &contacts.basis, &period.viewpoint, (PAGE, &kept));
    let bar = bar.await.map_err(refuse)?;
    let query = period.query(grain, &contacts.period);
    let telling = Telling { words, grain, contacts: &contacts, here: format!("{PAGE}{query}") };
    let title = telling.title();
    let body = html! {
        (head(&title, &period.grains(words, PAGE, grain)))
        (bar)
        (between(words, PAGE, period, grain, &contacts.near))
        @if let Some(listed) = &listed { (telling.customers(listed, &format!("/contacts/customers.csv{query}"))) }
        @if contacts.contacts.is_empty() {
            (panel(&words.say("contacts"), "", &html! { p { (words.say("contacts-none")) } }))
        } @else { (telling.due()) }
        (left_out(words, contacts.without_customer))
        (telling.ending())
        @if !contacts.moments.is_empty() { (telling.moments()) }
        p.links { a href=(format!("/contacts.csv{query}")) { (words.say("as-csv")) } }
    };
    Ok(frame(words, &visit, NavigationItem::Journey, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = async { site.ask_once(&visit, parameters.contacts()?).await?.table().csv() };
    let found: Vec<u8> = found.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    Ok(attached("contacts.csv", found).into_response())
}

pub(in crate::web) async fn customers_csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = async {
        let who = parameters.who()?.unwrap_or(ContactWho::Ending);
        site.ask_once(&visit, parameters.customers(who, None)?).await?.table().csv()
    };
    let found: Vec<u8> = found.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    Ok(attached("contact-customers.csv", found).into_response())
}

impl Telling<'_> {
    fn title(&self) -> String {
        let Self { words, grain, contacts, .. } = self;
        let sum = |of: fn(&TouchpointContacts) -> u64| contacts.contacts.iter().map(of).sum::<u64>();
        let (missed, due) = (sum(|line| line.missed), sum(|line| line.in_time + line.late + line.missed));
        if due == 0 {
            return words.with("contacts-title-none", &[("period", &words.period(*grain, &contacts.period))]);
        }
        let [missed, due] = [missed, due].map(|count| words.whole(count as i64));
        let given = [("missed", missed.as_str()), ("due", &due), ("period", &words.period(*grain, &contacts.period))];
        words.with("contacts-title", &given)
    }

    fn due(&self) -> Markup {
        let words = self.words;
        let through = words.day(self.contacts.ahead_through);
        let next = words.with("contacts-due", &[("day", &through)]);
        let about = words.say("contacts-about");
        panel(
            &words.say("contacts"),
            &about,
            &html! {
                div.scroll tabindex="0" role="group" aria-label=(words.say("contacts")) { table.prose {
                    thead { tr {
                        th scope="col" { (words.say("contacts-touchpoint")) }
                        @for name in ["in-time", "late", "missed"] { th.r scope="col" { (words.say(&format!("contacts-{name}"))) } }
                        th.r scope="col" { (words.say("contacts-missed-by")) }
                        th.r scope="col" { (next) }
                        th.r scope="col" { (words.say("contacts-due-to")) }
                    } }
                    tbody { @for line in &self.contacts.contacts { tr {
                        th scope="row" {
                            a href=(format!("/touchpoint/{}", encoded(&line.touchpoint))) { (line.name) }
                            br; small { (rule(words, &line.rule)) " " (line.owner) }
                        }
                        td.r { (self.count(ContactWho::InTime, &line.touchpoint, line.in_time)) }
                        td.r { (self.count(ContactWho::Late, &line.touchpoint, line.late)) }
                        td.r { (self.count(ContactWho::Missed, &line.touchpoint, line.missed)) }
                        td.r { (self.figure(line.missed_by)) }
                        td.r { (self.count(ContactWho::Due, &line.touchpoint, line.due)) }
                        td.r { (self.figure(line.due_to)) }
                    } } }
                } }
            },
        )
    }

    fn ending(&self) -> Markup {
        let words = self.words;
        let about = words.with("contacts-ending-about", &[("day", &words.day(self.contacts.ahead_through))]);
        let ending = self.contacts.ending;
        panel(
            &words.say("contacts-ending"),
            &about,
            &html! {
                p {
                    @if ending.customers == 0 { (words.say("contacts-ending-none")) } @else {
                        a href=(self.list(ContactWho::Ending, "")) { (words.customers(ending.customers)) } ", " (words.money(ending.minor))
                    }
                }
            },
        )
    }

    fn moments(&self) -> Markup {
        let words = self.words;
        let row = |line: &CountedMoment| {
            html! { tr {
                th scope="row" { (line.name) }
                td.r { (self.count(ContactWho::Reached, &line.moment, line.reached)) }
                td.r { (self.figure(line.reached_by)) }
            } }
        };
        panel(
            &words.say("contacts-moments"),
            &words.say("contacts-moments-about"),
            &html! {
                div.scroll tabindex="0" role="group" aria-label=(words.say("contacts-moments")) { table.prose {
                    thead { tr {
                        th scope="col" { (words.say("contacts-moment")) }
                        th.r scope="col" { (words.say("contacts-reached")) }
                        th.r scope="col" { (words.say("contacts-reached-by")) }
                    } }
                    tbody { @for line in &self.contacts.moments { (row(line)) } }
                } }
            },
        )
    }

    /// Those who were asked for, those worth most first.
    fn customers(&self, listed: &ContactCustomers, csv: &str) -> Markup {
        let words = self.words;
        let what = listed.id.as_deref().map(|id| self.name_of(id).to_owned()).unwrap_or_default();
        let period = words.period(self.grain, &listed.period);
        let given = [("what", what.as_str()), ("period", &period), ("day", &words.day(listed.ahead_through))];
        let title = words.with(&format!("contacts-who-{}", listed.who.name().replace('_', "-")), &given);
        let about = words.with(
            "contacts-who-about",
            &[
                ("customers", &words.customers(listed.customers.customers)),
                ("money", &words.money(listed.customers.minor)),
                ("shown", &words.whole(listed.rows.len() as i64)),
                ("count", &words.whole(listed.count as i64)),
            ],
        );
        let of = listed.id.as_deref().map(|id| format!("&of={}", encoded(id))).unwrap_or_default();
        let row = |row: &ContactRow| {
            html! { tr {
                th scope="row" { a href=(format!("/customer/{}", encoded(&row.customer_id))) { (row.name.as_deref().unwrap_or(&row.customer_id)) } }
                td.r { (words.money(row.value_minor.into())) }
                td { (words.day(row.because_of)) }
                td { (words.day(row.due_on)) }
                td { @if let Some(day) = row.met_on { (words.day(day)) } }
            } }
        };
        panel(
            &title,
            &about,
            &html! {
                @if !listed.rows.is_empty() {
                    div.scroll tabindex="0" role="group" aria-label=(title) { table {
                        thead { tr {
                            th scope="col" { (words.say("contacts-name")) }
                            th.r scope="col" { (words.say("contacts-value")) }
                            @for name in ["because-of", "due-on", "met-on"] { th scope="col" { (words.say(&format!("contacts-{name}"))) } }
                        } }
                        tbody { @for found in &listed.rows { (row(found)) } }
                    } }
                    p.links { a href=(format!("{csv}&who={}{of}", listed.who.name())) { (words.say("as-csv")) } }
                }
            },
        )
    }

    fn name_of<'n>(&'n self, id: &'n str) -> &'n str {
        let contacts = self.contacts.contacts.iter().map(|line| (&line.touchpoint, &line.name));
        let mut all = contacts.chain(self.contacts.moments.iter().map(|line| (&line.moment, &line.name)));
        all.find(|(known, _)| *known == id).map_or(id, |(_, name)| name)
    }

    fn list(&self, who: ContactWho, id: &str) -> String {
        let of = if id.is_empty() { String::new() } else { format!("&of={}", encoded(id)) };
        format!("{}&who={}{of}", self.here, who.name())
    }

    fn count(&self, who: ContactWho, id: &str, count: u64) -> Markup {
        let number = self.words.whole(count as i64);
        html! { @if count > 0 { a href=(self.list(who, id)) { (number) } } @else { (number) } }
    }

    fn figure(&self, figure: Figure) -> Markup {
        html! { (self.words.customers(figure.customers)) br; small { (self.words.money(figure.minor)) } }
    }
}

/// When a contact is due, in words.
fn rule(words: Words<'_>, rule: &DueRule) -> String {
    let days = |days: Option<u32>| words.whole(days.unwrap_or_default().into());
    match (rule.within_days, rule.term_months) {
        (Some(_), _) => words.with("contacts-rule-after", &[("days", &days(rule.within_days))]),
        (None, Some(months)) => {
            let given = [("days", days(rule.before_renewal_days)), ("months", words.whole(months.into()))];
            words.with("contacts-rule-term", &given.each_ref().map(|(name, text)| (*name, text.as_str())))
        }
        (None, None) => words.with("contacts-rule-end", &[("days", &days(rule.before_renewal_days))]),
    }
}
