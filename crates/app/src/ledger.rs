//! Did the customer base grow or shrink, by how many customers and how much value, and why?
use std::collections::BTreeMap;

use bellwether_engine::marts;
use bellwether_engine::marts::ledger::{Amount, Cut, Line, NOT_KNOWN, Statement};
use bellwether_model::{Day, Grain, MovementKind, Period};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::Company;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_words::message;

/// Which ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LedgerQuestion {
    /// The length of a period.
    pub grain: Grain,
    /// The attribute by which the ledger is cut.
    pub cut: Option<String>,
    /// The label of the first period wanted; absent: the first there is.
    pub from: Option<String>,
    /// The label of the last period wanted; absent: the last there is.
    pub through: Option<String>,
    /// Whether the reasons of the losses are wanted, too.
    pub why: bool,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// The ledger: growth or loss of the customer base, and nothing unexplained.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Ledger {
    /// What the figures rest on.
    pub basis: Basis,
    /// What it is cut by.
    pub cut: Option<String>,
    /// By segment, then time.
    pub lines: Vec<LedgerLine>,
    /// Why customers were lost over all lines, most customers first, `not_yet_known` included; empty unless asked for.
    pub lost_because: Vec<LostBecause>,
    /// Purchases that name no customer.
    #[serde(rename = "unattributed_purchases")]
    pub unattributed_rows: i64,
    /// What they are worth, in whole minor units.
    pub unattributed_minor: i128,
    /// Customers who have only free subscriptions at the end of the last line, where the policy counts them apart.
    pub free_customers: Option<i64>,
    /// The last period, where it is not over on the as-of.
    pub unfinished: Option<String>,
    /// The day of the latest fact.
    pub latest_fact: Day,
    /// How many of the first periods shown are over before anybody can have lapsed since the first fact.
    #[serde(skip)]
    pub before_first_lapse: usize,
}

/// One period of one segment. Opening plus all movements is closing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LedgerLine {
    /// The period's label.
    pub period: String,
    /// The segment's name; null in a ledger that is not cut.
    pub segment: Option<String>,
    /// What stood before its first day.
    pub opening: Figure,
    /// One figure for each kind, in the order of [`MovementKind::ALL`]. Money is signed. Customers are those who moved, as positive numbers; of
    /// `restated` and `redefined` they are the signed change of their number.
    #[serde(serialize_with = "movements::serialize")]
    #[schema(schema_with = movements::schema)]
    pub movements: [Figure; MovementKind::ALL.len()],
    /// What stands after its last day.
    pub closing: Figure,
}

/// A reason for losses, in customers and money, now and in the span before of the same length.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LostBecause {
    /// What people read of the reason.
    pub reason: String,
    /// Those who were lost for it.
    pub lost: Figure,
    /// Those in as many periods before; null where the ledger does not reach back.
    pub lost_before: Option<Figure>,
}

/// The movements of a line as an object, by the name of their kind.
mod movements {
    use bellwether_model::MovementKind;
    use serde::Serializer;
    use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema};

    use crate::figure::Figure;

    pub(super) fn serialize<S: Serializer>(
        figures: &[Figure; MovementKind::ALL.len()],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(MovementKind::ALL.into_iter().map(|kind| (kind.name(), figures[kind as usize])))
    }

    pub(super) fn schema() -> RefOr<Schema> {
        let by_kind = MovementKind::ALL.into_iter().fold(ObjectBuilder::new(), |object, kind| {
            object.property(kind.name(), Ref::from_schema_name("Figure")).required(kind.name())
        });
        let about = "By kind. Money is signed; customers are those who moved, and only of `restated` the signed change of their number";
        by_kind.description(Some(about)).into()
    }
}

impl LedgerQuestion {
    /// The company's whole ledger.
    #[must_use]
    pub fn of_company(grain: Grain) -> Self {
        Self { grain, cut: None, from: None, through: None, why: false, viewpoint: Viewpoint::default() }
    }
}

impl Ledger {
    /// The line that is told of: the one asked for, or the last that is over.
    #[must_use]
    pub fn told(&self, period: &str) -> Option<&LedgerLine> {
        if !period.is_empty() {
            return self.lines.iter().find(|line| line.period == period);
        }
        let over = |line: &&LedgerLine| self.unfinished.as_deref() != Some(line.period.as_str());
        self.lines.iter().rfind(over).or(self.lines.last())
    }

    /// The same, or that there is none.
    pub fn line(&self, period: &str) -> Result<&LedgerLine, Failure> {
        self.told(period).ok_or_else(|| {
            if self.lines.is_empty() {
                return Failure::nothing_yet(message("failure-nothing-yet"));
            }
            let end = |line: Option<&LedgerLine>| line.map_or_else(String::new, |line| line.period.clone());
            let said = message("failure-no-period").with("period", period);
            let said = said.with("first", end(self.lines.first())).with("last", end(self.lines.last()));
            Failure::new(FailureKind::NotFound, said)
        })
    }
}

impl Ledger {
    /// That every line adds up; one that does not is no answer.
    pub fn adds_up(&self) -> Result<(), Failure> {
        let Some(broken) = self.lines.iter().find(|line| line.unexplained() != Figure::default()) else {
            return Ok(());
        };
        let Figure { customers, minor } = broken.unexplained();
        let said =
            format!("the ledger of {} leaves {customers} customers and {minor} minor units unexplained", broken.period);
        Err(Failure::new(FailureKind::Internal, said)
            .hint("run `bellwether refresh --full`; if it stays so, it is a fault of Bellwether, please report it"))
    }
}

impl Tabular for Ledger {
    /// One row a line, with every kind's figure: the tables of any two ledgers have the same columns, but for the cut.
    fn table(&self) -> Table {
        let mut columns = vec![Column::text("period")];
        columns.extend(self.cut.as_deref().map(Column::text));
        let figures = ["opening"].into_iter().chain(MovementKind::ALL.map(MovementKind::name)).chain(["closing"]);
        columns.extend(figures.map(Column::figure));
        let row = |line: &LedgerLine| {
            let mut row = vec![Cell::text(&line.period)];
            row.extend(self.cut.as_ref().map(|_| Cell::optional(line.segment.as_deref())));
            let figures = [line.opening].into_iter().chain(line.movements).chain([line.closing]);
            row.extend(figures.map(|figure| Cell::Figure(figure, self.basis.currency)));
            row
        };
        Table::new(columns).with_rows(self.lines.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl LedgerLine {
    /// What moved in one way.
    #[must_use]
    pub fn movement(&self, kind: MovementKind) -> Figure {
        self.movements[kind as usize]
    }

    /// What the movements leave unexplained between opening and closing: nought, or the ledger is broken.
    #[must_use]
    pub fn unexplained(&self) -> Figure {
        let customers = MovementKind::ALL.into_iter().map(|kind| kind.sign() * self.movement(kind).customers);
        let minor: i128 = self.movements.iter().map(|figure| figure.minor).sum();
        Figure {
            customers: self.closing.customers - self.opening.customers - customers.sum::<i64>(),
            minor: self.closing.minor - self.opening.minor - minor,
        }
    }
}

/// A cut that knows no customer's segment is a mistaken word, not a ledger.
fn is_known(cut: &Cut, statement: &Statement) -> Result<(), Failure> {
    if statement.segments.keys().any(|name| name != NOT_KNOWN) {
        return Ok(());
    }
    Err(match cut {
        Cut::Attribute(attribute) => {
            Failure::new(FailureKind::NotFound, message("failure-no-attribute").with("attribute", attribute))
        }
        Cut::Level => Failure::new(FailureKind::NotFound, message("failure-no-levels")),
    })
}

/// Why customers were lost over the lines shown, and over as many before.
async fn lost_because(
    company: &Company,
    ledger: &marts::ledger::Ledger<'_>,
    (before, shown): (&[Line], &[Line]),
    viewpoint: &Viewpoint,
) -> Result<Vec<LostBecause>, Failure> {
    let tree = company.tree().await?;
    let set = company.set_reasons(viewpoint.known_at).await?;
    let lost_in = |lines: &[Line]| -> Result<BTreeMap<String, Figure>, Failure> {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Ok(BTreeMap::new()) };
        let span = Period { end: last.period.end, ..first.period };
        let mut sums: BTreeMap<String, Figure> = BTreeMap::new();
        for ((_, reason, _), amount) in ledger.reasons(&[span], MovementKind::Lost, &tree, &set)? {
            let sum = sums.entry(reason).or_default();
            *sum = *sum + amount.into();
        }
        Ok(sums)
    };
    let (now, before) = (lost_in(shown)?, lost_in(before)?);
    let had_before = !before.is_empty();
    let mut reasons: Vec<LostBecause> = now
        .into_iter()
        .map(|(reason, lost)| LostBecause {
            lost_before: had_before.then(|| before.get(&reason).copied().unwrap_or_default()),
            reason: tree.label(&reason).to_owned(),
            lost,
        })
        .collect();
    reasons.sort_by(|a, b| (b.lost.customers, &a.reason).cmp(&(a.lost.customers, &b.reason)));
    Ok(reasons)
}

/// `level` cuts by the policy's value levels, every other word by the customer attribute of that name.
#[must_use]
pub fn cut_by(word: &str) -> Cut {
    if word == "level" { Cut::Level } else { Cut::Attribute(word.to_owned()) }
}

/// The attributes of customers that a cut needs.
#[must_use]
pub fn attributes_of(cut: Option<&Cut>) -> Vec<String> {
    match cut {
        Some(Cut::Attribute(attribute)) => vec![attribute.clone()],
        _ => Vec::new(),
    }
}

impl From<Amount> for Figure {
    fn from(amount: Amount) -> Self {
        Self { customers: amount.customers, minor: amount.minor }
    }
}

impl Question for LedgerQuestion {
    type Answer = Ledger;

    fn weight(answer: &Ledger) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        if self.why { Input::REASONS } else { Input::LEDGER }
    }

    fn effort(&self) -> Effort {
        if self.viewpoint.is_now() { Effort::Moderate } else { Effort::Great }
    }

    async fn answer(&self, app: &App) -> Result<Ledger, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        // Where a ledger is to begin and end may lie beyond its first and last line.
        let end_of =
            |label: &Option<String>| label.as_deref().map(|label| view.any_period(self.grain, label)).transpose();
        let (from, through) = (end_of(&self.from)?, end_of(&self.through)?);
        let cut = self.cut.as_deref().map(cut_by);
        let attributes = attributes_of(cut.as_ref());
        let accounts = view.ledger(&attributes);
        let statement = accounts.statement(self.grain, view.first, cut.as_ref())?;
        let wanted = |line: &&Line| {
            from.is_none_or(|from| line.period.start >= from.start)
                && through.is_none_or(|last| line.period.start <= last.start)
        };
        let line = |segment: Option<&str>, line: &Line| LedgerLine {
            period: view.calendar.label(line.period),
            segment: segment.map(str::to_owned),
            opening: line.opening.into(),
            movements: MovementKind::ALL.map(|kind| Figure {
                customers: if kind.is_correction() { line.change(kind) } else { line.moved(kind).customers },
                minor: line.moved(kind).minor,
            }),
            closing: line.closing.into(),
        };
        let shown: Vec<Line> = statement.company.iter().filter(wanted).cloned().collect();
        if shown.is_empty() {
            let [first, last] = [view.first, view.basis.as_of].map(|day| view.calendar.period(self.grain, day));
            let said = message("failure-no-such-period");
            let said = said.with("first", view.calendar.label(first)).with("last", view.calendar.label(last));
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        if let Some(cut) = &cut {
            is_known(cut, &statement)?;
        }
        let lines = if cut.is_none() {
            shown.iter().map(|one| line(None, one)).collect()
        } else {
            let of_segment = |(name, lines): (&String, &Vec<Line>)| {
                lines.iter().filter(wanted).map(|one| line(Some(name), one)).collect::<Vec<_>>()
            };
            statement.segments.iter().flat_map(of_segment).collect()
        };
        let free = statement.free.as_ref().and_then(|lines| lines.iter().rfind(wanted));
        let lost_because = if self.why {
            let earlier = statement.company.partition_point(|line| line.period < shown[0].period);
            let before = &statement.company[earlier.saturating_sub(shown.len())..earlier];
            lost_because(&company, &accounts, (before, &shown), &self.viewpoint).await?
        } else {
            Vec::new()
        };
        let ledger = Ledger {
            basis: view.basis.clone(),
            cut: self.cut.clone(),
            lines,
            lost_because,
            unattributed_rows: statement.unattributed.rows,
            unattributed_minor: statement.unattributed.minor,
            unfinished: shown
                .last()
                .filter(|last| last.period.end.plus(-1) > view.basis.as_of)
                .map(|last| view.calendar.label(last.period)),
            latest_fact: view.latest,
            before_first_lapse: {
                let first_lapse = view.first.plus(i32::from(view.policy.lapse_days) + 1);
                shown.iter().take_while(|line| line.period.end <= first_lapse).count()
            },
            free_customers: free.map(|line| line.closing.customers),
        };
        match ledger.lines.iter().find(|line| line.unexplained() != Figure::default()) {
            None => Ok(ledger),
            Some(line) => {
                let said = format!("the ledger of {} does not add up; no figure is shown", line.period);
                Err(Failure::new(FailureKind::Internal, said).hint("please report it"))
            }
        }
    }
}
