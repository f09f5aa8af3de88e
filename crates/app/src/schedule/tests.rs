use std::sync::atomic::AtomicI64;

use bellwether_engine::marts;
use bellwether_model::Policy;
use bellwether_words::{Language, Locale};
use tempfile::TempDir;

use super::status::{NextRun, RunEnd};
use super::*;
use crate::config::Config;
use crate::import_job::ImportJob;
use crate::viewpoint::Viewpoint;

const MAPPING: &str = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"no\"\ncustomer_id = \"customer\"\nat = \"day\"\namount = \"amount\"\n";

/// A clock of a test's own that stands until it is put on, and what it is told by.
macro_rules! clock {
    ($at:expr) => {{
        static NOW: AtomicI64 = AtomicI64::new(0);
        fn now() -> Timestamp {
            Timestamp::from_second(NOW.load(Ordering::SeqCst)).expect("a moment")
        }
        NOW.store($at.parse::<Timestamp>().expect("a moment").as_second(), Ordering::SeqCst);
        (&NOW, now as fn() -> Timestamp)
    }};
}

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

fn put_on(clock: &AtomicI64, seconds: i64) {
    clock.fetch_add(seconds, Ordering::SeqCst);
}

async fn company(now: Timestamp) -> (TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, user) = (folder.path().join("data"), "the test".to_owned());
    let config = Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user };
    let app = App::new(config, now, new_id);
    let policy = Policy {
        currency: "EUR".parse().expect("a currency"),
        time_zone: "Europe/Berlin".to_owned(),
        ..Policy::default()
    };
    app.init(&policy).await.expect("a company");
    (folder, app.open().await.expect("opened"))
}

/// A purchase comes in.
async fn bring_in(app: &App, number: u32) {
    let (upload, path) = app.begin_upload("orders.csv", "purchases", "shop", "ann").expect("a place");
    std::fs::write(path, format!("no,customer,day,amount\n{number},ann,2024-01-05,10.00\n")).expect("written");
    let upload = app.agree_to_mapping(&upload, MAPPING).expect("agreed");
    let job = ImportJob { upload, is_trial: false, complete_through: None, by: "Ann".to_owned() };
    let app = app.making(new_id());
    app.run_import(&job, false, &AtomicBool::new(false), &|_| {}).await.expect("imported");
}

/// Does what is due to its end, and tells which jobs those were.
async fn turned(worker: &mut Worker<'_>) -> Vec<ScheduledJob> {
    worker.turn().await.expect("looked");
    let mut jobs: Vec<ScheduledJob> = worker.under_way.iter().map(|one| one.job).collect();
    while let Some(done) = worker.running.join_next_with_id().await {
        worker.ended(done);
    }
    let records = worker.app.own().await.expect("open").records;
    worker.note_ends(&records).await.expect("noted");
    jobs.sort();
    jobs
}

async fn is_current(app: &App) -> bool {
    let company = app.company().await.expect("open");
    let view = app.view_of_facts(&company, &Viewpoint::default()).await.expect("a view");
    marts::is_current(&view.mart_input()).expect("told")
}

async fn told(app: &App, now: fn() -> Timestamp) -> status::ScheduleStatus {
    app.at(now()).schedule_status().await.expect("told")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_brought_up_to_date_when_facts_arrive_and_when_a_day_begins_and_not_otherwise() {
    let (clock, now) = clock!("2026-05-01T20:00:00Z");
    let (_folder, app) = company(now()).await;
    let schedule = Schedule::new(now);
    let mut worker = Worker::new(&schedule, &app);
    assert_eq!(turned(&mut worker).await, [], "it has only just begun");
    put_on(clock, 10);
    assert_eq!(turned(&mut worker).await, [ScheduledJob::Refresh], "what was missed is made up for");
    put_on(clock, 60);
    assert_eq!(turned(&mut worker).await, []);
    bring_in(&app.at(now()), 1).await;
    assert!(!is_current(&app.at(now())).await);
    assert_eq!(turned(&mut worker).await, [ScheduledJob::Refresh]);
    assert!(is_current(&app.at(now())).await);
    put_on(clock, 60);
    assert_eq!(turned(&mut worker).await, []);
    let status = told(&app, now).await;
    let midnight = "2026-05-01T22:00:00Z".parse().expect("a moment");
    assert_eq!(status.jobs[0].next, NextRun::WithNews(midnight), "{status:?}");
    assert!(matches!(status.jobs[0].last, Some((_, RunEnd::Good(_)))), "{status:?}");
    put_on(clock, 2 * 3600);
    let jobs = turned(&mut worker).await;
    assert_eq!(jobs, ScheduledJob::ALL, "the day in Berlin, and the look that was put off since the start");
    put_on(clock, 60);
    assert_eq!(turned(&mut worker).await, []);
    // What waits to come in is waited for.
    bring_in(&app.at(now()), 2).await;
    let (upload, _) = app.begin_upload("orders.csv", "purchases", "shop", "ann").expect("a place");
    let upload = app.agree_to_mapping(&upload, MAPPING).expect("agreed");
    let job = ImportJob { upload: upload.clone(), is_trial: false, complete_through: None, by: "Ann".to_owned() };
    let records = app.opened().await.expect("open").records;
    assert!(records.jobs().add(new_id(), &job, now()).await.expect("added"));
    assert_eq!(turned(&mut worker).await, []);
    let taken = records.jobs::<ImportJob>().take(now(), LEASE).await.expect("asked").expect("a job");
    records.jobs().finish(&taken, &Err(message("failure-broke-down")), now()).await.expect("over");
    assert_eq!(turned(&mut worker).await, [ScheduledJob::Refresh]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_fails_is_told_and_tried_again_after_growing_pauses_and_stops_no_other() {
    let (clock, now) = clock!("2026-05-01T08:00:00Z");
    let (folder, app) = company(now()).await;
    let schedule = Schedule::new(now);
    let mut worker = Worker::new(&schedule, &app);
    bring_in(&app, 1).await;
    // What it finds cannot be kept.
    let note = folder.path().join("data/nightly-look.json");
    std::fs::create_dir(&note).expect("in its place");
    turned(&mut worker).await;
    put_on(clock, 600);
    assert_eq!(turned(&mut worker).await, ScheduledJob::ALL);
    let status = told(&app, now).await;
    let [refresh, look] = &status.jobs[..] else { panic!("{status:?}") };
    assert!(matches!(refresh.last, Some((_, RunEnd::Good(_)))), "{refresh:?}");
    assert!(look.is_failing() && !refresh.is_failing());
    assert_eq!(look.next, NextRun::At(now() + SignedDuration::from_hours(1)));
    let said = [Locale::English, Locale::German].map(|locale| look.last().told(Language::new(locale).alone()));
    assert!(said[0].starts_with("1 May 2026, 08:10 UTC, failed after 0 s: cannot note what"), "{said:?}");
    assert!(said[1].starts_with("1. Mai 2026, 08:10 UTC, nach 0 s gescheitert: "), "{said:?}");
    for (wait, jobs) in [(3599, vec![]), (1, vec![ScheduledJob::Look]), (7199, vec![]), (1, vec![ScheduledJob::Look])] {
        put_on(clock, wait);
        let mut done = turned(&mut worker).await;
        done.retain(|job| *job == ScheduledJob::Look);
        assert_eq!(done, jobs, "after {wait} s more");
    }
    let status = told(&app, now).await;
    let said = status.jobs[1].last().english();
    assert!(said.contains(", failed after 0 s, 3 times in a row: cannot note"), "{said}");
    let checks = app.at(now()).doctor().await.expect("looked");
    let faults: Vec<_> = checks.iter().filter(|check| check.is_fault).map(|check| check.name.english()).collect();
    assert_eq!(faults, ["schedule: read every stored byte"]);
    // A restart forgets nothing, and what succeeds is told so.
    std::fs::remove_dir(&note).expect("gone");
    worker.leave().await;
    let mut next = Worker::new(&schedule, &app);
    assert_eq!(turned(&mut next).await, []);
    put_on(clock, 4 * 3600);
    assert!(turned(&mut next).await.contains(&ScheduledJob::Look));
    let status = told(&app, now).await;
    assert!(matches!(status.jobs[1].last, Some((_, RunEnd::Good(_)))), "{status:?}");
    assert!(app.nightly_look().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_servers_one_does_what_is_due_until_it_ends_or_crashes() {
    let (clock, now) = clock!("2026-05-01T08:00:00Z");
    let (_folder, app) = company(now()).await;
    let [north, south] = ["north", "south"].map(|host| Schedule { host: host.to_owned(), ..Schedule::new(now) });
    let (mut one, mut other) = (Worker::new(&north, &app), Worker::new(&south, &app));
    assert_eq!((turned(&mut one).await, turned(&mut other).await), (vec![], vec![]));
    put_on(clock, 30);
    assert_eq!((turned(&mut other).await, turned(&mut one).await), (vec![], vec![ScheduledJob::Refresh]));
    let status = told(&app, now).await;
    assert_eq!(status.holder().english(), "held by north, since 1 May 2026, 08:00 UTC");
    // The first one crashes in the middle of a run.
    put_on(clock, 590);
    one.turn().await.expect("looked");
    assert_eq!(told(&app, now).await.jobs[1].last.as_ref().map(|last| &last.1), Some(&RunEnd::Running));
    assert_eq!(turned(&mut other).await, [], "it is held");
    put_on(clock, 61);
    let status = told(&app, now).await;
    assert_eq!((status.holder().english().contains("no server"), status.jobs[0].next), (true, NextRun::NobodyThere));
    turned(&mut other).await;
    let status = told(&app, now).await;
    assert_eq!(status.holder.as_ref().map(|holder| holder.host.as_str()), Some("south"));
    assert_eq!(status.jobs[1].last.as_ref().map(|last| &last.1), Some(&RunEnd::BrokenOff), "{status:?}");
    // The first one was only slow: it finds itself too late, and notes nothing.
    while let Some(done) = one.running.join_next_with_id().await {
        one.ended(done);
    }
    assert_eq!(turned(&mut one).await, []);
    assert_eq!(told(&app, now).await, status);
    other.leave().await;
    assert_eq!(told(&app, now).await.holder, None, "it was given back");
    turned(&mut one).await;
    assert_eq!(told(&app, now).await.holder.map(|holder| holder.host), Some("north".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_ends_gives_the_schedule_back_and_a_run_that_it_ended_counts_as_no_failure() {
    let (clock, now) = clock!("2026-05-01T08:00:00Z");
    let (_folder, app) = company(now()).await;
    let schedule = Schedule::new(now);
    let ending = async {
        while told(&app, now).await.holder.is_none() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        schedule.end();
    };
    tokio::join!(schedule.work(&app), ending);
    assert_eq!(told(&app, now).await.holder, None);

    let mut worker = Worker::new(&schedule, &app);
    worker.turn().await.expect("looked");
    let id = worker.running.spawn(std::future::pending()).id();
    let began_at = now();
    let (job, host) = (ScheduledJob::Look, "north".to_owned());
    let run = ScheduledRun { job: job.name().to_owned(), host, began_at, ended_at: None, failures: 1, error: None };
    worker.under_way.push(UnderWay { id, job, run });
    worker.leave().await;
    put_on(clock, 60);
    let status = told(&app, now).await;
    assert_eq!(status.jobs[1].last, Some((began_at, RunEnd::BrokenOff)));
    let runs = app.own().await.expect("open").records.schedule().runs().await.expect("read");
    assert_eq!(runs.iter().map(|run| run.failures).collect::<Vec<_>>(), [0]);
}
