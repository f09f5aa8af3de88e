//! Heads: which commit was the last to each table, told apart from its log?
//!
//! A log whose last file is gone looks like a shorter log. So after each commit its number and the checksum of its file are noted in
//! `heads/<table>`, with the checksums of the log's checkpoints. Invariant: the log is never behind its head. It may be ahead: a head is
//! written after the commit, is not forced to the disk, and if it cannot be written the commit counts nevertheless; the next one to take
//! the lock of writers writes it again.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::error::{Damage, LakeError};
use super::folder::{HEADS, Lake};
use super::seal;

/// The last commit to a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Its number.
    pub(super) version: u64,
    /// The checksum of its file.
    commit: String,
    /// The checksums of the checkpoints, by version.
    #[serde(default)]
    checkpoints: BTreeMap<u64, String>,
}

impl Head {
    /// The head after a commit whose file has these bytes.
    pub(super) fn after(self, version: u64, commit: u64) -> Self {
        Self { version, commit: seal::written(commit), ..self }
    }

    /// The same, with a checkpoint.
    pub(super) fn with_checkpoint(mut self, version: u64, bytes: &[u8]) -> Self {
        self.checkpoints.insert(version, seal::written(xxh3_64(bytes)));
        self
    }

    /// The checksum of the last commit's file.
    pub(super) fn commit(&self) -> Option<u64> {
        seal::read(self.commit.as_bytes())
    }

    /// The checkpoints up to a version with their checksums, latest first.
    pub(super) fn checkpoints(&self, until: u64) -> impl Iterator<Item = (u64, Option<u64>)> {
        let known = self.checkpoints.range(..=until).rev();
        known.map(|(version, checksum)| (*version, seal::read(checksum.as_bytes())))
    }
}

impl Lake {
    /// The head of a table, if it can be told.
    pub(super) fn head(&self, table: &str) -> Option<Head> {
        self.try_head(table).ok().flatten()
    }

    /// The same; an error where it is there and cannot be told.
    pub(super) fn try_head(&self, table: &str) -> Result<Option<Head>, LakeError> {
        let path = self.head_path(table);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(LakeError::reading(table, &path, error)),
        };
        let altered = || LakeError::damaged(table, &path, Damage::Altered);
        let (line, checksum) = text.split_once('\n').ok_or_else(altered)?;
        if seal::read(checksum.trim_end().as_bytes()) != Some(xxh3_64(line.as_bytes())) {
            return Err(altered());
        }
        serde_json::from_str(line).map(Some).map_err(|_| altered())
    }

    /// Notes the head of a table. That it cannot be is told and no more: the commit counts.
    pub(super) fn note_head(&self, table: &str, head: &Head) {
        if let Err(error) = self.write_head(table, head) {
            tracing::warn!(table, %error, "the last commit could not be noted; the next one will be");
        }
    }

    fn write_head(&self, table: &str, head: &Head) -> io::Result<()> {
        let folder = self.root.join(HEADS);
        fs::create_dir_all(&folder)?;
        let line = serde_json::to_string(head)?;
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(&folder)?;
        writeln!(file, "{line}\n{}", seal::written(xxh3_64(line.as_bytes())))?;
        file.persist(self.head_path(table))?;
        Ok(())
    }

    /// Notes the heads that a writer which was interrupted could not note, and those of folders that were made by earlier versions of
    /// Bellwether. Whoever calls holds the lock of writers. What is lost or damaged is told where it is asked for.
    pub(super) fn settle_heads(&self) -> Result<(), LakeError> {
        for table in self.tables()? {
            let head = self.head(&table).unwrap_or_default();
            if self.has_head(&table) && self.versions(&table)?.last() == Some(&head.version) {
                continue;
            }
            if let Ok(log) = self.log_files(&table, None) {
                self.note_head(&table, &head.after(log.version, log.commit));
            }
        }
        Ok(())
    }

    /// Forgets a table that is thrown away.
    pub(super) fn forget_head(&self, table: &str) -> Result<(), LakeError> {
        let path = self.head_path(table);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(LakeError::io("remove", &path, error)),
            _ => Ok(()),
        }
    }

    /// Whether it is noted that the table was committed to.
    pub(super) fn has_head(&self, table: &str) -> bool {
        self.head_path(table).is_file()
    }

    fn head_path(&self, table: &str) -> PathBuf {
        self.root.join(HEADS).join(table)
    }
}
