//! The day of a sale: of a deal or an order that was entered on one day and won, closed or paid on another, a person says which.

use super::super::Topic;
use super::kinds::{File, Reading, amounts, customers};
use super::*;
use crate::lake::Fact;

/// The column of days beside the day on which a deal was entered, if there is one.
fn deals(entered: &str, beside: Option<&str>, rows: usize, dice: &mut Dice) -> (File, i64) {
    let (shown, minor) = amounts(rows, dice);
    let file = File::default()
        .with("id", (0..rows).map(|row| format!("d{row}")))
        .with("customer", customers(rows))
        .with("value", shown)
        .with(entered, (0..rows).map(|row| format!("2023-12-{:02}", 1 + row % 28)));
    let with = |file: File, name: &str| file.with(name, (0..rows).map(|row| format!("2024-02-{:02}", 1 + row % 28)));
    let file = beside.into_iter().fold(file, with);
    (file.shuffled(dice), minor.iter().sum())
}

#[test]
fn the_day_on_which_a_deal_was_won_is_asked_about_beside_that_on_which_it_was_entered() {
    let mut dice = Dice(91);
    for entered in ["created_at", "Created", "create date", "Erstellt am", "angelegt_am", "created date"] {
        for closed in [
            "won_at",
            "Closed date",
            "close date",
            "paid",
            "Completed at",
            "won time",
            "Abschlussdatum",
            "gewonnen am",
            "bezahlt am",
            "Date de clôture",
            "Fecha de cierre",
            "Data chiusura",
        ] {
            let rows = 2 + dice.below(20);
            let (file, whole) = deals(entered, Some(closed), rows, &mut dice);
            let asked = Reading::of(Fact::Purchases, &file);
            let is_taken = asked.guess.mapping.columns.get("at").is_some_and(|from| from.text() == closed);
            assert!(is_taken || asked.asked.contains("rivals"), "{entered} {closed}: {:?}", asked.asked);
            let reading = Reading::answered(Fact::Purchases, &file, &[(Topic::Rivals, closed)]);
            assert_eq!(reading.total(), whole, "{}", file.shown());
            assert!(instants(&reading.rows, "at").iter().all(|at| at.starts_with("2024-02")), "{entered} {closed}");
        }
        // Of two days that are both called a date a person says in any case.
        let others = ["Expected close date", "Lost at", "ship_date", "due date", "birthday"];
        for other in others.iter().filter(|_| !entered.contains("date")) {
            let (file, whole) = deals(entered, Some(other), 9, &mut dice);
            let reading = Reading::of(Fact::Purchases, &file);
            assert!(
                !reading.asked.contains("rivals") && reading.total() == whole,
                "{entered} {other}: {:?}",
                reading.asked
            );
        }
    }
}
