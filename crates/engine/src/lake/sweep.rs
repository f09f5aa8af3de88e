//! Sweeping: which files belong to nobody after a crash?
//!
//! Runs under the lock of writers, so no such file can be in the making. A data file goes only if it is younger than the last
//! commit to its table and no version in the log, however old, names it.
//!
//! Its age is asked first because it is cheap: a log of thousands of versions would otherwise be read at every lock. It is safe
//! because only the log decides what goes, and it is enough because every writer sweeps before its first commit. A clock that was
//! set back may keep a leftover from being found; then it takes room on disk and does no other harm.

use std::collections::BTreeSet;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use memchr::memmem::find;

use super::error::LakeError;
use super::folder::{HEADS, LOG, Lake, STAGING};
use super::place::Place;

impl Lake {
    pub(super) fn sweep(&self) -> Result<(), LakeError> {
        for entry in entries(&self.root.join(STAGING))? {
            let path = entry.path();
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(|error| LakeError::io("remove the leftover", &path, error))?;
        }
        let heads = self.root.join(HEADS);
        let noted = if heads.is_dir() { entries(&heads)? } else { Vec::new() };
        remove(noted.iter().filter(|entry| is_temporary(entry)).map(DirEntry::path))?;
        for place in Place::ALL.map(|place| self.root.join(place.folder())).iter().filter(|place| place.is_dir()) {
            for table in entries(place)? {
                self.sweep_table(&table.file_name().to_string_lossy(), &table.path())?;
            }
        }
        Ok(())
    }

    fn sweep_table(&self, table: &str, folder: &Path) -> Result<(), LakeError> {
        let log = folder.join(LOG);
        let log_entries = if log.is_dir() { entries(&log)? } else { Vec::new() };
        let (passing, commits): (Vec<_>, Vec<_>) = log_entries.iter().partition(|entry| !is_json(entry));
        remove(passing.into_iter().filter(|entry| is_temporary(entry)).map(DirEntry::path))?;
        let last_commit = commits.iter().filter_map(|entry| modified(entry)).max();
        let suspects = entries(folder)?.into_iter().filter(|entry| {
            entry.file_name().to_string_lossy().ends_with(".parquet")
                && (last_commit.is_none() || modified(entry) > last_commit)
        });
        let mut leftovers: Vec<_> = suspects.map(|entry| entry.path()).collect();
        if leftovers.is_empty() {
            return Ok(());
        }
        // What a commit names that is lost or damaged belongs to nobody only in looks.
        let commits = match self.log_files(table, None).and_then(|_| self.versions(table)) {
            Ok(commits) => commits,
            Err(LakeError::NoSuchTable { .. }) => BTreeSet::new(),
            Err(error) => {
                tracing::warn!(table, %error, "what may have been left behind stays where it is");
                return Ok(());
            }
        };
        // Newest first: what a clock set back makes suspect is most likely named in the latest commits.
        for version in commits.into_iter().rev() {
            if leftovers.is_empty() {
                break;
            }
            // Names are random, so one found anywhere in the text is named by the version, be it as added or as removed.
            let text = self.commit_file(table, version)?.bytes;
            let names =
                |path: &PathBuf| path.file_name().is_some_and(|name| find(&text, name.as_encoded_bytes()).is_some());
            leftovers.retain(|path| !names(path));
        }
        remove(leftovers.into_iter())
    }
}

fn remove(leftovers: impl Iterator<Item = PathBuf>) -> Result<(), LakeError> {
    for path in leftovers {
        tracing::info!(path = %path.display(), "removed what an interrupted write left behind");
        fs::remove_file(&path).map_err(|error| LakeError::io("remove the leftover", &path, error))?;
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>, LakeError> {
    let listed = fs::read_dir(folder).and_then(Iterator::collect);
    listed.map_err(|error| LakeError::io("list", folder, error))
}

fn is_json(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let name = name.to_string_lossy();
    name.ends_with(".json") && name.starts_with(|first: char| first.is_ascii_digit())
}

fn is_temporary(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(".new-")
}

fn modified(entry: &DirEntry) -> Option<SystemTime> {
    entry.metadata().and_then(|metadata| metadata.modified()).ok()
}
