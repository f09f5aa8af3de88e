//! Which currency a sign or a code beside an amount stands for.

use bellwether_model::Currency;

/// Codes that stand beside amounts although nobody pays with them: units of contracts, and currencies withdrawn so lately that files are
/// full of them. Other codes of old currencies are words too ("12 SIT", "bad"), and mean money only in a column of currencies.
const BESIDE_AMOUNTS: [&str; 5] = ["BGN", "CLF", "HRK", "UYI", "UYW"];

/// Signs and the currencies they are used for, the most usual first.
const SIGNS: [(&str, &str); 31] = [
    ("£", "GBP EGP LBP SYP FKP GIP SHP"),
    ("€", "EUR"),
    ("$", "USD CAD AUD NZD HKD SGD MXN CLP COP ARS TWD"),
    ("¥", "JPY CNY"),
    ("US$", "USD"),
    ("A$", "AUD"),
    ("AU$", "AUD"),
    ("C$", "CAD"),
    ("CA$", "CAD"),
    ("NZ$", "NZD"),
    ("HK$", "HKD"),
    ("S$", "SGD"),
    ("R$", "BRL"),
    ("Fr.", "CHF"),
    ("SFr.", "CHF"),
    ("zł", "PLN"),
    ("Kč", "CZK"),
    ("Ft", "HUF"),
    ("lei", "RON"),
    ("лв", "BGN"),
    ("₹", "INR"),
    ("Rs.", "INR PKR LKR NPR MUR"),
    ("Rs", "INR PKR LKR NPR MUR"),
    ("₺", "TRY"),
    ("₽", "RUB"),
    ("₩", "KRW KPW"),
    ("₪", "ILS"),
    ("₫", "VND"),
    ("₴", "UAH"),
    ("฿", "THB"),
    ("₦", "NGN"),
];

/// The currency a unit stands for: a code, or a sign; where several use the sign, the expected one if it does, else the most
/// usual. "kr" and the like are known only where one that uses them is expected.
pub(crate) fn of_unit(unit: &str, expected: Option<Currency>) -> Option<Currency> {
    if let Some(code) = of_code(unit) {
        return Some(code);
    }
    let expects = |codes: &str| expected.filter(|currency| codes.contains(currency.code()));
    if matches!(unit, "kr" | "kr." | "Kr" | "Kr.") {
        return expects("SEK NOK DKK ISK");
    }
    let (_, codes) = SIGNS.into_iter().find(|(sign, _)| *sign == unit)?;
    expects(codes).or_else(|| codes.split(' ').next()?.parse().ok())
}

/// The currency of a code that stands beside amounts, in any case.
pub(crate) fn of_code(text: &str) -> Option<Currency> {
    let known = text.parse().ok();
    known.filter(|known: &Currency| known.is_in_circulation() || BESIDE_AMOUNTS.contains(&known.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_sign_means_the_expected_currency() {
        let code = |text: &str| text.parse::<Currency>().ok();
        for (unit, expected, currency) in [
            ("£", None, code("GBP")),
            ("$", None, code("USD")),
            ("$", code("CAD"), code("CAD")),
            ("$", code("EUR"), code("USD")),
            ("¥", code("CNY"), code("CNY")),
            ("kr", code("SEK"), code("SEK")),
            ("kr", None, None),
            ("eur", None, code("EUR")),
            ("kg", None, None),
            ("pcs", None, None),
            ("XYZ", None, None),
            ("HRK", None, code("HRK")),
            ("SIT", None, None),
        ] {
            assert_eq!(of_unit(unit, expected), currency, "{unit}");
        }
    }
}
