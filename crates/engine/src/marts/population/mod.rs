//! Populations: who belongs to one as of a day, and what do they hold?
//!
//! Grain: customer of whom anything was bought, subscribed to or met. Inputs: the ledger's accounts with the attributes that rules ask for, and the
//! journey's touches where they ask for these. Invariant: whoever is told belongs to it by [`Population::holds`](bellwether_model::Population::holds)
//! and nothing else.

mod attributes;
mod members;
#[cfg(test)]
mod tests;

pub use attributes::known_attributes;
pub use members::{PopulationMember, population_members};
