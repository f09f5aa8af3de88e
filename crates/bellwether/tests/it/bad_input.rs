//! Bad input, met one by one: a clear message, nothing half-written, nothing lost, and the next import goes on.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::process::Stdio;

use crate::company::{Company, map, number, numbers};

const HEADER: &str = "no,customer,day,amount\n";
const GOOD: &str = "no,customer,day,amount\n1,ann,2024-01-05,10.00\n2,bob,2024-01-06,20.00\n";
const NEXT: &str = "no,customer,day,amount\n3,cid,2024-01-07,30.00\n";

/// A company with two purchases.
fn company() -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("good.csv", GOOD);
    company.import("good.csv", "map.toml");
    company
}

/// What is said when a file is refused as a whole; the ledger stays as it was, and the next file comes in.
fn refusal(name: &str, content: impl AsRef<[u8]>, format: &str) -> String {
    let company = company();
    company.write(name, content);
    refused(&company, name, format)
}

fn refused(company: &Company, name: &str, format: &str) -> String {
    let before = company.ledger();
    company.write("other.toml", map("currency = \"EUR\"", format));
    let told = company.refused(3, &["import", name, "--as", "purchases", "--map", "other.toml"]);
    assert!(told.starts_with("error (input): ") && told.contains(name), "{told}");
    assert_eq!(company.ledger(), before, "nothing of {name} is kept");
    goes_on(company);
    told
}

fn goes_on(company: &Company) {
    assert_eq!(company.leftovers(), [""; 0].map(std::path::PathBuf::from));
    company.write("next.csv", NEXT);
    assert_eq!(company.import("next.csv", "map.toml")["added"], 1, "the next import goes on");
}

/// What is said when one row of a file is rejected and the others are taken; the row is kept in the file of rejects.
fn rejection(name: &str, content: impl AsRef<[u8]>, format: &str, added: u64) -> String {
    let company = company();
    company.write(name, content);
    company.write("other.toml", map("currency = \"EUR\"", format));
    let answered = company.ask(&["import", name, "--as", "purchases", "--map", "other.toml"]);
    assert_eq!(answered.code, Some(0), "{}", answered.told);
    let counts = numbers(&answered.answer);
    assert_eq!((counts["added"], counts["rejected"]), (added, 1), "{}", answered.told);
    let line = answered.told.lines().find(|line| line.starts_with("rejected: ")).expect("the reject is told");
    let kept = std::fs::read(company.data().join("rejects/2-purchases.csv")).expect("a file of rejects");
    assert!(!kept.is_empty(), "what was rejected can be corrected and imported");
    assert_eq!(company.rows(&["sql", "select \"file\", \"row\" from rejects"]).len(), 1);
    goes_on(&company);
    line.to_owned()
}

#[test]
fn a_wrong_delimiter_in_the_map_is_named_with_the_right_one() {
    let told = refusal("orders.csv", NEXT, "delimiter = \";\"");
    assert!(told.contains("declared delimiter ';' separates nothing, ',' does; declare delimiter = \",\""), "{told}");
}

#[test]
fn broken_utf_8_is_rejected_by_row_column_and_value() {
    let content = [HEADER.as_bytes(), b"7,ann,2024-01-07,1.00\n8,M\xc3(ller,2024-01-08,2.00\n"].concat();
    let told = rejection("orders.csv", content, "encoding = \"utf-8\"", 1);
    assert!(told.contains("orders.csv, row 3, column customer: 'M") && told.contains("(ller"), "{told}");
    assert!(told.contains("bytes that are not utf-8; save the file in one encoding"), "{told}");
}

#[test]
fn rows_in_two_encodings_are_not_garbled() {
    let content = [HEADER.as_bytes(), b"7,M\xc3\xbcller,2024-01-07,1.00\n8,M\xfcller,2024-01-08,2.00\n"].concat();
    let told = rejection("orders.csv", content, "", 1);
    assert!(
        told.contains("row 2, column customer: 'Müller'") && told.contains("save the file in one encoding"),
        "{told}"
    );
}

#[test]
fn a_quote_never_closed_is_found_where_it_opens() {
    let told = rejection("orders.csv", format!("{HEADER}7,\"ann,2024-01-07,1.00\n8,bob,2024-01-08,2.00\n"), "", 1);
    assert!(
        told.contains("orders.csv, row 2, column customer: '\"ann': a quote is opened here but not closed"),
        "{told}"
    );
}

#[test]
fn nul_bytes_reject_their_row() {
    let told = rejection("orders.csv", format!("{HEADER}7,ann,2024-01-07,1.00\n8,b\0,2024-01-08,2.00\n"), "", 1);
    assert!(told.contains("orders.csv, row 3, column customer: 'b\\x00': NUL bytes"), "{told}");
}

#[test]
fn a_line_of_ten_megabytes_is_rejected_and_reading_goes_on() {
    let long = "x".repeat(10_000_000);
    let told = rejection("orders.csv", format!("{HEADER}7,{long},2024-01-07,1.00\n8,bob,2024-01-08,2.00\n"), "", 1);
    assert!(told.contains("orders.csv, row 2: the row is longer than 1048576 bytes") && told.len() < 300, "{told}");
}

#[test]
fn two_columns_of_one_name_are_refused_with_their_positions() {
    let told = refusal("orders.csv", "no,customer,day,amount,amount\n7,ann,2024-01-07,1,2\n", "");
    assert!(told.contains("columns 4 and 5 are both named 'amount'; rename one"), "{told}");
}

#[test]
fn a_mapped_column_that_is_missing_is_named_with_those_that_are_there() {
    let told = refusal("orders.csv", "no,customer,date,amount\n7,ann,2024-01-07,1\n", "");
    assert!(told.contains("no column 'day'") && told.contains("did you mean date?"), "{told}");
}

#[test]
fn decimal_commas_are_read_where_declared_and_asked_for_where_they_could_be_thousands() {
    let head = "no;customer;day;amount\n";
    let company = company();
    company.write("comma.toml", map("currency = \"EUR\"", "decimal = \",\""));
    company.write("comma.csv", format!("{head}7;cid;2024-01-07;1.234,56\n8;cid;2024-01-08;2,500\n"));
    assert_eq!(company.import("comma.csv", "comma.toml")["added"], 2);
    let sum = company.rows(&["sql", "select sum(amount_minor) as minor from purchases where customer_id = 'cid'"]);
    assert_eq!(number(&sum[0], "minor"), 123_706);
    let told = refusal("orders.csv", format!("{head}7;cid;2024-01-07;1,234\n8;cid;2024-01-08;2,500\n"), "");
    assert!(told.contains("numbers in 'amount' such as 1,234 may have thousands or decimals"), "{told}");
    assert!(told.contains("write decimal = "), "{told}");
}

#[test]
fn a_day_that_no_calendar_has_rejects_its_row() {
    let content = format!("{HEADER}7,ann,31/02/2024,1.00\n8,bob,28/02/2024,2.00\n");
    let told = rejection("orders.csv", content, "dates = \"day_first\"", 1);
    assert!(told.contains("orders.csv, row 2, column day: '31/02/2024'") && told.contains("calendar"), "{told}");
}

#[test]
fn two_currencies_need_a_rate_and_are_counted_once_it_is_there() {
    let company = company();
    company.write("currencies.toml", map("", "").replace("[columns]", "[columns]\ncurrency = \"currency\""));
    company
        .write("orders.csv", "no,customer,day,amount,currency\n7,cid,2024-01-07,1.00,EUR\n8,dan,2024-01-08,2.00,USD\n");
    assert_eq!(company.import("orders.csv", "currencies.toml")["added"], 2);
    let told = company.refused(3, &["ledger"]);
    assert!(told.contains("an amount in USD on 2024-01-08 but no exchange rate to EUR"), "{told}");
    assert!(told.contains("bellwether import RATES.csv --as exchange_rates"), "{told}");
    company.write("rates.csv", "currency,day,rate\nUSD,2024-01-01,0.5\n");
    let import = ["import", "rates.csv", "--as", "exchange_rates", "--yes"];
    let told = company.refused(3, &import);
    assert!(told.contains("which way round the rates in 'rate' are ('0.5' in row 2)"), "{told}");
    company.answer(&[&import[..], &["--answer", "rates.rate=reporting_per_unit"]].concat());
    let ledger = company.rows(&["ledger"]);
    assert_eq!((number(&ledger[0], "closing_customers"), number(&ledger[0], "closing_minor")), (4, 3_200));
    // Rates lead to one currency: what a dollar is in euro says nothing of what a euro is in dollars.
    company.answer(&["policy", "set", "currency=USD"]);
    let told = company.refused(3, &["ledger"]);
    assert!(told.contains("an amount in EUR on") && told.contains("no exchange rate to USD"), "{told}");
    company.write("orders.csv", "no,customer,day,amount,currency\n9,eve,2024-01-09,1.00,GBP\n");
    company.write("pounds.csv", "currency,day,rate\nEUR,2024-01-01,2\nGBP,2024-01-01,4\nUSD,2024-01-01,7\n");
    assert_eq!(company.import("orders.csv", "currencies.toml")["added"], 1);
    company.answer(&[
        "import",
        "pounds.csv",
        "--as",
        "exchange_rates",
        "--source",
        "bank",
        "--yes",
        "--answer",
        "rates.rate=reporting_per_unit",
    ]);
    let ledger = company.rows(&["ledger"]);
    // Thirty-one euros, two dollars and a pound, each by its own rate to the dollar.
    assert_eq!((number(&ledger[0], "closing_customers"), number(&ledger[0], "closing_minor")), (5, 6_200 + 200 + 400));
    company.answer(&["policy", "set", "currency=EUR"]);
    let told = company.refused(3, &["ledger"]);
    assert!(told.contains("an amount in GBP on") && told.contains("no exchange rate to EUR"), "{told}");
}

#[test]
fn ids_of_customers_stay_text_with_their_zeros_and_inner_spaces() {
    let company = company();
    company.write("ids.csv", format!("{HEADER}7, 007 ,2024-01-07,1.00\n8,00 7,2024-01-08,2.00\n9,7,2024-01-08,2.00\n"));
    assert_eq!(company.import("ids.csv", "map.toml")["added"], 3);
    let customers = company.rows(&["customers", "--period", "2024-01", "--kind", "new"]);
    let ids: Vec<&str> = customers.iter().map(|row| row["customer_id"].as_str()).collect();
    for id in ["007", "00 7", "7"] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
}

#[test]
fn an_empty_file_and_one_that_is_not_there_say_so() {
    assert!(refusal("orders.csv", "", "").contains("orders.csv: it is empty"));
    assert!(refused(&company(), "nowhere.csv", "").contains("nowhere.csv does not exist; check the path"));
}

#[test]
fn an_archive_that_breaks_off_brings_nothing() {
    let whole = crate::crash::orders(20_000);
    let company = company();
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packing.write_all(whole.as_bytes()).expect("packed");
    let bytes = packing.finish().expect("packed");
    company.write("orders.csv.gz", &bytes[..bytes.len() / 2]);
    let told = refused(&company, "orders.csv.gz", "");
    assert!(told.contains("broken gzip: it breaks off after row ") && told.contains("nothing was imported"), "{told}");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_refused() {
    let company = company();
    let rows = crate::crash::orders(20_000);
    company.write("orders.csv", &rows);
    let before = company.ledger();
    let mut import = company.command(&["import", "orders.csv", "--as", "purchases", "--map", "map.toml"]);
    let mut child = import.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("started");
    let mut growing = OpenOptions::new().append(true).open(company.folder().join("orders.csv")).expect("opened");
    while child.try_wait().expect("a child").is_none() {
        growing.write_all(b"9,zoe,2024-01-07,1.00\n").expect("written");
        std::thread::yield_now();
    }
    let output = child.wait_with_output().expect("ended");
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert!(told.contains("orders.csv changed while it was read"), "{told}");
    assert_eq!(company.ledger(), before, "nothing of it is kept");
    company.write("orders.csv", &rows);
    assert_eq!(company.import("orders.csv", "map.toml")["added"], 20_000);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_may_grow_no_further_fails_the_import_and_leaves_nothing() {
    let company = company();
    let before = company.ledger();
    company.write("big.csv", crate::crash::orders(20_000));
    let import = ["import", "big.csv", "--as", "purchases", "--map", "map.toml"];
    let mut failed = 0;
    // From no room at all to room for the rows set aside but not for the data file; blocks of 512 bytes.
    for blocks in [1, 100, 300] {
        let narrowing = format!("trap '' XFSZ; ulimit -f {blocks}");
        let output = company.command_after(&narrowing, &import).output().expect("the binary runs");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            continue;
        }
        failed += 1;
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(
            told.starts_with("error (internal): could not") || told.starts_with("error (internal): cannot"),
            "{told}"
        );
        assert_eq!(company.ledger(), before, "with {blocks} blocks nothing is kept");
    }
    assert!(failed > 1, "files were too large {failed} times");
    assert_eq!(company.import("big.csv", "map.toml")["added"], 20_000);
    goes_on(&company);
}

#[test]
fn what_is_dated_ahead_by_a_slip_moves_no_figure_before_its_day_has_come() {
    let company = company();
    company.write("slip.csv", "no,customer,day,amount\n4,dot,2090-01-07,30.00\n");
    let slip = ["--answer", "outlying_days.2090-01-07=right"];
    company.answer(&[&["import", "slip.csv", "--as", "purchases", "--map", "map.toml"][..], &slip].concat());
    let told = company.answer(&["ledger", "--by", "year"]);
    assert!(!told.contains("2090"), "{told}");
    let then = company.answer(&["ledger", "--by", "year", "--as-of", "2090-01-07"]);
    assert!(then.contains("2090"), "asked for, it is told: {then}");
}

#[test]
fn an_amount_without_a_rate_is_told_of_by_the_doctor_with_what_to_do() {
    let company = company();
    company.write("dollars.toml", map("currency = \"USD\"", ""));
    company.write("dollars.csv", NEXT);
    company.import("dollars.csv", "dollars.toml");
    let told = company.refused(3, &["ledger"]);
    assert!(told.contains("USD on 2024-01-07") && told.contains("import rates"), "{told}");
    let checked = company.ask(&["doctor"]);
    assert_eq!(checked.code, Some(3), "something is to be done");
    assert!(checked.answer.contains("cannot be told") && checked.answer.contains("USD on 2024-01-07"), "{checked:?}");
}
