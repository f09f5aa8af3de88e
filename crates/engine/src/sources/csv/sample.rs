//! The rows of the head of a text, cut in one dialect, and how well they are cut.

use memchr::{memchr, memchr2};

use super::super::layout::GridRow;
use super::super::shape::Shape;
use super::cut::{Cells, Cutter, QuoteFault, Stray};

/// How many rows of the head are looked at.
const ROWS: usize = 1000;

/// Rows of a head.
pub(super) struct Sample {
    pub rows: Vec<GridRow>,
    /// For each row, how well its cells read, from 0 to 1 on the average.
    pub clarity: Vec<f64>,
    /// Cells, and those that hold what separates cells elsewhere.
    pub cells: usize,
    pub unclear: usize,
    /// Cells in quotes, and unquoted ones that hold quotes as text.
    pub quoted: usize,
    pub literal: usize,
}

/// The rows of a text that begins on `first_line`. A last row that may go on behind the head is left out.
pub(super) fn take(text: &str, whole: bool, first_line: u64, cutter: &Cutter) -> Sample {
    let bytes = text.as_bytes();
    let mut sample = Sample { rows: Vec::new(), clarity: Vec::new(), cells: 0, unclear: 0, quoted: 0, literal: 0 };
    let mut cells = Cells::default();
    let (mut at, mut line) = (0, first_line);
    while at < bytes.len() && sample.rows.len() < ROWS {
        let mut end = line_end(bytes, at);
        if end == bytes.len() && !whole {
            break;
        }
        if end > at {
            let mut fault = cutter.cut(&bytes[at..end], &mut cells).err();
            if let Some(Stray { fault: QuoteFault::Open, .. }) = fault
                && let Some(far) = extended(bytes, at, end, cutter, &mut cells)
            {
                (end, fault) = (far, None);
            }
            let raw = &bytes[at..end];
            let breaks = line_breaks(raw);
            if fault.is_some() {
                cutter.cut_blindly(raw, &mut cells);
            }
            sample.add(line, line + breaks + 1, raw, &cells, fault);
            line += breaks;
        }
        line += 1;
        at = end + break_width(&bytes[end..]);
    }
    sample
}

impl Sample {
    fn add(&mut self, line: u64, next_line: u64, raw: &[u8], cells: &Cells, fault: Option<Stray>) {
        let text = |cell| String::from_utf8_lossy(cells.get(raw, cell)).into_owned();
        let texts: Vec<String> = (0..cells.len()).map(text).collect();
        let clarity = texts.iter().enumerate().map(|(at, text)| if cells.is_quoted(at) { 1.0 } else { clarity(text) });
        let clarity: Vec<f64> = clarity.collect();
        self.clarity.push(clarity.iter().sum::<f64>() / clarity.len().max(1) as f64);
        if fault.is_none() {
            self.cells += cells.len();
            self.unclear += clarity.iter().filter(|clarity| **clarity < 0.5).count();
            self.quoted += cells.quoted();
            self.literal +=
                texts.iter().enumerate().filter(|(at, text)| !cells.is_quoted(*at) && text.contains('"')).count();
        }
        let fault = fault.map(|stray| stray.cell);
        self.rows.push(GridRow { line, next_line, cells: texts, fault });
    }
}

/// Where a record ends whose quoted cell runs over several lines; none if it does not end, or swallows lines that look like it.
fn extended(bytes: &[u8], at: usize, first_end: usize, cutter: &Cutter, cells: &mut Cells) -> Option<usize> {
    let mut end = first_end;
    loop {
        let stray = match cutter.cut(&bytes[at..end], cells) {
            Ok(()) => break,
            Err(stray) if stray.fault == QuoteFault::Open => stray,
            Err(_) => return None,
        };
        end = line_end(bytes, cutter.closing(bytes, at + stray.at + 1)?);
    }
    if cutter.trusts_quotes {
        return Some(end);
    }
    let mut blind = Cells::default();
    let mut width = |line: &[u8]| {
        cutter.cut_blindly(line, &mut blind);
        blind.len()
    };
    let last = memchr::memrchr2(b'\n', b'\r', &bytes[at..end]).map_or(at, |found| at + found + 1);
    let (first, last) = (width(&bytes[at..first_end]), width(&bytes[last..end]));
    (first < 2 || first != last).then_some(end)
}

/// How well an unquoted cell reads: worse if it holds what separates or surrounds cells elsewhere.
fn clarity(cell: &str) -> f64 {
    let shape = match Shape::of(cell) {
        Shape::Empty | Shape::Figure | Shape::Moment => 1.0,
        Shape::Word => 0.8,
        Shape::Phrase => 0.75,
    };
    let bytes = cell.trim().as_bytes();
    let is_text = shape < 1.0;
    let quote = |at: Option<&u8>| at.is_some_and(|it| matches!(it, b'"' | b'\''));
    let comma = memchr(b',', bytes).is_some_and(|at| bytes.get(at + 1).is_some_and(|next| *next != b' '));
    let blanks = if cell.len() == bytes.len() { 1.0 } else { 0.9 };
    if bytes.contains(&b'\t') {
        0.05
    } else if is_text && (comma || bytes.iter().any(|it| matches!(it, b';' | b'|')) || quote(bytes.first())) {
        0.25
    } else {
        shape * blanks
    }
}

/// Where the line ends that `at` lies in.
pub(super) fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |found| at + found)
}

/// How many bytes the line break takes that a text begins with.
pub(super) fn break_width(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\r\n") { 2 } else { usize::from(!bytes.is_empty()) }
}

/// Line breaks in a text, `\r\n` being one.
pub(super) fn line_breaks(text: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', text).count();
    let lone_returns = memchr::memchr_iter(b'\r', text).filter(|at| text.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone_returns) as u64
}
