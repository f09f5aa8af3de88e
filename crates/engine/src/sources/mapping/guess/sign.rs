//! Which rows give money back though their amounts are above zero? Those that name the sale they take back, those with fewer than no pieces,
//! or all of a file of refunds. A person says.

use std::collections::{BTreeMap, HashSet};

use super::super::document::CellType;
use super::super::profile::Profile;
use super::guesser::Guesser;
use super::names::{QUANTITY, likeness, sql_name, words};
use super::question::{Edit, Example, Topic};
use super::sale_words::has_among;

/// Words in the name of a column that make of all its rows money given back.
const OF_REFUNDS: &str = "refund refunds creditnote creditmemo gutschrift gutschriften erstattung rueckerstattung retoure storno \
                          stornorechnung avoir reembolso rimborso";
/// Words that make of such a name one of a sum, or of something about the refund.
const OF_SUMS: &str = "amount sum total betrag of for tax vat mwst shipping versand freight fee fees gebuehr reason grund type status by count qty quantity";
/// What stands beside them in the name of an id or a day.
const OF_ROWS: &str = "id no nr number num nummer key ref date day at on datum tag am";

/// Words in the names of columns that number their rows, and of those that name another row.
const OF_NUMBERS: &str = "id no nr num number nummer invoice order receipt document transaction voucher beleg rechnung bestellung auftrag dokument \
                          rechnungsnummer rechnungsnr belegnummer belegnr bestellnummer bestellnr auftragsnummer auftragsnr dokumentnummer \
                          invoiceno invoicenumber orderno ordernumber";
const OF_ANOTHER: &str = "of for parent original credits credited reverses reversed corrects corrected cancels related ref reference bezug zu storno";
/// How numbers of refunds begin.
const PREFIXES: &str =
    "gs gu gut cn crn cm cr credit rk rek av avoir nc ret retour rma ref rfd refund rf sto storno kn sr";

/// Whether a number that begins so is that of a refund, by the first letters of its beginning: `GS`, `GS-O`.
fn is_of_refunds(prefix: &str) -> bool {
    let first = prefix.split(|sign: char| !sign.is_alphabetic()).find(|part| !part.is_empty()).unwrap_or_default();
    let first = first.to_lowercase();
    PREFIXES.split_ascii_whitespace().any(|known| known == first)
}

/// The letters before the digits of a number; none where it is of digits alone.
fn prefix_of(id: &str) -> Option<&str> {
    let digits = id.find(|sign: char| sign.is_ascii_digit())?;
    let prefix = id[..digits].trim_end_matches(['-', '_', '/', ' ', '.']);
    // What else may stand there would mean something in a condition.
    prefix.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '-' | '_')).then_some(prefix)
}

impl Guesser<'_> {
    /// Asks about rows above zero that may be refunds.
    pub(super) fn rows_that_give_back(&mut self) {
        let Some(amount) = self.price.clone() else { return };
        let refund_of = self.chosen("refund_of").filter(|from| self.profile(from).is_some()).map(str::to_owned);
        if let Some(column) = refund_of {
            let name = sql_name(&column);
            let first = self.first_above_zero(&amount, &column, |_| true);
            self.ask_about_signs(&column, first, format!("{name} IS NOT NULL"));
        } else if let Some(column) = self.column_of_other_rows() {
            let first = self.first_above_zero(&amount, &column, |_| true);
            self.ask_about_signs(&column, first, format!("{} IS NOT NULL", sql_name(&column)));
        } else if let Some((column, prefixes)) = self.prefixes_of_refunds() {
            let begins = |id: &str| prefix_of(id).is_some_and(|prefix| prefixes.iter().any(|known| known == prefix));
            let first = self.first_above_zero(&amount, &column, begins);
            let condition = format!("{} ~ '^({})[-_/. ]*[0-9]'", sql_name(&column), prefixes.join("|"));
            self.ask_whether_below_zero(&column, first, condition);
        } else if let Some(column) = self.column_of_refunds() {
            let is_below = self.profile(&amount).is_none_or(|profile| profile.numbers.smallest < 0.0);
            let first = self.first(&column).filter(|_| !is_below);
            self.ask_about_signs(&column, first, "true".to_owned());
        }
        let fewer = self.sample.columns.iter().find(|(name, profile)| {
            *name != amount && likeness(name, QUANTITY) > 0.6 && profile.numbers.smallest < 0.0
        });
        if let Some(pieces) = fewer.map(|(name, _)| name.clone()).filter(|pieces| !self.is_made_of(pieces)) {
            let is_below_zero = |cell: &str| cell.trim_start().starts_with(['-', '−', '(']);
            let first = self.first_above_zero(&amount, &pieces, is_below_zero);
            self.ask_about_signs(&pieces, first, format!("{} < 0", sql_name(&pieces)));
        }
    }

    /// Columns that number the rows by their names: each cell is another one.
    fn columns_of_numbers(&self) -> Vec<String> {
        let is_number = |(name, profile): &&(String, Profile)| {
            let is_named = has_among(name, OF_NUMBERS) && profile.kind() != CellType::Date;
            let is_one_each = profile.absent == 0 && profile.present > 2 && profile.distinct == profile.present;
            self.chosen("purchase_id") == Some(name) || (is_named && is_one_each && Some(name) != self.price.as_ref())
        };
        self.sample.columns.iter().filter(is_number).map(|(name, _)| name.clone()).collect()
    }

    /// A column in which some rows name the number of another row, and the others nothing: the sale that they take back, perhaps. That a
    /// plain number occurs among others is chance, unless the column is called so.
    fn column_of_other_rows(&self) -> Option<String> {
        let names_some = |(name, profile): &&(String, Profile)| {
            let is_text = profile.kind() == CellType::Text || has_among(name, OF_ANOTHER);
            profile.absent > 0 && profile.present > 0 && is_text && !self.is_used(name)
        };
        let sparse: Vec<&String> = self.sample.columns.iter().filter(names_some).map(|(name, _)| name).collect();
        for id in self.columns_of_numbers().iter().filter(|_| !sparse.is_empty()) {
            let own = |row: Vec<Option<String>>| row.into_iter().next()?;
            let ids: HashSet<String> = self.cells.rows(&[id]).into_iter().filter_map(own).collect();
            let names_others = |name: &str| {
                let rows = self.cells.rows(&[id, name]);
                let mut named = rows.iter().filter_map(|row| Some((row.first()?.as_ref(), row.get(1)?.as_ref()?)));
                named.all(|(own, other)| ids.contains(other) && own != Some(other))
            };
            if let Some(found) = sparse.iter().find(|name| *name != &id && names_others(name)) {
                return Some((*found).clone());
            }
        }
        None
    }

    /// The column of numbers and how those of refunds begin, where the numbers of the others begin otherwise, as in `RE-17` and `GS-18`.
    fn prefixes_of_refunds(&self) -> Option<(String, Vec<String>)> {
        const MOST: usize = 6;
        self.columns_of_numbers().into_iter().find_map(|id| {
            let mut prefixes: BTreeMap<String, u64> = BTreeMap::new();
            for row in self.cells.rows(&[&id]) {
                *prefixes.entry(prefix_of(row.first()?.as_deref()?)?.to_owned()).or_default() += 1;
            }
            let all: u64 = prefixes.values().sum();
            let kinds = prefixes.len();
            prefixes.retain(|prefix, _| is_of_refunds(prefix));
            let refunds: u64 = prefixes.values().sum();
            // Those that the amount goes by already.
            let amount = self.money().map(|(_, from)| from).filter(|_| self.is_made_of(&id)).unwrap_or_default();
            prefixes.retain(|prefix, _| !amount.split(['(', '|', ')']).any(|known| known == prefix));
            let found: Vec<String> = prefixes.into_keys().collect();
            (!found.is_empty() && kinds <= MOST && refunds * 2 < all).then_some((id, found))
        })
    }

    /// Whether the amount is made of a column.
    fn is_made_of(&self, column: &str) -> bool {
        self.money().is_some_and(|(_, from)| from.contains(&sql_name(column)))
    }

    /// A column that every row fills and whose name is that of refunds: their number or their day.
    fn column_of_refunds(&self) -> Option<String> {
        let is_of_refunds = |name: &str| {
            let parts = words(name);
            let pairs = parts.windows(2).map(<[String]>::concat);
            let is_named = parts.iter().cloned().chain(pairs).any(|part| has_among(&part, OF_REFUNDS));
            is_named && !has_among(name, OF_SUMS) && (has_among(name, OF_ROWS) || parts.len() <= 2)
        };
        let found = self.sample.columns.iter().find(|(name, profile)| {
            let varies = profile.distinct * 2 > profile.present;
            let has_marks = profile.numbers.points + profile.numbers.commas > 0;
            profile.absent == 0 && profile.present > 0 && varies && !has_marks && is_of_refunds(name)
        });
        found.map(|(name, _)| name.clone())
    }

    /// The first row with such a cell whose amount is above zero.
    fn first_above_zero(&self, amount: &str, column: &str, is_so: impl Fn(&str) -> bool) -> Option<Example> {
        let amounts = self.cells.rows(&[amount]);
        let mut found = None;
        let mut at = 0;
        self.cells.each(column, |row, cell| {
            let sum = amounts.get(at).and_then(|cells| cells.first()?.as_deref());
            at += 1;
            let is_above = sum.is_some_and(|sum| {
                sum.contains(|c: char| ('1'..='9').contains(&c)) && !sum.trim_start().starts_with(['-', '−', '('])
            });
            if let (None, true, Some(value)) = (&found, is_above, cell.map(|cell| cell.show()))
                && is_so(&value)
            {
                found = Some(Example { row, value });
            }
        });
        found
    }

    fn ask_about_signs(&mut self, column: &str, example: Option<Example>, of_rows: String) {
        if !self.is_made_of(column) {
            self.ask_whether_below_zero(column, example, of_rows);
        }
    }

    fn ask_whether_below_zero(&mut self, column: &str, example: Option<Example>, of_rows: String) {
        let Some((target, _)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else { return };
        if example.is_none() || self.is_asked_about(column) {
            return;
        }
        let columns: Vec<String> = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
        let target = target.trim_end_matches("_minor").to_owned();
        let refunds = vec![Edit::Negative { target, of_rows, columns }];
        self.ask(Topic::GivenBack, column, example, vec![("refunds", refunds), ("sales", Vec::new())]);
    }
}
