//! Facts that an import leaves out, though an earlier one told them.

use proptest::prelude::*;

use super::*;

const PAID: [Purchase<'static>; 3] =
    [(Some("p1"), Some("ann"), 10, 100), (Some("p2"), Some("bob"), 20, 200), (Some("p3"), Some("cid"), 30, 300)];

#[tokio::test]
async fn what_counted_before_and_is_left_out_now_leaves_with_its_money_and_an_undo_brings_it_back() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &PAID)).await;
    let report = imported(&lake, purchases_without("shop", &PAID[..1], &["p2", "p9"])).await;
    assert_eq!((counts(&report), report.withdrawn), ([1, 0, 0, 1, 0, 0], 1));
    assert_eq!(report.withdrawn_minor["GBP"], 200);
    let all: Vec<_> = report.look.all.iter().map(|line| (line.now.minor, line.after.minor)).collect();
    assert_eq!(all, [(600, 400)], "the look tells what is left");
    assert_eq!(amounts(&lake).await, [100, 300]);
    assert_eq!(texts(&lake, "superseded", "customer_id").await, ["bob"]);

    let effects = undone(&lake, 2).await;
    assert_eq!((effects.report.added, effects.returning_minor["GBP"]), (1, 200));
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
    undone(&lake, 3).await;
    assert_eq!(amounts(&lake).await, [100, 300]);
}

#[tokio::test]
async fn what_is_told_in_one_import_is_not_left_out_by_another_row_of_it() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &PAID)).await;
    let report = imported(&lake, purchases_without("shop", &PAID, &["p1", "p2"])).await;
    assert_eq!((report.withdrawn, report.unchanged), (0, 3));
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
}

#[tokio::test]
async fn what_another_source_leaves_out_stays() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &PAID)).await;
    assert_eq!(imported(&lake, purchases_without("till", &[], &["p1"])).await.withdrawn, 0);
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
}

#[tokio::test]
async fn what_was_left_out_before_an_undone_import_told_it_stays_out_when_that_one_comes_back() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &PAID)).await;
    undone(&lake, 1).await;
    // Nothing of it is known now, but that it does not count is said.
    assert_eq!(imported(&lake, purchases_without("shop", &[], &["p2"])).await.withdrawn, 0);
    undone(&lake, 2).await;
    assert_eq!(amounts(&lake).await, [100, 300]);
}

#[tokio::test]
async fn a_dry_run_tells_what_would_leave_and_leaves_it() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &PAID)).await;
    let how = How { dry_run: true, ..How::default() };
    let report = import_as(&lake, purchases_without("shop", &[], &["p2"]), how).await.unwrap();
    assert_eq!((report.withdrawn, report.withdrawn_minor["GBP"]), (1, 200));
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
}

/// Rows without an id, each counted or left out, as one file, with which amounts count.
fn nameless(rows: &[(u8, bool)]) -> (Memory, Vec<i64>) {
    let mut pulls = Vec::new();
    let mut counted = Vec::new();
    for rows in rows.chunks(3) {
        let row = |(kind, _): &(u8, bool)| (None, Some("ann"), 10, i64::from(*kind) + 1);
        let all = purchases_in(0, &rows.iter().map(row).collect::<Vec<_>>());
        let contents = all.batch.content.iter().zip(rows).filter(|(_, row)| row.1).map(|(content, _)| (*content, 0));
        let left_out = LeftOutRows { keys: None, contents: contents.collect() };
        let given: Vec<_> = rows.iter().filter(|row| !row.1).map(row).collect();
        counted.extend(given.iter().map(|row| row.3));
        pulls.push(Pull { left_out: Some(left_out), ..purchases_in(0, &given) });
    }
    counted.sort_unstable();
    (Memory::new(Fact::Purchases, "shop", &["orders.csv"], pulls), counted)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn of_equal_rows_without_id_as_many_count_as_the_last_export_counts_and_an_undo_tells_of_the_one_before(
        kinds in prop::collection::vec(0_u8..3, 1..9),
        exports in prop::collection::vec((prop::collection::vec(any::<bool>(), 9), 0_usize..9, any::<bool>()), 1..5),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, lake) = lake().await;
            let mut before = Vec::new();
            for (left_out, turned_by, is_turned) in &exports {
                let mut rows: Vec<(u8, bool)> = kinds.iter().copied().zip(left_out.iter().copied()).collect();
                rows.rotate_left(turned_by % kinds.len());
                if *is_turned {
                    rows.reverse();
                }
                let (source, counted) = nameless(&rows);
                let report = imported(&lake, source).await;
                assert_eq!(amounts(&lake).await, counted, "{rows:?}");
                let undo = undone(&lake, report.import_seq).await;
                assert_eq!(amounts(&lake).await, before);
                undone(&lake, undo.report.import_seq).await;
                assert_eq!(amounts(&lake).await, counted);
                before = counted;
            }
        });
    }
}
