//! Structures of Thrift's compact protocol as trees, so that one number in them can be made a lie and all else stays true.

use crate::dice::Dice;

const BOOLEANS: std::ops::RangeInclusive<u8> = 1..=2;
const LIST: u8 = 9;
pub(crate) const STRUCTURE: u8 = 12;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Of a field the kind says it.
    Truth,
    /// A byte, or a number of eight bytes.
    Bytes(Vec<u8>),
    Number(i64),
    Text(Vec<u8>),
    /// The kind of its items, and how many of them it says there are, if that is a lie.
    List(u8, Vec<Value>, Option<u64>),
    /// Fields with their numbers and kinds.
    Structure(Vec<(i64, u8, Value)>),
}

impl Value {
    /// Reads a structure; gives it with its length.
    pub fn read(bytes: &[u8]) -> (Self, usize) {
        let mut at = 0;
        let value = read(bytes, &mut at, STRUCTURE);
        (value, at)
    }

    pub fn written(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    /// The field of a structure, or the item of a list.
    pub fn get(&self, at: i64) -> Option<&Self> {
        match self {
            Self::Structure(fields) => fields.iter().find(|(id, ..)| *id == at).map(|(.., value)| value),
            Self::List(_, items, _) => items.get(at as usize),
            _ => None,
        }
    }

    pub fn get_mut(&mut self, at: i64) -> Option<&mut Self> {
        match self {
            Self::Structure(fields) => fields.iter_mut().find(|(id, ..)| *id == at).map(|(.., value)| value),
            Self::List(_, items, _) => items.get_mut(at as usize),
            _ => None,
        }
    }

    pub fn at_mut(&mut self, path: &[i64]) -> &mut Self {
        path.iter().fold(self, |value, at| value.get_mut(*at).expect("the path is there"))
    }

    pub fn number(&self) -> i64 {
        if let Self::Number(number) = self { *number } else { 0 }
    }

    pub fn items(&self) -> usize {
        if let Self::List(_, items, _) = self { items.len() } else { 0 }
    }

    fn write(&self, to: &mut Vec<u8>) {
        match self {
            Self::Truth => to.push(1),
            Self::Bytes(bytes) => to.extend_from_slice(bytes),
            Self::Number(number) => unsigned(to, ((number << 1) ^ (number >> 63)) as u64),
            Self::Text(bytes) => {
                unsigned(to, bytes.len() as u64);
                to.extend_from_slice(bytes);
            }
            Self::List(kind, items, said) => {
                let count = said.unwrap_or(items.len() as u64);
                if count < 15 {
                    to.push((count as u8) << 4 | kind);
                } else {
                    to.push(0xf0 | kind);
                    unsigned(to, count);
                }
                for item in items {
                    item.write(to);
                }
            }
            Self::Structure(fields) => {
                let mut before = 0;
                for (id, kind, value) in fields {
                    let step = id.wrapping_sub(before);
                    if (1..=15).contains(&step) {
                        to.push((step as u8) << 4 | kind);
                    } else {
                        to.push(*kind);
                        Self::Number(*id).write(to);
                    }
                    before = *id;
                    if !BOOLEANS.contains(kind) {
                        value.write(to);
                    }
                }
                to.push(0);
            }
        }
    }

    /// Makes something in it a lie.
    pub fn lie(&mut self, dice: &mut Dice) {
        let mut places = 0;
        self.visit(&mut |_| places += 1);
        let place = dice.below(places);
        let mut at = 0;
        self.visit(&mut |value| {
            if at == place {
                value.lie_here(dice);
            }
            at += 1;
        });
    }

    fn visit(&mut self, each: &mut dyn FnMut(&mut Self)) {
        match self {
            Self::List(_, items, _) => {
                for item in items {
                    item.visit(each);
                }
            }
            Self::Structure(fields) => {
                for (.., value) in fields {
                    value.visit(each);
                }
            }
            _ => {}
        }
        each(self);
    }

    fn lie_here(&mut self, dice: &mut Dice) {
        match self {
            Self::Truth | Self::Bytes(_) => {}
            Self::Number(number) => {
                *number = match dice.below(4) {
                    0 => *number + dice.below(9) as i64 - 4,
                    1 => number.wrapping_mul(1 << dice.below(32)),
                    _ => dice.extreme(),
                }
            }
            Self::Text(bytes) => crate::damage::damage(bytes, dice),
            Self::List(_, items, said) => match dice.below(3) {
                0 => *said = Some(dice.extreme() as u64),
                1 => drop(items.pop()),
                _ => {
                    let once = items.clone();
                    items.extend(std::iter::repeat_n(once, dice.small_below(40)).flatten());
                }
            },
            Self::Structure(fields) => {
                if fields.is_empty() {
                    return;
                }
                let at = dice.below(fields.len());
                match dice.below(4) {
                    0 => drop(fields.remove(at)),
                    1 => fields[at].0 = dice.extreme() >> 48,
                    2 => {
                        let twice = fields[at].clone();
                        fields.insert(at, twice);
                    }
                    _ => {
                        // Within itself, many times over.
                        let depth = 1 << dice.below(12);
                        let inner =
                            (0..depth).fold(Self::Number(1), |inner, _| Self::Structure(vec![(1, STRUCTURE, inner)]));
                        fields.push((30_000, STRUCTURE, inner));
                    }
                }
            }
        }
    }
}

fn unsigned(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn read_unsigned(bytes: &[u8], at: &mut usize) -> u64 {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let byte = bytes[*at];
        *at += 1;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            break;
        }
    }
    number
}

fn read_number(bytes: &[u8], at: &mut usize) -> i64 {
    let number = read_unsigned(bytes, at);
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

fn read_bytes(bytes: &[u8], at: &mut usize, count: usize) -> Vec<u8> {
    *at += count;
    bytes[*at - count..*at].to_vec()
}

fn read(bytes: &[u8], at: &mut usize, kind: u8) -> Value {
    match kind {
        1..=3 => Value::Bytes(read_bytes(bytes, at, 1)),
        4..=6 => Value::Number(read_number(bytes, at)),
        7 => Value::Bytes(read_bytes(bytes, at, 8)),
        8 => {
            let count = read_unsigned(bytes, at) as usize;
            Value::Text(read_bytes(bytes, at, count))
        }
        LIST => {
            let head = read_bytes(bytes, at, 1)[0];
            let count = if head >> 4 == 15 { read_unsigned(bytes, at) } else { u64::from(head >> 4) };
            Value::List(head & 15, (0..count).map(|_| read(bytes, at, head & 15)).collect(), None)
        }
        _ => {
            let (mut fields, mut before) = (Vec::new(), 0);
            loop {
                let head = read_bytes(bytes, at, 1)[0];
                let kind = head & 15;
                if kind == 0 {
                    return Value::Structure(fields);
                }
                let step = i64::from(head >> 4);
                before = if step == 0 { read_number(bytes, at) } else { before + step };
                let value = if BOOLEANS.contains(&kind) { Value::Truth } else { read(bytes, at, kind) };
                fields.push((before, kind, value));
            }
        }
    }
}
