//! Closed books.

use std::collections::BTreeMap;

use bellwether_model::{Calendar, Grain, Period, Policy};
use bellwether_records::{ClosedPeriod, Closing, Records, RecordsError};

use crate::databases::{Base, change, since};

crate::on_both_databases!(
    a_closed_period_keeps_its_figures_byte_for_byte,
    periods_are_closed_in_order_without_gaps_and_never_again,
    only_a_period_of_the_policys_calendar_is_closed,
    of_two_who_close_the_same_period_exactly_one_wins,
    each_way_of_tampering_names_the_period,
);

const FIGURES: &str = "{\"lost\" :  [12,-340], \"noun\":\"patiënt\"}\n";

fn period(label: &str) -> Period {
    Calendar::utc().parse_period(Grain::Month, label).expect("a month")
}

fn closing(label: &str) -> Closing {
    Closing {
        period: period(label),
        policy_version: 1,
        lake_versions: BTreeMap::from([("purchases".to_owned(), 12), ("touches".to_owned(), 0)]),
        last_import_seq: 4,
        figures: FIGURES.to_owned(),
    }
}

async fn with_policy(base: &Base) -> Records {
    let records = base.open().await;
    let day = "2000-01-01".parse().expect("a day");
    records.documents().add(&Policy::default(), &since(day, ""), &change(1)).await.expect("added");
    records
}

async fn close(records: &Records, number: u32, label: &str) -> Result<ClosedPeriod, RecordsError> {
    records.books().close(&closing(label), &change(number)).await
}

async fn a_closed_period_keeps_its_figures_byte_for_byte(base: Base) {
    let records = with_policy(&base).await;
    let closed = close(&records, 2, "2024-01").await.expect("closed");
    drop(records);
    let records = base.open().await;
    assert_eq!(records.books().last().await.expect("read"), Some(closed.clone()));
    assert_eq!(closed.figures, FIGURES);
    assert_eq!(closed.lake_versions["purchases"], 12);
    let month = closed.period;
    assert_eq!(records.books().containing(month.start).await.expect("read"), Some(closed.clone()));
    assert_eq!(records.books().containing(month.end.plus(-1)).await.expect("read"), Some(closed));
    assert_eq!(records.books().containing(month.end).await.expect("read"), None);
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn periods_are_closed_in_order_without_gaps_and_never_again(base: Base) {
    let records = with_policy(&base).await;
    let first = close(&records, 2, "2024-01").await.expect("the first may be any");
    let gap = close(&records, 3, "2024-03").await.expect_err("a gap");
    assert!(matches!(gap, RecordsError::Gap { expected, .. } if expected == period("2024-02").start), "{gap}");
    for label in ["2024-01", "2023-12"] {
        let again = close(&records, 4, label).await.expect_err("closed");
        let through = period("2024-01").end.plus(-1);
        assert!(matches!(&again, RecordsError::AlreadyClosed { through: day, .. } if *day == through), "{again}");
    }
    let quarter =
        Closing { period: Calendar::utc().period(Grain::Quarter, period("2024-04").start), ..closing("2024-04") };
    let other = records.books().close(&quarter, &change(5)).await.expect_err("another grain");
    assert!(matches!(other, RecordsError::OtherGrain { .. }), "{other}");
    let second = close(&records, 6, "2024-02").await.expect("the next one");
    assert_eq!(second.previous, first.checksum);
    assert_eq!(records.books().all().await.expect("read"), [first, second]);
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn only_a_period_of_the_policys_calendar_is_closed(base: Base) {
    let records = with_policy(&base).await;
    let mut odd = closing("2024-02");
    odd.period.end = odd.period.end.plus(1);
    let refused = records.books().close(&odd, &change(2)).await.expect_err("refused");
    assert_eq!(
        refused.to_string(),
        "2024-02-01 to before 2024-03-02 is not a month in the calendar of policy version 1; the month of its first day is \
         2024-02-01 to before 2024-03-01"
    );
    let unknown = Closing { policy_version: 9, ..closing("2024-02") };
    let refused = records.books().close(&unknown, &change(2)).await;
    assert!(matches!(refused, Err(RecordsError::NoPolicyVersion { asked: 9, latest: 1 })));
    let words = Closing { figures: "lost: 12".into(), ..closing("2024-02") };
    assert!(matches!(records.books().close(&words, &change(2)).await, Err(RecordsError::FiguresNotJson(_))));
    assert_eq!(records.books().all().await.expect("read"), []);
}

async fn of_two_who_close_the_same_period_exactly_one_wins(base: Base) {
    let records = with_policy(&base).await;
    let elsewhere = base.open().await;
    for (round, label) in (1..).zip(["2024-01", "2024-02", "2024-03", "2024-04"]) {
        let (one, two) = (records.clone(), elsewhere.clone());
        let tasks = [
            tokio::spawn(async move { close(&one, round * 10, label).await }),
            tokio::spawn(async move { close(&two, round * 10 + 1, label).await }),
        ];
        let mut outcomes = Vec::new();
        for task in tasks {
            outcomes.push(task.await.expect("the task ends"));
        }
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
        let lost = outcomes.into_iter().find_map(Result::err).expect("one lost");
        assert!(matches!(lost, RecordsError::AlreadyClosed { .. }), "{lost}");
    }
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn each_way_of_tampering_names_the_period(base: Base) {
    let records = with_policy(&base).await;
    for (number, label) in (2..).zip(["2024-01", "2024-02", "2024-03"]) {
        close(&records, number, label).await.expect("closed");
    }
    let february = period("2024-02").start.0;
    let january = period("2024-01").start.0;
    let undo = |column: &str| format!("UPDATE closed_periods SET {column} WHERE start_day = {february}");
    let forged = "f".repeat(64);
    let original = records.books().containing(period("2024-02").start).await.expect("read").expect("closed");
    for (tampering, repair, named, what) in [
        (undo("figures = '{}'"), undo(&format!("figures = '{FIGURES}'")), "2024-02-01", "figures were altered"),
        (undo("last_import_seq = 5"), undo("last_import_seq = 4"), "2024-02-01", "record was altered"),
        (undo("closed_by = 'Bob'"), undo("closed_by = 'Ann'"), "2024-02-01", "record was altered"),
        (undo("policy_version = 2"), undo("policy_version = 1"), "2024-02-01", "record was altered"),
        (
            undo(&format!("checksum = '{forged}'")),
            undo(&format!("checksum = '{}'", original.checksum)),
            "2024-02-01",
            "record was altered",
        ),
        (
            "UPDATE documents SET body = body || ' ' WHERE topic = 'policy'".to_owned(),
            "UPDATE documents SET body = trim(body) WHERE topic = 'policy'".to_owned(),
            "2024-03-01",
            "policy version",
        ),
    ] {
        base.tamper(&tampering).await;
        let breaches = records.books().verify().await.expect("verified");
        let told = |breach: &bellwether_records::Breach| breach.place.contains(named) && breach.what.contains(what);
        assert!(breaches.iter().any(told), "{tampering}: {breaches:?}");
        base.tamper(&repair).await;
        assert_eq!(records.verify().await.expect("verified"), [], "{repair}");
    }
    base.tamper(&format!("DELETE FROM closed_periods WHERE start_day > {february}")).await;
    let breaches = records.books().verify().await.expect("verified");
    assert_eq!(breaches.len(), 1, "{breaches:?}");
    assert!(breaches[0].place.contains("2024-03-01") && breaches[0].what.contains("removed"), "{breaches:?}");
    base.tamper(&format!("UPDATE closed_periods SET id = 'forged' WHERE start_day = {january}")).await;
    let breaches = records.books().verify().await.expect("verified");
    assert!(breaches.iter().any(|breach| breach.place.contains("2024-01") && breach.what.contains("slipped in")));
}
