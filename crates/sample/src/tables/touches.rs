//! Touches: deliveries and portal use of the shop, letters of billing, visits, calls and invitations.

use std::sync::Arc;

use arrow::array::{RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, TextMap, batch, instants, push_entry, text_map};
use crate::basket::{Basket, fill_portal};
use crate::company::Company;
use crate::contract::Contract;
use crate::profile::Profile;
use crate::silo::{Silo, push_number};
use crate::story::{Story, Touch, Value};

pub(super) struct Touches {
    silo: Silo,
    contract: Contract,
    story: Story,
    basket: Basket,
    portal: Vec<Touch>,
    ours: Vec<Touch>,
    ids: Ids,
    touch_id: StringBuilder,
    customer_id: StringBuilder,
    case_id: StringBuilder,
    touchpoint: StringBuilder,
    silos: StringBuilder,
    channel: StringBuilder,
    started_at: TimestampMicrosecondBuilder,
    promised_by: TimestampMicrosecondBuilder,
    done_at: TimestampMicrosecondBuilder,
    outcome: StringBuilder,
    attributes: TextMap,
}

impl Touches {
    pub(super) fn new(silo: Silo) -> Self {
        Self {
            silo,
            contract: Contract::default(),
            story: Story::default(),
            basket: Basket::default(),
            portal: Vec::new(),
            ours: Vec::new(),
            ids: Ids::default(),
            touch_id: StringBuilder::new(),
            customer_id: StringBuilder::new(),
            case_id: StringBuilder::new(),
            touchpoint: StringBuilder::new(),
            silos: StringBuilder::new(),
            channel: StringBuilder::new(),
            started_at: instants(),
            promised_by: instants(),
            done_at: instants(),
            outcome: StringBuilder::new(),
            attributes: text_map(),
        }
    }

    fn row(&mut self, customer: u64, number: u64, touch: &Touch) -> Result<(), ArrowError> {
        let prefix = match touch.silo {
            Silo::Shop => "ST-",
            Silo::Billing => "BT-",
            Silo::FieldService => "FT-",
            Silo::HelpDesk => "HT-",
            Silo::Surveys => "VT-",
        };
        self.touch_id.append_value(self.ids.numbered(prefix, customer, number));
        self.customer_id.append_value(self.ids.customer(customer, touch.second_record));
        match touch.case {
            Some(case) => self.case_id.append_value(self.ids.numbered("CASE-", customer, u64::from(case))),
            None => self.case_id.append_null(),
        }
        self.touchpoint.append_value(touch.touchpoint);
        self.silos.append_value(touch.silo.name());
        self.channel.append_value(touch.channel);
        self.started_at.append_value(touch.started);
        self.promised_by.append_option(touch.promised);
        self.done_at.append_option(touch.done);
        self.outcome.append_option(touch.outcome);
        for (key, value) in touch.attributes.into_iter().flatten() {
            match value {
                Value::Text(text) => push_entry(&mut self.attributes, key, text),
                Value::Number(number) => {
                    let text = self.ids.with(|out| push_number(out, u64::from(number), 1));
                    push_entry(&mut self.attributes, key, text);
                }
            }
        }
        self.attributes.append(touch.attributes.iter().any(Option::is_some))
    }
}

impl TableBuilder for Touches {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        let mut ours = std::mem::take(&mut self.ours);
        ours.clear();
        if matches!(self.silo, Silo::Shop | Silo::FieldService) {
            self.basket.fill(company, profile);
            ours.extend(self.basket.touches.iter().filter(|touch| touch.silo == self.silo));
        }
        if profile.has_plan {
            self.contract.fill(company, profile);
            if self.silo == Silo::Shop {
                fill_portal(company, profile, &self.contract, &mut self.portal);
                ours.extend(&self.portal);
            } else {
                self.story.fill(company, profile, &self.contract);
                ours.extend(self.story.touches.iter().filter(|touch| touch.silo == self.silo));
            }
        }
        ours.sort_by_key(|touch| touch.started);
        for (place, touch) in ours.iter().enumerate() {
            self.row(profile.customer, place as u64 + 1, touch)?;
        }
        self.ours = ours;
        Ok(())
    }

    fn rows(&self) -> usize {
        self.started_at.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("touch_id", Arc::new(self.touch_id.finish())),
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("case_id", Arc::new(self.case_id.finish())),
            ("touchpoint", Arc::new(self.touchpoint.finish())),
            ("silo", Arc::new(self.silos.finish())),
            ("channel", Arc::new(self.channel.finish())),
            ("started_at", Arc::new(self.started_at.finish())),
            ("promised_by", Arc::new(self.promised_by.finish())),
            ("done_at", Arc::new(self.done_at.finish())),
            ("outcome", Arc::new(self.outcome.finish())),
            ("attributes", Arc::new(self.attributes.finish())),
        ])
    }
}
