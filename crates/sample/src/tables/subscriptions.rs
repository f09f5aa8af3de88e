//! Subscriptions: the phases of billing's contracts.

use std::sync::Arc;

use arrow::array::{Date32Builder, Int32Builder, Int64Builder, RecordBatch, StringBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, batch};
use crate::company::Company;
use crate::contract::Contract;
use crate::profile::Profile;
use crate::silo::{Silo, push_account, push_number};

pub(super) struct Subscriptions {
    contract: Contract,
    ids: Ids,
    subscription_id: StringBuilder,
    customer_id: StringBuilder,
    plan: StringBuilder,
    monthly_minor: Int64Builder,
    currency: StringBuilder,
    from: Date32Builder,
    to: Date32Builder,
    end_reason: StringBuilder,
    cancelled_on: Date32Builder,
    billing_months: Int32Builder,
    status: StringBuilder,
    silo: StringBuilder,
}

impl Subscriptions {
    pub(super) fn new() -> Self {
        Self {
            contract: Contract::default(),
            ids: Ids::default(),
            subscription_id: StringBuilder::new(),
            customer_id: StringBuilder::new(),
            plan: StringBuilder::new(),
            monthly_minor: Int64Builder::new(),
            currency: StringBuilder::new(),
            from: Date32Builder::new(),
            to: Date32Builder::new(),
            end_reason: StringBuilder::new(),
            cancelled_on: Date32Builder::new(),
            billing_months: Int32Builder::new(),
            status: StringBuilder::new(),
            silo: StringBuilder::new(),
        }
    }
}

impl TableBuilder for Subscriptions {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        self.contract.fill(company, profile);
        for phase in &self.contract.phases {
            self.subscription_id.append_value(self.ids.with(|out| {
                out.push_str("B-");
                push_account(out, profile.customer);
                out.push_str(if phase.contract == 0 { "-A" } else { "-" });
                push_number(out, u64::from(phase.contract.max(1)), 1);
            }));
            self.customer_id.append_value(self.ids.customer(profile.customer, false));
            self.plan.append_value(phase.plan.name());
            self.monthly_minor.append_value(phase.monthly_minor);
            self.currency.append_value(profile.currency());
            self.from.append_value(phase.from);
            self.to.append_option(phase.to);
            let told = phase.ending.filter(|ending| ending.told);
            self.end_reason.append_option(told.map(|ending| ending.cause.told()));
            self.cancelled_on.append_option(phase.ending.map(|ending| ending.cancelled_on));
            self.billing_months.append_value(if phase.yearly { 12 } else { 1 });
            self.status.append_value(phase.status);
            self.silo.append_value(Silo::Billing.name());
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.from.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("subscription_id", Arc::new(self.subscription_id.finish())),
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("plan", Arc::new(self.plan.finish())),
            ("monthly_minor", Arc::new(self.monthly_minor.finish())),
            ("currency", Arc::new(self.currency.finish())),
            ("from", Arc::new(self.from.finish())),
            ("to", Arc::new(self.to.finish())),
            ("end_reason", Arc::new(self.end_reason.finish())),
            ("cancelled_on", Arc::new(self.cancelled_on.finish())),
            ("billing_months", Arc::new(self.billing_months.finish())),
            ("status", Arc::new(self.status.finish())),
            ("silo", Arc::new(self.silo.finish())),
        ])
    }
}
