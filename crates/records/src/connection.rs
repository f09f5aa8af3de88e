//! The opened records: connections to one database, and where it is.

use std::sync::Arc;

use sqlx::AnyPool;

use crate::anchor::Anchor;
use crate::cells::{FromCells, Query};
use crate::copy::Copy;
use crate::error::{RecordsError, refused};

/// The opened records. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Records {
    pub(crate) pool: AnyPool,
    pub(crate) place: Arc<str>,
    /// Whether they are a `SQLite` file.
    pub(crate) is_file: bool,
    /// What they are a copy of, where the file may only be read.
    pub(crate) copy: Option<Arc<Copy>>,
    pub(crate) anchor: Option<Arc<dyn Anchor>>,
}

impl Records {
    /// The rows of a query.
    pub(crate) async fn rows<T: FromCells>(
        &self,
        attempted: &'static str,
        query: Query,
    ) -> Result<Vec<T>, RecordsError> {
        let rows = query.fetch_all(&self.pool).await.map_err(self.failed(attempted))?;
        T::from_rows(&rows)
    }

    /// How many rows a statement of its own touched; it makes no change that the audit tells of.
    pub(crate) async fn touched(&self, attempted: &'static str, statement: Query) -> Result<u64, RecordsError> {
        self.refuse_read_only(attempted)?;
        let done = statement.execute(&self.pool).await.map_err(self.failed(attempted))?;
        Ok(done.rows_affected())
    }

    /// Refuses what would be lost with a copy.
    pub(crate) fn refuse_read_only(&self, attempted: &'static str) -> Result<(), RecordsError> {
        match self.copy {
            None => Ok(()),
            Some(_) => Err(RecordsError::NotWritable { place: self.place.to_string(), attempted }),
        }
    }

    /// What a refusal of the database means.
    pub(crate) fn failed(&self, attempted: &'static str) -> impl Fn(sqlx::Error) -> RecordsError + use<> {
        let place = Arc::clone(&self.place);
        move |source| refused(&place, attempted, source)
    }
}
