//! One process at a time does what is due by the clock.

use bellwether_records::{Records, ScheduledRun, Tenure};
use jiff::SignedDuration;
use ulid::Ulid;

use crate::databases::{Base, at};

crate::on_both_databases!(
    of_many_processes_one_takes_the_schedule,
    a_schedule_is_taken_over_once_its_lease_is_over_and_who_held_it_can_note_nothing_more,
    a_schedule_that_is_held_on_does_not_lapse_and_one_that_is_given_back_is_free_at_once,
    what_came_of_each_job_is_read_back_as_it_was_noted_last,
);

const LEASE: SignedDuration = SignedDuration::from_secs(60);

fn process(number: u128) -> Ulid {
    Ulid::from_parts(1_700_000_000_000, number)
}

fn tenure(host: &str, seconds: i64) -> Tenure {
    Tenure { host: host.to_owned(), since: at(seconds) }
}

fn run(job: &str, seconds: i64) -> ScheduledRun {
    let (job, host) = (job.to_owned(), "north".to_owned());
    ScheduledRun { job, host, began_at: at(seconds), ended_at: None, failures: 1, error: None }
}

async fn take(records: Records, number: u128) -> bool {
    records.schedule().take(process(number), "north", at(1), LEASE).await.expect("asked")
}

async fn of_many_processes_one_takes_the_schedule(base: Base) {
    let (one, other) = (base.open().await, base.open().await);
    let takers = (0..12_u128).map(|number| {
        let records = if number % 2 == 0 { one.clone() } else { other.clone() };
        tokio::spawn(take(records, number))
    });
    let mut taken = 0;
    for taker in takers.collect::<Vec<_>>() {
        taken += usize::from(taker.await.expect("asked"));
    }
    assert_eq!(taken, 1);
    assert_eq!(one.schedule().tenure(at(60)).await.expect("read"), Some(tenure("north", 1)));
}

async fn a_schedule_is_taken_over_once_its_lease_is_over_and_who_held_it_can_note_nothing_more(base: Base) {
    let records = base.open().await;
    let schedule = records.schedule();
    assert_eq!(schedule.tenure(at(0)).await.expect("read"), None);
    assert!(schedule.take(process(1), "north", at(0), LEASE).await.expect("asked"));
    assert!(schedule.note(process(1), &run("look", 5)).await.expect("noted"));
    assert!(!schedule.take(process(2), "south", at(59), LEASE).await.expect("asked"), "it is held");
    assert!(!schedule.note(process(2), &run("look", 59)).await.expect("asked"));
    assert_eq!(schedule.tenure(at(60)).await.expect("read"), None, "the lease is over");
    assert!(schedule.take(process(2), "south", at(60), LEASE).await.expect("asked"));
    assert_eq!(schedule.tenure(at(61)).await.expect("read"), Some(tenure("south", 60)));
    assert!(!schedule.extend(process(1), at(61), LEASE).await.expect("asked"));
    assert!(!schedule.note(process(1), &run("look", 61)).await.expect("asked"));
    schedule.give_back(process(1)).await.expect("nothing to give back");
    assert_eq!(schedule.tenure(at(61)).await.expect("read"), Some(tenure("south", 60)));
    assert_eq!(schedule.runs().await.expect("read"), [run("look", 5)]);
}

async fn a_schedule_that_is_held_on_does_not_lapse_and_one_that_is_given_back_is_free_at_once(base: Base) {
    let records = base.open().await;
    let schedule = records.schedule();
    assert!(schedule.take(process(1), "north", at(0), LEASE).await.expect("asked"));
    for beat in 1..5 {
        assert!(schedule.extend(process(1), at(beat * 50), LEASE).await.expect("asked"));
        assert!(!schedule.take(process(2), "south", at(beat * 50 + 59), LEASE).await.expect("asked"));
    }
    assert_eq!(schedule.tenure(at(250)).await.expect("read"), Some(tenure("north", 0)), "since it was taken");
    // Late, but nobody came in between.
    assert!(schedule.extend(process(1), at(1000), LEASE).await.expect("asked"));
    schedule.give_back(process(1)).await.expect("given back");
    assert_eq!(schedule.tenure(at(1001)).await.expect("read"), None);
    assert!(!schedule.extend(process(1), at(1001), LEASE).await.expect("asked"));
    assert!(!schedule.note(process(1), &run("look", 1001)).await.expect("asked"));
    assert!(schedule.take(process(2), "south", at(1001), LEASE).await.expect("asked"));
}

async fn what_came_of_each_job_is_read_back_as_it_was_noted_last(base: Base) {
    let records = base.open().await;
    let schedule = records.schedule();
    assert_eq!(schedule.runs().await.expect("read"), []);
    assert!(schedule.take(process(1), "nörth", at(0), LEASE).await.expect("asked"));
    let failed = ScheduledRun {
        ended_at: Some(at(9)),
        failures: 3,
        error: Some("{\"said\":\"the disk's full\"}".to_owned()),
        ..run("refresh", 8)
    };
    let good = ScheduledRun { ended_at: Some(at(20)), failures: 0, ..run("look", 10) };
    for noted in [&run("refresh", 2), &run("look", 10), &failed, &good] {
        assert!(schedule.note(process(1), noted).await.expect("noted"));
    }
    assert_eq!(base.open().await.schedule().runs().await.expect("read"), [good, failed], "after a restart, too");
}
