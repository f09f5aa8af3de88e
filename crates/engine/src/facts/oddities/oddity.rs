//! What there is to say about facts that look odd.

use std::collections::BTreeMap;

use bellwether_model::Day;
use serde::{Deserialize, Serialize};

/// Something odd about some facts. Money is in minor units of the currency named; a middle amount is a median, at most 7 in 100 off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oddity {
    /// One customer holds most rows.
    OneCustomer {
        /// Who.
        customer: String,
        /// Their rows.
        rows: u64,
        /// Rows that name a customer.
        of: u64,
    },
    /// A customer's id stands for nobody, as `guest` does.
    Nobody {
        /// The id.
        customer: String,
        /// Its rows.
        rows: u64,
        /// Rows that name a customer.
        of: u64,
    },
    /// Ids of customers read as those of several, as `11;12` does.
    SeveralInOne {
        /// The one with most rows.
        customer: String,
        /// How many such ids there are.
        customers: u64,
        /// Their rows.
        rows: u64,
        /// Rows that name a customer.
        of: u64,
    },
    /// Most rows, or all, name no customer.
    NoCustomer {
        /// Rows without a customer.
        rows: u64,
        /// All rows.
        of: u64,
    },
    /// Ids of customers differ by case, blanks, leading zeros and the like alone.
    Spelling {
        /// Customers written in more than one way.
        customers: u64,
        /// Whether only some of all ids were compared, so that there may be more.
        is_sample: bool,
        /// One way one of them is written.
        one: String,
        /// Another.
        other: String,
    },
    /// The middle amount is far from that of the rows before.
    AmountsMoved {
        /// The currency.
        currency: String,
        /// Rows.
        rows: u64,
        /// Their middle amount.
        minor: i64,
        /// That of the rows before.
        before_minor: i64,
    },
    /// The middle amount of some months is far from that of the others.
    AmountsApart {
        /// The currency.
        currency: String,
        /// Rows of those months, the fewer.
        rows: u64,
        /// The first of the months.
        first: Day,
        /// The last of them.
        last: Day,
        /// Their middle amount.
        minor: i64,
        /// That of the other months.
        others_minor: i64,
    },
    /// All rows are of one day.
    OneDay {
        /// The day.
        day: Day,
        /// The rows.
        rows: u64,
    },
    /// Months without a row lie between months with many.
    Gap {
        /// The first of the empty months.
        first: Day,
        /// The last of them.
        last: Day,
        /// How many they are.
        months: u32,
        /// Rows that as many months hold on average.
        usual: u64,
    },
    /// A source gives nothing any more, while others do.
    Stopped {
        /// The source.
        source: String,
        /// Its newest day.
        last: Day,
        /// The newest day of another source.
        newest: Day,
    },
    /// Days lie so far back that something else was meant.
    LongAgo {
        /// Rows with such days.
        rows: u64,
        /// The earliest.
        day: Day,
    },
    /// Days lie in the future, further than such facts are known ahead.
    Ahead {
        /// Rows with such days.
        rows: u64,
        /// The latest.
        day: Day,
    },
    /// A currency that no fact of the table had before.
    NewCurrency {
        /// The currency.
        currency: String,
        /// Rows in it.
        rows: u64,
        /// What they sum up to.
        minor: i128,
    },
    /// Rows took the place of something else: of facts with their ids that were of another customer at another moment, or of another
    /// amount on another day.
    PlacesTaken {
        /// How many.
        rows: u64,
        /// What the facts were worth, by currency.
        gone: BTreeMap<String, i128>,
        /// What the rows are worth.
        come: BTreeMap<String, i128>,
    },
    /// Nearly all rows that replace facts changed these in the same way.
    ChangedAlike {
        /// How.
        change: CommonChange,
        /// The rows that did.
        rows: u64,
        /// All rows that replace a fact.
        of: u64,
        /// What the facts were worth, by currency.
        gone: BTreeMap<String, i128>,
        /// What the rows are worth.
        come: BTreeMap<String, i128>,
    },
    /// None of the customers is known, though those of the source come again.
    NewCustomers {
        /// How many they are.
        customers: u64,
        /// How many the source brought before.
        before: u64,
    },
    /// Facts of the source that came in before are not in a file that tells of their time.
    NotInFile {
        /// How many.
        rows: u64,
        /// The first day that the file tells of.
        first: Day,
        /// The last.
        last: Day,
        /// What they are worth, by currency.
        minor: BTreeMap<String, i128>,
    },
    /// New rows say what rows of the source said before under other ids.
    DuplicateRows {
        /// How many.
        rows: u64,
        /// All new rows that name a customer.
        of: u64,
        /// What they are worth, by currency.
        minor: BTreeMap<String, i128>,
    },
    /// New rows say what another source says of days close by.
    DuplicatesOfSource {
        /// The other source.
        source: String,
        /// How many.
        rows: u64,
        /// All new rows that name a customer.
        of: u64,
        /// What they are worth, by currency.
        minor: BTreeMap<String, i128>,
    },
    /// A customer begins a subscription while an earlier one has no end.
    OverlappingSubscriptions {
        /// How many customers.
        customers: u64,
        /// What the earlier ones are worth a month, by currency.
        minor: BTreeMap<String, i128>,
    },
    /// Subscriptions have another price from their first day on than the same ones had before.
    RetroactivePrice {
        /// How many.
        rows: u64,
        /// The earliest of their first days.
        first: Day,
        /// What they were worth a month, by currency.
        before: BTreeMap<String, i128>,
        /// What they are worth now.
        after: BTreeMap<String, i128>,
    },
    /// A high share of rows was refused.
    ManyRejected {
        /// Rows refused.
        rejected: u64,
        /// Rows read.
        read: u64,
    },
}

/// How rows change what they replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CommonChange {
    /// The amount turned its sign.
    SignTurned,
    /// The amount is exactly so many times what it was.
    Larger {
        /// How many.
        times: i64,
    },
    /// The amount was exactly so many times what it is.
    Smaller {
        /// How many.
        times: i64,
    },
    /// The day is the one that it was with day and month swapped.
    DayAndMonthSwapped,
    /// Another customer, or none, at the same moment with the same amount.
    AnotherCustomer,
}
