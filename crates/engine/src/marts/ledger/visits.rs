//! Visits: a loss and a return within one period, which a policy may ignore.
//!
//! Where it does, of a customer who was lost in a period only the difference between the two ends of the period is told. What is booked
//! as a correction stays apart: the stretch before it and the one after it are looked at each by itself. Invariant: what is told leads to
//! the same balance at the end of every period, and nobody is won back of whom it was not told before.

use bellwether_model::{Calendar, Day, Edition, Grain, Movement, MovementKind, Period, SamePeriod};

use crate::walk::Walk;

/// How a loss and a return within one period count: as when it was closed, and by the policy if it is open.
#[derive(Clone, Debug)]
pub struct SamePeriods {
    /// Closed periods by their last day, earliest first.
    closed: Vec<(Day, SamePeriod, Edition)>,
    open: SamePeriod,
}

impl SamePeriods {
    /// As the closes and the policy of a walk say.
    #[must_use]
    pub fn of(walk: &Walk<'_>) -> Self {
        let closed = walk.closes.iter().map(|close| (close.through, close.policy.same_period, close.edition));
        Self { closed: closed.collect(), open: walk.policy.same_period }
    }

    /// The same in all periods.
    #[must_use]
    pub fn all(same_period: SamePeriod) -> Self {
        Self { closed: Vec::new(), open: same_period }
    }

    fn all_counted(&self) -> bool {
        let mut all = self.closed.iter().map(|(_, same_period, _)| *same_period).chain([self.open]);
        all.all(|same_period| same_period == SamePeriod::BothCounted)
    }

    fn of_period(&self, period: Period) -> (SamePeriod, Edition) {
        let last = period.end.plus(-1);
        let closed = self.closed.iter().find(|(through, ..)| *through >= last);
        closed.map_or((self.open, Edition::default()), |(_, same_period, edition)| (*same_period, *edition))
    }
}

/// What is told of customers' movements by the periods of one grain.
#[derive(Clone)]
pub(super) struct Visits {
    calendar: Calendar,
    grain: Grain,
    same_periods: SamePeriods,
    all_counted: bool,
}

impl Visits {
    pub(super) fn new(calendar: &Calendar, grain: Grain, same_periods: &SamePeriods) -> Self {
        let all_counted = same_periods.all_counted();
        Self { calendar: calendar.clone(), grain, same_periods: same_periods.clone(), all_counted }
    }

    /// Whether all movements are told as they are.
    pub(super) fn all_counted(&self) -> bool {
        self.all_counted
    }

    /// All of a customer's movements, in time order, as they are told. `told` is working memory.
    pub(super) fn told<'m>(&self, movements: &'m [Movement], told: &'m mut Vec<Movement>) -> &'m [Movement] {
        if self.all_counted {
            return movements;
        }
        told.clear();
        let mut rest = movements;
        let (mut opening, mut was_told) = ((0, 0), false);
        while let Some(first) = rest.first() {
            let period = self.calendar.period(self.grain, first.day);
            let (in_period, later) = rest.split_at(rest.partition_point(|movement| movement.day < period.end));
            rest = later;
            let (same_period, edition) = self.same_periods.of_period(period);
            let begin = told.len();
            for stretch in in_period.chunk_by(|a, b| a.kind.is_correction() == b.kind.is_correction()) {
                let active: i64 = stretch.iter().map(|movement| i64::from(movement.customers)).sum();
                let closing = (opening.0 + active, stretch.last().map_or(opening.1, |last| last.value_after));
                let is_visit = same_period == SamePeriod::Ignored
                    && !first_is_correction(stretch)
                    && stretch.iter().any(|movement| movement.kind == MovementKind::Lost);
                if is_visit {
                    told.extend(difference(stretch, opening, closing));
                } else {
                    told.extend_from_slice(stretch);
                }
                opening = closing;
            }
            for movement in &mut told[begin..] {
                if movement.kind == MovementKind::WonBack && !was_told && edition >= Edition::Second {
                    movement.kind = MovementKind::New;
                }
                was_told |= movement.customers > 0;
            }
        }
        told
    }
}

fn first_is_correction(stretch: &[Movement]) -> bool {
    stretch.first().is_some_and(|movement| movement.kind.is_correction())
}

/// The difference between the (active, value) at the two ends of a stretch, as the movement that explains it.
fn difference(stretch: &[Movement], opening: (i64, i64), closing: (i64, i64)) -> Option<Movement> {
    let minor = closing.1 - opening.1;
    let explains = match closing.0 - opening.0 {
        0 => stretch.last(),
        1.. => stretch.iter().find(|movement| movement.customers > 0),
        _ => stretch.iter().rfind(|movement| movement.customers < 0),
    };
    let explains = explains?;
    let kind = match closing.0.cmp(&opening.0) {
        std::cmp::Ordering::Equal if minor == 0 => return None,
        std::cmp::Ordering::Equal if minor > 0 => MovementKind::More,
        std::cmp::Ordering::Equal => MovementKind::Less,
        _ => explains.kind,
    };
    let customers = (closing.0 - opening.0) as i8;
    Some(Movement { kind, customers, minor, value_after: closing.1, ..*explains })
}
