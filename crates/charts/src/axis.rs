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
        Self::spanning(least.min(0.0), most.max(0.0), steps)
    }

    /// An axis that begins at zero unless that would leave the changes too small to see: then just below `least`.
    pub(crate) fn maybe_broken(least: f64, most: f64, steps: usize) -> Self {
        if least <= 0.0 || most - least > most * 0.25 {
            return Self::from_zero(least, most, steps);
        }
        let room = ((most - least) * 0.35).max(1.0);
        let axis = Self::spanning(least - room, most, steps);
        if axis.from <= 0.0 { Self::from_zero(0.0, most, steps) } else { axis }
    }

    fn spanning(least: f64, most: f64, steps: usize) -> Self {
        let span = if most > least { most - least } else { 1.0 };
        let step = round_step(span / steps as f64);
        let from = (least / step).floor() * step;
        let mut ticks = vec![from];
        while ticks.last().is_some_and(|last| *last < most - step * 1e-9) || ticks.len() < 2 {
            ticks.push(from + step * ticks.len() as f64);
        }
        Self { from, to: ticks[ticks.len() - 1], ticks }
    }

    /// Whether the axis begins above zero.
    pub(crate) fn is_broken(&self) -> bool {
        self.from > 0.0
    }

    /// Where a value lies between the two ends, 0 to 1.
    pub(crate) fn share(&self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }
}

/// The nearest of 1, 2, 5, 10 times a power of ten; whole things have no steps below 1.
fn round_step(raw: f64) -> f64 {
    let magnitude = 10f64.powf(raw.max(1e-9).log10().floor());
    let factor = match raw / magnitude {
        low if low < 1.5 => 1.0,
        low if low < 3.5 => 2.0,
        low if low < 7.5 => 5.0,
        _ => 10.0,
    };
    (factor * magnitude).max(1.0)
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
    fn an_axis_breaks_only_where_the_changes_would_be_too_small_to_see() {
        assert!(Axis::maybe_broken(12_000.0, 14_000.0, 5).is_broken());
        assert!(!Axis::maybe_broken(400.0, 900.0, 5).is_broken());
        assert!(!Axis::maybe_broken(-5.0, 9.0, 5).is_broken());
    }
}
