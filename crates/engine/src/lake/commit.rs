//! Committing: one atomic step from a table's version to the next.
//!
//! The step is the appearance of the next file in the table's log. The data files it names were forced to disk before, when they
//! were finished; the log file itself is forced to disk under another name, then gets its own. So a crash leaves either the old
//! version and files that nobody names, which the next writer's sweep removes, or the new version whole.
//!
//! We write the log ourselves because the Delta library neither forces files to disk nor takes the caller's clock, and with the
//! lock of writers held there is no conflict for it to resolve.

use std::collections::{HashMap, HashSet};
use std::fs;

use arrow::datatypes::SchemaRef;
use deltalake::kernel::engine::arrow_conversion::TryIntoKernel;
use deltalake::kernel::transaction::CommitData;
use deltalake::kernel::{Action, Add, CommitInfo, MetadataExt, Remove, StructType, Transaction};
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::{DeltaOperation, SaveMode};
use jiff::Timestamp;
use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_64;

use super::durable;
use super::error::LakeError;
use super::folder::{LOG, Lake, is_name, log_name};
use super::head::Head;
use super::log::Log;
use super::seal::sealed;
use super::write::WrittenFile;

/// A checkpoint of the log is written once so many commits came after the last one.
const CHECKPOINT_EVERY: u64 = 100;

/// What the next version of a table changes.
#[derive(Debug)]
pub struct Commit {
    /// When, by the clock of the caller; [`Lake::version_at`] goes by it.
    pub at: Timestamp,
    /// The table's columns; a table that does not exist is created with them.
    pub schema: SchemaRef,
    /// New files.
    pub add: Vec<WrittenFile>,
    /// Files that are no longer part of the table; they stay on disk for earlier versions.
    pub remove: Removal,
    /// An application and the number of its transaction, for exactly-once writes.
    pub transaction: Option<(String, i64)>,
    /// What is to be said about the commit; see [`Lake::commit_metadata`].
    pub metadata: Map<String, Value>,
}

/// Which files a commit takes out of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Removal {
    /// None.
    #[default]
    Nothing,
    /// Those with these names.
    Of(Vec<String>),
    /// All that are there.
    All,
}

impl Commit {
    /// A commit that changes nothing yet.
    #[must_use]
    pub fn new(at: Timestamp, schema: SchemaRef) -> Self {
        Self { at, schema, add: Vec::new(), remove: Removal::Nothing, transaction: None, metadata: Map::new() }
    }
}

impl Lake {
    /// Makes the changes the table's next version, on disk when this returns, and gives its number.
    pub async fn commit(&self, table: &str, mut commit: Commit) -> Result<i64, LakeError> {
        if !is_name(table) {
            return Err(LakeError::BadName { table: table.to_owned() });
        }
        // Most callers hold it already, from before they read what they change; others get it for this commit.
        let _lock = self.share_lock()?;
        if !self.exists(table) {
            self.create(table, &commit.schema).await?;
        }
        let known = self.log(table, None).await?;
        let failed = |error| LakeError::delta("commit to", table, error);
        for file in &mut commit.add {
            file.wait_for_disk()?;
        }
        let mut actions = Vec::new();
        actions.extend(schema_change(&known, &commit).map_err(failed)?);
        actions.extend(removals(&known, table, &commit).await?);
        actions.extend(commit.add.iter().map(|file| Action::Add(addition(file, commit.at))));
        let operation = DeltaOperation::Write { mode: SaveMode::Append, partition_by: None, predicate: None };
        let info = CommitInfo {
            timestamp: Some(commit.at.as_millisecond()),
            operation: Some(operation.name().to_owned()),
            engine_info: Some(format!("bellwether {}", env!("CARGO_PKG_VERSION"))),
            info: commit.metadata.into_iter().collect(),
            ..CommitInfo::default()
        };
        // First, for `commit_metadata` reads the first line only: a commit of many files has a long log file.
        actions.insert(0, Action::CommitInfo(info));
        let transaction = commit.transaction.map(|(application, version)| {
            Transaction::new_with_last_update(application, version, Some(commit.at.as_millisecond()))
        });
        let data = CommitData::new(actions, operation, HashMap::new(), transaction.into_iter().collect());
        let bytes = sealed(&data.get_bytes().map_err(|error| failed(error.into()))?, Some(known.commit));
        let version = known.version() as u64 + 1;
        let log = self.folder(table).join(LOG);
        if !durable::create_new(&log, &log_name(version), &bytes)? {
            // Only a program that does not ask for our lock can have been faster.
            return Err(LakeError::Conflict { table: table.to_owned(), what: format!("version {version} exists") });
        }
        // Readers see the new version already, so its files must stay whatever fails from here on.
        commit.add.into_iter().for_each(WrittenFile::keep);
        durable::sync(&log)?;
        let head = self.head(table).unwrap_or_default().after(version, xxh3_64(&bytes));
        self.note_head(table, &head);
        if version - known.checkpoint.unwrap_or(0) >= CHECKPOINT_EVERY {
            self.checkpoint(table, head).await;
        }
        Ok(version as i64)
    }

    /// Creates an empty table, whole or not at all; one that is there already stays as it is.
    ///
    /// The Delta library writes the first version in several steps, so it does so in a staging folder, and moving its log is the one
    /// step by which the table appears. Whoever calls holds the lock of writers.
    pub(super) async fn create(&self, table: &str, schema: &SchemaRef) -> Result<(), LakeError> {
        let failed = |error| LakeError::delta("create", table, error);
        let kernel: StructType = schema.as_ref().try_into_kernel().map_err(LakeError::columns(table))?;
        // Another process may have created it while this one waited for the lock.
        if self.exists(table) {
            return Ok(());
        }
        let staging = self.staging()?;
        CreateBuilder::new()
            .with_location(staging.path().to_string_lossy())
            .with_table_name(table)
            .with_columns(kernel.fields().cloned())
            .with_configuration(PROPERTIES.map(|(name, value)| (name, Some(value))))
            .await
            .map_err(failed)?;
        let (log, first) = (staging.path().join(LOG), staging.path().join(LOG).join(log_name(0)));
        let bytes = fs::read(&first).map(|bytes| sealed(&bytes, None));
        let bytes = bytes.and_then(|bytes| fs::write(&first, &bytes).map(|()| bytes));
        let bytes = bytes.map_err(|error| LakeError::io("write", &first, error))?;
        durable::sync_folder(&log)?;
        let folder = self.folder(table);
        let created = fs::create_dir_all(&folder).and_then(|()| fs::rename(&log, folder.join(LOG)));
        created.map_err(|error| LakeError::io("create the folder", &folder, error))?;
        // The folders above too: a table's own folder may be new, and the first commit to it is reported as durable.
        for folder in folder.ancestors().take_while(|folder| folder.starts_with(&self.root)) {
            durable::sync(folder)?;
        }
        self.note_head(table, &Head::default().after(0, xxh3_64(&bytes)));
        Ok(())
    }

    /// Without one the table is only slower to open, so a failure is told and no more.
    async fn checkpoint(&self, table: &str, head: Head) {
        if let Err(error) = self.write_checkpoint(table, head).await {
            tracing::warn!(table, %error, "no checkpoint could be written; the next commit tries again");
        }
    }
}

/// Closed books point into history, so neither this program nor another that honours the properties may clean it away.
const PROPERTIES: [(&str, &str); 4] = [
    ("delta.logRetentionDuration", "interval 5200 weeks"),
    ("delta.deletedFileRetentionDuration", "interval 5200 weeks"),
    ("delta.enableExpiredLogCleanup", "false"),
    ("delta.checkpointInterval", "100"),
];

fn schema_change(known: &Log, commit: &Commit) -> Result<Option<Action>, deltalake::DeltaTableError> {
    let wanted: StructType = commit.schema.as_ref().try_into_kernel()?;
    if known.state.schema().as_ref() == &wanted {
        return Ok(None);
    }
    Ok(Some(Action::Metadata(known.state.metadata().clone().with_schema(&wanted)?)))
}

async fn removals(known: &Log, table: &str, commit: &Commit) -> Result<Vec<Action>, LakeError> {
    let mut named: HashSet<&str> = match &commit.remove {
        Removal::Nothing => return Ok(Vec::new()),
        Removal::Of(names) if names.is_empty() => return Ok(Vec::new()),
        Removal::Of(names) => names.iter().map(String::as_str).collect(),
        Removal::All => HashSet::new(),
    };
    let all = commit.remove == Removal::All;
    let present = known.files().await?.into_iter().filter(|view| named.remove(view.path().as_ref()) || all);
    let actions = present
        .map(|view| {
            let removed = view.remove_action(true);
            Action::Remove(Remove { deletion_timestamp: Some(commit.at.as_millisecond()), ..removed })
        })
        .collect();
    // What was read before the lock was taken may have been replaced in between; taking out a file twice would count its rows twice.
    match named.iter().next() {
        None => Ok(actions),
        Some(path) => {
            Err(LakeError::Conflict { table: table.to_owned(), what: format!("{path} is no longer part of it") })
        }
    }
}

fn addition(file: &WrittenFile, at: Timestamp) -> Add {
    Add {
        path: file.name.clone(),
        size: file.bytes as i64,
        modification_time: at.as_millisecond(),
        data_change: true,
        stats: Some(file.statistics.clone()),
        ..Add::default()
    }
}
