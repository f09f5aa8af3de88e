//! What was given back, or taken off, beside the amount? One column of refunds is taken off it; whatever else may belong to it is asked.

use rust_decimal::Decimal;

use super::super::parse::number;
use super::super::profile::Profile;
use super::flag;
use super::guesser::Guesser;
use super::names::sql_name;
use super::note::Note;
use super::question::{Edit, Topic};
use super::sale_words::has_among;

/// Words in the name of a sum that was given back, and those that make it something else.
const REFUNDED: &str = "refund refunds refunded erstattet erstattung erstattungsbetrag rueckerstattung gutschrift";
/// The same of what may have been given back.
const PERHAPS: &str =
    "chargeback chargebacks returned returns disputed credited reimbursed reversed retoure retouren storno rueckgabe";
const OF_REFUNDS: &str =
    "id no nr number nummer date at on datum day reason grund count quantity qty menge status type by for of";
/// Parts of what was given back, of which another column may tell the whole.
const PARTS: &str = "tax taxes vat mwst shipping freight versand fee fees gebuehr partial";
/// Words that make a column one of sums, though only 0 and 1 stand in it.
const SUMS: &str = "amount sum total betrag summe value price gross net brutto netto";
const DISCOUNTS: &str = "discount discounts rabatt rabatte nachlass skonto";
/// Words in the name of an amount that say that what was given back may be off it.
const NET: &str = "net netto nets nettobetrag nettosumme nettoumsatz remaining rest nach after";
const PERCENT: &str = "percent percentage pct prozent rate";
const PIECES: &str = "quantity qty count pieces units menge anzahl stueck";
const RETURNED: &str = "returned return returns refunded retourniert zurueck retoure";

/// Whether a column by its name holds what was given back.
fn is_sum_given_back(column: &str) -> bool {
    has_among(column, REFUNDED) && !has_among(column, OF_REFUNDS)
}

impl Guesser<'_> {
    /// Takes what was given back off the amount, where a column of its own tells it, and asks what else is to be taken off.
    pub(super) fn sums_given_back(&mut self) {
        let Some((target, amount)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        let mut taken = None;
        let of_name = |is_so: fn(&str) -> bool| -> Vec<String> {
            let columns = self.sample.columns.iter().filter(|(name, profile)| {
                is_so(name) && !self.mentions(&amount, name) && self.holds_sums(name, profile)
            });
            columns.map(|(name, _)| name.clone()).collect()
        };
        let mut refunds = of_name(is_sum_given_back);
        let perhaps = of_name(|name| has_among(name, PERHAPS) && !has_among(name, OF_REFUNDS));
        refunds.sort_by_key(|name| has_among(name, PARTS));
        if let Some(refunded) = refunds.first().filter(|_| target == "amount").cloned()
            && self.take_off(&amount, &refunded)
        {
            taken = Some(refunded);
        }
        let mut told: Vec<String> = taken.into_iter().collect();
        for column in refunds.into_iter().chain(perhaps) {
            // What says the same as another column would be taken off twice.
            if told.iter().any(|told| *told == column || self.are_same(told, &column)) {
                continue;
            }
            if !self.is_asked_about(&column) {
                self.ask_less(&target, &column, Vec::new());
            }
            told.push(column);
        }
        self.discounts(&target);
        self.returned_pieces(&target);
        self.given_back_in_lists();
    }

    /// Whether the amount is made of what was paid less what was given back.
    pub(super) fn nets_what_was_given_back(&self) -> bool {
        self.money().is_some_and(|(_, from)| {
            self.sample.columns.iter().any(|(name, _)| is_sum_given_back(name) && self.mentions(from, name))
        })
    }

    /// Whether a column holds sums of money, and not yes and no.
    fn holds_sums(&self, column: &str, profile: &Profile) -> bool {
        let is_flag = || {
            let words = self.few_words(column).unwrap_or_default();
            !words.is_empty() && words.iter().all(|(word, _)| flag::is_yes(word).is_some())
        };
        profile.numbers.count * 2 > profile.present && (has_among(column, SUMS) || !is_flag())
    }

    fn is_nothing(&self, column: &str) -> bool {
        self.profile(column).is_none_or(|profile| profile.numbers.smallest == 0.0 && profile.numbers.largest == 0.0)
    }

    fn are_same(&self, one: &str, other: &str) -> bool {
        self.cells.rows(&[one, other]).iter().all(|row| row.first() == row.get(1))
    }

    /// Whether what was given back may be off the amount already: its name says so, or less is left of it than was given back.
    fn may_be_net(&self, amount: &str, refunded: &str) -> bool {
        let mark = self.mapping.format.decimal.or_else(|| self.sample.decimal_mark());
        let size = |cell: &Option<String>| -> Option<Decimal> {
            cell.as_ref().and_then(|cell| number::parse(cell, mark).ok()).map(|number| number.value.abs())
        };
        let is_left_over = |row: &Vec<Option<String>>| match row.as_slice() {
            [amount, refunded] => size(amount).zip(size(refunded)).is_some_and(|(left, back)| left < back),
            _ => false,
        };
        has_among(amount, NET)
            || (self.profile(amount).is_some() && self.cells.rows(&[amount, refunded]).iter().any(is_left_over))
    }

    /// Takes a column of refunds off the amount; not where their signs or sizes leave open what they mean.
    fn take_off(&mut self, amount: &str, refunded: &str) -> bool {
        let Some(profile) = self.profile(refunded) else { return false };
        let (smallest, largest) = (profile.numbers.smallest, profile.numbers.largest);
        // A row below zero that tells a refund as well may be that refund.
        let is_below =
            |cell: &Option<String>| cell.as_ref().is_some_and(|cell| cell.trim_start().starts_with(['-', '(', '−']));
        let is_something =
            |cell: &Option<String>| cell.as_ref().is_some_and(|cell| cell.contains(|c: char| ('1'..='9').contains(&c)));
        let rows = self.cells.rows(&[amount, refunded]);
        let is_refund = |row: &Vec<Option<String>>| row.len() == 2 && is_below(&row[0]) && is_something(&row[1]);
        if (smallest < 0.0 && largest > 0.0)
            || (self.profile(amount).is_some() && rows.iter().any(is_refund))
            || self.may_be_net(amount, refunded)
        {
            return false;
        }
        let name = if self.profile(amount).is_some() { sql_name(amount) } else { amount.to_owned() };
        let sign = if smallest < 0.0 { "+" } else { "-" };
        let net = format!("{name} {sign} coalesce({}, 0)", sql_name(refunded));
        self.choose_expression("amount", net, format!("{amount} less what {refunded} gave back"));
        self.notes.push(Note::Refunded { column: amount.to_owned(), refunded: refunded.to_owned() });
        true
    }

    /// Asks whether a sum is to be taken off the amount, or how it is.
    pub(super) fn ask_less(&mut self, target: &str, column: &str, more: Vec<(&str, String)>) {
        if self.is_nothing(column) {
            return;
        }
        let below = self.profile(column).is_some_and(|profile| profile.numbers.smallest < 0.0);
        let above = self.profile(column).is_some_and(|profile| profile.numbers.largest > 0.0);
        let sum = format!("coalesce({}, 0)", sql_name(column));
        let sum = if below && !above { format!("-1 * {sum}") } else { sum };
        let columns: Vec<String> = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
        let less = |by: String| {
            let target = target.trim_end_matches("_minor").to_owned();
            vec![Edit::Less { target, by, columns: columns.clone() }]
        };
        let mut answers = vec![("taken_off", less(sum))];
        answers.extend(more.into_iter().map(|(name, by)| (name, less(by))));
        answers.push(("left_alone", Vec::new()));
        let example = self.first_where(column, |cell| cell.contains(|c: char| ('1'..='9').contains(&c)));
        self.ask(Topic::Less, column, example, answers);
    }

    /// The pieces and the price that the amount is made of.
    fn pieces_and_price(&self) -> Option<(String, String)> {
        self.notes.iter().find_map(|note| match note {
            Note::Pieces { quantity, price } => Some((sql_name(quantity), sql_name(price))),
            _ => None,
        })
    }

    /// Of pieces times price nobody knows whether a discount is off already.
    fn discounts(&mut self, target: &str) {
        let Some((quantity, price)) = self.pieces_and_price() else { return };
        let sums = self.sample.columns.iter().filter(|(name, profile)| {
            has_among(name, DISCOUNTS) && !self.is_used(name) && profile.numbers.count * 2 > profile.present
        });
        let sums: Vec<String> = sums.map(|(name, _)| name.clone()).collect();
        for column in sums {
            let name = sql_name(&column);
            let mut more = vec![("taken_off_each", format!("{quantity} * coalesce({name}, 0)"))];
            let within = self.profile(&column).is_some_and(|profile| profile.numbers.largest <= 100.0);
            if within && (has_among(&column, PERCENT) || column.contains('%')) {
                more.push(("percent", format!("{quantity} * {price} * coalesce({name}, 0) * 0.01")));
            }
            self.ask_less(target, &column, more);
        }
    }

    /// Pieces that came back were paid back.
    fn returned_pieces(&mut self, target: &str) {
        let Some((_, price)) = self.pieces_and_price() else { return };
        let counts = self.sample.columns.iter().filter(|(name, profile)| {
            has_among(name, RETURNED) && has_among(name, PIECES) && profile.numbers.count * 2 > profile.present
        });
        let counts: Vec<String> = counts.map(|(name, _)| name.clone()).filter(|name| !self.is_used(name)).collect();
        for column in counts.into_iter().filter(|column| !self.is_nothing(column)).collect::<Vec<_>>() {
            let by = format!("coalesce({}, 0) * {price}", sql_name(&column));
            let columns = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
            let less = vec![Edit::Less { target: target.trim_end_matches("_minor").to_owned(), by, columns }];
            let example = self.first(&column);
            self.ask(Topic::Less, &column, example, vec![("taken_off", less), ("left_alone", Vec::new())]);
        }
    }
}
