//! What does the name of a column say its amounts are in: a currency, hundredths, thousands?
//!
//! `amount_in_pence`, `Umsatz (TEUR)` and `Sales ('000)` are amounts as much as `amount` is. So the words for the unit are set apart from
//! the name, what is left is compared with the names of targets, and the amounts are read as the unit says.

use bellwether_model::Currency;

use super::super::parse::currency;
use super::names::{likeness, words};

/// How many units of the currency one of a column's is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    /// One.
    Whole,
    /// The smallest there is: a cent, a penny.
    Minor,
    /// So many: thousands, millions.
    Times(u64),
    /// One of so many parts: millionths.
    Part(u64),
    /// A letter that may mean so many, or nothing.
    PerhapsTimes(u64),
}

/// What a name says its column is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The currency.
    pub currency: Option<Currency>,
    /// Whether the currency is said itself, rather than by a coin that it alone has.
    pub is_currency_said: bool,
    pub scale: Scale,
    /// The name without the words for the unit.
    pub rest: String,
}

const MINOR: &str = "cent cents ct cts pence penny pennies minor subunit subunits hundredth hundredths hundertstel pfennig rappen oere ore øre \
                     kopeck kopecks kopek kopeks kopeken kopeyka kopeyki groszy grosz grosze groschen centime centimes centimo centimos céntimos \
                     centavo centavos centesimi paise paisa halere haléře kurus kuruş agorot satang stotinki";
/// Coins that only some currencies have, with a sign or code of one.
const COINS: [(&str, &str); 8] = [
    ("pence penny pennies", "£"),
    ("rappen", "CHF"),
    ("oere ore øre", "kr"),
    ("kopeck kopecks kopek kopeks kopeken kopeyka kopeyki", "₽"),
    ("groszy grosz grosze", "zł"),
    ("paise paisa", "₹"),
    ("kurus kuruş", "₺"),
    ("agorot", "₪"),
];
const PARTS: [(&str, u64); 3] =
    [("micros micro microunits millionths", 1_000_000), ("nanos nano", 1_000_000_000), ("millis", 1000)];
const TIMES: [(&str, u64); 5] = [
    ("thousand thousands tsd tausend thsd thou 1000 000 000s 1000s milliers", 1000),
    ("lakh lakhs lac lacs", 100_000),
    ("crore crores", 10_000_000),
    ("million millions mio mn mln millionen 000000 000000s", 1_000_000),
    ("billion billions bn mrd milliarde milliarden", 1_000_000_000),
];
/// Letters that say thousands or millions where a currency or "in" stands beside them.
const LETTERS: [(&str, u64); 5] = [("cr", 10_000_000), ("k", 1000), ("t", 1000), ("m", 1_000_000), ("mm", 1_000_000)];
const CURRENCIES: [(&str, &str); 8] = [
    ("euro euros", "EUR"),
    ("dollar dollars", "$"),
    ("pound pounds sterling", "£"),
    ("yen", "JPY"),
    ("franken", "CHF"),
    ("kronen kronor kroner", "kr"),
    ("rupee rupees rupien", "₹"),
    ("zloty złoty", "zł"),
];
/// Codes that are words as well; they mean money only to a company that reckons in it.
const WORDLIKE: &str = "all cup pen top";
/// Words that bind a unit to a name.
const BINDING: &str = "in en im as of";
/// What stands before a unit that is written on without a gap, as in `totalcents`.
const STEMS: &str = "amount total price sum revenue sales value mrr arr charge fee net gross paid subtotal betrag preis summe umsatz gesamt \
                     gesamtbetrag monthly annual";
const SUFFIXES: [&str; 9] = ["cents", "cent", "pence", "micros", "minor", "rappen", "eur", "usd", "gbp"];

fn is_among(word: &str, list: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == word)
}

/// What a list of words with meanings says of a word.
fn said_by<T: Copy>(word: &str, lists: &[(&str, T)]) -> Option<T> {
    lists.iter().find_map(|(list, meaning)| is_among(word, list).then_some(*meaning))
}

/// Takes the signs of currencies out of a name, with the letters written on to them, as in `US$` and `k€`.
fn without_signs(name: &str, expected: Currency) -> (String, Option<Currency>, Scale) {
    const SIGNS: &str = "$€£¥₹₺₽₩₪₫₴฿₦";
    let (mut rest, mut found, mut scale) = (String::new(), None, Scale::Whole);
    for c in name.chars() {
        if !SIGNS.contains(c) {
            rest.push(c);
            continue;
        }
        let before = rest.chars().rev().take_while(|c| c.is_alphabetic()).collect::<Vec<_>>();
        let before: String = before.into_iter().rev().collect();
        let long = currency::of_unit(&format!("{before}{c}"), Some(expected)).filter(|_| !before.is_empty());
        let letter = said_by(&before.to_lowercase(), &LETTERS);
        if long.is_some() || letter.is_some() {
            rest.truncate(rest.len() - before.len());
        }
        if let Some(times) = letter.filter(|_| long.is_none()) {
            scale = Scale::Times(times);
        }
        found = found.or(long).or_else(|| currency::of_unit(&c.to_string(), Some(expected)));
        rest.push(' ');
    }
    (rest, found, scale)
}

impl Unit {
    /// What a name says; `expected` is the currency that a sign means which several use.
    pub(super) fn of(name: &str, expected: Currency) -> Self {
        let (plain, sign, scale) = without_signs(name, expected);
        let mut unit = Self { currency: sign, is_currency_said: sign.is_some(), scale, rest: String::new() };
        let mut pieces: Vec<String> = words(&plain).into_iter().flat_map(|word| parted(&word)).collect();
        // Per cent is no coin, and a price per thousand or per pound is in neither.
        let is_share = |before: Option<&String>| before.is_some_and(|word| matches!(word.as_str(), "per" | "pro"));
        let mut is_unit = vec![false; pieces.len()];
        let mut coin = None;
        for at in 0..pieces.len() {
            let word = pieces[at].as_str();
            let before = at.checked_sub(1).and_then(|before| pieces.get(before));
            if is_share(before) {
                continue;
            }
            let code = currency::of_code(word).filter(|code| !is_among(word, WORDLIKE) || *code == expected);
            let named = code.or_else(|| currency::of_unit(said_by(word, &CURRENCIES)?, Some(expected)));
            let with_letter = word.is_char_boundary(1).then(|| word.split_at(1)).filter(|(_, code)| code.len() == 3);
            let with_letter = with_letter
                .and_then(|(letter, code)| Some((said_by(letter, &LETTERS)?, currency::of_code(code)?)))
                .filter(|(_, code)| !is_among(&code.code().to_lowercase(), WORDLIKE));
            if let Some(named) = named {
                unit.currency = unit.currency.or(Some(named));
                unit.is_currency_said = true;
            } else if let Some((times, code)) = with_letter {
                (unit.scale, unit.currency, unit.is_currency_said) = (Scale::Times(times), Some(code), true);
            } else if is_among(word, MINOR) {
                unit.scale = Scale::Minor;
                coin = coin.or_else(|| currency::of_unit(said_by(word, &COINS)?, Some(expected)));
            } else if let Some(parts) = said_by(word, &PARTS) {
                unit.scale = Scale::Part(parts);
            } else if let Some(times) = said_by(word, &TIMES) {
                unit.scale = Scale::Times(times);
            } else {
                continue;
            }
            is_unit[at] = true;
        }
        letters(&pieces, &mut is_unit, &mut unit);
        if unit.currency.is_none() {
            unit.currency = coin;
        }
        if is_unit.iter().any(|is_unit| *is_unit) || unit.currency.is_some() || unit.scale != Scale::Whole {
            // "amount in 1.000 EUR" has a one left over.
            for (at, word) in pieces.iter().enumerate() {
                let after_unit = at > 0 && is_unit[at - 1] && matches!(word.as_str(), "unit" | "units");
                is_unit[at] |= is_among(word, BINDING) || word == "1" || after_unit;
            }
        }
        let mut is_unit = is_unit.into_iter();
        pieces.retain(|_| !is_unit.next().unwrap_or(false));
        unit.rest = pieces.join(" ");
        unit
    }
}

/// What a line above a table says its amounts are in, if it speaks of amounts: `All amounts in EUR thousand`, `(Angaben in TEUR)`.
pub(super) fn scale_of_title(title: &str, expected: Currency) -> Scale {
    const OF_AMOUNTS: &str = "amount amounts value values figure figures number numbers in angaben beträge betrag werte zahlen montants montant en \
                              valeurs importes importi valori bedragen belopp kwoty";
    let unit = Unit::of(title, expected);
    let speaks_of_amounts = words(title).iter().any(|word| is_among(word, OF_AMOUNTS)) || unit.rest.is_empty();
    match unit.scale {
        scale @ (Scale::Times(_) | Scale::Minor) if speaks_of_amounts => scale,
        _ => Scale::Whole,
    }
}

/// Single letters: thousands where a currency or "in" stands beside them, else perhaps.
fn letters(pieces: &[String], is_unit: &mut [bool], unit: &mut Unit) {
    for at in 0..pieces.len() {
        let Some(times) = said_by(&pieces[at], &LETTERS).filter(|_| !is_unit[at] && unit.scale == Scale::Whole) else {
            continue;
        };
        let before = at.checked_sub(1);
        if before.is_some_and(|before| matches!(pieces[before].as_str(), "per" | "pro")) {
            continue;
        }
        let is_bound = before.is_some_and(|before| matches!(pieces[before].as_str(), "in" | "en"));
        let beside =
            before.is_some_and(|before| is_unit[before]) || is_unit.get(at + 1).is_some_and(|is_unit| *is_unit);
        let beside = beside || unit.currency.is_some();
        if is_bound || beside {
            unit.scale = Scale::Times(times);
            is_unit[at] = true;
        } else if at + 1 == pieces.len() && at > 0 {
            unit.scale = Scale::PerhapsTimes(times);
            is_unit[at] = true;
        }
    }
}

/// A word that a unit is written on to, in its two parts.
fn parted(word: &str) -> Vec<String> {
    for suffix in SUFFIXES {
        if let Some(stem) = word.strip_suffix(suffix)
            && is_among(stem, STEMS)
        {
            return vec![stem.to_owned(), suffix.to_owned()];
        }
    }
    vec![word.to_owned()]
}

/// How well the name of a column of money fits, whatever unit it says; a name that says only a unit fits a little.
pub(super) fn likeness_of_money(unit: &Unit, column: &str, synonyms: &str) -> f64 {
    const UNIT_ALONE: f64 = 0.5;
    // "Currency" and "charge in EUR" are no units; a name that fits as it stands is not taken apart.
    let whole = likeness(column, synonyms);
    if unit.rest.is_empty() { whole.max(UNIT_ALONE) } else { whole.max(likeness(&unit.rest, synonyms)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str) -> (Option<String>, Scale, String) {
        let unit = Unit::of(name, Currency::EUR);
        (unit.currency.map(|currency| currency.code().to_owned()), unit.scale, unit.rest)
    }

    #[test]
    fn the_words_for_a_unit_are_set_apart_from_a_name_however_it_is_written() {
        for (name, currency, scale, rest) in [
            ("amount", "", Scale::Whole, "amount"),
            ("amount_in_pence", "GBP", Scale::Minor, "amount"),
            ("totalCents", "", Scale::Minor, "total"),
            ("totalcents", "", Scale::Minor, "total"),
            ("total_minor_units", "", Scale::Minor, "total"),
            ("Betrag in Cent", "", Scale::Minor, "betrag"),
            ("Betrag (Rappen)", "CHF", Scale::Minor, "betrag"),
            ("price_cents_usd", "USD", Scale::Minor, "price"),
            ("cents", "", Scale::Minor, ""),
            ("amount_micros", "", Scale::Part(1_000_000), "amount"),
            ("Umsatz (TEUR)", "EUR", Scale::Times(1000), "umsatz"),
            ("Umsatz in T€", "EUR", Scale::Times(1000), "umsatz"),
            ("Revenue kUSD", "USD", Scale::Times(1000), "revenue"),
            ("Sales ('000)", "", Scale::Times(1000), "sales"),
            ("Sales ($000s)", "USD", Scale::Times(1000), "sales"),
            ("Umsatz in 1.000 EUR", "EUR", Scale::Times(1000), "umsatz"),
            ("Umsatz Mio. EUR", "EUR", Scale::Times(1_000_000), "umsatz"),
            ("Revenue (€m)", "EUR", Scale::Times(1_000_000), "revenue"),
            ("amount in k", "", Scale::Times(1000), "amount"),
            ("amount_k", "", Scale::PerhapsTimes(1000), "amount"),
            ("Revenue in thousands", "", Scale::Times(1000), "revenue"),
            ("Amount ($)", "USD", Scale::Whole, "amount"),
            ("amount US$", "USD", Scale::Whole, "amount"),
            ("Amount (CA$)", "CAD", Scale::Whole, "amount"),
            ("Betrag in Euro", "EUR", Scale::Whole, "betrag"),
            ("amounteur", "EUR", Scale::Whole, "amount"),
            ("TRY amount paid", "TRY", Scale::Whole, "amount paid"),
            ("Total (ALL)", "", Scale::Whole, "total all"),
            ("unit price (EUR)", "EUR", Scale::Whole, "unit price"),
            ("TOTAL ALL", "", Scale::Whole, "total all"),
            ("tax per cent", "", Scale::Whole, "tax per cent"),
            ("price per pound", "", Scale::Whole, "price per pound"),
            ("Price per thousand", "", Scale::Whole, "price per thousand"),
            ("monthly_minor", "", Scale::Minor, "monthly"),
        ] {
            let currency = Some(currency.to_owned()).filter(|code| !code.is_empty());
            assert_eq!(unit(name), (currency, scale, rest.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_line_above_a_table_says_what_its_amounts_are_in_if_it_speaks_of_them() {
        for title in [
            "All amounts in EUR thousand",
            "Angaben in TEUR",
            "(in thousands)",
            "Figures in k€",
            "Alle Beträge in Tsd. EUR",
            "TEUR",
        ] {
            assert_eq!(scale_of_title(title, Currency::EUR), Scale::Times(1000), "{title}");
        }
        assert_eq!(scale_of_title("Beträge in Cent", Currency::EUR), Scale::Minor);
        for title in ["Sales report 2024", "Thousand Oaks Ltd", "Orders in May", "Currency: USD", "Page 1 of 1000", ""]
        {
            assert_eq!(scale_of_title(title, Currency::EUR), Scale::Whole, "{title}");
        }
    }

    #[test]
    fn a_sign_that_several_currencies_use_is_that_of_the_company_where_it_uses_it() {
        let canadian = "CAD".parse().expect("a currency");
        assert_eq!(Unit::of("Amount ($)", canadian).currency, Some(canadian));
    }
}
