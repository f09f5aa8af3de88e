//! Jobs that outlive a restart.

use std::collections::BTreeSet;

use bellwether_records::{Job, Records};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::databases::{Base, at};

crate::on_both_databases!(
    two_takers_never_hold_the_same_job,
    a_job_whose_taker_crashed_is_taken_again_and_its_first_taker_is_too_late,
    a_job_that_failed_waits_until_it_is_due_again_and_says_why,
);

const LEASE: SignedDuration = SignedDuration::from_secs(60);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Letter {
    to: String,
}

impl Job for Letter {
    const KIND: &'static str = "letter";
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Snapshot;

impl Job for Snapshot {
    const KIND: &'static str = "snapshot";
}

fn letter(number: u128) -> (Ulid, Letter) {
    (Ulid::from_parts(1_700_000_000_000, number), Letter { to: format!("customer {number}") })
}

async fn take_all(records: Records) -> Vec<String> {
    let mut taken = Vec::new();
    while let Some(lease) = records.jobs::<Letter>().take(at(10), LEASE).await.expect("asked") {
        taken.push(lease.id);
    }
    taken
}

async fn two_takers_never_hold_the_same_job(base: Base) {
    let (one, other) = (base.open().await, base.open().await);
    for number in 0..30 {
        let (id, job) = letter(number);
        one.jobs().add(id, &job, at(1)).await.expect("added");
        one.jobs().add(id, &job, at(1)).await.expect("the same again");
    }
    let takers = [one.clone(), other.clone(), one, other].map(|records| tokio::spawn(take_all(records)));
    let mut all = Vec::new();
    for taker in takers {
        all.extend(taker.await.expect("it ends"));
    }
    assert_eq!(all.len(), 30, "each once");
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 30, "all of them");
}

async fn a_job_whose_taker_crashed_is_taken_again_and_its_first_taker_is_too_late(base: Base) {
    let records = base.open().await;
    let (id, job) = letter(1);
    records.jobs().add(id, &job, at(5)).await.expect("added");
    let jobs = records.jobs::<Letter>();
    assert_eq!(jobs.take(at(4), LEASE).await.expect("asked"), None, "not due yet");
    assert_eq!(records.jobs::<Snapshot>().take(at(5), LEASE).await.expect("asked"), None, "of another kind");
    let first = jobs.take(at(5), LEASE).await.expect("asked").expect("a job");
    assert_eq!((first.attempt, &first.job), (1, &job));
    drop(records);
    let records = base.open().await;
    let jobs = records.jobs::<Letter>();
    assert_eq!(jobs.take(at(64), LEASE).await.expect("asked"), None, "still held");
    let second = jobs.take(at(65), LEASE).await.expect("asked").expect("a job");
    assert_eq!((second.attempt, &second.id), (2, &first.id));
    assert!(!jobs.finish(&first, at(66)).await.expect("asked"), "it is in other hands");
    assert!(!jobs.put_off(&first, "late", at(66)).await.expect("asked"), "it is in other hands");
    assert!(jobs.finish(&second, at(67)).await.expect("asked"));
    assert!(!jobs.finish(&second, at(68)).await.expect("asked"), "once");
    assert_eq!(jobs.take(at(999), LEASE).await.expect("asked"), None, "done for good");
    assert_eq!(records.audit().head().await.expect("read").0, 1, "no part of the audit");
}

async fn a_job_that_failed_waits_until_it_is_due_again_and_says_why(base: Base) {
    let records = base.open().await;
    let jobs = records.jobs::<Letter>();
    let (id, job) = letter(1);
    jobs.add(id, &job, at(0)).await.expect("added");
    let first = jobs.take(at(0), LEASE).await.expect("asked").expect("a job");
    assert!(jobs.put_off(&first, "no answer", at(30)).await.expect("asked"));
    assert_eq!(jobs.take(at(29), LEASE).await.expect("asked"), None);
    let second = jobs.take(at(30), LEASE).await.expect("asked").expect("a job");
    assert_eq!((second.attempt, second.last_error.as_str()), (2, "no answer"));
}
