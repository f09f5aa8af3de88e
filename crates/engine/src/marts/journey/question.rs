//! The question: which ways do cases take through our touchpoints, how long does it take from one to the next, and who goes there?

use foldhash::{HashMap, HashSet};

use super::cases::{CaseReader, Spread, TouchRow, cases, within_bucket};
use super::error::JourneyError;
use super::map::{CaseTouch, CustomerNumber, JourneyMap, MapFold};
use super::numbers::Numbers;
use super::scope::{FREQUENT_VARIANTS, MOST_TOUCHPOINTS, MapScope};
use crate::marts::ledger::{Ledger, Worth};
use crate::walk::over_buckets;

/// What one thread found in its buckets.
struct Part<'a> {
    reader: CaseReader<'a>,
    fold: MapFold,
    /// What the customers are worth of whom cases lie in several buckets.
    pending: HashMap<CustomerNumber, i64>,
}

/// The map of the cases up to a ledger's last day.
///
/// # Errors
/// Where touches or accounts cannot be read, where a source or touchpoint asked for is not known, and where there are more touchpoints than
/// [`MOST_TOUCHPOINTS`].
pub fn journey_map(ledger: &Ledger<'_>, scope: MapScope<'_>) -> Result<JourneyMap, JourneyError> {
    let walk = &ledger.walk;
    let worth = Worth::of(ledger)?;
    let MapScope { grouping, touchpoints, .. } = scope;
    let spread = Spread::find(walk, grouping)?;
    let start = || Part {
        reader: CaseReader::new(walk, scope, &spread),
        fold: MapFold::default(),
        pending: HashMap::default(),
    };
    let parts = over_buckets(walk.threads, start, |part, bucket| part.tell(bucket, &worth, touchpoints))?;
    let (mut all, mut names, mut rows) = (MapFold::default(), Numbers::default(), Vec::new());
    let (mut pending, mut without_case, mut seen) = (HashMap::default(), 0, HashSet::default());
    for part in parts {
        let CaseReader { touchpoints, spread_rows, without_case: without, seen: sources, .. } = part.reader;
        seen.extend(sources);
        let numbers: Vec<u32> = touchpoints.names.iter().map(|name| names.of(name)).collect();
        all.merge(part.fold, &numbers);
        rows.extend(spread_rows.into_iter().map(|row| row.renumbered(&numbers)));
        pending.extend(part.pending);
        without_case += without;
    }
    if names.names.len() > MOST_TOUCHPOINTS {
        return Err(JourneyError::TooManyTouchpoints { most: MOST_TOUCHPOINTS });
    }
    if let Some(at) = (0..scope.sources.len()).find(|at| !seen.contains(at)) {
        return Err(JourneyError::UnknownSource { name: scope.sources[at].clone() });
    }
    if let Some(name) = touchpoints.iter().find(|name| names.known(name).is_none()) {
        return Err(JourneyError::UnknownTouchpoint { name: name.clone(), through: walk.through });
    }
    let wanted = wanted(touchpoints, &names);
    cases(&mut rows, |touches, unordered| add(&mut all, touches, unordered, wanted.as_deref()));
    all.settle(|_| true, |customer| pending.get(&customer).copied().unwrap_or_default());
    Ok(all.finish(&names.names, without_case, FREQUENT_VARIANTS))
}

impl Part<'_> {
    /// Takes in the cases of a bucket; what touches more than that waits.
    fn tell(&mut self, bucket: i32, worth: &Worth, touchpoints: &[String]) -> Result<(), JourneyError> {
        let Self { reader, fold, pending } = self;
        let known = reader.spread_rows.len();
        reader.read(bucket)?;
        let wanted = wanted(touchpoints, &reader.touchpoints);
        cases(&mut reader.rows, |touches, unordered| add(fold, touches, unordered, wanted.as_deref()));
        let names = &reader.customers.names;
        let worth = |customer| worth.of_customer(bucket, &names[within_bucket(customer) as usize]);
        let waiting = reader.spread_rows[known..].iter().filter_map(TouchRow::customer);
        pending.extend(waiting.map(|customer| (customer, worth(customer))));
        fold.settle(|customer| !pending.contains_key(&customer), worth);
        Ok(())
    }
}

/// The numbers of the touchpoints asked for; `None` where all cases are told.
fn wanted(touchpoints: &[String], numbers: &Numbers) -> Option<Vec<u32>> {
    let known = || touchpoints.iter().filter_map(|name| numbers.known(name)).collect();
    (!touchpoints.is_empty()).then(known)
}

fn add(fold: &mut MapFold, touches: &[CaseTouch], unordered: u64, wanted: Option<&[u32]>) {
    if wanted.is_none_or(|wanted| touches.iter().any(|touch| wanted.contains(&touch.touchpoint))) {
        fold.add(touches, unordered);
    }
}
