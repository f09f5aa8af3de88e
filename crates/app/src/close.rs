//! Which periods are frozen, and are they still what they were?
use std::collections::BTreeMap;

use bellwether_model::{Calendar, Currency, Day, Grain, Period, Policy};
use bellwether_records::{Breach, Closing, DocumentVersion};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::{Company, View, frozen};
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::policy::number;
use crate::privacy::Clearance;
use crate::question::{Input, Question};
use crate::release::ReleaseQuestion;
use crate::table::{Cell, Column, Table, Tabular};
use crate::turn::{A_MOMENT, turn_to_write};
use crate::viewpoint::Viewpoint;
use crate::weight::weight;
use bellwether_words::message;

/// Which periods are closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ClosedPeriodsQuestion {
    /// Who is told.
    pub clearance: Clearance,
}

/// The closed periods, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct ClosedPeriods {
    /// Oldest first.
    pub closed: Vec<ClosedPeriod>,
}

/// A period whose figures stay.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ClosedPeriod {
    /// The length of the period.
    pub grain: Grain,
    /// Its label.
    pub period: String,
    /// When it was closed.
    #[schema(value_type = String, format = DateTime)]
    pub closed_at: Timestamp,
    /// Who closed it.
    pub closed_by: String,
    /// The version of the policy it was counted by.
    pub policy: u32,
    /// What stood at its end; null where who may see no customers is not told it.
    pub closing: Option<Figure>,
    /// The currency it was counted in.
    pub currency: Currency,
    /// Over its figures and all closes before it; null for who may see no customers, for by it a figure that is not told could be tried out.
    pub checksum: Option<String>,
    /// What was learnt of it later and is booked, as `restated`, in open periods: the signed change; null for who may see no customers.
    pub restated: Option<Figure>,
}

/// Whether a frozen period still is what it was, or something else that people decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloseVerification {
    /// The period's label; empty where it is about something else.
    pub period: String,
    /// Absent when the stored figures give the stored checksum and follow from the pinned facts; else what differs.
    pub difference: Option<String>,
}

impl CloseVerification {
    /// Of something else than a period: what it is, and what is wrong with it.
    #[must_use]
    pub fn of_others(difference: String) -> Self {
        Self { period: String::new(), difference: Some(difference) }
    }
}

impl App {
    /// Closes a period for good: its figures stay, and what is learnt later is booked in an open one.
    pub async fn close(&self, grain: Grain, period: &str, by: &str) -> Result<ClosedPeriod, Failure> {
        match self.freeze(grain, period, by).await {
            Err(failure) => Err(self.naming_amounts(failure).await),
            closed => closed,
        }
    }

    async fn freeze(&self, grain: Grain, period: &str, by: &str) -> Result<ClosedPeriod, Failure> {
        let company = self.company().await?;
        let lock = turn_to_write(&company.lake, A_MOMENT).await?;
        company.refuse_what_is_to_come().await?;
        let mut view = self.view(&company, &Viewpoint::default()).await?;
        // One that is not over yet is refused below, by when it will be.
        let period = view.any_period(grain, period)?;
        let last = period.end.plus(-1);
        if last > view.basis.as_of {
            let (label, as_of) = (view.calendar.label(period), view.basis.as_of);
            let said = message("failure-not-over").with("period", label).day("day", as_of).day("last", last);
            return Err(Failure::new(FailureKind::Conflict, said));
        }
        view.basis.as_of = last;
        let tree = company.tree().await?;
        let set = company.set_reasons(None).await?;
        let figures = view.ledger(&[]).figures(period, &tree, &set)?;
        let closing = Closing {
            period,
            policy_version: company.policy.version,
            lake_versions: view.knowledge.versions().into_iter().collect::<BTreeMap<_, _>>(),
            last_import_seq: view.knowledge.last_import_seq(),
            figures: serde_json::to_string(&figures).map_err(|error| Failure::caused(FailureKind::Internal, &error))?,
        };
        view.ledger(&[]).set_aside(period, self.now, &lock).await?;
        let closed = company.records.books().close(&closing, &self.change(by)?).await?;
        ClosedPeriod::of(&closed, &view, Figure::default())
    }

    /// Holds the records against their seals, and what the ledger shows of closed periods against what was frozen. Other things that do not
    /// stand as they were decided are told beside the periods: what was closed rests on them.
    pub async fn verify_closed(&self, period: Option<&str>) -> Result<Vec<CloseVerification>, Failure> {
        let breaches = self.opened().await?.records.verify().await?;
        let (of_periods, others): (Vec<Breach>, Vec<Breach>) =
            breaches.into_iter().partition(|breach| breach.period.is_some());
        let mut others: Vec<String> =
            others.into_iter().map(|Breach { place, what, .. }| format!("{place}: {what}")).collect();
        let calendar = self.company().await.ok().and_then(|company| company.policy.value.check().ok());
        let calendar = calendar.unwrap_or_else(Calendar::utc);
        let is_whole = of_periods.is_empty() && others.is_empty();
        let mut verified = match self.verify_ledger().await {
            Ok(verified) => verified,
            // What is wrong with the records keeps the ledger from being told; the records are.
            Err(failure) if !is_whole => {
                others.push(format!("the ledger cannot be told: {failure}"));
                BTreeMap::new()
            }
            Err(failure) => return Err(failure),
        };
        let mut told: BTreeMap<Period, Vec<String>> = BTreeMap::new();
        for (period, what) in of_periods.into_iter().filter_map(|breach| Some((breach.period?, breach.what))) {
            told.entry(period).or_default().push(what);
        }
        // That its record was altered says why the ledger shows something else.
        verified.extend(told.into_iter().map(|(period, what)| (period, Some(what.join("; ")))));
        let verified = verified
            .into_iter()
            .map(|(period, difference)| CloseVerification { period: calendar.label(period), difference });
        let wanted = |verified: &CloseVerification| period.is_none_or(|wanted| verified.period == wanted);
        let mut verified: Vec<CloseVerification> = verified.filter(wanted).collect();
        if let (Some(wanted), true, true) = (period, verified.is_empty(), is_whole) {
            return Err(Failure::new(FailureKind::NotFound, message("failure-not-closed").with("period", wanted)));
        }
        verified.extend(others.into_iter().map(CloseVerification::of_others));
        Ok(verified)
    }

    /// How the ledger of each closed period differs from what was frozen.
    async fn verify_ledger(&self) -> Result<BTreeMap<Period, Option<String>>, Failure> {
        let company = self.company().await?;
        let view = self.view_to_verify(&company, &Viewpoint::default()).await?;
        let tree = company.tree().await?;
        let mut verified = BTreeMap::new();
        for closed in company.records.books().all().await? {
            let shown = view.ledger(&[]).figures(closed.period, &tree, &[])?;
            let difference = match frozen(&closed) {
                Ok(frozen) if shown.without_reasons() == frozen.without_reasons() => None,
                Ok(_) => Some("the ledger shows other figures than were frozen".to_owned()),
                Err(failure) => Some(failure.to_string()),
            };
            verified.insert(closed.period, difference);
        }
        Ok(verified)
    }
}

impl ClosedPeriod {
    fn of(closed: &bellwether_records::ClosedPeriod, view: &View<'_>, restated: Figure) -> Result<Self, Failure> {
        let period = view.calendar.label(closed.period);
        let figures = frozen(closed)?;
        Ok(Self {
            grain: closed.period.grain,
            period,
            closed_at: closed.closed_at,
            closed_by: closed.closed_by.clone(),
            policy: number(closed.policy_version),
            currency: figures.currency.parse().unwrap_or(view.basis.currency),
            closing: Some(figures.closing.into()),
            checksum: Some(closed.checksum.clone()),
            restated: Some(restated),
        })
    }
}

impl Company {
    /// Refuses definitions by which closed books could not be shown: another currency or another calendar than theirs.
    pub(crate) async fn refuse_what_books_keep_from(&self, wanted: &Policy) -> Result<(), Failure> {
        let Some(last) = self.records.books().last().await? else { return Ok(()) };
        // Earlier closes have it in common with the last one.
        let of_books = self.policy_version(last.policy_version).await?.value;
        let Some(change) = KeptDefinition::first(&of_books, wanted) else { return Ok(()) };
        let period = self.policy.value.check().map_err(Failure::input)?.label(last.period);
        Err(Failure::new(FailureKind::Conflict, change.said("failure-kept-by-books").with("period", period)))
    }

    /// Refuses to close books that a version of the policy which is to come could not show.
    async fn refuse_what_is_to_come(&self) -> Result<(), Failure> {
        let DocumentVersion { value: policy, effective_from: since, .. } = &self.policy;
        let versions = self.records.documents::<Policy>().all().await?;
        // Of those that hold from the same day the last one does.
        let to_come: BTreeMap<_, _> = versions
            .into_iter()
            .filter(|version| version.effective_from > *since)
            .map(|version| (version.effective_from, version))
            .collect();
        let other = to_come
            .into_iter()
            .find_map(|(day, version)| Some((day?, version.version, KeptDefinition::first(policy, &version.value)?)));
        let Some((day, version, change)) = other else { return Ok(()) };
        let said = change.said("failure-kept-to-come").with("version", version).day("day", day);
        Err(Failure::new(FailureKind::Conflict, said))
    }
}

/// A definition that cannot change under closed books, in two policies.
struct KeptDefinition {
    name: &'static str,
    kept: String,
    wanted: String,
}

impl KeptDefinition {
    /// The first in which two policies differ.
    fn first(kept: &Policy, wanted: &Policy) -> Option<Self> {
        let name = kept.drift(wanted).into_iter().find(|name| Policy::KEPT_BY_BOOKS.contains(name))?;
        let value = |policy: &Policy| match serde_json::to_value(policy).unwrap_or_default().get(name) {
            Some(serde_json::Value::String(text)) => text.clone(),
            value => value.map(ToString::to_string).unwrap_or_default(),
        };
        Some(Self { name, kept: value(kept), wanted: value(wanted) })
    }

    fn said(self, name: &'static str) -> bellwether_words::Message {
        message(name).with("definition", self.name).with("kept", self.kept).with("wanted", self.wanted)
    }
}

impl Question for ClosedPeriodsQuestion {
    type Answer = ClosedPeriods;

    fn weight(answer: &ClosedPeriods) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        Ok(Self { clearance })
    }

    async fn answer(&self, app: &App) -> Result<ClosedPeriods, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &Viewpoint::default()).await?;
        if !self.clearance.sees_customers {
            return closed_for_all(app, &view).await;
        }
        let restated = view.ledger(&[]).restated()?;
        let closed = company.records.books().all().await?;
        // The first close closed all periods before it too.
        let mut open_from = Day(i32::MIN);
        let mut periods = Vec::new();
        for closed in &closed {
            let with_it = restated.range(open_from..closed.period.end);
            open_from = closed.period.end;
            periods.push(ClosedPeriod::of(closed, &view, with_it.map(|(_, amount)| Figure::from(*amount)).sum())?);
        }
        Ok(ClosedPeriods { closed: periods })
    }
}

/// The same without what single customers can be reckoned from.
async fn closed_for_all(app: &App, view: &View<'_>) -> Result<ClosedPeriods, Failure> {
    let released = app.part(&ReleaseQuestion).await?;
    let mut periods = Vec::new();
    for closed in view.company.records.books().all().await? {
        let known = ClosedPeriod::of(&closed, view, Figure::default())?;
        let closing = known.closing.filter(|_| released.tells_end(closed.period));
        periods.push(ClosedPeriod { closing, checksum: None, restated: None, ..known });
    }
    Ok(ClosedPeriods { closed: periods })
}

impl Tabular for ClosedPeriods {
    /// One row a closed period, in its own currency.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("period"),
            Column::text("closed_at"),
            Column::text("closed_by"),
            Column::whole("policy"),
            Column::text("currency"),
            Column::figure("closing"),
            Column::figure("restated"),
            Column::text("checksum"),
        ];
        let row = |period: &ClosedPeriod| {
            let figure =
                |figure: Option<Figure>| figure.map_or(Cell::Absent, |figure| Cell::Figure(figure, period.currency));
            vec![
                Cell::text(&period.period),
                Cell::moment(period.closed_at),
                Cell::text(&period.closed_by),
                Cell::Whole(period.policy.into()),
                Cell::text(period.currency.code()),
                figure(period.closing),
                figure(period.restated),
                Cell::optional(period.checksum.as_deref()),
            ]
        };
        Table::new(columns).with_rows(self.closed.iter().map(row))
    }
}

impl Tabular for Vec<CloseVerification> {
    /// One row a closed period, then one for each other thing that does not stand.
    fn table(&self) -> Table {
        let row = |verification: &CloseVerification| {
            vec![Cell::text(&verification.period), Cell::text(verification.difference.as_deref().unwrap_or("none"))]
        };
        Table::new(vec![Column::text("period"), Column::text("difference")]).with_rows(self.iter().map(row))
    }
}

#[cfg(test)]
mod tests;
