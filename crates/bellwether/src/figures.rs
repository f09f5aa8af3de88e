//! How whole numbers and money are written for people: grouped by thousands, exact to the minor unit, signed where they add up.

use bellwether_model::Currency;

/// `1234567` as `1,234,567`.
pub(crate) fn whole(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string()))
}

/// Minor units as `1,234.56`, with the digits the currency has.
pub(crate) fn money(minor: i128, currency: Currency) -> String {
    let decimal = currency.decimal(minor);
    let (sign, absolute) = match decimal.strip_prefix('-') {
        Some(absolute) => ("-", absolute),
        None => ("", decimal.as_str()),
    };
    match absolute.split_once('.') {
        Some((units, fraction)) => format!("{sign}{}.{fraction}", grouped(units)),
        None => format!("{sign}{}", grouped(absolute)),
    }
}

/// A figure that adds up with its neighbours: `+` before a gain, `-` before a loss, nothing before nought.
pub(crate) fn signed(figure: String, is_gain: bool) -> String {
    if is_gain { format!("+{figure}") } else { figure }
}

/// `1 customer`, `2 customers`, with the company's own noun.
pub(crate) fn counted(number: i128, noun: &str, plural: &str) -> String {
    format!("{} {}", whole(number), if number == 1 { noun } else { plural })
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_the_sign_stands_first() {
        assert_eq!([0, 7, 999, 1000, -1_234_567].map(whole), ["0", "7", "999", "1,000", "-1,234,567"]);
    }

    #[test]
    fn money_shows_every_minor_unit_its_currency_has() {
        let yen: Currency = "JPY".parse().expect("code");
        let dinar: Currency = "KWD".parse().expect("code");
        assert_eq!(money(-144_768_212, Currency::GBP), "-1,447,682.12");
        assert_eq!(money(5, Currency::EUR), "0.05");
        assert_eq!(money(-5, Currency::EUR), "-0.05");
        assert_eq!((money(1_234_567, yen), money(1_234_567, dinar)), ("1,234,567".into(), "1,234.567".into()));
        assert_eq!(money(i128::MAX, Currency::EUR).replace([',', '.'], ""), i128::MAX.to_string());
    }

    #[test]
    fn one_customer_is_not_customers() {
        assert_eq!(
            (counted(1, "donor", "donors"), counted(-2, "donor", "donors")),
            ("1 donor".into(), "-2 donors".into())
        );
    }
}
