//! The log of a table: which commits made it what it is, and are they all there as they were written?
//!
//! Every file of a log is checked before the Delta library sees it: each commit by its [seal](super::seal), its place by the seal of the
//! one after it, the last one by the [head](super::head) of the table, a checkpoint by the checksum that the head keeps. The library is
//! given those files in memory, so that it never reads others. A checkpoint only spares reading older commits, which are never cleaned
//! away: one that is damaged, or that nobody vouches for, is left aside.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use deltalake::kernel::{LogicalFileView, Snapshot as State};
use deltalake::logstore::LogStoreRef;
use deltalake::protocol::checkpoints;
use deltalake::{DeltaTable, DeltaTableBuilder, DeltaTableError};
use futures::TryStreamExt;
use object_store::memory::InMemory;
use object_store::path::Path as StorePath;
use object_store::{ObjectStore, ObjectStoreExt};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::durable;
use super::error::{Damage, LakeError, Witness};
use super::folder::{LOG, Lake, log_name};
use super::head::Head;
use super::seal::{Seal, seal_of};

/// A table's log as the library sees it.
const IN_MEMORY: &str = "memory:///";
/// Names the latest checkpoint to other readers of Delta.
const LAST_CHECKPOINT: &str = "_last_checkpoint";

/// The files of a log that tell of one version, each checked.
pub(super) struct LogFiles {
    /// The version they tell of.
    pub(super) version: u64,
    /// The checksum of its commit's file.
    pub(super) commit: u64,
    /// The checkpoint among them.
    pub(super) checkpoint: Option<u64>,
    files: Vec<(String, Bytes)>,
}

/// What a table's log says at one version; the files are looked up when asked for.
pub(super) struct Log {
    table: String,
    store: LogStoreRef,
    pub(super) state: State,
    /// The checksum of its commit's file.
    pub(super) commit: u64,
    /// The checkpoint it was read from.
    pub(super) checkpoint: Option<u64>,
}

/// The file of a commit.
pub(super) struct CommitFile {
    pub(super) path: PathBuf,
    pub(super) bytes: Bytes,
    /// The checksum of all its bytes.
    pub(super) checksum: u64,
    seal: Seal,
}

impl Lake {
    /// The latest version in the table's log.
    pub fn latest_version(&self, table: &str) -> Result<i64, LakeError> {
        // The head first: a commit that comes in between is ahead of it, as it may be.
        let head = self.head(table);
        Ok(self.latest(table, head.as_ref())? as i64)
    }

    fn latest(&self, table: &str, head: Option<&Head>) -> Result<u64, LakeError> {
        let latest = self.versions(table)?.last().copied();
        let version = latest.map(|latest| latest as i64);
        match (latest, head) {
            (_, Some(head)) if latest.is_none_or(|latest| latest < head.version) => {
                let known = head.version as i64;
                Err(LakeError::Behind { table: table.to_owned(), version, known, witness: Witness::Head })
            }
            (Some(latest), _) => Ok(latest),
            (None, _) => Err(LakeError::NoSuchTable { table: table.to_owned() }),
        }
    }

    /// The versions whose commits lie in the log.
    pub(super) fn versions(&self, table: &str) -> Result<BTreeSet<u64>, LakeError> {
        let log = self.folder(table).join(LOG);
        let listed = match fs::read_dir(&log) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            listed => listed.map_err(|error| LakeError::io("list", &log, error))?,
        };
        let mut versions = BTreeSet::new();
        for entry in listed {
            let name = entry.map_err(|error| LakeError::io("list", &log, error))?.file_name();
            versions.extend(name.to_str().and_then(version_of));
        }
        Ok(versions)
    }

    /// The file of a commit, which must be what its seal says.
    pub(super) fn commit_file(&self, table: &str, version: u64) -> Result<CommitFile, LakeError> {
        let path = self.folder(table).join(LOG).join(log_name(version));
        let bytes = fs::read(&path).map_err(|error| LakeError::reading(table, &path, error))?;
        let seal = seal_of(&bytes);
        if seal == Seal::Broken || bytes.is_empty() {
            return Err(LakeError::damaged(table, &path, Damage::Altered));
        }
        Ok(CommitFile { path, checksum: xxh3_64(&bytes), bytes: bytes.into(), seal })
    }

    /// The files that tell of a version, or of the latest, once all of them are known to be what was committed.
    pub(super) fn log_files(&self, table: &str, until: Option<u64>) -> Result<LogFiles, LakeError> {
        let head = self.head(table);
        let latest = self.latest(table, head.as_ref())?;
        let version = until.unwrap_or(latest);
        if version > latest {
            let (version, known) = (Some(latest as i64), version as i64);
            return Err(LakeError::Behind { table: table.to_owned(), version, known, witness: Witness::Reader });
        }
        let checkpoint = head.as_ref().and_then(|head| self.checkpoint_file(table, head, version));
        let first = checkpoint.as_ref().map_or(0, |(version, _)| *version);
        let mut files = Vec::new();
        let mut before: Option<CommitFile> = None;
        let mut commit = 0;
        // The commit after the version vouches for it.
        for at in first..=latest.min(version + 1) {
            let file = self.commit_file(table, at)?;
            file.follows(table, before.as_ref(), head.as_ref().filter(|head| head.version == at))?;
            if at <= version {
                commit = file.checksum;
                files.push((log_name(at), file.bytes.clone()));
            }
            before = Some(file);
        }
        let checkpoint = checkpoint.map(|(version, bytes)| {
            files.push((checkpoint_name(version), bytes));
            version
        });
        Ok(LogFiles { version, commit, checkpoint, files })
    }

    /// The latest checkpoint up to a version that is what was written.
    pub(super) fn checkpoint_file(&self, table: &str, head: &Head, until: u64) -> Option<(u64, Bytes)> {
        head.checkpoints(until).find_map(|(version, checksum)| {
            let path = self.checkpoint_path(table, version);
            match fs::read(&path) {
                Ok(bytes) if Some(xxh3_64(&bytes)) == checksum => Some((version, bytes.into())),
                _ => {
                    tracing::warn!(path = %path.display(), "a damaged checkpoint is left aside; the next one replaces it");
                    None
                }
            }
        })
    }

    pub(super) fn checkpoint_path(&self, table: &str, version: u64) -> PathBuf {
        self.folder(table).join(LOG).join(checkpoint_name(version))
    }

    /// The table's log up to a version, or to its latest.
    pub(super) async fn log(&self, table: &str, version: Option<u64>) -> Result<Log, LakeError> {
        let failed = |error| LakeError::delta("open", table, error);
        let files = self.log_files(table, version)?;
        let store = files.in_memory(table).await?.build_storage().map_err(failed)?;
        let state = State::try_new(store.as_ref(), Some(files.version)).await.map_err(failed)?;
        Ok(Log { table: table.to_owned(), store, state, commit: files.commit, checkpoint: files.checkpoint })
    }

    /// The table with all that is known of it.
    pub(super) async fn delta(&self, table: &str) -> Result<DeltaTable, LakeError> {
        let delta = self.log_files(table, None)?.in_memory(table).await?.load().await;
        delta.map_err(|error| LakeError::delta("open", table, error))
    }

    /// Writes a checkpoint of the log as it is now, and notes it in the head. Whoever calls holds the lock of writers.
    pub(super) async fn write_checkpoint(&self, table: &str, head: Head) -> Result<(), LakeError> {
        let failed = |error: DeltaTableError| LakeError::delta("write a checkpoint of", table, error);
        let delta = self.delta(table).await?;
        checkpoints::create_checkpoint(&delta, None).await.map_err(failed)?;
        let store = delta.log_store().object_store(None);
        let log = self.folder(table).join(LOG);
        let written = async |name: &str| -> Result<Bytes, LakeError> {
            let read = async { store.get(&StorePath::from_iter([LOG, name])).await?.bytes().await };
            read.await.map_err(|error| failed(error.into()))
        };
        let name = checkpoint_name(head.version);
        let bytes = written(&name).await?;
        durable::replace(&log, &name, &bytes)?;
        durable::replace(&log, LAST_CHECKPOINT, &written(LAST_CHECKPOINT).await?)?;
        let version = head.version;
        self.note_head(table, &head.with_checkpoint(version, &bytes));
        Ok(())
    }
}

impl CommitFile {
    /// Whether this commit is the one that followed on `before`, and the one that the head knows, if it is that one.
    fn follows(&self, table: &str, before: Option<&Self>, head: Option<&Head>) -> Result<(), LakeError> {
        // What follows on a sealed commit is sealed: an earlier version of Bellwether wrote neither.
        let must_be_sealed = before.is_some_and(|before| before.seal != Seal::Missing);
        let follows = match (self.seal, before) {
            (Seal::Whole(said), Some(before)) => said == Some(before.checksum),
            (Seal::Missing, Some(_)) => !must_be_sealed,
            _ => true,
        };
        match before {
            // Its own bytes are vouched for by none but this one's.
            Some(before) if !follows && before.seal == Seal::Missing => {
                return Err(LakeError::damaged(table, &before.path, Damage::Altered));
            }
            _ if !follows => return Err(LakeError::damaged(table, &self.path, Damage::Misplaced)),
            _ => {}
        }
        if head.is_some_and(|head| head.commit() != Some(self.checksum)) {
            return Err(LakeError::damaged(table, &self.path, Damage::Altered));
        }
        Ok(())
    }
}

impl LogFiles {
    /// How the library opens a table with nothing but these files.
    async fn in_memory(&self, table: &str) -> Result<DeltaTableBuilder, LakeError> {
        let store = Arc::new(InMemory::new());
        for (name, bytes) in &self.files {
            let put = store.put(&StorePath::from_iter([LOG, name]), bytes.clone().into()).await;
            put.map_err(|error| LakeError::delta("open", table, DeltaTableError::from(error)))?;
        }
        let failed = |error| LakeError::delta("open", table, error);
        let url = Url::parse(IN_MEMORY).map_err(|_| LakeError::BadName { table: table.to_owned() })?;
        let store: Arc<dyn ObjectStore> = store;
        Ok(DeltaTableBuilder::from_url(url.clone()).map_err(failed)?.with_storage_backend(store, url))
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

/// The version that a commit's file is named after.
fn version_of(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(".json")?;
    (digits.len() == log_name(0).len() - ".json".len()).then(|| digits.parse().ok()).flatten()
}

fn checkpoint_name(version: u64) -> String {
    format!("{version:020}.checkpoint.parquet")
}
