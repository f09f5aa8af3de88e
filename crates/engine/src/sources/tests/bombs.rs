//! Small files that would become large in memory: each is read in bounded memory, or refused by its name before it takes any.

use std::fmt::Write;
use std::io::Write as _;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// A workbook as spreadsheets write it, packed, with some of its parts in place of the usual ones.
fn packed(sheet: &str, others: &[(&str, String)]) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut parts = vec![
        (
            "_rels/.rels",
            format!(
                r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="{OFFICE}"><sheets><sheet name="Orders" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>")),
    ];
    for (name, content) in others {
        parts.retain(|(known, _)| known != name);
        parts.push((name, content.clone()));
    }
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>date</t></is></c></row>"#;

/// What this process holds in memory at most, in MiB, as the system counts it.
fn most_held() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or(0) >> 10
}

/// Forgets what was held.
fn forget_most_held() {
    drop(std::fs::write("/proc/self/clear_refs", "5"));
}

/// What comes of a file, or why it is not read; its name is told then.
fn read(bytes: &[u8], format: &Format) -> Result<(usize, usize), String> {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path(), "file", bytes);
    let mut reader = open(std::slice::from_ref(&path), format).map_err(|error| error.to_string())?;
    let (mut rows, mut rejects) = (0, 0);
    while let Some(batch) = reader.next().map_err(|error| error.to_string())? {
        assert!(batch.rows.get_array_memory_size() < 256 << 20, "{} bytes", batch.rows.get_array_memory_size());
        rows += batch.rows.num_rows();
        rejects += batch.rejects.len();
    }
    Ok((rows, rejects))
}

fn refused(what: &str, bytes: &[u8], why: &str) {
    let refusal = bounded(what, bytes).expect_err(what);
    assert!(refusal.contains(why), "{what}: {refusal}");
}

/// Reads a file in its share of memory. Other tests of this process take memory, too, so it is measured where each test has one of its own.
fn bounded(what: &str, bytes: &[u8]) -> Result<(usize, usize), String> {
    const SHARE: u64 = 256;
    forget_most_held();
    let before = most_held();
    let read = read(bytes, &Format::default());
    let held = most_held().saturating_sub(before);
    let is_alone = std::env::var_os("NEXTEST").is_some();
    assert!(held < SHARE || !is_alone, "{what}: {held} MiB for {} bytes", bytes.len());
    read
}

#[test]
fn a_workbook_with_a_cell_far_out_is_refused() {
    for address in ["ZZZZZZ3", "XFE2", "A1048577", "FXSHRXX2", "A4294967295"] {
        let sheet = format!(r#"{HEADER}<row r="2"><c r="A2"><v>1</v></c><c r="{address}"><v>1</v></c></row>"#);
        refused(address, &packed(&sheet, &[]), "file cannot be read as XLSX");
    }
    // The last one that there is.
    let last = format!(
        r#"{HEADER}<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="XFD3"><v>1</v></c></row>"#
    );
    assert_eq!(bounded("XFD3", &packed(&last, &[])).unwrap(), (1, 1));
}

#[test]
fn rows_of_cells_far_out_are_read_in_bounded_memory() {
    let mut sheet = HEADER.to_owned();
    for row in 2..6000 {
        let _ = write!(sheet, r#"<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}"><v>1</v></c></row>"#);
    }
    let read = bounded("far out", &packed(&sheet, &[]));
    assert!(read.is_err() || read.is_ok_and(|(rows, rejects)| rows + rejects == 5998));
}

#[test]
fn a_workbook_whose_parts_do_not_fit_in_memory_is_refused() {
    let sheet = format!(r#"{HEADER}<row r="2"><c r="A2" t="s"><v>0</v></c></row>"#);
    let texts = |inner: String| vec![("xl/sharedStrings.xml", inner)];
    let count = |said: &str| texts(format!(r#"<sst uniqueCount="{said}"><si><t>a</t></si></sst>"#));
    let within = |inner: String| packed(&format!(r#"{HEADER}<row r="2">{inner}</row>"#), &[]);
    let styles =
        |inner: String| vec![("xl/styles.xml", format!("<styleSheet><cellXfs>{inner}</cellXfs></styleSheet>"))];
    for (what, bytes, why) in [
        ("count", packed(&sheet, &count("40000000000")), "texts that its cells share"),
        ("count of 64 bits", packed(&sheet, &count("18446744073709551615")), "texts that its cells share"),
        ("a count too long", packed(&sheet, &count("99999999999999999999999")), "texts that its cells share"),
        (
            "empty texts",
            packed(&sheet, &texts(format!("<sst>{}</sst>", "<si/>".repeat(4_000_000)))),
            "texts that its cells share",
        ),
        (
            "many texts",
            packed(&sheet, &texts(format!("<sst>{}</sst>", "<si><t></t></si>".repeat(4_000_000)))),
            "texts that its",
        ),
        (
            "one text",
            packed(&sheet, &texts(format!("<sst><si><t>{}</t></si></sst>", "a".repeat(40 << 20)))),
            "longer than",
        ),
        (
            "one text of many pieces",
            packed(&sheet, &texts(format!("<sst><si>{}</si></sst>", "<r><t>aaaaaaaaaa</t></r>".repeat(1 << 20)))),
            "longer than",
        ),
        ("styles", packed(&sheet, &styles(r#"<xf numFmtId="0"/>"#.repeat(1 << 20))), "styles"),
        ("one cell", within(format!(r#"<c r="A2"><v>{}</v></c>"#, "1".repeat(40 << 20))), "longer than"),
        (
            "one cell of many pieces",
            within(format!(r#"<c r="A2" t="inlineStr"><is>{}</is></c>"#, "<r><t>aaaaaaaaaa</t></r>".repeat(1 << 20))),
            "longer than",
        ),
        ("an attribute", within(format!(r#"<c r="A2" x="{}"><v>1</v></c>"#, "<>".repeat(10 << 20))), "longer than"),
        ("a remark", within(format!("<!-- {} -->", "<c></c>".repeat(1 << 20))), "longer than"),
        (
            "raw text",
            within(format!("<c r=\"A2\"><v><![CDATA[{}]]></v></c>", "</c><c>".repeat(1 << 20))),
            "longer than",
        ),
        ("own elements", within(format!("<!DOCTYPE a [{}]>", " ".repeat(2 << 20))), "its own elements"),
    ] {
        assert!(bytes.len() < 1 << 20, "{what} is {} bytes", bytes.len());
        refused(what, &bytes, why);
    }
}

#[test]
fn an_archive_that_says_it_is_shorter_than_it_is_is_refused() {
    let sheet = format!(r#"{HEADER}<row r="2"><c r="A2"><v>{}</v></c></row>"#, "1".repeat(40 << 20));
    let mut bytes = packed(&sheet, &[]);
    // The sizes before packing, in front of each part and in the list of all parts.
    let places: Vec<usize> = (0..bytes.len() - 4)
        .filter(|at| bytes[*at..].starts_with(b"PK\x03\x04") || bytes[*at..].starts_with(b"PK\x01\x02"))
        .collect();
    for at in places {
        let size = if bytes[at + 2] == 3 { at + 22 } else { at + 24 };
        let said = u32::from_le_bytes(bytes[size..size + 4].try_into().unwrap());
        if said > 1 << 20 {
            bytes[size..size + 4].copy_from_slice(&1000_u32.to_le_bytes());
        }
    }
    refused("a lie", &bytes, "XLSX");
}

#[test]
fn text_of_any_shape_is_read_in_bounded_memory() {
    let deep = |open: &str, close: &str| open.repeat(1_000_000) + &close.repeat(1_000_000);
    let member = "a".repeat(400_000);
    let members = (0..1500).fold(String::new(), |text, at| text + &format!("\"m{at}\":1,")) + "\"z\":1";
    let wide = |separator: &str, count: usize| format!("a{separator}b\n{}\n", separator.repeat(count));
    for (what, text) in [
        ("a field of a eight megabytes", format!("id,text\n1,{}\n2,b\n", "a".repeat(8 << 20))),
        ("a quoted one", format!("id,text\n1,\"{}\"\n2,b\n", "ab\n".repeat(1 << 20))),
        ("a quote that does not end", format!("id,text\n1,\"{}", "ab\n".repeat(1 << 20))),
        ("one line", "a".repeat(8 << 20)),
        ("a million columns", wide(",", 1_000_000)),
        ("names of a million columns", format!("{}\n1,2\n", "a,".repeat(1_000_000))),
        (
            "ten thousand columns",
            format!(
                "{}\n{}\n",
                (0..10_000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(","),
                "1,".repeat(9_999) + "1"
            ),
        ),
        (
            "many empty cells",
            format!("{}\n", (0..3000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(","))
                + &(",".repeat(2999) + "\n").repeat(6_000),
        ),
        ("JSON a million deep", format!("{{\"a\":{}}}\n", deep("[", "]"))),
        ("objects a million deep", format!("{{\"a\":{}1{}}}\n", "{\"a\":".repeat(1_000_000), "}".repeat(1_000_000))),
        ("a list a million deep", deep("[", "]")),
        ("long names of many members", format!("{{\"{member}\":{{{members}}}}}\n")),
        ("a list of a million numbers", format!("{{\"a\":[{}1]}}\n", "1,".repeat(1_000_000))),
    ] {
        let _ = bounded(what, text.as_bytes());
        let _ = bounded(what, &gz(text.as_bytes()));
    }
}

#[test]
fn what_a_mapping_declares_of_a_file_takes_no_memory() {
    for format in [
        Format { max_record_bytes: Some(u64::MAX), ..Format::default() },
        Format { footer_rows: Some(u64::MAX), ..Format::default() },
        Format { skip_rows: Some(u64::MAX), ..Format::default() },
        Format { header_row: Some(u64::MAX), ..Format::default() },
        Format { header_rows: Some(u64::MAX), ..Format::default() },
    ] {
        let refusal = read(b"id,text\n1,a\n", &format).expect_err("refused");
        assert!(refusal.contains("declare at most"), "{refusal}");
    }
}
