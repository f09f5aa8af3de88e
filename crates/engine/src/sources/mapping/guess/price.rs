//! What is an amount for: one piece or all?

use super::super::document::ColumnSource;
use super::guesser::{Confidence, Guesser};
use super::names::{self, QUANTITY, UNIT_PRICE, best, best_of, likeness, sql_name, words};
use super::note::Note;
use super::question::{Edit, Operation, Topic};
use super::sale_words::has_among;
use crate::lake::Fact;

const TOTALS: &str =
    "total totalamount grandtotal linetotal amounttotal mrr arr sum summe gesamt gesamtbetrag gesamtpreis";
impl Guesser<'_> {
    /// Settles what the amounts of purchases and subscriptions are in, or asks.
    pub(super) fn units_of_money(&mut self) {
        let money = self.money().map(|(_, from)| from.to_owned());
        self.price = money.filter(|from| self.profile(from).is_some());
        let rivals = self.rival_sums();
        match self.mapping.table {
            Fact::Purchases => {
                self.order_totals();
                self.pieces();
                self.rows_that_give_back();
                self.sums_given_back();
                self.sums_beside(!rivals.is_empty());
            }
            Fact::Subscriptions => {
                self.pieces();
                self.sums_beside(!rivals.is_empty());
                self.months();
            }
            _ => return,
        }
        // Where sums are in different units, each answer says its own.
        let is_unit_open = self.ask_about_sums(&rivals);
        if !is_unit_open {
            self.in_named_unit();
        }
        if self.is_from_a_program() && !self.is_scale_named() {
            self.minor_units();
        }
        self.currency(!is_unit_open);
        self.rivals_of("currency");
        if self.mapping.table == Fact::Purchases {
            self.rivals_of("at");
        }
    }

    /// The column of pieces, if any row has other than one.
    pub(super) fn quantity(&self) -> Option<String> {
        let (name, _) =
            best_of(self.sample, QUANTITY, |name| !is_of_other_pieces(name)).filter(|(_, score)| *score > 0.6)?;
        let profile = self.profile(name)?;
        let is_number = profile.numbers.count * 2 > profile.present;
        let only_ones = profile.numbers.integers == profile.numbers.count
            && (0.5..1.5).contains(&profile.numbers.smallest)
            && (0.5..1.5).contains(&profile.numbers.largest);
        (is_number && !only_ones && !self.columns.iter().any(|guessed| guessed.from.text() == name))
            .then(|| name.to_owned())
    }

    fn pieces(&mut self) {
        let Some(quantity) = self.quantity() else { return };
        let price = best(self.sample, UNIT_PRICE).filter(|(_, score)| *score > 0.6).map(|(name, _)| name.to_owned());
        let target = if self.mapping.table == Fact::Purchases { "amount" } else { "monthly" };
        let money = self.money().map(|(target, from)| (target.to_owned(), from.to_owned()));
        let product = |price: &str| format!("{} * {}", sql_name(&quantity), sql_name(price));
        match (money, price) {
            (None, Some(price)) if is_of_one_piece(&price) => {
                self.take_pieces(target, &quantity, &price, product(&price));
            }
            (None, Some(price)) => {
                // An item's price is no product.
                self.columns.retain(|guessed| guessed.from.text() != price);
                let reason = format!("{price} is the price of one piece or of all");
                self.choose(target, ColumnSource::Source(price.clone()), Confidence::Likely, reason);
                self.price = Some(price.clone());
                self.ask_of_how_many(target, &price, &quantity);
            }
            // "Price each" times the number of pieces; "price" alone may be that of all of them.
            (Some((_, from)), Some(price)) if from == price && is_of_one_piece(&price) => {
                self.take_pieces(target, &quantity, &price, product(&price));
            }
            (Some((target, from)), _) if likeness(&from, TOTALS) <= 0.6 && self.profile(&from).is_some() => {
                if self.mapping.table == Fact::Purchases && !likeness_of_price(&from) {
                    return;
                }
                self.ask_of_how_many(&target, &from, &quantity);
            }
            _ => {}
        }
    }

    /// Asks whether an amount is that of one piece or of all.
    fn ask_of_how_many(&mut self, target: &str, from: &str, quantity: &str) {
        let each = vec![self.scaled(target, Operation::Times, quantity)];
        let example = self.first(from);
        self.ask(Topic::Quantity, from, example, vec![("each", each), ("all", Vec::new())]);
    }

    pub(super) fn scaled(&self, target: &str, operation: Operation, by: &str) -> Edit {
        Edit::Scale {
            target: target.trim_end_matches("_minor").to_owned(),
            operation,
            by: by.to_owned(),
            columns: self.sample.columns.iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    fn take_pieces(&mut self, target: &str, quantity: &str, price: &str, product: String) {
        self.choose_expression(target, product, format!("{quantity} times {price}"));
        self.price = Some(price.to_owned());
        self.notes.push(Note::Pieces { quantity: quantity.to_owned(), price: price.to_owned() });
    }
}

/// Whether pieces are by their name not those that were bought: they came back, or are months between two bills.
fn is_of_other_pieces(name: &str) -> bool {
    const OTHERS: &str = "returned returns refunded retourniert zurueck retoure interval intervals billing period periods cycle months \
                          backordered cancelled";
    has_among(name, OTHERS)
}

/// Whether a price is by its name that of one piece: of a unit, a seat, a licence. That of an item may be of all its pieces.
pub(super) fn is_of_one_piece(name: &str) -> bool {
    const EACH: &str = "unitprice priceeach priceperunit unitamount einzelpreis stueckpreis";
    const PIECES: &str = "unit user seat item piece license licence member head person agent employee pc night ticket stueck nutzer platz \
                          lizenz person nacht";
    let words = words(name);
    let is = |at: usize, list: &str| {
        words.get(at).is_some_and(|word| list.split_ascii_whitespace().any(|known| known == word))
    };
    likeness(name, EACH) > 0.6 || (1..words.len()).any(|at| is(at - 1, "per pro je") && is(at, PIECES))
}

fn likeness_of_price(name: &str) -> bool {
    names::likeness(name, UNIT_PRICE) > 0.6
}
