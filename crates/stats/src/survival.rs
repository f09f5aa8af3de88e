//! How many are still there after how long? The product-limit estimate of E. L. Kaplan and P. Meier, Journal of the American
//! Statistical Association 53(282), 1958.
//!
//! Its variance is M. Greenwood's (1926); its interval is made on the scale of log(−log S), so that it stays between 0 and 1
//! (J. D. Kalbfleisch and R. L. Prentice, The Statistical Analysis of Failure Time Data, 1980).

/// Standard deviations of a normal distribution to either side that hold 95 of 100.
pub const Z_95: f64 = 1.959_963_984_540_054;

/// Those who left observation at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exits {
    /// How long they had been there.
    pub time: f64,
    /// To how many the event happened.
    pub ended: u64,
    /// How many were still there when they were last seen.
    pub censored: u64,
}

/// A time at which somebody left observation, and what is known after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// The time.
    pub time: f64,
    /// Who had been there until then.
    pub at_risk: u64,
    /// To how many of them the event happened.
    pub ended: u64,
    /// How many were last seen then.
    pub censored: u64,
    /// The share that is there beyond this time.
    pub survival: f64,
    /// Greenwood's variance of it.
    pub variance: f64,
    /// The interval around it; none once nobody is left, for then nothing bounds it.
    pub interval: Option<(f64, f64)>,
}

/// A curve of survival.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurve {
    /// In the order of time.
    pub steps: Vec<SurvivalStep>,
}

/// Why there is no curve.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum SurvivalError {
    /// Nobody was observed.
    #[error("survival needs somebody who was observed; there is nobody")]
    Nobody,
    /// A time is negative or not a number.
    #[error("survival needs times from 0 on; {0} is none")]
    NotATime(f64),
}

/// The curve of those who left observation, in any order; `z` standard deviations make the interval ([`Z_95`]).
pub fn kaplan_meier(exits: &[Exits], z: f64) -> Result<SurvivalCurve, SurvivalError> {
    if let Some(wrong) = exits.iter().find(|exit| !(exit.time.is_finite() && exit.time >= 0.0)) {
        return Err(SurvivalError::NotATime(wrong.time));
    }
    let mut exits: Vec<Exits> = exits.iter().copied().filter(|exit| exit.ended + exit.censored > 0).collect();
    exits.sort_by(|a, b| a.time.total_cmp(&b.time));
    let mut at_risk: u64 = exits.iter().map(|exit| exit.ended + exit.censored).sum();
    if at_risk == 0 {
        return Err(SurvivalError::Nobody);
    }
    let (mut survival, mut greenwood) = (1.0, 0.0);
    let mut steps = Vec::new();
    for same in exits.chunk_by(|earlier, later| earlier.time >= later.time) {
        let (ended, censored) = same.iter().fold((0, 0), |(e, c), exit| (e + exit.ended, c + exit.censored));
        let stayed = at_risk - ended;
        survival *= stayed as f64 / at_risk as f64;
        if stayed > 0 {
            greenwood += ended as f64 / (at_risk as f64 * stayed as f64);
        }
        steps.push(SurvivalStep {
            time: same[0].time,
            at_risk,
            ended,
            censored,
            survival,
            variance: survival * survival * greenwood,
            interval: interval(survival, greenwood, z),
        });
        at_risk -= ended + censored;
    }
    Ok(SurvivalCurve { steps })
}

/// S^exp(±z·√Greenwood / log S), which is (1, 1) as long as nothing happened.
fn interval(survival: f64, greenwood: f64, z: f64) -> Option<(f64, f64)> {
    if survival <= 0.0 {
        return None;
    }
    if greenwood <= 0.0 {
        return Some((1.0, 1.0));
    }
    let reach = (z.abs() * greenwood.sqrt() / survival.ln().abs()).exp();
    Some((survival.powf(reach), survival.powf(1.0 / reach)))
}

impl SurvivalCurve {
    /// The last step at or before a time; none where nobody had left by then.
    #[must_use]
    pub fn step_at(&self, time: f64) -> Option<&SurvivalStep> {
        self.steps[..self.steps.partition_point(|step| step.time <= time)].last()
    }

    /// The share that is there beyond a time.
    #[must_use]
    pub fn at(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// How many were observed until a time: those whom something could still happen to then.
    #[must_use]
    pub fn at_risk(&self, time: f64) -> u64 {
        self.steps.get(self.steps.partition_point(|step| step.time < time)).map_or(0, |step| step.at_risk)
    }

    /// The first time beyond which no more than half are there; none where more than half always were.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        // The product of exact halves misses a half by a rounding.
        self.steps.iter().find(|step| step.survival <= 0.5 + 1e-12).map(|step| step.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Weeks in remission of 21 children on 6-MP (E. J. Freireich et al., Blood 21(6), 1963): time, relapsed, still well.
    const REMISSION: [(u32, u64, u64); 16] = [
        (6, 3, 1),
        (7, 1, 0),
        (9, 0, 1),
        (10, 1, 1),
        (11, 0, 1),
        (13, 1, 0),
        (16, 1, 0),
        (17, 0, 1),
        (19, 0, 1),
        (20, 0, 1),
        (22, 1, 0),
        (23, 1, 0),
        (25, 0, 1),
        (32, 0, 2),
        (34, 0, 1),
        (35, 0, 1),
    ];
    /// Months with a telecom, who left and who was still there (IBM's Telco Customer Churn, Apache-2.0, 7,043 customers).
    const TELCO: [(u32, u64, u64); 73] = [
        (0, 0, 11),
        (1, 380, 233),
        (2, 123, 115),
        (3, 94, 106),
        (4, 83, 93),
        (5, 64, 69),
        (6, 40, 70),
        (7, 51, 80),
        (8, 42, 81),
        (9, 46, 73),
        (10, 45, 71),
        (11, 31, 68),
        (12, 38, 79),
        (13, 38, 71),
        (14, 24, 52),
        (15, 37, 62),
        (16, 28, 52),
        (17, 26, 61),
        (18, 24, 73),
        (19, 19, 54),
        (20, 18, 53),
        (21, 17, 46),
        (22, 27, 63),
        (23, 13, 72),
        (24, 23, 71),
        (25, 23, 56),
        (26, 15, 64),
        (27, 13, 59),
        (28, 12, 45),
        (29, 15, 57),
        (30, 16, 56),
        (31, 16, 49),
        (32, 19, 50),
        (33, 14, 50),
        (34, 12, 53),
        (35, 15, 73),
        (36, 10, 40),
        (37, 15, 50),
        (38, 13, 46),
        (39, 14, 42),
        (40, 13, 51),
        (41, 14, 56),
        (42, 14, 51),
        (43, 15, 50),
        (44, 6, 45),
        (45, 6, 55),
        (46, 12, 62),
        (47, 14, 54),
        (48, 9, 55),
        (49, 15, 51),
        (50, 10, 58),
        (51, 8, 60),
        (52, 8, 72),
        (53, 14, 56),
        (54, 13, 55),
        (55, 9, 55),
        (56, 10, 70),
        (57, 8, 57),
        (58, 11, 56),
        (59, 8, 52),
        (60, 6, 70),
        (61, 8, 68),
        (62, 5, 65),
        (63, 4, 68),
        (64, 4, 76),
        (65, 9, 67),
        (66, 13, 76),
        (67, 10, 88),
        (68, 9, 91),
        (69, 8, 87),
        (70, 11, 108),
        (71, 6, 164),
        (72, 6, 356),
    ];

    fn curve(rows: &[(u32, u64, u64)]) -> SurvivalCurve {
        let exits: Vec<Exits> =
            rows.iter().map(|&(time, ended, censored)| Exits { time: f64::from(time), ended, censored }).collect();
        kaplan_meier(&exits, Z_95).unwrap()
    }

    fn near(found: f64, expected: f64, miss: f64) {
        assert!((found - expected).abs() < miss, "{found} instead of {expected}");
    }

    #[test]
    fn the_remissions_are_those_of_the_textbooks() {
        let curve = curve(&REMISSION);
        let published = [
            (6, 21, 0.857, 0.0764),
            (7, 17, 0.807, 0.0869),
            (10, 15, 0.753, 0.0963),
            (13, 12, 0.690, 0.1068),
            (16, 11, 0.627, 0.1141),
            (22, 7, 0.538, 0.1282),
            (23, 6, 0.448, 0.1346),
        ];
        let happened: Vec<&SurvivalStep> = curve.steps.iter().filter(|step| step.ended > 0).collect();
        assert_eq!(happened.len(), published.len());
        for (step, (time, at_risk, survival, error)) in happened.into_iter().zip(published) {
            assert_eq!((step.time, step.at_risk), (f64::from(time), at_risk));
            near(step.survival, survival, 5e-4);
            near(step.variance.sqrt(), error, 5e-5);
        }
        assert_eq!(curve.median(), Some(23.0));
        assert_eq!((curve.at_risk(0.0), curve.at_risk(10.5), curve.at_risk(99.0)), (21, 13, 0));
    }

    #[test]
    fn telecom_customers_stay_as_another_program_finds() {
        let curve = curve(&TELCO);
        let golden = [
            (1.0, 0.945_961_319_681_456_6, 0.940_418_371_315_835_6, 0.951_002_120_957_240_3),
            (2.0, 0.927_834_938_263_662_8, 0.921_505_989_959_007_3, 0.933_672_118_684_394_1),
            (3.0, 0.913_724_521_794_355_8, 0.906_857_085_645_742_6, 0.920_108_178_096_163_3),
            (6.0, 0.884_826_238_933_272_4, 0.876_991_017_569_320_4, 0.892_193_552_601_789_2),
            (12.0, 0.843_199_553_815_830_2, 0.834_168_685_811_462, 0.851_783_320_693_123_5),
            (24.0, 0.788_736_398_370_596_5, 0.778_312_955_529_913_1, 0.798_735_202_136_176),
            (36.0, 0.748_545_414_876_370_2, 0.737_078_562_120_863_3, 0.759_597_031_294_287_9),
            (48.0, 0.708_840_184_346_074_1, 0.696_245_083_070_984, 0.721_022_733_210_261_3),
            (60.0, 0.664_403_914_374_739_7, 0.650_226_792_853_396_8, 0.678_156_779_186_675_4),
            (72.0, 0.592_790_152_052_227_5, 0.573_062_891_004_291_8, 0.611_936_209_192_661_9),
        ];
        for (time, survival, lower, upper) in golden {
            let (low, high) = curve.step_at(time).unwrap().interval.unwrap();
            near(curve.at(time), survival, 1e-12);
            near(low, lower, 1e-9);
            near(high, upper, 1e-9);
        }
        assert_eq!(curve.median(), None);
        assert_eq!(curve.at_risk(0.0), 7_043);
    }

    #[test]
    fn where_all_are_gone_nothing_bounds_the_curve() {
        let curve = curve(&[(1, 1, 0), (2, 1, 0)]);
        assert_eq!((curve.at(0.5), curve.at(1.0), curve.at(2.0)), (1.0, 0.5, 0.0));
        assert_eq!(curve.steps[1].interval, None);
        assert_eq!(curve.median(), Some(1.0));
    }

    #[test]
    fn nobody_and_what_is_no_time_are_answers_of_their_own() {
        let exit = |time: f64, ended: u64| Exits { time, ended, censored: 0 };
        assert_eq!(kaplan_meier(&[], Z_95), Err(SurvivalError::Nobody));
        assert_eq!(kaplan_meier(&[exit(3.0, 0)], Z_95), Err(SurvivalError::Nobody));
        assert_eq!(kaplan_meier(&[exit(1.0, 1), exit(-1.0, 1)], Z_95), Err(SurvivalError::NotATime(-1.0)));
        assert!(kaplan_meier(&[exit(f64::NAN, 1)], Z_95).is_err());
        assert!(kaplan_meier(&[exit(f64::INFINITY, 1)], Z_95).is_err());
        assert!(kaplan_meier(&[exit(0.0, 1)], Z_95).is_ok());
        let told = "survival needs somebody who was observed; there is nobody";
        assert_eq!(SurvivalError::Nobody.to_string(), told);
        assert_eq!(SurvivalError::NotATime(-1.0).to_string(), "survival needs times from 0 on; -1 is none");
    }

    fn exits() -> impl Strategy<Value = Vec<(u32, u64, u64)>> {
        proptest::collection::vec((0u32..40, 0u64..6, 0u64..6), 0..60).prop_map(|mut rows| {
            rows.push((7, 1, 1));
            rows
        })
    }

    proptest! {
        #[test]
        fn a_curve_never_rises_and_lies_within_its_interval(rows in exits()) {
            let curve = curve(&rows);
            prop_assert!(curve.steps.windows(2).all(|pair| pair[0].survival >= pair[1].survival && pair[0].time < pair[1].time));
            for step in &curve.steps {
                prop_assert!((0.0..=1.0).contains(&step.survival) && step.variance.is_finite());
                if let Some((low, high)) = step.interval {
                    prop_assert!(0.0 <= low && low <= step.survival + 1e-12 && step.survival <= high + 1e-12 && high <= 1.0);
                }
            }
        }

        #[test]
        fn the_order_of_the_rows_and_how_they_are_grouped_change_nothing(rows in exits()) {
            let mut single: Vec<(u32, u64, u64)> = rows
                .iter()
                .flat_map(|&(time, ended, censored)| [vec![(time, 1, 0); ended as usize], vec![(time, 0, 1); censored as usize]].concat())
                .collect();
            single.reverse();
            prop_assert_eq!(curve(&rows), curve(&single));
        }

        #[test]
        fn where_nobody_is_censored_the_curve_is_the_share_that_is_left(times in proptest::collection::vec(0u32..30, 1..60)) {
            let curve = curve(&times.iter().map(|time| (*time, 1, 0)).collect::<Vec<_>>());
            for time in 0..30 {
                let left = times.iter().filter(|end| **end > time).count() as f64 / times.len() as f64;
                prop_assert!((curve.at(f64::from(time)) - left).abs() < 1e-12);
            }
        }
    }
}
