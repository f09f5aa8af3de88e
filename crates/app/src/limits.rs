//! Is what moved in a period a signal, or what the process does by itself?

use bellwether_model::{Grain, MovementKind};
pub use bellwether_stats::Side as SignalSide;
use bellwether_stats::{Xmr, phases, xmr};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::ledger::{JOINED, Ledger, LedgerLine, LedgerQuestion};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::viewpoint::{Basis, Viewpoint};
use crate::weight::weight;
use bellwether_words::{kind_name, message};

/// Periods looked at: those that are over, the latest ones.
const RUN: usize = 36;

/// Which run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LimitsQuestion {
    /// What moved.
    pub kind: MovementKind,
    /// The length of a period.
    pub grain: Grain,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
    /// Who is told.
    pub clearance: Clearance,
}

/// The movements of one kind beside their natural limits, as an XmR chart: the latest 36 periods that are over, of losses and returns
/// without the first ones, in which nobody can have lapsed yet, and as far back as the kind is told apart in each.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Limits {
    /// What the figures rest on.
    pub basis: Basis,
    /// Oldest first.
    pub periods: Vec<PeriodFigure>,
    /// The customers who moved.
    pub customers: ControlChart,
    /// What moved in value: in minor units, without a sign.
    pub value: ControlChart,
}

/// What moved in one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PeriodFigure {
    /// The period's label.
    pub period: String,
    /// What moved in it.
    pub figure: Figure,
}

/// One side of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ControlChart {
    /// The figure of each period.
    #[serde(skip)]
    pub values: Vec<f64>,
    /// Null where there are fewer than six periods.
    pub limits: Option<NaturalLimits>,
    /// By rule, then side, then time.
    pub signals: Vec<Signal>,
}

/// The mean, and three standard deviations to both sides as the moving ranges tell them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, ToSchema)]
pub struct NaturalLimits {
    /// The mean.
    pub centre: f64,
    /// Three standard deviations below it.
    pub lower: f64,
    /// Three standard deviations above it.
    pub upper: f64,
    /// The most by which two neighbours differ by themselves.
    pub moving_range_upper: f64,
}

/// Something that does not happen by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signal {
    /// The number of the rule as L. S. Nelson gives them: 1 for a point beyond the limits.
    #[schema(minimum = 1, maximum = 8)]
    pub rule: u8,
    /// On which side of the mean; absent for rules that know no side.
    #[serde(skip)]
    pub side: Option<SignalSide>,
    /// The periods it is made of, oldest first.
    pub periods: Vec<String>,
}

impl ControlChart {
    fn of(periods: &[PeriodFigure], value: impl Fn(&Figure) -> f64) -> Self {
        let values: Vec<f64> = periods.iter().map(|period| value(&period.figure)).collect();
        let found = phases(&values, &[]).into_iter().flat_map(|phase| phase.signals(&values));
        let signal = |signal: bellwether_stats::Signal| Signal {
            rule: signal.rule.number(),
            side: signal.side,
            periods: signal.points.into_iter().map(|at| periods[at].period.clone()).collect(),
        };
        Self { limits: xmr(&values).ok().map(NaturalLimits::from), signals: found.map(signal).collect(), values }
    }
}

impl From<Xmr> for NaturalLimits {
    fn from(found: Xmr) -> Self {
        let Xmr { centre, lower, upper, moving_range_upper, .. } = found;
        Self { centre, lower, upper, moving_range_upper }
    }
}

impl Limits {
    /// Those of a company's ledger.
    pub fn of(ledger: &Ledger, kind: MovementKind) -> Result<Self, Failure> {
        if !kind.has_reasons() {
            return Err(Failure::usage(message("failure-no-limits").naming("kind", kind_name(kind))));
        }
        let over = ledger.lines.iter().filter(|line| ledger.unfinished.as_ref() != Some(&line.period));
        let moved = |line: &LedgerLine| {
            let is_one = !line.period.contains(JOINED);
            let figure = line.movement(kind).filter(|_| is_one)?;
            Some(PeriodFigure { period: line.period.clone(), figure })
        };
        let all: Vec<Option<PeriodFigure>> = over.map(moved).collect();
        // Before anybody can lapse, that nobody did says nothing of what the process does by itself.
        let cannot_be = |(number, period): &(usize, &Option<PeriodFigure>)| {
            matches!(kind, MovementKind::Lost | MovementKind::WonBack)
                && *number < ledger.before_first_lapse
                && period.as_ref().is_none_or(|period| period.figure == Figure::default())
        };
        let first = all.iter().enumerate().take_while(cannot_be).count();
        // A run without gaps.
        let mut periods: Vec<PeriodFigure> = all[first..].iter().rev().map_while(Option::clone).take(RUN).collect();
        periods.reverse();
        Ok(Self {
            customers: ControlChart::of(&periods, |figure| figure.customers as f64),
            value: ControlChart::of(&periods, |figure| figure.minor.unsigned_abs() as f64),
            periods,
            basis: ledger.basis.clone(),
        })
    }
}

impl Question for LimitsQuestion {
    type Answer = Limits;

    fn weight(answer: &Limits) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        // As its ledger is.
        let company = LedgerQuestion::of_company(self.grain);
        let ledger = LedgerQuestion { viewpoint: self.viewpoint.clone(), ..company };
        ledger.cleared(clearance).map(|_| Self { clearance, ..self })
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Limits, Failure> {
        let company = LedgerQuestion::of_company(self.grain);
        let ledger = LedgerQuestion { viewpoint: self.viewpoint.clone(), clearance: self.clearance, ..company };
        let ledger = app.part(&ledger).await?;
        Limits::of(&ledger, self.kind)
    }
}
