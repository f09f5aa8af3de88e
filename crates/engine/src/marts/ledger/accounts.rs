//! Accounts: every customer's booked movements, on the walk over the facts or from memory.

use std::collections::HashMap;

use bellwether_model::{Movement, ValueBasis};

use super::account::{Account, FullAccount};
use super::books::{Books, book};
use super::cache::LedgerCache;
use super::chapters::{Chapter, ChapterMovements, splice};
use super::error::LedgerError;
use super::fold::{Folder, Rules};
use super::spend::{check_size, told_by};
use super::tables::movements;
use crate::walk::{Life, LifeReader, Rates, UnattributedRows, Walk};

/// What the ledger is told from.
#[derive(Clone, Copy)]
pub struct Ledger<'a> {
    /// The customers' lives, with the ledger's [facts](super::account::FACTS).
    pub walk: Walk<'a>,
    /// The closed books; [`Books::open`] to look at the facts alone.
    pub books: &'a Books,
    /// What is in memory of just this knowledge, policy, books and last day.
    pub cache: Option<&'a LedgerCache>,
}

/// Folds the lives of one bucket after the other into accounts.
pub(super) struct Bookkeeper<'a> {
    ledger: Ledger<'a>,
    rates: &'a Rates,
    rules: Rules,
    folder: Folder,
    /// Movements of the bucket's closed periods, as booked, of customers not yet come to.
    frozen: HashMap<String, Vec<Movement>>,
    chapters: Vec<Chapter<'a>>,
    /// What moved in the bucket by each chapter, of customers not yet come to.
    told: Vec<ChapterMovements>,
    /// Working memory: what follows from the facts by today's definitions, the same by those of each day, and what is booked of it.
    now: Vec<Movement>,
    spliced: Vec<Movement>,
    movements: Vec<Movement>,
}

impl Ledger<'_> {
    /// Calls `each` with what the ledger tells of every customer, from memory if it is there and by a walk over the facts otherwise.
    /// Threads, their values and what is returned are those of [`full_accounts`](Self::full_accounts).
    pub fn accounts<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, Account<'_>) -> Result<(), LedgerError> + Sync,
    ) -> Result<(Vec<T>, UnattributedRows), LedgerError> {
        match self.cache {
            Some(cache) if cache.can_tell(self.walk.attributes) => cache.accounts(&self.walk, start, each),
            _ => self.full_accounts(start, |value, full| each(value, full.account)),
        }
    }

    /// Calls `each` for every customer, each thread taking a range of buckets with a value of its own made by `start`. Returns the threads'
    /// values and the purchases without a customer.
    pub fn full_accounts<T: Send>(
        &self,
        start: impl Fn() -> T + Sync,
        each: impl Fn(&mut T, FullAccount<'_>) -> Result<(), LedgerError> + Sync,
    ) -> Result<(Vec<T>, UnattributedRows), LedgerError> {
        let rates = self.walk.rates();
        let start = || (start(), Bookkeeper::new(self, &rates));
        let (threads, unattributed) = self.walk.run(start, |(value, bookkeeper), bucket, unattributed| {
            let reader = self.walk.reader(bucket, &rates)?;
            bookkeeper.bucket(bucket, reader, unattributed, |full| each(value, full))
        })?;
        Ok((threads.into_iter().map(|(value, _)| value).collect(), unattributed))
    }

    /// Calls `each` for every customer of one bucket, on this thread.
    pub fn bucket(
        &self,
        bucket: i32,
        unattributed: &mut UnattributedRows,
        each: impl FnMut(FullAccount<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let rates = self.walk.rates();
        let reader = self.walk.reader(bucket, &rates)?;
        Bookkeeper::new(self, &rates).bucket(bucket, reader, unattributed, each)
    }
}

impl<'a> Bookkeeper<'a> {
    pub(super) fn new(ledger: &Ledger<'a>, rates: &'a Rates) -> Self {
        Self {
            ledger: *ledger,
            rates,
            rules: Rules::new(ledger.walk.policy, ledger.walk.edition),
            folder: Folder::default(),
            frozen: HashMap::new(),
            chapters: Chapter::of(&ledger.walk),
            told: Vec::new(),
            now: Vec::new(),
            spliced: Vec::new(),
            movements: Vec::new(),
        }
    }

    /// Books all lives of a bucket's reader.
    pub(super) fn bucket(
        &mut self,
        bucket: i32,
        mut reader: LifeReader<'_>,
        unattributed: &mut UnattributedRows,
        mut each: impl FnMut(FullAccount<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        self.begin_bucket(bucket, &mut reader)?;
        let walk = self.ledger.walk;
        walk.lives(bucket, reader, unattributed, |life| self.book(&life, &mut each))
    }

    /// Looks up what was booked of a bucket's customers. Those of whom no facts remain are to be come to all the same: what was booked
    /// of them is to be corrected.
    pub(super) fn begin_bucket(&mut self, bucket: i32, reader: &mut LifeReader<'_>) -> Result<(), LedgerError> {
        let Ledger { walk, books, .. } = self.ledger;
        self.frozen = match (&books.movements, books.closed_through()) {
            (Some(snapshot), Some(through)) => movements::read(walk.lake, snapshot, bucket, through)?,
            _ => HashMap::new(),
        };
        if let Some(only) = walk.only {
            self.frozen.retain(|customer, _| only.contains(customer));
        }
        let told = self.chapters.iter().map(|chapter| chapter.tell(&walk, bucket, self.rates));
        self.told = told.collect::<Result<_, _>>()?;
        self.frozen.keys().chain(self.told.iter().flat_map(HashMap::keys)).for_each(|id| reader.include(id));
        Ok(())
    }

    /// Folds a life and books what follows. Of whom the ledger knows nothing, nothing is told.
    pub(super) fn book(
        &mut self,
        life: &Life<'_>,
        each: impl FnOnce(FullAccount<'_>) -> Result<(), LedgerError>,
    ) -> Result<(), LedgerError> {
        let Ledger { walk, books, .. } = self.ledger;
        let frozen = self.frozen.remove(life.customer);
        let earlier: Vec<Vec<Movement>> =
            self.told.iter_mut().map(|told| told.remove(life.customer).unwrap_or_default()).collect();
        let (spend, phases) = told_by(life);
        let free = if life.basis == ValueBasis::Spend { &[] } else { life.free };
        let unknown = frozen.is_none() && earlier.iter().all(Vec::is_empty);
        if unknown && spend.is_empty() && phases.is_empty() && free.is_empty() {
            return Ok(());
        }
        check_size(spend, phases)?;
        let frozen = frozen.unwrap_or_default();
        self.now.clear();
        self.movements.clear();
        self.folder.fold(spend, phases, &self.rules, self.rates, &mut self.now)?;
        let known = if self.chapters.is_empty() {
            &self.now
        } else {
            splice(&self.chapters, &earlier, &self.now, &mut self.spliced);
            &self.spliced
        };
        book(&frozen, known, books, walk.calendar, &mut self.movements);
        let happened = self.movements.partition_point(|movement| movement.day <= walk.through);
        let Life { customer, name, attributes, bucket, .. } = *life;
        each(FullAccount {
            account: Account { customer, name, movements: &self.movements[..happened], attributes },
            bucket,
            with_pending: &self.movements,
            spend,
            phases: life.phases,
            spend_alone: phases.is_empty() && (books.closes.is_empty() || self.movements == self.now),
            free,
        })
    }
}
