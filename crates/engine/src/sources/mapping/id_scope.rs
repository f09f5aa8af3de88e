//! Ids that a source begins anew, as receipts do that are numbered from 1 each month: such a row is known by its id and its period.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, StringArray};
use arrow::datatypes::TimestampMicrosecondType;
use bellwether_model::DayClock;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::lake::Fact;

/// Where ids are unique, if not in all of their source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdScope {
    /// The period in which they are.
    pub unique_within: IdPeriod,
    /// The first of the days whose rows are known by the id alone, since they came in so before the ids began anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone_from: Option<Date>,
    /// The last of those days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone_to: Option<Date>,
}

/// A period in which ids are unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum IdPeriod {
    /// A day.
    Day,
    /// A month of the calendar.
    Month,
    /// A year of the calendar.
    Year,
}

impl IdPeriod {
    /// Its name, as the map file has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl IdScope {
    /// Whether rows of a table have ids of their own that a moment may be added to: the ids of subscriptions are known by their first day
    /// anyway, and those of all other tables are names of something else.
    #[must_use]
    pub fn is_of(table: Fact) -> bool {
        matches!(table, Fact::Purchases | Fact::Touches | Fact::Feedback | Fact::Referrals | Fact::Reasons)
    }

    /// Adds its period to the id of each row, but for those known by the id alone.
    pub(crate) fn put(&self, table: Fact, zone: &TimeZone, columns: &mut [ArrayRef]) {
        let fields = table.columns();
        let at = |wanted: &str| fields.iter().position(|field| field.name() == wanted);
        let (Some(id), Some(moment)) = (at(table.key()[0]), at(table.ordered_by())) else { return };
        let Some(moments) = columns[moment].as_primitive_opt::<TimestampMicrosecondType>() else { return };
        let Some(ids) = columns[id].as_string_opt::<i32>() else { return };
        let mut clock = DayClock::new(zone.clone());
        let named = ids.iter().zip(moments).map(|(id, micros)| {
            let day = clock.day_of_micros(micros?).date();
            id.map(|id| if self.is_alone(day) { id.to_owned() } else { format!("{id} {}", self.period(day)) })
        });
        columns[id] = Arc::new(named.collect::<StringArray>());
    }

    fn is_alone(&self, day: Date) -> bool {
        let (from, to) = (self.alone_from, self.alone_to);
        (from.is_some() || to.is_some()) && from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
    }

    fn period(&self, day: Date) -> String {
        let pattern = match self.unique_within {
            IdPeriod::Day => "%Y-%m-%d",
            IdPeriod::Month => "%Y-%m",
            IdPeriod::Year => "%Y",
        };
        day.strftime(pattern).to_string()
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::{TimestampMicrosecondArray, new_null_array};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_id_that_begins_anew_is_called_by_its_period_in_the_zone_of_its_day_and_earlier_ones_by_themselves() {
        let fields = Fact::Purchases.columns();
        let mut columns: Vec<ArrayRef> = fields.iter().map(|field| new_null_array(field.data_type(), 4)).collect();
        let at = |name: &str| fields.iter().position(|field| field.name() == name).expect("a column");
        let micros = |text: &str| text.parse::<jiff::Timestamp>().expect("an instant").as_microsecond();
        // In Berlin the second of them is of February.
        let moments = ["2024-01-31T22:59:59Z", "2024-01-31T23:00:00Z", "2024-03-01T12:00:00Z", "2024-03-01T12:00:00Z"];
        let moments = TimestampMicrosecondArray::from_iter_values(moments.map(micros)).with_timezone("UTC");
        columns[at("at")] = Arc::new(moments);
        columns[at("purchase_id")] = Arc::new(StringArray::from(vec![Some("1"), Some("1"), Some("1"), None]));
        let scope = IdScope {
            unique_within: IdPeriod::Month,
            alone_from: Some(date(2024, 1, 2)),
            alone_to: Some(date(2024, 1, 31)),
        };
        let zone = TimeZone::get("Europe/Berlin").expect("a zone");
        scope.put(Fact::Purchases, &zone, &mut columns);
        let ids: Vec<_> = columns[at("purchase_id")].as_string::<i32>().iter().collect();
        assert_eq!(ids, [Some("1"), Some("1 2024-02"), Some("1 2024-03"), None]);
    }
}
