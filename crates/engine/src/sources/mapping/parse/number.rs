//! Numbers as people and programs write them: signs, grouping, decimal marks, brackets for minus, a unit before or after.

use bellwether_model::LARGEST_AMOUNT;
use rust_decimal::Decimal;

use crate::sources::DecimalMark;

/// Most digits a number may have so that it is kept exactly.
const MAX_DIGITS: u32 = 28;

/// A number and the unit written beside it, as in "£12.30" or "12 EUR".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Number<'a> {
    /// The number, exactly as written.
    pub value: Decimal,
    /// The unit; empty if there is none.
    pub unit: &'a str,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NumberProblem {
    #[error("is not a number")]
    NotANumber,
    #[error("is a percentage, not a number; divide by 100 in the source or map an expression")]
    Percent,
    #[error("may mean thousands or decimals; declare decimal = \".\" or \",\" under [format]")]
    Ambiguous,
    #[error("does not fit the column's decimal mark '{0}'")]
    OtherMark(char),
    #[error("has more than {MAX_DIGITS} digits")]
    TooLong,
}

/// What a number shows about the decimal mark of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalEvidence {
    /// Nothing: it has neither mark nor grouping that would tell.
    Neither,
    /// Decimals follow this mark, or the other one groups thousands.
    Plainly(DecimalMark),
    /// One point or comma with three digits behind it; the mark it would be if these were decimals.
    Either(DecimalMark),
}

/// The character of a mark.
pub(crate) fn mark_char(mark: DecimalMark) -> char {
    match mark {
        DecimalMark::Point => '.',
        DecimalMark::Comma => ',',
    }
}

/// Reads a number by the column's decimal mark; without one, only what can be read in one way.
pub(crate) fn parse(text: &str, mark: Option<DecimalMark>) -> Result<Number<'_>, NumberProblem> {
    if let Some((mantissa, decimals)) = plain(text, mark) {
        return Ok(Number { value: Decimal::new(mantissa, decimals), unit: "" });
    }
    let parts = Parts::of(text)?;
    let mut value = digits(parts.digits, mark)?;
    value.set_sign_negative(parts.negative && !value.is_zero());
    Ok(Number { value, unit: parts.unit })
}

/// What a number shows about its column's decimal mark; `None` if it is no number at all.
pub(crate) fn decimal_evidence(text: &str) -> Option<DecimalEvidence> {
    let parts = Parts::of(text).ok()?;
    let both = [DecimalMark::Point, DecimalMark::Comma];
    let reads = both.map(|mark| digits(parts.digits, Some(mark)));
    match reads {
        [Ok(point), Ok(comma)] if point == comma => Some(DecimalEvidence::Neither),
        [Ok(_), Ok(_)] => Some(DecimalEvidence::Either(if parts.digits.contains('.') {
            DecimalMark::Point
        } else {
            DecimalMark::Comma
        })),
        [Ok(_), Err(_)] => Some(DecimalEvidence::Plainly(DecimalMark::Point)),
        [Err(_), Ok(_)] => Some(DecimalEvidence::Plainly(DecimalMark::Comma)),
        [Err(_), Err(_)] => None,
    }
}

/// The minor units of an amount with so many decimals at most, where it is written as nearly all are; the same as of what
/// [`parse`] reads.
pub(crate) fn plain_minor(text: &str, mark: Option<DecimalMark>, exponent: u32) -> Option<i64> {
    let (mantissa, decimals) = plain(text, mark)?;
    let minor = mantissa.checked_mul(10_i64.checked_pow(exponent.checked_sub(decimals)?)?)?;
    (minor.unsigned_abs() <= LARGEST_AMOUNT.unsigned_abs()).then_some(minor)
}

/// The quick way for what nearly every cell holds: digits, perhaps a minus in front and one decimal mark inside. The digits as one number,
/// and how many of them are decimals.
fn plain(text: &str, mark: Option<DecimalMark>) -> Option<(i64, u32)> {
    let bytes = text.as_bytes();
    let (negative, bytes) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    if bytes.is_empty() || bytes.len() > 18 || !bytes[0].is_ascii_digit() || !bytes[bytes.len() - 1].is_ascii_digit() {
        return None;
    }
    let mark = mark.map(|mark| mark_char(mark) as u8);
    let (mut mantissa, mut decimals, mut marked) = (0i64, 0u32, false);
    for &byte in bytes {
        if byte.is_ascii_digit() {
            mantissa = mantissa * 10 + i64::from(byte - b'0');
            decimals += u32::from(marked);
        } else if Some(byte) == mark && !marked {
            marked = true;
        } else {
            return None;
        }
    }
    Some((if negative { -mantissa } else { mantissa }, decimals))
}

/// A number taken apart: its sign, the part from the first to the last digit, and its unit.
struct Parts<'a> {
    negative: bool,
    digits: &'a str,
    unit: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Result<Self, NumberProblem> {
        let text = text.trim();
        let (bracketed, text) = match text.strip_suffix(')').and_then(|open| open.split_once('(')) {
            Some(("", inner)) => (true, inner.trim()),
            // The unit may stand outside, as in "$(12.34)".
            Some((unit, inner)) => {
                let inner = Self::of(inner)?;
                if inner.negative || !inner.unit.is_empty() || unit.contains(|c: char| c.is_ascii_digit()) {
                    return Err(NumberProblem::NotANumber);
                }
                let (signs, unit) = signs(unit)?;
                return if signs == Sign::None && unit.chars().all(is_unit) {
                    Ok(Self { negative: true, unit, ..inner })
                } else {
                    Err(NumberProblem::NotANumber)
                };
            }
            None => (false, text),
        };
        let mut first = text.find(|c: char| c.is_ascii_digit()).ok_or(NumberProblem::NotANumber)?;
        let last = text.rfind(|c: char| c.is_ascii_digit()).ok_or(NumberProblem::NotANumber)?;
        // ".5" is one half, but the point of "Rs.500" belongs to the unit.
        let before = &text[..first];
        if before.ends_with(['.', ',']) && !before[..first - 1].ends_with(char::is_alphabetic) {
            first -= 1;
        }
        let (left_signs, left) = signs(&text[..first])?;
        let (right_signs, right) = signs(&text[last + 1..])?;
        if left.contains('%') || right.contains('%') {
            return Err(NumberProblem::Percent);
        }
        let (("", unit) | (unit, "")) = (left, right) else { return Err(NumberProblem::NotANumber) };
        let sign_count = usize::from(bracketed) + left_signs.len() + right_signs.len();
        if sign_count > 1 || !unit.chars().all(is_unit) {
            return Err(NumberProblem::NotANumber);
        }
        let negative = bracketed || left_signs.is_minus() || right_signs.is_minus();
        Ok(Self { negative, digits: &text[first..=last], unit })
    }
}

fn is_unit(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '.' | '$' | '€' | '£' | '¥') || is_currency_sign(c)
}

fn is_currency_sign(c: char) -> bool {
    ('\u{20a0}'..='\u{20cf}').contains(&c) || c == '¢'
}

/// The sign found beside a number, if any.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    None,
    Plus,
    Minus,
}

impl Sign {
    fn len(self) -> usize {
        usize::from(self != Self::None)
    }

    fn is_minus(self) -> bool {
        self == Self::Minus
    }
}

/// Takes one sign off either end of what stands beside the digits; the rest is the unit.
fn signs(beside: &str) -> Result<(Sign, &str), NumberProblem> {
    const SIGNS: [char; 4] = ['-', '\u{2212}', '\u{2013}', '+'];
    let beside = beside.trim();
    let (sign, rest) = if let Some(rest) = beside.strip_prefix(SIGNS) {
        (&beside[..beside.len() - rest.len()], rest)
    } else if let Some(rest) = beside.strip_suffix(SIGNS) {
        (&beside[rest.len()..], rest)
    } else {
        return Ok((Sign::None, beside));
    };
    let rest = rest.trim();
    if rest.contains(SIGNS) {
        return Err(NumberProblem::NotANumber);
    }
    Ok((if sign == "+" { Sign::Plus } else { Sign::Minus }, rest))
}

/// Reads digits with grouping and decimals.
fn digits(text: &str, mark: Option<DecimalMark>) -> Result<Decimal, NumberProblem> {
    if text.contains(['e', 'E']) {
        return scientific(text, mark);
    }
    let mark = match mark {
        Some(mark) => mark_char(mark),
        None => only_reading(text)?,
    };
    let (whole, decimals) = match text.split_once(mark) {
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    let misfit = || if text.contains(['.', ',']) { NumberProblem::OtherMark(mark) } else { NumberProblem::NotANumber };
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) || !is_grouped(whole, mark) {
        return Err(misfit());
    }
    let mut mantissa = 0i128;
    let mut count = 0;
    for digit in whole.bytes().chain(decimals.bytes()).filter(u8::is_ascii_digit) {
        mantissa = mantissa * 10 + i128::from(digit - b'0');
        count += u32::from(mantissa != 0);
        if count > MAX_DIGITS {
            return Err(NumberProblem::TooLong);
        }
    }
    let scale = u32::try_from(decimals.len()).map_err(|_| NumberProblem::TooLong)?;
    Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| NumberProblem::TooLong)
}

/// The decimal mark of a number that can be read in one way only.
fn only_reading(text: &str) -> Result<char, NumberProblem> {
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let single = |mark: char, other: char| {
        let (before, after) = text.split_once(mark).unwrap_or((text, ""));
        let groups = after.len() == 3 && is_grouped(text, other);
        if groups && !before.starts_with('0') { Err(NumberProblem::Ambiguous) } else { Ok(mark) }
    };
    match (points, commas) {
        (1, 0) => single('.', ','),
        (0, 1) => single(',', '.'),
        (1, _) if text.rfind('.') > text.rfind(',') => Ok('.'),
        (_, 1) if text.rfind(',') > text.rfind('.') => Ok(','),
        // No point at all: the commas, if any, group.
        (0, _) => Ok('.'),
        (_, 0) => Ok(','),
        _ => Err(NumberProblem::NotANumber),
    }
}

/// Whether the whole part is digits only, or digits in groups of three (or of two before the last three, as in India).
fn is_grouped(whole: &str, mark: char) -> bool {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else { return true };
    let allowed = matches!(separator, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}' | '_')
        || (matches!(separator, '.' | ',') && separator != mark);
    if !allowed {
        return false;
    }
    let mut groups = whole.split(separator);
    let head = groups.next().unwrap_or("");
    let all_digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let (mut twos, mut threes, mut last) = (0, 0, 0);
    for group in groups {
        if !all_digits(group) {
            return false;
        }
        last = group.len();
        match last {
            2 => twos += 1,
            3 => threes += 1,
            _ => return false,
        }
    }
    let short_head = (1..=3).contains(&head.len()) && !(head.starts_with('0') && matches!(separator, '.' | ','));
    all_digits(head) && short_head && last == 3 && (twos == 0 || (threes == 1 && head.len() <= 2))
}

fn scientific(text: &str, mark: Option<DecimalMark>) -> Result<Decimal, NumberProblem> {
    let normal = match mark {
        Some(DecimalMark::Comma) if text.contains('.') => return Err(NumberProblem::OtherMark(',')),
        Some(DecimalMark::Comma) => text.replace(',', "."),
        _ => text.to_owned(),
    };
    Decimal::from_scientific(&normal).map_err(|_| NumberProblem::NotANumber)
}

#[cfg(test)]
mod tests;
