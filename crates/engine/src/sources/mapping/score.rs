//! A score lies on its scale, or its row is rejected: an answer beyond it was read from another column, on another scale, or stands for no
//! answer at all.

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::Float64Type;

use super::row::Problems;
use crate::lake::Fact;

/// Rejects rows of feedback whose score is beyond their scale; `from` is where scores come from.
pub(crate) fn hold_to_scale(table: Fact, columns: &[ArrayRef], from: &str, problems: &mut Problems) {
    if table != Fact::Feedback {
        return;
    }
    let names = table.columns();
    let of = |wanted: &str| names.iter().position(|field| field.name() == wanted).map(|at| &columns[at]);
    let [Some(scores), Some(least), Some(most)] = ["score", "scale_min", "scale_max"].map(of) else { return };
    let [scores, least, most] = [scores, least, most].map(AsArray::as_primitive::<Float64Type>);
    for row in 0..scores.len() {
        if scores.is_null(row) || least.is_null(row) || most.is_null(row) {
            continue;
        }
        let (score, least, most) = (scores.value(row), least.value(row), most.value(row));
        if score < least || score > most {
            problems.add(
                row,
                from,
                score.to_string(),
                format!("is beyond the scale, which goes from {least} to {most}"),
            );
        }
    }
}
