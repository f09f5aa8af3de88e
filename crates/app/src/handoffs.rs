//! Where does work pass from one silo to another, how long do customers wait, and what is dropped?

use bellwether_engine::marts::journey::{self, HandoffLine, JourneySource, StoredJourney};
use bellwether_model::{Grain, Handoff, Period};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::company::View;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::privacy::Clearance;
use crate::promises::{Neighbours, RESTS_ON};
use crate::question::{Effort, Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;

/// The handoffs of which period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HandoffsQuestion {
    /// The length of the period.
    pub grain: Grain,
    /// Its label; absent: the last one that is over.
    pub period: Option<String>,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
}

/// Work that passed from one silo to another.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Handoffs {
    /// What the figures rest on.
    pub basis: Basis,
    /// The period in which the work was left.
    pub period: String,
    /// The periods before and after it.
    pub near: Neighbours,
    /// Touches in all that name no customer; what passed between silos for nobody is not told.
    pub without_customer: u64,
    /// Those of the journey first, the one with the most customers affected first.
    pub lines: Vec<SiloHandoffs>,
}

/// Work that passed from one silo to another in a period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SiloHandoffs {
    /// The journey's handoff, by id; null where the journey knows none such.
    pub handoff: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Who answers for it that nothing is dropped.
    pub owner: Option<String>,
    /// The silo that hands over.
    pub from: String,
    /// The one that takes over, or is to.
    pub to: String,
    /// What the journey allows until the other silo takes over.
    pub within: Option<String>,
    /// How often work was left in the period, to be taken over.
    pub left: u64,
    /// How often the other silo took over.
    pub taken: u64,
    /// How often it took over in time; always 0 where no time is told.
    pub in_time: u64,
    /// How often it was late, or is.
    pub late: u64,
    /// How often it was dropped: nobody took over in all the time that the journey allows.
    pub dropped: u64,
    /// How often somebody still waits, and is not late.
    pub waiting: u64,
    /// Half of those taken over waited at most so many seconds.
    pub median_seconds: f64,
    /// Nine in ten waited at most so many.
    pub p90_seconds: f64,
    /// All seconds together in which nobody had the work.
    pub unowned_seconds: i64,
    /// The customers whose work was left, with what those of them who are active are worth.
    pub customers: Figure,
    /// Those of them for whom it was late or dropped.
    pub affected: Figure,
}

impl Tabular for Handoffs {
    /// One row a handoff.
    fn table(&self) -> Table {
        let columns = ["handoff", "from", "to", "period"].map(Column::text).into_iter();
        let columns = columns.chain(["left", "taken", "in_time", "late", "dropped", "waiting"].map(Column::whole));
        let columns = columns.chain(["median_seconds", "p90_seconds"].map(Column::number));
        let columns = columns.chain([Column::whole("unowned_seconds")]);
        let columns = columns.chain(["customers", "affected"].map(Column::figure));
        let row = |line: &SiloHandoffs| {
            let counts = [line.left, line.taken, line.in_time, line.late, line.dropped, line.waiting];
            let texts = [
                Cell::optional(line.handoff.clone()),
                Cell::text(&line.from),
                Cell::text(&line.to),
                Cell::text(&self.period),
            ];
            let cells = texts.into_iter().chain(counts.map(|count| Cell::Whole(count as i64)));
            let times = [Cell::Number(line.median_seconds), Cell::Number(line.p90_seconds)];
            let figures = [line.customers, line.affected].map(|figure| Cell::Figure(figure, self.basis.currency));
            cells.chain(times).chain([Cell::Whole(line.unowned_seconds)]).chain(figures).collect()
        };
        Table::new(columns.collect()).with_rows(self.lines.iter().map(row)).stamped(self.basis.stamp())
    }
}

impl Question for HandoffsQuestion {
    type Answer = Handoffs;

    fn weight(answer: &Handoffs) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        RESTS_ON
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<Handoffs, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        let period = view.period_asked(self.grain, self.period.as_deref())?;
        let known = |id: &str| {
            let mut handoffs = view.journey_in_force().into_iter().flat_map(|journey| &journey.handoffs);
            handoffs.find(|handoff| handoff.id == id)
        };
        let lines = view.handoffs(&[period]).await?;
        let mut lines: Vec<SiloHandoffs> =
            lines.into_iter().map(|line| SiloHandoffs::of(line.handoff.as_deref().and_then(known), &line)).collect();
        lines.sort_by_key(|line| (line.handoff.is_none(), -line.affected.customers, -line.customers.customers));
        let without_customer = view.touches_without_customer();
        Ok(Handoffs {
            basis: view.basis.clone(),
            period: view.calendar.label(period),
            near: view.near(period),
            without_customer,
            lines,
        })
    }
}

impl View<'_> {
    /// The handoffs that were left in some periods.
    pub(crate) async fn handoffs(&self, periods: &[Period]) -> Result<Vec<HandoffLine>, Failure> {
        let ledger = self.ledger(&[]);
        let stored = StoredJourney::of(&ledger.walk, &self.journey).await?;
        let source = JourneySource { walk: &ledger.walk, history: &self.journey, stored: stored.as_ref() };
        Ok(journey::handoffs(&ledger, source, periods)?)
    }
}

impl SiloHandoffs {
    fn of(known: Option<&Handoff>, line: &HandoffLine) -> Self {
        Self {
            handoff: line.handoff.clone(),
            name: known.map(|known| known.name.clone()),
            owner: known.map(|known| known.owner.clone()),
            from: line.from.clone(),
            to: line.to.clone(),
            within: known.and_then(|known| known.within).map(|within| within.to_string()),
            left: line.left,
            taken: line.taken,
            in_time: line.in_time,
            late: line.late,
            dropped: line.dropped,
            waiting: line.waiting,
            median_seconds: line.seconds.median,
            p90_seconds: line.seconds.p90,
            unowned_seconds: line.unowned_seconds,
            customers: line.customers.into(),
            affected: line.affected.into(),
        }
    }
}
