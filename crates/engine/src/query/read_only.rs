//! Queries that only read.

use arrow::array::RecordBatch;
use datafusion::error::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::prelude::SessionContext;

/// The rows of a query; anything that would create, change or delete is refused.
pub async fn read_only(session: &SessionContext, query: &str) -> Result<Vec<RecordBatch>, DataFusionError> {
    let options = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    session.sql_with_options(query, options).await?.collect().await
}
