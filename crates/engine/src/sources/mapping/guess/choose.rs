//! Which column is which target? Names propose, most of the cells decide. A single cell that does not fit is the fault of its row, which is
//! rejected and told; it never makes another column be taken. A column that might have been taken as well is remembered as a rival.

use super::super::document::{CellType, ColumnSource};
use super::super::parse::currency;
use super::super::profile::Profile;
use super::super::target::Target;
use super::customer::Party;
use super::evidence::Evidence;
use super::guesser::{ColumnGuess, Confidence, Guesser};
use super::names::{self, NAMED, is_vague};
use super::note::Note;
use super::question::Example;
use super::unit::likeness_of_money;
use crate::lake::Fact;

/// A column that may be a target.
struct Candidate {
    target: String,
    takes: Target,
    column: String,
    evidence: Evidence,
    /// How much it is to be preferred to others; that is how well its name fits, but for customers.
    preference: f64,
}

impl Guesser<'_> {
    /// Gives each target where a person says that it comes from, or the column whose name fits best and most of whose cells may stand there.
    pub(super) fn assign(&mut self) {
        let sources = self.sources.clone();
        for (target, from) in &sources {
            if let Some(from) = from {
                self.choose(target, from.clone(), Confidence::Sure, "it was said".to_owned());
            }
        }
        let mut candidates = self.candidates();
        candidates.sort_by(|one, other| other.preference.total_cmp(&one.preference));
        let (fit, unfit): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|candidate| candidate.evidence.fits_mostly(candidate.takes));
        self.fit = fit
            .iter()
            .map(|Candidate { target, column, evidence, .. }| (target.clone(), column.clone(), evidence.likeness))
            .collect();
        for candidate in unfit {
            self.unfit.push((candidate.target, candidate.column, candidate.evidence));
        }
        for candidate in &fit {
            let Candidate { target, column, evidence, .. } = candidate;
            let is_taken =
                self.columns.iter().any(|guessed| guessed.target == *target || guessed.from.text() == column);
            if is_taken
                || sources.contains_key(target)
                || candidate.preference < 0.0
                || (self.is_key(target) && !self.may_be_key(column, evidence))
            {
                continue;
            }
            let sure = evidence.likeness > NAMED && evidence.misfits == 0;
            let over = fit
                .iter()
                .filter(|other| other.target == *target && other.column != *column && other.preference >= 0.0);
            self.columns.push(ColumnGuess {
                target: target.clone(),
                from: ColumnSource::Source(column.clone()),
                confidence: if sure { Confidence::Sure } else { Confidence::Likely },
                reason: format!("{column} is named and filled like it"),
                over: over.filter(|other| other.evidence.likeness > NAMED).map(|other| other.column.clone()).collect(),
                fits: evidence.fits,
                misfits: evidence.misfits + evidence.unlikely,
            });
            if let Some(kind) = evidence.counted {
                self.counted(column, kind);
            }
        }
        for candidate in &fit {
            let is_said = sources.contains_key(&candidate.target);
            if self.chosen(&candidate.target) == Some(&candidate.column) && !is_said {
                self.tell_of_cells(candidate);
            }
        }
        for (target, from) in &sources {
            if let Some(ColumnSource::Source(column)) = from {
                self.tell_of_column(target, column);
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
        self.tell_of_cells(&Candidate {
            target: target.to_owned(),
            takes,
            column: column.to_owned(),
            evidence,
            preference: 1.0,
        });
    }

    fn candidates(&self) -> Vec<Candidate> {
        let table = self.mapping.table;
        let mut candidates = Vec::new();
        for field in &table.columns() {
            let takes = Target::of(table, field);
            let target = match takes {
                Target::Entries | Target::DayOfMoment | Target::Via => continue,
                Target::Money(decimal) => decimal,
                _ => field.name().as_str(),
            };
            let synonyms = names::synonyms(table, target);
            for (column, profile) in &self.sample.columns {
                let Some((likeness, preference)) = self.fitness(column, profile, takes, &synonyms) else {
                    continue;
                };
                // A trial that ends is followed by what is paid.
                if target == "to" && names::is_of_trial(column) {
                    continue;
                }
                let evidence = Evidence::of(&self.cells, column, profile, target, takes, likeness);
                let target = target.to_owned();
                candidates.push(Candidate { target, takes, column: column.clone(), evidence, preference });
            }
        }
        candidates
    }

    /// How well a column fits a target by its name, and how much it is to be preferred; nothing where it does not.
    fn fitness(&self, column: &str, profile: &Profile, takes: Target, synonyms: &str) -> Option<(f64, f64)> {
        let table = self.mapping.table;
        let tells_of_buyers = !matches!(table, Fact::Customers | Fact::Identities | Fact::Referrals);
        match takes {
            Target::Money(_) if self.is_of_units_and_nanos(column) => None,
            Target::Money(_) => {
                let likeness = likeness_of_money(&self.unit(column), column, synonyms);
                let is_other = likeness < NAMED && names::is_other_sum(column);
                // A sum that does not say for how long it is gives way to one that does.
                let is_vague = table == Fact::Subscriptions && is_vague(&self.unit(column).rest, table);
                let preference = if is_vague { likeness - 0.2 } else { likeness };
                (likeness > 0.4 && !is_other && profile.kind() != CellType::Date).then_some((likeness, preference))
            }
            Target::Customer if tells_of_buyers => {
                let (party, likeness) = Party::of(column)?;
                let preference = match party {
                    Party::Customer => likeness + 1.0,
                    Party::Account => likeness,
                    Party::Somebody | Party::Other => -1.0,
                };
                Some((likeness, preference))
            }
            // Days that are said of a person, not of a sale.
            Target::Instant | Target::Day if names::is_of_a_person(column) => None,
            // Cells that are all currencies say so under any name.
            Target::Currency if table != Fact::ExchangeRates && is_of_currencies(profile) => {
                let likeness = names::likeness(column, synonyms).max(0.41);
                Some((likeness, likeness))
            }
            _ => {
                let likeness = names::likeness(column, synonyms);
                (likeness > 0.4).then_some((likeness, likeness))
            }
        }
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
        let Candidate { target, takes, column, evidence, .. } = candidate;
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
}

/// Whether all cells of a column are codes of currencies in capitals.
fn is_of_currencies(profile: &Profile) -> bool {
    let is_code = |word: &String| word.len() == 3 && word.to_uppercase() == *word && currency::of_code(word).is_some();
    profile.words.as_ref().is_some_and(|words| !words.is_empty() && words.iter().all(is_code))
}
