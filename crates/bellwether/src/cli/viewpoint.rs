//! Options that say from where a question is looked at: which policy, which day, which knowledge.

use bellwether_model::Day;
use clap::Args;
use jiff::Timestamp;

use crate::figures;
use bellwether_app::{Basis, Viewpoint};

/// Which policy, which day, which knowledge.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ViewpointOptions {
    /// Count by a version of the policy (its number) or by a preset: chartmogul_like, profitwell_like, stripe_like, chargify_like
    /// [default: the policy in force]
    #[arg(long, value_name = "PRESET|VERSION", help_heading = "Viewpoint")]
    pub(crate) policy: Option<String>,
    /// Count up to this day [default: the day up to which facts are known]
    #[arg(long, value_name = "DAY", help_heading = "Viewpoint")]
    pub(crate) as_of: Option<Day>,
    /// Use only what was known at this moment, e.g. 2026-10-05T12:00Z [default: all that is known]
    #[arg(long, value_name = "MOMENT", help_heading = "Viewpoint")]
    pub(crate) known_at: Option<Timestamp>,
    /// Count the customers of this population alone, by its id [default: all customers]
    #[arg(long, value_name = "ID", help_heading = "Viewpoint")]
    pub(crate) population: Option<String>,
}

impl From<ViewpointOptions> for Viewpoint {
    fn from(options: ViewpointOptions) -> Self {
        let ViewpointOptions { policy, as_of, known_at, population } = options;
        Self { policy, as_of, known_at, population }
    }
}

/// What stands below a table: the policy, the as-of, the knowledge and the currency.
pub(crate) fn in_words(basis: &Basis) -> String {
    let known = basis.known_at.map(|at| format!(", with what was known at {at}")).unwrap_or_default();
    let of = basis.population.as_ref().map(|population| {
        let noun = if population.customers == 1 { &basis.noun } else { &basis.noun_plural };
        format!(" Only the {} {noun} of {} are counted.", figures::whole(population.customers as i128), population.id)
    });
    let of = of.unwrap_or_default();
    format!("As of {}{known}, by {}, in {}.{of}", basis.as_of, basis.policy, basis.currency)
}
