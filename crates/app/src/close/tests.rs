use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use bellwether_model::{
    Act, Currency, Measure, MovementKind, Period, ReasonNode, ReasonTree, Role, Target, ValueBasis,
};
use bellwether_records::{Dismissal, DismissedRows, NewReason, Password, UserDetails, VersionDetails};
use bellwether_words::english;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use tempfile::TempDir;
use ulid::Ulid;

use super::*;
use crate::config::Config;
use crate::import::{ImportRequest, Origin};
use crate::policy::NewPolicy;

mod ways;

const MAPPING: &str = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n[columns]\npurchase_id = \"no\"\ncustomer_id = \"customer\"\nat = \"day\"\namount = \"amount\"\n";

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

fn app_of(folder: &Path) -> App {
    let (data, user) = (folder.join("data"), "the test".to_owned());
    let now = "2024-07-15T08:00:00Z".parse().expect("an instant");
    App::new(Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user }, now, new_id)
}

/// A company that counts purchases, and imported those of a year and a half.
async fn company() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let app = app_of(folder.path());
    let policy = Policy { basis: ValueBasis::Spend, lapse_days: 60, ..Policy::default() };
    app.init(&policy).await.expect("a company");
    let mut rows = "no,customer,day,amount\n".to_owned();
    for month in 0..18 {
        for customer in 1..=6 {
            // Not all come every month, so that some are lost and come back.
            if (month * customer) % 5 != 3 {
                let (year, month) = (2023 + month / 12, month % 12 + 1);
                let _ =
                    writeln!(rows, "{year}-{month}-{customer},c{customer},{year}-{month:02}-{customer:02},1{month}.50");
            }
        }
    }
    let path = folder.path().join("orders.csv");
    std::fs::write(&path, rows).expect("written");
    let request = ImportRequest {
        fact: "purchases".parse().expect("a table"),
        source: None,
        origin: Origin::Files(vec![path.display().to_string()]),
        map: None,
        preset: None,
        complete_through: None,
        dry_run: false,
        by: "Ann".to_owned(),
        is_resumed: false,
    };
    app.import(&request, MAPPING, &AtomicBool::new(false), &|_| {}).await.expect("imported");
    folder
}

async fn close_all(folder: &Path, grain: Grain, labels: [&str; 3]) {
    for label in labels {
        app_of(folder).close(grain, label, "Ann").await.expect("closed");
    }
}

/// Decides something of every other kind.
async fn decide(folder: &Path) {
    let app = app_of(folder);
    let records = app.own().await.expect("open").records;
    let change = || app.change("Ann").expect("a change");
    let policies = records.documents::<Policy>();
    let first = policies.latest().await.expect("read").expect("one");
    let policy = Policy { lapse_days: 90, ..first.value };
    let details =
        VersionDetails { effective_from: Some("2024-05-01".parse().expect("a day")), ..VersionDetails::default() };
    policies.add(&policy, &details, &change()).await.expect("added");
    policies.sign(2, "Zoë Lee", "CFO", &change()).await.expect("signed");
    let mut nodes: Vec<ReasonNode> = ReasonTree::default().nodes().cloned().collect();
    let parking = ReasonNode { id: "parking".into(), label: "Parking".into(), codes: Vec::new(), ..nodes[0].clone() };
    nodes.push(parking);
    let tree = ReasonTree::new(nodes).expect("a tree");
    records.documents().add(&tree, &VersionDetails::default(), &change()).await.expect("added");
    let mapping = bellwether_records::Mapping { source: "shop".into(), fact: "purchases".into(), toml: MAPPING.into() };
    records.documents().add(&mapping, &VersionDetails::default(), &change()).await.expect("saved");
    for reason in ["competitor", "price"] {
        let day = "2024-03-02".parse().expect("a day");
        let how_known = bellwether_model::HowKnown::Told;
        let (kind, reason, note) = (MovementKind::Lost, reason.to_owned(), "said so".to_owned());
        let reason = NewReason { customer_id: "c1".into(), day, kind, reason, how_known, note };
        records.reasons().set(&reason, &change()).await.expect("set");
    }
    let target = Target {
        period: policy.check().expect("a calendar").period(Grain::Year, "2024-01-01".parse().expect("a day")),
        measure: Measure::Moved(MovementKind::New),
        level: None,
        customers: Some(40),
        minor: None,
        currency: Currency::EUR,
        owner: "Ada".into(),
        investment: String::new(),
    };
    let targets = records.register::<Target>();
    let id = targets.add(&target, &change()).await.expect("set");
    targets.change(&id, &Target { customers: Some(60), ..target }, None, &change()).await.expect("changed");
    let total = Dismissal {
        import: 1,
        rows: DismissedRows::Cause("no-date".into()),
        what: "the date is empty".into(),
        why: "a total line".into(),
    };
    records.register().add(&total, &change()).await.expect("dismissed");
    for (name, role) in [("ann", Role::Admin), ("ben", Role::Reader)] {
        let details = UserDetails { full_name: "Ann Hill".into(), roles: role.into(), active: true };
        records.users().add(name, &details, Password::own(&format!("hash of {name}")), &change()).await.expect("added");
    }
    let end = app.now + jiff::SignedDuration::from_hours(24);
    records.tokens().add("ben", "export", &[Act::ReadFigures], "secret", end, &change()).await.expect("made");
    records.settings().set("organisation", &serde_json::json!("Hill"), &change()).await.expect("set");
}

/// A copy of a company, to be tampered with.
fn copy(folder: &Path) -> TempDir {
    // The last connection to close takes the log into the file.
    for _ in 0..500 {
        if folder.join("data/records.db-wal").exists() {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
    let copied = tempfile::tempdir().expect("a folder");
    copy_into(folder, copied.path());
    copied
}

fn copy_into(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("made");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_into(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("copied");
        }
    }
}

/// Runs SQL behind the back of the records.
async fn tamper(folder: &Path, sql: &str) {
    sqlx::any::install_default_drivers();
    let url = bellwether_records::Records::file(&folder.join("data/records.db"));
    let mut raw = AnyConnection::connect(&url).await.expect("a raw connection");
    sqlx::raw_sql("PRAGMA foreign_keys = OFF; PRAGMA busy_timeout = 20000").execute(&mut raw).await.expect("off");
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut raw).await.expect("tampered");
    raw.close().await.expect("closed");
}

/// What `close verify` tells of periods and of other things, and what the doctor does.
struct Told {
    periods: Vec<(String, Option<String>)>,
    others: Vec<String>,
    doctor: String,
}

async fn told(folder: &Path) -> Told {
    let verified = app_of(folder).verify_closed(None).await.expect("verified");
    let (periods, others): (Vec<_>, Vec<_>) = verified.into_iter().partition(|verified| !verified.period.is_empty());
    let checks = app_of(folder).doctor().await.expect("looked at");
    let english = english();
    let faults = checks.iter().filter(|check| check.is_fault).filter_map(|check| check.advice.as_ref());
    Told {
        periods: periods.into_iter().map(|verified| (verified.period, verified.difference)).collect(),
        others: others.into_iter().filter_map(|verified| verified.difference).collect(),
        doctor: faults.map(|advice| advice.told(english.alone())).collect::<Vec<_>>().join("\n"),
    }
}

/// The company with everything in it, three months of it closed.
async fn furnished() -> TempDir {
    let folder = company().await;
    close_all(folder.path(), Grain::Month, ["2024-01", "2024-02", "2024-03"]).await;
    decide(folder.path()).await;
    let told = told(folder.path()).await;
    assert!(told.others.is_empty() && told.periods.len() == 3, "{:?}", told.others);
    assert!(told.periods.iter().all(|(_, difference)| difference.is_none()), "{:?}", told.periods);
    assert_eq!(told.doctor, "", "nothing is told of what Bellwether wrote");
    folder
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_to_alter_the_records_is_told_by_close_verify_and_by_the_doctor_with_its_name() {
    let folder = furnished().await;
    for (way, name) in ways::WAYS {
        let copied = copy(folder.path());
        tamper(copied.path(), way).await;
        let told = told(copied.path()).await;
        assert!(told.others.iter().any(|other| other.starts_with(name)), "close verify, {way}: {:?}", told.others);
        assert!(told.doctor.contains(name), "doctor, {way}: {}", told.doctor);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_altered_period_of_any_grain_is_told_by_its_name_and_no_other_is_blamed() {
    for (grain, labels) in [
        (Grain::Month, ["2024-01", "2024-02", "2024-03"]),
        (Grain::Quarter, ["2023-Q3", "2023-Q4", "2024-Q1"]),
        (Grain::Week, ["2024-01-29", "2024-02-05", "2024-02-12"]),
    ] {
        let folder = company().await;
        close_all(folder.path(), grain, labels).await;
        let app = app_of(folder.path());
        let later = Policy { lapse_days: 90, ..app.company().await.expect("open").policy.value };
        let from = Some("2024-07-14".parse().expect("a day"));
        let later = NewPolicy { policy: later, effective_from: from, note: String::new(), after: Some(1) };
        app.save_policy(&later, "Ann").await.expect("saved");
        let closed = app.own().await.expect("open").records.books().all().await.expect("read");
        let Period { start, .. } = closed[1].period;
        for way in ways::OF_A_PERIOD {
            let copied = copy(folder.path());
            let middle = format!("(SELECT MIN(seq) FROM closed_periods WHERE start_day = {})", start.0);
            tamper(copied.path(), &way.replace("MIDDLE", &middle)).await;
            let told = told(copied.path()).await;
            let blamed: Vec<&str> =
                told.periods.iter().filter(|told| told.1.is_some()).map(|told| told.0.as_str()).collect();
            assert_eq!(blamed, [labels[1]], "{way}: {:?}", told.periods);
            assert_eq!(told.periods.len(), 3, "a close that is gone is told");
            assert!(told.doctor.contains(&format!("{grain} from {start}")), "{way}: {}", told.doctor);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn records_put_back_as_a_whole_or_made_anew_are_told_by_the_lake() {
    let folder = company().await;
    close_all(folder.path(), Grain::Month, ["2024-01", "2024-02", "2024-03"]).await;
    let earlier = copy(folder.path());
    decide(folder.path()).await;
    let printed = app_of(folder.path()).audit_head().await.expect("read");
    let other = furnished().await;
    for (origin, what) in [(earlier.path(), "it was cut"), (other.path(), "was made anew")] {
        let copied = copy(folder.path());
        let origin = copy(origin);
        std::fs::copy(origin.path().join("data/records.db"), copied.path().join("data/records.db")).expect("put back");
        let told = told(copied.path()).await;
        assert!(
            told.others.iter().any(|other| other.starts_with("audit entry") && other.contains(what)),
            "{:?}",
            told.others
        );
        assert!(told.doctor.contains(what), "{}", told.doctor);
        let app = app_of(copied.path());
        assert!(app.audit_unlike_paper(&printed).await.expect("read").is_some(), "a paper tells it, too");
    }
    assert_eq!(app_of(folder.path()).audit_unlike_paper(&printed).await.expect("read"), None);
}
