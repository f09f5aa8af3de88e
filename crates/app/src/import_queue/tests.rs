use std::time::Instant;

use bellwether_model::Policy;
use tempfile::TempDir;

use super::*;
use crate::config::Config;
use crate::upload::Upload;

const MAPPING: &str = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"no\"\ncustomer_id = \"customer\"\nat = \"day\"\namount = \"amount\"\n";

#[expect(clippy::disallowed_methods, reason = "leases are told by a clock that goes on")]
fn clock() -> Timestamp {
    Timestamp::now()
}

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

async fn company() -> (TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, user) = (folder.path().join("data"), "the test".to_owned());
    let app =
        App::new(Config { data, records: String::new(), threads: 0, memory: Config::MEMORY, user }, clock(), new_id);
    app.init(&Policy { currency: "EUR".parse().expect("a currency"), ..Policy::default() }).await.expect("a company");
    (folder, app.open().await.expect("opened"))
}

fn upload(app: &App) -> Upload {
    let (upload, path) = app.begin_upload("orders.csv", "purchases", "shop", "ann").expect("a place");
    std::fs::write(path, "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,many\n").expect("written");
    app.agree_to_mapping(&upload, MAPPING).expect("agreed")
}

fn job(upload: &Upload, is_trial: bool, by: &str) -> ImportJob {
    ImportJob { upload: upload.clone(), is_trial, complete_through: None, by: by.to_owned() }
}

async fn state(queue: &ImportQueue, app: &App, upload: &Upload) -> ImportState {
    queue.status(&app.at(clock()), &upload.id).await.expect("asked").expect("a job").state
}

/// Works until the job about a file is over.
async fn worked(queue: &ImportQueue, app: &App, upload: &Upload) -> ImportState {
    let over = async {
        let begun = Instant::now();
        loop {
            let state = state(queue, app, upload).await;
            if matches!(state, ImportState::Done(_) | ImportState::Failed(_)) {
                return state;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{state:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        state = over => state,
        () = queue.work(app) => panic!("nobody ended it"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_begins_another_does_and_both_tell_what_came_of_it() {
    let (_folder, app) = company().await;
    let (one, other) = (ImportQueue::new(clock), ImportQueue::new(clock));
    let upload = upload(&app);
    for is_trial in [true, false] {
        one.begin(&app, job(&upload, is_trial, "Ann (ann)")).await.expect("begun");
        one.begin(&app, job(&upload, !is_trial, "Ben (ben)")).await.expect("once");
        assert_eq!(state(&one, &app, &upload).await, ImportState::Waiting);
        assert_eq!(one.once_over(&app, &upload.id, || ()).await.expect("asked"), None, "it is not over");
        let ImportState::Done(outcome) = worked(&other, &app, &upload).await else { panic!("it is not done") };
        assert_eq!((outcome.report.added, outcome.report.rejected), (1, 1));
        assert_eq!(outcome.report.import, (!is_trial).then_some(1));
        assert!(outcome.report.first_rejects[0].starts_with("orders.csv, row 3, column amount: 'many'"), "{outcome:?}");
        assert_eq!(outcome.rejects_file.is_some(), !is_trial);
        let told = one.status(&app, &upload.id).await.expect("asked").expect("a job");
        assert_eq!((told.job.is_trial, told.job.by.as_str()), (is_trial, "Ann (ann)"));
        assert_eq!(told.state, ImportState::Done(outcome));
    }
    assert!(app.upload(&upload.id).is_err(), "a file that is in is gone");
    assert!(one.begin(&app, job(&upload, false, "Ann")).await.is_err());
    assert!(!one.stop(&app, &upload.id).await.expect("asked"), "there is nothing to stop");
    let saved = app.company().await.expect("open").records.mapping("shop", "purchases").latest().await.expect("read");
    assert_eq!(saved.expect("a mapping").created_by, "Ann (ann)");
    assert_eq!(one.once_over(&app, &upload.id, || 7).await.expect("asked"), Some(7));
    assert_eq!(other.status(&app, &upload.id).await.expect("asked"), None, "it is forgotten");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_is_stopped_at_once_and_what_is_stopped_changes_nothing() {
    let (_folder, app) = company().await;
    let queue = ImportQueue::new(clock);
    let upload = upload(&app);
    queue.begin(&app, job(&upload, false, "Ann")).await.expect("begun");
    assert!(queue.stop(&app, &upload.id).await.expect("asked"));
    let ImportState::Failed(why) = state(&queue, &app, &upload).await else { panic!("it is not over") };
    assert_eq!(why, *stopped().message());

    // Somebody took it and gave it back, so that whoever takes it next must look.
    queue.begin(&app, job(&upload, false, "Ann")).await.expect("begun again");
    let records = app.opened().await.expect("open").records;
    let jobs = records.jobs::<ImportJob>();
    let lease = jobs.take(clock(), LEASE).await.expect("asked").expect("a job");
    jobs.put_off(&lease, "", clock()).await.expect("given back");
    assert!(queue.stop(&app, &upload.id).await.expect("asked"));
    assert_eq!(worked(&queue, &app, &upload).await, ImportState::Failed(why));
    assert!(app.upload(&upload.id).is_ok(), "the file is still there");
    let facts = bellwether_engine::facts::inventory(&app.company().await.expect("open").lake).await.expect("read");
    assert_eq!(facts, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_ends_gives_back_what_was_begun_and_it_does_not_count_as_a_crash() {
    let (_folder, app) = company().await;
    let upload = upload(&app);
    for _ in 0..=MOST_LAPSES {
        let queue = ImportQueue::new(clock);
        queue.begin(&app, job(&upload, false, "Ann")).await.expect("begun, or there already");
        queue.end();
        queue.next(&app.at(clock())).await.expect("asked");
        assert_eq!(state(&queue, &app, &upload).await, ImportState::Waiting);
    }
    let ImportState::Done(outcome) = worked(&ImportQueue::new(clock), &app, &upload).await else {
        panic!("it is not done")
    };
    assert_eq!(outcome.report.import, Some(1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_ends_its_process_each_time_is_given_up_with_what_to_do() {
    let (_folder, app) = company().await;
    let queue = ImportQueue::new(clock);
    let upload = upload(&app);
    queue.begin(&app, job(&upload, false, "Ann")).await.expect("begun");
    let records = app.opened().await.expect("open").records;
    let jobs = records.jobs::<ImportJob>();
    for lapses in 0..MOST_LAPSES {
        let lease = jobs.take(clock(), SignedDuration::ZERO).await.expect("asked").expect("a job");
        assert_eq!(lease.lapses, lapses);
    }
    let ImportState::Failed(why) = worked(&queue, &app, &upload).await else { panic!("it is not over") };
    let told = why.with_hint(bellwether_words::english().alone());
    assert!(told.starts_with("Bellwether ended 3 times") && told.contains("`bellwether import`"), "{told}");
    // Whoever wants to may begin it anew.
    queue.begin(&app, job(&upload, false, "Ann")).await.expect("begun");
    assert!(matches!(worked(&queue, &app, &upload).await, ImportState::Done(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_import_waits_for_whoever_writes_to_the_same_tables() {
    let (_folder, app) = company().await;
    let queue = ImportQueue::new(clock);
    let upload = upload(&app);
    let lake = app.company().await.expect("open").lake;
    let lock = lake.lock().expect("nobody else writes");
    queue.begin(&app, job(&upload, false, "Ann")).await.expect("begun");
    assert!(queue.next(&app.at(clock())).await.expect("asked"));
    assert_eq!(state(&queue, &app, &upload).await, ImportState::Waiting);
    drop(lock);
    assert!(matches!(worked(&queue, &app, &upload).await, ImportState::Done(_)));
}
