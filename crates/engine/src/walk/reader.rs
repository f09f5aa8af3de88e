//! Reading lives: the facts of one bucket, put together customer by customer.
//!
//! A bucket's files are each sorted by customer and time; one file is taken as it lies, several are merged by sorting.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{
    Currency, Day, DayClock, Edition, FreeSubscriptions, LostWhen, PausedSubscriptions, Policy, Refunds,
};
use xxhash_rust::xxh3::xxh3_64;

use self::touches::Touches;
use super::days::DayColumn;
use super::error::WalkError;
use super::life::{CustomerSet, Life, MAX_DAY, MAX_MINOR, Phase, SpendDay, Touch};
use super::rates::Rates;
use super::text::{TextColumn, column};
use crate::lake::{DAY, Fact, bucket_of};

#[cfg(test)]
mod tests;
mod touches;

/// The columns of a table that lives are read from; empty for a table that lives do not bring along.
#[must_use]
pub fn columns_of(fact: Fact) -> &'static [&'static str] {
    match fact {
        Fact::Purchases => &["customer_id", "at", "amount_minor", "currency", DAY],
        Fact::Subscriptions => &[
            "customer_id",
            "source",
            "subscription_id",
            "plan",
            "silo",
            "monthly_minor",
            "currency",
            "from",
            "to",
            "cancelled_on",
            "billing_months",
            "status",
            "first_seen",
        ],
        Fact::Touches => touches::COLUMNS,
        _ => &[],
    }
}

/// Rows without a customer: counted and valued, never dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UnattributedRows {
    /// Purchases.
    pub rows: i64,
    /// Their amounts, in minor units of the reporting currency.
    pub minor: i128,
}

/// Reads the facts of one bucket, and hands out the lives of its customers.
pub struct LifeReader<'a> {
    policy: &'a Policy,
    edition: Edition,
    rates: &'a Rates,
    clock: DayClock,
    /// Last day to be told; rows without a customer count up to it.
    through: Day,
    /// The customers asked for; all of them if absent.
    only: Option<&'a CustomerSet>,
    ordinals: foldhash::HashMap<Box<str>, u32>,
    ids: Vec<Box<str>>,
    spend: Vec<Spend>,
    spend_in_order: bool,
    subscriptions: Vec<Subscription>,
    touches: Touches,
    unattributed: UnattributedRows,
}

struct Spend {
    customer: u32,
    of_day: SpendDay,
}

/// One row of `subscriptions`.
struct Subscription {
    customer: u32,
    /// Source and id; phases with the same name follow each other.
    name: Option<(Box<str>, Box<str>)>,
    /// What a row without an id is known by besides its customer and its start, as a checksum.
    identity: u64,
    minor: i64,
    currency: Currency,
    from: i32,
    to: Option<i32>,
    cancelled_on: Option<i32>,
    billing_months: i32,
    paused: bool,
    /// When it came in first, in microseconds; the rows of one file have it in common.
    first_seen: i64,
}

impl UnattributedRows {
    /// Adds others.
    pub fn add(&mut self, others: Self) {
        self.rows += others.rows;
        self.minor += others.minor;
    }
}

impl<'a> LifeReader<'a> {
    /// A reader that has read nothing yet.
    #[must_use]
    pub fn new(
        (policy, edition): (&'a Policy, Edition),
        rates: &'a Rates,
        clock: DayClock,
        through: Day,
        only: Option<&'a CustomerSet>,
    ) -> Self {
        Self {
            policy,
            edition,
            rates,
            clock,
            through,
            only,
            ordinals: foldhash::HashMap::default(),
            ids: Vec::new(),
            spend: Vec::new(),
            spend_in_order: true,
            subscriptions: Vec::new(),
            touches: Touches::default(),
            unattributed: UnattributedRows::default(),
        }
    }

    /// The purchases without a customer so far.
    #[must_use]
    pub fn unattributed(&self) -> UnattributedRows {
        self.unattributed
    }

    /// Takes in rows of a table of facts, with [its columns](columns_of).
    pub fn add(&mut self, fact: Fact, batch: &RecordBatch) -> Result<(), WalkError> {
        match fact {
            Fact::Purchases => self.add_purchases(batch),
            Fact::Subscriptions => self.add_subscriptions(batch),
            Fact::Touches => self.add_touches(batch),
            _ => Ok(()),
        }
    }

    /// Hands out the life of a customer also where no facts of it remain.
    pub fn include(&mut self, customer: &str) {
        self.ordinal(customer);
    }

    /// A row of zero is neither a purchase nor a refund.
    fn add_purchases(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let customers = TextColumn::of(batch, "customer_id")?;
        let currencies = TextColumn::of(batch, "currency")?;
        let days = DayColumn::of(batch, "at")?;
        let amounts = column(batch, "amount_minor")?.as_primitive::<Int64Type>();
        let currency_of = currencies.map_distinct(|code| code.parse::<Currency>().map_err(WalkError::from))?;
        let customer_of = customers.map_distinct(|id| Ok::<_, WalkError>(self.wanted(id)))?;
        let reporting = self.rates.reporting();
        let refunds_count = self.policy.refunds == Refunds::Deducted;
        for row in 0..batch.num_rows() {
            let customer = customer_of.get(row).copied();
            if customer == Some(None) {
                continue;
            }
            let amount = amounts.value(row);
            let day = days.day(row, &mut self.clock).0;
            let currency = *currency_of.get(row).ok_or(WalkError::Missing { column: "currency" })?;
            let minor = if currency == reporting { amount } else { self.rates.convert(amount, currency, day)? };
            let Some(customer) = customer.flatten() else {
                // Nobody's purchases are none of those who are asked for.
                if day <= self.through.0 && self.only.is_none() {
                    self.unattributed.rows += 1;
                    self.unattributed.minor += i128::from(minor);
                }
                continue;
            };
            if amount > 0 || (amount < 0 && refunds_count) {
                self.add_spend(customer, SpendDay { day, minor, bought: amount > 0 })?;
            }
        }
        Ok(())
    }

    fn add_spend(&mut self, customer: u32, of_day: SpendDay) -> Result<(), WalkError> {
        if of_day.day.abs() > MAX_DAY {
            return Err(WalkError::TooLarge { day: Day(of_day.day) });
        }
        if let Some(last) = self.spend.last_mut() {
            if last.customer == customer && last.of_day.day == of_day.day {
                return last.of_day.join(of_day);
            }
            self.spend_in_order &= (last.customer, last.of_day.day) < (customer, of_day.day);
        }
        self.spend.push(Spend { customer, of_day });
        Ok(())
    }

    fn add_subscriptions(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let customers = TextColumn::of(batch, "customer_id")?;
        let sources = TextColumn::of(batch, "source")?;
        let names = TextColumn::of(batch, "subscription_id")?;
        let (plans, silos) = (TextColumn::of(batch, "plan")?, TextColumn::of(batch, "silo")?);
        let currencies = TextColumn::of(batch, "currency")?;
        let statuses = TextColumn::of(batch, "status")?;
        let monthly = column(batch, "monthly_minor")?.as_primitive::<Int64Type>();
        let day = |name| Ok::<_, WalkError>(column(batch, name)?.as_primitive::<Date32Type>());
        let (from, to, cancelled_on) = (day("from")?, day("to")?, day("cancelled_on")?);
        let first_seen = column(batch, "first_seen")?.as_primitive::<TimestampMicrosecondType>();
        let billing_months = column(batch, "billing_months")?.as_primitive::<Int32Type>();
        let months = i64::from(self.policy.recurring_months);
        for row in 0..batch.num_rows() {
            let Some(customer) = customers.value(row).and_then(|customer| self.wanted(customer)) else { continue };
            let currency = currencies.value(row).ok_or(WalkError::Missing { column: "currency" })?;
            let minor = monthly.value(row).checked_mul(months).filter(|minor| minor.abs() <= MAX_MINOR);
            let valid = |days: &arrow::array::PrimitiveArray<Date32Type>| days.is_valid(row).then(|| days.value(row));
            let known_by = || [&sources, &plans, &silos].map(|column| column.value(row));
            self.subscriptions.push(Subscription {
                customer,
                identity: if names.value(row).is_some() { 0 } else { checksum(known_by()) },
                name: sources.value(row).zip(names.value(row)).map(|(source, name)| (source.into(), name.into())),
                minor: minor.ok_or(WalkError::TooLarge { day: Day(from.value(row)) })?,
                currency: currency.parse()?,
                from: from.value(row),
                to: valid(to),
                cancelled_on: valid(cancelled_on),
                billing_months: if billing_months.is_valid(row) { billing_months.value(row) } else { 1 },
                paused: statuses.value(row) == Some("paused"),
                first_seen: first_seen.value(row),
            });
        }
        Ok(())
    }

    fn add_touches(&mut self, batch: &RecordBatch) -> Result<(), WalkError> {
        let customers = TextColumn::of(batch, "customer_id")?;
        let customer_of = customers.map_distinct(|id| Ok::<_, WalkError>(self.wanted(id)))?;
        self.touches.add(batch, &mut self.clock, |row| customer_of.get(row).copied().flatten())
    }

    /// The number of a customer; `None` for one that is not asked for.
    fn wanted(&mut self, id: &str) -> Option<u32> {
        self.only.is_none_or(|only| only.contains(id)).then(|| self.ordinal(id))
    }

    fn ordinal(&mut self, id: &str) -> u32 {
        if let Some(&known) = self.ordinals.get(id) {
            return known;
        }
        let ordinal = self.ids.len() as u32;
        self.ordinals.insert(id.into(), ordinal);
        self.ids.push(id.into());
        ordinal
    }

    /// Hands what was read of each customer to `each`, in the order the customers were first seen.
    pub fn for_each<E: From<WalkError>>(mut self, mut each: impl FnMut(Life<'_>) -> Result<(), E>) -> Result<(), E> {
        if !self.spend_in_order {
            self.spend.sort_by_key(|spend| (spend.customer, spend.of_day.day));
        }
        self.subscriptions.sort_by(|a, b| a.order().cmp(&b.order()));
        self.touches.sort();
        let (mut spend, mut subscriptions) = (self.spend.as_slice(), self.subscriptions.as_slice());
        let mut touch_rows = self.touches.rows();
        let mut told = Vec::new();
        let (mut days, mut phases, mut free): (Vec<SpendDay>, Vec<Phase>, Vec<Phase>) = Default::default();
        let mut touches: Vec<Touch<'_>> = Vec::new();
        for (ordinal, customer) in (0u32..).zip(&self.ids) {
            days.clear();
            phases.clear();
            free.clear();
            touches.clear();
            collect_days(leading(&mut spend, |spend| spend.customer == ordinal), &mut days)?;
            let subscribed = leading(&mut subscriptions, |subscription| subscription.customer == ordinal);
            without_twins(subscribed, &mut told);
            collect_phases(&told, (self.policy, self.edition), &mut phases, &mut free);
            let met = leading(&mut touch_rows, |touch| touch.customer == ordinal).iter();
            touches.extend(met.map(|row| self.touches.touch(row)));
            each(Life {
                customer,
                name: None,
                bucket: bucket_of(Some(customer)),
                basis: self.policy.basis,
                spend: &days,
                phases: &phases,
                free: &free,
                touches: &touches,
                attributes: &[],
            })?;
        }
        Ok(())
    }
}

/// The rows with which a list begins that are `wanted`; the list is left without them.
fn leading<'r, R>(rows: &mut &'r [R], wanted: impl Fn(&R) -> bool) -> &'r [R] {
    let (mine, rest) = rows.split_at(rows.iter().take_while(|row| wanted(row)).count());
    *rows = rest;
    mine
}

fn collect_days(spend: &[Spend], days: &mut Vec<SpendDay>) -> Result<(), WalkError> {
    for Spend { of_day, .. } in spend {
        match days.last_mut() {
            Some(last) if last.day == of_day.day => last.join(*of_day)?,
            _ => days.push(*of_day),
        }
    }
    Ok(())
}

impl Subscription {
    /// Of those without an id that may be one, the ended ones come first, and of these and of the others those that came in first.
    fn order(&self) -> impl Ord {
        (self.customer, &self.name, self.from, self.identity, self.to.is_none(), self.first_seen)
    }
}

/// One customer's subscriptions, in their order. A subscription without an id that came once without its end and once, in another file,
/// with it is one that ended, whichever came first. Where there are several alike, as many go on as did not end; two rows of one file are
/// two subscriptions.
fn without_twins<'r>(rows: &'r [Subscription], told: &mut Vec<&'r Subscription>) {
    told.clear();
    let may_be_one = |a: &Subscription, b: &Subscription| {
        a.name.is_none() && b.name.is_none() && (a.from, a.identity) == (b.from, b.identity)
    };
    for alike in rows.chunk_by(may_be_one) {
        let ended = alike.iter().take_while(|row| row.name.is_none() && row.to.is_some()).count();
        let (ended, open) = alike.split_at(ended);
        told.extend(ended);
        let mut open: Vec<&Subscription> = open.iter().collect();
        let mut alone = Vec::new();
        for row in ended {
            // What came in before is what ended; only where nothing did, an older export came in later.
            match open.iter().position(|it| it.first_seen < row.first_seen) {
                Some(at) => _ = open.remove(at),
                None => alone.push(row),
            }
        }
        for row in alone {
            if let Some(at) = open.iter().position(|it| it.first_seen > row.first_seen) {
                open.remove(at);
            }
        }
        told.extend(open);
    }
}

/// Of texts, such that different ones give different checksums.
fn checksum(texts: [Option<&str>; 3]) -> u64 {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend(text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
        bytes.extend(text.unwrap_or_default().as_bytes());
    }
    xxh3_64(&bytes)
}

/// Turns one customer's subscription rows, sorted by name and start, into the phases the policy sees.
fn collect_phases(
    rows: &[&Subscription],
    (policy, edition): (&Policy, Edition),
    phases: &mut Vec<Phase>,
    free: &mut Vec<Phase>,
) {
    for (ordinal, subscription) in (0..).zip(rows.chunk_by(|a, b| a.name.is_some() && a.name == b.name)) {
        // The first priced day of the run without a gap, from which billing cycles count.
        let mut run: Option<i32> = None;
        for (index, row) in subscription.iter().enumerate() {
            let next_from = subscription.get(index + 1).map(|next| next.from);
            let to = match (row.to, next_from) {
                (Some(to), Some(next)) if to >= next => next,
                (None, Some(next)) => next,
                (to, next) => {
                    let first = match edition {
                        Edition::First if to.is_some() => subscription[0].from,
                        Edition::First => row.from,
                        Edition::Second => run.unwrap_or(row.from),
                    };
                    let last = last_day(row, to.unwrap_or(i32::MAX), first, policy.lost_when);
                    // One that starts again takes the place of what is left of its cycle.
                    if edition == Edition::First { last } else { next.map_or(last, |next| last.min(next)) }
                }
            };
            let goes_on = row.to.is_none_or(|end| next_from.is_some_and(|next| end >= next));
            let is_priced = row.minor != 0 || row.paused;
            run = if goes_on { run.or(is_priced.then_some(row.from)) } else { None };
            let is_free = row.minor == 0 && !row.paused;
            let minor = if row.paused && policy.paused == PausedSubscriptions::ValueZero { 0 } else { row.minor };
            let (currency, paused) = (row.currency, row.paused);
            let phase = Phase { subscription: ordinal, from: row.from, to, minor, currency, paused };
            match policy.free {
                _ if phase.from >= phase.to => {}
                FreeSubscriptions::Apart if is_free => free.push(phase),
                FreeSubscriptions::Ignored if is_free => {}
                _ => phases.push(phase),
            }
        }
    }
}

/// The first day on which an ending subscription no longer counts.
fn last_day(row: &Subscription, to: i32, first_from: i32, lost_when: LostWhen) -> i32 {
    match lost_when {
        LostWhen::SubscriptionEnds => to,
        LostWhen::AtOnce => row.cancelled_on.map_or(to, |cancelled| to.min(cancelled.max(row.from))),
        LostWhen::BillingCycleEnds if to == i32::MAX => to,
        LostWhen::BillingCycleEnds => Day(first_from).next_anniversary(Day(to), row.billing_months.max(1)).0,
    }
}
