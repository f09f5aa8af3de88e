//! Contacts that are due, and times of subscribing.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn after(within_days: u32) -> DueContact {
    DueContact { after: vec!["visit".into()], within_days: Some(within_days), ..DueContact::default() }
}

fn renewal(before: u32, earliest: u32, term_months: Option<u32>) -> DueContact {
    DueContact {
        before_renewal_days: Some(before),
        earliest_days: Some(earliest),
        term_months,
        ..DueContact::default()
    }
}

fn touch(on: i32, begins: bool, is_contact: bool) -> ContactTouch {
    ContactTouch { on: Day(on), begins, is_contact }
}

fn told(contacts: &[ExpectedContact], as_of: i32) -> Vec<(i32, i32, &'static str)> {
    contacts.iter().map(|it| (it.because_of.0, it.due_on.0, it.state(Day(as_of)).name())).collect()
}

#[test]
fn a_visit_that_comes_round_is_in_time_late_missed_or_due() {
    let expected = |touches: &[ContactTouch], as_of| told(&after(30).expected(touches, &[], Day(as_of)), as_of);
    let visit = |on| touch(on, true, true);
    assert_eq!(expected(&[visit(0)], 30), [(0, 30, "due")], "its day counts whole");
    assert_eq!(expected(&[visit(0)], 31), [(0, 30, "missed")]);
    assert_eq!(expected(&[visit(0), visit(30)], 31), [(0, 30, "in_time"), (30, 60, "due")]);
    assert_eq!(expected(&[visit(0), visit(40)], 41), [(0, 30, "late"), (40, 70, "due")]);
    // Another beginning takes the place of one whose day is not over, and else that one stays missed.
    let (installed, called) = (|on| touch(on, true, false), |on| touch(on, false, true));
    assert_eq!(expected(&[installed(0), installed(10), called(12)], 99), [(10, 40, "in_time")]);
    assert_eq!(expected(&[installed(0), installed(31), called(32)], 99), [(0, 30, "missed"), (31, 61, "in_time")]);
    assert_eq!(expected(&[called(3), called(4)], 99), []);
}

#[test]
fn a_notice_is_due_before_each_renewal_while_the_subscription_is_in_force() {
    let day = |year, month, day| Day::from_date(date(year, month, day));
    let time = Subscribed { from: day(2023, 1, 31), until: None };
    let notice = |it| touch(day(2024, 1, it).0, false, true);
    let yearly = renewal(30, 60, Some(12));
    let due_on = |contacts: Vec<ExpectedContact>| contacts.iter().map(|it| it.due_on).collect::<Vec<_>>();
    assert_eq!(due_on(yearly.expected(&[], &[time], day(2025, 12, 31))), [day(2024, 1, 1), day(2025, 1, 1)]);
    assert_eq!(due_on(yearly.expected(&[], &[time], day(2024, 12, 31))), [day(2024, 1, 1)]);
    let states = |touches: &[ContactTouch]| {
        let contacts = yearly.expected(touches, &[time], day(2024, 12, 1));
        contacts.iter().map(|it| it.state(day(2024, 12, 1))).collect::<Vec<_>>()
    };
    assert_eq!(states(&[notice(1)]), [ContactState::InTime]);
    assert_eq!(states(&[notice(2)]), [ContactState::Late]);
    assert_eq!(states(&[notice(31)]), [ContactState::Missed], "on the day it renews it is too late to be told");
    // Whoever left before the notice was due is owed none; who left after it was.
    let left = |until| vec![Subscribed { until: Some(until), ..time }];
    assert_eq!(due_on(yearly.expected(&[], &left(day(2024, 1, 1)), day(2026, 1, 1))), []);
    assert_eq!(due_on(yearly.expected(&[], &left(day(2024, 1, 2)), day(2026, 1, 1))), [day(2024, 1, 1)]);
    // Without a term it is due before the end that is known; a month that is too short ends with its last day.
    let once = renewal(30, 60, None);
    assert_eq!(due_on(once.expected(&[], &left(day(2024, 1, 31)), day(2024, 1, 1))), [day(2024, 1, 1)]);
    assert_eq!(due_on(once.expected(&[], &[time], day(2030, 1, 1))), []);
    let monthly = renewal(1, 2, Some(1));
    assert_eq!(due_on(monthly.expected(&[], &[time], day(2023, 3, 1))), [day(2023, 2, 27)]);
}

#[test]
fn a_contact_of_which_nobody_can_say_when_it_is_due_is_refused() {
    let touchpoints = BTreeSet::from(["visit"]);
    let good = [after(1), renewal(30, 30, None), renewal(30, 90, Some(12))];
    assert_eq!(good.map(|due| due.check("it", &touchpoints)), [Ok(()), Ok(()), Ok(())]);
    let bad = [
        DueContact::default(),
        after(0),
        after(4_000),
        DueContact { after: Vec::new(), ..after(1) },
        DueContact { within_days: None, ..after(1) },
        DueContact { term_months: Some(12), ..after(1) },
        DueContact { earliest_days: None, ..renewal(30, 60, None) },
        DueContact { before_renewal_days: None, ..renewal(30, 60, None) },
        renewal(60, 30, None),
        renewal(30, 60, Some(1)),
        renewal(30, 60, Some(0)),
    ];
    for due in bad {
        assert!(matches!(due.check("it", &touchpoints), Err(JourneyError::BadDue { .. })), "{due:?}");
    }
    let nowhere = DueContact { after: vec!["gone".into()], ..after(1) };
    assert!(matches!(nowhere.check("it", &touchpoints), Err(JourneyError::DueAfterNothing { .. })));
}

prop_compose! {
    fn touches()(mut days in prop::collection::vec((0i32..300, any::<bool>(), any::<bool>()), 0..12)) -> Vec<ContactTouch> {
        days.sort_by_key(|(on, ..)| *on);
        days.into_iter().map(|(on, begins, is_contact)| touch(on, begins, is_contact)).collect()
    }
}

proptest! {
    #[test]
    fn what_was_in_time_late_or_missed_stays_so_but_that_a_missed_one_may_come_late(
        touches in touches(), within in 1u32..60, earlier in 0i32..300, later in 0i32..100
    ) {
        let due = after(within);
        let known = |as_of: i32| {
            let known: Vec<_> = touches.iter().copied().filter(|touch| touch.on <= Day(as_of)).collect();
            let contacts = due.expected(&known, &[], Day(as_of));
            contacts.into_iter().map(|it| (it, it.state(Day(as_of)))).collect::<Vec<_>>()
        };
        let (then, now) = (known(earlier), known(earlier + later));
        // In their order, for several may begin on one day.
        for (at, (contact, state)) in then.iter().enumerate().filter(|(_, (_, state))| *state != ContactState::Due) {
            let (same, state_now) = now.get(at).expect("still told");
            prop_assert_eq!((same.because_of, same.due_on), (contact.because_of, contact.due_on));
            let came_late = *state == ContactState::Missed && *state_now == ContactState::Late;
            prop_assert!(state_now == state || came_late, "{:?} became {:?}", state, state_now);
        }
        // At most one is open, and as many were met as there were contacts after something that began a time.
        prop_assert!(now.iter().filter(|(it, _)| it.met_on.is_none() && it.due_on >= Day(earlier + later)).count() <= 1);
        let met: BTreeSet<Day> = now.iter().filter_map(|(it, _)| it.met_on).collect();
        prop_assert!(met.iter().all(|on| touches.iter().any(|touch| touch.is_contact && touch.on == *on)));
    }

    #[test]
    fn a_notice_belongs_to_one_renewal_and_each_is_due_in_force(
        from in 0i32..1_000, length in prop::option::of(1i32..2_000), before in 1u32..40, more in 0u32..200, months in 8u32..24,
        touches in touches(), through in 0i32..3_000
    ) {
        let due = renewal(before, before + more.min(months * 28 - before), Some(months));
        prop_assert_eq!(due.check("it", &BTreeSet::new()), Ok(()));
        let time = Subscribed { from: Day(from), until: length.map(|length| Day(from + length)) };
        let contacts = due.expected(&touches, &[time], Day(through));
        prop_assert!(contacts.windows(2).all(|two| two[0].because_of < two[1].because_of));
        let met: Vec<Day> = contacts.iter().filter_map(|it| it.met_on).collect();
        prop_assert!(met.windows(2).all(|two| two[0] < two[1]));
        for contact in &contacts {
            prop_assert!(time.from <= contact.due_on && time.until.is_none_or(|until| contact.due_on < until));
            prop_assert!(contact.due_on <= Day(through));
        }
    }

    #[test]
    fn times_of_subscribing_cover_just_the_days_of_their_stretches_with_a_gap_between_each_two(
        stretches in prop::collection::vec((0i32..60, prop::option::weighted(0.8, 0i32..70)), 0..8)
    ) {
        let days = |from: i32, until: Option<i32>, day: i32| from <= day && until.is_none_or(|until| day < until);
        let times = Subscribed::times(stretches.iter().map(|(from, until)| (Day(*from), until.map(Day))));
        for day in 0..80 {
            let covered = stretches.iter().any(|(from, until)| days(*from, *until, day));
            let told = times.iter().any(|time| days(time.from.0, time.until.map(|until| until.0), day));
            prop_assert_eq!(covered, told, "day {}", day);
        }
        prop_assert!(times.windows(2).all(|two| two[0].until.is_some_and(|until| until < two[1].from)));
    }
}
