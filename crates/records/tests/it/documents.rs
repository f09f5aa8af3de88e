//! Documents: what holds for all kinds of them.

use bellwether_model::{Day, Policy, ReasonTree, Target};
use bellwether_records::{Breach, Dismissal, DismissedRows, RecordsError, VersionDetails};

use crate::databases::{Base, change, mapping, since};
use crate::targets::target;

crate::on_both_databases!(
    a_version_after_another_than_the_latest_is_refused_and_leaves_no_trace,
    what_stands_already_is_not_written_a_second_time,
    a_version_without_a_day_holds_for_all_days,
    a_version_altered_past_the_audit_is_named,
    a_version_slipped_in_past_the_audit_is_named,
);

async fn a_version_after_another_than_the_latest_is_refused_and_leaves_no_trace(base: Base) {
    let records = base.open().await;
    let after = |seen, note| VersionDetails { after: Some(seen), ..since(Day(0), note) };
    let policies = records.documents::<Policy>();
    policies.add(&Policy::default(), &after(0, "first"), &change(1)).await.expect("the first");
    policies.add(&Policy::default(), &after(1, "second"), &change(2)).await.expect("the second");
    let entries = records.audit().head().await.expect("read");
    let refused = policies.add(&Policy::default(), &after(1, "third"), &change(3)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::VersionChanged { noun: "policy", seen: 1, latest: 2 }), "{refused}");
    assert_eq!(policies.all().await.expect("read").len(), 2);
    assert_eq!(records.audit().head().await.expect("read"), entries);
}

async fn what_stands_already_is_not_written_a_second_time(base: Base) {
    let records = base.open().await;
    let policy = Policy { lapse_days: 77, ..Policy::default() };
    let target = target();
    let total = Dismissal {
        import: 1,
        rows: DismissedRows::Cause("no-date".into()),
        what: "the date is empty".into(),
        why: "a total line".into(),
    };
    let mut asked = 0;
    // Whoever heard no answer asks again; another word between is another word.
    let mut ask = async |word: &str| {
        let mut changes = std::iter::repeat_with(|| {
            asked += 1;
            change(asked)
        });
        let mut next = || changes.next().expect("a change");
        let owned = Target { owner: word.to_owned(), ..target.clone() };
        let said = Dismissal { why: word.to_owned(), ..total.clone() };
        let shop = mapping("shop", "purchases", &format!("at = '{word}'\n"));
        let lines = VersionDetails { note: word.to_owned(), ..VersionDetails::default() };
        let (policy, tree, shop) = (
            records.documents().add(&policy, &since(Day(9), word), &next()).await.expect("added").version,
            records.documents().add(&ReasonTree::default(), &lines, &next()).await.expect("added").version,
            records.documents().add(&shop, &VersionDetails::default(), &next()).await.expect("added").version,
        );
        let target = records.register().add(&owned, &next()).await.expect("set");
        let said = records.register().add(&said, &next()).await.expect("dismissed");
        let (entries, _) = records.audit().head().await.expect("read");
        (entries, policy, tree, shop, target, said)
    };
    let first = ask("one").await;
    assert_eq!(ask("one").await, first);
    let second = ask("two").await;
    assert_eq!(second.0, first.0 + 5, "each word of it is another");
    assert_eq!(ask("two").await, second);
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn a_version_without_a_day_holds_for_all_days(base: Base) {
    let records = base.open().await;
    let trees = records.documents::<ReasonTree>();
    assert_eq!(trees.in_force(Day(-20_000)).await.expect("read").map(|found| found.version), Some(1));
    trees.add(&ReasonTree::default(), &since(Day(100), "from a day"), &change(1)).await.expect("added");
    for (day, version) in [(Day(-20_000), 1), (Day(99), 1), (Day(100), 2)] {
        assert_eq!(trees.in_force(day).await.expect("read").map(|found| found.version), Some(version));
    }
    let entry = records.audit().after(1, 1).await.expect("read").pop().expect("an entry");
    assert!(entry.after.contains(r#""effective_from":"1970-04-11","nodes":"#), "{}", entry.after);
    assert!(entry.before.is_some_and(|before| !before.contains("effective_from")));
    assert_eq!(records.verify().await.expect("verified"), []);
}

fn names(breaches: &[Breach], place: &str, what: &str) -> bool {
    breaches.iter().any(|breach| breach.place == place && breach.what.contains(what))
}

async fn a_version_altered_past_the_audit_is_named(base: Base) {
    let records = base.open().await;
    let shop = mapping("shop", "purchases", "at = 'Date'\n");
    records.documents().add(&Policy::default(), &since(Day(0), "agreed"), &change(1)).await.expect("added");
    records.documents().add(&shop, &VersionDetails::default(), &change(2)).await.expect("saved");
    for (tampering, repair, place, what) in [
        (
            "UPDATE documents SET body = REPLACE(body, '365', '366') WHERE topic = 'policy'",
            "UPDATE documents SET body = REPLACE(body, '366', '365') WHERE topic = 'policy'",
            "policy 1",
            "content",
        ),
        (
            "UPDATE documents SET body = REPLACE(body, 'Date', 'Day') WHERE topic = 'mappings'",
            "UPDATE documents SET body = REPLACE(body, 'Day', 'Date') WHERE topic = 'mappings'",
            "mapping 1 of shop to purchases",
            "content",
        ),
        (
            "UPDATE documents SET key = 'till to purchases' WHERE topic = 'mappings'",
            "UPDATE documents SET key = 'shop to purchases' WHERE topic = 'mappings'",
            "mapping 1 of shop to purchases",
            "name",
        ),
        (
            "UPDATE documents SET version = 2 WHERE topic = 'reason_tree'",
            "UPDATE documents SET version = 1",
            "reason tree 1",
            "name",
        ),
        (
            "UPDATE documents SET effective_from = 0 WHERE topic = 'reason_tree'",
            "UPDATE documents SET effective_from = NULL WHERE topic = 'reason_tree'",
            "reason tree 1",
            "first day",
        ),
        (
            "UPDATE documents SET effective_from = 7 WHERE topic = 'policy'",
            "UPDATE documents SET effective_from = 0 WHERE topic = 'policy'",
            "policy 1",
            "first day",
        ),
        (
            "UPDATE documents SET note = 'signed' WHERE topic = 'policy'",
            "UPDATE documents SET note = 'agreed' WHERE topic = 'policy'",
            "policy 1",
            "note",
        ),
        (
            "UPDATE documents SET created_by = 'Bob' WHERE topic = 'policy'",
            "UPDATE documents SET created_by = 'Ann' WHERE topic = 'policy'",
            "policy 1",
            "author",
        ),
        (
            "UPDATE documents SET created_at = created_at + 1 WHERE topic = 'policy'",
            "UPDATE documents SET created_at = created_at - 1 WHERE topic = 'policy'",
            "policy 1",
            "time",
        ),
        (
            "UPDATE documents SET topic = 'journey' WHERE topic = 'policy'",
            "UPDATE documents SET topic = 'policy' WHERE topic = 'journey'",
            "policy 1",
            "kind",
        ),
        ("DELETE FROM documents WHERE topic = 'policy'", "", "policy 1", "it is gone"),
    ] {
        assert_eq!(records.verify().await.expect("verified"), [], "before {tampering}");
        base.tamper(tampering).await;
        let breaches = records.verify().await.expect("verified");
        assert!(names(&breaches, place, what), "{tampering}: {breaches:?}");
        base.tamper(repair).await;
    }
}

async fn a_version_slipped_in_past_the_audit_is_named(base: Base) {
    let records = base.open().await;
    records.documents().add(&Policy::default(), &since(Day(0), ""), &change(1)).await.expect("added");
    records.documents::<Policy>().sign(1, "Zoë Lee", "CFO", &change(2)).await.expect("signed");
    // Beside an entry of another kind of its topic, and beside none.
    for seq in [3, 70] {
        base.tamper(&format!(
            "INSERT INTO documents (seq, topic, key, version, body, note, created_by, created_at) \
             SELECT {seq}, topic, key, version + 1, body, note, created_by, created_at FROM documents WHERE topic = 'policy'"
        ))
        .await;
        let breaches = records.verify().await.expect("verified");
        assert!(names(&breaches, "policy 2", "tells nothing"), "{breaches:?}");
        base.tamper(&format!("DELETE FROM documents WHERE seq = {seq}")).await;
        assert_eq!(records.verify().await.expect("verified"), []);
    }
}
