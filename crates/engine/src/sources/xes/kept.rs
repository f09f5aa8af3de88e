//! The rows of a log as they were read when its columns were looked for, so that a log of usual size is read as XML only once.

use std::sync::Arc;

use crate::sources::bytes::DiskFile;
use crate::sources::inputs::Input;
use crate::sources::rows::{FileRows, TextRows};
use crate::sources::{Format, SourceError};

/// So much is kept of logs that are opened together: their texts, and what tells one from the next.
const MOST_BYTES: usize = 64 << 20;
/// Rows are kept in pieces of about so many bytes, so that none is moved to make room for more.
const PIECE_BYTES: usize = 1 << 20;

/// So many bytes are left for rows.
pub(in crate::sources) struct Room(pub usize);

impl Default for Room {
    fn default() -> Self {
        Self(MOST_BYTES)
    }
}

/// Why an event cannot be used: the column, the reason, and the event in a line.
pub(super) type Fault = (String, String, String);

/// All rows of one log, in their order.
#[derive(Default)]
pub(super) struct KeptRows {
    pieces: Vec<Piece>,
    /// The piece to which rows are added.
    filling: Piece,
    rows: u64,
}

#[derive(Default)]
struct Piece {
    text: String,
    /// By cell, how long its text is and one more; 0 where there is none.
    lengths: Vec<u32>,
    rows: Vec<KeptRow>,
}

struct KeptRow {
    row: u64,
    /// So many columns were known when it was read; it has nothing in those that came later.
    cells: usize,
    fault: Option<Box<Fault>>,
}

impl KeptRows {
    /// Keeps one row more; `false` where there is no room for it.
    pub fn push<'c>(&mut self, room: &mut Room, row: u64, cells: impl Iterator<Item = Option<&'c str>>) -> bool {
        let piece = self.piece();
        let (before, count) = (piece.text.len(), piece.lengths.len());
        for cell in cells {
            let Ok(length) = u32::try_from(cell.map_or(0, |text| text.len() + 1)) else { return false };
            piece.text.push_str(cell.unwrap_or_default());
            piece.lengths.push(length);
        }
        let cells = piece.lengths.len() - count;
        piece.rows.push(KeptRow { row, cells, fault: None });
        let bytes = piece.text.len() - before + cells * size_of::<u32>();
        self.took(room, bytes)
    }

    /// Keeps one row that cannot be used; `false` where there is no room for it.
    pub fn push_fault(&mut self, room: &mut Room, row: u64, fault: Fault) -> bool {
        let bytes = fault.0.len() + fault.1.len() + fault.2.len() + size_of::<Fault>();
        self.piece().rows.push(KeptRow { row, cells: 0, fault: Some(Box::new(fault)) });
        self.took(room, bytes)
    }

    fn piece(&mut self) -> &mut Piece {
        let filled = self.filling.text.len() + self.filling.lengths.len() * size_of::<u32>();
        if filled >= PIECE_BYTES {
            self.pieces.push(std::mem::take(&mut self.filling));
        }
        &mut self.filling
    }

    /// All rows, once no more come.
    pub fn whole(mut self) -> Self {
        let last = std::mem::take(&mut self.filling);
        self.pieces.extend((!last.rows.is_empty()).then_some(last));
        self
    }

    fn took(&mut self, room: &mut Room, bytes: usize) -> bool {
        self.rows += 1;
        let left = room.0.checked_sub(bytes + size_of::<KeptRow>());
        room.0 = left.unwrap_or_default();
        left.is_some()
    }
}

/// Tells kept rows from the first on.
pub(super) struct KeptLog {
    rows: Arc<KeptRows>,
    /// The columns of all logs.
    columns: usize,
    /// The file as it lies there now: it is read to its end, without looking into it, to know that it still is what was kept.
    file: DiskFile,
    /// Its bytes.
    bytes: u64,
    /// Piece, row, cell and letter that come next.
    at: [usize; 4],
    told: u64,
}

impl KeptLog {
    pub fn open(rows: Arc<KeptRows>, columns: usize, input: &Input) -> Result<Self, SourceError> {
        let file = DiskFile::open(input)?;
        Ok(Self { rows, columns, file, bytes: input.seen.bytes, at: [0; 4], told: 0 })
    }
}

impl FileRows for KeptLog {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let [piece, row, cell, letter] = &mut self.at;
        let Some(kept) = self.rows.pieces.get(*piece) else { return Ok(false) };
        let KeptRow { row: number, cells, fault } = &kept.rows[*row];
        if let Some(fault) = fault {
            let (column, reason, line) = fault.as_ref().clone();
            rows.reject(*number, column, String::new(), reason, line);
        } else {
            let lengths = &kept.lengths[*cell..*cell + cells];
            let cells = lengths.iter().map(|length| {
                let length = length.checked_sub(1)? as usize;
                let begin = std::mem::replace(letter, *letter + length);
                Some(&kept.text[begin..begin + length])
            });
            rows.push(*number, cells.chain(std::iter::repeat(None)).take(self.columns));
        }
        (*row, *cell, self.told) = (*row + 1, *cell + cells, self.told + 1);
        if *row == kept.rows.len() {
            self.at = [*piece + 1, 0, 0, 0];
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        let share = u128::from(self.bytes) * u128::from(self.told) / u128::from(self.rows.rows.max(1));
        share as u64
    }

    fn refine(&self, _: &mut Format) {}

    fn finish(&mut self) -> Result<String, SourceError> {
        self.file.finish()
    }
}
