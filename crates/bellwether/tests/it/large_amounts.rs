//! An amount that is no money takes no page down: it is refused where it comes in, and named where it is met.

use std::fmt::Write as _;

use crate::company::{Company, map};

#[test]
fn an_amount_that_is_no_money_is_refused_with_its_row_and_the_rest_is_counted() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    for amount in ["23000000000000000", "-23000000000000000.00", "100000000000000.01", "9223372036854775807"] {
        company.write(
            "orders.csv",
            format!("no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,{amount}\n"),
        );
        let report = company.import("orders.csv", "map.toml");
        assert_eq!(report.get("rejected"), Some(&1), "{amount}: {report:?}");
    }
    let rejects = company.answer(&["rejects", "list", "--format", "csv"]);
    assert!(rejects.contains("larger than can be counted"), "{rejects}");
    company.ledger();
}

#[test]
fn amounts_that_cannot_be_added_up_are_named_with_customer_source_and_row() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    let mut rows = "no,customer,day,amount\n".to_owned();
    for number in 0..400 {
        let amount = if number == 7 { "99999999999999" } else { "90000000000000" };
        writeln!(rows, "big{number},bob,2024-01-06,{amount}").expect("written");
    }
    company.write("orders.csv", rows + "small,ann,2024-02-05,10.00\n");
    company.import("orders.csv", "map.toml");
    for command in [&["ledger"][..], &["customers"], &["base"], &["close", "2024-01", "--yes"]] {
        let told = company.refused(3, command);
        for named in ["customer bob", "shop", "row big7", "99999999999999", "import 1", "bellwether import undo"] {
            assert!(told.contains(named), "{command:?}, {named}: {told}");
        }
    }
}
