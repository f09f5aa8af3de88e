//! Which column names the customer, and which somebody else: a cashier, the manager of the account, the company's own branch?

use std::collections::HashMap;

use super::super::document::{CellType, ColumnSource};
use super::guesser::Guesser;
use super::names::{self, BUYERS, PARTIES, words};
use super::question::{Edit, Topic};
use crate::lake::Fact;

/// Words that make of a name somebody of the company itself, or what is said of a customer rather than who it is.
const OTHERS: &str = "cashier kassierer clerk manager owner agent agents rep reps representative salesrep salesperson salesman seller vendor \
                      supplier merchant employee staff operator teller waiter server technician advisor adviser consultant assignee handler \
                      creator author approver betreuer verkaeufer bearbeiter sachbearbeiter mitarbeiter bediener berater vertreter inhaber \
                      lieferant haendler kreditor buchungskreis group groups gruppe segment type typ art class klasse category kategorie tier \
                      level status state stage city ort country land region street strasse zip plz phone telefon since seit count anzahl \
                      lifetime value total balance rating score notes note language gender age birth geburtstag industry branche size domain \
                      website url consent opt accepts marketing verified created updated last first postal postcode postleitzahl \
                      currency waehrung facing";
/// Words for many customers, which are counted rather than named.
const MANY: &str = "customers clients users members buyers kunden nutzer mitglieder";
/// What stands for people's names without saying whose.
const NAMES: &str = "name fullname";

/// Whom a column names, by its own name; the later the surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Party {
    /// Perhaps somebody else, or a trait of the customer.
    Other,
    /// Somebody, not said who.
    Somebody,
    /// One who buys or uses.
    Account,
    /// The customer.
    Customer,
}

impl Party {
    /// Whom a column names, and how well its name says so; nothing if it names nobody.
    pub(super) fn of(column: &str) -> Option<(Self, f64)> {
        let words = words(column);
        let is_among = |list: &str| words.iter().any(|word| list.split_ascii_whitespace().any(|other| other == word));
        let (buyer, party) = (names::likeness(column, BUYERS), names::likeness(column, PARTIES));
        let likeness = buyer.max(party);
        // A company code is that of the company's own books.
        let is_own = ["company", "firma"].iter().any(|own| words.iter().any(|word| word == own))
            && ["code", "id", "no", "nr"].iter().any(|code| words.iter().any(|word| word == code))
            && buyer < 0.4;
        if is_own || is_among(OTHERS) || is_among(MANY) {
            let is_kin = likeness > 0.4 || is_among(OTHERS) && is_among("sales account customer kunde name") || is_own;
            return is_kin.then_some((Self::Other, likeness));
        }
        if buyer > 0.4 {
            Some((Self::Customer, buyer))
        } else if party > 0.4 {
            Some((Self::Account, party))
        } else {
            (names::likeness(column, NAMES) > 0.8).then_some((Self::Somebody, 0.5))
        }
    }
}

/// Whether a name says an id or the customer as such, rather than what people call or reach them by.
fn is_id(column: &str) -> bool {
    const TRAITS: &str = "name email mail mailadresse address adresse";
    words(column).iter().all(|word| TRAITS.split_ascii_whitespace().all(|other| !word.ends_with(other)))
}

impl Guesser<'_> {
    /// Columns of one table that may name its customers, but for the one that was taken, the likeliest first.
    fn other_parties(&self, taken: Option<&str>) -> Vec<(Party, f64, String)> {
        let may_be = self.sample.columns.iter().filter(|(name, profile)| {
            let fits = |(target, column, _): &(String, String, f64)| target == "customer_id" && column == name;
            Some(name.as_str()) != taken && profile.present > 0 && self.fit.iter().any(fits)
        });
        let ranked =
            may_be.filter_map(|(name, _)| Party::of(name).map(|(party, likeness)| (party, likeness, name.clone())));
        let mut others: Vec<_> = ranked.collect();
        others.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)));
        others
    }

    /// Asks who the customer is where several columns name one, and they do not name the same; else tells what others would make of it.
    pub(super) fn customers(&mut self) {
        let table = self.mapping.table;
        let is_asked =
            matches!(table, Fact::Purchases | Fact::Subscriptions | Fact::Touches | Fact::Feedback | Fact::Reasons);
        let is_led_to = self.columns.iter().any(|guessed| {
            guessed.target == "customer_id"
                && !matches!(&guessed.from, ColumnSource::Source(from) if self.profile(from).is_some())
        });
        if !is_asked || is_led_to {
            return;
        }
        let chosen = self.chosen("customer_id").map(str::to_owned);
        let others = self.other_parties(chosen.as_deref());
        let Some(chosen) = chosen else {
            // Without any, a sale would count for nobody.
            let of_row = others.into_iter().map(|(.., name)| name);
            let mut offered: Vec<String> = of_row.chain(self.customers_of_lists()).take(4).collect();
            if offered.is_empty() {
                offered = self.perhaps_customers();
            }
            if matches!(table, Fact::Purchases | Fact::Subscriptions) && !offered.is_empty() {
                self.ask_who(None, &offered, true);
            }
            return;
        };
        let Some((party, likeness)) = Party::of(&chosen) else { return };
        let differing: Vec<_> = others.into_iter().filter(|(.., name)| self.names_others(&chosen, name)).collect();
        let is_rival = |(other, other_likeness, name): &&(Party, f64, String)| {
            let is_as_sure = *other == party && (likeness > 0.8) == (*other_likeness > 0.8);
            is_as_sure && !(is_id(&chosen) && !is_id(name) && party == Party::Customer)
        };
        let rivals: Vec<String> = differing.iter().filter(is_rival).map(|(.., name)| name.clone()).collect();
        // "User" alone may be the one at the till, and "Account" beside a name one of the company's own books.
        let is_called =
            |list: &str| matches!(words(&chosen).as_slice(), [word] if list.split(' ').any(|known| known == word));
        let is_vague = matches!(table, Fact::Purchases | Fact::Subscriptions)
            && (is_called("user benutzer caller")
                || (is_called("account accounts konto compte cuenta rekening conto") && !differing.is_empty()));
        if !rivals.is_empty() || is_vague {
            let others = differing.into_iter().map(|(.., name)| name).filter(|name| !rivals.contains(name));
            let offered: Vec<String> = rivals.iter().cloned().chain(others).take(4).collect();
            self.ask_who(Some(&chosen), &offered, is_vague);
        } else {
            let told = differing.into_iter().filter(|(party, ..)| *party >= Party::Account).map(|(.., name)| name);
            self.rivals.extend(told.map(|name| ("customer_id".to_owned(), name)));
        }
    }

    /// Columns of texts or ids that come again, which may name customers in a language that nobody thought of.
    fn perhaps_customers(&self) -> Vec<String> {
        const MOST: usize = 5;
        let is_free = |name: &String| {
            !self.is_used(name)
                && !self.is_asked_about(name)
                && self.columns.iter().all(|guessed| guessed.from.text() != name)
        };
        let may_be = self.sample.columns.iter().filter(|(name, profile)| {
            let is_of_ids = match profile.kind() {
                CellType::Text => true,
                CellType::Number => profile.numbers.decimals == 0 && profile.numbers.smallest > 99.0,
                _ => false,
            };
            let comes_again = profile.distinct > 2 && profile.distinct < profile.present;
            is_of_ids && comes_again && is_free(name) && Party::of(name).is_none()
        });
        may_be.map(|(name, _)| name.clone()).take(MOST).collect()
    }

    fn ask_who(&mut self, chosen: Option<&str>, others: &[String], may_be_nobody: bool) {
        let edit = |column: &String| vec![Edit::Column("customer_id".into(), ColumnSource::Source(column.clone()))];
        let mut answers: Vec<(&str, Vec<Edit>)> = chosen.map(|chosen| (chosen, Vec::new())).into_iter().collect();
        answers.extend(others.iter().map(|column| (column.as_str(), edit(column))));
        if may_be_nobody {
            answers.push(("nobody", vec![Edit::Without("customer_id".into())]));
        }
        let example = chosen.or(others.first().map(String::as_str)).and_then(|column| self.first(column));
        self.ask(Topic::Rivals, "customer_id", example, answers);
    }

    /// Whether two columns tell customers apart otherwise: one is empty where the other is not, or they do not go together one to one.
    fn names_others(&self, one: &str, other: &str) -> bool {
        let rows = self.cells.rows(&[one, other]);
        let (mut there, mut back): (HashMap<&str, &str>, HashMap<&str, &str>) = (HashMap::new(), HashMap::new());
        rows.iter().any(|row| match row.as_slice() {
            [Some(one), Some(other)] => {
                *there.entry(one).or_insert(other) != other.as_str()
                    || *back.entry(other).or_insert(one) != one.as_str()
            }
            [None, None] => false,
            _ => true,
        })
    }
}
