//! The question: who belongs to which population as of a ledger's last day?

use std::sync::Arc;

use bellwether_model::{Day, KnownCustomer, MetTouchpoint, Population, ValueLevel, Verdict};
use foldhash::HashMap;

use crate::marts::error::MartError;
use crate::marts::journey::{JourneySource, last_moment};
use crate::marts::ledger::{FullAccount, Ledger, LedgerError};
use crate::marts::reliability::{TouchColumns, columns};
use crate::walk::{UnattributedRows, WalkError, over_buckets};

/// A customer who belongs to a population.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PopulationMember {
    /// The customer's id.
    pub customer: String,
    /// What it is called, where that is known and the walk brings names along.
    pub name: Option<String>,
    /// The day it first became active; none of one that never was.
    pub joined: Option<Day>,
    /// What it is worth in minor units; none where it is not active.
    pub worth: Option<i64>,
}

/// What became of a promise, if anything was promised, and the day on which that counts.
type CountedPromise = Option<(Verdict, Day)>;

/// What a customer met, as far as rules ask.
#[derive(Default)]
struct Met {
    /// By the number of the touchpoint.
    touchpoints: Vec<(u32, Day, CountedPromise)>,
    /// When the latest touch in a stage began, and which stage that is.
    stage: Option<((Day, i64), Arc<str>)>,
}

/// Reads who belongs to populations.
struct MemberReader<'a> {
    ledger: &'a Ledger<'a>,
    source: JourneySource<'a>,
    populations: &'a [Population],
    /// The touchpoints that rules ask for, each once.
    touchpoints: Vec<&'a str>,
    asks_for_touches: bool,
}

/// Those who belong to each population, by id. The ledger must bring along the attributes that their rules ask for
/// ([`Populations::attributes`](bellwether_model::Populations::attributes)).
pub fn population_members(
    ledger: &Ledger<'_>,
    source: JourneySource<'_>,
    populations: &[Population],
) -> Result<Vec<Vec<PopulationMember>>, MartError> {
    let mut touchpoints: Vec<&str> = populations.iter().flat_map(Population::touchpoints).collect();
    touchpoints.sort_unstable();
    touchpoints.dedup();
    let asks_for_touches = populations.iter().any(Population::asks_for_touches);
    let reader = MemberReader { ledger, source, populations, touchpoints, asks_for_touches };
    let nobody = || populations.iter().map(|_| Vec::new()).collect::<Vec<Vec<PopulationMember>>>();
    let parts = over_buckets(ledger.walk.threads, nobody, |members, bucket| reader.bucket(bucket, members))?;
    let mut all = nobody();
    for part in parts {
        all.iter_mut().zip(part).for_each(|(members, more)| members.extend(more));
    }
    for members in &mut all {
        members.sort_by(|a, b| a.customer.cmp(&b.customer));
    }
    Ok(all)
}

impl MemberReader<'_> {
    fn bucket(&self, bucket: i32, members: &mut [Vec<PopulationMember>]) -> Result<(), MartError> {
        let mut met = self.met(bucket)?;
        let walk = &self.ledger.walk;
        self.ledger.bucket(bucket, &mut UnattributedRows::default(), |full| {
            let met = met.remove(full.account.customer).unwrap_or_default();
            self.judge(Some(&full), full.account.customer, &met, members);
            Ok::<_, LedgerError>(())
        })?;
        for (customer, met) in met {
            if walk.only.is_none_or(|only| only.contains(&*customer)) {
                self.judge(None, &customer, &met, members);
            }
        }
        Ok(())
    }

    fn judge(&self, full: Option<&FullAccount<'_>>, customer: &str, met: &Met, members: &mut [Vec<PopulationMember>]) {
        let walk = &self.ledger.walk;
        let movements = full.map_or(&[][..], |full| full.account.movements);
        let first = movements.iter().find(|movement| movement.customers > 0);
        let joined = first.map(|first| first.corrects.unwrap_or(first.day));
        let active: i64 = movements.iter().map(|movement| i64::from(movement.customers)).sum();
        let worth = movements.last().filter(|_| active > 0).map(|last| last.value_after);
        let versions = full.map_or(&[][..], |full| full.account.attributes);
        let held = versions.iter().rfind(|version| version.from <= walk.through).or(versions.first());
        let value = |at: usize| held.and_then(|version| version.values.get(at)?.as_deref());
        let attributes: Vec<(&str, Option<&str>)> =
            walk.attributes.iter().enumerate().map(|(at, name)| (name.as_str(), value(at))).collect();
        let met_touchpoints: Vec<MetTouchpoint<'_>> = met
            .touchpoints
            .iter()
            .map(|(at, on, promise)| MetTouchpoint {
                touchpoint: self.touchpoints[*at as usize],
                on: *on,
                promise: *promise,
            })
            .collect();
        let known = KnownCustomer {
            id: customer,
            joined,
            worth,
            level: worth.and_then(|worth| level(&walk.policy.levels, worth)),
            attributes: &attributes,
            stage: met.stage.as_ref().map(|(_, stage)| &**stage),
            met: &met_touchpoints,
        };
        for (population, members) in self.populations.iter().zip(members) {
            if population.holds(&known, walk.through) {
                let name = full.and_then(|full| full.account.name).map(str::to_owned);
                members.push(PopulationMember { customer: customer.to_owned(), name, joined, worth });
            }
        }
    }

    /// What the customers of a bucket met.
    fn met(&self, bucket: i32) -> Result<HashMap<String, Met>, MartError> {
        let mut met: HashMap<String, Met> = HashMap::default();
        if !self.asks_for_touches {
            return Ok(met);
        }
        let known_at = last_moment(&self.ledger.walk);
        self.source.touches(bucket, &columns(None), |batch| {
            let rows = TouchColumns::of(batch, None)?;
            let wanted = |name: &str| self.touchpoints.binary_search(&name).ok().map(|at| at as u32);
            let touchpoints = rows.touchpoints.map_distinct(|name| Ok::<_, WalkError>(wanted(name)))?;
            let mut stages: HashMap<&str, Arc<str>> = HashMap::default();
            for row in 0..batch.num_rows() {
                let (Some(customer), Some(touch)) = (rows.customers.value(row), rows.known(row, known_at)) else {
                    continue;
                };
                let of_customer = match met.get_mut(customer) {
                    Some(known) => known,
                    None => met.entry(customer.to_owned()).or_default(),
                };
                if let Some(at) = touchpoints.get(row).copied().flatten() {
                    of_customer.touchpoints.push((at, touch.started_on, touch.promise));
                }
                let Some(stage) = rows.stages.value(row) else { continue };
                let moment = (touch.started_on, touch.started_at);
                // Of two that began at once the same one always counts.
                if of_customer.stage.as_ref().is_none_or(|(latest, known)| (*latest, &**known) < (moment, stage)) {
                    let stage = stages.entry(stage).or_insert_with(|| stage.into());
                    of_customer.stage = Some((moment, stage.clone()));
                }
            }
            Ok(())
        })?;
        Ok(met)
    }
}

/// The level of an amount: the highest that begins at or below it.
fn level(levels: &[ValueLevel], worth: i64) -> Option<&str> {
    levels.iter().rfind(|level| level.from_minor <= worth).map(|level| level.name.as_str())
}
