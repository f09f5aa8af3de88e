//! Tables written by the csv crate, in any dialect, are read back exactly.

use proptest::prelude::*;

use super::*;

/// A text of a row's cells: any character but NUL, line breaks and quotes among them.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "[a-z0-9 .;,|\t\"'-]{0,12}",
        1 => "[äöüßéñ€a-z\r\n\",]{0,12}",
        1 => "[0-9]{1,6}[.,][0-9]{2}",
    ]
}

/// A header of distinct names that cannot be taken for figures, and rows of as many cells.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    (2..6_usize).prop_flat_map(|columns| {
        prop::collection::vec(prop::collection::vec(cell(), columns), 0..40).prop_map(move |mut rows| {
            rows.insert(0, (0..columns).map(|column| format!("name {column}")).collect());
            rows
        })
    })
}

#[derive(Clone, Copy, Debug)]
enum Encoding {
    Utf8,
    Utf8WithMark,
    Utf16,
    Windows1252,
}

fn encode(text: &str, encoding: Encoding) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8WithMark => format!("\u{feff}{text}").into_bytes(),
        Encoding::Utf16 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_in_a_declared_dialect_is_read_back_exactly(
        rows in table(),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        always_quoted in any::<bool>(),
        crlf in any::<bool>(),
        packing in 0..3_u8,
        encoding in prop::sample::select(vec![Encoding::Utf8, Encoding::Utf8WithMark, Encoding::Utf16, Encoding::Windows1252]),
    ) {
        let mut writer = csv_writer(delimiter, always_quoted, crlf);
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let bytes = encode(&text, encoding);
        let bytes = match packing {
            0 => bytes,
            1 => gz(&bytes),
            _ => zst(&bytes),
        };
        let label = match encoding {
            Encoding::Utf8 | Encoding::Utf8WithMark => "utf-8",
            Encoding::Utf16 => "utf-16le",
            Encoding::Windows1252 => "windows-1252",
        };
        let format = Format {
            delimiter: Some(Delimiter::Byte(delimiter)),
            header: Some(true),
            header_row: Some(1),
            header_rows: Some(1),
            quote: Some(Quote::Byte(b'"')),
            escape: Some(Escape::Doubled),
            trim: Some(false),
            multiline: Some(true),
            footer_rows: Some(0),
            encoding: Some(label.to_owned()),
            ..Format::default()
        };
        let table = declared(&bytes, &format).unwrap();
        // What happens to read like the names of a second table, as words below two rows of nothing but figures do, is refused by name.
        prop_assume!(!table.rejects.iter().any(|reject| reject.reason.contains("names of a second table's columns")));
        prop_assert_eq!(&table.rejects, &Vec::new());
        prop_assert_eq!(&table.columns, &rows[0]);
        let read: Vec<Vec<String>> =
            table.rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
        let rows: Vec<_> = rows.into_iter().skip(1).filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn any_table_of_words_and_figures_is_read_back_without_a_declaration(
        ids in prop::collection::vec((1..99_999_u32, "[a-z ]{1,8}[äöüé]?", 0..99_999_u32), 1..40),
        delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        utf8 in any::<bool>(),
    ) {
        let mut writer = csv_writer(delimiter, false, false);
        writer.write_record(["id", "name", "amount"]).unwrap();
        let rows: Vec<_> = ids
            .iter()
            .map(|(id, name, pence)| [id.to_string(), name.clone(), format!("{},{:02}", pence / 100, pence % 100)])
            .collect();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let table = content(encode(&text, if utf8 { Encoding::Utf8 } else { Encoding::Utf16 })).unwrap();
        prop_assert_eq!(&table.columns, &["id", "name", "amount"]);
        let read: Vec<Vec<String>> =
            table.rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
        prop_assert_eq!(read, rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
        prop_assert_eq!(table.files[0].format.decimal, Some(DecimalMark::Comma));
    }

    #[test]
    fn any_bytes_are_looked_at_without_falling_over(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = content(&bytes);
        let _ = content([b"{\"id\": 1}\n", &bytes[..]].concat());
    }

    #[test]
    fn any_bytes_end_in_rows_rejects_or_an_error_and_never_lose_a_line(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut text = b"id,name\n".to_vec();
        text.extend(&bytes);
        let named = Format { kind: Some(SourceKind::Csv), delimiter: Some(Delimiter::Byte(b',')), ..Format::default() };
        for format in [Format { header_row: Some(1), ..named.clone() }, Format { header: Some(true), ..named }] {
            let Ok(table) = declared(&text, &format) else { continue };
            let is_filled = |line: &&[u8]| !line.iter().all(|it| it.is_ascii_whitespace() || matches!(it, b',' | b'"' | 0x0b));
            // What stands before the names is told.
            let told = table.files[0].format.header_row.map_or(0, |row| row as usize - 1);
            let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r')).filter(is_filled).count();
            let lines_of = |text: &str| text.split(['\n', '\r']).filter(|line| !line.is_empty()).count();
            let rejected: usize = table.rejects.iter().map(|it| lines_of(&it.line)).sum();
            let within: usize = table.rows.iter().flatten().flatten().map(|cell| cell.matches(['\n', '\r']).count()).sum();
            prop_assert!(told == 0 || !table.files[0].format.notes.is_empty());
            prop_assert!(table.rows.len() + within + rejected + told >= lines, "{format:?}: {table:?}");
        }
    }
}

fn csv_writer(delimiter: u8, always_quoted: bool, crlf: bool) -> ::csv::Writer<Vec<u8>> {
    ::csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(if always_quoted { ::csv::QuoteStyle::Always } else { ::csv::QuoteStyle::Necessary })
        .terminator(if crlf { ::csv::Terminator::CRLF } else { ::csv::Terminator::Any(b'\n') })
        .from_writer(Vec::new())
}
