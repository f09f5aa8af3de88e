//! Numbers that a file holds as numbers, written as a text that is read in one way.
//!
//! All that files hold goes on as text, and how a text is read may depend on its neighbours: `1.234` among `2.500,00` is read as thousands.
//! A number that was one in the file must not be read again so.

/// From here on there is not a number for each whole one.
const WHOLE_NUMBERS: f64 = 9_007_199_254_740_992.0;

/// As few digits as say the number, with a point before its decimals; never just three of them, which might be taken for thousands. A whole
/// number of which the last digits are lost is written as spreadsheets show such a one, 1.2021E+17, so that nobody takes it for an id.
pub(super) fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() > WHOLE_NUMBERS {
        return format!("{number:.14E}").replace('E', "E+");
    }
    let mut text = number.to_string();
    if text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        text.push('0');
    }
    text
}

/// The number that a spreadsheet shows: it calculates with more digits than the 15 that it knows for sure, so that 0.1 + 0.2 is stored as
/// 0.30000000000000004. A whole number may be an id of more digits, and is kept.
pub(super) fn shown_by_spreadsheets(number: f64) -> f64 {
    if number.fract() == 0.0 {
        return number;
    }
    format!("{number:.14e}").parse().unwrap_or(number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sum_is_what_the_spreadsheet_shows() {
        for (stored, shown) in [
            (0.1 + 0.2, "0.3"),
            (19.99 * 3.0, "59.97"),
            (1_234_567_890_123_457.0, "1234567890123457"),
            (1.1 * 3.0, "3.3"),
        ] {
            assert_eq!(number_text(shown_by_spreadsheets(stored)), shown);
        }
    }

    #[test]
    fn whole_numbers_whose_last_digits_are_lost_read_like_no_id() {
        for digits in 16..30 {
            let ids: Vec<String> = (1..4).map(|last| format!("12{}{last}", "0".repeat(digits - 3))).collect();
            for id in &ids {
                let text = number_text(shown_by_spreadsheets(id.parse().unwrap()));
                assert!(text == *id || text.contains("E+"), "{id}: {text}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_number_of_a_file_is_never_taken_for_thousands(minor in -10_000_000_i64..10_000_000, decimals in 0_i32..5) {
            let number = minor as f64 / 10_f64.powi(decimals);
            let text = number_text(number);
            prop_assert_eq!(text.parse::<f64>().unwrap().to_bits(), number.to_bits());
            let behind_point = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            prop_assert!(behind_point != 3 && !text.contains(','), "{}", text);
        }
    }
}
