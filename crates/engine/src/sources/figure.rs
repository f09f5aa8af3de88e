//! Which number does a cell of figures write? For sums over rows alone; what an amount means is for a mapping to say.

use super::DecimalMark;

/// Decimals that count; what lies behind is left out.
const DECIMALS: u32 = 6;
/// How many millionths one of the last digit is, by the number of decimals.
const SCALES: [u32; 7] = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/// A number in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub millionths: i128,
    /// With how many digits it is written, zeros at its front apart.
    pub digits: u32,
}

/// The number that a cell writes: digits with a sign, marks between thousands, and a sign or code of a currency apart. Without a known
/// mark, the last one is that of decimals unless three digits stand behind it.
#[inline]
pub(super) fn figure(cell: &[u8], mark: Option<DecimalMark>) -> Option<Figure> {
    plain(cell, mark).or_else(|| written(cell, mark))
}

fn written(cell: &[u8], mark: Option<DecimalMark>) -> Option<Figure> {
    let cell = without_code(cell.trim_ascii());
    let decimal = match mark {
        Some(DecimalMark::Point) => cell.iter().rposition(|byte| *byte == b'.'),
        Some(DecimalMark::Comma) => cell.iter().rposition(|byte| *byte == b','),
        None => cell
            .iter()
            .rposition(|byte| matches!(byte, b'.' | b','))
            .filter(|at| cell[at + 1..].iter().filter(|byte| byte.is_ascii_digit()).count() != 3),
    };
    let (mut number, mut digits, mut decimals, mut is_negative, mut any) = (0_i128, 0_u32, 0_u32, false, false);
    let mut at = 0;
    while let Some(&byte) = cell.get(at) {
        let width = match byte {
            b'0'..=b'9' => {
                any = true;
                if decimal.is_some_and(|mark| at > mark) {
                    decimals += 1;
                }
                if decimals <= DECIMALS {
                    number = number.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
                }
                digits += u32::from(digits > 0 || byte != b'0');
                1
            }
            b'-' if !any || at + 1 == cell.len() => {
                is_negative = true;
                1
            }
            b'(' if !any => {
                is_negative = true;
                1
            }
            b'.' | b',' | b'\'' | b' ' | b'+' | b')' | b'$' => 1,
            _ => {
                let rest = &cell[at..];
                let minus = "−".as_bytes();
                is_negative |= rest.starts_with(minus);
                ["−", "€", "£", "¥", "\u{a0}", "\u{202f}", "’"].iter().find(|it| rest.starts_with(it.as_bytes()))?.len()
            }
        };
        at += width;
    }
    let scale = 10_i128.pow(DECIMALS - decimals.min(DECIMALS));
    let millionths = number.checked_mul(scale)?;
    any.then_some(Figure { millionths: if is_negative { -millionths } else { millionths }, digits })
}

/// The quick way for what nearly every cell holds: a few digits, perhaps a minus before them and a decimal mark among them.
#[inline]
fn plain(cell: &[u8], mark: Option<DecimalMark>) -> Option<Figure> {
    let mark = mark.map(|mark| if mark == DecimalMark::Point { b'.' } else { b',' });
    let (is_negative, cell) = match cell {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, cell),
    };
    // So many digits fit, with the decimals that count behind them.
    if cell.is_empty() || cell.len() > 12 {
        return None;
    }
    let (mut number, mut mark_at) = (0_u64, None);
    for (at, byte) in cell.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            number = number * 10 + u64::from(digit);
        } else if Some(*byte) == mark && mark_at.is_none() && cell.len() > 1 {
            mark_at = Some(at);
        } else {
            return None;
        }
    }
    let decimals = mark_at.map_or(0, |at| cell.len() - 1 - at);
    let is_at_front = |byte: &&u8| **byte == b'0' || Some(**byte) == mark;
    let zeros = cell.iter().take_while(is_at_front).filter(|byte| **byte == b'0').count();
    let digits = (cell.len() - zeros - usize::from(mark_at.is_some())) as u32;
    let millionths = i128::from(number) * i128::from(*SCALES.get(decimals)?);
    Some(Figure { millionths: if is_negative { -millionths } else { millionths }, digits })
}

/// A cell without a word of some letters before or behind it, as in `12.50 EUR`.
pub(super) fn without_code(cell: &[u8]) -> &[u8] {
    let is_code =
        |code: &[u8]| (2..=4).contains(&code.len()) && code.iter().all(|it| it.is_ascii_alphabetic() || *it == b'.');
    if cell.last().is_some_and(u8::is_ascii_alphabetic)
        && let Some(at) = cell.iter().rposition(|byte| *byte == b' ')
        && is_code(&cell[at + 1..])
    {
        return cell[..at].trim_ascii_end();
    }
    if cell.first().is_some_and(u8::is_ascii_alphabetic)
        && let Some(at) = cell.iter().position(|byte| *byte == b' ')
        && is_code(&cell[..at])
    {
        return cell[at + 1..].trim_ascii_start();
    }
    cell
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_are_read_with_their_marks_and_signs() {
        let point = Some(DecimalMark::Point);
        let comma = Some(DecimalMark::Comma);
        for (cell, mark, millionths) in [
            ("12.50", point, 12_500_000),
            ("1,234.5", point, 1_234_500_000),
            ("1.234,50", comma, 1_234_500_000),
            ("1.234", comma, 1_234_000_000),
            ("1.234", None, 1_234_000_000),
            ("1.23", None, 1_230_000),
            ("-3", None, -3_000_000),
            ("3.00-", point, -3_000_000),
            ("−3", None, -3_000_000),
            ("(3.25)", point, -3_250_000),
            ("€ 12", None, 12_000_000),
            ("12,50 EUR", comma, 12_500_000),
            ("CHF 1'200.00", point, 1_200_000_000),
            ("1\u{202f}200,00 €", comma, 1_200_000_000),
        ] {
            assert_eq!(figure(cell.as_bytes(), mark).map(|it| it.millionths), Some(millionths), "{cell}");
        }
        for cell in ["", "tbd", "2024-01-31", "K-1001", "5 %", "10:30", "31/1/2024", "-"] {
            assert_eq!(figure(cell.as_bytes(), point), None, "{cell}");
        }
        assert_eq!(figure(b"00.50", point).map(|it| it.digits), Some(2));
    }

    proptest! {
        #[test]
        fn the_quick_way_reads_what_the_slow_one_reads(cell in "-?[0-9.,]{1,13}", at in 0_usize..3) {
            let mark = [None, Some(DecimalMark::Point), Some(DecimalMark::Comma)][at];
            if let Some(quick) = plain(cell.as_bytes(), mark) {
                // A blank before it is nothing but what the quick way does not know.
                prop_assert_eq!(Some(quick), figure(format!(" {cell}").as_bytes(), mark));
            }
        }
    }
}
