//! Which columns does a log have, and what stands in them for an event?

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;

use super::objects::{Objects, beginning};
use super::thing::{Thing, unreadable};
use crate::sources::SourceError;
use crate::sources::columns::LONGEST_NAME;

/// The columns of every log.
pub(super) const OWN: [&str; 3] = ["event:id", "event:type", "event:time"];
/// More attributes than that are taken for names that are values.
const MOST_ATTRIBUTES: usize = 1500;
/// What objects of one type are to events has columns if it is said in so many words at most.
const MOST_QUALIFIERS: usize = 20;

/// What was seen of logs so far.
#[derive(Default)]
pub(super) struct Seen {
    /// Types of objects that events have to do with, in the order of their first event.
    types: Vec<SeenType>,
    /// Attributes of events, in the order of their first appearance.
    attributes: Vec<String>,
    places: HashMap<String, usize>,
}

struct SeenType {
    name: String,
    /// Whether an event has several of it.
    is_several: bool,
    /// What they are to events that have several.
    qualifiers: BTreeSet<String>,
}

/// What is seen of one file.
pub(super) struct SeenFile<'s> {
    seen: &'s mut Seen,
    objects: &'s Objects,
    file: String,
    /// For each type of which events have several: how many events, and the most of one.
    several: BTreeMap<String, (u64, usize)>,
    without_objects: u64,
}

impl Seen {
    pub fn begin<'s>(&'s mut self, file: &str, objects: &'s Objects) -> SeenFile<'s> {
        SeenFile { seen: self, objects, file: file.to_owned(), several: BTreeMap::new(), without_objects: 0 }
    }

    /// The columns of what was seen.
    pub fn layout(self) -> Layout {
        let mut names: Vec<String> = OWN.map(str::to_owned).to_vec();
        let mut types = HashMap::default();
        let mut add = |name: String| {
            names.push(name);
            names.len() - 1
        };
        for SeenType { name, is_several, qualifiers } in self.types {
            let one = add(format!("object:{name}"));
            let all = is_several.then(|| add(format!("objects:{name}")));
            let is_few = qualifiers.len() <= MOST_QUALIFIERS;
            let told = qualifiers.into_iter().filter(|qualifier| is_few && !qualifier.is_empty());
            let by_qualifier =
                told.map(|qualifier| (qualifier.clone(), add(format!("object:{name}:{qualifier}")))).collect();
            types.insert(name, TypeColumns { one, all, by_qualifier });
        }
        let attributes = self.attributes.into_iter().map(|name| (name.clone(), add(name))).collect();
        Layout { names, types, attributes }
    }
}

impl SeenFile<'_> {
    /// Sees an event; one that cannot be used has no say.
    pub fn see(&mut self, event: &Thing) -> Result<(), SourceError> {
        if event.fault.is_some() {
            return Ok(());
        }
        for (name, _) in &event.attributes {
            self.attribute(name, event.number)?;
        }
        self.without_objects += u64::from(event.related.is_empty());
        for (name, related) in by_type(event, self.objects) {
            let known = self.seen.types.iter().position(|known| known.name == name);
            let at = known.unwrap_or_else(|| {
                let name = name.to_owned();
                self.seen.types.push(SeenType { name, is_several: false, qualifiers: BTreeSet::new() });
                self.seen.types.len() - 1
            });
            if related.len() > 1 {
                let (events, most) = self.several.entry(name.to_owned()).or_default();
                (*events, *most) = (*events + 1, related.len().max(*most));
                let known = &mut self.seen.types[at];
                known.is_several = true;
                let is_short = |qualifier: &str| qualifier.len() + name.len() < LONGEST_NAME / 2;
                for qualifier in related.values().flatten().filter(|qualifier| is_short(qualifier)) {
                    // One too many tells that they are too many.
                    if known.qualifiers.len() <= MOST_QUALIFIERS {
                        known.qualifiers.insert((*qualifier).to_owned());
                    }
                }
            }
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, number: u64) -> Result<(), SourceError> {
        if self.seen.places.contains_key(name) {
            return Ok(());
        }
        let begins = beginning(name);
        let is_ours = OWN.contains(&name) || ["object:", "objects:"].iter().any(|ours| name.starts_with(ours));
        let why = if is_ours {
            format!("an attribute of event {number} is called '{begins}', as a column of the log is; rename it")
        } else if self.seen.attributes.len() >= MOST_ATTRIBUTES || name.len() > LONGEST_NAME {
            format!(
                "it has more than {MOST_ATTRIBUTES} different attributes by event {number}, or one with a name longer than {LONGEST_NAME} \
                 letters, as '{begins}…'; are values used as names?"
            )
        } else {
            self.seen.places.insert(name.to_owned(), self.seen.attributes.len());
            self.seen.attributes.push(name.to_owned());
            return Ok(());
        };
        Err(unreadable(&self.file, why))
    }

    /// What is to be told of the file, which has so many events.
    pub fn notes(&self, events: u64) -> Vec<String> {
        let mut notes = Vec::new();
        for (name, (several, most)) in &self.several {
            notes.push(format!(
                "{several} of {events} events have several objects of type '{name}', up to {most}: 'object:{name}' is empty for them, and \
                 'objects:{name}' lists them all"
            ));
        }
        if self.without_objects > 0 {
            notes.push(format!("{} of {events} events have to do with no object", self.without_objects));
        }
        let objects = self.objects.count();
        notes.push(format!(
            "of the {objects} objects only ids and types are read, neither their attributes nor what they have to do with each other"
        ));
        notes
    }
}

/// The columns of logs.
pub(super) struct Layout {
    /// Their names.
    pub names: Vec<String>,
    types: HashMap<String, TypeColumns>,
    attributes: HashMap<String, usize>,
}

/// The columns of a type of objects.
struct TypeColumns {
    /// The only object of the type.
    one: usize,
    /// All of them, where there are several.
    all: Option<usize>,
    /// The only one of several that is something to the event.
    by_qualifier: BTreeMap<String, usize>,
}

impl Layout {
    /// The cells of an event; it has a fault afterwards if it cannot be used. `None` where there is no column for what it says.
    pub fn cells(&self, event: &mut Thing, objects: &Objects) -> Option<Vec<Option<String>>> {
        let mut cells = vec![None; self.names.len()];
        let unknown = event.related.iter().map(|(id, _)| id).find(|id| objects.type_of(id).is_none()).cloned();
        if let Some(id) = unknown {
            event.fail("event:objects", &id, "the event names an object that the log does not hold");
        }
        if event.fault.is_some() {
            return Some(cells);
        }
        for (at, text) in [&event.id, &event.kind, &event.time].into_iter().enumerate() {
            cells[at] = text.clone().filter(|text| !text.is_empty());
        }
        let mut twice = None;
        for (name, text) in &event.attributes {
            let cell = &mut cells[*self.attributes.get(name)?];
            if cell.replace(text.clone()).is_some() {
                twice = Some(name.clone());
            }
        }
        for (name, related) in by_type(event, objects) {
            let columns = self.types.get(name)?;
            if related.len() == 1 {
                cells[columns.one] = related.keys().next().map(|id| (*id).to_owned());
                continue;
            }
            let ids: Vec<&str> = related.keys().copied().collect();
            cells[columns.all?] = serde_json::to_string(&ids).ok();
            for (qualifier, at) in &columns.by_qualifier {
                let mut named = related.iter().filter(|(_, qualifiers)| qualifiers.contains(qualifier.as_str()));
                if let (Some((id, _)), None) = (named.next(), named.next()) {
                    cells[*at] = Some((*id).to_owned());
                }
            }
        }
        if let Some(name) = twice {
            event.fail(&name, "", "the attribute occurs twice");
        }
        Some(cells)
    }
}

/// The objects of an event by their types, each with what it is to the event; an object that is several things to it is one.
fn by_type<'e>(event: &'e Thing, objects: &'e Objects) -> BTreeMap<&'e str, BTreeMap<&'e str, BTreeSet<&'e str>>> {
    let mut by_type: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    for (id, qualifier) in &event.related {
        if let Some(name) = objects.type_of(id) {
            by_type.entry(name).or_default().entry(id).or_default().insert(qualifier);
        }
    }
    by_type
}
