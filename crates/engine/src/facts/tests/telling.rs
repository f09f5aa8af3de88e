use super::*;
use crate::sources::mapping::IdentityLookup;

pub(super) fn refused(row: u64, column: &str, value: &str, line: &str) -> Reject {
    Reject {
        place: RowPosition { file: 0, row },
        column: column.to_owned(),
        value: value.to_owned(),
        reason: format!("'{value}' is no amount, as in \"12.50\""),
        line: line.to_owned(),
        id: None,
    }
}

#[tokio::test]
async fn refused_rows_come_out_as_a_file_to_correct() {
    let (_folder, lake) = lake().await;
    let mut source = purchases("shop", &[(Some("p1"), Some("ann"), 10, 100)]);
    let mut pulled = purchases_in(0, &[(Some("p2"), Some("bob"), 20, 200)]);
    pulled.rejects = vec![refused(3, "Total", "1;2", "p3;eve;1;2"), refused(4, "Total", "x", "p4;\"eve;x")];
    source.pulls = vec![Ok(pulled)].into_iter();
    let report = imported(&lake, source).await;
    assert_eq!(counts(&report), [3, 1, 0, 0, 0, 2]);
    assert_eq!(report.first_rejects.len(), 2);

    let mut out = Vec::new();
    let columns = ["Id", "Who", "Total"].map(str::to_owned);
    let layout = RejectLayout { columns: &columns, delimiter: ';' };
    assert_eq!(export_rejects(&lake, 1, &layout, &mut out).await.unwrap(), 2);
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "rejected_import;rejected_file;rejected_row;rejected_column;rejected_value;rejected_reason;Id;Who;Total\n\
         1;orders.csv;3;Total;\"1;2\";\"'1;2' is no amount, as in \"\"12.50\"\"\";p3;eve;1;2\n\
         1;orders.csv;4;Total;x;\"'x' is no amount, as in \"\"12.50\"\"\";p4;\"eve;x\n"
    );
    assert_eq!(export_rejects(&lake, 2, &layout, &mut Vec::new()).await.unwrap(), 0);
}

#[tokio::test]
async fn the_inventory_tells_what_each_source_gave() {
    let (_folder, lake) = lake().await;
    let with_reject = |row| {
        let mut pulled = purchases_in(0, &[(Some("p2"), None, 5_000_000, 200)]);
        pulled.rejects = vec![refused(row, "Total", "x", "x")];
        let mut source = purchases("kiosk", &[]);
        source.pulls = vec![Ok(pulled)].into_iter();
        source
    };
    imported(&lake, purchases("shop", &[(None, Some("ann"), 10, 100), (Some("p"), Some("bob"), 7, 1)])).await;
    imported(&lake, with_reject(3)).await;
    imported(&lake, with_reject(4)).await;
    let found = inventory(&lake).await.unwrap();
    let told: Vec<_> = found.iter().map(|one| (one.source.as_str(), one.rows, one.unattributed)).collect();
    assert_eq!(told, [("kiosk", 1, 1), ("shop", 2, 0)]);
    assert_eq!(found[0].latest.unwrap().as_microsecond(), 5_000_000);
    assert_eq!(found[1].last_import, Some(How::default().now));
    let ids = &found[1].completeness[0];
    assert_eq!((ids.column.as_str(), ids.present, ids.rows), ("purchase_id", 1, 2));
}

#[tokio::test]
async fn ids_of_other_sources_lead_to_customers() {
    let (_folder, lake) = lake().await;
    let text = |values: &[&str]| -> ArrayRef { Arc::new(StringArray::from_iter_values(values)) };
    let rows = rows(Fact::Identities, &[("source_id", text(&["17", "18"])), ("customer_id", text(&["ann", "bob"]))]);
    let places = vec![RowPosition { file: 0, row: 2 }, RowPosition { file: 0, row: 3 }];
    let pulled = Pull { batch: FactBatch { rows, places, content: vec![1, 2] }, rejects: Vec::new(), left_out: None };
    imported(&lake, Memory::new(Fact::Identities, "desk", &["ids.csv"], vec![pulled])).await;
    let identities = Identities::load(&lake).await.unwrap();
    assert_eq!(identities.customer("desk", "18"), Some("bob"));
    assert_eq!(identities.customer("desk", "19"), None);
    assert_eq!(identities.customer("shop", "18"), None);
}

#[tokio::test]
async fn a_table_has_no_rejects_and_imports_before_the_first_import() {
    let (_folder, lake) = lake().await;
    for journal in Journal::ALL {
        assert_eq!(lake.snapshot(journal.name()).await.unwrap().rows(), 0);
    }
    assert!(inventory(&lake).await.unwrap().is_empty());
}
