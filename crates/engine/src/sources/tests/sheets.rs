//! Workbooks as people keep them: title rows, cover sheets, two rows of names, totals.

use std::fmt::Write;

use super::kinds::workbook_of;
use super::*;

/// Rows of a sheet as XML: figures as figures, all else as text, empty cells left out.
fn sheet(rows: &[&[&str]]) -> String {
    let mut xml = String::new();
    for (row, cells) in (1..).zip(rows) {
        let _ = write!(xml, "<row r=\"{row}\">");
        for (column, cell) in ('A'..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
            let _ = match cell.parse::<f64>() {
                Ok(_) => write!(xml, "<c r=\"{column}{row}\"><v>{cell}</v></c>"),
                Err(_) => write!(xml, "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
        }
        xml.push_str("</row>");
    }
    xml
}

fn table_of(sheets: &[(&str, &[&[&str]])], format: &Format) -> Result<Table, SourceError> {
    let sheets: Vec<(&str, String)> = sheets.iter().map(|(name, rows)| (*name, sheet(rows))).collect();
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, rows)| (*name, rows.as_str())).collect();
    declared(workbook_of(&sheets), format)
}

const COVER: &[&[&str]] = &[&["Report"], &["made by Anna"]];
const ROWS: &[&[&str]] = &[&["id", "amount", "note"], &["A1", "5"], &["A2", "7", "late"], &["A3", "9"], &["A4", "3"]];

#[test]
fn title_rows_and_totals_of_a_sheet_are_told_from_its_rows() {
    let rows: &[&[&str]] = &[
        &["Orders of 2024"],
        &["made by Anna"],
        &[],
        &["id", "city", "amount", "note"],
        &["A1", "Kiel", "5"],
        &["A2", "Ulm", "7", "late"],
        &["A3", "Bonn", "9"],
        &["A4", "Ulm", "3"],
        &["Summe", "", "24"],
    ];
    let table = table_of(&[("Orders", rows)], &Format::default()).unwrap();
    assert_eq!(table.columns, ["id", "city", "amount", "note"]);
    assert_eq!(table.shown(), ["A1|Kiel|5|∅", "A2|Ulm|7|late", "A3|Bonn|9|∅", "A4|Ulm|3|∅"]);
    assert_eq!(table.rejects[0].place.row, 9);
    assert!(table.rejects[0].reason.contains("total"), "{:?}", table.rejects);
    assert_eq!(table.files[0].format.header_row, Some(4));
    assert!(table.files[0].format.notes[0].contains("rows 1 to 2 stand before the table"), "{:?}", table.files);
    let told = Format { header_row: Some(4), footer_rows: Some(1), ..Format::default() };
    let table = table_of(&[("Orders", rows)], &told).unwrap();
    assert_eq!((table.rows.len(), table.rejects.len()), (4, 0));
}

#[test]
fn two_rows_of_names_are_put_together() {
    let rows: &[&[&str]] = &[
        &["Order", "", "Amount", ""],
        &["id", "city", "net", "gross"],
        &["A1", "Kiel", "5", "6"],
        &["A2", "Ulm", "7", "8"],
        &["A3", "Bonn", "9", "10"],
    ];
    let table = table_of(&[("Orders", rows)], &Format::default()).unwrap();
    assert_eq!(table.columns, ["Order id", "Order city", "Amount net", "Amount gross"]);
    assert_eq!(table.rows.len(), 3);
}

#[test]
fn the_sheet_that_holds_a_table_is_read_and_two_halves_of_one_are_a_question() {
    let table = table_of(&[("Cover", COVER), ("Orders", ROWS)], &Format::default()).unwrap();
    assert_eq!((table.files[0].format.sheet.as_deref(), table.rows.len()), (Some("Orders"), 4));
    assert_eq!(table.files[0].format.notes, ["sheet 'Orders' is read, the only one that holds a table"]);
    let error = table_of(&[("2023", ROWS), ("2024", ROWS)], &Format::default()).unwrap_err();
    assert!(
        message(&error).contains("sheets '2023', '2024' hold tables of the same columns; declare sheet"),
        "{error}"
    );
    let told = Format { sheet: Some("2024".to_owned()), ..Format::default() };
    assert_eq!(table_of(&[("2023", ROWS), ("2024", ROWS)], &told).unwrap().rows.len(), 4);
}

#[test]
fn records_are_read_and_not_what_stands_before_or_sums_them_up() {
    const ORDERS: &[&[&str]] = &[
        &["id", "date", "amount"],
        &["A1", "2024-01-05", "5.50"],
        &["A2", "2024-01-06", "7.25"],
        &["A3", "2024-02-07", "9.00"],
        &["A4", "2024-02-08", "3.10"],
    ];
    let covers: [&[&[&str]]; 4] = [
        &[&["Report", ""], &["Made by", "Anna"], &["Version", "final"]],
        &[&["Region", "Manager"], &["North", "Anna"], &["South", "Bo"]],
        &[&["Customer", "Sum"], &["A", "12.75"], &["B", "12.10"]],
        &[&["Month", "Sum"], &["2024-01-01", "12.75"], &["2024-02-01", "12.10"]],
    ];
    for cover in covers {
        for sheets in [[("Summary", cover), ("Data", ORDERS)], [("Data", ORDERS), ("Summary", cover)]] {
            let table = table_of(&sheets, &Format::default()).unwrap();
            assert_eq!((table.files[0].format.sheet.as_deref(), table.rows.len()), (Some("Data"), 4), "{cover:?}");
            let notes = &table.files[0].format.notes;
            assert!(notes.iter().any(|note| note.contains("'Data' is read")), "{notes:?}");
        }
    }
}
