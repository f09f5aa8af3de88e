//! Question: what do customers live through, who answers for it, and when does somebody work on it?
//!
//! Invariant: a journey holds from its day on; of business calendars the latest version holds for all days.

use std::error::Error;

use bellwether_model::{BusinessCalendars, Journey};
use serde_json::{Value, json};

use crate::change_kind::ChangeKind;
use crate::document::Document;
use crate::error::RecordsError;

impl Document for Journey {
    const NOUN: &'static str = "journey";
    const ADD: ChangeKind = ChangeKind::JourneyAdd;
    const FIELD: &'static str = "journey";
    const ATTEMPTS: [&'static str; 2] = ["add a version of the journey", "read the journey"];

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(self.clone())
    }

    fn content(&self) -> Value {
        json!(self)
    }

    fn read(_: &str, body: &str) -> Result<Self, Box<dyn Error>> {
        Ok(serde_json::from_str(body)?)
    }
}

impl Document for BusinessCalendars {
    const NOUN: &'static str = "business calendars";
    const ADD: ChangeKind = ChangeKind::CalendarsAdd;
    const FIELD: &'static str = "calendars";
    const ATTEMPTS: [&'static str; 2] = ["add a version of the business calendars", "read the business calendars"];

    fn check(&self) -> Result<Self, RecordsError> {
        Ok(self.clone())
    }

    fn content(&self) -> Value {
        json!(self)
    }

    fn read(_: &str, body: &str) -> Result<Self, Box<dyn Error>> {
        Ok(serde_json::from_str(body)?)
    }
}
