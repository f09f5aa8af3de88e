//! Early moments as a plain look at each customer's facts tells them, and effects that were planted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use bellwether_model::{Day, Movement, MovementKind, Policy, ValueBasis};
use proptest::prelude::*;

use super::*;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::Ledger;
use crate::marts::tests::growing::Growing;

const MAP: &str = "table = \"touches\"\nsource = \"van\"\n[columns]\ncustomer_id = \"customer\"\ntouchpoint = \"what\"\n\
                   started_at = \"at\"\npromised_by = \"by\"\ndone_at = \"done\"\n";

#[derive(Clone, Debug)]
struct Row {
    customer: Option<u8>,
    is_setup: bool,
    /// Days after the first one.
    at: i32,
    /// Days later.
    by: Option<i32>,
    done: Option<i32>,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let promise = (prop::option::weighted(0.8, 0i32..20), prop::option::weighted(0.8, 0i32..40));
    let row = (prop::option::weighted(0.9, 0u8..45), prop::bool::weighted(0.8), 0i32..500, promise);
    let row = row.prop_map(|(customer, is_setup, at, (by, done))| Row { customer, is_setup, at, by, done });
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

/// Customers, those who left or grew, and the money.
type PlainSide = (u64, u64, i128);
/// Touchpoint, comparison and outcome.
type PlainKey = (&'static str, Contrast, Outcome);

/// What a plain look tells.
#[derive(Debug, Default, PartialEq)]
struct Plain {
    compared: u64,
    kept_by_purchase: u64,
    gone_before: (i64, i128),
    not_yet_known: u64,
    before_touches: u64,
    /// Those who met it and the others, of both halves together.
    sides: BTreeMap<PlainKey, [PlainSide; 2]>,
    just_met: BTreeMap<(&'static str, Contrast), (i64, i128)>,
}

/// Value and whether active at the end of a day.
fn state(movements: &[Movement], on: Day) -> (i64, bool) {
    let until: Vec<&Movement> = movements.iter().filter(|it| it.day <= on).collect();
    let active: i32 = until.iter().map(|it| i32::from(it.customers)).sum();
    (until.last().map_or(0, |it| it.value_after), active > 0)
}

/// The days on which each of the forty customers bought something.
fn bought(customer: &str) -> Vec<Day> {
    let of = |id: &i32| id % 16 != 9 && customer == format!("c{}", id % 40);
    (0..160).filter(of).map(|id| day(id * 37 % 500)).collect()
}

fn plainly(rows: &[Row], ledger: &Ledger<'_>, span: Span) -> Plain {
    let mut plain = Plain::default();
    let touches: Vec<&Row> = rows.iter().filter(|row| day(row.at) <= span.through).collect();
    // What names nobody says nothing of when touches began to be told.
    let touches_from = touches.iter().filter(|row| row.customer.is_some()).map(|row| day(row.at)).min();
    for (customer, movements) in &movements(ledger) {
        let Some(joined) = movements.iter().find(|it| it.kind == MovementKind::New).map(|it| it.day) else { continue };
        let (early, end) = (joined.plus(span.first_days), joined.plus(span.first_days + span.within_days));
        let mut met: BTreeMap<&'static str, Day> = BTreeMap::new();
        let mut promises: BTreeMap<&'static str, (Day, bool)> = BTreeMap::new();
        for row in touches.iter().filter(|row| row.customer.map(|id| format!("c{id}")).as_ref() == Some(customer)) {
            let what = if row.is_setup { "setup" } else { "talk" };
            let mut met_on = |on: Day| {
                if (joined..early).contains(&on) {
                    let first = met.entry(what).or_insert(on);
                    *first = on.min(*first);
                }
            };
            met_on(day(row.at));
            let Some(by) = row.by.map(|by| day(row.at + by)).filter(|by| *by <= span.through) else { continue };
            let done = row.done.map(|done| day(row.at + done)).filter(|done| *done <= span.through);
            // What is due on the last day and not done may be done on it still.
            if done.is_none() && by >= span.through {
                continue;
            }
            met_on(by);
            if (joined..early).contains(&by) {
                let promise = (by, done.is_some_and(|done| done <= by));
                let first = promises.entry(what).or_insert(promise);
                *first = promise.min(*first);
            }
        }
        let (worth, is_active) = state(movements, span.through);
        for (what, on) in &met {
            let broken = promises.get(what).filter(|(_, is_kept)| !is_kept).map(|(on, _)| *on);
            for (contrast, on) in [(Contrast::Met, Some(*on)), (Contrast::Broken, broken)] {
                if is_active && on.is_some_and(|on| on.plus(span.first_days) > span.through) {
                    let just = plain.just_met.entry((what, contrast)).or_default();
                    *just = (just.0 + 1, just.1 + i128::from(worth));
                }
            }
        }
        if touches_from.is_none_or(|from| joined < from) {
            plain.before_touches += 1;
            continue;
        }
        if end.plus(-1) > span.through {
            plain.not_yet_known += 1;
            continue;
        }
        let (base, was_active) = state(movements, early.plus(-1));
        if !was_active {
            let lost = movements.iter().rfind(|it| it.day < early && it.customers < 0);
            plain.gone_before.0 += 1;
            plain.gone_before.1 -= lost.map_or(0, |it| i128::from(it.minor));
            continue;
        }
        plain.compared += 1;
        let latest = bought(customer).into_iter().filter(|on| *on < early).max().expect("who joined bought");
        let is_kept = latest.plus(span.lapse_days + 1) >= end;
        plain.kept_by_purchase += u64::from(is_kept);
        let lost = movements.iter().find(|it| it.day >= early && it.day < end && it.customers < 0);
        let (value, is_active) = state(movements, end.plus(-1));
        let hits = [
            (Outcome::Loss, lost.map(|it| -it.minor)),
            (Outcome::Growth, Some(value - base).filter(|gain| is_active && *gain > 0)),
        ];
        for (outcome, hit) in hits.into_iter().filter(|(outcome, _)| !is_kept || *outcome == Outcome::Growth) {
            for what in ["setup", "talk"] {
                let promise = promises.get(what).map(|(_, is_kept)| usize::from(*is_kept));
                for (contrast, side) in
                    [(Contrast::Met, Some(usize::from(!met.contains_key(what)))), (Contrast::Broken, promise)]
                {
                    let Some(side) = side else { continue };
                    let sides = plain.sides.entry((what, contrast, outcome)).or_default();
                    sides[side].0 += 1;
                    sides[side].1 += u64::from(hit.is_some());
                    sides[side].2 += i128::from(hit.unwrap_or_default());
                }
            }
        }
    }
    // What nobody who is compared met is not told; what somebody met is, though of those nobody could leave.
    let is_met = |sides: &BTreeMap<PlainKey, [PlainSide; 2]>, (what, contrast, _): PlainKey| {
        sides.get(&(what, contrast, Outcome::Growth)).is_some_and(|sides| sides[0].0 > 0)
    };
    for key in plain.sides.keys().copied().collect::<Vec<_>>() {
        plain.sides.entry((key.0, key.1, Outcome::Loss)).or_default();
    }
    let all = plain.sides.clone();
    plain.sides.retain(|key, _| is_met(&all, *key));
    plain
}

fn told(found: &EarlyMoments) -> Plain {
    let key = |moment: &EarlyMoment| {
        let what = if moment.touchpoint == "setup" { "setup" } else { "talk" };
        (what, moment.contrast, moment.outcome)
    };
    let side = |of: fn(&MomentHalf) -> MomentSide, moment: &EarlyMoment| {
        let [earlier, later] = [of(&moment.earlier), of(&moment.later)];
        (earlier.customers + later.customers, earlier.hits + later.hits, earlier.hits_minor + later.hits_minor)
    };
    let sides = |moment: &EarlyMoment| [side(|half| half.exposed, moment), side(|half| half.other, moment)];
    Plain {
        compared: found.compared,
        kept_by_purchase: found.kept_by_purchase,
        gone_before: (found.gone_before.customers, found.gone_before.minor),
        not_yet_known: found.not_yet_known,
        before_touches: found.before_touches,
        sides: found.moments.iter().map(|moment| (key(moment), sides(moment))).collect(),
        just_met: BTreeMap::new(),
    }
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 16 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn who_met_what_in_the_first_days_and_left_or_grew_is_counted_as_a_plain_look_at_the_facts_counts(
        rows in rows(), first_days in 1i32..200, within_days in 1i32..300, lapse in 20u16..200, earlier in 0i32..60
    ) {
        block_on(async {
            let company = Growing::new(Policy { lapse_days: lapse, ..Policy::default() }).await;
            let mut csv = String::from("customer,what,at,by,done\n");
            let text = |row: &Row, days: Option<i32>| days.map(|days| day(row.at + days).to_string()).unwrap_or_default();
            for row in &rows {
                let customer = row.customer.map(|customer| format!("c{customer}")).unwrap_or_default();
                let what = if row.is_setup { "setup" } else { "talk" };
                writeln!(csv, "{customer},{what},{},{},{}", day(row.at), text(row, row.by), text(row, row.done)).expect("written");
            }
            company.import_files(MAP, &[("touches.csv".to_owned(), csv)]).await;
            company.refresh(false).await;
            let stored = company.stored_journey().await.expect("read").expect("up to date");
            company.look(|ledger, _| {
                let mut walk = ledger.walk;
                walk.through = walk.through.plus(-earlier);
                let ledger = Ledger { walk, books: ledger.books, cache: None };
                let span = Span { first_days, within_days, through: walk.through, lapse_days: lapse.into() };
                let mut plain = plainly(&rows, &ledger, span);
                let just_met = std::mem::take(&mut plain.just_met);
                for stored in [Some(&stored), None] {
                    let source = JourneySource { walk: &walk, history: &company.journey, stored };
                    let found = early_moments(&ledger, source, span).expect("told");
                    assert_eq!(told(&found), plain, "stored: {}", stored.is_some());
                    assert!(found.earlier <= found.compared * 6 / 10 && found.tried == 0, "{found:?}");
                    for moment in &found.moments {
                        let what = if moment.touchpoint == "setup" { "setup" } else { "talk" };
                        let wanted = just_met.get(&(what, moment.contrast)).copied().unwrap_or_default();
                        assert_eq!((moment.just_met.customers, moment.just_met.minor), wanted, "{moment:?}");
                    }
                    for touchpoint in ["setup", "talk"] {
                        for contrast in Contrast::ALL {
                            let question = MomentCustomersQuestion { touchpoint, contrast, most: None };
                            let who = moment_customers(&ledger, source, question, span).expect("told");
                            let wanted = just_met.get(&(touchpoint, contrast)).copied().unwrap_or_default();
                            assert_eq!((who.customers.customers, who.customers.minor), wanted);
                            assert_eq!(who.rows.iter().map(|row| i128::from(row.minor)).sum::<i128>(), wanted.1);
                            let ids: BTreeSet<&str> = who.rows.iter().map(|row| row.customer.as_str()).collect();
                            assert_eq!((ids.len(), who.rows.len()), (wanted.0 as usize, wanted.0 as usize));
                        }
                    }
                }
            }).await;
        });
    }
}

/// Numbers by chance, the same for the same seed (Steele, Lea and Flood's `SplitMix64`).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }

    fn is(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

const SUBSCRIPTIONS: &str = "table = \"subscriptions\"\nsource = \"billing\"\ncurrency = \"EUR\"\n[columns]\nsubscription_id = \
                             \"id\"\ncustomer_id = \"id\"\nmonthly = \"amount\"\nfrom = \"day\"\nto = \"to\"\n";

/// A company to whose customers a setup and a talk are promised, both broken to a third: after a broken setup 25 of 100 more leave, a broken
/// talk goes with nothing. A welcome is met by half, and the plan of those who met it grows more often: at first; of later joiners no more.
async fn planted(seed: u64) -> Growing {
    let company = Growing::empty(Policy { basis: ValueBasis::Recurring, ..Policy::default() }).await;
    let chance = &mut Chance(seed);
    let (mut subscriptions, mut touches) =
        (String::from("id,day,to,amount\n"), String::from("customer,what,at,by,done\n"));
    let customers = 2_400;
    for id in 0..customers {
        let joined = day(id * 500 / customers);
        let [is_late, is_missed, is_welcome] = [33, 33, 50].map(|percent| chance.is(percent));
        let leaves = chance.is(if is_late { 35 } else { 10 });
        let grows = chance.is(if is_welcome && id < customers / 2 { 45 } else { 15 });
        let (left, more) = (joined.plus(40 + chance.below(90) as i32), joined.plus(50 + chance.below(60) as i32));
        let amount = 10 + chance.below(20);
        let is_more = grows && (!leaves || more < left);
        let first_end = if is_more {
            more.to_string()
        } else if leaves {
            left.to_string()
        } else {
            String::new()
        };
        writeln!(subscriptions, "c{id},{joined},{first_end},{amount}").expect("written");
        if is_more {
            let end = if leaves { left.to_string() } else { String::new() };
            writeln!(subscriptions, "c{id},{more},{end},{}", amount + 5).expect("written");
        }
        for (what, is_broken) in [("setup", is_late), ("talk", is_missed)] {
            let done = joined.plus(if is_broken { 15 } else { 5 });
            writeln!(touches, "c{id},{what},{joined},{},{done}", joined.plus(10)).expect("written");
        }
        if is_welcome {
            writeln!(touches, "c{id},welcome,{},,", joined.plus(3)).expect("written");
        }
    }
    // The last day of which anything is known.
    writeln!(touches, "c0,letter,{},,", day(700)).expect("written");
    company.import_files(SUBSCRIPTIONS, &[("subscriptions.csv".to_owned(), subscriptions)]).await;
    company.import_files(MAP, &[("touches.csv".to_owned(), touches)]).await;
    company
}

#[test]
fn what_is_planted_is_found_and_confirmed_with_its_effect_and_what_is_not_is_neither() {
    block_on(async {
        let company = planted(5).await;
        company
            .look(|ledger, _| {
                let span = Span { first_days: 30, within_days: 120, through: ledger.walk.through, lapse_days: 365 };
                let source = JourneySource { walk: &ledger.walk, history: &company.journey, stored: None };
                let found = early_moments(ledger, source, span).expect("told");
                let of = |what: &str, contrast, outcome| {
                    let is_it = |it: &&EarlyMoment| (it.contrast, it.outcome) == (contrast, outcome);
                    found.moments.iter().filter(|it| it.touchpoint == what).find(is_it).expect("told")
                };
                let setup = of("setup", Contrast::Broken, Outcome::Loss);
                assert_eq!(setup.state, MomentState::Confirmed, "{setup:?}");
                for half in [setup.earlier, setup.later] {
                    let difference = half.compared.expect("compared").difference;
                    assert!(difference.low < 0.25 && 0.25 < difference.high && difference.low > 0.1, "{half:?}");
                }
                // Left from day 40 to 130 after joining; the promise was broken on day 10.
                assert!((55.0..95.0).contains(&setup.lead_days.expect("some left")), "{setup:?}");
                let talk = of("talk", Contrast::Broken, Outcome::Loss);
                assert_eq!(talk.state, MomentState::NotFound, "{talk:?}");
                // What was so of earlier joiners alone is found and not confirmed.
                let welcome = of("welcome", Contrast::Met, Outcome::Growth);
                assert_eq!(welcome.state, MomentState::Found, "{welcome:?}");
                // Everybody met both of these, so there is nobody to compare with.
                assert_eq!(of("setup", Contrast::Met, Outcome::Loss).state, MomentState::TooFew);
                // Who leaves does not grow, so the same promise goes with both.
                let is_confirmed = |it: &&EarlyMoment| it.state == MomentState::Confirmed;
                let confirmed: Vec<_> =
                    found.moments.iter().filter(is_confirmed).map(|it| (&*it.touchpoint, it.outcome)).collect();
                assert_eq!(confirmed, [("setup", Outcome::Loss), ("setup", Outcome::Growth)]);
                assert_eq!((found.compared, found.tried), (2_400, 6), "{:?}", found.moments);
                assert_eq!(found.split_on.map(|day| day.0 - self::day(0).0), Some(300));
                assert_eq!(found.moments[0], *setup);
            })
            .await;
    });
}

#[test]
fn of_a_company_without_touches_or_with_few_customers_nothing_is_tried() {
    block_on(async {
        let company = Growing::new(Policy { lapse_days: 90, ..Policy::default() }).await;
        company
            .look(|ledger, _| {
                let span = Span { first_days: 30, within_days: 91, through: ledger.walk.through, lapse_days: 90 };
                let source = JourneySource { walk: &ledger.walk, history: &company.journey, stored: None };
                let found = early_moments(ledger, source, span).expect("told");
                assert_eq!((found.compared, found.split_on, found.tried), (0, None, 0));
                assert_eq!((found.before_touches, found.moments.len()), (40, 0), "{found:?}");
                let question = MomentCustomersQuestion { touchpoint: "visit", contrast: Contrast::Met, most: None };
                let who = moment_customers(ledger, source, question, span).expect("told");
                assert_eq!(who, MomentCustomers::default());
            })
            .await;
    });
}
