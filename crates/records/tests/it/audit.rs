//! The audit: complete, in order, and telling when it was tampered with.

use bellwether_model::{Act, Day, HowKnown, MovementKind, Policy, Role};
use bellwether_records::{NewReason, Password, Records, UserDetails};
use serde_json::json;

use crate::databases::{Base, at, change, since};

crate::on_both_databases!(
    the_chain_holds_after_many_changes_of_many_writers,
    each_change_leaves_one_entry_with_who_what_before_and_after,
    each_way_of_tampering_names_the_entry,
    what_is_altered_past_the_audit_is_named,
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
        0 => {
            let details = since(Day(0), &number.to_string());
            drop(records.documents().add(&Policy::default(), &details, &change).await.expect("added"));
        }
        1 => records.settings().set("turn", &json!(number), &change).await.expect("set"),
        _ => {
            let reason = NewReason {
                customer_id: format!("C{}", number % 5),
                day: Day(19_000),
                kind: MovementKind::Less,
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
    records.documents().add(&Policy::default(), &since(Day(0), "one"), &change(1)).await.expect("added");
    records.documents().add(&Policy::default(), &since(Day(9), "two"), &change(2)).await.expect("added");
    records.documents::<Policy>().sign(2, "Zoë", "CEO", &change(3)).await.expect("signed");
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
    let entries = records.audit().after(0, 10).await.expect("read");
    let of_a_customer = entries.iter().find(|entry| entry.subject.contains("C2")).expect("a reason").seq;
    base.tamper(&format!("UPDATE audit SET changed_by = 'Bob' WHERE seq = {of_a_customer}")).await;
    let breaches = records.audit().verify().await.expect("verified");
    assert!(breaches.len() == 1 && !breaches[0].place.contains("C2"), "who sees no customers sees this: {breaches:?}");
    base.tamper(&format!("UPDATE audit SET changed_by = 'Ann' WHERE seq = {of_a_customer}")).await;
    base.tamper("DELETE FROM audit WHERE seq = 6").await;
    let breaches = records.audit().verify().await.expect("verified");
    assert_eq!(breaches.len(), 1);
    assert_eq!(breaches[0].what, "the audit ends at entry 5, but 6 were written");
}

async fn what_is_altered_past_the_audit_is_named(base: Base) {
    let records = base.open().await;
    let (users, tokens) = (records.users(), records.tokens());
    let details = UserDetails { full_name: " Ben Hill ".into(), roles: Role::Reader.into(), active: true };
    for (number, name) in [(1, "ann"), (2, "ben"), (3, "carl")] {
        users.add(name, &details, Password::given("hash"), &change(number)).await.expect("added");
    }
    users.change("ben", &details, Some(Password::own("other")), &change(4)).await.expect("changed");
    records.settings().set("organisation", &json!("Hill"), &change(5)).await.expect("set");
    let scopes = [Act::ReadFigures];
    let token = tokens.add("ben", "export", &scopes, "secret", at(900), &change(6)).await.expect("made");
    let other = tokens.add("ann", "other", &scopes, "another", at(900), &change(7)).await.expect("made");
    tokens.revoke("ann", &other.id, &change(8)).await.expect("revoked");
    let place = format!("token {}", token.id);
    for (tampering, repair, place, what) in [
        (
            "UPDATE users SET roles = '[\"admin\"]' WHERE name = 'ben'",
            "UPDATE users SET roles = '[\"reader\"]'",
            "user ben",
            "roles",
        ),
        (
            "UPDATE users SET roles = '[\"king\"]' WHERE name = 'ben'",
            "UPDATE users SET roles = '[\"reader\"]'",
            "user ben",
            "roles",
        ),
        (
            "UPDATE users SET active = 0 WHERE name = 'ann'",
            "UPDATE users SET active = 1",
            "user ann",
            "right to sign in",
        ),
        (
            "UPDATE users SET full_name = 'Bob' WHERE name = 'ann'",
            "UPDATE users SET full_name = 'Ben Hill'",
            "user ann",
            "full name",
        ),
        (
            "UPDATE users SET password_given = 0 WHERE name = 'ann'",
            "UPDATE users SET password_given = 1 WHERE name = 'ann'",
            "user ann",
            "given password",
        ),
        (
            "UPDATE users SET name = 'dan' WHERE name = 'carl'",
            "UPDATE users SET name = 'carl' WHERE name = 'dan'",
            "user carl",
            "it is gone",
        ),
        (
            "UPDATE users SET name = 'dan' WHERE name = 'carl'",
            "UPDATE users SET name = 'carl' WHERE name = 'dan'",
            "user dan",
            "tells nothing",
        ),
        (
            "UPDATE settings SET value_json = '\"Dale\"'",
            "UPDATE settings SET value_json = '\"Hill\"'",
            "setting organisation",
            "value",
        ),
        (
            "UPDATE tokens SET scopes = '[\"administer\"]' WHERE label = 'export'",
            "UPDATE tokens SET scopes = '[\"read_figures\"]'",
            &place,
            "scopes",
        ),
        (
            "UPDATE tokens SET ends_at = ends_at + 1 WHERE label = 'export'",
            "UPDATE tokens SET ends_at = ends_at - 1 WHERE label = 'export'",
            &place,
            "end",
        ),
    ] {
        assert_eq!(records.verify().await.expect("verified"), [], "before {tampering}");
        base.tamper(tampering).await;
        let breaches = records.verify().await.expect("verified");
        let named = breaches.iter().any(|breach| breach.place == place && breach.what.contains(what));
        assert!(named, "{tampering}: {breaches:?}");
        base.tamper(repair).await;
    }
    users.change("ben", &details, Some(Password::given("third")), &change(9)).await.expect("changed");
    assert_eq!(records.verify().await.expect("verified"), [], "a token may end with the password of its user");
}
