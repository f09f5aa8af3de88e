//! Tables put together one behind the other without a blank line: none is read by the names of another.

use super::*;

const NAMES: [&str; 5] = ["Order No", "Customer No", "Order Date", "Amount", "Tax"];

fn row(names: &[&str], at: usize) -> String {
    let cell = |name: &&str| match *name {
        "Order No" | "Refund No" | "Beleg" => format!("O-{}", 5001 + at),
        "Customer No" | "Account" | "Kunde" => format!("K-{}", 1001 + at % 6),
        "Amount" | "Gutschrift" | "Betrag" => format!("{}.{:02}", 19 + at * 37 % 90, at * 13 % 100),
        "Tax" | "Fee" | "Steuer" => "1.00".to_owned(),
        _ => format!("2024-{:02}-{:02}", at % 6 + 1, at % 27 + 1),
    };
    names.iter().map(cell).collect::<Vec<_>>().join(",")
}

fn block(names: &[&str], rows: std::ops::Range<usize>) -> Vec<String> {
    std::iter::once(names.join(",")).chain(rows.map(|at| row(names, at))).collect()
}

/// All orders of the first names, and others beside them.
fn headers() -> Vec<Vec<&'static str>> {
    let mut headers = Vec::new();
    for first in 0..5 {
        for second in (0..5).filter(|second| *second != first) {
            let mut names = NAMES.to_vec();
            names.swap(first, second);
            headers.push(names);
        }
    }
    headers.push(vec!["Refund No", "Customer No", "Refund Date", "Amount", "Tax"]);
    headers.push(vec!["Refund No", "Account", "Paid on", "Gutschrift", "Fee"]);
    headers.push(vec!["Beleg", "Kunde", "Datum", "Betrag", "Steuer"]);
    headers
}

#[test]
fn rows_behind_other_names_are_never_read_by_the_first() {
    for names in headers() {
        // Enough to be read as runs, for some.
        let many = if names[0] == "Order No" { (30, 20) } else { (3000, 100) };
        for (first, second) in [(3, 3), (12, 12), (12, 2), (40, 60), many] {
            let mut lines = block(&NAMES, 0..first);
            lines.extend(block(&names, first..first + second));
            let table = content(format!("{}\n", lines.join("\n"))).unwrap();
            assert_eq!(table.rows.len(), first, "{names:?} {first} {second} {:?}", table.rejects.first());
            assert_eq!(table.rejects.len(), second + 1, "{names:?}");
            assert!(table.rejects.iter().all(|it| it.reason.contains("second table")), "{:?}", table.rejects[0]);
        }
    }
}

#[test]
fn the_first_names_again_end_a_second_table_with_a_mark_of_bytes_before_them_too() {
    for names in headers() {
        for mark in ["", "\u{feff}"] {
            let mut lines = block(&NAMES, 0..12);
            lines.extend(block(&names, 12..20));
            let again = block(&NAMES, 20..30);
            lines.push(format!("{mark}{}", again[0]));
            lines.extend_from_slice(&again[1..]);
            let table = content(format!("{}\n", lines.join("\n"))).unwrap();
            assert_eq!((table.rows.len(), table.rejects.len()), (22, 10), "{names:?} {:?}", table.rejects);
        }
    }
}

#[test]
fn a_record_of_texts_where_figures_are_meant_is_no_second_table() {
    for odd in ["O-9,K-1001,open,tbd,none", "O-9,K-1002,unknown,x,y", "O-9,K-1003,tbd,tbd,tbd"] {
        for at in [2, 5, 12, 20] {
            let mut lines = block(&NAMES, 0..20);
            lines.insert(at, odd.to_owned());
            let table = content(format!("{}\n", lines.join("\n"))).unwrap();
            assert!(
                table.rows.len() >= 20 && table.rows.len() + table.rejects.len() == 21,
                "{odd} {:?}",
                table.rejects
            );
        }
    }
}

#[test]
fn of_a_table_without_names_a_first_row_of_words_is_no_second_table() {
    for names in headers() {
        let text = block(&names, 0..40).join("\n");
        let format = Format { header: Some(false), skip_rows: Some(0), footer_rows: Some(0), ..Format::default() };
        let table = declared(&text, &format).unwrap();
        assert_eq!((table.rows.len(), table.rejects.len()), (41, 0), "{names:?}");
    }
}
