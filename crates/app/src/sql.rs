//! What do the tables themselves say?

use arrow::record_batch::RecordBatch;
use bellwether_engine::lake::{Place, SessionLimits};
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
        let ask = async || -> Result<_, Failure> {
            let session = company.lake.session(&limits)?;
            query::read_only(&session.context, text).await.map_err(|error| match session.damage() {
                Some(damage) => damage.into(),
                None => Failure::caused(FailureKind::Input, &error)
                    .hint("queries only read; 'show tables' lists the tables, 'describe NAME' a table's columns"),
            })
        };
        let batches = match ask().await {
            Err(failure) if failure.is_damaged_mart() => {
                self.make_marts_anew(&failure).await?;
                ask().await?
            }
            answered => answered?,
        };
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
        // Of a mart all is looked at first: half of an old table and half of a new one would be neither.
        let open = async || -> Result<_, Failure> {
            let snapshot = company.lake.snapshot(table).await?;
            if Place::of(table) == Place::Marts {
                company.lake.check(&snapshot)?;
            }
            Ok(snapshot)
        };
        let snapshot = match open().await {
            Err(failure) if failure.is_damaged_mart() => {
                self.make_marts_anew(&failure).await?;
                open().await?
            }
            opened => opened?,
        };
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
