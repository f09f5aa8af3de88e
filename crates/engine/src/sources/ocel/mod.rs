//! OCEL 2.0, the standard for event logs whose events belong to objects of several types: an order, its items, who packs them, who buys. It
//! comes as JSON, XML or `SQLite`, and reads as the same rows from each.
//!
//! One row an event: `event:id`, `event:type` and `event:time`, then `object:ORDER` with the order that the event has to do with, for each type
//! of objects, then its attributes by their names. So one type can be chosen as the case, and another as the customer, like any column.
//!
//! An event with several objects of a type stays one row: a row for each would count the event several times, and one of them would have to be
//! chosen for the others. Which of them is meant nobody can tell, so `object:ITEM` is empty for it; `objects:ITEM` lists them all, and
//! where they are told apart by what they are to the event, `object:ITEM:PACKED` names the one that is that. How many events it concerns
//! is told before anything comes in.
//!
//! Attributes of objects and what objects have to do with each other are not read: they tell of things, not of what a customer met, and their
//! values change with time. That, too, is told.
//!
//! Events may stand before the objects that they name, so the objects are read first, and a file is read once for each. What is held of it in
//! memory is what its objects are called and what they are, within bounds.

mod form;
mod json;
mod layout;
mod objects;
mod sqlite;
mod thing;
mod xml;

use std::sync::Arc;

use foldhash::HashSet;
use xxhash_rust::xxh3::xxh3_128;

use super::inputs::Input;
use super::rows::{FileRows, TextRows};
use super::text_files::{FileOpener, TextFiles};
use super::{Format, SourceError, SourceFile, SourceKind, columns};
pub(super) use form::{Form, SQLITE};
use layout::{Layout, Seen};
use objects::Objects;
use thing::{List, Thing, Things, unreadable};

/// So many events are read of a file: of each is remembered that it was there.
const MOST_EVENTS: usize = 8_000_000;

/// Finds the columns of logs, by looking through all of them.
pub(super) fn find(inputs: &[Input], declared: &Format) -> Result<TextFiles, SourceError> {
    let limit = declared.record_limit();
    let mut seen = Seen::default();
    let mut files = Vec::with_capacity(inputs.len());
    for input in inputs {
        let (form, compression) = Form::of_file(input)?;
        let objects = Objects::read(input, form, limit)?;
        let mut things = form.open(input, List::Events, limit)?;
        let mut of_file = seen.begin(&input.name, &objects);
        let mut count = 0_u64;
        while let Some(event) = things.next()? {
            count += 1;
            of_file.see(&event)?;
        }
        if count == 0 {
            return Err(unreadable(&input.name, "it holds no events".to_owned()));
        }
        let notes = of_file.notes(count);
        let format = Format {
            kind: Some(SourceKind::Ocel),
            compression: Some(compression),
            max_record_bytes: declared.max_record_bytes,
            notes,
            ..Format::default()
        };
        let sha256 = Some(things.finish()?);
        files.push((form, SourceFile { name: input.name.clone(), bytes: input.seen.bytes, sha256, format }));
    }
    let layout = Arc::new(seen.layout());
    let schema = columns::text_schema(&layout.names);
    let found = inputs.iter().cloned().zip(files).map(|(input, (form, file))| {
        let layout = Arc::clone(&layout);
        let open: FileOpener = Box::new(move || {
            let objects = Objects::read(&input, form, limit)?;
            let (things, layout) = (form.open(&input, List::Events, limit)?, Arc::clone(&layout));
            Ok(Box::new(EventRows { file: input.name.clone(), things, objects, layout, known: HashSet::default() }))
        });
        (file, open)
    });
    Ok(TextFiles::new(schema, found))
}

/// The events of one file.
struct EventRows {
    file: String,
    things: Box<dyn Things>,
    objects: Objects,
    layout: Arc<Layout>,
    /// The ids of the events so far, as checksums.
    known: HashSet<u128>,
}

impl EventRows {
    /// The cells of an event; it has a fault afterwards if it cannot be used.
    fn cells(&mut self, event: &mut Thing) -> Result<Vec<Option<String>>, SourceError> {
        if let Some(id) = event.id.clone().filter(|id| !self.known.insert(xxh3_128(id.as_bytes()))) {
            event.fail(layout::OWN[0], &id, "another event of the file has this id");
        }
        if self.known.len() > MOST_EVENTS {
            return Err(unreadable(&self.file, format!("it holds more than {MOST_EVENTS} events; export parts of it")));
        }
        self.layout.cells(event, &self.objects).ok_or_else(|| {
            let what = "it has other attributes or objects than when it was looked through".to_owned();
            SourceError::Changed { file: self.file.clone(), what }
        })
    }
}

impl FileRows for EventRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let Some(mut event) = self.things.next()? else { return Ok(false) };
        let cells = self.cells(&mut event)?;
        match &event.fault {
            Some(fault) => {
                let (column, value, reason) = (fault.column.clone(), fault.value.clone(), fault.reason.clone());
                rows.reject(event.number, column, value, reason, event.line());
            }
            None => rows.push(event.number, cells.iter().map(Option::as_deref)),
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.things.bytes_read()
    }

    fn refine(&self, _: &mut Format) {}

    fn finish(&mut self) -> Result<String, SourceError> {
        self.things.finish()
    }
}
