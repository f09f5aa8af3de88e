//! Which points are signals? The eight rules of L. S. Nelson, Journal of Quality Technology 16(4), 1984.
//!
//! Invariant: a signal is a run of overlapping windows that all break one rule; the two sides of the centre are kept apart.

use std::ops::Range;

use strum::{EnumIter, IntoEnumIterator};

use crate::control::{Xmr, moving_ranges};

/// A rule, in Nelson's order; each says what one window of values must be like to break it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter)]
pub enum Rule {
    /// Rule 1: a value beyond a limit.
    Beyond,
    /// Rule 2: nine in a row on one side of the centre.
    OneSide,
    /// Rule 3: six in a row, each higher than the one before, or each lower.
    Trend,
    /// Rule 4: fourteen in a row, up and down in turn.
    Alternating,
    /// Rule 5: two of three beyond two sigma on one side.
    TwoOfThree,
    /// Rule 6: four of five beyond one sigma on one side.
    FourOfFive,
    /// Rule 7: fifteen in a row within one sigma of the centre.
    Hugging,
    /// Rule 8: eight in a row beyond one sigma, on either side.
    Avoiding,
}

impl Rule {
    /// Its number in Nelson's paper.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// How many values a window has, and how many of them have to be as the rule says.
    #[must_use]
    pub fn window(self) -> (usize, usize) {
        match self {
            Self::Beyond => (1, 1),
            Self::OneSide => (9, 9),
            Self::Trend => (6, 6),
            Self::Alternating => (14, 14),
            Self::TwoOfThree => (3, 2),
            Self::FourOfFive => (5, 4),
            Self::Hugging => (15, 15),
            Self::Avoiding => (8, 8),
        }
    }
}

/// A side of the centre, or a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Above, or rising.
    Upper,
    /// Below, or falling.
    Lower,
}

/// A run of values that break a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// The rule.
    pub rule: Rule,
    /// On which side; none for the rules that know no side.
    pub side: Option<Side>,
    /// The places of the values that break it, in order.
    pub points: Vec<usize>,
}

/// The signals of values under given limits, by rule, then side, then place. The limits may come from other values: from a baseline.
#[must_use]
pub fn signals(values: &[f64], limits: &Xmr) -> Vec<Signal> {
    signals_around(values, (limits.centre, limits.sigma))
}

/// The same around any centre and sigma.
pub(crate) fn signals_around(values: &[f64], (centre, sigma): (f64, f64)) -> Vec<Signal> {
    let sides = [Some(Side::Upper), Some(Side::Lower)];
    let mut found = Vec::new();
    for rule in Rule::iter() {
        let sides = match rule {
            Rule::Alternating | Rule::Hugging | Rule::Avoiding => &[None][..],
            _ => &sides[..],
        };
        for side in sides {
            let counts = |at: usize| counts(rule, *side, values[at], (centre, sigma));
            let (width, needed) = rule.window();
            let breaks = |window: Range<usize>| match rule {
                Rule::Trend => is_trend(&values[window], *side),
                Rule::Alternating => is_alternating(&values[window]),
                _ => window.filter(|at| counts(*at)).count() >= needed,
            };
            let runs = runs(values.len(), width, breaks).into_iter();
            found.extend(runs.map(|run| Signal { rule, side: *side, points: run.filter(|at| counts(*at)).collect() }));
        }
    }
    found
}

/// The places of the values that are further from the one before than the limit of the moving ranges allows.
#[must_use]
pub fn moving_ranges_beyond(values: &[f64], limits: &Xmr) -> Vec<usize> {
    let ranges = moving_ranges(values).into_iter().enumerate();
    ranges.filter(|(_, range)| *range > limits.moving_range_upper).map(|(at, _)| at + 1).collect()
}

/// Whether a value is one of those that make up a signal.
fn counts(rule: Rule, side: Option<Side>, value: f64, (centre, sigma): (f64, f64)) -> bool {
    let beyond = |sigmas: f64| match side {
        Some(Side::Upper) => value > centre + sigmas * sigma,
        Some(Side::Lower) => value < centre - sigmas * sigma,
        None => (value - centre).abs() > sigmas * sigma,
    };
    match rule {
        Rule::Beyond => beyond(3.0),
        Rule::OneSide => beyond(0.0),
        Rule::Trend | Rule::Alternating => true,
        Rule::TwoOfThree => beyond(2.0),
        Rule::FourOfFive | Rule::Avoiding => beyond(1.0),
        Rule::Hugging => (value - centre).abs() < sigma,
    }
}

fn is_trend(window: &[f64], side: Option<Side>) -> bool {
    window.windows(2).all(|pair| if side == Some(Side::Upper) { pair[1] > pair[0] } else { pair[1] < pair[0] })
}

fn is_alternating(window: &[f64]) -> bool {
    window
        .windows(3)
        .all(|three| (three[1] > three[0] && three[1] > three[2]) || (three[1] < three[0] && three[1] < three[2]))
}

/// All windows of a width that break a rule, overlapping ones joined.
fn runs(count: usize, width: usize, breaks: impl Fn(Range<usize>) -> bool) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for end in width..=count {
        let window = end - width..end;
        if !breaks(window.clone()) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if window.start < run.end => run.end = window.end,
            _ => runs.push(window),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::control::xmr;
    use crate::published::{RISING, nile};
    use proptest::prelude::*;

    /// Invented: up and down in turn, a little more each time.
    const SAWTOOTH: [f64; 20] = [
        10.4, 9.59, 10.42, 9.57, 10.44, 9.55, 10.46, 9.53, 10.48, 9.51, 10.5, 9.49, 10.52, 9.47, 10.54, 9.45, 10.56,
        9.43, 10.58, 9.41,
    ];
    /// Invented: close to the centre, then far off.
    const HUGGING: [f64; 24] = [
        5.0017, 5.068, 5.0612, 4.9745, 4.9851, 4.9736, 5.0285, 4.9972, 5.0373, 4.9076, 5.0783, 4.9952, 5.034, 4.9932,
        4.981, 5.0232, 5.0412, 4.9899, 4.9924, 5.0343, 9.0, 1.0, 9.0, 1.0,
    ];
    /// Drawn at random, its last third two sigma higher.
    const SHIFTED: [f64; 60] = [
        -0.87, -1.514, 0.395, -0.671, -1.92, -0.814, -0.468, -1.193, -1.492, 0.037, 0.897, -0.233, -0.744, 0.385,
        0.717, -0.3, 0.545, 1.043, -0.207, -0.814, 0.348, 0.248, 1.099, -1.285, -0.662, -0.838, -1.734, 0.126, 0.528,
        -0.739, 1.386, 0.822, 0.627, 0.402, 0.956, -1.332, 0.614, 0.603, -1.768, 0.347, 1.15, 2.182, 0.961, 1.382,
        1.743, 0.524, 1.999, 1.295, 1.892, 0.878, 2.486, 2.005, 1.222, 2.032, 2.66, 3.191, -0.174, 2.283, 1.865, 1.306,
    ];

    /// Rule and points of each signal.
    fn found(values: &[f64]) -> Vec<(u8, Vec<usize>)> {
        let mut found: Vec<(u8, Vec<usize>)> = signals(values, &xmr(values).unwrap())
            .into_iter()
            .map(|signal| (signal.rule.number(), signal.points))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn the_nile_gives_the_signals_that_another_program_finds() {
        let expected: Vec<(u8, Vec<usize>)> = vec![
            (1, vec![8]),
            (1, vec![42]),
            (2, (7..=16).collect()),
            (2, (18..=27).collect()),
            (2, (47..=57).collect()),
            (5, vec![1, 3, 4, 5, 7, 8]),
            (5, vec![21, 23, 24, 25]),
            (5, vec![69, 70]),
            (6, vec![0, 1, 3, 4, 5, 7, 8, 9]),
            (6, vec![19, 20, 21, 22, 23, 24, 25, 27]),
            (6, vec![56, 57, 59, 60]),
            (6, vec![95, 97, 98, 99]),
        ];
        assert_eq!(found(&nile()), expected);
    }

    #[test]
    fn each_rule_fires_where_another_program_lets_it_fire() {
        let all = |count: usize| (0..count).collect::<Vec<_>>();
        assert_eq!(found(&SAWTOOTH), [(4, all(20)), (7, all(20))]);
        assert_eq!(found(&RISING), [(1, vec![8]), (3, (2..=8).collect()), (5, vec![7, 8]), (6, vec![5, 6, 7, 8])]);
        let beyond = [20, 21, 22, 23].map(|at| (1, vec![at]));
        let rest = [(5, vec![20, 22]), (5, vec![21, 23]), (7, all(20))];
        assert_eq!(found(&HUGGING), [&beyond[..], &rest[..]].concat());
        let shifted: Vec<(u8, Vec<usize>)> = vec![
            (1, vec![55]),
            (2, (0..=9).collect()),
            (2, (40..=55).collect()),
            (5, vec![54, 55, 57]),
            (6, vec![0, 1, 3, 4, 5, 7, 8]),
            (6, vec![23, 24, 25, 26]),
            (6, vec![50, 51, 53, 54, 55, 57, 58]),
        ];
        assert_eq!(found(&SHIFTED), shifted);
    }

    #[test]
    fn eight_that_avoid_the_centre_are_a_signal_without_a_side() {
        let values: Vec<f64> = [0.0; 12].into_iter().chain([4.0, 4.1, -4.0, -4.1, 4.0, 4.1, -4.0, -4.1]).collect();
        let limits = xmr(&values).unwrap();
        let avoiding: Vec<Signal> =
            signals(&values, &limits).into_iter().filter(|signal| signal.rule == Rule::Avoiding).collect();
        assert_eq!(avoiding, [Signal { rule: Rule::Avoiding, side: None, points: (12..20).collect() }]);
    }

    /// Limits around 0 with a sigma of 1.
    fn unit() -> Xmr {
        Xmr {
            values: 100,
            centre: 0.0,
            mean_moving_range: 1.128,
            sigma: 1.0,
            lower: -3.0,
            upper: 3.0,
            moving_range_upper: 3.686,
        }
    }

    /// What the rule finds in values whose limits lie around 0 with a sigma of 1.
    fn of_rule(rule: Rule, values: &[f64]) -> Vec<(Option<Side>, Vec<usize>)> {
        let found = signals(values, &unit()).into_iter().filter(|signal| signal.rule == rule);
        found.map(|signal| (signal.side, signal.points)).collect()
    }

    #[test]
    fn each_rule_needs_as_many_values_as_nelson_says_and_no_fewer() {
        let rising = |count: u8| (0..count).map(|at| f64::from(at) / 100.0).collect::<Vec<_>>();
        let zigzag = |count: u8| (0..count).map(|at| f64::from(at % 2) / 100.0).collect::<Vec<_>>();
        for (rule, number, needed, made) in [
            (Rule::Beyond, 1, 1, (|count| vec![3.1; count]) as fn(usize) -> Vec<f64>),
            (Rule::OneSide, 2, 9, |count| vec![0.1; count]),
            (Rule::TwoOfThree, 5, 3, |count| [2.1, 0.0, 2.1][..count].to_vec()),
            (Rule::FourOfFive, 6, 5, |count| [1.1, 1.1, 0.0, 1.1, 1.1][..count].to_vec()),
            (Rule::Hugging, 7, 15, |count| vec![0.9; count]),
            (Rule::Avoiding, 8, 8, |count| [1.1, -1.1].repeat(4)[..count].to_vec()),
        ] {
            assert_eq!(rule.number(), number);
            assert_eq!(of_rule(rule, &made(needed - 1)), [], "{rule:?}");
            assert_eq!(of_rule(rule, &made(needed)).len(), 1, "{rule:?}");
        }
        assert_eq!((of_rule(Rule::Trend, &rising(5)), of_rule(Rule::Trend, &rising(6)).len()), (vec![], 1));
        assert_eq!(
            (of_rule(Rule::Alternating, &zigzag(13)), of_rule(Rule::Alternating, &zigzag(14)).len()),
            (vec![], 1)
        );
        assert_eq!((Rule::Trend.number(), Rule::Alternating.number()), (3, 4));
    }

    #[test]
    fn a_value_upon_a_line_is_on_neither_side_of_it() {
        assert_eq!(of_rule(Rule::Beyond, &[3.0, -3.0]), []);
        assert_eq!(of_rule(Rule::OneSide, &[0.0; 9]), []);
        assert_eq!(of_rule(Rule::TwoOfThree, &[2.0; 3]), []);
        assert_eq!(of_rule(Rule::FourOfFive, &[-1.0; 5]), []);
        assert_eq!(of_rule(Rule::Hugging, &[1.0; 15]), []);
        assert_eq!(of_rule(Rule::Avoiding, &[-1.0; 8]), []);
    }

    #[test]
    fn equal_neighbours_neither_rise_nor_fall_nor_alternate() {
        let with = |at: usize, value: f64, mut values: Vec<f64>| {
            values[at] = value;
            values
        };
        let rising: Vec<f64> = (0..6).map(f64::from).collect();
        let falling: Vec<f64> = rising.iter().rev().copied().collect();
        assert_eq!(of_rule(Rule::Trend, &rising), [(Some(Side::Upper), (0..6).collect())]);
        assert_eq!(of_rule(Rule::Trend, &falling), [(Some(Side::Lower), (0..6).collect())]);
        assert_eq!(of_rule(Rule::Trend, &with(3, 2.0, rising)), []);
        assert_eq!(of_rule(Rule::Trend, &with(3, 3.0, falling)), []);
        let zigzag = [0.0, 1.0].repeat(7);
        assert_eq!(of_rule(Rule::Alternating, &zigzag).len(), 1);
        assert_eq!(of_rule(Rule::Alternating, &with(13, 0.0, zigzag.clone())), []);
        assert_eq!(of_rule(Rule::Alternating, &with(0, 1.0, zigzag)), []);
        let zagzig = [1.0, 0.0].repeat(7);
        assert_eq!(of_rule(Rule::Alternating, &zagzig).len(), 1);
        assert_eq!(of_rule(Rule::Alternating, &with(13, 1.0, zagzig.clone())), []);
        assert_eq!(of_rule(Rule::Alternating, &with(0, 0.0, zagzig)), []);
    }

    #[test]
    fn windows_that_only_touch_are_two_signals() {
        let two = [[0.1; 9], [-0.1; 9]].concat();
        assert_eq!(
            of_rule(Rule::OneSide, &two),
            [(Some(Side::Upper), (0..9).collect()), (Some(Side::Lower), (9..18).collect())]
        );
        assert_eq!(of_rule(Rule::Beyond, &[4.0, 4.0]), [(Some(Side::Upper), vec![0]), (Some(Side::Upper), vec![1])]);
        assert_eq!(of_rule(Rule::OneSide, &[0.1; 10]), [(Some(Side::Upper), (0..10).collect())]);
    }

    #[test]
    fn a_moving_range_upon_its_limit_is_not_beyond_it() {
        assert_eq!(moving_ranges_beyond(&[0.0, 3.686, 0.0, 3.7], &unit()), [3]);
    }

    #[test]
    fn a_moving_range_beyond_its_limit_is_told_by_the_later_value() {
        let beyond = |values: &[f64]| moving_ranges_beyond(values, &xmr(values).unwrap());
        assert_eq!(beyond(&RISING), [9]);
        assert_eq!(beyond(&HUGGING), [21, 22, 23]);
        assert_eq!(beyond(&SHIFTED), [56]);
        assert_eq!(beyond(&nile()), [0; 0]);
    }

    #[test]
    fn limits_of_a_baseline_judge_what_came_after_it() {
        let limits = xmr(&SHIFTED[..40]).unwrap();
        let after = signals(&SHIFTED[40..], &limits);
        let is_shift = |signal: &&Signal| (signal.rule, signal.side) == (Rule::OneSide, Some(Side::Upper));
        let shift = after.iter().find(is_shift).unwrap();
        assert!((0..=15).all(|at| shift.points.contains(&at)), "{shift:?}");
    }

    proptest! {
        #[test]
        fn equal_values_are_no_signal(value in -1e9f64..1e9, count in 6usize..40) {
            let values = vec![value; count];
            prop_assert_eq!(signals(&values, &xmr(&values).unwrap()), vec![]);
        }

        #[test]
        fn signals_of_a_mirrored_run_are_the_same_with_the_sides_changed(
            values in proptest::collection::vec(-1_000i32..1_000, 6..80),
        ) {
            let values: Vec<f64> = values.into_iter().map(|value| f64::from(value) / 8.0).collect();
            let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
            let of = |values: &[f64]| signals(values, &xmr(values).unwrap());
            let mut there: Vec<Signal> = of(&mirrored);
            for signal in &mut there {
                signal.side = signal.side.map(|side| if side == Side::Upper { Side::Lower } else { Side::Upper });
            }
            let key = |signal: &Signal| (signal.rule, signal.side, signal.points.clone());
            there.sort_by_key(key);
            let mut here = of(&values);
            here.sort_by_key(key);
            prop_assert_eq!(here, there);
        }

        #[test]
        fn a_signal_has_at_least_as_many_points_as_its_rule_needs(
            values in proptest::collection::vec(-100i32..100, 6..80),
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            for signal in signals(&values, &xmr(&values).unwrap()) {
                prop_assert!(signal.points.len() >= signal.rule.window().1, "{signal:?}");
                prop_assert!(signal.points.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}
