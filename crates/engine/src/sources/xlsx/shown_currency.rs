//! Currencies that a sheet shows beside its numbers by their formats, and holds nowhere else: `12.5` in a cell of the format `0.00 "€"`.
//!
//! A person who exports such a sheet sees `12.50 €` in each row, so that is what a row says.

use std::fs::File;
use std::io::BufReader;

use bellwether_model::Currency;
use calamine::{Style, Xlsx, XlsxCellReader, XlsxError};

/// The currencies of the cells of a sheet, in the order in which the cells stand there.
pub(super) struct ShownCurrencies<'a> {
    cells: XlsxCellReader<'a, BufReader<File>>,
    /// By the number of a style.
    of_styles: Vec<Option<String>>,
    ahead: Option<(u32, u32, usize)>,
}

/// The currency that each style of a workbook shows; `None` if none does.
pub(super) fn currencies_of(styles: &[Style]) -> Option<Vec<Option<String>>> {
    let format = |style: &Style| currency_of(&style.number_format.as_ref()?.format_code);
    let of_styles: Vec<Option<String>> = styles.iter().map(format).collect();
    of_styles.iter().any(Option::is_some).then_some(of_styles)
}

impl<'a> ShownCurrencies<'a> {
    /// Those of a sheet, by what the styles show. The workbook is read by nobody else meanwhile.
    pub fn of(
        workbook: &'a mut Xlsx<BufReader<File>>,
        sheet: &str,
        of_styles: Vec<Option<String>>,
    ) -> Result<Self, XlsxError> {
        let mut cells = workbook.worksheet_cells_reader(sheet)?;
        let ahead = cells.next_style_id()?;
        Ok(Self { cells, of_styles, ahead })
    }

    /// What is shown beside the number of a cell; cells are asked for in their order.
    pub fn beside(&mut self, cell: (u32, u32)) -> Result<Option<&str>, XlsxError> {
        while self.ahead.is_some_and(|(row, column, _)| (row, column) < cell) {
            self.ahead = self.cells.next_style_id()?;
        }
        let style = self.ahead.filter(|(row, column, _)| (*row, *column) == cell).map(|(.., style)| style);
        Ok(style.and_then(|style| self.of_styles.get(style)?.as_deref()))
    }
}

/// The currency that a number format shows, as a sign or a code: `"€"`, `[$USD]`, `[$£-809]` (ECMA-376, part 1, 18.8.31).
fn currency_of(format: &str) -> Option<String> {
    // Behind it stand the formats of numbers below zero, of zero and of texts.
    let mut rest = format.split(';').next()?;
    while let Some(first) = rest.chars().next() {
        let (text, width) = match first {
            '[' => {
                let end = rest.find(']')?;
                let shown = rest[1..end].strip_prefix('$').unwrap_or_default();
                (shown.split('-').next().unwrap_or_default(), end + 1)
            }
            '"' => {
                let end = rest[1..].find('"')? + 1;
                (&rest[1..end], end + 1)
            }
            '\\' | '_' | '*' => {
                let width = first.len_utf8() + rest[first.len_utf8()..].chars().next().map_or(0, char::len_utf8);
                (if first == '\\' { &rest[1..width] } else { "" }, width)
            }
            _ => (&rest[..first.len_utf8()], first.len_utf8()),
        };
        if let Some(currency) = sign_or_code(text.trim()) {
            return Some(currency.to_owned());
        }
        rest = &rest[width..];
    }
    None
}

fn sign_or_code(text: &str) -> Option<&str> {
    let is_sign = |sign: char| matches!(sign, '€' | '£' | '¥' | '$') || ('\u{20a0}'..='\u{20cf}').contains(&sign);
    // Three capitals may be a unit, as in `0 "PCS"`.
    let is_code = text.parse::<Currency>().is_ok_and(Currency::is_in_circulation) && text.to_uppercase() == text;
    let mut signs = text.chars();
    let is_one = signs.next().is_some_and(is_sign) && signs.next().is_none();
    (is_code || is_one).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_currency_of_a_format_is_what_it_shows() {
        for (format, currency) in [
            ("#,##0.00 \"€\"", Some("€")),
            ("#,##0.00\\ \"€\"", Some("€")),
            ("#,##0.00\\ [$€-407]", Some("€")),
            ("[$$-409]#,##0.00", Some("$")),
            ("[$USD] #,##0.00", Some("USD")),
            ("\"CHF\" #,##0.00;[Red]-\"CHF\" #,##0.00", Some("CHF")),
            ("_-* #,##0.00\\ \"€\"_-;\\-* #,##0.00\\ \"€\"_-", Some("€")),
            ("€ 0.00", Some("€")),
            ("\\£0.00", Some("£")),
            ("[$₹-4009] #,##0", Some("₹")),
            ("General", None),
            ("#,##0.00", None),
            ("0%", None),
            ("[$-409]d-mmm-yy", None),
            ("[Red]0.00", None),
            ("yyyy-mm-dd", None),
            ("0.00 \"kg\"", None),
            ("0 \"PCS\"", None),
            ("0 \"STK\"", None),
            ("0.0 \"KWH\"", None),
            ("\"unclosed", None),
            ("[unclosed", None),
            ("\\", None),
        ] {
            assert_eq!(currency_of(format).as_deref(), currency, "{format}");
        }
    }
}
