//! The file of the records: does the database find anything wrong with it, and how is it copied whole?

use std::path::Path;

use sqlx::Row as _;

use crate::connection::Records;
use crate::error::RecordsError;

impl Records {
    /// Writes all that the records hold now to a new file, while others go on writing. Of records in Postgres there is none.
    pub async fn copy_to(&self, path: &Path) -> Result<(), RecordsError> {
        let copy = sqlx::query(include_str!("database/sqlite_copy.sql")).bind(path.to_string_lossy().into_owned());
        copy.execute(&self.pool).await.map(drop).map_err(self.failed("copy the records"))
    }

    /// What the database finds wrong with its pages and indexes; nothing where all is well. Postgres is not asked: it has checksums of
    /// its own.
    pub async fn damages(&self) -> Result<Vec<String>, RecordsError> {
        if self.pool.connect_options().database_url.scheme() != "sqlite" {
            return Ok(Vec::new());
        }
        let failed = self.failed("check the file of the records");
        let rows =
            sqlx::query(include_str!("database/sqlite_check.sql")).fetch_all(&self.pool).await.map_err(&failed)?;
        let told = rows.iter().map(|row| row.try_get::<String, _>(0));
        let told = told.collect::<Result<Vec<_>, _>>().map_err(&failed)?;
        Ok(told.into_iter().filter(|line| line != "ok").collect())
    }
}
