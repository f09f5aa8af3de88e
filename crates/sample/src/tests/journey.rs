//! The journey as written, held against the touches that the sample gives.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::{Day, Journey, Population, Promise, WorkingClock, wording_notes};

use super::*;
use crate::{business_calendars, journey, populations};

struct TouchRow {
    customer: String,
    case: Option<String>,
    touchpoint: String,
    silo: String,
    started_at: i64,
    promised_by: Option<i64>,
    done_at: Option<i64>,
    outcome: Option<String>,
}

fn all_touches() -> Vec<TouchRow> {
    let mut touches = Vec::new();
    for stream in Sample::default().tables().expect("tables") {
        if stream.table() != Table::Touches {
            continue;
        }
        let rows = rows(stream).expect("rows");
        let of = |column: &str, row: usize| text(&rows, column).value(row).to_owned();
        let moment = |column: &str, row: usize| {
            let moments = instants(&rows, column);
            moments.is_valid(row).then(|| moments.value(row))
        };
        touches.extend((0..rows.num_rows()).map(|row| TouchRow {
            customer: of("customer_id", row),
            case: text(&rows, "case_id").is_valid(row).then(|| of("case_id", row)),
            touchpoint: of("touchpoint", row),
            silo: of("silo", row),
            started_at: instants(&rows, "started_at").value(row),
            promised_by: moment("promised_by", row),
            done_at: moment("done_at", row),
            outcome: text(&rows, "outcome").is_valid(row).then(|| of("outcome", row)),
        }));
    }
    touches
}

/// Texts that people read, wherever they stand.
fn texts(value: &toml::Value, key: &str, found: &mut Vec<String>) {
    const READ: [&str; 10] =
        ["name", "owner", "goal", "feels", "needs", "experience", "intended_experience", "about", "words", "calendar"];
    match value {
        toml::Value::String(text) if READ.contains(&key) => found.push(text.clone()),
        toml::Value::Array(values) => values.iter().for_each(|value| texts(value, key, found)),
        toml::Value::Table(table) => table.iter().for_each(|(key, value)| texts(value, key, found)),
        _ => {}
    }
}

#[test]
fn the_journey_is_whole_and_reads_back_as_it_is_written() {
    let (journey, calendars) = (journey(), business_calendars());
    assert_eq!(calendars.check(), Ok(()));
    assert_eq!(journey.check(&calendars.names()), Ok(()));
    let written = toml::to_string(&journey).expect("TOML");
    assert_eq!(toml::from_str::<Journey>(&written).expect(&written), journey);
    for stage in &journey.stages {
        assert!(stage.name.starts_with("I "), "{}", stage.name);
        let told = [&stage.goal, &stage.feels, &stage.needs, &stage.experience, &stage.intended_experience];
        assert!(told.iter().all(|text| !text.is_empty()), "{}", stage.id);
        assert!(!stage.silos.is_empty() && !stage.processes.is_empty(), "{}", stage.id);
    }
}

#[test]
fn it_is_told_in_words_that_a_customer_would_say() {
    let mut found = Vec::new();
    texts(&toml::Value::try_from(journey()).expect("TOML"), "", &mut found);
    assert!(found.len() > 80);
    for text in found {
        assert_eq!(wording_notes(&text), [], "{text}");
    }
}

#[test]
fn each_touch_has_its_place_and_each_place_has_touches() {
    let (journey, touches) = (journey(), all_touches());
    let names: BTreeSet<_> = touches.iter().map(|touch| touch.touchpoint.clone()).collect();
    assert_eq!(names, journey.places().into_keys().collect());
    let silos: BTreeSet<_> = touches.iter().map(|touch| touch.silo.as_str()).collect();
    let of_stages = journey.stages.iter().flat_map(|stage| &stage.silos);
    let of_handoffs = journey.handoffs.iter().flat_map(|handoff| [&handoff.from, &handoff.to]);
    for silo in of_stages.chain(of_handoffs) {
        assert!(silos.contains(silo.as_str()), "{silo}");
    }
    for touch in &touches {
        let (stage, touchpoint) = journey.places()[&touch.touchpoint];
        assert_eq!(
            touchpoint.silo.as_ref(),
            Some(&touch.silo),
            "{} is run by who meets customers there",
            touch.touchpoint
        );
        assert!(stage.silos.contains(&touch.silo), "{} meets customers in {}", touch.silo, stage.id);
    }
}

/// Whether a promise was kept; `None` where nothing was promised or nothing is known yet.
fn is_kept(promise: &Promise, touch: &TouchRow, clock: Option<&mut WorkingClock>, now: i64) -> Option<bool> {
    let within = promise.within.and_then(|limit| match clock {
        Some(clock) if limit.is_working() => clock.due(touch.started_at, limit.micros()),
        _ => Some(touch.started_at + limit.micros()),
    });
    let due = touch.promised_by.filter(|_| promise.by_promised_moment).into_iter().chain(within).min();
    let Some(outcome) = &touch.outcome else { return due.filter(|due| *due < now).map(|_| false) };
    let ends_well = promise.outcomes.is_empty() || promise.outcomes.contains(outcome);
    let in_time = due.is_none_or(|due| touch.done_at.is_some_and(|done| done <= due));
    Some(ends_well && in_time)
}

#[test]
fn each_promise_is_kept_to_many_and_broken_to_some() {
    let (journey, calendars, touches) = (journey(), business_calendars(), all_touches());
    let now = Timeline::at(&timeline(), timeline().last, 86_399);
    let mut promises = 0;
    for touchpoint in journey.touchpoints() {
        let Some(promise) = &touchpoint.promise else { continue };
        let calendar = calendars.calendars.iter().find(|calendar| promise.calendar.as_ref() == Some(&calendar.name));
        let mut clock = calendar.map(|calendar| calendar.clock().expect("a calendar"));
        let (mut kept, mut all) = (0_u32, 0_u32);
        for touch in touches.iter().filter(|touch| touchpoint.names().any(|name| name == touch.touchpoint)) {
            let Some(is_kept) = is_kept(promise, touch, clock.as_mut(), now) else { continue };
            kept += u32::from(is_kept);
            all += 1;
        }
        let (share, target) = (f64::from(kept) / f64::from(all), touchpoint.target.expect("a target").fraction());
        println!("{}: kept {kept} of {all}, {share:.3}, target {target}", touchpoint.id);
        assert!((0.3..target).contains(&share), "{}", touchpoint.id);
        promises += 1;
    }
    assert_eq!(promises, 8);
}

#[test]
fn each_handoff_is_seen_within_cases_in_time_and_late() {
    let (journey, calendars, touches) = (journey(), business_calendars(), all_touches());
    // Of one customer; touches without a case are one together.
    let mut cases: BTreeMap<(&str, Option<&str>), Vec<&TouchRow>> = BTreeMap::new();
    for touch in &touches {
        cases.entry((&touch.customer, touch.case.as_deref())).or_default().push(touch);
    }
    for case in cases.values_mut() {
        case.sort_by_key(|touch| touch.started_at);
    }
    for handoff in &journey.handoffs {
        let calendar = calendars.calendars.iter().find(|calendar| handoff.calendar.as_ref() == Some(&calendar.name));
        let mut clock = calendar.map(|calendar| calendar.clock().expect("a calendar"));
        let limit = handoff.within.expect("a time");
        let (mut in_time, mut late, mut waiting) = (0_u32, 0_u32, 0_u32);
        for case in cases.values() {
            for (place, touch) in case.iter().enumerate() {
                let is_after = handoff.after.contains(&touch.touchpoint);
                if touch.silo != handoff.from || !is_after && !handoff.after.is_empty() {
                    continue;
                }
                let left_at = touch.done_at.unwrap_or(touch.started_at);
                let due = match &mut clock {
                    Some(clock) => clock.due(left_at, limit.micros()).expect("a moment"),
                    None => left_at + limit.micros(),
                };
                match case.get(place + 1) {
                    Some(next) if next.silo == handoff.to && next.started_at <= due => in_time += 1,
                    Some(next) if next.silo == handoff.to => late += 1,
                    Some(_) => {}
                    None => waiting += u32::from(is_after),
                }
            }
        }
        println!("{}: {in_time} in time, {late} late, {waiting} with nothing after", handoff.id);
        assert!(in_time > 20 && late + waiting > 0, "{}", handoff.id);
    }
}

#[test]
fn each_moment_comes_to_some() {
    let (journey, touches) = (journey(), all_touches());
    for moment in journey.moments().filter(|moment| moment.counts != "purchases") {
        let mut counted: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for touch in touches.iter().filter(|touch| touch.touchpoint == moment.counts) {
            counted.entry(&touch.customer).or_default().push(touch.started_at);
        }
        for moments in counted.values_mut() {
            moments.sort_unstable();
        }
        let within = moment.within_days.map_or(i64::MAX, |days| i64::from(days) * 86_400_000_000);
        let comes = |moments: &[i64]| moments[moments.len() - 1] - moments[0] <= within;
        let customers = counted.values().filter(|moments| moments.windows(moment.number as usize).any(comes)).count();
        println!("{}: {customers} customers", moment.id);
        assert!((50..1_000).contains(&customers), "{}", moment.id);
    }
}

/// Easter Sunday, after Meeus, Jones and Butcher.
fn easter(year: i32) -> Day {
    let (golden, century, of_century) = (year % 19, year / 100, year % 100);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    let month = (golden + 11 * epact + 22 * weekday) / 451;
    let day = epact + weekday - 7 * month + 114;
    format!("{year}-{:02}-{:02}", day / 31, day % 31 + 1).parse().expect("a day")
}

#[test]
fn both_calendars_keep_the_holidays_of_baden_wuerttemberg() {
    for calendar in business_calendars().calendars {
        let mut closed: BTreeSet<_> =
            calendar.days.iter().filter(|(_, day)| day.hours.is_empty()).map(|(date, _)| date.to_string()).collect();
        for year in 2023..=2030 {
            let fixed = ["01-01", "01-06", "05-01", "10-03", "11-01", "12-25", "12-26"];
            let fixed = fixed.into_iter().map(|day| format!("{year}-{day}"));
            let moving = [-2, 1, 39, 50, 60].map(|days| easter(year).plus(days).to_string());
            for day in fixed.chain(moving) {
                // Ascension Day may fall on another holiday, and is one holiday then.
                closed.remove(&day);
                assert!(calendar.days.keys().any(|date| date.to_string() == day), "{day}");
            }
        }
        assert_eq!(closed, BTreeSet::new(), "{}", calendar.name);
    }
}

#[test]
fn populations_can_be_answered_and_ask_for_what_the_journey_knows() {
    let populations = populations();
    populations.check().expect("populations");
    let journey = journey();
    for touchpoint in populations.populations.iter().flat_map(Population::touchpoints) {
        assert!(journey.touchpoints().any(|known| known.id == touchpoint), "{touchpoint}");
    }
}
