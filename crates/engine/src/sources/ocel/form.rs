//! In which of its three forms is a log written?

use super::json::JsonThings;
use super::sqlite::SqliteThings;
use super::thing::{List, Things, unreadable};
use super::xml::XmlThings;
use crate::sources::bytes::FileContent;
use crate::sources::inputs::Input;
use crate::sources::xml_head::{elements_of, text_of};
use crate::sources::{Compression, SourceError, window};

/// How a database of `SQLite` begins.
pub(in crate::sources) const SQLITE: &[u8] = b"SQLite format 3\0";

/// Lists of a log, as JSON and XML call them; those of types first.
const LISTS: [[&str; 4]; 2] =
    [["eventTypes", "objectTypes", "events", "objects"], ["event-types", "object-types", "events", "objects"]];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sources) enum Form {
    Json,
    Xml,
    Sqlite,
}

impl Form {
    /// The form of a log by its first bytes; none if it is no such log.
    pub fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(SQLITE) {
            return Some(Self::Sqlite);
        }
        let text = text_of(head);
        if let Some(inside) = text.trim_start().strip_prefix('{') {
            let first = inside.trim_start().strip_prefix('"')?.split('"').next()?;
            // Other systems have lists of events and of objects, too.
            let is_log = LISTS[0][..2].contains(&first)
                || LISTS[0].contains(&first)
                    && ["\"eventTypes\"", "\"objectTypes\"", "\"relationships\""]
                        .iter()
                        .any(|name| text.contains(name));
            return is_log.then_some(Self::Json);
        }
        match elements_of(head).as_slice() {
            [root, first] if root == "log" && LISTS[1].contains(&first.as_str()) => Some(Self::Xml),
            _ => None,
        }
    }

    /// The form of a file, and how it is packed.
    pub fn of_file(input: &Input) -> Result<(Self, Compression), SourceError> {
        let mut file = FileContent::open(input)?;
        let (head, _) = window::head(&mut file, 4096)?;
        let why = "it is no log as OCEL 2.0 writes it, as JSON, XML or SQLite".to_owned();
        Ok((Self::of(&head).ok_or_else(|| unreadable(&input.name, why))?, file.compression()))
    }

    /// Opens a list of a log; things of more than `limit` bytes cannot be used.
    pub(super) fn open(self, input: &Input, list: List, limit: usize) -> Result<Box<dyn Things>, SourceError> {
        Ok(match self {
            Self::Json => Box::new(JsonThings::open(input, list, limit)?),
            Self::Xml => Box::new(XmlThings::open(input, list, limit)?),
            Self::Sqlite => Box::new(SqliteThings::open(input, list, limit)?),
        })
    }
}
