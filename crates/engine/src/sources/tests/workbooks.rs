//! Workbooks that programs write and people rearrange: formulas that nobody calculated, hidden sheets, days counted from 1904.

use std::fmt::Write;

use super::kinds::workbook_of;
use super::*;

/// A cell of a sheet as XML.
#[derive(Clone, Copy)]
enum Cell<'a> {
    Text(&'a str),
    Number(i64),
    /// A number with the style of that number.
    Styled(i64, usize),
    /// A formula with what was calculated of it.
    Formula(&'a str),
}

fn sheet(rows: &[Vec<Cell<'_>>]) -> String {
    let mut xml = String::new();
    for (row, cells) in (1..).zip(rows) {
        let _ = write!(xml, "<row r=\"{row}\">");
        for (column, cell) in ('A'..).zip(cells) {
            let _ = match cell {
                Cell::Text(text) => write!(xml, "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                Cell::Number(number) => write!(xml, "<c r=\"{column}{row}\"><v>{number}</v></c>"),
                Cell::Styled(number, style) => write!(xml, "<c r=\"{column}{row}\" s=\"{style}\"><v>{number}</v></c>"),
                Cell::Formula(inner) => write!(xml, "<c r=\"{column}{row}\"{inner}</c>"),
            };
        }
        xml.push_str("</row>");
    }
    xml
}

/// How programs leave a formula that they did not calculate.
const UNCALCULATED: [&str; 5] = [
    "><f>D2+E2</f>",
    "><f>D2+E2</f><v></v>",
    "><f>D2+E2</f><v/>",
    "><f t=\"shared\" si=\"0\"/>",
    "><f t=\"shared\" ref=\"D2:D9\" si=\"0\">D2+E2</f>",
];
/// And formulas that were.
const CALCULATED: [&str; 4] = [
    "><f>D2+E2</f><v>7</v>",
    " t=\"str\"><f>IF(D2,\"x\",\"\")</f><v></v>",
    " t=\"str\"><f>A2</f><v>paid</v>",
    " t=\"b\"><f>TRUE()</f><v>1</v>",
];

const NAMES: [&str; 4] = ["Order No", "Customer", "Net", "Total"];

fn orders(count: i64, total: impl Fn(i64) -> Cell<'static>) -> Vec<Vec<Cell<'static>>> {
    let ids = ["K-1", "K-2", "K-3", "K-4", "K-5", "K-6", "K-7", "K-8", "K-9"];
    let names = NAMES.iter().map(|name| Cell::Text(name)).collect();
    let row = |at: i64| {
        vec![Cell::Number(100 + at), Cell::Text(ids[at as usize % 9]), Cell::Number(7 + at * 37 % 50), total(at)]
    };
    std::iter::once(names).chain((0..count).map(row)).collect()
}

fn read_sheets(sheets: &[(&str, &[Vec<Cell<'_>>])]) -> Result<Table, SourceError> {
    let sheets: Vec<(&str, String)> = sheets.iter().map(|(name, rows)| (*name, sheet(rows))).collect();
    let sheets: Vec<(&str, &str)> = sheets.iter().map(|(name, rows)| (*name, rows.as_str())).collect();
    content(workbook_of(&sheets))
}

#[test]
fn a_column_of_formulas_that_nobody_calculated_is_refused_with_its_first_cell() {
    for formula in UNCALCULATED {
        for count in [1, 2, 9, 60] {
            let rows = orders(count, |_| Cell::Formula(formula));
            let error = message(&read_sheets(&[("Orders", &rows)]).unwrap_err());
            assert!(
                error.contains("column 'Total' of sheet 'Orders' holds formulas") && error.contains("D2"),
                "{error}"
            );
            assert!(error.contains("open the workbook in a spreadsheet, save it"), "{error}");
            // Half of them are enough, if they are some.
            let rows =
                orders((count * 2).max(4), |at| if at % 2 == 0 { Cell::Formula(formula) } else { Cell::Number(at) });
            assert!(
                read_sheets(&[("Orders", &rows)]).is_err_and(|error| error.to_string().contains("formulas")),
                "{formula} {count}"
            );
        }
    }
}

#[test]
fn single_formulas_that_nobody_calculated_reject_their_rows_by_name() {
    for formula in UNCALCULATED {
        for odd in 0..20 {
            let rows =
                orders(20, |at| if at == odd { Cell::Formula(formula) } else { Cell::Number(13 + at * 41 % 60) });
            let table = read_sheets(&[("Orders", &rows)]).unwrap();
            assert_eq!(table.rows.len(), 19, "{:?}", table.rejects);
            let reject = &table.rejects[0];
            assert_eq!((reject.place.row, reject.column.as_str()), (odd as u64 + 2, "Total"));
            assert!(reject.value.starts_with('=') && reject.reason.contains(&format!("D{}", odd + 2)), "{reject:?}");
        }
    }
    // Behind the table they are nobody's.
    let mut rows = orders(20, |at| Cell::Number(13 + at * 41 % 60));
    rows[5].push(Cell::Formula(UNCALCULATED[0]));
    assert_eq!(read_sheets(&[("Orders", &rows)]).unwrap().rows.len(), 20);
}

#[test]
fn formulas_that_were_calculated_are_read() {
    for formula in CALCULATED {
        let rows = orders(20, |_| Cell::Formula(formula));
        let table = read_sheets(&[("Orders", &rows)]).unwrap();
        assert_eq!((table.rows.len(), table.rejects.len()), (20, 0), "{formula} {:?}", table.rejects);
    }
}

#[test]
fn a_name_that_nobody_calculated_is_refused() {
    let mut rows = orders(20, Cell::Number);
    rows[0][3] = Cell::Formula("><f>\"Total \"&amp;2024</f>");
    let error = message(&read_sheets(&[("Orders", &rows)]).unwrap_err());
    assert!(error.contains("column 'column_4'") && error.contains("cell D1"), "{error}");
}

#[test]
fn sheets_that_people_do_not_see_are_read_only_if_no_other_holds_a_table() {
    let orders = orders(20, |at| Cell::Number(13 + at * 41 % 60));
    let mut old = orders[..6].to_vec();
    old[0][3] = Cell::Text("Planned");
    let cover = vec![vec![Cell::Text("Report")], vec![Cell::Text("made by Anna")]];
    for state in ["hidden", "veryHidden"] {
        let hidden = format!("old\" state=\"{state}");
        for sheets in [
            [(hidden.as_str(), old.as_slice()), ("Orders", &orders), ("Cover", &cover)],
            [("Cover", &cover), (&hidden, &old), ("Orders", &orders)],
            [("Orders", &orders), ("Cover", &cover), (&hidden, &old)],
            [(&hidden, &orders), ("Orders", &orders), ("Cover", &cover)],
        ] {
            let table = read_sheets(&sheets).unwrap();
            assert_eq!((table.columns[3].as_str(), table.rows.len()), ("Total", 20));
            let notes = &table.files[0].format.notes;
            assert!(notes.iter().any(|note| note.contains("hidden sheet 'old' left out")), "{notes:?}");
        }
        let table = read_sheets(&[("Cover", &cover), (&hidden, &old)]).unwrap();
        assert_eq!((table.columns[3].as_str(), table.rows.len()), ("Planned", 5));
        let notes = &table.files[0].format.notes;
        assert!(notes.iter().any(|note| note.contains("sheet 'old' is hidden, and read")), "{notes:?}");
    }
}

#[test]
fn a_currency_that_a_format_shows_is_read_with_its_number() {
    const SHOWN: [(usize, &str); 3] = [(0, ""), (3, " €"), (4, " $")];
    for first in 0..3 {
        for every in 1..4 {
            let style = |at: i64| if at % every == 0 { SHOWN[first] } else { SHOWN[(first + 1) % 3] };
            let amount = |at: i64| 13 + at * 41 % 60;
            let rows = orders(20, |at| Cell::Styled(amount(at), style(at).0));
            let table = read_sheets(&[("Orders", &rows)]).unwrap();
            let read: Vec<_> = table.rows.iter().map(|row| row[3].clone().unwrap_or_default()).collect();
            let expected: Vec<_> = (0..20).map(|at| format!("{}{}", amount(at), style(at).1)).collect();
            assert_eq!(read, expected);
            // Numbers of other columns and texts are as they were.
            assert_eq!((table.rows[0][0].as_deref(), table.rows[0][1].as_deref()), (Some("100"), Some("K-1")));
        }
    }
}
