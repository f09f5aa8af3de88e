//! What do the tables themselves say?

use arrow::record_batch::RecordBatch;
use bellwether_engine::lake::SessionLimits;
use bellwether_engine::query;

use crate::app::App;
use crate::failure::{Failure, FailureKind};

/// The rows of a result, as they come.
pub type Rows = Box<dyn Iterator<Item = Result<RecordBatch, Failure>> + Send>;

/// One part of so many of the memory is for one query; what needs more goes to the disk.
const QUERY_SHARE: usize = 4;

impl App {
    /// Runs a query that only reads, over facts and marts.
    pub async fn sql(&self, text: &str) -> Result<Rows, Failure> {
        let company = self.company().await?;
        let limits = SessionLimits {
            memory: self.config.memory / QUERY_SHARE,
            spill: company.lake.root().join(".staging"),
            threads: self.threads(),
        };
        let session = company.lake.session(&limits)?;
        let batches = query::read_only(&session, text).await.map_err(|error| {
            Failure::caused(FailureKind::Input, &error)
                .hint("queries only read; 'show tables' lists the tables, 'describe NAME' a table's columns")
        })?;
        Ok(Box::new(batches.into_iter().map(Ok)))
    }

    /// All rows of one table.
    pub async fn export(&self, table: &str) -> Result<Rows, Failure> {
        let company = self.company().await?;
        let tables = company.lake.tables()?;
        if !tables.iter().any(|known| known == table) {
            return Err(Failure::new(FailureKind::NotFound, format!("there is no table '{table}'"))
                .hint(format!("the tables are {}", tables.join(", "))));
        }
        let snapshot = company.lake.snapshot(table).await?;
        let mut batches: Vec<Rows> = Vec::new();
        for file in snapshot.files() {
            let rows = company.lake.read_file(&snapshot, file, &[])?;
            batches.push(Box::new(rows.map(|batch| batch.map_err(Failure::from))));
        }
        if batches.is_empty() {
            batches.push(Box::new(std::iter::once(Ok(RecordBatch::new_empty(snapshot.schema().clone())))));
        }
        Ok(Box::new(batches.into_iter().flatten()))
    }
}
