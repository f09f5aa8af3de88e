//! The report of an import: what was read and what became of it.

use std::collections::BTreeMap;

use bellwether_model::Day;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::attributed::Attribution;
use super::common_changes::CommonChanges;
use super::look::Look;
use super::oddities::Oddity;
use super::register::Outcome;
use super::taken_places::TakenPlaces;
use crate::lake::Fact;
use crate::sources::{MendedRow, Reject, SourceFile};

/// What an import did, or would do. `read` is the sum of `added`, `replaced`, `unchanged`, `repeated` and `rejected`; rows that the mapping
/// leaves out are not among them. Facts that counted until then and are among the rows left out are `withdrawn`.
///
/// An undo is reported in the same words, of the facts it looked at: those that came back are `added`, those of which an earlier word
/// came back are `replaced`, those that stay because another import said the same are `unchanged`, those that left are `withdrawn`, and `read` is the sum of all of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Number of the import, counted from 1 over all tables; a dry run tells the number it would have had.
    pub import_seq: i64,
    /// The id given to the import.
    pub import_id: String,
    /// Who decided it; empty of imports of earlier versions, which did not keep it here.
    #[serde(default)]
    pub by: String,
    /// The table.
    pub fact: String,
    /// The source system.
    pub source: String,
    /// The files read.
    pub files: Vec<ImportedFile>,
    /// The mapping applied, as TOML.
    pub mapping: String,
    /// When the import began.
    pub started_at: Timestamp,
    /// When its rows were ready to be committed.
    pub finished_at: Timestamp,
    /// Rows read.
    pub read: u64,
    /// Rows that became new facts.
    pub added: u64,
    /// Rows that took the place of an earlier fact of the same key.
    pub replaced: u64,
    /// Rows that said what is known.
    pub unchanged: u64,
    /// Rows that said what an earlier row of the same import said under the same key.
    pub repeated: u64,
    /// Rows refused, with reasons.
    pub rejected: u64,
    /// Rows that are facts but name no customer.
    pub unattributed: u64,
    /// What those are worth, in minor units by currency.
    pub unattributed_minor: BTreeMap<String, i128>,
    /// The earliest moment of a fact in the import.
    pub earliest: Option<Timestamp>,
    /// The latest moment of a fact in the import.
    pub latest: Option<Timestamp>,
    /// Version of the table after the import.
    pub version: i64,
    /// Whether this was a dry run, which keeps nothing.
    pub dry_run: bool,
    /// The import or undo that this one takes back.
    #[serde(default)]
    pub undoes: Option<i64>,
    /// Of what is no import but an attribution: what it did.
    #[serde(default)]
    pub attribution: Option<Attribution>,
    /// What followed for facts that came in before, since identities are others now; told at once.
    #[serde(skip)]
    pub attributions: Vec<(Fact, Attribution)>,
    /// Facts that left: because the source now leaves them out, or because this is an undo.
    #[serde(default)]
    pub withdrawn: u64,
    /// What those are worth that an import withdrew, in minor units by currency: amounts of purchases, or of a month.
    #[serde(default)]
    pub withdrawn_minor: BTreeMap<String, i128>,
    /// Where the company was when the import began, what day it was: customers' attributes without a day may hold from it.
    #[serde(default)]
    pub today: Option<Date>,
    /// Up to this day the source is complete, as whoever imported it said: nothing that happened until then is missing.
    #[serde(default)]
    pub complete_through: Option<Day>,
    /// Customers' attributes that came without a day.
    #[serde(default)]
    pub undated: u64,
    /// The columns of what was read, as it names them; none where it was not told.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Those of them in which no row had a cell.
    #[serde(default)]
    pub empty_columns: Vec<String>,
    /// Those in which all cells held one text, empty ones apart, with that text.
    #[serde(default)]
    pub single_texts: BTreeMap<String, String>,
    /// Whether it is kept which facts the import found unchanged; earlier versions of Bellwether kept their number alone.
    #[serde(default)]
    pub keeps_unchanged: bool,
    /// Whether rows keep the ids of something else by which they name their customers; those of earlier versions of Bellwether do not.
    #[serde(default)]
    pub keeps_ids: bool,
    /// Rejects of earlier imports that came in, corrected in a file of rejects.
    #[serde(default)]
    pub mended: Vec<MendedRow>,
    /// What looked odd about the rows; earlier versions of Bellwether did not look.
    #[serde(default)]
    pub oddities: Vec<Oddity>,
    /// Rows that took the place of something else, to be told among what looks odd.
    #[serde(skip)]
    pub(super) taken: TakenPlaces,
    /// How rows changed what they replace, to be told among what looks odd.
    #[serde(skip)]
    pub(super) changes: CommonChanges,
    /// What the import makes of its table, to show at once.
    #[serde(skip)]
    pub look: Look,
    /// The first of the rows refused, to show at once.
    #[serde(skip)]
    pub first_rejects: Vec<Reject>,
}

/// A file as it was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedFile {
    /// The path as given.
    pub name: String,
    /// Its size as stored.
    pub bytes: u64,
    /// SHA-256 of its bytes as stored, in hexadecimal.
    pub sha256: Option<String>,
}

impl From<&SourceFile> for ImportedFile {
    fn from(file: &SourceFile) -> Self {
        Self { name: file.name.clone(), bytes: file.bytes, sha256: file.sha256.clone() }
    }
}

/// How many refused rows a report shows.
pub(super) const SHOWN_REJECTS: usize = 100;

impl ImportReport {
    pub(super) fn new(import_seq: i64, import_id: &str, fact: Fact, source: &str, now: Timestamp) -> Self {
        Self {
            import_seq,
            import_id: import_id.to_owned(),
            by: String::new(),
            fact: fact.name().to_owned(),
            source: source.to_owned(),
            files: Vec::new(),
            mapping: String::new(),
            started_at: now,
            finished_at: now,
            read: 0,
            added: 0,
            replaced: 0,
            unchanged: 0,
            repeated: 0,
            rejected: 0,
            unattributed: 0,
            unattributed_minor: BTreeMap::new(),
            earliest: None,
            latest: None,
            version: 0,
            dry_run: false,
            undoes: None,
            attribution: None,
            attributions: Vec::new(),
            withdrawn: 0,
            withdrawn_minor: BTreeMap::new(),
            today: None,
            complete_through: None,
            undated: 0,
            columns: Vec::new(),
            empty_columns: Vec::new(),
            single_texts: BTreeMap::new(),
            keeps_unchanged: true,
            keeps_ids: true,
            mended: Vec::new(),
            oddities: Vec::new(),
            taken: TakenPlaces::default(),
            changes: CommonChanges::default(),
            look: Look::default(),
            first_rejects: Vec::new(),
        }
    }

    /// Whether it brought rows in: it is no undo, nor an attribution.
    #[must_use]
    pub fn is_import(&self) -> bool {
        self.undoes.is_none() && self.attribution.is_none()
    }

    pub(super) fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Added => self.added += 1,
            Outcome::Replacing => self.replaced += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Repeated => self.repeated += 1,
            Outcome::Conflicting => self.rejected += 1,
        }
    }

    /// The same report before any row was counted.
    pub(super) fn without_counts(&self) -> Self {
        let Ok(fact) = self.fact.parse() else { return self.clone() };
        Self::new(self.import_seq, &self.import_id, fact, &self.source, self.started_at)
    }

    /// Adds what was counted of other rows.
    pub(super) fn add_counts(&mut self, other: &Self) {
        self.added += other.added;
        self.replaced += other.replaced;
        self.unchanged += other.unchanged;
        self.repeated += other.repeated;
        self.rejected += other.rejected;
        self.unattributed += other.unattributed;
        self.taken.add(&other.taken);
        self.changes.add(&other.changes);
        for (currency, minor) in &other.unattributed_minor {
            *self.unattributed_minor.entry(currency.clone()).or_default() += minor;
        }
        for moment in [other.earliest, other.latest].into_iter().flatten() {
            self.saw_moment(moment.as_microsecond());
        }
    }

    pub(super) fn show_reject(&mut self, reject: &Reject) {
        if self.first_rejects.len() < SHOWN_REJECTS {
            self.first_rejects.push(reject.clone());
        }
    }

    /// The first reject in the column in which most of the first ones are: a note beside the table is refused for a reason of its own.
    pub(super) fn usual_reject(&self) -> Option<&Reject> {
        let like = |one: &Reject| self.first_rejects.iter().filter(|other| other.column == one.column).count();
        self.first_rejects.iter().rev().max_by_key(|reject| like(reject))
    }

    pub(super) fn saw_moment(&mut self, micros: i64) {
        if let Ok(moment) = Timestamp::from_microsecond(micros) {
            self.earliest = Some(self.earliest.map_or(moment, |earliest| earliest.min(moment)));
            self.latest = Some(self.latest.map_or(moment, |latest| latest.max(moment)));
        }
    }
}
