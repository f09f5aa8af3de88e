//! What do words say of a row: is it a sale, none, money given back, a subscription that runs, an answer that never came?

use super::super::rows::RowMeaning;
use super::names::words;

/// Names of columns that say what became of a row: paid, cancelled, pending.
pub(super) const STATES: &str = "status state stage paymentstatus financialstatus orderstatus invoicestatus dealstage transactionstatus chargestatus \
     subscriptionstatus zustand stadium bestellstatus zahlungsstatus rechnungsstatus auftragsstatus result outcome phase ergebnis \
     orderphase paymentresult statut estado stato etat état";
/// Names of columns that say of which kind a row is: a sale, a refund, a fee.
pub(super) const KINDS: &str = "type kind transactiontype recordtype entrytype doctype documenttype ordertype linetype invoicetype art typ vorgangsart \
     belegart buchungsart transaktionsart belegtyp belegartbez vorgang buchungstyp vorgangstyp action eventtype transaction \
     sollhaben sollhabenkennzeichen habensoll drcr crdr debitcredit creditdebit tipo soort";
/// What else may have a kind.
const OF_SOMETHING_ELSE: &str = "customer client user member account contact company business plan product item article payment card shipping delivery tax price \
     currency device channel address method kunden kunde zahlungs zahlung versand produkt artikel konto room ticket mitglieds";

const SALES: &str = "completed complete paid succeeded success successful captured settled fulfilled shipped delivered closedwon won \
                     confirmed processed approved invoiced sale sales order purchase charge payment invoice debit done accepted \
                     bezahlt abgeschlossen erledigt versendet geliefert gewonnen verkauf rechnung zahlung bestellung erfolgreich \
                     gezahlt facture vente paiement payé payée factura venta pagado fattura vendita pagato factuur betaald";
const NO_SALES: &str = "cancelled canceled cancel cancellation failed failure declined denied rejected pending draft void voided \
                        uncollectible expired abandoned incomplete requirespaymentmethod requiresaction onhold trash checkoutdraft quote \
                        quotation estimate test unpaid closedlost lost duplicate error fee stripefee fees payout transfer topup \
                        storniert abgebrochen fehlgeschlagen abgelehnt entwurf verloren angebot ungueltig ausstehend gebuehr auszahlung \
                        unbezahlt annulé annulée annule annulee échoué échouée refusé refusée devis cancelado cancelada anulado fallido \
                        rechazado presupuesto annullato fallito geannuleerd mislukt offerte";
const REFUNDS: &str = "refund refunds refunded return returned chargeback credit creditnote creditmemo reversal reversed storno gutschrift \
                       erstattung rueckerstattung rueckgabe retoure erstattet rueckerstattet avoir remboursé remboursée rembourse \
                       remboursement reembolso reembolsado devuelto rimborso rimborsato terugbetaald creditnota notadecredito";
/// Those of them that name the row itself rather than what became of it.
const REFUND_ROWS: &str = "refund refunds return chargeback creditnote creditmemo reversal storno gutschrift erstattung rueckerstattung \
                           rueckgabe retoure avoir remboursement reembolso rimborso creditnota notadecredito";
const PARTLY: &str = "partiallyrefunded partialrefund teilweiseerstattet";
/// The two sides of a book: which of them a sale stands on depends on whose book it is.
const SIDES: [(&str, &str); 2] =
    [("credit", "cr haben h in income einnahme einnahmen"), ("debit", "dr soll s out expense ausgabe ausgaben")];

/// Words that speak against their row in whichever column and beside whatever other words they stand.
const AGAINST: &str = "cancelled canceled cancellation failed failure declined denied rejected voided uncollectible unpaid refund refunds \
                       refunded chargeback chargebacks reversal storno storniert abgebrochen fehlgeschlagen abgelehnt gutschrift \
                       erstattung erstattet rueckerstattung rueckerstattet unbezahlt annulé annulée échoué remboursé remboursée \
                       cancelado reembolsado anulado annullato rimborsato geannuleerd terugbetaald pledge pledged proforma intercompany";

const RUNNING: &str = "active live current pastdue subscribed aktiv laufend";
const ENDED: &str =
    "canceled cancelled ended expired churned terminated inactive nonrenewing gekuendigt beendet abgelaufen inaktiv";
const NOT_YET: &str =
    "trialing trial intrial incomplete incompleteexpired draft pending future test entwurf testphase probe";
const PAUSED: &str = "paused onhold pausiert ruhend";
/// Of these one in any column says that a subscription does not run.
const NOT_RUNNING: &str = "canceled cancelled churned terminated trialing intrial paused gekuendigt pausiert testphase";

/// An answer that was never given.
const NO_ANSWERS: &str = "notresponded noresponse noanswer unanswered notanswered bounced bounce optedout optout unsubscribed notsent sent \
                          delivered opened undelivered skipped expired pending incomplete partial disqualified spam test keineantwort \
                          nichtbeantwortet unbeantwortet abgebrochen offen";
/// Tickets and the like behind which there was no case of its own.
const NO_CASES: &str = "spam merged deleted duplicate junk trash suspended test zusammengefuehrt geloescht dublette";

/// Whether a word stands in a list, however it is written.
pub(super) fn is_among(word: &str, list: &str) -> bool {
    let joined = words(word).concat();
    list.split_ascii_whitespace().any(|known| known == joined)
}

/// Whether a part of a text stands in a list.
pub(super) fn has_among(text: &str, list: &str) -> bool {
    words(text).iter().any(|word| list.split_ascii_whitespace().any(|known| known == word))
}

/// What a word of a column of states or kinds says of a purchase, but for what was given back.
pub(super) fn of_purchase(word: &str) -> Option<RowMeaning> {
    if is_among(word, SALES) {
        Some(RowMeaning::Count)
    } else {
        is_among(word, NO_SALES).then_some(RowMeaning::LeaveOut)
    }
}

pub(super) fn is_refund(word: &str) -> bool {
    is_among(word, REFUNDS)
}

pub(super) fn is_partial_refund(word: &str) -> bool {
    is_among(word, PARTLY)
}

/// The side of a book that a word names: true for the credit side.
pub(super) fn side(word: &str) -> Option<bool> {
    let at = SIDES.iter().position(|(name, others)| is_among(word, name) || is_among(word, others))?;
    Some(at == 0)
}

/// What a word says of a purchase that stands in a column of any name; nothing of a word that is known for nothing.
pub(super) fn hint_of_purchase(word: &str) -> Option<RowMeaning> {
    if is_among(word, REFUND_ROWS) {
        return Some(RowMeaning::Refund);
    }
    if is_refund(word) {
        return Some(RowMeaning::LeaveOut);
    }
    of_purchase(word).or_else(|| has_among(word, AGAINST).then_some(RowMeaning::LeaveOut))
}

/// Whether a word speaks against its row, whatever the column is.
pub(super) fn is_against_purchase(word: &str) -> bool {
    has_among(word, AGAINST)
}

/// What a word says of a subscription in a column of any name.
pub(super) fn hint_of_subscription(word: &str) -> Option<RowMeaning> {
    if is_running(word) {
        return Some(RowMeaning::Count);
    }
    let is_none = is_not_yet(word) || is_ended(word) || is_paused(word);
    is_none.then_some(RowMeaning::LeaveOut)
}

pub(super) fn is_against_subscription(word: &str) -> bool {
    is_among(word, NOT_RUNNING)
}

pub(super) fn is_running(word: &str) -> bool {
    is_among(word, RUNNING)
}

pub(super) fn is_ended(word: &str) -> bool {
    is_among(word, ENDED)
}

pub(super) fn is_not_yet(word: &str) -> bool {
    is_among(word, NOT_YET)
}

pub(super) fn is_paused(word: &str) -> bool {
    is_among(word, PAUSED)
}

pub(super) fn is_no_answer(word: &str) -> bool {
    is_among(word, NO_ANSWERS)
}

pub(super) fn is_no_case(word: &str) -> bool {
    has_among(word, NO_CASES)
}

/// Whether a column by its name says of which kind something else than its rows is, as "payment type" does.
pub(super) fn is_of_something_else(column: &str) -> bool {
    has_among(column, OF_SOMETHING_ELSE)
}
