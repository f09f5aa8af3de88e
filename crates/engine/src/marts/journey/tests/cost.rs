//! What a broken promise goes with, as a plain look at each customer's facts tells it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bellwether_model::{Day, Movement, Policy, Promise, ValueBasis};
use proptest::prelude::*;

use super::runtime;
use crate::marts::journey::{Likeness, Outcome, OutcomeCount, OutcomeScope, PromiseScope, promise_cost};
use crate::marts::ledger::Ledger;
use crate::marts::tests::growing::{Growing, News};

const MAP: &str = "table = \"touches\"\nsource = \"van\"\n[columns]\ncustomer_id = \"customer\"\ntouchpoint = \"what\"\n\
                   started_at = \"at\"\npromised_by = \"by\"\ndone_at = \"done\"\n";

#[derive(Clone, Debug)]
struct Row {
    customer: Option<u8>,
    is_visit: bool,
    /// Days after the first one.
    at: i32,
    /// Days later.
    by: Option<i32>,
    done: Option<i32>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let promise = (prop::option::weighted(0.8, 0i32..20), prop::option::weighted(0.8, 0i32..40));
    let row = (prop::option::weighted(0.9, 0u8..45), prop::bool::weighted(0.8), 0i32..500, promise);
    let row = row.prop_map(|(customer, is_visit, at, (by, done))| Row { customer, is_visit, at, by, done });
    prop::collection::vec(row, 1..80)
}

const SUBSCRIPTIONS: &str = "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[columns]\n\
                             subscription_id = \"id\"\ncustomer_id = \"customer\"\nmonthly = \"amount\"\n\
                             from = \"from\"\nto = \"to\"\nstatus = \"status\"\n";

/// A row of one customer's one subscription.
#[derive(Clone, Debug)]
struct Term {
    from: i32,
    /// The first day no longer in force.
    to: Option<i32>,
    amount: i64,
    is_paused: bool,
}

/// What was bought and subscribed to.
#[derive(Clone, Debug)]
struct Bought {
    /// Id, customer, day, amount.
    purchases: Vec<(u8, u8, i32, i64)>,
    /// A subscription of each customer who has one, its rows one after the other.
    terms: BTreeMap<u8, Vec<Term>>,
}

fn bought() -> impl Strategy<Value = Bought> {
    let purchase = (160u8..=255, 0u8..40, 0i32..500, -20i64..60);
    let purchases = prop::collection::vec(purchase, 0..40).prop_map(|mut purchases| {
        let mut seen = BTreeSet::new();
        purchases.retain(|purchase| seen.insert(purchase.0));
        purchases
    });
    // Many go on without a gap at the same amount; of some an end is not known until the next row.
    let length = (1i32..80, prop_oneof![3 => Just(0), 1 => 0i32..60], prop::bool::weighted(0.7));
    let row = (length, 1i64..3, prop::bool::weighted(0.4));
    let terms = (0i32..100, prop::collection::vec(row, 2..12)).prop_map(|(mut from, rows)| {
        let mut terms = Vec::new();
        for ((length, gap, is_end_known), amount, is_paused) in rows {
            terms.push(Term { from, to: is_end_known.then_some(from + length), amount, is_paused });
            from += length + gap;
        }
        terms
    });
    (purchases, prop::collection::btree_map(0u8..45, terms, 0..45))
        .prop_map(|(purchases, terms)| Bought { purchases, terms })
}

impl Bought {
    async fn hear(&self, company: &mut Growing) {
        if !self.purchases.is_empty() {
            company.hear(&News::Purchases(self.purchases.clone())).await;
        }
        let mut csv = String::from("id,customer,from,to,amount,status\n");
        for (customer, term) in
            self.terms.iter().flat_map(|(customer, terms)| terms.iter().map(move |term| (customer, term)))
        {
            let to = term.to.map(|to| day(to).to_string()).unwrap_or_default();
            let status = if term.is_paused { "paused" } else { "active" };
            writeln!(csv, "s{customer},c{customer},{},{to},{},{status}", day(term.from), term.amount).expect("written");
        }
        if !self.terms.is_empty() {
            company.import_files(SUBSCRIPTIONS, &[("terms.csv".to_owned(), csv)]).await;
        }
    }

    /// Whether a customer came again on a day.
    fn came_again(&self, customer: u8, on: Day, basis: ValueBasis) -> bool {
        let at = on.0 - day(0).0;
        // Those with which every such company begins, and which name somebody.
        let first = (0..160).map(|id: i32| (id as u8, (id % 40) as u8, id * 37 % 500, 1));
        let mut purchases = first.chain(self.purchases.iter().copied()).filter(|(id, ..)| id % 16 != 9);
        if basis != ValueBasis::Recurring
            && purchases.any(|(_, by, day, amount)| by == customer && day == at && amount > 0)
        {
            return true;
        }
        let terms = self.terms.get(&customer).map(Vec::as_slice).unwrap_or_default();
        let in_force =
            |at: i32| terms.iter().rfind(|term| term.from <= at).filter(|term| term.to.is_none_or(|to| to > at));
        let Some(now) = in_force(at).filter(|term| term.from == at && !term.is_paused) else { return false };
        in_force(at - 1).is_none_or(|before| !before.is_paused && before.amount == now.amount)
    }
}

/// The first day of all facts.
fn day(offset: i32) -> Day {
    crate::marts::ledger::tests::FIRST.plus(offset)
}

fn movements(ledger: &Ledger<'_>) -> BTreeMap<String, Vec<Movement>> {
    let (parts, _) = ledger
        .accounts(BTreeMap::new, |all: &mut BTreeMap<String, Vec<Movement>>, account| {
            all.insert(account.customer.to_owned(), account.movements.to_vec());
            Ok(())
        })
        .expect("accounts");
    parts.into_iter().flatten().collect()
}

/// Broken, kept, not active, not yet known, promises without a customer.
type Told = (OutcomeCount, OutcomeCount, u64, u64, u64);

/// What a customer did in the days after a day up to another, day by day; what is not over by the last day of all, if it is done only then.
fn did(
    outcome: Outcome,
    customer: u8,
    (movements, bought): (&[Movement], &Bought),
    ledger: &Ledger<'_>,
    days: (Day, Day),
) -> Option<i128> {
    let ((due, end), through) = (days, ledger.walk.through);
    let value_on = |day: Day| movements.iter().rfind(|it| it.day <= day).map_or(0, |it| it.value_after);
    let is_active_on =
        |day: Day| movements.iter().filter(|it| it.day <= day).map(|it| i32::from(it.customers)).sum::<i32>() > 0;
    let mut each_day = (due.0 + 1..=end.min(through).0).map(Day);
    match outcome {
        Outcome::Left => each_day
            .find(|day| movements.iter().any(|it| it.day == *day && it.customers < 0))
            .map(|day| i128::from(value_on(day.plus(-1)))),
        Outcome::CameAgain => {
            let came = each_day.any(|day| bought.came_again(customer, day, ledger.walk.policy.basis));
            came.then_some(0)
        }
        Outcome::BoughtMore => {
            let goes_on = each_day.filter(|day| is_active_on(*day) && is_active_on(day.plus(-1)));
            let grown = goes_on.map(|day| i128::from(value_on(day) - value_on(day.plus(-1)))).sum();
            Some(grown).filter(|grown| *grown > 0)
        }
    }
}

fn plainly(rows: &[Row], bought: &Bought, ledger: &Ledger<'_>, since: Option<Day>, asked: OutcomeScope) -> Told {
    let (through, movements) = (ledger.walk.through, movements(ledger));
    let mut told = Told::default();
    let mut first: BTreeMap<u8, (Day, bool)> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.is_visit && day(row.at) <= through) {
        let Some(by) = row.by.map(|by| day(row.at + by)) else { continue };
        let done = row.done.map(|done| day(row.at + done)).filter(|done| *done <= through);
        let is_open = done.is_none() && by >= through;
        if is_open || by > through || since.is_some_and(|since| by < since) {
            continue;
        }
        let is_kept = done.is_some_and(|done| done <= by);
        let Some(customer) = row.customer else {
            told.4 += 1;
            continue;
        };
        let known = first.entry(customer).or_insert((by, is_kept));
        *known = (*known).min((by, is_kept));
    }
    for (customer, (due, is_kept)) in first {
        let all = movements.get(&format!("c{customer}")).map(Vec::as_slice).unwrap_or_default();
        let active: i32 = all.iter().filter(|it| it.day <= due).map(|it| i32::from(it.customers)).sum();
        let end = due.plus(asked.within_days);
        let found = did(asked.outcome, customer, (all, bought), ledger, (due, end));
        if active <= 0 {
            told.2 += 1;
        } else if end > through {
            told.3 += 1;
        } else {
            let side = if is_kept { &mut told.1 } else { &mut told.0 };
            side.customers += 1;
            side.did += u64::from(found.is_some());
            side.minor += found.unwrap_or_default();
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 16 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn who_met_a_broken_promise_and_what_they_did_is_counted_as_a_plain_look_at_the_facts_counts(
        rows in rows(), bought in bought(), since in prop::option::of(0i32..400), within in prop_oneof![1i32..50, 1i32..300], lapse in 20u16..200,
        basis in prop::sample::select(vec![ValueBasis::Spend, ValueBasis::Recurring, ValueBasis::Recurring, ValueBasis::Both])
    ) {
        runtime().block_on(async {
            let policy = Policy { lapse_days: lapse, basis, recurring_months: basis.usual_months(), ..Policy::default() };
            let mut company = Growing::new(policy).await;
            bought.hear(&mut company).await;
            let mut csv = String::from("customer,what,at,by,done\n");
            let text = |row: &Row, days: Option<i32>| days.map(|days| day(row.at + days).to_string()).unwrap_or_default();
            for row in &rows {
                let customer = row.customer.map(|customer| format!("c{customer}")).unwrap_or_default();
                let what = if row.is_visit { "visit" } else { "call" };
                writeln!(csv, "{customer},{what},{},{},{}", day(row.at), text(row, row.by), text(row, row.done)).expect("written");
            }
            company.import_files(MAP, &[("touches.csv".to_owned(), csv)]).await;
            let (touches, promise, since) = (["visit".to_owned()], Promise::as_told(), since.map(day));
            let scope = PromiseScope { touches: &touches, promise: &promise, clocks: None, since };
            for outcome in [Outcome::Left, Outcome::CameAgain, Outcome::BoughtMore] {
                let asked = OutcomeScope { outcome, within_days: within };
                let (told, plain) = company.look(|ledger, _| {
                    let told = promise_cost(ledger, scope, asked, &[Likeness::Value]).map(|cost| {
                        (cost.broken, cost.kept, cost.not_active, cost.not_yet_known, cost.nameless)
                    });
                    (told, plainly(&rows, &bought, ledger, since, asked))
                }).await;
                match told {
                    Ok(told) => assert_eq!(told, plain, "{outcome:?}"),
                    // Where there was no visit, or nothing was promised at one.
                    Err(error) => assert_eq!(plain, Told::default(), "{error}"),
                }
            }
        });
    }
}
