//! What looks odd is said, and what does not is not: hundreds of files of each kind, tried against an empty company and one that has
//! facts, each oddity beside an independent reading of the rows.

use arrow::array::BooleanArray;
use arrow::compute::filter_record_batch;
use bellwether_model::Day;
use jiff::civil::date;

use super::super::look_builder::LookPlan;
use super::usual_files::{Dice, Row, usual};
use super::*;
use crate::lake::bucket_of;

const MICROS_PER_DAY: i64 = 86_400_000_000;

fn source_of(name: &str, rows: &[Row]) -> Memory {
    let text = |of: fn(&Row) -> Option<&str>| -> ArrayRef { Arc::new(rows.iter().map(of).collect::<StringArray>()) };
    let at = rows.iter().map(|row| i64::from(row.day.0) * MICROS_PER_DAY + MICROS_PER_DAY / 2);
    let batch = super::rows(
        Fact::Purchases,
        &[
            ("customer_id", text(|row| row.customer.as_deref())),
            ("at", Arc::new(TimestampMicrosecondArray::from_iter_values(at).with_timezone("UTC"))),
            ("amount_minor", Arc::new(Int64Array::from_iter_values(rows.iter().map(|row| row.minor)))),
            ("currency", text(|row| Some(row.currency))),
        ],
    );
    let content = (0..rows.len()).map(|row| row as u128).collect();
    let places = (0..rows.len()).map(|row| RowPosition { file: 0, row: row as u64 + 2 }).collect();
    let pulled = Pull { batch: FactBatch { rows: batch, places, content }, rejects: Vec::new(), left_out: None };
    Memory::new(Fact::Purchases, name, &["orders.csv"], vec![pulled])
}

async fn tried(lake: &Lake, name: &str, rows: &[Row]) -> Vec<Oddity> {
    // As an import does, without what else an import does: there are many files.
    let snapshot = lake.snapshot(Fact::Purchases.name()).await.unwrap();
    let pulled = source_of(name, rows).pulls.next().unwrap().unwrap();
    let (zone, today) = (TimeZone::fixed(jiff::tz::offset(1)), date(2026, 3, 6));
    let count = rows.len() as u64;
    let replaced = foldhash::HashSet::default();
    let plan = LookPlan::new((lake, &snapshot, Fact::Purchases), name, (&zone, today), (count, count, None), &replaced);
    // As by several threads.
    let mut look = plan.begin(0..0);
    for bucket in 0..BUCKETS {
        let is_here = |row: &Row| bucket_of(row.customer.as_deref()) == bucket;
        let here: BooleanArray = rows.iter().map(|row| Some(is_here(row))).collect();
        let here = filter_record_batch(&pulled.batch.rows, &here).unwrap();
        let mut part = plan.begin(bucket..bucket + 1);
        part.at_rows(&here, true);
        part.end_bucket(bucket).unwrap();
        look.join(part);
    }
    let mut said = look.finish(0, count).1;
    // Those of a file are others than the company's: that is for the tests of [common changes](super::common_changes).
    said.retain(|odd| !matches!(odd, Oddity::NewCustomers { .. }));
    said
}

/// Two companies: without facts, and with those of the shop through ten years at the price of a file, in euros.
struct Companies {
    _folders: [tempfile::TempDir; 2],
    empty: Lake,
    known: Vec<(i64, Lake)>,
}

async fn companies() -> Companies {
    let (folder, empty) = lake().await;
    let mut known = Vec::new();
    let (other, _) = lake().await;
    for price in [90, 4_999, 120_000] {
        let lake = Lake::open(&other.path().join(price.to_string())).await.unwrap();
        let rows: Vec<Row> = (0..2_200)
            .map(|row| Row {
                customer: Some(format!("C-{}", 1000 + row % 70)),
                day: Day::from_date(date(2013, 7, 1)).plus(row * 2),
                minor: price,
                currency: "EUR",
            })
            .collect();
        imported(&lake, source_of("shop", &rows)).await;
        known.push((price, lake));
    }
    Companies { _folders: [folder, other], empty, known }
}

impl Companies {
    /// The company without facts, and the one where the rows' price is the usual one.
    fn lakes(&self, rows: &[Row]) -> [&Lake; 2] {
        let mut amounts: Vec<i64> = rows.iter().map(|row| row.minor.abs()).collect();
        amounts.sort_unstable();
        let middle = amounts.get(amounts.len() / 2).copied().unwrap_or(0);
        let nearest = self.known.iter().min_by_key(|(price, _)| (price - middle).abs() / price);
        [&self.empty, &nearest.unwrap().1]
    }
}

/// Makes a file odd, and tells what must be said of it.
type Make = fn(&mut Vec<Row>, &mut Dice) -> Vec<Oddity>;

async fn each(cases: usize, seed: u64, make: Make) {
    let companies = companies().await;
    let mut dice = Dice(seed);
    for case in 0..cases {
        let mut rows = usual(&mut dice);
        let lakes = companies.lakes(&rows);
        let expected = make(&mut rows, &mut dice);
        for (known, lake) in lakes.into_iter().enumerate() {
            let said = tried(lake, "shop", &rows).await;
            assert_eq!(said, expected, "case {case} of {seed}, with {known} company's facts: {} rows", rows.len());
        }
    }
}

fn named(rows: &[Row]) -> u64 {
    rows.iter().filter(|row| row.customer.is_some()).count() as u64
}

#[tokio::test]
async fn of_a_usual_file_nothing_is_said() {
    each(60, 11, |_, _| Vec::new()).await;
}

#[tokio::test]
async fn of_few_rows_nothing_is_said_but_what_holds_of_all() {
    each(30, 12, |rows, dice| {
        rows.truncate(dice.among(1, 9));
        Vec::new()
    })
    .await;
}

#[tokio::test]
async fn one_customer_with_most_rows_is_named() {
    each(30, 13, |rows, dice| {
        let customer = rows[dice.of(rows.len())].customer.clone().unwrap();
        for row in rows.iter_mut() {
            if dice.of(10) < 8 {
                row.customer = Some(customer.clone());
            }
        }
        let own = rows.iter().filter(|row| row.customer.as_deref() == Some(&customer)).count() as u64;
        vec![Oddity::OneCustomer { customer, rows: own, of: named(rows) }]
    })
    .await;
}

#[tokio::test]
async fn a_customer_that_stands_for_nobody_is_named() {
    each(30, 14, |rows, dice| {
        let customer =
            ["guest", "Unbekannt", "N/A", "WALK-IN", "test", "Laufkunde", "NULL", "-"][dice.of(8)].to_owned();
        let (share, own) = (dice.among(1, 9), dice.of(rows.len()));
        for (at, row) in rows.iter_mut().enumerate() {
            if at == own || dice.of(10) < share {
                row.customer = Some(customer.clone());
            }
        }
        let own = rows.iter().filter(|row| row.customer.as_deref() == Some(&customer)).count() as u64;
        vec![Oddity::Nobody { customer, rows: own, of: named(rows) }]
    })
    .await;
}

#[tokio::test]
async fn rows_without_a_customer_are_said_where_they_are_most_or_all() {
    each(30, 15, |rows, dice| {
        let share = [10, 7, 3][dice.of(3)];
        rows.iter_mut().filter(|_| dice.of(10) < share).for_each(|row| row.customer = None);
        let (without, of) = (rows.len() as u64 - named(rows), rows.len() as u64);
        if without * 2 > of { vec![Oddity::NoCustomer { rows: without, of }] } else { Vec::new() }
    })
    .await;
}

#[tokio::test]
async fn ids_that_differ_by_case_are_said_with_an_example() {
    each(30, 16, |rows, dice| {
        for row in rows.iter_mut() {
            row.customer = row.customer.take().map(|id| format!("acme {id}"));
        }
        let mut changed = std::collections::BTreeSet::new();
        for _ in 0..dice.among(1, 3) {
            let at = dice.of(rows.len());
            let small = rows[at].customer.clone().unwrap().replace("ACME", "acme");
            let others = rows.iter().filter(|row| row.customer.as_deref() == Some(&small)).count();
            if others > 1 {
                rows[at].customer = Some(small.replace("acme", "ACME"));
                changed.insert(small);
            }
        }
        let first = changed.iter().next().cloned();
        first
            .into_iter()
            .map(|small| Oddity::Spelling {
                customers: changed.len() as u64,
                is_sample: false,
                one: small.replace("acme", "ACME"),
                other: small,
            })
            .collect()
    })
    .await;
}

#[tokio::test]
async fn amounts_a_hundredfold_of_those_before_are_said() {
    let companies = companies().await;
    let mut dice = Dice(17);
    for case in 0..60 {
        let mut rows = usual(&mut dice);
        let known = companies.lakes(&rows)[1];
        let price = companies.known.iter().find(|(_, lake)| std::ptr::eq(lake, known)).unwrap().0;
        let (times, by) = [(100, 1), (1_000, 1), (1, 100), (1, 1), (3, 1), (1, 4)][case % 6];
        for row in &mut rows {
            row.minor = row.minor * times / by;
        }
        // A hundredth of 0.90 is 0.
        for row in &mut rows {
            row.minor = row.minor.max(1);
        }
        // Another source is held against all others, where it has given nothing itself.
        let source = ["shop", "fair"][dice.of(2)];
        let said = tried(known, source, &rows).await;
        let moved: Vec<_> = said.iter().filter(|odd| !matches!(odd, Oddity::Stopped { .. })).collect();
        if times.max(by) < 100 {
            assert!(moved.is_empty(), "case {case}: {moved:?}");
        } else {
            let [Oddity::AmountsMoved { currency, rows: count, minor, before_minor }] = moved[..] else {
                panic!("case {case}: {said:?}")
            };
            let mut amounts: Vec<i64> = rows.iter().map(|row| row.minor).collect();
            amounts.sort_unstable();
            let middle = amounts[(amounts.len() - 1) / 2];
            assert_eq!((currency.as_str(), *count, *before_minor), ("EUR", rows.len() as u64, price), "case {case}");
            assert!((minor - middle).abs() * 100 <= middle * 7, "case {case}: {minor} for {middle}");
        }
    }
}

#[tokio::test]
async fn months_whose_amounts_are_a_hundredfold_of_those_of_others_are_said() {
    let companies = companies().await;
    let mut dice = Dice(18);
    for case in 0..80 {
        let mut rows = usual(&mut dice);
        let months: std::collections::BTreeSet<Day> = rows.iter().map(|row| first_of_month(row.day)).collect();
        let months: Vec<Day> = months.into_iter().collect();
        // Months with at least twenty rows each, of which fewer than half are odd.
        rows.extend(rows.clone());
        let from = dice.of(months.len());
        let odd: Vec<Day> = months[from..].iter().take(months.len() / 3).copied().collect();
        let is_odd = |row: &Row| odd.contains(&first_of_month(row.day));
        rows.iter_mut().filter(|row| is_odd(row)).for_each(|row| row.minor *= 100);
        let said = tried(&companies.empty, "shop", &rows).await;
        let count = rows.iter().filter(|row| is_odd(row)).count() as u64;
        match (&said[..], odd.is_empty()) {
            ([], true) => {}
            ([Oddity::AmountsApart { rows, first, last, minor, others_minor, .. }], false) => {
                assert_eq!((*rows, first, last), (count, &odd[0], odd.last().unwrap()), "case {case}");
                assert!((40..250).contains(&(minor / others_minor)), "case {case}: {minor} beside {others_minor}");
            }
            _ => panic!("case {case}: {said:?} of {odd:?}"),
        }
    }
}

fn first_of_month(day: Day) -> Day {
    Day::from_date(day.date().first_of_month())
}

#[tokio::test]
async fn rows_of_one_day_are_said_unless_days_of_the_source_hold_as_many() {
    let companies = companies().await;
    let mut dice = Dice(19);
    for case in 0..80 {
        let mut rows = usual(&mut dice);
        let day = rows[0].day;
        for row in &mut rows {
            row.day = day;
        }
        rows.truncate(dice.among(1, rows.len()));
        let count = rows.len() as u64;
        let expected = if count >= 20 { vec![Oddity::OneDay { day, rows: count }] } else { Vec::new() };
        for lake in companies.lakes(&rows) {
            assert_eq!(tried(lake, "shop", &rows).await, expected, "case {case}: {count} rows");
        }
    }
    // A shop with thirty orders a day sends those of the next.
    let (_folder, lake) = lake().await;
    let daily = |day: i32, rows: usize| -> Vec<Row> {
        let day = Day::from_date(date(2025, 1, 1)).plus(day);
        let row = |row: usize| Row { customer: Some(format!("k{row}")), day, minor: 100, currency: "EUR" };
        (0..rows).map(row).collect()
    };
    imported(&lake, source_of("shop", &(0..30).flat_map(|day| daily(day, 30)).collect::<Vec<_>>())).await;
    assert_eq!(tried(&lake, "shop", &daily(30, 45)).await, []);
    assert_eq!(tried(&lake, "shop", &daily(30, 400)).await.len(), 1, "but not ten times as many");
}

#[tokio::test]
async fn a_gap_of_months_is_said_with_its_months() {
    let companies = companies().await;
    let mut dice = Dice(20);
    let mut gaps = 0;
    for case in 0..100 {
        let mut rows = usual(&mut dice);
        let months: std::collections::BTreeSet<Day> = rows.iter().map(|row| first_of_month(row.day)).collect();
        let months: Vec<Day> = months.into_iter().collect();
        if months.len() < 5 {
            continue;
        }
        let from = dice.among(1, months.len() - 3);
        let missing = months[from..months.len() - 1].iter().take(dice.among(0, 4)).copied().collect::<Vec<_>>();
        rows.retain(|row| !missing.contains(&first_of_month(row.day)));
        let usual = rows.len() as u64 * missing.len() as u64 / (months.len() - missing.len()) as u64;
        let expected = match (missing.first(), missing.last()) {
            (Some(first), Some(last)) if usual >= 20 => {
                vec![Oddity::Gap { first: *first, last: *last, months: missing.len() as u32, usual }]
            }
            _ => Vec::new(),
        };
        gaps += expected.len();
        assert_eq!(tried(&companies.empty, "shop", &rows).await, expected, "case {case}");
        let known = companies.lakes(&rows)[1];
        assert_eq!(tried(known, "shop", &rows).await, [], "case {case}: the company has rows of those months");
    }
    assert!(gaps > 40, "{gaps}");
}

#[tokio::test]
async fn days_long_ago_and_far_ahead_are_said_and_make_no_gap() {
    each(100, 21, |rows, dice| {
        let mut expected = Vec::new();
        let bad = [date(1899, 12, 30), date(1970, 1, 1), date(24, 3, 5), date(1989, 12, 31)];
        let ahead = [date(2026, 4, 7), date(2068, 1, 1), date(9999, 12, 31)];
        let mut put = |rows: &mut Vec<Row>, days: &[jiff::civil::Date], many: usize| {
            let chosen: Vec<Day> = (0..many).map(|_| Day::from_date(days[dice.of(days.len())])).collect();
            let extra = rows[0].clone();
            rows.extend(chosen.iter().map(|day| Row { day: *day, ..extra.clone() }));
            chosen
        };
        let count = rows.len();
        let past = put(rows, &bad, count % 4);
        if let Some(day) = past.iter().min() {
            expected.push(Oddity::LongAgo { rows: past.len() as u64, day: *day });
        }
        let future = put(rows, &ahead, count % 3);
        if let Some(day) = future.iter().max() {
            expected.push(Oddity::Ahead { rows: future.len() as u64, day: *day });
        }
        expected
    })
    .await;
}

#[tokio::test]
async fn a_currency_never_seen_is_said_where_there_is_another() {
    let companies = companies().await;
    let mut dice = Dice(22);
    for case in 0..80 {
        let mut rows = usual(&mut dice);
        let lakes = companies.lakes(&rows);
        let code = ["CHF", "USD", "JPY"][dice.of(3)];
        let share = dice.of(4);
        rows.iter_mut().filter(|_| dice.of(10) < share).for_each(|row| row.currency = code);
        let of_code: Vec<i64> = rows.iter().filter(|row| row.currency == code).map(|row| row.minor).collect();
        let (count, minor) = (of_code.len() as u64, of_code.iter().map(|minor| i128::from(*minor)).sum());
        let new = Oddity::NewCurrency { currency: code.to_owned(), rows: count, minor };
        let expected = if count > 0 { vec![new] } else { Vec::new() };
        assert_eq!(
            tried(lakes[0], "shop", &rows).await,
            [],
            "case {case}: where there is nothing, every currency is new"
        );
        assert_eq!(tried(lakes[1], "shop", &rows).await, expected, "case {case}");
    }
}

#[tokio::test]
async fn a_source_that_stopped_is_said() {
    let companies = companies().await;
    let known = &companies.known[1].1;
    let newest = Day::from_date(date(2013, 7, 1)).plus(2_199 * 2);
    let mut dice = Dice(23);
    let mut silent = 0;
    for case in 0..100 {
        let mut rows = usual(&mut dice);
        for row in &mut rows {
            row.minor = 4_999;
        }
        let apart = dice.among(0, 400) as i32 - 200;
        let last = rows.iter().map(|row| row.day).max().unwrap();
        for row in &mut rows {
            row.day = row.day.plus(newest.0 - last.0 - apart);
        }
        let mut days: Vec<i32> = rows.iter().map(|row| row.day.0).collect();
        days.sort_unstable();
        let pause = days.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap();
        let last = Day(*days.last().unwrap());
        let expected = if apart > 62.max(3 * pause) {
            vec![Oddity::Stopped { source: "fair".to_owned(), last, newest }]
        } else if -apart > 62 {
            vec![Oddity::Stopped { source: "shop".to_owned(), last: newest, newest: last }]
        } else {
            Vec::new()
        };
        silent += expected.len();
        let said = tried(known, "fair", &rows).await;
        let said: Vec<_> = said.into_iter().filter(|odd| !matches!(odd, Oddity::Gap { .. })).collect();
        assert_eq!(said, expected, "case {case}: {apart} days apart");
    }
    assert!(silent > 40, "{silent}");
}

#[tokio::test]
async fn many_refused_rows_are_said() {
    let companies = companies().await;
    for (rejected, rows) in (0..24_u64).map(|case| (case % 8, 20 + case as usize * 9)) {
        let usual = usual(&mut Dice(24));
        let rows = &usual[..rows.min(usual.len())];
        let mut source = source_of("shop", rows);
        let mut pulled = source.pulls.next().unwrap().unwrap();
        pulled.rejects = (0..rejected).map(|row| super::telling::refused(row, "Total", "x", "x")).collect();
        source.pulls = vec![Ok(pulled)].into_iter();
        let how = How { dry_run: true, ..How::default() };
        let said = import_as(&companies.empty, source, how).await.unwrap().oddities;
        let read = rows.len() as u64 + rejected;
        let expected = (rejected * 20 >= read && rejected > 0).then_some(Oddity::ManyRejected { rejected, read });
        assert_eq!(said, Vec::from_iter(expected), "{rejected} of {read}");
    }
}

#[tokio::test]
async fn facts_that_stand_are_looked_at_by_the_same_checks() {
    let (_folder, lake) = lake().await;
    let today = Day::from_date(date(2026, 3, 5));
    let zone = TimeZone::UTC;
    let look = || odd_sources(&lake, &zone, today);
    assert_eq!(look().await.unwrap(), OddSources::default());
    let day = |day: i32| Day::from_date(date(2025, 1, 1)).plus(day);
    let row = |customer: Option<&str>, at: i32| Row {
        customer: customer.map(str::to_owned),
        day: day(at),
        minor: 5,
        currency: "EUR",
    };
    let rows: Vec<Row> = (0..40).map(|at| row(Some("acme"), at * 5)).collect();
    imported(&lake, source_of("shop", &rows)).await;
    assert_eq!(look().await.unwrap(), OddSources::default());
    let rows: Vec<Row> = (0..10).map(|at| row(None, at)).chain([row(Some("ACME"), 3)]).collect();
    imported(&lake, source_of("till", &rows[..10])).await;
    imported(&lake, source_of("fair", &rows[10..])).await;
    let found = look().await.unwrap();
    let till = (Fact::Purchases, "till".to_owned());
    assert_eq!(found.unattributed.into_iter().collect::<Vec<_>>(), [(till, Oddity::NoCustomer { rows: 10, of: 10 })]);
    assert_eq!(found.stopped, [Oddity::Stopped { source: "till".to_owned(), last: day(9), newest: day(195) }]);
    let [one, other] = ["ACME", "acme"].map(str::to_owned);
    assert_eq!(found.spelling, Some(Oddity::Spelling { customers: 1, is_sample: false, one, other }));
}
