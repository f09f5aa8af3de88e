use jiff::civil::date;
use proptest::prelude::*;

use super::*;

const TODAY: Day = Day(20_000);

/// Rows on days, each of a customer of its own and worth a unit.
fn days_of(rows: &[i32]) -> BTreeMap<Day, RowsOfDay> {
    let mut days: BTreeMap<Day, RowsOfDay> = BTreeMap::new();
    for (number, day) in rows.iter().enumerate() {
        let of_day = days.entry(Day(*day)).or_default();
        of_day.rows += 1;
        of_day.customers.insert(number as u64);
        *of_day.minor.entry("EUR".to_owned()).or_default() += 1;
    }
    days
}

fn found(rows: &[i32], known: Option<(Day, Day)>) -> Vec<OutlyingDays> {
    outlying(&days_of(rows), known, &ActiveDays::of(Fact::Purchases, TODAY))
}

proptest! {
    #[test]
    fn a_slip_is_found_among_any_days_that_are_near_each_other_and_nothing_without_one(
        first in 12_000..19_000_i32,
        pauses in prop::collection::vec(0..300_i32, 19..200),
        slip in prop_oneof![-700_000..0_i32, 60_000..900_000_i32],
        before in any::<bool>(),
    ) {
        let mut rows = vec![first];
        for pause in pauses {
            let next = rows[rows.len() - 1] + pause;
            if next <= TODAY.0 {
                rows.push(next);
            }
        }
        prop_assert_eq!(found(&rows, None), Vec::new());
        let (last, all) = (rows[rows.len() - 1], rows.len() as u64);
        let known = before.then_some((Day(first - 200), Day(last)));
        rows.push(slip);
        let others = (known.map_or(Day(first), |known| known.0), Day(last));
        let minor = BTreeMap::from([("EUR".to_owned(), 1)]);
        let slip = Day(slip);
        let told = OutlyingDays { rows: 1, of: all + 1, customers: 1, minor, first: slip, last: slip, others };
        prop_assert_eq!(found(&rows, known), vec![told]);
    }

    #[test]
    fn whatever_is_found_is_years_from_all_others_and_what_was_known_is_no_slip(
        rows in prop::collection::vec(-200_000..200_000_i32, 1..60),
        known in prop::option::of((-200_000..200_000_i32, 0..9_000_i32)),
    ) {
        let known = known.map(|(first, days)| (Day(first), Day(first + days)));
        let told = found(&rows, known);
        prop_assert!(told.len() <= 2);
        for told in &told {
            let (first, last) = told.others;
            prop_assert!(told.last.0 + FAR <= first.0 || last.0 + FAR <= told.first.0, "{:?}", told);
            let rows = rows.iter().filter(|day| told.first.0 <= **day && **day <= told.last.0).count();
            prop_assert_eq!(told.rows, rows as u64);
        }
    }
}

/// Days of a year each, so many of each.
fn yearly(years: std::ops::RangeInclusive<i16>, each: usize) -> Vec<i32> {
    years.flat_map(|year| vec![Day::from_date(date(year, 3, 1)).0; each]).collect()
}

#[test]
fn a_long_history_an_archive_beside_what_is_known_and_a_day_of_today_are_no_slips() {
    assert_eq!(found(&yearly(1971..=2024, 1), None), Vec::new(), "a customer of half a century");
    let (today, of_2024) = (TODAY.0, Day::from_date(date(2024, 1, 1)));
    assert_eq!(found(&yearly(2001..=2005, 9), Some((of_2024, TODAY))), Vec::new(), "an archive");
    let refund = [vec![today; 40], yearly(2019..=2019, 1)].concat();
    assert_eq!(
        found(&refund, Some((Day::from_date(date(2015, 1, 1)), of_2024))),
        Vec::new(),
        "a refund of an old order"
    );
}

#[test]
fn days_that_are_hardly_meant_are_found_however_many_they_are() {
    let empty = [yearly(1900..=1900, 70), yearly(2020..=2024, 6)].concat();
    let told = found(&empty, None);
    assert_eq!(told.iter().map(|told| told.rows).collect::<Vec<_>>(), [70]);
    let both = [yearly(1024..=1024, 1), yearly(2020..=2024, 9), yearly(2204..=2204, 1)].concat();
    assert_eq!(found(&both, None).len(), 2);
}
