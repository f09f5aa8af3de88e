//! Event logs in XES: every event is a row with what it and its trace say, and what is broken says where.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;
use crate::sources::xes::{self, Room};

/// An event log as plain data: traces with their names, each with its events' attributes.
type Log = Vec<(Option<String>, Vec<Vec<(&'static str, String)>>)>;

const KEYS: [&str; 4] = ["concept:name", "time:timestamp", "cost", "org:resource"];

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z ]{0,8}", "[<>&\"'äß\u{1F600}=/;]{1,6}", Just(String::new())]
}

fn logs() -> impl Strategy<Value = Log> {
    let event = prop::collection::btree_map(0usize..KEYS.len(), text(), 0..=KEYS.len());
    let event = event.prop_map(|it| it.into_iter().map(|(key, text)| (KEYS[key], text)).collect::<Vec<_>>());
    let trace = (prop::option::weighted(0.8, text()), prop::collection::vec(event, 0..5));
    let has_events = |log: &Log| log.iter().any(|(_, events)| !events.is_empty());
    prop::collection::vec(trace, 1..6).prop_filter("a log holds events", has_events)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// The log as a file, written in one of several ways.
fn written(log: &Log, way: u8) -> String {
    let prefix = if way & 1 == 0 { "" } else { "xes:" };
    let attribute = |key: &str, text: &str| {
        let text = escaped(text);
        match way >> 1 & 3 {
            0 => format!("<{prefix}string key=\"{key}\" value=\"{text}\"/>"),
            1 => format!("<{prefix}string value=\"{text}\" key=\"{key}\"></{prefix}string>\n"),
            2 => format!("<!-- < > --> <{prefix}date\n key='{key}'\n value=\"{text}\" />"),
            _ => format!("\t<{prefix}id key=\"{key}\" value=\"{text}\" unknown=\"1\"/>\r\n"),
        }
    };
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- a log -->\n");
    write!(xml, "<{prefix}log xes.version=\"1.0\"><{prefix}extension name=\"Concept\"/><{prefix}string key=\"origin\" value=\"x\"/>").unwrap();
    write!(xml, "<{prefix}global scope=\"event\"><{prefix}string key=\"never\" value=\"x\"/></{prefix}global>")
        .unwrap();
    for (name, events) in log {
        write!(xml, "<{prefix}trace>").unwrap();
        xml.extend(name.iter().map(|name| attribute("concept:name", name)));
        for event in events {
            let attributes: String = event.iter().map(|(key, text)| attribute(key, text)).collect();
            match (attributes.as_str(), way >> 3 & 1) {
                ("", 1) => write!(xml, "<{prefix}event/>"),
                (inside, _) => write!(xml, "<{prefix}event>{inside}</{prefix}event>"),
            }
            .unwrap();
        }
        write!(xml, "</{prefix}trace>").unwrap();
    }
    writeln!(xml, "</{prefix}log>").unwrap();
    xml
}

/// For each event its cells by the names of their columns.
fn cells(table: &Table) -> Vec<Vec<(String, String)>> {
    let named = |row: &Vec<Option<String>>| {
        let cells = table.columns.iter().zip(row).filter_map(|(name, cell)| Some((name.clone(), cell.clone()?)));
        let mut cells: Vec<_> = cells.collect();
        cells.sort();
        cells
    };
    table.rows.iter().map(named).collect()
}

proptest! {
    #[test]
    fn every_event_is_a_row_with_what_it_and_its_trace_say(log in logs(), way in 0u8..16, packed in any::<bool>()) {
        let xml = written(&log, way);
        let mut expected = Vec::new();
        for (name, events) in &log {
            for (at, event) in events.iter().enumerate() {
                let mut cells: Vec<(String, String)> = event.iter().map(|(key, text)| ((*key).to_owned(), text.clone())).collect();
                cells.extend(name.iter().map(|name| ("case:concept:name".to_owned(), name.clone())));
                cells.push(("event:number".to_owned(), (at + 1).to_string()));
                cells.sort();
                expected.push(cells);
            }
        }
        let table = if packed { content(gz(xml.as_bytes())) } else { content(&xml) };
        let table = table.unwrap();
        prop_assert_eq!(&table.rejects, &[]);
        prop_assert_eq!(cells(&table), expected);
        prop_assert!(table.places.iter().map(|place| place.row).eq(1..=table.rows.len() as u64));
        prop_assert_eq!(table.files[0].format.kind, Some(SourceKind::Xes));
    }

    #[test]
    fn a_damaged_log_is_read_or_refused_and_never_ends_the_process(
        log in logs(), way in 0u8..16, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)
    ) {
        let mut bytes = written(&log, way).into_bytes();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        match declared(&bytes, &Format { kind: Some(SourceKind::Xes), ..Format::default() }) {
            Ok(table) => prop_assert!(table.rows.len() + table.rejects.len() <= 1 + log.iter().map(|trace| trace.1.len()).sum::<usize>()),
            Err(error) => prop_assert!(message(&error).starts_with("orders.csv"), "{error}"),
        }
    }

    #[test]
    fn however_much_of_logs_is_kept_the_same_is_read_of_them(
        logs in prop::collection::vec((logs(), 0u8..16), 1..4),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        room in prop_oneof![Just(0), 0usize..2_000, Just(usize::MAX)],
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut paths = Vec::new();
        for (at, (log, way)) in logs.iter().enumerate() {
            let mut bytes = written(log, *way).into_bytes();
            for (at, byte) in &changes {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            paths.push(put(folder.path(), &format!("{at}.xes"), bytes));
        }
        let inputs = crate::sources::inputs::expand(&paths).unwrap();
        let read = |room| {
            let files = std::sync::Arc::new(xes::find_keeping(&inputs, &Format::default(), Room(room))?);
            drain(files.reader())?;
            drain(files.reader())
        };
        match (read(room), read(0)) {
            (Ok(kept), Ok(read)) => prop_assert_eq!(format!("{kept:?}"), format!("{read:?}")),
            (Err(kept), Err(read)) => prop_assert_eq!(kept.to_string(), read.to_string()),
            (kept, read) => prop_assert!(false, "{kept:?} {read:?}"),
        }
    }

    #[test]
    fn a_log_that_was_cut_off_is_refused(log in logs(), way in 0u8..16, at in any::<prop::sample::Index>()) {
        let xml = written(&log, way);
        let whole = xml.trim_end().len();
        let mut at = at.index(whole);
        while !xml.is_char_boundary(at) {
            at -= 1;
        }
        let cut = declared(&xml[..at], &Format { kind: Some(SourceKind::Xes), ..Format::default() });
        prop_assert!(cut.is_err(), "{:?}", cut);
    }
}

fn log(inside: &str) -> String {
    format!("<log>{inside}</log>")
}

#[test]
fn attributes_within_attributes_have_dotted_names_and_values_of_a_list_numbers() {
    let table = content(log(
        "<trace><string key=\"concept:name\" value=\"1\"><string key=\"alias\" value=\"one\"/></string><event>\
         <container key=\"cost\"><float key=\"total\" value=\"9.5\"/></container>\
         <list key=\"tags\"><values><string key=\"tag\" value=\"a\"/><string key=\"tag\" value=\"b\"/></values></list>\
         </event></trace><event><string key=\"concept:name\" value=\"alone\"/></event>",
    ))
    .unwrap();
    assert_eq!(
        table.columns,
        [
            "case:concept:name",
            "case:concept:name.alias",
            "event:number",
            "cost.total",
            "tags.0",
            "tags.1",
            "concept:name"
        ]
    );
    assert_eq!(table.shown(), ["1|one|1|9.5|a|b|∅", "∅|∅|∅|∅|∅|∅|alone"]);
}

#[test]
fn an_event_that_cannot_be_used_is_rejected_by_its_number() {
    let table = content(log(
        "<trace><event><string key=\"a\" value=\"1\"/></event><event><string key=\"a\" value=\"1\"/><int key=\"a\" value=\"2\"/></event>\
         <event><string value=\"1\"/></event><event>words<string key=\"a\" value=\"3\"/></event>\
         <event><string key=\"a\" value=\"&nothing;\"/></event><event><string key=\"a\" value=\"4\"/></event></trace>\
         <trace><string key=\"n\" value=\"1\"/><string key=\"n\" value=\"2\"/><event><string key=\"a\" value=\"5\"/></event></trace>\
         <trace><event><string key=\"a\" value=\"6\"/></event></trace><trace/>",
    ))
    .unwrap();
    let at = table.columns.iter().position(|name| name == "a").unwrap();
    let read: Vec<_> = table.rows.iter().map(|row| row[at].as_deref().unwrap()).collect();
    assert_eq!(read, ["1", "4", "6"]);
    let told: Vec<_> = table.rejects.iter().map(|it| (it.place.row, it.column.as_str(), it.reason.as_str())).collect();
    assert_eq!(told[0], (2, "a", "the attribute occurs twice"));
    assert_eq!(told[1], (3, "", "<string> has no key"));
    assert_eq!(told[2], (4, "", "text stands outside of the values of attributes"));
    assert!(told[3].2.starts_with("<string> cannot be read: "), "{told:?}");
    assert_eq!(told[4], (7, "case:n", "the attribute occurs twice"));
    assert_eq!(told.len(), 5);
    // Wherever in an event or its trace it stands, and however it is written.
    for (inside, rejected) in [
        ("<event><string key=\"a\">words</string></event><event/>", 1),
        ("<event><string key=\"a\" value=\"1\"/><![CDATA[words]]></event><event/>", 1),
        ("<event>&amp;</event><event/>", 1),
        ("words<event/><event/>", 2),
    ] {
        let table =
            content(log(&format!("<trace><string key=\"n\" value=\"1\"/>{inside}</trace><trace><event/></trace>")))
                .unwrap();
        assert_eq!((table.rejects.len(), table.rows.len()), (rejected, 3 - rejected), "{inside}");
    }
    assert_eq!(
        table.files[0].format.notes,
        [
            "1 of 4 traces hold no event",
            "3 of 4 traces have no name (concept:name): nothing tells which case their events belong to"
        ]
    );
}

#[test]
fn times_that_run_backwards_are_counted() {
    let trace = |times: &[&str]| {
        let event = |time: &&str| format!("<event><date key=\"time:timestamp\" value=\"{time}\"/></event>");
        format!("<trace>{}</trace>", times.iter().map(event).collect::<String>())
    };
    let noted = |traces: &[&[&str]]| {
        let log = log(&traces.iter().map(|times| trace(times)).collect::<String>());
        let notes = content(log).unwrap().files.swap_remove(0).format.notes;
        notes.into_iter().find(|note| note.contains("earlier"))
    };
    let (first, second, third) = ("2024-01-02T10:00:00Z", "2024-01-02T10:00:00.500Z", "2024-01-02T11:30:00+01:00");
    assert_eq!(noted(&[&[first, second, third, third], &[first], &["soon", first], &[]]), None);
    let told = noted(&[&[third, first, second, first], &[first]]);
    assert!(told.unwrap().starts_with("2 of 5 events are earlier than the one before them in their trace"));
}

#[test]
fn what_is_no_log_or_grows_without_end_is_refused_with_its_place() {
    let deep = "<container key=\"a\">".repeat(200);
    let mut keys = String::new();
    for at in 0..2100 {
        write!(keys, "<event><string key=\"k{at}\" value=\"1\"/></event>").unwrap();
    }
    let long = "x".repeat(20 << 20);
    for (what, told) in [
        ("<?xml version=\"1.0\"?><logs><event/></logs>".to_owned(), "is XML, of which event logs alone are read"),
        (log(&format!("<trace><event>{deep}")), "nested more than 64 deep in event 2"),
        (log(&format!("<trace>{keys}</trace>")), "more than 2000 different attributes by event 2000"),
        (log(&format!("<trace><event><string key=\"a\" value=\"{long}\"/></event></trace>")), "is longer than"),
        (
            log("<trace><event/><string key=\"late\" value=\"1\"/></trace>"),
            "an attribute of a trace, 'case:late', stands behind its events by event 1",
        ),
        (log("<trace><event></trace>"), "in event 2, or between it and the one before, is a fault"),
        ("<log/>".to_owned(), "it holds no events"),
        (log("<trace/><trace></trace>"), "it holds no events"),
        ("<log></log><log></log>".to_owned(), "it holds no events"),
        (
            "<!DOCTYPE log [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><log><event><string key=\"a\" value=\"&b;\"/></event></log>"
                .to_owned(),
            "its only row, row 1, cannot be read",
        ),
    ] {
        let error = message(&content(&what).unwrap_err());
        assert!(error.contains(told), "{told}: {error}");
    }
}
