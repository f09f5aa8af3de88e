//! Lengths that are packed by their differences (`DELTA_BINARY_PACKED`): how many are there, how much are they in all, and where do they end?

/// A block holds so many numbers or a multiple; writers use 128.
const LARGEST_BLOCK: u64 = 1 << 16;

pub(super) struct Lengths {
    pub sum: u64,
    /// The place behind them.
    pub end: usize,
}

/// Reads a list of at most `most` lengths.
pub(super) fn lengths(bytes: &[u8], most: u64) -> Result<Lengths, String> {
    let mut list = List { bytes, at: 0 };
    let (block, parts, count) = (list.number()?, list.number()?, list.number()?);
    let mut length = list.difference()? as i32;
    if count > most {
        return Err(format!("a page of it says that it has {most} values, and {count}"));
    }
    if block > LARGEST_BLOCK || parts == 0 || block % 128 != 0 || block % parts != 0 || block / parts % 32 != 0 {
        return Err("a page of it is packed in blocks of no length".to_owned());
    }
    let each = (block / parts) as usize;
    let mut sum = if count > 0 { of(length)? } else { 0 };
    let mut left = count.saturating_sub(1) as usize;
    while left > 0 {
        let least = list.difference()? as i32;
        for width in list.take(parts as usize)? {
            if left == 0 {
                break;
            }
            let packed = list.up_to(usize::from(*width) * each / 8);
            for at in 0..each.min(left) {
                length = length.wrapping_add(least).wrapping_add(bits(packed, at, *width)? as i32);
                sum += of(length)?;
            }
            left = left.saturating_sub(each);
        }
    }
    Ok(Lengths { sum, end: list.at })
}

fn of(length: i32) -> Result<u64, String> {
    u64::try_from(length).map_err(|_| "a text of it is shorter than nothing".to_owned())
}

/// One of numbers that are so many bits wide, one behind the other.
fn bits(packed: &[u8], at: usize, width: u8) -> Result<u64, String> {
    let width = usize::from(width);
    if width > 32 {
        return Err("a length of it is too long".to_owned());
    }
    let (first, shift) = (at * width / 8, at * width % 8);
    let mut number = 0;
    for place in 0..(shift + width).div_ceil(8) {
        let byte = packed.get(first + place).ok_or("a page of it breaks off")?;
        number |= u64::from(*byte) << (8 * place);
    }
    Ok(number >> shift & ((1 << width) - 1))
}

struct List<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> List<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..count)).ok_or("a page of it breaks off")?;
        self.at += count;
        Ok(taken)
    }

    /// The last part may be cut off where nothing follows.
    fn up_to(&mut self, count: usize) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let taken = &rest[..count.min(rest.len())];
        self.at += taken.len();
        taken
    }

    fn number(&mut self) -> Result<u64, String> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err("a number of it does not end".to_owned())
    }

    fn difference(&mut self) -> Result<i64, String> {
        let number = self.number()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }
}
