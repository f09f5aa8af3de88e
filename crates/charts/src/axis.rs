//! Axes: round steps, and where they begin.

/// A value axis with round ticks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Axis {
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) ticks: Vec<f64>,
}

impl Axis {
    /// An axis that holds `least` to `most` and zero, with about `steps` ticks.
    pub(crate) fn from_zero(least: f64, most: f64, steps: usize) -> Self {
        Self::spanning(least.min(0.0), most.max(0.0), steps, 1.0)
    }

    /// The same for what has fractions: its steps are as small as they have to be.
    pub(crate) fn fine_from_zero(least: f64, most: f64, steps: usize) -> Self {
        Self::spanning(least.min(0.0), most.max(0.0), steps, 0.0)
    }

    /// An axis for points and lines of what has fractions: around the values where zero is far from them.
    pub(crate) fn around(least: f64, most: f64, steps: usize) -> Self {
        Self::around_within((least, most), (f64::NEG_INFINITY, f64::INFINITY), steps)
    }

    /// The same for values that cannot be below `floor` or above `ceiling`: it leaves no room beyond them.
    pub(crate) fn around_within((least, most): (f64, f64), (floor, ceiling): (f64, f64), steps: usize) -> Self {
        let (span, largest) = (most - least, least.abs().max(most.abs()));
        let is_far = (least > 0.0 || most < 0.0) && span < largest * 0.5;
        // Where all values are as good as equal there is nothing to look at closely.
        if !is_far || span < largest * 1e-6 {
            return Self::fine_from_zero(least, most, steps);
        }
        let room = span * 0.1;
        Self::spanning((least - room).max(floor.min(least)), (most + room).min(ceiling.max(most)), steps, 0.0)
    }

    /// An axis that begins at zero unless that would leave the changes too small to see: then just below `least`.
    pub(crate) fn maybe_broken(least: f64, most: f64, steps: usize) -> Self {
        if least <= 0.0 || most - least > most * 0.25 {
            return Self::from_zero(least, most, steps);
        }
        let room = ((most - least) * 0.35).max(1.0);
        let axis = Self::spanning(least - room, most, steps, 1.0);
        if axis.from <= 0.0 { Self::from_zero(0.0, most, steps) } else { axis }
    }

    fn spanning(least: f64, most: f64, steps: usize, finest: f64) -> Self {
        let span = if most > least { most - least } else { 1.0 };
        let step = round_step(span / steps as f64).max(finest);
        let from = (least / step).floor() * step;
        let mut ticks = vec![from];
        while ticks.last().is_some_and(|last| *last < most - step * 1e-9) || ticks.len() < 2 {
            let next = from + step * ticks.len() as f64;
            ticks.push(if next.abs() < step * 1e-9 { 0.0 } else { next });
        }
        Self { from, to: ticks[ticks.len() - 1], ticks }
    }

    /// Whether the axis begins above zero.
    pub(crate) fn is_broken(&self) -> bool {
        self.from > 0.0
    }

    /// Where it begins, if zero is not on it.
    pub(crate) fn begins_at(&self) -> Option<f64> {
        (self.from > 0.0 || self.to < 0.0).then_some(self.from)
    }

    /// Where a value lies between the two ends, 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }
}

/// The nearest of 1, 2, 5, 10 times a power of ten.
fn round_step(raw: f64) -> f64 {
    let magnitude = 10f64.powf(raw.max(1e-9).log10().floor());
    let factor = match raw / magnitude {
        low if low < 1.5 => 1.0,
        low if low < 3.5 => 2.0,
        low if low < 7.5 => 5.0,
        _ => 10.0,
    };
    factor * magnitude
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_round_and_holds_its_values() {
        for (least, most) in [(0.0, 7.0), (-262.0, 1310.0), (3.0, 3.0), (0.0, 1e9), (12_000.0, 12_958.0)] {
            for axis in [Axis::from_zero(least, most, 5), Axis::maybe_broken(least, most, 5)] {
                assert!(axis.from <= least && axis.to >= most, "{least} {most} {axis:?}");
                assert!((2..=13).contains(&axis.ticks.len()), "{axis:?}");
            }
        }
    }

    #[test]
    fn an_axis_of_fractions_holds_its_values_and_leaves_zero_out_only_where_it_is_far() {
        for (least, most) in [(0.0, 0.07), (0.912, 0.934), (-0.4, 0.3), (-52.0, -48.5), (3.0, 3.0), (1e15, 1e15 + 1.0)]
        {
            for axis in [Axis::fine_from_zero(least, most, 5), Axis::around(least, most, 5)] {
                let hair = (axis.to - axis.from) * 1e-9;
                assert!(axis.from <= least + hair && axis.to >= most - hair, "{least} {most} {axis:?}");
                assert!((2..=13).contains(&axis.ticks.len()), "{axis:?}");
            }
        }
        assert_eq!(Axis::around(0.0, 0.07, 5).begins_at(), None);
        assert!(Axis::around(0.912, 0.934, 5).begins_at().is_some_and(|from| from > 0.9));
        assert!(Axis::around(-52.0, -48.5, 5).begins_at().is_some_and(|from| from < -52.0));
        assert_eq!(Axis::around(3.8, 10.4, 5).begins_at(), None);
    }

    #[test]
    fn an_axis_of_shares_does_not_go_beyond_all() {
        for (least, most) in [(0.72, 0.99), (0.9, 1.0), (0.985, 0.999), (0.1, 1.0), (1.0, 1.0)] {
            let axis = Axis::around_within((least, most), (0.0, 1.0), 5);
            assert!(axis.from >= 0.0 && axis.to <= 1.0 + 1e-9 && axis.to >= most - 1e-9, "{least} {most} {axis:?}");
        }
        assert!(Axis::around_within((0.9, 1.2), (0.0, 1.0), 5).to >= 1.2);
    }

    #[test]
    fn an_axis_breaks_only_where_the_changes_would_be_too_small_to_see() {
        assert!(Axis::maybe_broken(12_000.0, 14_000.0, 5).is_broken());
        assert!(!Axis::maybe_broken(400.0, 900.0, 5).is_broken());
        assert!(!Axis::maybe_broken(-5.0, 9.0, 5).is_broken());
    }
}
