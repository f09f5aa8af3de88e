//! Are the marts up to date with the facts?
use bellwether_engine::marts::ledger;
pub use bellwether_engine::marts::ledger::Extent;

use crate::app::App;
use crate::failure::Failure;
use crate::viewpoint::Viewpoint;

/// What a refresh did.
#[derive(Clone, Debug, PartialEq)]
pub struct Refreshed {
    pub extent: Extent,
    pub customers: u64,
    pub movements: u64,
    /// Ledger lines whose identity was checked; a breach is an error, so all of them hold.
    pub lines_checked: u64,
}

impl App {
    /// Brings the stored marts up to date where facts, policy or books are newer; makes them anew when `full`.
    pub async fn refresh(&self, full: bool) -> Result<Refreshed, Failure> {
        let company = self.company().await?;
        let lock = company.lake.lock()?;
        let view = self.view_of_facts(&company, &Viewpoint::default()).await?;
        let done = ledger::refresh(&view.walk(&[]), company.policy.version, self.now, full, &lock).await?;
        Ok(Refreshed {
            extent: done.extent,
            customers: done.customers,
            movements: done.movements,
            lines_checked: done.lines,
        })
    }
}
