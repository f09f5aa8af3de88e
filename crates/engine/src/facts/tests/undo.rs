//! Imports taken back, against a company that never had them.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::facts::tests::customers::customer;

const THREE: [Purchase<'static>; 3] =
    [(Some("p1"), Some("ann"), 10, 100), (Some("p2"), Some("bob"), 20, 200), (Some("p3"), None, 30, 300)];

/// Facts that were added, replaced, stayed and left.
fn moved(effects: &UndoEffects) -> [u64; 4] {
    let report = &effects.report;
    let counts = [report.added, report.replaced, report.unchanged, report.withdrawn];
    assert_eq!(report.read, counts.iter().sum::<u64>());
    counts
}

/// All rows of a table but for where they lie, sorted. Imports are told by their rank among those of `ranks`.
async fn rows_of(lake: &Lake, table: &str, ranks: &[i64]) -> Vec<String> {
    let mut rows = Vec::new();
    for batch in batches(lake, table).await {
        let names: Vec<String> = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        for row in 0..batch.num_rows() {
            let cells = names.iter().zip(batch.columns()).map(|(name, column)| {
                if name == "import_seq" {
                    let seq = column.as_primitive::<Int64Type>().value(row);
                    return ranks
                        .iter()
                        .position(|ranked| *ranked == seq)
                        .map_or("?".to_owned(), |rank| rank.to_string());
                }
                format!("{:?}", column.slice(row, 1))
            });
            rows.push(cells.collect::<Vec<_>>().join(" | "));
        }
    }
    rows.sort();
    rows
}

#[tokio::test]
async fn rows_that_came_leave_and_rows_that_were_replaced_come_back_as_they_were() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    let before = rows_of(&lake, "purchases", &[1]).await;
    let next = [THREE[0], (Some("p2"), Some("eve"), 20, 250), (Some("p4"), Some("ann"), 40, 400)];
    imported(&lake, purchases("shop", &next)).await;

    let dry = undo_as(&lake, 2, How { dry_run: true, ..How::default() }).await.unwrap();
    assert_eq!(amounts(&lake).await, [100, 250, 300, 400], "looking changes nothing");
    let effects = undone(&lake, 2).await;
    assert_eq!(moved(&effects), [0, 1, 0, 1]);
    assert_eq!((effects.leaving_minor["GBP"], effects.returning_minor["GBP"]), (650, 200));
    assert_eq!(effects.customers, BTreeSet::from(["ann", "bob", "eve"].map(str::to_owned)));
    assert_eq!((&dry.customers, moved(&dry)), (&effects.customers, moved(&effects)));
    assert_eq!(rows_of(&lake, "purchases", &[1]).await, before);
    // What was known is not forgotten.
    assert_eq!(texts(&lake, "superseded", "superseded_by").await, ["2", "3", "3"]);
    assert_eq!(texts(&lake, "restored", "customer_id").await, ["bob"]);
    assert_eq!(texts(&lake, "imports", "undoes").await, ["-", "-", "2"]);

    let again = undo_as(&lake, 2, How::default()).await.unwrap_err();
    assert_eq!(again.to_string(), "import 2 was undone already, by 3; undo 3 to bring it back");
    let none = undo_as(&lake, 9, How::default()).await.unwrap_err();
    assert_eq!(none.to_string(), "there is no import 9; the last one is 3");
}

#[tokio::test]
async fn undoing_an_undo_brings_the_import_back() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    imported(&lake, purchases("shop", &[(Some("p2"), Some("eve"), 20, 250), (Some("p4"), Some("ann"), 40, 400)])).await;
    let with_both = rows_of(&lake, "purchases", &[1, 2]).await;
    undone(&lake, 2).await;
    let back = undone(&lake, 3).await;
    assert_eq!((moved(&back), back.is_return, back.import.import_seq), ([1, 1, 0, 0], true, 2));
    assert_eq!(rows_of(&lake, "purchases", &[1, 2]).await, with_both);
    assert!(!undone(&lake, 4).await.is_return);
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
}

#[tokio::test]
async fn what_another_import_said_as_well_stays_as_its_word() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    let later = How { now: "2026-04-01T00:00:00Z".parse().unwrap(), ..How::default() };
    import_as(&lake, purchases("shop", &THREE[..2]), later).await.unwrap();
    let effects = undone(&lake, 1).await;
    assert_eq!(moved(&effects), [0, 0, 2, 1]);
    assert_eq!(amounts(&lake).await, [100, 200]);
    assert_eq!(texts(&lake, "purchases", "import_seq").await, ["2", "2"]);
    assert_eq!(texts(&lake, "purchases", "first_seen").await, vec!["2026-04-01T00:00:00Z"; 2]);
    assert!(effects.customers.is_empty(), "of ann and bob the same is known: {effects:?}");
    assert_eq!(moved(&undone(&lake, 2).await), [0, 0, 0, 2]);
    // The first one is back; of the second it is still known what it said.
    undone(&lake, 3).await;
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
    undone(&lake, 4).await;
    assert_eq!(moved(&undone(&lake, 1).await), [0, 0, 2, 1]);
}

#[tokio::test]
async fn what_a_later_import_replaced_stays_as_that_one_says() {
    let (_folder, lake) = lake().await;
    for amount in [100, 150, 170] {
        imported(&lake, purchases("shop", &[(Some("p1"), Some("ann"), 10, amount)])).await;
    }
    assert_eq!(moved(&undone(&lake, 2).await), [0, 0, 0, 0]);
    assert_eq!(version(&lake, "purchases").await, 3, "no fact changed");
    undone(&lake, 3).await;
    assert_eq!(amounts(&lake).await, [100], "and not what was undone before");
    assert_eq!(texts(&lake, "superseded", "superseded_by").await, ["2", "3", "5"]);
}

#[tokio::test]
async fn an_undone_import_leaves_no_rejects_to_be_done_and_is_not_the_last_one() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    let later = How { now: "2026-04-01T00:00:00Z".parse().unwrap(), ..How::default() };
    let conflicting = [(Some("p9"), None, 1, 1), (Some("p9"), None, 1, 2)];
    import_as(&lake, purchases("shop", &conflicting), later).await.unwrap();
    let open = async || reject_causes(&lake, &|_| false).await.unwrap().iter().map(|cause| cause.open).sum::<u64>();
    assert_eq!(open().await, 1);
    undone(&lake, 2).await;
    assert_eq!(open().await, 0);
    let found = inventory(&lake).await.unwrap();
    assert_eq!((found[0].last_import.unwrap(), found[0].rows), (How::default().now, 3));
    undone(&lake, 3).await;
    assert_eq!(open().await, 1);
    let past: Vec<_> = past_imports(&lake).await.unwrap().iter().map(PastImport::counts).collect();
    assert_eq!(past, [true, true, false, true]);
}

/// What happens to a company next.
#[derive(Clone, Debug)]
enum Event {
    /// Purchases of one of two sources: id (or none), customer (or none), amount; and the ids of those left out.
    Import(bool, Vec<(Option<u8>, Option<u8>, i64)>, Vec<u8>),
    /// Attributes of customers: id, day (or none), segment.
    Customers(Vec<(u8, Option<u8>, u8)>),
    /// Something of what happened so far is undone, chosen by a number, where it can be.
    Undo(prop::sample::Index),
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let row = (prop::option::weighted(0.7, 0_u8..6), prop::option::weighted(0.8, 0_u8..4), 0_i64..3);
    let left_out = prop::collection::vec(0_u8..6, 0..3);
    let purchases = (prop::bool::weighted(0.8), prop::collection::vec(row, 1..7), left_out);
    let customer = (0_u8..3, prop::option::weighted(0.3, 0_u8..4), 0_u8..2);
    prop::collection::vec(
        prop_oneof![
            3 => purchases.prop_map(|(source, rows, left_out)| Event::Import(source, rows, left_out)),
            3 => prop::collection::vec(customer, 1..4).prop_map(Event::Customers),
            4 => any::<prop::sample::Index>().prop_map(Event::Undo),
        ],
        3..12,
    )
}

/// Each event takes place some days after the one before it.
fn moment(number: usize) -> Timestamp {
    "2026-03-05T12:00:00Z".parse::<Timestamp>().unwrap() + jiff::SignedDuration::from_hours(31 * number as i64)
}

async fn run_import(lake: &Lake, event: &Event, number: usize) {
    let how = How { now: moment(number), ..How::default() };
    match event {
        Event::Import(is_shop, rows, left_out) => {
            let texts: Vec<_> =
                rows.iter().map(|row| (row.0.map(|id| id.to_string()), row.1.map(|id| format!("c{id}")))).collect();
            let rows: Vec<Purchase<'_>> = texts
                .iter()
                .zip(rows)
                .map(|((id, customer), row)| (id.as_deref(), customer.as_deref(), 0, row.2))
                .collect();
            let ids: Vec<String> = left_out.iter().map(u8::to_string).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let source = if *is_shop { "shop" } else { "till" };
            import_as(lake, purchases_without(source, &rows, &ids), how).await.unwrap();
        }
        Event::Customers(rows) => {
            let mut seen = BTreeSet::new();
            // Two words of an import about one customer, with and without a day, would be a conflict.
            let rows = rows.iter().filter(|row| seen.insert(row.0)).map(|(id, day, segment)| {
                // Days before, on and after those on which files come in.
                let day = day.map(|day| 20_515 + i32::from(day) * 4);
                customer(&format!("c{id}"), "Name", day, ["small", "large"][usize::from(*segment)])
            });
            let source = Memory::new(Fact::Customers, "crm", &["customers.csv"], rows.collect());
            import_as(lake, source, how).await.unwrap();
        }
        Event::Undo(_) => unreachable!("no import"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 8 } else { 300 }, ..ProptestConfig::default() })]

    #[test]
    fn after_any_imports_and_undos_the_facts_are_those_of_a_company_that_only_had_what_counts(events in events()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let (_folder, company) = lake().await;
            let mut numbers = Vec::new();
            for (number, event) in events.iter().enumerate() {
                let Event::Undo(which) = event else {
                    run_import(&company, event, number).await;
                    numbers.push(Some(number));
                    continue;
                };
                let past = past_imports(&company).await.unwrap();
                let open: Vec<i64> = past.iter().filter(|past| past.counts()).map(PastImport::seq).collect();
                if !open.is_empty() {
                    undo_as(&company, *which.get(&open), How { now: moment(number), ..How::default() }).await.unwrap();
                    numbers.push(None);
                }
            }
            let past = past_imports(&company).await.unwrap();
            let counting: Vec<_> = past.iter().filter(|past| past.counts() && past.is_import()).collect();
            let (_folder, other) = lake().await;
            for past in &counting {
                let number = numbers[past.seq() as usize - 1].unwrap();
                run_import(&other, &events[number], number).await;
            }
            let ranks: Vec<i64> = counting.iter().map(|past| past.seq()).collect();
            let others: Vec<i64> = (1..=counting.len() as i64).collect();
            for table in ["purchases", "customers"] {
                assert_eq!(rows_of(&company, table, &ranks).await, rows_of(&other, table, &others).await, "{table}");
            }
        });
    }
}

/// Puts the journals back to what an earlier version of Bellwether kept: neither what was undone nor what was found unchanged.
async fn aged(lake: &Lake) -> Lake {
    let reports = batches(lake, "imports").await;
    let schema = reports[0].schema();
    let report = schema.index_of("report").unwrap();
    let schema = Arc::new(Schema::new(schema.fields()[..=report].to_vec()));
    for journal in ["imports", "confirmed", "restored"] {
        std::fs::remove_dir_all(lake.root().join("facts").join(journal)).unwrap();
    }
    std::fs::remove_dir_all(lake.root().join("heads")).unwrap();
    let mut writer = lake.writer("imports", schema.clone()).unwrap();
    for batch in &reports {
        let texts = batch.column(report).as_string::<i32>().iter().map(|text| {
            let mut report: serde_json::Value = serde_json::from_str(text.unwrap()).unwrap();
            for later in ["by", "undoes", "withdrawn", "today", "undated", "keeps_unchanged"] {
                assert!(report.as_object_mut().unwrap().remove(later).is_some(), "{later}");
            }
            Some(report.to_string())
        });
        let texts: ArrayRef = Arc::new(texts.collect::<StringArray>());
        let columns = batch.columns()[..report].iter().cloned().chain([texts]).collect();
        writer.write(&RecordBatch::try_new(schema.clone(), columns).unwrap()).unwrap();
    }
    let transaction = Some(("bellwether.import".to_owned(), 2));
    let commit = crate::lake::Commit::new(How::default().now, schema);
    let commit = crate::lake::Commit { add: vec![writer.finish().unwrap()], transaction, ..commit };
    lake.commit("imports", commit).await.unwrap();
    Lake::open(lake.root()).await.unwrap()
}

#[tokio::test]
async fn imports_of_an_earlier_version_are_undone_and_it_is_said_what_nobody_kept_of_them() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    imported(&lake, purchases("shop", &THREE[..2])).await;
    let lake = aged(&lake).await;
    let effects = undone(&lake, 1).await;
    assert_eq!((moved(&effects), effects.unkept), ([0, 0, 0, 3], vec![(2, 2)]));
    assert_eq!(texts(&lake, "imports", "undoes").await, ["-", "-", "1"]);
    undone(&lake, 3).await;
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
}
