//! Amounts in two members: whole units, and billionths beside them, as `google.type.Money` writes them.

use super::super::document::ColumnSource;
use super::guesser::Guesser;
use super::names::{likeness, synonyms};
use super::question::{Edit, Topic};
use crate::lake::Fact;

impl Guesser<'_> {
    /// Names that have both members.
    fn of_units_and_nanos(&self) -> Vec<String> {
        let has = |name: &str| self.sample.profile(name).is_some();
        let names = self.sample.columns.iter().filter_map(|(name, _)| name.strip_suffix(".nanos"));
        names.filter(|name| has(&format!("{name}.units"))).map(str::to_owned).collect()
    }

    /// Whether a column is one of two members that an amount is made of.
    pub(super) fn is_of_units_and_nanos(&self, column: &str) -> bool {
        let name = column.strip_suffix(".units").or_else(|| column.strip_suffix(".nanos"));
        name.is_some_and(|name| self.of_units_and_nanos().iter().any(|known| known == name))
    }

    /// Takes an amount of two members for the amount where none of one is, or asks which.
    pub(super) fn units_and_nanos(&mut self) {
        let table = self.mapping.table;
        let target = match table {
            Fact::Purchases => "amount",
            Fact::Subscriptions => "monthly",
            _ => return,
        };
        let names = synonyms(table, target);
        let mut found: Vec<(String, f64)> =
            self.of_units_and_nanos().into_iter().map(|name| (name.clone(), likeness(&name, &names))).collect();
        found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        // A member that is left out is nothing.
        let sum =
            |name: &str| format!("coalesce(1 * \"{name}.units\", 0) + coalesce(\"{name}.nanos\" * 0.000000001, 0)");
        let Some((best, _)) = found.first().cloned() else { return };
        let taken = self.money().map(|(_, from)| from.to_owned());
        let reason = format!("{best} is in whole units and billionths");
        let (first, from) = match taken {
            Some(taken) => (taken.clone(), taken),
            None => (best.clone(), sum(&best)),
        };
        if from != first {
            self.choose_expression(target, from, reason);
        }
        let others: Vec<String> = found.into_iter().map(|(name, _)| name).filter(|name| *name != first).collect();
        if others.is_empty() {
            return;
        }
        let mut answers = vec![(first.as_str(), Vec::new())];
        answers.extend(
            others
                .iter()
                .map(|name| (name.as_str(), vec![Edit::Column(target.to_owned(), ColumnSource::Source(sum(name)))])),
        );
        self.ask(Topic::Rivals, target, None, answers);
    }
}
