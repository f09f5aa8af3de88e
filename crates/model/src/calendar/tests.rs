use super::*;
use jiff::Unit;
use jiff::civil::date;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

fn calendar(zone: &str, week_start: WeekStart, fiscal_start_month: i8) -> Calendar {
    Calendar::new(zone, week_start, fiscal_start_month).expect("a calendar")
}

fn week_start() -> impl Strategy<Value = WeekStart> {
    prop_oneof![Just(WeekStart::Monday), Just(WeekStart::Sunday), Just(WeekStart::Saturday)]
}

fn grain() -> impl Strategy<Value = Grain> {
    (0..Grain::ALL.len()).prop_map(|at| Grain::ALL[at])
}

fn any_day() -> impl Strategy<Value = Day> {
    (-20_000i32..40_000).prop_map(Day)
}

#[test]
fn a_day_counts_from_1970_and_is_written_as_its_date() {
    assert_eq!((day("1970-01-01"), day("1969-12-31"), day("2024-03-01")), (Day(0), Day(-1), Day(19_783)));
    assert_eq!((Day(19_783).to_string(), Day(19_783).date()), ("2024-03-01".to_owned(), date(2024, 3, 1)));
    assert_eq!(" 2024-03-01 ".parse(), Ok(Day(19_783)));
    for bad in ["", "2024-02-30", "1.3.2024", "tomorrow"] {
        assert_eq!(bad.parse::<Day>(), Err(CalendarError::BadDay(bad.to_owned())));
    }
}

#[test]
fn a_day_in_a_document_is_its_date() {
    assert_eq!(serde_json::to_string(&Day(0)).expect("written"), "\"1970-01-01\"");
    assert_eq!(serde_json::from_str::<Day>("\"1970-01-02\"").expect("read"), Day(1));
    assert!(serde_json::from_str::<Day>("\"the 2nd\"").is_err());
}

#[test]
fn days_beyond_the_calendar_stay_at_its_ends() {
    assert_eq!((Day(i32::MAX).date(), Day(i32::MIN).date()), (Date::MAX, Date::MIN));
    assert_eq!(
        (Day(i32::MAX).plus(1), Day(i32::MIN).plus(-1), Day(5).plus(-7)),
        (Day(i32::MAX), Day(i32::MIN), Day(-2))
    );
    for grain in Grain::ALL {
        let fiscal = calendar("UTC", WeekStart::Saturday, 4);
        assert!(fiscal.period(grain, Day::from_date(Date::MIN)).start <= Day::from_date(Date::MIN));
    }
}

#[test]
fn a_day_is_the_companys_day_not_utcs() {
    let late_evening_utc = 1_704_063_600_000_000; // 2023-12-31T23:00Z
    let berlin = calendar("Europe/Berlin", WeekStart::Monday, 1);
    assert_eq!(berlin.day_of_micros(late_evening_utc), day("2024-01-01"));
    assert_eq!(Calendar::utc().day_of_micros(late_evening_utc), day("2023-12-31"));
    assert_eq!((berlin.zone_name(), berlin.zone().iana_name()), ("Europe/Berlin", Some("Europe/Berlin")));
    assert_eq!((Calendar::utc().zone_name(), Calendar::utc().zone()), ("UTC", &TimeZone::UTC));
}

#[test]
fn a_calendar_needs_a_zone_that_exists_and_a_month_of_the_year() {
    let new = |zone: &str, month: i8| Calendar::new(zone, WeekStart::Monday, month);
    assert_eq!(new("Mars/Olympus", 1), Err(CalendarError::UnknownZone("Mars/Olympus".to_owned())));
    for month in [i8::MIN, -1, 0, 13, i8::MAX] {
        assert_eq!(new("UTC", month), Err(CalendarError::FiscalMonth(month)));
    }
    assert!((1..=12).all(|month| new("UTC", month).is_ok()));
}

#[test]
fn a_period_of_each_grain_is_called_as_people_write_it() {
    let company = calendar("UTC", WeekStart::Sunday, 4);
    let expected = [
        (Grain::Day, "2026-03-31", "2026-03-31", "2026-04-01"),
        (Grain::Week, "2026-03-29", "2026-03-29", "2026-04-05"),
        (Grain::Month, "2026-03", "2026-03-01", "2026-04-01"),
        (Grain::Quarter, "2026-Q1", "2026-01-01", "2026-04-01"),
        (Grain::Year, "2026", "2026-01-01", "2027-01-01"),
        // Named after the year in which it ends.
        (Grain::FiscalQuarter, "FY2026-Q4", "2026-01-01", "2026-04-01"),
        (Grain::FiscalYear, "FY2026", "2025-04-01", "2026-04-01"),
    ];
    for (grain, label, start, end) in expected {
        let period = company.period(grain, day("2026-03-31"));
        assert_eq!(period, Period { grain, start: day(start), end: day(end) });
        assert_eq!(company.label(period), label);
    }
    assert_eq!(company.label(company.period(Grain::FiscalQuarter, day("2026-04-01"))), "FY2027-Q1");
    let january = Calendar::utc();
    assert_eq!(january.label(january.period(Grain::FiscalYear, day("2026-03-31"))), "FY2026");
}

#[test]
fn what_is_no_period_of_a_grain_is_refused_with_the_grain() {
    let company = calendar("UTC", WeekStart::Monday, 7);
    for (grain, text) in [
        (Grain::Day, "2026-09"),
        (Grain::Week, "2026-W40"),
        (Grain::Month, "2026-13"),
        (Grain::Month, "2026-09-01"),
        (Grain::Quarter, "2026-Q0"),
        (Grain::Quarter, "2026-Q5"),
        (Grain::Quarter, "2026"),
        (Grain::Quarter, "-Q1"),
        (Grain::Year, "26"),
        (Grain::FiscalQuarter, "FY2026-Q0"),
        (Grain::FiscalQuarter, "FY2026-Q5"),
        (Grain::FiscalQuarter, "FY2026"),
        (Grain::FiscalQuarter, "2026-Q1"),
        (Grain::FiscalYear, "FY2026-Q1"),
        (Grain::FiscalYear, "2026"),
        (Grain::FiscalYear, "FYFY2026"),
        (Grain::FiscalYear, "FY-32768"),
        (Grain::FiscalYear, "FY-9999"),
        (Grain::FiscalYear, "FY32767"),
    ] {
        assert_eq!(company.parse_period(grain, text), Err(CalendarError::BadPeriod(text.to_owned(), grain)));
    }
    let september = company.parse_period(Grain::Month, " 2026-09 ").expect("a month");
    assert_eq!(company.label(september), "2026-09");
    assert_eq!(company.parse_period(Grain::Week, "2026-09-30").map(|week| week.start), Ok(day("2026-09-28")));
}

#[test]
fn a_grain_is_read_as_it_is_written_and_no_other_word_is_one() {
    let names = ["day", "week", "month", "quarter", "year", "fiscal_quarter", "fiscal_year"];
    assert_eq!(Grain::ALL.map(Grain::name), names);
    for grain in Grain::ALL {
        assert_eq!(grain.to_string().parse(), Ok(grain));
        assert_eq!(serde_json::to_value(grain).expect("written"), grain.name());
    }
    let error = "decade".parse::<Grain>().expect_err("no grain");
    let told = "'decade' is not a grain; choose one of day, week, month, quarter, year, fiscal_quarter, fiscal_year";
    assert_eq!(error.to_string(), told);
}

#[test]
fn a_billing_cycle_ends_on_the_next_anniversary_even_at_a_months_end() {
    let ends = |from: &str, to: &str, months| day(from).next_anniversary(day(to), months).to_string();
    assert_eq!(ends("2024-01-31", "2024-02-10", 1), "2024-02-29");
    assert_eq!(ends("2024-01-15", "2024-03-15", 1), "2024-03-15");
    assert_eq!(ends("2024-01-15", "2024-03-16", 12), "2025-01-15");
    assert_eq!(ends("2024-01-15", "2023-03-16", 12), "2024-01-15");
    assert_eq!(ends("2024-01-15", "2024-03-16", 0), "2024-04-15");
}

#[test]
fn whole_years_end_on_the_day_they_began_and_on_the_first_of_march_for_a_leap_day() {
    let years = |from: &str, until: &str| day(from).years_until(day(until));
    assert_eq!([years("2024-05-10", "2026-05-09"), years("2024-05-10", "2026-05-10")], [1, 2]);
    assert_eq!([years("2024-05-10", "2026-04-30"), years("2024-05-10", "2026-06-01")], [1, 2]);
    assert_eq!([years("2024-02-29", "2025-02-28"), years("2024-02-29", "2025-03-01")], [0, 1]);
    assert_eq!([years("2024-02-29", "2028-02-28"), years("2024-02-29", "2028-02-29")], [3, 4]);
    assert_eq!([years("2024-05-10", "2024-05-10"), years("2024-05-10", "1999-01-01")], [0, 0]);
}

#[test]
fn instants_beyond_the_calendar_have_a_day_too() {
    let mut utc = Calendar::utc().clock();
    assert_eq!([i64::MIN, 0, i64::MAX].map(|at| utc.day_of_micros(at)), [-106_751_992, 0, 106_751_991].map(Day));
    let mut tokyo = calendar("Asia/Tokyo", WeekStart::Monday, 1).clock();
    // At ten to three in Greenwich it is tomorrow in Tokyo, but only by the hour that was kept there before there were zones.
    assert_eq!(tokyo.day_of_micros(-100_000_000 * 86_400_000_000 - 33_000_000_000), Day(-100_000_000));
    assert_eq!([i64::MIN, 0, i64::MAX].map(|at| tokyo.day_of_micros(at)), [-106_751_991, 0, 106_751_991].map(Day));
}

#[test]
fn a_clock_looks_at_the_zone_once_between_two_changes_of_it() {
    let mut clock = calendar("Europe/Berlin", WeekStart::Monday, 1).clock();
    let micros = |text: &str| text.parse::<Timestamp>().expect("an instant").as_microsecond();
    let (spring, autumn) = (micros("2024-03-31T01:00:00Z"), micros("2024-10-27T01:00:00Z"));
    let held = |clock: &DayClock| (clock.from, clock.until, clock.offset);
    clock.day_of_micros(spring);
    let summer = held(&clock);
    assert_eq!(summer, (spring, autumn, 7_200_000_000));
    clock.day_of_micros(autumn - 1);
    assert_eq!(held(&clock), summer);
    clock.day_of_micros(autumn);
    assert_eq!((clock.from, clock.offset), (autumn, 3_600_000_000));
    clock.day_of_micros(spring - 1);
    assert_eq!((clock.until, clock.offset), (spring, 3_600_000_000));
}

#[test]
fn a_zone_that_never_changes_is_looked_at_once() {
    let mut clock = Calendar::utc().clock();
    clock.day_of_micros(0);
    assert_eq!((clock.from, clock.until, clock.offset), (i64::MIN, i64::MAX, 0));
}

proptest! {
    #[test]
    fn a_clock_tells_the_same_day_as_a_fresh_look_at_the_zone(
        instants in proptest::collection::vec(-3_000_000_000i64..4_000_000_000, 1..40),
        zone in prop_oneof![Just("Europe/Berlin"), Just("America/St_Johns"), Just("Pacific/Apia"), Just("UTC")],
    ) {
        let calendar = calendar(zone, WeekStart::Monday, 1);
        let mut clock = calendar.clock();
        for second in instants {
            let local = Timestamp::from_second(second).expect("instant").to_zoned(calendar.zone().clone()).date();
            prop_assert_eq!(clock.day_of_micros(second * 1_000_000), Day::from_date(local));
            prop_assert_eq!(calendar.day_of_micros(second * 1_000_000), Day::from_date(local));
        }
    }

    #[test]
    fn every_day_lies_in_exactly_one_period_of_each_grain_and_labels_read_back(
        day in any_day(), fiscal in 1i8..=12, week_start in week_start(), grain in grain(),
    ) {
        let calendar = calendar("UTC", week_start, fiscal);
        let period = calendar.period(grain, day);
        prop_assert!(period.start <= day && day < period.end);
        prop_assert_eq!(calendar.period(grain, period.start), period);
        prop_assert_eq!(calendar.period(grain, period.end.plus(-1)), period);
        prop_assert_eq!(calendar.parse_period(grain, &calendar.label(period)).expect("label"), period);
        prop_assert_eq!(calendar.next(period).start, period.end);
        prop_assert!(calendar.next(period).end > period.end);
    }

    #[test]
    fn periods_are_as_long_as_the_calendar_says(
        day in any_day(), fiscal in 1i8..=12, week_start in week_start(), grain in grain(),
    ) {
        let calendar = calendar("UTC", week_start, fiscal);
        let period = calendar.period(grain, day);
        let (start, end, of) = (period.start.date(), period.end.date(), day.date());
        match grain {
            Grain::Day => prop_assert_eq!((start, end), (of, of.tomorrow().expect("a day"))),
            Grain::Week => {
                let first = match week_start {
                    WeekStart::Monday => Weekday::Monday,
                    WeekStart::Sunday => Weekday::Sunday,
                    WeekStart::Saturday => Weekday::Saturday,
                };
                prop_assert_eq!((start.weekday(), end), (first, start + 7.days()));
            }
            Grain::Month => prop_assert_eq!((start, end.yesterday().expect("a day")), (of.first_of_month(), of.last_of_month())),
            Grain::Year => prop_assert_eq!((start, end.yesterday().expect("a day")), (of.first_of_year(), of.last_of_year())),
            Grain::Quarter | Grain::FiscalQuarter | Grain::FiscalYear => {
                let (first_month, length) = match grain {
                    Grain::Quarter => (1, 3),
                    Grain::FiscalQuarter => (fiscal, 3),
                    _ => (fiscal, 12),
                };
                prop_assert_eq!((start.day(), (start.month() - first_month).rem_euclid(length)), (1, 0));
                prop_assert_eq!(end, start.checked_add(i64::from(length).months()).expect("a day"));
            }
        }
    }

    #[test]
    fn the_periods_from_one_day_to_another_follow_each_other_without_a_gap(
        from in any_day(), days in 0i32..800, fiscal in 1i8..=12, grain in grain(),
    ) {
        let (calendar, through) = (calendar("UTC", WeekStart::Monday, fiscal), from.plus(days));
        let periods: Vec<Period> = calendar.periods(grain, from, through).take(1_000).collect();
        let (first, last) = (periods[0], periods[periods.len() - 1]);
        prop_assert_eq!((first, last), (calendar.period(grain, from), calendar.period(grain, through)));
        prop_assert!(periods.windows(2).all(|pair| pair[0].end == pair[1].start));
    }

    #[test]
    fn a_fiscal_year_that_starts_in_january_is_the_calendars(day in any_day()) {
        let calendar = Calendar::utc();
        for (fiscal, civil) in [(Grain::FiscalYear, Grain::Year), (Grain::FiscalQuarter, Grain::Quarter)] {
            let (fiscal, civil) = (calendar.period(fiscal, day), calendar.period(civil, day));
            prop_assert_eq!((fiscal.start, fiscal.end), (civil.start, civil.end));
            prop_assert_eq!(calendar.label(fiscal), format!("FY{}", calendar.label(civil)));
        }
    }

    #[test]
    fn whole_years_are_those_that_jiff_counts(from in any_day(), later in any_day()) {
        // Jiff has a leap day's year end on the 28th of February; ours ends on the 1st of March, as examples say.
        prop_assume!((from.date().month(), from.date().day()) != (2, 29));
        let span = from.date().until((Unit::Year, later.date())).expect("a span");
        prop_assert_eq!(from.years_until(later), i32::from(span.get_years()).max(0));
    }

    #[test]
    fn an_anniversary_is_the_first_of_jiffs_that_is_not_before_the_day(
        from in any_day(), days in -400i32..4_000, months in 1i32..30,
    ) {
        let day = from.plus(days);
        let first = (0i64..=5_000).map(|cycle| Day::from_date(from.date() + (cycle * i64::from(months)).months())).find(|at| *at >= day);
        prop_assert_eq!(Some(from.next_anniversary(day, months)), first);
    }
}
