//! Histories: the facts of one bucket, put together customer by customer for the fold.
//!
//! A bucket's files are each sorted by customer and time; one file is taken as it lies, several are merged by sorting.

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Basis, Currency, Day, DayClock, Free, LostWhen, Paused, Policy, Refunds};

use super::text::TextColumn;
use super::walk::CustomerSet;
use super::{LedgerError, MAX_DAY, MAX_MINOR, Phase, Rates, SpendDay};
use crate::lake::Fact;

/// Columns of `purchases` the ledger reads.
pub(super) const PURCHASE_COLUMNS: [&str; 4] = ["customer_id", "at", "amount_minor", "currency"];

/// Columns of `subscriptions` the ledger reads.
pub(super) const SUBSCRIPTION_COLUMNS: [&str; 10] = [
    "customer_id",
    "source",
    "subscription_id",
    "monthly_minor",
    "currency",
    "from",
    "to",
    "cancelled_on",
    "billing_months",
    "status",
];

/// Rows without a customer: counted and valued, never dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unattributed {
    /// Purchases.
    pub rows: i64,
    /// Their amounts, in minor units of the reporting currency.
    pub minor: i128,
}

/// All customers of one bucket with what they bought and subscribed to.
pub(super) struct Histories<'a> {
    policy: &'a Policy,
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
    unattributed: Unattributed,
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
    minor: i64,
    currency: Currency,
    from: i32,
    to: Option<i32>,
    cancelled_on: Option<i32>,
    billing_months: i32,
    paused: bool,
}

/// One customer's part of [`Histories`].
pub(super) struct History<'a> {
    pub(super) customer: &'a str,
    pub(super) spend: &'a [SpendDay],
    pub(super) phases: &'a [Phase],
    /// Free phases of a policy that counts them apart.
    pub(super) free: &'a [Phase],
}

impl<'a> Histories<'a> {
    pub(super) fn new(
        policy: &'a Policy,
        rates: &'a Rates,
        clock: DayClock,
        through: Day,
        only: Option<&'a CustomerSet>,
    ) -> Self {
        Self {
            policy,
            rates,
            clock,
            through,
            only,
            ordinals: foldhash::HashMap::default(),
            ids: Vec::new(),
            spend: Vec::new(),
            spend_in_order: true,
            subscriptions: Vec::new(),
            unattributed: Unattributed::default(),
        }
    }

    pub(super) fn unattributed(&self) -> Unattributed {
        self.unattributed
    }

    /// Takes in rows of a table of facts, `purchases` or `subscriptions`.
    pub(super) fn add(&mut self, batch: &RecordBatch, table: &str) -> Result<(), LedgerError> {
        if table == Fact::Purchases.name() { self.add_purchases(batch) } else { self.add_subscriptions(batch) }
    }

    /// Takes in rows of `purchases` ([`PURCHASE_COLUMNS`]). A row of zero is neither a purchase nor a refund.
    pub(super) fn add_purchases(&mut self, batch: &RecordBatch) -> Result<(), LedgerError> {
        let customers = TextColumn::of(batch, "customer_id")?;
        let currencies = TextColumn::of(batch, "currency")?;
        let at = column(batch, "at")?.as_primitive::<TimestampMicrosecondType>();
        let amounts = column(batch, "amount_minor")?.as_primitive::<Int64Type>();
        let currency_of = currencies.map_distinct(|code| code.parse::<Currency>().map_err(LedgerError::from))?;
        let customer_of = customers.map_distinct(|id| Ok(self.wanted(id)))?;
        let reporting = self.rates.reporting();
        let refunds_count = self.policy.refunds == Refunds::Deducted;
        for row in 0..batch.num_rows() {
            let customer = customer_of.get(row).copied();
            if customer == Some(None) {
                continue;
            }
            let amount = amounts.value(row);
            let day = self.clock.day_of_micros(at.value(row)).0;
            let currency = *currency_of.get(row).ok_or(LedgerError::Missing { column: "currency" })?;
            let minor = if currency == reporting { amount } else { self.rates.convert(amount, currency, day)? };
            let Some(customer) = customer.flatten() else {
                if day <= self.through.0 {
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

    fn add_spend(&mut self, customer: u32, of_day: SpendDay) -> Result<(), LedgerError> {
        if of_day.day.abs() > MAX_DAY {
            return Err(LedgerError::TooLarge { day: Day(of_day.day) });
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

    /// Takes in rows of `subscriptions` ([`SUBSCRIPTION_COLUMNS`]).
    pub(super) fn add_subscriptions(&mut self, batch: &RecordBatch) -> Result<(), LedgerError> {
        let customers = TextColumn::of(batch, "customer_id")?;
        let sources = TextColumn::of(batch, "source")?;
        let names = TextColumn::of(batch, "subscription_id")?;
        let currencies = TextColumn::of(batch, "currency")?;
        let statuses = TextColumn::of(batch, "status")?;
        let monthly = column(batch, "monthly_minor")?.as_primitive::<Int64Type>();
        let day = |name| Ok::<_, LedgerError>(column(batch, name)?.as_primitive::<Date32Type>());
        let (from, to, cancelled_on) = (day("from")?, day("to")?, day("cancelled_on")?);
        let billing_months = column(batch, "billing_months")?.as_primitive::<Int32Type>();
        let months = i64::from(self.policy.recurring_months);
        for row in 0..batch.num_rows() {
            let Some(customer) = customers.value(row).and_then(|customer| self.wanted(customer)) else { continue };
            let currency = currencies.value(row).ok_or(LedgerError::Missing { column: "currency" })?;
            let minor = monthly.value(row).checked_mul(months).filter(|minor| minor.abs() <= MAX_MINOR);
            let valid = |days: &arrow::array::PrimitiveArray<Date32Type>| days.is_valid(row).then(|| days.value(row));
            self.subscriptions.push(Subscription {
                customer,
                name: sources.value(row).zip(names.value(row)).map(|(source, name)| (source.into(), name.into())),
                minor: minor.ok_or(LedgerError::TooLarge { day: Day(from.value(row)) })?,
                currency: currency.parse()?,
                from: from.value(row),
                to: valid(to),
                cancelled_on: valid(cancelled_on),
                billing_months: if billing_months.is_valid(row) { billing_months.value(row) } else { 1 },
                paused: statuses.value(row) == Some("paused"),
            });
        }
        Ok(())
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

    /// Hands each customer's history to `each`, in the order the customers were first seen.
    /// `basis_of` tells which part of it the policy looks at.
    pub(super) fn for_each(
        mut self,
        basis_of: impl Fn(&str) -> Basis,
        mut each: impl FnMut(History<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        if !self.spend_in_order {
            self.spend.sort_by_key(|spend| (spend.customer, spend.of_day.day));
        }
        self.subscriptions.sort_by(|a, b| (a.customer, &a.name, a.from).cmp(&(b.customer, &b.name, b.from)));
        let (mut spend, mut subscriptions) = (self.spend.as_slice(), self.subscriptions.as_slice());
        let (mut days, mut phases, mut free): (Vec<SpendDay>, Vec<Phase>, Vec<Phase>) = Default::default();
        for (ordinal, customer) in (0u32..).zip(&self.ids) {
            let (with_spend, with_recurring) = looks_at(basis_of(customer));
            days.clear();
            phases.clear();
            free.clear();
            let (mine, rest) = spend.split_at(spend.iter().take_while(|spend| spend.customer == ordinal).count());
            spend = rest;
            if with_spend {
                collect_days(mine, &mut days)?;
            }
            let owned = subscriptions.iter().take_while(|subscription| subscription.customer == ordinal).count();
            let (mine, rest) = subscriptions.split_at(owned);
            subscriptions = rest;
            if with_recurring {
                collect_phases(mine, self.policy, &mut phases, &mut free);
            }
            if !(days.is_empty() && phases.is_empty() && free.is_empty()) {
                check_size(&days, &phases)?;
                each(History { customer, spend: &days, phases: &phases, free: &free })?;
            }
        }
        Ok(())
    }
}

impl SpendDay {
    fn join(&mut self, other: Self) -> Result<(), LedgerError> {
        self.minor = self.minor.checked_add(other.minor).ok_or(LedgerError::TooLarge { day: Day(self.day) })?;
        self.bought |= other.bought;
        Ok(())
    }
}

fn looks_at(basis: Basis) -> (bool, bool) {
    match basis {
        Basis::Recurring => (false, true),
        Basis::Spend => (true, false),
        Basis::Both => (true, true),
    }
}

fn collect_days(spend: &[Spend], days: &mut Vec<SpendDay>) -> Result<(), LedgerError> {
    for Spend { of_day, .. } in spend {
        match days.last_mut() {
            Some(last) if last.day == of_day.day => last.join(*of_day)?,
            _ => days.push(*of_day),
        }
    }
    Ok(())
}

/// Turns one customer's subscription rows, sorted by name and start, into the phases the policy sees.
fn collect_phases(rows: &[Subscription], policy: &Policy, phases: &mut Vec<Phase>, free: &mut Vec<Phase>) {
    for subscription in rows.chunk_by(|a, b| a.name.is_some() && a.name == b.name) {
        for (index, row) in subscription.iter().enumerate() {
            let next_from = subscription.get(index + 1).map(|next| next.from);
            let to = match (row.to, next_from) {
                (Some(to), Some(next)) if to >= next => next,
                (None, Some(next)) => next,
                (Some(to), _) => last_day(row, to, subscription[0].from, policy.lost_when),
                (None, None) => last_day(row, i32::MAX, row.from, policy.lost_when),
            };
            let is_free = row.minor == 0 && !row.paused;
            let minor = if row.paused && policy.paused == Paused::ValueZero { 0 } else { row.minor };
            let phase = Phase { from: row.from, to, minor, currency: row.currency };
            match policy.free {
                _ if phase.from >= phase.to => {}
                Free::Apart if is_free => free.push(phase),
                Free::Ignored if is_free => {}
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

fn check_size(days: &[SpendDay], phases: &[Phase]) -> Result<(), LedgerError> {
    let amounts =
        days.iter().map(|day| (day.day, day.minor)).chain(phases.iter().map(|phase| (phase.from, phase.minor)));
    let mut total = 0u64;
    for (day, minor) in amounts {
        total = total.saturating_add(minor.unsigned_abs());
        if total > MAX_MINOR.unsigned_abs() {
            return Err(LedgerError::TooLarge { day: Day(day) });
        }
    }
    Ok(())
}

pub(super) fn column<'b>(batch: &'b RecordBatch, name: &'static str) -> Result<&'b dyn Array, LedgerError> {
    batch.column_by_name(name).map(AsRef::as_ref).ok_or(LedgerError::Missing { column: name })
}
