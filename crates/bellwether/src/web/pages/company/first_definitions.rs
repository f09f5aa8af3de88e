//! The first definitions, before there is anything to count: whose company it is, in what it counts, and how, in plain words.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::{Currency, Policy, ValueBasis};
use maud::{Markup, html};

use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::policy::PolicyQuestion;
use bellwether_app::start::StartQuestion;
use bellwether_words::{Message, Words, called, message};

/// The fields of a form, by name.
type Fields = BTreeMap<String, String>;

/// What most companies count in; the others stand below.
const USUAL: [&str; 10] = ["EUR", "USD", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "DKK", "PLN"];

pub(in crate::web) async fn organisation(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, Part::Organisation, None).await
}

pub(in crate::web) async fn counting(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, Part::Counting, None).await
}

pub(in crate::web) async fn set_up(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    written(&site, &visit, Part::Organisation, &fields).await
}

pub(in crate::web) async fn agree(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(fields): Form<Fields>,
) -> Result<Response, Refusal> {
    written(&site, &visit, Part::Counting, &fields).await
}

/// One of the two steps that say something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Organisation,
    Counting,
}

async fn written(site: &Arc<Site>, visit: &Visit, part: Part, fields: &Fields) -> Result<Response, Refusal> {
    let done = async {
        let before = site.ask(visit, PolicyQuestion::default()).await?.policy.clone();
        let (app, by) = (site.app(), visit.visitor.signature());
        match part {
            Part::Organisation => app.set_up(given(fields, "name"), &in_words(before, fields)?, &by).await,
            Part::Counting => app.agree_to_counting(&by_choice(before, fields)?, &by).await,
        }
    };
    match done.await {
        Ok(()) => Ok(Redirect::to("/start").into_response()),
        Err(failure) => {
            let status = match failure.kind() {
                FailureKind::Input | FailureKind::Usage => StatusCode::BAD_REQUEST,
                FailureKind::Conflict => StatusCode::CONFLICT,
                _ => return Err(site.refuse(visit, &failure)),
            };
            Ok((status, shown(site, visit, part, Some((fields, failure.message()))).await?).into_response())
        }
    }
}

fn given<'f>(fields: &'f Fields, name: &str) -> &'f str {
    fields.get(name).map_or("", |text| text.trim())
}

/// The definitions in the company's words, currency and time.
fn in_words(before: Policy, fields: &Fields) -> Result<Policy, Failure> {
    let own = |name: &str, before: String| {
        Some(given(fields, name).to_owned()).filter(|text| !text.is_empty()).unwrap_or(before)
    };
    Ok(Policy {
        customer_noun: own("customer_noun", before.customer_noun.clone()),
        customer_noun_plural: own("customer_noun_plural", before.customer_noun_plural.clone()),
        currency: given(fields, "currency").parse().map_err(Failure::input)?,
        time_zone: given(fields, "time_zone").to_owned(),
        ..before
    })
}

/// The definitions as they are chosen.
fn by_choice(before: Policy, fields: &Fields) -> Result<Policy, Failure> {
    fn number<T: std::str::FromStr>(fields: &Fields, name: &'static str) -> Result<T, Failure> {
        let text = given(fields, name);
        let unread = || message("failure-no-number").naming("definition", called(name)).with("text", text);
        text.parse().map_err(|_| Failure::input(unread()))
    }
    let basis: ValueBasis = given(fields, "basis").parse().map_err(|_| Failure::input(message("failure-no-basis")))?;
    Ok(Policy {
        basis,
        recurring_months: basis.usual_months(),
        lapse_days: number(fields, "lapse_days")?,
        fiscal_start_month: number(fields, "fiscal_start_month")?,
        ..before
    })
}

/// The step's form, as it stands or as it was filled in, with what is wrong.
async fn shown(
    site: &Arc<Site>,
    visit: &Visit,
    part: Part,
    again: Option<(&Fields, &Message)>,
) -> Result<Markup, Refusal> {
    let asked = async {
        Ok((
            site.ask(visit, StartQuestion).await?,
            site.ask(visit, PolicyQuestion::default()).await?,
            site.house().await?,
        ))
    };
    let (start, policy, house) = asked.await.map_err(|failure| site.refuse(visit, &failure))?;
    let words = site.words(visit);
    let name = match part {
        Part::Organisation => "organisation",
        Part::Counting => "counting",
    };
    let title = words.say(&format!("start-{name}"));
    let there = as_given(&house.organisation.name, &policy.policy);
    let fields = again.map_or(&there, |(fields, _)| fields);
    let body = html! {
        (head(&title, &html! {}))
        (panel(&words.say(&format!("start-{name}-head")), &words.say(&format!("start-{name}-about")), &html! {
            (alert(words, again.map(|(_, wrong)| wrong)))
            @if start.has_figures() {
                p { (words.say("start-counted-already")) }
                p.links { a href="/definitions" { (words.say("settings-all-definitions")) } a href="/settings" { (words.say("nav-settings")) } }
            } @else {
                form.narrow-form method="post" action=(format!("/start/{name}")) {
                    @match part {
                        Part::Organisation => (organisation_fields(words, fields, start.is_named)),
                        Part::Counting => (counting_fields(words, fields)),
                    }
                    p.links { button.btn.main type="submit" { (words.say("start-save")) } a.btn href="/start" { (words.say("start-back")) } }
                }
            }
        }))
    };
    Ok(frame(words, visit, NavigationItem::Nowhere, &title, &body))
}

/// A policy as the forms show it.
fn as_given(name: &str, policy: &Policy) -> Fields {
    let fields = [
        ("name", name.to_owned()),
        ("customer_noun", policy.customer_noun.clone()),
        ("customer_noun_plural", policy.customer_noun_plural.clone()),
        ("currency", policy.currency.code().to_owned()),
        ("time_zone", policy.time_zone.clone()),
        ("basis", policy.basis.to_string()),
        ("lapse_days", policy.lapse_days.to_string()),
        ("fiscal_start_month", policy.fiscal_start_month.to_string()),
    ];
    fields.map(|(name, value)| (name.to_owned(), value)).into()
}

fn organisation_fields(words: Words<'_>, fields: &Fields, is_named: bool) -> Markup {
    let (currency, zone) = (given(fields, "currency"), given(fields, "time_zone"));
    let others = Currency::codes().filter(|code| !USUAL.contains(code));
    html! {
        (field(words, "start-name", "name", &html! { input.in #name name="name" maxlength="100" autocomplete="organization" required value=(given(fields, "name")); }))
        (field(words, "start-noun", "customer_noun", &html! { input.in #customer_noun name="customer_noun" maxlength="100" autocomplete="off" required aria-describedby="noun-about" value=(given(fields, "customer_noun")); }))
        (field(words, "start-nouns", "customer_noun_plural", &html! { input.in #customer_noun_plural name="customer_noun_plural" maxlength="100" autocomplete="off" required aria-describedby="noun-about" value=(given(fields, "customer_noun_plural")); }))
        p.muted #noun-about { (words.say("start-noun-about")) }
        (field(words, "start-currency", "currency", &html! { select.in #currency name="currency" {
            @for code in USUAL { option value=(code) selected[code == currency] { (code) } }
            @for code in others { option value=(code) selected[code == currency] { (code) } }
        } }))
        (field(words, "start-zone", "time_zone", &html! {
            input.in #time_zone name="time_zone" list="zones" autocomplete="off" spellcheck="false" required aria-describedby="zone-about" value=(zone) data-zone[!is_named];
        }))
        datalist #zones { @for zone in jiff::tz::db().available() { option value=(zone) {} } }
        p.muted #zone-about { (words.say("start-zone-about")) }
    }
}

fn counting_fields(words: Words<'_>, fields: &Fields) -> Markup {
    let (basis, month) = (given(fields, "basis"), given(fields, "fiscal_start_month"));
    html! {
        fieldset {
            legend { (words.say("start-basis")) }
            @for choice in ["spend", "recurring", "both"] { p.choice {
                input type="radio" id=(format!("basis-{choice}")) name="basis" value=(choice) checked[choice == basis] required aria-describedby=(format!("basis-{choice}-about"));
                span { label for=(format!("basis-{choice}")) { (words.say(&format!("start-basis-{choice}"))) } small id=(format!("basis-{choice}-about")) { (words.say(&format!("start-basis-{choice}-about"))) } }
            } }
        }
        (field(words, "start-lapse", "lapse_days", &html! { input.in #lapse_days name="lapse_days" type="number" min="1" max="3650" required list="lapses" aria-describedby="lapse-about" value=(given(fields, "lapse_days")); }))
        datalist #lapses { @for days in ["60", "90", "180", "365", "730"] { option value=(days) {} } }
        p.muted #lapse-about { (words.say("start-lapse-about")) }
        (field(words, "start-fiscal", "fiscal_start_month", &html! { select.in #fiscal_start_month name="fiscal_start_month" {
            @for number in 1..=12 { @let number = number.to_string(); option value=(number) selected[number == month] { (words.say(&format!("month-{number}"))) } }
        } }))
        p.muted { (words.say("start-counting-more")) }
    }
}
