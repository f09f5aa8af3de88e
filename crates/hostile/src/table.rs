//! Tables as text: CSV of several dialects and encodings, JSON in several shapes, packed and not.

use std::fmt::Write;
use std::io::Write as _;

use serde_json::{Map, Value, json};

use crate::damage::{damage, damage_text};
use crate::dice::Dice;

/// A column's name and what its cells look like.
type Column = (&'static str, fn(&mut Dice) -> String);

const COLUMNS: [Column; 12] = [
    ("order_id", |dice| format!("A-{:05}", dice.below(100_000))),
    ("customer", |dice| format!("c{}", dice.below(30))),
    ("date", |dice| format!("2024-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28))),
    ("when", |dice| format!("{:02}/{:02}/2023 {:02}:15", 1 + dice.below(28), 1 + dice.below(12), dice.below(24))),
    ("unix", |dice| (1_700_000_000 + dice.below(10_000_000)).to_string()),
    ("amount", |dice| format!("{}.{:02}", dice.below(2000), dice.below(100))),
    ("total", |dice| format!("{}.{:03},{:02} €", 1 + dice.below(9), dice.below(1000), dice.below(100))),
    ("currency", |dice| (*dice.pick(&["EUR", "USD", "JPY", "eur", "€"])).to_owned()),
    ("quantity", |dice| (dice.below(20) as i64 - 2).to_string()),
    ("status", |dice| (*dice.pick(&["paid", "refunded", "open", "canceled"])).to_owned()),
    ("email", |dice| format!("{}@example.org", dice.below(50))),
    ("note", |dice| (*dice.pick(&["a \"b\" c", "x;y", "línea", "two\nlines", "", "日本語"])).to_owned()),
];

/// Cells that no column expects.
const ODD: [&str; 24] = [
    "",
    " ",
    "\u{feff}",
    "NULL",
    "99999999999999999999999999999999999999999",
    "-9223372036854775808",
    "1e999",
    "NaN",
    "-inf",
    "9999-12-31",
    "0001-01-01",
    "+262143-12-31T23:59:59.999999999Z",
    "-9999-01-01",
    "31.12.0000",
    "24:00:00",
    "1.2.3.4",
    "1,2,3",
    "(5.00)",
    "5-",
    "\u{202e}abc",
    "e\u{301}",
    "𝟙𝟚",
    "2024-02-30",
    "=1+1",
];

/// The names of some columns, and rows of their cells.
pub(crate) fn rows(dice: &mut Dice, odd: bool) -> (Vec<&'static str>, Vec<Vec<String>>) {
    let mut columns: Vec<Column> = COLUMNS.iter().copied().filter(|_| !dice.one_in(4)).collect();
    if columns.is_empty() {
        columns.push(COLUMNS[0]);
    }
    let count = if dice.one_in(20) { dice.below(400) } else { 1 + dice.below(40) };
    let cell = |dice: &mut Dice, make: fn(&mut Dice) -> String| {
        if odd && dice.one_in(30) { (*dice.pick(&ODD)).to_owned() } else { make(dice) }
    };
    let row = |_| columns.iter().map(|(_, make)| cell(dice, *make)).collect();
    let rows = (0..count).map(row).collect();
    (columns.iter().map(|(name, _)| *name).collect(), rows)
}

pub(crate) fn csv(dice: &mut Dice, odd: bool) -> Vec<u8> {
    let text = csv_text(dice, odd);
    match dice.below(8) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
        2 => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
        3 => encoding_rs::SHIFT_JIS.encode(&text).0.into_owned(),
        4 => format!("\u{feff}{text}").into_bytes(),
        _ => text.into_bytes(),
    }
}

fn csv_text(dice: &mut Dice, odd: bool) -> String {
    let (names, rows) = rows(dice, odd);
    let separator = *dice.pick(&[",", ";", "\t", "|", " "]);
    let end = *dice.pick(&["\n", "\r\n", "\r"]);
    let always_quoted = dice.one_in(3);
    let mut text = String::new();
    if dice.one_in(6) {
        write!(text, "Orders of 2024{end}{end}").expect("a text");
    }
    let line = |cells: Vec<String>| {
        let cell = |cell: &String| {
            if always_quoted || cell.contains(['"', '\n', '\r']) || cell.contains(separator) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.clone()
            }
        };
        cells.iter().map(cell).collect::<Vec<_>>().join(separator) + end
    };
    if !dice.one_in(10) {
        text += &line(names.iter().map(|name| (*name).to_owned()).collect());
    }
    text.extend(rows.into_iter().map(line));
    if dice.one_in(6) {
        text += "Total";
        text += separator;
        text += "123.00";
    }
    if odd { damage_text(&text, dice) } else { text }
}

pub(crate) fn jsonl(dice: &mut Dice, odd: bool) -> Vec<u8> {
    let (names, rows) = rows(dice, odd);
    let nested = dice.one_in(3);
    let object = |dice: &mut Dice, cells: &[String]| {
        let mut object = Map::new();
        for (name, cell) in names.iter().zip(cells) {
            object.insert((*name).to_owned(), value(dice, cell));
        }
        if nested {
            let inner = std::mem::take(&mut object);
            object.insert("id".to_owned(), json!(dice.below(1000)));
            object.insert("attributes".to_owned(), Value::Object(inner));
            object.insert("tags".to_owned(), json!(["a", null, {"b": 1.5}]));
        }
        if odd && dice.one_in(40) {
            let depth = 1 << dice.below(8);
            let deep = (0..depth).fold(json!(1), |inner, _| json!([inner]));
            object.insert("deep".to_owned(), deep);
        }
        Value::Object(object)
    };
    let objects: Vec<Value> = rows.iter().map(|row| object(dice, row)).collect();
    let text = match dice.below(5) {
        0 => Value::Array(objects).to_string(),
        1 => json!({ "data": objects, "next": null }).to_string(),
        2 => serde_json::to_string_pretty(&objects).expect("JSON"),
        _ => objects.iter().map(Value::to_string).collect::<Vec<_>>().join("\n"),
    };
    if odd { damage_text(&text, dice) } else { text }.into_bytes()
}

fn value(dice: &mut Dice, cell: &str) -> Value {
    match cell.parse::<f64>() {
        Ok(number) if dice.one_in(2) => json!(number),
        _ if cell.is_empty() && dice.one_in(2) => Value::Null,
        _ => json!(cell),
    }
}

pub(crate) fn packed(dice: &mut Dice, odd: bool) -> Vec<u8> {
    let mut bytes = if dice.one_in(2) { csv(dice, odd) } else { jsonl(dice, odd) };
    if odd {
        damage(&mut bytes, dice);
    }
    let pack = |bytes: &[u8], zst: bool| {
        if zst {
            return zstd::encode_all(bytes, 1).expect("packed");
        }
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    };
    let zst = dice.one_in(2);
    let half = dice.below(bytes.len() + 1);
    // In two pieces, as programs that add to a file write them.
    if dice.one_in(4) {
        return [pack(&bytes[..half], zst), pack(&bytes[half..], zst)].concat();
    }
    pack(&bytes, zst)
}
