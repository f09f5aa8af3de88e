//! A ledger: its lines, what they add up to, and how they stand in a table.

use bellwether_engine::marts::ledger::{Amount, Line};
use bellwether_model::{Day, MovementKind};
use bellwether_words::message;
use serde::Serialize;
use utoipa::ToSchema;

use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::Basis;

/// The ledger: growth or loss of the customer base, and nothing unexplained.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Ledger {
    /// What the figures rest on.
    pub basis: Basis,
    /// What it is cut by.
    pub cut: Option<String>,
    /// By segment, then time.
    pub lines: Vec<LedgerLine>,
    /// Figures of fewer customers are not told: 5 for who may see no customers; null where all is told.
    pub smallest_group: Option<usize>,
    /// Why customers were lost over all lines, most customers first, `not_yet_known` included; empty unless asked for.
    pub lost_because: Vec<LostBecause>,
    /// Purchases that name no customer; null for who may see no customers.
    #[serde(rename = "unattributed_purchases")]
    pub unattributed_rows: Option<i64>,
    /// What they are worth, in whole minor units; null for who may see no customers.
    pub unattributed_minor: Option<i128>,
    /// Customers who have only free subscriptions at the end of the last line, where the policy counts them apart; null for who may see no
    /// customers.
    pub free_customers: Option<i64>,
    /// The last period, where it is not over on the as-of.
    pub unfinished: Option<String>,
    /// How many of the first periods shown are over before anybody can have lapsed since the first fact.
    #[serde(skip)]
    pub before_first_lapse: usize,
    /// The day of the latest fact; for who may see no customers, the last day of the last line.
    pub latest_fact: Day,
    /// Where purchases are known of fewer days than are counted, and a company counts by them.
    pub silence: Option<Silence>,
}

/// Days up to the as-of of which no purchase is known, though nobody said that there was none: other facts reach further.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Silence {
    /// The last day of which purchases are known.
    pub after: Day,
    /// Who is lost since then; null where others are lost by the ends of their subscriptions, and for who may see no customers.
    pub lost: Option<Figure>,
    /// So many of the last periods shown reach beyond that day.
    #[serde(skip)]
    pub periods: usize,
}

/// One period of one segment. Opening plus all movements, those told together among them, is closing.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct LedgerLine {
    /// The period's label; `2026-03/2026-04` of periods that are told as one, since in one of them so few moved that it would tell who they
    /// are.
    pub period: String,
    /// The segment's name; null in a ledger that is not cut.
    pub segment: Option<String>,
    /// What stood before its first day.
    pub opening: Figure,
    /// One figure for each kind, in the order of [`MovementKind::ALL`]. Money is signed. Customers are those who moved, as positive numbers; of
    /// `restated` and `redefined` they are the signed change of their number. Null where it is not told apart.
    #[serde(serialize_with = "movements::serialize")]
    #[schema(schema_with = movements::schema)]
    pub movements: [Option<Figure>; MovementKind::ALL.len()],
    /// The kinds that are not told apart, since of one of them there are fewer customers than five or one makes it up; each kind once.
    pub together: Vec<Together>,
    /// What stands after its last day.
    pub closing: Figure,
}

/// Movements of several kinds that are told as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Together {
    /// The kinds, in the order of [`MovementKind::ALL`].
    pub kinds: Vec<MovementKind>,
    /// By how much they changed the number of customers and their value, signed.
    pub change: Figure,
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
    use utoipa::openapi::schema::OneOf;
    use utoipa::openapi::{ObjectBuilder, Ref, RefOr, Schema, Type};

    use crate::figure::Figure;

    pub(super) fn serialize<S: Serializer>(
        figures: &[Option<Figure>; MovementKind::ALL.len()],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_map(MovementKind::ALL.into_iter().map(|kind| (kind.name(), figures[kind as usize])))
    }

    pub(super) fn schema() -> RefOr<Schema> {
        let by_kind = MovementKind::ALL.into_iter().fold(ObjectBuilder::new(), |object, kind| {
            let nothing = ObjectBuilder::new().schema_type(Type::Null);
            let figure = OneOf::builder().item(nothing).item(Ref::from_schema_name("Figure"));
            object.property(kind.name(), figure).required(kind.name())
        });
        let about = "By kind. Money is signed; customers are those who moved, and only of `restated` the signed change of their number. Null \
                     where a kind is not told apart";
        by_kind.description(Some(about)).into()
    }
}

impl Ledger {
    /// The line that is told of: the one asked for, or the last that is over.
    #[must_use]
    pub fn told(&self, period: &str) -> Option<&LedgerLine> {
        if !period.is_empty() {
            return self.lines.iter().find(|line| line.is_of(period));
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
    /// Purchases that name no customer and what they are worth, where there are some and they are told.
    #[must_use]
    pub fn unattributed(&self) -> Option<(i64, i128)> {
        self.unattributed_rows.zip(self.unattributed_minor).filter(|(rows, _)| *rows > 0)
    }

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
    /// One row a line, with every kind's figure: the tables of any two ledgers have the same columns, but for the cut and for what is told
    /// together where not every kind is told apart.
    fn table(&self) -> Table {
        let mut columns = vec![Column::text("period")];
        columns.extend(self.cut.as_deref().map(Column::text));
        let figures = ["opening"].into_iter().chain(MovementKind::ALL.map(MovementKind::name)).chain(["closing"]);
        columns.extend(figures.map(Column::figure));
        if self.smallest_group.is_some() {
            columns.extend([Column::text("together_kinds"), Column::figure("together")]);
        }
        let currency = self.basis.currency;
        let row = |line: &LedgerLine| {
            let mut row = vec![Cell::text(&line.period)];
            row.extend(self.cut.as_ref().map(|_| Cell::optional(line.segment.as_deref())));
            let figures = [Some(line.opening)].into_iter().chain(line.movements).chain([Some(line.closing)]);
            row.extend(figures.map(|figure| figure.map_or(Cell::Absent, |figure| Cell::Figure(figure, currency))));
            if self.smallest_group.is_some() {
                let kinds = line.together.iter().flat_map(|together| &together.kinds).map(|kind| kind.name());
                let kinds = kinds.collect::<Vec<_>>().join(" ");
                let change: Figure = line.together.iter().map(|together| together.change).sum();
                row.extend([Cell::text(kinds), Cell::Figure(change, currency)]);
            }
            row
        };
        Table::new(columns).with_rows(self.lines.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl LedgerLine {
    /// What moved in one way; none where it is not told apart.
    #[must_use]
    pub fn movement(&self, kind: MovementKind) -> Option<Figure> {
        self.movements[kind as usize]
    }

    /// Whether the line is of the period of this label, alone or with others.
    #[must_use]
    pub fn is_of(&self, period: &str) -> bool {
        // Labels of one grain are in the order of time.
        let within = |(first, last): (&str, &str)| first <= period && period <= last;
        self.period == period || self.period.split_once(JOINED).is_some_and(within)
    }

    /// What the movements leave unexplained between opening and closing: nought, or the ledger is broken.
    #[must_use]
    pub fn unexplained(&self) -> Figure {
        let told = MovementKind::ALL.into_iter().filter_map(|kind| Some(change(kind, self.movement(kind)?)));
        let moved: Figure = told.chain(self.together.iter().map(|together| together.change)).sum();
        Figure {
            customers: self.closing.customers - self.opening.customers - moved.customers,
            minor: self.closing.minor - self.opening.minor - moved.minor,
        }
    }
}

/// What stands between the labels of the first and the last of the periods that are told as one.
pub const JOINED: char = '/';

/// By how much a movement changes the number of customers and their value.
#[must_use]
pub fn change(kind: MovementKind, moved: Figure) -> Figure {
    Figure { customers: kind.sign() * moved.customers, ..moved }
}

impl From<Amount> for Figure {
    fn from(amount: Amount) -> Self {
        Self { customers: amount.customers, minor: amount.minor }
    }
}

/// What moved by a kind, as a line of the ledger tells it.
pub(crate) fn moved(line: &Line, kind: MovementKind) -> Figure {
    Figure {
        customers: if kind.is_correction() { line.change(kind) } else { line.moved(kind).customers },
        minor: line.moved(kind).minor,
    }
}
