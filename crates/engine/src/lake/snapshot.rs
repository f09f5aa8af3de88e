//! Snapshots: which files make up a table, now or at an earlier version?

use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::{Fields, Schema, SchemaRef};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::error::{Damage, LakeError};
use super::folder::Lake;
use super::journal::Journal;
use super::log::{CommitFile, Log};
use super::metadata::FileMetadata;
use super::table::Fact;

/// The files of a table at one version.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) table: String,
    pub(super) folder: PathBuf,
    pub(super) version: i64,
    pub(super) schema: SchemaRef,
    pub(super) files: Vec<DataFile>,
    /// Shared by all copies.
    pub(super) metadata: Arc<FileMetadata>,
}

/// One data file of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Its name within the table's folder.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
    /// The buckets its rows lie in, if the table has any.
    pub buckets: Option<RangeInclusive<i32>>,
    /// The imports its rows came with, if the table tells.
    pub import_seqs: Option<RangeInclusive<i64>>,
    /// All statistics of the Delta log: `minValues`, `maxValues`, `nullCount`.
    pub statistics: Value,
}

impl DataFile {
    fn new(path: String, bytes: u64, statistics: Value) -> Self {
        Self {
            path,
            rows: statistics["numRecords"].as_u64().unwrap_or(0),
            bytes,
            buckets: range(&statistics, "bucket").map(|(first, last)| first as i32..=last as i32),
            import_seqs: range(&statistics, "import_seq").map(|(first, last)| first..=last),
            statistics,
        }
    }

    /// A file of which no more than its name is known.
    #[must_use]
    pub fn named(path: &str) -> Self {
        Self::new(path.to_owned(), 0, Value::Null)
    }
}

impl Snapshot {
    /// The table's name.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// The version.
    #[must_use]
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The table's columns.
    #[must_use]
    pub fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    /// The files, by bucket, then by name.
    #[must_use]
    pub fn files(&self) -> &[DataFile] {
        &self.files
    }

    /// The same version with some of its files only.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&DataFile) -> bool) -> Self {
        let files = self.files.iter().filter(|file| keep(file)).cloned().collect();
        Self {
            table: self.table.clone(),
            folder: self.folder.clone(),
            schema: self.schema.clone(),
            metadata: self.metadata.clone(),
            files,
            ..*self
        }
    }

    /// Whether a file of that name is part of it.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// The number of the last import whose rows are among these; 0 where none is.
    #[must_use]
    pub fn last_import_seq(&self) -> i64 {
        self.files.iter().filter_map(|file| file.import_seqs.as_ref()).map(|seqs| *seqs.end()).max().unwrap_or(0)
    }

    /// Rows of all files.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }
}

impl Lake {
    /// The table as it is now.
    pub async fn snapshot(&self, table: &str) -> Result<Snapshot, LakeError> {
        self.load(table, None).await
    }

    /// The table as it was at a version.
    pub async fn snapshot_at(&self, table: &str, version: i64) -> Result<Snapshot, LakeError> {
        self.load(table, Some(version as u64)).await
    }

    /// The version that was the table's latest at an instant; its first version counts as always there.
    pub fn version_at(&self, table: &str, instant: Timestamp) -> Result<i64, LakeError> {
        let mut version = self.latest_version(table)?;
        while version > 0 && self.committed_at(table, version)? > instant {
            version -= 1;
        }
        Ok(version)
    }

    /// What was said about a commit: the metadata given with it.
    pub fn commit_metadata(&self, table: &str, version: i64) -> Result<Map<String, Value>, LakeError> {
        let file = self.commit_file(table, version as u64)?;
        for action in actions(table, &file) {
            if let Some(Value::Object(info)) = action?.get_mut("commitInfo").map(Value::take) {
                return Ok(info);
            }
        }
        Ok(Map::new())
    }

    /// The files that a commit added, whether or not they still are part of the table; they lie on disk in any case.
    pub fn added_files(&self, table: &str, version: i64) -> Result<Vec<DataFile>, LakeError> {
        let file = self.commit_file(table, version as u64)?;
        let mut files = Vec::new();
        for action in actions(table, &file) {
            let action = action?;
            let Some(path) = action["add"]["path"].as_str() else { continue };
            let statistics = action["add"]["stats"].as_str().and_then(|text| serde_json::from_str(text).ok());
            let bytes = action["add"]["size"].as_u64().unwrap_or(0);
            files.push(DataFile::new(path.to_owned(), bytes, statistics.unwrap_or_default()));
        }
        Ok(files)
    }

    /// The latest version of an application's transactions committed to the table.
    pub async fn transaction(&self, table: &str, application: &str) -> Result<Option<i64>, LakeError> {
        let delta = self.delta(table).await?;
        let state = delta.snapshot().map_err(|error| LakeError::delta("open", table, error))?;
        let version = state.transaction_version(delta.log_store().as_ref(), application).await;
        version.map_err(|error| LakeError::delta("open", table, error))
    }

    fn committed_at(&self, table: &str, version: i64) -> Result<Timestamp, LakeError> {
        let info = self.commit_metadata(table, version)?;
        let millis = info.get("timestamp").and_then(Value::as_i64);
        millis.and_then(|millis| Timestamp::from_millisecond(millis).ok()).ok_or_else(|| LakeError::Unreadable {
            table: table.to_owned(),
            why: format!("version {version} does not say when it was committed"),
        })
    }

    async fn load(&self, table: &str, version: Option<u64>) -> Result<Snapshot, LakeError> {
        let log = self.log(table, version).await?;
        Ok(Snapshot {
            table: table.to_owned(),
            folder: self.folder(table),
            version: log.version(),
            schema: readable(table, &log.state.arrow_schema()),
            files: files(&log).await?,
            metadata: Arc::default(),
        })
    }
}

/// The columns that can be read of a table whose log tells of these: those that it has by now besides, which are empty in rows of earlier
/// versions of Bellwether. The log learns of them with the next commit.
fn readable(table: &str, logged: &SchemaRef) -> SchemaRef {
    let fact = table.parse::<Fact>().ok().map(Fact::schema);
    let journal = || Journal::ALL.into_iter().find(|journal| journal.name() == table).map(Journal::schema);
    let Some(declared) = fact.or_else(journal) else { return logged.clone() };
    let later = declared.fields().iter().filter(|field| logged.field_with_name(field.name()).is_err());
    Arc::new(Schema::new(logged.fields().iter().chain(later).cloned().collect::<Fields>()))
}

/// What a commit did, line by line.
pub(super) fn actions<'a>(table: &'a str, file: &'a CommitFile) -> impl Iterator<Item = Result<Value, LakeError>> + 'a {
    let lines = file.bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| {
        let action = serde_json::from_slice(line);
        action.map_err(|error| LakeError::damaged(table, &file.path, Damage::Unreadable(error.to_string())))
    })
}

async fn files(log: &Log) -> Result<Vec<DataFile>, LakeError> {
    let mut files = Vec::new();
    for view in log.files().await? {
        let statistics: Value = view.stats().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        files.push(DataFile::new(view.path().into_owned(), view.size() as u64, statistics));
    }
    files.sort_by(|left, right| {
        let order = |file: &DataFile| file.buckets.as_ref().map(|range| *range.start());
        order(left).cmp(&order(right)).then_with(|| left.path.cmp(&right.path))
    });
    Ok(files)
}

fn range(statistics: &Value, column: &str) -> Option<(i64, i64)> {
    Some((statistics["minValues"][column].as_i64()?, statistics["maxValues"][column].as_i64()?))
}
