//! Every file of a layout, varied: columns in another order and some beside them, rows in another order and in other batches, names in
//! other letters, words that nobody knows.

use super::*;

/// The files, the tables they are read as and the columns whose words say which rows count.
const FILES: [(&str, Fact, &str); 4] = [
    ("shopify_orders.csv", Fact::Purchases, "Financial Status"),
    ("stripe_subscriptions.csv", Fact::Subscriptions, "Status"),
    ("zendesk_tickets.csv", Fact::Touches, "Status"),
    ("zendesk_tickets.csv", Fact::Feedback, "Satisfaction Score"),
];

/// A file as rows of texts.
#[derive(Clone)]
struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn of(name: &str) -> Self {
        let path = place(name).to_string_lossy().into_owned();
        let mut reader = open(&[path], &Format::default()).expect("it opens");
        let header = reader.columns().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
        let mut rows = Vec::new();
        while let Some(batch) = reader.next().expect("it reads") {
            let columns: Vec<_> = header.iter().map(|name| texts(&batch.rows, name)).collect();
            rows.extend(
                (0..batch.rows.num_rows())
                    .map(|row| columns.iter().map(|cells| cells[row].clone().unwrap_or_default()).collect::<Vec<_>>()),
            );
        }
        Self { header, rows }
    }

    fn column(&self, name: &str) -> usize {
        self.header.iter().position(|column| column == name).expect(name)
    }

    fn varied(&self, dice: &mut Dice) -> Self {
        let mut order: Vec<usize> = (0..self.header.len()).collect();
        for at in (1..order.len()).rev() {
            order.swap(at, dice.below(at + 1));
        }
        let take = |row: &Vec<String>| order.iter().map(|at| row[*at].clone()).collect::<Vec<_>>();
        let mut varied = Self { header: take(&self.header), rows: self.rows.iter().map(take).collect() };
        for at in (1..varied.rows.len()).rev() {
            varied.rows.swap(at, dice.below(at + 1));
        }
        for new in 0..dice.below(4) {
            let at = dice.below(varied.header.len());
            let (name, cell) =
                [("Loyalty tier", "gold"), ("amount_eur", "9.99"), ("state", "lost"), ("x (metadata)", "")]
                    [(new + dice.below(4)) % 4];
            varied.header.insert(at, format!("{name} {new}"));
            varied.rows.iter_mut().for_each(|row| row.insert(at, cell.to_owned()));
        }
        if dice.below(4) == 0 {
            varied.header.iter_mut().for_each(|name| *name = name.to_uppercase());
        }
        varied
    }

    fn feed(&self, dice: &mut Dice) -> Feed {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        Feed::of_rows("export.csv", &header, &self.rows, 1 + dice.below(self.rows.len() + 3))
    }
}

#[test]
fn no_order_of_columns_or_rows_and_no_column_beside_them_changes_what_is_read() {
    let mut dice = Dice(8);
    for (name, fact, _) in FILES {
        let sheet = Sheet::of(name);
        let all = fact.columns().iter().map(|column| column.name().clone()).collect::<Vec<_>>().join(" ");
        let plain = Read::file(fact, name).lines(&all);
        for _ in 0..60 {
            let varied = sheet.varied(&mut dice);
            let read = Read::feed(fact, varied.feed(&mut dice));
            assert_eq!(read.asked(), [""; 0], "{name}: {:?}", varied.header);
            assert_eq!(read.lines(&all), plain, "{name}: {:?}", varied.header);
        }
    }
}

#[test]
fn a_word_that_a_layout_does_not_name_is_asked_about_and_its_rows_wait() {
    let mut dice = Dice(9);
    for (name, fact, column) in FILES {
        let sheet = Sheet::of(name);
        let at = sheet.column(column);
        let all = Read::file(fact, name).lines("customer_id").len();
        let preset = Read::file(fact, name).guess.mapping;
        let counting: Vec<usize> = (0..sheet.rows.len())
            .filter(|row| preset.rows[column].count.iter().any(|word| *word == sheet.rows[*row][at].to_lowercase()))
            .collect();
        for _ in 0..40 {
            let mut odd = sheet.clone();
            let row = counting[dice.below(counting.len())];
            odd.rows[row][at] = dice.of(&["mystery", "Half paid", "new state", "??"]).to_owned();
            let read = Read::feed(fact, odd.varied(&mut dice).feed(&mut dice));
            let is_asked = read.guess.questions.iter().any(|question| question.topic == Topic::Rows);
            assert!(is_asked, "{name}: {:?} {:?}", odd.rows[row], read.asked());
            assert!(read.rows.num_rows() >= all - 1, "{name}");
            assert!(read.rows.num_rows() + read.rejects.len() <= all, "{name}: {:?}", read.rejects);
        }
    }
}
