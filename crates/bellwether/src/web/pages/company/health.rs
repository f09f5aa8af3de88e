//! Health: is what the figures rest on sound, and what is to be done where it is not?

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::doctor::{Check, FactChecksQuestion};
use bellwether_app::schedule::status::ScheduleStatus;
use bellwether_words::Words;

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let looked = async {
        // Looked up each time: what somebody changed behind our back does not change what we keep.
        let mut checks = site.app().doctor_of_records().await?;
        match site.ask(&visit, FactChecksQuestion).await {
            Ok(of_facts) => checks.extend(of_facts.iter().cloned()),
            Err(failure) if checks.iter().any(|check| check.is_fault) => {
                checks.push(Check::cannot_tell("check-ledger", &failure));
            }
            Err(failure) => return Err(failure),
        }
        Ok(checks)
    };
    let checks = looked.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = site.words(&visit);
    let nightly = site.app().nightly_look();
    let (of_night, found_at_night) = match nightly {
        Some(look) => (words.with("health-night-about", &[("at", &words.moment(look.at))]), look.checks),
        None => (words.say("health-night-never"), Vec::new()),
    };
    let schedule = site.app().schedule_status().await.map_err(|failure| site.refuse(&visit, &failure))?;
    let failing = schedule.jobs.iter().filter(|job| job.is_failing()).count();
    let wrong = checks.iter().chain(&found_at_night).filter(|check| check.advice.is_some()).count() + failing;
    let wrong = wrong as i64;
    let title = words.counting("health-title", wrong, &[]);
    let body = html! {
        (head(&title, &html! {}))
        (panel(&words.say("health-checks"), &words.with("health-about", &[("version", env!("CARGO_PKG_VERSION"))]), &table(words, "health-checks", &checks)))
        (panel(&words.say("health-night"), &of_night, &html! {
            @if !found_at_night.is_empty() { (table(words, "health-night", &found_at_night)) }
        }))
        (panel(&words.say("health-schedule"), &schedule.holder().sentence(words), &scheduled(words, &schedule)))
    };
    Ok(frame(words, &visit, NavigationItem::Health, &title, &body))
}

/// What is done by the clock, with its last and its next time.
fn scheduled(words: Words<'_>, schedule: &ScheduleStatus) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("health-schedule")) { table.prose {
            thead { tr {
                th scope="col" { (words.say("health-schedule-job")) }
                th scope="col" { (words.say("health-schedule-last")) }
                th scope="col" { (words.say("health-schedule-next")) }
            } }
            tbody { @for job in &schedule.jobs { tr {
                th scope="row" { (job.name().sentence(words)) }
                td { @if job.is_failing() { strong { (job.last().sentence(words)) } } @else { (job.last().sentence(words)) } }
                td { (job.next().sentence(words)) }
            } } }
        } }
    }
}

fn table(words: Words<'_>, title: &str, checks: &[Check]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say(title)) { table.prose {
            thead { tr {
                th scope="col" { (words.say("health-check")) }
                th scope="col" { (words.say("health-found")) }
                th scope="col" { (words.say("health-advice")) }
            } }
            tbody { @for check in checks { tr {
                th scope="row" { (check.name.told(words)) }
                td { (check.found.told(words)) }
                td { @match &check.advice { Some(advice) => strong lang=[advice.lang(words)] { (advice.sentences(words)) }, None => (words.say("health-good")) } }
            } } }
        } }
    }
}
