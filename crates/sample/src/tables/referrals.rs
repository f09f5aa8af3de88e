//! Referrals: who recommended us to a new customer, where the shop's bonus form names them.

use std::sync::Arc;

use arrow::array::{RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, batch, instants};
use crate::company::Company;
use crate::profile::Profile;

pub(super) struct Referrals {
    ids: Ids,
    referral_id: StringBuilder,
    from_customer: StringBuilder,
    to_customer: StringBuilder,
    at: TimestampMicrosecondBuilder,
}

impl Referrals {
    pub(super) fn new() -> Self {
        Self {
            ids: Ids::default(),
            referral_id: StringBuilder::new(),
            from_customer: StringBuilder::new(),
            to_customer: StringBuilder::new(),
            at: instants(),
        }
    }
}

impl TableBuilder for Referrals {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        if profile.channel == "referral" {
            let from = profile.recommended_by(company);
            self.referral_id.append_value(self.ids.numbered("RB-", profile.customer, 1));
            match from {
                Some(other) => self.from_customer.append_value(self.ids.customer(other, false)),
                None => self.from_customer.append_null(),
            }
            self.to_customer.append_value(self.ids.customer(profile.customer, false));
            self.at.append_value(company.timeline.at(profile.joined, 12 * 3_600));
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.at.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("referral_id", Arc::new(self.referral_id.finish())),
            ("from_customer", Arc::new(self.from_customer.finish())),
            ("to_customer", Arc::new(self.to_customer.finish())),
            ("at", Arc::new(self.at.finish())),
        ])
    }
}
