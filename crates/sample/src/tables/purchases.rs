//! Purchases: goods of the shop with their refunds, and visits of field service beyond the plan.

use std::sync::Arc;

use arrow::array::{Int64Builder, RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, batch, instants};
use crate::basket::{Basket, Purchase};
use crate::company::Company;
use crate::contract::Contract;
use crate::profile::Profile;
use crate::silo::Silo;
use crate::story::Story;

pub(super) struct Purchases {
    silo: Silo,
    contract: Contract,
    story: Story,
    basket: Basket,
    ids: Ids,
    purchase_id: StringBuilder,
    customer_id: StringBuilder,
    at: TimestampMicrosecondBuilder,
    amount_minor: Int64Builder,
    currency: StringBuilder,
    product: StringBuilder,
    silos: StringBuilder,
    refund_of: StringBuilder,
}

impl Purchases {
    pub(super) fn new(silo: Silo) -> Self {
        Self {
            silo,
            contract: Contract::default(),
            story: Story::default(),
            basket: Basket::default(),
            ids: Ids::default(),
            purchase_id: StringBuilder::new(),
            customer_id: StringBuilder::new(),
            at: instants(),
            amount_minor: Int64Builder::new(),
            currency: StringBuilder::new(),
            product: StringBuilder::new(),
            silos: StringBuilder::new(),
            refund_of: StringBuilder::new(),
        }
    }

    fn row(&mut self, profile: &Profile, purchase: &Purchase) {
        let prefix = if self.silo == Silo::Shop { "SO-" } else { "FS-" };
        self.purchase_id.append_value(self.ids.numbered(prefix, profile.customer, u64::from(purchase.number)));
        self.customer_id.append_value(self.ids.customer(profile.customer, false));
        self.at.append_value(purchase.at);
        self.amount_minor.append_value(purchase.amount_minor);
        self.currency.append_value(profile.currency());
        self.product.append_value(purchase.product);
        self.silos.append_value(self.silo.name());
        match purchase.refund_of {
            Some(number) => {
                self.refund_of.append_value(self.ids.numbered(prefix, profile.customer, u64::from(number)));
            }
            None => self.refund_of.append_null(),
        }
    }
}

impl TableBuilder for Purchases {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        if self.silo == Silo::Shop {
            let mut basket = std::mem::take(&mut self.basket);
            basket.fill(company, profile);
            basket.purchases.iter().for_each(|purchase| self.row(profile, purchase));
            self.basket = basket;
        } else if profile.has_plan {
            self.contract.fill(company, profile);
            let mut story = std::mem::take(&mut self.story);
            story.fill(company, profile, &self.contract);
            let charged = story.touches.iter().filter_map(|touch| touch.charge.zip(touch.done));
            for (place, (cents, at)) in charged.enumerate() {
                let amount_minor = profile.local(cents);
                let number = place as u16 + 1;
                self.row(
                    profile,
                    &Purchase { number, at, amount_minor, product: "Call-out and labour", refund_of: None },
                );
            }
            self.story = story;
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.at.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("purchase_id", Arc::new(self.purchase_id.finish())),
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("at", Arc::new(self.at.finish())),
            ("amount_minor", Arc::new(self.amount_minor.finish())),
            ("currency", Arc::new(self.currency.finish())),
            ("product", Arc::new(self.product.finish())),
            ("silo", Arc::new(self.silos.finish())),
            ("refund_of", Arc::new(self.refund_of.finish())),
        ])
    }
}
