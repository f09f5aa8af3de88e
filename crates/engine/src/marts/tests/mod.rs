//! What holds of every registered mart.

pub(in crate::marts) mod growing;
pub(in crate::marts) mod journeys;

use std::collections::BTreeSet;

use bellwether_model::Policy;
use proptest::prelude::*;

use self::growing::{Growing, News, cells_of, news, news_taken_back};
use super::MARTS;
use super::ledger::tests::increment::policies;
use crate::lake::Fact;

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn every_table_has_the_registered_columns_and_no_key_twice(news in news(), policy in policies()) {
        block_on(async {
            let mut company = Growing::new(policy).await;
            for news in &news {
                company.hear(news).await;
                company.refresh(false).await;
            }
            for table in MARTS.iter().flat_map(|mart| mart.tables()) {
                let snapshot = company.lake.snapshot(table.name).await.expect("a table");
                assert_eq!(snapshot.schema().fields(), (table.schema)().fields(), "{}", table.name);
                let columns = table.key.iter().map(|name| snapshot.schema().index_of(name).expect("a column"));
                let columns: Vec<usize> = columns.collect();
                let rows = company.rows_of(table.name).await;
                let keys: Vec<_> = rows.iter().map(|rows| rows.project(&columns).expect("columns")).collect();
                let keys = cells_of(&keys);
                assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{}: {keys:?}", table.name);
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 4 } else { 100 }, ..ProptestConfig::default() })]

    #[test]
    fn brought_up_to_date_after_imports_and_undos_the_marts_are_as_if_made_anew(
        news in news_taken_back(), policy in policies()
    ) {
        block_on(async {
            let mut company = Growing::new(policy).await;
            company.refresh(false).await;
            for news in &news {
                company.hear(news).await;
                company.refresh(false).await;
            }
            let step_by_step = company.marts().await;
            company.refresh(true).await;
            assert_eq!(step_by_step, company.marts().await);
        });
    }

    #[test]
    fn an_undo_leaves_the_marts_as_they_were_before_the_import_with_open_and_with_closed_books(
        news in news(), mistaken in news(), policy in policies()
    ) {
        block_on(async {
            let mut company = Growing::new(policy).await;
            for news in &news {
                company.hear(news).await;
            }
            company.refresh(false).await;
            let (before, closes) = (company.marts().await, company.books.closes.len());
            for mistaken in mistaken.iter().filter(|news| !matches!(news, News::Close(_))) {
                company.hear(mistaken).await;
                company.refresh(false).await;
                company.undo_last().await;
                company.refresh(false).await;
                assert_eq!(company.marts().await, before, "{closes} closes, {mistaken:?}");
            }
        });
    }
}

#[test]
fn no_two_marts_have_a_name_or_a_table_in_common_and_none_is_called_as_facts_are() {
    let names: Vec<&str> = MARTS.iter().map(|mart| mart.name()).collect();
    let tables: Vec<&str> = MARTS.iter().flat_map(|mart| mart.tables()).map(|table| table.name).collect();
    for names in [names, tables] {
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        assert!(names.iter().all(|name| Fact::ALL.iter().all(|fact| fact.name() != *name)), "{names:?}");
    }
}

#[tokio::test]
async fn a_mart_that_lacks_a_table_is_made_anew_and_the_others_are_left_alone() {
    let company = Growing::new(Policy::default()).await;
    company.refresh(false).await;
    let whole = company.marts().await;
    std::fs::remove_dir_all(company.lake.root().join("marts/customer_usage")).expect("removed");
    let reports = company.refresh_all(false).await;
    let extents: Vec<_> = reports.iter().map(|report| (report.mart, report.extent)).collect();
    let nothing = super::Extent::Nothing;
    assert_eq!(extents, [("ledger", nothing), ("usage", super::Extent::Everything), ("journey", nothing)]);
    assert_eq!(company.marts().await, whole);
}
