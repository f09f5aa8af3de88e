//! What the first thirty days of a life foretell, and what they do not, measured on the rows of a company four times as large, of another seed.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

const FIRST_DAYS: i32 = 30;

fn large() -> Sample {
    Sample { seed: 7, ..Sample::scaled(4) }
}

/// The days on which each customer bought something.
fn purchases() -> BTreeMap<String, Vec<DayNumber>> {
    let mut bought: BTreeMap<String, Vec<DayNumber>> = BTreeMap::new();
    for silo in [Silo::Shop, Silo::FieldService] {
        let rows = table(large(), silo, Table::Purchases);
        let (customer, at, amount) = (text(&rows, "customer_id"), instants(&rows, "at"), minor(&rows, "amount_minor"));
        for row in (0..rows.num_rows()).filter(|row| amount.value(*row) > 0) {
            bought.entry(customer.value(row).to_owned()).or_default().push(day_of(at.value(row)));
        }
    }
    bought
}

/// How many of those to whom a promise was kept, and to whom it was broken, are lost.
#[derive(Debug, Default)]
struct Lost {
    of: [u32; 2],
    lost: [u32; 2],
}

impl Lost {
    fn add(&mut self, is_broken: bool, is_lost: bool) {
        self.of[usize::from(is_broken)] += 1;
        self.lost[usize::from(is_broken)] += u32::from(is_lost);
    }

    /// The share of the broken less that of the kept, and its standard error.
    fn difference(&self) -> (f64, f64) {
        let share = |side: usize| f64::from(self.lost[side]) / f64::from(self.of[side]);
        let variance = |side: usize| share(side) * (1.0 - share(side)) / f64::from(self.of[side]);
        (share(1) - share(0), (variance(0) + variance(1)).sqrt())
    }
}

#[test]
fn of_those_installed_late_in_their_first_thirty_days_some_six_in_a_hundred_more_leave_in_the_next_half_year() {
    let rows = table(large(), Silo::Billing, Table::Subscriptions);
    let (from, to) = (numbers::<Date32Type>(&rows, "from"), numbers::<Date32Type>(&rows, "to"));
    let mut paid: BTreeMap<&str, Vec<(DayNumber, DayNumber)>> = BTreeMap::new();
    for row in (0..rows.num_rows()).filter(|row| minor(&rows, "monthly_minor").value(*row) > 0) {
        let to = if to.is_valid(row) { to.value(row) } else { DayNumber::MAX };
        paid.entry(text(&rows, "customer_id").value(row)).or_default().push((from.value(row), to));
    }
    let visits = table(large(), Silo::FieldService, Table::Touches);
    let (promised, done) = (instants(&visits, "promised_by"), instants(&visits, "done_at"));
    let (bought, last) = (purchases(), timeline().last);
    let mut found = Lost::default();
    for row in (0..visits.num_rows()).filter(|row| text(&visits, "touchpoint").value(*row) == "installation") {
        let customer = text(&visits, "customer_id").value(row);
        // Who buys goods or visits besides stays a customer for other reasons.
        let Some(paid) = paid.get(customer).filter(|_| !bought.contains_key(customer)) else { continue };
        let is_there = |day: DayNumber| paid.iter().any(|(from, to)| (*from..*to).contains(&day));
        let joined = paid.iter().map(|(from, _)| *from).min().expect("paid");
        let (landmark, due) = (joined + FIRST_DAYS - 1, day_of(promised.value(row)));
        if !(joined..=landmark).contains(&due) || !is_there(landmark) || landmark + 180 > last {
            continue;
        }
        let is_late = done.is_null(row) || done.value(row) > promised.value(row);
        found.add(is_late, (landmark + 1..=landmark + 180).any(|day| !is_there(day)));
    }
    let (difference, error) = found.difference();
    println!("{found:?}: {difference:.4} ± {error:.4}");
    assert!(found.of[1] > 2_000 && (difference - 0.06).abs() < 0.015, "{difference}");
}

#[test]
fn who_got_the_first_order_late_comes_back_as_often_as_who_got_it_in_time() {
    let touches = table(large(), Silo::Shop, Table::Touches);
    let (promised, done, started) =
        (instants(&touches, "promised_by"), instants(&touches, "done_at"), instants(&touches, "started_at"));
    let (bought, last) = (purchases(), timeline().last);
    let with_plan = table(large(), Silo::Billing, Table::Subscriptions);
    let with_plan: BTreeSet<&str> = text(&with_plan, "customer_id").iter().flatten().collect();
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for row in (0..touches.num_rows()).filter(|row| text(&touches, "touchpoint").value(*row) == "delivery") {
        let known = first.entry(text(&touches, "customer_id").value(row)).or_insert(row);
        if started.value(row) < started.value(*known) {
            *known = row;
        }
    }
    let mut found = Lost::default();
    for (customer, row) in first.into_iter().filter(|(customer, _)| !with_plan.contains(customer)) {
        let ordered = day_of(started.value(row));
        // Lost are those who do not buy again for 400 days.
        if ordered + FIRST_DAYS + 400 > last {
            continue;
        }
        let is_late = done.value(row) > promised.value(row);
        let again = |day: &DayNumber| (ordered + 1..=ordered + 400).contains(day);
        found.add(is_late, !bought[customer].iter().any(again));
    }
    let (difference, error) = found.difference();
    println!("{found:?}: {difference:.4} ± {error:.4}");
    assert!(found.of[1] > 300 && found.lost[1] > 50, "{found:?}");
    assert!(difference.abs() < 2.0 * error, "{difference} ± {error}");
}
