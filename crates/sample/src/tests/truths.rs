//! The planted truths, measured on the rows alone as an analyst would; README.md states the numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

struct Phase {
    from: DayNumber,
    to: DayNumber,
    /// In EUR, francs taken at 1.05.
    monthly: i64,
    main: bool,
    ends: bool,
    code: Option<String>,
}

fn euros(minor: i64, currency: &str) -> i64 {
    if currency == "CHF" { minor * 105 / 100 } else { minor }
}

/// Each customer's phases, in the order of billing's rows.
fn phases() -> BTreeMap<String, Vec<Phase>> {
    let rows = table(Sample::default(), Silo::Billing, Table::Subscriptions);
    let (customer, id, currency) =
        (text(&rows, "customer_id"), text(&rows, "subscription_id"), text(&rows, "currency"));
    let (from, to) = (numbers::<Date32Type>(&rows, "from"), numbers::<Date32Type>(&rows, "to"));
    let (code, cancelled) = (text(&rows, "end_reason"), numbers::<Date32Type>(&rows, "cancelled_on"));
    let mut phases: BTreeMap<String, Vec<Phase>> = BTreeMap::new();
    for row in 0..rows.num_rows() {
        phases.entry(customer.value(row).to_owned()).or_default().push(Phase {
            from: from.value(row),
            to: if to.is_valid(row) { to.value(row) } else { DayNumber::MAX },
            monthly: euros(minor(&rows, "monthly_minor").value(row), currency.value(row)),
            main: !id.value(row).contains("-A"),
            ends: cancelled.is_valid(row),
            code: code.is_valid(row).then(|| code.value(row).to_owned()),
        });
    }
    phases
}

fn in_force(phases: &BTreeMap<String, Vec<Phase>>, day: DayNumber) -> usize {
    let active = |phase: &&Phase| phase.main && phase.from <= day && day < phase.to;
    phases.values().filter(|phases| phases.iter().any(|phase| active(&phase))).count()
}

fn losses(phases: &BTreeMap<String, Vec<Phase>>, months: std::ops::RangeInclusive<i32>) -> Vec<&Phase> {
    let timeline = timeline();
    let lost = |phase: &&Phase| {
        phase.main && phase.ends && phase.to <= timeline.last && months.contains(&timeline.month(phase.to))
    };
    phases.values().flatten().filter(lost).collect()
}

#[test]
fn a_late_installation_raises_the_losses_of_the_next_120_days_about_two_and_a_half_times() {
    let phases = phases();
    let visits = table(Sample::default(), Silo::FieldService, Table::Touches);
    let (promised, done) = (instants(&visits, "promised_by"), instants(&visits, "done_at"));
    let (mut of, mut lost) = ([0_u32; 2], [0_u32; 2]);
    for row in 0..visits.num_rows() {
        let day = day_of(done.value(row));
        if text(&visits, "touchpoint").value(row) != "installation" || done.is_null(row) || day + 120 > timeline().last
        {
            continue;
        }
        let late = usize::from(done.value(row) > promised.value(row));
        let left = phases[text(&visits, "customer_id").value(row)]
            .iter()
            .any(|phase| phase.main && phase.ends && phase.to > day && phase.to <= day + 120);
        of[late] += 1;
        lost[late] += u32::from(left);
    }
    let share = |late: usize| f64::from(lost[late]) / f64::from(of[late]);
    println!("late: lost {lost:?} of {of:?}, ratio {:.2}", share(1) / share(0));
    assert!((2.1..2.9).contains(&(share(1) / share(0))));
    assert!((0.13..0.30).contains(&(f64::from(of[1]) / f64::from(of[0] + of[1]))));
}

#[test]
fn the_price_rise_of_month_20_brings_more_value_then_and_losses_over_price_in_the_three_months_after() {
    let (phases, timeline) = (phases(), timeline());
    let mut ups = vec![0_u32; 40];
    for phases in phases.values() {
        for pair in phases.windows(2) {
            if pair[0].to == pair[1].from && pair[1].monthly > pair[0].monthly && pair[0].monthly > 0 {
                ups[timeline.month(pair[1].from) as usize] += 1;
            }
        }
    }
    let (before, after) = (losses(&phases, 17..=19), losses(&phases, 21..=23));
    let year_before = losses(&phases, 9..=11);
    let price = |lost: &[&Phase]| {
        lost.iter().filter(|phase| matches!(phase.code.as_deref(), Some("pricing" | "price increase"))).count()
    };
    let told = |lost: &[&Phase]| lost.iter().filter(|phase| phase.code.is_some()).count();
    println!("steps up by month {ups:?}");
    println!("lost {} in months 9-11, {} in 17-19, {} in 21-23", year_before.len(), before.len(), after.len());
    println!(
        "in force {} {} {}",
        in_force(&phases, timeline.start(9)),
        in_force(&phases, timeline.start(17)),
        in_force(&phases, timeline.start(21))
    );
    println!("over price {} of {} told, then {} of {}", price(&before), told(&before), price(&after), told(&after));
    assert!(ups[20] > 20 * ups[19]);
    assert!(after.len() * 2 > before.len() * 3);
    assert!(price(&after) * 2 > told(&after) && price(&before) * 3 < told(&before));
}

#[test]
fn the_call_back_promise_of_month_26_lowers_complaints() {
    let (phases, timeline) = (phases(), timeline());
    let said = table(Sample::default(), Silo::HelpDesk, Table::Feedback);
    let (mut all, mut calls) = ([0_u32; 40], [0_u32; 40]);
    for row in 0..said.num_rows() {
        if text(&said, "instrument").value(row) == "complaint" {
            let month = timeline.month(day_of(instants(&said, "at").value(row))) as usize;
            all[month] += 1;
            let touchpoint = text(&said, "touchpoint");
            calls[month] += u32::from(touchpoint.is_valid(row) && touchpoint.value(row) == "call_back");
        }
    }
    // The same months of the year, October to March, so that the season is the same.
    let base = |months: std::ops::RangeInclusive<i32>| {
        months.map(|month| in_force(&phases, timeline.start(month))).sum::<usize>()
    };
    let sum = |counts: &[u32; 40], months: std::ops::RangeInclusive<usize>| counts[months].iter().sum::<u32>();
    let per_1000 = |count: u32, base: usize| f64::from(count) * 1_000.0 / base as f64;
    let (before, after) = (base(14..=19), base(26..=31));
    println!("complaints {all:?}\n call backs {calls:?}");
    println!(
        "per 1000 customer months: {:.2} then {:.2}; over call-backs {:.2} then {:.2}",
        per_1000(sum(&all, 14..=19), before),
        per_1000(sum(&all, 26..=31), after),
        per_1000(sum(&calls, 14..=19), before),
        per_1000(sum(&calls, 26..=31), after),
    );
    assert!(per_1000(sum(&all, 26..=31), after) < 0.75 * per_1000(sum(&all, 14..=19), before));
    assert!(per_1000(sum(&calls, 26..=31), after) < 0.4 * per_1000(sum(&calls, 14..=19), before));
    let touches = table(Sample::default(), Silo::HelpDesk, Table::Touches);
    let promised = instants(&touches, "promised_by");
    for row in 0..touches.num_rows() {
        let call_back = text(&touches, "touchpoint").value(row) == "call_back";
        let month = timeline.month(day_of(instants(&touches, "started_at").value(row)));
        assert!(promised.is_null(row) || call_back && month >= 26);
        assert!(promised.is_valid(row) || !call_back || month < 26);
    }
}

#[test]
fn the_help_desk_keeps_four_per_cent_of_its_customers_twice_without_a_link() {
    let twice = table(Sample::default(), Silo::HelpDesk, Table::Customers);
    let ids: BTreeSet<_> = text(&twice, "customer_id").iter().flatten().map(str::to_owned).collect();
    let known = table(Sample::default(), Silo::HelpDesk, Table::Identities);
    println!("{} second records of {} customers", ids.len(), known.num_rows());
    assert!((35..=45).contains(&(ids.len() * 1_000 / known.num_rows())));
    let mut used = 0;
    for stream in Sample::default().tables().expect("tables") {
        let (silo, table) = (stream.silo(), stream.table());
        let rows = rows(stream.customers(0..3_000)).expect("rows");
        let Some(customer) = rows.column_by_name("customer_id") else { continue };
        let hits = customer
            .as_string::<i32>()
            .iter()
            .flatten()
            .filter(|id| id.starts_with("HD-") && ids.contains(*id))
            .count();
        let expected = silo == Silo::HelpDesk && matches!(table, Table::Customers | Table::Touches | Table::Feedback);
        assert!(expected || hits == 0, "{silo:?} {table}");
        used += if table == Table::Touches { hits } else { 0 };
    }
    println!("{used} touches on second records");
    assert!(used > 25);
    let names: BTreeSet<_> = table(Sample::default(), Silo::Billing, Table::Customers)
        .column_by_name("name")
        .expect("name")
        .as_string::<i32>()
        .iter()
        .flatten()
        .map(str::to_owned)
        .collect();
    let same = text(&twice, "name").iter().flatten().filter(|name| names.contains(*name)).count();
    assert!(same * 20 < ids.len(), "{same} names are spelt the same");
}

#[test]
fn plans_are_sold_in_autumn_and_end_at_anniversaries_and_growth_slows_in_the_last_year() {
    let (phases, timeline) = (phases(), timeline());
    let mut begun = [0_u32; 13];
    let mut ended = [0_u32; 40];
    let mut at_risk = [0_u32; 40];
    for phases in phases.values() {
        let first = phases[0].from;
        let month = timeline.month(first);
        if month > 3 {
            begun[timeline.month_of_year(first)] += 1;
        }
        let last = phases.iter().filter(|phase| phase.main).map(|phase| (phase.to, phase.ends));
        // The first contract alone: from its first day to its first end.
        let end = last.clone().find(|(_, ends)| *ends).map_or(DayNumber::MAX, |(to, _)| to).min(timeline.last + 1);
        for tenure in 1..37 {
            let day = timeline.plus_months(first, tenure);
            at_risk[tenure as usize] += u32::from(day <= timeline.last && end >= day);
            ended[tenure as usize] += u32::from(day <= timeline.last && end == day);
        }
    }
    println!("begun by month of the year {begun:?}");
    let rate = |tenure: usize| f64::from(ended[tenure]) / f64::from(at_risk[tenure].max(1));
    println!("ended by tenure {ended:?} of {at_risk:?}");
    let quarter = |first: usize| begun[first..first + 3].iter().sum::<u32>();
    assert!(quarter(10) * 10 > quarter(4) * 17);
    assert!(rate(12) > 2.5 * rate(11) && rate(24) > 2.5 * rate(23));
    let gained: Vec<_> = (0..3)
        .map(|year| {
            let end = if year == 2 { timeline.last } else { timeline.start(12 * year + 13) };
            in_force(&phases, end) as i64
                - in_force(&phases, timeline.start(12 * year + if year == 0 { 4 } else { 1 })) as i64
        })
        .collect();
    println!("plan customers gained by year {gained:?}");
    assert!(gained[2] * 5 < gained[1] * 3);
}

/// At each month's end: customers active and their value in EUR cents (a year's fees plus the spend of 365 days, lapse 180 days).
fn month_ends() -> Vec<(i64, i64, Vec<i64>)> {
    let timeline = timeline();
    let phases = phases();
    let mut spend: BTreeMap<String, Vec<(DayNumber, i64)>> = BTreeMap::new();
    for silo in [Silo::Shop, Silo::FieldService] {
        let rows = table(Sample::default(), silo, Table::Purchases);
        for row in 0..rows.num_rows() {
            let amount = euros(minor(&rows, "amount_minor").value(row), text(&rows, "currency").value(row));
            let day = day_of(instants(&rows, "at").value(row));
            spend.entry(text(&rows, "customer_id").value(row).to_owned()).or_default().push((day, amount));
        }
    }
    let customers: BTreeSet<_> = phases.keys().chain(spend.keys()).collect();
    (1..=timeline.months)
        .map(|month| {
            let end = timeline.start(month + 1) - 1;
            let mut values = Vec::new();
            for customer in &customers {
                let in_force =
                    phases.get(*customer).into_iter().flatten().filter(|phase| phase.from <= end && end < phase.to);
                let recurring: i64 = in_force.map(|phase| phase.monthly * 12).sum();
                let bought = spend.get(*customer).map_or(&[][..], Vec::as_slice);
                let latest =
                    bought.iter().filter(|(day, amount)| *day <= end && *amount > 0).map(|(day, _)| *day).max();
                let bought_value: i64 = latest.filter(|day| day + 180 >= end).map_or(0, |latest| {
                    bought.iter().filter(|(day, _)| *day <= end && *day > latest - 365).map(|(_, amount)| amount).sum()
                });
                if recurring + bought_value > 0 {
                    values.push(recurring + bought_value);
                }
            }
            values.sort_unstable_by(|one, two| two.cmp(one));
            (values.len() as i64, values.iter().sum(), values)
        })
        .collect()
}

#[test]
fn a_tenth_of_the_customers_brings_two_fifths_of_the_value_and_volume_and_value_disagree_in_some_months() {
    let months = month_ends();
    let mut disagree = Vec::new();
    for (place, pair) in months.windows(2).enumerate() {
        let (customers, value) = (pair[1].0 - pair[0].0, pair[1].1 - pair[0].1);
        println!(
            "month {}: {} customers {customers:+}, value {} {:+}",
            place + 2,
            pair[1].0,
            pair[1].1 / 100,
            value / 100
        );
        if customers > 0 && value < 0 {
            disagree.push(place + 2);
        }
    }
    let (customers, value, values) = months.last().expect("months");
    let top: i64 = values[..*customers as usize / 10].iter().sum();
    println!("top decile {} %, more customers but less value in months {disagree:?}", top * 100 / value);
    let phases = phases();
    let recurring = |month: i32| {
        let day = timeline().start(month + 1) - 1;
        let value: i64 = phases
            .values()
            .flatten()
            .filter(|phase| phase.from <= day && day < phase.to)
            .map(|phase| phase.monthly)
            .sum();
        (in_force(&phases, day), value)
    };
    let plans: Vec<_> = (1..=36).map(recurring).collect();
    for (place, pair) in plans.windows(2).enumerate() {
        println!(
            "month {}: plans {} {:+}, fees {:+}",
            place + 2,
            pair[1].0,
            pair[1].0 as i64 - pair[0].0 as i64,
            (pair[1].1 - pair[0].1) / 100
        );
    }
    assert!((35..=45).contains(&(top * 100 / value)));
    assert!(!disagree.is_empty());
    let fees: Vec<_> = plans.windows(2).map(|pair| pair[0].0 < pair[1].0 && pair[1].1 < pair[0].1).collect();
    assert!(fees[28] && fees[29], "the rival's offer of months 30 and 31 takes the large ones");
}

#[test]
fn the_portal_is_used_less_in_the_ninety_days_before_a_loss() {
    let phases = phases();
    let touches = table(Sample::default(), Silo::Shop, Table::Touches);
    let (keys, sessions) = {
        let map = touches.column_by_name("attributes").expect("attributes").as_map();
        (map.clone(), map.values().as_string::<i32>().clone())
    };
    let (mut sum, mut lines) = ([0_u64; 2], [0_u64; 2]);
    for row in 0..touches.num_rows() {
        if text(&touches, "touchpoint").value(row) != "portal_use" {
            continue;
        }
        let day = day_of(instants(&touches, "started_at").value(row));
        let mine = &phases[text(&touches, "customer_id").value(row)];
        let leaving = mine.iter().any(|phase| phase.main && phase.ends && phase.to > day && phase.to <= day + 90);
        sum[usize::from(leaving)] +=
            sessions.value(keys.value_offsets()[row] as usize).parse::<u64>().expect("a number");
        lines[usize::from(leaving)] += 1;
    }
    println!("portal sessions {sum:?} in {lines:?} months");
    assert!(sum[1] * lines[0] * 10 < sum[0] * lines[1] * 6);
}
