//! Reading rows: the columns and buckets asked for, from local files, by any number of threads at once.
//!
//! Of a column nothing is decoded before all its bytes within the row group are known to be what was written.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, RecordBatch, StringArray, new_null_array};
use arrow::compute::filter_record_batch;
use arrow::compute::kernels::cmp::eq;
use arrow::datatypes::{Field, Fields, Int32Type, Schema};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowPredicateFn, ArrowReaderMetadata, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowFilter,
};
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

use super::chunks::{CheckedChunks, Damages};
use super::data_file::{DataFileReader, Footer};
use super::error::LakeError;
use super::folder::Lake;
use super::metadata::FileMetadata;
use super::snapshot::{DataFile, Snapshot};

const ROWS_PER_BATCH: usize = 65_536;

/// Rows of a snapshot, file by file, each in the order it was written in.
#[derive(Debug)]
pub struct Rows {
    projection: Arc<Projection>,
    files: VecDeque<PathBuf>,
    open: Option<OpenFile>,
}

#[derive(Debug)]
struct Projection {
    table: String,
    /// The columns to give, with their types in the table.
    columns: Fields,
    buckets: Option<Range<i32>>,
    dictionaries: bool,
    /// Only rows in which a text column holds this.
    holding: Option<(String, String)>,
    metadata: Arc<FileMetadata>,
}

#[derive(Debug)]
struct OpenFile {
    file: Arc<DataFileReader>,
    metadata: ArrowReaderMetadata,
    footer: Arc<Footer>,
    damages: Damages,
    row_groups: VecDeque<RowGroup>,
    rows: Option<(ParquetRecordBatchReader, bool)>,
}

#[derive(Clone, Copy, Debug)]
struct RowGroup {
    index: usize,
    /// Whether rows of other buckets lie among those asked for.
    mixed: bool,
}

impl Lake {
    /// Rows of a snapshot that lie in the buckets, in the columns asked for. Files and row groups of other buckets are not read.
    /// The text columns `customer_id`, `currency`, `source`, `product` and `silo` come as dictionaries.
    pub fn read(&self, snapshot: &Snapshot, buckets: Range<i32>, columns: &[&str]) -> Result<Rows, LakeError> {
        rows(snapshot, buckets, columns, true, None)
    }

    /// The rows of all columns in which a text column holds `value`, of one bucket. The others are not even decoded.
    pub fn read_holding(&self, snapshot: &Snapshot, bucket: i32, column: &str, value: &str) -> Result<Rows, LakeError> {
        chosen(snapshot, &[column])?;
        rows(snapshot, bucket..bucket + 1, &[], true, Some((column.to_owned(), value.to_owned())))
    }

    /// The same, with every text as plain text.
    pub fn read_plain(&self, snapshot: &Snapshot, buckets: Range<i32>, columns: &[&str]) -> Result<Rows, LakeError> {
        rows(snapshot, buckets, columns, false, None)
    }

    /// Whether every byte of a snapshot's files is what was written.
    pub fn check(&self, snapshot: &Snapshot) -> Result<(), LakeError> {
        let paths = snapshot.files.iter().map(|file| snapshot.folder.join(&file.path));
        paths.into_iter().try_for_each(|path| DataFileReader::open(&snapshot.table, &path)?.check().map(drop))
    }

    /// All rows of one file in the columns asked for (all if none is named), every text as plain text.
    pub fn read_file(&self, snapshot: &Snapshot, file: &DataFile, columns: &[&str]) -> Result<Rows, LakeError> {
        let projection = Projection {
            table: snapshot.table.clone(),
            columns: chosen(snapshot, columns)?,
            buckets: None,
            dictionaries: false,
            holding: None,
            metadata: snapshot.metadata.clone(),
        };
        let files = VecDeque::from([snapshot.folder.join(&file.path)]);
        Ok(Rows { projection: Arc::new(projection), files, open: None })
    }
}

fn rows(
    snapshot: &Snapshot,
    buckets: Range<i32>,
    columns: &[&str],
    dictionaries: bool,
    holding: Option<(String, String)>,
) -> Result<Rows, LakeError> {
    let overlaps = |file: &&DataFile| {
        file.buckets.as_ref().is_none_or(|range| *range.start() < buckets.end && *range.end() >= buckets.start)
    };
    let files = snapshot.files.iter().filter(overlaps).map(|file| snapshot.folder.join(&file.path)).collect();
    let projection = Projection {
        table: snapshot.table.clone(),
        columns: chosen(snapshot, columns)?,
        buckets: snapshot.schema.column_with_name("bucket").is_some().then_some(buckets),
        dictionaries,
        holding,
        metadata: snapshot.metadata.clone(),
    };
    Ok(Rows { projection: Arc::new(projection), files, open: None })
}

fn chosen(snapshot: &Snapshot, columns: &[&str]) -> Result<Fields, LakeError> {
    if columns.is_empty() {
        return Ok(snapshot.schema.fields().clone());
    }
    let field = |name: &&str| {
        let (_, field) = snapshot
            .schema
            .fields()
            .find(name)
            .ok_or_else(|| LakeError::NoSuchColumn { table: snapshot.table.clone(), column: (*name).to_owned() })?;
        Ok(field.clone())
    };
    columns.iter().map(field).collect()
}

impl Rows {
    fn advance(&mut self) -> Result<Option<RecordBatch>, LakeError> {
        loop {
            let Some(open) = &mut self.open else {
                let Some(path) = self.files.pop_front() else { return Ok(None) };
                self.open = Some(OpenFile::new(&path, &self.projection)?);
                continue;
            };
            match open.advance(&self.projection)? {
                Some(batch) if batch.num_rows() == 0 => {}
                Some(batch) => return Ok(Some(batch)),
                None => self.open = None,
            }
        }
    }
}

impl Iterator for Rows {
    type Item = Result<RecordBatch, LakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let advanced = self.advance();
        if advanced.is_err() {
            self.files.clear();
            self.open = None;
        }
        advanced.transpose()
    }
}

impl OpenFile {
    fn new(path: &Path, projection: &Projection) -> Result<Self, LakeError> {
        let file = DataFileReader::open(&projection.table, path)?;
        let (metadata, footer) = projection.metadata.metadata(&file, projection.dictionaries)?;
        let groups = metadata.metadata().row_groups().iter().enumerate();
        let row_groups = groups.filter_map(|(index, group)| {
            let Some(buckets) = &projection.buckets else { return Some(RowGroup { index, mixed: false }) };
            let Some((least, greatest)) = buckets_of(group) else {
                return Some(RowGroup { index, mixed: true });
            };
            let mixed = least < buckets.start || greatest >= buckets.end;
            (least < buckets.end && greatest >= buckets.start).then_some(RowGroup { index, mixed })
        });
        let row_groups = row_groups.collect();
        let (file, damages) = (Arc::new(file), Damages::default());
        Ok(Self { file, metadata, footer, damages, row_groups, rows: None })
    }

    /// Row groups are read one by one, so that no batch spans two dictionaries.
    fn advance(&mut self, projection: &Projection) -> Result<Option<RecordBatch>, LakeError> {
        loop {
            if let Some((rows, mixed)) = &mut self.rows {
                if let Some(batch) = rows.next() {
                    let failed = |error| LakeError::arrow(&projection.table, self.file.path(), error);
                    let batch = batch.map_err(|error| self.damages.take().unwrap_or_else(|| failed(error)))?;
                    return projection.shape(&batch, *mixed).map(Some);
                }
                self.rows = None;
            }
            let Some(group) = self.row_groups.pop_front() else { return Ok(None) };
            let failed = |error| LakeError::parquet("read", self.file.path(), error);
            let chunks = CheckedChunks::new(self.file.clone(), self.footer.clone(), self.damages.clone());
            let names = projection.columns.iter().map(|field| field.name().as_str());
            let names = names.chain(group.mixed.then_some("bucket"));
            let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(chunks, self.metadata.clone());
            let columns = ProjectionMask::columns(builder.parquet_schema(), names);
            let mut rows = builder.with_projection(columns).with_row_groups(vec![group.index]);
            if let Some((column, value)) = &projection.holding {
                let (column, value) = ([column.as_str()], StringArray::new_scalar(value));
                let mask = ProjectionMask::columns(rows.parquet_schema(), column);
                let holds = ArrowPredicateFn::new(mask, move |batch| eq(batch.column(0), &value));
                rows = rows.with_row_filter(RowFilter::new(vec![Box::new(holds)]));
            }
            let rows = rows.with_batch_size(ROWS_PER_BATCH).build();
            let rows = rows.map_err(|error| self.damages.take().unwrap_or_else(|| failed(error)))?;
            self.rows = Some((rows, group.mixed));
        }
    }
}

impl Projection {
    /// The columns asked for in their order; one that the file does not have yet is empty.
    fn shape(&self, batch: &RecordBatch, mixed: bool) -> Result<RecordBatch, LakeError> {
        let failed = LakeError::columns(&self.table);
        let columns = self.columns.iter().map(|field| {
            let column = batch.column_by_name(field.name()).cloned();
            column.unwrap_or_else(|| new_null_array(field.data_type(), batch.num_rows()))
        });
        let columns: Vec<ArrayRef> = columns.collect();
        let fields = self.columns.iter().zip(&columns).map(|(field, values)| {
            Field::new(field.name(), values.data_type().clone(), field.is_nullable() || values.null_count() > 0)
        });
        let schema = Arc::new(Schema::new(fields.collect::<Fields>()));
        let shaped = RecordBatch::try_new(schema, columns).map_err(&failed)?;
        match (&self.buckets, batch.column_by_name("bucket")) {
            (Some(buckets), Some(values)) if mixed => {
                let values = values.as_primitive::<Int32Type>().values();
                let inside = values.iter().map(|bucket| Some(buckets.contains(bucket)));
                filter_record_batch(&shaped, &inside.collect::<BooleanArray>()).map_err(&failed)
            }
            _ => Ok(shaped),
        }
    }
}

fn buckets_of(group: &RowGroupMetaData) -> Option<(i32, i32)> {
    let bucket = group.columns().iter().find(|column| column.column_path().parts() == ["bucket"])?;
    match bucket.statistics()? {
        Statistics::Int32(range) => Some((*range.min_opt()?, *range.max_opt()?)),
        _ => None,
    }
}
