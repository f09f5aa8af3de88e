//! The journals of importing: which imports ran, what they refused and which rows they replaced.
//!
//! They are tables like those of facts, in folders beside them, to which rows are only ever added; but for repair after a crash,
//! which takes back what an import noted that then did not take place. Names and columns are read by people through `sql`. An undo is
//! noted as an import is, under a number of its own.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// A table that tells how facts came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Journal {
    /// One row an import or undo that came to its end.
    Imports,
    /// One row for each row that could not become a fact.
    Rejects,
    /// One row for each fact that left its table, as it was: replaced by a later import, left out of a later file, taken out by an undo, or
    /// given to another customer.
    Superseded,
    /// One row for each data file in which an import found facts that it said again: which of the file's rows they are.
    Confirmed,
    /// One row for each fact that an undo put back, or that came back in the name of another customer.
    Restored,
    /// One row for each batch of an import in which rows were left out that have an id: the keys of these.
    LeftOut,
}

impl Journal {
    /// All journals.
    pub const ALL: [Self; 6] =
        [Self::Imports, Self::Rejects, Self::Superseded, Self::Confirmed, Self::Restored, Self::LeftOut];

    /// Those that an import writes to before it is decided that it takes place.
    pub const NOTES: [Self; 5] = [Self::Rejects, Self::Superseded, Self::Confirmed, Self::Restored, Self::LeftOut];

    /// The table's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The column that says which import wrote a row.
    #[must_use]
    pub fn written_by(self) -> &'static str {
        match self {
            Self::Imports | Self::Rejects | Self::Confirmed | Self::LeftOut => "import_seq",
            Self::Superseded => "superseded_by",
            Self::Restored => "restored_by",
        }
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
                // Rows of earlier versions of Bellwether have none of these.
                Field::new("undoes", DataType::Int64, true),
                Field::new("withdrawn", DataType::Int64, true),
                Field::new("complete_through", DataType::Date32, true),
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
                // Rows of earlier versions of Bellwether have none.
                Field::new("id", DataType::Utf8, true),
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
            Self::Confirmed => vec![
                whole("import_seq"),
                text("fact"),
                text("source"),
                text("file"),
                Field::new("undated", DataType::Boolean, false),
                whole("confirmed"),
                whole("file_rows"),
                Field::new("rows", DataType::Binary, false),
            ],
            Self::Restored => vec![
                Field::new("bucket", DataType::Int32, false),
                text("fact"),
                Field::new("key", DataType::Binary, false),
                text("source"),
                Field::new("customer_id", DataType::Utf8, true),
                Field::new("at", instant, true),
                whole("import_seq"),
                whole("restored_by"),
            ],
            Self::LeftOut => vec![
                whole("import_seq"),
                text("fact"),
                text("source"),
                whole("rows"),
                // 16 bytes each.
                Field::new("keys", DataType::Binary, false),
            ],
        };
        Arc::new(Schema::new(fields))
    }
}

/// Which imports and undos are taken back, and by which undo; of all, by number, with what each takes back.
#[must_use]
pub fn undone(all: impl DoubleEndedIterator<Item = (i64, Option<i64>)>) -> HashMap<i64, i64> {
    let mut undone = HashMap::new();
    for (seq, undoes) in all.rev() {
        if let Some(undoes) = undoes.filter(|_| !undone.contains_key(&seq)) {
            undone.insert(undoes, seq);
        }
    }
    undone
}

#[cfg(test)]
mod tests {
    use super::undone;

    #[test]
    fn what_is_undone_is_decided_by_the_last_word() {
        let decided = |all: &[(i64, Option<i64>)]| {
            let mut undone: Vec<i64> = undone(all.iter().copied()).into_keys().collect();
            undone.sort_unstable();
            undone
        };
        assert_eq!(decided(&[(1, None), (2, Some(1))]), [1]);
        assert_eq!(decided(&[(1, None), (2, Some(1)), (3, Some(2))]), [2], "the import is back");
        assert_eq!(decided(&[(1, None), (2, Some(1)), (3, Some(2)), (4, Some(3))]), [1, 3]);
        assert_eq!(decided(&[(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1))]), [1, 2], "undone for a second time");
    }
}
