use std::sync::atomic::AtomicBool;

use bellwether_engine::facts::{ImportRequest, import};
use bellwether_engine::sources::mapping::Mapping;
use bellwether_model::Policy;
use bellwether_records::VersionDetails;
use jiff::{Timestamp, ToSpan};
use ulid::Ulid;

use super::*;
use crate::app::App;
use crate::config::Config;

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

/// A mapping that is told from others by which rows it leaves out.
fn mapping(number: usize) -> String {
    let columns = "[columns]\npurchase_id = \"no\"\ncustomer_id = \"who\"\nat = \"day\"\namount_minor = \"much\"\n";
    format!("table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\nwhere = \"much <> {number}\"\n\n{columns}")
}

#[tokio::test]
async fn the_mapping_of_an_import_is_kept_whether_or_not_the_process_ended_before_it_was_written_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, user) = (folder.path().join("data"), "tester".to_owned());
    let begun: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a moment");
    let config = Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user };
    App::new(config.clone(), begun, new_id).init(&Policy::default()).await.expect("a company");
    let file = folder.path().join("orders.csv");
    std::fs::write(&file, "no,who,day,much\n1,ann,2024-01-02,5\n").expect("written");
    // Mappings in any order, each saved or not; the last one that was used holds.
    for (turn, (number, is_written)) in
        [(1, false), (2, true), (1, false), (1, true), (2, false), (3, false), (3, true), (1, true)]
            .into_iter()
            .enumerate()
    {
        let now = begun + (turn as i64 + 1).hours();
        let app = App::new(config.clone(), now, new_id);
        let company = app.company().await.expect("open");
        let toml = Mapping::from_toml(&mapping(number)).expect("a mapping").to_toml().expect("TOML");
        let usual = app.usual().await.expect("known");
        let inputs = [file.display().to_string()];
        let parsed = Mapping::from_toml(&toml).expect("a mapping");
        let mut source = app.mapped(&company, &inputs, &parsed).await.expect("readable");
        let request = ImportRequest {
            import_id: &format!("import {turn}"),
            by: "tester",
            now,
            time_zone: &usual.zone,
            mapping: &toml,
            complete_through: None,
            dry_run: false,
            threads: 1,
            cancel: &AtomicBool::new(false),
            on_progress: &mut |_| {},
        };
        import(&company.lake, &mut source, request).await.expect("imported");
        if is_written {
            let (source, fact) = ("shop".to_owned(), "purchases".to_owned());
            let kept = bellwether_records::Mapping { source, fact, toml: toml.clone() };
            let change = app.change("tester").expect("a change");
            company.records.documents().add(&kept, &VersionDetails::default(), &change).await.expect("written");
        }
        assert_eq!(kept_mapping(&company, "shop", "purchases").await.expect("told"), Some(toml), "turn {turn}");
        company.records.close().await;
    }
}
