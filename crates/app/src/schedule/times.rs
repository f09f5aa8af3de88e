//! When is a job done next?

use bellwether_records::ScheduledRun;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::job::ScheduledJob;

/// When a job is done next by the clock: at its hour of the first day after its last run or, where that has gone by before somebody held the
/// schedule, soon after that. What did not end well is tried again after a pause.
pub(super) fn next(job: ScheduledJob, last: Option<&ScheduledRun>, since: Timestamp, zone: &TimeZone) -> Timestamp {
    let soon = since.saturating_add(job.after_start()).unwrap_or(since);
    let Some(last) = last else { return soon };
    if is_good(last) {
        let next = at_its_hour(job, last.began_at, zone).unwrap_or(soon);
        return if next < since { soon } else { next };
    }
    let ended = last.ended_at.unwrap_or(last.began_at);
    let again = if last.failures > 0 { ended.saturating_add(job.pause(last.failures)).unwrap_or(soon) } else { soon };
    again.max(soon)
}

/// Whether a run ended, and did what it was to do.
pub(super) fn is_good(run: &ScheduledRun) -> bool {
    run.ended_at.is_some() && run.error.is_none()
}

/// The first time that clocks show the hour of a job after a moment. Where they are put forward over it, it is as soon as they are; where
/// they show it twice, it is the first time.
fn at_its_hour(job: ScheduledJob, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let date = after.to_zoned(zone.clone()).date();
    let on = |days: i64| date.saturating_add(days.days()).to_datetime(job.hour()).to_zoned(zone.clone());
    // A zone may have left out a whole day.
    let days = (0..=2).filter_map(|days| on(days).ok()).map(|day| day.timestamp());
    days.filter(|day| *day > after).min()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::tz::AmbiguousOffset;
    use proptest::prelude::*;

    use super::*;

    const ZONES: [&str; 9] = [
        "UTC",
        "Europe/Berlin",
        "Europe/London",
        "Europe/Athens",
        "America/New_York",
        "America/Havana",
        "Australia/Lord_Howe",
        "Asia/Beirut",
        "Pacific/Apia",
    ];

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn run(began: Timestamp) -> ScheduledRun {
        let (job, host) = (String::new(), String::new());
        ScheduledRun { job, host, began_at: began, ended_at: Some(began), failures: 0, error: None }
    }

    fn jobs() -> impl Strategy<Value = ScheduledJob> {
        prop::sample::select(&ScheduledJob::ALL[..])
    }

    /// Moments of twenty years, half of them within two days of a change of the clocks.
    fn moments(zone: &TimeZone) -> impl Strategy<Value = Timestamp> + use<> {
        let from = at("2008-01-01T00:00:00Z");
        let changes: Vec<Timestamp> = zone.following(from).take(40).map(|change| change.timestamp()).collect();
        let any = (0..630_000_000_i64).prop_map(move |seconds| from + SignedDuration::from_secs(seconds));
        if changes.is_empty() {
            return any.boxed();
        }
        let near = (prop::sample::select(changes), -172_800..172_800_i64)
            .prop_map(|(change, seconds)| change + SignedDuration::from_secs(seconds));
        prop_oneof![any, near].boxed()
    }

    fn zones() -> impl Strategy<Value = (TimeZone, Timestamp)> {
        prop::sample::select(&ZONES[..]).prop_flat_map(|name| {
            let zone = TimeZone::get(name).expect("a zone");
            (Just(zone.clone()), moments(&zone))
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn a_job_is_done_once_a_day_at_its_hour_whatever_the_clocks_do((zone, began) in zones(), job in jobs()) {
            let due = next(job, Some(&run(began)), began, &zone);
            prop_assert!(due > began && due <= began + SignedDuration::from_hours(49), "{due}");
            let shown = due.to_zoned(zone.clone());
            let hour = job.hour();
            // They show its hour, or are put forward over it.
            let wanted = zone.to_ambiguous_timestamp(shown.date().to_datetime(hour)).offset();
            prop_assert!(shown.time() == hour || matches!(wanted, AmbiguousOffset::Gap { .. }), "{shown}");
            // It is the first such time: on the days before the hour had gone by, or there is no such day.
            let first = began.to_zoned(zone.clone()).date();
            for day in first.series(1.day()).take_while(|day| *day < shown.date()) {
                let on_it = day.to_datetime(hour).to_zoned(zone.clone()).expect("a moment");
                prop_assert!(on_it.timestamp() <= began || on_it.date() != day, "{on_it}");
            }
            // The next day it is done again, and not twice on this one.
            let again = next(job, Some(&run(due)), began, &zone).to_zoned(zone.clone());
            prop_assert!(again.date() > shown.date(), "{shown} and {again}");
        }

        #[test]
        fn what_fails_is_tried_again_after_pauses_that_grow_and_are_never_longer_than_half_a_day(
            failures in 1..1_000_i64,
            job in jobs(),
        ) {
            let began = at("2026-05-01T08:00:00Z");
            let failed = |failures| ScheduledRun { failures, error: Some("why".to_owned()), ..run(began) };
            let pause = |failures| next(job, Some(&failed(failures)), began, &TimeZone::UTC).duration_since(began);
            prop_assert!(pause(failures) >= job.pause(1) && pause(failures) <= LONGEST);
            prop_assert!(pause(failures + 1) > pause(failures) || pause(failures) == LONGEST);
        }
    }

    const LONGEST: SignedDuration = SignedDuration::from_hours(12);

    #[test]
    fn it_is_looked_at_night_on_the_companys_clocks_and_soon_after_a_start_that_missed_one() {
        let berlin = TimeZone::get("Europe/Berlin").expect("a zone");
        let next = |last: Option<&str>, started| {
            let last = last.map(|last| run(at(last)));
            next(ScheduledJob::Look, last.as_ref(), at(started), &berlin).to_string()
        };
        assert_eq!(next(None, "2026-05-01T08:00:00Z"), "2026-05-01T08:10:00Z", "never yet");
        let started = "2026-05-01T08:00:00Z";
        assert_eq!(next(Some("2026-05-01T08:10:00Z"), started), "2026-05-02T01:00:00Z");
        assert_eq!(next(Some("2026-05-02T01:00:00Z"), started), "2026-05-03T01:00:00Z", "once a night");
        assert_eq!(next(Some("2026-05-02T00:10:00Z"), started), "2026-05-02T01:00:00Z");
        assert_eq!(next(Some("2026-04-20T01:00:00Z"), started), "2026-05-01T08:10:00Z", "it was off for nights");
        // On the night without three o'clock in summer time, and on that with two of two o'clock.
        assert_eq!(next(Some("2026-03-28T12:00:00Z"), "2026-03-28T11:00:00Z"), "2026-03-29T01:00:00Z");
        assert_eq!(next(Some("2026-10-24T12:00:00Z"), "2026-10-24T11:00:00Z"), "2026-10-25T02:00:00Z");
    }

    #[test]
    fn a_new_day_begins_when_it_begins_on_the_companys_clocks() {
        let next = |zone: &str, last: &str| {
            let zone = TimeZone::get(zone).expect("a zone");
            next(ScheduledJob::Refresh, Some(&run(at(last))), at(last), &zone).to_string()
        };
        assert_eq!(next("Europe/Berlin", "2026-05-01T08:00:00Z"), "2026-05-01T22:00:00Z");
        assert_eq!(next("America/New_York", "2026-05-01T02:00:00Z"), "2026-05-01T04:00:00Z");
        // In Beirut a day of spring begins at one o'clock.
        assert_eq!(next("Asia/Beirut", "2024-03-30T12:00:00Z"), "2024-03-30T22:00:00Z");
    }

    #[test]
    fn a_run_whose_process_ended_is_made_up_for_and_not_at_once_where_it_may_have_ended_the_process() {
        let began = at("2026-05-01T08:00:00Z");
        let started = at("2026-05-01T08:00:30Z");
        let broken = |failures| ScheduledRun { ended_at: None, failures, ..run(began) };
        let next = |failures| next(ScheduledJob::Refresh, Some(&broken(failures)), started, &TimeZone::UTC).to_string();
        assert_eq!(next(0), "2026-05-01T08:00:40Z", "it was asked to end");
        assert_eq!(next(1), "2026-05-01T08:01:00Z");
        assert_eq!(next(6), "2026-05-01T08:32:00Z");
    }
}
