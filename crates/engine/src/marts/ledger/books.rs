//! Closed books: what was booked stays booked, and what we learn later is booked as `restated`.
//!
//! Invariant: the movements of closed periods are returned exactly as they were booked; booked movements plus `restated` plus `redefined`
//! plus the movements since the last close lead to the balance that the facts known now give.

use bellwether_model::{Calendar, Day, Grain, Movement, MovementKind, Period};
use jiff::Timestamp;

use crate::lake::{BOOKED, Lake, LakeError, Snapshot, Witness};
use crate::walk::Close;

/// The closings so far, earliest first, the grain by which corrections name the period they correct, and what was booked.
#[derive(Clone, Debug)]
pub struct Books {
    /// Earliest first.
    pub closes: Vec<Close>,
    /// Grain of the closed periods.
    pub grain: Grain,
    /// The movements of closed periods, as booked; `None` before the first close.
    pub movements: Option<Snapshot>,
}

impl Books {
    /// No period closed yet.
    #[must_use]
    pub fn open() -> Self {
        Self { closes: Vec::new(), grain: Grain::Month, movements: None }
    }

    /// The books with these closes, as they stood at an instant; now, if none is given. The closes must have been looked up before: the
    /// movements booked by one that comes in between are then those of an open period, and left aside.
    pub async fn load(
        lake: &Lake,
        closes: Vec<Close>,
        grain: Grain,
        instant: Option<Timestamp>,
    ) -> Result<Self, LakeError> {
        let movements = match instant {
            _ if !lake.exists(BOOKED) && closes.is_empty() => None,
            _ if !lake.exists(BOOKED) => {
                let (table, witness) = (BOOKED.to_owned(), Witness::Books);
                return Err(LakeError::Behind { table, version: None, known: 1, witness });
            }
            None => Some(lake.snapshot(BOOKED).await?),
            Some(instant) => Some(lake.snapshot_at(BOOKED, lake.version_at(BOOKED, instant)?).await?),
        };
        Ok(Self { closes, grain, movements })
    }

    /// Last day of the last closed period.
    #[must_use]
    pub fn closed_through(&self) -> Option<Day> {
        self.closes.last().map(|close| close.through)
    }
}

/// One customer's booked movements: `frozen` (as booked in closed periods), then the corrections of closed periods, then those
/// of `now` (what all facts known now give by the definitions of each day) that lie after the last close. All lists are in time order.
pub fn book(frozen: &[Movement], now: &[Movement], books: &Books, calendar: &Calendar, out: &mut Vec<Movement>) {
    let Some(through) = books.closed_through() else {
        out.extend_from_slice(now);
        return;
    };
    let (known_now, since) = now.split_at(now.partition_point(|movement| movement.day <= through));
    out.extend_from_slice(frozen);
    restate(frozen, known_now, through, books.grain, calendar, out);
    out.extend_from_slice(since);
}

/// What a closed period's flow is by what was booked and by what is known now.
struct Flow {
    period: Period,
    customers: i64,
    minor: i64,
}

fn restate(
    frozen: &[Movement],
    now: &[Movement],
    through: Day,
    grain: Grain,
    calendar: &Calendar,
    out: &mut Vec<Movement>,
) {
    let same = |(booked, known): (&Movement, &Movement)| {
        (booked.day, booked.customers, booked.minor) == (known.day, known.customers, known.minor)
    };
    if frozen.len() == now.len() && frozen.iter().zip(now).all(same) {
        return;
    }
    let mut missing: Vec<Flow> = Vec::new();
    let mut tally = |movement: &Movement, sign: i64| {
        let period = calendar.period(grain, movement.corrects.unwrap_or(movement.day));
        let at = missing.partition_point(|flow| flow.period < period);
        if missing.get(at).is_none_or(|flow| flow.period != period) {
            missing.insert(at, Flow { period, customers: 0, minor: 0 });
        }
        missing[at].customers += sign * i64::from(movement.customers);
        missing[at].minor += sign * movement.minor;
    };
    for movement in now {
        tally(movement, 1);
    }
    for movement in frozen {
        tally(movement, -1);
    }
    let mut value = frozen.last().map_or(0, |movement| movement.value_after);
    for flow in missing.iter().filter(|flow| flow.customers != 0 || flow.minor != 0) {
        value += flow.minor;
        out.push(Movement {
            day: through.plus(1),
            kind: MovementKind::Restated,
            customers: flow.customers as i8,
            minor: flow.minor,
            value_after: value,
            corrects: Some(flow.period.start),
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bellwether_model::{Edition, Policy};

    use super::*;

    fn movement(day: i32, kind: MovementKind, customers: i8, minor: i64, value_after: i64) -> Movement {
        Movement { day: Day(day), kind, customers, minor, value_after, corrects: None }
    }

    fn close(through: i32, import_seq: i64) -> Close {
        Close { through: Day(through), import_seq, policy: Arc::new(Policy::default()), edition: Edition::default() }
    }

    #[test]
    fn what_we_learn_late_is_restated_by_the_period_it_corrects() {
        let books = Books { closes: vec![close(58, 1)], grain: Grain::Month, movements: None };
        let frozen = [movement(3, MovementKind::New, 1, 100, 100)];
        let now = [
            movement(3, MovementKind::New, 1, 100, 100),
            movement(20, MovementKind::More, 0, 50, 150),
            movement(40, MovementKind::Lost, -1, -150, 0),
            movement(90, MovementKind::WonBack, 1, 70, 70),
        ];
        let mut out = Vec::new();
        book(&frozen, &now, &books, &Calendar::utc(), &mut out);
        let restated: Vec<_> = out[1..3].iter().map(|m| (m.kind, m.day.0, m.customers, m.minor, m.corrects)).collect();
        assert_eq!(out[0], frozen[0]);
        assert_eq!(
            restated,
            [(MovementKind::Restated, 59, 0, 50, Some(Day(0))), (MovementKind::Restated, 59, -1, -150, Some(Day(31)))]
        );
        assert_eq!(out[3], now[3]);
    }

    #[test]
    fn a_second_close_does_not_restate_again_what_the_first_correction_booked() {
        let calendar = Calendar::utc();
        let first = Books { closes: vec![close(30, 1)], grain: Grain::Month, movements: None };
        let now = [movement(3, MovementKind::New, 1, 100, 100), movement(20, MovementKind::More, 0, 50, 150)];
        let mut booked = Vec::new();
        book(&now[..1], &now, &first, &calendar, &mut booked);
        let both = Books { closes: vec![first.closes[0].clone(), close(58, 2)], grain: Grain::Month, movements: None };
        let mut again = Vec::new();
        book(&booked, &now, &both, &calendar, &mut again);
        assert_eq!(again, booked);
    }
}
