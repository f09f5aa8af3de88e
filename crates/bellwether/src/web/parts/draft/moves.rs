//! Adding, moving and taking away things of a draft's lists. What is not there is not moved: then nothing happens, and no place is given.

use serde_json::{Value, json};

use super::Draft;

impl Draft {
    /// Adds something at the end of a list; its place.
    pub(in crate::web) fn add(&mut self, list: &str, new: Value) -> Option<String> {
        let things = self.things(list)?;
        things.push(new);
        Some(format!("{list}.{}", things.len() - 1))
    }

    /// One place up or down, or away.
    pub(in crate::web) fn shift(&mut self, list: &str, at: Option<usize>, deed: &str) -> Option<String> {
        let (at, there) = (at?, self.list(list).len());
        match deed {
            "up" => self.carry(list, Some(at), list, at.checked_sub(1)),
            "down" => self.carry(list, Some(at), list, Some(at + 1)),
            "remove" if at < there => {
                self.things(list)?.remove(at);
                Some(format!("{list}.{}", at.min(there.saturating_sub(2))))
            }
            _ => None,
        }
    }

    /// From a place in one list to a place in another, or in the same.
    pub(in crate::web) fn carry(
        &mut self,
        from: &str,
        at: Option<usize>,
        into: &str,
        to: Option<usize>,
    ) -> Option<String> {
        let (at, to) = (at?, to?);
        let last = self.list(into).len();
        let is_there = at < self.list(from).len() && if from == into { to < last } else { to <= last };
        if !is_there || self.things(into).is_none() {
            return None;
        }
        let thing = self.things(from)?.remove(at);
        self.things(into)?.insert(to, thing);
        Some(format!("{into}.{to}"))
    }

    /// The things of a list, which is begun where what it is of has none yet.
    fn things(&mut self, list: &str) -> Option<&mut Vec<Value>> {
        let (of, name) = list.rsplit_once('.').unwrap_or(("", list));
        let of = if of.is_empty() {
            &mut self.document
        } else {
            self.document.pointer_mut(&format!("/{}", of.replace('.', "/")))?
        };
        of.as_object_mut()?.entry(name).or_insert_with(|| json!([])).as_array_mut()
    }
}
