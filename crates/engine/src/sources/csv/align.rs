//! Do the cells of a table aligned by spaces stand under its columns?
//!
//! Where a cell is empty, spaces alone do not tell which one: a row whose cells do not stand where those of the other rows do is
//! not read.

use super::cut::{Cells, Cutter};
use super::sample::line_end;

/// As few rows as can show that a table is aligned.
const ENOUGH: usize = 3;

/// Where the cells of each column begin, or where they end, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment(Vec<(Option<usize>, Option<usize>)>);

impl Alignment {
    /// The alignment of the lines of a text, if they are aligned: several spaces stand between some of their cells.
    pub fn of(text: &str, cutter: &Cutter, width: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut places: Vec<Vec<(usize, usize)>> = Vec::new();
        let (mut at, mut has_room) = (0, false);
        let mut cells = Cells::default();
        while at < bytes.len() {
            let end = line_end(bytes, at);
            let line = &bytes[at..end];
            cutter.cut_blindly(line, &mut cells);
            if cells.len() == width && !line.contains(&b'"') {
                has_room |= cells.spans().windows(2).any(|pair| pair[1].0 > pair[0].1 + 1);
                places.push(cells.spans().iter().map(|span| in_characters(line, *span)).collect());
            }
            at = end + 1;
        }
        if places.len() < ENOUGH || !has_room {
            return None;
        }
        let common = |column: usize, side: fn(&(usize, usize)) -> usize| {
            let mut counts = std::collections::BTreeMap::new();
            for row in &places {
                *counts.entry(side(&row[column])).or_insert(0_usize) += 1;
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            most.filter(|(_, count)| count * 4 >= places.len() * 3).map(|(place, _)| place)
        };
        let columns: Vec<_> = (0..width).map(|column| (common(column, |it| it.0), common(column, |it| it.1))).collect();
        columns.iter().all(|(start, end)| start.is_some() || end.is_some()).then_some(Self(columns))
    }

    /// The first cell of a line that does not stand under its column.
    pub fn misplaced(&self, line: &[u8], spans: &[(usize, usize)]) -> Option<usize> {
        spans.iter().zip(&self.0).position(|(span, (start, end))| {
            let (from, to) = in_characters(line, *span);
            *start != Some(from) && *end != Some(to)
        })
    }
}

fn in_characters(line: &[u8], (start, end): (usize, usize)) -> (usize, usize) {
    let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count();
    let before = count(&line[..start]);
    (before, before + count(&line[start..end]))
}
