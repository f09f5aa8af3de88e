//! What each table needs beyond columns that go by its names.

use std::collections::HashMap;

use super::super::document::{CellType, ColumnSource, RateDirection, Via};
use super::super::profile::Profile;
use super::guesser::{Confidence, Guesser};
use super::names::sql_name;
use super::names::{self, best, words};
use super::needed;
use super::note::Note;
use super::question::{Edit, Example, Topic};
use crate::lake::Fact;

impl Guesser<'_> {
    /// Fills what names alone do not give, then asks for what is still missing.
    pub(super) fn complete(&mut self) {
        let table = self.mapping.table;
        match table {
            Fact::Purchases if self.is_nameless() => self.nameless_purchases(),
            Fact::Touches => self.touches(),
            Fact::Feedback => self.feedback(),
            Fact::Reasons => self.reasons(),
            Fact::ExchangeRates => self.rates(),
            _ => {}
        }
        self.units_of_money();
        self.which_rows_count();
        self.which_rows_are_told();
        if matches!(table, Fact::Purchases | Fact::Subscriptions | Fact::Touches | Fact::Feedback | Fact::Reasons) {
            self.customer_by_way_of_a_subscription();
        }
        self.customers();
        self.spreadsheet_ids();
        self.id_case();
        self.id_spelling();
        if matches!(table, Fact::Customers | Fact::Touches) {
            self.attributes();
        }
        self.ask_for_missing(needed(table));
    }

    fn is_nameless(&self) -> bool {
        self.sample.columns.iter().all(|(name, _)| name.starts_with("column_"))
    }

    /// Banks publish how many units a euro buys; nothing in the figures says so.
    fn rates(&mut self) {
        if let Some(rate) = self.chosen("rate").map(str::to_owned) {
            let published = vec![Edit::Rates(RateDirection::UnitsPerReporting)];
            let example = self.first(&rate);
            self.ask(
                Topic::Rates,
                &rate,
                example,
                vec![("units_per_reporting", published), ("reporting_per_unit", Vec::new())],
            );
        }
    }

    /// Ids that differ only in capital letters may be one customer.
    pub(super) fn id_case(&mut self) {
        let Some(customer) = self.chosen("customer_id").map(str::to_owned) else { return };
        if self.profile(&customer).is_none() {
            return;
        }
        let mut seen: HashMap<String, String> = HashMap::new();
        let mut differs = None;
        self.cells.each(&customer, |row, cell| {
            let Some(id) = cell.map(|cell| cell.show()) else { return };
            let known = seen.entry(id.to_lowercase()).or_insert_with(|| id.clone());
            if *known != id {
                differs.get_or_insert(Example { row, value: id });
            }
        });
        if differs.is_some() {
            self.ask(
                Topic::IdCase,
                &customer,
                differs,
                vec![("one", vec![Edit::IdsIgnoreCase]), ("several", Vec::new())],
            );
        }
    }

    /// Columns without names: the dates, the last numbers with decimals, and the ids right before the dates.
    fn nameless_purchases(&mut self) {
        let columns: Vec<(String, Profile)> = self.sample.columns.clone();
        let Some(day) = columns.iter().position(|(_, profile)| profile.kind() == CellType::Date) else { return };
        let amount = columns.iter().rposition(|(_, profile)| {
            profile.kind() == CellType::Number && (1..=3).contains(&profile.numbers.decimals)
        });
        let is_id = |profile: &Profile| {
            profile.absent == 0
                && profile.numbers.decimals == 0
                && profile.spaced == 0
                && profile.distinct > profile.present / 20
        };
        let other_than_these = |at: usize| at != day && Some(at) != amount && is_id(&columns[at].1);
        let customer = (0..day).rev().chain(day + 1..columns.len()).find(|&at| other_than_these(at));
        let choices = [
            ("at", Some(day), "its cells are dates"),
            ("amount", amount, "its cells are numbers with decimals"),
            ("customer_id", customer, "its cells are ids, next to the date"),
        ];
        for (target, at, reason) in choices {
            if let Some(at) = at {
                self.drop_target(target);
                self.choose(target, ColumnSource::Source(columns[at].0.clone()), Confidence::Unsure, reason.to_owned());
            }
        }
        let rivals: Vec<&str> = (0..columns.len())
            .filter(|&at| other_than_these(at) && Some(at) != customer)
            .map(|at| columns[at].0.as_str())
            .collect();
        if let (Some(customer), [_, ..]) = (customer, rivals.as_slice()) {
            self.notes.push(Note::Rival {
                target: "customer_id".into(),
                column: columns[customer].0.clone(),
                others: rivals.into_iter().map(|rival| (rival.to_owned(), None)).collect(),
            });
        }
        self.notes.push(Note::Nameless);
    }

    fn touches(&mut self) {
        if self.chosen("touchpoint").is_some() {
            return;
        }
        let noun = self
            .chosen("touch_id")
            .and_then(|id| words(id).into_iter().rev().find(|word| word != "id" && word != "no"));
        let noun = noun.unwrap_or_else(|| super::source_name(self.file).replace('_', " "));
        let reason = "each row is one of these".to_owned();
        self.choose(
            "touchpoint",
            ColumnSource::Source(format!("'{}'", noun.replace('\'', "''"))),
            Confidence::Likely,
            reason,
        );
    }

    fn reasons(&mut self) {
        if self.chosen("how_known").is_none() {
            let reason = "a code that the customer's leaving was filed under".to_owned();
            self.choose("how_known", ColumnSource::Source("'told'".into()), Confidence::Likely, reason);
        }
    }

    fn customer_by_way_of_a_subscription(&mut self) {
        if self.chosen("customer_id").is_some() || self.mapping.table == Fact::Subscriptions {
            return;
        }
        let ids = names::synonyms(Fact::Subscriptions, "subscription_id").replace(" id ", " ");
        if let Some((column, _)) = best(self.sample, &ids).filter(|(_, score)| *score > 0.8) {
            let column = column.to_owned();
            self.columns.retain(|guessed| guessed.from.text() != column);
            let reason = format!("no column names customers; {column} leads to them");
            let from = ColumnSource::Via(Via { via: "subscriptions".into(), column });
            self.choose("customer_id", from, Confidence::Likely, reason);
        }
    }

    /// Ids that went through a spreadsheet end in ".0".
    fn spreadsheet_ids(&mut self) {
        let sample = self.sample;
        for guessed in &mut self.columns {
            let ColumnSource::Source(column) = &guessed.from else { continue };
            let is_id = guessed.target.ends_with("_id") || guessed.target.ends_with("_customer");
            let artefact = sample.profile(column).is_some_and(|profile| {
                profile.native.is_none() && profile.present > 0 && profile.numbers.point_zeros == profile.present
            });
            if is_id && artefact {
                self.notes.push(Note::SpreadsheetIds { column: column.clone() });
                guessed.reason = format!("{column} is named like it; the \".0\" at its end is taken off");
                guessed.from = ColumnSource::Source(format!("regexp_replace({}, '[.]0$', '')", sql_name(column)));
            }
        }
    }

    /// What is left says more about the customer or the touch.
    fn attributes(&mut self) {
        for (name, profile) in &self.sample.columns {
            let long = profile.bytes > profile.present * 80;
            let part = profile.present > 0 && !long && !self.is_used(name);
            if part {
                let target = format!("attributes.{name}");
                self.choose(
                    &target,
                    ColumnSource::Source(name.clone()),
                    Confidence::Likely,
                    "it is kept beside".into(),
                );
            }
        }
    }
}
