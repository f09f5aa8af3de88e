//! Output: facts in the order of buckets, customers and time, in files of a sensible size.
//!
//! Invariant: within a file, buckets ascend and each bucket's rows are sorted by customer and time. The walk over all customers
//! relies on it to merge files without sorting.

use std::borrow::Cow;
use std::ops::Range;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch, UInt32Array};
use arrow::compute::{SortColumn, filter_record_batch, lexsort_to_indices};
use arrow::datatypes::{DataType, Date32Type, Int32Type, TimestampMicrosecondType};

use super::comparison::{FileRemainder, KnownFacts};
use super::error::ImportError;
use super::staging::ordered;
use crate::lake::{BUCKETS, Fact, Lake, LakeError, TableWriter, WrittenFile};

/// A row group ends at the border of a bucket once it holds so many rows; smaller ones cost more than they spare.
const ROWS_PER_GROUP: usize = 8_192;
/// So many rows are worth a file of their own.
const ROWS_PER_FILE: u64 = 65_536;

/// Which buckets of a fact table an import writes to which files.
pub(super) struct OutputPlan<'a> {
    lake: &'a Lake,
    fact: Fact,
    rows: u64,
    dry: bool,
}

impl<'a> OutputPlan<'a> {
    /// A plan for about so many rows.
    pub(super) fn new(lake: &'a Lake, fact: Fact, rows: u64, dry: bool) -> Self {
        Self { lake, fact, rows, dry }
    }

    /// The output of one group of buckets.
    pub(super) fn begin(&self) -> Output<'a> {
        Output::new(self.lake, self.fact, self.rows, self.dry)
    }

    /// The buckets that go to one file, each in its order.
    pub(super) fn groups(&self) -> impl Iterator<Item = Range<i32>> {
        let files = files(self.rows);
        // Bucket b goes to file b * files / BUCKETS.
        (0..files).map(move |file| {
            let first = |file: i32| (file * BUCKETS + files - 1) / files;
            first(file)..first(file + 1)
        })
    }
}

/// How many files about so many rows go to: from one for all buckets to one for each.
fn files(rows: u64) -> i32 {
    rows.div_ceil(ROWS_PER_FILE).clamp(1, BUCKETS as u64) as i32
}

/// The data files an import writes for one fact table.
pub(super) struct Output<'a> {
    lake: &'a Lake,
    fact: Fact,
    dry: bool,
    files: i32,
    writer: Option<TableWriter>,
    at: Option<(i32, i32)>,
    finished: Vec<WrittenFile>,
}

impl<'a> Output<'a> {
    /// An output for about so many rows.
    pub(super) fn new(lake: &'a Lake, fact: Fact, rows: u64, dry: bool) -> Self {
        Self { lake, fact, dry, files: files(rows), writer: None, at: None, finished: Vec::new() }
    }

    /// Sorts rows of one bucket and [writes](Self::write_sorted) them.
    pub(super) fn write(&mut self, bucket: i32, rows: &RecordBatch) -> Result<(), LakeError> {
        self.write_sorted(bucket, &sorted(self.fact, rows)?)
    }

    /// Writes rows of one bucket, [sorted]. Buckets come in ascending order; what comes of one in several pieces goes to several files,
    /// each of them in order.
    pub(super) fn write_sorted(&mut self, bucket: i32, rows: &RecordBatch) -> Result<(), LakeError> {
        if self.dry || rows.num_rows() == 0 {
            return Ok(());
        }
        let here = (bucket, bucket * self.files / BUCKETS);
        // A second piece of a bucket would begin before the first ends, so it may not go to the same file.
        if self.at.is_some_and(|(last, file)| last == bucket || file != here.1) {
            self.end_file()?;
        }
        self.append(rows)?;
        self.at = Some(here);
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<WrittenFile>, LakeError> {
        self.end_file()?;
        Ok(self.finished)
    }

    /// Writes what stays of a file that some rows are taken out of. Rows keep their order, so nothing is sorted again. The old file
    /// stays on disk for the versions before.
    pub(super) fn write_remainder(
        table: &KnownFacts<'a>,
        remainder: &FileRemainder,
        dry: bool,
    ) -> Result<Vec<WrittenFile>, ImportError> {
        let mut output = Self::new(table.lake, table.fact, 0, dry);
        if dry {
            return Ok(Vec::new());
        }
        let mut start = 0;
        for batch in table.lake.read_file(table.snapshot, &remainder.file, &[])? {
            let batch = batch?;
            let stays = remainder.stays.slice(start, batch.num_rows());
            start += batch.num_rows();
            let rest = filter_record_batch(&batch, &stays).map_err(LakeError::columns(table.fact.name()))?;
            let buckets = rest.column_by_name("bucket").map(|buckets| buckets.as_primitive::<Int32Type>().clone());
            let buckets =
                buckets.ok_or_else(|| ImportError::Shape { fact: table.fact, column: "bucket".to_owned() })?;
            let mut from = 0;
            for bucket in buckets.values().chunk_by(|left, right| left == right) {
                if output.at.is_some_and(|(last, _)| last != bucket[0]) {
                    output.end_bucket()?;
                }
                output.at = Some((bucket[0], 0));
                output.append_plain(&rest.slice(from, bucket.len()))?;
                from += bucket.len();
            }
        }
        Ok(output.finish()?)
    }

    fn append(&mut self, rows: &RecordBatch) -> Result<(), LakeError> {
        self.append_plain(rows)?;
        self.end_bucket()
    }

    fn append_plain(&mut self, rows: &RecordBatch) -> Result<(), LakeError> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.lake.writer(self.fact.name(), self.fact.schema())?,
        };
        self.writer.insert(writer).write(rows)
    }

    fn end_bucket(&mut self) -> Result<(), LakeError> {
        match &mut self.writer {
            Some(writer) if writer.rows_since_cut() >= ROWS_PER_GROUP => writer.cut(),
            _ => Ok(()),
        }
    }

    fn end_file(&mut self) -> Result<(), LakeError> {
        if let Some(writer) = self.writer.take() {
            self.finished.push(writer.finish()?);
        }
        Ok(())
    }
}

/// Rows in the order of a data file.
pub(super) fn sorted(fact: Fact, rows: &RecordBatch) -> Result<RecordBatch, LakeError> {
    let failed = LakeError::columns(fact.name());
    let names = fact.bucketed_by().into_iter().chain([fact.ordered_by()]);
    let columns: Vec<&ArrayRef> = names.filter_map(|name| rows.column_by_name(name)).collect();
    let by_customer = match columns[..] {
        [customers, moments] => by_customer_and_moment(customers, moments),
        _ => None,
    };
    let order = if let Some(order) = by_customer {
        order
    } else {
        let columns: Vec<SortColumn> =
            columns.into_iter().map(|values| SortColumn { values: values.clone(), options: None }).collect();
        lexsort_to_indices(&columns, None).map_err(&failed)?
    };
    ordered(rows, &order).map_err(&failed)
}

/// Rows by customer and time, those without first; rows of one customer and moment as they came. `None` if the columns are of other types.
///
/// A bucket holds few customers beside its rows: rows are dealt out by customer, and only those of one customer are compared with each other.
fn by_customer_and_moment(customers: &ArrayRef, moments: &ArrayRef) -> Option<UInt32Array> {
    let customers = customers.as_string_opt::<i32>()?;
    let moments = match moments.data_type() {
        DataType::Timestamp(..) => Cow::Borrowed(moments.as_primitive_opt::<TimestampMicrosecondType>()?),
        DataType::Date32 => {
            let days = moments.as_primitive_opt::<Date32Type>()?;
            Cow::Owned(days.unary::<_, TimestampMicrosecondType>(i64::from))
        }
        _ => return None,
    };
    let mut numbers: foldhash::HashMap<Option<&str>, u32> = foldhash::HashMap::default();
    let numbered: Vec<u32> = customers
        .iter()
        .map(|customer| {
            let next = numbers.len() as u32;
            *numbers.entry(customer).or_insert(next)
        })
        .collect();
    let mut known: Vec<(Option<&str>, u32)> = numbers.into_iter().collect();
    known.sort_unstable();
    // Where the next row of each customer goes: dealt out so, the rows of a customer stand together, as they came.
    let mut counts = vec![0_u32; known.len()];
    for number in &numbered {
        counts[*number as usize] += 1;
    }
    let (mut next, mut end) = (vec![0_u32; known.len()], 0);
    for (_, number) in &known {
        next[*number as usize] = end;
        end += counts[*number as usize];
    }
    let mut dealt = vec![(0_i64, 0_u32); numbered.len()];
    for (row, (number, moment)) in (0..).zip(numbered.iter().zip(moments.iter())) {
        let place = &mut next[*number as usize];
        // What has no moment comes before all.
        dealt[*place as usize] = (moment.unwrap_or(i64::MIN), row);
        *place += 1;
    }
    let mut rest = &mut dealt[..];
    for (_, number) in &known {
        let (of_customer, behind) = rest.split_at_mut(counts[*number as usize] as usize);
        of_customer.sort_unstable();
        rest = behind;
    }
    Some(dealt.into_iter().map(|(_, row)| row).collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{Date32Array, StringArray, TimestampMicrosecondArray};
    use arrow::compute::take;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_sorted_by_customer_and_time_as_by_comparing_both(
            rows in prop::collection::vec((prop::option::of("[a-cé]{0,3}"), prop::option::of(-3_i32..3)), 0..80),
        ) {
            let customers: ArrayRef = Arc::new(rows.iter().map(|row| row.0.as_deref()).collect::<StringArray>());
            let days: ArrayRef = Arc::new(rows.iter().map(|row| row.1).collect::<Date32Array>());
            let instants = rows.iter().map(|row| row.1.map(|day| i64::from(day) * i64::from(i32::MAX) * 1_000_000));
            let instants: ArrayRef = Arc::new(instants.collect::<TimestampMicrosecondArray>());
            for moments in [days, instants] {
                let order = by_customer_and_moment(&customers, &moments).expect("an order");
                let columns = [&customers, &moments].map(|values| SortColumn { values: values.clone(), options: None });
                let compared = lexsort_to_indices(&columns, None).unwrap();
                for values in [&customers, &moments] {
                    prop_assert_eq!(&take(values, &order, None).unwrap(), &take(values, &compared, None).unwrap());
                }
            }
        }
    }
}
