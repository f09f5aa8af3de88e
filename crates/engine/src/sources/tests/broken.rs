//! Bad input, one kind at a time: each is met with a message that says where and what to do, and nothing is lost.

use std::fs::{self, File};
use std::io::Write;

use super::*;

/// The reason of each reject, with its row and column.
fn reasons(table: &Table) -> Vec<String> {
    table.rejects.iter().map(|it| format!("{} {} [{}]: {}", it.place.row, it.column, it.value, it.reason)).collect()
}

#[test]
fn a_wrong_delimiter_is_named_with_the_right_one() {
    let format = Format { delimiter: Some(Delimiter::Byte(b',')), ..Format::default() };
    let error = declared("id;amount\n1;2,50\n2;3,50\n", &format).unwrap_err();
    assert_eq!(
        message(&error),
        "orders.csv: declared delimiter ',' separates nothing, ';' does; declare delimiter = \";\""
    );
}

#[test]
fn broken_utf_8_rejects_its_row_with_the_bytes_shown() {
    let table = content(b"id,name\n1,J\xc3\xb6rg\n2,M\xc3\n3,Zo\xc3\xab\n4,\xc3\xa9\n").unwrap();
    assert_eq!(table.shown(), ["1|Jörg", "3|Zoë", "4|é"]);
    assert_eq!(
        reasons(&table),
        ["3 name [M\\xC3]: bytes that are not utf-8; save the file in one encoding or declare its encoding"]
    );
    assert_eq!(table.rejects[0].line, "2,M\\xC3");
}

#[test]
fn a_character_cut_in_two_by_a_delimiter_is_broken_utf_8() {
    let table = content(b"a,b\n\xc3,\xa9\n\xc3\xa9,x\n\xc3\xa9,x\n").unwrap();
    assert_eq!(table.shown(), ["é|x", "é|x"]);
    assert_eq!(table.rejects[0].line, "\\xC3,\\xA9");
}

#[test]
fn rows_in_another_encoding_than_their_file_are_rejected_not_garbled() {
    let mostly_utf8 = content(b"id,name\n1,J\xc3\xb6rg\n2,Zo\xc3\xab\n3,M\xfcller\n").unwrap();
    assert_eq!(mostly_utf8.shown(), ["1|Jörg", "2|Zoë"]);
    assert_eq!(mostly_utf8.rejects[0].value, "M\\xFCller");
    let mostly_latin = content(b"id,name\n1,J\xf6rg\n2,Bj\xf6rn\n3,M\xfcller\n4,Zo\xc3\xab\n5,G\xfcnther\n").unwrap();
    assert_eq!(mostly_latin.shown(), ["1|Jörg", "2|Björn", "3|Müller", "5|Günther"]);
    assert_eq!(
        reasons(&mostly_latin),
        ["5 name [Zoë]: this row is UTF-8 while the file is windows-1252; save the file in one encoding"]
    );
}

#[test]
fn latin_text_that_happens_to_be_utf_8_is_not_taken_for_it() {
    let table = content(b"id,name\n1,CAF\xc9\xa0: M\xfcller\n2,J\xf6rg\n3,CAF\xc9\xa0: 5\n").unwrap();
    assert_eq!(table.shown(), ["1|CAFÉ\u{a0}: Müller", "2|Jörg", "3|CAFÉ\u{a0}: 5"]);
}

#[test]
fn an_encoding_first_seen_far_behind_the_head_is_still_found() {
    let mut text = b"id,name\n".to_vec();
    for id in 0..60_000 {
        text.extend_from_slice(format!("{id},plain\n").as_bytes());
    }
    text.extend_from_slice(b"60000,M\xfcller\n60001,J\xf6rg\n60002,Gr\xfc\xdfe\n");
    let table = content(&text).unwrap();
    assert!(table.rejects.is_empty());
    assert_eq!(table.shown()[60_000..], ["60000|Müller", "60001|Jörg", "60002|Grüße"]);
    assert_eq!(table.files[0].format.encoding.as_deref(), Some("windows-1252"));
}

#[test]
fn a_quote_never_closed_rejects_the_row_that_opens_it_alone() {
    let table = content("id,name\n1,a\n2,\"b\n3,c\n4,d\n").unwrap();
    assert_eq!(table.shown(), ["1|a", "3|c", "4|d"]);
    let reason = "a quote is opened here but not closed at the end of a cell; close or double it";
    assert_eq!(reasons(&table), [format!("3 name [\"b]: {reason}")]);
    assert_eq!(table.rejects[0].line, "2,\"b");
}

#[test]
fn a_quote_in_the_header_is_told_with_its_line_and_column() {
    let error = content("customer,date,\"amount\nA,2024-01-05,10\nB,2024-01-06,20\nC,2024-01-07,30\n").unwrap_err();
    assert_eq!(
        message(&error),
        "orders.csv, row 1: a quote opened in column '3' is not closed within its line; close or double it: \
         customer,date,\"amount"
    );
}

#[test]
fn a_quote_that_is_not_closed_within_the_limit_rejects_its_row_alone() {
    let mut text = "id,name\n1,\"a\n".to_owned();
    text.extend((0..300_000).map(|id| format!("{id},b\n")));
    let table = content(&text).unwrap();
    assert_eq!((table.rows.len(), table.rejects.len()), (300_000, 1));
    assert_eq!((table.rejects[0].place.row, table.rejects[0].column.as_str()), (2, "name"));
    assert!(table.rejects[0].reason.contains("not closed within max_record_bytes"), "{}", table.rejects[0].reason);
}

#[test]
fn a_quote_followed_by_that_of_a_later_row_rejects_its_row_alone() {
    let table = content("id,name\n1,\"a\n2,b\n3,\"c\"\n4,d\n").unwrap();
    assert_eq!(table.shown(), ["2|b", "3|c", "4|d"]);
    assert_eq!((table.rejects[0].place.row, table.rejects[0].column.as_str()), (2, "name"));
}

#[test]
fn a_quote_closed_by_that_of_a_later_row_rejects_the_rows_between_by_name() {
    let text = "id,at,name,amount\nA,2024-01-05,x,10.00\nB,2024-01-06,y,20.00\nC,2024-01-07,\"open quote,30.00\n\
                D,2024-01-08,z,40.00\nE,2024-01-09,close\",50.00\nF,2024-01-10,w,60.00\n";
    let table = content(text).unwrap();
    assert_eq!(table.shown(), ["A|2024-01-05|x|10.00", "B|2024-01-06|y|20.00", "F|2024-01-10|w|60.00"]);
    assert_eq!(table.rejects.iter().map(|it| it.place.row).collect::<Vec<_>>(), [4, 5, 6]);
    assert!(table.rejects[0].reason.starts_with("a quote opened in row 4 is closed in row 6"));
    let format = Format { multiline: Some(true), ..Format::default() };
    assert_eq!(declared(text, &format).unwrap().rows.len(), 4);
}

#[test]
fn a_quote_closed_inside_its_cell_is_rejected_not_taken_out() {
    let table = content("id,name\n1,\"12\" disk\"\n2,5\" pipe\n").unwrap();
    assert_eq!(table.shown(), ["2|5\" pipe"]);
    assert_eq!(table.rejects[0].line, "1,\"12\" disk\"");
}

#[test]
fn nul_bytes_reject_their_row() {
    let table = content(b"id,name\n1,a\0b\n2,c\n").unwrap();
    assert_eq!(table.shown(), ["2|c"]);
    assert_eq!(reasons(&table), ["2 name [a\\x00b]: NUL bytes are no text; remove them"]);
}

#[test]
fn a_line_of_ten_megabytes_is_rejected_and_reading_goes_on() {
    for end in ["\n", "\r\n", "\r"] {
        let long = "x".repeat(10_000_000);
        let table = content(format!("id,name{end}1,a{end}2,{long}{end}3,c{end}")).unwrap();
        assert_eq!(table.shown(), ["1|a", "3|c"]);
        assert_eq!(table.places[1].row, 4);
        assert_eq!((table.rejects[0].place.row, table.rejects[0].line.len()), (3, 203));
        assert_eq!(table.rejects[0].reason, "the row is longer than 1048576 bytes; raise max_record_bytes to read it");
    }
}

#[test]
fn the_longest_row_is_for_the_format_to_say() {
    let long = "x".repeat(2_000_000);
    let text = format!("id,name\n1,{long}\n2,\"{long}\"\n3,c\n");
    let format = Format { max_record_bytes: Some(3_000_000), ..Format::default() };
    assert_eq!(declared(&text, &format).unwrap().rows.len(), 3);
    let format = Format { max_record_bytes: Some(100), ..Format::default() };
    let table = declared(format!("id,name\n1,{}\n2,\"{}\"\n3,c", "x".repeat(99), "y\n".repeat(60)), &format).unwrap();
    assert_eq!((table.shown(), table.rejects.len()), (vec!["3|c".to_owned()], 62));
    assert!(table.rejects[1].reason.contains("not closed within max_record_bytes"));
}

#[test]
fn two_columns_of_one_name_are_named_with_their_positions() {
    let error = content("id,amount,id\n1,2,3\n").unwrap_err();
    assert_eq!(message(&error), "orders.csv: columns 1 and 3 are both named 'id'; rename one");
}

#[test]
fn rows_with_too_many_or_too_few_cells_are_rejected() {
    let table = content("id,name\n1\n2,b,c\n\n3,d\n").unwrap();
    assert_eq!(table.shown(), ["3|d"]);
    assert_eq!(table.places[0].row, 5);
    assert_eq!(
        reasons(&table),
        ["2  []: the row has 1 cells, 2 are expected", "3  []: the row has 3 cells, 2 are expected"]
    );
}

#[test]
fn an_empty_file_says_so_and_a_header_alone_is_a_table_without_rows() {
    for empty in [&b""[..], b"\xef\xbb\xbf", b"\n\n", &gz(b"")] {
        let error = content(empty).unwrap_err();
        assert_eq!(message(&error), "orders.csv: it is empty; a row that names the columns is expected");
    }
    for header in ["id,name", "id,name\n", "\u{feff}id,name\r\n"] {
        let table = content(header).unwrap();
        assert_eq!((table.columns, table.rows.len()), (vec!["id".to_owned(), "name".to_owned()], 0));
    }
}

#[test]
fn a_truncated_archive_says_after_which_row_it_breaks_off() {
    let mut text = "id,name\n".to_owned();
    text.extend((0..60_000).map(|id| format!("{id},{}\n", id * 7919 % 10_007)));
    for (packed, name) in [(gz(text.as_bytes()), "gzip"), (zst(text.as_bytes()), "zstd")] {
        for kept in [packed.len() / 2, packed.len() - 3] {
            let error = content(&packed[..kept]).unwrap_err();
            let SourceError::BrokenArchive { row, compression, .. } = &error else { panic!("{error}") };
            assert!((10_000..=60_001).contains(row), "{error}");
            assert_eq!(compression.to_string(), name);
            assert!(error.to_string().ends_with("fetch it again, nothing was imported"), "{error}");
        }
    }
    let small = gz(&text.as_bytes()[..20_000]);
    let error = content(&small[..small.len() - 3]).unwrap_err();
    assert!(matches!(error, SourceError::BrokenArchive { row: 1500..2500, .. }), "{error}");
    let mut damaged = gz(text.as_bytes());
    let end = damaged.len();
    damaged[end - 6] ^= 1;
    assert!(matches!(content(&damaged), Err(SourceError::BrokenArchive { row: 60_001, .. })));
    assert!(matches!(content(&gz(b"id\n1\n")[..5]), Err(SourceError::BrokenArchive { row: 0, .. })));
}

/// Waits until what is written now bears a later time than the file; file systems' clocks move in steps.
fn wait_for_a_later_time_stamp(path: &str) {
    let written = fs::metadata(path).unwrap().modified().unwrap();
    while tempfile::NamedTempFile::new().unwrap().as_file().metadata().unwrap().modified().unwrap() <= written {
        std::thread::yield_now();
    }
}

#[test]
fn a_file_changed_while_it_is_read_is_refused() {
    let text: String =
        std::iter::once("id,name\n".to_owned()).chain((0..150_000).map(|id| format!("{id},b\n"))).collect();
    let change = |how: &dyn Fn(&str)| {
        let (_folder, path) = file("orders.csv", &text);
        let mut reader = open(std::slice::from_ref(&path), &Format::default()).unwrap();
        reader.next().unwrap().unwrap();
        wait_for_a_later_time_stamp(&path);
        how(&path);
        drain(reader).unwrap_err()
    };
    let grown = change(&|path| File::options().append(true).open(path).unwrap().write_all(b"9,z\n").unwrap());
    assert!(message(&grown).starts_with("orders.csv changed while it was read (it had"), "{grown}");
    let cut = change(&|path| File::options().write(true).open(path).unwrap().set_len(1_000_000).unwrap());
    assert!(matches!(cut, SourceError::Changed { .. } | SourceError::OpenQuote { .. }), "{cut}");
    let rewritten = change(&|path| {
        let before = fs::metadata(path).unwrap().modified().unwrap();
        let file = File::options().write(true).open(path).unwrap();
        (&file).write_all(b"ID").unwrap();
        file.set_modified(before).unwrap();
    });
    assert!(rewritten.to_string().contains("it was written to or replaced"), "{rewritten}");
}

#[test]
fn a_file_replaced_between_opening_and_reading_is_refused() {
    let (_folder, path) = file("orders.csv", "id\n1\n");
    let reader = open(std::slice::from_ref(&path), &Format::default()).unwrap();
    fs::write(&path, "id\n1\n2\n").unwrap();
    assert!(matches!(drain(reader), Err(SourceError::Changed { .. })));
}

#[test]
fn other_archives_and_binary_files_say_what_they_are() {
    let fails = |bytes: &[u8]| message(&content(bytes).unwrap_err());
    assert_eq!(fails(b"BZh91AY"), "orders.csv: it is a bzip2 archive; unpack it or pack it with gzip or zstd");
    assert!(fails(&gz(b"PAR1....PAR1")).contains("it is Parquet packed once more by gzip; unpack it first"));
    for picture in [&b"\x89PNG\0\0\0\r\n\x1a\n\0\0\0\rIHDR"[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01"] {
        assert!(fails(picture).starts_with("orders.csv: it is no text, but a picture"), "{}", fails(picture));
    }
    for page in ["<html><body>", "\n  <HTML>", "\u{feff}<!DOCTYPE html>\n<html>", "<table>", "<meta charset=utf-8>"] {
        let told = message(&content(format!("{page}<tr><td>id<td>at<tr><td>1<td>2024-01-01</table>")).unwrap_err());
        assert!(told.starts_with("orders.csv: it is a web page"), "{told}");
    }
    assert!(fails(b"<?xml version=\"1.0\"?>\n<orders/>\n").starts_with("orders.csv: it is XML"));
    assert!(fails(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n").starts_with("orders.csv: it is a PDF document"));
    assert!(fails(b"PK\x03\x04 no workbook").starts_with("orders.csv cannot be read as XLSX"));
    assert!(fails(b"PAR1 no parquet").starts_with("orders.csv cannot be read as Parquet"));
}

#[test]
fn utf16_is_read_with_and_without_its_mark() {
    let text = "id;name\n1;Müller\n2;Žižka\n3;Łódź\n";
    for mark in [false, true] {
        for big in [false, true] {
            let signs = mark.then_some('\u{feff}').into_iter().chain(text.chars()).collect::<String>();
            let bytes = signs.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
            let table = content(bytes.collect::<Vec<_>>()).unwrap();
            assert_eq!(table.shown(), ["1|Müller", "2|Žižka", "3|Łódź"], "mark {mark}, big endian {big}");
        }
    }
}

#[test]
fn an_unknown_encoding_is_refused_with_examples() {
    let format = Format { encoding: Some("ebcdic".to_owned()), ..Format::default() };
    let error = declared("id\n1\n", &format).unwrap_err();
    assert!(message(&error).starts_with("orders.csv: 'ebcdic' is not an encoding; declare one as in"), "{error}");
}
