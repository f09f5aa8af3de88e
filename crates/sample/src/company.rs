//! The company as a whole: how many customers join in which month, and the days on which something changed for everyone.

use crate::dice::Dice;
use crate::sample::Sample;
use crate::timeline::{DayNumber, Timeline};

/// The month whose first day brings higher prices; the price letter goes out in the month before.
pub(crate) const PRICE_RISE_MONTH: i32 = 20;
/// Months in which the price rise makes customers leave.
pub(crate) const PRICE_RISE_LOSSES: std::ops::RangeInclusive<i32> = 21..=23;
/// The month from which the help desk promises to call back by the end of the next working day.
pub(crate) const CALL_BACK_PROMISE_MONTH: i32 = 26;
/// Months in which a rival's offer draws landlords and businesses away.
pub(crate) const RIVAL_OFFER: std::ops::RangeInclusive<i32> = 30..=31;
/// Of 100 customers, those whose plan came with the takeover of two older firms in months 1 to 3.
const TAKEN_OVER: u32 = 20;

/// Joining by month of the year, January first; heating is thought of when it gets cold.
const SEASON: [u32; 12] = [110, 90, 75, 65, 60, 60, 65, 85, 130, 160, 145, 95];

pub(crate) struct Company {
    pub(crate) sample: Sample,
    pub(crate) timeline: Timeline,
    pub(crate) price_rise: DayNumber,
    pub(crate) call_back_promise: DayNumber,
    joining: Vec<u32>,
}

impl Company {
    pub(crate) fn new(sample: Sample) -> Self {
        let timeline = Timeline::new(sample.months, sample.through);
        let joining = (1..=timeline.months)
            .map(|month| {
                let growth = match month {
                    ..=12 => 70 + 4 * month,
                    13..=24 => 118 + 2 * (month - 12),
                    _ => (116 - 3 * (month - 24)).max(70),
                };
                growth as u32 * SEASON[timeline.month_of_year(timeline.start(month)) - 1]
            })
            .collect();
        Self {
            price_rise: timeline.start(PRICE_RISE_MONTH),
            call_back_promise: timeline.start(CALL_BACK_PROMISE_MONTH),
            sample,
            timeline,
            joining,
        }
    }

    /// When a customer joins, and whether with the takeover.
    pub(crate) fn joining(&self, dice: &mut Dice) -> (DayNumber, bool) {
        let taken_over = dice.percent(TAKEN_OVER);
        let month = if taken_over {
            (dice.weighted(&[60, 25, 15]) as i32 + 1).min(self.timeline.months)
        } else {
            dice.weighted(&self.joining) as i32 + 1
        };
        let (start, end) = (self.timeline.start(month), self.timeline.start(month + 1).min(self.timeline.last + 1));
        let mut day = start + dice.below((end - start) as u32) as i32;
        // Sundays are for looking, not for signing.
        if crate::timeline::weekday(day) == 6 && dice.percent(75) && day + 1 < end {
            day += 1;
        }
        (day, taken_over)
    }
}
