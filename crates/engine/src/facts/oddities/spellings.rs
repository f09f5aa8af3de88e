//! Spellings: which ids are the same but for the way they are written?
//!
//! Systems and spreadsheets write one id in many ways: in other case, with zeros at its front or without, with a blank that does not break,
//! an umlaut of two signs, a dash for a hyphen, `.0` behind it. Ids are compared by the hash of their [bare form](bare). All ways of writing
//! one id have one hash, so that of very many ids those with the lowest hashes can be kept, and each of them with its ways: memory is
//! bounded, and what is wrong with many ids is found still.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use super::oddity::Oddity;

/// So many ids are compared, some 10 MB: a company with more customers has its ids from a system that wrote all of them alike, or
/// not, and 1 in 1,000 wrong is found with all but certainty.
const MOST: usize = 1 << 17;

/// Ids and the ways they are written.
#[derive(Debug)]
pub struct Spellings {
    most: usize,
    /// Only ids of lower hashes are kept.
    below: u64,
    ids: foldhash::HashMap<u64, Spelling>,
}

/// The ways of one id.
#[derive(Debug, Default)]
struct Spelling {
    /// Whether it is written in its bare form, which is not kept: most ids are.
    is_bare: bool,
    /// Other ways.
    one: Option<Box<str>>,
    other: Option<Box<str>>,
    is_new: bool,
}

impl Spelling {
    fn note(&mut self, way: Box<str>) {
        match &self.one {
            None => self.one = Some(way),
            Some(one) if *one != way && self.other.is_none() => self.other = Some(way),
            Some(_) => {}
        }
    }

    /// Two ways of it, if there are two.
    fn pair(&self) -> Option<[String; 2]> {
        let one = self.one.as_deref()?;
        let bare = self.is_bare.then(|| bare(one).into_owned());
        let mut pair = [one.to_owned(), bare.or_else(|| Some(self.other.as_deref()?.to_owned()))?];
        pair.sort();
        Some(pair)
    }
}

/// What is left of an id without what systems write in different ways: case, blanks, quotes, kinds of dashes, the parts that a letter is
/// made of, zeros before a number, and `.0` behind one.
fn bare(id: &str) -> Cow<'_, str> {
    let bytes = id.as_bytes();
    let is_plain = |byte: &u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_' | b':' | b'@' | b'.')
    };
    // Few ids have a point before three digits; these are looked at closely.
    let may_be_grouped = bytes.len() > 4 && matches!(bytes[bytes.len() - 4], b'.' | b',');
    let has_zeros = |at: usize| bytes[at] == b'0' && (at == 0 || !bytes[at - 1].is_ascii_digit());
    if bytes.iter().all(is_plain) && !may_be_grouped && !id.ends_with(".0") && !(0..bytes.len()).any(has_zeros) {
        return Cow::Borrowed(id);
    }
    let mut bare = String::with_capacity(id.len());
    for letter in id.nfkc().flat_map(char::to_lowercase) {
        match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => bare.push('-'),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\'' | '"' | '=' | '#' => {}
            letter if letter.is_whitespace() => {}
            letter => bare.push(letter),
        }
    }
    let number = bare.rsplit(':').next().unwrap_or_default();
    let whole = number.strip_suffix(".0").unwrap_or(number);
    if !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit()) {
        bare.truncate(bare.len() - number.len() + whole.len());
    }
    let from = bare.rfind(':').map_or(0, |at| at + 1);
    if is_grouped(&bare[from..]) {
        bare.retain(|letter| !matches!(letter, '.' | ','));
    }
    let mut before = None;
    let mut letters = bare.chars().peekable();
    let mut kept = String::with_capacity(bare.len());
    while let Some(letter) = letters.next() {
        let begins = letter == '0' && !before.is_some_and(|before: char| before.is_ascii_digit());
        if begins && letters.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        before = Some(letter);
        kept.push(letter);
    }
    Cow::Owned(kept)
}

/// Whether a number has marks between its thousands.
fn is_grouped(number: &str) -> bool {
    let mut groups = number.split(['.', ',']);
    let head = groups.next().unwrap_or_default();
    let is_of = |group: &str, least: usize| {
        (least..=3).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut rest = groups.peekable();
    is_of(head, 1) && rest.peek().is_some() && rest.all(|group| is_of(group, 3))
}

impl Default for Spellings {
    fn default() -> Self {
        Self { most: MOST, below: u64::MAX, ids: foldhash::HashMap::default() }
    }
}

impl Spellings {
    #[cfg(test)]
    pub fn keeping(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    /// Takes an id; `is_new` where it is among those it matters for.
    pub fn note(&mut self, id: &str, is_new: bool) {
        let bare = bare(id);
        let hash = xxh3_64(bare.as_bytes());
        if hash > self.below {
            return;
        }
        let spelling = self.ids.entry(hash).or_default();
        spelling.is_new |= is_new;
        if *bare == *id {
            spelling.is_bare = true;
        } else {
            spelling.note(id.into());
        }
        self.keep_most();
    }

    /// Takes the ids of others.
    pub fn join(&mut self, others: Self) {
        self.below = self.below.min(others.below);
        for (hash, spelling) in others.ids {
            let known = self.ids.entry(hash).or_default();
            known.is_new |= spelling.is_new;
            known.is_bare |= spelling.is_bare;
            for way in [spelling.one, spelling.other].into_iter().flatten() {
                known.note(way);
            }
        }
        let below = self.below;
        self.ids.retain(|hash, _| *hash <= below);
        self.keep_most();
    }

    fn keep_most(&mut self) {
        while self.ids.len() > self.most {
            self.below /= 2;
            let below = self.below;
            self.ids.retain(|hash, _| *hash <= below);
        }
    }

    /// Ids written in more than one way, at least one of them new.
    pub fn odd(&self) -> Option<Oddity> {
        let twice = || self.ids.values().filter(|spelling| spelling.is_new).filter_map(Spelling::pair);
        let [one, other] = twice().min()?;
        Some(Oddity::Spelling { customers: twice().count() as u64, is_sample: self.below < u64::MAX, one, other })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_more_ids_than_are_kept_a_wrong_one_in_ten_is_found() {
        let mut spellings = Spellings::keeping(300);
        for id in 0..20_000 {
            spellings.note(&format!("acme-{id}"), true);
            if id % 10 == 0 {
                spellings.note(&format!("ACME-{id}"), true);
            }
        }
        let Some(Oddity::Spelling { customers, is_sample, one, other }) = spellings.odd() else { panic!("none") };
        assert!(is_sample && (5..60).contains(&customers), "{customers}");
        assert_eq!(one.to_lowercase(), other);
        assert!(spellings.ids.len() <= 300);
    }

    #[test]
    fn ids_of_no_new_row_are_nobodys_matter() {
        let mut spellings = Spellings::default();
        for id in ["a-1", "A-1"] {
            spellings.note(id, false);
        }
        assert_eq!(spellings.odd(), None);
        spellings.note("A-1", true);
        assert!(spellings.odd().is_some());
    }

    #[test]
    fn one_id_is_known_in_each_way_that_systems_write_it() {
        let ways = [
            ["17", "0017"],
            ["17", "17.0"],
            ["17", "'17"],
            ["0017", "=\"0017\""],
            ["K-0017", "K-17"],
            ["crm:17", "crm:00017"],
            ["Bo Li", "Bo\u{a0}Li"],
            ["Bo Li", "Bo  Li"],
            ["K-17", "K\u{2013}17"],
            ["M\u{fc}ller", "Mu\u{308}ller"],
            ["acme", "ACME"],
            ["ann@example.com", "Ann@Example.com"],
            ["#17", "17"],
            ["0", "00"],
            ["1001", "1.001"],
            ["crm:1001", "crm:1,001"],
        ];
        for [one, other] in ways {
            let mut spellings = Spellings::default();
            spellings.note(one, false);
            let mut others = Spellings::default();
            others.note(other, true);
            spellings.join(others);
            assert!(spellings.odd().is_some(), "{one:?} {other:?}");
        }
        let mut spellings = Spellings::default();
        for id in
            ["17", "170", "K-17", "K-1-7", "1.5", "15", "10", "1", "100", "crm:17", "shop:17", "M\u{fc}ller", "Muller"]
        {
            spellings.note(id, true);
        }
        assert_eq!(spellings.odd(), None);
    }
}
