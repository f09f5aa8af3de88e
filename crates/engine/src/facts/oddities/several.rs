//! Does the id of a customer read as those of several, as `11;12` where a deal belongs to two companies?

use super::oddity::Oddity;

/// What stands between several ids in one cell.
const BETWEEN: [char; 2] = [';', '|'];

/// Customers of an import whose ids read as those of several.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Several {
    customers: u64,
    rows: u64,
    /// The one with most rows, and these.
    most: Option<(u64, String)>,
}

impl Several {
    /// Counts a customer with so many rows of the import.
    pub fn note(&mut self, id: &str, rows: u64) {
        if rows == 0 || !names_several(id) {
            return;
        }
        self.customers += 1;
        self.rows += rows;
        self.most = self.most.take().max(Some((rows, id.to_owned())));
    }

    /// Adds others.
    pub fn join(&mut self, other: Self) {
        self.customers += other.customers;
        self.rows += other.rows;
        self.most = self.most.take().max(other.most);
    }

    /// Whether there are any, among so many rows that name a customer.
    pub fn odd(self, of: u64) -> Option<Oddity> {
        let Self { customers, rows, most } = self;
        most.map(|(_, customer)| Oddity::SeveralInOne { customer, customers, rows, of })
    }
}

fn names_several(id: &str) -> bool {
    let id = id.trim().trim_end_matches(BETWEEN);
    id.contains(BETWEEN) && id.split(BETWEEN).all(|part| part.chars().any(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_join_others_are_counted_with_their_rows_however_they_are_parted() {
        let mut all = Several::default();
        for (id, rows) in [
            ("11;12", 3),
            ("Acme | Beta", 5),
            ("1;2;3", 1),
            ("Acme; ", 9),
            ("a;;b", 2),
            ("13", 4),
            (";", 1),
            ("x;y", 0),
        ] {
            let mut one = Several::default();
            one.note(id, rows);
            all.join(one);
        }
        let told = Oddity::SeveralInOne { customer: "Acme | Beta".to_owned(), customers: 3, rows: 9, of: 25 };
        assert_eq!(all.odd(25), Some(told));
        assert_eq!(Several::default().odd(25), None);
    }
}
