//! OCEL 2.0 as XML.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::thing::{List, Thing, Things, unreadable};
use crate::sources::SourceError;
use crate::sources::bytes::{ByteSource, FileContent};
use crate::sources::inputs::Input;
use crate::sources::metered::Metered;

/// Elements within elements.
const DEEPEST: usize = 64;

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Log,
    /// The list that is read.
    List,
    /// An event or an object of it.
    Thing,
    Attributes,
    Attribute,
    Related,
    /// What is not read.
    Other,
}

pub(super) struct XmlThings {
    xml: quick_xml::Reader<Metered>,
    file: String,
    list: List,
    limit: usize,
    open: Vec<Open>,
    /// The thing at hand, the attribute of it at hand, and how many bytes it took so far.
    thing: Thing,
    attribute: (String, String),
    bytes: usize,
    count: u64,
    has_list: bool,
    /// All objects are read: what follows is for whoever reads the events.
    has_ended: bool,
}

impl XmlThings {
    /// Opens a list of a log; things of more than `limit` bytes cannot be used.
    pub fn open(input: &Input, list: List, limit: usize) -> Result<Self, SourceError> {
        let source = Metered::new(FileContent::open(input)?, limit * 2 + (1 << 16));
        Ok(Self {
            xml: quick_xml::Reader::from_reader(source),
            file: input.name.clone(),
            list,
            limit,
            open: Vec::new(),
            thing: Thing::default(),
            attribute: (String::new(), String::new()),
            bytes: 0,
            count: 0,
            has_list: false,
            has_ended: false,
        })
    }

    fn refused(&self, why: String) -> SourceError {
        unreadable(&self.file, why)
    }

    fn broken(&mut self, error: quick_xml::Error) -> SourceError {
        let (noun, number) = (self.list.noun(), self.count.max(1));
        match error {
            quick_xml::Error::Io(_) if self.xml.get_ref().is_exhausted() => {
                let limit = self.limit;
                self.refused(format!("one tag or text in {noun} {number} or after it is longer than {limit} bytes"))
            }
            quick_xml::Error::Io(error) => {
                let again = std::io::Error::new(error.kind(), error.to_string());
                let row = self.count;
                self.xml.get_mut().source_mut().failure(again, row)
            }
            other => self.refused(format!("in {noun} {number} or after it is a fault: {other}")),
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), SourceError> {
        if self.open.len() >= DEEPEST {
            let (noun, number) = (self.list.noun(), self.count.max(1));
            return Err(
                self.refused(format!("elements are nested more than {DEEPEST} deep in {noun} {number} or after it"))
            );
        }
        let local = element.local_name();
        let name: &str = local.as_ref();
        let opened = match (self.open.last(), name) {
            (None, "log") => Open::Log,
            (None, other) => return Err(self.refused(format!("its root is <{other}>, not <log>"))),
            (Some(Open::Log), name) if name == self.list.name() => {
                self.has_list = true;
                Open::List
            }
            (Some(Open::List), name) if name == self.list.noun() => {
                self.begin_thing(element);
                Open::Thing
            }
            (Some(Open::Thing), "attributes") => Open::Attributes,
            (Some(Open::Thing), "objects" | "relationships") => Open::Related,
            (Some(Open::Attributes), "attribute") => {
                let [name] = self.values(element, ["name"]);
                self.attribute = (name.unwrap_or_default(), String::new());
                Open::Attribute
            }
            (Some(Open::Related), "relationship" | "relobj" | "object") => {
                let [object, qualifier] = self.values(element, ["object-id", "qualifier"]);
                let related = (object.unwrap_or_default(), qualifier.unwrap_or_default());
                if self.takes(related.0.len() + related.1.len()) && self.list == List::Events {
                    self.thing.related.push(related);
                }
                Open::Other
            }
            (Some(Open::Log | Open::Other), _) => Open::Other,
            (Some(Open::List), other) => {
                let (list, noun) = (self.list.name(), self.list.noun());
                return Err(self.refused(format!("<{other}> stands among its {list}, where <{noun}> is expected")));
            }
            (Some(_), other) => {
                self.thing.fail("", other, format!("<{other}> is no part of such a log"));
                Open::Other
            }
        };
        self.open.push(opened);
        Ok(())
    }

    fn begin_thing(&mut self, element: &BytesStart<'_>) {
        self.count += 1;
        self.thing = Thing { number: self.count, ..Thing::default() };
        self.bytes = 0;
        let [id, kind, time] = self.values(element, ["id", "type", "time"]);
        (self.thing.id, self.thing.kind) = (id, kind);
        self.thing.time = time.filter(|_| self.list == List::Events);
    }

    /// What an element says by some names.
    fn values<const N: usize>(&mut self, element: &BytesStart<'_>, names: [&str; N]) -> [Option<String>; N] {
        let mut values = [const { None }; N];
        for attribute in element.attributes() {
            let read = attribute.map_err(|error| error.to_string()).and_then(|attribute| {
                let at = names.iter().position(|name| *name == attribute.key.as_ref());
                let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
                Ok((at, value.into_owned()))
            });
            match read {
                Ok((Some(at), value)) => values[at] = Some(value),
                Ok((None, _)) => {}
                Err(why) => self.thing.fail("", "", format!("a tag of it cannot be read: {why}")),
            }
        }
        values
    }

    /// Whether the thing may take so many bytes more.
    fn takes(&mut self, bytes: usize) -> bool {
        self.bytes += bytes;
        let fits = self.bytes <= self.limit;
        if !fits {
            let (noun, limit) = (self.list.noun(), self.limit);
            self.thing.fail(
                "",
                "",
                format!("the {noun} is longer than {limit} bytes; raise max_record_bytes to read it"),
            );
        }
        fits
    }

    /// Takes what stands between tags.
    fn text(&mut self, text: &str) {
        match self.open.last().copied() {
            Some(Open::Attribute) if self.takes(text.len()) => self.attribute.1.push_str(text),
            Some(Open::Thing | Open::Attributes | Open::Related) if !text.trim_ascii().is_empty() => {
                self.thing.fail("", text, "text stands outside of the values of attributes");
            }
            _ => {}
        }
    }

    /// Takes a reference such as `&amp;`.
    fn reference(&mut self, reference: &BytesRef<'_>) {
        let name: &str = reference.as_ref();
        let known = match reference.resolve_char_ref() {
            Ok(Some(sign)) => Some(sign.to_string()),
            Ok(None) => quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned),
            Err(_) => None,
        };
        match known {
            Some(text) => self.text(&text),
            None if self.open.contains(&Open::Thing) => self.thing.fail("", name, "nothing says what it stands for"),
            None => {}
        }
    }

    /// Ends an element; gives the thing that it ended.
    fn end(&mut self) -> Option<Thing> {
        match self.open.pop()? {
            Open::Attribute => {
                let (name, text) = std::mem::take(&mut self.attribute);
                if self.list == List::Events {
                    self.thing.attributes.push((name, text));
                }
                None
            }
            Open::Thing => Some(std::mem::take(&mut self.thing)),
            Open::List => {
                self.has_ended = self.list == List::Objects;
                None
            }
            _ => None,
        }
    }
}

impl Things for XmlThings {
    fn next(&mut self) -> Result<Option<Thing>, SourceError> {
        let mut buffer = Vec::new();
        while !self.has_ended {
            buffer.clear();
            self.xml.get_mut().rest();
            let token = match self.xml.read_event_into(&mut buffer) {
                Ok(token) => token,
                Err(error) => return Err(self.broken(error)),
            };
            let ended = match token {
                Event::Start(element) => {
                    self.begin(&element)?;
                    None
                }
                Event::Empty(element) => {
                    self.begin(&element)?;
                    self.end()
                }
                Event::End(_) => self.end(),
                Event::Text(text) => {
                    self.text(&text);
                    None
                }
                Event::CData(text) => {
                    self.text(&text);
                    None
                }
                Event::GeneralRef(reference) => {
                    self.reference(&reference);
                    None
                }
                Event::Eof if self.open.is_empty() && self.has_list => return Ok(None),
                Event::Eof if self.open.is_empty() => {
                    return Err(self.refused(format!("it has no list '{}'", self.list.name())));
                }
                Event::Eof => {
                    let (noun, number) = (self.list.noun(), self.count.max(1));
                    let why = format!(
                        "it does not end: the file was cut off in {noun} {number} or after it; export it again"
                    );
                    return Err(self.refused(why));
                }
                _ => None,
            };
            if ended.is_some() {
                return Ok(ended);
            }
        }
        Ok(None)
    }

    fn bytes_read(&self) -> u64 {
        self.xml.get_ref().source().bytes_read()
    }

    fn finish(&mut self) -> Result<String, SourceError> {
        self.xml.get_mut().source_mut().finish()
    }
}
