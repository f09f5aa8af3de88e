//! Ids that begin anew within one source: what would vanish is asked about before anything is written, and the answer is kept.

use crate::company::{Company, number};

const HEADER: &str = "order_no,buyer,bought_on,paid\n";
const MAP: &str = "table = \"purchases\"\nsource = \"shop\"\ncurrency = \"EUR\"\n\n[columns]\npurchase_id = \"order_no\"\n\
                   customer_id = \"buyer\"\nat = \"bought_on\"\namount = \"paid\"\n";

/// A company that brought January's orders in.
fn company(january: &str) -> Company {
    let company = Company::of_purchases();
    company.write("map.toml", MAP);
    company.write("orders.csv", format!("{HEADER}{january}"));
    company.import("orders.csv", "map.toml");
    company
}

/// All that was ever spent.
fn spent(company: &Company) -> i64 {
    number(&company.rows(&["sql", "select sum(amount_minor) as minor from purchases"])[0], "minor")
}

const JANUARY: &str = "1,ann,2024-01-02,100.00\n2,bob,2024-01-03,50.00\n3,cy,2024-01-20,25.00\n";
const FEBRUARY: &str = "1,bob,2024-02-03,40.00\n2,dan,2024-02-04,30.00\n";

/// A command that brings the orders in, by the map or by what is kept of the source.
const COMMANDS: [&[&str]; 2] = [
    &["import", "orders.csv", "--as", "purchases", "--map", "map.toml"],
    &["import", "orders.csv", "--as", "purchases", "--source", "shop"],
];

#[test]
fn a_second_month_whose_ids_begin_anew_is_asked_about_and_yes_does_not_agree_to_it() {
    for command in COMMANDS {
        let company = company(JANUARY);
        company.write("orders.csv", format!("{HEADER}{FEBRUARY}"));
        for more in [&["--yes"][..], &[], &["--dry-run"]] {
            let told = company.refused(3, &[command, more].concat());
            for part in [
                "ids.order_no: 2 of 2 rows of this file have an id in 'order_no'",
                "'1' stood for ann on 2 January 2024, EUR\u{a0}100.00, and stands for bob on 3 February 2024, EUR\u{a0}40.00",
                "month: they begin anew each month",
                "would add rows 2, customers 2, EUR\u{a0}70.00",
                "unique_within = \"month\"",
                "shop_2: ",
                "replace: ",
                "and take out rows 2, customers 2, EUR\u{a0}150.00",
            ] {
                assert!(told.contains(part), "{part} is missing in {told}");
            }
        }
        assert_eq!(spent(&company), 17_500, "nothing is written");
    }
}

#[test]
fn ids_said_to_begin_anew_are_known_so_from_then_on_and_earlier_rows_as_before() {
    for command in COMMANDS {
        let company = company(JANUARY);
        company.write("orders.csv", format!("{HEADER}{FEBRUARY}"));
        company.answer(&[command, &["--answer", "ids.order_no=month"]].concat());
        assert_eq!(spent(&company), 24_500);
        let kept = ["import", "orders.csv", "--as", "purchases", "--source", "shop", "--yes"];
        // Once more, the month after, both together with a correction of an amount and a day, and the first again.
        for (rows, sum) in [
            (FEBRUARY.to_owned(), 24_500),
            ("1,eve,2024-03-01,5.00\n2,ann,2024-03-02,6.00\n".to_owned(), 25_600),
            (
                format!("{}1,eve,2024-03-01,5.00\n", FEBRUARY.replace("40.00", "41.00").replace("02-04", "02-05")),
                25_700,
            ),
            (JANUARY.to_owned(), 25_700),
        ] {
            company.write("orders.csv", format!("{HEADER}{rows}"));
            company.answer(&kept);
            assert_eq!(spent(&company), sum, "{rows}");
        }
    }
}

#[test]
fn a_branch_with_ids_of_its_own_becomes_a_source_of_its_own_that_is_offered_again() {
    let company = company(JANUARY);
    let branch = "1,eve,2024-01-02,7.00\n2,fay,2024-01-04,8.00\n3,gus,2024-01-21,9.00\n";
    company.write("orders.csv", format!("{HEADER}{branch}"));
    let command = ["import", "orders.csv", "--as", "purchases", "--map", "map.toml"];
    let told = company.refused(3, &[&command[..], &["--yes"]].concat());
    assert!(told.contains("no_ids: ") && !told.contains("month: "), "the days do not part them: {told}");
    let answered = company.answer(&[&command[..], &["--answer", "ids.order_no=shop_2"]].concat());
    assert!(answered.contains("purchases of shop_2"), "{answered}");
    assert_eq!(spent(&company), 17_500 + 2_400);
    company.write("orders.csv", format!("{HEADER}{branch}4,gus,2024-01-22,1.00\n"));
    let told = company.refused(3, &[&command[..], &["--yes"]].concat());
    assert!(told.contains("shop_2: "), "{told}");
    company.answer(&[&command[..], &["--answer", "ids.order_no=shop_2"]].concat());
    assert_eq!(spent(&company), 17_500 + 2_500);
}

#[test]
fn corrections_are_not_asked_about_and_may_be_said_to_be_some() {
    let company = company(JANUARY);
    let command = ["import", "orders.csv", "--as", "purchases", "--map", "map.toml", "--yes"];
    // Amounts, days, a customer, and one row in all of it.
    for (rows, sum) in [
        (JANUARY.replace("100.00", "90.00"), 16_500),
        (JANUARY.replace("2024-01-20", "2024-01-21"), 17_500),
        (JANUARY.replace("ann", "anne"), 17_500),
        (JANUARY.replace("2,bob,2024-01-03", "2,rob,2024-01-08"), 17_500),
    ] {
        company.write("orders.csv", format!("{HEADER}{rows}"));
        company.answer(&command);
        assert_eq!(spent(&company), sum, "{rows}");
    }
    company.write("orders.csv", format!("{HEADER}{FEBRUARY}"));
    company.refused(3, &command);
    company.answer(&[&command[..], &["--answer", "ids.order_no=replace"]].concat());
    assert_eq!(spent(&company), 2_500 + 7_000);
}

#[test]
fn rows_that_are_known_by_no_id_any_more_are_known_by_the_one_they_came_with() {
    let company = company(JANUARY);
    company.write("orders.csv", format!("{HEADER}1,eve,2024-01-02,7.00\n2,fay,2024-01-04,8.00\n"));
    let command = ["import", "orders.csv", "--as", "purchases", "--map", "map.toml"];
    company.answer(&[&command[..], &["--answer", "ids.order_no=no_ids"]].concat());
    assert_eq!(spent(&company), 19_000);
    // The first file again would count twice by what the source is known by now.
    company.write("orders.csv", format!("{HEADER}{JANUARY}"));
    let kept = ["import", "orders.csv", "--as", "purchases", "--source", "shop"];
    company.refused(3, &[&kept[..], &["--yes"]].concat());
    company.answer(&[&kept[..], &["--answer", "source.shop=shop"]].concat());
    assert_eq!(spent(&company), 19_000);
}
