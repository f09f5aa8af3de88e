//! Numbers only: slices in, estimates out.
//!
//! Invariant: no domain words, no IO, and no dependency on the rest of the house.

mod distribution;

pub use distribution::{Share, concentration, deciles};
