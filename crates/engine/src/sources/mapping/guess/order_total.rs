//! Lines of an order that all show one sum, or are equal: does each of them count?

use std::collections::{HashMap, HashSet};

use arrow::array::BooleanArray;
use arrow::compute::filter_record_batch;

use super::super::document::ColumnSource;
use super::guesser::Guesser;
use super::names::{likeness, synonyms};
use super::note::Note;
use super::question::{Edit, Effect, Example, Topic, Trial};
use crate::lake::Fact;
use crate::sources::RawBatch;

/// What sums of one line go by.
const LINE_SUMS: &str = "linetotal lineamount lineprice itemtotal itemamount itemprice unitprice priceeach price positionsbetrag \
                         positionssumme einzelpreis preis";

impl Guesser<'_> {
    /// Asks whether a sum that every line of an order repeats counts once.
    pub(super) fn order_totals(&mut self) {
        if self.chosen("purchase_id").is_some() {
            return;
        }
        let Some(amount) = self.price.clone().filter(|amount| likeness(amount, LINE_SUMS) <= 0.6) else { return };
        let ids = synonyms(Fact::Purchases, "purchase_id");
        // Whatever an order is called, its lines show one sum, one customer and one day; those come first that are called like one.
        let may_be = self.sample.columns.iter().filter(|(name, profile)| {
            let is_taken = self.columns.iter().any(|guessed| guessed.from.text() == name);
            !is_taken && profile.distinct > 1 && profile.distinct < profile.present && profile.dates.count == 0
        });
        let mut orders: Vec<&String> = may_be.map(|(name, _)| name).collect();
        orders.sort_by(|one, other| likeness(other, &ids).total_cmp(&likeness(one, &ids)));
        let found = orders.into_iter().find_map(|name| Some((name.clone(), self.repeated(name, &amount)?)));
        let Some((order, (example, varying))) = found else { return };
        let mut once = vec![Edit::Column("purchase_id".into(), ColumnSource::Source(order))];
        once.extend(varying.into_iter().map(Edit::Without));
        self.ask(Topic::OrderTotal, &amount, Some(example), vec![("once", once), ("each", Vec::new())]);
    }

    /// The first row that repeats an order and its sum, and the targets that tell its lines apart; nothing unless all orders of several
    /// lines show one sum, one customer and one day.
    fn repeated(&self, order: &str, amount: &str) -> Option<(Example, Vec<String>)> {
        let taken: Vec<(&str, &str)> = self
            .columns
            .iter()
            .map(|guessed| (guessed.target.as_str(), guessed.from.text()))
            .filter(|(_, from)| self.profile(from).is_some())
            .collect();
        let columns: Vec<&str> = [order, amount].into_iter().chain(taken.iter().map(|(_, from)| *from)).collect();
        let mut rows = Vec::new();
        self.cells.each(order, |row, _| rows.push(row));
        let mut orders: HashMap<String, Vec<Option<String>>> = HashMap::new();
        let (mut first, mut varies) = (None, vec![false; columns.len()]);
        for (row, cells) in rows.iter().zip(self.cells.rows(&columns)) {
            let (Some(Some(order)), Some(Some(sum))) = (cells.first().cloned(), cells.get(1).cloned()) else {
                continue;
            };
            let Some(known) = orders.get(&order) else {
                orders.insert(order, cells);
                continue;
            };
            first.get_or_insert(Example { row: *row, value: sum });
            varies.iter_mut().zip(known.iter().zip(&cells)).for_each(|(varies, (one, other))| *varies |= one != other);
        }
        let varying =
            taken.iter().zip(varies.iter().skip(2)).filter(|(_, varies)| **varies).map(|((target, _), _)| *target);
        let varying: Vec<String> = varying.map(str::to_owned).collect();
        let is_told_apart =
            varies[1] || varying.iter().any(|target| matches!(target.as_str(), "at" | "customer_id" | "currency"));
        first.filter(|_| !is_told_apart).map(|first| (first, varying))
    }

    /// Tells of lines of orders that are equal to an earlier one in every cell: they count each time, and may be there twice by mistake.
    pub(super) fn tell_of_equal_lines(&mut self) {
        let of_orders = self.notes.iter().any(|note| matches!(note, Note::Repeats { .. }));
        if self.mapping.table != Fact::Purchases || self.chosen("purchase_id").is_some() || !of_orders {
            return;
        }
        let columns: Vec<&str> = self.sample.columns.iter().map(|(name, _)| name.as_str()).collect();
        let mut seen = HashSet::new();
        let is_again: Vec<bool> = self.cells.rows(&columns).into_iter().map(|row| !seen.insert(row)).collect();
        let mut again = is_again.iter();
        let equal: Vec<RawBatch> = self
            .trial
            .sample
            .iter()
            .filter_map(|batch| {
                let kept: Vec<bool> = again.by_ref().take(batch.places.len()).copied().collect();
                let places =
                    batch.places.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(place, _)| *place).collect();
                let rows = filter_record_batch(&batch.rows, &BooleanArray::from(kept)).ok()?;
                Some(RawBatch { rows, places, rejects: Vec::new() })
            })
            .collect();
        let Some(row) = equal.iter().find_map(|batch| batch.places.first()).map(|place| place.row) else { return };
        let trial = Trial { sample: &equal, ..self.trial };
        let rows = is_again.iter().filter(|is_again| **is_again).count() as u64;
        let effect = trial.effect(&self.mapping).unwrap_or(Effect { rows, ..Effect::default() });
        self.notes.push(Note::EqualLines { row, effect });
    }
}
