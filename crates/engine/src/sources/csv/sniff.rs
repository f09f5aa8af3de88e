//! What does the head of a text show: what stands between its cells, does it begin with a header, how are decimals written?

use csv::{ReaderBuilder, StringRecord};

use super::super::{DecimalMark, Delimiter};
use super::records::byte;

/// How many rows of the head are looked at.
const ROWS: usize = 200;

/// Candidates, those that seldom occur inside cells first: the first of equals is chosen.
const DELIMITERS: [Delimiter; 5] =
    [Delimiter::Byte(b'\t'), Delimiter::Byte(b'|'), Delimiter::Byte(b';'), Delimiter::Byte(b','), Delimiter::Spaces];

/// The rows of a head of a text, cut at `delimiter`. A last row that may go on behind the head is left out.
pub(super) fn sample(text: &str, whole: bool, delimiter: Delimiter) -> Vec<StringRecord> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(byte(delimiter)).from_reader(text.as_bytes());
    let mut rows: Vec<_> = reader.records().take(ROWS + 1).map_while(Result::ok).collect();
    if !whole || rows.len() > ROWS {
        rows.pop();
    }
    if delimiter == Delimiter::Spaces {
        for row in &mut rows {
            *row = row.iter().filter(|cell| !cell.is_empty()).collect();
        }
    }
    rows
}

/// The delimiter that cuts the rows of a head most evenly into several cells, if any does.
pub(super) fn delimiter(text: &str, whole: bool) -> Option<Delimiter> {
    let mut best = (0, None);
    for candidate in DELIMITERS {
        let score = evenness(&sample(text, whole, candidate));
        if score > best.0 {
            best = (score, Some(candidate));
        }
    }
    best.1
}

/// How many in a hundred rows have as many cells as most rows have, in steps of five; halved if the first row is not one of
/// them, 0 if most rows have a single cell.
fn evenness(rows: &[StringRecord]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for row in rows {
        *counts.entry(row.len()).or_insert(0_usize) += 1;
    }
    let Some((&cells, &share)) = counts.iter().max_by_key(|(_, share)| **share) else { return 0 };
    if cells < 2 {
        return 0;
    }
    let score = (share * 20 / rows.len()).max(1) * 10;
    if rows.first().is_some_and(|row| row.len() == cells) { score } else { score / 2 }
}

/// Whether the first row names the columns. It does unless it holds a figure or date where the rows below have them too, and
/// no word above a column of figures.
pub(super) fn has_header(rows: &[StringRecord]) -> bool {
    let Some((first, below)) = rows.split_first() else { return true };
    let (mut names, mut figures) = (0, 0);
    for (column, cell) in first.iter().enumerate() {
        let cells = || below.iter().filter_map(|row| row.get(column)).filter(|cell| !cell.trim().is_empty());
        let numeric = cells().filter(|cell| is_figure(cell)).count();
        let mostly_figures = numeric > 0 && numeric * 10 >= cells().count() * 9;
        match (is_figure(cell), mostly_figures) {
            (false, true) if !cell.trim().is_empty() => names += 1,
            (true, true) => figures += 1,
            (true, false) if below.is_empty() => figures += 1,
            _ => {}
        }
    }
    names > 0 || figures == 0
}

/// A number, an amount, a date or a time in figures.
fn is_figure(cell: &str) -> bool {
    let cell = cell.trim();
    cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.chars().all(|it| {
            it.is_ascii_digit()
                || matches!(
                    it,
                    '+' | '-'
                        | '.'
                        | ','
                        | ':'
                        | '/'
                        | '%'
                        | ' '
                        | '\u{a0}'
                        | '\u{202f}'
                        | '\''
                        | 'T'
                        | 'Z'
                        | '€'
                        | '$'
                        | '£'
                        | '¥'
                )
        })
}

/// The decimal mark that most numbers show which show any: the last of two marks, or one mark before other than three digits.
pub(super) fn decimal_mark(rows: &[StringRecord]) -> Option<DecimalMark> {
    let (mut points, mut commas) = (0_usize, 0_usize);
    for cell in rows.iter().flatten() {
        match mark_of(cell) {
            Some(DecimalMark::Point) => points += 1,
            Some(DecimalMark::Comma) => commas += 1,
            None => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some(DecimalMark::Point),
        std::cmp::Ordering::Less => Some(DecimalMark::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

fn mark_of(cell: &str) -> Option<DecimalMark> {
    let number = cell.trim().trim_matches(['+', '-', '€', '$', '£', '¥', ' ', '\u{a0}', '%']);
    if !number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')) {
        return None;
    }
    let last = number.rfind(['.', ','])?;
    let mark = if number.as_bytes()[last] == b'.' { DecimalMark::Point } else { DecimalMark::Comma };
    let before = &number[..last];
    let decimals = number.len() - last - 1;
    let alone = !before.contains(['.', ',']);
    let of_two_kinds = before.contains(if mark == DecimalMark::Point { ',' } else { '.' });
    (of_two_kinds || (alone && decimals != 3 && decimals > 0)).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks(text: &str) -> (Option<Delimiter>, bool, Option<DecimalMark>) {
        let found = delimiter(text, true);
        let rows = sample(text, true, found.unwrap_or(Delimiter::Byte(b',')));
        (found, has_header(&rows), decimal_mark(&rows))
    }

    #[test]
    fn each_delimiter_is_told_from_the_others() {
        assert_eq!(looks("id;amount\n1;1,50\n2;2,75\n"), (Some(Delimiter::Byte(b';')), true, Some(DecimalMark::Comma)));
        assert_eq!(looks("1;1,50\n2;2,75\n"), (Some(Delimiter::Byte(b';')), false, Some(DecimalMark::Comma)));
        assert_eq!(looks("id\tname\n1\tA, B\n2\tC, D\n").0, Some(Delimiter::Byte(b'\t')));
        assert_eq!(looks("id|name\n1|a\n2|b\n").0, Some(Delimiter::Byte(b'|')));
        assert_eq!(looks("id,at\n1,2011-01-01 08:00\n").0, Some(Delimiter::Byte(b',')));
        assert_eq!(looks("name\nanna\nbert\n"), (None, true, None));
    }

    #[test]
    fn a_table_aligned_by_spaces_has_no_header_if_it_begins_with_figures() {
        let text =
            " 00004 0001 19970101  2   29.33\n 00004 0001 19970118  2   29.73\n 00021 0002 19970101  3   63.34\n";
        assert_eq!(looks(text), (Some(Delimiter::Spaces), false, Some(DecimalMark::Point)));
    }

    #[test]
    fn a_header_of_years_is_still_a_header_beside_a_name() {
        assert!(looks("id,2019,2020\n7,1,2\n8,3,4\n").1);
    }

    #[test]
    fn delimiters_inside_quoted_cells_do_not_count() {
        let text = "id,text\n1,\"a;b;c\"\n2,\"d;e;f\"\n3,\"g;h;i\"\n";
        assert_eq!(looks(text).0, Some(Delimiter::Byte(b',')));
    }

    #[test]
    fn thousands_alone_do_not_show_the_decimal_mark() {
        assert_eq!(looks("a;b\n1.234;x\n2.345;y\n").2, None);
        assert_eq!(looks("a;b\n1.234,56;x\n2;y\n").2, Some(DecimalMark::Comma));
        assert_eq!(looks("a;b\n$1,234.56;x\n").2, Some(DecimalMark::Point));
    }
}
