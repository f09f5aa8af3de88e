//! What nearly all rows of a later file change in the same way is said, and what some do is not; so is that no customer is known.

use bellwether_model::Day;
use jiff::civil::date;

use super::usual_files::Dice;
use super::*;

/// A purchase; those of one number are one.
#[derive(Clone, Debug)]
struct Sale {
    id: String,
    customer: String,
    day: Day,
    minor: i64,
}

fn source_of(name: &str, sales: &[Sale]) -> Memory {
    let noon = |sale: &Sale| i64::from(sale.day.0) * 86_400_000_000 + 43_200_000_000;
    let given: Vec<Purchase<'_>> =
        sales.iter().map(|sale| (Some(&*sale.id), Some(&*sale.customer), noon(sale), sale.minor)).collect();
    purchases(name, &given)
}

/// Sales whose days can be read in two ways.
fn sales(dice: &mut Dice, count: usize, customers: usize) -> Vec<Sale> {
    (0..count)
        .map(|number| {
            let month = dice.among(1, 11) as i8;
            let day = dice.among(usize::from(month.unsigned_abs()) + 1, 12) as i8;
            Sale {
                id: format!("p{number}"),
                customer: format!("c{}", dice.of(customers)),
                day: Day::from_date(date(2024, month, day)),
                minor: dice.among(1, 90_000) as i64 * 1_000,
            }
        })
        .collect()
}

fn turned(sale: &mut Sale, change: CommonChange) {
    match change {
        CommonChange::SignTurned => sale.minor = -sale.minor,
        CommonChange::Larger { times } => sale.minor *= times,
        CommonChange::Smaller { times } => sale.minor /= times,
        CommonChange::AnotherCustomer => sale.customer = format!("CUST-{}", sale.customer),
        CommonChange::DayAndMonthSwapped => {
            let day = sale.day.date();
            sale.day = Day::from_date(date(day.year(), day.day(), day.month()));
        }
    }
}

const CHANGES: [CommonChange; 7] = [
    CommonChange::SignTurned,
    CommonChange::Larger { times: 100 },
    CommonChange::Larger { times: 1_000 },
    CommonChange::Smaller { times: 100 },
    CommonChange::Smaller { times: 1_000 },
    CommonChange::AnotherCustomer,
    CommonChange::DayAndMonthSwapped,
];

#[tokio::test]
async fn what_nearly_all_replaced_rows_have_in_common_is_said_with_its_money() {
    let mut dice = Dice(91);
    for case in 0..21 {
        let change = CHANGES[case % CHANGES.len()];
        let (_folder, lake) = lake().await;
        let count = dice.among(1, 30);
        let before = sales(&mut dice, count, 20);
        imported(&lake, source_of("shop", &before)).await;
        let mut after = before.clone();
        let (same, others) = (dice.of(3), dice.of(count / 2 + 1));
        let (mut rows, mut of, mut gone, mut come) = (0, 0, 0_i128, 0_i128);
        for (at, sale) in after.iter_mut().enumerate().skip(same) {
            of += 1;
            if at < same + others && case % 2 == 0 {
                // Corrected for a reason of its own.
                sale.minor += 7;
                continue;
            }
            gone += i128::from(sale.minor);
            turned(sale, change);
            come += i128::from(sale.minor);
            rows += 1;
        }
        let report = imported(&lake, source_of("shop", &after)).await;
        let said: Vec<_> =
            report.oddities.into_iter().filter(|odd| matches!(odd, Oddity::ChangedAlike { .. })).collect();
        let in_pounds = |minor| std::collections::BTreeMap::from([("GBP".to_owned(), minor)]);
        let odd = Oddity::ChangedAlike { change, rows, of, gone: in_pounds(gone), come: in_pounds(come) };
        let is_common = rows >= 3 && rows * 5 >= of * 4;
        assert_eq!(said, if is_common { vec![odd] } else { vec![] }, "case {case}: {rows} of {of}");
    }
}

#[tokio::test]
async fn that_nobody_is_known_is_said_where_customers_come_again_and_not_of_a_first_import_nor_of_one_known() {
    let mut dice = Dice(17);
    for case in 0..18 {
        let (_folder, lake) = lake().await;
        let comes_again = case % 5 != 0;
        let mut before = sales(&mut dice, 60, 20);
        if !comes_again {
            before.iter_mut().enumerate().for_each(|(at, sale)| sale.customer = format!("c{at}"));
        }
        let first = imported(&lake, source_of("shop", &before)).await;
        let customers = dice.among(5, 15);
        let mut later: Vec<Sale> = (0..customers)
            .map(|number| Sale {
                id: format!("q{number}"),
                customer: format!("C-{number}"),
                day: Day::from_date(date(2025, 1, 1 + number as i8)),
                minor: 1_000,
            })
            .collect();
        let knows_one = case % 3 == 0;
        if knows_one {
            later[dice.of(customers)].customer.clone_from(&before[dice.of(60)].customer);
        }
        let is_other_source = case % 7 == 0;
        let report = imported(&lake, source_of(if is_other_source { "till" } else { "shop" }, &later)).await;
        let said = |report: &ImportReport| {
            let of =
                |odd: &Oddity| if let Oddity::NewCustomers { customers, .. } = odd { Some(*customers) } else { None };
            report.oddities.iter().find_map(of)
        };
        assert_eq!(said(&first), None, "case {case}");
        let is_odd = comes_again && !knows_one && !is_other_source && customers >= 10;
        assert_eq!(said(&report), is_odd.then_some(customers as u64), "case {case}");
    }
}
