//! Cohorts: of those who joined together, how many stayed, and what are they worth?

use bellwether_app::survival::SurvivalQuestion;
use std::sync::Arc;

use axum::extract::{Query, State};

use bellwether_charts::Ink;
use bellwether_model::{Grain, MovementKind};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::charts::Side;
use crate::telling::trends;
use crate::web::parts::frame::{Chart, NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::cohorts::{Cohort, CohortsQuestion};
use bellwether_app::failure::Failure;
use bellwether_app::survival::Survival;
use bellwether_words::{Words, grain_name, message};

/// The periods in which customers join together.
const GRAINS: [Grain; 3] = [Grain::Month, Grain::Quarter, Grain::Year];

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    by: String,
    side: String,
    #[serde(flatten)]
    viewpoint: ViewpointParameters,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answer = async {
        let grain: Grain =
            if parameters.by.is_empty() { Grain::Quarter } else { parameters.by.parse().map_err(Failure::usage)? };
        if !GRAINS.contains(&grain) {
            return Err(Failure::usage(message("failure-cohorts-grain").naming("grain", grain_name(grain))));
        }
        let cohorts = site.ask(&visit, CohortsQuestion { grain, viewpoint: parameters.viewpoint.viewpoint()? }).await?;
        let survival = site.ask(&visit, SurvivalQuestion { viewpoint: parameters.viewpoint.viewpoint()? }).await?;
        Ok((grain, cohorts, survival))
    };
    let (grain, cohorts, survival) = answer.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    let words = cohorts.basis.words(site.language(&visit));
    let view = parameters.viewpoint.query();
    let sight = viewpoint::sight(&visit, grain, &view);
    let here = [("by", parameters.by.as_str()), ("side", &parameters.side)];
    let bar = viewpoint::bar(&site, &visit, words, &cohorts.basis, &parameters.viewpoint, ("/cohorts", &here)).await;
    let bar = bar.map_err(|failure| site.refuse(&visit, &failure))?;
    let drawn = if parameters.side == "value" { Side::Value } else { Side::Customers };
    let joined: i64 = cohorts.cohorts.iter().map(|cohort| cohort.size.customers).sum();
    let kept: i64 = cohorts.cohorts.iter().filter_map(|cohort| cohort.kept.last()).map(|figure| figure.customers).sum();
    let title = words.with("cohorts-title", &[("joined", &words.customers(joined)), ("kept", &words.whole(kept))]);
    let widest = cohorts.cohorts.iter().map(|cohort| cohort.kept.len()).max().unwrap_or(0);
    let switches = html! {
        div.switches {
            (choices(&words.say("by"), GRAINS.map(|other| (words.grain(other), format!("/cohorts?by={other}&side={}{view}", drawn.name()), other == grain))))
            (choices(&words.say("side"), [Side::Customers, Side::Value].map(|other| (words.say(&format!("side-{}", other.name())), format!("/cohorts?by={grain}&side={}{view}", other.name()), other == drawn))))
        }
    };
    let table = html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("cohorts")) {
            table.cohorts {
                thead { tr {
                    th scope="col" { (words.say("joined")) }
                    th.r scope="col" { (words.nouns_first()) }
                    th.r scope="col" { (words.currency()) }
                    @for after in 0..widest { th.r scope="col" { (after) } }
                } }
                tbody { @for cohort in &cohorts.cohorts { tr {
                    th scope="row" { (cohort.joined) }
                    td.r { a href=[sight.behind(&cohort.joined, Some(MovementKind::New), None)] { (words.whole(cohort.size.customers)) } }
                    td.r { (words.amount(cohort.size.minor)) }
                    @for figure in &cohort.kept {
                        td.r.(heat(cohort, drawn.of(*figure), drawn)) {
                            @match drawn { Side::Customers => { (words.whole(figure.customers)) } Side::Value => { (words.rounded(figure.minor)) } }
                        }
                    }
                } } }
            }
        }
    };
    let about = words.with(
        &format!("cohorts-about-{}", drawn.name()),
        &[("currency", &words.currency()), ("grain", &words.grain(grain).to_lowercase())],
    );
    let body = html! {
        (head(&title, &switches))
        (bar)
        div.stack {
            (panel(&words.say("cohorts"), &about, &table))
            (staying(words, &survival))
        }
    };
    Ok(frame(words, &visit, NavigationItem::Cohorts, &title, &body))
}

/// The step of the heat scale: how much there is of what there was at the first end of a period.
fn heat(cohort: &Cohort, value: f64, side: Side) -> &'static str {
    let start = cohort.kept.first().map_or(0.0, |first| side.of(*first));
    match if start > 0.0 { value / start } else { 0.0 } {
        share if share >= 0.95 => "heat-5",
        share if share >= 0.85 => "heat-4",
        share if share >= 0.70 => "heat-3",
        share if share >= 0.50 => "heat-2",
        _ => "heat-1",
    }
}

/// How long they stay: of how many, how many were lost, and what that makes of a hundred.
fn staying(words: Words<'_>, survival: &Survival) -> Markup {
    let [wide, narrow] = trends::survival(words, survival, Ink::Page);
    let whole = |number: u64| words.whole(number.cast_signed());
    let half = survival.median.map_or_else(
        || words.say("survival-no-half"),
        |months| words.counting("survival-half", months.round() as i64, &[]),
    );
    let about = words.with(
        "survival-about",
        &[("joined", &words.customers(survival.joined.cast_signed())), ("lost", &whole(survival.lost))],
    );
    Chart {
        title: &words.say("survival"),
        about: &format!("{about} {half}"),
        wide,
        narrow,
        key: Vec::new(),
        table: html! { table {
            thead { tr {
                th.r scope="col" { (words.say("survival-months")) }
                th.r scope="col" { (words.say("survival-at-risk")) }
                th.r scope="col" { (words.say("survival-lost")) }
                th.r scope="col" { (words.say("survival-share")) }
                th.r scope="col" { (words.say("survival-interval")) }
            } }
            tbody { @for month in &survival.months { tr {
                th.r scope="row" { (month.months) }
                td.r { (whole(month.at_risk)) }
                td.r { (whole(month.lost)) }
                td.r { (words.percent(month.share)) }
                td.r { @if let Some((low, high)) = month.interval() { (words.percent(low)) "–" (words.percent(high)) } }
            } } }
        } },
        csv: None,
        png: None,
    }
    .panel(words, |share| words.percent(share))
}
