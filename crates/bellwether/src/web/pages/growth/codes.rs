//! Codes: which reason of the tree does each code stand for that sources give for a cancellation?

use std::sync::Arc;

use axum::extract::{RawForm, State};
use axum::response::Redirect;
use bellwether_app::failure::Failure;
use bellwether_app::reason::{CodeMapping, CurrentReasonTree, ReasonTreeQuestion, SourceCode, SourceCodesQuestion};
use bellwether_model::Act;
use bellwether_words::Words;
use maud::{Markup, html};

use crate::telling::own_label;
use crate::web::parts::frame::{NavigationItem, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;

const HERE: &str = "/why/codes";

pub(in crate::web) async fn page(State(site): State<Arc<Site>>, visit: Visit) -> Result<Markup, Refusal> {
    let refuse = |failure: Failure| site.refuse(&visit, &failure);
    let found = site.ask(&visit, SourceCodesQuestion).await.map_err(refuse)?;
    let tree = site.ask(&visit, ReasonTreeQuestion).await.map_err(refuse)?;
    let words = site.words(&visit);
    let mut codes: Vec<&SourceCode> = found.codes.iter().collect();
    codes.sort_by_key(|code| (code.reason.is_some(), std::cmp::Reverse(code.facts)));
    let title = title(words, &found.codes);
    let may_map = visit.visitor.may(Act::Define);
    let body = html! {
        (head(&title, &html! {}))
        (panel(&words.say("codes-title"), &words.say("codes-about"), &html! {
            @if codes.is_empty() { p { (words.say("codes-none")) } } @else {
                form method="post" action=(HERE) {
                    input type="hidden" name="after" value=(tree.version);
                    (table(words, &codes, &tree, may_map))
                    @if may_map { p { button.btn type="submit" { (words.say("codes-save")) } } }
                }
            }
        }))
    };
    Ok(frame(words, &visit, NavigationItem::Why, &title, &body))
}

fn title(words: Words<'_>, codes: &[SourceCode]) -> String {
    let unmapped = codes.iter().filter(|code| code.reason.is_none()).count();
    words.counting("codes-unmapped", unmapped as i64, &[])
}

/// That codes which came in stand for no reason yet, with the way to say so; nothing where all do.
pub(in crate::web) async fn to_map(site: &Arc<Site>, visit: &Visit, words: Words<'_>) -> Result<Markup, Failure> {
    let found = site.ask(visit, SourceCodesQuestion).await?;
    Ok(html! {
        @if found.codes.iter().any(|code| code.reason.is_none()) {
            p role="status" { (title(words, &found.codes)) ": " a href=(HERE) { (words.say("codes-map")) } }
        }
    })
}

fn table(words: Words<'_>, codes: &[&SourceCode], tree: &CurrentReasonTree, may_map: bool) -> Markup {
    let label = |id: &str| {
        let node = tree.nodes.iter().find(|node| node.id == id);
        node.map_or_else(|| id.to_owned(), |node| own_label(words, &node.id, &node.label))
    };
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say("codes-title")) { table.prose {
            thead { tr {
                th scope="col" { (words.say("codes-code")) }
                th scope="col" { (words.say("data-source")) }
                th.r scope="col" { (words.say("data-rows")) }
                th scope="col" { (words.say("codes-reason")) }
            } }
            tbody { @for (number, code) in codes.iter().enumerate() { @let id = format!("code-{number}"); tr {
                th scope="row" { label for=(id) { (code.code) } }
                td { (code.source) }
                td.r { (words.whole(code.facts)) }
                td {
                    @if may_map {
                        input type="hidden" name="source" value=(code.source);
                        input type="hidden" name="code" value=(code.code);
                        select.in id=(id) name="reason" {
                            option value="" { (words.say("codes-none-yet")) }
                            @for node in &tree.nodes {
                                option value=(node.id) selected[code.reason.as_deref() == Some(&node.id)] { (label(&node.id)) }
                            }
                        }
                    } @else {
                        span #(id) { (code.reason.as_deref().map_or_else(|| words.say("codes-none-yet"), label)) }
                    }
                }
            } } }
        } }
    }
}

/// Puts codes to reasons, those that changed.
pub(in crate::web) async fn map(
    State(site): State<Arc<Site>>,
    visit: Visit,
    RawForm(form): RawForm,
) -> Result<Redirect, Refusal> {
    let fields: Vec<(String, String)> = url::form_urlencoded::parse(&form).into_owned().collect();
    let all = |wanted: &str| {
        fields.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let named = all("source").into_iter().zip(all("code")).zip(all("reason"));
    let mappings: Vec<CodeMapping> =
        named.map(|((source, code), reason)| CodeMapping { source, code, reason }).collect();
    let by = visit.visitor.signature();
    let seen = fields.iter().find(|(name, _)| name == "after").and_then(|(_, value)| value.parse().ok());
    let done = site.act(move |app| async move { app.map_codes(&mappings, seen, &by).await }).await;
    done.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(HERE))
}
