//! What is told of promises is what a plain look at each touch tells.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bellwether_model::{CalendarClocks, Day, Grain, Period, Policy, PromisedTouch, Verdict};
use proptest::prelude::*;

use super::*;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::{Amount, Ledger};
use crate::marts::tests::growing::Growing;

const MAP: &str = "table = \"touches\"\nsource = \"desk\"\n[columns]\ntouch_id = \"id\"\ncustomer_id = \"customer\"\ncase_id = \
                   \"case\"\ntouchpoint = \"what\"\nstarted_at = \"at\"\nchannel = \"channel\"\nsilo = \"silo\"\npromised_by = \
                   \"promised\"\ndone_at = \"done\"\noutcome = \"end\"\n";

#[derive(Clone, Debug)]
struct Row {
    customer: u8,
    case: Option<u8>,
    what: usize,
    silo: usize,
    /// Minutes since the first day.
    at: i64,
    promised: Option<i64>,
    done: Option<i64>,
    end: usize,
}

const WHAT: [&str; 4] = ["visit", "Call", "ringing", "letter"];
const SILOS: [&str; 3] = ["", "Field", "desk"];
const ENDS: [&str; 3] = ["", "done", "cancelled"];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let whose = (0u8..30, prop::option::weighted(0.7, 0u8..3), 0usize..4, 0usize..3);
    let length = || prop::option::weighted(0.7, prop_oneof![0i64..6_000, Just(0)]);
    let when = (0i64..700_000, length(), length(), 0usize..3);
    let row = (whose, when).prop_map(|((customer, case, what, silo), (at, promised, done, end))| Row {
        customer,
        case,
        what,
        silo,
        at,
        promised: promised.map(|length| at + length),
        done: done.map(|length| at + length),
        end,
    });
    // No two begin at once, so that it is known which came first.
    prop::collection::vec(row, 1..60).prop_map(|rows| {
        let mut seen = BTreeSet::new();
        rows.into_iter().filter(|row| seen.insert(row.at)).collect()
    })
}

const MINUTE: i64 = 60_000_000;

fn micros(minutes: i64) -> i64 {
    i64::from(crate::marts::ledger::tests::FIRST.0) * 86_400_000_000 + minutes * MINUTE
}

fn day(micros: i64) -> Day {
    Day(micros.div_euclid(86_400_000_000) as i32)
}

fn csv(rows: &[Row]) -> String {
    let mut csv = String::from("id,customer,case,what,at,channel,silo,promised,done,end\n");
    let text = |minutes: i64| jiff::Timestamp::from_microsecond(micros(minutes)).expect("a moment").to_string();
    for (id, row) in rows.iter().enumerate() {
        let case = row.case.map(|case| format!("k{case}")).unwrap_or_default();
        let [promised, done] = [row.promised, row.done].map(|moment| moment.map(text).unwrap_or_default());
        let (what, silo, end) = (WHAT[row.what], SILOS[row.silo], ENDS[row.end]);
        writeln!(csv, "t{id},c{},{case},{what},{},shop,{silo},{promised},{done},{end}", row.customer, text(row.at))
            .expect("written");
    }
    csv
}

/// Touches, kept, broken, open, broken to, kept to, done with their longest time, cases, rework, right first time.
type Told = (u64, u64, u64, u64, Amount, Amount, (u64, i64), u64, u64, u64);

/// Whether the journey knows the touchpoint, what it is called, and the silo.
type PlainPlace = (bool, String, Option<String>);

/// The same in a period.
type PlainLine = (bool, String, Option<String>, usize);

/// When a case met a touchpoint, where, and whether its promise was kept.
type PlainMeeting = (i64, PlainPlace, bool);

/// What each line must tell, by stage, touchpoint, silo and period.
fn plainly(
    company: &Growing,
    rows: &[Row],
    periods: &[Period],
    (through, cut): (Day, bool),
    worth: &BTreeMap<String, i64>,
) -> BTreeMap<PlainLine, Told> {
    let history = &company.journey;
    let now = i64::from(through.0 + 1) * 86_400_000_000 - 1;
    let period_of = |day: Day| periods.iter().position(|period| period.start <= day && day < period.end);
    let mut told: BTreeMap<PlainLine, Told> = BTreeMap::new();
    let mut met: BTreeMap<(PlainLine, u8), bool> = BTreeMap::new();
    let mut cases: BTreeMap<(String, u8, Option<u8>), Vec<PlainMeeting>> = BTreeMap::new();
    for row in rows.iter().filter(|row| day(micros(row.at)) <= through) {
        let begun = day(micros(row.at));
        let journey = &history.journeys()[history.on(begun).expect("a journey")].journey;
        let name = WHAT[row.what];
        let stage = journey.stages.iter().find(|stage| {
            stage.touchpoints.iter().any(|known| known.names().any(|known| known.eq_ignore_ascii_case(name)))
        });
        let touchpoint = stage.map(|stage| &stage.touchpoints[0]);
        let promise =
            touchpoint.map_or_else(bellwether_model::Promise::as_told, |it| it.promise.clone().expect("promised"));
        let mut clocks: CalendarClocks = history.clocks("desk").expect("a calendar");
        let done = row.done.map(micros).filter(|done| *done <= now);
        let touch = |done_at| PromisedTouch {
            started_at: micros(row.at),
            promised_by: row.promised.map(micros),
            done_at,
            outcome: Some(ENDS[row.end]).filter(|end| !end.is_empty()),
        };
        // The due moment may rest on when it was done, for calendars change; what became of it rests on what is known.
        let due = promise.judge(touch(row.done.map(micros)), Some(&mut clocks));
        let is_to_come = row.done.map(micros) != done;
        let judged =
            due.map(|due| if is_to_come { bellwether_model::Judgement { verdict: Verdict::Open, ..due } } else { due });
        let place = (
            stage.is_some(),
            touchpoint.map_or_else(|| name.to_owned(), |touchpoint| touchpoint.id.clone()),
            Some(SILOS[row.silo].to_owned()).filter(|silo| cut && !silo.is_empty()),
        );
        let key = |period: usize| (place.0, place.1.clone(), place.2.clone(), period);
        if let Some(period) = period_of(begun) {
            told.entry(key(period)).or_default().0 += 1;
        }
        if let Some((done, period)) = done.and_then(|done| Some((done, period_of(day(done))?))) {
            let line = told.entry(key(period)).or_default();
            line.6 = (line.6.0 + 1, line.6.1.max(done - micros(row.at)));
        }
        let verdict = judged.map(|judged| judged.at(now));
        if let Some((judged, verdict)) = judged.zip(verdict) {
            let on = if judged.due.is_none() && is_to_come { begun } else { day(judged.counts_at) };
            if verdict == Verdict::Open || on > through {
                if let Some(period) = period_of(begun) {
                    told.entry(key(period)).or_default().3 += 1;
                }
            } else if let Some(period) = period_of(on) {
                let line = told.entry(key(period)).or_default();
                line.1 += u64::from(verdict == Verdict::Kept);
                line.2 += u64::from(verdict == Verdict::Broken);
                *met.entry((key(period), row.customer)).or_default() |= verdict == Verdict::Broken;
            }
        }
        // A case is met at a touchpoint, whichever silo it was.
        let case = (format!("{}>{}", place.0, place.1), row.customer, row.case);
        if row.case.is_some() {
            cases.entry(case).or_default().push((row.at, place.clone(), verdict == Some(Verdict::Kept)));
        }
    }
    for ((line, customer), is_broken) in met {
        let minor = i128::from(worth.get(&format!("c{customer}")).copied().unwrap_or_default());
        let line = told.entry(line).or_default();
        (if is_broken { &mut line.4 } else { &mut line.5 }).plus(Amount { customers: 1, minor });
    }
    for met in cases.values() {
        let Some((at, place, is_kept)) = met.iter().min() else { continue };
        let Some(period) = period_of(day(micros(*at))) else { continue };
        let line = told.entry((place.0, place.1.clone(), place.2.clone(), period)).or_default();
        line.7 += 1;
        line.8 += u64::from(met.len() > 1);
        line.9 += u64::from(met.len() == 1 && *is_kept);
    }
    told
}

/// The customers behind each line are as many as it tells.
fn customers_are_those_of(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    periods: &[Period],
    cut: bool,
    lines: &[PromiseLine],
) {
    // A few are enough; each is a pass over all touches.
    for line in lines.iter().filter(|line| !cut && line.kept + line.broken > 0).take(4) {
        for (verdict, promises) in
            [(Verdict::Broken, line.broken), (Verdict::Kept, line.kept), (Verdict::Open, line.open)]
        {
            let (touchpoint, period) = (line.touchpoint.as_str(), periods[line.period]);
            let question = CustomersQuestion { touchpoint, period, verdict, most: None };
            let found = promise_customers(ledger, source, question).expect("told");
            assert_eq!((found.promises, found.rows.len() as u64), (promises, promises), "{line:?}");
            let distinct: BTreeSet<&str> = found.rows.iter().map(|row| row.customer.as_str()).collect();
            assert_eq!(found.customers.customers, distinct.len() as i64);
            if verdict == Verdict::Broken {
                assert_eq!(found.customers, line.broken_to, "{line:?}");
            }
            let few = promise_customers(ledger, source, CustomersQuestion { most: Some(2), ..question }).expect("told");
            assert_eq!(few.rows, found.rows[..found.rows.len().min(2)]);
            assert_eq!((few.promises, few.customers), (found.promises, found.customers));
        }
    }
}

/// What single customers lived through adds up to what the lines tell of all, and each is in one stage after another.
fn lives_add_up(source: JourneySource<'_>, cut: bool, lines: &[PromiseLine]) {
    let mut told: BTreeMap<(bool, String), (u64, u64, u64, u64)> = BTreeMap::new();
    for customer in 0..30 {
        let touches = lived_touches(source, &format!("c{customer}")).expect("told");
        assert!(touches.is_sorted_by_key(|touch| touch.started_at));
        for touch in &touches {
            let line = told.entry((touch.stage.is_some(), touch.touchpoint.clone())).or_default();
            line.0 += 1;
            match touch.promise {
                Some((Verdict::Kept, on)) if on <= source.walk.through => line.1 += 1,
                Some((Verdict::Broken, on)) if on <= source.walk.through => line.2 += 1,
                Some(_) => line.3 += 1,
                None => {}
            }
        }
        let stays = stays(&touches);
        assert_eq!(
            stays.iter().map(|stay| stay.touches).sum::<u64>(),
            touches.iter().filter(|it| it.stage.is_some()).count() as u64
        );
        assert!(stays.windows(2).all(|two| two[0].stage != two[1].stage && two[0].latest <= two[1].since));
        let latest = touches.iter().rfind(|touch| touch.stage.is_some());
        let now = stays.last().map(|stay| (stay.stage.clone(), stay.latest));
        assert_eq!(now, latest.and_then(|touch| Some((touch.stage.clone()?, touch.started_on))));
    }
    let mut of_lines: BTreeMap<(bool, String), (u64, u64, u64, u64)> = BTreeMap::new();
    for line in lines.iter().filter(|_| !cut) {
        let sum = of_lines.entry((line.is_known, line.touchpoint.clone())).or_default();
        *sum = (sum.0 + line.touches, sum.1 + line.kept, sum.2 + line.broken, sum.3 + line.open);
    }
    assert!(cut || told == of_lines, "{told:?} {of_lines:?}");
}

fn worth(ledger: &Ledger<'_>) -> BTreeMap<String, i64> {
    let (parts, _) = ledger
        .accounts(BTreeMap::new, |worth: &mut BTreeMap<String, i64>, account| {
            if account.movements.iter().map(|movement| i32::from(movement.customers)).sum::<i32>() > 0 {
                worth.insert(account.customer.to_owned(), account.movements.last().map_or(0, |last| last.value_after));
            }
            Ok(())
        })
        .expect("accounts");
    parts.into_iter().flatten().collect()
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 12 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn promises_by_touchpoint_month_and_silo_are_those_of_a_plain_look_stored_and_from_the_facts(
        rows in rows(), cut in any::<bool>(), earlier in prop::option::of(0i32..480)
    ) {
        block_on(async {
            let company = Growing::new(Policy::default()).await;
            company.import_files(MAP, &[("touches.csv".to_owned(), csv(&rows))]).await;
            company.refresh(false).await;
            let stored = company.stored_journey().await.expect("read").expect("up to date");
            company.look(|ledger, first| {
                let mut walk = ledger.walk;
                if let Some(earlier) = earlier {
                    walk.through = first.plus(earlier).min(walk.through);
                }
                let ledger = Ledger { walk, books: ledger.books, cache: None };
                let periods: Vec<Period> = walk.calendar.periods(Grain::Month, first, walk.through).collect();
                let question = PromiseQuestion { periods: &periods, cut: cut.then_some(PromiseCut::Silo), touchpoint: None };
                let wanted = plainly(&company, &rows, &periods, (walk.through, cut), &worth(&ledger));
                for stored in [Some(&stored), None] {
                    let source = JourneySource { walk: &walk, history: &company.journey, stored };
                    let found = promises(&ledger, source, question).expect("told");
                    customers_are_those_of(&ledger, source, &periods, cut, &found);
                    lives_add_up(source, cut, &found);
                    let found: BTreeMap<_, Told> = found
                        .into_iter()
                        .map(|line| {
                            let key = (line.is_known, line.touchpoint, line.part, line.period);
                            let longest = if line.done == 1 { (line.seconds.median * 1e6) as i64 } else { -1 };
                            let told: Told = (
                                line.touches, line.kept, line.broken, line.open, line.broken_to, line.kept_to,
                                (line.done, longest), line.cases, line.rework_cases, line.right_first_time,
                            );
                            (key, told)
                        })
                        .collect();
                    let plain: BTreeMap<_, Told> = wanted
                        .iter()
                        .map(|(key, told)| {
                            let longest = if told.6.0 == 1 { told.6.1 } else { -1 };
                            let mut told = *told;
                            told.6.1 = longest;
                            (key.clone(), told)
                        })
                        .collect();
                    assert_eq!(found, plain, "stored: {}", stored.is_some());
                }
            }).await;
        });
    }
}
