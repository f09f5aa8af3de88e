//! What an import makes is shown before it is written, what looks odd is said and kept, and what is left afterwards is told.

use crate::company::{Company, map};

const GOOD: &str = "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,20.00\n3,ann,2024-03-05,5.00\n";
const WITH_A_TOTAL: &str = "no,customer,day,amount\n1,ann,2024-01-05,12.00\n4,eve,2024-02-07,many\n5,cy,2024-02-08,x\n";

fn company() -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("good.csv", GOOD);
    company.write("bad.csv", WITH_A_TOTAL);
    company
}

#[test]
fn a_trial_and_an_import_tell_the_months_that_change_and_what_looks_odd() {
    let company = company();
    company.import("good.csv", "map.toml");
    let trial = company.answer(&["import", "bad.csv", "--as", "purchases", "--map", "map.toml", "--dry-run"]);
    let line = |said: &str, month: &str| {
        let line = said.lines().find(|line| line.trim_start().starts_with(month));
        line.unwrap_or_else(|| panic!("no {month} in {said}")).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(line(&trial, "2024-01"), ["2024-01", "EUR", "2", "2", "2", "2", "30.00", "32.00"]);
    assert_eq!(line(&trial, "all"), ["all", "EUR", "3", "3", "2", "2", "35.00", "37.00"]);
    assert!(!trial.contains("2024-03"), "months that stay are not told: {trial}");
    assert!(trial.contains("Odd: 2 of 3 rows are refused."), "{trial}");
    let done = company.answer(&["import", "bad.csv", "--as", "purchases", "--map", "map.toml", "--yes"]);
    assert_eq!(line(&done, "2024-01"), line(&trial, "2024-01"));
    assert!(done.contains("Odd: 2 of 3 rows are refused."), "{done}");
    let listed = company.answer(&["import", "list"]);
    assert!(listed.contains("2: 2 of 3 rows are refused"), "{listed}");
    let odd: Vec<_> = company.rows(&["import", "list"]).iter().map(|row| row["odd"].clone()).collect();
    assert_eq!(odd, ["1", "0"]);
}

#[test]
fn an_import_that_refuses_every_row_ends_with_its_cause_and_keeps_nothing() {
    let company = company();
    company.write("none.csv", "no,customer,day,amount\n1,ann,2024-01-05,many\n2,bob,2024-01-06,more\n");
    let arguments = ["import", "none.csv", "--as", "purchases", "--map", "map.toml"];
    let told = company.ask(&arguments);
    assert!(told.code != Some(0), "{}", told.told);
    assert!(told.told.contains("2 of none.csv") && told.told.contains("'many'"), "{}", told.told);
    let trial = company.ask(&[&arguments[..], &["--dry-run"]].concat());
    assert!(trial.code != Some(0) && trial.told.contains("many"), "{}", trial.told);
    assert!(company.answer(&["import", "list"]).contains("Nothing was imported yet."));
    let audit = company.answer(&["import", "good.csv", "--as", "purchases", "--source", "shop", "--dry-run"]);
    assert!(audit.contains("Dry run"), "the columns are guessed anew, for no mapping was kept: {audit}");
}

#[test]
fn a_refused_row_is_dismissed_with_a_reason_opened_again_and_mended() {
    let company = company();
    company.answer(&["import", "bad.csv", "--as", "purchases", "--map", "map.toml", "--yes"]);
    let listed = || company.answer(&["rejects", "list"]);
    assert!(listed().contains("2 rejected: 0 mended, 0 dismissed, 2 open"), "{}", listed());
    assert!(company.ask(&["doctor"]).code != Some(0), "open rejects are a fault");
    let cause = company.rows(&["rejects", "list"])[0]["cause"].clone();
    company.answer(&["rejects", "dismiss", "1", &cause, "--file", "bad.csv", "--row", "4", "--why", "our own test"]);
    assert!(listed().contains("2 rejected: 0 mended, 1 dismissed, 1 open"), "{}", listed());
    assert!(listed().contains("our own test"), "{}", listed());
    company.write("later.csv", "no,customer,day,amount\n4,eve,2024-02-07,7.00\n");
    company.import("later.csv", "map.toml");
    assert!(listed().contains("2 rejected: 1 mended, 1 dismissed, 0 open"), "{}", listed());
    assert_eq!(company.ask(&["doctor"]).code, Some(0), "nothing is to be done");
    let said = listed();
    let id = said.split("Dismissed as ").nth(1).and_then(|rest| rest.split(':').next()).expect("an id").to_owned();
    company.answer(&["rejects", "reopen", &id]);
    assert!(listed().contains("2 rejected: 1 mended, 0 dismissed, 1 open"), "{}", listed());
    company.answer(&["rejects", "dismiss", "1", &cause, "--why", "lines of totals"]);
    assert!(listed().contains("2 rejected: 1 mended, 1 dismissed, 0 open"), "{}", listed());
    assert!(company.refused(4, &["rejects", "dismiss", "1", "0", "--why", "x"]).contains("refused no such rows"));
}

#[test]
fn a_corrected_file_of_rejects_mends_them_though_they_have_no_number() {
    let company = Company::of_purchases();
    let map = "table = \"purchases\"\nsource = \"till\"\ncurrency = \"EUR\"\n[columns]\ncustomer_id = \"customer\"\nat = \"day\"\namount = \"amount\"\n";
    company.write("map.toml", map);
    company.write("till.csv", "customer,day,amount\nann,2024-01-05,12.00\neve,2024-02-07,many\ncy,2024-02-08,x\n");
    company.import("till.csv", "map.toml");
    let refused = std::fs::read_to_string(company.data().join("rejects/1-purchases.csv")).expect("a file of rejects");
    let mended: Vec<&str> = refused.lines().filter(|line| !line.ends_with(",x")).collect();
    company.write("mended.csv", mended.join("\n").replace("2024-02-07,many", "2024-02-07,7.00") + "\n");
    company.import("mended.csv", "map.toml");
    let listed = company.answer(&["rejects", "list"]);
    assert!(listed.contains("2 rejected: 1 mended, 0 dismissed, 1 open"), "{listed}");
}

#[test]
fn codes_that_came_with_an_import_are_told_and_mapped() {
    let company = Company::new(&["--currency", "EUR"]);
    let map = "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[columns]\nsubscription_id = \"id\"\ncustomer_id = \"customer\"\nmonthly = \"price\"\nfrom = \"begin\"\nto = \"end\"\nend_reason = \"why\"\n";
    company.write("map.toml", map);
    company.write(
        "contracts.csv",
        "id,customer,price,begin,end,why\n1,ann,10.00,2024-01-01,2024-03-01,too_pricey\n2,bob,10.00,2024-01-01,2024-04-01,rival\n3,cy,10.00,2024-01-01,,\n",
    );
    let answered = company.ask(&["import", "contracts.csv", "--as", "subscriptions", "--map", "map.toml"]);
    assert!(answered.told.contains("2 codes are mapped to no reason yet"), "{}", answered.told);
    company.answer(&["reason", "map", "billing", "too_pricey", "price"]);
    let codes = company.rows(&["reason", "codes"]);
    let reasons: Vec<_> = codes.iter().map(|row| (row["code"].as_str(), row["reason"].as_str())).collect();
    assert_eq!(reasons, [("rival", ""), ("too_pricey", "price")]);
    company.answer(&["reason", "map", "billing", "TOO_PRICEY", "competitor"]);
    assert!(company.answer(&["reason", "codes"]).contains("competitor"), "a code stands for one reason");
    let refused = company.ask(&["reason", "map", "billing", "rival", "weather"]);
    assert!(refused.code != Some(0) && refused.told.contains("weather"), "{}", refused.told);
}
