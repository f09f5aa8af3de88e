//! Targets.

use bellwether_model::{Calendar, Currency, Day, Grain, Measure, MovementKind, Target, TargetError};
use bellwether_records::RecordsError;

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    nobody_corrects_or_gives_up_a_target_in_a_version_they_have_not_seen,
    a_target_is_corrected_and_withdrawn_and_the_audit_tells_what_it_was,
    every_target_ever_set_is_in_its_history_as_it_stood,
    a_target_altered_past_the_audit_is_named,
    a_target_that_says_nothing_or_is_not_there_is_refused_and_leaves_no_trace,
);

pub(crate) fn target() -> Target {
    Target {
        period: Calendar::utc().period(Grain::Year, Day(20_454)),
        measure: Measure::Moved(MovementKind::TransferIn),
        level: Some("gold".to_owned()),
        customers: Some(40),
        minor: None,
        currency: Currency::EUR,
        owner: "Ada Byron, service".to_owned(),
        investment: "two more technicians".to_owned(),
    }
}

async fn a_target_is_corrected_and_withdrawn_and_the_audit_tells_what_it_was(base: Base) {
    let records = base.open().await;
    let targets = records.register::<Target>();
    let id = targets.add(&target(), &change(1)).await.expect("set");
    let other = Target { measure: Measure::Closing, level: None, minor: Some(50_000_000), ..target() };
    let kept = targets.add(&other, &change(2)).await.expect("set");
    let more = Target { customers: Some(60), ..target() };
    targets.change(&id, &more, None, &change(3)).await.expect("changed");
    targets.change(&id, &more, None, &change(4)).await.expect("the same again");
    let found = targets.in_force().await.expect("read");
    let told: Vec<_> = found.iter().map(|set| (set.id.as_str(), &set.value, set.changed_at)).collect();
    assert_eq!(told, [(id.as_str(), &more, at(3)), (kept.as_str(), &other, at(2))]);

    targets.withdraw(&id, None, &change(5)).await.expect("withdrawn");
    assert_eq!(targets.in_force().await.expect("read").len(), 1);
    for again in [targets.withdraw(&id, None, &change(6)).await, targets.change(&id, &more, None, &change(7)).await] {
        assert!(matches!(again, Err(RecordsError::NoEntry { noun: "target", .. })), "{again:?}");
    }
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<_> =
        entries.iter().filter(|entry| entry.subject == format!("target {id}")).map(|e| e.what.as_str()).collect();
    assert_eq!(told, ["target.add", "target.change", "target.withdraw"]);
    assert!(entries.iter().any(|entry| entry.before.as_ref().is_some_and(|told| told.contains("\"customers\":40"))));
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn a_target_that_says_nothing_or_is_not_there_is_refused_and_leaves_no_trace(base: Base) {
    let records = base.open().await;
    let entries = records.audit().head().await.expect("read");
    let nothing = records.register::<Target>().add(&Target { customers: None, ..target() }, &change(1)).await;
    assert!(matches!(nothing, Err(RecordsError::Target(TargetError::Empty))), "{nothing:?}");
    let nobody = records.register::<Target>().change("01", &target(), None, &change(2)).await;
    assert!(matches!(nobody, Err(RecordsError::NoEntry { noun: "target", .. })), "{nobody:?}");
    assert_eq!(records.audit().head().await.expect("read"), entries);
}

async fn every_target_ever_set_is_in_its_history_as_it_stood(base: Base) {
    let records = base.open().await;
    let targets = records.register::<Target>();
    let spaced = Target { owner: " Ada Byron, service ".to_owned(), level: Some(" gold".to_owned()), ..target() };
    let id = targets.add(&spaced, &change(1)).await.expect("set");
    assert_eq!(targets.get(&id).await.expect("read").map(|entry| entry.value), Some(target()), "kept without spaces");
    let more = Target { customers: Some(60), ..target() };
    targets.change(&id, &more, None, &change(2)).await.expect("changed");
    targets.withdraw(&id, None, &change(3)).await.expect("withdrawn");
    let history = targets.history(&id).await.expect("read");
    let told: Vec<_> = history.iter().map(|entry| (&entry.value, entry.is_withdrawn, entry.changed_at)).collect();
    assert_eq!(told, [(&target(), false, at(1)), (&more, false, at(2)), (&more, true, at(3))]);
    assert_eq!(targets.get(&id).await.expect("read"), None);
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn a_target_altered_past_the_audit_is_named(base: Base) {
    let records = base.open().await;
    let targets = records.register::<Target>();
    let id = targets.add(&target(), &change(1)).await.expect("set");
    targets.change(&id, &Target { customers: Some(60), ..target() }, None, &change(2)).await.expect("changed");
    for (tampering, repair, what) in [
        (
            "UPDATE entries SET body = REPLACE(body, '60', '6')",
            "UPDATE entries SET body = REPLACE(body, ':6,', ':60,')",
            "content",
        ),
        ("UPDATE entries SET withdrawn = 1 WHERE seq = 3", "UPDATE entries SET withdrawn = 0", "withdrawn"),
        (
            "UPDATE entries SET replaced_by = 3 WHERE seq = 3",
            "UPDATE entries SET replaced_by = NULL WHERE seq = 3",
            "next entry",
        ),
        ("UPDATE entries SET topic = 'cases' WHERE seq = 3", "UPDATE entries SET topic = 'targets'", "kind"),
        ("DELETE FROM entries WHERE seq = 3", "", "it is gone"),
    ] {
        assert_eq!(records.verify().await.expect("verified"), [], "before {tampering}");
        base.tamper(tampering).await;
        let breaches = records.verify().await.expect("verified");
        let place = format!("target {id}");
        let named = breaches.iter().any(|breach| breach.place == place && breach.what.contains(what));
        assert!(named, "{tampering}: {breaches:?}");
        base.tamper(repair).await;
    }
}

async fn nobody_corrects_or_gives_up_a_target_in_a_version_they_have_not_seen(base: Base) {
    let records = base.open().await;
    let targets = records.register::<Target>();
    let id = targets.add(&target(), &change(1)).await.expect("set");
    let of = |customers| Target { customers: Some(customers), ..target() };
    targets.change(&id, &of(50), Some(1), &change(2)).await.expect("corrected");
    let late = targets.change(&id, &of(60), Some(1), &change(3)).await.expect_err("refused");
    assert!(matches!(late, RecordsError::VersionChanged { noun: "target", seen: 1, latest: 2 }), "{late}");
    let late = targets.withdraw(&id, Some(1), &change(4)).await.expect_err("refused");
    assert!(matches!(late, RecordsError::VersionChanged { noun: "target", seen: 1, latest: 2 }), "{late}");
    let standing = targets.get(&id).await.expect("read").expect("it stands");
    assert_eq!((standing.version, standing.value), (2, of(50)));
    // Of two at once exactly one is told that the other was faster.
    let elsewhere = base.open().await;
    let other = elsewhere.register::<Target>();
    let (seventy, eighty, ours, theirs) = (of(70), of(80), change(5), change(6));
    let both =
        tokio::join!(targets.change(&id, &seventy, Some(2), &ours), other.change(&id, &eighty, Some(2), &theirs));
    assert_eq!([both.0.is_ok(), both.1.is_ok()].iter().filter(|done| **done).count(), 1, "{both:?}");
    let history = targets.history(&id).await.expect("read");
    assert_eq!(history.iter().map(|entry| entry.version).collect::<Vec<_>>(), [1, 2, 3]);
    targets.withdraw(&id, Some(3), &change(7)).await.expect("withdrawn");
    assert_eq!(records.verify().await.expect("verified"), []);
}
