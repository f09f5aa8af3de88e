//! Staging: rows as they come, kept on disk by bucket, so that memory never holds more than one bucket's share.
//!
//! The files are Arrow IPC, uncompressed and never forced to disk: they live as long as the import. Whatever way it ends, the
//! folder goes with the value, or with the next writer's sweep after a crash.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, FixedSizeBinaryArray, RecordBatch, StringArray, UInt32Array, new_null_array,
};
use arrow::compute::take;
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use tempfile::TempDir;

use crate::lake::{BUCKETS, Fact, LakeError, bucket_of};

/// Beside the columns of the fact, the key a row was read with, and the how many-th row of the import it is.
pub(super) const KEY: &str = "key";
pub(super) const ORDINAL: &str = "ordinal";
/// So many bytes a key has.
pub(super) const KEY_BYTES: usize = 16;
/// How many columns these are; they stand behind those of the fact.
pub(super) const OWN_COLUMNS: usize = 2;

/// All rows in another order. Columns without a value, of which a table has many, need none, nor do those of one text, as the currency is.
pub(super) fn ordered(rows: &RecordBatch, order: &UInt32Array) -> Result<RecordBatch, ArrowError> {
    let columns = rows.columns().iter().map(|column| {
        if column.null_count() == column.len() {
            Ok(new_null_array(column.data_type(), order.len()))
        } else if order.len() == column.len() && column.as_string_opt::<i32>().is_some_and(is_of_one_text) {
            Ok(Arc::clone(column))
        } else {
            take(column, order, None)
        }
    });
    RecordBatch::try_new(rows.schema(), columns.collect::<Result<_, _>>()?)
}

/// Whether all cells are of one text; at the first that is not, nothing more is looked at.
fn is_of_one_text(cells: &StringArray) -> bool {
    if cells.null_count() > 0 || cells.is_empty() {
        return false;
    }
    let (offsets, width) = (cells.value_offsets(), cells.value_length(0));
    let bytes = &cells.value_data()[offsets[0] as usize..offsets[offsets.len() - 1] as usize];
    let width_in_bytes = width as usize;
    let first = &bytes[..width_in_bytes.min(bytes.len())];
    width > 0
        && bytes.len() == width_in_bytes * cells.len()
        && bytes.chunks_exact(width_in_bytes).all(|cell| cell == first)
        && offsets.windows(2).all(|pair| pair[1] - pair[0] == width)
}

/// The staged rows of one import.
pub(super) struct Staging {
    fact: Fact,
    folder: TempDir,
    schema: SchemaRef,
    /// Which columns have held a value so far; the others, of which a table has many, need no room.
    filled: Vec<bool>,
    spans: Vec<Span>,
}

/// The rows staged from where a column holds its first value to where the next one does.
struct Span {
    /// The filled columns.
    columns: Vec<usize>,
    schema: SchemaRef,
    /// Of each bucket, while rows may come.
    writers: Vec<Option<StreamWriter<BufWriter<File>>>>,
    /// Which buckets have rows.
    buckets: Vec<bool>,
}

impl Staging {
    pub(super) fn new(fact: Fact, folder: TempDir) -> Self {
        let key = Arc::new(Field::new(KEY, DataType::FixedSizeBinary(KEY_BYTES as i32), false));
        let ordinal = Arc::new(Field::new(ORDINAL, DataType::UInt32, false));
        let fields = fact.columns().iter().cloned().chain([key, ordinal]).collect::<Fields>();
        let filled = vec![false; fields.len()];
        Self { fact, folder, schema: Arc::new(Schema::new(fields)), filled, spans: Vec::new() }
    }

    /// Where it keeps them.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stages rows with their keys; the first is the `first`-th of the import.
    pub(super) fn push(&mut self, rows: &RecordBatch, keys: &[u128], first: u32) -> Result<(), LakeError> {
        let failed = LakeError::columns(self.fact.name());
        let mut by_bucket: Vec<Vec<u32>> = vec![Vec::new(); BUCKETS as usize];
        let customers =
            self.fact.bucketed_by().and_then(|name| rows.column_by_name(name)).map(AsArray::as_string::<i32>);
        for row in 0..rows.num_rows() {
            let customer = customers.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row));
            by_bucket[bucket_of(customer) as usize].push(row as u32);
        }
        let ordinals: ArrayRef = Arc::new((first..).take(rows.num_rows()).collect::<UInt32Array>());
        let keys: Vec<[u8; KEY_BYTES]> = keys.iter().map(|key| key.to_be_bytes()).collect();
        let keys: ArrayRef = Arc::new(FixedSizeBinaryArray::new(KEY_BYTES as i32, keys.into_flattened().into(), None));
        let columns = rows.columns().iter().cloned().chain([keys, ordinals]).collect();
        let numbered = RecordBatch::try_new(self.schema.clone(), columns).map_err(&failed)?;
        let Some(span) = self.span_of(&numbered)? else { return Ok(()) };
        let filled = numbered.project(&self.spans[span].columns).map_err(&failed)?;
        let order: UInt32Array = by_bucket.iter().flatten().copied().collect();
        // One gather for all buckets, then slices of it: 64 gathers of a few rows each would cost most of the time.
        let ordered = ordered(&filled, &order).map_err(&failed)?;
        let mut start = 0;
        for (bucket, rows) in by_bucket.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
            let path = self.path(span, bucket);
            let slice = ordered.slice(start, rows.len());
            start += rows.len();
            let span = &mut self.spans[span];
            let written = span.writer(bucket, &path, self.fact)?.write(&slice);
            written.map_err(|error| LakeError::arrow(self.fact.name(), &path, error))?;
        }
        Ok(())
    }

    /// The span that rows are staged in; none if there are no rows.
    fn span_of(&mut self, rows: &RecordBatch) -> Result<Option<usize>, LakeError> {
        if rows.num_rows() == 0 {
            return Ok(None);
        }
        let mut is_new = self.spans.is_empty();
        for (filled, column) in self.filled.iter_mut().zip(rows.columns()) {
            if !*filled && column.null_count() < column.len() {
                (*filled, is_new) = (true, true);
            }
        }
        if is_new {
            self.finish()?;
            let columns: Vec<usize> = (0..self.filled.len()).filter(|at| self.filled[*at]).collect();
            let schema = self.schema.project(&columns).map_err(LakeError::columns(self.fact.name()))?;
            let writers = (0..BUCKETS).map(|_| None).collect();
            let buckets = vec![false; BUCKETS as usize];
            self.spans.push(Span { columns, schema: Arc::new(schema), writers, buckets });
        }
        Ok(Some(self.spans.len() - 1))
    }

    /// Ends writing; from here on [`Self::read`] gives rows back.
    pub(super) fn finish(&mut self) -> Result<(), LakeError> {
        let Some(last) = self.spans.len().checked_sub(1) else { return Ok(()) };
        for bucket in 0..BUCKETS as usize {
            let path = self.path(last, bucket);
            if let Some(mut writer) = self.spans[last].writers[bucket].take() {
                writer.finish().map_err(|error| LakeError::arrow(self.fact.name(), &path, error))?;
                let flushed = std::io::Write::flush(writer.get_mut());
                flushed.map_err(|error| LakeError::io("write", &path, error))?;
            }
        }
        Ok(())
    }

    /// A bucket's rows, batch by batch, as they were staged.
    pub(super) fn read(&self, bucket: i32) -> Result<impl Iterator<Item = Result<RecordBatch, LakeError>>, LakeError> {
        let table = self.fact.name();
        let written = self.spans.iter().enumerate().filter(|(_, span)| span.buckets[bucket as usize]);
        let readers = written.map(|(at, span)| {
            let path = self.path(at, bucket as usize);
            let file = File::open(&path).map_err(|error| LakeError::io("open", &path, error))?;
            let reader = StreamReader::try_new(BufReader::new(file), None);
            let reader = reader.map_err(|error| LakeError::arrow(table, &path, error))?;
            let whole = move |batch| self.whole(&batch?, &span.columns);
            Ok(reader.map(move |batch| whole(batch).map_err(|error| LakeError::arrow(table, &path, error))))
        });
        Ok(readers.collect::<Result<Vec<_>, LakeError>>()?.into_iter().flatten())
    }

    /// Staged rows with all columns.
    fn whole(&self, rows: &RecordBatch, filled: &[usize]) -> Result<RecordBatch, ArrowError> {
        let mut columns = filled.iter().zip(rows.columns()).peekable();
        let whole = self.schema.fields().iter().enumerate().map(|(at, field)| {
            let staged = columns.next_if(|(filled, _)| **filled == at);
            staged.map_or_else(|| new_null_array(field.data_type(), rows.num_rows()), |(_, column)| Arc::clone(column))
        });
        RecordBatch::try_new(Arc::clone(&self.schema), whole.collect())
    }

    fn path(&self, span: usize, bucket: usize) -> PathBuf {
        self.folder.path().join(format!("{bucket:02}-{span}.arrow"))
    }
}

impl Span {
    fn writer(
        &mut self,
        bucket: usize,
        path: &Path,
        fact: Fact,
    ) -> Result<&mut StreamWriter<BufWriter<File>>, LakeError> {
        let slot = &mut self.writers[bucket];
        let writer = if let Some(writer) = slot.take() {
            writer
        } else {
            self.buckets[bucket] = true;
            let file = File::create(path).map_err(|error| LakeError::io("create", path, error))?;
            StreamWriter::try_new(BufWriter::new(file), &self.schema)
                .map_err(|error| LakeError::arrow(fact.name(), path, error))?
        };
        Ok(slot.insert(writer))
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, TimestampMicrosecondArray};
    use arrow::compute::concat_batches;
    use proptest::prelude::*;

    use super::*;

    /// A customer, and whether the row has an id and a product.
    type Row = (Option<u8>, bool, bool);

    fn purchases(rows: &[Row]) -> RecordBatch {
        let text =
            |of: fn(&Row) -> Option<String>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<StringArray>()) };
        let at = TimestampMicrosecondArray::from_iter_values(0..rows.len() as i64).with_timezone("UTC");
        let columns: Vec<ArrayRef> = vec![
            text(|row| row.1.then(|| "id".to_owned())),
            text(|row| row.0.map(|customer| customer.to_string())),
            Arc::new(at),
            Arc::new(Int64Array::from_iter_values(0..rows.len() as i64)),
            text(|_| Some("EUR".to_owned())),
            text(|row| row.2.then(|| "tea".to_owned())),
            text(|_| None),
            text(|_| None),
        ];
        RecordBatch::try_new(Arc::new(Schema::new(Fact::Purchases.columns())), columns).unwrap()
    }

    proptest! {
        #[test]
        fn columns_of_one_text_are_known_and_no_others(
            cells in prop::collection::vec(prop::sample::select(vec!["EUR", "EUR", "EUR", "US", "EURE", ""]), 0..7),
            from in 0_usize..3,
            has_absent in prop::bool::weighted(0.1),
        ) {
            let all: StringArray = cells.iter().copied().map(Some).chain(has_absent.then_some(None)).collect();
            let slice = all.slice(from.min(all.len()), all.len() - from.min(all.len()));
            let seen: Vec<Option<&str>> = slice.iter().collect();
            let expected = seen.first().copied().flatten().is_some_and(|first| !first.is_empty() && seen.iter().all(|cell| *cell == Some(first)));
            prop_assert_eq!(is_of_one_text(&slice), expected);
        }

        #[test]
        fn rows_come_back_as_they_were_staged_whenever_a_column_holds_its_first_value(
            batches in prop::collection::vec(
                prop::collection::vec((prop::option::of(any::<u8>()), prop::bool::weighted(0.1), prop::bool::weighted(0.1)), 0..6),
                0..8,
            ),
        ) {
            let mut staging = Staging::new(Fact::Purchases, TempDir::new().unwrap());
            let mut staged = Vec::new();
            for rows in &batches {
                let (rows, first) = (purchases(rows), staged.len() as u32);
                let keys: Vec<u128> = (u128::from(first)..).take(rows.num_rows()).collect();
                staging.push(&rows, &keys, first).unwrap();
                staged.extend((0..rows.num_rows()).map(|row| rows.slice(row, 1)));
            }
            staging.finish().unwrap();
            let mut found = 0;
            for bucket in 0..BUCKETS {
                for rows in staging.read(bucket).unwrap() {
                    let rows = rows.unwrap();
                    let ordinals = rows.column_by_name(ORDINAL).unwrap().as_primitive::<arrow::datatypes::UInt32Type>();
                    let keys = rows.column_by_name(KEY).unwrap().as_fixed_size_binary();
                    for (row, ordinal) in ordinals.values().iter().enumerate() {
                        let expected = &staged[*ordinal as usize];
                        let columns: Vec<usize> = (0..expected.num_columns()).collect();
                        let schema = expected.schema();
                        let row_read = rows.slice(row, 1).project(&columns).unwrap();
                        prop_assert_eq!(&concat_batches(&schema, [&row_read]).unwrap(), expected);
                        prop_assert_eq!(keys.value(row), u128::from(*ordinal).to_be_bytes());
                        let customer = expected.column(1).as_string::<i32>();
                        prop_assert_eq!(bucket_of(customer.is_valid(0).then(|| customer.value(0))), bucket);
                        found += 1;
                    }
                }
            }
            prop_assert_eq!(found, staged.len());
        }
    }
}
