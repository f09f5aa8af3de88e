//! Planning: first the losses, then what must come merely to stand still, then what the company set out to reach and how far it is.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bellwether_model::{Act, Currency, Measure, MovementKind};
use maud::{Markup, html};
use serde::Deserialize;

use crate::telling::charts::together_name;
use crate::telling::grid::{Grid, GridCell, figure};
use crate::telling::sight::Sight;
use crate::telling::{encoded, reason_label};
use crate::web::parts::form::alert;
use crate::web::parts::frame::{NavigationItem, basis_line, choices, frame, head, panel};
use crate::web::parts::refusal::Refusal;
use crate::web::parts::table::scrolled;
use crate::web::parts::viewpoint::sight;
use crate::web::site::Site;
use crate::web::site::visit::Visit;
use bellwether_app::Figure;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::ledger::{LedgerLine, Together};
use bellwether_app::planning::{NewTarget, Plan, PlanQuestion, TargetProgress, TargetStanding, YearBefore};
use bellwether_app::reason::{ReasonsQuestion, Why, WhyQuestion};
use bellwether_words::{Message, Words, kind_name, measure_name, message};

/// Years offered at once.
const YEARS: usize = 6;
/// Reasons of losses told.
const REASONS: usize = 5;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Parameters {
    year: String,
    /// Of a target that is given up: the version that was seen.
    after: Option<i64>,
}

/// A target as the form gives it.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct TargetForm {
    /// The year of the page.
    year: String,
    /// `quarter 2026-Q3`
    period: String,
    measure: String,
    level: String,
    customers: String,
    value: String,
    owner: String,
    investment: String,
    /// Of a target that is corrected: the version that was seen.
    after: Option<i64>,
}

impl TargetForm {
    fn target(&self, currency: Currency) -> Result<NewTarget, Failure> {
        let period = self.period.split_once(' ');
        let (grain, period) =
            period.ok_or_else(|| Failure::usage(message("failure-names-no-period").with("text", &self.period)))?;
        let form = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let customers = form(&self.customers).map(|text| {
            text.parse::<i64>().map_err(|_| Failure::input(message("failure-no-count").with("text", &text)))
        });
        let minor = form(&self.value).map(|text| currency.minor(&text).map_err(Failure::input));
        Ok(NewTarget {
            grain: grain.parse().map_err(Failure::usage)?,
            period: period.to_owned(),
            measure: self.measure.parse().map_err(Failure::usage)?,
            level: form(&self.level),
            customers: customers.transpose()?,
            minor: minor.transpose()?,
            owner: self.owner.clone(),
            investment: self.investment.clone(),
            after: self.after,
        })
    }
}

pub(in crate::web) async fn page(
    State(site): State<Arc<Site>>,
    Query(parameters): Query<Parameters>,
    visit: Visit,
) -> Result<Markup, Refusal> {
    shown(&site, &visit, &parameters.year, None).await
}

pub(in crate::web) async fn add(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Form(form): Form<TargetForm>,
) -> Result<Response, Refusal> {
    set(&site, &visit, None, form).await
}

pub(in crate::web) async fn change(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(form): Form<TargetForm>,
) -> Result<Response, Refusal> {
    set(&site, &visit, Some(id), form).await
}

pub(in crate::web) async fn withdraw(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(form): Form<Parameters>,
) -> Result<Redirect, Refusal> {
    let withdrawn = site.app().withdraw_target(&id, form.after, &visit.visitor.signature()).await;
    withdrawn.map_err(|failure| site.refuse(&visit, &failure))?;
    Ok(Redirect::to(&format!("/planning?year={}", encoded(&form.year))))
}

async fn set(site: &Arc<Site>, visit: &Visit, id: Option<String>, form: TargetForm) -> Result<Response, Refusal> {
    let set = async {
        let app = site.app();
        let target = form.target(app.currency().await?)?;
        app.set_target(id.as_deref(), &target, &visit.visitor.signature()).await
    };
    match set.await {
        Ok(_) => Ok(Redirect::to(&format!("/planning?year={}", encoded(&form.year))).into_response()),
        Err(failure) if matches!(failure.kind(), FailureKind::Input | FailureKind::Usage) => {
            let page = shown(site, visit, &form.year, Some((failure.message(), &form))).await?;
            Ok((StatusCode::BAD_REQUEST, page).into_response())
        }
        Err(failure) => Err(site.refuse(visit, &failure)),
    }
}

async fn shown(
    site: &Arc<Site>,
    visit: &Visit,
    year: &str,
    wrong: Option<(&Message, &TargetForm)>,
) -> Result<Markup, Refusal> {
    let year = (!year.is_empty()).then(|| year.to_owned());
    let plan = site.ask(visit, PlanQuestion { year, ..PlanQuestion::default() }).await;
    let plan = plan.map_err(|failure| site.refuse(visit, &failure))?;
    let why = if visit.visitor.clearance().sees_customers {
        let why = site.ask(visit, WhyQuestion(ReasonsQuestion::of_company(MovementKind::Lost, plan.grain))).await;
        Some(why.map_err(|failure| site.refuse(visit, &failure))?)
    } else {
        None
    };
    let words = plan.basis.words(site.language(visit));
    let sight = sight(visit, plan.grain, "");
    let title = match plan.year_before().and_then(|before| Some((before, before.to_replace?))) {
        Some((before, to_replace)) => words.with(
            if before.is_over { "plan-title" } else { "plan-title-so-far" },
            &[
                ("year", &plan.year),
                ("customers", &words.customers(to_replace.customers)),
                ("money", &words.money(to_replace.minor)),
            ],
        ),
        None => words.with("plan-title-first", &[("year", &plan.year)]),
    };
    let years = plan.years.iter().rev().take(YEARS).rev();
    let switch = choices(
        &words.grain(plan.grain),
        years.map(|year| (year.clone(), format!("/planning?year={}", encoded(year)), *year == plan.year)),
    );
    let may_plan = visit.visitor.may(Act::Plan);
    let empty = TargetForm { period: format!("{} {}", plan.grain, plan.year), ..TargetForm::default() };
    let body = html! {
        (head(&title, &switch))
        (basis_line(words, &plan.basis))
        div.pair {
            @match plan.year_before() { Some(before) => (losses(words, sight, before, why.as_deref())), None => (panel(&words.say("plan-losses-none"), "", &html! { p { (words.say("plan-losses-none-about")) } })) }
            (so_far(words, sight, &plan))
        }
        (panel(&words.with("plan-targets", &[("year", &plan.year)]), &words.say("plan-targets-about"), &html! {
            @if plan.targets.is_empty() { p { (words.say("plan-targets-none")) } } @else {
                (targets(words, &plan))
                @if may_plan { div.changes { @for target in &plan.targets { (changing(words, &plan, target)) } } }
            }
        }))
        @if may_plan {
            (panel(&words.say("plan-set"), &words.say("plan-set-about"), &html! {
                (alert(words, wrong.map(|(said, _)| said)))
                (form(words, &plan, "/planning", "new", wrong.map_or(&empty, |(_, form)| form), "plan-set"))
            }))
        }
    };
    Ok(frame(words, visit, NavigationItem::Planning, &title, &body))
}

/// What went in the year before, and why.
fn losses(words: Words<'_>, sight: Sight<'_>, before: YearBefore<'_>, why: Option<&Why>) -> Markup {
    let line = before.line;
    let mut table = Grid::of_figures(words, words.say("step"));
    let went = [MovementKind::Lost, MovementKind::Less];
    table.rows.extend(went.into_iter().filter_map(|kind| moved(words, sight, line, kind)));
    table.rows.extend(told_together(words, line));
    if let Some(to_replace) = before.to_replace {
        let together = words.say(if before.is_over { "plan-to-replace" } else { "plan-to-replace-so-far" });
        table.sum = figure(words, together, to_replace, false);
    }
    let title = words.with("plan-losses", &[("year", &line.period)]);
    panel(
        &title,
        &if before.is_over { String::new() } else { words.say("plan-losses-unfinished") },
        &html! {
            (scrolled(&title, &table))
            @if let Some(why) = why { h3 { (words.say("plan-losses-why")) }
            ol.ranking { @for row in why.of(&line.period).iter().take(REASONS) {
                li { a href=[sight.behind_reason(&line.period, MovementKind::Lost, &row.reason)] { (reason_label(words, &why.labels, &row.reason)) } ": " (words.customers(row.figure.customers)) ", " (words.money(row.figure.minor.abs())) }
            } }
            p.links { a href=(sight.of("/why", &line.period)) { (words.say("all-reasons")) } } }
            @else { p.muted { (words.say("told-of-year")) } }
        },
    )
}

/// What moved in one way, leading to the customers who did.
fn moved(words: Words<'_>, sight: Sight<'_>, line: &LedgerLine, kind: MovementKind) -> Option<Vec<GridCell>> {
    let mut cells = figure(words, words.say(&kind_name(kind)), line.movement(kind)?, true);
    cells[1].href = sight.behind(&line.period, Some(kind), None);
    Some(cells)
}

/// What is told together.
fn told_together(words: Words<'_>, line: &LedgerLine) -> Vec<Vec<GridCell>> {
    let row = |together: &Together| {
        let Figure { customers, minor } = together.change;
        let name = together_name(words, together);
        vec![name.into(), words.signed(customers).into(), words.signed_amount(minor).into()]
    };
    line.together.iter().map(row).collect()
}

/// A line's first and last figure with all that moved between them.
fn steps(words: Words<'_>, sight: Sight<'_>, line: &LedgerLine) -> Grid {
    let mut table = Grid::of_figures(words, words.say("step"));
    let kinds = MovementKind::ALL.into_iter().filter(|kind| line.movement(*kind) != Some(Figure::default()));
    table.rows.push(figure(words, words.say("opening"), line.opening, false));
    table.rows.extend(kinds.filter_map(|kind| moved(words, sight, line, kind)));
    table.rows.extend(told_together(words, line));
    table.sum = figure(words, words.say("closing"), line.closing, false);
    table.sum[1].href = sight.behind(&line.period, None, None);
    table
}

/// What came and went in the year so far.
fn so_far(words: Words<'_>, sight: Sight<'_>, plan: &Plan) -> Markup {
    let title = words.with("plan-so-far", &[("year", &plan.year)]);
    let about = words
        .with("plan-days", &[("over", &words.whole(plan.days_over.into())), ("all", &words.whole(plan.days.into()))]);
    panel(
        &title,
        &about,
        &html! {
            @match &plan.so_far {
                None => p { (words.say("plan-not-begun")) },
                Some(line) => { (scrolled(&title, &steps(words, sight, line))) },
            }
            @if let Some((before, to_replace, came)) = replaced(plan) {
                p { (words.with("plan-replaced", &[
                    ("customers", &words.customers(came.customers)), ("money", &words.money(came.minor)),
                    ("all", &words.whole(to_replace.customers)), ("all-money", &words.money(to_replace.minor)),
                    ("before", &before.line.period),
                ])) }
            }
        },
    )
}

/// What came in the year so far beside what went in the year before, where both are told.
fn replaced(plan: &Plan) -> Option<(YearBefore<'_>, Figure, Figure)> {
    let (line, before) = (plan.so_far.as_ref()?, plan.year_before()?);
    let [new, back, more] =
        [MovementKind::New, MovementKind::WonBack, MovementKind::More].map(|kind| line.movement(kind));
    let (new, back, more) = (new?, back?, more?);
    let came = Figure { customers: new.customers + back.customers, minor: new.minor + back.minor + more.minor };
    Some((before, before.to_replace?, came))
}

fn targets(words: Words<'_>, plan: &Plan) -> Markup {
    let title = words.with("plan-targets", &[("year", &plan.year)]);
    html! {
        div.scroll tabindex="0" role="group" aria-label=(title) { table.prose.targets {
            thead { tr {
                th scope="col" { (words.say("plan-target")) }
                th scope="col" { (words.nouns_first()) }
                th scope="col" { (words.say("side-value")) }
                th scope="col" { (words.say("plan-standing")) }
                th scope="col" { (words.say("plan-owner")) }
            } }
            tbody { @for target in &plan.targets { tr {
                th scope="row" {
                    (what(words, target)) br; small { (target.period) @if !target.investment.is_empty() { " · " (target.investment) } }
                }
                @let (customers, minor) = (target.reached.map(|figure| i128::from(figure.customers)), target.reached.map(|figure| figure.minor));
                @let is_ceiling = target.measure.is_ceiling();
                td { (progress(words, is_ceiling, customers, target.customers, &|number| words.whole(i64::try_from(number).unwrap_or(i64::MAX)))) }
                td { (progress(words, is_ceiling, minor, target.minor, &|minor| words.money_of(minor, target.currency))) }
                td { (words.say(&standing(target))) }
                td { (target.owner) br; small { (words.with("plan-set-by", &[("by", &target.set_by), ("when", &words.moment(target.set_at))])) } }
            } } }
        } }
    }
}

/// How a target stands; that a ceiling was kept is said in other words.
fn standing(target: &TargetProgress) -> String {
    let name = target.standing.name();
    let is_said_otherwise =
        target.measure.is_ceiling() && matches!(target.standing, TargetStanding::Met | TargetStanding::Missed);
    format!("plan-standing-{}{name}", if is_said_otherwise { "ceiling-" } else { "" })
}

/// What a target is about, in words.
fn what(words: Words<'_>, target: &TargetProgress) -> String {
    let measure = words.say(&measure_name(target.measure.name()));
    match &target.level {
        None => measure,
        Some(level) => words.with("plan-of-level", &[("measure", &measure), ("level", level)]),
    }
}

/// A ceiling has no bar: the fuller, the better it would look. What is reached of what was set out for, the one without the other where there is no target or nothing is known yet.
fn progress(
    words: Words<'_>,
    is_ceiling: bool,
    reached: Option<i128>,
    wanted: Option<i64>,
    shown: &dyn Fn(i128) -> String,
) -> Markup {
    let said = match (reached, wanted.map(i128::from)) {
        (Some(reached), Some(wanted)) => {
            words.with("plan-of", &[("reached", &shown(reached)), ("target", &shown(wanted))])
        }
        (Some(reached), None) => shown(reached),
        (None, Some(wanted)) => shown(wanted),
        (None, None) => String::new(),
    };
    html! {
        (said)
        @if wanted.is_none() && reached.is_some() { br; small { (words.say("plan-open-ended")) } }
        @if let (Some(reached), Some(wanted)) = (reached, wanted.filter(|wanted| *wanted > 0 && !is_ceiling)) {
            progress max="100" value=((reached.max(0) * 100 / i128::from(wanted)).min(100)) aria-label=(said) {}
        }
    }
}

/// The forms to correct a target or to give it up.
fn changing(words: Words<'_>, plan: &Plan, target: &TargetProgress) -> Markup {
    let current = TargetForm {
        period: format!("{} {}", target.grain, target.period),
        measure: target.measure.name().to_owned(),
        level: target.level.clone().unwrap_or_default(),
        customers: target.customers.map(|wanted| wanted.to_string()).unwrap_or_default(),
        value: target.minor.map(|wanted| target.currency.decimal(wanted.into())).unwrap_or_default(),
        owner: target.owner.clone(),
        investment: target.investment.clone(),
        after: Some(target.version),
        year: plan.year.clone(),
    };
    html! {
        details {
            summary { (words.with("plan-change", &[("what", &what(words, target)), ("period", &target.period)])) }
            (form(words, plan, &format!("/planning/{}", target.id), &target.id, &current, "save"))
            form method="post" action=(format!("/planning/{}/withdraw", target.id)) {
                input type="hidden" name="year" value=(plan.year);
                input type="hidden" name="after" value=(target.version);
                button.btn type="submit" aria-label=(words.with("plan-withdraw-what", &[("what", &what(words, target))])) { (words.say("plan-withdraw")) }
            }
        }
    }
}

fn form(words: Words<'_>, plan: &Plan, action: &str, id: &str, form: &TargetForm, done: &str) -> Markup {
    let field = |label: &str, name: &str, input: &Markup| {
        html! { p.field { label for=(format!("{name}-{id}")) { (label) } (input) } }
    };
    let cents = plan.basis.currency.exponent();
    let step = if cents == 0 { "1".to_owned() } else { format!("0.{:0>width$}", 1, width = cents as usize) };
    html! {
        form.filters method="post" action=(action) {
            input type="hidden" name="year" value=(plan.year);
            @if let Some(after) = form.after { input type="hidden" name="after" value=(after); }
            (field(&words.say("plan-what"), "measure", &html! { select.in id=(format!("measure-{id}")) name="measure" {
                @for measure in Measure::ALL.into_iter().filter(|measure| !measure.needs_level() || !plan.levels.is_empty()) {
                    option value=(measure) selected[form.measure == measure.name()] { (words.say(&measure_name(measure.name()))) }
                }
            } }))
            @if !(plan.levels.is_empty() && form.level.is_empty()) {
                (field(&words.say("plan-level"), "level", &html! { select.in id=(format!("level-{id}")) name="level" {
                    option value="" { (words.say("plan-all-levels")) }
                    @for level in &plan.levels { option value=(level) selected[form.level == *level] { (level) } }
                    @if !form.level.is_empty() && !plan.levels.contains(&form.level) { option value=(form.level) selected { (form.level) } }
                } }))
            }
            (field(&words.say("plan-period"), "period", &html! { select.in id=(format!("period-{id}")) name="period" {
                @for (grain, label) in &plan.periods {
                    @let value = format!("{grain} {label}");
                    option value=(value) selected[form.period == value] { (label) }
                }
                @let own = form.period.split_once(' ').map_or("", |(_, label)| label);
                @if !plan.periods.iter().any(|(_, label)| label == own) { option value=(form.period) selected { (own) } }
            } }))
            (field(&words.nouns_first(), "customers", &html! { input.in id=(format!("customers-{id}")) name="customers" type="number" min="0" step="1" inputmode="numeric" value=(form.customers); }))
            (field(&words.with("plan-value", &[("currency", &words.currency())]), "value", &html! { input.in id=(format!("value-{id}")) name="value" type="number" min="0" step=(step) inputmode="decimal" value=(form.value); }))
            (field(&words.say("plan-owner"), "owner", &html! { input.in id=(format!("owner-{id}")) name="owner" maxlength="200" required value=(form.owner); }))
            (field(&words.say("plan-investment"), "investment", &html! { input.in id=(format!("investment-{id}")) name="investment" maxlength="500" value=(form.investment); }))
            p { button.btn type="submit" { (words.say(done)) } }
        }
    }
}
