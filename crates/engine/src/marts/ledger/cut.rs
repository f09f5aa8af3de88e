//! Cutting a ledger by a segment: who was in which segment when, and the transfers between them.
//!
//! Invariant: the segments' ledgers add up to the company's; transfers add up to nothing.

use bellwether_model::{Day, Movement, MovementKind, ValueLevel};

/// A customer's segment from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership<S> {
    /// First day in the segment; the earliest membership also holds for all days before it.
    pub from: Day,
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
    let mut move_to =
        |changes: &mut &[Membership<S>], day: Day, active: i8, value: i64, out: &mut Vec<SegmentMovement<S>>| {
            while let Some((change, rest)) = changes.split_first()
                && change.from <= day
            {
                if change.segment != segment && active > 0 {
                    transfer(segment, change.segment, change.from, value, out);
                }
                segment = change.segment;
                *changes = rest;
            }
            segment
        };
    for movement in movements {
        let segment = move_to(&mut changes, movement.day, active, value, out);
        active += movement.customers;
        value = movement.value_after;
        out.push((segment, *movement));
    }
    move_to(&mut changes, through, active, value, out);
}

/// Spreads one customer's movements over the value levels it passed through: the change of value is booked in the level it starts
/// from, then the customer is transferred to the level it ends in. `levels` are in rising order; values below the first belong to it.
pub fn by_level(movements: &[Movement], levels: &[ValueLevel], out: &mut Vec<SegmentMovement<usize>>) {
    let level_of = |value: i64| levels.partition_point(|level| level.from_minor <= value).saturating_sub(1);
    let mut level = None;
    let mut active = 0i8;
    for movement in movements {
        let target = level_of(movement.value_after);
        let current = *level.get_or_insert(target);
        out.push((current, *movement));
        active += movement.customers;
        if active == 0 {
            level = None;
        } else if current != target {
            transfer(current, target, movement.day, movement.value_after, out);
            level = Some(target);
        }
    }
}

fn transfer<S>(from: S, to: S, day: Day, value: i64, out: &mut Vec<SegmentMovement<S>>) {
    let step =
        |kind, customers, minor, value_after| Movement { day, kind, customers, minor, value_after, corrects: None };
    out.push((from, step(MovementKind::TransferOut, -1, -value, 0)));
    out.push((to, step(MovementKind::TransferIn, 1, value, value)));
}
