//! Early moments: what in the first days of a life goes with leaving or growth later, and who has just met it.

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use bellwether_app::early_moment_customers::EarlyMomentCustomersQuestion;
use bellwether_app::early_moments::{
    EarlyMoment, EarlyMoments, EarlyMomentsQuestion, FIRST_DAYS, MomentComparison, MomentKind, MomentOutcome,
    MomentState,
};
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;
use bellwether_words::{Words, message};
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::left_out;
use crate::telling::encoded;
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const PAGE: &str = "/moments";

/// The rest of an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    first_days: String,
    within: String,
    outcome: String,
    kind: String,
    #[serde(flatten)]
    viewpoint: ViewpointParameters,
}

impl Parameters {
    fn question(&self) -> Result<EarlyMomentsQuestion, Failure> {
        let outcome = Some(self.outcome.as_str()).filter(|outcome| !outcome.is_empty());
        let outcome = outcome.map(str::parse).transpose();
        Ok(EarlyMomentsQuestion {
            first_days: self.first_days()?,
            within_days: days(&self.within, 3_650)?,
            outcome: outcome.map_err(|_| Failure::usage(message("failure-outcome").with("outcome", &self.outcome)))?,
            viewpoint: self.viewpoint.viewpoint()?,
        })
    }

    fn first_days(&self) -> Result<u16, Failure> {
        Ok(days(&self.first_days, 730)?.unwrap_or(FIRST_DAYS))
    }

    /// What comes behind the question mark of an address, for an outcome.
    fn query(&self, outcome: &str) -> String {
        let [first_days, within] = [&self.first_days, &self.within].map(|days| encoded(days));
        format!("?first_days={first_days}&within={within}&outcome={outcome}{}", self.viewpoint.query())
    }
}

/// A number of days from 1 up to `most`; none where nothing is said.
fn days(told: &str, most: u16) -> Result<Option<u16>, Failure> {
    if told.is_empty() {
        return Ok(None);
    }
    let days = told.parse().ok().filter(|days| (1..=most).contains(days));
    let refused = || message("failure-days").with("days", told).with("least", 1).with("most", most);
    days.map(Some).ok_or_else(|| Failure::usage(refused()))
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let answer = async { site.ask(&visit, parameters.question()?).await };
    let moments = answer.await.map_err(refuse)?;
    let words = moments.basis.words(site.language(&visit));
    let here = [
        ("first_days", parameters.first_days.as_str()),
        ("within", parameters.within.as_str()),
        ("outcome", parameters.outcome.as_str()),
    ];
    let bar = viewpoint::bar(&site, &visit, words, &moments.basis, &parameters.viewpoint, (PAGE, &here));
    let bar = bar.await.map_err(refuse)?;
    let number = |count: u64| words.whole(count as i64);
    let title = match (moments.split_on, moments.confirmed) {
        (None, _) => words.say("moments-title-nobody"),
        (_, 0) => words.with("moments-title-none", &[("tried", &number(moments.tried))]),
        (_, confirmed) => words.counting("moments-title", confirmed as i64, &[("tried", &number(moments.tried))]),
    };
    let body = html! {
        (head(&title, &outcomes(words, &parameters)))
        (bar)
        p { (words.with("moments-about", &[("first", &moments.first_days.to_string()), ("within", &moments.within_days.to_string())])) }
        @if let Some(split) = moments.split_on {
            p.muted { (words.with("moments-split", &[("earlier", &words.customers(moments.earlier as i64)), ("day", &words.day(split)), ("later", &number(moments.compared - moments.earlier))])) }
        }
        @for moment in moments.moments.iter().filter(|moment| moment.state == MomentState::Confirmed) {
            (confirmed(words, moment, &parameters))
        }
        (panel(&words.say("moments-tried"), &words.say("moments-tried-about"), &tried(words, &moments, &parameters)))
        (set_aside(words, &moments))
        (left_out(words, moments.without_customer))
        p.links { a href=(format!("/moments.csv{}", parameters.query(&encoded(&parameters.outcome)))) download { (words.say("as-csv")) } }
    };
    Ok(frame(words, &visit, NavigationItem::Moments, &title, &body))
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = async { site.ask(&visit, parameters.question()?).await?.table().csv() };
    let found: Vec<u8> = found.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    Ok(attached("early-moments.csv", found).into_response())
}

/// Everybody who has just met a moment.
pub(in crate::web) async fn customers_csv(
    State(site): State<Arc<Site>>,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let found = async {
        let kind = if parameters.kind.is_empty() { Ok(MomentKind::Broken) } else { parameters.kind.parse() };
        let question = EarlyMomentCustomersQuestion {
            touchpoint: id.clone(),
            kind: kind.map_err(|_| Failure::usage(message("failure-moment").with("kind", &parameters.kind)))?,
            first_days: parameters.first_days()?,
            most: None,
            viewpoint: parameters.viewpoint.viewpoint()?,
        };
        site.ask_once(&visit, question).await?.table().csv()
    };
    let found: Vec<u8> = found.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    Ok(attached("just-met.csv", found).into_response())
}

/// What the moments shown go with.
fn outcomes(words: Words<'_>, parameters: &Parameters) -> Markup {
    let of = |name: &str, outcome: &str| {
        let is_in_force = parameters.outcome == outcome;
        (words.say(name), format!("{PAGE}{}", parameters.query(outcome)), is_in_force)
    };
    let [loss, growth] = MomentOutcome::ALL.map(MomentOutcome::name);
    choices(
        &words.say("moments-outcome"),
        [of("moments-all", ""), of("moments-loss", loss), of("moments-growth", growth)],
    )
}

fn name(words: Words<'_>, moment: &EarlyMoment) -> String {
    words.with(&format!("moments-{}", moment.kind.name()), &[("name", &moment.name)])
}

/// What was confirmed, in sentences and in customers and money.
fn confirmed(words: Words<'_>, moment: &EarlyMoment, parameters: &Parameters) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    let MomentComparison { met, others, difference } = &moment.later;
    let told = words.with(
        &format!("moments-{}-{}", moment.kind.name(), moment.outcome.name()),
        &[
            ("met", &number(met.customers)),
            ("came", &number(met.came_true)),
            ("money", &words.money(met.came_true_minor)),
            ("others", &number(others.customers)),
            ("others_came", &number(others.came_true)),
        ],
    );
    let more = difference.map(|found| {
        let is_fewer = found.estimate < 0.0;
        let (low, high) = if is_fewer { (-found.high, -found.low) } else { (found.low, found.high) };
        let [estimate, low, high] = [found.estimate.abs(), low, high].map(|share| words.decimal(share * 100.0));
        let than = if is_fewer { "fewer" } else { "more" };
        let given = [("estimate", estimate.as_str()), ("low", &low), ("high", &high)];
        words.with(&format!("moments-{than}-{}", moment.outcome.name()), &given)
    });
    let title = name(words, moment);
    panel(
        &title,
        moment.stage.as_deref().unwrap_or_default(),
        &html! {
            p { (told) }
            p { b { @if let Some(more) = more { (more) } } @if let Some(days) = moment.lead_days { " " (words.with("moments-lead", &[("days", &words.decimal(days))])) } }
            p { (just_met(words, moment, parameters)) }
        },
    )
}

/// The way to those who have just met a moment.
fn just_met(words: Words<'_>, moment: &EarlyMoment, parameters: &Parameters) -> Markup {
    if moment.just_met.customers == 0 {
        return html! { (words.say("moments-just-met-none")) };
    }
    let customers = words.customers(moment.just_met.customers);
    let given = [("customers", customers.as_str()), ("money", &words.money(moment.just_met.minor))];
    html! { a href=(customers_of(moment, parameters)) download { (words.with("moments-just-met", &given)) } }
}

fn customers_of(moment: &EarlyMoment, parameters: &Parameters) -> String {
    let query = parameters.query("");
    format!("/moments/{}/customers.csv{query}&kind={}", encoded(&moment.touchpoint), moment.kind.name())
}

fn tried(words: Words<'_>, moments: &EarlyMoments, parameters: &Parameters) -> Markup {
    if moments.moments.is_empty() {
        return html! { p { (words.say("moments-nothing")) } };
    }
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("moments-tried")) { table {
            thead { tr {
                @for name in ["moment", "goes-with", "state"] { th scope="col" { (words.say(&format!("moments-{name}"))) } }
                @for name in ["earlier", "later", "difference", "lead-days", "just"] { th.r scope="col" { (words.say(&format!("moments-{name}"))) } }
            } }
            tbody { @for moment in &moments.moments { (row(words, moment, parameters)) } }
        } }
    }
}

fn row(words: Words<'_>, moment: &EarlyMoment, parameters: &Parameters) -> Markup {
    let number = |count: u64| words.whole(count as i64);
    let side = |half: &MomentComparison| {
        let [met, came] = [half.met.customers, half.met.came_true].map(number);
        let [others, others_came] = [half.others.customers, half.others.came_true].map(number);
        let given = [("met", met.as_str()), ("came", &came), ("others", &others), ("others_came", &others_came)];
        words.with("moments-side", &given)
    };
    html! {
        tr {
            th scope="row" { @if moment.stage.is_some() {
                a href=(format!("/touchpoint/{}", encoded(&moment.touchpoint))) { (name(words, moment)) }
            } @else { (name(words, moment)) } }
            td { (words.say(&format!("moments-{}", moment.outcome.name()))) }
            td { (words.say(&format!("moment-state-{}", moment.state.name().replace('_', "-")))) }
            td.r { (side(&moment.earlier)) }
            td.r { (side(&moment.later)) }
            td.r { @if let Some(found) = moment.later.difference { (words.decimal(found.estimate * 100.0)) } }
            td.r { @if let Some(days) = moment.lead_days { (words.decimal(days)) } }
            td.r { @if moment.just_met.customers > 0 {
                a href=(customers_of(moment, parameters)) download { (words.whole(moment.just_met.customers)) }
                br; small { (words.money(moment.just_met.minor)) }
            } @else { "0" } }
        }
    }
}

/// Whom the figures leave out, in numbers.
fn set_aside(words: Words<'_>, moments: &EarlyMoments) -> Markup {
    let gone = moments.gone_before;
    let counts = [
        ("moments-not-yet-known", moments.not_yet_known),
        ("moments-before-touches", moments.before_touches),
        ("moments-undated", moments.undated),
        ("moments-kept", moments.kept_by_purchase),
    ];
    html! {
        @if gone.customers > 0 {
            p.muted { (words.with("moments-gone-before", &[("customers", &words.customers(gone.customers)), ("money", &words.money(gone.minor))])) }
        }
        @for (name, count) in counts { @if count > 0 {
            p.muted { (words.with(name, &[("customers", &words.customers(count as i64))])) }
        } }
    }
}
