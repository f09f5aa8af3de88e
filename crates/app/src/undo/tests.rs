use std::sync::atomic::AtomicBool;

use bellwether_engine::facts::past_imports;
use bellwether_model::Policy;
use jiff::Timestamp;
use ulid::Ulid;

use super::*;
use crate::config::Config;
use crate::import::{ImportRequest, Origin};

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

const MAP: &str = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n\n[columns]\npurchase_id = \"no\"\n\
                   customer_id = \"who\"\nat = \"day\"\namount_minor = \"much\"\n";

/// A company that imported a file, in a folder.
async fn company(folder: &std::path::Path) -> App {
    let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a moment");
    let (data, user) = (folder.join("data"), "tester".to_owned());
    let app = App::new(Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user }, now, new_id);
    app.init(&Policy::default()).await.expect("a company");
    let file = folder.join("orders.csv");
    std::fs::write(&file, "no,who,day,much\n1,ann,2024-01-02,5\n").expect("written");
    let request = ImportRequest {
        fact: "purchases".parse().expect("a table"),
        source: None,
        origin: Origin::Files(vec![file.display().to_string()]),
        map: None,
        preset: None,
        complete_through: None,
        dry_run: false,
        by: "tester".to_owned(),
        is_resumed: false,
    };
    app.import(&request, MAP, &AtomicBool::new(false), &|_| {}).await.expect("imported");
    app
}

/// How often it is noted that an import was taken back, and how often one was.
async fn counted(app: &App) -> (usize, usize) {
    let company = app.company().await.expect("open");
    let entries = company.records.audit().after(0, 1_000).await.expect("read");
    let past = past_imports(&company.lake).await.expect("read");
    company.records.close().await;
    let noted = entries.iter().filter(|entry| entry.what == "import.undo").count();
    (noted, past.iter().filter(|past| !past.is_import()).count())
}

/// Whoever asks for the same change once more, by a key or anew.
#[tokio::test]
async fn an_undo_that_was_noted_and_not_done_is_done_when_it_is_asked_for_again_and_noted_once() {
    for by_key in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let app = company(folder.path()).await;
        let effects = app.undo_effects(1).await.expect("told");
        let making = app.making(new_id());
        let records = app.company().await.expect("open").records;
        // The process ended here.
        let change = making.change("tester").expect("a change");
        records.imports().take_back(&effects.taken_back(), &change).await.expect("noted");
        records.close().await;
        assert_eq!(counted(&app).await, (1, 0));
        if by_key {
            making.complete_undo(1, effects.number, "tester").await.expect("done");
            making.complete_undo(1, effects.number, "tester").await.expect("done already");
        } else {
            app.undo(1, effects.number, "tester").await.expect("done");
        }
        assert_eq!(counted(&app).await, (1, 1));
    }
}

#[tokio::test]
async fn who_decides_what_somebody_else_noted_is_noted_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = company(folder.path()).await;
    let effects = app.undo_effects(1).await.expect("told");
    let records = app.company().await.expect("open").records;
    records.imports().take_back(&effects.taken_back(), &app.change("ann").expect("one")).await.expect("noted");
    records.close().await;
    app.undo(1, effects.number, "ben").await.expect("done");
    assert_eq!(counted(&app).await, (2, 1));
}
