use proptest::prelude::*;

use super::*;

const POINT: Option<DecimalMark> = Some(DecimalMark::Point);
const COMMA: Option<DecimalMark> = Some(DecimalMark::Comma);

fn read(text: &str, mark: Option<DecimalMark>) -> Result<String, NumberProblem> {
    parse(text, mark).map(|number| match number.unit {
        "" => number.value.to_string(),
        unit => format!("{} {unit}", number.value),
    })
}

#[test]
fn numbers_are_read_as_their_column_writes_them() {
    for (text, mark, meaning) in [
        ("12", None, "12"),
        ("-12.30", POINT, "-12.30"),
        ("+12.30", POINT, "12.30"),
        ("1,234.56", POINT, "1234.56"),
        ("1.234,56", COMMA, "1234.56"),
        ("1 234,56", COMMA, "1234.56"),
        ("1\u{202f}234\u{a0}567,8", COMMA, "error"),
        ("1\u{202f}234\u{202f}567,8", COMMA, "1234567.8"),
        ("1'234.56", POINT, "1234.56"),
        ("1’234.56", POINT, "1234.56"),
        ("12,34,567.8", POINT, "1234567.8"),
        ("(12.30)", POINT, "-12.30"),
        ("(£12.30)", POINT, "-12.30 £"),
        ("12.30-", POINT, "-12.30"),
        ("\u{2212}5", None, "-5"),
        ("£12.30", POINT, "12.30 £"),
        ("-£12.30", POINT, "-12.30 £"),
        ("£-12.30", POINT, "-12.30 £"),
        ("EUR 12", None, "12 EUR"),
        ("12 €", None, "12 €"),
        ("12,50 €-", COMMA, "-12.50 €"),
        ("Rs.500", None, "500 Rs."),
        (".5", POINT, "0.5"),
        ("$.5", POINT, "0.5 $"),
        ("0.001", POINT, "0.001"),
        ("1.5e3", POINT, "1500"),
        ("-0", None, "0"),
        (" 7 ", None, "7"),
        ("1.234", POINT, "1.234"),
        ("1.234", COMMA, "1234"),
        ("1,234", POINT, "1234"),
        ("1,234", COMMA, "1.234"),
    ] {
        let expected = if meaning == "error" { Err(NumberProblem::NotANumber) } else { Ok(meaning.to_owned()) };
        let got = read(text, mark);
        if expected.is_err() {
            assert!(got.is_err(), "{text}: {got:?}");
        } else {
            assert_eq!(got, expected, "{text}");
        }
    }
}

#[test]
fn what_is_no_number_says_why() {
    use NumberProblem::{Ambiguous, NotANumber, OtherMark, Percent, TooLong};
    for (text, mark, problem) in [
        ("", POINT, NotANumber),
        ("abc", POINT, NotANumber),
        ("12 %", POINT, Percent),
        ("%12", POINT, Percent),
        ("1.234", None, Ambiguous),
        ("1,234", None, Ambiguous),
        ("1.234,56", POINT, OtherMark('.')),
        ("12,50", POINT, OtherMark('.')),
        ("1,234.56", COMMA, OtherMark(',')),
        ("12.50", COMMA, OtherMark(',')),
        ("2024-01-05", POINT, NotANumber),
        ("12:30", POINT, NotANumber),
        ("--5", POINT, NotANumber),
        ("-(5)", POINT, NotANumber),
        ("US$ 5 USD", POINT, NotANumber),
        ("C536379", POINT, NotANumber),
        ("12345678901234567890123456789", None, TooLong),
    ] {
        match (problem, read(text, mark)) {
            // A letter before digits reads as a unit, which no currency answers to.
            (NotANumber, Ok(read)) => assert_eq!((text, read.as_str()), ("C536379", "536379 C")),
            (problem, got) => assert_eq!(got, Err(problem), "{text}"),
        }
    }
}

#[test]
fn a_number_shows_the_decimal_mark_of_its_column_only_if_it_can_be_read_in_one_way() {
    use DecimalEvidence::{Either, Neither, Plainly};
    for (text, shown) in [
        ("12", Some(Neither)),
        ("1 234", Some(Neither)),
        ("12.5", Some(Plainly(DecimalMark::Point))),
        ("0.125", Some(Plainly(DecimalMark::Point))),
        ("1234.567", Some(Plainly(DecimalMark::Point))),
        ("1.234", Some(Either(DecimalMark::Point))),
        ("1,234", Some(Either(DecimalMark::Comma))),
        ("1.234.567", Some(Plainly(DecimalMark::Comma))),
        ("1,234,567", Some(Plainly(DecimalMark::Point))),
        ("1.234,5", Some(Plainly(DecimalMark::Comma))),
        ("£1,234.50", Some(Plainly(DecimalMark::Point))),
        ("1.2.3", None),
        ("n/a", None),
    ] {
        assert_eq!(decimal_evidence(text), shown, "{text}");
    }
}

/// Writes a number in the manner of a country.
fn written(value: Decimal, mark: char, group: Option<char>, style: u8) -> String {
    let plain = value.abs().to_string();
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if let Some(group) = group.filter(|_| at > 0 && (whole.len() - at) % 3 == 0) {
            out.push(group);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(mark);
        out.push_str(decimals);
    }
    if style % 3 == 1 {
        out = format!("€ {out}");
    } else if style % 3 == 2 {
        out = format!("{out} EUR");
    }
    match (value.is_sign_negative(), style / 3) {
        (false, _) => out,
        (true, 0) => format!("-{out}"),
        (true, 1) => format!("({out})"),
        (true, _) => format!("{out}-"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn a_number_written_in_any_manner_reads_back(mantissa in -1_000_000_000_000i64..1_000_000_000_000, scale in 0u32..6, manner in 0usize..8, style in 0u8..9) {
        let (mark, group) = [
            ('.', None), (',', None), ('.', Some(',')), (',', Some('.')),
            (',', Some(' ')), ('.', Some('\'')), (',', Some('\u{a0}')), ('.', Some('\u{202f}')),
        ][manner];
        let value = Decimal::new(mantissa, scale);
        let text = written(value, mark, group, style);
        let mark = if mark == '.' { DecimalMark::Point } else { DecimalMark::Comma };
        prop_assert_eq!(parse(&text, Some(mark)).map(|number| number.value), Ok(value), "{}", text);
        if let Some(DecimalEvidence::Plainly(shown)) = decimal_evidence(&text) {
            prop_assert_eq!(shown, mark, "{}", text);
        }
    }

    #[test]
    fn the_quick_way_to_minor_units_leads_where_the_long_one_does(text in "-?[0-9.,]{1,20}", exponent in 0_u32..4, at in 0_usize..3) {
        let mark = [None, POINT, COMMA][at];
        if let Some(minor) = plain_minor(&text, mark, exponent) {
            let value = parse(&text, mark).map(|number| number.value * Decimal::from(10_u32.pow(exponent)));
            prop_assert_eq!(value, Ok(Decimal::from(minor)), "{}", text);
        }
    }

    #[test]
    fn no_text_makes_the_number_reader_panic(text in "\\PC{0,12}") {
        let _ = (parse(&text, None), parse(&text, POINT), parse(&text, COMMA), decimal_evidence(&text));
    }
}
