//! One connection within one transaction: to change something, or to read everything as of one moment.

use sqlx::AnyConnection;
use sqlx::any::{Any, AnyRow};
use sqlx::pool::PoolConnection;

use crate::cells::{FromCells, Query};
use crate::connection::Records;
use crate::error::{RecordsError, refused};

/// A connection within a transaction. Unless that is committed, the connection is closed, and with it goes what was not committed. A
/// connection that came back after a failure could still be within the failed transaction: the next change would run inside it, be
/// acknowledged, and be lost with it.
pub(crate) struct OpenTransaction {
    connection: PoolConnection<Any>,
    is_committed: bool,
}

impl OpenTransaction {
    pub(crate) async fn begin(records: &Records, begin: &'static str) -> Result<Self, sqlx::Error> {
        let mut transaction = Self { connection: records.pool.acquire().await?, is_committed: false };
        sqlx::raw_sql(begin).execute(transaction.connection()).await?;
        Ok(transaction)
    }

    pub(crate) fn connection(&mut self) -> &mut AnyConnection {
        &mut self.connection
    }

    pub(crate) async fn commit(mut self) -> Result<(), sqlx::Error> {
        sqlx::raw_sql("COMMIT").execute(self.connection()).await?;
        self.is_committed = true;
        Ok(())
    }
}

impl Drop for OpenTransaction {
    fn drop(&mut self) {
        if !self.is_committed {
            self.connection.close_on_drop();
        }
    }
}

/// The records as they are at one moment, whoever changes them meanwhile.
pub(crate) struct Snapshot {
    transaction: OpenTransaction,
    place: String,
    attempted: &'static str,
}

impl Records {
    /// The records as they are now, to be read for what `attempted` says.
    pub(crate) async fn snapshot(&self, attempted: &'static str) -> Result<Snapshot, RecordsError> {
        // A file's transaction reads as of its first read.
        let begin =
            if self.is_file { include_str!("database/begin.sql") } else { include_str!("database/snapshot.sql") };
        let transaction = OpenTransaction::begin(self, begin).await.map_err(self.failed(attempted))?;
        Ok(Snapshot { transaction, place: self.place.to_string(), attempted })
    }
}

impl Snapshot {
    /// The rows of a query.
    pub(crate) async fn rows<T: FromCells>(&mut self, query: Query) -> Result<Vec<T>, RecordsError> {
        T::from_rows(&self.raw(query).await?)
    }

    /// The rows of a query, as the database has them.
    pub(crate) async fn raw(&mut self, query: Query) -> Result<Vec<AnyRow>, RecordsError> {
        let rows = query.fetch_all(self.transaction.connection()).await;
        rows.map_err(|source| refused(&self.place, self.attempted, source))
    }

    /// Gives the connection back.
    pub(crate) async fn end(self) -> Result<(), RecordsError> {
        self.transaction.commit().await.map_err(|source| refused(&self.place, self.attempted, source))
    }
}
