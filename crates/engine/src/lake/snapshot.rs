//! Snapshots: which files make up a table, now or at an earlier version?

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use deltalake::kernel::{LogicalFileView, Snapshot as State};
use deltalake::logstore::LogStoreRef;
use deltalake::{DeltaTable, DeltaTableBuilder};
use futures::TryStreamExt;
use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::error::LakeError;
use super::folder::{LOG, Lake, log_name};
use super::metadata::FileMetadata;

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

/// What a table's log says at one version; the files are looked up when asked for.
pub(super) struct Log {
    table: String,
    store: LogStoreRef,
    pub(super) state: State,
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
        let path = self.folder(table).join(LOG).join(log_name(version as u64));
        let mut first = String::new();
        let read = File::open(&path).and_then(|file| BufReader::new(file).read_line(&mut first));
        read.map_err(|error| LakeError::io("read", &path, error))?;
        let mut action: Value = serde_json::from_str(&first).map_err(|error| LakeError::Damaged {
            table: table.to_owned(),
            why: format!("version {version}: {error}"),
        })?;
        match action.get_mut("commitInfo").map(Value::take) {
            Some(Value::Object(info)) => Ok(info),
            _ => Ok(Map::new()),
        }
    }

    /// The files that a commit added, whether or not they still are part of the table; they lie on disk in any case.
    pub fn added_files(&self, table: &str, version: i64) -> Result<Vec<DataFile>, LakeError> {
        let path = self.folder(table).join(LOG).join(log_name(version as u64));
        let text = fs::read_to_string(&path).map_err(|error| LakeError::io("read", &path, error))?;
        let mut files = Vec::new();
        for line in text.lines() {
            let action: Value = serde_json::from_str(line).map_err(|error| LakeError::Damaged {
                table: table.to_owned(),
                why: format!("version {version}: {error}"),
            })?;
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

    /// The latest version in the table's log.
    pub fn latest_version(&self, table: &str) -> Result<i64, LakeError> {
        let log = self.folder(table).join(LOG);
        if !self.exists(table) {
            return Err(LakeError::NoSuchTable { table: table.to_owned() });
        }
        let mut latest = 0;
        for entry in fs::read_dir(&log).map_err(|error| LakeError::io("list", &log, error))? {
            let name = entry.map_err(|error| LakeError::io("list", &log, error))?.file_name();
            let version = name.to_str().and_then(|name| name.strip_suffix(".json")).and_then(|name| name.parse().ok());
            latest = latest.max(version.unwrap_or(0));
        }
        Ok(latest)
    }

    fn committed_at(&self, table: &str, version: i64) -> Result<Timestamp, LakeError> {
        let info = self.commit_metadata(table, version)?;
        let millis = info.get("timestamp").and_then(Value::as_i64);
        millis.and_then(|millis| Timestamp::from_millisecond(millis).ok()).ok_or_else(|| LakeError::Damaged {
            table: table.to_owned(),
            why: format!("version {version} does not say when it was committed"),
        })
    }

    /// The table with all that is known of it.
    pub(super) async fn delta(&self, table: &str) -> Result<DeltaTable, LakeError> {
        self.builder(table)?.load().await.map_err(|error| LakeError::delta("open", table, error))
    }

    /// The table's log up to a version, or to its latest.
    pub(super) async fn log(&self, table: &str, version: Option<u64>) -> Result<Log, LakeError> {
        let failed = |error| LakeError::delta("open", table, error);
        let store = self.builder(table)?.build_storage().map_err(failed)?;
        let state = State::try_new(store.as_ref(), version).await.map_err(failed)?;
        Ok(Log { table: table.to_owned(), store, state })
    }

    fn builder(&self, table: &str) -> Result<DeltaTableBuilder, LakeError> {
        if !self.exists(table) {
            return Err(LakeError::NoSuchTable { table: table.to_owned() });
        }
        let folder = self.folder(table);
        let url = Url::from_directory_path(&folder).map_err(|()| LakeError::BadName { table: table.to_owned() })?;
        DeltaTableBuilder::from_url(url).map_err(|error| LakeError::delta("open", table, error))
    }

    async fn load(&self, table: &str, version: Option<u64>) -> Result<Snapshot, LakeError> {
        let log = self.log(table, version).await?;
        Ok(Snapshot {
            table: table.to_owned(),
            folder: self.folder(table),
            version: log.version(),
            schema: log.state.arrow_schema(),
            files: files(&log).await?,
            metadata: Arc::default(),
        })
    }
}

impl Log {
    pub(super) fn version(&self) -> i64 {
        self.state.version() as i64
    }

    /// The files that the log names, in no order.
    pub(super) async fn files(&self) -> Result<Vec<LogicalFileView>, LakeError> {
        let views = self.state.file_views(self.store.as_ref(), None).try_collect().await;
        views.map_err(|error| LakeError::delta("list the files of", &self.table, error))
    }
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
