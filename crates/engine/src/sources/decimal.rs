//! What stands before the decimals of the numbers in a text?

use super::DecimalMark;

/// The decimal mark that most numbers show which show any: the last of two marks, or one mark before other than three digits.
pub(super) fn decimal_mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<DecimalMark> {
    let (mut points, mut commas) = (0_usize, 0_usize);
    for cell in cells {
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

    #[test]
    fn thousands_alone_do_not_show_the_decimal_mark() {
        assert_eq!(decimal_mark(["1.234", "2.345", "x"].into_iter()), None);
        assert_eq!(decimal_mark(["1.234,56", "2"].into_iter()), Some(DecimalMark::Comma));
        assert_eq!(decimal_mark(["$1,234.56"].into_iter()), Some(DecimalMark::Point));
    }
}
