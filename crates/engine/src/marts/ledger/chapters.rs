//! Chapters: closed books count by the definitions of their time, open periods by those of today.
//!
//! A chapter is a stretch of closed periods that were closed under the same definitions; the open periods follow the last one, and belong
//! to it where nothing was redefined since. Of each chapter all facts are told by its own definitions, and only what falls into the chapter
//! is taken from that. What the next definitions make of what stood at its end is `redefined` on the first day after it: never `restated`,
//! for no fact was learnt.

use std::collections::HashMap;

use bellwether_model::{Day, Edition, Movement, MovementKind, Policy};

use super::error::LedgerError;
use super::fold::{Folder, Rules};
use super::spend::{check_size, told_by};
use crate::walk::{Close, Rates, UnattributedRows, Walk};

/// A stretch of closed books under the same definitions.
#[derive(Clone, Copy)]
pub(super) struct Chapter<'a> {
    /// Its last day.
    through: Day,
    policy: &'a Policy,
    edition: Edition,
}

/// Movements of one chapter by customer, from the first fact to the chapter's end.
pub(super) type ChapterMovements = HashMap<String, Vec<Movement>>;

impl<'a> Chapter<'a> {
    /// The chapters before the one to which a walk's open periods belong, earliest first.
    pub(super) fn of(walk: &Walk<'a>) -> Vec<Self> {
        let mut chapters: Vec<Self> = Vec::new();
        for Close { through, policy, edition, .. } in walk.closes {
            let close = Self { through: *through, policy, edition: *edition };
            match chapters.last_mut() {
                // Before there were chapters, each close restated all earlier ones by its own definitions.
                Some(last) if last.edition == Edition::First && close.edition == Edition::First => *last = close,
                Some(last) if last.counts_like(&close) => last.through = close.through,
                _ => chapters.push(close),
            }
        }
        let open = Self { through: walk.through, policy: walk.policy, edition: walk.edition };
        chapters.pop_if(|last| last.counts_like(&open));
        chapters
    }

    fn counts_like(&self, other: &Self) -> bool {
        self.edition == other.edition && self.policy.moves_like(other.policy)
    }

    /// What moves in a bucket by the chapter's definitions, up to its end.
    pub(super) fn tell(&self, walk: &Walk<'a>, bucket: i32, rates: &Rates) -> Result<ChapterMovements, LedgerError> {
        let walk = Walk { policy: self.policy, edition: self.edition, attributes: &[], names: false, ..*walk };
        let rules = Rules::new(self.policy, self.edition);
        let (mut folder, mut told) = (Folder::default(), ChapterMovements::new());
        let reader = walk.reader(bucket, rates)?;
        walk.lives(bucket, reader, &mut UnattributedRows::default(), |life| {
            let (spend, phases) = told_by(&life);
            check_size(spend, phases)?;
            let mut movements = Vec::new();
            folder.fold(spend, phases, &rules, rates, &mut movements)?;
            movements.truncate(movements.partition_point(|movement| movement.day <= self.through));
            if !movements.is_empty() {
                told.insert(life.customer.to_owned(), movements);
            }
            Ok::<_, LedgerError>(())
        })?;
        Ok(told)
    }
}

/// One customer's movements by the definitions of each day: `earlier` are those by the chapters, as [`Chapter::tell`] gives them, and `open`
/// those by the definitions of today.
pub(super) fn splice(chapters: &[Chapter<'_>], earlier: &[Vec<Movement>], open: &[Movement], out: &mut Vec<Movement>) {
    out.clear();
    let mut from = Day(i32::MIN);
    for (index, chapter) in chapters.iter().enumerate() {
        let told = &earlier[index];
        let next = earlier.get(index + 1).map_or(open, Vec::as_slice);
        out.extend(told.iter().filter(|movement| movement.day >= from));
        let (before, after) = (standing(told, chapter.through), standing(next, chapter.through));
        from = chapter.through.plus(1);
        if before != after {
            out.push(Movement {
                day: from,
                kind: MovementKind::Redefined,
                customers: after.0 - before.0,
                minor: after.1 - before.1,
                value_after: after.1,
                corrects: None,
            });
        }
    }
    out.extend(open.iter().filter(|movement| movement.day >= from));
}

/// Whether a customer is active at the end of a day (1 or 0), and its value.
fn standing(movements: &[Movement], day: Day) -> (i8, i64) {
    let until = &movements[..movements.partition_point(|movement| movement.day <= day)];
    (until.iter().map(|movement| movement.customers).sum(), until.last().map_or(0, |last| last.value_after))
}
