//! What figures rest on, and both sides of one, in words.

use crate::app::{Basis, Figure};
use crate::words::{Language, Words};

impl Language {
    /// The texts for a company.
    pub(crate) fn of<'l>(&'l self, basis: &'l Basis) -> Words<'l> {
        self.with_noun((&basis.noun, &basis.noun_plural), basis.currency)
    }
}

impl Words<'_> {
    /// What figures rest on: as-of, policy and currency.
    pub(crate) fn basis(self, basis: &Basis) -> String {
        let policy = match basis.policy.strip_prefix("policy ") {
            Some(version) => self.with("policy-version", &[("version", version)]),
            None => basis.policy.clone(),
        };
        let day = self.day(basis.as_of);
        let currency = self.currency();
        let given = [("day", day.as_str()), ("policy", &policy), ("currency", &currency)];
        match basis.known_at {
            None => self.with("basis", &given),
            Some(at) => {
                let moment = self.moment(at);
                self.with("basis-known", &given.into_iter().chain([("moment", moment.as_str())]).collect::<Vec<_>>())
            }
        }
    }

    /// Both sides of a figure in one phrase.
    pub(crate) fn figure(self, figure: Figure) -> String {
        self.with("figure", &[("customers", &self.customers(figure.customers)), ("money", &self.money(figure.minor))])
    }
}
