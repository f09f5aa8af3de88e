//! The same facts at every scale, in every chunk and on every run.

use super::*;

fn small() -> Sample {
    Sample { customers: 300, ..Sample::default() }
}

#[test]
fn a_table_has_the_same_rows_whatever_the_size_of_its_chunks() {
    for source in small().sources().expect("sources") {
        let (silo, fact) = (source.silo(), source.fact());
        let whole = rows(source);
        let again = || small().source(silo, fact).expect("source");
        assert!(rows(again()) == whole, "{silo:?} {fact}: a second run differs");
        assert!(rows(again().rows_a_pull(7)) == whole, "{silo:?} {fact}: small chunks differ");
        let halves = [again().customers(0..117), again().customers(117..u64::MAX)].map(rows);
        let halves: Vec<_> = halves.into_iter().flatten().collect();
        let joined = halves.first().map(|first| concat_batches(&first.schema(), &halves).expect("one schema"));
        assert!(joined == whole, "{silo:?} {fact}: shared work differs");
    }
}

#[test]
fn a_customer_is_the_same_in_a_larger_company() {
    let larger = Sample::scaled(800);
    assert_eq!(larger.customers, 9_600_000);
    for source in small().sources().expect("sources") {
        let (silo, fact) = (source.silo(), source.fact());
        let same = rows(larger.source(silo, fact).expect("source").customers(0..300));
        assert!(rows(source) == same, "{silo:?} {fact}");
    }
}

#[test]
fn another_seed_gives_another_company() {
    let other = Sample { seed: 1, ..small() };
    let [one, two] = [small(), other].map(|sample| table(sample, Silo::Shop, Fact::Purchases));
    assert_ne!(one, two);
}

#[test]
fn short_and_long_companies_and_odd_last_days_can_be_made() {
    for (months, through) in [(1, "2024-02-29"), (6, "2025-03-30"), (36, "2026-08-17"), (120, "2026-08-31")] {
        let sample = Sample { customers: 200, months, through: through.parse().expect("day"), ..Sample::default() };
        for source in sample.sources().expect("sources") {
            let (silo, fact) = (source.silo(), source.fact());
            let Some(rows) = rows(source) else { continue };
            for column in ["at", "started_at", "done_at"] {
                if rows.column_by_name(column).is_some() {
                    let latest = instants(&rows, column).iter().flatten().max().unwrap_or(0);
                    assert!(
                        day_of(latest) <= sample.through.0,
                        "{silo:?} {fact} {column} knows the future of {through}"
                    );
                }
            }
        }
    }
}

#[test]
fn impossible_companies_are_refused() {
    let sample = Sample::default();
    assert_eq!(Sample { customers: 0, ..sample }.sources().err(), Some(super::super::SampleError::Customers(0)));
    assert!(Sample { months: 0, ..sample }.sources().is_err());
    assert!(Sample { through: bellwether_model::Day(i32::MAX), ..sample }.sources().is_err());
    assert!(sample.source(Silo::Surveys, Fact::Purchases).is_err());
}

#[test]
fn keys_are_unique_and_no_id_is_shared_by_two_silos() {
    for source in (Sample { customers: 2_000, ..Sample::default() }).sources().expect("sources") {
        let (silo, fact) = (source.silo(), source.fact());
        let rows = rows(source).expect("rows");
        let key: Vec<_> = fact.key().iter().map(|column| rows.column_by_name(column).expect("key").clone()).collect();
        let keys = (0..rows.num_rows()).map(|row| {
            let cells = key.iter().map(|cells| arrow::util::display::array_value_to_string(cells, row).expect("cell"));
            cells.collect::<Vec<_>>().join("|")
        });
        let distinct: std::collections::BTreeSet<_> = keys.collect();
        assert_eq!(distinct.len(), rows.num_rows(), "{silo:?} {fact}");
    }
}
