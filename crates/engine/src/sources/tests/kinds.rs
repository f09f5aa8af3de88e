//! Every kind of input, read as it is meant.

use std::fmt::Write;
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use arrow::array::{ArrayRef, DictionaryArray, Int64Array, StringViewArray};
use arrow::datatypes::{DataType, Int32Type};

use super::*;

#[test]
fn a_table_aligned_by_spaces_without_header_gets_numbered_columns() {
    let table = content(" 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n").unwrap();
    assert_eq!(table.columns, ["column_1", "column_2", "column_3", "column_4", "column_5"]);
    assert_eq!(table.shown(), ["00004|0001|19970101|2|29.33", "00004|0001|19970118|2|29.73"]);
    let format = &table.files[0].format;
    assert_eq!((format.delimiter, format.header), (Some(Delimiter::Spaces), Some(false)));
    assert_eq!(format.decimal, Some(DecimalMark::Point));
    assert_eq!(table.places[0].row, 1);
}

#[test]
fn empty_cells_are_no_value_and_quoted_ones_are_empty_text() {
    let table = content("id,a,b\n1,,\"\"\n\"\",\"x,\"\"y\"\"\", z \n").unwrap();
    assert_eq!(table.shown(), ["1|∅|", "|x,\"y\"| z "]);
}

#[test]
fn rows_are_counted_by_the_lines_they_begin_on() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("id,text{end}{end}1,\"a{end}b\"{end}2,c{end}{end}3,d");
        let table = content(&text).unwrap();
        assert_eq!(table.places.iter().map(|place| place.row).collect::<Vec<_>>(), [3, 5, 7], "{text:?}");
        assert_eq!(table.rows[0][1].as_deref(), Some(format!("a{end}b").as_str()));
    }
}

#[test]
fn each_encoding_is_read_as_the_same_text() {
    let text = "id;name;note\n1;Jörg Müller;größer als 5 €\n2;Zoë;français, très élégant\n3;Ærø;æøå\n";
    let utf16 = |to_bytes: fn(u16) -> [u8; 2]| {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(to_bytes).collect::<Vec<u8>>()
    };
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(text);
    for (bytes, label) in [
        (text.as_bytes().to_vec(), "utf-8"),
        (format!("\u{feff}{text}").into_bytes(), "utf-8"),
        (utf16(u16::to_le_bytes), "utf-16le"),
        (utf16(u16::to_be_bytes), "utf-16be"),
        (latin.to_vec(), "windows-1252"),
        (gz(&latin), "windows-1252"),
    ] {
        let table = content(&bytes).unwrap();
        assert_eq!(table.columns, ["id", "name", "note"], "{label}");
        assert_eq!(table.rows[0][2].as_deref(), Some("größer als 5 €"), "{label}");
        assert_eq!(table.rows[1][2].as_deref(), Some("français, très élégant"), "{label}");
        assert_eq!(table.files[0].format.encoding.as_deref(), Some(label));
    }
    let (shift_jis, ..) = encoding_rs::SHIFT_JIS.encode("id,name\n1,ソース表\n2,能力|予定\n");
    let format = Format { encoding: Some("shift_jis".to_owned()), ..Format::default() };
    assert_eq!(declared(&shift_jis, &format).unwrap().shown(), ["1|ソース表", "2|能力|予定"]);
}

#[test]
fn half_a_character_of_utf_16_rejects_its_row() {
    let units = "\u{feff}id,name\n1,a\n2,".encode_utf16().chain([0xD800]).chain("b\n3,c\n".encode_utf16());
    let bytes: Vec<u8> = units.flat_map(u16::to_le_bytes).collect();
    let table = content(&bytes).unwrap();
    assert_eq!(table.shown(), ["1|a", "3|c"]);
    assert!(table.rejects[0].reason.starts_with("bytes that are not utf-16le"), "{:?}", table.rejects);
}

#[test]
fn json_lines_give_all_members_of_all_lines_with_dotted_names() {
    let mut text = "\n".to_owned();
    for id in 0..5_000 {
        writeln!(text, "{{\"id\": {id}, \"address\": {{\"city\": \"K\\u00f6ln\", \"zip\": null}}}}").unwrap();
    }
    text.push_str(
        "{\"id\": 18446744073709551615, \"paid\": true, \"amount\": 12.50, \"tags\": [1, \"b\"], \"more\": {}}\n",
    );
    let (_folder, path) = file("orders.jsonl.gz", gz(text.as_bytes()));
    let table = read(&[path], &Format::default()).unwrap();
    assert_eq!(table.columns, ["id", "address.city", "address.zip", "paid", "amount", "tags", "more"]);
    assert_eq!(table.shown()[4_999..], ["4999|Köln|∅|∅|∅|∅|∅", "18446744073709551615|∅|∅|true|12.5|[1,\"b\"]|{}"]);
    assert_eq!(table.places[0].row, 2);
    assert_eq!(table.files[0].format.kind, Some(SourceKind::Jsonl));
}

#[test]
fn broken_json_lines_are_rejected_one_by_one() {
    let long = "x".repeat(2_000_000);
    let text = format!(
        "{{\"id\": 1}}\n{{\"id\": }}\n[2]\n{{\"id\": 3, \"id\": 4}}\n{{\"id\": \"{long}\"}}\n{{\"id\": 123456789012345678901234567890}}\n{{\"id\": 7}}"
    );
    let mut bytes = text.into_bytes();
    bytes.extend_from_slice(b"\n{\"id\": \"\xff\"}\n{\"id\": 9}");
    let table = content(&bytes).unwrap();
    assert_eq!(table.shown(), ["1", "7", "9"]);
    let rejects: Vec<_> =
        table.rejects.iter().map(|it| (it.place.row, it.column.as_str(), it.reason.as_str())).collect();
    assert_eq!(rejects.iter().map(|it| it.0).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 8]);
    assert!(rejects[0].2.starts_with("the line is no JSON object that can be read: expected value"), "{rejects:?}");
    assert_eq!(rejects[1].2, "the line is no JSON object; write one object a line");
    assert!(rejects[2].2.contains("the member occurs twice in one object; rename one"));
    assert_eq!(rejects[2].1, "id");
    assert!(rejects[4].2.contains("too many digits to be kept exactly; write it in quotes"));
    assert!(rejects[5].2.starts_with("bytes that are not utf-8 at byte 9"));
    assert_eq!(content("{\n  \"id\": 1\n}\n").unwrap().shown(), ["1"]);
    let error = content("{\n  \"id\": 1\n").unwrap_err();
    assert!(message(&error).contains("the object that begins on row 1 does not end there"), "{error}");
}

fn parquet_file(folder: &Path, name: &str, columns: Vec<(&str, ArrayRef)>) -> String {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let path = folder.join(name);
    let mut writer = ArrowWriter::try_new(fs::File::create(&path).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    path.display().to_string()
}

#[test]
fn parquet_keeps_its_types_but_for_dictionaries_and_views() {
    let folder = tempfile::tempdir().unwrap();
    let plans: DictionaryArray<Int32Type> = vec![Some("a"), None, Some("b")].into_iter().collect();
    let names = StringViewArray::from(vec!["x", "y", "z"]);
    let ids = Int64Array::from(vec![1, 2, 3]);
    let first = parquet_file(
        folder.path(),
        "a.parquet",
        vec![("id", Arc::new(ids.clone()) as ArrayRef), ("plan", Arc::new(plans)), ("name", Arc::new(names.clone()))],
    );
    let second = parquet_file(
        folder.path(),
        "b.parquet",
        vec![("name", Arc::new(names.clone()) as ArrayRef), ("plan", Arc::new(names.clone())), ("id", Arc::new(ids))],
    );
    let mut reader = open(&[first.clone(), second], &Format::default()).unwrap();
    let types: Vec<_> = reader.columns().fields().iter().map(|field| field.data_type().clone()).collect();
    assert_eq!(types, [DataType::Int64, DataType::Utf8, DataType::Utf8]);
    let mut places = Vec::new();
    while let Some(batch) = reader.next().unwrap() {
        assert_eq!(batch.rows.schema(), reader.columns());
        places.extend(batch.places.iter().map(|place| (place.file, place.row)));
    }
    assert_eq!(places, [(0, 1), (0, 2), (0, 3), (1, 1), (1, 2), (1, 3)]);
    assert!(reader.files().iter().all(|file| file.sha256.as_ref().is_some_and(|sum| sum.len() == 64)));

    let other = parquet_file(
        folder.path(),
        "c.parquet",
        vec![("id", Arc::new(names.clone()) as ArrayRef), ("plan", Arc::new(names.clone())), ("name", Arc::new(names))],
    );
    let error = open(&[first, other], &Format::default()).err().unwrap();
    assert!(message(&error).contains("column 'id' is Utf8 instead of Int64"), "{error}");
}

/// A workbook with one sheet of `rows`, as XML; packed without compression.
fn workbook(rows: &str) -> Vec<u8> {
    workbook_of(&[("Orders", rows)])
}

/// A workbook with sheets of rows, as XML.
pub(super) fn workbook_of(sheets: &[(&str, &str)]) -> Vec<u8> {
    workbook_with("", sheets)
}

/// A workbook with some of its properties, and sheets of rows, as XML.
pub(super) fn workbook_with(properties: &str, sheets: &[(&str, &str)]) -> Vec<u8> {
    let numbered = || sheets.iter().zip(1..);
    let relations: Vec<String> = numbered()
        .map(|(_, at)| format!(r#"<Relationship Id="r{at}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{at}.xml"/>"#))
        .collect();
    let names: Vec<String> =
        numbered().map(|((name, _), at)| format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r{at}"/>"#)).collect();
    let (relations, names) = (relations.concat(), names.concat());
    let mut parts = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#),
        ),
        (
            "xl/workbook.xml",
            format!(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}<sheets>{names}</sheets></workbook>"#),
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="0.00 &quot;€&quot;"/><numFmt numFmtId="165" formatCode="[$$-409]#,##0.00"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>"#.to_owned(),
        ),
    ]
    .into_iter()
    .map(|(name, content)| (name.to_owned(), content))
    .collect::<Vec<_>>();
    parts.extend(numbered().map(|((_, rows), at)| {
        let content = format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#);
        (format!("xl/worksheets/sheet{at}.xml"), content)
    }));
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in &parts {
        let mut crc = flate2::Crc::new();
        crc.update(content.as_bytes());
        let mut entry = Vec::new();
        for number in [20_u16, 0, 0, 0, 0x21] {
            entry.extend(number.to_le_bytes());
        }
        for number in [crc.sum(), content.len() as u32, content.len() as u32] {
            entry.extend(number.to_le_bytes());
        }
        entry.extend((name.len() as u16).to_le_bytes());
        entry.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&entry);
        directory.extend([0; 10]);
        directory.extend((archive.len() as u32).to_le_bytes());
        directory.extend(name.as_bytes());
        archive.extend(b"PK\x03\x04");
        archive.extend(&entry);
        archive.extend(name.as_bytes());
        archive.extend(content.as_bytes());
    }
    let start = archive.len() as u32;
    archive.extend(&directory);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend((parts.len() as u16).to_le_bytes());
    archive.extend((parts.len() as u16).to_le_bytes());
    archive.extend((directory.len() as u32).to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0, 0]);
    archive
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>at</t></is></c><c r="C1" t="inlineStr"><is><t>amount</t></is></c></row>"#;

#[test]
fn sheets_give_exact_numbers_and_iso_days() {
    let rows = r#"<row r="2"><c r="A2"><v>17850</v></c><c r="B2" s="1"><v>40513</v></c><c r="C2"><v>2.55</v></c></row>
        <row r="4"><c r="A4" t="inlineStr"><is><t>007</t></is></c><c r="B4" s="2"><v>40513.5</v></c></row>
        <row r="5"><c r="A5"><v>8</v></c><c r="C5" t="e"><v>#DIV/0!</v></c></row>
        <row r="6"><c r="A6"><v>9</v></c><c r="D6"><v>1</v></c></row>"#;
    let book = workbook(&format!("{HEADER}{rows}"));
    let (_folder, path) = file("orders.xlsx", &book);
    let table = read(std::slice::from_ref(&path), &Format::default()).unwrap();
    assert_eq!(table.columns, ["id", "at", "amount"]);
    assert_eq!(table.shown(), ["17850|2010-12-01|2.55", "007|2010-12-01T12:00:00|∅"]);
    assert_eq!(table.places.iter().map(|place| place.row).collect::<Vec<_>>(), [2, 4]);
    let rejects: Vec<_> =
        table.rejects.iter().map(|it| (it.place.row, it.column.as_str(), it.value.as_str())).collect();
    assert_eq!(rejects, [(5, "amount", "#DIV/0!"), (6, "", "")]);
    assert_eq!(table.files[0].format.sheet.as_deref(), Some("Orders"));

    let format = Format { sheet: Some("Invoices".to_owned()), ..Format::default() };
    let error = read(&[path], &format).unwrap_err();
    assert_eq!(message(&error), "orders.xlsx: it has no sheet 'Invoices'; its sheets are Orders");
}

#[test]
fn an_empty_sheet_and_a_damaged_one_say_so() {
    assert!(message(&content(workbook("")).unwrap_err()).contains("sheet 'Orders' is empty"));
    let error = content(workbook(&format!("{HEADER}<row r=\"2\"><c r=\"A2\"><v>1</x>"))).unwrap_err();
    assert!(message(&error).starts_with("orders.csv cannot be read as XLSX"), "{error}");
}
