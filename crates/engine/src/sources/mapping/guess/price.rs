//! What is an amount for: one month or a year, one piece or all?

use super::super::document::ColumnSource;
use super::guesser::{Confidence, Guesser, replacements};
use super::names::sql_name;
use super::names::{self, BILLING, QUANTITY, UNIT_PRICE, best, best_of, likeness, words};
use super::note::Note;
use super::question::{Edit, Operation, Topic};
use super::sale_words::has_among;
use crate::lake::Fact;

const TOTALS: &str =
    "total totalamount grandtotal linetotal amounttotal mrr arr sum summe gesamt gesamtbetrag gesamtpreis";
const MONTHLY: &str = "mrr mrramount monthly monthlyamount monthlyprice monthlyfee monthlycharges monthlycharge monthlyrevenue amountpermonth \
                       pricepermonth permonth monatsbetrag monatspreis monatsgebuehr monatlich";
const YEARLY: &str = "arr annual annualamount annualprice annualfee annualvalue annualrevenue annualcontractvalue acv yearly yearlyamount \
                      yearlyprice yearlyfee peryear perannum amountperyear priceperyear jahresbetrag jahrespreis jahresgebuehr jaehrlich";
const QUARTERLY: &str = "quarterly quarterlyamount quarterlyprice quarterlyfee perquarter quartalsbetrag quartalspreis";

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
            (None, Some(price)) => self.take_pieces(target, &quantity, &price, product(&price)),
            // "Price each" times the number of pieces; "price" alone may be that of all of them.
            (Some((_, from)), Some(price)) if from == price && is_of_one_piece(&price) => {
                self.take_pieces(target, &quantity, &price, product(&price));
            }
            (Some((target, from)), _) if likeness(&from, TOTALS) <= 0.6 && self.profile(&from).is_some() => {
                if self.mapping.table == Fact::Purchases && !likeness_of_price(&from) {
                    return;
                }
                let each = vec![self.scaled(&target, Operation::Times, &quantity)];
                let example = self.first(&from);
                self.ask(Topic::Quantity, &from, example, vec![("each", each), ("all", Vec::new())]);
            }
            _ => {}
        }
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

    /// A price of a year is brought to a month; where nothing says what a price is for, that is asked.
    fn months(&mut self) {
        let Some((target, from)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        if target != "monthly" {
            return;
        }
        let names_it = |list: &str| {
            self.sample.columns.iter().any(|(name, _)| self.mentions(&from, name) && likeness(name, list) > 0.6)
        };
        if names_it(MONTHLY) {
            self.billing(&from);
            return;
        }
        for (list, months) in [(YEARLY, 12), (QUARTERLY, 3)] {
            if names_it(list) {
                self.choose_expression(
                    "monthly",
                    per_month(&self.price_name(&from), &months.to_string()),
                    format!("{from} is for {months} months"),
                );
                self.notes.push(Note::PerMonth { column: from.clone(), by: months.to_string() });
                return;
            }
        }
        if self.by_interval(&from) {
            return;
        }
        let divided = |months: u32| vec![self.scaled("monthly", Operation::Per, &months.to_string())];
        let answers = vec![("month", Vec::new()), ("quarter", divided(3)), ("year", divided(12))];
        let example = self.first(&from);
        self.ask(Topic::Interval, &from, example, answers);
    }

    /// A price as it stands in an expression; one that is an expression itself is bracketed.
    fn price_name(&self, from: &str) -> String {
        if self.profile(from).is_some() { sql_name(from) } else { format!("({from})") }
    }

    /// Divides by the months that a column of intervals names.
    fn by_interval(&mut self, from: &str) -> bool {
        let Some(column) = self.billing(from) else { return false };
        let price = per_month(&self.price_name(from), &sql_name(&column));
        self.choose_expression("monthly", price, format!("{from} is for as long as {column} says"));
        self.notes.push(Note::PerMonth { column: from.to_owned(), by: column });
        true
    }

    /// Finds the column that says how often a bill comes, and what its words mean in months.
    fn billing(&mut self, from: &str) -> Option<String> {
        let found = best(self.sample, BILLING).filter(|(name, score)| *score > 0.6 && *name != from);
        let column = found.map(|(name, _)| name.to_owned())?;
        let words = self.words(&column)?;
        let known = |word: &str| months_of(word).map(|months| months.to_string());
        let said: Option<Vec<(&str, String)>> = words
            .iter()
            .filter(|(word, _)| !word.is_empty())
            .map(|(word, _)| Some((word.as_str(), known(word)?)))
            .collect();
        let said = said.filter(|said| !said.is_empty())?;
        let replaced = replacements(said.iter().map(|(word, months)| (*word, months.as_str())));
        self.mapping.words.insert(column.clone(), replaced);
        let reason = format!("{column} says how often a bill comes");
        self.choose("billing_months", ColumnSource::Source(column.clone()), Confidence::Likely, reason);
        Some(column)
    }
}

/// Whether pieces are by their name not those that were bought: they came back, or are months between two bills.
fn is_of_other_pieces(name: &str) -> bool {
    const OTHERS: &str = "returned returns refunded retourniert zurueck retoure interval intervals billing period periods cycle months \
                          backordered cancelled";
    has_among(name, OTHERS)
}

/// Whether a price is by its name that of one piece: of a unit, a seat, a licence.
pub(super) fn is_of_one_piece(name: &str) -> bool {
    const EACH: &str = "unitprice priceeach priceperunit itemprice unitamount einzelpreis stueckpreis";
    const PIECES: &str = "unit user seat item piece license licence member head person agent employee pc night ticket stueck nutzer platz \
                          lizenz person nacht";
    let words = words(name);
    let is = |at: usize, list: &str| {
        words.get(at).is_some_and(|word| list.split_ascii_whitespace().any(|known| known == word))
    };
    likeness(name, EACH) > 0.6 || (1..words.len()).any(|at| is(at - 1, "per pro je") && is(at, PIECES))
}

/// How many months a price is for by its name.
pub(super) fn months_by_name(name: &str) -> Option<u32> {
    [(MONTHLY, 1), (YEARLY, 12), (QUARTERLY, 3)]
        .into_iter()
        .find_map(|(list, months)| (likeness(name, list) > 0.6).then_some(months))
}

fn likeness_of_price(name: &str) -> bool {
    names::likeness(name, UNIT_PRICE) > 0.6
}

/// What one month of a price is.
fn per_month(price: &str, months: &str) -> String {
    format!("{price} / {months}")
}

/// Months between two bills, by the word for it.
fn months_of(word: &str) -> Option<u32> {
    let word = words(word).concat();
    let is = |synonyms: &str| synonyms.split_ascii_whitespace().any(|known| known == word);
    if is("monthly month months 1month monat monatlich 1 m mo p1m") {
        Some(1)
    } else if is(
        "quarterly quarter quarters 3months everythreemonths vierteljaehrlich quartal quartalsweise quartalsmaessig 3 q p3m",
    ) {
        Some(3)
    } else if is("halfyearly semiannual semiannually biannual biannually 6months halbjaehrlich halbjahr 6 p6m") {
        Some(6)
    } else if is("biennial biennially 24months everytwoyears zweijaehrlich 24 p2y p24m") {
        Some(24)
    } else {
        is("annual annually yearly year years 1year 12months jaehrlich jahr 12 y yr p1y p12m").then_some(12)
    }
}
