//! The question: to which customers was a promise kept or broken?

use bellwether_model::{Day, Period, Verdict};
use foldhash::{HashMap, HashSet};

use super::touches::{TouchColumns, columns};
use crate::lake::BUCKETS;
use crate::marts::error::MartError;
use crate::marts::journey::{JourneySource, last_moment};
use crate::marts::ledger::{Amount, Ledger, Worth};
use crate::walk::{WalkError, names_in, over_buckets};

/// Whose promises are asked for.
#[derive(Clone, Copy, Debug)]
pub struct CustomersQuestion<'a> {
    /// At which touchpoint, by id, or by what touches are called where the journey does not know them.
    pub touchpoint: &'a str,
    /// The period in which they came due; of open ones that in which the touch began.
    pub period: Period,
    /// What became of them.
    pub verdict: Verdict,
    /// As many are told, those of the customers worth most first; all if absent.
    pub most: Option<usize>,
}

/// The customers to whom a promise was kept or broken.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PromiseCustomers {
    /// How many promises there are in all.
    pub promises: u64,
    /// All customers they were made to, with what those of them who are active are worth.
    pub customers: Amount,
    /// The promises one by one.
    pub rows: Vec<CustomerPromise>,
}

/// A promise to a customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomerPromise {
    /// The customer's id.
    pub customer: String,
    /// What it is called, where that is known.
    pub name: Option<String>,
    /// What it is worth; nothing where it is not active.
    pub minor: i64,
    /// What its source calls the case.
    pub case: Option<String>,
    /// The department whose touch it was.
    pub silo: Option<String>,
    /// The company's day on which its touch began.
    pub started_on: Day,
    /// The day on which the promise counts.
    pub counts_on: Day,
    /// When it was done, in microseconds since 1970.
    pub done_at: Option<i64>,
}

/// The column that tells whose touch it was.
const SILO: &str = "silo";

/// So many more rows than are wanted are gathered before those too many are left out.
const TOO_MANY: usize = 4_096;

#[derive(Default)]
struct Part {
    promises: u64,
    customers: Amount,
    rows: Vec<CustomerPromise>,
    /// Those of the bucket.
    met: HashSet<String>,
}

/// The promises at a touchpoint that came due in a period and were kept, or broken, or are open, customer by customer.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn promise_customers(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    question: CustomersQuestion<'_>,
) -> Result<PromiseCustomers, MartError> {
    let walk = source.walk;
    let worth = Worth::of(ledger)?;
    let known_at = last_moment(walk);
    let wanted = columns(Some(SILO));
    let parts = over_buckets(walk.threads, Part::default, |part, bucket| {
        let of_customer = |customer: &str| worth.of_customer(bucket, customer);
        source.touches(bucket, &wanted, |batch| {
            part.add(&TouchColumns::of(batch, Some(SILO))?, batch.num_rows(), (question, known_at), of_customer)
        })?;
        for customer in part.met.drain() {
            let minor = i128::from(of_customer(&customer));
            part.customers.plus(Amount { customers: 1, minor });
        }
        Ok::<_, MartError>(())
    })?;
    let mut all = PromiseCustomers::default();
    for part in parts {
        all.promises += part.promises;
        all.customers.plus(part.customers);
        all.rows.extend(part.rows);
    }
    keep_best(&mut all.rows, question.most);
    let names = names_of(source, all.rows.iter().map(|row| row.customer.as_str()))?;
    for row in &mut all.rows {
        row.name = names.get(&row.customer).cloned();
    }
    Ok(all)
}

impl Part {
    fn add(
        &mut self,
        columns: &TouchColumns<'_>,
        rows: usize,
        (question, known_at): (CustomersQuestion<'_>, (i64, Day)),
        worth: impl Fn(&str) -> i64,
    ) -> Result<(), WalkError> {
        let is_asked = columns.touchpoints.map_distinct(|name| Ok::<_, WalkError>(name == question.touchpoint))?;
        for row in (0..rows).filter(|row| is_asked.get(*row) == Some(&true)) {
            let Some(touch) = columns.known(row, known_at) else { continue };
            let Some((verdict, counts_on)) = touch.promise else { continue };
            let is_open = verdict == Verdict::Open || counts_on > known_at.1;
            let (verdict, day) = if is_open { (Verdict::Open, touch.started_on) } else { (verdict, counts_on) };
            if verdict != question.verdict || day < question.period.start || day >= question.period.end {
                continue;
            }
            let customer = columns.customers.value(row).unwrap_or_default();
            self.promises += 1;
            if !self.met.contains(customer) {
                self.met.insert(customer.to_owned());
            }
            self.rows.push(CustomerPromise {
                customer: customer.to_owned(),
                name: None,
                minor: worth(customer),
                case: columns.cases.value(row).map(str::to_owned),
                silo: columns.parts.as_ref().and_then(|silos| silos.value(row)).map(str::to_owned),
                started_on: touch.started_on,
                counts_on,
                done_at: touch.done_at,
            });
        }
        if question.most.is_some_and(|most| self.rows.len() > most.saturating_add(TOO_MANY)) {
            keep_best(&mut self.rows, question.most);
        }
        Ok(())
    }
}

/// Those of the customers worth most, and no more than so many.
fn keep_best(rows: &mut Vec<CustomerPromise>, most: Option<usize>) {
    rows.sort_by(|a, b| {
        let key = |row: &CustomerPromise| (row.customer.clone(), row.counts_on, row.case.clone());
        b.minor.cmp(&a.minor).then_with(|| key(a).cmp(&key(b)))
    });
    rows.truncate(most.unwrap_or(usize::MAX));
}

/// What customers are called, as far as that is known.
pub(in crate::marts) fn names_of<'c>(
    source: JourneySource<'_>,
    customers: impl Iterator<Item = &'c str>,
) -> Result<HashMap<String, String>, WalkError> {
    let mut of_bucket: Vec<HashSet<&str>> = vec![HashSet::default(); BUCKETS as usize];
    for customer in customers {
        of_bucket[crate::lake::bucket_of(Some(customer)) as usize].insert(customer);
    }
    let mut names = HashMap::default();
    for (bucket, wanted) in (0..).zip(&of_bucket).filter(|(_, wanted)| !wanted.is_empty()) {
        let known = names_in(source.walk.lake, &source.walk.knowledge.customers, bucket)?;
        names.extend(
            known.into_iter().filter(|(id, _)| wanted.contains(&**id)).map(|(id, name)| (id.into_string(), name)),
        );
    }
    Ok(names)
}
