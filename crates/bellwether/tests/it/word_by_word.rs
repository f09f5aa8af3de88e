//! Questions about the words of a file are answered at the terminal, as a whole and word by word.

use crate::company::{Company, number};

const FILE: &str = "order_id,customer_id,date,amount,status\n1,ann,2024-01-05,100.00,paid\n2,bob,2024-01-06,20.00,zurückgenommen\n\
                    3,cid,2024-01-07,7.00,in review\n4,ann,2024-01-08,50.00,cancelled\n";
const IMPORT: [&str; 5] = ["import", "orders.csv", "--as", "purchases", "--yes"];

fn spent(company: &Company) -> i64 {
    number(&company.rows(&["sql", "SELECT sum(amount_minor) AS spent FROM purchases"])[0], "spent")
}

#[test]
fn a_word_that_nobody_knows_is_answered_by_itself() {
    let company = Company::of_purchases();
    company.write("orders.csv", FILE);
    let told = company.refused(3, &IMPORT);
    for line in ["rows.status.paid=count", "rows.status.zurückgenommen=?", "rows.status.cancelled=leave_out"] {
        assert!(told.contains(line), "{line}: {told}");
    }
    // One of two is not enough, and what no word can say is no answer.
    let one = ["--answer", "rows.status.zurückgenommen=refund"];
    company.refused(3, &[&IMPORT[..], &one].concat());
    company.refused(2, &[&IMPORT[..], &["--answer", "rows.status.paid=perhaps"]].concat());
    company.answer(&[&IMPORT[..], &one, &["--answer", "rows.status.in review=leave_out"]].concat());
    assert_eq!(spent(&company), 10_000 - 2_000);
}

#[test]
fn a_word_goes_before_the_answer_to_the_whole() {
    let company = Company::of_purchases();
    company.write("orders.csv", FILE);
    let answers = ["--answer", "rows.status=unknown_count", "--answer", "rows.status.zurückgenommen=leave_out"];
    company.answer(&[&IMPORT[..], &answers].concat());
    assert_eq!(spent(&company), 10_000 + 700);
}

#[test]
fn what_an_unused_column_says_is_told_with_rows_and_money_and_a_flag_is_asked_about() {
    let company = Company::of_purchases();
    company.write(
        "orders.csv",
        "order_id,customer_id,date,amount,colour,is_test\n1,ann,2024-01-05,100.00,red,no\n2,bob,2024-01-06,20.00,blue,yes\n\
         3,ann,2024-01-07,7.00,red,no\n",
    );
    let told = company.refused(3, &IMPORT).replace('\u{a0}', " ");
    assert!(told.contains("'colour' is not used: 'red' × 2, EUR 107.00"), "{told}");
    assert!(
        told.contains("'is_test' hints that some rows are not to count: 'no' × 2, EUR 107.00; 'yes' × 1, EUR 20.00"),
        "{told}"
    );
    company.answer(&[&IMPORT[..], &["--answer", "hint.is_test=as_hinted"]].concat());
    assert_eq!(spent(&company), 10_700);
}
