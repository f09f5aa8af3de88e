//! Durable files: what is reported as written survives a power cut.
//!
//! Two things must reach the disk: a file's bytes, and the entry in its folder that gives it a name. A system may write the second
//! before the first, and then shows an empty file under the final name after a power cut; so bytes are always forced first.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::error::LakeError;

/// Forces a file's bytes, or a folder's entries, to the disk.
pub(super) fn sync(path: &Path) -> Result<(), LakeError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(|error| LakeError::io("write to disk", path, error))
}

/// Forces all files of a flat folder to the disk, then the folder itself.
pub(super) fn sync_folder(folder: &Path) -> Result<(), LakeError> {
    let listed = fs::read_dir(folder).map_err(|error| LakeError::io("list", folder, error))?;
    for entry in listed {
        sync(&entry.map_err(|error| LakeError::io("list", folder, error))?.path())?;
    }
    sync(folder)
}

/// Puts a file with these bytes in the place of the one of that name, whole or not at all.
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), LakeError> {
    let path = folder.join(name);
    let attempt = || -> io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        Ok(())
    };
    attempt().map_err(|error| LakeError::io("write", &path, error))
}

/// Creates a file with these bytes, whole or not at all; `false` if the name is taken. That the name itself survives a power cut
/// is for the caller to make sure of by [`sync`] of the folder: once the file has its name others may read it, and an error after
/// that must not look as if there were none.
///
/// A crash before that leaves a file `.new-…`, which the sweep removes.
pub(super) fn create_new(folder: &Path, name: &str, bytes: &[u8]) -> Result<bool, LakeError> {
    let path = folder.join(name);
    let attempt = || -> io::Result<bool> {
        let mut file = tempfile::Builder::new().prefix(".new-").tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        match file.persist_noclobber(&path) {
            Ok(_) => Ok(true),
            Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            Err(refused) => Err(refused.error),
        }
    };
    attempt().map_err(|error| LakeError::io("write", &path, error))
}
