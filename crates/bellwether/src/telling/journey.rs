//! The journey in words: what happened to its promises, and what its parts say of themselves.

use bellwether_app::failure::Failure;
use bellwether_app::promises::Promises;
use bellwether_model::{Grain, Journey, Moment, TimeLimit};
use bellwether_words::Words;

/// What customers live through, to begin with: a journey that is whole, to be changed. It says `version = 0`, for it comes after none.
pub(crate) const EXAMPLE: &str = include_str!("journey.toml");

/// The journey of the example.
pub(crate) fn example() -> Result<Journey, Failure> {
    toml::from_str(&EXAMPLE.replacen("version = 0", "", 1)).map_err(|error| Failure::input(error.to_string()))
}

/// How many promises were broken, and which touchpoint hurt most.
pub(crate) fn title(words: Words<'_>, grain: Grain, promises: &Promises) -> String {
    let period = words.period(grain, &promises.period);
    let broken: u64 = promises.lines.iter().map(|line| line.broken).sum();
    let all: u64 = broken + promises.lines.iter().map(|line| line.kept).sum::<u64>();
    let worst = promises.lines.iter().max_by_key(|line| (line.broken_to.customers, line.broken_to.minor));
    let number = |count: u64| words.whole(count as i64);
    match worst.filter(|worst| worst.broken > 0) {
        _ if all == 0 => words.with("journey-title-none", &[("period", &period)]),
        None => words.with("journey-title-kept", &[("period", &period), ("all", &number(all))]),
        Some(worst) => words.with(
            "journey-title",
            &[
                ("period", &period),
                ("broken", &number(broken)),
                ("all", &number(all)),
                ("touchpoint", &worst.name),
                ("customers", &words.customers(worst.broken_to.customers)),
                ("money", &words.money(worst.broken_to.minor)),
            ],
        ),
    }
}

/// A silo as people write it.
pub(crate) fn silo(name: &str) -> String {
    name.replace('_', " ")
}

/// Within which time something is promised.
pub(crate) fn limit(words: Words<'_>, limit: TimeLimit) -> String {
    let seconds = limit.micros() / 1_000_000;
    let (minutes, hours) = (seconds / 60, seconds / 3_600);
    let (text, count) = match (limit.is_working(), seconds) {
        (false, seconds) if seconds % 86_400 == 0 => ("limit-days", seconds / 86_400),
        (false, seconds) if seconds % 3_600 == 0 => ("limit-hours", hours),
        (false, _) => ("limit-minutes", minutes),
        (true, seconds) if seconds % 3_600 == 0 => ("limit-working-hours", hours),
        (true, _) => ("limit-working-minutes", minutes),
    };
    words.counting(text, count, &[])
}

/// With which count a moment comes, where `counted` is what the counted touchpoint is called.
pub(crate) fn counting(words: Words<'_>, moment: &Moment, counted: Option<&str>) -> String {
    let number = words.whole(moment.number.into());
    let of = counted.map_or_else(|| words.say("moment-purchases"), ToOwned::to_owned);
    let given = [("nth", number.as_str()), ("of", of.as_str())];
    match moment.within_days {
        Some(days) => words.counting("moment-counted-within", days.into(), &given),
        None => words.with("moment-counted", &given),
    }
}
