//! The lock: who may write now?
//!
//! Between processes it is the system's lock on the file `.lock`, which the system gives back whatever way a process ends, so a
//! crash leaves no stale lock behind. Within a process that is no help, because the lock belongs to the open file; there `held`
//! says whether somebody has it. Readers never ask for it: they read a version, and no version changes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::sync::{Arc, PoisonError};

use super::durable;
use super::error::LakeError;
use super::folder::Lake;
use super::place::{BOOKED, Place};

/// Held by the one who may write; given back when dropped, and by the system when the process ends.
#[derive(Clone, Debug)]
pub struct WriteLock {
    _file: Arc<File>,
}

impl Lake {
    /// Takes the lock of writers, or says that another one has it; then sweeps away what a crashed writer left behind.
    pub fn lock(&self) -> Result<WriteLock, LakeError> {
        self.acquire(false)
    }

    /// The lock this process holds already, or a new one; so that no file is written which another process might sweep away.
    pub(super) fn share_lock(&self) -> Result<WriteLock, LakeError> {
        self.acquire(true)
    }

    /// Moves what was booked out of the marts, among which earlier versions of Bellwether kept it, as if it could be made anew.
    fn move_books(&self) -> Result<(), LakeError> {
        let [books, marts] = [Place::Books, Place::Marts].map(|place| self.root.join(place.folder()));
        let (before, after) = (marts.join(BOOKED), books.join(BOOKED));
        if after.is_dir() || !before.is_dir() {
            return Ok(());
        }
        let moved = fs::create_dir_all(&books).and_then(|()| fs::rename(&before, &after));
        moved.map_err(|error| LakeError::io("move", &before, error))?;
        [&books, &marts, &self.root].into_iter().try_for_each(|folder| durable::sync(folder))
    }

    /// `held` stays locked for as long as this takes, or two threads would both find nobody holding the file's lock.
    fn acquire(&self, share: bool) -> Result<WriteLock, LakeError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.upgrade() {
            Some(file) if share => return Ok(WriteLock { _file: file }),
            Some(_) => return Err(LakeError::Busy { root: self.root.clone() }),
            None => {}
        }
        let path = self.root.join(".lock");
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = opened.map_err(|error| LakeError::unwritable(&self.root, "open", &path, error))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => LakeError::Busy { root: self.root.clone() },
            TryLockError::Error(error) => LakeError::io("lock", &path, error),
        })?;
        // Only here: the moment the lock becomes ours nothing can be in the making. Whoever shares it may not sweep.
        self.move_books()?;
        self.sweep()?;
        self.settle_heads()?;
        let file = Arc::new(file);
        *held = Arc::downgrade(&file);
        Ok(WriteLock { _file: file })
    }
}
