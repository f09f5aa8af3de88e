//! Knowledge: which versions of the facts a figure uses.

use std::collections::BTreeMap;

use arrow::array::AsArray;
use arrow::datatypes::{Date32Type, Decimal128Type};
use bellwether_model::{Calendar, Currency, Day};
use jiff::Timestamp;

use super::error::WalkError;
use super::rates::{Rate, Rates};
use super::text::TextColumn;
use crate::lake::{BUCKETS, Fact, Lake, Snapshot};

/// One consistent set of versions of all tables of facts that marts are made from.
#[derive(Clone)]
pub struct Knowledge {
    /// What was bought.
    pub purchases: Snapshot,
    /// What was subscribed to.
    pub subscriptions: Snapshot,
    /// Who the customers are.
    pub customers: Snapshot,
    /// Why customers moved, as sources say.
    pub reasons: Snapshot,
    /// What customers lived through.
    pub touches: Snapshot,
    exchange_rates: Vec<(Currency, Rate)>,
    exchange_rates_version: i64,
}

impl Knowledge {
    /// What is known now.
    pub async fn now(lake: &Lake) -> Result<Self, WalkError> {
        Self::load(lake, None).await
    }

    /// What was known at an instant.
    pub async fn at(lake: &Lake, instant: Timestamp) -> Result<Self, WalkError> {
        Self::load(lake, Some(instant)).await
    }

    async fn load(lake: &Lake, instant: Option<Timestamp>) -> Result<Self, WalkError> {
        let snapshot = async |table: &str| -> Result<Snapshot, WalkError> {
            Ok(match instant {
                None => lake.snapshot(table).await?,
                Some(instant) => lake.snapshot_at(table, lake.version_at(table, instant)?).await?,
            })
        };
        let (rates, purchases, subscriptions, customers, reasons, touches) = futures::try_join!(
            snapshot(Fact::ExchangeRates.name()),
            snapshot(Fact::Purchases.name()),
            snapshot(Fact::Subscriptions.name()),
            snapshot(Fact::Customers.name()),
            snapshot(Fact::Reasons.name()),
            snapshot(Fact::Touches.name()),
        )?;
        Ok(Self {
            purchases,
            subscriptions,
            customers,
            reasons,
            touches,
            exchange_rates_version: rates.version(),
            exchange_rates: read_rates(lake, &rates)?,
        })
    }

    /// The rates to a reporting currency.
    #[must_use]
    pub fn rates(&self, reporting: Currency) -> Rates {
        let mut rates = Rates::none(reporting);
        for (currency, rate) in &self.exchange_rates {
            rates.add(*currency, *rate);
        }
        rates
    }

    /// Versions by table, to be pinned by a close or stated beside a figure.
    #[must_use]
    pub fn versions(&self) -> Vec<(String, i64)> {
        let read = self.snapshots().into_iter().map(|snapshot| (snapshot.table().to_owned(), snapshot.version()));
        read.chain([(Fact::ExchangeRates.name().to_owned(), self.exchange_rates_version)]).collect()
    }

    /// Versions of some tables, by name: what a mart rests on that is made from them.
    #[must_use]
    pub fn versions_of(&self, facts: &[Fact]) -> BTreeMap<String, i64> {
        self.versions().into_iter().filter(|(table, _)| facts.iter().any(|fact| fact.name() == table)).collect()
    }

    /// What was known when these were the [versions](Self::versions_of) of some tables, or `None` where exchange rates were others. All
    /// else is as now. `None`, too, where one of the versions is still to come: then what was made from them knows more than this.
    pub async fn before(&self, lake: &Lake, versions: &BTreeMap<String, i64>) -> Result<Option<Self>, WalkError> {
        if versions.get(Fact::ExchangeRates.name()).is_some_and(|version| *version != self.exchange_rates_version) {
            return Ok(None);
        }
        let is_to_come = |snapshot: &Snapshot| versions.get(snapshot.table()).is_some_and(|v| *v > snapshot.version());
        if self.snapshots().into_iter().any(is_to_come) {
            return Ok(None);
        }
        let mut before = self.clone();
        let Self { purchases, subscriptions, customers, reasons, touches, .. } = &mut before;
        for snapshot in [purchases, subscriptions, customers, reasons, touches] {
            if let Some(version) = versions.get(snapshot.table()).filter(|version| **version != snapshot.version()) {
                *snapshot = lake.snapshot_at(snapshot.table(), *version).await?;
            }
        }
        Ok(Some(before))
    }

    fn snapshots(&self) -> [&Snapshot; 5] {
        [&self.purchases, &self.subscriptions, &self.customers, &self.reasons, &self.touches]
    }

    /// The number of the last import whose facts are among these.
    #[must_use]
    pub fn last_import_seq(&self) -> i64 {
        self.snapshots().into_iter().map(Snapshot::last_import_seq).max().unwrap_or(0)
    }

    /// The first and the last day on which anything happened, or `None` where there are no facts. Ends of subscriptions do not
    /// count: they may be known ahead.
    #[must_use]
    pub fn span(&self, calendar: &Calendar) -> Option<(Day, Day)> {
        let days = |snapshot: &Snapshot, column: &str| {
            let files = snapshot.files().iter();
            let ends = files.filter_map(|file| {
                let day = |side: &str| day_of_statistic(file.statistics[side][column].as_str()?, calendar);
                day("minValues").zip(day("maxValues"))
            });
            ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        };
        [days(&self.purchases, "at"), days(&self.subscriptions, "from"), days(&self.touches, "started_at")]
            .into_iter()
            .flatten()
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
    }
}

fn day_of_statistic(text: &str, calendar: &Calendar) -> Option<Day> {
    match text.parse::<Timestamp>() {
        Ok(instant) => Some(calendar.day_of_micros(instant.as_microsecond())),
        Err(_) => text.parse().ok(),
    }
}

fn read_rates(lake: &Lake, snapshot: &Snapshot) -> Result<Vec<(Currency, Rate)>, WalkError> {
    let missing = |column| WalkError::Missing { column };
    let mut rates = Vec::new();
    for batch in lake.read(snapshot, 0..BUCKETS, &["currency", "day", "rate", "source"])? {
        let batch = batch?;
        let (currencies, sources) = (TextColumn::of(&batch, "currency")?, TextColumn::of(&batch, "source")?);
        let days = batch.column_by_name("day").ok_or(missing("day"))?.as_primitive::<Date32Type>();
        let billionths = batch.column_by_name("rate").ok_or(missing("rate"))?.as_primitive::<Decimal128Type>();
        for row in 0..batch.num_rows() {
            let currency = currencies.value(row).ok_or(missing("currency"))?.parse()?;
            let rate = Rate { day: days.value(row), billionths: billionths.value(row) };
            rates.push((currency, rate, sources.value(row).unwrap_or_default().to_owned()));
        }
    }
    // Of two sources' rates of one day the same one always comes last.
    rates.sort_by(|a, b| (a.0, a.1.day, &a.2).cmp(&(b.0, b.1.day, &b.2)));
    Ok(rates.into_iter().map(|(currency, rate, _)| (currency, rate)).collect())
}
