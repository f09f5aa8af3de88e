//! A made-up company in the place of one's own, at the terminal.

use std::time::{Duration, Instant};

use crate::company::{Company, map};

/// Whether the made-up company is told.
fn is_there(company: &Company) -> bool {
    let answered = company.ask(&["ledger"]);
    let is_told = answered.told.contains("These are the figures of a made-up company");
    assert_eq!(answered.code, Some(if is_told { 0 } else { 4 }), "{}", answered.told);
    is_told
}

/// Brings a real file in, whose ledger must be that of it alone.
fn real_ledger(company: &Company) -> String {
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("orders.csv", "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-02-05,20.00\n");
    assert_eq!(company.import("orders.csv", "map.toml")["added"], 2);
    company.ledger()
}

#[test]
fn a_made_up_company_says_what_it_is_keeps_real_files_out_and_leaves_nothing_behind() {
    let untouched = real_ledger(&Company::of_purchases());
    let company = Company::of_purchases();
    company.answer(&["sample", "add"]);
    assert!(is_there(&company));
    company.refused(6, &["sample", "add"]);
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("orders.csv", "no,customer,day,amount\n1,ann,2024-01-05,10.00\n");
    for given in [&["--map", "map.toml"][..], &["--yes"], &["--dry-run", "--map", "map.toml"]] {
        let told = company.refused(6, &[&["import", "orders.csv", "--as", "purchases"], given].concat());
        assert!(told.contains("real figures are never put beside made-up ones"), "{told}");
        assert!(told.contains("bellwether sample remove"), "{told}");
    }
    company.answer(&["close", "2026-07", "--yes"]);
    company.answer(&["sample", "remove"]);
    assert!(!is_there(&company));
    company.refused(4, &["sample", "remove"]);
    assert_eq!(company.rows(&["import", "list"]).len(), 0);
    assert_eq!(real_ledger(&company), untouched);
    assert_eq!(company.rows(&["close", "list"]).len(), 0);
    let told = company.refused(6, &["sample", "add"]);
    assert!(told.contains("there are facts of your own"), "{told}");
}

#[test]
fn killed_at_any_moment_a_made_up_company_is_there_or_not_and_can_be_removed() {
    let killed_after = |company: &Company, arguments: &[&str], wait: Duration| {
        let mut child = company.command(arguments).spawn().expect("started");
        std::thread::sleep(wait);
        child.kill().expect("killed");
        child.wait().expect("ended");
    };
    let company = Company::of_purchases();
    let untouched = real_ledger(&Company::of_purchases());
    let started = Instant::now();
    company.answer(&["sample", "add"]);
    let adding = started.elapsed();
    let started = Instant::now();
    company.answer(&["sample", "remove"]);
    let removing = started.elapsed();
    for part in [0.4, 0.8, 1.0] {
        killed_after(&company, &["sample", "add"], adding.mul_f64(part));
        if is_there(&company) {
            company.answer(&["sample", "remove"]);
        }
        assert!(!is_there(&company));
    }
    for part in [0.3, 0.6, 0.9] {
        company.answer(&["sample", "add"]);
        killed_after(&company, &["sample", "remove"], removing.mul_f64(part));
        let found = company.ask(&["sample", "remove"]);
        assert!([Some(0), Some(4)].contains(&found.code), "{}", found.told);
        assert!(!is_there(&company));
    }
    assert_eq!(real_ledger(&company), untouched);
}
