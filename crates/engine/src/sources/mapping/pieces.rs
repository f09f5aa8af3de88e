//! How many rows are mapped at once? As many as take a bounded part of memory, whatever a mapping makes of them.

use arrow::array::RecordBatch;

use super::cost::{MOST_AT_ONCE, bytes_of};
use super::plan::{Origin, Plan};
use crate::sources::RawBatch;

/// What a cell takes besides its text.
const CELL_BYTES: usize = 16;

/// A batch in pieces, in its order, of which each takes no more than its share of memory when it is mapped, or is a single row.
pub(super) fn pieces(plan: &Plan, raw: RawBatch) -> Vec<RawBatch> {
    if cost(plan, &raw.rows) <= MOST_AT_ONCE {
        return vec![raw];
    }
    let RawBatch { rows, places, rejects } = raw;
    let (mut ahead, mut pieces) = (vec![(0, rows.num_rows())], Vec::new());
    while let Some((from, count)) = ahead.pop() {
        let piece = rows.slice(from, count);
        if count > 1 && cost(plan, &piece) > MOST_AT_ONCE {
            ahead.extend([(from + count / 2, count - count / 2), (from, count / 2)]);
            continue;
        }
        pieces.push(RawBatch { rows: piece, places: places[from..from + count].to_vec(), rejects: Vec::new() });
    }
    if let Some(first) = pieces.first_mut() {
        first.rejects = rejects;
    }
    pieces
}

/// Bytes that mapping these rows takes at most.
fn cost(plan: &Plan, rows: &RecordBatch) -> f64 {
    let of_column = |at: usize| bytes_of(&rows.columns()[at..=at]);
    let of_origin = |origin: &Origin| match origin {
        Origin::Column { at, .. } => (of_column(*at) + rows.num_rows() * CELL_BYTES) as f64,
        // What it is made of is counted with the expressions.
        Origin::Computed { .. } => 0.0,
    };
    let targets = plan.targets.iter().filter_map(|target| target.origin.as_ref());
    let entries = plan.attributes.iter().chain(&plan.consents).map(|(_, origin)| origin);
    let of_expressions = plan.expressions.iter().map(|expression| {
        let bytes = expression.inputs.iter().map(|input| of_column(plan.inputs[*input].column)).sum();
        expression.cost.of(rows.num_rows(), bytes)
    });
    targets.chain(entries).map(of_origin).chain(of_expressions).sum()
}
