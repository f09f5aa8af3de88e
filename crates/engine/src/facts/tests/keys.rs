use super::*;

const THREE: [Purchase<'static>; 3] =
    [(Some("p1"), Some("ann"), 10, 100), (Some("p2"), Some("bob"), 20, 200), (Some("p3"), None, 30, 300)];

#[tokio::test]
async fn importing_twice_changes_nothing() {
    let (_folder, lake) = lake().await;
    let first = imported(&lake, purchases("shop", &THREE)).await;
    assert_eq!((counts(&first), first.import_seq, first.version), ([3, 3, 0, 0, 0, 0], 1, 1));
    assert_eq!((first.unattributed, first.unattributed_minor["GBP"]), (1, 300));
    assert_eq!((first.earliest.unwrap().as_microsecond(), first.latest.unwrap().as_microsecond()), (10, 30));
    let second = imported(&lake, purchases("shop", &THREE)).await;
    assert_eq!((counts(&second), second.import_seq, second.version), ([3, 0, 0, 3, 0, 0], 2, 1));
    assert_eq!((second.unattributed, second.unattributed_minor["GBP"]), (1, 300));
    assert_eq!(version(&lake, "purchases").await, 1);
    assert_eq!(version(&lake, "superseded").await, 0);
    assert_eq!(version(&lake, "rejects").await, 0);
    assert_eq!(texts(&lake, "imports", "import_seq").await, ["1", "2"]);
}

#[tokio::test]
async fn two_sources_may_use_the_same_ids() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    assert_eq!(counts(&imported(&lake, purchases("kiosk", &THREE)).await), [3, 3, 0, 0, 0, 0]);
    assert_eq!(amounts(&lake).await, [100, 100, 200, 200, 300, 300]);
}

#[tokio::test]
async fn a_changed_row_replaces_the_fact_and_keeps_when_it_was_first_seen() {
    let (_folder, lake) = lake().await;
    imported(&lake, purchases("shop", &THREE)).await;
    // The customer is another one, and so is the bucket.
    let changed = [THREE[0], (Some("p2"), Some("eve"), 20, 250), THREE[2]];
    let how = How { now: "2026-04-01T00:00:00Z".parse().unwrap(), ..How::default() };
    let report = import_as(&lake, purchases("shop", &changed), how).await.unwrap();
    assert_eq!(counts(&report), [3, 0, 1, 2, 0, 0]);
    assert_eq!(amounts(&lake).await, [100, 250, 300]);
    assert_eq!(texts(&lake, "purchases", "import_seq").await, ["1", "1", "2"]);
    assert_eq!(texts(&lake, "purchases", "first_seen").await, vec!["2026-03-05T23:30:00Z"; 3]);
    assert_eq!(texts(&lake, "superseded", "customer_id").await, ["bob"]);
    assert_eq!(texts(&lake, "superseded", "superseded_by").await, ["2"]);
    let content = texts(&lake, "superseded", "content").await.remove(0);
    let content: serde_json::Value = serde_json::from_str(&content).unwrap();
    assert_eq!((&content["purchase_id"], &content["amount_minor"]), (&"p2".into(), &200.into()));
    // Back again: the same key, replaced once more.
    assert_eq!(counts(&imported(&lake, purchases("shop", &THREE)).await), [3, 0, 1, 2, 0, 0]);
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
}

#[tokio::test]
async fn rows_of_one_key_that_disagree_are_refused_naming_the_first_and_equal_ones_count_once() {
    let (_folder, lake) = lake().await;
    let rows = [THREE[0], THREE[1], THREE[0], (Some("p1"), Some("ann"), 10, 999), THREE[2]];
    let report = imported(&lake, purchases("shop", &rows)).await;
    assert_eq!(counts(&report), [5, 3, 0, 0, 1, 1]);
    assert_eq!(amounts(&lake).await, [100, 200, 300]);
    let reject = &report.first_rejects[0];
    assert_eq!((reject.place.row, reject.column.as_str(), reject.value.as_str()), (5, "purchase_id", "p1"));
    assert!(reject.reason.starts_with("row 2 of orders.csv has the same purchase_id"), "{}", reject.reason);
    assert_eq!(texts(&lake, "rejects", "row").await, ["5"]);
    assert_eq!(texts(&lake, "rejects", "file").await, ["orders.csv"]);
}

#[tokio::test]
async fn equal_lines_without_a_key_count_each_and_importing_them_again_changes_nothing() {
    let (_folder, lake) = lake().await;
    let line = (None, Some("ann"), 10, 100);
    let lines = [line, (None, None, 20, 200), line, line];
    assert_eq!(counts(&imported(&lake, purchases("shop", &lines)).await), [4, 4, 0, 0, 0, 0]);
    assert_eq!(counts(&imported(&lake, purchases("shop", &lines)).await), [4, 0, 0, 4, 0, 0]);
    assert_eq!(counts(&imported(&lake, purchases("shop", &lines[..2])).await), [2, 0, 0, 2, 0, 0]);
    // A fourth equal line is a new fact.
    assert_eq!(counts(&imported(&lake, purchases("shop", &[line; 4])).await), [4, 1, 0, 3, 0, 0]);
    assert_eq!(amounts(&lake).await, [100, 100, 100, 100, 200]);
}

#[tokio::test]
async fn a_line_without_a_key_in_two_overlapping_files_counts_once() {
    let (_folder, lake) = lake().await;
    let line = (None, Some("ann"), 10, 100);
    let pulls = vec![purchases_in(0, &[line, line]), purchases_in(1, &[line])];
    let source = Memory::new(Fact::Purchases, "shop", &["a.csv", "b.csv"], pulls);
    assert_eq!(counts(&imported(&lake, source).await), [3, 2, 0, 0, 1, 0]);
}

#[tokio::test]
async fn the_order_of_two_imports_does_not_matter() {
    let other = [(Some("p4"), Some("ann"), 5, 400), (None, Some("zoe"), 6, 500)];
    let (_folder, one) = lake().await;
    imported(&one, purchases("shop", &THREE)).await;
    imported(&one, purchases("shop", &other)).await;
    let (_folder, two) = lake().await;
    imported(&two, purchases("shop", &other)).await;
    imported(&two, purchases("shop", &THREE)).await;
    for column in ["key", "bucket", "customer_id", "amount_minor", "at", "first_seen"] {
        let hex = |lake| async move {
            let mut cells = Vec::new();
            for batch in batches(lake, "purchases").await {
                let values = &batch[column];
                cells.extend((0..values.len()).map(|row| format!("{:?}", values.slice(row, 1))));
            }
            cells.sort();
            cells
        };
        assert_eq!(hex(&one).await, hex(&two).await, "{column}");
    }
}

#[tokio::test]
async fn facts_lie_sorted_by_bucket_customer_and_time() {
    let (_folder, lake) = lake().await;
    let names: Vec<String> = (0..500).map(|number| format!("c{}", number % 97)).collect();
    let rows: Vec<Purchase<'_>> =
        names.iter().enumerate().map(|(at, name)| (None, Some(name.as_str()), (at as i64 * 7919) % 1000, 1)).collect();
    imported(&lake, purchases("shop", &rows)).await;
    let snapshot = lake.snapshot("purchases").await.unwrap();
    let mut seen = Vec::new();
    for batch in batches(&lake, "purchases").await {
        let customers = batch["customer_id"].as_string::<i32>();
        let buckets = batch["bucket"].as_primitive::<arrow::datatypes::Int32Type>();
        let at = batch["at"].as_primitive::<arrow::datatypes::TimestampMicrosecondType>();
        for row in 0..batch.num_rows() {
            assert_eq!(buckets.value(row), crate::lake::bucket_of(Some(customers.value(row))));
            seen.push((buckets.value(row), customers.value(row).to_owned(), at.value(row)));
        }
    }
    assert!(seen.is_sorted());
    let by_bucket = (0..BUCKETS).map(|bucket| lake.read(&snapshot, bucket..bucket + 1, &["at"]).unwrap());
    let rows: usize = by_bucket.flatten().map(|batch| batch.unwrap().num_rows()).sum();
    assert_eq!((rows, seen.len()), (500, 500));
}
