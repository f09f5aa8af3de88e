//! Setting a company up at the terminal: the folder, its definitions, and whether all is well.

use crate::company::{Company, map};

#[test]
fn a_currency_that_does_not_exist_is_refused_before_anything_is_made() {
    let company = Company::new(&[]);
    let told = company.refused(2, &["init", "--currency", "QQQ"]);
    assert!(told.contains("'QQQ' is not a currency; write its code in ISO 4217, such as EUR"), "{told}");
}

#[test]
fn init_again_with_the_same_definitions_changes_nothing_and_with_others_is_refused() {
    let given = ["--currency", "USD", "--basis", "recurring", "--time-zone", "Europe/Berlin"];
    let company = Company::new(&given);
    let before = company.answer(&["policy", "show"]);
    for same in [&["init"][..], &[&["init"], &given[..]].concat(), &["init", "--lapse-days", "180"]] {
        let told = company.ask(same).told;
        assert!(told.contains("is there already; nothing was changed"), "{told}");
    }
    let told = company.refused(6, &["init", "--currency", "GBP", "--lapse-days", "90", "--basis", "recurring"]);
    assert!(told.contains("lapse_days is 180, not 90; currency is USD, not GBP. Nothing was changed"), "{told}");
    assert!(told.contains("hint: change definitions with `bellwether policy set`"), "{told}");
    assert_eq!(company.answer(&["policy", "show"]), before);
}

#[test]
fn drift_is_told_as_definitions_are_typed_and_set_takes_it_back() {
    let company = Company::new(&["--currency", "EUR"]);
    company.answer(&["policy", "set", "lost_when=at_once", "return_window_days=90", "customer_noun=regular guest"]);
    let drift = company.rows(&["policy", "drift", "1", "2"]);
    let column = |name: &str| drift.iter().map(|row| row[name].clone()).collect::<Vec<_>>();
    assert_eq!(column("definition"), ["customer_noun", "return_window_days", "lost_when"]);
    assert_eq!(column("before"), ["customer", "none", "subscription_ends"]);
    assert_eq!(column("after"), ["regular guest", "90", "at_once"]);
    let back: Vec<String> = drift.iter().map(|row| format!("{}={}", row["definition"], row["before"])).collect();
    company.answer(&[&["policy", "set"], &back.iter().map(String::as_str).collect::<Vec<_>>()[..]].concat());
    assert_eq!(company.rows(&["policy", "drift", "1", "3"]).len(), 0);
    let told = company.refused(3, &["policy", "set", "lapse_days=abc"]);
    assert!(told.contains("lapse_days is 'abc'; write a whole number from 1 to 3650"), "{told}");
}

#[test]
fn that_nobody_has_signed_is_a_notice_and_a_rejected_row_a_fault() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("good.csv", "no,customer,day,amount\n1,ann,2024-01-05,10.00\n");
    company.import("good.csv", "map.toml");
    let found = company.answer(&["doctor"]);
    assert!(found.contains("signed by nobody") && found.contains("let the leaders sign it"), "{found}");
    company.write("bad.csv", "no,customer,day,amount\n2,bob,some day,10.00\n3,cy,2024-01-06,1.00\n");
    company.ask(&["import", "bad.csv", "--as", "purchases", "--map", "map.toml"]);
    let answered = company.ask(&["doctor"]);
    assert_eq!(answered.code, Some(3), "{answered:?}");
    assert!(answered.told.contains("1 check found a fault"), "{}", answered.told);
}
