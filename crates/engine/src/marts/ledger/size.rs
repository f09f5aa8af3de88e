//! Is an answer of a size that somebody reads, and that fits in memory beside others? Known before anything is set aside for it.

use bellwether_model::{Calendar, Day, Grain};

use super::error::LedgerError;

/// Lines, or cells of a triangle, of one answer: each takes some 400 bytes on every thread that works on it, and as much where it is shown.
pub(super) const MOST_FIGURES: usize = 200_000;

/// Lines of a grain that are stored, which no question asked for.
const MOST_STORED: usize = 50_000;

/// Refuses an answer by `grain` that would have more figures than are told, by how many it has in so many periods; what is asked for instead is
/// of the next coarser grain that fits.
pub(in crate::marts) fn check(
    calendar: &Calendar,
    grain: Grain,
    (from, through): (Day, Day),
    figures: impl Fn(usize) -> usize,
) -> Result<(), LedgerError> {
    let fits = |grain: Grain| figures(calendar.periods(grain, from, through).count()) <= MOST_FIGURES;
    if fits(grain) {
        return Ok(());
    }
    let coarser = Grain::ALL.into_iter().filter(|other| *other > grain).find(|other| fits(*other));
    Err(match coarser {
        Some(coarser) => LedgerError::TooFine { grain, coarser, since: from, most: MOST_FIGURES },
        None => LedgerError::TooLong { since: from, most: MOST_FIGURES },
    })
}

/// Whether the lines of a grain are few enough to be stored unasked.
pub(super) fn is_stored(calendar: &Calendar, grain: Grain, (from, through): (Day, Day)) -> bool {
    calendar.periods(grain, from, through).take(MOST_STORED + 1).count() <= MOST_STORED
}

#[cfg(test)]
mod tests {
    use bellwether_model::WeekStart;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_offered_instead_is_answered(
            grain in 0..Grain::ALL.len(), from in -400_000_i32..20_000, days in 0..400_000_i32, figures in 1..10_000_usize,
            is_triangle in any::<bool>(),
        ) {
            let calendar = Calendar::new("UTC", WeekStart::Monday, 4).expect("a calendar");
            let (grain, span) = (Grain::ALL[grain], (Day(from), Day(from + days)));
            let figures = |periods: usize| if is_triangle { periods * (periods + 1) / 2 } else { periods * figures };
            match check(&calendar, grain, span, figures) {
                Ok(()) => prop_assert!(figures(calendar.periods(grain, span.0, span.1).count()) <= MOST_FIGURES),
                Err(LedgerError::TooFine { coarser, .. }) => {
                    prop_assert!(coarser > grain);
                    prop_assert!(check(&calendar, coarser, span, figures).is_ok());
                }
                Err(_) => {
                    let years = calendar.periods(Grain::Year, span.0, span.1).count();
                    prop_assert!(grain >= Grain::Year || figures(years) > MOST_FIGURES);
                }
            }
        }
    }
}
