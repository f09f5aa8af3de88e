//! Who is behind a figure?
use std::cmp::{Ordering, Reverse};

use bellwether_engine::marts::ledger::{Contributor, Reasoning, StatementFigure};
use bellwether_model::{Day, Grain, HowKnown, MovementKind, Period, ReasonTree};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::cursor;
use crate::failure::{Failure, FailureKind};
use crate::ledger::{attributes_of, cut_by};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_words::message;

/// Which figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomersQuestion {
    /// The length of a period.
    pub grain: Grain,
    /// The period's label; absent: all periods.
    pub period: Option<String>,
    /// Absent: the customers active at the end of the period.
    pub kind: Option<MovementKind>,
    /// `attribute=value`, as in a ledger cut by the attribute.
    pub segment: Option<(String, String)>,
    /// Only movements with this primary reason.
    pub reason: Option<String>,
    /// Of corrections, only those of this closed period.
    pub corrects: Option<String>,
    /// Only customers whose name or id holds this, in whatever case.
    pub find: Option<String>,
    /// In which order.
    pub order: Order,
    /// Which of the rows.
    pub window: Window,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CustomerOrder)]
pub enum Order {
    /// Those whose part in the figure is worth most first.
    #[default]
    Value,
    /// By name, or by id where none is known.
    Name,
    /// The latest first.
    Day,
    /// Those worth most afterwards first.
    ValueAfter,
}

/// Which of the rows, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Window {
    /// Only rows that come after this one.
    pub after: Option<Mark>,
    /// So many of them are left out.
    pub skip: usize,
    /// So many then follow; absent: all.
    pub take: Option<usize>,
}

/// A row's place in every order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Mark {
    /// What it is ordered by among names; empty in other orders.
    name: String,
    customer_id: String,
    day: Day,
    minor: i128,
    value_after_minor: i128,
}

/// Some of the customers behind a figure.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CustomerPage {
    /// What the figures rest on.
    pub basis: Basis,
    /// Those in the window, in the order asked for.
    pub rows: Vec<CustomerRow>,
    /// What all of them add up to, on whatever page.
    pub all: CustomerTotals,
    /// The cursor of the next page: the place of the last row, if others follow it; null on the last page.
    #[serde(serialize_with = "cursor::serialize")]
    #[schema(value_type = Option<String>)]
    pub next: Option<Mark>,
}

/// What all rows add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct CustomerTotals {
    /// How many rows there are.
    pub rows: usize,
    /// Each counted once, in however many rows.
    pub customers: i64,
    /// Their money, in whole minor units, signed.
    pub minor: i128,
}

/// One customer's part in the figure.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CustomerRow {
    /// The customer's id.
    pub customer_id: String,
    /// What it is called; null where no source says so.
    pub name: Option<String>,
    /// When it moved, or of which its value is.
    pub day: Day,
    /// How it moved: what was asked for.
    #[serde(skip)]
    pub kind: Option<MovementKind>,
    /// Its part in the figure, in whole minor units, signed.
    pub minor: i128,
    /// What it is worth afterwards, in whole minor units.
    pub value_after_minor: i128,
    /// The id of the reason; null where there is none.
    pub reason: Option<String>,
    /// How the reason is known.
    pub how_known: Option<HowKnown>,
}

/// What was learnt later of a closed period. The first close closed all periods before it too.
fn corrected(view: &View<'_>, request: &CustomersQuestion, label: &str) -> Result<StatementFigure, Failure> {
    if request.kind != Some(MovementKind::Restated) {
        return Err(Failure::new(FailureKind::NotFound, message("failure-not-restated")));
    }
    let closed = view.any_period(request.grain, label)?;
    let ends: Vec<Day> = view.books.closes.iter().map(|close| close.through.plus(1)).collect();
    let at = ends.iter().position(|end| *end == closed.end).filter(|_| view.books.grain == request.grain);
    let at =
        at.ok_or_else(|| Failure::new(FailureKind::NotFound, message("failure-not-closed").with("period", label)))?;
    let before = at.checked_sub(1).map_or(Day(i32::MIN), |before| ends[before]);
    Ok(StatementFigure::Corrected(before, closed.end))
}

/// What one thread has found: the sum of all rows, and those of them that may come to lie in the window.
struct Matches<'r> {
    request: &'r CustomersQuestion,
    /// What is looked for, in lower case.
    wanted: Option<String>,
    /// Rows up to the window's end.
    most: usize,
    rows: Vec<Sorted>,
    /// The last row that can still count; what comes after it does not.
    worst: Option<Mark>,
    sum: CustomerTotals,
    /// Rows that come after the one asked for.
    after: usize,
    last: String,
    /// Working memory.
    lower: String,
}

/// A row with what it is ordered by besides its figures.
struct Sorted {
    name: String,
    row: CustomerRow,
}

/// So many more rows than are wanted are gathered before those too many are left out.
const TOO_MANY: usize = 4096;

impl<'r> Matches<'r> {
    fn new(request: &'r CustomersQuestion) -> Self {
        let wanted = request.find.as_deref().map(|find| find.trim().to_lowercase());
        let Window { skip, take, .. } = request.window;
        Self {
            request,
            wanted: wanted.filter(|wanted| !wanted.is_empty()),
            most: take.map_or(usize::MAX, |take| skip.saturating_add(take)),
            rows: Vec::new(),
            worst: None,
            sum: CustomerTotals::default(),
            after: 0,
            last: String::new(),
            lower: String::new(),
        }
    }

    fn see(&mut self, contributor: &Contributor<'_>) {
        if self.request.reason.is_some() && contributor.reason != self.request.reason.as_deref() {
            return;
        }
        if let Some(wanted) = &self.wanted {
            let lower = &mut self.lower;
            let mut holds = |text: &str| {
                lowered(text, lower);
                lower.contains(wanted.as_str())
            };
            if !(holds(contributor.customer) || contributor.name.is_some_and(holds)) {
                return;
            }
        }
        self.sum.rows += 1;
        self.sum.minor += contributor.amount.minor;
        // The rows of a customer follow each other.
        if self.last != contributor.customer {
            self.sum.customers += 1;
            self.last.clear();
            self.last.push_str(contributor.customer);
        }
        self.keep(contributor);
    }

    fn keep(&mut self, contributor: &Contributor<'_>) {
        let by_name = self.request.order == Order::Name;
        if by_name {
            lowered(contributor.name.unwrap_or(contributor.customer), &mut self.lower);
        } else {
            self.lower.clear();
        }
        let (order, name) = (self.request.order, self.lower.as_str());
        if self.request.window.after.as_ref().is_some_and(|mark| order.compare_seen(contributor, name, mark).is_le()) {
            return;
        }
        self.after += 1;
        if self.worst.as_ref().is_some_and(|worst| order.compare_seen(contributor, name, worst).is_gt()) {
            return;
        }
        let row = CustomerRow {
            customer_id: contributor.customer.to_owned(),
            name: contributor.name.map(str::to_owned),
            day: contributor.day,
            kind: self.request.kind,
            minor: contributor.amount.minor,
            value_after_minor: i128::from(contributor.value_after),
            reason: contributor.reason.map(str::to_owned),
            how_known: contributor.how_known,
        };
        self.rows.push(Sorted { name: self.lower.clone(), row });
        if self.rows.len() >= self.most.saturating_add(TOO_MANY) {
            self.cut();
        }
    }

    /// Leaves out rows that come after the window.
    fn cut(&mut self) {
        let order = self.request.order;
        if self.most == 0 {
            self.rows.clear();
        } else if self.rows.len() > self.most {
            self.rows.select_nth_unstable_by(self.most - 1, |a, b| order.compare(a, b));
            self.rows.truncate(self.most);
            self.worst = self.rows.last().map(Sorted::mark);
        }
    }

    /// The rows in the window, in order, the place of the last one if others follow, and what all add up to.
    fn together(threads: Vec<Self>, request: &CustomersQuestion) -> (Vec<CustomerRow>, Option<Mark>, CustomerTotals) {
        let (mut rows, mut sum, mut after) = (Vec::new(), CustomerTotals::default(), 0);
        for mut thread in threads {
            thread.cut();
            sum.rows += thread.sum.rows;
            sum.customers += thread.sum.customers;
            sum.minor += thread.sum.minor;
            after += thread.after;
            rows.append(&mut thread.rows);
        }
        rows.sort_unstable_by(|a, b| request.order.compare(a, b));
        let Window { skip, take, .. } = request.window;
        let rows: Vec<Sorted> = rows.into_iter().skip(skip).take(take.unwrap_or(usize::MAX)).collect();
        let next = rows.last().filter(|_| skip + rows.len() < after).map(Sorted::mark);
        (rows.into_iter().map(|sorted| sorted.row).collect(), next, sum)
    }
}

impl Sorted {
    fn mark(&self) -> Mark {
        let CustomerRow { ref customer_id, day, minor, value_after_minor, .. } = self.row;
        Mark { name: self.name.clone(), customer_id: customer_id.clone(), day, minor, value_after_minor }
    }
}

impl Order {
    fn compare(self, a: &Sorted, b: &Sorted) -> Ordering {
        self.by((&a.name, Key::of(&a.row)), (&b.name, Key::of(&b.row)))
    }

    /// The same for a row that is only seen yet.
    fn compare_seen(self, seen: &Contributor<'_>, name: &str, mark: &Mark) -> Ordering {
        let key = Key {
            customer: seen.customer,
            day: seen.day,
            minor: seen.amount.minor,
            value_after: i128::from(seen.value_after),
        };
        let Mark { day, minor, value_after_minor: value_after, .. } = *mark;
        self.by((name, key), (&mark.name, Key { customer: &mark.customer_id, day, minor, value_after }))
    }

    fn by(self, (a_name, a): (&str, Key<'_>), (b_name, b): (&str, Key<'_>)) -> Ordering {
        let first = match self {
            Self::Value => Ordering::Equal,
            Self::Name => a_name.cmp(b_name),
            Self::Day => b.day.cmp(&a.day),
            Self::ValueAfter => b.value_after.cmp(&a.value_after),
        };
        let by_value = |key: &Key<'_>| Reverse(key.minor.unsigned_abs());
        first.then_with(|| (by_value(&a), a.customer, a.day).cmp(&(by_value(&b), b.customer, b.day)))
    }
}

/// What rows are ordered by.
struct Key<'a> {
    customer: &'a str,
    day: Day,
    minor: i128,
    value_after: i128,
}

impl<'a> Key<'a> {
    fn of(row: &'a CustomerRow) -> Self {
        Self { customer: &row.customer_id, day: row.day, minor: row.minor, value_after: row.value_after_minor }
    }
}

fn lowered(text: &str, into: &mut String) {
    into.clear();
    into.extend(text.chars().flat_map(char::to_lowercase));
}

impl Tabular for CustomerPage {
    /// One row a customer's part in the figure, in the order asked for.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("customer_id"),
            Column::text("name"),
            Column::day("day"),
            Column::text("kind"),
            Column::money("minor"),
            Column::money("value_after_minor"),
            Column::text("reason"),
            Column::text("how_known"),
        ];
        let row = |row: &CustomerRow| {
            vec![
                Cell::text(&row.customer_id),
                Cell::optional(row.name.as_deref()),
                Cell::Day(row.day),
                Cell::optional(row.kind.map(MovementKind::name)),
                Cell::Money(row.minor, self.basis.currency),
                Cell::Money(row.value_after_minor, self.basis.currency),
                Cell::optional(row.reason.as_deref()),
                Cell::optional(row.how_known.map(HowKnown::name)),
            ]
        };
        Table::new(columns).with_rows(self.rows.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for CustomersQuestion {
    type Answer = CustomerPage;

    fn weight(answer: &CustomerPage) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        if self.kind.is_some() || self.reason.is_some() { Input::REASONS } else { Input::LEDGER }
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        if self.viewpoint.is_now() { Effort::Moderate } else { Effort::Great }
    }

    async fn answer(&self, app: &App) -> Result<CustomerPage, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let cut = self.segment.as_ref().map(|(attribute, _)| cut_by(attribute));
        let attributes = attributes_of(cut.as_ref());
        let mut ledger = view.ledger(&attributes);
        ledger.walk.names = true;
        let segment = cut.as_ref().zip(self.segment.as_ref()).map(|(cut, (_, value))| (cut, value.as_str()));
        let period = self.period.as_deref().map(|label| view.period(self.grain, label)).transpose()?;
        let tree = company.tree().await?;
        if let Some(reason) = self.reason.as_deref()
            && reason != ReasonTree::NOT_YET_KNOWN
            && tree.node(reason).is_none()
        {
            return Err(Failure::new(FailureKind::NotFound, message("failure-no-reason").with("reason", reason)));
        }
        let set = company.set_reasons(self.viewpoint.known_at).await?;
        let all = Period { grain: self.grain, start: view.first.plus(-1), end: view.basis.as_of.plus(1) };
        let span = [period.unwrap_or(all)];
        let (figure, reasoning) = match self.kind {
            _ if let Some(label) = &self.corrects => (corrected(&view, self, label)?, None),
            None => (StatementFigure::Closing(span[0].end.plus(-1).min(view.basis.as_of)), None),
            Some(kind) => {
                let has_reasons = kind.has_reasons();
                let reasoning = has_reasons.then(|| Reasoning::new(&ledger, &span, kind, &tree, &set));
                (StatementFigure::Moved(kind, span[0]), reasoning.transpose()?)
            }
        };
        let start = || Matches::new(self);
        let each = |found: &mut Matches<'_>, contributor: Contributor<'_>| found.see(&contributor);
        let threads = ledger.contributors(figure, segment, reasoning.as_ref(), start, each)?;
        let (rows, next, all) = Matches::together(threads, self);
        Ok(CustomerPage { basis: view.basis.clone(), rows, next, all })
    }
}
