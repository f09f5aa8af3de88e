//! The customers behind a figure, by name, page by page, and as a file.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Query, State};

use axum::response::Response;
use bellwether_model::{Day, Grain, Kind, ReasonTree};
use maud::{Markup, html};
use serde::Deserialize;

use super::access::Visit;
use super::frame::{Place, basis_line, encoded, frame, head};
use super::ledger::attached;
use super::refusal::Refusal;
use super::site::Site;
use super::why::Labels;
use super::words::Words;
use crate::app::Viewpoint;
use crate::app::customers::{CustomerRow, Customers, CustomersRequest};
use crate::cli;
use crate::failure::Failure;

/// Rows on a page.
const ROWS: usize = 50;

/// Which customers, in which order, which page of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    by: String,
    period: String,
    kind: String,
    segment: String,
    reason: String,
    find: String,
    sort: String,
    page: String,
}

/// What a column sorts by: its name in the address, the name of its text, whether its cells are figures.
const COLUMNS: [(&str, &str, bool); 4] = [
    ("name", "customer-name", false),
    ("day", "day-of-movement", false),
    ("value", "moved", true),
    ("after", "value-after", true),
];

impl Asked {
    fn request(&self) -> Result<CustomersRequest, Failure> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let segment = given(&self.segment).map(|segment| {
            let pair = segment.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
            pair.ok_or_else(|| Failure::usage(format!("'{segment}' is no segment; write ATTRIBUTE=VALUE")))
        });
        Ok(CustomersRequest {
            grain: if self.by.is_empty() { Grain::Month } else { self.by.parse().map_err(Failure::usage)? },
            period: given(&self.period),
            kind: given(&self.kind).map(|kind| kind.parse::<Kind>()).transpose().map_err(Failure::usage)?,
            segment: segment.transpose()?,
            reason: given(&self.reason),
            viewpoint: Viewpoint::default(),
        })
    }

    /// The same question with another order and page.
    fn href(&self, path: &str, sort: &str, page: usize) -> String {
        let sort = COLUMNS.iter().find(|column| column.0 == sort).map_or("value", |column| column.0);
        let mut href = format!("{path}?sort={sort}");
        for (name, value) in [
            ("by", &self.by),
            ("period", &self.period),
            ("kind", &self.kind),
            ("segment", &self.segment),
            ("reason", &self.reason),
            ("find", &self.find),
        ] {
            if !value.is_empty() {
                let _ = write!(href, "&{name}={}", encoded(value));
            }
        }
        if page > 0 {
            let _ = write!(href, "&page={page}");
        }
        href
    }

    /// The rows found, in the order asked for.
    fn sorted<'r>(&self, rows: &'r [CustomerRow]) -> Vec<&'r CustomerRow> {
        let wanted = self.find.trim().to_lowercase();
        let found = |row: &&CustomerRow| {
            wanted.is_empty()
                || row.customer_id.to_lowercase().contains(&wanted)
                || row.name.as_ref().is_some_and(|name| name.to_lowercase().contains(&wanted))
        };
        let mut rows: Vec<&CustomerRow> = rows.iter().filter(found).collect();
        match self.sort.as_str() {
            "name" => rows.sort_by_cached_key(|row| row.name.as_deref().unwrap_or(&row.customer_id).to_lowercase()),
            "day" => rows.sort_by_key(|row| std::cmp::Reverse(row.day)),
            "after" => rows.sort_by_key(|row| std::cmp::Reverse(row.value_after_minor)),
            // The app's own order: those with the most value first.
            _ => {}
        }
        rows
    }
}

impl Site {
    async fn customers(&self, request: CustomersRequest) -> Result<Arc<Customers>, Failure> {
        self.ask(request, |app, request| async move { app.customers(&request).await }).await
    }
}

pub(super) async fn csv(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let answer = async {
        let customers = site.customers(asked.request()?).await?;
        let rows = asked.sorted(&customers.rows).into_iter().cloned().collect();
        cli::customers_answer(&Customers { basis: customers.basis.clone(), rows }).csv()
    };
    match answer.await {
        Ok(csv) => Ok(attached("customers.csv", csv)),
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Query(asked): Query<Asked>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answer = async { site.customers(asked.request()?).await };
    let customers = answer.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let labels = site.reason_labels().await.map_err(|failure| site.refuse(&visit, &failure))?;
    let words = site.language(&visit).of(&customers.basis);
    let rows = asked.sorted(&customers.rows);
    let (minor, count) = (rows.iter().map(|row| row.minor).sum::<i128>(), distinct(&rows));
    let title =
        title(words, &asked, (count, minor), customers.basis.as_of).map_err(|failure| site.refuse(&visit, &failure))?;
    let pages = rows.len().div_ceil(ROWS).max(1);
    let page = asked.page.parse().unwrap_or(0).min(pages - 1);
    let first = page * ROWS;
    let shown = &rows[first..rows.len().min(first + ROWS)];
    let body = html! {
        (head(&title, &html! { a.btn href=(asked.href("/customers.csv", &asked.sort, 0)) download { (words.say("as-csv")) } }))
        (basis_line(words, &customers.basis))
        section.panel {
            p { (words.with("behind-sum", &[("money", &words.money(minor))])) (narrowed(words, &asked, &labels)) }
            form.filters role="search" action="/customers" {
                label.vh for="find" { (words.say("find")) }
                input.in #find name="find" type="search" placeholder=(words.say("find")) value=(asked.find);
                @for (name, value) in [("by", &asked.by), ("period", &asked.period), ("kind", &asked.kind), ("segment", &asked.segment), ("reason", &asked.reason), ("sort", &asked.sort)] {
                    @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
                }
                button.btn { (words.say("find-button")) }
            }
            @if rows.is_empty() { p { (words.say("nobody-found")) } } @else {
                div.scroll tabindex="0" role="group" aria-label=(title) { (table(words, &asked, shown, &labels)) }
                nav.pages aria-label=(words.say("pages")) {
                    span role="status" { (words.with("rows-shown", &[
                        ("first", &words.whole(first as i64 + 1)), ("last", &words.whole((first + shown.len()) as i64)), ("all", &words.whole(rows.len() as i64)),
                    ])) }
                    @if page > 0 { a.btn rel="prev" href=(asked.href("/customers", &asked.sort, page - 1)) { (words.say("previous")) } }
                    @if page + 1 < pages { a.btn rel="next" href=(asked.href("/customers", &asked.sort, page + 1)) { (words.say("next")) } }
                }
            }
        }
    };
    Ok(frame(words, &visit, Place::Customers, &title, &body))
}

/// Who they are, in one sentence.
fn title(words: Words<'_>, asked: &Asked, (count, minor): (i64, i128), as_of: Day) -> Result<String, Failure> {
    let CustomersRequest { grain, kind, .. } = asked.request()?;
    let period = match (asked.period.as_str(), kind) {
        ("", None) => words.with("on-day", &[("day", &words.day(as_of))]),
        ("", Some(_)) => words.say("all-time"),
        (label, None) => words.with("end-of", &[("period", &words.period(grain, label))]),
        (label, Some(_)) => words.with("in-the-period", &[("period", &words.period(grain, label))]),
    };
    let name = match kind {
        None => "behind-active".to_owned(),
        Some(kind) => format!("behind-{}", kind.name().replace('_', "-")),
    };
    let money = match kind {
        Some(Kind::Currency | Kind::Restated) => format!("{} {}", words.currency(), words.signed_amount(minor)),
        _ => words.money(minor.abs()),
    };
    let said = words.counting(&name, count, &[("money", &money), ("period", &period)]);
    Ok(match asked.find.trim() {
        "" => said,
        find => words.with("found", &[("find", find), ("said", &said)]),
    })
}

fn distinct(rows: &[&CustomerRow]) -> i64 {
    let mut ids: Vec<&str> = rows.iter().map(|row| row.customer_id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len() as i64
}

/// What narrows the customers down, in words.
fn narrowed(words: Words<'_>, asked: &Asked, labels: &Labels) -> String {
    let mut parts = Vec::new();
    for (name, value) in [("narrowed-segment", &asked.segment), ("narrowed-reason", &asked.reason)] {
        if value.as_str() == ReasonTree::NOT_YET_KNOWN {
            parts.push(words.with(name, &[("value", &words.say("not-yet-known"))]));
        } else if !value.is_empty() {
            parts.push(words.with(name, &[("value", labels.get(value).unwrap_or(value))]));
        }
    }
    if parts.is_empty() { String::new() } else { format!(" {}", parts.join(" ")) }
}

fn table(words: Words<'_>, asked: &Asked, rows: &[&CustomerRow], labels: &Labels) -> Markup {
    let sort = if asked.sort.is_empty() { "value" } else { &asked.sort };
    let with_reason = rows.iter().any(|row| row.reason.is_some());
    // Who is active has one figure: what it is worth.
    let columns = if asked.kind.is_empty() {
        vec![("name", "customer-name", false), ("day", "last-moved", false), ("value", "worth", true)]
    } else {
        COLUMNS.to_vec()
    };
    html! {
        table {
            thead { tr {
                @for (key, name, is_figure) in &columns {
                    th.r[*is_figure] scope="col" aria-sort=[(*key == sort).then_some(if *key == "name" { "ascending" } else { "descending" })] {
                        a href=(asked.href("/customers", key, 0)) { (words.with(name, &[("currency", &words.currency())])) }
                    }
                }
                @if with_reason { th scope="col" { (words.say("reason")) } th scope="col" { (words.say("how-known")) } }
            } }
            tbody { @for row in rows { tr {
                th scope="row" { a href=(format!("/customer/{}", encoded(&row.customer_id))) { (row.name.as_deref().unwrap_or(&row.customer_id)) } @if row.name.is_some() { " " small { (row.customer_id) } } }
                td { @if let Some(day) = row.day { (words.day(day)) } }
                td.r { (words.amount(row.minor)) }
                @if columns.len() == COLUMNS.len() { td.r { (words.amount(row.value_after_minor)) } }
                @if with_reason {
                    td { @match row.reason.as_deref() { Some(ReasonTree::NOT_YET_KNOWN) | None => { (words.say("not-yet-known")) } Some(reason) => { (labels.get(reason).map_or(reason, String::as_str)) } } }
                    td { @if let Some(how) = row.how_known { (words.say(&format!("how-{}", how.name()))) } }
                }
            } } }
        }
    }
}
