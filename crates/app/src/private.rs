//! Folders for nobody but whom the program runs as: names, raw files and hashes of passwords lie in them.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::Path;

/// What others on the same computer may do.
const OTHERS: u32 = 0o077;

/// Makes a folder where it is missing, whatever the umask says. One that is there stays as it is.
pub(crate) fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Whether others may do anything with a file or a folder; not where there is none.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & OTHERS != 0)
}
