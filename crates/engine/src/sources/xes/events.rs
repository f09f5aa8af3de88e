//! The events of a log, one behind the other, each with the attributes of its trace.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::BufRead as _;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::plain::{self, PlainAttribute};
use crate::sources::bytes::{ByteSource, FileContent};
use crate::sources::encoding::shown;
use crate::sources::inputs::Input;
use crate::sources::metered::Metered;
use crate::sources::{SourceError, SourceKind};

/// Attributes within attributes, and whatever else a file may nest.
const DEEPEST: usize = 64;
/// What is written before the names of a trace's attributes.
const OF_TRACE: &str = "case:";
/// What tells which case the events of a trace belong to.
const NAME_OF_TRACE: &str = "case:concept:name";
/// The place of an event in its trace, from 1.
const NUMBER: &str = "event:number";

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Log,
    Trace,
    Event,
    /// An attribute; so long was the name of what it stands in.
    Attribute(usize),
    /// The values of a list, with how many there were.
    Values(usize),
    /// What is said of the log, not of its events.
    Other,
}

/// What came next.
pub(super) enum Next {
    /// The event of this number; its cells can be read.
    Event(u64),
    /// An attribute for which there is no column.
    Unnamed(String),
    End,
}

/// The cells of the current event.
#[derive(Default)]
struct Cells {
    /// The longest row.
    limit: usize,
    /// Texts, those of the trace first.
    text: String,
    /// How long these are.
    of_trace: usize,
    /// By column, where in `text` its cell stands.
    places: Vec<Option<Range<usize>>>,
    /// Columns of the event, not of its trace.
    of_event: Vec<usize>,
}

pub(super) struct Events {
    xml: quick_xml::Reader<Metered>,
    file: String,
    buffer: Vec<u8>,
    open: Vec<Open>,
    /// A tag ended just before, and what follows may be cut without reading it as XML.
    behind_tag: bool,
    /// The name of the attributes that are open, within each other.
    name: String,
    cells: Cells,
    /// Why the current event cannot be used, and the trace: column and reason.
    fault: Option<(String, String)>,
    trace_fault: Option<(String, String)>,
    /// Events and traces so far.
    event_count: u64,
    traces: u64,
    /// Events of the current trace.
    in_trace: u64,
    empty_traces: u64,
    nameless_traces: u64,
    has_name: bool,
}

impl Events {
    /// Opens a log; rows of more than `limit` bytes are rejected.
    pub(super) fn open(input: &Input, limit: usize) -> Result<Self, SourceError> {
        // A row may be as long as its longest attribute, and that is written with its key and signs of XML.
        let source = Metered::new(FileContent::open(input)?, limit * 2 + (1 << 16));
        Ok(Self {
            xml: quick_xml::Reader::from_reader(source),
            file: input.name.clone(),
            buffer: Vec::new(),
            open: Vec::new(),
            behind_tag: false,
            name: String::new(),
            cells: Cells { limit, ..Cells::default() },
            fault: None,
            trace_fault: None,
            event_count: 0,
            traces: 0,
            in_trace: 0,
            empty_traces: 0,
            nameless_traces: 0,
            has_name: false,
        })
    }

    /// Reads on to the end of the next event. `column` gives the column of an attribute by its name.
    pub(super) fn next(&mut self, mut column: impl FnMut(&str) -> Option<usize>) -> Result<Next, SourceError> {
        let mut buffer = std::mem::take(&mut self.buffer);
        loop {
            buffer.clear();
            self.xml.get_mut().rest();
            if std::mem::take(&mut self.behind_tag)
                && let Some(name) = self.plain_attributes(&mut column)
            {
                self.buffer = buffer;
                return Ok(Next::Unnamed(name));
            }
            let token = match self.xml.read_event_into(&mut buffer) {
                Ok(token) => token,
                Err(error) => return Err(self.broken(error)),
            };
            match token {
                Event::Start(element) => {
                    self.behind_tag = true;
                    if let Some(name) = self.begin(&element, &mut column)? {
                        return Ok(Next::Unnamed(name));
                    }
                }
                Event::Empty(element) => {
                    self.behind_tag = true;
                    if let Some(name) = self.begin(&element, &mut column)? {
                        return Ok(Next::Unnamed(name));
                    }
                    if self.end() {
                        self.buffer = buffer;
                        return Ok(Next::Event(self.event_count));
                    }
                }
                Event::End(_) => {
                    self.behind_tag = true;
                    if self.end() {
                        self.buffer = buffer;
                        return Ok(Next::Event(self.event_count));
                    }
                }
                Event::Eof if self.open.is_empty() && self.event_count == 0 => {
                    return Err(unreadable(&self.file, "it holds no events".to_owned()));
                }
                Event::Eof if self.open.is_empty() => return Ok(Next::End),
                Event::Eof => {
                    let why = format!(
                        "it does not end: the file was cut off in event {} or after it; export it again",
                        self.event_count.max(1)
                    );
                    return Err(unreadable(&self.file, why));
                }
                Event::Text(text) if !text.trim_ascii().is_empty() => self.stray_text(),
                Event::CData(_) | Event::GeneralRef(_) => self.stray_text(),
                _ => {}
            }
        }
    }

    /// Takes the attributes of an event or trace that hide nothing, as many as follow; gives the name of one for which there is no column.
    fn plain_attributes(&mut self, column: &mut impl FnMut(&str) -> Option<usize>) -> Option<String> {
        let Some(owner @ (Open::Event | Open::Trace)) = self.open.last().copied() else { return None };
        if owner == Open::Trace && self.in_trace > 0 {
            return None;
        }
        loop {
            self.xml.get_mut().rest();
            // A failure is told when it is met again.
            let Ok(bytes) = self.xml.get_mut().fill_buf() else { return None };
            let blanks = plain::blanks(bytes);
            let Some(PlainAttribute { key, value, length }) = plain::attribute(&bytes[blanks..]) else {
                self.xml.get_mut().consume(blanks);
                return None;
            };
            let is_of_event = owner == Open::Event;
            let name = if is_of_event {
                key
            } else {
                self.name.clear();
                self.name.push_str(OF_TRACE);
                self.name.push_str(key);
                &self.name
            };
            let Some(at) = column(name) else { return Some(name.to_owned()) };
            self.has_name |= !is_of_event && name == NAME_OF_TRACE && !value.is_empty();
            if let Err(reason) = self.cells.put(at, value, is_of_event) {
                let fault = if is_of_event { &mut self.fault } else { &mut self.trace_fault };
                fault.get_or_insert_with(|| (name.to_owned(), reason));
            }
            self.name.clear();
            self.xml.get_mut().consume(blanks + length);
        }
    }

    /// What a failure of reading means.
    fn broken(&mut self, error: quick_xml::Error) -> SourceError {
        let (event, limit) = (self.event_count + 1, self.cells.limit);
        match error {
            quick_xml::Error::Io(_) if self.xml.get_ref().is_exhausted() => {
                let why = format!("one tag or text in event {event} or after it is longer than {limit} bytes");
                unreadable(&self.file, why)
            }
            quick_xml::Error::Io(error) => {
                let again = std::io::Error::new(error.kind(), error.to_string());
                self.source_mut().failure(again, event - 1)
            }
            other => unreadable(
                &self.file,
                format!("in event {event}, or between it and the one before, is a fault: {other}"),
            ),
        }
    }

    /// What stands between tags is no attribute, so an event or trace in which something does says more than was read.
    fn stray_text(&mut self) {
        if self.open.iter().any(|open| matches!(open, Open::Event | Open::Trace)) {
            self.fail("", "text stands outside of the values of attributes");
        }
    }

    /// Begins an element; gives the name of an attribute for which there is no column.
    fn begin(
        &mut self,
        element: &BytesStart<'_>,
        column: &mut impl FnMut(&str) -> Option<usize>,
    ) -> Result<Option<String>, SourceError> {
        if self.open.len() >= DEEPEST {
            let why = format!("elements are nested more than {DEEPEST} deep in event {}", self.event_count + 1);
            return Err(unreadable(&self.file, why));
        }
        let within = self.open.last().copied();
        let local = element.local_name();
        let what: &str = local.as_ref();
        let opened = match (within, what) {
            (None, "log") => Open::Log,
            (None, other) => return Err(unreadable(&self.file, format!("its root is <{other}>, not <log>"))),
            (Some(Open::Log), "trace") => {
                self.begin_trace();
                Open::Trace
            }
            (Some(Open::Log | Open::Trace), "event") => {
                if within == Some(Open::Log) {
                    self.begin_trace();
                }
                self.begin_event(within == Some(Open::Trace));
                if within == Some(Open::Trace)
                    && let Some(at) = column(NUMBER)
                {
                    let number = self.in_trace.to_string();
                    if let Err(reason) = self.cells.put(at, &number, true) {
                        self.fault.get_or_insert_with(|| (NUMBER.to_owned(), reason));
                    }
                }
                Open::Event
            }
            (Some(Open::Other), _) | (Some(Open::Log), "extension" | "global" | "classifier") => Open::Other,
            (Some(Open::Attribute(_)), "values") => Open::Values(0),
            (Some(_), _) => return self.begin_attribute(element, what, column),
        };
        self.open.push(opened);
        Ok(None)
    }

    fn begin_trace(&mut self) {
        self.cells.begin_trace();
        self.trace_fault = None;
        self.in_trace = 0;
        self.has_name = false;
    }

    fn begin_event(&mut self, in_trace: bool) {
        self.cells.begin_event(self.in_trace == 0);
        self.fault = self.trace_fault.clone();
        self.event_count += 1;
        self.in_trace += u64::from(in_trace);
    }

    fn begin_attribute(
        &mut self,
        element: &BytesStart<'_>,
        what: &str,
        column: &mut impl FnMut(&str) -> Option<usize>,
    ) -> Result<Option<String>, SourceError> {
        let owner = self.open.iter().rfind(|open| !matches!(open, Open::Attribute(_) | Open::Values(_))).copied();
        let before = self.name.len();
        let [key, value] = key_and_value(element).unwrap_or_else(|why| {
            self.fail("", &format!("<{what}> cannot be read: {why}"));
            [Some(Cow::Borrowed("")), None]
        });
        let is_nested = matches!(self.open.last(), Some(Open::Attribute(_) | Open::Values(_)));
        if is_nested {
            self.name.push('.');
        } else if owner == Some(Open::Trace) {
            self.name.push_str(OF_TRACE);
        }
        match (self.open.last_mut(), &key) {
            // Values of a list may all have one key.
            (Some(Open::Values(count)), _) => {
                self.name.push_str(&count.to_string());
                *count += 1;
            }
            (_, Some(key)) => self.name.push_str(key),
            (_, None) => {}
        }
        self.open.push(Open::Attribute(before));
        if !matches!(owner, Some(Open::Event | Open::Trace)) {
            return Ok(None);
        }
        if key.is_none() && !is_nested {
            self.fail("", &format!("<{what}> has no key"));
            return Ok(None);
        }
        if owner == Some(Open::Trace) && self.in_trace > 0 {
            let why = format!(
                "an attribute of a trace, '{}', stands behind its events by event {}",
                self.name, self.event_count
            );
            return Err(unreadable(&self.file, why));
        }
        let Some(value) = value else { return Ok(None) };
        let Some(at) = column(&self.name) else { return Ok(Some(self.name.clone())) };
        self.has_name |= owner == Some(Open::Trace) && self.name == NAME_OF_TRACE && !value.is_empty();
        if let Err(reason) = self.cells.put(at, &value, owner == Some(Open::Event)) {
            let name = self.name.clone();
            self.fail(&name, &reason);
        }
        Ok(None)
    }

    /// Ends an element; whether it was an event.
    fn end(&mut self) -> bool {
        let Some(ended) = self.open.pop() else { return false };
        match ended {
            Open::Attribute(before) => self.name.truncate(before),
            Open::Trace => {
                self.traces += 1;
                self.empty_traces += u64::from(self.in_trace == 0);
                self.nameless_traces += u64::from(self.in_trace > 0 && !self.has_name);
            }
            Open::Event => return true,
            Open::Log | Open::Values(_) | Open::Other => {}
        }
        false
    }

    /// The event, or all events of the trace, cannot be used.
    fn fail(&mut self, column: &str, reason: &str) {
        let is_of_event = self.open.contains(&Open::Event);
        let fault = if is_of_event { &mut self.fault } else { &mut self.trace_fault };
        fault.get_or_insert_with(|| (column.to_owned(), reason.to_owned()));
    }

    /// The place of the current event in its trace, from 1.
    pub(super) fn place(&self) -> u64 {
        self.in_trace
    }

    /// Why the current event cannot be used: the column, and the reason.
    pub(super) fn fault(&self) -> Option<(String, String)> {
        self.fault.clone()
    }

    /// The text of the current event in a column.
    pub(super) fn cell(&self, column: usize) -> Option<&str> {
        self.cells.get(column)
    }

    /// The current event in a line.
    pub(super) fn line(&self, names: &[String]) -> String {
        const MOST: usize = 1000;
        let mut line = String::new();
        for (column, name) in names.iter().enumerate() {
            if let Some(text) = self.cell(column).filter(|_| line.len() < MOST) {
                let text: String = text.chars().take(MOST).collect();
                let _ = write!(line, "{name}={} ", shown(text.as_bytes()));
            }
        }
        line.trim_end().to_owned()
    }

    /// What is to be told of the log once it was read.
    pub(super) fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.empty_traces > 0 {
            notes.push(format!("{} of {} traces hold no event", self.empty_traces, self.traces));
        }
        if self.nameless_traces > 0 {
            let (nameless, all) = (self.nameless_traces, self.traces);
            notes.push(format!("{nameless} of {all} traces have no name (concept:name): nothing tells which case their events belong to"));
        }
        notes
    }

    pub(super) fn source(&self) -> &FileContent {
        self.xml.get_ref().source()
    }

    pub(super) fn source_mut(&mut self) -> &mut FileContent {
        self.xml.get_mut().source_mut()
    }
}

/// What an attribute is called, and what it is.
fn key_and_value<'e>(element: &'e BytesStart<'_>) -> Result<[Option<Cow<'e, str>>; 2], String> {
    let [mut key, mut value] = [None, None];
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let place = match attribute.key.as_ref() {
            "key" => &mut key,
            "value" => &mut value,
            _ => continue,
        };
        *place = Some(attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?);
    }
    Ok([key, value])
}

/// That a file is no log, and why.
pub(super) fn unreadable(file: &str, why: String) -> SourceError {
    SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Xes, why }
}

impl Cells {
    /// Forgets the trace, too.
    fn begin_trace(&mut self) {
        self.text.clear();
        self.places.fill(None);
        self.of_event.clear();
    }

    /// Forgets the event before, of which there is none where this one is the first of its trace.
    fn begin_event(&mut self, is_first: bool) {
        if is_first {
            self.of_trace = self.text.len();
        }
        self.text.truncate(self.of_trace);
        for column in self.of_event.drain(..) {
            self.places[column] = None;
        }
    }

    /// Puts a text in its column; the error says why it cannot stand there.
    fn put(&mut self, column: usize, text: &str, is_of_event: bool) -> Result<(), String> {
        if self.text.len() + text.len() > self.limit {
            return Err(format!("the row is longer than {} bytes; raise max_record_bytes to read it", self.limit));
        }
        if self.places.len() <= column {
            self.places.resize(column + 1, None);
        }
        if self.places[column].is_some() {
            return Err("the attribute occurs twice".to_owned());
        }
        let start = self.text.len();
        self.text.push_str(text);
        self.places[column] = Some(start..self.text.len());
        if is_of_event {
            self.of_event.push(column);
        }
        Ok(())
    }

    fn get(&self, column: usize) -> Option<&str> {
        self.places.get(column)?.clone().map(|place| &self.text[place])
    }
}
