//! The queue: movements whose reason nobody knows yet, those worth most first, to be explained one after the other.

use std::sync::Arc;

use axum::extract::{Query, State};
use bellwether_model::{Act, Grain, MovementKind, ReasonNode};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::{encoded, own_label};
use crate::web::pages::growth::explain::HOW;
use crate::web::parts::frame::{NavigationItem, basis_line, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::customers::{CustomerRow, CustomersQuestion, Window};
use bellwether_app::failure::Failure;
use bellwether_app::reason::{ReasonTreeQuestion, ReasonsQuestion};
use bellwether_words::{Words, kind_name, message};

/// Movements on a page.
const ROWS: usize = 20;
/// Pages drawn from one answer.
const PAGES: usize = 10;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    kind: String,
    page: String,
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answer = async {
        let kind: MovementKind = if parameters.kind.is_empty() {
            MovementKind::Lost
        } else {
            parameters.kind.parse().map_err(Failure::usage)?
        };
        if !kind.has_reasons() {
            return Err(Failure::usage(message("failure-no-reasons").naming("kind", kind_name(kind))));
        }
        let queue = async |page: usize| {
            let first = (page / PAGES).saturating_mul(PAGES * ROWS);
            let window = Window { skip: first, take: Some(PAGES * ROWS), after: None };
            let reasons = ReasonsQuestion::of_company(kind, Grain::Month);
            site.ask(&visit, CustomersQuestion::unexplained(&reasons, window)).await
        };
        let page: usize = parameters.page.parse().unwrap_or(0);
        let asked_for = queue(page).await?;
        let last = asked_for.all.rows.div_ceil(ROWS).saturating_sub(1);
        let (page, queue) = if page > last { (last, queue(last).await?) } else { (page, asked_for) };
        let tree = site.ask(&visit, ReasonTreeQuestion).await?;
        Ok((kind, page, queue, tree))
    };
    let (kind, page, queue, tree) = answer.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = queue.basis.words(site.language(&visit));
    let title = words.counting(
        "queue-title",
        queue.all.rows as i64,
        &[("kind", &words.say(&kind_name(kind)).to_lowercase()), ("money", &words.money(queue.all.minor.abs()))],
    );
    let kinds = choices(
        &words.say("kind"),
        MovementKind::EXPLAINED
            .map(|other| (words.say(&kind_name(other)), format!("/why/unexplained?kind={other}"), other == kind)),
    );
    let at = |page: usize| format!("/why/unexplained?kind={kind}&page={page}");
    let (first, within) = (page * ROWS, page % PAGES * ROWS);
    let shown = &queue.rows[within.min(queue.rows.len())..queue.rows.len().min(within + ROWS)];
    let body = html! {
        (head(&title, &kinds))
        (basis_line(words, &queue.basis))
        (panel(&words.say("queue"), &words.say("queue-about"), &html! {
            @if shown.is_empty() { p { (words.say("queue-empty")) } } @else {
                ul.queue { @for row in shown {
                    li { (unexplained(words, row, kind, &tree.nodes, &visit)) }
                } }
                nav.pages aria-label=(words.say("pages")) {
                    span role="status" { (words.with("rows-shown", &[
                        ("first", &words.whole(first as i64 + 1)), ("last", &words.whole((first + shown.len()) as i64)), ("all", &words.whole(queue.all.rows as i64)),
                    ])) }
                    @if page > 0 { a.btn rel="prev" href=(at(page - 1)) { (words.say("previous")) } }
                    @if first + shown.len() < queue.all.rows { a.btn rel="next" href=(at(page + 1)) { (words.say("next")) } }
                }
            }
        }))
    };
    Ok(frame(words, &visit, NavigationItem::Why, &title, &body))
}

fn unexplained(words: Words<'_>, row: &CustomerRow, kind: MovementKind, tree: &[ReasonNode], visit: &Visit) -> Markup {
    let name = row.name.as_deref().unwrap_or(&row.customer_id);
    let id = format!("{}-{}", row.customer_id, row.day);
    let action = format!("/customer/{}/reason", encoded(&row.customer_id));
    let labelled =
        |label: &str, id: &str, input: &Markup| html! { p.field { label for=(id) { (words.say(label)) } (input) } };
    html! {
        p { a href=(format!("/customer/{}", encoded(&row.customer_id))) { b { (name) } } " · " (words.day(row.day)) " · " (words.currency()) " " (words.signed_amount(row.minor)) }
        @if visit.visitor.may(Act::Explain) {
            form.filters method="post" action=(action) aria-label=(words.with("queue-of", &[("name", name)])) {
                input type="hidden" name="movement" value=(format!("{kind} {}", row.day));
                input type="hidden" name="next" value=(visit.path);
                (labelled("reason", &format!("reason-{id}"), &html! { select.in id=(format!("reason-{id}")) name="reason" required { option value="" { (words.say("choose")) } @for node in tree { option value=(node.id) { (own_label(words, &node.id, &node.label)) } } } }))
                (labelled("explain-how", &format!("how-{id}"), &html! { select.in id=(format!("how-{id}")) name="how_known" { @for how in HOW { option value=(how.name()) { (words.say(&format!("how-{}", how.name()))) } } } }))
                (labelled("explain-words", &format!("text-{id}"), &html! { input.in id=(format!("text-{id}")) name="text" maxlength="2000"; }))
                p { button.btn type="submit" { (words.say("save")) } }
            }
        }
    }
}
