//! Damages to bytes, whatever they stand for.

use crate::dice::Dice;

/// Words and signs that mean something to one reader or another.
const WORDS: [&str; 56] = [
    "\"",
    "'",
    "\\",
    ",",
    ";",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\u{feff}",
    "é",
    "\"\"",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\":",
    "\\u",
    "\\ud800",
    "99999999999999999999",
    "-1",
    "1e400",
    "NaN",
    "-0",
    "0x10",
    "1_000",
    "1,5",
    "&#x110000;",
    "]]>",
    "<",
    "</row>",
    "r=\"A1048577\"",
    "r=\"XFE1\"",
    "t=\"s\"",
    "s=\"4294967295\"",
    "<f t=\"shared\" si=\"4294967295\" ref=\"A1:B2\">",
    "<!--",
    "&amp;",
    "\u{202e}",
    "\u{200d}",
    "\u{1F468}\u{200D}\u{1F469}",
    "e\u{301}\u{301}\u{301}",
    "ﷺ",
    "0000-00-00",
    "9999-12-31",
    "-262143-01-01",
    "2024-02-30",
    "1e308",
    "1.7976931348623157e308",
    "٣٤",
    "null",
    "true",
    "--",
];

/// Damages bytes a few times over.
pub(crate) fn damage(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.small_below(6) {
        if bytes.is_empty() {
            return;
        }
        damage_once(bytes, dice);
    }
}

fn damage_once(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let length = bytes.len();
    let at = dice.below(length);
    let to = (at + 1 + dice.small_below(length / 4 + 1)).min(length);
    match dice.below(16) {
        0..=2 => bytes[at] ^= 1 << dice.below(8),
        3 | 4 => bytes[at] = *dice.pick(&[0, 1, 0x7f, 0x80, 0xff, b'0', b'9', b'-', b'"']),
        5 => drop(bytes.drain(at..to)),
        6 => {
            let copies = bytes[at..to].repeat(1 + dice.small_below(9));
            bytes.splice(to..to, copies);
        }
        7 => {
            // As often as may be, of a few bytes.
            let few = bytes[at..(at + 1 + dice.below(4)).min(length)].to_vec();
            let copies = few.repeat(1 << dice.below(17));
            bytes.splice(at..at, copies);
        }
        8..=10 => {
            let word = dice.pick(&WORDS).as_bytes().to_vec();
            bytes.splice(at..at, word);
        }
        11 => {
            // In place of what stood there, so that what lies behind stays where it was.
            let number = dice.extreme().to_le_bytes();
            let width = 1 << dice.below(4);
            for (place, byte) in bytes[at..].iter_mut().zip(&number[..width]) {
                *place = *byte;
            }
        }
        12 => {
            let noise: Vec<u8> = (0..=dice.below(9)).map(|_| dice.number() as u8).collect();
            bytes.splice(at..at, noise);
        }
        13 => bytes.truncate(at),
        14 => {
            let moved: Vec<u8> = bytes.drain(at..to).collect();
            let to = dice.below(bytes.len() + 1);
            bytes.splice(to..to, moved);
        }
        _ => number_in_text(bytes, at, dice),
    }
}

/// Exchanges the next number that is written out.
fn number_in_text(bytes: &mut Vec<u8>, at: usize, dice: &mut Dice) {
    let Some(from) = bytes[at..].iter().position(u8::is_ascii_digit).map(|from| at + from) else { return };
    let to = bytes[from..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |to| from + to);
    let number = match dice.below(4) {
        0 => "9".repeat(1 + dice.below(400)),
        1 => "0".repeat(1 + dice.below(40)),
        _ => dice.extreme().to_string(),
    };
    bytes.splice(from..to, number.into_bytes());
}

/// Damages a text: what comes out is text again.
pub(crate) fn damage_text(text: &str, dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    damage(&mut bytes, dice);
    String::from_utf8_lossy(&bytes).into_owned()
}
