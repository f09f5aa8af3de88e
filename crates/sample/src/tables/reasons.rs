//! Reasons: what customers told billing when they took less, and what they answered in the exit survey; many gave none.

use std::sync::Arc;

use arrow::array::{RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, batch, instants};
use crate::company::Company;
use crate::contract::Contract;
use crate::profile::Profile;
use crate::silo::Silo;
use crate::timeline::{DayNumber, workday};

pub(super) struct Reasons {
    silo: Silo,
    contract: Contract,
    ids: Ids,
    reason_id: StringBuilder,
    customer_id: StringBuilder,
    at: TimestampMicrosecondBuilder,
    code: StringBuilder,
    how_known: StringBuilder,
    text: StringBuilder,
}

impl Reasons {
    pub(super) fn new(silo: Silo) -> Self {
        Self {
            silo,
            contract: Contract::default(),
            ids: Ids::default(),
            reason_id: StringBuilder::new(),
            customer_id: StringBuilder::new(),
            at: instants(),
            code: StringBuilder::new(),
            how_known: StringBuilder::new(),
            text: StringBuilder::new(),
        }
    }

    fn row(&mut self, company: &Company, customer: u64, place: usize, day: DayNumber, code: &str) {
        let (prefix, how_known) = if self.silo == Silo::Billing { ("BR-", "told") } else { ("XS-", "asked") };
        if day > company.timeline.last {
            return;
        }
        self.reason_id.append_value(self.ids.numbered(prefix, customer, place as u64 + 1));
        self.customer_id.append_value(self.ids.customer(customer, false));
        self.at.append_value(company.timeline.at(day, 11 * 3_600));
        self.code.append_value(code);
        self.how_known.append_value(how_known);
        self.text.append_null();
    }
}

impl TableBuilder for Reasons {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        self.contract.fill(company, profile);
        let contract = std::mem::take(&mut self.contract);
        if self.silo == Silo::Billing {
            for (place, less) in contract.less.iter().enumerate() {
                self.row(company, profile.customer, place, less.day, less.cause.told());
            }
        } else {
            for (place, spell) in contract.spells.iter().enumerate() {
                if let Some(ending) = spell.ending.filter(|ending| ending.asked) {
                    // The survey goes out a few days after the end.
                    self.row(company, profile.customer, place, workday(spell.until + 3), ending.cause.asked());
                }
            }
        }
        self.contract = contract;
        Ok(())
    }

    fn rows(&self) -> usize {
        self.at.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("reason_id", Arc::new(self.reason_id.finish())),
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("at", Arc::new(self.at.finish())),
            ("code", Arc::new(self.code.finish())),
            ("how_known", Arc::new(self.how_known.finish())),
            ("text", Arc::new(self.text.finish())),
        ])
    }
}
