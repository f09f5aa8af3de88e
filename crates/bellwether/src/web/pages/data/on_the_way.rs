//! The files on their way in: how each stands, and what can be done about it.

use maud::{Markup, html};

use super::step::address;
use crate::web::parts::frame::panel;
use bellwether_app::import::ImportOutcome;
use bellwether_app::open_import::{OpenImport, OpenState};
use bellwether_words::{Words, fact_name};

/// The files on their way in; nothing where there is none.
pub(super) fn on_the_way(words: Words<'_>, imports: &[OpenImport]) -> Markup {
    html! { @if !imports.is_empty() {
        (panel(&words.say("way-title"), &words.say("way-about"), &html! {
            div.scroll tabindex="0" role="group" aria-label=(words.say("way-title")) { table.prose {
                thead { tr {
                    th scope="col" { (words.say("past-what")) }
                    th scope="col" { (words.say("way-state")) }
                    th.r scope="col" { (words.say("import-rows")) }
                    th.r scope="col" { (words.say("past-rejected")) }
                    th scope="col" { (words.say("past-by")) }
                    th scope="col" { (words.say("past-at")) }
                    td {}
                } }
                tbody { @for import in imports { (import_row(words, import)) } }
            } }
        }))
    } }
}

fn import_row(words: Words<'_>, import: &OpenImport) -> Markup {
    let upload = &import.upload;
    let (rows, rejected) = counts(&import.state);
    let whole = |number: Option<u64>| number.map(|number| words.whole(number.cast_signed())).unwrap_or_default();
    html! { tr {
        th scope="row" { (words.with("past-import", &[("fact", &words.say(&fact_name(&upload.fact))), ("source", &upload.source), ("files", &upload.file)])) }
        td { (words.say(state(&import.state))) }
        td.r { (whole(rows)) }
        td.r { (whole(rejected)) }
        td { (import.by) }
        td.when { @if let Some(at) = import.came_at { (words.moment(at)) } }
        td { (ways(words, import)) }
    } }
}

fn counts(state: &OpenState) -> (Option<u64>, Option<u64>) {
    match state {
        OpenState::Running(progress) => (Some(progress.rows), None),
        OpenState::Tried(ImportOutcome { report, .. }) | OpenState::NothingNew(ImportOutcome { report, .. }) => {
            (Some(report.read), Some(report.rejected))
        }
        _ => (None, None),
    }
}

fn state(state: &OpenState) -> &'static str {
    match state {
        OpenState::ColumnsOpen => "way-columns-open",
        OpenState::ColumnsAgreed => "way-columns-agreed",
        OpenState::Waiting => "way-waiting",
        OpenState::Running(_) => "way-running",
        OpenState::Tried(_) => "way-tried",
        OpenState::NothingNew(_) => "way-nothing-new",
        OpenState::Failed(_) => "way-failed",
    }
}

/// What can be done about it.
fn ways(words: Words<'_>, import: &OpenImport) -> Markup {
    let (address, file) = (address(&import.upload), &import.upload.file);
    let (way, ends) = match import.state {
        OpenState::ColumnsOpen | OpenState::ColumnsAgreed => ("way-go-on", Some("import-give-up")),
        OpenState::Waiting | OpenState::Running(_) => ("way-look", Some("import-cancel")),
        OpenState::Tried(_) | OpenState::Failed(_) => ("way-look", Some("import-give-up")),
        OpenState::NothingNew(_) => ("way-look", None),
    };
    html! { div.deeds {
        a href=(address) aria-label=(format!("{}: {file}", words.say(way))) { (words.say(way)) }
        @if let Some(ends) = ends {
            form method="post" action=(format!("{address}/cancel")) { button.btn type="submit" aria-label=(format!("{}: {file}", words.say(ends))) { (words.say(ends)) } }
        }
    } }
}
