//! Feedback: answers to surveys, complaints and tickets, reviews, and walks of leaders through the customer's path.

use std::sync::Arc;

use arrow::array::{Float64Builder, RecordBatch, StringBuilder, TimestampMicrosecondBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, batch, instants};
use crate::basket::Basket;
use crate::company::Company;
use crate::contract::Contract;
use crate::dice::{Dice, Part};
use crate::names::TOWNS;
use crate::profile::Profile;
use crate::silo::Silo;
use crate::story::{Remark, Story, answer};
use crate::timeline::workday;
use crate::wording::Theme;

/// Touchpoints that leaders try for themselves, in the order of the texts of [`Theme::Walkthrough`].
const WALKED: [&str; 6] = ["sign_up", "call", "delivery", "installation", "cancellation", "invoice_question"];

#[expect(clippy::struct_field_names, reason = "fields are named as the columns they build")]
pub(super) struct Feedback {
    silo: Silo,
    contract: Contract,
    story: Story,
    basket: Basket,
    ids: Ids,
    feedback_id: StringBuilder,
    customer_id: StringBuilder,
    at: TimestampMicrosecondBuilder,
    kind: StringBuilder,
    instrument: StringBuilder,
    score: Float64Builder,
    scale_min: Float64Builder,
    scale_max: Float64Builder,
    text: StringBuilder,
    touchpoint: StringBuilder,
    rating_source: StringBuilder,
}

impl Feedback {
    pub(super) fn new(silo: Silo) -> Self {
        Self {
            silo,
            contract: Contract::default(),
            story: Story::default(),
            basket: Basket::default(),
            ids: Ids::default(),
            feedback_id: StringBuilder::new(),
            customer_id: StringBuilder::new(),
            at: instants(),
            kind: StringBuilder::new(),
            instrument: StringBuilder::new(),
            score: Float64Builder::new(),
            scale_min: Float64Builder::new(),
            scale_max: Float64Builder::new(),
            text: StringBuilder::new(),
            touchpoint: StringBuilder::new(),
            rating_source: StringBuilder::new(),
        }
    }

    fn row(&mut self, profile: Option<&Profile>, number: u64, remark: &Remark) {
        let prefix = match remark.silo {
            Silo::HelpDesk => "HF-",
            Silo::Shop => "RV-",
            _ if profile.is_none() => "WALK-",
            _ => "SV-",
        };
        let customer = profile.map_or(0, |profile| profile.customer);
        self.feedback_id.append_value(self.ids.numbered(prefix, customer, number));
        match profile {
            Some(profile) => self.customer_id.append_value(self.ids.customer(profile.customer, remark.second_record)),
            None => self.customer_id.append_null(),
        }
        self.at.append_value(remark.at);
        self.kind.append_value(remark.kind);
        self.instrument.append_value(remark.instrument);
        self.score.append_option(remark.score.map(|(score, ..)| f64::from(score)));
        self.scale_min.append_option(remark.score.map(|(_, min, _)| f64::from(min)));
        self.scale_max.append_option(remark.score.map(|(.., max)| f64::from(max)));
        let town = profile.map_or(TOWNS[0].name, |profile| profile.town.name);
        match remark.theme {
            Some(theme) => {
                let name = profile.map(|profile| profile.name);
                self.text.append_value(self.ids.with(|out| theme.push(out, remark.words, town, name)));
            }
            None => self.text.append_null(),
        }
        self.touchpoint.append_option(remark.touchpoint);
        self.rating_source.append_option(remark.rating_source);
    }

    /// Every month a leader walks the customer's path; nobody's fact, so it comes with customer 0.
    fn walks(&mut self, company: &Company) {
        let dice = &mut Dice::new(company.sample.seed, 0, Part::Walks);
        for month in 1..=company.timeline.months {
            let day = workday(company.timeline.start(month) + dice.between(0, 25));
            let walk = dice.below(WALKED.len() as u32);
            let close = dice.word() & 0xFFF0_0000;
            let remark = Remark {
                kind: "experiential",
                score: None,
                theme: Some(Theme::Walkthrough),
                words: (close | walk << 8, dice.between(3, 9) as u32),
                ..answer(company.timeline.at_desk(day, dice), "walkthrough", (0, 0, 0), Some(WALKED[walk as usize]))
            };
            if day <= company.timeline.last {
                self.row(None, month as u64, &remark);
            }
        }
    }
}

impl TableBuilder for Feedback {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        if self.silo == Silo::Surveys && profile.customer == 0 {
            self.walks(company);
        }
        let mut remarks = if self.silo == Silo::Shop {
            self.basket.fill(company, profile);
            std::mem::take(&mut self.basket.remarks)
        } else if profile.has_plan {
            self.contract.fill(company, profile);
            self.story.fill(company, profile, &self.contract);
            std::mem::take(&mut self.story.remarks)
        } else {
            return Ok(());
        };
        remarks.sort_by_key(|remark| remark.at);
        let silo = self.silo;
        for (place, remark) in remarks.iter().filter(|remark| remark.silo == silo).enumerate() {
            self.row(Some(profile), place as u64 + 1, remark);
        }
        *(if self.silo == Silo::Shop { &mut self.basket.remarks } else { &mut self.story.remarks }) = remarks;
        Ok(())
    }

    fn rows(&self) -> usize {
        self.at.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("feedback_id", Arc::new(self.feedback_id.finish())),
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("at", Arc::new(self.at.finish())),
            ("kind", Arc::new(self.kind.finish())),
            ("instrument", Arc::new(self.instrument.finish())),
            ("score", Arc::new(self.score.finish())),
            ("scale_min", Arc::new(self.scale_min.finish())),
            ("scale_max", Arc::new(self.scale_max.finish())),
            ("text", Arc::new(self.text.finish())),
            ("touchpoint", Arc::new(self.touchpoint.finish())),
            ("rating_source", Arc::new(self.rating_source.finish())),
        ])
    }
}
