//! Closed books stay what they were, two policies leave nothing unexplained, and the order of files does not matter.

use std::collections::BTreeMap;

use crate::company::{Company, Rows, map, number};
use crate::golden::{cdnow, example};

const PRESETS: [&str; 4] = ["chartmogul_like", "profitwell_like", "stripe_like", "chargify_like"];
const KINDS: [&str; 5] = ["new", "won_back", "more", "less", "lost"];

/// Facts of June 1997 and before that become known when June is closed: more from a customer, a return of goods, an unknown customer.
const LATE: &str = "\
 00004 0001 19970618  2   29.33
 00021 0002 19970620  1   -5.00
 99999 9999 19970518  2   10.00
";

const LATER: &str = " 00050 0003 19970630  1   12.00\n 00071 0004 19970715  1   13.00\n";

fn import(company: &Company, name: &str, rows: &str) {
    company.write(name, rows);
    let counts = company.import(name, &example("cdnow/map.toml"));
    assert_eq!((counts["added"], counts["rejected"]), (rows.lines().count() as u64, 0), "{name}");
}

fn month(company: &Company, month: &str) -> String {
    company.answer(&["ledger", "--from", month, "--through", month, "--format", "json"])
}

fn of<'l>(ledger: &'l Rows, month: &str) -> &'l BTreeMap<String, String> {
    ledger.iter().find(|row| row["period"] == month).expect("the month")
}

#[test]
fn what_is_learnt_after_a_close_is_restated_and_the_closed_month_keeps_its_bytes() {
    let company = cdnow(&example("cdnow/CDNOW_sample.txt"));
    company.answer(&["close", "1997-06", "--yes", "--who", "Ann"]);
    let (frozen, booked) = (month(&company, "1997-06"), company.rows(&["close", "list"]).remove(0));
    let ledger = company.rows(&["ledger"]);
    let june = of(&ledger, "1997-06");
    assert_eq!(booked["closing_customers"], june["closing_customers"]);
    assert_eq!(booked["closing_minor"], june["closing_minor"]);

    import(&company, "late.txt", LATE);
    assert_eq!(month(&company, "1997-06"), frozen, "June is closed");
    let never_closed = cdnow(&example("cdnow/CDNOW_sample.txt"));
    import(&never_closed, "late.txt", LATE);
    let (ledger, known) = (company.rows(&["ledger"]), never_closed.rows(&["ledger"]));
    let (july, listed) = (of(&ledger, "1997-07"), company.rows(&["close", "list"]).remove(0));
    for figure in ["customers", "minor"] {
        let (closing, restated) = (format!("closing_{figure}"), format!("restated_{figure}"));
        let difference = number(of(&known, "1997-06"), &closing) - number(june, &closing);
        assert!(difference != 0, "late facts matter");
        assert_eq!(number(july, &restated), difference, "{restated}");
        assert_eq!(number(&listed, &restated), difference, "{restated} is listed with the close it corrects");
        for unchanged in ["checksum", "closed_at", &closing] {
            assert_eq!(listed[unchanged], booked[unchanged]);
        }
        for (ours, theirs) in ledger.iter().zip(&known).filter(|(ours, _)| ours["period"].as_str() > "1997-06") {
            assert_eq!(ours[&closing], theirs[&closing], "closed or not, {} ends the same", ours["period"]);
        }
    }
    assert_verified(&company, &["1997-06"]);
    let told = company.refused(6, &["close", "1997-06", "--yes", "--who", "Bob"]);
    assert!(told.contains("closed up to and including 1997-06-30 (last closed by Ann)"), "{told}");
    let told = company.refused(6, &["close", "1997-09", "--yes"]);
    assert!(told.contains("1997-07-01 must be closed before"), "{told}");

    // July has losses with their reasons, and what was restated.
    company.answer(&["close", "1997-07", "--yes", "--who", "Bob"]);
    let frozen_july = month(&company, "1997-07");
    assert_eq!(company.rows(&["close", "list"])[1]["closing_minor"], july["closing_minor"]);
    import(&company, "later.txt", LATER);
    assert_eq!((month(&company, "1997-06"), month(&company, "1997-07")), (frozen, frozen_july));
    let restated: Vec<i64> = company.rows(&["close", "list"]).iter().map(|row| number(row, "restated_minor")).collect();
    let first = number(july, "restated_minor");
    assert_eq!(restated[0], first + 1_200, "June is corrected again");
    let august = number(of(&company.rows(&["ledger"]), "1997-08"), "restated_minor");
    assert_eq!(august, restated.iter().sum::<i64>() - first, "what July already restated is not restated again");
    assert_verified(&company, &["1997-06", "1997-07"]);
}

/// What is shown of some grain, without by which version it is told.
fn lines(company: &Company, grain: &str, through: &str) -> Rows {
    let mut rows = company.rows(&["ledger", "--by", grain, "--through", through]);
    for row in &mut rows {
        row.remove("policy");
    }
    rows
}

#[test]
fn what_was_closed_is_told_by_the_definitions_it_was_closed_by() {
    let company = cdnow(&example("cdnow/CDNOW_sample.txt"));
    // Who is lost and comes back within a month, a quarter: the lapse of ten days makes many.
    company.answer(&["policy", "set", "lapse_days=10", "--from", "1990-01-01"]);
    company.answer(&["close", "1997-06", "--yes", "--who", "Ann"]);
    let closed = [("day", "1997-06-30"), ("week", "1997-06-23"), ("month", "1997-06"), ("quarter", "1997-Q2")];
    let shown = || closed.map(|(grain, through)| lines(&company, grain, through));
    let (before, open_before) = (shown(), lines(&company, "quarter", "1997-Q4"));
    for definitions in [&["same_period=ignored"][..], &["same_period=both_counted"]] {
        company.answer(&[&["policy", "set"], definitions].concat());
        assert_eq!(shown(), before, "{definitions:?}");
        assert_verified(&company, &["1997-06"]);
        let differs = lines(&company, "quarter", "1997-Q4") != open_before;
        assert_eq!(differs, definitions == ["same_period=ignored"], "open periods are told by {definitions:?}");
    }
    // Whatever changes what moves, and how it is cut and explained.
    let moving =
        ["lapse_days=90", "value_window_days=60", "refunds=ignored", "return_window_days=5", "reason_window_days=1"];
    let subscribed = ["basis=recurring", "recurring_months=1", "free=active", "paused=value_zero", "lost_when=at_once"];
    for definitions in [&moving[..], &subscribed, &["customer_noun=donor", "customer_noun_plural=donors"]] {
        company.answer(&[&["policy", "set"], definitions].concat());
        assert_eq!(shown(), before, "{definitions:?}");
        assert_verified(&company, &["1997-06"]);
        let july = &company.rows(&["ledger", "--from", "1997-07", "--through", "1997-07"])[0];
        assert_eq!((number(july, "restated_customers"), number(july, "restated_minor")), (0, 0), "{definitions:?}");
        assert!(number(july, "redefined_minor") != 0, "{definitions:?}");
        let told = company.answer(&["ledger", "--from", "1997-07", "--through", "1997-07"]);
        assert!(told.contains("come from definitions that changed after the books were closed"), "{told}");
    }
}

#[test]
fn the_currency_and_the_calendar_of_closed_books_stay() {
    let company = cdnow(&example("cdnow/CDNOW_sample.txt"));
    let set = |definition: &str, from: &str| company.answer(&["policy", "set", definition, "--from", from]);
    let close = ["close", "1997-06", "--yes", "--who", "Ann"];
    // Versions that come into force later than ones with higher numbers, and before ones that change it back.
    set("currency=EUR", "2190-01-01");
    set("lapse_days=90", "1997-01-01");
    let told = company.refused(6, &close);
    assert!(told.contains("version 2 of the policy changes currency to EUR on 1 January 2190"), "{told}");
    set("currency=USD", "2191-01-01");
    company.refused(6, &close);
    set("currency=USD", "2190-01-01");
    company.answer(&close);
    let before = company.ledger();
    for from in ["1997-01-01", "2190-01-01"] {
        for (definition, kept) in [
            ("currency=EUR", "currency USD"),
            ("time_zone=America/New_York", "time_zone UTC"),
            ("week_start=sunday", "week_start monday"),
            ("fiscal_start_month=4", "fiscal_start_month 1"),
        ] {
            let told = company.refused(6, &["policy", "set", definition, "--from", from]);
            let said = format!("closed through 1997-06 with {kept}");
            assert!(told.contains(&said) && told.contains("separate data folder"), "{told}");
        }
    }
    assert_eq!(company.ledger(), before);
    assert_verified(&company, &["1997-06"]);
}

fn assert_verified(company: &Company, periods: &[&str]) {
    let verified = company.rows(&["close", "verify"]);
    assert_eq!(verified.iter().map(|row| row["period"].as_str()).collect::<Vec<_>>(), periods);
    assert!(verified.iter().all(|row| row["difference"] == "none"), "{verified:?}");
}

/// Subscriptions on which the presets disagree: several at once, free, paused, come and gone in a month, back after a long time.
const SUBSCRIPTIONS: &str = "\
id,customer,plan,price,start,end,cancelled,status,months
s1,ann,pro,100.00,2024-01-10,2024-04-20,2024-04-02,active,1
s2,ann,add-on,20.00,2024-02-10,2024-03-05,2024-03-01,active,1
s3,bob,free,0.00,2024-01-05,,,active,1
s4,cid,pro,50.00,2024-02-02,2024-02-20,2024-02-11,active,1
s5,dan,pro,70.00,2024-01-15,2024-03-03,2024-02-25,active,1
s6,dan,pro,80.00,2024-08-15,,,active,1
s7,eve,pro,90.00,2024-01-15,2024-04-15,,active,1
s8,eve,pro,90.00,2024-04-15,2024-06-15,,paused,1
s9,eve,pro,90.00,2024-06-15,,,active,1
s10,fay,free,0.00,2024-02-01,2024-05-01,,active,1
s11,fay,pro,30.00,2024-05-01,,,active,1
s12,gus,yearly,40.00,2024-01-20,2024-07-02,2024-05-30,active,12
s13,hal,pro,60.00,2024-03-10,2024-05-12,2024-04-28,active,1
s14,hal,pro,60.00,2024-06-20,,,active,1
";

const SUBSCRIPTIONS_MAP: &str = "\
table = \"subscriptions\"
source = \"billing\"
currency = \"EUR\"
[columns]
subscription_id = \"id\"
customer_id = \"customer\"
plan = \"plan\"
monthly = \"price\"
from = \"start\"
to = \"end\"
cancelled_on = \"cancelled\"
status = \"status\"
billing_months = \"months\"
";

#[test]
fn a_bridge_between_any_two_presets_adds_up_to_the_difference_of_their_ledgers() {
    let company = Company::new(&["--currency", "EUR", "--basis", "both", "--lapse-days", "60"]);
    company.write("subscriptions.csv", SUBSCRIPTIONS);
    company.write("subscriptions.toml", SUBSCRIPTIONS_MAP);
    company.answer(&["import", "subscriptions.csv", "--as", "subscriptions", "--map", "subscriptions.toml"]);
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write(
        "orders.csv",
        "no,customer,day,amount\n1,ann,2024-02-03,15.00\n2,ivy,2024-03-03,25.00\n3,ivy,2024-09-20,30.00\n",
    );
    company.import("orders.csv", "map.toml");
    let ledgers = PRESETS.map(|preset| company.rows(&["ledger", "--policy", preset]));
    let said = company.answer(&["bridge", PRESETS[0], PRESETS[1]]);
    assert!(said.lines().next().is_some_and(|line| line.ends_with("; 0 unexplained.")), "{said}");
    let mut disagreeing = 0;
    for a in 0..PRESETS.len() {
        for b in a + 1..PRESETS.len() {
            let mut explained: BTreeMap<String, i64> = BTreeMap::new();
            for step in company.rows(&["bridge", PRESETS[a], PRESETS[b]]) {
                for figure in ["customers", "minor"] {
                    let change = number(&step, &format!("b_{figure}")) - number(&step, &format!("a_{figure}"));
                    *explained.entry(format!("{} {}_{figure}", step["period"], step["kind"])).or_default() += change;
                }
                disagreeing += 1;
            }
            for (from, to) in ledgers[a].iter().zip(&ledgers[b]) {
                for figure in KINDS.iter().flat_map(|kind| [format!("{kind}_customers"), format!("{kind}_minor")]) {
                    let difference = number(to, &figure) - number(from, &figure);
                    let place = format!("{} {figure}", from["period"]);
                    let by_customer = explained.remove(&place).unwrap_or_default();
                    assert_eq!(by_customer, difference, "{} to {}, {place}", PRESETS[a], PRESETS[b]);
                }
            }
            assert!(explained.values().all(|left| *left == 0), "{explained:?}");
        }
    }
    assert!(disagreeing > 20, "the presets disagree on these subscriptions, {disagreeing} times");
}

#[test]
fn the_order_in_which_files_come_does_not_change_the_ledger() {
    let sample = std::fs::read_to_string(example("cdnow/CDNOW_sample.txt")).expect("the example");
    // By customers, and each customer's purchases torn apart: late ones in the other file.
    let is_in = |line: &str, part: bool| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        (cells[1].ends_with(['0', '3', '7']) ^ (cells[2] < "19980101")) == part
    };
    let half = |part| sample.split_inclusive('\n').filter(|line| is_in(line, part)).collect::<String>();
    let halves = [("some.txt", half(true)), ("others.txt", half(false))];
    let ledgers = [[0, 1], [1, 0]].map(|order| {
        let company = Company::new(&["--currency", "USD", "--basis", "spend", "--lapse-days", "180"]);
        for (name, rows) in order.map(|at: usize| &halves[at]) {
            import(&company, name, rows);
        }
        company.ledger()
    });
    assert_eq!(ledgers[0], ledgers[1]);
    assert_eq!(ledgers[0].matches("\"period\"").count(), 18);
}
