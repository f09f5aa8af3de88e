//! Is what moved in a period a signal, or what the process does by itself?

pub(crate) use bellwether_stats::{Side as SignalSide, Signal, Xmr};
use bellwether_stats::{phases, xmr};

use bellwether_model::{Grain, Kind};

use super::ledger::Ledger;
use super::{Basis, Figure, Viewpoint};
use crate::failure::Failure;
use crate::words::{kind_name, said};

/// Periods looked at: those that are over, the latest ones.
const RUN: usize = 36;

/// Which run.
#[derive(Clone, Debug)]
pub(crate) struct LimitsRequest {
    pub(crate) kind: Kind,
    pub(crate) grain: Grain,
    pub(crate) viewpoint: Viewpoint,
}

/// The movements of one kind, period by period, beside their natural limits.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Limits {
    pub(crate) basis: Basis,
    /// Periods that are over, oldest first.
    pub(crate) periods: Vec<(String, Figure)>,
    pub(crate) customers: Run,
    pub(crate) value: Run,
}

/// One side of it, as an XmR chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    pub(crate) values: Vec<f64>,
    /// Absent where there are too few periods.
    pub(crate) limits: Option<Xmr>,
    pub(crate) signals: Vec<Signal>,
}

impl Run {
    fn of(values: Vec<f64>) -> Self {
        let signals = phases(&values, &[]).iter().flat_map(|phase| phase.signals(&values)).collect();
        Self { limits: xmr(&values).ok(), signals, values }
    }
}

impl Limits {
    /// Those of a company's ledger.
    pub(crate) fn of(ledger: &Ledger, kind: Kind) -> Result<Self, Failure> {
        if !kind.has_reasons() {
            return Err(Failure::usage(said("failure-no-limits").naming("kind", kind_name(kind))));
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
