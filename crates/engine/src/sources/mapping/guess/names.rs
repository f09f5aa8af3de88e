//! Names that columns go by, in English and German.

use super::super::profile::Sample;
use crate::lake::Fact;

/// What those who buy go by.
pub(crate) const BUYERS: &str = "customerid customer customerno customernumber custid custno clientid client memberid \
                                 member donorid donor patientid patient buyerid buyer householdid subscriberid purchaserid purchaser kundennummer \
                                 kundennr kundenid kunde kdnr debitor debitornr debitorennummer mitgliedsnummer mitglied auftraggeber besteller \
                                 kaeufer soldtoparty soldto billto billtoparty shipto payer guest rechnungsempfaenger customeremail customername clientname \
                                 kundenname cliente clienteid codigocliente nombrecliente codicecliente acquirente compratore klant klantnummer \
                                 klantnaam afnemer klient klientid nabywca kontrahent acheteur codeclient nomclient raisonsociale destinataire \
                                 mieter mieternummer mandant mandantennummer asiakas kund kundnummer kundenavn kundenr zakaznik";
/// What those go by who may have bought, or be somebody else.
pub(crate) const PARTIES: &str = "accountid account userid user contactid caller kontonummer email emailaddress mail mailadresse companyname \
                                  company firma firmenname organisation organization contact kontakt requester recipient \
                                 courriel correo correoelectronico indirizzoemail";
const WHEN: &str =
    "at date datetime timestamp time createdat created when day datum zeitpunkt zeit tag angelegtam erstelltam";
const TEXTS: &str = "text comment comments feedback feedbacktext review reviewtext message verbatim body note notes description \
                     kommentar bemerkung nachricht freitext anmerkung";

/// The names a target column goes by, the most telling first.
#[expect(clippy::too_many_lines, reason = "one table of names, a line for each target")]
pub(crate) fn synonyms(fact: Fact, target: &str) -> String {
    let own = match (fact, target) {
        (Fact::Purchases, "purchase_id") => {
            "purchaseid orderid orderno ordernumber transactionid transactionno paymentid chargeid receiptid receiptno invoiceid invoiceno \
             invoicenumber lineid id bestellnummer bestellnr bestellid auftragsnummer auftragsnr rechnungsnummer rechnungsnr belegnummer belegnr"
        }
        (Fact::Purchases, "at") => {
            "purchasedat purchasedate orderdate orderedat invoicedate transactiondate paidat paymentdate saledate bestelldatum kaufdatum \
             rechnungsdatum belegdatum buchungsdatum auftragsdatum purchased purchasedon purchaseon ordered orderedon sold soldon soldat \
             bought boughton gekauftam verkauftam verkaufsdatum"
        }
        (Fact::Purchases, "amount") => {
            "amount totalamount total grandtotal linetotal subtotal totalprice revenue sales spend paid gross net value betrag gesamtbetrag \
             gesamtpreis summe umsatz nettobetrag bruttobetrag netto brutto rechnungsbetrag gesamt price preis charge"
        }
        (_, "currency") => {
            "currency currencycode ccy curr waehrung waehrungscode waehr devise divisa moneda moeda valuta valuuta waluta mena parabirimi"
        }
        (Fact::Purchases, "product") => {
            "product productid sku stockcode item itemid article articleno description productname artikel artikelnummer artikelnr produkt"
        }
        (Fact::Purchases, "refund_of") => {
            "refundof refundfor originalorder originalorderid refundedorder stornozu erstattungzu"
        }
        (_, "silo") => "silo department store branch salesteam abteilung filiale vertriebskanal niederlassung",
        (Fact::Subscriptions, "subscription_id") => {
            "subscriptionid subid contractid contractno contractnumber licenceid licenseid policyno id abonummer abonr aboid vertragsnummer \
             vertragsnr vertragsid"
        }
        (Fact::Subscriptions, "plan") => {
            "plan plantier planname planid tier package edition product tarif produkt paket"
        }
        (Fact::Subscriptions, "monthly") => {
            "mrr mrramount monthly monthlyamount monthlyprice monthlyfee monthlycharges monthlycharge monthlyrevenue amountpermonth \
             monatsbetrag monatspreis monatsgebuehr monatlich amount price betrag arr annualamount annualprice annualfee annualvalue \
             annualcontractvalue acv yearlyamount yearlyprice yearlyfee jahresbetrag jahrespreis jahresgebuehr quarterlyamount \
             quarterlyprice quarterlyfee quartalsbetrag quartalspreis"
        }
        (Fact::Subscriptions, "from") => {
            "from start startdate startedat startedon startsat begin begindate validfrom activefrom activatedat activatedon activationdate subscribedat createdat since von beginn \
             startdatum gueltigab gueltigvon vertragsbeginn laufzeitbeginn month period monat periode billingmonth snapshotdate stichtag \
             mois mes maand mese miesiac miesiąc"
        }
        (Fact::Subscriptions, "to") => {
            "to end enddate endedat endedon endsat finish validto activeto until expires expiresat expirydate churndate bis ende enddatum \
             gueltigbis vertragsende laufzeitende"
        }
        (_, "end_reason") => "endreason cancelreason cancellationreason cancelcode churnreason kuendigungsgrund",
        (_, "cancelled_on") => {
            "cancelledon cancelledat canceledon canceledat cancellationdate kuendigungsdatum gekuendigtam"
        }
        (_, "sequence") => "sequence sequencenumber sequenceno seqno eventnumber reihenfolge",
        (_, "billing_months") => "billingmonths intervalmonths monthsperbill abrechnungsmonate",
        (_, "status") => "status state zustand",
        (Fact::Customers, "as_of") => "asof snapshotdate stand stichtag",
        (Fact::Customers, "name") => {
            "name customername accountname companyname company fullname displayname organisation organization firma firmenname kundenname"
        }
        (Fact::Customers, "kind") => "kind customertype accounttype kundentyp kundenart",
        (Fact::Customers, "since") => {
            "since customersince signupdate signedupat signup joined joinedat joindate registeredat registrationdate createdat created kundeseit \
             registriertam anmeldedatum"
        }
        (Fact::Identities, "source_id") => "sourceid externalid foreignid sourcecustomerid quellid fremdid id",
        (_, "rule") => "rule matchrule regel",
        (_, "probability") => "probability score confidence wahrscheinlichkeit",
        (Fact::Touches, "touch_id") => {
            "touchid ticketid ticketno eventid usageid interactionid callid visitid activityid logid id ticketnummer vorgangsnummer ereignisid"
        }
        (Fact::Touches, "case_id") => {
            "caseid case casenumber incidentid incident number processid fallnummer fall vorgang"
        }
        (Fact::Touches, "touchpoint") => {
            "touchpoint activity conceptname event eventname eventtype featurename feature action step interactiontype ereignis aktivitaet schritt \
             kontaktpunkt"
        }
        (Fact::Touches, "channel") => "channel contacttype medium via kanal kontaktart",
        (Fact::Touches, "started_at") => {
            "startedat started starttime startdate submittedat openedat opened opendate reportedat usagedate eventdate eventtime calledat \
             timetimestamp eingangsdatum eroeffnetam beginn"
        }
        (_, "promised_by") => "promisedby dueat duedate due deadline sladue targetdate faelligam zugesagtbis termin",
        (_, "done_at") => {
            "doneat done closedat closed closedate resolvedat resolved solvedat solved completedat finishedat endedat endtime enddate erledigtam geschlossenam abgeschlossenam"
        }
        (_, "outcome") => "outcome result resolution resolutioncode status state ergebnis",
        (Fact::Feedback, "feedback_id") => {
            "feedbackid responseid surveyid reviewid answerid ticketid id antwortid umfrageid"
        }
        (Fact::Feedback, "at") => {
            "respondedat answeredat feedbackdate reviewdate surveydate responsedate closedat resolvedat submittedat bewertetam antwortdatum"
        }
        (_, "instrument") => "instrument survey surveyname questionnaire umfrage",
        (_, "score") => {
            "score rating satisfactionscore satisfaction nps npsscore csat ces stars grade likelihood bewertung note sterne punkte"
        }
        (_, "scale_min") => "scalemin minscore",
        (_, "scale_max") => "scalemax maxscore",
        (_, "text") => TEXTS,
        (Fact::Feedback, "touchpoint") => "touchpoint topic subject classname kontaktpunkt",
        (_, "rating_source") => "ratingsource platform portal",
        (_, "referral_id") => "referralid id empfehlungsnummer",
        (_, "from_customer") => {
            "fromcustomer referrer referrerid referredby referredbyid recommendedby advocate empfehler werber geworbenvon"
        }
        (_, "to_customer") => {
            "tocustomer referee refereeid referredcustomer referredid referral newcustomer geworbener neukunde"
        }
        (Fact::Referrals, "at") => "referredat referraldate empfohlenam",
        (Fact::ExchangeRates, "rate") => "rate exchangerate fxrate kurs wechselkurs",
        (Fact::ExchangeRates, "day") => "day date datum tag asof",
        (Fact::Reasons, "reason_id") => "reasonid churneventid cancellationid eventid id",
        (Fact::Reasons, "at") => {
            "churndate churnedat cancelledat canceledat cancellationdate lostat endedat kuendigungsdatum"
        }
        (Fact::Reasons, "code") => {
            "reasoncode reason code churnreason cancelreason cancellationreason kuendigungsgrund grund grundcode"
        }
        (_, "how_known") => "howknown knownby",
        _ => "",
    };
    let shared = match target {
        "customer_id" => return format!("{own} {BUYERS} {PARTIES}"),
        "at" | "started_at" => WHEN,
        "kind" if fact == Fact::Feedback => "feedbackkind feedbacktype",
        _ => "",
    };
    format!("{own} {shared}")
}

/// What sums go by that are part of an amount, or beside it.
const OTHER_SUMS: &str = "tax taxes vat gst discount discounts shipping freight postage fee fees tip tips cost costs refund refunds refunded \
                          commission balance deposit margin profit mwst ust steuer rabatt versand versandkosten porto gebuehr gebuehren kosten \
                          skonto provision trinkgeld";
/// What is counted or named rather than paid.
const NO_SUMS: &str =
    "exchange fx percent percentage pct prozent satz count number no nr id code items orders points weight zip plz";
/// What makes of a tax or the like what the sum is with or without.
const WITH_OR_WITHOUT: &str = "incl including inclusive inc with excl excluding exclusive ex exc without before after inkl inklusive \
                               exkl exklusive zzgl zuzueglich ohne mit vor nach";

/// Whether a column of numbers is by its name another sum than the amount, or none.
pub(crate) fn is_other_sum(column: &str) -> bool {
    let words = words(column);
    let is = |word: &String, list: &str| list.split_ascii_whitespace().any(|other| other == word);
    let is_beside = |at: usize| at > 0 && (0..at).any(|before| is(&words[before], WITH_OR_WITHOUT));
    words.iter().enumerate().any(|(at, word)| is(word, NO_SUMS) || is(word, OTHER_SUMS) && !is_beside(at))
}

/// Whether a column of numbers is by its name one of counts or ids.
pub(crate) fn is_counted(column: &str) -> bool {
    words(column).iter().any(|word| NO_SUMS.split_ascii_whitespace().any(|other| other == word))
        || likeness(column, QUANTITY) > 0.6
}

/// Whether a day is by its name one in a person's life.
pub(crate) fn is_of_a_person(column: &str) -> bool {
    const LIFE: &str = "birth birthdate birthday dob geburt geburtsdatum geburtstag";
    words(column).iter().any(|word| LIFE.split_ascii_whitespace().any(|other| other == word))
}

/// Whether a column by its name tells of a trial.
pub(crate) fn is_of_trial(column: &str) -> bool {
    words(column).iter().any(|word| matches!(word.as_str(), "trial" | "trials" | "probe" | "testphase" | "probezeit"))
}

/// What a count of things bought goes by.
pub(crate) const QUANTITY: &str = "quantity qty units count pieces seats seatcount licenses licences licensecount licencecount users usercount \
                                   unitcount noofunits numberofunits noofseats numberofseats numseats noofusers numberofusers numusers \
                                   numberoflicenses numberoflicences nooflicenses nooflicences pcs boxes packs tickets participants \
                                   persons pax nights hours menge anzahl stueck stueckzahl stk plaetze nutzer nutzerzahl lizenzen personen naechte stunden \
                                   quantité quantite qté cantidad quantità quantita qtà quantidade aantal stuks ilość ilosc antal";
/// What the price of one thing goes by.
pub(crate) const UNIT_PRICE: &str = "unitprice priceeach priceperunit itemprice unitamount price einzelpreis stueckpreis preis prixunitaire prix preciounitario precio \
     prezzounitario prezzo precounitario preçounitário eenheidsprijs stukprijs prijs cenajednostkowa styckpris";
/// What the time between two bills goes by.
pub(crate) const BILLING: &str = "billingfrequency billinginterval billingperiod billingcycle billingterm paymentfrequency paymentinterval interval frequency recurrence \
     abrechnung abrechnungsintervall abrechnungszeitraum abrechnungsperiode abrechnungszyklus abrechnungsturnus zahlweise zahlungsweise \
     zahlungsintervall zahlungsrhythmus zahlungsturnus intervall rhythmus turnus périodicité periodicite fréquence frequence facturation \
     periodicidad frecuencia facturación facturacion facturatie facturatieperiode betaalperiode betaalfrequentie periodiciteit frequentie \
     okresrozliczeniowy częstotliwość czestotliwosc periodicità periodicita frequenza fatturazione";

/// The column's name in lower-case words: `InvoiceDate` and `invoice_date` are both invoice, date.
pub(crate) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut before = ' ';
    for c in name.chars() {
        let begins = c.is_uppercase() && (before.is_lowercase() || before.is_ascii_digit())
            || c.is_ascii_digit() && before.is_alphabetic();
        if begins || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            match c.to_lowercase().next().unwrap_or(c) {
                'ä' => word.push_str("ae"),
                'ö' => word.push_str("oe"),
                'ü' => word.push_str("ue"),
                'ß' => word.push_str("ss"),
                other => word.push(other),
            }
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// How well a column's name fits one of some names, from 0 to 1.
pub(crate) fn likeness(column: &str, synonyms: &str) -> f64 {
    let words = words(column);
    let joined = words.concat();
    let score = |(at, synonym): (usize, &str)| {
        let rank = at as f64 * 0.0015;
        if joined == synonym {
            return 1.0 - rank;
        }
        let runs = (0..words.len()).any(|from| begin_with(&words[from..], synonym));
        if synonym.len() >= 3 && runs {
            return 0.7 - rank;
        }
        if synonym.len() >= 5 && joined.ends_with(synonym) { 0.55 - rank } else { 0.0 }
    };
    synonyms.split_ascii_whitespace().enumerate().map(score).fold(0.0, f64::max)
}

/// Whether the first of some words make up this one. A name of a thousand words is looked through once.
fn begin_with(words: &[String], word: &str) -> bool {
    let mut rest = word;
    for part in words {
        match rest.strip_prefix(part.as_str()) {
            Some("") => return true,
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    false
}

/// From here on a name is as good as the target's own.
pub(crate) const NAMED: f64 = 0.8;

/// Whether the name of a sum says money, but not which.
pub(crate) fn is_vague(rest: &str, table: Fact) -> bool {
    let list = match table {
        Fact::Subscriptions => "amount price betrag preis",
        _ => "price preis value net gross netto brutto paid charge spend sales",
    };
    list.split_ascii_whitespace().any(|known| words(rest).concat() == known)
}

/// The column whose name fits best.
pub(crate) fn best<'a>(sample: &'a Sample, synonyms: &str) -> Option<(&'a str, f64)> {
    best_of(sample, synonyms, |_| true)
}

/// The same among columns of some names only.
pub(crate) fn best_of<'a>(sample: &'a Sample, synonyms: &str, is_so: impl Fn(&str) -> bool) -> Option<(&'a str, f64)> {
    let among = sample.columns.iter().map(|(name, _)| name.as_str()).filter(|name| is_so(name));
    let scored = among.map(|name| (name, likeness(name, synonyms)));
    scored.filter(|(_, score)| *score > 0.0).max_by(|(_, one), (_, other)| one.total_cmp(other))
}

/// The name of a column in SQL.
pub(crate) fn sql_name(name: &str) -> String {
    const WORDS: [&str; 40] = [
        "all",
        "and",
        "as",
        "asc",
        "between",
        "by",
        "case",
        "date",
        "default",
        "desc",
        "distinct",
        "end",
        "false",
        "from",
        "group",
        "having",
        "in",
        "interval",
        "into",
        "is",
        "join",
        "like",
        "limit",
        "not",
        "null",
        "offset",
        "on",
        "or",
        "order",
        "select",
        "set",
        "table",
        "time",
        "timestamp",
        "to",
        "true",
        "union",
        "user",
        "values",
        "where",
    ];
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !WORDS.contains(&name.to_lowercase().as_str());
    if plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// An expression in which a column is called by another name; no part of a longer name is taken for it.
pub(crate) fn renamed(text: &str, name: &str, by: &str) -> String {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '"');
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        out.push_str(before);
        let is_whole = !out.ends_with(is_part) && !after.starts_with(is_part);
        out.push_str(if is_whole { by } else { name });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_however_it_is_written() {
        for name in ["InvoiceDate", "invoice_date", "INVOICE DATE", "Invoice-Date", "Rechnungsdatum", "invoiceDate2"] {
            assert!(likeness(name, &synonyms(Fact::Purchases, "at")) > 0.5, "{name}: {:?}", words(name));
        }
        assert!(likeness("Währung", &synonyms(Fact::Purchases, "currency")) > 0.9);
        assert!(likeness("Kundennummer", &synonyms(Fact::Purchases, "customer_id")) > 0.9);
        assert!(likeness("churn_flag", &synonyms(Fact::Subscriptions, "monthly")) < 0.1);
    }
}
