//! Making the ledger's tables anew, on the walk over all customers' lives.

use std::sync::{Mutex, PoisonError};

use bellwether_model::Grain;

use super::accounts::{Bookkeeper, Ledger};
use super::customer::CustomerState;
use super::error::LedgerError;
use super::fold::Rules;
use super::lines::Totals;
use super::output::{CustomerWriter, LedgerOutput};
use super::size;
use super::tables::movements::{MOVEMENTS, MovementRows, schema};
use super::tables::tails::{ANEW, Tail};
use super::visits::SamePeriods;
use crate::lake::Removal;
use crate::marts::error::MartError;
use crate::marts::mart::{LifeFold, MartBuild, MartInput, MartUpdate};
use crate::marts::storage::{BucketWriter, TableChange, rows_of};
use crate::walk::{Life, LifeReader, Rates, Walk};

/// The ledger being made anew.
pub(super) struct LedgerBuild<'a> {
    ledger: Ledger<'a>,
    rates: Rates,
    rules: Rules,
    /// What the folds that have ended found.
    found: Mutex<LedgerSums>,
}

struct LedgerSums {
    output: LedgerOutput,
    totals: Vec<Totals>,
}

/// One thread's part of it.
struct LedgerFold<'a> {
    build: &'a LedgerBuild<'a>,
    bookkeeper: Bookkeeper<'a>,
    movements: BucketWriter<'a>,
    movement_rows: MovementRows,
    customers: CustomerWriter<'a>,
    totals: Vec<Totals>,
}

/// Empty totals of each grain, over the days from the first fact to the walk's last day. Of a grain with too many lines none are stored.
pub(super) fn totals_of_all_grains(walk: &Walk<'_>) -> Vec<Totals> {
    let days = (walk.first(), walk.through);
    let same_periods = SamePeriods::of(walk);
    let stored = Grain::ALL.into_iter().filter(|grain| size::is_stored(walk.calendar, *grain, days));
    stored.map(|grain| Totals::new(walk.calendar, grain, days, &same_periods)).collect()
}

impl<'a> LedgerBuild<'a> {
    pub(super) fn new(input: &MartInput<'a>) -> Self {
        let MartInput { walk, books, .. } = *input;
        let output = LedgerOutput {
            movements: TableChange::anew(Vec::new()),
            tails_gone: Removal::All,
            ..LedgerOutput::default()
        };
        Self {
            ledger: Ledger { walk, books, cache: None },
            rates: walk.rates(),
            rules: Rules::new(walk.policy, walk.edition),
            found: Mutex::new(LedgerSums { output, totals: totals_of_all_grains(&walk) }),
        }
    }
}

impl MartBuild for LedgerBuild<'_> {
    fn fold(&self) -> Box<dyn LifeFold + '_> {
        let walk = &self.ledger.walk;
        Box::new(LedgerFold {
            build: self,
            bookkeeper: Bookkeeper::new(&self.ledger, &self.rates),
            movements: BucketWriter::new(walk.lake, MOVEMENTS.name, schema()),
            movement_rows: MovementRows::default(),
            customers: CustomerWriter::new(walk.lake, ANEW),
            totals: totals_of_all_grains(walk),
        })
    }

    fn finish(self: Box<Self>) -> Result<MartUpdate, MartError> {
        let LedgerSums { mut output, totals } = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        for totals in &totals {
            output.lines.extend(totals.lines()?);
        }
        Ok(output.into_update(&self.ledger.walk, None)?)
    }
}

impl LifeFold for LedgerFold<'_> {
    fn begin_bucket(&mut self, bucket: i32, reader: &mut LifeReader<'_>) -> Result<(), MartError> {
        Ok(self.bookkeeper.begin_bucket(bucket, reader)?)
    }

    fn add(&mut self, life: &Life<'_>) -> Result<(), MartError> {
        let Self { build, bookkeeper, movements, movement_rows, customers, totals } = self;
        let walk = &build.ledger.walk;
        bookkeeper.book(life, |full| {
            movement_rows.add(full.bucket, full.account.customer, full.account.movements);
            movement_rows.drain_into(movements)?;
            let tail = Tail::of(&full, walk.policy, &build.rules, totals, walk.through);
            customers.add(&CustomerState::of(&full, walk.through), tail.as_ref())?;
            for totals in totals.iter_mut() {
                totals.add(full.account.movements);
            }
            Ok::<_, LedgerError>(())
        })?;
        Ok(())
    }

    fn end_bucket(&mut self, bucket: i32) -> Result<(), MartError> {
        self.movement_rows.flush_into(&mut self.movements)?;
        self.movements.end_bucket(bucket)?;
        Ok(self.customers.end_bucket(bucket)?)
    }

    fn finish(self: Box<Self>) -> Result<(), MartError> {
        let Self { build, movements, customers, totals, .. } = *self;
        let active = customers.active;
        let (movements, customers) = (movements.finish()?, customers.finish()?);
        let mut found = build.found.lock().unwrap_or_else(PoisonError::into_inner);
        let LedgerSums { output, totals: sums } = &mut *found;
        output.movement_rows += rows_of(&movements);
        output.movements.add.extend(movements);
        output.active.plus(active);
        output.customers.extend(customers);
        sums.iter_mut().zip(&totals).for_each(|(sum, part)| sum.merge(part));
        Ok(())
    }
}
