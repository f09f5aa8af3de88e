//! By which rules are the cells of one source column read?

use super::document::{CellType, Mapping};
use super::parse::DateOrder;
use super::parse::moment::DateRules;
use super::profile::{Profile, Sample};
use crate::sources::DecimalMark;

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rules {
    /// What the cells are.
    pub kind: CellType,
    /// What stands before the decimals.
    pub decimal: Option<DecimalMark>,
    /// How dates are written.
    pub dates: DateRules,
}

impl Rules {
    /// The rules of a column: by what the map file declares, else by what the sample shows of the column, else by what it shows
    /// of its neighbours. `fallback` is the mark of a format that knows only one.
    pub(crate) fn of(name: &str, sample: &Sample, mapping: &Mapping, fallback: Option<DecimalMark>) -> Self {
        let empty = Profile::default();
        let profile = sample.profile(name).unwrap_or(&empty);
        let shared = || sample.decimal_mark().or(fallback);
        Self {
            kind: mapping.types.get(name).copied().unwrap_or_else(|| profile.kind()),
            decimal: mapping.format.decimal.or_else(|| profile.decimal_mark()).or_else(shared),
            dates: DateRules {
                order: mapping.values.dates.or_else(|| date_order(profile)),
                two_digit_years_from: mapping.values.two_digit_years_from,
            },
        }
    }
}

/// The order of a column's dates that the sample shows.
pub(crate) fn date_order(profile: &Profile) -> Option<DateOrder> {
    let dates = &profile.dates;
    match dates.day_first.cmp(&dates.month_first) {
        std::cmp::Ordering::Greater => Some(DateOrder::DayFirst),
        std::cmp::Ordering::Less => Some(DateOrder::MonthFirst),
        std::cmp::Ordering::Equal if dates.count > 0 && dates.undecided.is_none() => Some(DateOrder::Iso),
        std::cmp::Ordering::Equal => None,
    }
}
