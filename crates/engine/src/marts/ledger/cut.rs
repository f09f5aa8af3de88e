//! Cutting a ledger by a segment: who was in which segment when, and the transfers between them.
//!
//! Invariant: the segments' ledgers add up to the company's; transfers add up to nothing, and so does what is corrected of the segment alone.

use bellwether_model::{Day, Movement, MovementKind};

/// A customer's segment from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership<S> {
    /// First day in the segment; the earliest membership also holds for all days before it.
    pub from: Day,
    /// The first day of the closed period it corrects, where it was learnt of too late.
    pub corrects: Option<Day>,
    /// The segment.
    pub segment: S,
}

/// One movement in one segment's ledger.
pub type SegmentMovement<S> = (S, Movement);

/// Spreads one customer's movements, given in time order, over the segments it belonged to, with a transfer whenever an active
/// customer changes segment up to `through`. `memberships` are in time order and not empty.
pub fn by_membership<S: Copy + PartialEq>(
    movements: &[Movement],
    memberships: &[Membership<S>],
    through: Day,
    out: &mut Vec<SegmentMovement<S>>,
) {
    let Some((first, mut changes)) = memberships.split_first() else { return };
    let mut segment = first.segment;
    let mut active = 0i8;
    let mut value = 0;
    let mut move_to = |day: Day, active: i8, value: i64, out: &mut Vec<SegmentMovement<S>>| {
        while let Some((change, later)) = changes.split_first().filter(|(change, _)| change.from <= day) {
            changes = later;
            if change.segment != segment && active > 0 {
                let kind = if change.corrects.is_some() { Step::Corrected } else { Step::Moved };
                kind.between(
                    segment,
                    change.segment,
                    Place { day: change.from, value, corrects: change.corrects },
                    out,
                );
            }
            segment = change.segment;
        }
        segment
    };
    for movement in movements {
        let segment = move_to(movement.day, active, value, out);
        active += movement.customers;
        value = movement.value_after;
        out.push((segment, *movement));
    }
    move_to(through, active, value, out);
}

/// Spreads one customer's movements over the value levels it passed through up to `through`: the change of value is booked in the level it
/// starts from, then the customer goes to the level it ends in. `level` tells the level of a value on a day; the days in `redefined`, in
/// time order, are those from which other levels hold.
pub fn by_level<S: Copy + PartialEq>(
    movements: &[Movement],
    level: impl Fn(Day, i64) -> S,
    redefined: &[Day],
    through: Day,
    out: &mut Vec<SegmentMovement<S>>,
) {
    let mut borders = redefined.iter().copied().filter(|day| *day <= through).peekable();
    // Of an active customer, its level and value.
    let mut held: Option<(S, i64)> = None;
    let mut redefine = |until: Day, held: &mut Option<(S, i64)>, out: &mut Vec<SegmentMovement<S>>| {
        while let Some(day) = borders.next_if(|day| *day <= until) {
            let Some((from, value)) = held else { continue };
            let to = level(day, *value);
            if to != *from {
                Step::Redefined.between(*from, to, Place { day, value: *value, corrects: None }, out);
                *from = to;
            }
        }
    };
    // Corrections of several periods are one step: between them lies no state that ever was.
    let one_step = |a: &Movement, b: &Movement| a.kind == MovementKind::Restated && (a.day, a.kind) == (b.day, b.kind);
    for step in movements.chunk_by(one_step) {
        let (Some(first), Some(last)) = (step.first(), step.last()) else { continue };
        redefine(first.day, &mut held, out);
        held = take(step, last, held, &level, out);
    }
    redefine(through, &mut held, out);
}

/// Books a step of one customer; gives what it holds afterwards.
fn take<S: Copy + PartialEq>(
    step: &[Movement],
    last: &Movement,
    held: Option<(S, i64)>,
    level: impl Fn(Day, i64) -> S,
    out: &mut Vec<SegmentMovement<S>>,
) -> Option<(S, i64)> {
    let active = i8::from(held.is_some()) + step.iter().map(|movement| movement.customers).sum::<i8>() > 0;
    let target = level(last.day, last.value_after);
    let current = held.map_or(target, |(current, _)| current);
    out.extend(step.iter().map(|movement| (current, *movement)));
    if !active {
        return None;
    }
    if current != target {
        let kind = match last.kind {
            MovementKind::Restated => Step::Corrected,
            MovementKind::Redefined => Step::Redefined,
            _ => Step::Moved,
        };
        kind.between(current, target, Place { day: last.day, value: last.value_after, corrects: last.corrects }, out);
    }
    Some((target, last.value_after))
}

/// Why an active customer is in another segment.
#[derive(Clone, Copy)]
enum Step {
    Moved,
    Corrected,
    Redefined,
}

/// Where and with what a customer changes segment.
#[derive(Clone, Copy)]
struct Place {
    day: Day,
    value: i64,
    corrects: Option<Day>,
}

impl Step {
    fn between<S>(self, from: S, to: S, place: Place, out: &mut Vec<SegmentMovement<S>>) {
        let [left, joined] = match self {
            Self::Moved => [MovementKind::TransferOut, MovementKind::TransferIn],
            Self::Corrected => [MovementKind::Restated; 2],
            Self::Redefined => [MovementKind::Redefined; 2],
        };
        let Place { day, value, corrects } = place;
        let step =
            |kind, customers, minor, value_after| Movement { day, kind, customers, minor, value_after, corrects };
        out.push((from, step(left, -1, -value, 0)));
        out.push((to, step(joined, 1, value, value)));
    }
}
