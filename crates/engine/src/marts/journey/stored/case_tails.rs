//! The table `case_tails`: where each case stood with its last touch. With it a case goes on with later touches without reading the earlier ones,
//! so a day's touches cost what a day brings and not what all years brought. It serves refreshes alone; its column `tail` is meant for no other
//! reader.
//!
//! A case is one of a customer's; its touches without a case go by one tail of theirs. Of a case's rows the one with the highest `version` counts,
//! and one without a tail says that nothing of the case remains: an update adds rows of those cases that it tells, and leaves the others where they
//! lie.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use arrow::array::{
    Array as _, ArrayRef, AsArray, BinaryBuilder, Int32Builder, Int64Array, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Field, Int64Type, Schema, SchemaRef};
use bellwether_model::Day;
use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::fold::Run;
use crate::lake::{Lake, Snapshot};
use crate::marts::storage::MartTable;
use crate::walk::{TextColumn, Touch, WalkError, column};

/// Where each case stands.
pub const CASE_TAILS: MartTable =
    MartTable { name: "case_tails", key: &["customer_id", "case_id", "version"], schema: tails_schema };

/// The version of tails that were all made anew.
pub const ANEW: i64 = 0;

/// The last run of a case's touches. It says nothing that changes by the mere passing of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseTail {
    silo: String,
    touchpoints: Vec<String>,
    last_touchpoint: String,
    /// Of the last touch.
    source: String,
    key: u128,
    day: i32,
    started_at: i64,
    done_at: Option<i64>,
}

/// The tails of a customer, by case.
pub type TailsByCase = BTreeMap<Option<String>, CaseTail>;

/// The latest rows of a customer, by case: their versions, and their tails.
type VersionsByCase = BTreeMap<Option<String>, (i64, Option<CaseTail>)>;

impl CaseTail {
    /// The tail of a case that stands so.
    pub fn of(run: &Run<'_>) -> Self {
        let Run { silo, touchpoints, last, last_touchpoint } = run;
        Self {
            silo: (*silo).to_owned(),
            touchpoints: touchpoints.iter().map(|touchpoint| (*touchpoint).to_owned()).collect(),
            last_touchpoint: (*last_touchpoint).to_owned(),
            source: last.source.to_owned(),
            key: last.key,
            day: last.day.0,
            started_at: last.started_at,
            done_at: last.done_at,
        }
    }

    /// Where the case stands; of its last touch no more than later handoffs tell of it.
    pub fn run<'t>(&'t self, case: Option<&'t str>) -> Run<'t> {
        let last = Touch {
            day: Day(self.day),
            started_at: self.started_at,
            done_at: self.done_at,
            key: self.key,
            source: &self.source,
            case,
            silo: Some(&self.silo),
            ..Touch::default()
        };
        let touchpoints = self.touchpoints.iter().map(String::as_str).collect();
        Run { silo: &self.silo, touchpoints, last, last_touchpoint: &self.last_touchpoint }
    }

    /// Whether a touch comes after all of the case.
    pub fn is_before(&self, touch: &Touch<'_>) -> bool {
        (self.day, self.started_at) < (touch.day.0, touch.started_at)
    }
}

fn tails_schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("bucket", DataType::Int32, false),
        Field::new("customer_id", DataType::Utf8, false),
        Field::new("case_id", DataType::Utf8, true),
        Field::new("version", DataType::Int64, false),
        Field::new("tail", DataType::Binary, true),
    ]))
}

/// Collects rows for a version of the table.
pub struct TailRows {
    version: i64,
    bucket: Int32Builder,
    customer_id: StringBuilder,
    case_id: StringBuilder,
    tail: BinaryBuilder,
    bytes: Vec<u8>,
    /// Rows so far.
    pub rows: usize,
}

impl TailRows {
    pub fn new(version: i64) -> Self {
        Self {
            version,
            bucket: Int32Builder::new(),
            customer_id: StringBuilder::new(),
            case_id: StringBuilder::new(),
            tail: BinaryBuilder::new(),
            bytes: Vec::new(),
            rows: 0,
        }
    }

    /// Adds where a case stands; without a tail, that nothing of it remains.
    pub fn add(
        &mut self,
        bucket: i32,
        customer: &str,
        case: Option<&str>,
        tail: Option<&CaseTail>,
    ) -> Result<(), WalkError> {
        match tail {
            None if self.version == ANEW => return Ok(()),
            None => self.tail.append_null(),
            Some(tail) => {
                self.bytes.clear();
                let bytes = postcard::to_extend(tail, std::mem::take(&mut self.bytes));
                self.bytes = bytes.map_err(|_| WalkError::Missing { column: "tail" })?;
                self.tail.append_value(&self.bytes);
            }
        }
        self.bucket.append_value(bucket);
        self.customer_id.append_value(customer);
        self.case_id.append_option(case);
        self.rows += 1;
        Ok(())
    }

    /// Adds where each case of a life stands.
    pub fn add_runs(&mut self, bucket: i32, customer: &str, runs: &[Run<'_>]) -> Result<(), WalkError> {
        runs.iter().try_for_each(|run| self.add(bucket, customer, run.last.case, Some(&CaseTail::of(run))))
    }

    /// All that was collected.
    pub fn take(&mut self) -> Result<RecordBatch, WalkError> {
        self.rows = 0;
        let bucket = self.bucket.finish();
        let version = Int64Array::from_value(self.version, bucket.len());
        let columns: Vec<ArrayRef> = vec![
            Arc::new(bucket),
            Arc::new(self.customer_id.finish()),
            Arc::new(self.case_id.finish()),
            Arc::new(version),
            Arc::new(self.tail.finish()),
        ];
        RecordBatch::try_new(tails_schema(), columns).map_err(|_| WalkError::Missing { column: "tail" })
    }
}

/// The tails of those customers of some buckets who are `wanted`.
pub fn read_tails(
    lake: &Lake,
    stored: &Snapshot,
    buckets: Range<i32>,
    wanted: impl Fn(&str) -> bool,
) -> Result<HashMap<String, TailsByCase>, WalkError> {
    let mut latest: HashMap<String, VersionsByCase> = HashMap::default();
    for batch in lake.read(stored, buckets, &["customer_id", "case_id", "version", "tail"])? {
        let batch = batch?;
        let (customers, cases) = (TextColumn::of(&batch, "customer_id")?, TextColumn::of(&batch, "case_id")?);
        let versions = column(&batch, "version")?.as_primitive::<Int64Type>();
        let tails = column(&batch, "tail")?.as_binary_opt::<i32>().ok_or(WalkError::Missing { column: "tail" })?;
        let is_wanted = customers.map_distinct(|customer| Ok::<_, WalkError>(wanted(customer)))?;
        for row in (0..batch.num_rows()).filter(|row| is_wanted.get(*row) == Some(&true)) {
            let (customer, case) = (customers.value(row).unwrap_or_default(), cases.value(row).map(str::to_owned));
            let tail = tails.is_valid(row).then(|| postcard::from_bytes(tails.value(row)));
            let tail = tail.transpose().map_err(|_| WalkError::Missing { column: "tail" })?;
            let of_customer = match latest.get_mut(customer) {
                Some(known) => known,
                None => latest.entry(customer.to_owned()).or_default(),
            };
            let version = versions.value(row);
            match of_customer.get_mut(&case) {
                Some(known) if known.0 > version => {}
                Some(known) => *known = (version, tail),
                None => {
                    of_customer.insert(case, (version, tail));
                }
            }
        }
    }
    let remaining = latest.into_iter().map(|(customer, tails)| {
        (customer, tails.into_iter().filter_map(|(case, (_, tail))| Some((case, tail?))).collect())
    });
    Ok(remaining.collect())
}
