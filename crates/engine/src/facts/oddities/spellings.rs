//! Spellings: which ids differ by case alone?
//!
//! Ids are compared by the hash of their small letters. All ways of writing one id have one hash, so that of very many ids those with
//! the lowest hashes can be kept, and each of them with all its ways: memory is bounded, and what is wrong with many ids is found still.

use xxhash_rust::xxh3::xxh3_64;

use super::oddity::Oddity;

/// So many ids are compared, some 20 MB: a company with more customers has its ids from a system that wrote all of them alike, or
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

#[derive(Debug)]
struct Spelling {
    one: Box<str>,
    other: Option<Box<str>>,
    is_new: bool,
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
        if !id.bytes().any(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()) {
            return;
        }
        let hash = xxh3_64(id.to_lowercase().as_bytes());
        if hash > self.below {
            return;
        }
        match self.ids.get_mut(&hash) {
            Some(known) => {
                known.is_new |= is_new;
                if *known.one != *id && known.other.is_none() {
                    known.other = Some(id.into());
                }
            }
            None => drop(self.ids.insert(hash, Spelling { one: id.into(), other: None, is_new })),
        }
        self.keep_most();
    }

    /// Takes the ids of others.
    pub fn join(&mut self, others: Self) {
        self.below = self.below.min(others.below);
        for (hash, spelling) in others.ids {
            match self.ids.get_mut(&hash) {
                Some(known) => {
                    known.is_new |= spelling.is_new;
                    let ways = [Some(spelling.one), spelling.other].into_iter().flatten();
                    known.other = known.other.take().or_else(|| ways.into_iter().find(|way| *way != known.one));
                }
                None => drop(self.ids.insert(hash, spelling)),
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
        let twice = || self.ids.values().filter(|spelling| spelling.is_new && spelling.other.is_some());
        let pair = |spelling: &Spelling| {
            let mut pair = [spelling.one.to_string(), spelling.other.as_deref().unwrap_or_default().to_owned()];
            pair.sort();
            pair
        };
        let [one, other] = twice().map(pair).min()?;
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
    fn ids_without_letters_and_those_of_no_new_row_are_nobodys_matter() {
        let mut spellings = Spellings::default();
        for id in ["17", "0017", "a-1", "A-1"] {
            spellings.note(id, false);
        }
        assert_eq!(spellings.odd(), None);
        spellings.note("A-1", true);
        assert!(spellings.odd().is_some());
    }
}
