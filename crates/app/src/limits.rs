//! Is what moved in a period a signal, or what the process does by itself?

pub use bellwether_stats::{Side as SignalSide, Signal, Xmr};
use bellwether_stats::{phases, xmr};

use bellwether_model::{Grain, Kind};

use crate::app::App;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::ledger::{Ledger, LedgerQuestion};
use crate::question::{Effort, Input, Question};
use crate::viewpoint::{Basis, Viewpoint};
use bellwether_words::{kind_name, message};

/// Periods looked at: those that are over, the latest ones.
const RUN: usize = 36;

/// Which run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LimitsQuestion {
    pub kind: Kind,
    pub grain: Grain,
    pub viewpoint: Viewpoint,
}

/// The movements of one kind, period by period, beside their natural limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    pub basis: Basis,
    /// Periods that are over, oldest first.
    pub periods: Vec<(String, Figure)>,
    pub customers: Run,
    pub value: Run,
}

/// One side of it, as an XmR chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub values: Vec<f64>,
    /// Absent where there are too few periods.
    pub limits: Option<Xmr>,
    pub signals: Vec<Signal>,
}

impl Run {
    fn of(values: Vec<f64>) -> Self {
        let signals = phases(&values, &[]).iter().flat_map(|phase| phase.signals(&values)).collect();
        Self { limits: xmr(&values).ok(), signals, values }
    }
}

impl Limits {
    /// Those of a company's ledger.
    pub fn of(ledger: &Ledger, kind: Kind) -> Result<Self, Failure> {
        if !kind.has_reasons() {
            return Err(Failure::usage(message("failure-no-limits").naming("kind", kind_name(kind))));
        }
        let over = ledger.lines.iter().filter(|line| ledger.unfinished.as_ref() != Some(&line.period));
        let all: Vec<(String, Figure)> = over.map(|line| (line.period.clone(), line.movement(kind))).collect();
        let periods = all[all.len().saturating_sub(RUN)..].to_vec();
        let side = |of: fn(&Figure) -> f64| Run::of(periods.iter().map(|(_, figure)| of(figure)).collect());
        Ok(Self {
            customers: side(|figure| figure.customers as f64),
            value: side(|figure| figure.minor.unsigned_abs() as f64),
            periods,
            basis: ledger.basis.clone(),
        })
    }
}

impl Question for LimitsQuestion {
    type Answer = Limits;

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn effort(&self) -> Effort {
        if self.viewpoint.is_now() { Effort::Moderate } else { Effort::Great }
    }

    async fn answer(&self, app: &App) -> Result<Limits, Failure> {
        let ledger = LedgerQuestion { viewpoint: self.viewpoint.clone(), ..LedgerQuestion::of_company(self.grain) };
        Limits::of(&app.ask(&ledger).await?, self.kind)
    }
}
