//! What other programs find in the textbooks' series, found here; skipped where the figures are not at hand.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails, and one that is skipped says so"
)]

use std::f64::consts::FRAC_2_SQRT_PI as D2;
use std::path::{Path, PathBuf};

use bellwether_stats::{
    CountKind, Counted, CountedLimits, Rule, Xmr, deviation_sums, moving_ranges_beyond, signals, weighted_means, xmr,
};
use serde_json::Value;

/// d2 of two values as tables round it, by which the other programs count.
const ROUNDED_D2: f64 = 1.128;

#[expect(clippy::disallowed_methods, reason = "where test data lies is no part of the program's config")]
fn golden(name: &str) -> Option<Value> {
    let named = std::env::var("BELLWETHER_TEST_DATA").ok().filter(|named| named != "require");
    let above = || {
        let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
        above.map(|above| above.join("shared/data")).find(|folder| folder.is_dir())
    };
    let is_required = named.is_some();
    let path = named.map(PathBuf::from).or_else(above).map(|data| data.join("../golden").join(name));
    let text = path.and_then(|path| std::fs::read_to_string(path).ok());
    assert!(text.is_some() || !is_required, "{name} is required and not there");
    if text.is_none() {
        println!("skipped: {name} is not there; BELLWETHER_TEST_DATA names the folder of the public data sets");
    }
    text.map(|text| serde_json::from_str(&text).expect("JSON"))
}

fn numbers(of: &Value) -> Vec<f64> {
    match of {
        Value::Array(all) => all.iter().map(|number| number.as_f64().expect("a number")).collect(),
        one => vec![one.as_f64().expect("a number")],
    }
}

fn places(of: &Value) -> Vec<usize> {
    let from_one = numbers(of).into_iter();
    from_one.map(|place| place as usize - 1).collect()
}

fn counted(of: &Value, counts: &str, chances: &str) -> Vec<Counted> {
    let counts = numbers(&of[counts]);
    let chances = if of[chances].is_null() { vec![1.0; counts.len()] } else { numbers(&of[chances]) };
    let both = counts.into_iter().zip(chances);
    both.map(|(count, chances)| Counted { count: count as u64, chances }).collect()
}

#[track_caller]
fn near(found: f64, expected: f64, what: &str) {
    let miss = (found - expected).abs() / expected.abs().max(1.0);
    assert!(miss < 1e-9, "{what}: {found} instead of {expected}");
}

/// Each of some values against its limits, of which there may be one pair for all.
fn assert_limits(limits: &CountedLimits, values: &[Counted], (lower, upper): (&Value, &Value), what: &str) {
    let (lower, upper) = (numbers(lower), numbers(upper));
    for (at, value) in values.iter().enumerate() {
        let found = limits.at(value.chances).expect("chances");
        near(found.lower, lower[at.min(lower.len() - 1)], what);
        near(found.upper, upper[at.min(upper.len() - 1)], what);
    }
}

#[test]
fn counted_processes_have_the_limits_that_qcc_finds() {
    let Some(golden) = golden("spc_qcc.json") else { return };
    for (name, kind, counts) in [
        ("orangejuice_p_trial", CountKind::Share, ("d", "n")),
        ("circuit_c_trial", CountKind::Rate, ("c", "none")),
        ("pcmanufact_u", CountKind::Rate, ("c", "n")),
        ("dyedcloth_u", CountKind::Rate, ("c", "n")),
    ] {
        let of = &golden[name];
        let values = counted(of, counts.0, counts.1);
        let limits = CountedLimits::plain(kind, &values).unwrap();
        near(limits.centre, of["center"].as_f64().unwrap(), name);
        assert_limits(&limits, &values, (&of["limits_lcl"], &of["limits_ucl"]), name);
        assert_eq!(limits.beyond(&values), places(&of["beyond_limits_1based"]), "{name}");
    }
    // Limits of a baseline judge what came after it.
    let (of, new) = (&golden["orangejuice_p_trial"], &golden["orangejuice_p_trial_new"]);
    let baseline = counted(of, "d", "n");
    let limits = CountedLimits::plain(CountKind::Share, &baseline).unwrap();
    let all = [baseline.clone(), counted(new, "d_new", "n_new")].concat();
    assert_limits(&limits, &all, (&new["limits_lcl"], &new["limits_ucl"]), "with new ones");
    assert_eq!(limits.beyond(&all), places(&new["beyond_limits_1based"]));
    let left_out = baseline.iter().enumerate().filter(|(at, _)| ![14, 22].contains(at)).map(|(_, value)| *value);
    let left_out: Vec<Counted> = left_out.collect();
    let (of, limits) =
        (&golden["orangejuice_p_without_15_23"], CountedLimits::plain(CountKind::Share, &left_out).unwrap());
    near(limits.centre, of["center"].as_f64().unwrap(), "without two");
    assert_limits(&limits, &left_out, (&of["limits_lcl"], &of["limits_ucl"]), "without two");
    assert_eq!(limits.beyond(&left_out), places(&of["beyond_limits_1based"]));
}

#[test]
fn thousands_have_the_limits_that_qicharts_finds_by_laney() {
    let Some(golden) = golden("spc_qcc.json") else { return };
    for name in ["nhs_accidents_laney_p", "orangejuice_laney_p"] {
        let of = &golden[name];
        let values = counted(of, "d", "n");
        let (plain, laney) =
            [CountedLimits::plain, CountedLimits::laney].map(|of| of(CountKind::Share, &values).unwrap()).into();
        near(plain.centre, of["pbar"].as_f64().unwrap(), name);
        near(laney.sigma_z * D2 / ROUNDED_D2, of["sigma_z_1.128"].as_f64().unwrap(), name);
        for (found, expected) in plain.deviations(&values).into_iter().zip(numbers(&of["z"])) {
            near(found, expected, name);
        }
        assert_limits(&plain, &values, (&of["p_lcl"], &of["p_ucl"]), name);
        let rounded = CountedLimits { sigma_z: laney.sigma_z * D2 / ROUNDED_D2, ..laney };
        assert_limits(&rounded, &values, (&of["pp_lcl"], &of["pp_ucl"]), name);
        assert_eq!(plain.beyond(&values), places(&of["p_beyond"]), "{name}");
        assert_eq!(laney.beyond(&values), places(&of["pp_beyond"]), "{name}");
    }
}

#[test]
fn single_values_have_the_limits_that_qcc_finds() {
    let Some(golden) = golden("spc_qcc.json") else { return };
    for (name, baseline) in [("viscosity_xbar_one", usize::MAX), ("montgomery_6.07_cost_phase1", 20)] {
        let of = &golden[name];
        let values = numbers(&of["x"]);
        let limits = xmr(&values[..baseline.min(values.len())]).unwrap();
        let rounded = Xmr {
            sigma: limits.sigma * D2 / ROUNDED_D2,
            lower: limits.centre - 3.0 * limits.sigma * D2 / ROUNDED_D2,
            upper: limits.centre + 3.0 * limits.sigma * D2 / ROUNDED_D2,
            ..limits
        };
        near(rounded.centre, of["center"].as_f64().unwrap(), name);
        near(rounded.sigma, numbers(&of["std_dev"])[0], name);
        near(rounded.lower, numbers(&of["limits_lcl"])[0], name);
        near(rounded.upper, numbers(&of["limits_ucl"])[0], name);
        let beyond = signals(&values, &limits).into_iter().filter(|signal| signal.rule == Rule::Beyond);
        let mut beyond: Vec<usize> = beyond.flat_map(|signal| signal.points).collect();
        beyond.sort_unstable();
        assert_eq!(beyond, places(&of["beyond_limits_1based"]), "{name}");
    }
}

#[test]
fn charts_that_remember_drift_as_qcc_finds() {
    let Some(golden) = golden("spc_qcc.json") else { return };
    let means = numbers(&golden["pistonrings_xbar_25_new15"]["means"]);
    let spread = |of: &Value| (of["center"].as_f64().unwrap(), of["sigma"].as_f64().unwrap() / 5f64.sqrt());
    let of = &golden["pistonrings_ewma_l0.2"];
    let found = weighted_means(&means, spread(of), 0.2);
    let expected = ["z", "lcl", "ucl"].map(|name| numbers(&of[name]));
    for (at, found) in found.iter().enumerate() {
        for (found, expected) in [found.mean, found.lower, found.upper].into_iter().zip(&expected) {
            near(found, expected[at], "EWMA");
        }
    }
    let beyond = found.iter().enumerate().filter(|(_, it)| it.mean < it.lower || it.mean > it.upper);
    assert_eq!(beyond.map(|(at, _)| at).collect::<Vec<_>>(), places(&of["violations_1based"]));
    let of = &golden["pistonrings_cusum_h5_k0.5"];
    let found = deviation_sums(&means, spread(of), 0.5);
    let (above, below) = (numbers(&of["pos"]), numbers(&of["neg"]));
    for (at, found) in found.iter().enumerate() {
        near(found.above, above[at], "CUSUM above");
        near(found.below, below[at], "CUSUM below");
    }
    let beyond = |is: &dyn Fn(f64, f64) -> bool| {
        let beyond = found.iter().enumerate().filter(|(_, it)| is(it.above, it.below));
        beyond.map(|(at, _)| at).collect::<Vec<_>>()
    };
    assert_eq!(beyond(&|above, _| above > 5.0), places(&of["viol_upper"]));
    assert_eq!(beyond(&|_, below| below < -5.0), places(&of["viol_lower"]));
}

#[test]
fn every_rule_of_nelson_flags_the_points_that_another_program_flags() {
    let Some(golden) = golden("spc_nelson.json") else { return };
    let series = golden["series"].as_object().unwrap();
    assert!(series.len() >= 7);
    for (name, of) in series {
        let values = numbers(&of["x"]);
        let limits = xmr(&values).unwrap();
        for (found, expected) in [
            (limits.centre, "mean"),
            (limits.mean_moving_range, "mrbar"),
            (limits.sigma, "sigma_d2"),
            (limits.upper, "ucl"),
            (limits.lower, "lcl"),
            (limits.moving_range_upper, "ur"),
        ] {
            near(found, of[expected].as_f64().unwrap(), &format!("{expected} of {name}"));
        }
        let found = signals(&values, &limits);
        for number in 1..=8 {
            let mut ours: Vec<Vec<usize>> = found
                .iter()
                .filter(|signal| signal.rule.number() == number)
                .map(|signal| signal.points.clone())
                .collect();
            let told = of["shewhart_signals"][format!("nelson_{number}")].as_array().into_iter().flatten();
            let points = |signal: &Value| {
                let text = signal["points"].as_str().unwrap().trim_matches(['(', ')']).to_owned();
                text.split(',').filter_map(|place| place.trim().parse().ok()).collect::<Vec<usize>>()
            };
            let mut theirs: Vec<Vec<usize>> = told.map(points).collect();
            ours.sort();
            theirs.sort();
            assert_eq!(ours, theirs, "rule {number} of {name}");
        }
        let told = of["shewhart_signals"]["beyond_limits"].as_array().into_iter().flatten();
        let theirs: Vec<usize> = told
            .map(|signal| signal["points"].as_str().unwrap().trim_matches(['(', ')', ',']).parse().unwrap())
            .collect();
        assert_eq!(moving_ranges_beyond(&values, &limits), theirs, "moving ranges of {name}");
    }
}
