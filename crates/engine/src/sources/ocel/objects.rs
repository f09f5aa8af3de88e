//! Which objects does a log have, and of which types?

use foldhash::HashMap;

use super::form::Form;
use super::thing::{List, unreadable};
use crate::sources::SourceError;
use crate::sources::columns::LONGEST_NAME;
use crate::sources::inputs::Input;

/// More types than that are taken for ids.
const MOST_TYPES: usize = 500;
/// What the ids of a log's objects may take in memory.
const MOST_BYTES: usize = 256 << 20;
/// What an id takes besides its letters.
const ID_BYTES: usize = 48;

/// The objects of a log by their ids.
#[derive(Default)]
pub(super) struct Objects {
    /// The types, in the order of their first object.
    pub types: Vec<String>,
    /// For each object the place of its type.
    by_id: HashMap<Box<str>, u32>,
}

impl Objects {
    /// Reads the objects of a log. One that has no id or type, or the id of another, makes doubtful whose the events are.
    pub fn read(input: &Input, form: Form, limit: usize) -> Result<Self, SourceError> {
        let mut things = form.open(input, List::Objects, limit)?;
        let (mut objects, mut bytes) = (Self::default(), 0);
        while let Some(thing) = things.next()? {
            let number = thing.number;
            let refused = |why: String| Err(unreadable(&input.name, format!("object {number} {why}")));
            if let Some(fault) = thing.fault {
                return refused(format!("cannot be used: {}", fault.reason));
            }
            let Some(id) = thing.id.filter(|id| !id.is_empty()) else { return refused("has no id".to_owned()) };
            let Some(kind) = thing.kind.filter(|kind| !kind.is_empty()) else {
                return refused(format!("('{}') has no type", beginning(&id)));
            };
            let at = objects.types.iter().position(|known| *known == kind).unwrap_or(objects.types.len());
            if at == objects.types.len() {
                if at >= MOST_TYPES || kind.len() > LONGEST_NAME {
                    let why =
                        format!("has a type too many or too long ('{}'); are ids used as types?", beginning(&kind));
                    return refused(why);
                }
                objects.types.push(kind);
            }
            bytes += id.len() + ID_BYTES;
            if bytes > MOST_BYTES {
                let most = MOST_BYTES >> 20;
                return refused(format!("is one too many: the ids take more than {most} MiB; export parts of the log"));
            }
            if objects.by_id.insert(id.clone().into_boxed_str(), at as u32).is_some() {
                return refused(format!("has the id of another, '{}'", beginning(&id)));
            }
        }
        Ok(objects)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.by_id.len()
    }

    /// The type of an object; nothing if there is none of that id.
    pub fn type_of(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).map(|at| self.types[*at as usize].as_str())
    }
}

/// As much of a text as tells which it is.
pub(super) fn beginning(text: &str) -> String {
    text.chars().take(60).collect()
}
