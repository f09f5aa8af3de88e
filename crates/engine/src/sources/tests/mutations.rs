//! Good files of every kind, damaged at random: reading one ends in rows, rejects or an error. It never panics, never hangs, and what comes
//! out of it is bounded by what went in.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use arrow::array::{ArrayRef, Float64Array, Int64Array, RecordBatch, StringArray};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::kinds::workbook_of;
use super::*;
use crate::lake::Fact;
use crate::sources::mapping::{Mapping, Usual, guess};

/// One damage to a file; places and lengths are shares of its length.
#[derive(Clone, Debug)]
enum Damage {
    Flip(f64, u8),
    Set(f64, u8),
    Cut(f64, f64),
    Repeat(f64, f64, u8),
    Insert(f64, Vec<u8>),
    End(f64),
    Move(f64, f64, f64),
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = || 0.0..1.0_f64;
    let length = || (0.0..1.0_f64).prop_map(|share| share * share * share / 4.0);
    let texts = prop::sample::select(vec![
        "\"",
        "'",
        "\\",
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "\u{feff}",
        "é",
        "\"\"",
        "{",
        "}",
        "[",
        "]",
        "\":",
        "\\u",
        "\\ud800",
        "99999999999999999999",
        "-1",
        "1e400",
        "NaN",
        "&#x110000;",
        "]]>",
        "<",
        "</row>",
        "r=\"A1048577\"",
        "r=\"XFE1\"",
        "t=\"s\"",
    ]);
    prop_oneof![
        3 => (place(), 0_u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        3 => (place(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        2 => (place(), length()).prop_map(|(at, length)| Damage::Cut(at, length)),
        2 => (place(), length(), 1_u8..9).prop_map(|(at, length, times)| Damage::Repeat(at, length, times)),
        3 => (place(), texts).prop_map(|(at, text)| Damage::Insert(at, text.as_bytes().to_vec())),
        1 => (place(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        1 => place().prop_map(Damage::End),
        1 => (place(), length(), place()).prop_map(|(at, length, to)| Damage::Move(at, length, to)),
    ]
}

fn damaged(good: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = good.to_vec();
    for damage in damages {
        let at = |share: f64| (share * bytes.len() as f64) as usize;
        let piece = |from: f64, length: f64| at(from)..(at(from) + 1 + at(length)).min(bytes.len());
        if bytes.is_empty() {
            break;
        }
        match damage {
            Damage::Flip(place, bit) => {
                let place = at(*place);
                bytes[place] ^= 1 << bit;
            }
            Damage::Set(place, byte) => {
                let place = at(*place);
                bytes[place] = *byte;
            }
            Damage::Cut(place, length) => drop(bytes.drain(piece(*place, *length))),
            Damage::Repeat(place, length, times) => {
                let piece = piece(*place, *length);
                let copies = bytes[piece.clone()].repeat((*times).into());
                bytes.splice(piece.end..piece.end, copies);
            }
            Damage::Insert(place, inserted) => {
                let place = at(*place);
                bytes.splice(place..place, inserted.iter().copied());
            }
            Damage::End(place) => bytes.truncate(at(*place)),
            Damage::Move(place, length, to) => {
                let moved: Vec<u8> = bytes.drain(piece(*place, *length)).collect();
                let to = (to * bytes.len() as f64) as usize;
                bytes.splice(to..to, moved);
            }
        }
    }
    bytes
}

/// Good files by name.
fn good_files() -> Vec<(&'static str, Vec<u8>)> {
    let csv = (0..40).fold("order_id;customer;date;amount;note\r\n".to_owned(), |text, row| {
        text + &format!("{row};c{};2024-01-{:02};{},50;\"a \"\"b\"\" {row}\"\r\n", row % 7, 1 + row % 28, row * 3)
    });
    let title = format!("Orders of January\n\n{}Total;;;123,00;\n", csv.replace("\r\n", "\n"));
    let jsonl = (0..40).fold(String::new(), |text, row| {
        let who = format!("{{\"mail\": \"c{}@x.org\", \"tags\": [\"a\", null]}}", row % 7);
        let day = format!("2024-01-{:02}", 1 + row % 28);
        text + &format!("{{\"id\": {row}, \"who\": {who}, \"at\": \"{day}\", \"amount\": {row}.5}}\n")
    });
    let cells = |row: u32| {
        format!(
            "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c><c r=\"B{row}\" s=\"1\"><v>{}</v></c><c r=\"C{row}\" t=\"inlineStr\"><is><t>c{row}</t></is></c></row>",
            45_000 + row
        )
    };
    let names = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>date</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>customer</t></is></c></row>";
    let sheet: String = (2..30).map(cells).fold(names.to_owned(), |sheet, row| sheet + &row);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new((0..40).collect::<Int64Array>())),
        ("customer", Arc::new((0..40).map(|row| Some(format!("c{}", row % 7))).collect::<StringArray>())),
        ("amount", Arc::new((0..40).map(f64::from).collect::<Float64Array>())),
    ];
    let mut parquet = Vec::new();
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(&mut parquet, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    let utf16: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("semicolons.csv", csv.clone().into_bytes()),
        ("title.csv", title.into_bytes()),
        ("utf16.csv", utf16),
        ("lines.jsonl", jsonl.clone().into_bytes()),
        ("lines.csv.gz", gz(csv.as_bytes())),
        ("lines.jsonl.zst", zst(jsonl.as_bytes())),
        ("sheet.xlsx", workbook_of(&[("Orders", &sheet)])),
        ("table.parquet", parquet),
    ]
}

/// Reads a file as an import does: its rows, and what is guessed of them. Gives how many bytes came out.
fn read_all(path: &str) -> usize {
    let usual = Usual { zone: jiff::tz::TimeZone::UTC, currency: bellwether_model::Currency::EUR };
    let Ok(mut reader) = open(&[path.to_owned()], &Format::default()) else { return 0 };
    let mut out = 0;
    let mut sample = Vec::new();
    while let Ok(Some(batch)) = reader.next() {
        out += batch.rejects.iter().map(|reject| reject.line.len() + reject.value.len()).sum::<usize>();
        out += batch.rows.num_rows() + batch.rows.get_array_memory_size();
        sample.push(batch);
    }
    let files = reader.files().to_vec();
    if let Some(file) = files.first() {
        for fact in [Fact::Purchases, Fact::Subscriptions, Fact::Feedback] {
            let _ = guess(Some(fact), file, &sample, &usual);
        }
    }
    out
}

/// So many damaged files of each kind are read, always the same ones.
const TRIED: usize = 150;

/// For how long more of them are read, if at all.
#[expect(clippy::disallowed_methods, reason = "how long to look is no part of the program's config")]
fn time_to_look() -> Duration {
    let seconds = std::env::var("BELLWETHER_TEST_MUTATIONS").ok().and_then(|text| text.parse().ok());
    Duration::from_secs(seconds.unwrap_or(0))
}

#[test]
fn a_file_damaged_in_any_way_is_read_or_refused_and_never_falls_over_or_hangs() {
    let files = good_files();
    let each = time_to_look() / files.len() as u32;
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    let damages = prop::collection::vec(damage(), 1..6);
    for (name, good) in files {
        let until = Instant::now() + each;
        let (folder, path) = file(name, &good);
        assert!(read_all(&path) > 0, "{name} is good");
        let mut tried = 0;
        while tried < TRIED || Instant::now() < until {
            tried += 1;
            let damages = damages.new_tree(&mut runner).unwrap().current();
            let bytes = damaged(&good, &damages);
            let path = put(folder.path(), name, &bytes);
            let (tell, told) = channel();
            let reading = std::thread::spawn(move || tell.send(read_all(&path)));
            match told.recv_timeout(Duration::from_mins(2)) {
                // Text columns take the room of 64 thousand rows at most; packed bytes may be repeated a thousand times.
                Ok(out) => assert!(out < (64 << 20) + bytes.len() * 1100, "{name}: {out} bytes of {damages:?}"),
                Err(RecvTimeoutError::Timeout) => panic!("{name} hangs on {damages:?}"),
                Err(RecvTimeoutError::Disconnected) => {
                    drop(reading.join());
                    panic!("{name} falls over on {damages:?}")
                }
            }
        }
        println!("{name}: {tried} damaged files");
    }
}

#[test]
fn a_map_file_damaged_in_any_way_is_read_or_refused() {
    let examples = include_str!("../../../../../docs/mapping.md");
    let examples: Vec<&str> = examples.split("```toml\n").skip(1).filter_map(|it| it.split("```").next()).collect();
    proptest!(|(example in prop::sample::select(examples), damages in prop::collection::vec(damage(), 1..6))| {
        let text = String::from_utf8_lossy(&damaged(example.as_bytes(), &damages)).into_owned();
        if let Ok(mapping) = Mapping::from_toml(&text) {
            prop_assert_eq!(Mapping::from_toml(&mapping.to_toml().unwrap()).unwrap(), mapping);
        }
    });
}
