//! How much does one person ask at once? Whoever asks for more is told so at once, and takes no place from others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Requests of one person at once, by whatever browsers and programs: a page and what belongs to it, in two or three windows.
const MOST: usize = 16;

/// How many requests of each person are under way.
#[derive(Clone, Default)]
pub(in crate::web) struct Crowd(Arc<Mutex<HashMap<String, usize>>>);

/// A request of a person that is under way, until it is dropped.
pub(in crate::web) struct Presence {
    crowd: Crowd,
    name: String,
}

impl Crowd {
    /// One more request of a person; none where so many are under way already.
    pub(in crate::web) fn enter(&self, name: &str) -> Option<Presence> {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = under_way.entry(name.to_owned()).or_insert(0);
        (*count < MOST).then(|| {
            *count += 1;
            Presence { crowd: self.clone(), name: name.to_owned() }
        })
    }
}

impl Drop for Presence {
    fn drop(&mut self) {
        let mut under_way = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = under_way.get_mut(&self.name) {
            *count -= 1;
            if *count == 0 {
                under_way.remove(&self.name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_for_more_than_anybody_looks_at_is_told_so_and_others_are_not() {
        let crowd = Crowd::default();
        for _ in 0..3 {
            let mut present: Vec<_> = (0..MOST).map(|_| crowd.enter("dora").expect("let in")).collect();
            assert!(crowd.enter("dora").is_none());
            assert!(crowd.enter("finn").is_some());
            present.pop();
            assert!(crowd.enter("dora").is_some(), "one is answered");
        }
        assert!(crowd.0.lock().expect("counted").is_empty(), "nobody is under way");
    }
}
