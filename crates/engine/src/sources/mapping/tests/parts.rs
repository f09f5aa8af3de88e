//! Sums beside the amount: what the columns add up to is known, and what they leave open is asked about; with the answer that is meant the
//! figure is right.

use super::super::Topic;
use super::kinds::{File, Reading, amounts, customers, days};
use super::*;
use crate::lake::Fact;

const ROWS: usize = 12;

fn money(minor: i64) -> String {
    format!("{}{}.{:02}", if minor < 0 { "-" } else { "" }, minor.abs() / 100, minor.abs() % 100)
}

/// Sales, and what each is worth.
fn sales(amount: &str, dice: &mut Dice) -> (File, Vec<i64>) {
    let (shown, minor) = amounts(ROWS, dice);
    let file = File::default().with("Customer", customers(ROWS)).with("Date", days(ROWS)).with(amount, shown);
    (file, minor)
}

/// A part of each amount, in some rows nothing.
fn parts(minor: &[i64], dice: &mut Dice) -> Vec<i64> {
    minor
        .iter()
        .enumerate()
        .map(|(row, minor)| if row % 3 == 1 { 0 } else { minor / 10 + dice.below(90) as i64 + 1 })
        .collect()
}

#[test]
fn a_part_of_which_nothing_says_whether_it_is_in_the_amount_is_asked_about() {
    let kinds: [(&[&str], &[&str], &str, i64); 5] = [
        (
            &["Subtotal", "Item total", "Zwischensumme", "Sub-total"],
            &["Discount", "Discount amount", "Rabatt", "Nachlass"],
            "taken_off",
            -1,
        ),
        (
            &["Subtotal", "Sub-total", "Zwischensumme", "Item total"],
            &["Shipping", "Delivery", "Versandkosten", "Porto"],
            "added",
            1,
        ),
        (&["Total", "Amount", "Betrag", "Order total"], &["Tip", "Tips", "Trinkgeld", "Gratuity"], "taken_off", -1),
        (
            &["Total incl. VAT", "Gross amount", "Bruttobetrag brutto", "Total TTC"],
            &["VAT", "Tax", "MwSt", "TVA"],
            "taken_off",
            -1,
        ),
        (
            &["Subtotal", "Zwischensumme", "Item total", "Sub-total"],
            &["Discount", "Rabatt", "Coupon", "Nachlass"],
            "taken_off",
            1,
        ),
    ];
    let mut dice = Dice(61);
    for (names, columns, answer, sign) in kinds {
        for (amount, column) in names.iter().zip(columns) {
            let (file, minor) = sales(amount, &mut dice);
            let part = parts(&minor, &mut dice);
            // Discounts are written below zero by some.
            let is_below = answer == "taken_off" && sign == 1;
            let cells = part.iter().map(|part| money(if is_below { -part } else { *part }));
            let file = file.with(column, cells).shuffled(&mut dice);
            let reading = Reading::of(Fact::Purchases, &file);
            assert!(reading.asked.contains("part"), "{amount}, {column}: {:?}", reading.asked);
            let right = minor.iter().sum::<i64>() + if answer == "added" { 1 } else { -1 } * part.iter().sum::<i64>();
            let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Part, answer)]);
            assert_eq!(answered.total(), right, "{amount}, {column}\n{}", file.shown());
            let alone = Reading::answered(Fact::Purchases, &file, &[(Topic::Part, "left_alone")]);
            assert_eq!(alone.total(), minor.iter().sum::<i64>(), "{amount}, {column}");
        }
    }
}

#[test]
fn where_columns_add_up_nothing_is_asked_about_their_parts() {
    let mut dice = Dice(62);
    for round in 0..30 {
        let (shown, goods) = amounts(ROWS, &mut dice);
        let (shipping, tax) = (parts(&goods, &mut dice), parts(&goods, &mut dice));
        let total: Vec<i64> = (0..ROWS).map(|row| goods[row] + shipping[row] + tax[row]).collect();
        let file = File::default()
            .with("Customer", customers(ROWS))
            .with("Date", days(ROWS))
            .with("Order value", shown)
            .with(["Shipping", "Versand"][round % 2], shipping.iter().map(|it| money(*it)))
            .with(["Tax", "MwSt"][round % 2], tax.iter().map(|it| money(*it)))
            .with("Total", total.iter().map(|it| money(*it)))
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(!reading.asked.contains("part"), "{:?}\n{}", reading.asked, file.shown());
    }
}

#[test]
fn an_amount_that_is_what_fees_left_is_asked_about() {
    let mut dice = Dice(63);
    for round in 0..20 {
        let (shown, sold) = amounts(ROWS, &mut dice);
        let fees = parts(&sold, &mut dice);
        let left = (0..ROWS).map(|row| money(sold[row] - fees[row]));
        let column = ["Selling fees", "Commission", "Provision", "Fee"][round % 4];
        let is_below = round % 2 == 0;
        let file = File::default()
            .with("Customer", customers(ROWS))
            .with("Date", days(ROWS))
            .with("Item price", shown)
            .with(column, fees.iter().map(|fee| money(if is_below { -fee } else { *fee })))
            .with("Total", left)
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("part") || reading.asked.contains("rivals"), "{column}: {:?}", reading.asked);
        if !reading.asked.contains("rivals") {
            let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Part, "added")]);
            assert_eq!(answered.total(), sold.iter().sum::<i64>(), "{column}\n{}", file.shown());
        }
    }
}

#[test]
fn a_discount_in_percent_is_taken_off_as_a_share_however_it_is_written() {
    let mut dice = Dice(64);
    for round in 0..24 {
        let amount = ["Subtotal", "List price", "Zwischensumme", "Price"][round % 4];
        let (file, minor) = sales(amount, &mut dice);
        let share = |row: usize| [0, 10, 25, 50][row % 4];
        let cells = (0..ROWS).map(|row| match round % 3 {
            0 => format!("{}%", share(row)),
            1 => format!("{} %", share(row)),
            _ => share(row).to_string(),
        });
        let column = if round % 3 == 2 { "Discount %" } else { ["Discount", "Rabatt"][round % 2] };
        let file = file.with(column, cells).shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("less"), "{amount}, {column}: {:?}\n{}", reading.asked, file.shown());
        let exact: i64 = minor.iter().enumerate().map(|(row, minor)| minor * (100 - share(row))).sum();
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Less, "percent")]);
        // Each row is rounded to a cent by itself.
        assert!((answered.total() * 100 - exact).abs() <= 50 * ROWS as i64, "{amount}, {column}\n{}", file.shown());
    }
}

#[test]
fn rows_that_name_another_row_and_numbers_of_credit_notes_are_asked_about() {
    let mut dice = Dice(65);
    for round in 0..40 {
        let is_named = round % 2 == 0;
        let (file, minor) = sales("Amount", &mut dice);
        let is_back: Vec<bool> = (0..ROWS).map(|row| row % 4 == 3).collect();
        let (sale, back) = [("RE-", "GS-"), ("INV", "CN"), ("R ", "GU "), ("inv_", "cn_")][round / 2 % 4];
        let prefix = |row: usize| if is_back[row] && !is_named { back } else { sale };
        let file = file.with(
            ["Invoice No", "Invoice", "Beleg"][round % 3],
            (0..ROWS).map(|row| format!("{}{}", prefix(row), 5001 + row)),
        );
        let column = ["Credits invoice", "Parent", "Bezug", "Reverses"][round / 2 % 4];
        let file = if is_named {
            file.with(
                column,
                (0..ROWS).map(|row| if is_back[row] { format!("{sale}{}", 5000 + row) } else { String::new() }),
            )
        } else {
            file
        };
        let file = file.shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("given_back"), "{column} {back}: {:?}\n{}", reading.asked, file.shown());
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::GivenBack, "refunds")]);
        let right: i64 = minor.iter().zip(&is_back).map(|(minor, back)| if *back { -minor } else { *minor }).sum();
        assert_eq!(answered.total(), right, "{column} {back}\n{}", file.shown());
    }
}

#[test]
fn what_adds_up_says_on_which_side_of_the_amount_a_part_stands() {
    let mut dice = Dice(67);
    for round in 0..30 {
        let is_below = round % 2 == 0;
        // The amount, a part, and what both make together; and whether there is anything to ask, with the answer.
        for (amount, column, other, sign, asked) in [
            ("Amount", "Tip", "Charged to card", 1, None),
            ("Total", "Tip", "Food and drink", -1, Some(("taken_off", -1))),
            ("Amount", "Fee", "Paid out", -1, None),
            ("Total", "Selling fees", "Item price", 1, Some(("added", 1))),
            ("Amount", "Discount", "Charged to card", -1, Some(("taken_off", -1))),
            ("Total", "Discount", "List value", 1, None),
        ] {
            let (shown, minor) = amounts(ROWS, &mut dice);
            let part = parts(&minor, &mut dice);
            let together = (0..ROWS).map(|row| money(minor[row] + sign * part[row]));
            let is_written_below = is_below && column != "Tip";
            let file = File::default()
                .with("Customer", customers(ROWS))
                .with("Date", days(ROWS))
                .with(amount, shown)
                .with(column, part.iter().map(|part| money(if is_written_below { -part } else { *part })))
                .with(other, together)
                .shuffled(&mut dice);
            let reading = Reading::of(Fact::Purchases, &file);
            assert!(!reading.asked.contains("rivals"), "{amount}, {other}: {:?}", reading.asked);
            assert_eq!(reading.asked.contains("part"), asked.is_some(), "{amount}, {column}\n{}", file.shown());
            if let Some((answer, way)) = asked {
                let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Part, answer)]);
                let right = minor.iter().sum::<i64>() + way * part.iter().sum::<i64>();
                assert_eq!(answered.total(), right, "{amount}, {column}\n{}", file.shown());
            }
        }
    }
}

#[test]
fn codes_and_carriers_are_no_sums() {
    let mut dice = Dice(68);
    for (column, cell) in
        [("Coupon", "SUMMER10"), ("Shipping", "DHL 2"), ("Delivery", "2025-01-03"), ("Discount code", "5")]
    {
        let (file, minor) = sales("Subtotal", &mut dice);
        let file = file.with(column, (0..ROWS).map(|row| if row % 2 == 0 { cell.to_owned() } else { String::new() }));
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(!reading.asked.contains("part") && !reading.asked.contains("less"), "{column}: {:?}", reading.asked);
        assert_eq!(reading.total(), minor.iter().sum::<i64>(), "{column}");
    }
}

#[test]
fn each_number_that_begins_as_those_of_refunds_is_meant_and_no_other() {
    let mut dice = Dice(69);
    // How the numbers of some rows begin, and whether these are refunds.
    for kinds in [
        [("", false), ("CN", true), ("", false)],
        [("RE-", false), ("GS-", true), ("STO-", true)],
        [("INV-", false), ("REF-", true), ("REFURB-", false)],
        [("INV_", false), ("CN_", true), ("RETAIL_", false)],
    ] {
        let (file, minor) = sales("Amount", &mut dice);
        let kind = |row: usize| kinds[[0, 0, 0, 1, 0, 2][row % 6]];
        let file = file.with("Invoice No", (0..ROWS).map(|row| format!("{}{}", kind(row).0, 1001 + row)));
        let reading = Reading::of(Fact::Purchases, &file);
        assert!(reading.asked.contains("given_back"), "{kinds:?}: {:?}", reading.asked);
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::GivenBack, "refunds")]);
        let right: i64 = minor.iter().enumerate().map(|(row, minor)| if kind(row).1 { -minor } else { *minor }).sum();
        assert_eq!(answered.total(), right, "{kinds:?}\n{}", file.shown());
    }
}

#[test]
fn a_percentage_that_cannot_be_read_rejects_its_row_and_is_never_nothing() {
    let mut dice = Dice(70);
    for odd in ["10 % off", "ten", "10%%x", "n.n."] {
        let (file, minor) = sales("Subtotal", &mut dice);
        let cell = |row: usize| match row {
            5 => odd.to_owned(),
            row if row % 2 == 0 => "10%".to_owned(),
            _ => String::new(),
        };
        let file = file.with("Discount", (0..ROWS).map(cell));
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Less, "percent")]);
        assert_eq!(answered.rejected.iter().copied().collect::<Vec<_>>(), [7], "{odd}");
        let exact: i64 =
            (0..ROWS).filter(|row| *row != 5).map(|row| minor[row] * if row % 2 == 0 { 90 } else { 100 }).sum();
        assert!((answered.total() * 100 - exact).abs() <= 50 * ROWS as i64, "{odd}\n{}", file.shown());
    }
}

#[test]
fn a_word_among_sums_beside_the_amount_costs_its_own_row_alone() {
    let mut dice = Dice(67);
    for (column, word) in
        [("refunded_amount", "full"), ("Amount Refunded", "ja"), ("refunded_amount", "see note"), ("Refund", "-.-")]
    {
        for rows in [3, 12] {
            let (shown, minor) = amounts(rows, &mut dice);
            let odd = dice.below(rows);
            // Some whole and some not, with and without an empty cell.
            let given = |row: usize| match row % 3 {
                0 => 0,
                1 => 100,
                _ => 50,
            };
            let cells = (0..rows).map(|row| match (row == odd, row % 3) {
                (true, _) => word.to_owned(),
                (_, 0) => String::new(),
                (_, 1) => "1".to_owned(),
                _ => "0.50".to_owned(),
            });
            let file = File::default()
                .with("order_id", (0..rows).map(|row| format!("{row}")))
                .with("customer", customers(rows))
                .with("date", days(rows))
                .with("amount", shown)
                .with(column, cells);
            let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Less, "taken_off")]);
            let amount = &reading.guess.mapping.columns["amount"];
            if !amount.text().contains(column) && !reading.asked.contains("less") {
                // Where too few cells are sums it is told, or asked, what the column says.
                let is_told = reading.guess.notes.iter().any(|note| note.unused() == Some(column));
                assert!(is_told || !reading.asked.is_empty(), "{}", file.shown());
                continue;
            }
            let right: i64 = (0..rows).filter(|row| *row != odd).map(|row| minor[row] - given(row)).sum();
            let rejected: Vec<u64> = reading.rejected.iter().copied().collect();
            assert_eq!((reading.total(), rejected), (right, vec![odd as u64 + 2]), "{}", file.shown());
        }
    }
}

#[test]
fn refunds_that_may_be_off_the_amount_already_are_asked_about() {
    let mut dice = Dice(71);
    for _ in 0..100 {
        let name = dice.of(&["amount", "Total", "Betrag", "Net Sales", "net_amount", "Nettobetrag netto"]);
        let column = dice.of(&["refunded_amount", "Refunds", "Partial Refunds", "Erstattungsbetrag"]);
        let (_, gross) = sales(name, &mut dice);
        // All of some sales was given back, a small part of others.
        let back = |row: usize| match row % 4 {
            0 => gross[row],
            2 => gross[row] / 5,
            _ => 0,
        };
        let sign = if dice.below(2) == 0 { 1 } else { -1 };
        let file = File::default()
            .with("Customer", customers(ROWS))
            .with("Date", days(ROWS))
            .with(name, (0..ROWS).map(|row| money(gross[row] - back(row))))
            .with(column, (0..ROWS).map(|row| money(sign * back(row))))
            .shuffled(&mut dice);
        let reading = Reading::of(Fact::Purchases, &file);
        let right: i64 = (0..ROWS).map(|row| gross[row] - back(row)).sum();
        assert!(reading.asked.contains("less"), "{:?}\n{}", reading.asked, file.shown());
        let answered = Reading::answered(Fact::Purchases, &file, &[(Topic::Less, "left_alone")]);
        assert_eq!(answered.total(), right, "{}", file.shown());
    }
}
