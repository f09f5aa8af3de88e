//! Handoffs are those of a plain look at each case, stored and from the facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bellwether_model::{Day, Grain, Period, Policy};
use proptest::prelude::*;

use super::super::*;
use crate::marts::ledger::tests::FIRST;
use crate::marts::tests::growing::Growing;

const MAPS: [&str; 2] = ["a", "b"];
const SILOS: [&str; 4] = ["", "Field", "DESK", "shop"];
const WHAT: [&str; 3] = ["visit", "call", "letter"];
const HOUR: i64 = 3_600_000_000;

#[derive(Clone, Debug)]
struct Row {
    source: usize,
    customer: u8,
    case: Option<u8>,
    silo: usize,
    what: usize,
    /// Hours since the first day.
    at: i64,
    done: Option<i64>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0usize..2, 0u8..6, prop::option::weighted(0.7, 0u8..2), 0usize..4, 0usize..3);
    let when = (0i64..9_600, prop::option::of(0i64..200));
    prop::collection::vec((row, when), 1..60).prop_map(|rows| {
        let mut seen = BTreeSet::new();
        let rows = rows.into_iter().map(|((source, customer, case, silo, what), (at, length))| Row {
            source,
            customer,
            case,
            silo,
            what,
            at,
            done: length.map(|length| at + length),
        });
        // No two begin at once, so that it is known which came first.
        rows.filter(|row| seen.insert(row.at)).collect()
    })
}

fn micros(hours: i64) -> i64 {
    i64::from(FIRST.0) * 24 * HOUR + hours * HOUR
}

fn file<'r>(rows: impl Iterator<Item = (usize, &'r Row)>, source: usize) -> String {
    let mut csv = String::from("id,customer,case,what,at,silo,done\n");
    let text = |hours: i64| jiff::Timestamp::from_microsecond(micros(hours)).expect("a moment").to_string();
    for (id, row) in rows.filter(|(_, row)| row.source == source) {
        let case = row.case.map(|case| format!("k{case}")).unwrap_or_default();
        let done = row.done.map(text).unwrap_or_default();
        writeln!(csv, "t{id},c{},{case},{},{},{},{done}", row.customer, WHAT[row.what], text(row.at), SILOS[row.silo])
            .expect("written");
    }
    csv
}

fn map(source: &str) -> String {
    format!(
        "table = \"touches\"\nsource = \"{source}\"\n[columns]\ntouch_id = \"id\"\ncustomer_id = \"customer\"\ncase_id = \
         \"case\"\ntouchpoint = \"what\"\nstarted_at = \"at\"\nsilo = \"silo\"\ndone_at = \"done\"\n"
    )
}

/// Left, taken, in time, late, dropped, waiting, hours that were waited for those taken, hours without anybody.
type Told = (u64, u64, u64, u64, u64, u64, Vec<i64>, i64);

/// By handoff, silos and period. The journey knows one from the field to the desk: within a day, dropped after thirty; from its second version on
/// only after visits and calls, of which one with nothing after it waits.
fn plainly(rows: &[Row], periods: &[Period], through: Day) -> BTreeMap<(String, String, String, usize), Told> {
    let now = i64::from(through.0 + 1) * 24 * HOUR - 1;
    let day = |micros: i64| Day(micros.div_euclid(24 * HOUR) as i32);
    let mut cases: BTreeMap<(u8, Option<u8>), Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.silo > 0) {
        cases.entry((row.customer, row.case)).or_default().push(row);
    }
    let mut told: BTreeMap<(String, String, String, usize), Told> = BTreeMap::new();
    for ((_, case), mut touches) in cases {
        touches.sort_by_key(|row| row.at);
        let runs: Vec<&[&Row]> = touches.chunk_by(|a, b| a.silo == b.silo).collect();
        for (at, run) in runs.iter().enumerate() {
            let last = run[run.len() - 1];
            let next = runs.get(at + 1).map(|run| run[0]);
            let is_second = day(micros(last.at)) >= FIRST.plus(300);
            let is_after = run.iter().any(|row| row.what < 2);
            let is_known = SILOS[last.silo] == "Field"
                && match next {
                    Some(next) => SILOS[next.silo] == "DESK" && (!is_second || is_after),
                    None => is_second && is_after,
                };
            if !is_known && (next.is_none() || case.is_none()) {
                continue;
            }
            let left = micros(last.done.unwrap_or(last.at));
            let taken = next.map(|next| micros(next.at)).filter(|taken| *taken <= now);
            let Some(period) = periods.iter().position(|period| period.start <= day(left) && day(left) < period.end)
            else {
                continue;
            };
            if day(left) > through {
                continue;
            }
            let until = taken.unwrap_or(now);
            let (is_late, is_dropped) = (is_known && until > left + 24 * HOUR, is_known && until > left + 720 * HOUR);
            let name = if is_known { "to_desk" } else { "" };
            let to = next.map_or("Desk", |next| SILOS[next.silo]);
            let key = (name.to_owned(), SILOS[last.silo].to_owned(), to.to_owned(), period);
            let line = told.entry(key).or_default();
            line.0 += 1;
            line.1 += u64::from(taken.is_some());
            line.2 += u64::from(taken.is_some() && is_known && !is_late);
            line.3 += u64::from(is_late);
            line.4 += u64::from(is_dropped);
            line.5 += u64::from(taken.is_none() && !is_late && !is_dropped);
            let waited = (until - left).max(0);
            if taken.is_some() {
                line.6.push(waited);
            }
            line.7 += waited / 1_000_000;
        }
    }
    told
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 12 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn handoffs_by_month_are_those_of_a_plain_look_stored_and_from_the_facts(
        rows in rows(), earlier in prop::option::of(0i32..400)
    ) {
        block_on(async {
            let company = Growing::new(Policy::default()).await;
            for (source, name) in MAPS.iter().enumerate() {
                company
                    .import_files(&map(name), &[(format!("{name}.csv"), file(rows.iter().enumerate(), source))])
                    .await;
            }
            company.refresh(false).await;
            let stored = company.stored_journey().await.expect("read").expect("up to date");
            company.look(|ledger, first| {
                let mut walk = ledger.walk;
                if let Some(earlier) = earlier {
                    walk.through = first.plus(earlier).min(walk.through);
                }
                let ledger = crate::marts::ledger::Ledger { walk, books: ledger.books, cache: None };
                let periods: Vec<Period> = walk.calendar.periods(Grain::Month, first, walk.through).collect();
                let wanted = plainly(&rows, &periods, walk.through);
                for stored in [Some(&stored), None] {
                    let source = JourneySource { walk: &walk, history: &company.journey, stored };
                    let found = handoffs(&ledger, source, &periods).expect("told");
                    let keys: Vec<_> = found
                        .iter()
                        .map(|line| {
                            let key = (line.handoff.clone().unwrap_or_default(), line.from.clone(), line.to.clone());
                            (key.0, key.1, key.2, line.period)
                        })
                        .collect();
                    assert_eq!(keys.iter().collect::<BTreeSet<_>>(), wanted.keys().collect());
                    for (key, line) in keys.iter().zip(&found) {
                        let plain = &wanted[key];
                        let mut waited = plain.6.clone();
                        let told = (line.left, line.taken, line.in_time, line.late, line.dropped, line.waiting);
                        assert_eq!(told, (plain.0, plain.1, plain.2, plain.3, plain.4, plain.5), "{key:?}");
                        assert_eq!((line.seconds, line.unowned_seconds), (Quantiles::of(&mut waited), plain.7), "{key:?}");
                        assert!(line.affected.customers <= line.customers.customers && line.customers.customers > 0);
                    }
                }
            }).await;
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 6 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn touches_that_come_in_their_order_and_late_ones_leave_the_journey_as_if_made_anew(
        rows in rows(), steps in 1usize..9, late in prop::collection::btree_set(0usize..60, 0..3), undone in any::<bool>()
    ) {
        block_on(async {
            let company = Growing::new(Policy::default()).await;
            let mut order: Vec<(usize, &Row)> = rows.iter().enumerate().collect();
            // Those that are late come as though they had happened at the end.
            order.sort_by_key(|(id, row)| (late.contains(id), row.at));
            for (step, came) in order.chunks(order.len().div_ceil(steps)).enumerate() {
                for (source, name) in MAPS.iter().enumerate().filter(|(at, _)| came.iter().any(|row| row.1.source == *at)) {
                    let csv = file(came.iter().copied(), source);
                    company.import_files(&map(name), &[(format!("{name}-{step}.csv"), csv)]).await;
                }
                company.refresh(false).await;
            }
            if undone {
                company.undo_last().await;
                company.refresh(false).await;
            }
            let step_by_step = company.marts().await;
            company.refresh(true).await;
            assert_eq!(step_by_step, company.marts().await);
        });
    }
}
