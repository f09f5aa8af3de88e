//! Do the customers we have use us more or less than in the period before?
use bellwether_model::Grain;

use crate::app::App;
use crate::failure::Failure;
use crate::figure::Figure;
use crate::viewpoint::{Basis, Viewpoint};

/// Usage, one line a whole period.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    pub basis: Basis,
    pub lines: Vec<UsageLine>,
}

/// The customers active at the end of a period, by how often they used us in it beside the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct UsageLine {
    pub period: String,
    pub more: Figure,
    pub less: Figure,
    pub as_much: Figure,
    /// Those who were not active at the end of the period before.
    pub joined: Figure,
}

impl App {
    pub async fn usage(&self, grain: Grain, channels: &[String], viewpoint: &Viewpoint) -> Result<Usage, Failure> {
        let company = self.company().await?;
        let view = self.view(&company, viewpoint).await?;
        let usage = view.walk(&[]).usage(grain, view.first, channels)?;
        let lines = usage.into_iter().map(|usage| UsageLine {
            period: view.calendar.label(usage.period),
            more: usage.more.into(),
            less: usage.less.into(),
            as_much: usage.as_much.into(),
            joined: usage.joined.into(),
        });
        Ok(Usage { basis: view.basis.clone(), lines: lines.collect() })
    }
}

impl UsageLine {
    /// The parts in their order, and all of them together.
    #[must_use]
    pub fn figures(&self) -> [Figure; 5] {
        let parts = [self.more, self.less, self.as_much, self.joined];
        [parts[0], parts[1], parts[2], parts[3], parts.into_iter().sum()]
    }
}
