//! Records that an earlier release wrote.

use bellwether_model::{Calendar, Day, Grain, Policy, ReasonTree, Target};
use bellwether_records::{Closing, Mapping, Records, RecordsError, VersionDetails};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, Connection as _, SqlSafeStr as _};

use crate::databases::{Base, at, change, since};

crate::on_both_databases!(
    everything_of_schema_5_is_found_and_its_seals_hold,
    everything_of_schema_8_is_found_and_written_on,
    what_stood_before_there_were_seals_is_sealed_once,
);

const MIGRATIONS: [(i64, &str, &str); 8] = [
    (1, "policy, reasons, mappings, books", include_str!("../../migrations/0001_policy_reasons_mappings_books.sql")),
    (2, "users, sessions", include_str!("../../migrations/0002_users_sessions.sql")),
    (3, "tokens, requests", include_str!("../../migrations/0003_tokens_requests.sql")),
    (4, "chosen passwords", include_str!("../../migrations/0004_chosen_passwords.sql")),
    (5, "targets", include_str!("../../migrations/0005_targets.sql")),
    (6, "topics", include_str!("../../migrations/0006_topics.sql")),
    (7, "registers", include_str!("../../migrations/0007_registers.sql")),
    (8, "jobs, drafts", include_str!("../../migrations/0008_jobs_drafts.sql")),
];

/// Writes what a release with this schema left behind.
async fn leave(base: &Base, schema: usize, rows: &'static str) {
    sqlx::any::install_default_drivers();
    let url = if base.folder.is_some() { format!("{}?mode=rwc", base.url) } else { base.url.clone() };
    let mut raw = AnyConnection::connect(&url).await.expect("a raw connection");
    let migrations = MIGRATIONS.into_iter().take(schema).map(|(version, name, sql)| {
        Migration::new(version, name.into(), MigrationType::Simple, sql.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect()).run_direct(None, &mut raw, false).await.expect("its tables");
    sqlx::raw_sql(rows).execute(&mut raw).await.expect("its rows");
    raw.close().await.expect("closed");
}

async fn everything_of_schema_5_is_found_and_its_seals_hold(base: Base) {
    leave(&base, 5, include_str!("schema_5.sql")).await;
    let records: Records = base.open().await;
    assert_eq!(records.verify().await.expect("verified"), []);
    let day = |text: &str| text.parse::<Day>().expect("a day");
    let policies = records.documents::<Policy>();
    let in_force = policies.in_force(day("2024-06-01")).await.expect("read").expect("a version");
    assert_eq!((in_force.version, in_force.note.as_str()), (1, "first; it's agreed"));
    assert_eq!(in_force.value.customer_noun, "Spender 'é' \"₤\"");
    assert_eq!(
        policies.in_force(day("2025-06-01")).await.expect("read").map(|found| found.value.lapse_days),
        Some(200)
    );
    assert_eq!(policies.signatures(1).await.expect("read").len(), 1);
    assert_eq!(records.documents::<ReasonTree>().all().await.expect("read").len(), 1);
    assert_eq!(records.mapping("shop", "purchases").all().await.expect("read").len(), 2);
    let touches = records.mapping("shop/2", "touches").latest().await.expect("read").expect("a mapping");
    assert_eq!(touches.value.toml, "at = \"Tag\"\n");
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

async fn everything_of_schema_8_is_found_and_written_on(base: Base) {
    leave(&base, 8, include_str!("schema_8.sql")).await;
    let records = base.open().await;
    assert_eq!(records.verify().await.expect("verified"), []);

    let policies = records.documents::<Policy>();
    let found = policies.all().await.expect("read");
    let [first, second] = found.as_slice() else { panic!("there are two: {found:?}") };
    assert_eq!((first.version, first.effective_from, first.note.as_str()), (1, Some(Day(0)), "first version"));
    assert_eq!(
        (second.version, second.created_by.as_str(), second.note.as_str()),
        (2, "Ben Oz", "it's agreed; \\ more")
    );
    assert_eq!((second.value.lapse_days, second.value.customer_noun.as_str()), (200, "Spender 'é' \"₤\""));
    assert_eq!(policies.in_force(Day(20_000)).await.expect("read").as_ref(), Some(first));
    let mut signed = Vec::new();
    for version in [1, 2] {
        signed.push(
            policies.signatures(version).await.expect("read").into_iter().map(|it| it.leader).collect::<Vec<_>>(),
        );
    }
    assert_eq!(signed, [vec!["Zoë Lee"], vec!["Zoë Lee", "Ben Oz"]]);

    let trees = records.documents::<ReasonTree>();
    let tree = trees.current().await.expect("read");
    assert_eq!((tree.version, tree.created_by.as_str(), tree.effective_from), (2, "Ben Oz", None));
    assert_eq!(tree.value.node("parking").map(|node| node.label.as_str()), Some("No 'parking' \\ \"space\""));
    let shop = records.mapping("shop to 'é'", "purchases").latest().await.expect("read").expect("a mapping");
    assert_eq!((shop.version, shop.value.source.as_str(), shop.value.fact.as_str()), (1, "shop to 'é'", "purchases"));
    let closed = records.books().all().await.expect("read");
    assert_eq!(closed.iter().map(|period| period.policy_version).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(records.register::<Target>().in_force().await.expect("read").len(), 1);

    // What is written now follows what was there.
    let same = trees.add(&tree.value, &VersionDetails::default(), &change(1)).await.expect("the same tree");
    assert_eq!(same, tree);
    let third = policies.add(&first.value, &since(Day(20_500), ""), &change(2)).await.expect("added");
    policies.sign(third.version, "Zoë Lee", "CFO", &change(3)).await.expect("signed");
    let twice = policies.sign(2, "zoë lee", "CFO", &change(4)).await.expect_err("refused");
    assert!(matches!(twice, RecordsError::SignedTwice { version: 2, .. }), "{twice}");
    let saved = Mapping { toml: "at = 'Day'\n".to_owned(), ..shop.value };
    let saved = records.documents().add(&saved, &VersionDetails::default(), &change(5)).await.expect("saved");
    assert_eq!((third.version, saved.version), (3, 2));
    let last = closed.last().expect("a period");
    let next = Closing {
        period: Calendar::utc().period(Grain::Month, last.period.end),
        policy_version: 3,
        lake_versions: last.lake_versions.clone(),
        last_import_seq: last.last_import_seq,
        figures: "{}".to_owned(),
    };
    let next = records.books().close(&next, &change(6)).await.expect("closed");
    assert_eq!(next.previous, last.checksum);
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn what_stood_before_there_were_seals_is_sealed_once(base: Base) {
    leave(&base, 8, include_str!("schema_8.sql")).await;
    let records = base.open().await;
    let (entries, _) = records.audit().head().await.expect("read");
    assert_eq!(records.audit().sealed_since().await.expect("read"), Some((entries, at(0))));
    let entry = records.audit().after(entries - 1, 1).await.expect("read").pop().expect("an entry");
    assert_eq!((entry.what.as_str(), entry.by.as_str()), ("records.seal", "Bellwether"));
    base.open().await;
    assert_eq!(records.audit().head().await.expect("read").0, entries, "once");
    // What no earlier entry told of.
    base.tamper("UPDATE entries SET changed_by = 'Bob'").await;
    let told = records.verify().await.expect("verified");
    assert!(
        told.iter().any(|breach| breach.place.starts_with("target ") && breach.what.contains("entries")),
        "{told:?}"
    );
}
