//! Which column is which target? Names propose, most of the cells decide. A single cell that does not fit is the fault of its row, which is
//! rejected and told; it never makes another column be taken.

use super::super::document::ColumnSource;
use super::super::target::Target;
use super::evidence::Evidence;
use super::guesser::{ColumnGuess, Confidence, Guesser};
use super::names;
use super::note::Note;
use super::question::{Edit, Example, Topic};
use crate::lake::Fact;

/// A column that may be a target.
struct Candidate {
    target: String,
    takes: Target,
    column: String,
    evidence: Evidence,
}

/// From here on a name is as good as the target's own.
const NAMED: f64 = 0.8;

impl Guesser<'_> {
    /// Gives each target the column whose name fits best and most of whose cells may stand there.
    pub(super) fn assign(&mut self) {
        let mut candidates = self.candidates();
        candidates.sort_by(|one, other| other.evidence.likeness.total_cmp(&one.evidence.likeness));
        let (fit, unfit): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|candidate| candidate.evidence.fits_mostly(candidate.takes));
        for candidate in unfit {
            self.unfit.push((candidate.target, candidate.column, candidate.evidence));
        }
        for candidate in &fit {
            let Candidate { target, column, evidence, .. } = candidate;
            let plain = |target: &str| target.trim_end_matches("_minor").to_owned();
            let is_taken = self
                .columns
                .iter()
                .any(|guessed| plain(&guessed.target) == plain(target) || guessed.from.text() == column);
            if is_taken || (self.is_key(target) && !self.may_be_key(column, evidence)) {
                continue;
            }
            let sure = evidence.likeness > NAMED && evidence.misfits == 0;
            let over = fit.iter().filter(|other| other.target == *target && other.column != *column);
            self.columns.push(ColumnGuess {
                target: target.clone(),
                from: ColumnSource::Source(column.clone()),
                confidence: if sure { Confidence::Sure } else { Confidence::Likely },
                reason: format!("{column} is named and filled like it"),
                over: over.filter(|other| other.evidence.likeness > NAMED).map(|other| other.column.clone()).collect(),
                fits: evidence.fits,
                misfits: evidence.misfits,
            });
            if let Some(kind) = evidence.counted {
                self.counted(column, kind);
            }
        }
        for candidate in &fit {
            if self.chosen(&candidate.target) == Some(&candidate.column) {
                self.tell_of_cells(candidate);
            }
        }
    }

    /// Notes what cells of a column will do to their rows as a target that it is mapped to for sure.
    pub(super) fn tell_of_column(&mut self, target: &str, column: &str) {
        let table = self.mapping.table;
        let (Some(profile), Some(takes)) = (self.profile(column), Target::named(table, target)) else { return };
        let mut evidence = Evidence::of(&self.cells, column, profile, target, takes, 1.0);
        // Rows without a cell may be left out for that.
        (evidence.empty, evidence.first_empty) = (0, None);
        if let Some(kind) = evidence.counted.filter(|_| !self.mapping.types.contains_key(column)) {
            self.counted(column, kind);
        }
        self.tell_of_cells(&Candidate { target: target.to_owned(), takes, column: column.to_owned(), evidence });
    }

    fn candidates(&self) -> Vec<Candidate> {
        let table = self.mapping.table;
        let mut candidates = Vec::new();
        for field in &table.columns() {
            let takes = Target::of(table, field);
            let targets = match takes {
                Target::Entries => continue,
                Target::Money(decimal) => vec![decimal, field.name().as_str()],
                _ => vec![field.name().as_str()],
            };
            for target in targets {
                let synonyms = names::synonyms(table, target);
                for (column, profile) in &self.sample.columns {
                    let likeness = names::likeness(column, &synonyms);
                    let is_other = matches!(takes, Target::Money(_)) && likeness < NAMED && names::is_other_sum(column);
                    // A trial that ends is followed by what is paid.
                    let is_of_trial = target == "to" && names::is_of_trial(column);
                    if likeness > 0.4 && !is_other && !is_of_trial {
                        let evidence = Evidence::of(&self.cells, column, profile, target, takes, likeness);
                        candidates.push(Candidate {
                            target: target.to_owned(),
                            takes,
                            column: column.clone(),
                            evidence,
                        });
                    }
                }
            }
        }
        candidates
    }

    /// Whether a target is the table's key, so that its values must not repeat.
    fn is_key(&self, target: &str) -> bool {
        matches!(self.mapping.table.key(), [key] if *key == target)
            || (self.mapping.table == Fact::Subscriptions && target == "subscription_id")
    }

    /// Whether a column names its rows: no value of it stands in two of them. Of subscriptions one may, from another day.
    fn may_be_key(&mut self, column: &str, evidence: &Evidence) -> bool {
        if self.mapping.table == Fact::Subscriptions {
            return true;
        }
        let mut seen = std::collections::HashSet::new();
        let (mut repeats, mut first) = (0, None);
        self.cells.each(column, |row, cell| {
            if let Some(cell) = cell {
                let value = cell.show();
                if !seen.insert(value.clone()) {
                    repeats += 1;
                    first.get_or_insert(Example { row, value });
                }
            }
        });
        if let (Some(first), true) = (first, evidence.likeness > NAMED) {
            let told =
                self.notes.iter().any(|note| matches!(note, Note::Repeats { column: known, .. } if known == column));
            if !told {
                self.notes.push(Note::Repeats { column: column.to_owned(), rows: repeats, first });
            }
        }
        repeats == 0
    }

    /// Notes what cells of a chosen column will do to their rows.
    fn tell_of_cells(&mut self, candidate: &Candidate) {
        let Candidate { target, takes, column, evidence } = candidate;
        let is_customer = *takes == Target::Customer;
        for (word, rows) in &evidence.placeholders {
            self.mapping.missing.entry(column.clone()).or_default().push(word.clone());
            self.notes.push(Note::Placeholder { column: column.clone(), word: word.clone(), rows: *rows, is_customer });
        }
        let needed = self.mapping.table.columns().iter().any(|field| {
            let named = field.name() == target
                || matches!(Target::of(self.mapping.table, field), Target::Money(decimal) if decimal == target);
            named && !field.is_nullable()
        });
        let empty = evidence.first_empty.filter(|_| needed).map(|row| Example { row, value: String::new() });
        let rows = evidence.misfits + if needed { evidence.empty } else { 0 };
        if let Some(first) = evidence.misfit.clone().or(empty) {
            self.notes.push(Note::Misfits { column: column.clone(), target: target.clone(), rows, first });
        }
    }

    /// Asks for what every row needs and no column gives, naming the cell that stands in the way of the likeliest one.
    pub(super) fn ask_for_missing(&mut self, needed: impl Iterator<Item = String>) {
        for target in needed {
            let plain = |target: &str| target.trim_end_matches("_minor").to_owned();
            let is_mapped = self.columns.iter().any(|guessed| plain(&guessed.target) == plain(&target));
            if is_mapped {
                continue;
            }
            let blocked = self.unfit.iter().find(|(unfit, ..)| plain(unfit) == plain(&target));
            let (about, example, answers) = match blocked {
                Some((_, column, evidence)) => {
                    let edits = vec![Edit::Column(target.clone(), ColumnSource::Source(column.clone()))];
                    (column.clone(), evidence.misfit.clone(), vec![("column", edits)])
                }
                None => (target.clone(), None, Vec::new()),
            };
            let about = if about == target { target } else { format!("{target}.{about}") };
            self.ask(Topic::Missing, &about, example, answers);
        }
    }
}
