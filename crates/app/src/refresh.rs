//! Are the marts up to date with the facts?
pub use bellwether_engine::marts::Extent;
use bellwether_engine::marts::{self, RefreshReport, ledger};

use crate::app::App;
use crate::failure::Failure;
use crate::viewpoint::Viewpoint;

/// What a refresh did.
#[derive(Clone, Debug, PartialEq)]
pub struct MartRefresh {
    /// How much was made anew.
    pub extent: Extent,
    /// How many customers the marts know.
    pub customers: u64,
    /// How many movements they have.
    pub movements: u64,
    /// Ledger lines whose identity was checked; a breach is an error, so all of them hold.
    pub lines_checked: u64,
}

impl App {
    /// Makes the stored marts anew, of which something is damaged.
    pub(crate) async fn make_marts_anew(&self, damage: &Failure) -> Result<(), Failure> {
        tracing::warn!(%damage, "the marts are made anew");
        Box::pin(self.refresh(true)).await.map(drop)
    }

    /// Brings the stored marts up to date for whoever comes next; nothing is done where they are.
    pub(crate) async fn bring_up_to_date(&self) -> Result<(), Failure> {
        let company = self.company().await?;
        // As who asks a question does it: who asks one meanwhile waits for that, instead of finding the tables locked.
        let _turn = company.ledger_cache.lock().await;
        let up_to_date = async || -> Result<(), Failure> {
            let view = self.view_of_facts(&company, &Viewpoint::default()).await?;
            let is_current = marts::is_current(&view.mart_input())?;
            if is_current { Ok(()) } else { Box::pin(self.refresh(false)).await.map(drop) }
        };
        match Box::pin(up_to_date()).await {
            Err(failure) if failure.is_damaged_mart() => self.make_marts_anew(&failure).await,
            Err(failure) if failure.is_nothing_yet() => Ok(()),
            done => done,
        }
    }

    /// Brings the stored marts up to date where facts, policy or books are newer; makes them anew when `full`.
    pub async fn refresh(&self, full: bool) -> Result<MartRefresh, Failure> {
        let company = self.company().await?;
        let lock = company.lake.lock()?;
        let view = self.view_of_facts(&company, &Viewpoint::default()).await?;
        let reports = marts::refresh(&view.mart_input(), self.now, full, &lock).await?;
        let ledger = reports.iter().find(|report| report.mart == ledger::NAME);
        let rows = |table| ledger.map_or(0, |report: &RefreshReport| report.rows_of(table));
        Ok(MartRefresh {
            extent: ledger.map_or(Extent::Nothing, |report| report.extent),
            customers: rows("customer_values"),
            movements: rows("movements"),
            lines_checked: rows("ledger"),
        })
    }
}
