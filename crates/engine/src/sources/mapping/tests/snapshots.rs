//! Tables of months, which may come as one file a month.

use super::super::Topic;
use super::kinds::{File, Reading};
use super::*;
use crate::lake::Fact;

#[test]
fn a_file_of_one_month_is_asked_about_and_is_of_that_month_alone_if_it_is_one() {
    let mut dice = Dice(6);
    for (name, cell) in [
        ("month", "2024-03-01"),
        ("Monat", "2024-03"),
        ("Mois", "2024-03-31"),
        ("billing period", "2024-03-01"),
        ("Periode", "03/2024"),
        ("snapshot_date", "2024-03-31"),
        ("Stichtag", "2024-03-31"),
        ("start", "März 2024"),
        ("date_from", "2024-03"),
    ] {
        let rows = 1 + dice.below(9);
        let file = File::default()
            .with(dice.of(&["customer", "Kundennummer"]), (0..rows).map(|row| format!("C{row}")))
            .with(name, (0..rows).map(|_| cell.to_owned()))
            .with("mrr", (0..rows).map(|_| "10.00".to_owned()))
            .shuffled(&mut dice);
        let asked = Reading::of(Fact::Subscriptions, &file).asked;
        assert!(asked.contains("snapshot"), "{asked:?}\n{}", file.shown());
        let reading = Reading::answered(Fact::Subscriptions, &file, &[(Topic::Snapshot, "month")]);
        let days = |column: &str| reading.rows.column_by_name(column).expect("a column").as_primitive::<Date32Type>();
        let (first, next) = (jiff::civil::date(2024, 3, 1), jiff::civil::date(2024, 4, 1));
        let day = |day: jiff::civil::Date| bellwether_model::Day::from_date(day).0;
        assert_eq!(days("from").values().to_vec(), vec![day(first); rows], "{}", file.shown());
        assert_eq!(days("to").values().to_vec(), vec![day(next); rows], "{}", file.shown());
    }
    // What begins on a day, or has an id, is a subscription.
    for (name, cells) in [
        ("start_date", ["2024-03-01", "2024-03-01"]),
        ("Start month", ["2024-03", "2023-11"]),
        ("current period start", ["2024-03-01", "2024-03-01"]),
    ] {
        let file = File::default()
            .with("customer", ["a", "b"].map(str::to_owned))
            .with(name, cells.map(str::to_owned))
            .with("mrr", ["10.00", "20.00"].map(str::to_owned));
        assert!(Reading::of(Fact::Subscriptions, &file).asked.is_empty(), "{name}");
        let file = file.with("subscription_id", ["1", "2"].map(str::to_owned));
        assert!(Reading::of(Fact::Subscriptions, &file).asked.is_empty(), "{name}");
    }
}
