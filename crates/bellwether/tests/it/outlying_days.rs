//! A date far from all others is asked about before its row comes in, and the answer speaks of no other date.

use crate::company::{Company, map, number};

const HEAD: &str = "no,customer,day,amount\n";

fn rows(numbers: std::ops::Range<u32>) -> String {
    let row = |no| format!("{no},c{},20{}-{:02}-05,10.00\n", no % 7, 20 + no % 5, 1 + no % 12);
    numbers.map(row).collect::<Vec<_>>().concat()
}

/// What an import of a file by a map says, with these answers.
fn import<'a>(file: &'a str, answers: &'a [String]) -> Vec<&'a str> {
    let command = ["import", file, "--as", "purchases", "--map", "map.toml"];
    command.into_iter().chain(answers.iter().flat_map(|answer| ["--answer", answer.as_str()])).collect()
}

fn purchases(company: &Company) -> i64 {
    number(&company.rows(&["sql", "select count(*) as rows from purchases"])[0], "rows")
}

/// Of a company with facts and of one without.
#[test]
fn a_mistyped_year_is_asked_about_with_its_customers_and_money_and_rejected_by_name() {
    for is_known in [false, true] {
        let company = Company::of_purchases();
        company.write("map.toml", map("currency = \"EUR\"", ""));
        if is_known {
            company.write("before.csv", format!("{HEAD}{}", rows(500..540)));
            company.import("before.csv", "map.toml");
        }
        let before = if is_known { 40 } else { 0 };
        company.write("slip.csv", format!("{HEAD}{}41,eve,1024-03-05,99.00\n", rows(0..40)));
        for more in [&["--yes"][..], &["--dry-run"]] {
            let told = company.refused(3, &[&import("slip.csv", &[])[..], more].concat());
            for part in [
                "outlying_days.1024-03-05: of 41 rows read, some are dated 5 March 1024, far from all others",
                "rows 1, customers 1, EUR\u{a0}99.00",
                "[days]\n      earliest = \"1523-01-01\"",
                "right: ",
            ] {
                assert!(told.contains(part), "{part} is missing in {told}");
            }
        }
        assert_eq!(purchases(&company), before, "nothing is written");
        let answers = ["outlying_days.1024-03-05=reject".to_owned()];
        company.answer(&[&import("slip.csv", &answers)[..], &["--yes"]].concat());
        let told = company.answer(&["rejects", "list"]);
        assert!(told.contains("is before 1523-01-01, the earliest day under [days] in the map file"), "{told}");
        assert_eq!(purchases(&company), before + 40);
        // Kept, so that the next file's is rejected without a question, by name.
        company.write("next.csv", format!("{HEAD}{}99,eve,1024-03-05,99.00\n", rows(60..80)));
        company.answer(&["import", "next.csv", "--as", "purchases", "--source", "shop", "--yes"]);
        assert!(company.answer(&["rejects", "list"]).contains("next.csv"));
        assert_eq!(purchases(&company), before + 60);
    }
}

#[test]
fn a_date_said_to_be_right_comes_in_and_another_one_is_asked_about_anew() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("old.csv", format!("{HEAD}{}41,eve,1985-03-05,99.00\n", rows(0..40)));
    let answers = ["outlying_days.1985-03-05=right".to_owned()];
    company.answer(&[&import("old.csv", &answers)[..], &["--yes"]].concat());
    assert_eq!(purchases(&company), 41);
    company.write("slip.csv", format!("{HEAD}{}91,eve,2204-03-05,99.00\n", rows(60..80)));
    let told = company.refused(3, &["import", "slip.csv", "--as", "purchases", "--source", "shop", "--yes"]);
    assert!(told.contains("outlying_days.2204-03-05"), "{told}");
    assert!(told.contains("5 March 1985 to "), "known days are among the others: {told}");
}
