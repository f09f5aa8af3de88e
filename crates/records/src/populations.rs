//! Question: which customers are things about?
//!
//! Invariant: the latest version holds for all days; who belongs to a population on an earlier day follows from what is known of that day.

use std::error::Error;

use bellwether_model::Populations;
use serde_json::{Value, json};

use crate::change_kind::ChangeKind;
use crate::document::Document;
use crate::error::RecordsError;

impl Document for Populations {
    const NOUN: &'static str = "populations";
    const ADD: ChangeKind = ChangeKind::PopulationsAdd;
    const FIELD: &'static str = "populations";
    const ATTEMPTS: [&'static str; 2] = ["add a version of the populations", "read the populations"];

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
