//! Knowledge: which versions of the facts a figure uses.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{Array, AsArray};
use arrow::datatypes::{Date32Type, Decimal128Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Calendar, Currency, Day};
use jiff::Timestamp;

use super::error::WalkError;
use super::rates::{Rate, Rates};
use super::text::TextColumn;
use crate::lake::{BUCKETS, Fact, Journal, Lake, Snapshot};

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
    /// What was said before it was replaced or taken back.
    pub(super) superseded: Snapshot,
    exchange_rates: Vec<KnownRate>,
    exchange_rates_version: i64,
    /// The last end of a subscription that had come when it was told.
    last_end: Option<Day>,
}

/// An exchange rate as it was told.
#[derive(Clone, Debug)]
struct KnownRate {
    currency: Currency,
    /// The currency it leads to; rows of earlier versions of Bellwether do not say.
    to: Option<Currency>,
    /// When it was first told, in microseconds.
    first_seen: i64,
    rate: Rate,
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
        // All to their ends: a log that is still being read when the program ends would be told as a crash.
        let (rates, purchases, subscriptions, customers, reasons, touches, superseded) = futures::join!(
            snapshot(Fact::ExchangeRates.name()),
            snapshot(Fact::Purchases.name()),
            snapshot(Fact::Subscriptions.name()),
            snapshot(Fact::Customers.name()),
            snapshot(Fact::Reasons.name()),
            snapshot(Fact::Touches.name()),
            snapshot(Journal::Superseded.name()),
        );
        let (rates, subscriptions) = (rates?, subscriptions?);
        Ok(Self {
            last_end: last_end(lake, &subscriptions).await?,
            purchases: purchases?,
            subscriptions,
            customers: customers?,
            reasons: reasons?,
            touches: touches?,
            superseded: superseded?,
            exchange_rates_version: rates.version(),
            exchange_rates: read_rates(lake, &rates)?,
        })
    }

    /// The rates to a reporting currency.
    #[must_use]
    pub fn rates(&self, reporting: Currency) -> Rates {
        let mut rates = Rates::none(reporting);
        for known in self.exchange_rates.iter().filter(|known| known.to.is_none_or(|to| to == reporting)) {
            rates.add(known.currency, known.rate);
        }
        rates
    }

    /// Whether there are rates that do not say to which currency they lead.
    #[must_use]
    pub fn has_rates_without_target(&self) -> bool {
        self.exchange_rates.iter().any(|known| known.to.is_none())
    }

    /// The same without rates that do not say to which currency they lead, and were told before it was that in which the company counts.
    #[must_use]
    pub fn without_rates_before(mut self, reporting_since: Timestamp) -> Self {
        let since = reporting_since.as_microsecond();
        self.exchange_rates.retain(|known| known.to.is_some() || known.first_seen >= since);
        self
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

    /// The first and the last day on which anything happened, or `None` where there are no facts: purchases, starts and ends of
    /// subscriptions, and touches. An end that was still to come when it was told (the term of a contract) is no sign that anything is
    /// known of the time up to it, so it does not count, not even once its day has come. Nor does any end count where customers buy: they
    /// are lost by silence, and the days between the latest fact and that end would be a silence that nobody kept.
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
        let bought = days(&self.purchases, "at");
        let last_end = self.last_end.filter(|_| bought.is_none());
        [bought, days(&self.subscriptions, "from"), days(&self.touches, "started_at")]
            .into_iter()
            .flatten()
            .reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
            .map(|(first, last)| (first, last_end.map_or(last, |end| end.max(last))))
    }
}

fn day_of_statistic(text: &str, calendar: &Calendar) -> Option<Day> {
    match text.parse::<Timestamp>() {
        Ok(instant) => Some(calendar.day_of_micros(instant.as_microsecond())),
        Err(_) => text.parse().ok(),
    }
}

/// The last end of a subscription, first day without it, that had come on the day of the import that told it, in UTC.
async fn last_end(lake: &Lake, subscriptions: &Snapshot) -> Result<Option<Day>, WalkError> {
    if subscriptions.files().is_empty() {
        return Ok(None);
    }
    let imports = lake.snapshot(Journal::Imports.name()).await?;
    let mut told: HashMap<i64, i32> = HashMap::new();
    for file in imports.files() {
        for batch in lake.read_file(&imports, file, &["import_seq", "started_at"])? {
            let batch = batch?;
            let (seqs, moments) = (batch.column(0).as_primitive::<Int64Type>(), batch.column(1));
            let moments = moments.as_primitive::<TimestampMicrosecondType>();
            let day = |row| moments.value(row).div_euclid(86_400_000_000) as i32;
            told.extend((0..batch.num_rows()).map(|row| (seqs.value(row), day(row))));
        }
    }
    let mut last = None;
    for file in subscriptions.files() {
        let ends = file.statistics["maxValues"]["to"].as_str().and_then(|text| text.parse::<Day>().ok());
        // Files that tell of no later end are not read.
        if last.is_some() && ends <= last.map(Day) {
            continue;
        }
        for batch in lake.read_file(subscriptions, file, &["import_seq", "to"])? {
            let batch = batch?;
            let seqs = batch.column(0).as_primitive::<Int64Type>();
            let ends = batch.column(1).as_primitive::<Date32Type>();
            let had_come = |row: &usize| told.get(&seqs.value(*row)).is_some_and(|day| ends.value(*row) <= *day);
            let ends =
                (0..batch.num_rows()).filter(|row| ends.is_valid(*row)).filter(had_come).map(|row| ends.value(row));
            last = last.max(ends.max());
        }
    }
    Ok(last.map(Day))
}

fn read_rates(lake: &Lake, snapshot: &Snapshot) -> Result<Vec<KnownRate>, WalkError> {
    let missing = |column| WalkError::Missing { column };
    let mut rates = Vec::new();
    for batch in lake.read(snapshot, 0..BUCKETS, &["currency", "day", "rate", "source", "to_currency", "first_seen"])? {
        let batch = batch?;
        let (currencies, sources) = (TextColumn::of(&batch, "currency")?, TextColumn::of(&batch, "source")?);
        let targets = TextColumn::of(&batch, "to_currency")?;
        let first_seen = batch.column_by_name("first_seen").ok_or(missing("first_seen"))?;
        let first_seen = first_seen.as_primitive::<TimestampMicrosecondType>();
        let days = batch.column_by_name("day").ok_or(missing("day"))?.as_primitive::<Date32Type>();
        let billionths = batch.column_by_name("rate").ok_or(missing("rate"))?.as_primitive::<Decimal128Type>();
        for row in 0..batch.num_rows() {
            let currency = currencies.value(row).ok_or(missing("currency"))?.parse()?;
            let rate = Rate { day: days.value(row), billionths: billionths.value(row) };
            let to = targets.value(row).map(str::parse).transpose()?;
            let known = KnownRate { currency, to, first_seen: first_seen.value(row), rate };
            rates.push((known, sources.value(row).unwrap_or_default().to_owned()));
        }
    }
    // Of two sources' rates of one day the same one always comes last.
    rates.sort_by(|(a, of), (b, from)| (a.currency, a.rate.day, of).cmp(&(b.currency, b.rate.day, from)));
    Ok(rates.into_iter().map(|(known, _)| known).collect())
}
