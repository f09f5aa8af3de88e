//! Bringing a file in, in four steps: choose it, agree on its columns, try it, bring it in.

use std::sync::Arc;

use axum::extract::{Multipart, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::{CalendarError, Day, Grain};
use maud::{Markup, html};
use serde::Deserialize;

use super::columns;
use super::look;
use super::sample;
use super::step::{address, step};
use crate::web::pages::growth::codes;
use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::panel;
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::uploads::kept;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::import::{Fact, ImportOutcome, Progress};
use bellwether_app::import_job::{ImportJob, ImportState, ImportStatus};
use bellwether_app::ledger::LedgerQuestion;
use bellwether_words::{Locale, Message, Words, fact_name};

pub(in crate::web) async fn choose(State(site): State<Arc<Site>>, visit: Visit) -> Markup {
    first_step(&site, &visit, None)
}

fn first_step(site: &Site, visit: &Visit, wrong: Option<&Message>) -> Markup {
    let words = site.words(visit);
    if visit.house.shows_sample {
        return step(words, visit, 1, &sample::in_the_way(words));
    }
    step(
        words,
        visit,
        1,
        &html! {
            (panel(&words.say("import-choose"), &words.say("import-choose-about"), &html! {
                (alert(words, wrong))
                form.narrow-form method="post" action="/data/import" enctype="multipart/form-data" {
                    (field(words, "import-fact", "fact", &html! {
                        select.in #fact name="fact" { @for fact in Fact::ALL { option value=(fact.name()) selected[fact == Fact::Purchases] { (words.say(&fact_name(fact.name()))) } } }
                    }))
                    (field(words, "import-source", "source", &html! { input.in #source name="source" maxlength="100" placeholder=(words.say("import-source-hint")); }))
                    (field(words, "import-file", "file", &html! { input.in #file name="file" type="file" required accept=".csv,.tsv,.txt,.gz,.zst,.json,.jsonl,.ndjson,.parquet,.xlsx,.ods,.xes,.xml,.sqlite,.sqlite3,.db"; }))
                    p { button.btn type="submit" { (words.say("import-next")) } }
                }
            }))
        },
    )
}

/// Takes a file, as it comes, to a place of its own.
pub(in crate::web) async fn take(
    State(site): State<Arc<Site>>,
    visit: Visit,
    mut form: Multipart,
) -> Result<Response, Refusal> {
    match kept(&site, &mut form, &visit.visitor.signature()).await {
        Ok(upload) => Ok(Redirect::to(&address(&upload)).into_response()),
        Err(failure) if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) => {
            let page = first_step(&site, &visit, Some(failure.message()));
            Ok((axum::http::StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    /// `columns`: these again, whatever was tried.
    step: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    Query(parameters): Query<Parameters>,
) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let words = site.words(&visit);
    let status = site.imports.status(&site.app(), &id).await.map_err(refuse)?;
    let Some(ImportStatus { job, state }) = status.filter(|_| parameters.step != "columns") else {
        let upload = site.app().upload(&id).map_err(refuse)?;
        return columns::page(&site, &visit, &upload).await;
    };
    let told = match state {
        ImportState::Waiting => running(words, &job, None),
        ImportState::Running(progress) => running(words, &job, Some(progress)),
        ImportState::Done(outcome) => {
            // What has just come in may keep the ledger from being told, such as an amount without an exchange rate.
            let month = LedgerQuestion::of_company(Grain::Month);
            let trouble = if job.is_trial { None } else { site.ask(&visit, month).await.err() };
            let brings_codes = !job.is_trial && matches!(job.upload.fact.as_str(), "subscriptions" | "reasons");
            let to_map = if brings_codes {
                codes::to_map(&site, &visit, words).await.map_err(refuse)?
            } else {
                html! {}
            };
            html! {
                (alert(words, trouble.as_ref().map(Failure::message)))
                div.stack {
                    (to_map)
                    (done(words, &job, &outcome, site.app().today()))
                }
            }
        }
        ImportState::Failed(why) => panel(
            &words.say("import-failed"),
            "",
            &html! {
                (alert(words, Some(&why)))
                p { a.btn href=(format!("/data/import/{id}?step=columns")) { (words.say("import-columns-again")) } }
            },
        ),
    };
    Ok(step(words, &visit, if job.is_trial { 3 } else { 4 }, &told))
}

/// How far the job is: a part of the page, for those who look again.
pub(in crate::web) async fn progress(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let words = site.words(&visit);
    let status = site.imports.status(&site.app(), &id).await.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(match status.map(|status| status.state) {
        Some(ImportState::Waiting) => bar(words, None).into_response(),
        Some(ImportState::Running(progress)) => bar(words, Some(progress)).into_response(),
        _ => axum::http::StatusCode::NO_CONTENT.into_response(),
    })
}

#[derive(Deserialize)]
pub(in crate::web) struct Run {
    /// `try` or `import`
    how: String,
    /// The day up to which the source is complete; empty where nobody says so.
    #[serde(default)]
    complete_through: String,
}

/// Tries the file, or imports it.
pub(in crate::web) async fn run(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    axum::Form(Run { how, complete_through }): axum::Form<Run>,
) -> Result<Redirect, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let app = site.app();
    let upload = app.upload(&id).map_err(refuse)?;
    let complete_through = match complete_through.trim() {
        "" => None,
        day => Some(day.parse().map_err(|error: CalendarError| refuse(Failure::usage(error)))?),
    };
    let job = ImportJob { upload, is_trial: how != "import", complete_through, by: visit.visitor.signature() };
    site.imports.begin(&app, job).await.map_err(refuse)?;
    Ok(Redirect::to(&format!("/data/import/{id}")))
}

/// Stops the job, or gives the file up where none is running.
pub(in crate::web) async fn cancel(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Redirect, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let app = site.app();
    if site.imports.stop(&app, &id).await.map_err(refuse)? {
        return Ok(Redirect::to(&format!("/data/import/{id}")));
    }
    let forget = || app.upload(&id).and_then(|upload| app.forget_upload(&upload));
    let forgotten = site.imports.once_over(&app, &id, forget).await.map_err(refuse)?;
    forgotten.unwrap_or(Ok(())).map_err(refuse)?;
    Ok(Redirect::to("/data"))
}

fn running(words: Words<'_>, job: &ImportJob, progress: Option<Progress>) -> Markup {
    let title = words.say(if job.is_trial { "import-trying" } else { "import-importing" });
    let address = address(&job.upload);
    html! {
        // Without scripts the page looks again by itself.
        noscript { meta http-equiv="refresh" content="1"; }
        (panel(&title, &words.say("import-leave"), &html! {
            div #progress data-progress=(format!("{address}/progress")) role="status" { (bar(words, progress)) }
            form method="post" action=(format!("{address}/cancel")) { p { button.btn type="submit" { (words.say("import-cancel")) } } }
        }))
    }
}

/// How far it has come; absent while it waits.
fn bar(words: Words<'_>, progress: Option<Progress>) -> Markup {
    let Progress { bytes_read, bytes_total, rows } = progress.unwrap_or_default();
    html! {
        @if bytes_total > 0 {
            progress max=(bytes_total) value=(bytes_read.min(bytes_total)) aria-label=(words.say("import-progress")) {}
        } @else {
            progress aria-label=(words.say("import-progress")) {}
        }
        @if progress.is_some() {
            p { (words.counting("import-rows-read", rows.cast_signed(), &[("rows", &words.whole(rows.cast_signed()))])) }
        } @else {
            p { (words.say("import-waits")) }
        }
    }
}

fn done(words: Words<'_>, job: &ImportJob, outcome: &ImportOutcome, today: Day) -> Markup {
    let (report, address) = (&outcome.report, address(&job.upload));
    let title = match (job.is_trial, report.import) {
        (true, _) => words.say("import-tried"),
        (false, Some(number)) => words.with("import-done", &[("number", &number.to_string())]),
        (false, None) => words.say("import-nothing-new"),
    };
    let counts = [
        ("import-read", report.read),
        ("import-added", report.added),
        ("import-replaced", report.replaced),
        ("import-unchanged", report.unchanged),
        ("import-repeated", report.repeated),
        ("import-rejected", report.rejected),
        ("import-unattributed", report.unattributed),
        ("import-withdrawn", report.withdrawn),
    ];
    html! {
        (panel(&title, &format!("{} · {}", outcome.source, words.say(&fact_name(&job.upload.fact))), &html! {
            table {
                thead { tr { th scope="col" { (words.say("import-rows")) } th.r scope="col" { (words.say("import-count")) } } }
                tbody { @for (name, count) in counts { tr { th scope="row" { (words.say(name)) } td.r { (words.whole(count.cast_signed())) } } } }
            }
            @if let Some(day) = report.complete_through {
                p { (words.with("import-complete", &[("source", &outcome.source), ("day", &words.day(day))])) }
            }
            @for said in &outcome.attributed { p { (said.sentence(words)) } }
            @for (currency, minor) in &outcome.unattributed_minor {
                p.muted { (words.with("import-unattributed-worth", &[("money", &words.money_of(*minor, *currency))])) }
            }
            @for (currency, minor) in &outcome.withdrawn_minor {
                p { (words.with("import-withdrawn-worth", &[("money", &words.money_of(*minor, *currency))])) }
            }
            @if !report.first_rejects.is_empty() {
                h3 { (words.say("import-first-rejects")) }
                ul lang=[words.lang_of(Locale::English)] { @for reject in &report.first_rejects { li { (reject) } } }
            }
            @if let Some(name) = outcome.rejects_file.as_ref().and_then(|path| path.file_name()).and_then(|name| name.to_str()) {
                p { a href=(format!("/data/rejects/{name}")) download { (words.say("import-all-rejects")) } }
            }
        }))
        (look::look(words, &job.upload.fact, job.is_trial, outcome))
        @if job.is_trial {
            p.field {
                label for="complete_through" { (words.say("import-complete-through")) }
                input.in #complete_through form="run" name="complete_through" type="date" max=(today) aria-describedby="about-complete_through";
                small.muted #about-complete_through { (words.say("import-complete-about")) }
            }
        }
        div.filters {
            @if job.is_trial {
                form #run method="post" action=(format!("{address}/run")) { button.btn type="submit" name="how" value="import" { (words.say("import-now")) } }
                a.btn href=(format!("{address}?step=columns")) { (words.say("import-columns-again")) }
                form method="post" action=(format!("{address}/cancel")) { button.btn type="submit" { (words.say("import-give-up")) } }
            } @else {
                a.btn href="/ledger" { (words.say("nav-ledger")) }
                a.btn href="/data" { (words.say("nav-data")) }
            }
        }
    }
}
