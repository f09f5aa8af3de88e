//! The bridge: why two policies give different figures, definition by definition and customer by customer.

use std::sync::Arc;

use axum::extract::{Query, State};
use bellwether_model::{Act, Grain, Preset};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::encoded;
use crate::web::pages::company::definitions::called;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::bridge::{BridgeQuestion, BridgeStep, BridgeSummary, BridgeSummaryQuestion};
use bellwether_app::failure::Failure;
use bellwether_app::policy::PolicyHistoryQuestion;
use bellwether_words::{Words, grain_name, kind_name, message};

const GRAINS: [Grain; 3] = [Grain::Month, Grain::Quarter, Grain::Year];

/// Steps shown, those of most value first.
pub(in crate::web) const SHOWN: usize = 50;

/// Which two policies, and where.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    from: String,
    to: String,
    by: String,
    period: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answer = async {
        let policies = site.ask(&visit, PolicyHistoryQuestion).await?;
        let latest = policies.versions.last().map_or(1, |version| version.version);
        let given = |text: &str, otherwise: u32| if text.is_empty() { otherwise.to_string() } else { text.to_owned() };
        let request = BridgeQuestion {
            from: given(&parameters.from, latest.saturating_sub(1).max(1)),
            to: given(&parameters.to, latest),
            grain: if parameters.by.is_empty() {
                Grain::Month
            } else {
                parameters.by.parse().map_err(Failure::usage)?
            },
            period: (!parameters.period.is_empty()).then(|| parameters.period.clone()),
            as_of: None,
        };
        if !GRAINS.contains(&request.grain) {
            return Err(Failure::usage(message("failure-bridge-grain").naming("grain", grain_name(request.grain))));
        }
        let bridge = site.ask(&visit, BridgeSummaryQuestion { bridge: request.clone(), most: SHOWN }).await?;
        let numbers: Vec<String> = policies.versions.iter().rev().map(|version| version.version.to_string()).collect();
        Ok((numbers, request, bridge))
    };
    let (numbers, request, bridge) = answer.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    let words = bridge.from.words(site.language(&visit));
    let [from, to] = [&request.from, &request.to].map(|policy| name(words, policy));
    let (customers, money) = (words.signed(bridge.difference.customers), words.signed_amount(bridge.difference.minor));
    let title = words.with(
        "bridge-title",
        &[("from", &from), ("to", &to), ("customers", &customers), ("money", &format!("{} {money}", words.currency()))],
    );
    let may_see = visit.visitor.may(Act::SeeCustomers);
    let body = html! {
        (head(&title, &html! {}))
        p.basis { (bridge.from.sentence(words)) }
        (panel(&words.say("bridge-which"), &words.say("bridge-about"), &form(words, &numbers, &request)))
        div.stack {
            (panel(&words.say("bridge-by-definition"), &words.say("bridge-unexplained"), &html! {
                @if bridge.largest.is_empty() { p { (words.say("bridge-none")) } } @else { (by_definition(words, &bridge)) }
            }))
            @if may_see && !bridge.largest.is_empty() {
                (panel(&words.say("bridge-steps"), &words.with("bridge-steps-about", &[("shown", &words.whole(bridge.steps.min(SHOWN) as i64)), ("all", &words.whole(bridge.steps as i64))]), &steps(words, &bridge, [&from, &to])))
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Definitions, &title, &body))
}

fn name(words: Words<'_>, policy: &str) -> String {
    match policy.parse::<Preset>() {
        Ok(preset) => preset.name().replace('_', " "),
        Err(_) => words.with("policy", &[("version", policy)]),
    }
}

fn form(words: Words<'_>, numbers: &[String], request: &BridgeQuestion) -> Markup {
    let choice = |id: &str, chosen: &str| {
        html! { p.field { label for=(id) { (words.say(&format!("bridge-{id}"))) } select.in id=(id) name=(id) {
            @for number in numbers { option value=(number) selected[number == chosen] { (words.with("policy", &[("version", number)])) } }
            @for preset in Preset::ALL { option value=(preset) selected[preset.name() == chosen] { (name(words, preset.name())) } }
        } } }
    };
    html! {
        form.filters action="/definitions/bridge" {
            (choice("from", &request.from))
            (choice("to", &request.to))
            p.field { label for="by" { (words.say("by")) } select.in #by name="by" {
                @for grain in GRAINS { option value=(grain) selected[grain == request.grain] { (words.grain(grain)) } }
            } }
            p.field { label for="period" { (words.say("bridge-period")) } input.in #period name="period" value=(request.period.as_deref().unwrap_or_default()) placeholder="2026-08"; }
            p { button.btn type="submit" { (words.say("bridge-compare")) } }
        }
    }
}

/// What each definition adds to the difference.
pub(in crate::web) fn by_definition(words: Words<'_>, bridge: &BridgeSummary) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("bridge-by-definition")) { table.prose {
            thead { tr {
                th scope="col" { (words.say("definition")) }
                th.r scope="col" { (words.say("bridge-differences")) }
                th.r scope="col" { (words.nouns_first()) }
                th.r scope="col" { (words.currency()) }
            } }
            tbody {
                @for sum in &bridge.by_definition { tr {
                    th scope="row" { (called(words, &sum.definition)) br; small { (words.say(&format!("means-{}", sum.definition.replace('_', "-")))) } }
                    td.r { (words.whole(sum.steps as i64)) }
                    td.r { (words.signed(sum.net.customers)) }
                    td.r { (words.signed_amount(sum.net.minor)) }
                } }
                tr.sum { th scope="row" { (words.say("together")) } td.r { (words.whole(bridge.steps as i64)) } td.r { (words.signed(bridge.difference.customers)) } td.r { (words.signed_amount(bridge.difference.minor)) } }
            }
        } }
    }
}

fn steps(words: Words<'_>, bridge: &BridgeSummary, names: [&String; 2]) -> Markup {
    let cells = |step: &BridgeStep| {
        html! { @for figure in [step.from, step.to] { td.r { (words.whole(figure.customers)) " · " (words.signed_amount(figure.minor)) } } }
    };
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("bridge-steps")) { table {
            thead { tr {
                th scope="col" { (words.say("customer-name")) }
                th scope="col" { (words.say("bridge-in")) }
                th scope="col" { (words.say("step")) }
                th scope="col" { (words.say("definition")) }
                @for name in names { th.r scope="col" { (name) } }
            } }
            tbody { @for step in &bridge.largest { tr {
                th scope="row" { a href=(format!("/customer/{}", encoded(&step.customer_id))) { (step.customer_id) } }
                td { (step.period) }
                td { (words.say(&kind_name(step.kind))) }
                td { (called(words, &step.definition)) }
                (cells(step))
            } } }
        } }
    }
}
