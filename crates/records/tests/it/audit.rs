//! The audit: complete, in order, and telling when it was tampered with.

use bellwether_model::{Day, HowKnown, Kind, Policy};
use bellwether_records::{NewReason, Records};
use serde_json::json;

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    the_chain_holds_after_many_changes_of_many_writers,
    each_change_leaves_one_entry_with_who_what_before_and_after,
    each_way_of_tampering_names_the_entry,
);

async fn the_chain_holds_after_many_changes_of_many_writers(base: Base) {
    const WRITERS: u32 = 6;
    const CHANGES: u32 = 12;
    let records = base.open().await;
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let records = if writer % 2 == 0 { records.clone() } else { base.open().await };
        writers.push(tokio::spawn(async move {
            for number in 0..CHANGES {
                change_something(&records, writer * 100 + number + 1).await;
            }
        }));
    }
    for writer in writers {
        writer.await.expect("the writer ends");
    }
    let (entries, checksum) = records.audit().head().await.expect("head");
    assert_eq!(entries, i64::from(WRITERS * CHANGES) + 1);
    assert_eq!(records.verify().await.expect("verified"), []);
    let last = records.audit().after(entries - 1, 10).await.expect("read");
    assert_eq!((last.len(), last[0].checksum.as_str()), (1, checksum.as_str()));
}

async fn change_something(records: &Records, number: u32) {
    let change = change(number);
    match number % 3 {
        0 => drop(records.policies().add(&Policy::default(), Day(0), "", &change).await.expect("added")),
        1 => records.settings().set("turn", &json!(number), &change).await.expect("set"),
        _ => {
            let reason = NewReason {
                customer_id: format!("C{}", number % 5),
                day: Day(19_000),
                kind: Kind::Less,
                reason: "price".into(),
                how_known: HowKnown::Told,
                note: String::new(),
            };
            drop(records.reasons().set(&reason, &change).await.expect("set"));
        }
    }
}

async fn each_change_leaves_one_entry_with_who_what_before_and_after(base: Base) {
    let records = base.open().await;
    records.policies().add(&Policy::default(), Day(0), "one", &change(1)).await.expect("added");
    records.policies().add(&Policy::default(), Day(9), "two", &change(2)).await.expect("added");
    records.policies().sign(2, "Zoë", "CEO", &change(3)).await.expect("signed");
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<_> = entries.iter().map(|e| (e.seq, e.by.as_str(), e.what.as_str(), e.subject.as_str())).collect();
    assert_eq!(
        told,
        [
            (1, "Bellwether", "reason_tree.add", "reason tree 1"),
            (2, "Ann", "policy.add", "policy 1"),
            (3, "Ann", "policy.add", "policy 2"),
            (4, "Ann", "policy.sign", "policy 2"),
        ]
    );
    assert_eq!(entries[1].before, None);
    assert!(entries[2].before.as_ref().is_some_and(|before| before.contains(r#""note":"one""#)));
    assert!(entries[2].after.contains(r#""note":"two""#));
    assert_eq!(entries[3].at, at(3));
    assert_eq!(records.audit().after(2, 1).await.expect("read").len(), 1);
}

async fn each_way_of_tampering_names_the_entry(base: Base) {
    let records = base.open().await;
    for number in 1..=5 {
        change_something(&records, number).await;
    }
    let head = records.audit().head().await.expect("head").1;
    for (tampering, repair, named) in [
        ("UPDATE audit SET changed_by = 'Bob' WHERE seq = 3", "UPDATE audit SET changed_by = 'Ann' WHERE seq = 3", 3),
        ("UPDATE audit SET seq = 70 WHERE seq = 4", "UPDATE audit SET seq = 4 WHERE seq = 70", 5),
        ("UPDATE audit_head SET checksum = 'x'", &format!("UPDATE audit_head SET checksum = '{head}'"), 6),
        ("UPDATE audit_head SET entries = 7", "UPDATE audit_head SET entries = 6", 7),
    ] {
        base.tamper(tampering).await;
        let breaches = records.audit().verify().await.expect("verified");
        let place = format!("audit entry {named}");
        assert!(breaches.iter().any(|breach| breach.place.starts_with(&place)), "{tampering}: {breaches:?}");
        base.tamper(repair).await;
        assert_eq!(records.audit().verify().await.expect("verified"), [], "{repair}");
    }
    base.tamper("DELETE FROM audit WHERE seq = 6").await;
    let breaches = records.audit().verify().await.expect("verified");
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].what, "the audit ends at entry 5, but 6 were written");
}
