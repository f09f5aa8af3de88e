use arrow::array::{Date32Array, MapBuilder, StringBuilder};

use super::*;

pub(super) fn customer(id: &str, name: &str, as_of: Option<i32>, segment: &str) -> Pull {
    let fields = arrow::array::MapFieldNames { entry: "key_value".into(), key: "key".into(), value: "value".into() };
    let mut attributes = MapBuilder::new(Some(fields), StringBuilder::new(), StringBuilder::new());
    attributes.keys().append_value("segment");
    attributes.values().append_value(segment);
    attributes.append(true).unwrap();
    let rows = rows(
        Fact::Customers,
        &[
            ("customer_id", Arc::new(StringArray::from_iter_values([id]))),
            ("as_of", Arc::new(Date32Array::from(vec![as_of]))),
            ("name", Arc::new(StringArray::from_iter_values([name]))),
            ("attributes", Arc::new(attributes.finish())),
        ],
    );
    let batch = FactBatch { rows, places: vec![RowPosition { file: 0, row: 2 }], content: vec![0] };
    Pull { batch, rejects: Vec::new(), left_out: None }
}

async fn customers(lake: &Lake, now: &str, pulls: Vec<Pull>) -> [u64; 6] {
    let source = Memory::new(Fact::Customers, "crm", &["customers.csv"], pulls);
    let how = How { now: now.parse().unwrap(), ..How::default() };
    counts(&import_as(lake, source, how).await.unwrap())
}

#[tokio::test]
async fn attributes_without_a_day_make_a_new_version_only_when_they_differ() {
    let (_folder, lake) = lake().await;
    let small = || vec![customer("ann", "Ann", None, "small"), customer("bob", "Bob", None, "small")];
    let large = || vec![customer("ann", "Ann", None, "large"), customer("bob", "Bob", None, "small")];
    assert_eq!(customers(&lake, "2026-03-05T23:30:00Z", small()).await, [2, 2, 0, 0, 0, 0]);
    assert_eq!(texts(&lake, "customers", "as_of").await, ["-", "-"]);
    assert_eq!(customers(&lake, "2026-03-06T12:00:00Z", small()).await, [2, 0, 0, 2, 0, 0]);
    // An hour before midnight in UTC it is the next day already where the company is.
    assert_eq!(customers(&lake, "2026-03-07T23:30:00Z", large()).await, [2, 1, 0, 1, 0, 0]);
    assert_eq!(texts(&lake, "customers", "as_of").await, ["-", "-", "2026-03-08"]);
    assert_eq!(customers(&lake, "2026-03-09T12:00:00Z", large()).await, [2, 0, 0, 2, 0, 0]);
    // Back to small is a version of its own, and of two versions on one day the later holds.
    assert_eq!(customers(&lake, "2026-03-10T12:00:00Z", small()).await, [2, 1, 0, 1, 0, 0]);
    let other = vec![customer("ann", "Ann", None, "other")];
    assert_eq!(customers(&lake, "2026-03-10T13:00:00Z", other).await, [1, 0, 1, 0, 0, 0]);
    assert_eq!(texts(&lake, "customers", "as_of").await, ["-", "-", "2026-03-08", "2026-03-10"]);
    assert_eq!(version(&lake, "superseded").await, 1);
}

#[tokio::test]
async fn versions_with_a_day_stand_beside_each_other() {
    let (_folder, lake) = lake().await;
    let versions =
        || vec![customer("ann", "Ann", Some(20_000), "small"), customer("ann", "Ann", Some(20_100), "large")];
    assert_eq!(customers(&lake, "2026-03-05T12:00:00Z", versions()).await, [2, 2, 0, 0, 0, 0]);
    assert_eq!(customers(&lake, "2026-03-06T12:00:00Z", versions()).await, [2, 0, 0, 2, 0, 0]);
    let known = vec![customer("ann", "Ann", None, "large")];
    assert_eq!(customers(&lake, "2026-03-06T12:00:00Z", known).await, [1, 0, 0, 1, 0, 0]);
    let twice = vec![customer("cid", "Cid", None, "small"), customer("cid", "Cid", None, "large")];
    assert_eq!(customers(&lake, "2026-03-06T12:00:00Z", twice).await, [2, 1, 0, 0, 0, 1]);
}
