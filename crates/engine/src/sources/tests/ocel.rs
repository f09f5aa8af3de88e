//! Logs whose events have to do with objects of several types: JSON, XML and `SQLite` read as the same rows, and what is broken says where.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::json;
use sqlx::ConnectOptions as _;
use sqlx::sqlite::SqliteConnectOptions;

use super::*;

/// A log as plain data: objects by their ids, of one of a few types, and events.
#[derive(Clone, Debug)]
struct Log {
    objects: Vec<(String, usize)>,
    events: Vec<LogEvent>,
}

#[derive(Clone, Debug)]
struct LogEvent {
    kind: usize,
    time: u32,
    attributes: BTreeMap<usize, String>,
    /// Places of objects, with what they are to the event.
    related: BTreeSet<(usize, usize)>,
}

const TYPES: [&str; 3] = ["order", "items", "the customer"];
const KINDS: [&str; 3] = ["place", "pack \"it\"", "Übergabe"];
const ATTRIBUTES: [&str; 3] = ["price", "note & more", "site"];
const QUALIFIERS: [&str; 3] = ["", "main", "side"];

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,8}", "[<>&\"'äß\u{1F600}=/;]{1,6}"]
}

fn logs() -> impl Strategy<Value = Log> {
    let objects = prop::collection::btree_map("[a-z<&\"'0-9]{1,5}", 0usize..TYPES.len(), 1..8);
    let objects = objects.prop_map(|objects| objects.into_iter().collect::<Vec<_>>());
    objects.prop_flat_map(|objects| {
        let related = prop::collection::btree_set((0..objects.len(), 0usize..QUALIFIERS.len()), 0..5);
        let attributes = prop::collection::btree_map(0usize..ATTRIBUTES.len(), text(), 0..=ATTRIBUTES.len());
        let event = (0usize..KINDS.len(), 0u32..86_400, attributes, related);
        let event = event.prop_map(|(kind, time, attributes, related)| LogEvent { kind, time, attributes, related });
        prop::collection::vec(event, 1..8).prop_map(move |events| Log { objects: objects.clone(), events })
    })
}

impl LogEvent {
    fn at(&self) -> String {
        let (hours, minutes, seconds) = (self.time / 3600, self.time / 60 % 60, self.time % 60);
        format!("2024-05-06T{hours:02}:{minutes:02}:{seconds:02}Z")
    }
}

fn as_json(log: &Log, way: bool) -> String {
    let objects = log.objects.iter().map(|(id, kind)| {
        json!({"id": id, "type": TYPES[*kind], "attributes": [{"name": "weight", "value": 3, "time": "1970-01-01T00:00:00Z"}], "relationships": []})
    });
    let objects: Vec<_> = objects.collect();
    let events: Vec<_> = (log.events.iter().enumerate()).map(|(at, event)| {
        let attributes: Vec<_> = event.attributes.iter().map(|(at, text)| json!({"name": ATTRIBUTES[*at], "value": text})).collect();
        let related = event.related.iter().map(|(object, qualifier)| json!({"objectId": log.objects[*object].0, "qualifier": QUALIFIERS[*qualifier]}));
        json!({"id": format!("e{at}"), "type": KINDS[event.kind], "time": event.at(), "attributes": attributes, "relationships": related.collect::<Vec<_>>()})
    }).collect();
    let (objects, events) = (serde_json::to_string(&objects).unwrap(), serde_json::to_string(&events).unwrap());
    let [first, second] = [format!("\"objects\": {objects}"), format!("\"events\": {events}")];
    let [first, second] = if way { [first, second] } else { [second, first] };
    format!("{{\"eventTypes\": [], \"objectTypes\": [],\n{first},\n{second}}}\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn as_xml(log: &Log, way: bool) -> String {
    let mut objects = String::from("<objects>");
    for (id, kind) in &log.objects {
        write!(
            objects,
            "<object id=\"{}\" type=\"{}\"><attributes><attribute name=\"weight\" time=\"1970-01-01T00:00:00Z\">3</attribute></attributes></object>",
            escaped(id),
            TYPES[*kind]
        )
        .unwrap();
    }
    objects.push_str("</objects>");
    let mut events = String::from("<events>\n");
    for (at, event) in log.events.iter().enumerate() {
        let kind = escaped(KINDS[event.kind]);
        write!(events, "<event id=\"e{at}\" type=\"{kind}\" time=\"{}\">\n<attributes>", event.at()).unwrap();
        for (at, text) in &event.attributes {
            let name = escaped(ATTRIBUTES[*at]);
            write!(events, "<attribute name=\"{name}\">{}</attribute>", escaped(text)).unwrap();
        }
        events.push_str("</attributes><objects>");
        for (object, qualifier) in &event.related {
            let (id, qualifier) = (escaped(&log.objects[*object].0), QUALIFIERS[*qualifier]);
            write!(events, "<relationship object-id=\"{id}\" qualifier=\"{qualifier}\"/>").unwrap();
        }
        events.push_str("</objects></event>\n");
    }
    events.push_str("</events>");
    let [first, second] = if way { [objects, events] } else { [events, objects] };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log><object-types/><event-types/>{first}{second}</log>\n")
}

/// A log as the bytes of a database, changed by some statements.
fn as_database(log: &Log, changes: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.sqlite");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let options = SqliteConnectOptions::new().filename(&path).create_if_missing(true);
        // Nothing is lost that anybody needs.
        let mut connection = options.pragma("synchronous", "OFF").connect().await.unwrap();
        sqlx::raw_sql(include_str!("ocel_tables.sql")).execute(&mut connection).await.unwrap();
        let object = include_str!("ocel_object.sql");
        for (id, kind) in &log.objects {
            sqlx::query(object).bind(id).bind(TYPES[*kind]).execute(&mut connection).await.unwrap();
        }
        for (at, event) in log.events.iter().enumerate() {
            let id = format!("e{at}");
            let row = sqlx::query(include_str!("ocel_event.sql")).bind(&id).bind(KINDS[event.kind]);
            row.execute(&mut connection).await.unwrap();
            let statement = include_str!("ocel_event_of_type.sql").replace("{at}", &event.kind.to_string());
            let mut row = sqlx::query(sqlx::AssertSqlSafe(statement)).bind(&id).bind(event.at());
            for at in 0..ATTRIBUTES.len() {
                row = row.bind(event.attributes.get(&at).cloned());
            }
            row.execute(&mut connection).await.unwrap();
            for (object, qualifier) in &event.related {
                let row = sqlx::query(include_str!("ocel_related.sql")).bind(&id).bind(&log.objects[*object].0);
                row.bind(QUALIFIERS[*qualifier]).execute(&mut connection).await.unwrap();
            }
        }
        sqlx::raw_sql(sqlx::AssertSqlSafe(changes.to_owned())).execute(&mut connection).await.unwrap();
        sqlx::Connection::close(connection).await.unwrap();
    });
    fs::read(path).unwrap()
}

/// For each event its cells by the names of their columns, by its id.
fn events(table: &Table) -> BTreeMap<String, BTreeMap<String, String>> {
    let named = |row: &Vec<Option<String>>| {
        let cells = table.columns.iter().zip(row).filter_map(|(name, cell)| Some((name.clone(), cell.clone()?)));
        let cells: BTreeMap<_, _> = cells.collect();
        (cells["event:id"].clone(), cells)
    };
    table.rows.iter().map(named).collect()
}

/// What the rows of a log are to be, told anew from its plain data.
fn expected(log: &Log) -> BTreeMap<String, BTreeMap<String, String>> {
    let several: BTreeSet<(usize, usize)> = (log.events.iter())
        .flat_map(|event| {
            let of_type = |kind: usize| event.related.iter().filter(move |(object, _)| log.objects[*object].1 == kind);
            (0..TYPES.len())
                .filter(move |kind| of_type(*kind).map(|it| it.0).collect::<BTreeSet<_>>().len() > 1)
                .flat_map(move |kind| of_type(kind).map(move |it| (kind, it.1)))
        })
        .collect();
    let event = |(at, event): (usize, &LogEvent)| {
        let mut cells = BTreeMap::from([
            ("event:id".to_owned(), format!("e{at}")),
            ("event:type".to_owned(), KINDS[event.kind].to_owned()),
            ("event:time".to_owned(), event.at()),
        ]);
        cells.extend(event.attributes.iter().map(|(at, text)| (ATTRIBUTES[*at].to_owned(), text.clone())));
        for (kind, name) in TYPES.iter().enumerate() {
            let of_type: Vec<_> = event.related.iter().filter(|(object, _)| log.objects[*object].1 == kind).collect();
            let ids: BTreeSet<&str> = of_type.iter().map(|(object, _)| log.objects[*object].0.as_str()).collect();
            if ids.len() == 1 {
                cells.insert(format!("object:{name}"), ids.first().unwrap().to_string());
            } else if ids.len() > 1 {
                cells.insert(format!("objects:{name}"), serde_json::to_string(&ids).unwrap());
                for (qualifier, said) in QUALIFIERS
                    .iter()
                    .enumerate()
                    .filter(|(at, said)| !said.is_empty() && several.contains(&(kind, *at)))
                {
                    let named: BTreeSet<_> = of_type.iter().filter(|it| it.1 == qualifier).map(|it| it.0).collect();
                    if named.len() == 1 {
                        cells.insert(format!("object:{name}:{said}"), log.objects[*named.first().unwrap()].0.clone());
                    }
                }
            }
        }
        (format!("e{at}"), cells)
    };
    log.events.iter().enumerate().map(event).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_log_reads_as_the_same_rows_from_json_xml_and_sqlite(log in logs(), way in any::<bool>(), packed in any::<bool>()) {
        let expected = expected(&log);
        for text in [as_json(&log, way), as_xml(&log, way)] {
            let bytes = if packed { gz(text.as_bytes()) } else { text.clone().into_bytes() };
            let table = content(bytes).unwrap();
            prop_assert_eq!(&table.rejects, &[]);
            prop_assert_eq!(events(&table), expected.clone(), "{}", text);
            prop_assert!(table.places.iter().map(|place| place.row).eq(1..=table.rows.len() as u64));
            prop_assert_eq!(table.files[0].format.kind, Some(SourceKind::Ocel));
        }
        let table = content(as_database(&log, "")).unwrap();
        prop_assert_eq!(&table.rejects, &[]);
        prop_assert_eq!(events(&table), expected);
    }

    #[test]
    fn a_damaged_log_is_read_or_refused_and_never_ends_the_process(
        log in logs(), form in 0u8..3, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let mut bytes = match form {
            0 => as_json(&log, true).into_bytes(),
            1 => as_xml(&log, true).into_bytes(),
            _ => as_database(&log, ""),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match declared(&bytes, &Format { kind: Some(SourceKind::Ocel), ..Format::default() }) {
            // Of a damaged text fewer may be left, never more.
            Ok(table) => prop_assert!(table.rows.len() + table.rejects.len() <= 1 + log.events.len()),
            Err(error) => prop_assert!(message(&error).starts_with("orders.csv"), "{error}"),
        }
    }

    #[test]
    fn a_log_that_was_cut_off_is_refused(log in logs(), is_json in any::<bool>(), way in any::<bool>(), at in any::<prop::sample::Index>()) {
        let text = if is_json { as_json(&log, way) } else { as_xml(&log, way) };
        let mut at = at.index(text.trim_end().len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let cut = declared(&text[..at], &Format { kind: Some(SourceKind::Ocel), ..Format::default() });
        prop_assert!(cut.is_err(), "{:?}", cut);
    }
}

/// A log of one order and two items, with these events as JSON.
fn with_events(events: &str) -> String {
    format!(
        "{{\"objectTypes\":[],\"objects\":[{{\"id\":\"o1\",\"type\":\"order\"}},{{\"id\":\"i1\",\"type\":\"item\"}},{{\"id\":\"i2\",\"type\":\"item\"}}],\
         \"events\":[{events}]}}"
    )
}

#[test]
fn events_with_several_objects_of_a_type_stay_one_row_and_are_told() {
    let table = content(with_events(
        "{\"id\":\"e1\",\"type\":\"place\",\"time\":\"2024-01-01T00:00:00Z\",\"attributes\":[{\"name\":\"n\",\"value\":1.5},{\"name\":\"b\",\"value\":true}],\
         \"relationships\":[{\"objectId\":\"o1\",\"qualifier\":\"it\"},{\"objectId\":\"i1\",\"qualifier\":\"main\"},{\"objectId\":\"i2\",\"qualifier\":\"gift\"}]},\
         {\"id\":\"e2\",\"type\":\"pack\",\"time\":\"2024-01-02T00:00:00Z\",\"relationships\":[{\"objectId\":\"i1\",\"qualifier\":\"a\"},{\"objectId\":\"i1\",\"qualifier\":\"b\"}]},\
         {\"id\":\"e3\",\"type\":\"stock\",\"time\":\"2024-01-03T00:00:00Z\"}",
    ))
    .unwrap();
    assert_eq!(
        table.columns,
        [
            "event:id",
            "event:type",
            "event:time",
            "object:item",
            "objects:item",
            "object:item:gift",
            "object:item:main",
            "object:order",
            "n",
            "b"
        ]
    );
    assert_eq!(
        table.shown(),
        [
            "e1|place|2024-01-01T00:00:00Z|∅|[\"i1\",\"i2\"]|i2|i1|o1|1.5|true",
            "e2|pack|2024-01-02T00:00:00Z|i1|∅|∅|∅|∅|∅|∅",
            "e3|stock|2024-01-03T00:00:00Z|∅|∅|∅|∅|∅|∅|∅"
        ]
    );
    assert_eq!(
        table.files[0].format.notes,
        [
            "1 of 3 events have several objects of type 'item', up to 2: 'object:item' is empty for them, and 'objects:item' lists them all",
            "1 of 3 events have to do with no object",
            "of the 3 objects only ids and types are read, neither their attributes nor what they have to do with each other"
        ]
    );
}

#[test]
fn an_event_that_cannot_be_used_is_rejected_by_its_number() {
    let good = "{\"id\":\"e1\",\"type\":\"a\",\"time\":\"2024-01-01T00:00:00Z\",\"relationships\":[{\"objectId\":\"o1\",\"qualifier\":\"\"}]}";
    for (broken, column, reason) in [
        (
            "{\"id\":\"e2\",\"relationships\":[{\"objectId\":\"o9\",\"qualifier\":\"\"}]}",
            "event:objects",
            "an object that the log does not hold",
        ),
        ("{\"id\":\"e1\",\"type\":\"b\"}", "event:id", "another event of the file has this id"),
        (
            "{\"id\":\"e2\",\"attributes\":[{\"name\":\"n\",\"value\":1},{\"name\":\"n\",\"value\":2}]}",
            "n",
            "the attribute occurs twice",
        ),
        ("{\"id\":\"e2\",\"attributes\":7}", "", "the event cannot be read: "),
        ("7", "", "the event cannot be read: "),
        ("{\"id\":\"e2\",\"id\":\"e3\"}", "", "duplicate field"),
    ] {
        let table = content(with_events(&format!("{good},{broken}"))).unwrap();
        assert_eq!(table.rows.len(), 1, "{broken}");
        let told: Vec<_> = table.rejects.iter().map(|it| (it.place.row, it.column.as_str())).collect();
        assert_eq!(told, [(2, column)], "{broken}");
        assert!(table.rejects[0].reason.contains(reason), "{}", table.rejects[0].reason);
    }
    let long = format!("{{\"id\":\"e2\",\"type\":\"{}\"}}", "x".repeat(2 << 20));
    let table = content(with_events(&format!("{good},{long}"))).unwrap();
    assert!(table.rejects[0].reason.contains("is longer than 1048576 bytes"), "{}", table.rejects[0].reason);
}

#[test]
fn what_is_no_log_is_refused_with_its_place() {
    let objects =
        |objects: &str| format!("{{\"objectTypes\":[],\"objects\":[{objects}],\"events\":[{{\"id\":\"e1\"}}]}}");
    let deep = format!("<log><object-types/><objects/><events><event id=\"e\">{}", "<attributes>".repeat(200));
    for (text, told) in [
        (
            objects("{\"id\":\"o1\",\"type\":\"a\"},{\"id\":\"o1\",\"type\":\"b\"}"),
            "object 2 has the id of another, 'o1'",
        ),
        (objects("{\"type\":\"a\"}"), "object 1 has no id"),
        (objects("{\"id\":\"o1\"}"), "object 1 ('o1') has no type"),
        (objects("[]"), "object 1 cannot be used"),
        ("{\"objectTypes\":[],\"events\":[]}".to_owned(), "it has no list 'objects'"),
        ("{\"objectTypes\":[],\"objects\":[]}".to_owned(), "it has no list 'events'"),
        (with_events(""), "it holds no events"),
        (
            with_events("{\"id\":\"e1\",\"attributes\":[{\"name\":\"object:x\",\"value\":1}]}"),
            "is called 'object:x', as a column of the log is",
        ),
        ("<log><object-types/><objects/></log>".to_owned(), "it has no list 'events'"),
        (
            "<log><objects/><events><thing/></events></log>".to_owned(),
            "<thing> stands among its events, where <event> is expected",
        ),
        (deep, "nested more than 64 deep in event 1"),
    ] {
        let error = message(&content(&text).unwrap_err());
        assert!(error.starts_with("orders.csv cannot be read as OCEL") && error.contains(told), "{told}: {error}");
    }
}

#[test]
fn a_database_that_is_no_log_or_computes_what_it_holds_is_refused() {
    let log = Log {
        objects: vec![("o1".to_owned(), 0)],
        events: vec![LogEvent { kind: 0, time: 0, attributes: BTreeMap::new(), related: BTreeSet::from([(0, 0)]) }],
    };
    // Blocks of statements, each below what is told of it.
    for block in include_str!("ocel_broken.sql").split("-- ").filter(|block| !block.is_empty()) {
        let (told, changes) = block.split_once('\n').unwrap();
        let error = message(&content(as_database(&log, changes)).unwrap_err());
        assert!(error.starts_with("orders.csv cannot be read as OCEL") && error.contains(told), "{told}: {error}");
    }
    // An event of which the table of its type does not tell has no time, as its row says when it is mapped.
    let lacking = as_database(&log, include_str!("ocel_without_times.sql"));
    assert_eq!(content(lacking).unwrap().shown(), ["e0|place|∅|o1"]);
    let packed = gz(&as_database(&log, ""));
    assert!(message(&content(packed).unwrap_err()).contains("packed once more by gzip; unpack it first"));
}
