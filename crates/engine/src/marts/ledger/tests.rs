//! The ledger identity and its relatives, for random histories, policies, grains and cuts.

mod again;
mod attribution;
mod cache;
mod definitions;
mod facts;
pub(in crate::marts) mod increment;
mod model;

use std::sync::Arc;

use bellwether_model::{
    Calendar, Currency, Day, Edition, Grain, Movement, MovementKind, Policy, SamePeriod, ValueLevel, WeekStart,
};
use proptest::prelude::*;

use super::*;
use crate::walk::{Close, Phase, Rate, Rates, SpendDay};

pub(in crate::marts) const FIRST: Day = Day(19_000);
const LAST: Day = Day(20_100);

#[derive(Clone, Debug)]
struct History {
    spend: Vec<SpendDay>,
    phases: Vec<Phase>,
}

fn lives() -> impl Strategy<Value = Vec<History>> {
    let amount = prop_oneof![4 => 1i64..50_000, 1 => -20_000i64..0];
    let spend = prop::collection::btree_map(0i32..1_000, (amount, any::<bool>()), 0..14).prop_map(|days| {
        let of_day = |(day, (minor, also_bought)): (i32, (i64, bool))| SpendDay {
            day: FIRST.0 + day,
            minor,
            bought: minor > 0 || also_bought,
        };
        days.into_iter().map(of_day).collect::<Vec<_>>()
    });
    let phase = (0i32..900, 1i32..400, 0i64..9_000, prop_oneof![3 => Just(Currency::EUR), 1 => Just(Currency::GBP)]);
    let phases = prop::collection::vec(phase, 0..4).prop_map(|phases| {
        let of_row = |(from, length, minor, currency): (i32, i32, i64, Currency)| Phase {
            subscription: 0,
            from: FIRST.0 + from,
            to: if length > 350 { i32::MAX } else { FIRST.0 + from + length },
            minor,
            currency,
            paused: false,
        };
        phases.into_iter().map(of_row).collect::<Vec<_>>()
    });
    prop::collection::vec((spend, phases).prop_map(|(spend, phases)| History { spend, phases }), 1..12)
}

fn policies() -> impl Strategy<Value = Policy> {
    (5u16..200, 5u16..400, prop::option::of(1u16..200), any::<bool>(), 1i8..=12, 0usize..3).prop_map(
        |(lapse_days, value_window_days, return_window_days, ignored, fiscal_start_month, week)| Policy {
            lapse_days,
            value_window_days,
            return_window_days,
            same_period: if ignored { SamePeriod::Ignored } else { SamePeriod::BothCounted },
            fiscal_start_month,
            week_start: [WeekStart::Monday, WeekStart::Sunday, WeekStart::Saturday][week],
            levels: [("small", 0), ("middle", 10_000), ("large", 60_000)]
                .map(|(name, from_minor)| ValueLevel { name: name.into(), from_minor })
                .to_vec(),
            ..Policy::default()
        },
    )
}

fn grains() -> impl Strategy<Value = Grain> {
    (0usize..Grain::ALL.len()).prop_map(|index| Grain::ALL[index])
}

fn rates() -> Rates {
    let mut rates = Rates::none(Currency::EUR);
    for (index, billionths) in [1_100_000_000i128, 1_250_000_000, 900_000_001].into_iter().enumerate() {
        rates.add(Currency::GBP, Rate { day: FIRST.0 + 333 * index as i32, billionths });
    }
    rates
}

fn movements_of(life: &History, policy: &Policy) -> Vec<Movement> {
    let mut movements = Vec::new();
    let rules = Rules::new(policy, Edition::default());
    Folder::default().fold(&life.spend, &life.phases, &rules, &rates(), &mut movements).expect("rates cover all days");
    movements.retain(|movement| movement.day <= LAST);
    movements
}

fn ledger(movements: &[Vec<Movement>], policy: &Policy, grain: Grain) -> Vec<Line> {
    let calendar = policy.check().expect("a valid policy");
    let mut totals = Totals::new(&calendar, grain, (FIRST, LAST), &SamePeriods::all(policy.same_period));
    for movements in movements {
        totals.add(movements);
    }
    totals.lines().expect("the identity holds")
}

/// The state at the end of a day straight from the glossary's definitions, without a fold.
fn state_by_definition(life: &History, policy: &Policy, day: i32) -> (bool, i64) {
    let (lapse, window) = (i32::from(policy.lapse_days), i32::from(policy.value_window_days));
    let bought_within = |until: i32| life.spend.iter().any(|d| d.bought && until - lapse <= d.day && d.day <= until);
    let buyer = bought_within(day);
    let revalued = life.spend.iter().rfind(|d| d.day <= day && (d.bought || bought_within(d.day)));
    let spent = revalued.filter(|_| buyer).map_or(0, |last| {
        life.spend.iter().filter(|d| last.day - window < d.day && d.day <= last.day).map(|d| d.minor).sum()
    });
    let in_force = life.phases.iter().filter(|phase| phase.from <= day && day < phase.to);
    let recurring: Vec<i64> =
        in_force.map(|phase| rates().convert(phase.minor, phase.currency, day).expect("a rate")).collect();
    let active = buyer || !recurring.is_empty();
    (active, spent + recurring.iter().sum::<i64>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_line_closes_at_what_the_definitions_say_and_the_next_opens_there(
        lives in lives(), policy in policies(), grain in grains()
    ) {
        let movements: Vec<_> = lives.iter().map(|life| movements_of(life, &policy)).collect();
        let lines = ledger(&movements, &policy, grain);
        for pair in lines.windows(2) {
            prop_assert_eq!(pair[0].closing, pair[1].opening);
        }
        for line in &lines {
            let end = (line.period.end.0 - 1).min(LAST.0);
            let states = lives.iter().map(|life| state_by_definition(life, &policy, end));
            let held = states.fold(Amount::default(), |mut sum, (active, value)| {
                sum.plus(Amount { customers: i64::from(active), minor: i128::from(value) });
                sum
            });
            prop_assert_eq!(line.closing, held, "at the end of {:?}", line.period);
        }
    }

    #[test]
    fn arrivals_and_losses_of_a_quarter_are_the_sums_of_its_months(lives in lives(), policy in policies()) {
        let policy = Policy { same_period: SamePeriod::BothCounted, ..policy };
        let movements: Vec<_> = lives.iter().map(|life| movements_of(life, &policy)).collect();
        let (months, quarters) = (ledger(&movements, &policy, Grain::Month), ledger(&movements, &policy, Grain::Quarter));
        for quarter in quarters {
            for kind in [MovementKind::New, MovementKind::WonBack, MovementKind::Lost] {
                let mut sum = Amount::default();
                let within = |line: &&Line| quarter.period.start <= line.period.start && line.period.end <= quarter.period.end;
                months.iter().filter(within).for_each(|month| sum.plus(month.moved(kind)));
                prop_assert_eq!(quarter.moved(kind), sum);
            }
        }
    }

    #[test]
    fn what_happens_later_does_not_change_earlier_movements(lives in lives(), policy in policies(), cut_off in 0i32..1_000) {
        let day = FIRST.plus(cut_off);
        for life in &lives {
            let known = History {
                spend: life.spend.iter().copied().filter(|spend| spend.day <= day.0).collect(),
                phases: life.phases.iter().copied().filter(|phase| phase.from <= day.0).collect(),
            };
            let until = |movements: Vec<Movement>| movements.into_iter().filter(|m| m.day <= day).collect::<Vec<_>>();
            prop_assert_eq!(until(movements_of(&known, &policy)), until(movements_of(life, &policy)));
        }
    }

    #[test]
    fn the_segments_of_a_cut_add_up_to_the_company_and_transfers_to_nothing(
        lives in lives(), policy in policies(), grain in grains(), by_value in any::<bool>(),
        changes in prop::collection::vec((0i32..1_000, 0usize..3), 12)
    ) {
        let calendar = policy.check().expect("a valid policy");
        let movements: Vec<_> = lives.iter().map(|life| movements_of(life, &policy)).collect();
        let same_periods = SamePeriods::all(policy.same_period);
        let mut segments: Vec<Totals> =
            (0..4).map(|_| Totals::new(&calendar, grain, (FIRST, LAST), &same_periods)).collect();
        let mut told = Vec::new();
        for (index, movements) in movements.iter().enumerate() {
            let mut parts = Vec::new();
            let movements = segments[0].told(movements, &mut told);
            if by_value {
                let level = |_, value| policy.levels.iter().rposition(|level| level.from_minor <= value).unwrap_or(0);
                by_level(movements, level, &[], LAST, &mut parts);
            } else {
                let (day, segment) = changes[index];
                let memberships =
                    [(Day(i32::MIN), 3), (FIRST.plus(day), segment)].map(|(from, segment)| Membership { from, corrects: None, segment });
                by_membership(movements, &memberships, LAST, &mut parts);
            }
            for (segment, totals) in segments.iter_mut().enumerate() {
                let own: Vec<_> = parts.iter().filter(|(at, _)| *at == segment).map(|(_, m)| *m).collect();
                totals.add_told(&own);
            }
        }
        let cuts: Vec<Vec<Line>> = segments.iter().map(|totals| totals.lines().expect("the identity holds")).collect();
        for (index, line) in ledger(&movements, &policy, grain).iter().enumerate() {
            let sum = |of: &dyn Fn(&Line) -> Amount| {
                let mut sum = Amount::default();
                for lines in &cuts {
                    sum.plus(of(&lines[index]));
                }
                sum
            };
            prop_assert_eq!(sum(&|line| line.opening), line.opening);
            prop_assert_eq!(sum(&|line| line.closing), line.closing);
            for kind in [MovementKind::New, MovementKind::WonBack, MovementKind::Lost] {
                prop_assert_eq!(sum(&|line| line.moved(kind)), line.moved(kind));
            }
            let (came, went) = (sum(&|line| line.moved(MovementKind::TransferIn)), sum(&|line| line.moved(MovementKind::TransferOut)));
            prop_assert_eq!((came.customers, came.minor), (went.customers, -went.minor));
        }
    }

    #[test]
    fn closed_periods_stay_as_booked_and_what_is_learnt_late_is_restated_to_the_penny(
        lives in lives(), policy in policies(), late in prop::collection::vec(any::<bool>(), 12), closes in 1usize..4
    ) {
        let policy = Policy { same_period: SamePeriod::BothCounted, ..policy };
        let calendar = Calendar::utc();
        let mut books = Books::open();
        let mut frozen: Vec<Vec<Movement>> = vec![Vec::new(); lives.len()];
        let mut booked = frozen.clone();
        for (close, chunk) in (0..closes).map(|close| (close, late.len() * (close + 1) / closes)) {
            let known: Vec<Vec<Movement>> = lives.iter().zip(&late).enumerate().map(|(index, (life, late))| {
                if *late && index >= chunk { Vec::new() } else { movements_of(life, &policy) }
            }).collect();
            for ((booked, frozen), known) in booked.iter_mut().zip(&frozen).zip(&known) {
                booked.clear();
                super::book(frozen, known, &books, &calendar, booked);
            }
            let through = calendar.period(Grain::Month, FIRST.plus(200 * (close as i32 + 1))).end.plus(-1);
            books.closes.push(Close {
                through,
                import_seq: close as i64,
                policy: Arc::new(policy.clone()),
                edition: Edition::default(),
            });
            for (frozen, booked) in frozen.iter_mut().zip(&booked) {
                frozen.clear();
                frozen.extend(booked.iter().filter(|movement| movement.day <= through));
            }
        }
        let through = books.closed_through().expect("closed");
        let now: Vec<Vec<Movement>> = lives.iter().map(|life| movements_of(life, &policy)).collect();
        let rebooked: Vec<Vec<Movement>> = frozen.iter().zip(&now).map(|(frozen, now)| {
            let mut out = Vec::new();
            super::book(frozen, now, &books, &calendar, &mut out);
            out
        }).collect();
        let (before, after) = (ledger(&frozen, &policy, Grain::Month), ledger(&rebooked, &policy, Grain::Month));
        for (closed, again) in before.iter().zip(&after).filter(|(line, _)| line.period.end <= through.plus(1)) {
            prop_assert_eq!(closed, again);
        }
        let plain = ledger(&now, &policy, Grain::Month);
        let last = plain.len() - 1;
        prop_assert_eq!(after[last].closing, plain[last].closing);
        let at_close = |lines: &[Line]| lines.iter().find(|line| line.period.end == through.plus(1)).map(|line| line.closing);
        let restated: i128 = after.iter().filter(|line| line.period.start > through).map(|line| line.moved(MovementKind::Restated).minor).sum();
        let (booked, known) = (at_close(&after).expect("closed"), at_close(&plain).expect("known"));
        prop_assert_eq!(restated, known.minor - booked.minor);
    }
}

#[test]
fn who_buys_on_the_day_of_the_lapse_comes_in_time_and_in_the_first_edition_was_lost_and_won_back() {
    let rules = |edition| Rules::new(&Policy { lapse_days: 90, ..Policy::default() }, edition);
    let spend = [0, 91, 183].map(|day| SpendDay { day: FIRST.0 + day, minor: 100, bought: true });
    // Beside a subscription that has nothing to do with it, too.
    let before = [Phase {
        subscription: 0,
        from: FIRST.0 - 50,
        to: FIRST.0 - 20,
        minor: 1,
        currency: Currency::EUR,
        paused: false,
    }];
    let steps = |edition, phases: &[Phase]| {
        let mut movements = Vec::new();
        Folder::default().fold(&spend, phases, &rules(edition), &rates(), &mut movements).expect("folded");
        let within = movements.iter().filter(|m| m.day > FIRST);
        within.map(|m| (m.kind, m.day.0 - FIRST.0)).collect::<Vec<_>>()
    };
    for phases in [&[][..], &before] {
        let late = [(MovementKind::Lost, 182), (MovementKind::WonBack, 183), (MovementKind::Lost, 274)];
        let in_time = [(MovementKind::More, 91)];
        assert_eq!(steps(Edition::Second, phases), [&in_time[..], &late].concat());
        let twice = [(MovementKind::Lost, 91), (MovementKind::WonBack, 91)];
        assert_eq!(steps(Edition::First, phases), [&twice[..], &late].concat());
    }
}

#[test]
fn a_renewal_at_the_same_foreign_amount_on_the_day_of_another_rate_moves_by_the_rate_alone() {
    let changed = FIRST.0 + 333;
    let phase = |from, to, minor| Phase { subscription: 0, from, to, minor, currency: Currency::GBP, paused: false };
    let steps = |minor| {
        let phases = vec![phase(FIRST.0, changed, 1_000), phase(changed, i32::MAX, minor)];
        let movements = movements_of(&History { spend: vec![], phases }, &Policy::default());
        movements.iter().skip(1).take(1).map(|m| (m.kind, m.minor)).collect::<Vec<_>>()
    };
    assert_eq!(steps(1_000), [(MovementKind::Currency, 150)]);
    assert_eq!(steps(900), [(MovementKind::More, 25)], "another amount is no renewal of the same");
}

#[test]
fn a_rate_change_moves_value_but_is_neither_more_nor_less() {
    let phases = vec![Phase {
        subscription: 0,
        from: FIRST.0,
        to: i32::MAX,
        minor: 1_000,
        currency: Currency::GBP,
        paused: false,
    }];
    let movements = movements_of(&History { spend: vec![], phases }, &Policy::default());
    let steps: Vec<_> = movements.iter().map(|m| (m.kind, m.minor)).collect();
    assert_eq!(steps, [(MovementKind::New, 1_100), (MovementKind::Currency, 150), (MovementKind::Currency, -350)]);
}
