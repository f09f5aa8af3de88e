//! Where did the n-th row of an import stand? Kept as runs of consecutive rows, for an import may have hundreds of millions.

use crate::sources::RowPosition;

/// The position in the input of each row, by ordinal.
#[derive(Debug, Default)]
pub(super) struct Positions {
    runs: Vec<(u32, RowPosition)>,
    rows: u32,
}

impl Positions {
    /// Appends the places of further rows.
    pub(super) fn extend(&mut self, places: &[RowPosition]) {
        for place in places {
            let continues = self.runs.last().is_some_and(|(start, first)| {
                first.file == place.file && first.row + u64::from(self.rows - start) == place.row
            });
            if !continues {
                self.runs.push((self.rows, *place));
            }
            self.rows += 1;
        }
    }

    pub(super) fn place(&self, ordinal: u32) -> RowPosition {
        let run = self.runs.partition_point(|(start, _)| *start <= ordinal);
        let Some((start, first)) = run.checked_sub(1).and_then(|run| self.runs.get(run)) else {
            return RowPosition { file: 0, row: 0 };
        };
        RowPosition { file: first.file, row: first.row + u64::from(ordinal - start) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_where_it_stood() {
        let places = [(0, 2), (0, 3), (0, 7), (1, 2), (1, 3), (1, 4)].map(|(file, row)| RowPosition { file, row });
        let mut kept = Positions::default();
        kept.extend(&places[..4]);
        kept.extend(&places[4..]);
        let found: Vec<RowPosition> = (0..6).map(|ordinal| kept.place(ordinal)).collect();
        assert_eq!(found, places);
        assert_eq!(kept.runs.len(), 3);
    }
}
