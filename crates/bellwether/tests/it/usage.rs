//! Used more, used less: whom the touches of two periods tell apart, and that the parts are the ledger's customers.

use crate::company::Company;

const PURCHASES: &str = "customer,day,amount\na,2024-01-05,10\nb,2024-01-06,20\nc,2024-01-07,40\nd,2024-02-03,80\n";
const TOUCHES: &str = "customer,day,way\na,2024-01-10,app\na,2024-02-10,app\na,2024-02-11,app\nb,2024-01-10,app\n\
                       b,2024-02-10,letter\nc,2024-02-12,letter\nd,2024-02-12,app\n,2024-02-12,app\n";

fn company() -> Company {
    let company = Company::of_purchases();
    let columns = "customer_id = \"customer\"\n";
    let maps = [
        ("purchases", PURCHASES, "at = \"day\"\namount = \"amount\"\n"),
        ("touches", TOUCHES, "started_at = \"day\"\nchannel = \"way\"\ntouchpoint = \"'visit'\"\n"),
    ];
    for (table, rows, more) in maps {
        let (file, map) = (format!("{table}.csv"), format!("{table}.toml"));
        let head = format!("table = \"{table}\"\nsource = \"shop\"\ncurrency = \"EUR\"\n\n[columns]\n");
        std::fs::write(company.folder().join(&file), rows).expect("written");
        std::fs::write(company.folder().join(&map), format!("{head}{columns}{more}")).expect("written");
        company.answer(&["import", &file, "--as", table, "--map", &map]);
    }
    company
}

#[test]
fn more_less_as_much_and_joined_make_up_the_customers_of_the_ledger() {
    let company = company();
    let told = |arguments: &[&str]| {
        company.answer(&[&["usage", "--as-of", "2024-02-29", "--format", "csv"], arguments].concat())
    };
    let by_app = told(&["--channel", "app"]);
    let line = by_app.lines().nth(1).expect("one whole month with one before it");
    assert_eq!(line, "2024-02,1,1000,1,2000,1,4000,1,8000,4,15000,EUR,2024-02-29,policy 1");
    assert_eq!(by_app.lines().count(), 2);
    let by_any = told(&[]);
    assert!(by_any.contains("\n2024-02,2,5000,0,0,1,2000,1,8000,4,15000,"), "{by_any}");
}

#[test]
fn a_month_that_is_not_over_is_not_held_against_a_whole_one() {
    let told = company().answer(&["usage", "--as-of", "2024-02-28", "--format", "csv"]);
    assert!(!told.contains("2024-02,"), "{told}");
}
