//! What changed, by topic.

use bellwether_model::{Act, Policy, Role};
use bellwether_records::{Password, Topic, UserDetails, VersionDetails};
use serde_json::json;

use crate::databases::{Base, at, change, mapping, since};

crate::on_both_databases!(
    a_change_moves_its_own_topic_to_its_number_and_no_other,
    a_password_that_ends_tokens_moves_the_tokens_too,
    records_from_before_topics_know_when_each_last_changed,
);

async fn moved(records: &bellwether_records::Records) -> Vec<(&'static str, i64)> {
    let versions = records.versions().await.expect("read");
    Topic::ALL.iter().map(|topic| (topic.name(), versions.of(*topic))).filter(|(_, seq)| *seq > 0).collect()
}

async fn a_change_moves_its_own_topic_to_its_number_and_no_other(base: Base) {
    let records = base.open().await;
    assert_eq!(moved(&records).await, [("reason_tree", 1)], "the planted tree");
    records.settings().set("organisation", &json!("Hill"), &change(1)).await.expect("set");
    assert_eq!(moved(&records).await, [("reason_tree", 1), ("settings", 2)]);
    let from = "2024-01-01".parse().expect("a day");
    records.documents().add(&Policy::default(), &since(from, ""), &change(2)).await.expect("added");
    records.settings().set("organisation", &json!("Hill"), &change(3)).await.expect("the same again");
    assert_eq!(moved(&records).await, [("policy", 3), ("reason_tree", 1), ("settings", 2)]);
    records.documents::<Policy>().sign(1, "Ann Hill", "CFO", &change(4)).await.expect("signed");
    assert_eq!(moved(&records).await, [("policy", 4), ("reason_tree", 1), ("settings", 2)]);
    records.documents::<Policy>().sign(1, "Ann Hill", "CFO", &change(5)).await.expect_err("refused");
    assert_eq!(moved(&records).await, [("policy", 4), ("reason_tree", 1), ("settings", 2)], "a refusal moves nothing");
}

async fn a_password_that_ends_tokens_moves_the_tokens_too(base: Base) {
    let records = base.open().await;
    let details = UserDetails { full_name: "Ann Hill".into(), roles: Role::Admin.into(), active: true };
    records.users().add("ann", &details, Password::own("hash"), &change(1)).await.expect("added");
    records.tokens().add("ann", "export", &[Act::ReadFigures], "secret", at(900), &change(2)).await.expect("made");
    assert_eq!(moved(&records).await, [("reason_tree", 1), ("tokens", 3), ("users", 2)]);
    records.users().change("ann", &details, Some(Password::own("new")), &change(3)).await.expect("changed");
    assert_eq!(moved(&records).await, [("reason_tree", 1), ("tokens", 4), ("users", 4)]);
}

async fn records_from_before_topics_know_when_each_last_changed(base: Base) {
    let records = base.open().await;
    let from = "2024-01-01".parse().expect("a day");
    records.documents().add(&Policy::default(), &since(from, ""), &change(1)).await.expect("added");
    records.settings().set("organisation", &json!("Hill"), &change(2)).await.expect("set");
    records
        .documents()
        .add(&mapping("shop", "purchases", "at = 'Date'\n"), &VersionDetails::default(), &change(3))
        .await
        .expect("saved");
    let before = moved(&records).await;
    records.close().await;
    base.tamper("DROP TABLE topics; DELETE FROM _sqlx_migrations WHERE version = 6").await;
    assert_eq!(moved(&base.open().await).await, before);
}
