//! Which currency a sign or a code beside an amount stands for.

use bellwether_model::Currency;

/// Codes of ISO 4217 in use, so that "12 kg" is not taken for money.
const CODES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
                     CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
                     GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP \
                     LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB \
                     PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL \
                     THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER \
                     ZAR ZMW ZWG";

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

/// The currency of a code in use, in any case.
pub(crate) fn of_code(text: &str) -> Option<Currency> {
    let text = text.trim();
    if text.len() != 3 {
        return None;
    }
    CODES.split_ascii_whitespace().find(|code| code.eq_ignore_ascii_case(text))?.parse().ok()
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
        ] {
            assert_eq!(of_unit(unit, expected), currency, "{unit}");
        }
    }
}
