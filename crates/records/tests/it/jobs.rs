//! Jobs that outlive a restart.

use std::collections::BTreeSet;

use bellwether_records::{Hold, Job, JobState, Records};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::databases::{Base, at};

crate::on_both_databases!(
    two_takers_never_hold_the_same_job,
    a_job_whose_taker_crashed_is_taken_again_and_its_first_taker_is_too_late,
    a_job_that_failed_waits_until_it_is_due_again_and_says_why,
    a_lease_that_is_extended_does_not_lapse_and_hears_that_it_is_to_stop,
    a_process_that_crashes_is_counted_and_one_that_gives_back_is_not,
    about_a_subject_one_job_is_open_and_its_outcome_stays_until_it_is_forgotten,
);

const LEASE: SignedDuration = SignedDuration::from_secs(60);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Letter {
    to: String,
}

impl Job for Letter {
    const KIND: &'static str = "letter";
    type Outcome = ();
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Snapshot;

impl Job for Snapshot {
    const KIND: &'static str = "snapshot";
    type Outcome = ();
}

/// A file to be read, one at a time of a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Reading {
    file: String,
    page: u32,
}

impl Job for Reading {
    const KIND: &'static str = "reading";
    type Outcome = Result<i128, String>;

    fn subject(&self) -> Option<&str> {
        Some(&self.file)
    }
}

fn reading(number: u128, file: &str) -> (Ulid, Reading) {
    (Ulid::from_parts(1_700_000_000_000, number), Reading { file: file.to_owned(), page: 1 })
}

fn letter(number: u128) -> (Ulid, Letter) {
    (Ulid::from_parts(1_700_000_000_000, number), Letter { to: format!("customer {number}") })
}

async fn take_all(records: Records) -> Vec<Ulid> {
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
        assert!(one.jobs().add(id, &job, at(1)).await.expect("added"));
        assert!(!one.jobs().add(id, &job, at(1)).await.expect("the same again"));
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
    assert!(!jobs.finish(&first, &(), at(66)).await.expect("asked"), "it is in other hands");
    assert!(!jobs.put_off(&first, "late", at(66)).await.expect("asked"), "it is in other hands");
    assert!(jobs.finish(&second, &(), at(67)).await.expect("asked"));
    assert!(!jobs.finish(&second, &(), at(68)).await.expect("asked"), "once");
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

async fn a_lease_that_is_extended_does_not_lapse_and_hears_that_it_is_to_stop(base: Base) {
    let (one, other) = (base.open().await, base.open().await);
    let (id, job) = reading(1, "a.csv");
    one.jobs().add(id, &job, at(0)).await.expect("added");
    let (jobs, others) = (one.jobs::<Reading>(), other.jobs::<Reading>());
    let lease = jobs.take(at(0), LEASE).await.expect("asked").expect("a job");
    assert!(!lease.is_stopping);
    assert_eq!(jobs.extend(&lease, at(50), LEASE).await.expect("asked"), Hold::Ours);
    assert_eq!(others.take(at(109), LEASE).await.expect("asked"), None, "held on");
    assert!(!others.stop("b.csv").await.expect("asked"), "there is no such job");
    assert!(others.stop("a.csv").await.expect("asked"));
    assert_eq!(jobs.extend(&lease, at(100), LEASE).await.expect("asked"), Hold::Stopping);
    // Nobody took it while nobody held it, so it still is ours.
    assert_eq!(jobs.extend(&lease, at(500), LEASE).await.expect("asked"), Hold::Stopping);
    let taken = others.take(at(560), LEASE).await.expect("asked").expect("a job");
    assert!(taken.is_stopping, "who takes it next is told, too");
    assert_eq!(jobs.extend(&lease, at(561), LEASE).await.expect("asked"), Hold::Lost);
    assert!(others.finish(&taken, &Ok(1), at(562)).await.expect("asked"));
    assert_eq!(others.extend(&taken, at(563), LEASE).await.expect("asked"), Hold::Lost, "it is done");
    assert!(!others.stop("a.csv").await.expect("asked"), "it is done");
}

async fn a_process_that_crashes_is_counted_and_one_that_gives_back_is_not(base: Base) {
    let records = base.open().await;
    let jobs = records.jobs::<Reading>();
    let (id, job) = reading(1, "a.csv");
    jobs.add(id, &job, at(0)).await.expect("added");
    let first = jobs.take(at(0), LEASE).await.expect("asked").expect("a job");
    assert!(jobs.put_off(&first, "", at(1)).await.expect("asked"));
    let second = jobs.take(at(1), LEASE).await.expect("asked").expect("a job");
    assert_eq!((second.attempt, second.lapses), (2, 0));
    let third = jobs.take(at(100), LEASE).await.expect("asked").expect("a job");
    assert_eq!((third.attempt, third.lapses), (3, 1));
    assert!(jobs.put_off(&third, "", at(101)).await.expect("asked"));
    let fourth = jobs.take(at(101), LEASE).await.expect("asked").expect("a job");
    assert_eq!((fourth.attempt, fourth.lapses), (4, 1));
    let fifth = jobs.take(at(200), LEASE).await.expect("asked").expect("a job");
    assert_eq!((fifth.attempt, fifth.lapses), (5, 2));
}

async fn about_a_subject_one_job_is_open_and_its_outcome_stays_until_it_is_forgotten(base: Base) {
    let (records, other) = (base.open().await, base.open().await);
    let jobs = records.jobs::<Reading>();
    let ((first, job), (second, _), (third, of_b)) = (reading(1, "a.csv"), reading(2, "a.csv"), reading(3, "b.csv"));
    let again = Reading { page: 2, ..job.clone() };
    assert_eq!(jobs.latest("a.csv", at(0)).await.expect("asked"), None);
    assert!(jobs.add(first, &job, at(0)).await.expect("added"));
    assert!(!other.jobs().add(second, &again, at(0)).await.expect("asked"), "one is open");
    assert!(jobs.add(third, &of_b, at(50)).await.expect("added"), "of another file");
    let state = async |at| jobs.latest("a.csv", at).await.expect("asked").expect("a job").state;
    assert_eq!(state(at(0)).await, JobState::Waiting);
    let lease = jobs.take(at(0), LEASE).await.expect("asked").expect("a job");
    assert_eq!(state(at(59)).await, JobState::Held);
    assert_eq!(state(at(60)).await, JobState::Waiting, "its process crashed");
    jobs.forget("a.csv").await.expect("asked");
    assert!(!jobs.finish_untaken(first, &Ok(0), at(1)).await.expect("asked"), "somebody took it");
    let outcome = Ok(i128::from(i64::MAX) * 1_000_000);
    assert!(jobs.finish(&lease, &outcome, at(2)).await.expect("asked"), "what is open is not forgotten");
    let done = other.jobs::<Reading>().latest("a.csv", at(3)).await.expect("asked").expect("a job");
    assert_eq!((done.id, &done.job, done.state), (first, &job, JobState::Done(outcome)));

    assert!(jobs.add(second, &again, at(5)).await.expect("added"), "the one before is done");
    assert_eq!(jobs.latest("a.csv", at(5)).await.expect("asked").map(|entry| entry.job), Some(again));
    assert!(jobs.finish_untaken(second, &Err("not wanted".to_owned()), at(6)).await.expect("asked"));
    assert_eq!(state(at(6)).await, JobState::Done(Err("not wanted".to_owned())), "the last one");
    jobs.forget("a.csv").await.expect("forgotten");
    assert_eq!(jobs.latest("a.csv", at(7)).await.expect("asked"), None);

    assert!(jobs.finish_untaken(third, &Ok(1), at(60)).await.expect("asked"));
    jobs.forget_before(at(60)).await.expect("asked");
    assert!(jobs.latest("b.csv", at(61)).await.expect("asked").is_some(), "not before then");
    jobs.forget_before(at(61)).await.expect("asked");
    assert_eq!(jobs.latest("b.csv", at(61)).await.expect("asked"), None);
}
