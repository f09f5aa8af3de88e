use jiff::civil::date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use super::*;

const MICROS: i64 = 1_000_000;
const MINUTE: i64 = 60 * MICROS;
const HOUR: i64 = 60 * MINUTE;

const ZONES: [&str; 7] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kolkata",
];

/// Hours that tile a day or leave gaps, as minutes.
fn hours() -> impl Strategy<Value = Vec<OpenHours>> {
    prop::collection::btree_set(0..=MINUTES_OF_DAY, 0..7).prop_map(|minutes| {
        let minutes: Vec<u16> = minutes.into_iter().collect();
        minutes.chunks_exact(2).map(|pair| OpenHours::new(pair[0], pair[1]).expect("hours")).collect()
    })
}

fn calendars() -> impl Strategy<Value = BusinessCalendar> {
    let week = prop::collection::vec(hours(), 7);
    let days = prop::collection::btree_map(0..800_i32, hours(), 0..20);
    (prop::sample::select(&ZONES[..]), week, days).prop_filter_map("never open", |(zone, week, days)| {
        let mut of_week = WeekHours::default();
        for (weekday, hours) in Weekday::Monday.cycle_forward().zip(week) {
            *of_week.day_mut(weekday) = hours;
        }
        let days = days
            .into_iter()
            .map(|(day, hours)| (date(2023, 1, 1) + i64::from(day).days(), SpecialDay { name: String::new(), hours }));
        let calendar = BusinessCalendar {
            name: "any".to_owned(),
            time_zone: zone.to_owned(),
            week: of_week,
            days: days.collect(),
        };
        calendar.clock().is_ok().then_some(calendar)
    })
}

/// Moments of two years, more of them at whole minutes.
fn moments() -> impl Strategy<Value = i64> {
    let first = 1_672_531_200 * MICROS;
    prop_oneof![(0..1_051_200_i64).prop_map(move |minute| first + minute * MINUTE), first..first + 1_051_200 * MINUTE]
}

/// Whether a calendar is open in a minute, by what its clocks show in the middle of it.
fn is_open(calendar: &BusinessCalendar, zone: &TimeZone, minute: i64) -> bool {
    let shown = Timestamp::from_microsecond(minute + MINUTE / 2).expect("a moment").to_zoned(zone.clone());
    let of_day = calendar.days.get(&shown.date()).map(|day| day.hours.as_slice());
    let hours = of_day.unwrap_or_else(|| calendar.week.day(shown.weekday()));
    let minutes = u16::try_from(i32::from(shown.hour()) * 60 + i32::from(shown.minute())).expect("a minute");
    hours.iter().any(|hours| (hours.from..hours.to).contains(&minutes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn working_time_adds_up_never_runs_backwards_and_is_no_more_than_what_passed(
        calendar in calendars(),
        mut at in prop::collection::vec(moments(), 3),
    ) {
        at.sort_unstable();
        let [first, second, third] = at[..] else { unreachable!() };
        let mut clock = calendar.clock().expect("a calendar");
        let mut between = |from, to| clock.between(from, to).expect("known");
        let (all, parts) = (between(first, third), [between(first, second), between(second, third)]);
        prop_assert_eq!(all, parts[0] + parts[1]);
        prop_assert!(parts.iter().all(|part| *part >= 0) && all <= third - first);
        prop_assert_eq!(between(third, first), -all);
        // Whatever was asked before.
        prop_assert_eq!(calendar.clock().expect("a calendar").between(first, third), Some(all));
    }

    #[test]
    fn what_is_due_is_the_first_moment_at_which_the_time_has_passed(
        calendar in calendars(),
        from in moments(),
        working in 0..2_000 * HOUR,
    ) {
        let mut clock = calendar.clock().expect("a calendar");
        let due = clock.due(from, working).expect("before 2200");
        prop_assert_eq!(clock.between(from, due), Some(working));
        if working > 0 {
            prop_assert_eq!(clock.between(from, due - 1), Some(working - 1), "the first such moment");
        }
    }

    #[test]
    fn working_time_is_that_of_the_minutes_in_which_clocks_show_open_hours(
        calendar in calendars(),
        from in 0..1_000_000_i64,
        minutes in 0..6_000_i64,
    ) {
        let zone = TimeZone::get(&calendar.time_zone).expect("a zone");
        let from = 1_672_531_200 * MICROS + from * MINUTE;
        let open = (0..minutes).filter(|minute| is_open(&calendar, &zone, from + minute * MINUTE)).count() as i64;
        let mut clock = calendar.clock().expect("a calendar");
        let told = clock.between(from, from + minutes * MINUTE).expect("known");
        // An hour that clocks show twice is open from its first time on, to whatever follows the second.
        let shown_twice = 2 * HOUR;
        prop_assert!((told - open * MINUTE).abs() <= shown_twice, "{} and {}", told / MINUTE, open);
        let changes = |at: i64| zone.to_offset(Timestamp::from_microsecond(at).expect("a moment"));
        if changes(from - 3 * HOUR) == changes(from + minutes * MINUTE + 3 * HOUR) {
            prop_assert_eq!(told, open * MINUTE);
        }
    }
}

fn office(zone: &str) -> BusinessCalendar {
    let hours: OpenHours = "09:00-17:00".parse().expect("hours");
    let weekdays: Vec<Weekday> = Weekday::Monday.cycle_forward().take(5).collect();
    BusinessCalendar {
        name: "office".to_owned(),
        time_zone: zone.to_owned(),
        week: WeekHours::of(&weekdays, &[hours]),
        days: BTreeMap::new(),
    }
}

fn at(moment: &str) -> i64 {
    moment.parse::<Timestamp>().expect("a moment").as_microsecond()
}

#[test]
fn what_is_opened_outside_of_hours_waits_from_the_next_morning_of_the_calendars_zone() {
    let mut clock = office("Europe/Berlin").clock().expect("a calendar");
    // A Friday evening in Berlin, when it is noon in New York.
    let friday = at("2026-11-27T18:30:00+01:00");
    assert_eq!(clock.due(friday, 4 * HOUR), Some(at("2026-11-30T13:00:00+01:00")));
    assert_eq!(clock.between(friday, at("2026-11-30T08:59:59+01:00")), Some(0));
    assert_eq!([friday, at("2026-11-30T09:00:00+01:00")].map(|at| clock.is_open(at)), [Some(false), Some(true)]);
    let mut there = office("America/New_York").clock().expect("a calendar");
    assert_eq!(there.due(friday, 4 * HOUR), Some(at("2026-11-27T16:30:00-05:00")));
}

#[test]
fn a_schedule_of_some_weekdays_and_a_holiday_leave_out_the_others() {
    let mut calendar = office("Europe/Berlin");
    calendar.week = WeekHours::of(&[Weekday::Tuesday, Weekday::Thursday], &["10:00-12:00".parse().expect("hours")]);
    let monday = at("2026-11-30T09:00:00+01:00");
    assert_eq!(calendar.clock().expect("a calendar").due(monday, 3 * HOUR), Some(at("2026-12-03T11:00:00+01:00")));
    let holiday = SpecialDay { name: "a holiday".to_owned(), hours: Vec::new() };
    calendar.days.insert(date(2026, 12, 3), holiday);
    assert_eq!(calendar.clock().expect("a calendar").due(monday, 3 * HOUR), Some(at("2026-12-08T11:00:00+01:00")));
}

#[test]
fn a_night_in_which_clocks_are_changed_is_as_long_as_it_is_in_both_hemispheres() {
    let nights: OpenHours = "00:00-08:00".parse().expect("hours");
    for (zone, forward, back) in [
        ("Europe/Berlin", date(2026, 3, 29), date(2026, 10, 25)),
        ("Australia/Sydney", date(2026, 10, 4), date(2026, 4, 5)),
    ] {
        let week: Vec<Weekday> = Weekday::Monday.cycle_forward().take(7).collect();
        let calendar = BusinessCalendar { week: WeekHours::of(&week, &[nights]), ..office(zone) };
        let mut clock = calendar.clock().expect("a calendar");
        let zone = TimeZone::get(zone).expect("a zone");
        let midnight = |day: Date| day.to_zoned(zone.clone()).expect("a midnight").timestamp().as_microsecond();
        for (day, hours) in [(forward, 7), (back, 9), (date(2026, 6, 1), 8)] {
            let night = clock.between(midnight(day), midnight(day.tomorrow().expect("a day")));
            assert_eq!(night, Some(hours * HOUR), "{day}");
        }
        // A day that is open all day long is as long as its clocks say.
        let mut always = BusinessCalendar { week: BusinessCalendar::always().week, ..calendar }.clock().expect("one");
        let (from, to) = (midnight(date(2026, 1, 1)), midnight(date(2027, 1, 1)));
        assert_eq!(always.between(from, to), Some(to - from));
    }
}

#[test]
fn what_is_no_calendar_is_refused_with_its_reason() {
    for text in ["9-17", "09:00", "17:00-09:00", "09:00-09:00", "09:00-24:01", "09:60-10:00", "+9:00-10:00", ""] {
        assert_eq!(text.parse::<OpenHours>(), Err(BusinessCalendarError::Hours(text.to_owned())), "{text}");
    }
    let hours = |texts: &[&str]| texts.iter().map(|text| text.parse().expect("hours")).collect::<Vec<_>>();
    let mut calendar = office("Europe/Berlin");
    calendar.week.tuesday = hours(&["13:00-18:00", "08:00-13:01"]);
    let overlap = calendar.clock().expect_err("they overlap").to_string();
    assert_eq!(overlap, "the hours 08:00-13:01 and 13:00-18:00 of tuesday overlap; write each hour once");
    calendar.week = WeekHours::default();
    assert!(matches!(calendar.clock(), Err(BusinessCalendarError::NeverOpen(_))));
    let twice = BusinessCalendars { calendars: vec![office("UTC"), office("Europe/Berlin")] };
    assert_eq!(twice.check(), Err(BusinessCalendarError::NameTwice("office".to_owned())));
    assert!(matches!(office("Mars/Base").clock(), Err(BusinessCalendarError::UnknownZone(_))));
    assert_eq!(office("UTC").clock().expect("one").between(i64::MIN, 0), None, "nobody knows hours of then");
    assert_eq!(office("UTC").clock().expect("one").due(0, i64::MAX), None);
}

#[test]
fn a_calendar_reads_back_as_it_was_written() {
    let mut calendar = office("Europe/Berlin");
    calendar.days.insert(
        date(2026, 12, 24),
        SpecialDay { name: "Christmas Eve".to_owned(), hours: vec![OpenHours::new(540, 720).expect("hours")] },
    );
    let text = serde_json::to_string(&calendar).expect("JSON");
    assert!(text.contains(r#""2026-12-24":{"name":"Christmas Eve","hours":["09:00-12:00"]}"#), "{text}");
    assert_eq!(serde_json::from_str::<BusinessCalendar>(&text).expect("a calendar"), calendar);
}
