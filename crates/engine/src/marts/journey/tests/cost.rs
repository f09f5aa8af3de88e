//! What a broken promise goes with, as a plain look at each customer's facts tells it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bellwether_model::{Day, Movement, Policy, Promise};
use proptest::prelude::*;

use super::runtime;
use crate::marts::journey::{Leavers, Likeness, PromiseScope, promise_cost};
use crate::marts::ledger::Ledger;
use crate::marts::tests::growing::Growing;

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
type Told = (Leavers, Leavers, u64, u64, u64);

fn plainly(rows: &[Row], ledger: &Ledger<'_>, since: Option<Day>, within: i32) -> Told {
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
        let lost = all.iter().find(|it| it.day > due && it.day <= due.plus(within) && it.customers < 0);
        if active <= 0 {
            told.2 += 1;
        } else if lost.is_none() && due.plus(within) > through {
            told.3 += 1;
        } else {
            let side = if is_kept { &mut told.1 } else { &mut told.0 };
            side.customers += 1;
            side.left += u64::from(lost.is_some());
            side.value_left_minor -= lost.map_or(0, |it| i128::from(it.minor));
        }
    }
    told
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 16 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn who_met_a_broken_promise_and_left_is_counted_as_a_plain_look_at_the_facts_counts(
        rows in rows(), since in prop::option::of(0i32..400), within in 1i32..300, lapse in 20u16..200
    ) {
        runtime().block_on(async {
            let company = Growing::new(Policy { lapse_days: lapse, ..Policy::default() }).await;
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
            let (told, plain) = company.look(|ledger, _| {
                let told = promise_cost(ledger, scope, within, &[Likeness::Value]).map(|cost| {
                    (cost.broken, cost.kept, cost.not_active, cost.not_yet_known, cost.nameless)
                });
                (told, plainly(&rows, ledger, since, within))
            }).await;
            match told {
                Ok(told) => assert_eq!(told, plain),
                // Where there was no visit, or nothing was promised at one.
                Err(error) => assert_eq!(plain, Told::default(), "{error}"),
            }
        });
    }
}
