//! Opening: again, at the same time, after a crash, and where it cannot work.

use bellwether_model::{ReasonTree, Role};
use bellwether_records::{Password, Records, RecordsError, UserDetails};
use serde_json::json;

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    what_was_acknowledged_is_there_after_a_handle_is_dropped,
    a_change_cut_short_leaves_nothing,
    many_open_new_records_at_the_same_time,
    records_of_a_newer_version_are_refused_and_left_as_they_are,
    users_of_records_from_before_passwords_were_marked_are_left_as_they_are,
);

async fn what_was_acknowledged_is_there_after_a_handle_is_dropped(base: Base) {
    let records = base.open().await;
    records.settings().set("organisation", &json!("Hill"), &change(1)).await.expect("set");
    drop(records);
    let records = base.open().await;
    assert_eq!(records.settings().get("organisation").await.expect("read"), Some(json!("Hill")));
    records.close().await;
}

async fn a_change_cut_short_leaves_nothing(base: Base) {
    let records = base.open().await;
    for number in 1..40 {
        let (value, change) = (json!(number), change(number));
        let settings = records.settings();
        let cut = tokio::time::timeout(
            std::time::Duration::from_micros(u64::from(number) * 60),
            settings.set("n", &value, &change),
        );
        let finished = cut.await.is_ok();
        let held = settings.get("n").await.expect("read");
        assert!(!finished || held == Some(value), "an acknowledged change is held");
    }
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn many_open_new_records_at_the_same_time(base: Base) {
    let openers: Vec<_> = (0..12)
        .map(|_| {
            let url = base.url.clone();
            tokio::spawn(async move { Records::open(&url, at(0)).await })
        })
        .collect();
    for opener in openers {
        let records = opener.await.expect("the task ends").expect("the records open");
        assert_eq!(records.documents::<ReasonTree>().all().await.expect("read").len(), 1);
    }
}

async fn users_of_records_from_before_passwords_were_marked_are_left_as_they_are(base: Base) {
    let records = base.open().await;
    let details = UserDetails { full_name: "Ann Hill".into(), roles: Role::Admin.into(), active: true };
    records.users().add("ann", &details, Password::own("hash"), &change(1)).await.expect("added");
    records.close().await;
    base.tamper("ALTER TABLE users DROP COLUMN password_given; DELETE FROM _sqlx_migrations WHERE version = 4").await;
    let records = base.open().await;
    let ann = records.users().get("ann").await.expect("read").expect("a user");
    assert!(!ann.password_given && ann.details == details);
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn records_of_a_newer_version_are_refused_and_left_as_they_are(base: Base) {
    drop(base.open().await);
    base.tamper(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 99, 'from the future', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1",
    )
    .await;
    let refused = Records::open(&base.url, at(0)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::Newer { schema: 99, .. }), "{refused}");
    assert!(refused.to_string().contains("come from a newer version of Bellwether"), "{refused}");
    base.tamper("DELETE FROM _sqlx_migrations WHERE version = 99").await;
    base.open().await;
}

#[tokio::test]
async fn a_file_copied_from_under_a_running_process_holds_what_was_acknowledged() {
    let base = Base::sqlite();
    let _running = acknowledge(&base).await;
    // What a killed process leaves behind: the file and its log, never closed.
    let folder = base.folder.as_ref().expect("a folder").path();
    let crashed = tempfile::tempdir().expect("a folder");
    for entry in std::fs::read_dir(folder).expect("the folder").flatten() {
        if !entry.file_name().to_string_lossy().ends_with("-shm") {
            std::fs::copy(entry.path(), crashed.path().join(entry.file_name())).expect("copied");
        }
    }
    find_again(&Records::file(&crashed.path().join("rec ords%.db"))).await;
}

/// Records with an acknowledged change.
pub(crate) async fn acknowledge(base: &Base) -> Records {
    let records = base.open().await;
    records.settings().set("organisation", &json!("Hill"), &change(1)).await.expect("set");
    records
}

/// Fails unless the acknowledged change is there.
pub(crate) async fn find_again(url: &str) {
    let records = Records::open(url, at(9)).await.expect("the records open");
    assert_eq!(records.settings().get("organisation").await.expect("read"), Some(json!("Hill")));
    assert_eq!(records.verify().await.expect("verified"), []);
}

#[tokio::test]
async fn a_file_that_cannot_serve_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("letter.db");
    std::fs::write(&path, "Dear customer,\n".repeat(500)).expect("written");
    let refused = Records::open(&Records::file(&path), at(0)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::NotADatabase { .. }), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&path).expect("read"), "Dear customer,\n".repeat(500), "left as it was");

    let missing = Records::file(&folder.path().join("nowhere").join("records.db"));
    let refused = Records::open(&missing, at(0)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::Open { .. }), "{refused:?}");
    assert!(refused.to_string().contains("nowhere/records.db"), "{refused}");

    let base = Base::sqlite();
    drop(base.open().await);
    let refused = Records::open(&format!("{}?mode=ro", base.url), at(0)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::NotWritable { .. }), "{refused:?}");

    for address in ["mysql://ann:secret@host/db", "records.db", ""] {
        let refused = Records::open(address, at(0)).await.expect_err("refused");
        assert!(matches!(refused, RecordsError::Address(_)), "{refused:?}");
        assert!(!refused.to_string().contains("secret"), "{refused}");
    }
    let refused = Records::open("postgres://ann:secret@127.0.0.1:1/none", at(0)).await.expect_err("refused");
    assert!(matches!(refused, RecordsError::Open { .. }), "{refused:?}");
    assert!(!refused.to_string().contains("secret"), "{refused}");
}

#[tokio::test]
async fn the_file_is_nobody_elses() {
    use std::os::unix::fs::PermissionsExt as _;
    let base = Base::sqlite();
    let _records = acknowledge(&base).await;
    for entry in std::fs::read_dir(base.folder.as_ref().expect("a folder").path()).expect("the folder").flatten() {
        let mode = entry.metadata().expect("found").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", entry.path().display());
    }
}
