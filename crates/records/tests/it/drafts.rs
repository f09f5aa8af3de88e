//! Drafts.

use std::time::Duration;

use bellwether_records::RecordsError;
use serde_json::json;
use sqlx::{AnyConnection, Connection as _};

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    nobody_overwrites_what_they_have_not_seen,
    a_draft_is_written_while_a_change_holds_the_audit,
    a_draft_is_settled_by_one_change_or_stays,
);

async fn nobody_overwrites_what_they_have_not_seen(base: Base) {
    let records = base.open().await;
    let drafts = records.drafts();
    assert_eq!(drafts.get("room").await.expect("read"), None);
    assert_eq!(drafts.write("room", "Ann", "We", 0, at(1)).await.expect("written"), 1);
    assert_eq!(drafts.write("room", "Ann", "We will", 1, at(2)).await.expect("written"), 2);
    for (seen, latest) in [(0, 2), (1, 2), (3, 2)] {
        let refused = drafts.write("room", "Ben", "No", seen, at(3)).await.expect_err("refused");
        assert!(matches!(refused, RecordsError::DraftChanged { seen: s, latest: l } if (s, l) == (seen, latest)));
    }
    let none = drafts.write("another", "Ben", "No", 1, at(3)).await.expect_err("refused");
    assert!(matches!(none, RecordsError::DraftChanged { seen: 1, latest: 0 }), "{none}");
    let draft = drafts.get("room").await.expect("read").expect("a draft");
    assert_eq!(
        (draft.author.as_str(), draft.text.as_str(), draft.revision, draft.written_at),
        ("Ann", "We will", 2, at(2))
    );
    assert_eq!(records.audit().head().await.expect("read").0, 1, "the audit has not grown");
}

async fn a_draft_is_written_while_a_change_holds_the_audit(base: Base) {
    if base.folder.is_some() {
        return; // A file has one writer at a time, whatever it writes.
    }
    let records = base.open().await;
    let mut other = AnyConnection::connect(&base.url).await.expect("a connection");
    let mut change = other.begin().await.expect("begun");
    sqlx::raw_sql("UPDATE audit_head SET entries = entries").execute(&mut *change).await.expect("held");
    let drafts = records.drafts();
    for revision in 0..20 {
        let written = drafts.write("room", "Ann", "We will", revision, at(revision));
        let written = tokio::time::timeout(Duration::from_secs(5), written).await.expect("without waiting");
        assert_eq!(written.expect("written"), revision + 1);
    }
    change.rollback().await.expect("let go");
}

async fn a_draft_is_settled_by_one_change_or_stays(base: Base) {
    let records = base.open().await;
    records.drafts().write("room", "Ann", "We", 0, at(1)).await.expect("written");
    records.drafts().write("room", "Ann", "We will", 1, at(2)).await.expect("written");
    let old = records.settings().set("room", &json!("We"), &change(1).settling("room", 1)).await;
    assert!(matches!(old, Err(RecordsError::DraftChanged { seen: 1, latest: 2 })), "{old:?}");
    assert_eq!(records.settings().get("room").await.expect("read"), None);
    records.settings().set("room", &json!("We will"), &change(2).settling("room", 2)).await.expect("settled");
    assert_eq!(records.drafts().get("room").await.expect("read"), None);
    assert_eq!(records.audit().head().await.expect("read").0, 2, "the tree, and one change");
}
