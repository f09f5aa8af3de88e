//! Knowledge: which versions of the facts a figure uses.

use std::collections::BTreeMap;

use arrow::array::AsArray;
use arrow::datatypes::{Date32Type, Decimal128Type, TimestampMicrosecondType};
use bellwether_model::{Calendar, Currency, Day};
use jiff::Timestamp;

use super::error::WalkError;
use super::rates::{Rate, Rates};
use super::reach::{Extent, Reach};
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
    extents: Extents,
    reach: Reach,
}

/// Between which days facts lie.
#[derive(Clone, Copy, Debug)]
struct Extents {
    purchases: Extent,
    subscriptions: Extent,
    touches: Extent,
}

impl Extents {
    fn of(
        lake: &Lake,
        (purchases, subscriptions, touches): (&Snapshot, &Snapshot, &Snapshot),
    ) -> Result<Self, WalkError> {
        Ok(Self {
            purchases: Extent::of_moments(lake, purchases, "at")?,
            subscriptions: Extent::of_days(subscriptions, "from"),
            touches: Extent::of_moments(lake, touches, "started_at")?,
        })
    }
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
    /// What is known now, on the day called today.
    pub async fn now(lake: &Lake, today: Day) -> Result<Self, WalkError> {
        Self::load(lake, None, today).await
    }

    /// What was known at an instant of a day.
    pub async fn at(lake: &Lake, instant: Timestamp, day: Day) -> Result<Self, WalkError> {
        Self::load(lake, Some(instant), day).await
    }

    async fn load(lake: &Lake, instant: Option<Timestamp>, today: Day) -> Result<Self, WalkError> {
        let snapshot = async |table: &str| -> Result<Snapshot, WalkError> {
            Ok(match instant {
                None => lake.snapshot(table).await?,
                Some(instant) => lake.snapshot_at(table, lake.version_at(table, instant)?).await?,
            })
        };
        // All to their ends: a log that is still being read when the program ends would be told as a crash.
        let (rates, purchases, subscriptions, customers, reasons, touches, superseded, imports) = futures::join!(
            snapshot(Fact::ExchangeRates.name()),
            snapshot(Fact::Purchases.name()),
            snapshot(Fact::Subscriptions.name()),
            snapshot(Fact::Customers.name()),
            snapshot(Fact::Reasons.name()),
            snapshot(Fact::Touches.name()),
            snapshot(Journal::Superseded.name()),
            snapshot(Journal::Imports.name()),
        );
        let (rates, purchases, subscriptions, touches) = (rates?, purchases?, subscriptions?, touches?);
        Ok(Self {
            extents: Extents::of(lake, (&purchases, &subscriptions, &touches))?,
            reach: Reach::read(lake, (&purchases, &subscriptions), &imports?, today)?,
            purchases,
            subscriptions,
            customers: customers?,
            reasons: reasons?,
            touches,
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
        before.extents = Extents::of(lake, (&before.purchases, &before.subscriptions, &before.touches))?;
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

    /// The first and the last day of which anything is known, or `None` where there are no facts: purchases, starts of subscriptions, ends
    /// of them that have come, touches, and the days up to which a source was said to be complete.
    #[must_use]
    pub fn span(&self, calendar: &Calendar) -> Option<(Day, Day)> {
        let happened = [self.extents.purchases, self.extents.subscriptions, self.extents.touches];
        let happened = happened.into_iter().filter_map(|extent| extent.in_days(calendar));
        let (first, last) = happened.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))?;
        Some((first, self.reach.latest().map_or(last, |day| day.max(last))))
    }

    /// The day of the first touch; `None` where there is none.
    #[must_use]
    pub fn touches_from(&self, calendar: &Calendar) -> Option<Day> {
        Some(self.extents.touches.in_days(calendar)?.0)
    }

    /// The day up to which it is known what was bought: of the latest purchase that has come, or up to which purchases were said to be
    /// complete. `None` where nothing was bought yet.
    #[must_use]
    pub fn purchases_through(&self, calendar: &Calendar) -> Option<Day> {
        let latest = self.reach.last_purchase(calendar)?;
        Some(latest).max(self.reach.complete_through(Fact::Purchases))
    }
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
