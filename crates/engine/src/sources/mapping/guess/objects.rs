//! Which of the objects that the events of a log have to do with is the customer, and which the case?

use super::super::document::ColumnSource;
use super::customer::Party;
use super::guesser::{Confidence, Guesser};
use super::question::{Edit, Topic};
use crate::sources::SourceKind;

/// What the columns begin with that name an event's object of a type.
const OBJECT: &str = "object:";

impl Guesser<'_> {
    /// Asks which type of objects is the customer and which the case, unless only one can be.
    pub(super) fn objects_of_log(&mut self) {
        if self.trial.file.format.kind != Some(SourceKind::Ocel) {
            return;
        }
        let columns = self.sample.columns.iter().map(|(name, _)| name);
        let types: Vec<String> = columns.filter(|name| name.starts_with(OBJECT)).cloned().collect();
        // Types of objects go by words for one or for many.
        let is_customer = |column: &&String| {
            let name = column.trim_start_matches(OBJECT).to_lowercase();
            let party = Party::of(name.strip_suffix('s').unwrap_or(&name)).or_else(|| Party::of(&name));
            matches!(party, Some((Party::Customer, _)))
        };
        let customers: Vec<&String> = types.iter().filter(is_customer).collect();
        let customer = match customers.as_slice() {
            [only] => Some((*only).clone()),
            _ => None,
        };
        match &customer {
            Some(column) => {
                let reason = "of the types of objects it alone is called as a customer is".to_owned();
                self.choose("customer_id", ColumnSource::Source(column.clone()), Confidence::Sure, reason);
            }
            None => self.ask_which_object("customer_id", &types, "nobody"),
        }
        let others: Vec<String> = types.into_iter().filter(|name| customer.as_ref() != Some(name)).collect();
        self.ask_which_object("case_id", &others, "no_case");
    }

    fn ask_which_object(&mut self, target: &str, types: &[String], none: &str) {
        let Some(first) = types.first() else { return };
        let edit = |column: &String| vec![Edit::Column(target.to_owned(), ColumnSource::Source(column.clone()))];
        let mut answers: Vec<(&str, Vec<Edit>)> = types.iter().map(|column| (column.as_str(), edit(column))).collect();
        answers.push((none, vec![Edit::Without(target.to_owned())]));
        let example = self.first(first);
        self.ask(Topic::Rivals, target, example, answers);
    }
}
