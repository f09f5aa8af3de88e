use proptest::prelude::*;

use super::*;

const NONE: DateRules = DateRules { order: None, two_digit_years_from: None };
const ISO: DateRules = DateRules { order: Some(DateOrder::Iso), two_digit_years_from: None };
const DAY: DateRules = DateRules { order: Some(DateOrder::DayFirst), two_digit_years_from: None };
const MONTH: DateRules = DateRules { order: Some(DateOrder::MonthFirst), two_digit_years_from: None };

fn read(text: &str, rules: DateRules) -> Result<String, MomentProblem> {
    parse(text, rules).map(|Moment { date, time, offset }| {
        let mut out = date.to_string();
        if let Some(time) = time {
            out = format!("{out} {time}");
        }
        offset.map_or(out.clone(), |offset| format!("{out} {offset}"))
    })
}

#[test]
fn days_and_times_are_read_as_written() {
    for (text, rules, meaning) in [
        ("2023-07-28", NONE, "2023-07-28"),
        ("2023-07-28 3:00", NONE, "2023-07-28 03:00:00"),
        ("2010-12-01 08:26:00", NONE, "2010-12-01 08:26:00"),
        ("2010-12-01T08:26:00.25Z", NONE, "2010-12-01 08:26:00.25 +00"),
        ("2010-12-01T08:26:00+02:00", NONE, "2010-12-01 08:26:00 +02"),
        ("2010-12-01T08:26:00+01:00[Europe/Berlin]", NONE, "2010-12-01 08:26:00 +01"),
        ("2010-12-01 08:26:00 -0530", NONE, "2010-12-01 08:26:00 -05:30"),
        ("2010-12-01 08:26:00 UTC", NONE, "2010-12-01 08:26:00 +00"),
        ("2010/12/1", ISO, "2010-12-01"),
        ("2010.12.01", ISO, "2010-12-01"),
        ("2010-12", ISO, "2010-12-01"),
        ("12/2010", ISO, "2010-12-01"),
        ("Dezember 2010", NONE, "2010-12-01"),
        ("1. März 2010", NONE, "2010-03-01"),
        ("3-Okt-2010", NONE, "2010-10-03"),
        ("2010-12-31 24:00:00", NONE, "2011-01-01 00:00:00"),
        ("2010-Dec-01", ISO, "2010-12-01"),
        ("19970101", NONE, "1997-01-01"),
        ("20240102T101530Z", NONE, "2024-01-02 10:15:30 +00"),
        ("20240102101530", NONE, "2024-01-02 10:15:30"),
        ("28/07/2023", NONE, "2023-07-28"),
        ("28.7.2023", DAY, "2023-07-28"),
        ("28. 7. 2023", DAY, "2023-07-28"),
        ("1-2-2023 14:05", DAY, "2023-02-01 14:05:00"),
        ("01/02/2023", MONTH, "2023-01-02"),
        ("7/28/2023 3:04 PM", MONTH, "2023-07-28 15:04:00"),
        ("7/28/2023 12:04:05 am", MONTH, "2023-07-28 00:04:05"),
        ("7/28/2023, 3pm", MONTH, "2023-07-28 15:00:00"),
        ("2023-07-28", DAY, "2023-07-28"),
        ("3/3/2023", NONE, "2023-03-03"),
        ("28 Jul 2023", NONE, "2023-07-28"),
        ("28-Jul-2023 10:00", ISO, "2023-07-28 10:00:00"),
        ("July 28, 2023", NONE, "2023-07-28"),
        ("Jul 28th, 2023", NONE, "2023-07-28"),
        ("2nd of July 2023", NONE, "error"),
        ("Fri, 28 Jul 2023 10:00:00 GMT", NONE, "2023-07-28 10:00:00 +00"),
        ("Fri Jul 28 2023", NONE, "2023-07-28"),
    ] {
        let got = read(text, rules);
        if meaning == "error" {
            assert!(got.is_err(), "{text}: {got:?}");
        } else {
            assert_eq!(got.as_deref(), Ok(meaning), "{text}");
        }
    }
}

#[test]
fn what_is_no_day_says_why() {
    use MomentProblem::{Ambiguous, NoSuchDay, NoSuchTime, NotADate, OtherOrder, TwoDigitYear};
    for (text, rules, problem) in [
        ("31/02/2023", DAY, NoSuchDay),
        ("31/02/2023", NONE, NoSuchDay),
        ("2023-02-29", NONE, NoSuchDay),
        ("20231301", NONE, NoSuchDay),
        ("02/03/2023", NONE, Ambiguous),
        ("02/13/2023", DAY, OtherOrder(DateOrder::DayFirst)),
        ("13/02/2023", MONTH, OtherOrder(DateOrder::MonthFirst)),
        ("13/02/2023", ISO, OtherOrder(DateOrder::Iso)),
        ("13/02/23", DAY, TwoDigitYear),
        ("2023-02-03 25:00", NONE, NoSuchTime),
        ("2023-02-03 10:60", NONE, NoSuchTime),
        ("2023-02-03 13:00 PM", NONE, NoSuchTime),
        ("2023-2x", NONE, NotADate),
        ("2023.02", NONE, NotADate),
        ("13/2023", NONE, NoSuchDay),
        ("2023-02/03", NONE, NotADate),
        ("12.50", NONE, NotADate),
        ("1690000000", NONE, NotADate),
        ("2023-02-03 10:00 xyz", NONE, NotADate),
        ("", NONE, NotADate),
        ("abc", NONE, NotADate),
    ] {
        assert_eq!(read(text, rules), Err(problem), "{text}");
    }
}

#[test]
fn two_digit_years_stand_for_the_hundred_years_declared() {
    let rules = DateRules { order: Some(DateOrder::DayFirst), two_digit_years_from: Some(1970) };
    assert_eq!(read("01.02.69", rules).as_deref(), Ok("2069-02-01"));
    assert_eq!(read("01.02.70", rules).as_deref(), Ok("1970-02-01"));
    assert_eq!(read("1-Feb-99", rules).as_deref(), Ok("1999-02-01"));
}

#[test]
fn a_time_without_offset_is_one_of_the_given_zone() {
    let zone = TimeZone::get("Europe/London").expect("zone");
    let micros = |text: &str| {
        parse(text, NONE)
            .and_then(|moment| moment.micros(&zone))
            .map(|micros| Timestamp::from_microsecond(micros).expect("in range").to_string())
    };
    assert_eq!(micros("2011-07-01 10:00").as_deref(), Ok("2011-07-01T09:00:00Z"));
    assert_eq!(micros("2011-07-01 10:00Z").as_deref(), Ok("2011-07-01T10:00:00Z"));
    assert_eq!(micros("2011-07-01").as_deref(), Ok("2011-06-30T23:00:00Z"));
    let day = parse("2011-06-30 23:30Z", NONE).and_then(|moment| moment.day(&zone));
    assert_eq!(day, Ok(bellwether_model::Day::from_date(jiff::civil::date(2011, 7, 1)).0));
}

#[test]
fn unix_counts_are_read_only_as_declared() {
    assert_eq!(unix("1690000000", 1), Ok(1_690_000_000_000_000));
    assert_eq!(unix("1690000000.25", 1), Ok(1_690_000_000_250_000));
    assert_eq!(unix("1690000000123", 1000), Ok(1_690_000_000_123_000));
    assert_eq!(unix("2023-01-01", 1), Err(MomentProblem::NotUnix));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn a_moment_written_in_any_manner_reads_back(
        year in 1900i16..2100, month in 1i8..=12, day in 1i8..=28, hour in 0i8..24, minute in 0i8..60, second in 0i8..60,
        manner in 0usize..9, clock in 0usize..5,
    ) {
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let name = NAMES[month as usize - 1];
        let (date, rules) = match manner {
            0 => (format!("{year:04}-{month:02}-{day:02}"), NONE),
            1 => (format!("{day:02}.{month:02}.{year:04}"), DAY),
            2 => (format!("{day}/{month}/{year:04}"), DAY),
            3 => (format!("{month:02}/{day:02}/{year:04}"), MONTH),
            4 => (format!("{month}-{day}-{year:04}"), MONTH),
            5 => (format!("{year:04}{month:02}{day:02}"), ISO),
            6 => (format!("{day} {name} {year:04}"), NONE),
            7 => (format!("{name} {day}, {year:04}"), ISO),
            _ => (format!("{year:04}/{month}/{day}"), MONTH),
        };
        let half = if hour < 12 { "AM" } else { "PM" };
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let (text, time) = match clock {
            0 => (date, None),
            1 => (format!("{date} {hour}:{minute:02}"), Some((hour, minute, 0))),
            2 => (format!("{date}T{hour:02}:{minute:02}:{second:02}"), Some((hour, minute, second))),
            3 => (format!("{date} {hour:02}:{minute:02}:{second:02}.500"), Some((hour, minute, second))),
            _ => (format!("{date} {twelve}:{minute:02} {half}"), Some((hour, minute, 0))),
        };
        let moment = parse(&text, rules).expect(&text);
        prop_assert_eq!(moment.date, jiff::civil::date(year, month, day), "{}", text);
        prop_assert_eq!(moment.time.map(|time| (time.hour(), time.minute(), time.second())), time, "{}", text);
        prop_assert!(shape(&text).is_some());
    }

    #[test]
    fn no_text_makes_the_date_reader_panic(text in "[0-9a-zA-Z:/. +,TZ-]{0,24}") {
        let _ = (parse(&text, NONE), parse(&text, DAY), shape(&text));
    }
}
