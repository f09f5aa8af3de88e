//! Which rows are sales? Columns that say what became of a row, or of which kind it is, decide; where a word of theirs is not known, a
//! person does.

use super::super::document::ColumnSource;
use super::super::rows::{RowMeaning, RowWords, plain};
use super::guesser::{Guesser, OpenQuestion, mentions, replacements};
use super::names::sql_name;
use super::names::{self, words};
use super::note::Note;
use super::question::{Edit, Topic};
use crate::lake::Fact;

/// What a column says of a row by its words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Says {
    /// What became of it: paid, cancelled, pending.
    State,
    /// Of which kind it is: a sale, a refund, a fee.
    Kind,
}

const STATES: &str = "status state stage paymentstatus financialstatus orderstatus invoicestatus dealstage transactionstatus chargestatus \
                      subscriptionstatus zustand stadium bestellstatus zahlungsstatus rechnungsstatus auftragsstatus";
const KINDS: &str = "type kind transactiontype recordtype entrytype doctype documenttype ordertype linetype invoicetype art typ vorgangsart \
                     belegart buchungsart transaktionsart";
/// Words in the name of a sum that was given back, and those that make it something else.
const REFUNDED: &str = "refund refunds refunded erstattet erstattung erstattungsbetrag rueckerstattung gutschrift";
const OF_REFUNDS: &str =
    "id no nr number nummer date at on datum day reason grund count quantity qty menge status type by for of";
const GONE: &str =
    "cancelledat canceledat cancelleddate canceleddate cancelledon voidedat voideddate deletedat storniertam";

const SALES: &str = "completed complete paid succeeded success successful captured settled fulfilled shipped delivered closedwon won \
                     confirmed processed approved invoiced sale sales order purchase charge payment invoice debit \
                     bezahlt abgeschlossen erledigt versendet geliefert gewonnen verkauf rechnung zahlung bestellung";
const NO_SALES: &str = "cancelled canceled cancel cancellation failed failure declined denied rejected pending draft void voided \
                        uncollectible expired abandoned incomplete requirespaymentmethod requiresaction onhold trash checkoutdraft quote \
                        quotation estimate test unpaid closedlost lost duplicate error fee stripefee fees payout transfer topup \
                        storniert abgebrochen fehlgeschlagen abgelehnt entwurf verloren angebot ungueltig ausstehend gebuehr auszahlung";
const REFUNDS: &str = "refund refunds refunded return returned chargeback credit creditnote creditmemo reversal reversed storno gutschrift \
                       erstattung rueckerstattung rueckgabe retoure erstattet";
const PARTLY: &str = "partiallyrefunded partialrefund teilweiseerstattet";

const RUNNING: &str = "active live current pastdue subscribed aktiv laufend";
pub(super) const ENDED: &str =
    "canceled cancelled ended expired churned terminated inactive nonrenewing gekuendigt beendet abgelaufen inaktiv";
const NOT_YET: &str =
    "trialing trial intrial incomplete incompleteexpired draft pending future test entwurf testphase probe";
const PAUSED: &str = "paused onhold pausiert ruhend";

pub(super) fn is_among(word: &str, list: &str) -> bool {
    let joined = words(word).concat();
    list.split_ascii_whitespace().any(|known| known == joined)
}

/// Whether a column by its name holds what was given back.
fn is_sum_given_back(column: &str) -> bool {
    let words = words(column);
    let any = |list: &str| words.iter().any(|word| list.split_ascii_whitespace().any(|known| known == word));
    any(REFUNDED) && !any(OF_REFUNDS)
}

impl Guesser<'_> {
    /// Finds the columns that say which rows count, and lets them.
    pub(super) fn which_rows_count(&mut self) {
        let table = self.mapping.table;
        if !matches!(table, Fact::Purchases | Fact::Subscriptions) {
            return;
        }
        if table == Fact::Purchases {
            self.cancelled_rows();
        }
        let names: Vec<String> = self.sample.columns.iter().map(|(name, _)| name.clone()).collect();
        for column in names {
            let own = |list: &str| names::likeness(&column, list);
            let says = if own(STATES) > 0.6 {
                Says::State
            } else if own(KINDS) > 0.6 && table == Fact::Purchases {
                Says::Kind
            } else {
                continue;
            };
            let is_status = self.chosen("status") == Some(&column);
            if self.columns.iter().any(|guessed| mentions(guessed.from.text(), &column)) && !is_status {
                continue;
            }
            if let Some(words) = self.words(&column) {
                self.rows_by_words(&column, says, &words);
            }
        }
    }

    fn rows_by_words(&mut self, column: &str, says: Says, words: &[(String, u64)]) {
        let meanings: Vec<(String, Option<RowMeaning>)> =
            words.iter().map(|(word, _)| (word.clone(), self.meaning(column, says, word))).collect();
        let known = meanings.iter().filter(|(word, meaning)| meaning.is_some() && !word.is_empty()).count();
        if known == 0 && (says == Says::Kind || words.iter().all(|(word, _)| word.is_empty())) {
            return;
        }
        let mut decided = RowWords::default();
        for (word, meaning) in &meanings {
            // An empty cell says nothing against its row.
            let meaning = meaning.or_else(|| word.is_empty().then_some(RowMeaning::Count));
            decided.put(word, meaning.unwrap_or(RowMeaning::LeaveOut));
        }
        let unknown = meanings.iter().any(|(word, meaning)| meaning.is_none() && !word.is_empty());
        if self.mapping.table == Fact::Subscriptions {
            self.pauses(column, words);
        }
        if unknown {
            let mut all = RowWords::default();
            let mut with_unknown = RowWords::default();
            for (word, meaning) in &meanings {
                all.put(word, RowMeaning::Count);
                with_unknown.put(word, meaning.unwrap_or(RowMeaning::Count));
            }
            let rows = |words: RowWords| vec![Edit::Rows(column.to_owned(), words)];
            let mut answers =
                vec![("only_known".to_owned(), rows(decided)), ("unknown_count".to_owned(), rows(with_unknown))];
            if known == 0 {
                answers.remove(0);
            }
            // Where all known words count, these two would say the same.
            if meanings.iter().any(|(_, meaning)| meaning.is_some_and(|meaning| meaning != RowMeaning::Count)) {
                answers.push(("all_count".to_owned(), rows(all)));
            }
            self.questions.push(OpenQuestion {
                topic: Topic::Rows,
                about: column.to_owned(),
                example: self.first(column),
                words_of: Some(column.to_owned()),
                answers,
            });
        } else {
            self.mapping.rows.insert(column.to_owned(), decided);
        }
    }

    fn meaning(&self, column: &str, says: Says, word: &str) -> Option<RowMeaning> {
        if self.mapping.table == Fact::Subscriptions {
            return if is_among(word, RUNNING) || is_among(word, PAUSED) {
                Some(RowMeaning::Count)
            } else if is_among(word, NOT_YET) {
                Some(RowMeaning::LeaveOut)
            } else if is_among(word, ENDED) && self.ends_where(column, word) {
                Some(RowMeaning::Count)
            } else {
                None
            };
        }
        if is_among(word, SALES) {
            return Some(RowMeaning::Count);
        }
        if is_among(word, NO_SALES) {
            return Some(RowMeaning::LeaveOut);
        }
        let nets = self.money().is_some_and(|(_, from)| {
            self.sample.columns.iter().any(|(name, _)| is_sum_given_back(name) && mentions(from, name))
        });
        if is_among(word, PARTLY) {
            return nets.then_some(RowMeaning::Count);
        }
        if !is_among(word, REFUNDS) {
            return None;
        }
        match says {
            Says::Kind => Some(RowMeaning::Refund),
            // A sale that was given back in whole is none, and what was given back is subtracted where a column tells it.
            Says::State if nets => Some(RowMeaning::Count),
            Says::State => match self.signs_where(column, word) {
                (0, 1..) => Some(RowMeaning::Count),
                (1.., 0) => Some(RowMeaning::LeaveOut),
                _ => None,
            },
        }
    }

    /// How many amounts above zero, and how many below, stand in the rows with a word.
    fn signs_where(&self, column: &str, word: &str) -> (u64, u64) {
        // The sign of what is computed is not seen.
        let Some((_, money)) = self.money().filter(|(_, from)| self.profile(from).is_some()) else { return (0, 0) };
        let mut signs = (0, 0);
        for row in self.cells.rows(&[column, money]) {
            let [Some(said), Some(amount)] = row.as_slice() else { continue };
            if plain(said) == plain(word) {
                let is_below = amount.trim_start().starts_with(['-', '(', '−']) || amount.trim_end().ends_with('-');
                if is_below { signs.1 += 1 } else { signs.0 += 1 }
            }
        }
        signs
    }

    /// Whether all subscriptions with a word have an end, so that they count up to it.
    fn ends_where(&self, column: &str, word: &str) -> bool {
        let Some(end) = self.chosen("to") else { return false };
        self.cells.rows(&[column, end]).iter().all(|row| {
            let said = row.first().cloned().flatten().unwrap_or_default();
            plain(&said) != plain(word) || row.get(1).is_some_and(Option::is_some)
        })
    }

    /// Paused subscriptions are known by a word of their own.
    fn pauses(&mut self, column: &str, words: &[(String, u64)]) {
        self.drop_target("status");
        if words.iter().any(|(word, _)| is_among(word, PAUSED)) {
            let by = |word: &str| if is_among(word, PAUSED) { "paused" } else { "active" };
            let said = words.iter().filter(|(word, _)| !word.is_empty()).map(|(word, _)| (word.as_str(), by(word)));
            self.mapping.words.insert(column.to_owned(), replacements(said));
            self.choose(
                "status",
                ColumnSource::Source(column.to_owned()),
                super::guesser::Confidence::Likely,
                format!("{column} says which are paused"),
            );
        }
    }

    /// What was given back is taken off, where a column of its own tells it.
    pub(super) fn refunded_amounts(&mut self) {
        let Some(("amount", amount)) = self.money() else { return };
        let amount = amount.to_owned();
        let found = self.sample.columns.iter().find(|(name, profile)| {
            *name != amount && is_sum_given_back(name) && profile.numbers.count * 2 > profile.present
        });
        let Some((refunded, profile)) = found else { return };
        if profile.numbers.smallest >= 0.0 {
            let name = if self.profile(&amount).is_some() { sql_name(&amount) } else { amount.clone() };
            let net = format!("{name} - coalesce({}, 0)", sql_name(refunded));
            let refunded = refunded.clone();
            self.choose_expression("amount", net, format!("{amount} less what {refunded} gave back"));
            self.notes.push(Note::Refunded { column: amount, refunded });
        }
    }

    /// Rows with a day on which they were cancelled are none.
    fn cancelled_rows(&mut self) {
        let found = names::best(self.sample, GONE).filter(|(_, likeness)| *likeness > 0.8);
        let Some((column, _)) = found else { return };
        let column = column.to_owned();
        let Some(first) = self.first(&column) else { return };
        let rows = self.profile(&column).map_or(0, |profile| profile.present as u64);
        self.mapping.condition = Some(format!("{} IS NULL", sql_name(&column)));
        self.notes.push(Note::Cancelled { column, rows, first });
    }

    /// Tells what the words decide, with what their rows add up to.
    pub(super) fn tell_which_rows_count(&mut self) {
        let columns: Vec<(String, RowWords)> =
            self.mapping.rows.iter().map(|(column, words)| (column.clone(), words.clone())).collect();
        for (column, decided) in columns {
            let counts = self.counts(&column, &self.mapping);
            let told =
                counts.into_iter().filter_map(|count| decided.meaning(&count.word).map(|meaning| (count, meaning)));
            let words: Vec<_> = told.collect();
            if !words.is_empty() {
                self.notes.push(Note::Rows { column, words });
            }
        }
    }
}
