//! The start: the steps from an empty folder to a ledger that others look at, for whoever may take them.

use std::sync::Arc;

use axum::extract::State;
use bellwether_model::{Act, Role, Roles};
use maud::{Markup, html};

use crate::web::pages::data::sample;
use crate::web::parts::frame::{NavigationItem, frame, head};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::roles::role_names;
use crate::web::site::Site;
use crate::web::site::visit::{Need, Visit};
use bellwether_app::start::{Start, StartQuestion, Stock};
use bellwether_words::Words;

/// To say whose company it is and in what it counts.
pub(in crate::web) const SET_UP: Need = Need::ToAll(&[Act::Administer, Act::Define]);

/// A step on the way.
struct Step {
    /// By which its texts are found.
    name: &'static str,
    is_done: bool,
    /// What it takes.
    act: Act,
    /// Where this visitor takes it, or looks at it again.
    way: Option<&'static str>,
}

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    shown(&site, &visit, NavigationItem::Nowhere).await
}

/// The steps, also where the figures will be told.
pub(in crate::web) async fn shown(site: &Arc<Site>, visit: &Visit, here: NavigationItem) -> Result<Markup, Refusal> {
    let start = site.ask(visit, StartQuestion).await.map_err(|failure| site.refuse(visit, &failure))?;
    let (words, steps) = (site.words(visit), steps(visit, &start));
    let done = steps.iter().filter(|step| step.is_done).count();
    let offers_sample = !start.is_sample && start.stock == Stock::Nothing && visit.visitor.may(Act::Import);
    let next = steps.iter().position(|step| !step.is_done && step.way.is_some());
    let all = steps.len().to_string();
    let title = if done == steps.len() {
        words.say("start-title-done")
    } else {
        words.counting("start-title", done as i64, &[("all", &all)])
    };
    let body = html! {
        (head(&title, &html! {}))
        p.basis { (words.say(if start.has_figures() && !start.is_sample { "start-about-done" } else { "start-about" })) }
        @if offers_sample {
            section.panel.offer { h2 { (words.say("sample-first")) } p { (words.say("sample-about")) } (sample::choice(words)) }
        }
        ol.start { @for (number, step) in steps.iter().enumerate() { (drawn(words, step, next == Some(number), start.is_sample)) } }
        @if !start.has_figures() && !offers_sample { p.muted { (words.say("start-demo")) " " code { "bellwether demo" } } }
    };
    Ok(frame(words, visit, here, &title, &body))
}

fn steps(visit: &Visit, start: &Start) -> [Step; 5] {
    let may = |act| visit.visitor.may(act);
    let when = |is_so: bool, way: &'static str| is_so.then_some(way);
    let name = if visit.visitor.meets(SET_UP) && !start.has_figures() { "/start/organisation" } else { "/settings" };
    let counting = if start.has_figures() { "/definitions" } else { "/start/counting" };
    // What a made-up company has is no step of one's own.
    let stock = if start.is_sample { Stock::Nothing } else { start.stock };
    let file = if start.is_sample { "/sample" } else { "/data/import" };
    [
        Step {
            name: "organisation",
            is_done: start.is_named,
            act: Act::Administer,
            way: when(may(Act::Administer), name),
        },
        Step {
            name: "counting",
            is_done: start.is_agreed || stock == Stock::Figures,
            act: Act::Define,
            way: when(may(Act::Define) && !start.is_sample, counting),
        },
        Step { name: "file", is_done: stock > Stock::Nothing, act: Act::Import, way: when(may(Act::Import), file) },
        Step {
            name: "look",
            is_done: stock == Stock::Figures,
            act: Act::ReadFigures,
            way: when(may(Act::ReadFigures) && start.has_figures(), "/ledger"),
        },
        Step {
            name: "invite",
            is_done: start.people > 1,
            act: Act::Administer,
            way: when(may(Act::Administer), "/people?role=leader"),
        },
    ]
}

fn drawn(words: Words<'_>, step: &Step, is_next: bool, is_sample: bool) -> Markup {
    let Step { name, is_done, act, way } = step;
    let able = Roles::of(Role::ALL.into_iter().filter(|role| role.may(*act)));
    let is_said = *is_done && matches!(*name, "organisation" | "counting");
    let call = match *name {
        "file" if is_sample => words.say("sample-remove-first"),
        _ if is_said => words.say("start-again"),
        name => words.say(&format!("start-{name}-do")),
    };
    html! {
        li.done[*is_done] aria-current=[is_next.then_some("step")] {
            div {
                h2 { (words.say(&format!("start-{name}"))) @if *is_done { " " small { (words.say("start-done")) } } }
                p { (words.say(&format!("start-{name}-about"))) }
                @match way {
                    Some(way) => p { a.btn.main[is_next] href=(way) { (call) } },
                    None if is_sample => {},
                    None if *act == Act::ReadFigures => p.muted { (words.say("start-look-later")) },
                    None => @if let Ok(able) = &able { p.muted { (words.with("start-who", &[("able", &role_names(words, able))])) } },
                }
            }
        }
    }
}
