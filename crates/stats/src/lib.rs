//! Numbers only: slices in, estimates out.
//!
//! Invariant: no domain words, no IO, and no dependency on the rest of the house.

mod control;
mod distribution;
mod nelson;
mod survival;

pub use control::{FEWEST_FOR_LIMITS, NoLimits, Phase, Xmr, moving_ranges, phases, xmr};
pub use distribution::{Share, concentration, deciles};
pub use nelson::{Rule, Side, Signal, moving_ranges_beyond, signals};
pub use survival::{Exits, NoSurvival, SurvivalCurve, SurvivalStep, Z_95, kaplan_meier};
