//! Every file of a layout, varied: columns in another order and some beside them, rows in another order and in other batches, names in
//! other letters, words that nobody knows.

use super::*;
use crate::sources::mapping::presets;

/// The files, the tables they are read as and the column whose words say which rows count, if one does.
const FILES: [(&str, Fact, &str); 31] = [
    ("shopify_orders.csv", Fact::Purchases, "Financial Status"),
    ("woocommerce_orders.csv", Fact::Purchases, "status"),
    ("magento_orders.csv", Fact::Purchases, "Status"),
    ("stripe_payments.csv", Fact::Purchases, "Status"),
    ("stripe_invoices.csv", Fact::Purchases, "Status"),
    ("stripe_subscriptions.csv", Fact::Subscriptions, "Status"),
    ("stripe_customers.csv", Fact::Customers, ""),
    ("stripe_api_charges.json", Fact::Purchases, "status"),
    ("stripe_api_invoices.json", Fact::Purchases, "status"),
    ("stripe_api_subscriptions.json", Fact::Subscriptions, "status"),
    ("chargebee_subscriptions.csv", Fact::Subscriptions, "subscriptions.status"),
    ("chargebee_invoices.csv", Fact::Purchases, "invoices.status"),
    ("recurly_subscriptions.csv", Fact::Subscriptions, "state"),
    ("paddle_transactions.csv", Fact::Purchases, "status"),
    ("quickbooks_transactions.csv", Fact::Purchases, "Transaction Type"),
    ("xero_invoices.csv", Fact::Purchases, "Type"),
    ("hubspot_deals.csv", Fact::Purchases, "Deal Stage"),
    ("hubspot_contacts.csv", Fact::Customers, ""),
    ("salesforce_opportunities.csv", Fact::Purchases, "Stage"),
    ("salesforce_opportunity_objects.csv", Fact::Purchases, "IsWon"),
    ("zendesk_tickets.csv", Fact::Touches, "Status"),
    ("zendesk_tickets.csv", Fact::Feedback, "Satisfaction Score"),
    ("intercom_conversations.csv", Fact::Touches, "Current conversation state"),
    ("freshdesk_tickets.csv", Fact::Touches, "Status"),
    ("typeform_nps.csv", Fact::Feedback, ""),
    ("surveymonkey_nps.csv", Fact::Feedback, ""),
    ("delighted_responses.csv", Fact::Feedback, "Survey Type"),
    ("app_store_reviews.csv", Fact::Feedback, ""),
    ("app_store_reviews.json", Fact::Feedback, ""),
    ("google_play_reviews.csv", Fact::Feedback, ""),
    ("nps_responses.csv", Fact::Feedback, ""),
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
        for _ in 0..8 {
            let varied = sheet.varied(&mut dice);
            let read = Read::feed(fact, varied.feed(&mut dice));
            assert_eq!(read.asked(), [""; 0], "{name}: {:?}", varied.header);
            assert_eq!(read.lines(&all), plain, "{name}: {:?}", varied.header);
        }
    }
}

#[test]
fn a_column_is_known_by_each_of_the_names_that_it_goes_by() {
    for (name, fact, _) in FILES {
        let sheet = Sheet::of(name);
        let all = fact.columns().iter().map(|column| column.name().clone()).collect::<Vec<_>>().join(" ");
        let plain = Read::file(fact, name);
        let preset = presets().iter().find(|preset| plain.title() == Some(preset.title.as_str())).expect(name);
        for names in preset.names() {
            let Some(at) = sheet.header.iter().position(|column| names.contains(column)) else { continue };
            for other in names.iter().filter(|other| !sheet.header.contains(other)) {
                let mut renamed = sheet.clone();
                renamed.header[at].clone_from(other);
                let read = Read::feed(fact, renamed.feed(&mut Dice(4)));
                assert_eq!(read.title(), plain.title(), "{name}: {other}");
                assert_eq!(read.lines(&all), plain.lines(&all), "{name}: {other}");
            }
        }
    }
}

#[test]
fn a_word_that_a_layout_does_not_name_is_asked_about_and_its_rows_wait() {
    let mut dice = Dice(9);
    for (name, fact, column) in FILES.into_iter().filter(|(.., column)| !column.is_empty()) {
        let sheet = Sheet::of(name);
        let at = sheet.column(column);
        let plain = Read::file(fact, name);
        let lines = plain.lines("customer_id").len();
        let words = &plain.guess.mapping.rows[column];
        let is_counted = |word: &str| words.count.iter().any(|counted| *counted == word.to_lowercase());
        let counting: Vec<usize> = (0..sheet.rows.len()).filter(|row| is_counted(&sheet.rows[*row][at])).collect();
        for _ in 0..6 {
            let mut odd = sheet.clone();
            let row = counting[dice.below(counting.len())];
            odd.rows[row][at] = dice.of(&["mystery", "Half paid", "new state", "??"]).to_owned();
            let read = Read::feed(fact, odd.varied(&mut dice).feed(&mut dice));
            let is_asked = read.guess.questions.iter().any(|question| question.topic == Topic::Rows);
            // What is left out for another cell is left out whatever its word means.
            let is_out = read.rejects.is_empty() && read.lines("customer_id").len() == lines;
            assert!(is_asked || is_out, "{name}: {:?} {:?}", odd.rows[row], read.asked());
            assert!(is_out || read.rejects.len() == 1, "{name}: {:?}", read.rejects);
        }
    }
}

#[test]
fn the_rows_that_the_words_of_a_layout_decide_about_are_told_whatever_letters_they_are_written_in() {
    for (name, fact, column) in FILES.into_iter().filter(|(.., column)| !column.is_empty()) {
        let mut sheet = Sheet::of(name);
        let at = sheet.column(column);
        for write in [str::to_lowercase, str::to_uppercase, |word: &str| format!(" {word} ")] {
            sheet.rows.iter_mut().for_each(|row| row[at] = write(row[at].as_str()));
            let read = Read::feed(fact, sheet.feed(&mut Dice(3)));
            let words = &read.guess.mapping.rows[column];
            let decided = sheet.rows.iter().filter(|row| words.meaning(&row[at]).is_some()).count();
            let told = read.guess.notes.iter().filter_map(|note| match note {
                Note::Rows { column: told, words } if told == column => Some(words),
                _ => None,
            });
            let told: u64 = told.flatten().map(|(count, _)| count.rows).sum();
            assert_eq!((told as usize, decided > 0), (decided, true), "{name}: {:?}", read.guess.notes);
        }
    }
}
