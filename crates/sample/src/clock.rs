//! When things happen in a day: opening hours, the evening of the shop, and never on the same second for everybody.

use crate::dice::Dice;
use crate::timeline::{DayNumber, Timeline, weekday, workday};

/// Hours of the day in which the shop is used, from 6 to 23.
const SHOP_HOURS: [u32; 17] = [3, 6, 9, 9, 10, 9, 10, 8, 7, 8, 10, 12, 14, 17, 19, 16, 9];
const HOUR: i32 = 3_600;

impl Timeline {
    /// An instant in the opening hours of the help desk, Monday to Friday 8 to 18 h, Saturday 9 to 13 h.
    pub(crate) fn at_desk(&self, day: DayNumber, dice: &mut Dice) -> i64 {
        let day = if weekday(day) == 6 || weekday(day) == 5 && dice.percent(60) { workday(day) } else { day };
        let second = if weekday(day) == 5 {
            dice.between(9 * HOUR, 13 * HOUR - 1)
        } else if dice.percent(55) {
            dice.between(8 * HOUR, 12 * HOUR)
        } else {
            dice.between(12 * HOUR, 18 * HOUR - 1)
        };
        self.at(day, second)
    }

    /// An instant of a fitter's working day, Monday to Friday 7:30 to 17 h.
    pub(crate) fn at_site(&self, day: DayNumber, dice: &mut Dice) -> i64 {
        self.at(workday(day), dice.between(15, 33) * HOUR / 2 + dice.between(0, HOUR / 2 - 1))
    }

    /// An instant at which people shop and write from home.
    pub(crate) fn at_home(&self, day: DayNumber, dice: &mut Dice) -> i64 {
        let hour = 6 + dice.weighted(&SHOP_HOURS) as i32;
        self.at(day, hour * HOUR + dice.between(0, HOUR - 1))
    }

    /// The end of a working day, as promises name it.
    pub(crate) fn close_of(&self, day: DayNumber) -> i64 {
        self.at(workday(day), 18 * HOUR)
    }
}
