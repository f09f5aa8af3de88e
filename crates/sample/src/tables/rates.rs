//! Exchange rates: what a Swiss franc is worth in euro, from the first day of each month.

use std::sync::Arc;

use arrow::array::{Date32Builder, Decimal128Builder, RecordBatch, StringBuilder};
use arrow::datatypes::DataType;
use arrow::error::ArrowError;

use super::builder::{TableBuilder, batch};
use crate::company::Company;
use crate::dice::{Dice, Part};
use crate::profile::Profile;

/// Billionths of a euro a franc is worth at first.
const FIRST_RATE: i128 = 1_046_000_000;

pub(super) struct Rates {
    currency: StringBuilder,
    day: Date32Builder,
    rate: Decimal128Builder,
    to_currency: StringBuilder,
}

impl Rates {
    pub(super) fn new() -> Self {
        let rate = Decimal128Builder::new().with_data_type(DataType::Decimal128(18, 9));
        Self { currency: StringBuilder::new(), day: Date32Builder::new(), rate, to_currency: StringBuilder::new() }
    }
}

impl TableBuilder for Rates {
    /// Rates are nobody's fact, so they come with customer 0.
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        if profile.customer > 0 {
            return Ok(());
        }
        let dice = &mut Dice::new(company.sample.seed, 0, Part::Rates);
        let mut rate = FIRST_RATE;
        for month in 1..=company.timeline.months {
            self.currency.append_value("CHF");
            self.day.append_value(company.timeline.start(month));
            self.rate.append_value(rate);
            self.to_currency.append_value("EUR");
            // Drifts up a little, and back where it went far.
            let pull = (FIRST_RATE + 30_000_000 - rate) / 12;
            rate += pull + i128::from(dice.between(-11_000, 12_000)) * 1_000;
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.day.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("currency", Arc::new(self.currency.finish())),
            ("day", Arc::new(self.day.finish())),
            ("rate", Arc::new(self.rate.finish())),
            ("to_currency", Arc::new(self.to_currency.finish())),
        ])
    }
}
