//! The journals of importing: which imports ran, what they refused and which rows they replaced.
//!
//! They are tables like those of facts, in folders beside them, to which rows are only ever added; but for repair after a crash,
//! which takes back what an import noted that then did not take place. Names and columns are read by people through `sql`.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// A table that tells how facts came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Journal {
    /// One row an import that came to its end.
    Imports,
    /// One row for each row that could not become a fact.
    Rejects,
    /// One row for each fact that a later import replaced, as it was.
    Superseded,
}

impl Journal {
    /// All journals.
    pub const ALL: [Self; 3] = [Self::Imports, Self::Rejects, Self::Superseded];

    /// The table's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The table's columns.
    #[must_use]
    pub fn schema(self) -> SchemaRef {
        let text = |name| Field::new(name, DataType::Utf8, false);
        let whole = |name| Field::new(name, DataType::Int64, false);
        let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        let fields = match self {
            Self::Imports => vec![
                whole("import_seq"),
                text("import_id"),
                text("fact"),
                text("source"),
                Field::new("started_at", instant.clone(), false),
                Field::new("finished_at", instant.clone(), false),
                whole("read"),
                whole("added"),
                whole("replaced"),
                whole("unchanged"),
                whole("repeated"),
                whole("rejected"),
                whole("unattributed"),
                Field::new("earliest", instant.clone(), true),
                Field::new("latest", instant, true),
                text("files"),
                text("unattributed_minor"),
                text("mapping"),
                text("report"),
            ],
            Self::Rejects => vec![
                whole("import_seq"),
                text("fact"),
                text("source"),
                text("file"),
                whole("row"),
                text("column"),
                text("value"),
                text("reason"),
                text("line"),
            ],
            Self::Superseded => vec![
                Field::new("bucket", DataType::Int32, false),
                text("fact"),
                Field::new("key", DataType::Binary, false),
                text("source"),
                Field::new("customer_id", DataType::Utf8, true),
                Field::new("at", instant.clone(), true),
                whole("import_seq"),
                whole("superseded_by"),
                Field::new("first_seen", instant, false),
                text("content"),
            ],
        };
        Arc::new(Schema::new(fields))
    }
}
