//! Rows that are totals, averages, balances or carried amounts, though they carry a day and a name: never counted in silence.

use proptest::prelude::*;

use super::*;

/// A record: order, customer, day, amount in cents.
type Sale = (String, String, String, i64);

const CUSTOMERS: [&str; 6] = ["Adler GmbH", "Brandt KG", "Total Wine Ltd", "Dahl & Co", "Balance Yoga GmbH", "Falk SE"];

fn sales(count: usize, seed: i64) -> Vec<Sale> {
    let sale = |at: usize| {
        let number = at as i64;
        let cents = 1999 + number * 3737 + (number * number * (131 + seed)) % 5003;
        let day = format!("2024-{:02}-{:02}", at * 6 / count + 1, at % 27 + 1);
        (format!("O-{}", 5001 + at), CUSTOMERS[at * 5 % 6].to_owned(), day, cents)
    };
    (0..count).map(sale).collect()
}

fn money(cents: i64) -> String {
    format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn line((order, customer, day, cents): &Sale) -> String {
    format!("{order},{customer},{day},{}", money(*cents))
}

fn sum(sales: &[Sale]) -> i64 {
    sales.iter().map(|sale| sale.3).sum()
}

/// The lines of a table of sales are read, all of those and no other; each other line is rejected as a total, with a way to keep it.
fn assert_read(header: &str, lines: &[(String, bool)]) {
    let text: String =
        std::iter::once(header).chain(lines.iter().map(|(line, _)| line.as_str())).collect::<Vec<_>>().join("\n");
    let table = content(format!("{text}\n")).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let expected: Vec<String> =
        lines.iter().filter(|(_, is_sale)| *is_sale).map(|(line, _)| line.replace(',', "|")).collect();
    assert_eq!(table.shown(), expected, "{text}\n{:#?}", table.rejects);
    assert_eq!(table.rejects.len(), lines.len() - expected.len());
    for reject in &table.rejects {
        assert!(reject.reason.contains("total") && reject.reason.contains("footer_rows = 0"), "{reject:?}");
    }
    let kept = declared(format!("{text}\n"), &Format { footer_rows: Some(0), ..Format::default() }).unwrap();
    assert_eq!(kept.rows.len(), lines.len(), "{text}");
}

const WORDS: [&str; 26] = [
    "Total January",
    "Month total",
    "January 2024 Total",
    "*** TOTAL ***",
    "-- subtotal --",
    "Net total",
    "Monatssumme",
    "Total mes",
    "All customers",
    "Report Total",
    "Gesamtergebnis",
    "Összesen",
    "Łącznie",
    "Sum of all",
    "Carried forward",
    "Übertrag",
    "TOTAL",
    "24",
    "",
    "Kokkuvõte",
    "Cyfanswm",
    "K-1001 Ergebnis",
    "Zbir",
    "összeg",
    "คำนวณ",
    "?",
];

#[test]
fn totals_of_months_with_a_day_and_any_word_are_rejected() {
    for (seed, word) in (0..).zip(WORDS) {
        for count in [18, 40] {
            let sales = sales(count, seed);
            let mut lines = Vec::new();
            for month in sales.chunk_by(|one, other| one.2[..7] == other.2[..7]) {
                lines.extend(month.iter().map(|sale| (line(sale), true)));
                lines.push((format!(",{word},{}-28,{}", &month[0].2[..7], money(sum(month))), false));
            }
            assert_read("Order No,Customer,Order Date,Amount", &lines);
        }
    }
}

#[test]
fn a_total_at_the_end_is_rejected_whatever_it_is_called() {
    for (seed, word) in (0..).zip(WORDS).filter(|(_, word)| !word.is_empty()) {
        for count in (3..30).step_by(4) {
            let sales = sales(count, seed);
            let without_id = |sale: &Sale| line(sale).split_once(',').unwrap().1.to_owned();
            let mut lines: Vec<_> = sales.iter().map(|sale| (without_id(sale), true)).collect();
            lines.push((format!("{word},2024-06-30,{}", money(sum(&sales))), false));
            assert_read("Customer,Date,Amount", &lines);
        }
    }
}

#[test]
fn balances_and_averages_are_rejected_though_they_add_up_to_nothing() {
    let words = [
        "Opening balance",
        "Closing balance",
        "Average",
        "Durchschnitt",
        "Average per order",
        "Saldovortrag",
        "Mittelwert:",
    ];
    for (seed, word) in (0..).zip(words) {
        let sales = sales(24, seed);
        let mut lines: Vec<_> = sales.iter().map(|sale| (line(sale), true)).collect();
        for at in [0, 10, 25] {
            lines.insert(at, (format!(",{word},2024-01-01,473.26"), false));
            assert_read("Order No,Customer,Order Date,Amount", &lines);
        }
    }
}

#[test]
fn amounts_carried_to_the_next_page_are_rejected_on_both() {
    for (out, back) in [("Carried forward", "Brought forward"), ("Übertrag", "Übertrag"), ("a reporter", "report")] {
        let sales = sales(30, 3);
        let mut lines = Vec::new();
        for (at, sale) in sales.iter().enumerate() {
            lines.push((line(sale), true));
            if at % 8 == 7 {
                lines.push((format!(",{out},{},{}", sale.2, money(sum(&sales[..=at]))), false));
                lines.push((format!(",{back},{},{}", sale.2, money(sum(&sales[..=at]))), false));
            }
        }
        assert_read("Order No,Customer,Order Date,Amount", &lines);
    }
}

#[test]
fn a_total_behind_many_rows_that_are_read_as_runs_is_known() {
    let sales = sales(30_000, 7);
    let mut lines: Vec<_> = sales.iter().map(|sale| (line(sale), true)).collect();
    lines.insert(20_000, (format!("O-1,Adler GmbH,2024-06-30,{}", money(sum(&sales[..20_000]))), false));
    lines.push((format!("O-2,Falk SE,2024-06-30,{}", money(sum(&sales))), false));
    assert_read("Order No,Customer,Order Date,Amount", &lines);
}

#[test]
fn a_sum_of_the_rows_above_that_lacks_the_ids_of_all_others_is_a_total_though_ids_are_numbers() {
    for months in 2..6 {
        let sales = sales(months * 4, 7);
        let mut lines = Vec::new();
        for month in sales.chunks(4) {
            for (order, _, day, cents) in month {
                let customer = 501 + cents % 7;
                lines.push((format!("{},{customer},{day},{}", order.trim_start_matches("O-"), money(*cents)), true));
            }
            lines.push((format!(",,{},{}", month[3].2, money(sum(month))), false));
        }
        assert_read("order_id,customer_id,date,amount", &lines);
    }
}

#[test]
fn customers_named_like_totals_count() {
    let names = [
        "Total Wine Ltd",
        "Balance Yoga GmbH",
        "Average Joe's Gym",
        "Sum Up AG",
        "Forward Air",
        "May Month GmbH",
        "Total",
    ];
    for count in [4, 9, 40] {
        let lines: Vec<_> = (0..count)
            .map(|at| {
                (
                    format!(
                        "O-{},{},2024-01-{:02},{}",
                        100 + at,
                        names[at % 7],
                        at % 27 + 1,
                        money(1713 + at as i64 * 419)
                    ),
                    true,
                )
            })
            .collect();
        let text: Vec<&str> = lines.iter().map(|(line, _)| line.as_str()).collect();
        let table = content(format!("Order No,Customer,Order Date,Amount\n{}\n", text.join("\n"))).unwrap();
        assert_eq!((table.rows.len(), table.rejects.len()), (count, 0), "{:?}", table.rejects);
    }
}

#[test]
fn rows_of_an_account_that_balances_are_no_totals_though_its_balance_comes_again_as_an_amount() {
    for seed in 0..40_usize {
        let mut lines = Vec::new();
        let mut numbers = (0_usize..).map(|at| (at * 7919 + seed * 104_729) % 9973);
        for at in 0..60 {
            let cents = [10_000, 25_000, 7_550, 30_000][numbers.next().unwrap_or(0) % 4];
            let is_payment = at % 2 == 1 || numbers.next().unwrap_or(0) % 3 == 0;
            let customer = CUSTOMERS[numbers.next().unwrap_or(0) % 6].to_owned();
            let sale = (format!("O-{}", 5001 + at), customer, format!("2024-01-{:02}", at % 27 + 1), cents);
            lines.push((line(&(sale.0, sale.1, sale.2, if is_payment { -sale.3 } else { sale.3 })), true));
        }
        assert_read("Order,Customer,Date,Amount", &lines);
    }
}

proptest! {
    #[test]
    fn rows_that_are_like_the_others_are_never_lost_unseen(
        amounts in prop::collection::vec(1_i64..40, 1..60),
        customers in prop::collection::vec(0_usize..6, 60),
    ) {
        let rows = amounts.iter().zip(&customers).zip(0..);
        let lines: Vec<String> =
            rows.map(|((amount, at), row)| format!("O-{},{},2024-01-05,{amount}.00", 100 + row, CUSTOMERS[*at])).collect();
        let table = content(format!("Order No,Customer,Order Date,Amount\n{}\n", lines.join("\n"))).unwrap();
        prop_assert_eq!(table.rows.len() + table.rejects.len(), lines.len());
        // A sum of few rows by chance is none within the table.
        let last = lines.len() as u64 + 1;
        prop_assert!(table.rejects.iter().all(|reject| reject.place.row == last || reject.place.row > 13), "{:?}", table.rejects);
    }

    #[test]
    fn a_total_in_the_middle_is_known_by_what_it_adds_up(
        amounts in prop::collection::vec(-9_999_i64..99_999, 3..50),
        behind in prop::collection::vec(1_i64..99_999, 1..20),
        word in "[A-Z][a-zäöü]{3,9} [a-z]{4,9}",
    ) {
        let total: i64 = amounts.iter().sum();
        prop_assume!(total > 0 && amounts.iter().filter(|amount| **amount != 0).count() > 2);
        let sale = |at: usize, cents: &i64| format!("K-{},2024-01-{:02},{}", 1001 + at % 5, at % 27 + 1, money(*cents));
        let mut lines: Vec<String> = amounts.iter().enumerate().map(|(at, cents)| sale(at, cents)).collect();
        lines.push(format!("{word},2024-01-31,{}", money(total)));
        lines.extend(behind.iter().enumerate().map(|(at, cents)| sale(at, cents)));
        let table = content(format!("Customer,Date,Amount\n{}\n", lines.join("\n"))).unwrap();
        let rejected: Vec<u64> = table.rejects.iter().map(|reject| reject.place.row).collect();
        prop_assert!(rejected.contains(&(amounts.len() as u64 + 2)), "{rejected:?} {lines:?}");
        prop_assert_eq!(table.rows.len() + rejected.len(), lines.len());
    }
}
