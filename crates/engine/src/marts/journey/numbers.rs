//! Numbers for texts.

use foldhash::HashMap;

/// Numbers for texts, in the order of their first appearance.
#[derive(Default)]
pub struct Numbers {
    numbers: HashMap<Box<str>, u32>,
    /// The texts by their numbers.
    pub names: Vec<String>,
}

impl Numbers {
    /// The number of a text.
    pub fn of(&mut self, text: &str) -> u32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(text.into(), number);
        self.names.push(text.to_owned());
        number
    }

    /// The number of a text, if it has one.
    pub fn known(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }
}
