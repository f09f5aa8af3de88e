//! Known ledgers: what independent computations found in public data, Bellwether finds to the customer and the penny.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::company::{Company, Rows, at_hand, number, numbers, public_data};
use crate::source_text::root;

const FIGURES: [&str; 14] = [
    "opening_customers",
    "opening_minor",
    "new_customers",
    "new_minor",
    "won_back_customers",
    "won_back_minor",
    "more_customers",
    "more_minor",
    "less_customers",
    "less_minor",
    "lost_customers",
    "lost_minor",
    "closing_customers",
    "closing_minor",
];

/// A file of the examples in this repository.
pub fn example(path: &str) -> String {
    root().join("examples").join(path).to_str().expect("UTF-8").to_owned()
}

fn text(path: PathBuf) -> String {
    path.into_os_string().into_string().expect("UTF-8")
}

/// Holds a company's ledger, and all movements behind it, against the golden file.
fn assert_golden(company: &Company, data: &Path, name: &str) {
    let Some(path) = at_hand(data.join("../golden").join(name)) else { return };
    let golden: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("a file")).expect("JSON");
    let as_of = golden["as_of"].as_str().expect("a day");
    let found = company.rows(&["ledger", "--as-of", as_of]);
    let lines = golden["ledger"].as_array().expect("lines");
    assert_eq!(found.len(), lines.len(), "periods of {name}");
    for (row, line) in found.iter().zip(lines) {
        assert_eq!(
            line.as_object().expect("a line").len(),
            FIGURES.len() + 1,
            "every figure is held against one of ours"
        );
        assert_eq!(row["period"], line["period"].as_str().expect("a period"));
        for figure in FIGURES {
            assert_eq!(Some(number(row, figure)), line[figure].as_i64(), "{name}, {}, {figure}", row["period"]);
        }
    }
    company.answer(&["refresh"]);
    let query = "select kind, count(*) as movements, sum(minor) as minor from movements where day <= date";
    let movements = company.rows(&["sql", &format!("{query} '{as_of}' group by kind")]);
    let kinds = golden["movements"].as_object().expect("kinds");
    assert_eq!(movements.len(), kinds.len(), "kinds of {name}");
    for row in &movements {
        for figure in ["movements", "minor"] {
            assert_eq!(Some(number(row, figure)), kinds[&row["kind"]][figure].as_i64(), "{name}, {row:?}");
        }
    }
}

#[test]
fn online_retail_gives_the_golden_ledger_and_a_second_import_changes_nothing() {
    let Some(data) = public_data() else { return };
    let file = text(data.join("online-retail/online_retail_merged.csv.gz"));
    let company = Company::new(&["--currency", "GBP", "--basis", "spend", "--lapse-days", "90"]);
    let import = ["import", &file, "--as", "purchases", "--map", &example("online-retail/map.toml")];
    let report = company.answer(&import);
    assert!(report.contains("Rows without a customer are worth GBP 1,447,682.12."), "{report}");
    let counts = numbers(&report);
    assert_eq!(
        (counts["read"], counts["added"], counts["rejected"], counts["unattributed"]),
        (541_909, 541_909, 0, 135_080)
    );
    assert_golden(&company, &data, "ledger_online_retail_lapse_day.json");
    let ledger = company.ledger();
    let again = numbers(&company.answer(&import));
    assert_eq!((again["read"], again["added"], again["replaced"], again["unchanged"]), (541_909, 0, 0, 541_909));
    assert!(ledger == company.ledger(), "the ledger is the same, byte by byte");
}

#[test]
fn cdnow_gives_the_golden_ledger() {
    let Some(data) = public_data() else { return };
    let company = cdnow(&text(data.join("cdnow/CDNOW_sample.txt")));
    assert_golden(&company, &data, "ledger_cdnow_sample_lapse_day.json");
}

#[test]
fn five_files_of_a_subscription_business_give_the_golden_ledger_and_reasons_that_add_up() {
    let Some(data) = public_data() else { return };
    let company = Company::new(&["--currency", "USD", "--basis", "recurring"]);
    for (file, fact, rows) in [
        ("accounts.csv", "customers", 500),
        ("subscriptions.csv", "subscriptions", 5_000),
        ("support_tickets.csv", "touches", 2_000),
        ("feature_usage.csv.gz", "touches", 25_000),
        ("churn_events.csv", "reasons", 600),
        ("churn_events.csv", "feedback", 600),
    ] {
        let path = text(data.join("saas-ravenstack").join(format!("ravenstack_{file}")));
        let mut import = vec!["import", &path, "--as", fact, "--yes"];
        if fact == "subscriptions" {
            // Nothing in the file shows what its ends are; the golden ledger takes them for the first day without. Trials bear money in it.
            import.extend(["--answer", "ends.end_date=first_day_without", "--answer", "hint.is_trial=all_count"]);
        }
        let counts = numbers(&company.answer(&import));
        let expected = (rows, rows, 0, 0);
        assert_eq!((counts["read"], counts["added"], counts["rejected"], counts["unattributed"]), expected, "{file}");
    }
    assert_golden(&company, &data, "ledger_ravenstack.json");
    let ledger = company.rows(&["ledger", "--as-of", "2024-12-31"]);
    for kind in ["lost", "less"] {
        let reasons = company.rows(&["reason", "list", "--kind", kind, "--as-of", "2024-12-31"]);
        for (figure, of_ledger) in [("customers", format!("{kind}_customers")), ("minor", format!("{kind}_minor"))] {
            for line in &ledger {
                let of_period = reasons.iter().filter(|row| row["period"] == line["period"]);
                let sum: i64 = of_period.map(|row| number(row, figure)).sum();
                assert_eq!(sum, number(line, &of_ledger), "{of_ledger} of {}", line["period"]);
            }
        }
        let told = |row: &&_| is_told(row);
        assert!(reasons.iter().filter(told).count() > 0, "some customers told why: {kind}");
    }
}

fn is_told(row: &std::collections::BTreeMap<String, String>) -> bool {
    row["how_known"] == "told" && row["reason"] != "not_yet_known"
}

/// The CDNOW sample, imported.
pub fn cdnow(file: &str) -> Company {
    let company = Company::new(&["--currency", "USD", "--basis", "spend", "--lapse-days", "180"]);
    let counts = company.import(file, &example("cdnow/map.toml"));
    assert_eq!((counts["added"], counts["rejected"], counts["unattributed"]), (6_919, 0, 0));
    company
}

/// The figures of a ledger, without columns that are nought for purchases alone.
fn figures(ledger: &Rows) -> String {
    let line = |row: &std::collections::BTreeMap<String, String>| {
        let figures: Vec<&str> = FIGURES.iter().map(|figure| row[*figure].as_str()).collect();
        format!("{} {}\n", row["period"], figures.join(" "))
    };
    format!("period {}\n{}", FIGURES.join(" "), ledger.iter().map(line).collect::<String>())
}

#[test]
fn the_examples_give_known_ledgers() {
    insta::assert_snapshot!("cdnow", figures(&cdnow(&example("cdnow/CDNOW_sample.txt")).rows(&["ledger"])));
    let retail = Company::new(&["--currency", "GBP", "--basis", "spend", "--lapse-days", "90"]);
    let report = retail.import(&example("online-retail/online_retail_slice.csv"), &example("online-retail/map.toml"));
    assert_eq!((report["added"], report["rejected"], report["unattributed"]), (5_170, 0, 90));
    insta::assert_snapshot!("online_retail", figures(&retail.rows(&["ledger"])));
}
