//! The customers behind a figure, by name, page by page, and as a file.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Query, State};

use axum::response::Response;
use bellwether_model::{Day, Grain, MovementKind, ReasonTree};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::{encoded, reason_label};
use crate::web::parts::download::attached;
use crate::web::parts::frame::{NavigationItem, frame, head};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::viewpoint::{self, ViewpointParameters};
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::customers::{CustomerRow, CustomerTotals, CustomersQuestion, Order, Window};
use bellwether_app::failure::Failure;
use bellwether_app::reason::{Labels, ReasonTreeQuestion};
use bellwether_app::table::Tabular;
use bellwether_words::{Words, message};

/// Rows on a page.
const ROWS: usize = 50;
/// Pages drawn from one answer.
const PAGES: usize = 10;

/// Which customers, in which order, which page of them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    by: String,
    period: String,
    kind: String,
    segment: String,
    reason: String,
    find: String,
    sort: String,
    page: String,
    /// The closed period that corrections are of.
    corrects: String,
    #[serde(flatten)]
    viewpoint: ViewpointParameters,
}

/// A column: its name in the address, the order it sorts by, the name of its text, whether its cells are figures.
type Column = (&'static str, Order, &'static str, bool);

const COLUMNS: [Column; 4] = [
    ("name", Order::Name, "customer-name", false),
    ("day", Order::Day, "day-of-movement", false),
    ("value", Order::Value, "moved", true),
    ("after", Order::ValueAfter, "value-after", true),
];

/// Who is active has one figure: what it is worth.
const COLUMNS_OF_ACTIVE: [Column; 3] = [
    ("name", Order::Name, "customer-name", false),
    ("day", Order::Day, "last-moved", false),
    ("value", Order::Value, "worth", true),
];

impl Parameters {
    fn columns(&self) -> &'static [Column] {
        if self.kind.is_empty() { &COLUMNS_OF_ACTIVE } else { &COLUMNS }
    }

    fn order(&self) -> Order {
        COLUMNS.iter().find(|column| column.0 == self.sort).map(|column| column.1).unwrap_or_default()
    }

    fn page(&self) -> usize {
        self.page.parse().unwrap_or(0)
    }

    fn request(&self, window: Window) -> Result<CustomersQuestion, Failure> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let segment = given(&self.segment).map(|segment| {
            let pair = segment.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
            pair.ok_or_else(|| Failure::usage(message("failure-no-segment").with("segment", segment)))
        });
        Ok(CustomersQuestion {
            grain: if self.by.is_empty() { Grain::Month } else { self.by.parse().map_err(Failure::usage)? },
            period: given(&self.period),
            kind: given(&self.kind).map(|kind| kind.parse::<MovementKind>()).transpose().map_err(Failure::usage)?,
            segment: segment.transpose()?,
            reason: given(&self.reason),
            corrects: given(&self.corrects),
            find: given(self.find.trim()),
            order: self.order(),
            window,
            viewpoint: self.viewpoint.viewpoint()?,
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
            ("corrects", &self.corrects),
        ] {
            if !value.is_empty() {
                let _ = write!(href, "&{name}={}", encoded(value));
            }
        }
        href.push_str(&self.viewpoint.query());
        if page > 0 {
            let _ = write!(href, "&page={page}");
        }
        href
    }
}

pub(in crate::web) async fn csv(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Response, Refusal> {
    let answer = async {
        // Not kept: it is as long as there are customers.
        let request = parameters.request(Window::default())?;
        site.ask_once(&visit, request).await?.table().csv()
    };
    match answer.await {
        Ok(csv) => Ok(attached("customers.csv", csv)),
        Err(failure) => Err(site.refuse(&visit, &failure)),
    }
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    let answer = async {
        // Some pages at a time: turning to the next one costs nothing.
        let block = |page: usize| {
            let first = (page / PAGES).saturating_mul(PAGES * ROWS);
            parameters.request(Window { skip: first, take: Some(PAGES * ROWS), after: None })
        };
        let asked_for = site.ask(&visit, block(parameters.page())?).await?;
        let last = asked_for.all.rows.div_ceil(ROWS).saturating_sub(1);
        Ok(if parameters.page() > last {
            (last, site.ask(&visit, block(last)?).await?)
        } else {
            (parameters.page(), asked_for)
        })
    };
    let (page, customers) = answer.await.map_err(|failure| site.refuse(&visit, &failure))?;
    let tree = site.ask(&visit, ReasonTreeQuestion).await.map_err(|failure| site.refuse(&visit, &failure))?;
    let labels = tree.labels();
    let words = customers.basis.words(site.language(&visit));
    let CustomerTotals { rows: found, customers: count, minor } = customers.all;
    let title = title(words, &parameters, (count, minor), customers.basis.as_of)
        .map_err(|failure| site.refuse(&visit, &failure))?;
    let here = [
        ("by", parameters.by.as_str()),
        ("period", &parameters.period),
        ("kind", &parameters.kind),
        ("segment", &parameters.segment),
        ("reason", &parameters.reason),
        ("sort", &parameters.sort),
        ("find", &parameters.find),
        ("corrects", &parameters.corrects),
    ];
    let bar =
        viewpoint::bar(&site, &visit, words, &customers.basis, &parameters.viewpoint, ("/customers", &here)).await;
    let bar = bar.map_err(|failure| site.refuse(&visit, &failure))?;
    let (first, within) = (page * ROWS, page % PAGES * ROWS);
    let shown = &customers.rows[within.min(customers.rows.len())..customers.rows.len().min(within + ROWS)];
    let body = html! {
        (head(&title, &html! { a.btn href=(parameters.href("/customers.csv", &parameters.sort, 0)) download { (words.say("as-csv")) } }))
        (bar)
        section.panel {
            @if parameters.viewpoint.is_elsewhere() { p.muted { (words.say("names-lead-to-now")) } }
            p { (words.with("behind-sum", &[("money", &words.money(minor))])) (narrowed(words, &parameters, &labels)) }
            form.filters role="search" action="/customers" {
                label.vh for="find" { (words.say("find")) }
                input.in #find name="find" type="search" placeholder=(words.say("find")) value=(parameters.find);
                @for (name, value) in [("by", &parameters.by), ("period", &parameters.period), ("kind", &parameters.kind), ("segment", &parameters.segment), ("reason", &parameters.reason), ("sort", &parameters.sort), ("corrects", &parameters.corrects)] {
                    @if !value.is_empty() { input type="hidden" name=(name) value=(value); }
                }
                (parameters.viewpoint.hidden())
                button.btn { (words.say("find-button")) }
            }
            @if shown.is_empty() { p { (words.say("nobody-found")) } } @else {
                div.scroll tabindex="0" role="group" aria-label=(title) { (table(words, &parameters, shown, &labels)) }
                nav.pages aria-label=(words.say("pages")) {
                    span role="status" { (words.with("rows-shown", &[
                        ("first", &words.whole(first as i64 + 1)), ("last", &words.whole((first + shown.len()) as i64)), ("all", &words.whole(found as i64)),
                    ])) }
                    @if page > 0 { a.btn rel="prev" href=(parameters.href("/customers", &parameters.sort, page - 1)) { (words.say("previous")) } }
                    @if first + shown.len() < found { a.btn rel="next" href=(parameters.href("/customers", &parameters.sort, page + 1)) { (words.say("next")) } }
                }
            }
        }
    };
    Ok(frame(words, &visit, NavigationItem::Customers, &title, &body))
}

/// Who they are, in one sentence.
fn title(
    words: Words<'_>,
    parameters: &Parameters,
    (count, minor): (i64, i128),
    as_of: Day,
) -> Result<String, Failure> {
    let CustomersQuestion { grain, kind, .. } = parameters.request(Window::default())?;
    let period = match (parameters.period.as_str(), kind) {
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
        Some(MovementKind::Currency | MovementKind::Restated | MovementKind::Redefined) => {
            format!("{} {}", words.currency(), words.signed_amount(minor))
        }
        _ => words.money(minor.abs()),
    };
    let said = words.counting(&name, count, &[("money", &money), ("period", &period)]);
    Ok(match parameters.find.trim() {
        "" => said,
        find => words.with("found", &[("find", find), ("said", &said)]),
    })
}

/// What narrows the customers down, in words.
fn narrowed(words: Words<'_>, parameters: &Parameters, labels: &Labels) -> String {
    let mut parts = Vec::new();
    if !parameters.corrects.is_empty() {
        parts.push(words.with("narrowed-corrects", &[("value", &parameters.corrects)]));
    }
    if !parameters.segment.is_empty() {
        parts.push(words.with("narrowed-segment", &[("value", &parameters.segment)]));
    }
    if !parameters.reason.is_empty() {
        parts.push(words.with("narrowed-reason", &[("value", &reason_label(words, labels, &parameters.reason))]));
    }
    if parts.is_empty() { String::new() } else { format!(" {}", parts.join(" ")) }
}

fn table(words: Words<'_>, parameters: &Parameters, rows: &[CustomerRow], labels: &Labels) -> Markup {
    let order = parameters.order();
    let with_reason = rows.iter().any(|row| row.reason.is_some());
    let columns = parameters.columns();
    html! {
        table {
            thead { tr {
                @for (key, of, name, is_figure) in columns {
                    th.r[*is_figure] scope="col" aria-sort=[(*of == order).then_some(if *key == "name" { "ascending" } else { "descending" })] {
                        a href=(parameters.href("/customers", key, 0)) { (words.with(name, &[("currency", &words.currency())])) }
                    }
                }
                @if with_reason { th scope="col" { (words.say("reason")) } th scope="col" { (words.say("how-known")) } }
            } }
            tbody { @for row in rows { tr {
                th scope="row" { a href=(format!("/customer/{}", encoded(&row.customer_id))) { (row.name.as_deref().unwrap_or(&row.customer_id)) } @if row.name.is_some() { " " small { (row.customer_id) } } }
                td { (words.day(row.day)) }
                td.r { (words.amount(row.minor)) }
                @if columns.len() == COLUMNS.len() { td.r { (words.amount(row.value_after_minor)) } }
                @if with_reason {
                    td { (reason_label(words, labels, row.reason.as_deref().unwrap_or(ReasonTree::NOT_YET_KNOWN))) }
                    td { @if let Some(how) = row.how_known { (words.say(&format!("how-{}", how.name()))) } }
                }
            } } }
        }
    }
}
