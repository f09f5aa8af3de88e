//! Which columns say yes or no of a row, and for which of the two is it a sale?

use super::super::parse;
use super::names::words;
use crate::lake::Fact;

/// What a row with yes is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    /// A sale, or a subscription that runs.
    For,
    /// None.
    Against,
    /// A subscription that is paused.
    Paused,
}

/// What says nothing in the name of a flag.
const BESIDE: &str = "is was has been flag order payment transaction invoice subscription sale fully ist wurde yn indicator kennzeichen bool";
const FOR_SALE: &str = "success successful succeeded paid captured completed settled approved accepted confirmed valid livemode live won \
                        bezahlt gezahlt erfolgreich gueltig gewonnen abgeschlossen";
const AGAINST_SALE: &str = "cancelled canceled cancel cancellation test sandbox testmode refunded refund voided void deleted returned return \
                            failed failure declined rejected chargeback chargedback disputed dispute reversed reversal draft duplicate fraud \
                            fraudulent lost unpaid open storniert storno erstattet rueckerstattet geloescht retourniert retoure testbestellung entwurf \
                            intern internal intercompany annule annulé annulée annulee annullato annullata anulado anulada cancelado \
                            cancelada geannuleerd anulowane anulowano avbruten";
const FOR_RUNNING: &str = "active live current enabled aktiv laufend paying";
const AGAINST_RUNNING: &str = "trial intrial trialing cancelled canceled cancellation churned churn ended expired inactive terminated deleted test \
                               draft lost gekuendigt beendet inaktiv probe testphase";
const PAUSED: &str = "paused onhold pausiert ruhend";

/// What a column by its name says of its rows with yes.
pub(super) fn of_name(table: Fact, column: &str) -> Option<Flag> {
    let is_among = |word: &str, list: &str| list.split_ascii_whitespace().any(|known| known == word);
    let told: Vec<String> = words(column).into_iter().filter(|word| !is_among(word, BESIDE)).collect();
    let joined = told.concat();
    let says =
        |lists: [(Flag, &str); 3]| lists.into_iter().find(|(_, list)| is_among(&joined, list)).map(|(flag, _)| flag);
    match table {
        Fact::Purchases => says([(Flag::For, FOR_SALE), (Flag::Against, AGAINST_SALE), (Flag::Paused, "")]),
        Fact::Subscriptions => {
            says([(Flag::For, FOR_RUNNING), (Flag::Against, AGAINST_RUNNING), (Flag::Paused, PAUSED)])
        }
        _ => None,
    }
}

/// Whether a cell says yes; nothing if it says neither. An empty cell says no.
pub(super) fn is_yes(word: &str) -> Option<bool> {
    const YES: [&str; 11] = ["1", "x", "on", "✓", "✔", "si", "sí", "sì", "oui", "tak", "s"];
    const NO: [&str; 8] = ["0", "", "off", "non", "-", "no", "nee", "nie"];
    let plain = word.trim().to_lowercase();
    parse::flag(&plain).or_else(|| {
        if YES.contains(&plain.as_str()) { Some(true) } else { NO.contains(&plain.as_str()).then_some(false) }
    })
}
