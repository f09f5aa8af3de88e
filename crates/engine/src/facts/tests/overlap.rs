//! What an import says beside the facts of its source is said: hundreds of pairs of files, each beside an independent reading.

use arrow::array::Date32Array;
use bellwether_model::Day;
use jiff::civil::date;

use super::usual_files::Dice;
use super::*;

const MICROS_PER_DAY: i64 = 86_400_000_000;

fn said(report: &ImportReport, is_it: fn(&Oddity) -> bool) -> Option<Oddity> {
    report.oddities.iter().find(|oddity| is_it(oddity)).cloned()
}

fn in_pounds(minor: i64) -> std::collections::BTreeMap<String, i128> {
    std::collections::BTreeMap::from([("GBP".to_owned(), i128::from(minor))])
}

/// A purchase as a system says it.
#[derive(Clone)]
struct Sale {
    id: String,
    customer: String,
    at: i64,
    minor: i64,
}

fn sales_of(sales: &[Sale]) -> Memory {
    let rows: Vec<Purchase<'_>> =
        sales.iter().map(|it| (Some(it.id.as_str()), Some(it.customer.as_str()), it.at, it.minor)).collect();
    purchases("shop", &rows)
}

#[tokio::test]
async fn rows_that_came_in_before_under_other_ids_are_said_with_their_money() {
    let mut dice = Dice(71);
    for case in 0..16 {
        let (_folder, lake) = lake().await;
        let first = Day::from_date(date(2025, 1, 1));
        let sale = |number: usize, dice: &mut Dice| Sale {
            id: format!("{}", 1000 + number),
            customer: format!("c{}", dice.of(9)),
            at: i64::from(first.plus(dice.of(60) as i32).0) * MICROS_PER_DAY + dice.of(80_000) as i64 * 1_000_000,
            // No two are alike.
            minor: (number * 100 + dice.of(100)) as i64 + 1,
        };
        let known: Vec<Sale> = (0..dice.among(4, 40)).map(|number| sale(number, &mut dice)).collect();
        imported(&lake, sales_of(&known)).await;
        // Some come again as they were, some under another id, some at another time of their day; and others are new.
        let (mut again, mut twice, mut added) = (Vec::new(), 0, 0);
        for known in &known {
            let mut sale = known.clone();
            match (case % 4 > 0, dice.of(4)) {
                (true, 0 | 1) => {
                    sale.id = [format!("#{}", sale.id), format!("0{}", sale.id), format!("{}.0", sale.id)][dice.of(3)]
                        .clone();
                    if dice.of(2) == 0 {
                        sale.at -= sale.at % MICROS_PER_DAY;
                    }
                    twice += sale.minor;
                    added += 1;
                }
                (_, 3) => continue,
                _ => {}
            }
            again.push(sale);
        }
        let new = dice.of(5);
        again.extend((0..new).map(|number| sale(900 + number, &mut dice)));
        let report = imported(&lake, sales_of(&again)).await;
        let found = said(&report, |it| matches!(it, Oddity::DuplicateRows { .. }));
        let (rows, of) = (added, added + new as u64);
        let expected =
            (rows > 0 && rows * 5 >= of).then(|| Oddity::DuplicateRows { rows, of, minor: in_pounds(twice) });
        assert_eq!(found, expected, "case {case}");
        // What is said to come twice is not said to be missing; what is missing from the time that the file tells of is.
        let (first, last) =
            again.iter().fold((i64::MAX, i64::MIN), |(first, last), it| (first.min(it.at), last.max(it.at)));
        let is_missing =
            |known: &&Sale| (first..=last).contains(&known.at) && !again.iter().any(|it| it.minor == known.minor);
        let is_twice = |known: &&Sale| {
            (first..=last).contains(&known.at) && again.iter().any(|it| it.minor == known.minor && it.id != known.id)
        };
        let missing: Vec<&Sale> =
            known.iter().filter(|it| is_missing(it) || (found.is_none() && is_twice(it))).collect();
        let said_again =
            known.iter().filter(|known| again.iter().any(|it| it.id == known.id && it.minor == known.minor)).count();
        let not_in_file = said(&report, |it| matches!(it, Oddity::NotInFile { .. }));
        let not_in_file = not_in_file.map(|it| match it {
            Oddity::NotInFile { rows, minor, .. } => (rows, minor),
            other => panic!("{other:?}"),
        });
        let worth = in_pounds(missing.iter().map(|it| it.minor).sum());
        let expected = (!missing.is_empty() && missing.len() <= said_again).then_some((missing.len() as u64, worth));
        assert_eq!(not_in_file, expected, "case {case}");
    }
}

#[tokio::test]
async fn sales_that_another_source_tells_of_days_later_are_said() {
    let mut dice = Dice(73);
    for case in 0..12 {
        let (_folder, lake) = lake().await;
        let first = Day::from_date(date(2025, 1, 1)).0;
        let sale = |number: usize, dice: &mut Dice| Sale {
            id: format!("{number}"),
            customer: format!("c{}", dice.of(9)),
            at: i64::from(first + dice.of(60) as i32) * MICROS_PER_DAY,
            minor: (number * 100 + dice.of(100)) as i64 + 1,
        };
        let sold: Vec<Sale> = (0..dice.among(3, 20)).map(|number| sale(number, &mut dice)).collect();
        imported(&lake, sales_of(&sold)).await;
        // Of each sale the payment, most of them within some days; and money for something else.
        let days_after = |dice: &mut Dice| if case % 3 == 0 { 6 + dice.of(40) } else { dice.of(6) };
        let (mut paid, mut near) = (Vec::new(), (0, 0));
        for sold in &sold {
            let days = days_after(&mut dice);
            near = if days < 6 { (near.0 + 1, near.1 + sold.minor) } else { near };
            let at = sold.at + days as i64 * MICROS_PER_DAY;
            paid.push(Sale { id: format!("ch_{}", sold.id), at, ..sold.clone() });
        }
        paid.extend((0..dice.of(5)).map(|number| sale(500 + number, &mut dice)));
        let rows: Vec<Purchase<'_>> =
            paid.iter().map(|it| (Some(it.id.as_str()), Some(it.customer.as_str()), it.at, it.minor)).collect();
        let report = imported(&lake, purchases("payments", &rows)).await;
        let (rows, of) = (near.0, paid.len() as u64);
        let source = "shop".to_owned();
        let expected = (rows >= 2 && rows * 2 >= of).then(|| Oddity::DuplicatesOfSource {
            source,
            rows,
            of,
            minor: in_pounds(near.1),
        });
        assert_eq!(said(&report, |it| matches!(it, Oddity::DuplicatesOfSource { .. })), expected, "case {case}");
    }
}

/// A subscription as a system says it.
#[derive(Clone)]
struct Contract {
    id: Option<String>,
    customer: String,
    from: i32,
    to: Option<i32>,
    monthly: i64,
}

fn contracts_of(given: &[Contract]) -> Memory {
    let text =
        |of: fn(&Contract) -> Option<&str>| -> ArrayRef { Arc::new(given.iter().map(of).collect::<StringArray>()) };
    let rows = rows(
        Fact::Subscriptions,
        &[
            ("subscription_id", text(|row| row.id.as_deref())),
            ("customer_id", text(|row| Some(&row.customer))),
            ("from", Arc::new(given.iter().map(|row| Some(row.from)).collect::<Date32Array>())),
            ("to", Arc::new(given.iter().map(|row| row.to).collect::<Date32Array>())),
            ("monthly_minor", Arc::new(Int64Array::from_iter_values(given.iter().map(|row| row.monthly)))),
            ("currency", text(|_| Some("GBP"))),
            ("plan", text(|_| Some("Basic"))),
            ("status", text(|_| Some("active"))),
        ],
    );
    let identity = |row: &Contract| format!("{} {}", row.customer, row.from);
    let content = given.iter().map(|row| xxhash_rust::xxh3::xxh3_128(identity(row).as_bytes())).collect();
    let places = (0..given.len()).map(|row| RowPosition { file: 0, row: row as u64 + 2 }).collect();
    let pulled = Pull { batch: FactBatch { rows, places, content }, rejects: Vec::new(), left_out: None };
    Memory::new(Fact::Subscriptions, "billing", &["subscriptions.csv"], vec![pulled])
}

#[tokio::test]
async fn a_subscription_beside_one_that_goes_on_and_a_price_of_the_past_are_said() {
    let mut dice = Dice(72);
    let start = Day::from_date(date(2024, 1, 1)).0;
    for case in 0..16 {
        let (_folder, lake) = lake().await;
        let known: Vec<Contract> = (0..dice.among(3, 30))
            .map(|number| Contract {
                id: (case % 2 == 0).then(|| format!("S{number}")),
                customer: format!("c{number}"),
                from: start + dice.of(90) as i32,
                to: (dice.of(5) == 0).then_some(start + 200),
                monthly: 1_000 + number as i64,
            })
            .collect();
        imported(&lake, contracts_of(&known)).await;
        let (mut again, mut beside, mut repriced) = (Vec::new(), (0, 0), (0, i32::MAX, 0, 0));
        for known in &known {
            let mut contract = known.clone();
            match dice.of(6) {
                // A new plan, of which nobody says that it took the place of the old one.
                0 => {
                    contract.id = known.id.as_ref().map(|id| format!("{id}b"));
                    (contract.from, contract.to, contract.monthly) = (start + 150, None, known.monthly * 2);
                    if known.to.is_none() {
                        beside = (beside.0 + 1, beside.1 + known.monthly);
                    }
                }
                // A new plan under the id of the old one, which it takes the place of.
                4 if known.id.is_some() => {
                    (contract.from, contract.to, contract.monthly) = (start + 160, None, known.monthly * 3);
                }
                // Another price from the same day on.
                1 if known.id.is_some() => {
                    contract.monthly += 500;
                    let (rows, first, before, after) = repriced;
                    repriced = (rows + 1, known.from.min(first), before + known.monthly, after + contract.monthly);
                }
                // An end that was not known.
                2 => contract.to = Some(start + 300),
                3 => continue,
                _ => {}
            }
            again.push(contract);
        }
        again.push(Contract { id: Some("N".to_owned()), customer: "n".to_owned(), from: start, to: None, monthly: 7 });
        let report = imported(&lake, contracts_of(&again)).await;
        let (customers, minor) = beside;
        let expected = (customers > 0).then(|| Oddity::OverlappingSubscriptions { customers, minor: in_pounds(minor) });
        assert_eq!(said(&report, |it| matches!(it, Oddity::OverlappingSubscriptions { .. })), expected, "case {case}");
        let (rows, first, before, after) = repriced;
        let (first, before, after) = (Day(first), in_pounds(before), in_pounds(after));
        let expected = (rows > 0).then_some(Oddity::RetroactivePrice { rows, first, before, after });
        assert_eq!(said(&report, |it| matches!(it, Oddity::RetroactivePrice { .. })), expected, "case {case}");
    }
}

#[tokio::test]
async fn rows_of_one_subscription_that_stand_month_by_month_are_said_if_they_have_no_ids() {
    let month = |number: i32, monthly: i64| Contract {
        id: None,
        customer: "ann".to_owned(),
        from: Day::from_date(date(2025, 1, 1)).0 + number * 31,
        to: None,
        monthly,
    };
    let (_folder, lake) = lake().await;
    let all: Vec<Contract> = (0..6).map(|number| month(number, 100 - i64::from(number))).collect();
    imported(&lake, contracts_of(&all[..1])).await;
    let mut worth = 0;
    for number in 1..6 {
        let report = imported(&lake, contracts_of(&all[..=number])).await;
        worth += all[number - 1].monthly;
        let expected = Some(Oddity::OverlappingSubscriptions { customers: 1, minor: in_pounds(worth) });
        assert_eq!(
            said(&report, |it| matches!(it, Oddity::OverlappingSubscriptions { .. })),
            expected,
            "month {number}"
        );
    }
}

#[tokio::test]
async fn where_customers_have_several_subscriptions_one_more_is_nothing_odd() {
    let (_folder, lake) = lake().await;
    let contract = |id: usize, customer: usize, from: i32| Contract {
        id: Some(format!("S{id}")),
        customer: format!("c{customer}"),
        from,
        to: None,
        monthly: 100 + id as i64,
    };
    let known: Vec<Contract> = (0..20).map(|id| contract(id, id % 8, 19_000 + id as i32)).collect();
    imported(&lake, contracts_of(&known)).await;
    // A whole export that tells of them again, and one more of two customers.
    let more = [known.clone(), vec![contract(90, 1, 19_100), contract(91, 9, 19_100)]].concat();
    let report = imported(&lake, contracts_of(&more)).await;
    assert_eq!(said(&report, |it| matches!(it, Oddity::OverlappingSubscriptions { .. })), None);
}
