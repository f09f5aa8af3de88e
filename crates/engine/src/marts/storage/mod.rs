//! Storing marts: how are the rows of a mart written, kept, replaced, and how does a table say what it was made from?
//!
//! Invariant: each commit of a refresh carries the [provenance](provenance) of its mart; a reader that wants tables of one making
//! compares what they say.

mod bucket_writer;
mod news;
mod provenance;
mod rewrite;
mod table;

pub use bucket_writer::{BucketWriter, FILE_ROWS, GROUP, SHORT_FILES};
pub use news::{customers_of_replaced, files_between};
pub use provenance::{commit, stored_provenance, table_provenance, versions_behind};
pub use rewrite::{BucketRows, rewrite};
pub use table::{MartTable, TableChange, rows_of};
