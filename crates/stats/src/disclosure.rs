//! What may be told of a table by time without giving single contributors away: statistical disclosure control.
//!
//! A figure is *safe* where nobody stands behind it, or at least [`FEWEST`] contributors of whom none makes it up: what all but the two
//! largest amount to is a tenth of the largest or more, so that neither an onlooker nor the second largest can reckon the largest to within
//! a tenth (the threshold rule and the p% rule of statistical offices).
//!
//! The table has a row for each unit of time and a column for each way in which something moves; what stands after a row is what stood before
//! it and the row's sum. [`release`] goes through the units once, in order, so that what was told of earlier ones never changes by later ones:
//!
//! 1. Units that are not safe by what moved in them or stands after them are joined with the ones that follow, as one *line*.
//! 2. Where a column of a line is not safe, it is told *together* with an *anchor*, a column that is safe there and not empty: of both only
//!    the sum is told. That goes on, line by line, until each of the columns told together is safe over all these lines: their *span*. A year's
//!    sums are told where no span goes beyond its ends. So from the second such line of a year on a span goes on to the year's end, and after a
//!    year with several, the same columns are told together from the beginning of the next year on.
//!
//! Invariant (why nothing of fewer than [`FEWEST`] can be reckoned from what is told): a cell that is told apart is safe by itself. Of a span,
//! what is told are the sums of its lines and the sums of its columns. Whatever is added up and taken away of them, a cell has the weight of
//! its line plus the weight of its column. If any cell is left with a weight other than nought, then either a line has another weight than the
//! anchor would need to vanish, and the anchor's cell in that line is left; or all lines vanish with the anchor, and the whole of some column
//! is left. The anchor's cell has [`FEWEST`] contributors or more, and so has the whole of a column.

use std::ops::Range;

/// Fewer contributors are told apart from others by nobody.
pub const FEWEST: usize = 5;

/// What is left besides the two largest must be this part of the largest, at least: one in ten.
const PART: u128 = 10;

/// So many are known by name, those who contribute most.
const KNOWN: usize = 16;

/// Who stands behind a figure, as far as it must be known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contributors {
    /// Those who contribute most by name, [`KNOWN`] at most, the largest first: what they contribute, without signs.
    known: Vec<(u128, String)>,
    /// What all others contribute.
    others: u128,
    /// The most that one of the others may contribute.
    most_of_others: u128,
    /// The most by which somebody known may contribute more than is known: where they are among the others of a figure that was added.
    unseen: u128,
}

/// Who stands behind the columns of some units of time taken together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Behind<const COLUMNS: usize> {
    /// Each column.
    pub columns: [Contributors; COLUMNS],
    /// The difference between what stands before and after.
    pub net: Contributors,
    /// What stands after.
    pub stock: Contributors,
}

/// What may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Release {
    /// The units that are told as one, in order, without gaps from the first unit on; the last units may not be told yet.
    lines: Vec<Range<usize>>,
    spans: Vec<Span>,
}

/// The units over which a column is told only as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Span {
    column: usize,
    units: Range<usize>,
    /// Whether it came to its end; before, not even the whole is told.
    is_whole: bool,
}

/// A span that has not come to its end.
#[derive(Default)]
struct Open {
    /// The columns told together, each with its first unit and who stands behind it since.
    columns: Vec<(usize, usize, Contributors)>,
    anchor: usize,
    /// Whether it goes on to the end of the year.
    is_of_year: bool,
}

impl Contributors {
    /// Adds one who was not among them, with what they contribute.
    pub fn add(&mut self, name: &str, amount: i128) {
        self.note(amount.unsigned_abs(), name);
    }

    /// Adds others to the same figure.
    pub fn merge(&mut self, others: &Self) {
        self.others += others.others;
        self.most_of_others = self.most_of_others.max(others.most_of_others);
        self.unseen = self.unseen.max(others.unseen);
        others.known.iter().for_each(|(amount, name)| self.note(*amount, name));
    }

    /// Those behind the sum of this and another figure, who may be the same. None is taken for smaller than they are.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let mut all = Self {
            known: Vec::new(),
            others: self.others + other.others,
            most_of_others: self.most_of_others + other.most_of_others,
            unseen: self.unseen + other.unseen + self.most_of_others.max(other.most_of_others),
        };
        let in_known =
            |of: &Self, name: &str| of.known.iter().find(|(_, known)| known == name).map(|(amount, _)| *amount);
        for (amount, name) in &self.known {
            all.note(amount + in_known(other, name).unwrap_or_default(), name);
        }
        for (amount, name) in other.known.iter().filter(|(_, name)| in_known(self, name).is_none()) {
            all.note(*amount, name);
        }
        all
    }

    /// Whether a figure of theirs gives none of them away.
    #[must_use]
    pub fn is_safe(&self) -> bool {
        self.known.is_empty() || self.is_many()
    }

    /// Whether they are enough, and none makes the figure up.
    #[must_use]
    pub fn is_many(&self) -> bool {
        let of_rank = |rank: usize| {
            let known = self.known.get(rank).map_or(0, |(amount, _)| amount + self.unseen);
            known.max(self.most_of_others)
        };
        let gross = self.others + self.known.iter().map(|(amount, _)| amount).sum::<u128>();
        let rest = gross.saturating_sub(of_rank(0) + of_rank(1));
        self.known.len() >= FEWEST && rest.saturating_mul(PART) >= of_rank(0)
    }

    fn note(&mut self, amount: u128, name: &str) {
        let place = self.known.partition_point(|(known, _)| *known >= amount);
        let mut left_out = Some(amount);
        if place < KNOWN {
            self.known.insert(place, (amount, name.to_owned()));
            left_out = if self.known.len() > KNOWN { self.known.pop().map(|(amount, _)| amount) } else { None };
        }
        if let Some(amount) = left_out {
            self.others += amount;
            self.most_of_others = self.most_of_others.max(amount);
        }
    }
}

/// Goes through `units` units of time and says what may be told of them. `anchors` are the columns that another may be told together with, the
/// best first; `ends_year` says of a unit whether it is the last of its year; `behind` says who stands behind some units taken together.
///
/// # Errors
/// Those of `behind`.
pub fn release<const COLUMNS: usize, E>(
    units: usize,
    anchors: &[usize],
    ends_year: impl Fn(usize) -> bool,
    mut behind: impl FnMut(Range<usize>) -> Result<Behind<COLUMNS>, E>,
) -> Result<Release, E> {
    let mut release = Release::default();
    let mut open = Open::default();
    let mut start = 0;
    // The unsafe columns of each unsafe line of the year, and those of the year before until its first line is told.
    let (mut of_year, mut of_last_year) = (Vec::<Vec<usize>>::new(), Vec::<Vec<usize>>::new());
    for last in 0..units {
        let line = start..last + 1;
        let found = behind(line.clone())?;
        let before = if of_last_year.len() > 1 { of_last_year.concat() } else { Vec::new() };
        if let Some(together) = open.and_over(&found, start, anchors, &before) {
            of_last_year.clear();
            open = together;
            let is_unsafe = |column: &usize| !found.columns[*column].is_safe();
            of_year.extend(Some((0..COLUMNS).filter(is_unsafe).collect::<Vec<_>>()).filter(|found| !found.is_empty()));
            let goes_on = (of_year.len() > 1 || !before.is_empty() || open.is_of_year) && !ends_year(last);
            open.is_of_year = goes_on;
            if !goes_on && open.is_safe() {
                release.spans.extend(std::mem::take(&mut open).spans(last + 1, true));
            }
            release.lines.push(line);
            start = last + 1;
        }
        if ends_year(last) {
            of_last_year = std::mem::take(&mut of_year);
        }
    }
    release.spans.extend(open.spans(start, false));
    Ok(release)
}

impl Open {
    /// What is told together from now on, after a line that begins with the unit `start`, the columns `besides` among it; none where the line
    /// cannot be told by itself.
    fn and_over<const COLUMNS: usize>(
        &self,
        line: &Behind<COLUMNS>,
        start: usize,
        anchors: &[usize],
        besides: &[usize],
    ) -> Option<Self> {
        if !(line.net.is_safe() && line.stock.is_safe()) {
            return None;
        }
        let known = |column: usize| self.columns.iter().find(|(known, ..)| *known == column);
        let is_told_together =
            |column: &usize| known(*column).is_some() || besides.contains(column) || !line.columns[*column].is_safe();
        let mut together: Vec<usize> = (0..COLUMNS).filter(is_told_together).collect();
        if together.is_empty() {
            return Some(Self::default());
        }
        // A span keeps the anchor it began with.
        let anchors = if self.columns.is_empty() { anchors } else { std::slice::from_ref(&self.anchor) };
        let anchor = anchors.iter().copied().find(|anchor| line.columns[*anchor].is_many())?;
        if !together.contains(&anchor) {
            together.push(anchor);
        }
        let sum = together.iter().fold(Contributors::default(), |sum, column| sum.with(&line.columns[*column]));
        if !sum.is_safe() {
            return None;
        }
        let column = |column: usize| {
            let (since, before) =
                known(column).map_or((start, Contributors::default()), |(_, since, before)| (*since, before.clone()));
            (column, since, before.with(&line.columns[column]))
        };
        Some(Self { columns: together.into_iter().map(column).collect(), anchor, is_of_year: self.is_of_year })
    }

    /// Whether each column may be told as a whole.
    fn is_safe(&self) -> bool {
        self.columns.iter().all(|(.., behind)| behind.is_safe())
    }

    fn spans(self, end: usize, is_whole: bool) -> impl Iterator<Item = Span> {
        self.columns.into_iter().map(move |(column, since, _)| Span { column, units: since..end, is_whole })
    }
}

impl Release {
    /// The units that are told as one.
    #[must_use]
    pub fn lines(&self) -> &[Range<usize>] {
        &self.lines
    }

    /// Whether something is told of what stands before this unit, and so after the one before it.
    #[must_use]
    pub fn begins(&self, unit: usize) -> bool {
        unit == 0 || self.lines.iter().any(|line| line.end == unit)
    }

    /// Whether a column is told apart from the others over units that begin and end with lines.
    #[must_use]
    pub fn tells_apart(&self, column: usize, units: &Range<usize>) -> bool {
        let touches =
            |span: &&Span| span.column == column && span.units.start < units.end && units.start < span.units.end;
        let is_within = |span: &Span| span.is_whole && units.start <= span.units.start && span.units.end <= units.end;
        self.spans.iter().filter(touches).all(is_within)
    }
}

#[cfg(test)]
mod tests;
