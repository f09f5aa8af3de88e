//! How do the tables of the sample company become imports?

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray as _, Date32Array, RecordBatch, StringArray, new_null_array};
use arrow::datatypes::{Date32Type, Schema};
use arrow::error::ArrowError;
use bellwether_engine::lake::{DAY, Fact, FactError, VIA};
use bellwether_engine::sources::{FactBatch, FactSource, Format, Progress, Pull, RowPosition, SourceError, SourceFile};
use bellwether_model::{Currency, Day};
use bellwether_sample::TableStream;

/// One table of one silo of the sample company, to be imported.
pub(crate) struct SampleSource {
    stream: TableStream,
    fact: Fact,
    files: [SourceFile; 1],
    rows: u64,
    /// In what the company counts that it is added to.
    currency: Currency,
    /// The last day of which it tells. Ends to come would be known ends once their day has come, and move the as-of beyond all that is told.
    through: Day,
}

impl SampleSource {
    pub(crate) fn new(stream: TableStream, currency: Currency, through: Day) -> Result<Self, FactError> {
        let fact = stream.table().name().parse()?;
        let files = [SourceFile { name: stream.address(), bytes: 0, sha256: None, format: Format::default() }];
        Ok(Self { stream, fact, files, rows: 0, currency, through })
    }
}

impl FactSource for SampleSource {
    fn fact(&self) -> Fact {
        self.fact
    }

    fn source(&self) -> &str {
        self.stream.silo().name()
    }

    fn files(&self) -> &[SourceFile] {
        &self.files
    }

    fn next(&mut self) -> Result<Option<Pull>, SourceError> {
        let batch = self.stream.next().transpose();
        let (fact, currency, through) = (self.fact, self.currency, self.through);
        let told = |batch: RecordBatch| without_ends_to_come(&canonical(fact, &batch, currency)?, through);
        let batch = batch.and_then(|batch| batch.map(told).transpose());
        let batch = batch.map_err(|error| SourceError::Arrow { file: self.files[0].name.clone(), error })?;
        let Some(rows) = batch else { return Ok(None) };
        let first = self.rows + 1;
        self.rows += rows.num_rows() as u64;
        let places = (first..=self.rows).map(|row| RowPosition { file: 0, row }).collect();
        // Every row has a key of its own, so its content is never looked at.
        let content = (first..=self.rows).map(u128::from).collect();
        Ok(Some(Pull { batch: FactBatch { rows, places, content }, rejects: Vec::new(), left_out: None }))
    }

    fn progress(&self) -> Progress {
        Progress { bytes_read: 0, bytes_total: None, rows: self.rows }
    }
}

/// The currency in which the sample company counts.
const ITS_CURRENCY: &str = "EUR";

/// The batch with the canonical table's own schema, which also says which columns lack no value, and in the currency that is counted in.
fn canonical(fact: Fact, batch: &RecordBatch, currency: Currency) -> Result<RecordBatch, ArrowError> {
    let schema = Schema::new(fact.columns());
    let columns = schema.fields().iter().map(|field| {
        let column = batch.column_by_name(field.name()).cloned();
        let column = column.map(|column| {
            if ["currency", "to_currency"].contains(&field.name().as_str()) {
                counted_in(currency, &column)
            } else {
                column
            }
        });
        let column = column
            .or_else(|| is_left_out(fact, field.name()).then(|| new_null_array(field.data_type(), batch.num_rows())));
        column.ok_or_else(|| ArrowError::SchemaError(format!("the sample company's {fact} lack {}", field.name())))
    });
    let columns = columns.collect::<Result<_, _>>()?;
    RecordBatch::try_new(Arc::new(schema), columns)
}

/// Whether the sample company tells nothing of a column: it gives moments to all that it tells, no two touches of a case one, and names
/// customers by their own ids.
fn is_left_out(fact: Fact, column: &str) -> bool {
    column == DAY && fact.has_moments() || VIA.contains(&column) || column == "sequence"
}

fn without_ends_to_come(rows: &RecordBatch, through: Day) -> Result<RecordBatch, ArrowError> {
    let Ok(at) = rows.schema().index_of("to") else { return Ok(rows.clone()) };
    let ends = rows.column(at).as_primitive::<Date32Type>().iter();
    let ends: Date32Array = ends.map(|end| end.filter(|end| *end <= through.0)).collect();
    let mut columns = rows.columns().to_vec();
    columns[at] = Arc::new(ends);
    RecordBatch::try_new(rows.schema(), columns)
}

/// The same amounts as those of another company: its currency and the sample's change places, so that two stay two.
fn counted_in(currency: Currency, column: &ArrayRef) -> ArrayRef {
    let other = currency.to_string();
    let Some(codes) = column.as_string_opt::<i32>().filter(|_| other != ITS_CURRENCY) else { return column.clone() };
    let swapped = |code: &str| match code {
        ITS_CURRENCY => other.clone(),
        code if code == other => ITS_CURRENCY.to_owned(),
        code => code.to_owned(),
    };
    Arc::new(codes.iter().map(|code| code.map(swapped)).collect::<StringArray>())
}

#[cfg(test)]
mod tests {
    use bellwether_sample::Sample;

    use super::*;

    #[test]
    fn every_table_of_the_sample_company_has_the_columns_of_its_canonical_table_and_no_others() {
        let sample = Sample { customers: 300, ..Sample::default() };
        for mut stream in sample.tables().expect("tables") {
            let names: Vec<String> = {
                let batch = stream.next().expect("rows").expect("a batch");
                batch.schema().fields().iter().map(|field| field.name().clone()).collect()
            };
            let fact: Fact = stream.table().name().parse().expect("a table of facts");
            let is_told = |name: &&String| !is_left_out(fact, name);
            let columns = fact.columns();
            let expected: Vec<String> = columns.iter().map(|field| field.name()).filter(is_told).cloned().collect();
            assert_eq!(names, expected, "{fact}");
        }
        for stream in sample.tables().expect("tables") {
            let mut source =
                SampleSource::new(stream, "EUR".parse().expect("a currency"), sample.through).expect("a source");
            let pulled = source.next().expect("canonical rows").expect("rows");
            assert_eq!(pulled.batch.rows.num_rows(), pulled.batch.places.len());
            assert_eq!(pulled.batch.rows.schema().fields(), &source.fact().columns());
        }
    }
}
