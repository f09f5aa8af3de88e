//! How many customers, and how much of their value, stayed of those who joined together?
use bellwether_model::Grain;

use crate::app::App;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::viewpoint::{Basis, Viewpoint};

/// Cohorts of one grain.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohorts {
    pub basis: Basis,
    /// Oldest first.
    pub cohorts: Vec<Cohort>,
}

/// The customers who were `new` in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Cohort {
    pub joined: String,
    /// How many joined, with the value they joined with.
    pub size: Figure,
    /// Those active at the end of the period of joining, of the one after it, and so on.
    pub kept: Vec<Figure>,
}

impl App {
    pub async fn cohorts(&self, grain: Grain, viewpoint: &Viewpoint) -> Result<Cohorts, Failure> {
        let company = self.company().await?;
        let view = self.view(&company, viewpoint).await?;
        let cohorts = view.walk(&[]).cohorts(grain, view.first)?;
        let cohorts = cohorts.into_iter().map(|cohort| Cohort {
            joined: view.calendar.label(cohort.joined),
            size: cohort.start.into(),
            kept: cohort.kept.into_iter().map(Figure::from).collect(),
        });
        Ok(Cohorts { basis: view.basis.clone(), cohorts: cohorts.collect() })
    }
}
