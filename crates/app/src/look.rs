//! What does an import make of its table, beside what is there, and what of it looks odd?

use std::collections::BTreeMap;

use bellwether_engine::facts::{self, CommonChange, Holding, Oddity};
use bellwether_model::{Currency, Day};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;

use crate::table::{Cell, Column, Table, Tabular};
use bellwether_words::{Message, message};

/// What an import makes of its table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ImportLook {
    /// The months that change, in order, each by currency; rows without a day come last.
    pub months: Vec<LookLine>,
    /// The whole table, by currency.
    pub all: Vec<LookLine>,
}

/// A month of a table, or the whole of it, before and after an import, in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LookLine {
    /// The month, as in `2026-09`; null for rows without a day and for the whole table.
    pub month: Option<String>,
    /// The currency; null of facts without money.
    pub currency: Option<Currency>,
    /// As it is.
    pub now: LookFigure,
    /// As it will be, or was when the import was in.
    pub after: LookFigure,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LookFigure {
    /// Rows.
    pub rows: u64,
    /// Customers named in them.
    pub customers: u64,
    /// What they sum up to, in whole minor units: amounts, or prices of a month. 0 of facts without money.
    pub minor: i64,
}

impl From<&facts::Look> for ImportLook {
    fn from(look: &facts::Look) -> Self {
        let lines = |lines: &[facts::MonthLook]| lines.iter().map(LookLine::from).collect();
        Self { months: lines(&look.months), all: lines(&look.all) }
    }
}

impl From<&facts::MonthLook> for LookLine {
    fn from(line: &facts::MonthLook) -> Self {
        Self {
            month: line.month.map(month),
            currency: line.currency.as_ref().and_then(|code| code.parse().ok()),
            now: line.now.into(),
            after: line.after.into(),
        }
    }
}

impl From<Holding> for LookFigure {
    fn from(held: Holding) -> Self {
        let Holding { rows, customers, minor } = held;
        let most = if minor < 0 { i64::MIN } else { i64::MAX };
        Self { rows, customers, minor: i64::try_from(minor).unwrap_or(most) }
    }
}

impl Tabular for ImportLook {
    /// One row a month and currency, and one for the whole table.
    fn table(&self) -> Table {
        let columns = vec![
            Column::text("month"),
            Column::text("currency"),
            Column::whole("rows_now"),
            Column::whole("rows_after"),
            Column::whole("customers_now"),
            Column::whole("customers_after"),
            Column::money("worth_now"),
            Column::money("worth_after"),
        ];
        let whole = |number: u64| Cell::Whole(number.cast_signed());
        let row = |line: &LookLine, month: Cell| {
            let LookLine { currency, now, after, .. } = line;
            let money = |figure: &LookFigure| currency.map_or(Cell::Absent, |of| Cell::Money(figure.minor.into(), of));
            vec![
                month,
                Cell::optional(currency.as_ref().map(Currency::code)),
                whole(now.rows),
                whole(after.rows),
                whole(now.customers),
                whole(after.customers),
                money(now),
                money(after),
            ]
        };
        let months = self.months.iter().map(|line| row(line, Cell::text(line.month.as_deref().unwrap_or("no day"))));
        Table::new(columns).with_rows(months.chain(self.all.iter().map(|line| row(line, Cell::text("all")))))
    }
}

/// What looks odd, as sentences.
#[must_use]
pub fn in_oddities(oddities: &[Oddity]) -> Vec<Message> {
    oddities.iter().map(in_oddity).collect()
}

/// For programs, in English.
pub(crate) fn in_english<S: Serializer>(messages: &[Message], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(messages.iter().map(Message::english))
}

pub(crate) fn in_oddity(oddity: &Oddity) -> Message {
    let number = |number: u64| number.cast_signed();
    match oddity {
        Oddity::OneCustomer { customer, rows, of } => {
            let said = message("odd-one-customer").with("customer", customer);
            said.figure("rows", number(*rows)).figure("of", number(*of))
        }
        Oddity::Nobody { customer, rows, of } => {
            let said = message("odd-nobody").with("customer", customer);
            said.figure("rows", number(*rows)).figure("of", number(*of))
        }
        Oddity::SeveralInOne { customer, customers, rows, of } => {
            let said = counted(message("odd-several-in-one"), *customers).with("customer", customer);
            said.figure("rows", number(*rows)).figure("of", number(*of))
        }
        Oddity::NoCustomer { rows, of } => {
            message("odd-no-customer").figure("rows", number(*rows)).figure("of", number(*of))
        }
        Oddity::Spelling { customers, is_sample, one, other } => {
            let said = message(if *is_sample { "odd-spelling-sample" } else { "odd-spelling" });
            counted(said, *customers).with("one", one).with("other", other)
        }
        Oddity::AmountsMoved { currency, rows, minor, before_minor } => {
            let said = apart(["odd-amounts-higher", "odd-amounts-lower"], currency, *minor, *before_minor);
            said.figure("rows", number(*rows))
        }
        Oddity::AmountsApart { currency, rows, first, last, minor, others_minor } => {
            let said = apart(["odd-months-higher", "odd-months-lower"], currency, *minor, *others_minor);
            said.figure("rows", number(*rows)).with("first", month(*first)).with("last", month(*last))
        }
        Oddity::OneDay { day, rows } => message("odd-one-day").figure("rows", number(*rows)).day("day", *day),
        Oddity::Gap { first, last, months, usual } => {
            let said = message("odd-gap").with("first", month(*first)).with("last", month(*last));
            counted(said, u64::from(*months)).figure("usual", number(*usual))
        }
        Oddity::Stopped { source, last, newest } => {
            message("odd-stopped").with("source", source).day("last", *last).day("newest", *newest)
        }
        Oddity::LongAgo { rows, day } => counted(message("odd-long-ago"), *rows).day("day", *day),
        Oddity::Ahead { rows, day } => counted(message("odd-ahead"), *rows).day("day", *day),
        Oddity::NewCurrency { currency, rows, minor } => {
            let said = counted(message("odd-new-currency"), *rows).with("currency", currency);
            said.money("money", currency.parse().map(|code| (code, *minor)))
        }
        Oddity::PlacesTaken { rows, gone, come } => {
            let said = message(if gone.is_empty() { "odd-places-taken" } else { "odd-places-taken-money" });
            counted(said, *rows).money("money", in_currencies(gone)).money("beside", in_currencies(come))
        }
        Oddity::ChangedAlike { change, rows, of, gone, come } => {
            let (name, times) = match change {
                CommonChange::SignTurned => ("odd-sign-turned", 1),
                CommonChange::Larger { times } => ("odd-amounts-multiplied", *times),
                CommonChange::Smaller { times } => ("odd-amounts-divided", *times),
                CommonChange::DayAndMonthSwapped if gone.is_empty() => ("odd-days-swapped", 1),
                CommonChange::DayAndMonthSwapped => ("odd-days-swapped-money", 1),
                CommonChange::AnotherCustomer if gone.is_empty() => ("odd-other-customers", 1),
                CommonChange::AnotherCustomer => ("odd-other-customers-money", 1),
            };
            let said = counted(message(name), *rows).figure("of", number(*of)).figure("times", times);
            said.money("money", in_currencies(gone)).money("beside", in_currencies(come))
        }
        Oddity::NewCustomers { customers, before } => {
            counted(message("odd-new-customers"), *customers).figure("before", number(*before))
        }
        Oddity::NotInFile { rows, first, last, minor } => {
            let said = message(if minor.is_empty() { "odd-not-in-file" } else { "odd-not-in-file-money" });
            counted(said, *rows).day("first", *first).day("last", *last).money("money", in_currencies(minor))
        }
        Oddity::DuplicateRows { rows, of, minor } => {
            let said = counted(message("odd-duplicate-rows"), *rows).figure("of", number(*of));
            said.money("money", in_currencies(minor))
        }
        Oddity::DuplicatesOfSource { source, rows, of, minor } => {
            let said = counted(message("odd-duplicates-of-source"), *rows).figure("of", number(*of));
            said.with("source", source).money("money", in_currencies(minor))
        }
        Oddity::OverlappingSubscriptions { customers, minor } => {
            counted(message("odd-overlapping-subscriptions"), *customers).money("money", in_currencies(minor))
        }
        Oddity::RetroactivePrice { rows, first, before, after } => {
            let said = counted(message("odd-retroactive-price"), *rows).day("first", *first);
            said.money("money", in_currencies(after)).money("beside", in_currencies(before))
        }
        Oddity::ManyRejected { rejected, read } => {
            counted(message("odd-many-rejected"), *rejected).figure("read", number(*read))
        }
    }
}

/// The same for those who may see no customers: without an example of an id.
pub(crate) fn in_count(oddity: &Oddity) -> Message {
    match oddity {
        Oddity::Spelling { customers, .. } => counted(message("odd-spelling-count"), *customers),
        other => in_oddity(other),
    }
}

fn counted(said: Message, count: u64) -> Message {
    said.counting(usize::try_from(count).unwrap_or(usize::MAX))
}

/// Two middle amounts, and how many times as high or low the one is.
fn apart([higher, lower]: [&'static str; 2], currency: &str, minor: i64, beside: i64) -> Message {
    let said = message(if minor > beside { higher } else { lower });
    let (low, high) = (minor.min(beside).max(1), minor.max(beside));
    let money = |minor: i64| currency.parse::<Currency>().map(|code| (code, i128::from(minor)));
    // To the next whole number.
    said.figure("times", high.saturating_add(low / 2) / low).money("money", money(minor)).money("beside", money(beside))
}

fn month(day: Day) -> String {
    day.date().strftime("%Y-%m").to_string()
}

/// Sums by the codes of currencies, by currency.
pub(crate) fn in_currencies(minor: &BTreeMap<String, i128>) -> BTreeMap<Currency, i128> {
    minor.iter().filter_map(|(code, minor)| Some((code.parse().ok()?, *minor))).collect()
}

#[cfg(test)]
mod tests {
    use bellwether_words::{Language, Locale};
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_oddity_is_one_sentence_with_its_numbers_in_both_languages() {
        let day = |year, month, on| Day::from_date(date(year, month, on));
        let text = str::to_owned;
        let euros = |minor: i128| BTreeMap::from([(text("EUR"), minor)]);
        let all = [
            Oddity::OneCustomer { customer: text("C-1"), rows: 1_200, of: 1_500 },
            Oddity::Nobody { customer: text("guest"), rows: 3, of: 40 },
            Oddity::SeveralInOne { customer: text("11;12"), customers: 2, rows: 3, of: 40 },
            Oddity::NoCustomer { rows: 40, of: 40 },
            Oddity::Spelling { customers: 1, is_sample: false, one: text("ACME"), other: text("acme") },
            Oddity::Spelling { customers: 7, is_sample: true, one: text("ACME"), other: text("acme") },
            Oddity::AmountsMoved { currency: text("EUR"), rows: 50, minor: 499_900, before_minor: 4_999 },
            Oddity::AmountsMoved { currency: text("EUR"), rows: 50, minor: 50, before_minor: 4_999 },
            Oddity::AmountsApart {
                currency: text("JPY"),
                rows: 120,
                first: day(2025, 3, 1),
                last: day(2025, 6, 1),
                minor: 5_000,
                others_minor: 50,
            },
            Oddity::AmountsApart {
                currency: text("JPY"),
                rows: 120,
                first: day(2025, 3, 1),
                last: day(2025, 6, 1),
                minor: 50,
                others_minor: 5_000,
            },
            Oddity::OneDay { day: day(2026, 2, 3), rows: 812 },
            Oddity::Gap { first: day(2025, 4, 1), last: day(2025, 4, 1), months: 1, usual: 40 },
            Oddity::Gap { first: day(2025, 4, 1), last: day(2025, 6, 1), months: 3, usual: 120 },
            Oddity::Stopped { source: text("shop"), last: day(2025, 4, 30), newest: day(2026, 2, 3) },
            Oddity::LongAgo { rows: 1, day: day(1899, 12, 30) },
            Oddity::Ahead { rows: 2, day: day(2068, 1, 1) },
            Oddity::NewCurrency { currency: text("CHF"), rows: 12, minor: 123_456 },
            Oddity::ManyRejected { rejected: 30, read: 100 },
            Oddity::PlacesTaken { rows: 1, gone: BTreeMap::new(), come: BTreeMap::new() },
            Oddity::PlacesTaken { rows: 28, gone: euros(123_400), come: euros(5_600) },
            Oddity::NotInFile { rows: 1, first: day(2025, 3, 1), last: day(2026, 6, 2), minor: BTreeMap::new() },
            Oddity::NotInFile { rows: 17, first: day(2025, 3, 1), last: day(2026, 6, 2), minor: euros(123_400) },
            Oddity::DuplicateRows { rows: 1, of: 4, minor: euros(123_400) },
            Oddity::DuplicateRows { rows: 17, of: 20, minor: euros(123_400) },
            Oddity::DuplicatesOfSource { source: text("shop"), rows: 17, of: 20, minor: euros(123_400) },
            Oddity::OverlappingSubscriptions { customers: 1, minor: euros(123_400) },
            Oddity::OverlappingSubscriptions { customers: 12, minor: euros(123_400) },
            Oddity::RetroactivePrice {
                rows: 12,
                first: day(2025, 3, 1),
                before: euros(123_400),
                after: euros(156_700),
            },
        ];
        let fragments: [&[&str]; 28] = [
            &["C-1", "1", "500"],
            &["guest", "3", "40"],
            &["2", "11;12", "3", "40"],
            &["40"],
            &["ACME", "acme"],
            &["7", "ACME", "acme"],
            &["50", "100", "49"],
            &["50", "100", "49"],
            &["120", "2025-03", "2025-06", "100"],
            &["120", "2025-03", "2025-06", "100"],
            &["812", "2026"],
            &["2025-04", "40"],
            &["2025-04", "2025-06", "3", "120"],
            &["shop", "2025", "2026"],
            &["1899"],
            &["2", "2068"],
            &["12", "CHF"],
            &["30", "100"],
            &[],
            &["28", "234", "56"],
            &["2025", "2026"],
            &["17", "2025", "2026", "234"],
            &["4", "234"],
            &["17", "20", "234"],
            &["17", "20", "shop", "234"],
            &["234"],
            &["12", "234"],
            &["12", "2025", "234", "567"],
        ];
        hold_fragments(&all, &fragments);
    }

    #[test]
    fn what_rows_change_alike_and_that_nobody_is_known_is_one_sentence_with_its_numbers() {
        let euros = |minor: i128| BTreeMap::from([("EUR".to_owned(), minor)]);
        let alike = |change, gone, come| Oddity::ChangedAlike { change, rows: 17, of: 19, gone, come };
        let all = [
            alike(CommonChange::SignTurned, euros(123_400), euros(-123_400)),
            alike(CommonChange::Larger { times: 100 }, euros(123_400), euros(12_340_000)),
            alike(CommonChange::Smaller { times: 100 }, euros(12_340_000), euros(123_400)),
            alike(CommonChange::DayAndMonthSwapped, euros(123_400), euros(123_400)),
            alike(CommonChange::DayAndMonthSwapped, BTreeMap::new(), BTreeMap::new()),
            alike(CommonChange::AnotherCustomer, euros(123_400), euros(123_400)),
            alike(CommonChange::AnotherCustomer, BTreeMap::new(), BTreeMap::new()),
            Oddity::NewCustomers { customers: 17, before: 41 },
        ];
        let fragments: [&[&str]; 8] = [
            &["17", "19", "234"],
            &["17", "19", "100", "234", "400"],
            &["17", "19", "100", "234", "400"],
            &["17", "19", "234"],
            &["17", "19"],
            &["17", "19", "234"],
            &["17", "19"],
            &["17", "41"],
        ];
        hold_fragments(&all, &fragments);
    }

    /// Holds each sentence to what it has to name, in both languages.
    fn hold_fragments(all: &[Oddity], fragments: &[&[&str]]) {
        assert_eq!(all.len(), fragments.len());
        for locale in [Locale::English, Locale::German] {
            let language = Language::new(locale);
            for (said, fragments) in in_oddities(all).iter().zip(fragments) {
                let sentence = said.sentence(language.alone());
                assert!(!sentence.starts_with("Odd-") && sentence.ends_with('.'), "{sentence}");
                assert!(!sentence.contains('{'), "{sentence}");
                for fragment in *fragments {
                    assert!(sentence.contains(fragment), "{sentence} lacks {fragment}");
                }
            }
        }
    }
}
