//! Records that an earlier release wrote.

use bellwether_model::{Day, Target};
use bellwether_records::Records;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, Connection as _, SqlSafeStr as _};

use crate::databases::{Base, at};

crate::on_both_databases!(everything_of_schema_5_is_found_and_its_seals_hold);

const SCHEMA_5: [(i64, &str, &str); 5] = [
    (1, "policy, reasons, mappings, books", include_str!("../../migrations/0001_policy_reasons_mappings_books.sql")),
    (2, "users, sessions", include_str!("../../migrations/0002_users_sessions.sql")),
    (3, "tokens, requests", include_str!("../../migrations/0003_tokens_requests.sql")),
    (4, "chosen passwords", include_str!("../../migrations/0004_chosen_passwords.sql")),
    (5, "targets", include_str!("../../migrations/0005_targets.sql")),
];

async fn everything_of_schema_5_is_found_and_its_seals_hold(base: Base) {
    sqlx::any::install_default_drivers();
    let url = if base.folder.is_some() { format!("{}?mode=rwc", base.url) } else { base.url.clone() };
    let mut raw = AnyConnection::connect(&url).await.expect("a raw connection");
    let migrations = SCHEMA_5.map(|(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.to_vec()).run_direct(None, &mut raw, false).await.expect("schema 5");
    sqlx::raw_sql(include_str!("schema_5.sql")).execute(&mut raw).await.expect("its rows");
    raw.close().await.expect("closed");

    let records: Records = base.open().await;
    assert_eq!(records.verify().await.expect("verified"), []);
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let policies = records.policies();
    let in_force = policies.in_force(day("2024-06-01")).await.expect("read").expect("a version");
    assert_eq!((in_force.version, in_force.note.as_str()), (1, "first; it's agreed"));
    assert_eq!(in_force.policy.customer_noun, "Spender 'é' \"₤\"");
    assert_eq!(
        policies.in_force(day("2025-06-01")).await.expect("read").map(|found| found.policy.lapse_days),
        Some(200)
    );
    assert_eq!(policies.signatures(1).await.expect("read").len(), 1);
    assert_eq!(records.reason_trees().all().await.expect("read").len(), 1);
    assert_eq!(records.mappings().versions("shop", "purchases").await.expect("read").len(), 2);
    let touches = records.mappings().latest("shop/2", "touches").await.expect("read").expect("a mapping");
    assert_eq!(touches.toml, "at = \"Tag\"\n");
    assert_eq!(records.books().all().await.expect("read").len(), 1);

    let targets = records.register::<Target>().in_force().await.expect("read");
    let [target] = targets.as_slice() else { panic!("one is in force: {targets:?}") };
    assert_eq!((target.changed_by.as_str(), target.changed_at), ("Ann", at(10)));
    let value = &target.value;
    assert_eq!(
        (value.customers, value.owner.as_str(), value.level.as_deref()),
        (Some(60), "Ada Byron, service", Some("gold"))
    );
    assert_eq!(value.investment, "two \"more\"");
    let history = records.register::<Target>().history(&target.id).await.expect("read");
    assert_eq!(history.iter().map(|entry| entry.value.customers).collect::<Vec<_>>(), [Some(40), Some(60)]);
}
