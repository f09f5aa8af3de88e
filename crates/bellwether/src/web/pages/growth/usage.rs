//! Use: do the customers we have use us more or less than in the period before?

use std::sync::Arc;

use axum::extract::{Query, State};
use bellwether_model::Grain;
use maud::{Markup, html};
use serde::Deserialize;

use crate::web::parts::frame::{NavigationItem, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::table::table;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::failure::Failure;
use bellwether_app::table::Tabular;
use bellwether_app::usage::{Usage, UsageQuestion};
use bellwether_words::{Words, grain_name, message};

/// The periods that are held against each other.
const GRAINS: [Grain; 3] = [Grain::Month, Grain::Quarter, Grain::Year];
/// Periods listed at most.
const SHOWN: usize = 36;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    by: String,
    channel: String,
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
            if parameters.by.is_empty() { Grain::Month } else { parameters.by.parse().map_err(Failure::usage)? };
        if !GRAINS.contains(&grain) {
            return Err(Failure::usage(message("failure-use-grain").naming("grain", grain_name(grain))));
        }
        let channels: Vec<String> =
            [parameters.channel.trim()].into_iter().filter(|one| !one.is_empty()).map(str::to_owned).collect();
        let question = UsageQuestion { grain, channels, viewpoint: parameters.viewpoint.viewpoint()? };
        Ok((grain, site.ask(&visit, question).await?))
    };
    let (grain, usage) = answer.await.map_err(|failure: Failure| site.refuse(&visit, &failure))?;
    let words = usage.basis.words(site.language(&visit));
    let title = title(words, grain, &usage);
    let view = parameters.viewpoint.query();
    let channel = crate::web::parts::viewpoint::with("channel", parameters.channel.trim());
    let here = [("by", parameters.by.as_str()), ("channel", parameters.channel.trim())];
    let bar = viewpoint::bar(&site, &visit, words, &usage.basis, &parameters.viewpoint, ("/usage", &here)).await;
    let bar = bar.map_err(|failure| site.refuse(&visit, &failure))?;
    let switch = choices(
        &words.say("by"),
        GRAINS.map(|other| (words.grain(other), format!("/usage?by={other}{channel}{view}"), other == grain)),
    );
    let body = html! {
        (head(&title, &switch))
        (bar)
        (panel(&words.say("usage"), &words.say("usage-about"), &html! {
            form.filters action="/usage" {
                input type="hidden" name="by" value=(grain);
                (parameters.viewpoint.hidden())
                p.field { label for="channel" { (words.say("usage-channel")) } input.in #channel name="channel" value=(parameters.channel) maxlength="100" placeholder="app"; }
                p { button.btn { (words.say("show")) } }
            }
            @if usage.lines.is_empty() { p { (words.say("usage-none")) } } @else { (table(words, "usage", grain, &usage.table().latest(SHOWN))) }
        }))
    };
    Ok(frame(words, &visit, NavigationItem::Ledger, &title, &body))
}

/// What the last whole period tells.
fn title(words: Words<'_>, grain: Grain, usage: &Usage) -> String {
    usage.lines.last().map_or_else(
        || words.say("usage"),
        |line| {
            let (more, less) = (words.whole(line.more.customers), words.whole(line.less.customers));
            words.with(
                "usage-title",
                &[("more", &more), ("less", &less), ("period", &words.period(grain, &line.period))],
            )
        },
    )
}
