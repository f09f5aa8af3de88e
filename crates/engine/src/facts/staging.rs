//! Staging: rows as they come, kept on disk by bucket, so that memory never holds more than one bucket's share.
//!
//! The files are Arrow IPC, uncompressed and never forced to disk: they live as long as the import. Whatever way it ends, the
//! folder goes with the value, or with the next writer's sweep after a crash.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, FixedSizeBinaryArray, RecordBatch, StringArray, UInt32Array, new_null_array,
};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::{DataType, Field, Fields, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use rayon::prelude::*;
use tempfile::TempDir;

use crate::lake::{BUCKETS, Fact, LakeError, bucket_of};

/// Beside the columns of the fact, the key a row was read with, and the how many-th row of the import it is.
pub(super) const KEY: &str = "key";
pub(super) const ORDINAL: &str = "ordinal";
/// So many bytes a key has.
pub(super) const KEY_BYTES: usize = 16;
/// About so many rows are read back at once: pieces of a bucket are small, and of each batch every row may become a reject; few in tests,
/// so that there it takes several.
const READ_AT_ONCE: usize = if cfg!(test) { 4 } else { 1 << 14 };
/// So many bytes are given to the disk at once.
const WRITTEN_AT_ONCE: usize = 1 << 16;
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
pub(super) fn is_of_one_text(cells: &StringArray) -> bool {
    if cells.null_count() > 0 || cells.is_empty() {
        return false;
    }
    let (offsets, width) = (cells.value_offsets(), cells.value_length(0));
    let bytes = &cells.value_data()[offsets[0] as usize..offsets[offsets.len() - 1] as usize];
    let width_in_bytes = width as usize;
    // All are as the first if each is as the one before: the bytes are those that stand one cell further on.
    width > 0
        && bytes.len() == width_in_bytes * cells.len()
        && (cells.len() == 1 || cells.value(0) == cells.value(1))
        && bytes[width_in_bytes..] == bytes[..bytes.len() - width_in_bytes]
        && offsets.windows(2).all(|pair| pair[1] - pair[0] == width)
}

/// The staged rows of one import.
pub(super) struct Staging {
    fact: Fact,
    folder: TempDir,
    schema: SchemaRef,
    /// What each column has held so far.
    contents: Vec<Content>,
    spans: Vec<Span>,
}

/// What a column has held. Only what differs from row to row needs room; a table has many columns that hold nothing, and most that hold a
/// currency hold one.
#[derive(Clone)]
enum Content {
    Nothing,
    /// One text, in all rows.
    One(Arc<str>),
    Several,
}

/// The rows staged from where the content of a column changes to where that of the next one does.
struct Span {
    contents: Vec<Content>,
    /// The columns that hold several values.
    columns: Vec<usize>,
    schema: SchemaRef,
    /// A file for each bucket.
    files: Vec<StagedFile>,
}

/// The rows of a bucket in a span.
#[derive(Default)]
struct StagedFile {
    /// While rows may come, once there are any.
    writer: Option<StreamWriter<BufWriter<File>>>,
    has_rows: bool,
}

impl Staging {
    pub(super) fn new(fact: Fact, folder: TempDir) -> Self {
        let key = Arc::new(Field::new(KEY, DataType::FixedSizeBinary(KEY_BYTES as i32), false));
        let ordinal = Arc::new(Field::new(ORDINAL, DataType::UInt32, false));
        let fields = fact.columns().iter().cloned().chain([key, ordinal]).collect::<Fields>();
        let contents = vec![Content::Nothing; fields.len()];
        Self { fact, folder, schema: Arc::new(Schema::new(fields)), contents, spans: Vec::new() }
    }

    /// Where it keeps them.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stages rows with their keys; the first is the `first`-th of the import.
    pub(super) fn push(
        &mut self,
        rows: &RecordBatch,
        keys: impl Iterator<Item = u128>,
        first: u32,
    ) -> Result<(), LakeError> {
        let failed = LakeError::columns(self.fact.name());
        let (order, buckets) = self.by_bucket(rows);
        let ordinals: ArrayRef = Arc::new((first..).take(rows.num_rows()).collect::<UInt32Array>());
        let keys: Vec<[u8; KEY_BYTES]> = keys.map(u128::to_be_bytes).collect();
        let keys: ArrayRef = Arc::new(FixedSizeBinaryArray::new(KEY_BYTES as i32, keys.into_flattened().into(), None));
        let columns = rows.columns().iter().cloned().chain([keys, ordinals]).collect();
        let numbered = RecordBatch::try_new(self.schema.clone(), columns).map_err(&failed)?;
        let Some(span) = self.span_of(&numbered)? else { return Ok(()) };
        let staged = numbered.project(&self.spans[span].columns).map_err(&failed)?;
        // One gather for all buckets, then slices of it: 64 gathers of a few rows each would cost most of the time.
        let ordered = ordered(&staged, &order).map_err(&failed)?;
        let (table, folder) = (self.fact.name(), self.folder.path());
        let Span { schema, files, .. } = &mut self.spans[span];
        files.par_iter_mut().zip(buckets).enumerate().filter(|(_, (_, rows))| !rows.is_empty()).try_for_each(
            |(bucket, (file, rows))| {
                let path = path(folder, span, bucket);
                file.write(&ordered.slice(rows.start, rows.len()), schema, (table, &path))
            },
        )
    }

    /// The numbers of rows, by their buckets, and where among them those of each bucket stand.
    fn by_bucket(&self, rows: &RecordBatch) -> (UInt32Array, Vec<Range<usize>>) {
        let customers =
            self.fact.bucketed_by().and_then(|name| rows.column_by_name(name)).map(AsArray::as_string::<i32>);
        let bucket = |row| bucket_of(customers.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row))) as usize;
        let of_rows: Vec<usize> = (0..rows.num_rows()).map(bucket).collect();
        let mut buckets = vec![0..0; BUCKETS as usize];
        for bucket in &of_rows {
            buckets[*bucket].end += 1;
        }
        let mut start = 0;
        for rows in &mut buckets {
            (rows.start, rows.end, start) = (start, start, start + rows.len());
        }
        let mut order = vec![0; of_rows.len()];
        for (row, bucket) in (0..).zip(of_rows) {
            order[buckets[bucket].end] = row;
            buckets[bucket].end += 1;
        }
        (order.into(), buckets)
    }

    /// The span that rows are staged in; none if there are no rows.
    fn span_of(&mut self, rows: &RecordBatch) -> Result<Option<usize>, LakeError> {
        if rows.num_rows() == 0 {
            return Ok(None);
        }
        let mut is_new = self.spans.is_empty();
        for (content, column) in self.contents.iter_mut().zip(rows.columns()) {
            is_new |= content.see(column);
        }
        if is_new {
            self.finish()?;
            let contents = self.contents.clone();
            let columns: Vec<usize> =
                (0..contents.len()).filter(|at| matches!(contents[*at], Content::Several)).collect();
            let schema = self.schema.project(&columns).map_err(LakeError::columns(self.fact.name()))?;
            let files = (0..BUCKETS).map(|_| StagedFile::default()).collect();
            self.spans.push(Span { contents, columns, schema: Arc::new(schema), files });
        }
        Ok(Some(self.spans.len() - 1))
    }

    /// Ends writing; from here on [`Self::read`] gives rows back.
    pub(super) fn finish(&mut self) -> Result<(), LakeError> {
        let Some(last) = self.spans.len().checked_sub(1) else { return Ok(()) };
        for bucket in 0..BUCKETS as usize {
            let path = path(self.folder(), last, bucket);
            if let Some(mut writer) = self.spans[last].files[bucket].writer.take() {
                writer.finish().map_err(|error| LakeError::arrow(self.fact.name(), &path, error))?;
                let flushed = std::io::Write::flush(writer.get_mut());
                flushed.map_err(|error| LakeError::io("write", &path, error))?;
            }
        }
        Ok(())
    }

    /// A bucket's rows as they were staged, some thousand at once.
    pub(super) fn read(&self, bucket: i32) -> Result<impl Iterator<Item = Result<RecordBatch, LakeError>>, LakeError> {
        let table = self.fact.name();
        let written = self.spans.iter().enumerate().filter(|(_, span)| span.files[bucket as usize].has_rows);
        let readers = written.map(|(at, span)| {
            let path = path(self.folder(), at, bucket as usize);
            let file = File::open(&path).map_err(|error| LakeError::io("open", &path, error))?;
            let reader = StreamReader::try_new(BufReader::new(file), None);
            let mut reader = reader.map_err(|error| LakeError::arrow(table, &path, error))?;
            let mut next = move || {
                let (mut pieces, mut rows) = (Vec::new(), 0);
                while let Some(piece) = (rows < READ_AT_ONCE).then(|| reader.next()).flatten() {
                    pieces.push(piece?);
                    rows += pieces.last().map_or(0, RecordBatch::num_rows);
                }
                let staged = (rows > 0).then(|| concat_batches(&span.schema, &pieces)).transpose()?;
                staged.map(|staged| self.whole(&staged, span)).transpose()
            };
            Ok(std::iter::from_fn(move || next().map_err(|error| LakeError::arrow(table, &path, error)).transpose()))
        });
        Ok(readers.collect::<Result<Vec<_>, LakeError>>()?.into_iter().flatten())
    }

    /// Gives back the room of a bucket whose rows are not needed any more.
    pub(super) fn forget(&self, bucket: i32) -> Result<(), LakeError> {
        for at in (0..self.spans.len()).filter(|at| self.spans[*at].files[bucket as usize].has_rows) {
            let path = path(self.folder(), at, bucket as usize);
            std::fs::remove_file(&path).map_err(|error| LakeError::io("remove", &path, error))?;
        }
        Ok(())
    }

    /// Staged rows with all columns.
    fn whole(&self, rows: &RecordBatch, span: &Span) -> Result<RecordBatch, ArrowError> {
        let (count, mut staged) = (rows.num_rows(), rows.columns().iter());
        let whole = self.schema.fields().iter().zip(&span.contents).map(|(field, content)| match content {
            Content::Several => staged.next().map_or_else(|| new_null_array(field.data_type(), count), Arc::clone),
            Content::One(text) => Arc::new(StringArray::new_repeated(text, count)),
            Content::Nothing => new_null_array(field.data_type(), count),
        });
        RecordBatch::try_new(Arc::clone(&self.schema), whole.collect())
    }
}

impl Content {
    /// Sees what the next rows hold; whether the column holds something else by that than it did.
    fn see(&mut self, column: &ArrayRef) -> bool {
        if matches!(self, Self::Several) {
            return false;
        }
        let rows = column.as_string_opt::<i32>();
        let one = rows.filter(|rows| is_of_one_text(rows)).map(|rows| rows.value(0));
        *self = match (&*self, one) {
            (Self::Nothing, _) if column.null_count() == column.len() => return false,
            (Self::One(known), Some(one)) if **known == *one => return false,
            (Self::Nothing, Some(one)) => Self::One(one.into()),
            _ => Self::Several,
        };
        true
    }
}

fn path(folder: &Path, span: usize, bucket: usize) -> PathBuf {
    folder.join(format!("{bucket:02}-{span}.arrow"))
}

impl StagedFile {
    fn write(&mut self, rows: &RecordBatch, schema: &SchemaRef, (table, path): (&str, &Path)) -> Result<(), LakeError> {
        let failed = |error| LakeError::arrow(table, path, error);
        let writer = if let Some(writer) = self.writer.take() {
            writer
        } else {
            let file = File::create(path).map_err(|error| LakeError::io("create", path, error))?;
            StreamWriter::try_new(BufWriter::with_capacity(WRITTEN_AT_ONCE, file), schema).map_err(failed)?
        };
        self.has_rows = true;
        self.writer.insert(writer).write(rows).map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{Int64Array, TimestampMicrosecondArray};
    use proptest::prelude::*;

    use super::*;

    /// A customer, whether the row has an id and a product, and its currency.
    type Row = (Option<u8>, bool, bool, &'static str);

    fn purchases(rows: &[Row]) -> RecordBatch {
        let text =
            |of: fn(&Row) -> Option<String>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<StringArray>()) };
        let at = TimestampMicrosecondArray::from_iter_values(0..rows.len() as i64).with_timezone("UTC");
        let columns: Vec<ArrayRef> = vec![
            text(|row| row.1.then(|| "id".to_owned())),
            text(|row| row.0.map(|customer| customer.to_string())),
            Arc::new(at),
            Arc::new(Int64Array::from_iter_values(0..rows.len() as i64)),
            text(|row| Some(row.3.to_owned())),
            text(|row| row.2.then(|| "tea".to_owned())),
            text(|_| None),
            text(|_| None),
            Arc::new(arrow::array::Date32Array::new_null(rows.len())),
            text(|_| None),
            text(|_| None),
        ];
        RecordBatch::try_new(Arc::new(Schema::new(Fact::Purchases.columns())), columns).unwrap()
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let sometimes = || prop::bool::weighted(0.1);
        let currency = prop_oneof![9 => Just("EUR"), 1 => Just("USD"), 1 => Just("")];
        prop::collection::vec((prop::option::of(any::<u8>()), sometimes(), sometimes(), currency), 0..6)
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
        fn rows_come_back_as_they_were_staged_whenever_a_column_begins_to_hold_something_else(
            batches in prop::collection::vec(rows(), 0..8),
        ) {
            let mut staging = Staging::new(Fact::Purchases, TempDir::new().unwrap());
            let mut staged = Vec::new();
            for rows in &batches {
                let (rows, first) = (purchases(rows), staged.len() as u32);
                staging.push(&rows, (u128::from(first)..).take(rows.num_rows()), first).unwrap();
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
