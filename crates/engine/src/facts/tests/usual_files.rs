//! Files in which nothing is odd, by chance that is the same each time.

use bellwether_model::Day;
use jiff::civil::date;

/// A row of a file.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) customer: Option<String>,
    pub(super) day: Day,
    pub(super) minor: i64,
    pub(super) currency: &'static str,
}

/// Numbers that are the same each time.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn of(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % many as u64) as usize
    }

    pub(super) fn among(&mut self, from: usize, through: usize) -> usize {
        from + self.of(through + 1 - from)
    }
}

/// A file in which nothing is odd: some customers buy through some months at prices of one size.
pub(super) fn usual(dice: &mut Dice) -> Vec<Row> {
    let (customers, months) = (dice.among(8, 60), dice.among(2, 20));
    let first = date(2015, 1, 1).saturating_add(jiff::Span::new().months(dice.among(0, 60) as i64));
    let (each, price) = (dice.among(12, 30), [90, 4_999, 120_000][dice.of(3)]);
    let prefix = ["C-", "kd", "", "Kunde ", "Ü", "\u{5BA2}"][dice.of(6)];
    let mut rows = Vec::new();
    for month in 0..months {
        let start = first.saturating_add(jiff::Span::new().months(month as i64));
        for row in 0..each {
            rows.push(Row {
                // Each customer holds far less than half of the rows.
                customer: Some(format!("{prefix}{}", 1000 + (row + month * 3 + dice.of(3)) % customers)),
                day: Day::from_date(start).plus(dice.of(28) as i32),
                minor: price * dice.among(50, 200) as i64 / 100,
                currency: "EUR",
            });
        }
    }
    for at in (1..rows.len()).rev() {
        rows.swap(at, dice.of(at + 1));
    }
    rows
}
