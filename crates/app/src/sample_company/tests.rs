use bellwether_engine::lake::Lake;
use bellwether_model::{Grain, MovementKind};
use bellwether_records::JobState;
use tempfile::TempDir;

use super::*;
use crate::answers::Answers;
use crate::failure::FailureKind;
use crate::import::{ImportRequest, Origin};
use crate::import_job::ImportJob;
use crate::ledger::LedgerQuestion;
use crate::organisation::HouseQuestion;
use crate::policy::{NewPolicy, PolicyQuestion};
use crate::privacy::Clearance;
use crate::start::{StartQuestion, Stock};
use crate::undo::PastImportsQuestion;

const MAPPING: &str = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"USD\"\n[columns]\npurchase_id = \"no\"\ncustomer_id = \"customer\"\nat = \"day\"\namount = \"amount\"\n";

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

fn app_of(folder: &TempDir) -> App {
    let (data, user) = (folder.path().join("data"), "the test".to_owned());
    let now = "2026-09-05T08:00:00Z".parse().expect("an instant");
    App::new(Config { data, records: String::new(), threads: 0, memory: Config::MEMORY, user }, now, new_id)
}

/// A company that counts in dollars and has nothing to count, as a server keeps it open.
async fn company() -> (TempDir, App) {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app_of(&folder);
    let policy = Policy { currency: "USD".parse().expect("a currency"), ..Policy::default() };
    app.init(&policy).await.expect("a company");
    app.set_up("Hill & Sons", &policy, "Ann (ann)").await.expect("named");
    (folder, app.open().await.expect("opened"))
}

async fn add(app: &App) {
    app.add_sample("Ann (ann)", &AtomicBool::new(false), &|_| {}).await.expect("a made-up company");
}

/// Two real purchases, imported as a file of a command is.
async fn run_import(folder: &TempDir, app: &App) -> Result<Option<i64>, Failure> {
    let path = folder.path().join("orders.csv");
    std::fs::write(&path, "no,customer,day,amount\n1,ann,2026-08-05,10.00\n2,bob,2026-08-06,20.00\n").expect("written");
    let request = ImportRequest {
        fact: "purchases".parse().expect("a table"),
        source: None,
        origin: Origin::Files(vec![path.display().to_string()]),
        map: None,
        preset: None,
        complete_through: None,
        dry_run: false,
        by: "Ann (ann)".to_owned(),
        is_resumed: false,
    };
    app.propose_mapping(&request, &[]).await?;
    Ok(app.import(&request, MAPPING, &AtomicBool::new(false), &|_| {}).await?.report.import)
}

/// Customers at the end and their worth.
async fn closing(answers: &Answers, app: &App) -> (i64, i128) {
    let ledger =
        answers.ask(app.clone(), LedgerQuestion::of_company(Grain::Month), Clearance::FULL).await.expect("a ledger");
    let last = ledger.lines.last().expect("a month");
    (last.closing.customers, last.closing.minor)
}

fn job(upload: &crate::upload::Upload) -> ImportJob {
    ImportJob { upload: upload.clone(), is_trial: true, complete_through: None, by: "Ann".to_owned() }
}

/// That nothing is there, as every list says it.
async fn is_empty(answers: &Answers, app: &App) {
    let ledger = answers.ask(app.clone(), LedgerQuestion::of_company(Grain::Month), Clearance::FULL).await;
    assert!(ledger.is_err_and(|failure| failure.is_nothing_yet()));
    let start = answers.ask(app.clone(), StartQuestion, Clearance::FULL).await.expect("asked");
    assert_eq!((start.stock, start.is_sample, start.is_named), (Stock::Nothing, false, true));
    assert_eq!(answers.ask(app.clone(), PastImportsQuestion, Clearance::FULL).await.expect("asked").imports, []);
    let records = app.company().await.expect("open").records;
    assert!(records.books().all().await.expect("read").is_empty());
    assert!(records.reasons().in_force(None).await.expect("read").is_empty());
    assert!(records.register::<Target>().in_force().await.expect("read").is_empty());
    assert!(records.jobs::<ImportJob>().all(app.now).await.expect("read").is_empty());
    assert!(app.rejects_files().await.expect("read").is_empty());
    assert!(!app.samples().exists(), "nothing is left on the disk");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_made_up_company_is_looked_at_and_removed_and_nothing_of_it_stays() {
    let (folder, app) = company().await;
    let answers = Answers::default();
    is_empty(&answers, &app).await;
    let policy = answers.ask(app.clone(), PolicyQuestion::default(), Clearance::FULL).await.expect("asked");

    add(&app).await;
    let (customers, minor) = closing(&answers, &app).await;
    assert!(customers > 100 && minor > 100_000, "{customers} worth {minor}");
    let house = answers.ask(app.clone(), HouseQuestion, Clearance::FULL).await.expect("asked");
    assert!(house.shows_sample && house.organisation.name == "Hill & Sons" && house.currency.to_string() == "USD");
    assert!(answers.ask(app.clone(), StartQuestion, Clearance::FULL).await.expect("asked").is_sample);
    let again = app.add_sample("Ben (ben)", &AtomicBool::new(false), &|_| {}).await.expect_err("refused");
    assert_eq!(again.kind(), FailureKind::Conflict);
    // Another process, which keeps nothing open, sees the same.
    assert!(app_of(&folder).has_sample().await.expect("asked"));

    // What is built on it: a close, and other definitions.
    app.close(Grain::Month, "2026-07", "Ann (ann)").await.expect("closed");
    let shown = app.ask(&PolicyQuestion::default()).await.expect("asked");
    let other = Policy { lapse_days: 77, ..shown.policy.clone() };
    let new = NewPolicy { policy: other, effective_from: None, note: "tried".to_owned(), after: Some(shown.version) };
    app.save_policy(&new, "Ann (ann)").await.expect("saved");
    let contents = app.sample_contents().await.expect("asked").expect("a made-up company");
    assert!(contents.facts > 1_000 && contents.imports > 10, "{contents:?}");
    assert_eq!((contents.closes, contents.definitions), (1, 1));

    // Nothing real comes beside it.
    let refused = run_import(&folder, &app).await.expect_err("refused");
    assert!(refused.to_string().contains("real figures are never put beside made-up ones"), "{refused}");
    assert!(refused.to_string().contains("bellwether sample remove"), "{refused}");

    app.remove_sample("Ben (ben)").await.expect("removed");
    is_empty(&answers, &app).await;
    assert_eq!(*answers.ask(app.clone(), PolicyQuestion::default(), Clearance::FULL).await.expect("asked"), *policy);
    assert_eq!(app.remove_sample("Ben (ben)").await.expect_err("none").kind(), FailureKind::NotFound);
    let audit = app.own().await.expect("open").records.audit().before(i64::MAX, "", "", 2).await.expect("read");
    assert_eq!([&audit[1].by, &audit[0].by], ["Ann (ann)", "Ben (ben)"]);
    assert!(audit.iter().all(|entry| entry.subject == "setting made_up_company"), "{audit:?}");
    assert_eq!(app.own().await.expect("open").records.verify().await.expect("read"), []);

    // The first real file is the first import, and all there is.
    assert_eq!(run_import(&folder, &app).await.expect("in"), Some(1));
    assert_eq!(closing(&answers, &app).await, (2, 3_000));
    let refused = app.add_sample("Ann (ann)", &AtomicBool::new(false), &|_| {}).await.expect_err("refused");
    assert!(refused.to_string().contains("there are facts of your own"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ended_at_any_moment_a_made_up_company_is_there_or_not_and_removing_it_can_be_repeated() {
    let (folder, app) = company().await;
    let answers = Answers::default();
    // Ended while it was made: nothing is there, and what was left goes with the next one once it is old.
    let stopped = app.add_sample("Ann (ann)", &AtomicBool::new(true), &|_| {}).await;
    assert!(stopped.is_err() && !app.has_sample().await.expect("asked"));
    let old = app.samples().join(Ulid::from_parts(1_700_000_000_000, 7).to_string());
    Lake::open(&old.join("lake")).await.expect("half a company");
    assert!(!app.has_sample().await.expect("asked"));
    add(&app).await;
    assert!(!old.exists(), "nobody makes a company of it any more");
    let (customers, _) = closing(&answers, &app).await;
    assert!(customers > 100);

    // Ended right after it was said to be gone: it is gone, and another removal takes what was left.
    let own = app.own().await.expect("open").records;
    let (name, _) = app.sample_setting(&own).await.expect("read").expect("one");
    app.set_sample(&own, &name, false, "Ann (ann)").await.expect("said");
    assert!(app.samples().join(&name).exists() && !app_of(&folder).has_sample().await.expect("asked"));
    // Ended in the middle of its folder.
    std::fs::remove_file(app.samples().join(&name).join("records.db")).expect("a part of it is gone");
    let ledger = answers.ask(app.clone(), LedgerQuestion::of_company(Grain::Month), Clearance::FULL).await;
    assert!(ledger.is_err_and(|failure| failure.is_nothing_yet()));
    assert_eq!(app.remove_sample("Ann (ann)").await.expect_err("none").kind(), FailureKind::NotFound);
    is_empty(&answers, &app).await;
    assert_eq!(run_import(&folder, &app).await.expect("in"), Some(1));
    assert_eq!(closing(&answers, &app).await, (2, 3_000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_on_its_way_in_keeps_a_made_up_company_out_until_it_is_over() {
    let (_folder, app) = company().await;
    let queue = crate::import_queue::ImportQueue::new(|| Timestamp::UNIX_EPOCH);
    let (upload, path) = app.begin_upload("orders.csv", "purchases", "shop", "ann").expect("a place");
    std::fs::write(path, "no,customer,day,amount\n1,ann,2024-01-05,10.00\n").expect("written");
    let upload = app.agree_to_mapping(&upload, MAPPING).expect("agreed");
    queue.begin(&app, job(&upload)).await.expect("begun");
    let refused = app.may_add_sample().await.expect_err("refused");
    assert!(refused.to_string().contains("a file is being imported"), "{refused}");
    assert!(queue.stop(&app, &upload.id).await.expect("asked"));
    let app = app.at("2027-03-17T08:00:00Z".parse().expect("an instant"));
    add(&app).await;
    // Whenever it comes, the month that is told first is the last one, and a month like others.
    let ledger = app.ask(&LedgerQuestion::of_company(Grain::Month)).await.expect("a ledger");
    let line = ledger.line("").expect("a month");
    let at = MovementKind::ALL.iter().position(|kind| *kind == MovementKind::New).expect("a kind");
    let new = line.movements[at].expect("all is told");
    assert!(line.period == "2027-02" && new.customers > 0, "{line:?}");
    let refused = queue.begin(&app, job(&upload)).await.expect_err("refused");
    assert_eq!(refused.kind(), FailureKind::Conflict);
    app.remove_sample("Ann").await.expect("removed");
    queue.begin(&app, job(&upload)).await.expect("begun");
    let records = app.own().await.expect("open").records;
    let jobs = records.jobs::<ImportJob>().all(app.now).await.expect("read");
    assert!(matches!(jobs[..], [ref job] if !matches!(job.state, JobState::Done(_))), "{jobs:?}");
}
