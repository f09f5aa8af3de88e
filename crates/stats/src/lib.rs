//! Numbers only: slices in, estimates out.
//!
//! Invariant: no domain words, no IO, and no dependency on the rest of the house.

mod association;
mod assurance;
mod control;
mod counted;
mod difference;
mod disclosure;
mod distribution;
mod drift;
mod multiplicity;
mod nelson;
mod phases;
#[cfg(test)]
mod published;
mod survival;

pub use association::association;
pub use assurance::{Assurance, Better, assurance, typical_chances};
pub use control::{FEWEST_FOR_LIMITS, LimitsError, Xmr, moving_ranges, xmr};
pub use counted::{CountKind, Counted, CountedLimits, LimitsAt, counted_signals};
pub use difference::{Estimate, Proportion, difference, difference_within};
pub use disclosure::{Behind, Contributors, FEWEST, Release, release};
pub use distribution::{Share, concentration, deciles};
pub use drift::{DeviationSums, WeightedMean, deviation_sums, weighted_means};
pub use multiplicity::{Compared, LEVEL, Screened, benjamini_hochberg, holm, screened};
pub use nelson::{Rule, Side, Signal, moving_ranges_beyond, signals};
pub use phases::{Phase, counted_phases, phases};
pub use survival::{Exits, SurvivalCurve, SurvivalError, SurvivalStep, Z_95, kaplan_meier};
