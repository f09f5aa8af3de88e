//! Customers: billing keeps those with a plan, the shop the others, and the help desk a second record of a few.

use std::sync::Arc;

use arrow::array::{Date32Builder, RecordBatch, StringBuilder};
use arrow::error::ArrowError;

use super::builder::{Ids, TableBuilder, TextMap, batch, push_entry, text_map};
use crate::company::Company;
use crate::names::{Town, push_misheard};
use crate::profile::{Profile, Segment};
use crate::silo::Silo;
use crate::timeline::DayNumber;

/// Days after joining on which the help desk opened its second record.
pub(crate) const SECOND_RECORD_AFTER: i32 = 30;

pub(super) struct Customers {
    silo: Silo,
    ids: Ids,
    name: String,
    customer_id: StringBuilder,
    as_of: Date32Builder,
    names: StringBuilder,
    kind: StringBuilder,
    attributes: TextMap,
    since: Date32Builder,
    consents: TextMap,
}

impl Customers {
    pub(super) fn new(silo: Silo) -> Self {
        Self {
            silo,
            ids: Ids::default(),
            name: String::new(),
            customer_id: StringBuilder::new(),
            as_of: Date32Builder::new(),
            names: StringBuilder::new(),
            kind: StringBuilder::new(),
            attributes: text_map(),
            since: Date32Builder::new(),
            consents: text_map(),
        }
    }

    fn row(&mut self, profile: &Profile, as_of: DayNumber, segment: Segment, town: &Town) -> Result<(), ArrowError> {
        self.customer_id.append_value(self.ids.customer(profile.customer, false));
        self.as_of.append_value(as_of);
        self.name.clear();
        profile.name.push(&mut self.name);
        self.names.append_value(&self.name);
        self.kind.append_value(if profile.name.is_company() { "company" } else { "person" });
        for (key, value) in [
            ("segment", segment.name()),
            ("country", town.country.code()),
            ("region", town.region),
            ("town", town.name),
            ("postcode", town.postcode),
            ("acquisition_channel", profile.channel),
            ("heating", profile.heating),
        ] {
            push_entry(&mut self.attributes, key, value);
        }
        self.attributes.append(true)?;
        self.since.append_value(profile.since);
        for (key, wants) in [("email", profile.wants_mail), ("phone", profile.wants_calls)] {
            push_entry(&mut self.consents, key, if wants { "yes" } else { "no" });
        }
        self.consents.append(true)
    }

    /// What somebody noted on the telephone: a name as heard, and the town.
    fn second_record(&mut self, profile: &Profile) -> Result<(), ArrowError> {
        self.customer_id.append_value(self.ids.customer(profile.customer, true));
        self.as_of.append_value(profile.joined + SECOND_RECORD_AFTER);
        self.name.clear();
        profile.name.push(&mut self.name);
        let heard = self.ids.with(|out| push_misheard(&self.name, out));
        self.names.append_value(heard);
        self.kind.append_value(if profile.name.is_company() { "company" } else { "person" });
        push_entry(&mut self.attributes, "country", profile.town.country.code());
        push_entry(&mut self.attributes, "town", profile.town.name);
        self.attributes.append(true)?;
        self.since.append_null();
        self.consents.append(false)
    }
}

impl TableBuilder for Customers {
    fn write(&mut self, company: &Company, profile: &Profile) -> Result<(), ArrowError> {
        let last = company.timeline.last;
        match self.silo {
            Silo::HelpDesk => {
                if profile.twice_at_desk && profile.joined + SECOND_RECORD_AFTER <= last {
                    self.second_record(profile)?;
                }
            }
            silo => {
                if profile.has_plan != (silo == Silo::Billing) {
                    return Ok(());
                }
                self.row(profile, profile.joined, profile.segment, profile.town)?;
                let lets = profile.lets_from.filter(|day| *day <= last);
                let moved = profile.moves.filter(|(day, _)| *day <= last);
                let town_on = |day| moved.filter(|(moved, _)| *moved <= day).map_or(profile.town, |(_, town)| town);
                if let Some(day) = lets {
                    self.row(profile, day, Segment::Landlord, town_on(day))?;
                }
                if let Some((day, town)) = moved.filter(|(day, _)| lets != Some(*day)) {
                    self.row(profile, day, profile.segment_on(day), town)?;
                }
            }
        }
        Ok(())
    }

    fn rows(&self) -> usize {
        self.as_of.values_slice().len()
    }

    fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        batch([
            ("customer_id", Arc::new(self.customer_id.finish())),
            ("as_of", Arc::new(self.as_of.finish())),
            ("name", Arc::new(self.names.finish())),
            ("kind", Arc::new(self.kind.finish())),
            ("attributes", Arc::new(self.attributes.finish())),
            ("since", Arc::new(self.since.finish())),
            ("consents", Arc::new(self.consents.finish())),
        ])
    }
}
