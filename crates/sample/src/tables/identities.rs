//! Identities: each silo's own id of a customer; the help desk's second records are linked to nobody.

use std::sync::Arc;

use arrow::array::{Float64Builder, RecordBatch, StringBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, batch};
use crate::company::Company;
use crate::profile::Profile;
use crate::silo::{Silo, push_silo_id};

pub(super) struct Identities {
    silo: Silo,
    ids: Ids,
    source_id: StringBuilder,
    customer_id: StringBuilder,
    rule: StringBuilder,
    probability: Float64Builder,
}

impl Identities {
    pub(super) fn new(silo: Silo) -> Self {
        Self {
            silo,
            ids: Ids::default(),
            source_id: StringBuilder::new(),
            customer_id: StringBuilder::new(),
            rule: StringBuilder::new(),
            probability: Float64Builder::new(),
        }
    }
}

impl TableBuilder for Identities {
    fn write(&mut self, _: &Company, profile: &Profile) -> Result<(), ArrowError> {
        let (known, rule, probability) = match self.silo {
            Silo::Shop => (profile.shops || profile.uses_app && profile.has_plan, "same_email", 0.99),
            Silo::Billing => (profile.has_plan, "account", 1.0),
            Silo::FieldService => (profile.has_plan || profile.shops, "same_address", 0.97),
            Silo::HelpDesk => (profile.has_plan, "same_phone", 0.95),
            Silo::Surveys => (profile.has_plan, "invitation", 1.0),
        };
        if known {
            self.source_id.append_value(self.ids.with(|out| push_silo_id(out, self.silo, profile.customer)));
            self.customer_id.append_value(self.ids.customer(profile.customer, false));
            self.rule.append_value(rule);
            self.probability.append_value(probability);
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.probability.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("source_id", Arc::new(self.source_id.finish())),
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("rule", Arc::new(self.rule.finish())),
            ("probability", Arc::new(self.probability.finish())),
        ])
    }
}
