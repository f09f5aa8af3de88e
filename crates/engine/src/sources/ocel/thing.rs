//! An event or an object of a log, as it is written.

use crate::sources::{SourceError, SourceKind};

/// An event or an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Thing {
    /// Its number among those of its list, from 1.
    pub number: u64,
    pub id: Option<String>,
    pub kind: Option<String>,
    /// When an event happened.
    pub time: Option<String>,
    /// Names of attributes with what they are; of objects none are read.
    pub attributes: Vec<(String, String)>,
    /// The objects that an event has to do with, by their ids, and as what each of them.
    pub related: Vec<(String, String)>,
    /// Why it cannot be used.
    pub fault: Option<Fault>,
}

/// What is wrong with a thing: the column concerned, or none, the value and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub column: String,
    pub value: String,
    pub reason: String,
}

impl Thing {
    /// It cannot be used; the first reason is told.
    pub fn fail(&mut self, column: &str, value: &str, reason: impl Into<String>) {
        let (column, value) = (column.to_owned(), value.to_owned());
        self.fault.get_or_insert_with(|| Fault { column, value, reason: reason.into() });
    }

    /// It in a line.
    pub fn line(&self) -> String {
        const MOST: usize = 1000;
        let mut line: Vec<String> = Vec::new();
        let own = [("id", &self.id), ("type", &self.kind), ("time", &self.time)];
        line.extend(own.into_iter().filter_map(|(name, text)| Some(format!("{name}={}", text.as_ref()?))));
        line.extend(self.attributes.iter().map(|(name, text)| format!("{name}={text}")));
        line.extend(self.related.iter().map(|(id, _)| format!("object={id}")));
        line.join(" ").chars().take(MOST).collect()
    }
}

/// Which of the two lists of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Objects,
    Events,
}

impl List {
    /// What the list is called in JSON and XML.
    pub fn name(self) -> &'static str {
        match self {
            Self::Objects => "objects",
            Self::Events => "events",
        }
    }

    /// What one of it is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Objects => "object",
            Self::Events => "event",
        }
    }
}

/// One list of a log, read once from its beginning to its end.
pub(super) trait Things: Send {
    fn next(&mut self) -> Result<Option<Thing>, SourceError>;
    /// Bytes read so far, as stored.
    fn bytes_read(&self) -> u64;
    /// Makes sure that the file was whole and unchanged, and gives the SHA-256 of its bytes.
    fn finish(&mut self) -> Result<String, SourceError>;
}

/// That a file is no log that can be read, and why.
pub(super) fn unreadable(file: &str, why: String) -> SourceError {
    SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Ocel, why }
}
