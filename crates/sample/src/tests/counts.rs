//! The company's size, month by month, held fast so that a change of the generator is seen.

use std::fmt::Write;

use arrow::array::ArrayRef;
use arrow::compute::cast;
use arrow::datatypes::DataType;
use xxhash_rust::xxh3::Xxh3;

use super::*;

/// Counts and sums of the default company; where a change is meant, the test prints the new text.
const EXPECTED: &str = include_str!("counts.txt");

fn by_month(days: impl Iterator<Item = DayNumber>) -> String {
    let timeline = timeline();
    let mut counts = vec![0_u64; timeline.months as usize + 2];
    for day in days {
        counts[timeline.month(day).clamp(0, timeline.months + 1) as usize] += 1;
    }
    counts[1..=timeline.months as usize].iter().map(u64::to_string).collect::<Vec<_>>().join(" ")
}

/// A hash of all cells, the same on every machine.
fn content(rows: &RecordBatch) -> u64 {
    let mut hash = Xxh3::new();
    rows.columns().iter().for_each(|column| add(&mut hash, column));
    hash.digest()
}

fn add(hash: &mut Xxh3, cells: &ArrayRef) {
    match cells.data_type() {
        DataType::Utf8 => {
            for text in cells.as_string::<i32>() {
                hash.update(text.unwrap_or("\u{1}").as_bytes());
                hash.update(&[0]);
            }
        }
        DataType::Map(..) => {
            let map = cells.as_map();
            map.value_offsets().iter().for_each(|offset| hash.update(&offset.to_le_bytes()));
            add(hash, map.keys());
            add(hash, map.values());
        }
        _ => {
            // Instants become numbers first: a text of them would ask for a time zone.
            let numbers = match cells.data_type() {
                DataType::Timestamp(..) => cast(cells, &DataType::Int64).expect("numbers"),
                _ => cells.clone(),
            };
            add(hash, &cast(&numbers, &DataType::Utf8).expect("texts"));
        }
    }
}

fn summary() -> String {
    let sample = Sample::default();
    let mut out = String::new();
    for stream in sample.tables().expect("tables") {
        let (name, table) = (stream.silo().name(), stream.table());
        let rows = rows(stream).expect("rows");
        write!(out, "{name}/{table}: {} rows, content {:016x}", rows.num_rows(), content(&rows)).expect("text");
        for column in ["amount_minor", "monthly_minor"] {
            if rows.column_by_name(column).is_some() {
                let sum: i64 = minor(&rows, column).values().iter().sum();
                write!(out, ", {column} {sum}").expect("text");
            }
        }
        let days = match table {
            Table::Customers => Some(numbers::<Date32Type>(&rows, "as_of").values().to_vec()),
            Table::Subscriptions => Some(numbers::<Date32Type>(&rows, "from").values().to_vec()),
            Table::Purchases | Table::Feedback | Table::Referrals | Table::Reasons => {
                Some(instants(&rows, "at").values().iter().map(|at| day_of(*at)).collect())
            }
            Table::Touches => Some(instants(&rows, "started_at").values().iter().map(|at| day_of(*at)).collect()),
            _ => None,
        };
        if let Some(days) = days {
            write!(out, "\n  by month {}", by_month(days.into_iter())).expect("text");
        }
        out.push('\n');
    }
    out
}

#[test]
fn the_default_company_is_the_one_written_down() {
    let summary = summary();
    assert!(summary == EXPECTED, "counts.txt differs; if the change is meant, it should be:\n{summary}");
}
