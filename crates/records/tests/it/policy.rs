//! The policy: versions, the one in force, signatures.

use bellwether_model::{Day, Policy, Preset};
use bellwether_records::{Field, RecordsError};

use crate::databases::{Base, at, change, since};

crate::on_both_databases!(
    a_version_reads_back_exactly_as_it_was_added,
    the_version_in_force_has_the_latest_effective_day_and_of_equal_days_the_highest_number,
    a_policy_that_contradicts_itself_is_refused_and_nothing_is_kept,
    several_leaders_sign_a_version_once_each,
    a_signature_altered_past_the_audit_is_named,
    the_same_change_is_made_once,
);

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

async fn a_version_reads_back_exactly_as_it_was_added(base: Base) {
    let records = base.open().await;
    let policy = Policy { customer_noun: "Spender 'é' \"₤\"".into(), ..Policy::default() };
    let added =
        records.documents().add(&policy, &since(day("2024-01-01"), "first; agreed"), &change(1)).await.expect("added");
    assert_eq!((added.version, added.created_by.as_str(), added.created_at), (1, "Ann", at(1)));
    let other = records.documents().add(&policy, &since(day("2023-01-01"), ""), &change(2)).await.expect("added");
    assert_eq!(records.documents::<Policy>().all().await.expect("all"), [added.clone(), other]);
    assert_eq!(records.documents::<Policy>().version(1).await.expect("read"), Some(added));
    assert_eq!(records.documents::<Policy>().version(3).await.expect("read"), None);
}

async fn the_version_in_force_has_the_latest_effective_day_and_of_equal_days_the_highest_number(base: Base) {
    let records = base.open().await;
    let policies = records.documents::<Policy>();
    assert_eq!(policies.in_force(day("2024-01-01")).await.expect("read"), None);
    for (number, from) in
        [(1, "2020-01-01"), (2, "2025-06-01"), (3, "2024-01-01"), (4, "2025-06-01"), (5, "1969-12-01")]
    {
        policies.add(&Policy::default(), &since(day(from), ""), &change(number)).await.expect("added");
    }
    for (on, version) in [
        ("1969-11-30", None),
        ("1970-01-01", Some(5)),
        ("2020-01-01", Some(1)),
        ("2023-12-31", Some(1)),
        ("2024-01-01", Some(3)),
        ("2025-05-31", Some(3)),
        ("2025-06-01", Some(4)),
        ("2030-01-01", Some(4)),
    ] {
        let in_force = policies.in_force(day(on)).await.expect("read");
        assert_eq!(in_force.map(|found| found.version), version, "on {on}");
    }
}

async fn a_policy_that_contradicts_itself_is_refused_and_nothing_is_kept(base: Base) {
    let records = base.open().await;
    let bad = Policy { lapse_days: 0, ..Policy::default() };
    let refused = records.documents().add(&bad, &since(day("2024-01-01"), ""), &change(1)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::Policy(_)), "{refused}");
    let refused = records.documents().add(&Policy::default(), &since(day("2024-01-01"), "a\0b"), &change(1)).await;
    assert!(matches!(refused, Err(RecordsError::BadText(Field::Note))));
    assert_eq!(records.documents::<Policy>().all().await.expect("all"), []);
    assert_eq!(records.audit().head().await.expect("head").0, 1, "only the planted tree is on record");
}

async fn several_leaders_sign_a_version_once_each(base: Base) {
    let records = base.open().await;
    let policies = records.documents::<Policy>();
    for (number, preset) in [(1, Preset::ALL[0]), (2, Preset::ALL[1])] {
        policies
            .add(&preset.policy(&Policy::default()), &since(day("2024-01-01"), ""), &change(number))
            .await
            .expect("added");
    }
    policies.sign(1, "Zoë Lee", "CFO", &change(3)).await.expect("signed");
    policies.sign(1, " Ben Oz ", "CEO", &change(4)).await.expect("signed");
    policies.sign(2, "Zoë Lee", "CFO", &change(5)).await.expect("another version");
    let twice = policies.sign(1, "zoë lee", "Chair", &change(6)).await.expect_err("refused");
    assert_eq!(twice.to_string(), "zoë lee has signed policy version 1 already");
    let missing = policies.sign(7, "Zoë Lee", "CFO", &change(7)).await.expect_err("refused");
    assert_eq!(missing.to_string(), "there is no policy version 7; the latest is 2");
    assert!(policies.sign(1, "  ", "CFO", &change(8)).await.is_err());
    let signed = policies.signatures(1).await.expect("read");
    let signed: Vec<_> = signed.iter().map(|one| (one.leader.as_str(), one.role.as_str(), one.signed_at)).collect();
    assert_eq!(signed, [("Zoë Lee", "CFO", at(3)), ("Ben Oz", "CEO", at(4))]);
}

async fn a_signature_altered_past_the_audit_is_named(base: Base) {
    let records = base.open().await;
    let policies = records.documents::<Policy>();
    for number in [1, 2] {
        policies.add(&Policy::default(), &since(Day(0), &number.to_string()), &change(number)).await.expect("added");
    }
    policies.sign(1, "Zoë Lee", "CFO", &change(3)).await.expect("signed");
    let signature = "policy 1, signature of audit entry 4";
    for (tampering, repair, place, what) in [
        ("UPDATE signatures SET document = 3", "UPDATE signatures SET document = 2", signature, "version"),
        ("UPDATE signatures SET document = 9", "UPDATE signatures SET document = 2", signature, "version"),
        ("UPDATE signatures SET leader = 'Bob'", "UPDATE signatures SET leader = 'Zoë Lee'", signature, "leader"),
        ("UPDATE signatures SET role = 'CEO'", "UPDATE signatures SET role = 'CFO'", signature, "role"),
        (
            "UPDATE signatures SET signed_at = signed_at + 1",
            "UPDATE signatures SET signed_at = signed_at - 1",
            signature,
            "time",
        ),
        (
            "INSERT INTO signatures (document, leader, role, signed_at, seq) SELECT document, 'Bob', role, signed_at, 3 FROM signatures",
            "DELETE FROM signatures WHERE leader = 'Bob'",
            "signature of Bob",
            "tells nothing",
        ),
        ("DELETE FROM signatures", "", signature, "it is gone"),
    ] {
        assert_eq!(records.verify().await.expect("verified"), [], "before {tampering}");
        base.tamper(tampering).await;
        let breaches = records.verify().await.expect("verified");
        let named = breaches.iter().any(|breach| breach.place == place && breach.what.contains(what));
        assert!(named, "{tampering}: {breaches:?}");
        base.tamper(repair).await;
    }
}

async fn the_same_change_is_made_once(base: Base) {
    let records = base.open().await;
    let add =
        async |note| records.documents().add(&Policy::default(), &since(day("2024-01-01"), note), &change(1)).await;
    add("").await.expect("added");
    let again = add("agreed").await.expect_err("refused");
    assert!(matches!(again, RecordsError::Repeated(_)), "{again}");
    assert_eq!(records.documents::<Policy>().all().await.expect("all").len(), 1);
}
