//! The glossary's definitions in plain words: who is active on a day, and worth how much, read off the facts of one customer each time anew.

use std::collections::BTreeMap;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Int32Type, Int64Type, TimestampMicrosecondType};
use bellwether_model::{Day, FreeSubscriptions, LostWhen, PausedSubscriptions, Policy, Refunds, ValueBasis};

use crate::lake::VIA;
use crate::marts::tests::growing::Growing;
use crate::walk::TextColumn;

/// All that is known of one customer.
#[derive(Debug, Default)]
pub(super) struct CustomerFacts {
    /// Days and amounts.
    purchases: Vec<(i32, i64)>,
    subscriptions: Vec<Subscription>,
    /// The days of which something was said, with the kind of customer.
    kinds: Vec<(i32, Option<String>)>,
}

#[derive(Clone, Debug)]
struct Subscription {
    id: String,
    monthly: i64,
    from: i32,
    to: Option<i32>,
    cancelled_on: Option<i32>,
    billing_months: i32,
    paused: bool,
}

/// What a company knows of its customers.
pub(super) async fn known(company: &Growing) -> BTreeMap<String, CustomerFacts> {
    let mut known: BTreeMap<String, CustomerFacts> = BTreeMap::new();
    let text = |batch: &RecordBatch, name: &'static str, row: usize| {
        TextColumn::of(batch, name).expect("a column").value(row).map(str::to_owned)
    };
    let day = |batch: &RecordBatch, name: &str, row: usize| {
        let column = batch.column_by_name(name).expect("a column").as_primitive::<Date32Type>();
        column.is_valid(row).then(|| column.value(row))
    };
    let whole = |batch: &RecordBatch, name: &str, row: usize| {
        batch.column_by_name(name).expect("a column").as_primitive::<Int64Type>().value(row)
    };
    let mut of_ids: BTreeMap<String, String> = BTreeMap::new();
    for batch in company.rows_of("identities").await {
        let said = |row| text(&batch, "source_id", row).zip(text(&batch, "customer_id", row)).expect("an identity");
        of_ids.extend((0..batch.num_rows()).map(said));
    }
    for batch in company.rows_of("purchases").await {
        let at = batch.column_by_name("at").expect("a column").as_primitive::<TimestampMicrosecondType>().clone();
        for row in 0..batch.num_rows() {
            // Whose it is the identities say, be they told before it or after.
            let named = match text(&batch, VIA[1], row) {
                Some(id) => of_ids.get(&id).cloned(),
                None => text(&batch, "customer_id", row),
            };
            let Some(customer) = named else { continue };
            let day = at.value(row).div_euclid(86_400_000_000) as i32;
            known.entry(customer).or_default().purchases.push((day, whole(&batch, "amount_minor", row)));
        }
    }
    for batch in company.rows_of("subscriptions").await {
        let months = batch.column_by_name("billing_months").expect("a column").as_primitive::<Int32Type>().clone();
        for row in 0..batch.num_rows() {
            let Some(customer) = text(&batch, "customer_id", row) else { continue };
            known.entry(customer).or_default().subscriptions.push(Subscription {
                id: text(&batch, "subscription_id", row).expect("an id"),
                monthly: whole(&batch, "monthly_minor", row),
                from: day(&batch, "from", row).expect("a day"),
                to: day(&batch, "to", row),
                cancelled_on: day(&batch, "cancelled_on", row),
                billing_months: if months.is_valid(row) { months.value(row) } else { 1 },
                paused: text(&batch, "status", row).as_deref() == Some("paused"),
            });
        }
    }
    for batch in company.rows_of("customers").await {
        for row in 0..batch.num_rows() {
            let Some(customer) = text(&batch, "customer_id", row) else { continue };
            let said = (day(&batch, "as_of", row).unwrap_or(i32::MIN), text(&batch, "kind", row));
            known.entry(customer).or_default().kinds.push(said);
        }
    }
    for of_customer in known.values_mut() {
        of_customer.kinds.sort();
        of_customer.subscriptions.sort_by(|a, b| (&a.id, a.from).cmp(&(&b.id, b.from)));
    }
    known
}

impl CustomerFacts {
    /// The customer's value at the end of a day; `None` of one that is not active.
    pub(super) fn value(&self, policy: &Policy, day: i32) -> Option<i64> {
        let latest = self.kinds.last().and_then(|(_, kind)| kind.clone());
        let rule =
            policy.basis_rules.iter().find(|rule| rule.attribute == "kind" && Some(&rule.value) == latest.as_ref());
        let basis = rule.map_or(policy.basis, |rule| rule.basis);
        let spent = if basis == ValueBasis::Recurring { None } else { self.spent(policy, day) };
        let recurring = if basis == ValueBasis::Spend { None } else { self.recurring(policy, day) };
        match (spent, recurring) {
            (None, None) => None,
            (spent, recurring) => Some(spent.unwrap_or(0) + recurring.unwrap_or(0)),
        }
    }

    /// The kind of customer on a day of open books: what was said last up to it, and before anything was said the first thing.
    pub(super) fn kind(&self, day: i32) -> Option<&str> {
        let said = self.kinds.iter().rfind(|(of, _)| *of <= day).or(self.kinds.first())?;
        said.1.as_deref()
    }

    fn spent(&self, policy: &Policy, day: i32) -> Option<i64> {
        let (lapse, window) = (i32::from(policy.lapse_days), i32::from(policy.value_window_days));
        let bought = |until: i32| {
            let within = |of: i32| until - lapse <= of && of <= until;
            self.purchases.iter().any(|(of, amount)| *amount > 0 && within(*of))
        };
        if !bought(day) {
            return None;
        }
        let counts = |amount: i64| amount > 0 || (amount < 0 && policy.refunds == Refunds::Deducted);
        // A refund revalues on its day, if the customer is active then.
        let revalued = self.purchases.iter().filter(|(of, amount)| *of <= day && counts(*amount) && bought(*of));
        let last = revalued.map(|(of, _)| *of).max()?;
        let in_window =
            self.purchases.iter().filter(|(of, amount)| counts(*amount) && last - window < *of && *of <= last);
        Some(in_window.map(|(_, amount)| amount).sum())
    }

    fn recurring(&self, policy: &Policy, day: i32) -> Option<i64> {
        let mut worth = None;
        for rows in self.subscriptions.chunk_by(|a, b| a.id == b.id) {
            // Its later row takes over from its first day.
            let Some(at) = rows.iter().rposition(|row| row.from <= day) else { continue };
            let row = &rows[at];
            let is_free = row.monthly == 0 && !row.paused;
            if day >= last_day(rows, at, policy) || (is_free && policy.free != FreeSubscriptions::Active) {
                continue;
            }
            let nothing = row.paused && policy.paused == PausedSubscriptions::ValueZero;
            let monthly = if nothing { 0 } else { row.monthly };
            worth = Some(worth.unwrap_or(0) + monthly * i64::from(policy.recurring_months));
        }
        worth
    }
}

/// The first day on which a subscription's row is not in force any more, unless a later one has taken over before.
fn last_day(rows: &[Subscription], at: usize, policy: &Policy) -> i32 {
    let row = &rows[at];
    let end = row.to.unwrap_or(i32::MAX);
    let goes_on = |row: &Subscription, next: &Subscription| row.to.is_none_or(|to| to >= next.from);
    if rows.get(at + 1).is_some_and(|next| goes_on(row, next)) {
        return end;
    }
    match policy.lost_when {
        LostWhen::SubscriptionEnds => end,
        LostWhen::AtOnce => row.cancelled_on.map_or(end, |cancelled| end.min(cancelled.max(row.from))),
        LostWhen::BillingCycleEnds if end == i32::MAX || end <= row.from => end,
        LostWhen::BillingCycleEnds => {
            // The unbroken run up to this row, and its first priced day.
            let mut first = at;
            while first > 0 && goes_on(&rows[first - 1], &rows[first]) {
                first -= 1;
            }
            let priced = rows[first..=at].iter().find(|row| row.monthly != 0 || row.paused).unwrap_or(row);
            let start = Day(priced.from).date();
            let cycle = |number: i32| {
                let months = i64::from(number) * i64::from(row.billing_months.max(1));
                Day::from_date(start.saturating_add(jiff::Span::new().months(months))).0
            };
            (0..12_000).map(cycle).find(|day| *day >= end).expect("a cycle that ends")
        }
    }
}
