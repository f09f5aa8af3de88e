//! Throwing away: a mart that is damaged beyond its data makes room for one made anew.

use std::fs;

use super::error::LakeError;
use super::folder::Lake;
use super::lock::WriteLock;
use super::place::Place;

impl Lake {
    /// Throws a table of a mart away, with its history. Facts and what was booked stay, whatever is asked.
    ///
    /// A crash leaves a table without a head, or none.
    pub fn discard(&self, table: &str, _lock: &WriteLock) -> Result<(), LakeError> {
        if Place::of(table) != Place::Marts || !self.exists(table) {
            return Ok(());
        }
        self.forget_head(table)?;
        let folder = self.folder(table);
        if folder.is_dir() {
            let away = self.staging()?;
            let moved = fs::rename(&folder, away.path().join(table));
            moved.map_err(|error| LakeError::io("throw away", &folder, error))?;
        }
        Ok(())
    }
}
