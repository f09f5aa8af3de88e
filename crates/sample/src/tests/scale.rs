//! The same facts at every scale, in every chunk and on every run.

use super::*;

fn small() -> Sample {
    Sample { customers: 300, ..Sample::default() }
}

#[test]
fn a_table_has_the_same_rows_whatever_the_size_of_its_chunks() {
    for stream in small().tables().expect("tables") {
        let (silo, table) = (stream.silo(), stream.table());
        let whole = rows(stream);
        let again = || small().table(silo, table).expect("table");
        assert!(rows(again()) == whole, "{silo:?} {table}: a second run differs");
        assert!(rows(again().batch_rows(7)) == whole, "{silo:?} {table}: small chunks differ");
        let halves = [again().customers(0..117), again().customers(117..u64::MAX)].map(rows);
        let halves: Vec<_> = halves.into_iter().flatten().collect();
        let joined = halves.first().map(|first| concat_batches(&first.schema(), &halves).expect("one schema"));
        assert!(joined == whole, "{silo:?} {table}: shared work differs");
    }
}

#[test]
fn a_customer_is_the_same_in_a_larger_company() {
    let larger = Sample::scaled(800);
    assert_eq!(larger.customers, 9_600_000);
    for stream in small().tables().expect("tables") {
        let (silo, table) = (stream.silo(), stream.table());
        let same = rows(larger.table(silo, table).expect("table").customers(0..300));
        assert!(rows(stream) == same, "{silo:?} {table}");
    }
}

#[test]
fn another_seed_gives_another_company() {
    let other = Sample { seed: 1, ..small() };
    let [one, two] = [small(), other].map(|sample| super::table(sample, Silo::Shop, Table::Purchases));
    assert_ne!(one, two);
}

#[test]
fn short_and_long_companies_and_odd_last_days_can_be_made() {
    for (months, through) in [(1, "2024-02-29"), (6, "2025-03-30"), (36, "2026-08-17"), (120, "2026-08-31")] {
        let sample = Sample { customers: 200, months, through: through.parse().expect("day"), ..Sample::default() };
        for stream in sample.tables().expect("tables") {
            let (silo, table) = (stream.silo(), stream.table());
            let Some(rows) = rows(stream) else { continue };
            for column in ["at", "started_at", "done_at"] {
                if rows.column_by_name(column).is_some() {
                    let latest = instants(&rows, column).iter().flatten().max().unwrap_or(0);
                    assert!(
                        day_of(latest) <= sample.through.0,
                        "{silo:?} {table} {column} knows the future of {through}"
                    );
                }
            }
        }
    }
}

#[test]
fn impossible_companies_are_refused() {
    let sample = Sample::default();
    assert_eq!(Sample { customers: 0, ..sample }.tables().err(), Some(SampleError::Customers(0)));
    assert!(Sample { months: 0, ..sample }.tables().is_err());
    assert!(Sample { through: bellwether_model::Day(i32::MAX), ..sample }.tables().is_err());
    assert!(sample.table(Silo::Surveys, Table::Purchases).is_err());
}

#[test]
fn keys_are_unique_and_no_id_is_shared_by_two_silos() {
    for stream in (Sample { customers: 2_000, ..Sample::default() }).tables().expect("tables") {
        let (silo, table) = (stream.silo(), stream.table());
        let rows = rows(stream).expect("rows");
        let key: Vec<_> = key(table).iter().map(|column| rows.column_by_name(column).expect("key").clone()).collect();
        let keys = (0..rows.num_rows()).map(|row| {
            let cells = key.iter().map(|cells| arrow::util::display::array_value_to_string(cells, row).expect("cell"));
            cells.collect::<Vec<_>>().join("|")
        });
        let distinct: std::collections::BTreeSet<_> = keys.collect();
        assert_eq!(distinct.len(), rows.num_rows(), "{silo:?} {table}");
    }
}

/// The columns of which a row's key consists, written down once more.
fn key(table: Table) -> &'static [&'static str] {
    match table {
        Table::Customers => &["customer_id", "as_of"],
        Table::Identities => &["source_id"],
        Table::Purchases => &["purchase_id"],
        Table::Subscriptions => &["subscription_id", "from"],
        Table::Touches => &["touch_id"],
        Table::Feedback => &["feedback_id"],
        Table::Referrals => &["referral_id"],
        Table::ExchangeRates => &["currency", "day"],
        Table::Reasons => &["reason_id"],
    }
}
