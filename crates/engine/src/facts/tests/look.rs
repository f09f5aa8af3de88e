//! A look tells what the table holds before and after an import, as a count of all rows does.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::Day;
use proptest::prelude::*;

use super::*;

/// Purchase, customer, month, amount.
type Row = (u8, Option<u8>, u8, i64);
type Holdings = BTreeMap<Option<Day>, (u64, BTreeSet<u8>, i128)>;

fn imports() -> impl Strategy<Value = Vec<Vec<Row>>> {
    let row = (0_u8..60, prop::option::weighted(0.9, 0_u8..40), 0_u8..6, -50_i64..500);
    prop::collection::vec(prop::collection::vec(row, 0..60), 1..5)
}

fn month_of(row: &Row) -> Day {
    Day::from_date(jiff::civil::date(2025, 1 + row.2 as i8, 1))
}

fn micros(row: &Row) -> i64 {
    // Late at night in London it is the next month to the east of it, where the company is.
    (i64::from(month_of(row).0) * 24 - 1) * 3_600_000_000 + 60_000_000 * i64::from(row.0)
}

fn holdings<'r>(rows: impl Iterator<Item = &'r Row>) -> Holdings {
    let mut found = Holdings::new();
    for row in rows {
        for month in [Some(month_of(row)), None] {
            let held = found.entry(month).or_default();
            held.0 += 1;
            held.1.extend(row.1);
            held.2 += i128::from(row.3);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, ..ProptestConfig::default() })]

    #[test]
    fn a_look_tells_what_the_table_holds_before_and_after(imports in imports()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, lake) = lake().await;
            let mut table: BTreeMap<u8, Row> = BTreeMap::new();
            for rows in &imports {
                let ids: Vec<_> = rows.iter().map(|row| (row.0.to_string(), row.1.map(|id| format!("c{id}")))).collect();
                let given: Vec<Purchase<'_>> = ids
                    .iter()
                    .zip(rows)
                    .map(|((id, customer), row)| (Some(id.as_str()), customer.as_deref(), micros(row), row.3))
                    .collect();
                let before = holdings(table.values());
                let trial = How { dry_run: true, ..How::default() };
                let trial = import_as(&lake, purchases("shop", &given), trial).await.unwrap();
                let report = imported(&lake, purchases("shop", &given)).await;
                assert_eq!(trial.look, report.look, "a trial looks as the import does");
                let (mut seen, mut changed) = (BTreeSet::new(), BTreeSet::new());
                for row in rows.iter().filter(|row| seen.insert(row.0)) {
                    let old = table.insert(row.0, *row);
                    if old != Some(*row) {
                        changed.extend([month_of(row)]);
                        changed.extend(old.as_ref().map(month_of));
                    }
                }
                let after = holdings(table.values());
                let told = |line: &MonthLook| {
                    let of = |held: Holding| (held.rows, held.customers, held.minor);
                    (line.month, of(line.now), of(line.after))
                };
                let expected = |month: Option<Day>| {
                    let of = |held: &Holdings| held.get(&month).map_or((0, 0, 0), |held| (held.0, held.1.len() as u64, held.2));
                    (month, of(&before), of(&after))
                };
                let months: Vec<_> = changed.into_iter().map(|month| expected(Some(month))).collect();
                assert_eq!(report.look.months.iter().map(told).collect::<Vec<_>>(), months);
                let all: Vec<_> = report.look.all.iter().map(told).collect();
                assert_eq!(all, if table.is_empty() { vec![] } else { vec![expected(None)] });
            }
        });
    }
}
