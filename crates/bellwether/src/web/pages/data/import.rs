//! Bringing a file in, in four steps: choose it, agree on its columns, try it, bring it in.

use std::sync::Arc;

use axum::extract::{Multipart, Path, Query, RawForm, State};
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::Grain;
use maud::{Markup, html};
use serde::Deserialize;

use super::look;
use crate::web::pages::growth::codes;
use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::uploads::kept;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::file_question::FileQuestion;
use bellwether_app::import::{Fact, ImportOutcome, Progress};
use bellwether_app::import_job::{ImportJob, ImportState, ImportStatus};
use bellwether_app::ledger::LedgerQuestion;
use bellwether_app::upload::{ColumnChoices, Columns, MappingOrigin, Upload};
use bellwether_words::{Locale, Message, Words, fact_name, message};

pub(in crate::web) async fn choose(State(site): State<Arc<Site>>, visit: Visit) -> Markup {
    first_step(&site, &visit, None)
}

fn first_step(site: &Site, visit: &Visit, wrong: Option<&Message>) -> Markup {
    let words = site.words(visit);
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
                    (field(words, "import-file", "file", &html! { input.in #file name="file" type="file" required accept=".csv,.tsv,.txt,.gz,.zst,.jsonl,.ndjson,.parquet,.xlsx,.ods"; }))
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
    match kept(&site, &mut form).await {
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
        return second_step(&site, &visit, upload, None).await;
    };
    let told = match state {
        ImportState::Waiting => running(words, &job, None),
        ImportState::Running(progress) => running(words, &job, Some(progress)),
        ImportState::Done(outcome) => {
            // What has just come in may keep the ledger from being told, such as an amount without an exchange rate.
            let month = LedgerQuestion::of_company(Grain::Month);
            let trouble = if job.is_trial { None } else { site.ask(month).await.err() };
            let brings_codes = !job.is_trial && matches!(job.upload.fact.as_str(), "subscriptions" | "reasons");
            let to_map = if brings_codes {
                codes::to_map(&site, words).await.map_err(refuse)?
            } else {
                html! {}
            };
            html! {
                (alert(words, trouble.as_ref().map(Failure::message)))
                (to_map)
                (done(words, &job, &outcome))
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

/// Agrees to the columns.
pub(in crate::web) async fn columns(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    RawForm(form): RawForm,
) -> Result<Response, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let upload = site.app().upload(&id).map_err(refuse)?;
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    let toml = fields.iter().find(|(name, _)| name == "mapping").map(|(_, toml)| toml.clone());
    if site.imports.once_over(&site.app(), &id, || ()).await.map_err(refuse)?.is_none() {
        return Err(refuse(Failure::new(FailureKind::Conflict, message("failure-being-read"))));
    }
    let agreed = if let Some(toml) = toml {
        let said = (upload.clone(), toml, column_choices(&fields).answers);
        site.act(move |app| async move { app.agree_to_document(&said.0, &said.1, &said.2).await }).await
    } else {
        let choices = (upload.clone(), column_choices(&fields));
        site.act(move |app| async move { app.agree_to_columns(&choices.0, &choices.1).await }).await
    };
    match agreed {
        Ok(upload) => Ok(Redirect::to(&address(&upload)).into_response()),
        Err(failure) if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) => {
            let page = second_step(&site, &visit, upload, Some(failure.message())).await?;
            Ok((axum::http::StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(refuse(failure)),
    }
}

fn column_choices(fields: &[(String, String)]) -> ColumnChoices {
    let one = |wanted: &str| {
        fields.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let all = |wanted: &str| {
        fields.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let targets = fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("to.")?.to_owned(), value.clone())));
    let answers =
        fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("answer.")?.to_owned(), value.clone())));
    ColumnChoices {
        targets: targets.collect(),
        attributes: all("attribute").into_iter().zip(all("attribute-from")).collect(),
        currency: one("currency"),
        dates: one("dates"),
        decimal: one("decimal"),
        answers: answers.collect(),
    }
}

#[derive(Deserialize)]
pub(in crate::web) struct Run {
    /// `try` or `import`
    how: String,
}

/// Tries the file, or brings it in.
pub(in crate::web) async fn run(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    axum::Form(Run { how }): axum::Form<Run>,
) -> Result<Redirect, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let app = site.app();
    let upload = app.upload(&id).map_err(refuse)?;
    site.imports.begin(&app, &upload, how != "import", visit.visitor.signature()).await.map_err(refuse)?;
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

fn address(upload: &Upload) -> String {
    format!("/data/import/{}", upload.id)
}

/// A page of the wizard; the steps are told at its head.
fn step(words: Words<'_>, visit: &Visit, number: usize, body: &Markup) -> Markup {
    let steps = ["import-step-choose", "import-step-columns", "import-step-try", "import-step-done"];
    let title = words.with("import-title", &[("step", &words.say(steps[number - 1]))]);
    let body = html! {
        (head(&title, &html! {}))
        ol.steps aria-label=(words.say("import-steps")) {
            @for (index, name) in steps.iter().enumerate() { li aria-current=[(index + 1 == number).then_some("step")] { (words.say(name)) } }
        }
        (body)
    };
    frame(words, visit, NavigationItem::Data, &title, &body)
}

async fn second_step(
    site: &Arc<Site>,
    visit: &Visit,
    upload: Upload,
    wrong: Option<&Message>,
) -> Result<Markup, Refusal> {
    let looked = site
        .act({
            let upload = upload.clone();
            move |app| async move { app.columns(&upload).await }
        })
        .await;
    let words = site.words(visit);
    let give_up = html! {
        form method="post" action=(format!("{}/cancel", address(&upload))) { button.btn type="submit" { (words.say("import-give-up")) } }
    };
    let columns = match looked {
        Ok(columns) => columns,
        Err(failure) if failure.kind() == FailureKind::Input => {
            let unread = html! { (panel(&words.say("import-unreadable"), &upload.file, &html! { (alert(words, Some(failure.message()))) (give_up) })) };
            return Ok(step(words, visit, 2, &unread));
        }
        Err(failure) => return Err(site.refuse(visit, &failure)),
    };
    let origin = match columns.origin {
        MappingOrigin::Guess => "import-guessed",
        MappingOrigin::Kept => "import-kept",
        MappingOrigin::Agreed => "import-agreed",
    };
    let body = html! {
        div.stack {
        (panel(&words.say("import-columns"), &words.with(origin, &[("file", &upload.file), ("source", &upload.source)]), &html! {
            (alert(words, wrong))
            @if !columns.notes.is_empty() {
                details.data open {
                    summary { (words.say("import-notes")) }
                    ul { @for note in &columns.notes { li { (note.sentence(words)) } } }
                }
            }
            form method="post" action=(format!("{}/columns", address(&upload))) {
                @for (number, question) in columns.questions.iter().enumerate() { (asked(words, number, question)) }
                (column_table(words, &columns))
                div.filters {
                    (field(words, "import-currency", "currency", &html! { input.in #currency name="currency" value=(columns.currency) maxlength="3" size="4"; }))
                    (field(words, "import-dates", "dates", &select("dates", &columns.dates, &[("", words.say("import-detected")), ("iso", words.say("import-dates-iso")), ("day_first", words.say("import-dates-day-first")), ("month_first", words.say("import-dates-month-first"))])))
                    (field(words, "import-decimal", "decimal", &select("decimal", &columns.decimal, &[("", words.say("import-detected")), (".", "1,234.56".to_owned()), (",", "1.234,56".to_owned())])))
                }
                p { button.btn type="submit" { (words.say("import-agree")) } }
            }
            details.data {
                summary { (words.say("import-as-document")) }
                form method="post" action=(format!("{}/columns", address(&upload))) {
                    (field(words, "import-mapping", "mapping", &html! { textarea.in #mapping name="mapping" rows="18" spellcheck="false" { (columns.mapping) } }))
                    @for (number, question) in columns.questions.iter().filter(|question| question.is_choice).enumerate() { @let id = format!("in-document-{number}");
                        p { label for=(id) { input #(id) type="checkbox" name=(format!("answer.{}", question.id)) value="mapping" required; " " (words.with("import-in-document", &[("question", &question.text.told(words))])) } }
                    }
                    p { button.btn type="submit" { (words.say("import-agree")) } }
                }
            }
        }))
        (panel(&words.say("import-sample"), &words.say("import-sample-about"), &html! {
            (alert(words, columns.unreadable.as_ref()))
            @if columns.unreadable.is_none() && columns.sample.is_empty() && !columns.questions.is_empty() { p { (words.say("import-sample-waits")) } }
            @if !columns.sample.is_empty() {
                div.scroll tabindex="0" role="group" aria-label=(words.say("import-sample")) { table {
                    thead { tr { @for heading in &columns.headings { th scope="col" { (heading) } } } }
                    tbody { @for row in &columns.sample { tr { @for cell in row { td { (cell) } } } } }
                } }
            }
        }))
        }
        div.filters {
            @if upload.mapping.is_some() {
                form method="post" action=(format!("{}/run", address(&upload))) { button.btn type="submit" name="how" value="try" { (words.say("import-try")) } }
            }
            (give_up)
        }
    };
    Ok(step(words, visit, 2, &body))
}

/// A question about the file with its answers, what each would do beside it.
fn asked(words: Words<'_>, number: usize, question: &FileQuestion) -> Markup {
    html! {
        fieldset {
            legend { (question.text.sentence(words)) }
            @for (at, answer) in question.answers.iter().enumerate() { @let id = format!("answer-{number}-{at}");
                div.choice {
                    input #(id) type="radio" name=(format!("answer.{}", question.id)) value=(answer.name) required[question.is_choice];
                    div {
                        label for=(id) { (answer.text.told(words)) }
                        @if let Some(effect) = &answer.effect { small.muted { (effect.told(words)) } }
                    }
                }
            }
            @if question.answers.is_empty() { p.muted { (words.say("import-say-below")) } }
        }
    }
}

fn column_table(words: Words<'_>, columns: &Columns) -> Markup {
    // Room for more, where a row may have attributes.
    let blank = if columns.takes_attributes { 2 } else { 0 };
    html! {
        datalist #header { @for column in &columns.header { option value=(column) {} } }
        div.scroll tabindex="0" role="group" aria-label=(words.say("import-columns")) { table.prose {
            thead { tr { th scope="col" { (words.say("import-target")) } th scope="col" { (words.say("import-from")) } } }
            tbody {
                @for (target, from) in &columns.targets { tr {
                    th scope="row" { label for=(format!("to-{target}")) { code { (target) } } }
                    td { input.in id=(format!("to-{target}")) name=(format!("to.{target}")) value=(from) list="header"; }
                } }
                @for number in 0..columns.attributes.len() + blank { @let (name, from) = columns.attributes.get(number).cloned().unwrap_or_default(); tr {
                    th scope="row" { input.in name="attribute" value=(name) placeholder=(words.say("import-attribute")) aria-label=(words.with("import-attribute-number", &[("number", &(number + 1).to_string())])); }
                    td { input.in name="attribute-from" value=(from) list="header" aria-label=(words.with("import-attribute-from", &[("number", &(number + 1).to_string())])); }
                } }
            }
        } }
    }
}

fn select(id: &str, chosen: &str, options: &[(&str, String)]) -> Markup {
    html! {
        select.in id=(id) name=(id) { @for (value, text) in options { option value=(value) selected[*value == chosen] { (text) } } }
    }
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

fn done(words: Words<'_>, job: &ImportJob, outcome: &ImportOutcome) -> Markup {
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
    ];
    html! {
        (panel(&title, &format!("{} · {}", outcome.source, words.say(&fact_name(&job.upload.fact))), &html! {
            table {
                thead { tr { th scope="col" { (words.say("import-rows")) } th.r scope="col" { (words.say("import-count")) } } }
                tbody { @for (name, count) in counts { tr { th scope="row" { (words.say(name)) } td.r { (words.whole(count.cast_signed())) } } } }
            }
            @for (currency, minor) in &outcome.unattributed_minor {
                p.muted { (words.with("import-unattributed-worth", &[("money", &words.money_of(*minor, *currency))])) }
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
        div.filters {
            @if job.is_trial {
                form method="post" action=(format!("{address}/run")) { button.btn type="submit" name="how" value="import" { (words.say("import-now")) } }
                a.btn href=(format!("{address}?step=columns")) { (words.say("import-columns-again")) }
                form method="post" action=(format!("{address}/cancel")) { button.btn type="submit" { (words.say("import-give-up")) } }
            } @else {
                a.btn href="/ledger" { (words.say("nav-ledger")) }
                a.btn href="/data" { (words.say("nav-data")) }
            }
        }
    }
}
