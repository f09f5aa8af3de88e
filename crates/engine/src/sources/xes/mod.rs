//! XES, the standard for event logs (IEEE 1849): one row an event. Attributes become columns by their keys, those of the trace with `case:`
//! before them, as other tools write such logs as CSV; attributes within attributes by dotted names, values of a list by their numbers. The
//! column `event:number` is the event's place in its trace. A row's number is that of its event among all of the file.
//!
//! Attributes may be absent, so the columns are all attributes of all events, and all files are read before the first row is told. What was
//! read is kept as far as there is room for it; a longer log is read once more. What a log declares for all of its events (`global`) is what
//! they have, no text for those that lack it.

mod events;
mod kept;
mod plain;
mod time_order;

use std::sync::Arc;

use foldhash::HashMap;

use super::bytes::ByteSource;
use super::inputs::Input;
use super::rows::{FileRows, TextRows};
use super::text_files::{FileOpener, TextFiles};
use super::{Format, SourceError, SourceFile, SourceKind, columns};
use events::{Events, Next, unreadable};
pub(super) use kept::Room;
use kept::{KeptLog, KeptRows};
use time_order::TimeOrder;

/// More attributes than that are taken for keys that are values.
const MOST_COLUMNS: usize = 2000;
/// When an event happened.
const TIME: &str = "time:timestamp";

/// Columns by their names, in the order of their first appearance.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Names {
    fn add(&mut self, name: &str) -> Option<usize> {
        if let Some(known) = self.positions.get(name) {
            return Some(*known);
        }
        let position = self.names.len();
        if position >= MOST_COLUMNS || name.len() > columns::LONGEST_NAME {
            return None;
        }
        self.names.push(name.to_owned());
        self.positions.insert(name.to_owned(), position);
        Some(position)
    }
}

/// Finds the columns of event logs, by looking through all of them.
pub(super) fn find(inputs: &[Input], declared: &Format) -> Result<TextFiles, SourceError> {
    find_keeping(inputs, declared, Room::default())
}

/// The same, where so much of them is kept.
pub(super) fn find_keeping(inputs: &[Input], declared: &Format, mut room: Room) -> Result<TextFiles, SourceError> {
    let limit = declared.record_limit();
    let mut names = Names::default();
    let mut files = Vec::with_capacity(inputs.len());
    for input in inputs {
        let mut events = Events::open(input, limit)?;
        let mut kept = Some(KeptRows::default());
        let (mut number, mut order) = (0, TimeOrder::default());
        loop {
            match events.next(|name| names.add(name))? {
                Next::End => break,
                Next::Event(row) => {
                    number = row;
                    let time = names.positions.get(TIME).and_then(|at| events.cell(*at));
                    order.see(events.place() <= 1, time.unwrap_or_default());
                    kept = kept.and_then(|kept| keep(kept, &mut room, row, &events, &names));
                }
                Next::Unnamed(name) => {
                    let begins: String = name.chars().take(40).collect();
                    let why = format!(
                        "it has more than {MOST_COLUMNS} different attributes by event {}, or one with a name longer than {} letters, as \
                         '{begins}…'; are values used as keys?",
                        number + 1,
                        columns::LONGEST_NAME
                    );
                    return Err(unreadable(&input.name, why));
                }
            }
        }
        let format = Format {
            kind: Some(SourceKind::Xes),
            compression: Some(events.source().compression()),
            max_record_bytes: declared.max_record_bytes,
            notes: events.notes().into_iter().chain(order.note(number)).collect(),
            ..Format::default()
        };
        let sha256 = Some(events.source_mut().finish()?);
        files.push((SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256, format }, kept));
    }
    let schema = columns::text_schema(&names.names);
    let keeps_rows = files.iter().any(|(_, kept)| kept.is_some());
    let names = Arc::new(names);
    let found = inputs.iter().cloned().zip(files).map(|(input, (file, kept))| {
        let names = Arc::clone(&names);
        let open: FileOpener = match kept {
            Some(rows) => {
                let (rows, columns) = (Arc::new(rows.whole()), names.names.len());
                Box::new(move || Ok(Box::new(KeptLog::open(Arc::clone(&rows), columns, &input)?)))
            }
            None => Box::new(move || {
                let (events, names) = (Events::open(&input, limit)?, Arc::clone(&names));
                Ok(Box::new(XesRows { events, names }))
            }),
        };
        (file, open)
    });
    Ok(TextFiles::new(schema, found).keeping_rows(keeps_rows))
}

/// The rows with one more; nothing where there is no room for it.
fn keep(mut kept: KeptRows, room: &mut Room, row: u64, events: &Events, names: &Names) -> Option<KeptRows> {
    let is_kept = match events.fault() {
        Some((column, reason)) => kept.push_fault(room, row, (column, reason, events.line(&names.names))),
        None => kept.push(room, row, (0..names.names.len()).map(|column| events.cell(column))),
    };
    is_kept.then_some(kept)
}

/// The rows of one file.
struct XesRows {
    events: Events,
    names: Arc<Names>,
}

impl FileRows for XesRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let row = match self.events.next(|name| self.names.positions.get(name).copied())? {
            Next::End => return Ok(false),
            Next::Unnamed(_) => {
                let what = "it has other attributes than when it was looked through".to_owned();
                return Err(SourceError::Changed { file: self.events.source().name().to_owned(), what });
            }
            Next::Event(row) => row,
        };
        match self.events.fault() {
            Some((column, reason)) => {
                rows.reject(row, column, String::new(), reason, self.events.line(&self.names.names));
            }
            None => rows.push(row, (0..self.names.names.len()).map(|column| self.events.cell(column))),
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.events.source().bytes_read()
    }

    fn refine(&self, _: &mut Format) {}

    fn finish(&mut self) -> Result<String, SourceError> {
        self.events.source_mut().finish()
    }
}
