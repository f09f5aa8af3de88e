//! Workbooks, and archives whose directories say what is not so.

use std::fmt::Write;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::damage::damage_text;
use crate::dice::Dice;
use crate::table;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const STYLES: &str = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="164" formatCode="0.00 &quot;€&quot;"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;

pub(crate) fn workbook(dice: &mut Dice, odd: bool) -> Vec<u8> {
    let sheets = 1 + dice.small_below(3);
    let (mut texts, mut parts) = (Vec::new(), Vec::new());
    for at in 1..=sheets {
        parts.push((format!("xl/worksheets/sheet{at}.xml"), sheet(dice, odd, &mut texts)));
    }
    let list = |each: &dyn Fn(usize) -> String| (1..=sheets).map(each).collect::<String>();
    let relations = list(&|at| {
        format!(r#"<Relationship Id="r{at}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>"#)
    });
    let names = list(&|at| format!(r#"<sheet name="Sheet {at}" sheetId="{at}" r:id="r{at}"/>"#));
    let root = format!(
        r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let shared = texts.iter().map(|text| format!("<si><t>{text}</t></si>")).collect::<Vec<_>>().concat();
    let count = texts.len();
    parts.extend([
        ("_rels/.rels".to_owned(), root),
        ("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships>{relations}</Relationships>")),
        ("xl/workbook.xml".to_owned(), format!(r#"<workbook xmlns:r="{OFFICE}"><sheets>{names}</sheets></workbook>"#)),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
        ("xl/sharedStrings.xml".to_owned(), format!(r#"<sst count="{count}" uniqueCount="{count}">{shared}</sst>"#)),
    ]);
    if odd && dice.one_in(2) {
        for _ in 0..=dice.small_below(3) {
            let at = if dice.one_in(2) { 0 } else { dice.below(parts.len()) };
            parts[at].1 = damage_text(&parts[at].1, dice);
        }
    }
    let mut bytes = packed(&parts, dice.one_in(5), dice.one_in(8));
    if odd && dice.one_in(2) {
        for _ in 0..=dice.small_below(3) {
            lie(&mut bytes, dice);
        }
    }
    bytes
}

/// A sheet of rows; some of its texts are among those that cells share.
fn sheet(dice: &mut Dice, odd: bool, texts: &mut Vec<String>) -> String {
    let (names, rows) = table::rows(dice, odd);
    let mut sheet = "<worksheet><sheetData>".to_owned();
    let header = names.iter().map(|name| (*name).to_owned()).collect();
    for (number, row) in std::iter::once(header).chain(rows.into_iter().take(400)).enumerate() {
        write!(sheet, r#"<row r="{}">"#, number + 1).expect("a text");
        let row: Vec<String> = row;
        for (column, cell) in row.iter().enumerate() {
            let place = format!("{}{}", char::from(b'A' + column as u8), number + 1);
            let text = cell.replace('&', "&amp;").replace('<', "&lt;");
            let formula = if dice.one_in(40) { "<f>SUM(A1:A2)</f>" } else { "" };
            match (cell.parse::<f64>(), dice.below(3)) {
                (Ok(_), 0) => write!(sheet, r#"<c r="{place}" s="{}">{formula}<v>{text}</v></c>"#, dice.below(5)),
                (_, 1) => {
                    texts.push(text);
                    write!(sheet, r#"<c r="{place}" t="s"><v>{}</v></c>"#, texts.len() - 1)
                }
                _ => write!(sheet, r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#),
            }
            .expect("a text");
        }
        sheet += "</row>";
    }
    sheet += r#"</sheetData><mergeCells count="1"><mergeCell ref="A2:B3"/></mergeCells></worksheet>"#;
    sheet
}

fn packed(parts: &[(String, String)], is_stored: bool, is_large: bool) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let method = if is_stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default().compression_method(method).large_file(is_large);
    for (name, content) in parts {
        archive.start_file(name.as_str(), options).expect("begun");
        archive.write_all(content.as_bytes()).expect("packed");
    }
    archive.finish().expect("packed").into_inner()
}

/// Signs of what stands before each part, in the list of parts, and at its end; with the places and widths of their numbers.
const PART: (&[u8], &[(usize, usize)]) =
    (b"PK\x03\x04", &[(6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)]);
const LISTED: (&[u8], &[(usize, usize)]) =
    (b"PK\x01\x02", &[(8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (32, 2), (34, 2), (42, 4)]);
const END: (&[u8], &[(usize, usize)]) = (b"PK\x05\x06", &[(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)]);

fn places(bytes: &[u8], sign: &[u8]) -> Vec<usize> {
    (0..bytes.len().saturating_sub(sign.len())).filter(|at| bytes[*at..].starts_with(sign)).collect()
}

/// Makes one number of an archive a lie, or gives it the end of a large directory that says something else.
fn lie(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if dice.one_in(3) {
        let [parts, length, place] = [(); 3].map(|()| dice.extreme() as u64);
        let parts = if dice.one_in(2) { parts } else { dice.below(1 << 20) as u64 };
        large_end(bytes, parts, (!dice.one_in(2)).then_some(length), (!dice.one_in(2)).then_some(place));
        return;
    }
    let (sign, numbers) = *dice.pick(&[PART, LISTED, END]);
    let places = places(bytes, sign);
    let (Some(at), (from, width)) = (places.get(dice.below(places.len())), *dice.pick(numbers)) else { return };
    let number = match dice.below(3) {
        0 => dice.extreme(),
        1 => dice.below(200) as i64,
        _ => dice.below(bytes.len()) as i64,
    };
    for (place, byte) in bytes[at + from..].iter_mut().zip(&number.to_le_bytes()[..width]) {
        *place = *byte;
    }
}

/// Puts the end of a large directory before the end of an archive: so many parts, the length of their list, and where it begins.
fn large_end(bytes: &mut Vec<u8>, parts: u64, length: Option<u64>, place: Option<u64>) {
    let Some(end) = places(bytes, END.0).pop() else { return };
    let said = |from: usize| bytes.get(end + from..)?.first_chunk().map(|bytes| u64::from(u32::from_le_bytes(*bytes)));
    let (length, place) = (length.or(said(12)).unwrap_or(0), place.or(said(16)).unwrap_or(0));
    let mut large = b"PK\x06\x06".to_vec();
    large.extend(44_u64.to_le_bytes());
    large.extend([45, 0, 45, 0]);
    large.extend([0; 8]);
    for number in [parts, parts, length, place] {
        large.extend(number.to_le_bytes());
    }
    large.extend(b"PK\x06\x07\0\0\0\0");
    large.extend((end as u64).to_le_bytes());
    large.extend(1_u32.to_le_bytes());
    let tail = bytes.split_off(end);
    bytes.extend(large);
    bytes.extend(tail);
    // What stands in the small end leads to the large one.
    let end = places(bytes, END.0).pop().unwrap_or(0);
    for (place, width) in [(8, 2), (10, 2), (12, 4), (16, 4)] {
        if let Some(numbers) = bytes.get_mut(end + place..end + place + width) {
            numbers.fill(0xff);
        }
    }
}

/// Archives that are to be refused, or read in a bounded part of memory and time: a name and the file.
#[must_use]
pub fn archive_lies() -> Vec<(&'static str, Vec<u8>)> {
    let base = || {
        let mut dice = Dice::new(7);
        workbook(&mut dice, false)
    };
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = base();
        change(&mut bytes);
        bytes
    };
    // As long as a small export: a directory may say that it has one part for each byte before it.
    let long = || {
        let remark = "a".repeat(40 << 20);
        let mut dice = Dice::new(7);
        let mut parts = vec![("xl/remark.bin".to_owned(), remark)];
        parts.push(("xl/worksheets/sheet1.xml".to_owned(), sheet(&mut dice, false, &mut Vec::new())));
        packed(&parts, true, false)
    };
    let mut long_large = long();
    let length = long_large.len() as u64;
    large_end(&mut long_large, length - 200, Some(u64::MAX), None);
    vec![
        ("a directory of parts that are not there", with(&|bytes| large_end(bytes, u64::MAX, Some(u64::MAX), None))),
        ("a directory of as many parts as bytes", long_large),
        ("a directory before the file", with(&|bytes| large_end(bytes, 5, None, Some(u64::MAX)))),
        ("parts that lie upon each other", overlapping()),
    ]
}

/// Thousands of parts that are the same bytes, each of which becomes a thousand times as long.
fn overlapping() -> Vec<u8> {
    let parts = vec![("xl/part.xml".to_owned(), "<c/>".repeat(4 << 20))];
    let bytes = packed(&parts, false, false);
    let (from, to) = (places(&bytes, LISTED.0)[0], places(&bytes, END.0)[0]);
    let (content, listed) = (&bytes[..from], &bytes[from..to]);
    let mut all = content.to_vec();
    let count = 5000_u16;
    let name = places(listed, b"xl/part")[0];
    for number in 0..count {
        let mut listed = listed.to_vec();
        // A name of its own for each.
        listed[name + 3..name + 7].copy_from_slice(format!("{number:04}").as_bytes());
        all.extend(listed);
    }
    let length = (all.len() - from) as u32;
    let mut end = bytes[to..].to_vec();
    end[8..10].copy_from_slice(&count.to_le_bytes());
    end[10..12].copy_from_slice(&count.to_le_bytes());
    end[12..16].copy_from_slice(&length.to_le_bytes());
    all.extend(end);
    all
}
