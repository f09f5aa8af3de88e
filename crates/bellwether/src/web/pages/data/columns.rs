//! Agreeing on the columns of a file: where each field comes from, what the words of its rows say, and what becomes of its first rows.

mod fields;
mod form;

use std::sync::Arc;

use axum::extract::{Form, Path, RawForm, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::file_rows::{first_lines, rows};
use super::step::{address, step};
use super::words_of_rows::{asked, decisions};
use crate::web::parts::form::{alert, field};
use crate::web::parts::frame::panel;
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::columns::{ColumnChoices, Columns, FileLine, MappingOrigin};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::upload::Upload;
use bellwether_words::{Message, Words, message};
use fields::{field_tables, settings};

/// More unused columns than so many are folded in.
const FEW: usize = 12;

/// The step of the wizard, for a file nobody has said anything about since it was last agreed on.
pub(super) async fn page(site: &Arc<Site>, visit: &Visit, upload: &Upload) -> Result<Markup, Refusal> {
    let looked = site.act({
        let upload = upload.clone();
        move |app| async move { app.columns(&upload).await }
    });
    let looked = looked.await;
    match looked {
        Ok(columns) => Ok(drawn(site, visit, upload, &columns, &ColumnChoices::default())),
        Err(failure) if failure.kind() == FailureKind::Input => Ok(unreadable(site, visit, upload, failure.message())),
        Err(failure) => Err(site.refuse(visit, &failure)),
    }
}

/// Agrees to the columns, or shows what becomes of the rows with what was chosen.
pub(in crate::web) async fn agree(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    RawForm(form): RawForm,
) -> Result<Response, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let upload = site.app().upload(&id).map_err(refuse)?;
    let sent: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    let choices = form::choices(&sent);
    if form::one(&sent, "do") == Some("look") {
        let look = (upload.clone(), choices.clone());
        let looked = site.act(move |app| async move { app.try_columns(&look.0, Some(&look.1)).await }).await;
        return match looked {
            Ok(columns) => Ok(drawn(&site, &visit, &upload, &columns, &choices).into_response()),
            Err(failure) => refused(&site, &visit, &upload, &failure),
        };
    }
    if site.imports.once_over(&site.app(), &id, || ()).await.map_err(refuse)?.is_none() {
        return Err(refuse(Failure::new(FailureKind::Conflict, message("failure-being-read"))));
    }
    let agreed = if let Some(toml) = form::one(&sent, "mapping") {
        let said = (upload.clone(), toml.to_owned(), choices.answers.clone());
        let agreed = site.act(move |app| async move { app.agree_to_document(&said.0, &said.1, &said.2).await });
        agreed.await.map(Ok)
    } else {
        let said = (upload.clone(), choices.clone());
        site.act(move |app| async move { app.agree_to_columns(&said.0, &said.1).await }).await
    };
    match agreed {
        Ok(Ok(upload)) => Ok(Redirect::to(&address(&upload)).into_response()),
        Ok(Err(columns)) => {
            let page = drawn(&site, &visit, &upload, &columns, &choices);
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => refused(&site, &visit, &upload, &failure),
    }
}

/// What was sent cannot be used: the step again, with why.
fn refused(site: &Arc<Site>, visit: &Visit, upload: &Upload, failure: &Failure) -> Result<Response, Refusal> {
    if !matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) {
        return Err(site.refuse(visit, failure));
    }
    Ok((StatusCode::BAD_REQUEST, unreadable(site, visit, upload, failure.message())).into_response())
}

#[derive(Deserialize)]
pub(in crate::web) struct HeaderChoice {
    /// The row that names the columns; 0 if none does.
    row: u64,
}

/// Says which row of the file names its columns.
pub(in crate::web) async fn choose_header(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(HeaderChoice { row }): Form<HeaderChoice>,
) -> Result<Redirect, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let app = site.app();
    let upload = app.upload(&id).map_err(refuse)?;
    let chosen = site.imports.once_over(&app, &id, || app.choose_header(&upload, row)).await.map_err(refuse)?;
    match chosen {
        Some(chosen) => Ok(Redirect::to(&address(&chosen.map_err(refuse)?))),
        None => Err(refuse(Failure::new(FailureKind::Conflict, message("failure-being-read")))),
    }
}

fn give_up(words: Words<'_>, upload: &Upload) -> Markup {
    html! { form method="post" action=(format!("{}/cancel", address(upload))) { button.btn type="submit" { (words.say("import-give-up")) } } }
}

/// A file that cannot be read, with why, and the way to say which of its rows names the columns.
fn unreadable(site: &Site, visit: &Visit, upload: &Upload, why: &Message) -> Markup {
    let words = site.words(visit);
    let lines = site.app().first_lines(upload);
    let body = html! { div.stack {
        (panel(&words.say("import-unreadable"), &upload.file, &alert(words, Some(why))))
        @if !lines.is_empty() { (panel(&words.say("import-header"), &words.say("import-header-about"), &header_form(words, upload, &lines, None))) }
        div.filters { a.btn href=(format!("{}?step=columns", address(upload))) { (words.say("import-columns-again")) } (give_up(words, upload)) }
    } };
    step(words, visit, 2, &body)
}

/// The lines of the file, of which one names the columns.
fn header_form(words: Words<'_>, upload: &Upload, lines: &[FileLine], chosen: Option<u64>) -> Markup {
    html! {
        form method="post" action=(format!("{}/header", address(upload))) {
            fieldset {
                legend { (words.say("import-header-row")) }
                (first_lines(words, lines, chosen))
            }
            p { button.btn type="submit" { (words.say("import-header-choose")) } }
        }
    }
}

fn drawn(site: &Site, visit: &Visit, upload: &Upload, columns: &Columns, choices: &ColumnChoices) -> Markup {
    let words = site.words(visit);
    let origin = match columns.origin {
        MappingOrigin::Guess => "import-guessed",
        MappingOrigin::Kept => "import-kept",
        // Nothing is agreed to while something is in the way, or something else is looked at.
        MappingOrigin::Agreed if columns.problem.is_some() || !choices.fields.is_empty() => "import-changing",
        MappingOrigin::Agreed => "import-agreed",
    };
    let is_agreed = origin == "import-agreed";
    let about = words.with(origin, &[("file", &upload.file), ("source", &upload.source)]);
    let lines = site.app().first_lines(upload);
    let known = |field: &str| columns.fields.iter().any(|known| known.target == field) || field == "default-currency";
    let problem = columns.problem.as_ref();
    let elsewhere = problem.filter(|problem| !problem.field.as_deref().is_some_and(known));
    let action = format!("{}/columns", address(upload));
    let body = html! {
        div.stack {
        (panel(&words.say("import-columns"), &about, &html! {
            (alert(words, elsewhere.map(|problem| &problem.text)))
            @if problem.is_some() && elsewhere.is_none() { p.alert role="alert" { (words.say("import-problem-below")) } }
            @if !columns.notes.is_empty() {
                details.data open {
                    summary { (words.say("import-notes")) }
                    ul.notes { @for note in &columns.notes { li { (note.sentence(words)) } } }
                }
            }
            form #columns method="post" action=(action) {
                @for (number, question) in columns.questions.iter().enumerate() { (asked(words, number, question, columns, choices)) }
                (field_tables(words, &upload.fact, columns))
                (decisions(words, &upload.fact, columns))
                (settings(words, columns))
                p.filters {
                    button.btn.main[!is_agreed] type="submit" name="do" value="agree" { (words.say("import-agree")) }
                    button.btn type="submit" name="do" value="look" formnovalidate { (words.say("import-look")) }
                }
            }
            @if !columns.unused.is_empty() {
                details.data open[columns.unused.len() <= FEW] {
                    summary { (words.say("import-unused")) }
                    ul.notes.unused { @for unused in &columns.unused { li { (unused.text.sentence(words)) } } }
                }
            }
        }))
        (panel(&words.say("import-rows-beside"), &words.say("import-rows-beside-about"), &rows(words, columns)))
        section.panel {
            @if !lines.is_empty() {
                details.data {
                    summary { (words.say("import-header-else")) }
                    (header_form(words, upload, &lines, columns.header_row))
                }
            }
            (document(words, columns, &action))
        }
        }
        div.filters {
            @if is_agreed {
                form method="post" action=(format!("{}/run", address(upload))) { button.btn.main type="submit" name="how" value="try" { (words.say("import-try")) } }
            }
            (give_up(words, upload))
        }
    };
    step(words, visit, 2, &body)
}

/// The same as a document, for those who write map files.
fn document(words: Words<'_>, columns: &Columns, action: &str) -> Markup {
    html! {
        details.data {
            summary { (words.say("import-as-document")) }
            form method="post" action=(action) {
                (field(words, "import-mapping", "mapping", &html! { textarea.in #mapping name="mapping" rows="18" spellcheck="false" { (columns.mapping) } }))
                @for (number, question) in columns.questions.iter().filter(|question| question.is_choice).enumerate() { @let id = format!("in-document-{number}");
                    p { label for=(id) { input #(id) type="checkbox" name=(format!("answer.{}", question.id)) value="mapping" required; " " (words.with("import-in-document", &[("question", &question.text.told(words))])) } }
                }
                p { button.btn type="submit" { (words.say("import-agree")) } }
            }
        }
    }
}
