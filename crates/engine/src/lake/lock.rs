//! The lock: who may write now?

use std::fs::{File, OpenOptions, TryLockError};
use std::sync::{Arc, PoisonError};

use super::{Lake, LakeError};

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

    fn acquire(&self, share: bool) -> Result<WriteLock, LakeError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.upgrade() {
            Some(file) if share => return Ok(WriteLock { _file: file }),
            Some(_) => return Err(LakeError::Busy { root: self.root.clone() }),
            None => {}
        }
        let path = self.root.join(".lock");
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = opened.map_err(|error| LakeError::io("open", &path, error))?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => LakeError::Busy { root: self.root.clone() },
            TryLockError::Error(error) => LakeError::io("lock", &path, error),
        })?;
        self.sweep()?;
        let file = Arc::new(file);
        *held = Arc::downgrade(&file);
        Ok(WriteLock { _file: file })
    }
}
