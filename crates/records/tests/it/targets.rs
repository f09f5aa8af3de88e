//! Targets.

use bellwether_model::{Calendar, Currency, Day, Grain, Kind, Measure, Target, TargetError};
use bellwether_records::RecordsError;

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    a_target_is_corrected_and_withdrawn_and_the_audit_tells_what_it_was,
    a_target_that_says_nothing_or_is_not_there_is_refused_and_leaves_no_trace,
);

fn target() -> Target {
    Target {
        period: Calendar::utc().period(Grain::Year, Day(20_454)),
        measure: Measure::Moved(Kind::TransferIn),
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
    let targets = records.targets();
    let id = targets.add(&target(), &change(1)).await.expect("set");
    let other = Target { measure: Measure::Closing, level: None, minor: Some(50_000_000), ..target() };
    let kept = targets.add(&other, &change(2)).await.expect("set");
    let more = Target { customers: Some(60), ..target() };
    targets.change(&id, &more, &change(3)).await.expect("changed");
    targets.change(&id, &more, &change(4)).await.expect("the same again");
    let found = targets.in_force().await.expect("read");
    let told: Vec<_> = found.iter().map(|set| (set.id.as_str(), &set.target, set.set_at)).collect();
    assert_eq!(told, [(id.as_str(), &more, at(3)), (kept.as_str(), &other, at(2))]);

    targets.withdraw(&id, &change(5)).await.expect("withdrawn");
    assert_eq!(targets.in_force().await.expect("read").len(), 1);
    for again in [targets.withdraw(&id, &change(6)).await, targets.change(&id, &more, &change(7)).await] {
        assert!(matches!(again, Err(RecordsError::NoTarget(_))), "{again:?}");
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
    let nothing = records.targets().add(&Target { customers: None, ..target() }, &change(1)).await;
    assert!(matches!(nothing, Err(RecordsError::Target(TargetError::Empty))), "{nothing:?}");
    let nobody = records.targets().change("01", &target(), &change(2)).await;
    assert!(matches!(nobody, Err(RecordsError::NoTarget(_))), "{nobody:?}");
    assert_eq!(records.audit().head().await.expect("read"), entries);
}
