//! The fold: one customer's movements and touches become the first days of a life, and what came later.

use bellwether_model::{Day, Movement, MovementKind};

use crate::walk::SpendDay;

/// How long is looked, and up to which day anything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// So many days, that of joining included, are the first ones of a life.
    pub first_days: i32,
    /// In so many days after these a customer may leave or grow.
    pub within_days: i32,
    /// The last day that is told.
    pub through: Day,
    /// Who only buys is lost so many days after the latest purchase, and one.
    pub lapse_days: i32,
}

/// The beginning of a customer's life, and what came later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlyLife {
    /// The day of joining.
    pub joined: Day,
    /// What the customer was worth on it.
    pub minor_joined: i64,
    /// Whether the customer joined by buying something, and not by subscribing alone.
    pub is_buyer: bool,
    /// What came after the first days.
    pub later: Later,
    /// What the customer is worth on the last day; none where it is not active.
    pub minor_now: Option<i64>,
}

/// What came after the first days of a life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Not all of its days are over.
    NotYetKnown,
    /// Nothing: the customer was gone by then, who was worth so much.
    GoneBefore(i64),
    /// All of it is known.
    Known(Fate),
}

/// What became of a customer, with the days from which it was so and the money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Whether the customer could not have left, whatever it did: what it bought in its first days keeps it by the definitions.
    pub is_kept: bool,
    /// When the customer left, and what it was worth before.
    pub left: Option<(Day, i64)>,
    /// Since when it was worth more, and by how much it was at the end; currencies and definitions aside.
    pub grown: Option<(Day, i64)>,
}

/// What a customer met at a touchpoint in the first days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The number of the touchpoint.
    pub touchpoint: u32,
    /// The first day on which it was met in these days: a touch began, or a promise of an earlier one came due.
    pub met_on: Day,
    /// Whether the first promise that came due in these days was kept, and when it did.
    pub promise: Option<Judged>,
}

/// A promise that came due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judged {
    /// The day on which it counts.
    pub on: Day,
    /// Of two that came due on one day the broken one counts.
    pub is_kept: bool,
}

/// What is compared at a touchpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contrast {
    /// Those to whom the first promise that came due was broken, with those to whom it was kept.
    Broken,
    /// Those who met it, with those who did not.
    Met,
}

/// What a moment may foretell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// That the customer leaves.
    Loss,
    /// That the customer is worth more in the end, and still there.
    Growth,
}

impl Span {
    /// The last of the first days of who joined on a day.
    pub(super) fn last_early(&self, joined: Day) -> Day {
        joined.plus(self.first_days - 1)
    }

    fn is_early(&self, joined: Day, day: Day) -> bool {
        joined <= day && day <= self.last_early(joined)
    }
}

impl EarlyLife {
    /// Of a customer by its movements and what it bought, both in time order; none of whom it is not known when it joined: books that were
    /// closed before it came to light tell only when it did.
    pub fn of(movements: &[Movement], spend: &[SpendDay], span: Span) -> Option<Self> {
        let first = movements.iter().find(|movement| movement.customers > 0)?;
        if first.kind != MovementKind::New {
            return None;
        }
        let joined = first.day;
        let active: i64 = movements.iter().map(|movement| i64::from(movement.customers)).sum();
        let of_day = movements.partition_point(|movement| movement.day <= joined);
        Some(Self {
            joined,
            minor_joined: movements[..of_day].last().map_or(0, |last| last.value_after),
            is_buyer: spend.iter().any(|spent| spent.bought && spent.day == joined.0),
            later: Later::of(movements, spend, joined, span),
            minor_now: movements.last().filter(|_| active > 0).map(|last| last.value_after),
        })
    }
}

impl Later {
    fn of(movements: &[Movement], spend: &[SpendDay], joined: Day, span: Span) -> Self {
        let (last_early, last) = (span.last_early(joined), span.last_early(joined).plus(span.within_days));
        if last > span.through {
            return Self::NotYetKnown;
        }
        let (before, after) = movements.split_at(movements.partition_point(|movement| movement.day <= last_early));
        let active = |movements: &[Movement]| movements.iter().map(|it| i64::from(it.customers)).sum::<i64>();
        if active(before) <= 0 {
            let loss = before.iter().rfind(|movement| movement.customers < 0);
            return Self::GoneBefore(loss.map_or(0, |loss| -loss.minor));
        }
        let after = &after[..after.partition_point(|movement| movement.day <= last)];
        let is_loss = |it: &&Movement| it.customers < 0 && it.kind != MovementKind::Redefined;
        let left = after.iter().find(is_loss).map(|loss| (loss.day, -loss.minor));
        let mut gain = 0;
        let mut since = None;
        for movement in after {
            if !matches!(movement.kind, MovementKind::Currency | MovementKind::Redefined) {
                gain += movement.minor;
            }
            since = since.filter(|_| gain > 0).or((gain > 0).then_some(movement.day));
        }
        let is_active = active(before) + active(after) > 0;
        let bought = spend.iter().rfind(|spent| spent.bought && spent.day <= last_early.0);
        let lapses_on = bought.map(|spent| Day(spent.day).plus(span.lapse_days + 1));
        let is_kept = left.is_none() && lapses_on.is_some_and(|day| day > last);
        Self::Known(Fate { is_kept, left, grown: since.filter(|_| is_active).map(|since| (since, gain)) })
    }
}

impl Moment {
    /// Takes in one of a customer's touches, if it belongs to the first days.
    pub fn add(
        moments: &mut Vec<Self>,
        (touchpoint, started_on, promise): (u32, Day, Option<Judged>),
        joined: Day,
        span: Span,
    ) {
        let started_on = Some(started_on).filter(|day| span.is_early(joined, *day));
        let promise = promise.filter(|promise| span.is_early(joined, promise.on));
        let Some(met_on) = started_on.into_iter().chain(promise.map(|promise| promise.on)).min() else { return };
        match moments.iter_mut().find(|moment| moment.touchpoint == touchpoint) {
            Some(known) => {
                known.met_on = known.met_on.min(met_on);
                known.promise = known.promise.into_iter().chain(promise).min();
            }
            None => moments.push(Self { touchpoint, met_on, promise }),
        }
    }
}

impl Contrast {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Broken, Self::Met];

    /// The day of the moment by which a customer is among those who are asked about; none where it is not.
    pub(super) fn day(self, moment: &Moment) -> Option<Day> {
        match self {
            Self::Broken => moment.promise.filter(|promise| !promise.is_kept).map(|promise| promise.on),
            Self::Met => Some(moment.met_on),
        }
    }
}

impl Outcome {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Loss, Self::Growth];

    pub(super) fn of(self, fate: &Fate) -> Option<(Day, i64)> {
        match self {
            Self::Loss => fate.left,
            Self::Growth => fate.grown,
        }
    }
}
