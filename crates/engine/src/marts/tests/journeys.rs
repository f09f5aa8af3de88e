//! A journey that changes once, on calendars that change once.

use bellwether_model::{
    BusinessCalendar, BusinessCalendars, CalendarEdition, Handoff, Journey, JourneyEdition, JourneyHistory, OpenHours,
    Promise, Stage, TimeLimit, Touchpoint, TouchpointClass, WeekHours,
};
use jiff::civil::Weekday;

use crate::marts::ledger::tests::FIRST;

fn touchpoint(id: &str, touches: &[&str], promise: Option<Promise>) -> Touchpoint {
    Touchpoint {
        id: id.to_owned(),
        name: id.to_owned(),
        class: TouchpointClass::InNeed,
        rank: None,
        owner: None,
        silo: None,
        touches: touches.iter().map(|touch| (*touch).to_owned()).collect(),
        promise,
        target: None,
        due: None,
    }
}

fn stage(id: &str, touchpoints: Vec<Touchpoint>) -> Stage {
    Stage { id: id.to_owned(), name: id.to_owned(), owner: "Ann".to_owned(), touchpoints, ..Stage::default() }
}

fn calendars(closes_at: u16) -> BusinessCalendars {
    let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
    let week = WeekHours::of(&week, &[OpenHours::new(9 * 60, closes_at * 60).expect("hours")]);
    BusinessCalendars { calendars: vec![BusinessCalendar { name: "desk".into(), week, ..BusinessCalendar::always() }] }
}

/// Visits by the promised moment, calls within working time that end well, letters that no stage knows; a year on, visits within two days.
pub(in crate::marts) fn two_editions() -> JourneyHistory {
    let called = Promise {
        words: "We answer within two working days".to_owned(),
        within: Some(TimeLimit::working(16 * 60)),
        calendar: Some("desk".to_owned()),
        outcomes: vec!["done".to_owned()],
        ..Promise::default()
    };
    let within = Promise { within: Some(TimeLimit::elapsed(2 * 24 * 60)), ..Promise::as_told() };
    let handoff = Handoff {
        id: "to_desk".to_owned(),
        name: "From the field to the desk".to_owned(),
        from: "field".to_owned(),
        to: "Desk".to_owned(),
        owner: "Bob".to_owned(),
        within: Some(TimeLimit::elapsed(24 * 60)),
        dropped_after: Some(TimeLimit::elapsed(30 * 24 * 60)),
        ..Handoff::default()
    };
    let journey = |visited, after: &[&str]| Journey {
        stages: vec![
            stage("met", vec![touchpoint("visit", &[], Some(visited))]),
            stage("helped", vec![touchpoint("called", &["call", "ringing"], Some(called.clone()))]),
        ],
        handoffs: vec![Handoff { after: after.iter().map(|after| (*after).to_owned()).collect(), ..handoff.clone() }],
        personas: Vec::new(),
    };
    let journeys = vec![
        JourneyEdition { version: 1, from: None, journey: journey(Promise::as_told(), &[]) },
        JourneyEdition { version: 2, from: Some(FIRST.plus(300)), journey: journey(within, &["visit", "called"]) },
    ];
    let changed = i64::from(FIRST.plus(200).0) * 86_400_000_000;
    let calendars = vec![
        CalendarEdition { version: 1, saved_at: 0, calendars: calendars(17) },
        CalendarEdition { version: 2, saved_at: changed, calendars: calendars(12) },
    ];
    JourneyHistory::new(journeys, calendars)
}
