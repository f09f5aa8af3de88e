//! Which canonical table do rows belong to that nobody has said anything about?

use super::super::document::CellType;
use super::super::profile::Sample;
use super::guesser::Confidence;
use super::names::{QUANTITY, UNIT_PRICE, best, likeness, synonyms, words};
use crate::lake::Fact;

/// Words in the name of a file that speak for a table.
const FILES: [(Fact, &str); 9] = [
    (Fact::Reasons, "churn cancellation cancellations reason reasons kuendigung kuendigungen"),
    (Fact::Subscriptions, "subscription subscriptions contract contracts licences licenses abo abos vertrag vertraege"),
    (
        Fact::Purchases,
        "order orders invoice invoices purchase purchases sales retail transaction transactions payments bestellungen rechnungen umsatz \
         umsaetze auftraege kaeufe",
    ),
    (Fact::Feedback, "feedback review reviews survey surveys nps csat rating ratings umfrage umfragen bewertungen"),
    (
        Fact::Touches,
        "ticket tickets usage event events touch touches incident incidents log calls visits helpdesk vorgaenge kontakte",
    ),
    (Fact::Customers, "customer customers account accounts client clients member members kunde kunden mitglieder"),
    (Fact::Referrals, "referral referrals empfehlungen"),
    (Fact::ExchangeRates, "rates fx exchange kurse wechselkurse"),
    (Fact::Identities, "identity identities xref crosswalk identitaeten"),
];

/// The table that fits best, how sure that is, and why.
pub(crate) fn guess(file: &str, sample: &Sample) -> (Fact, Confidence, String) {
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let file_words = words(stem);
    let mut scored: Vec<(f64, Fact, String)> = FILES
        .into_iter()
        .map(|(fact, hints)| {
            let named = hints.split_ascii_whitespace().find(|hint| file_words.iter().any(|word| word == hint));
            let (columns, why) = by_columns(fact, sample);
            let why = match named {
                Some(hint) => {
                    format!("the file's name says '{hint}'{}{why}", if why.is_empty() { "" } else { " and " })
                }
                None => why,
            };
            (columns + if named.is_some() { 3.0 } else { 0.0 }, fact, why)
        })
        .collect();
    scored.sort_by(|(one, ..), (other, ..)| other.total_cmp(one));
    let lead = scored[0].0 - scored[1].0;
    let (score, fact, why) = scored.swap_remove(0);
    let confidence = match (score, lead) {
        (4.0.., 1.5..) => Confidence::Sure,
        (2.5.., _) => Confidence::Likely,
        _ => Confidence::Unsure,
    };
    (fact, confidence, if why.is_empty() { "nothing speaks for another table".into() } else { why })
}

/// What the columns say for a table.
fn by_columns(fact: Fact, sample: &Sample) -> (f64, String) {
    let find = |target: &str| best(sample, &synonyms(fact, target)).filter(|(_, score)| *score > 0.6);
    let strong = |target: &str| find(target).filter(|(_, score)| *score > 0.8);
    let holds = |name: &str| format!("there is a column {name}");
    let kind = |kind: CellType| sample.columns.iter().any(|(_, profile)| profile.kind() == kind);
    let found = |points: f64, column: Option<(&str, f64)>| {
        column.map_or((0.0, String::new()), |(name, _)| (points, holds(name)))
    };
    let customer = || find("customer_id").is_some();
    match fact {
        Fact::Reasons => found(3.0, strong("code").filter(|_| customer())),
        Fact::Subscriptions => {
            let monthly = best(sample, "mrr mrramount monthlyamount monthlyprice monthlyfee monatsbetrag monatspreis")
                .filter(|(_, score)| *score > 0.6);
            let dated = find("from").is_some() && find("to").is_some() && customer();
            let (points, why) = found(3.0, monthly.filter(|_| customer()));
            (points + if dated { 1.5 } else { 0.0 }, why)
        }
        Fact::Purchases => {
            let product = best(sample, QUANTITY).zip(best(sample, UNIT_PRICE)).map(|(quantity, _)| quantity);
            let (points, why) = found(2.5, strong("amount").or(product));
            let decimals = sample
                .columns
                .iter()
                .any(|(_, profile)| profile.kind() == CellType::Number && (1..=3).contains(&profile.numbers.decimals));
            let nameless = sample.columns.iter().all(|(name, _)| name.starts_with("column_"));
            let shape = kind(CellType::Date) && decimals && nameless;
            if points == 0.0 && shape { (2.0, "there are a date and an amount".into()) } else { (points, why) }
        }
        Fact::Feedback => found(2.0, strong("score").or_else(|| strong("text"))),
        Fact::Touches => found(
            2.0,
            strong("touchpoint").or_else(|| strong("touch_id").filter(|(name, _)| likeness(name, "id") < 0.9)),
        ),
        Fact::Customers => {
            let unique = find("customer_id")
                .filter(|(name, _)| sample.profile(name).is_some_and(super::super::profile::Profile::is_unique));
            let (points, why) = found(2.0, unique);
            (points + if find("name").is_some() { 1.0 } else { 0.0 }, why)
        }
        Fact::Referrals => found(3.5, find("from_customer")),
        Fact::ExchangeRates => found(3.5, strong("rate").filter(|_| find("currency").is_some())),
        Fact::Identities => {
            found(3.0, strong("source_id").filter(|(name, _)| likeness(name, "id") < 0.9 && customer()))
        }
    }
}
