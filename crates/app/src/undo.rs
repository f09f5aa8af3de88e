//! What becomes of the company if an import is taken back, and taking it back.
//!
//! Invariant: before an undo counts, the audit says who decided it, by its number. One that was noted and not done counts for nothing, until
//! it is asked for again.

mod table;
#[cfg(test)]
mod tests;

use std::sync::atomic::AtomicBool;

use bellwether_engine::facts::{self, ImportReport, UndoRequest};
use bellwether_engine::sources::mapping::{ColumnSource, Mapping};
use bellwether_model::{Currency, Day, HowKnown, MovementKind, Policy, Target};
use bellwether_records::ImportUndo;
use bellwether_words::{Message, fact_name, message};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::attributed::attributed as attributed_facts;
use crate::company::Company;
use crate::failure::{Failure, FailureKind};
use crate::look::{in_english, in_oddities};
use crate::policy::number;
use crate::privacy::Clearance;
use crate::question::{Input, Question};
use crate::table::{Cell, Column, Table, Tabular};
use crate::weight::weight;

/// So many reasons that people gave are told one by one.
const SHOWN_REASONS: usize = 20;

/// Which imports took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PastImportsQuestion;

/// Which imports took place, and which were taken back.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PastImports {
    /// The latest first.
    pub imports: Vec<PastImport>,
}

/// An import that took place, or an undo of one.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PastImport {
    /// Its number.
    pub number: i64,
    /// The table of facts.
    pub fact: String,
    /// The system the rows came from.
    pub source: String,
    /// The names of the files.
    pub files: Vec<String>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who decided it; null of those of earlier versions, which did not keep it here.
    pub by: Option<String>,
    /// Rows read.
    pub read: u64,
    /// Rows repeated within what was read.
    pub repeated: u64,
    /// Rows that name no customer.
    pub unattributed: u64,
    /// The day up to which the source is complete, as whoever imported it said.
    pub complete_through: Option<Day>,
    /// The mapping they were read by, as TOML; empty of undos.
    #[serde(skip)]
    pub mapping: String,
    /// Facts that came, or came back.
    pub added: u64,
    /// Facts of which something else was known since.
    pub replaced: u64,
    /// Facts that were known, or stay.
    pub unchanged: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Facts that left: by an undo, or because an import left them out.
    pub withdrawn: u64,
    /// Of an undo: what it takes back.
    pub undoes: Option<i64>,
    /// Whether it is no import of its own but gave facts to the customers whom identities name, which goes with the import of these.
    pub attribution: bool,
    /// What such a one did, one sentence each.
    #[serde(serialize_with = "in_english")]
    #[schema(value_type = Vec<String>)]
    pub attributed: Vec<Message>,
    /// The undo that takes it back; null where it counts.
    pub undone_by: Option<i64>,
    /// What looked odd about its rows, one sentence each.
    #[serde(serialize_with = "in_english")]
    #[schema(value_type = Vec<String>)]
    pub oddities: Vec<Message>,
}

/// What taking an import back does, or did.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct UndoEffects {
    /// The number of the undo. Before it is done, the one it gets if nothing else is imported meanwhile.
    pub number: i64,
    /// The import or undo taken back.
    pub undoes: i64,
    /// The import that counts no more or, where an undo is taken back, again.
    pub import: i64,
    /// Whether it counts again.
    pub returns: bool,
    /// The table of facts.
    pub fact: String,
    /// The system the rows came from.
    pub source: String,
    /// The names of the files.
    pub files: Vec<String>,
    /// When the import began.
    #[schema(value_type = String, format = DateTime)]
    pub imported_at: Timestamp,
    /// Facts that leave.
    pub withdrawn: u64,
    /// Facts of which an earlier word, or a later one, comes back.
    pub replaced: u64,
    /// Facts that come back.
    pub added: u64,
    /// Facts that stay, because another import said the same.
    pub unchanged: u64,
    /// Of how many customers something else is known then.
    pub customers: u64,
    /// What the facts are worth that leave and that come back, by currency: amounts of purchases, or of a month.
    pub money: Vec<MovedMoney>,
    /// Once it is done: which facts belong to others since their ids point elsewhere, one sentence each.
    #[serde(serialize_with = "in_english")]
    #[schema(value_type = Vec<String>)]
    pub attributed: Vec<Message>,
    /// What was built on it.
    pub built: Dependents,
}

/// What facts are worth that leave and that come back, in whole minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MovedMoney {
    /// The currency.
    pub currency: Currency,
    /// What leaves.
    pub leaving: i64,
    /// What comes back.
    pub returning: i64,
}

/// What people and later imports built on an import since it took place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, ToSchema)]
pub struct Dependents {
    /// The periods closed since whose figures may rest on the facts in question. Their lines stay; the difference is booked as `restated`.
    pub closed_periods: Vec<String>,
    /// How many reasons people gave since for movements of the customers in question. They stay.
    pub reasons: u64,
    /// The first of them; left out for those who may not see customers.
    pub first_reasons: Vec<DependentReason>,
    /// Signatures put since under definitions.
    pub signatures: Vec<DependentSignature>,
    /// Targets set since.
    pub targets: u64,
    /// Later imports that found customers by ids that this one brought, or might have.
    pub lookups: Vec<i64>,
    /// Later imports of which an earlier version of Bellwether did not keep what they found unchanged: some of it may leave.
    pub unkept: Vec<UncertainImport>,
}

/// A reason that somebody gave for a movement.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct DependentReason {
    /// The customer.
    pub customer: String,
    /// The day of the movement.
    pub day: Day,
    /// The kind of the movement.
    pub kind: MovementKind,
    /// The reason.
    pub reason: String,
    /// How it is known.
    pub how_known: HowKnown,
    /// Who gave it.
    pub by: String,
}

/// A signature under a version of the definitions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DependentSignature {
    /// The version.
    pub policy: u32,
    /// Who signed it.
    pub by: String,
}

/// A later import of which is not kept what it found unchanged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct UncertainImport {
    /// Its number.
    pub number: i64,
    /// How many rows it found unchanged.
    pub unchanged: u64,
}

impl App {
    /// What taking the import or undo of this number back would do.
    pub async fn undo_effects(&self, number: i64) -> Result<UndoEffects, Failure> {
        let company = self.company().await?;
        let (never, mut unheard) = (AtomicBool::new(false), |_| {});
        let id = self.change_id().to_string();
        let request = request(number, (&id, ""), self.now, true, (&never, &mut unheard));
        let found = Box::pin(facts::prepare_undo(&company.lake, request)).await?.effects().clone();
        self.effects(&company, &found).await
    }

    /// Takes the import or undo of this number back, if the undo gets the number `seen`: whoever decided it looked at what it does, and what
    /// was imported since may have made that something else.
    pub async fn undo(&self, number: i64, seen: i64, by: &str) -> Result<UndoEffects, Failure> {
        let company = self.company().await?;
        let (never, mut unheard) = (AtomicBool::new(false), |_| {});
        let id = self.change_id();
        let name = id.to_string();
        let request = request(number, (&name, by), self.now, false, (&never, &mut unheard));
        let pending = Box::pin(facts::prepare_undo(&company.lake, request)).await?;
        let found = pending.effects().clone();
        if found.report.import_seq != seen {
            return Err(Failure::new(FailureKind::Conflict, message("failure-imported-meanwhile")));
        }
        let effects = self.effects(&company, &found).await?;
        company.records.imports().take_back(&effects.taken_back(), &self.making(id).change(by)?).await?;
        let done = Box::pin(pending.commit()).await?;
        let attributed = done.report.attributions.iter();
        let attributed = attributed.flat_map(|(fact, attribution)| attributed_facts(fact.name(), Some(attribution)));
        Ok(UndoEffects { attributed: attributed.collect(), ..effects })
    }

    /// Takes an import or undo back that was to be taken back by the change that is made, unless it was.
    pub async fn complete_undo(&self, number: i64, seen: i64, by: &str) -> Result<(), Failure> {
        let (company, id) = (self.company().await?, self.change_id().to_string());
        if facts::took_place(&company.lake, &id, self.now).await?.is_some() {
            return Ok(());
        }
        self.undo(number, seen, by).await.map(drop)
    }

    async fn effects(&self, company: &Company, found: &facts::UndoEffects) -> Result<UndoEffects, Failure> {
        let facts::UndoEffects { report, import, is_return, customers, leaving_minor, returning_minor, .. } = found;
        let currencies = leaving_minor.keys().chain(returning_minor.keys());
        let currencies: std::collections::BTreeSet<&String> = currencies.collect();
        let minor = |sums: &std::collections::BTreeMap<String, i128>, code: &str| {
            i64::try_from(sums.get(code).copied().unwrap_or(0)).unwrap_or(i64::MAX)
        };
        let money = currencies.into_iter().filter_map(|code| {
            let currency = code.parse().ok()?;
            Some(MovedMoney { currency, leaving: minor(leaving_minor, code), returning: minor(returning_minor, code) })
        });
        Ok(UndoEffects {
            number: report.import_seq,
            undoes: report.undoes.unwrap_or(import.import_seq),
            import: import.import_seq,
            returns: *is_return,
            fact: import.fact.clone(),
            source: import.source.clone(),
            files: names_of_files(import),
            imported_at: import.started_at,
            withdrawn: report.withdrawn,
            replaced: report.replaced,
            added: report.added,
            unchanged: report.unchanged,
            customers: customers.len() as u64,
            money: money.collect(),
            attributed: Vec::new(),
            built: built_on(company, found).await?,
        })
    }
}

fn request<'a>(
    import_seq: i64,
    (undo_id, by): (&'a str, &'a str),
    now: Timestamp,
    dry_run: bool,
    (cancel, on_progress): (&'a AtomicBool, &'a mut (dyn FnMut(facts::Progress) + Send)),
) -> UndoRequest<'a> {
    UndoRequest { import_seq, undo_id, by, now, dry_run, cancel, on_progress }
}

async fn built_on(company: &Company, found: &facts::UndoEffects) -> Result<Dependents, Failure> {
    let (report, import) = (&found.report, &found.import);
    let past = facts::past_imports(&company.lake).await?;
    let undoes = report.undoes.unwrap_or(import.import_seq);
    let since = past.iter().find(|past| past.seq() == undoes).map_or(import.started_at, |past| past.report.started_at);
    let calendar = company.policy.value.check().map_err(Failure::usage)?;
    let earliest = report.earliest.map(|moment| calendar.day_of_micros(moment.as_microsecond()));
    let later = past.iter().filter(|past| past.counts() && past.is_import() && past.seq() > undoes);
    let lookups: Vec<i64> = later.filter(|later| looks_up(&later.report, import)).map(facts::PastImport::seq).collect();
    let closed = company.records.books().all().await?;
    // Of a period that ended before the first of the facts no figure rests on them; whose facts of any time are found by them may be others.
    let rests = |end: Day| !lookups.is_empty() || earliest.is_some_and(|earliest| earliest < end);
    let closed = closed.iter().filter(|closed| closed.closed_at >= since && rests(closed.period.end));
    let reasons = company.records.reasons().in_force(None).await?;
    let reasons = reasons
        .into_iter()
        .filter(|reason| reason.set_at >= since && found.customers.contains(&reason.customer_id))
        .map(|reason| DependentReason {
            customer: reason.customer_id,
            day: reason.day,
            kind: reason.kind,
            reason: reason.reason,
            how_known: reason.how_known,
            by: reason.set_by,
        });
    let mut reasons: Vec<DependentReason> = reasons.collect();
    let count = reasons.len() as u64;
    reasons.truncate(SHOWN_REASONS);
    let mut signatures = Vec::new();
    let policies = company.records.documents::<Policy>();
    for version in policies.all().await? {
        let signed = policies.signatures(version.version).await?;
        let signed = signed.into_iter().filter(|signature| signature.signed_at >= since);
        let signed = signed.map(|one| DependentSignature { policy: number(one.version), by: one.leader });
        signatures.extend(signed);
    }
    let targets = company.records.register::<Target>().in_force().await?;
    let unkept = found.unkept.iter();
    let unkept = unkept.map(|(number, unchanged)| UncertainImport { number: *number, unchanged: *unchanged });
    Ok(Dependents {
        closed_periods: closed.map(|closed| calendar.label(closed.period)).collect(),
        reasons: count,
        first_reasons: reasons,
        signatures,
        targets: targets.iter().filter(|target| target.changed_at >= since).count() as u64,
        lookups,
        unkept: unkept.collect(),
    })
}

/// Whether an import found customers by what another one brought.
fn looks_up(later: &ImportReport, import: &ImportReport) -> bool {
    let via = match import.fact.as_str() {
        "identities" => import.source.as_str(),
        "subscriptions" => "subscriptions",
        _ => return false,
    };
    let Ok(mapping) = Mapping::from_toml(&later.mapping) else { return false };
    mapping.columns.values().any(|from| matches!(from, ColumnSource::Via(found) if found.via == via))
}

/// The person knows files by their names, not by where they lay, nor by what the sample company was made of.
fn names_of_files(import: &ImportReport) -> Vec<String> {
    let name = |path: &str| {
        let path = path.split('?').next().unwrap_or(path);
        path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
    };
    import.files.iter().map(|file| name(&file.name)).collect()
}

impl UndoEffects {
    fn taken_back(&self) -> ImportUndo {
        ImportUndo {
            undo: self.number,
            undoes: self.undoes,
            import: self.import,
            returns: self.returns,
            fact: self.fact.clone(),
            source: self.source.clone(),
            withdrawn: self.withdrawn,
            replaced: self.replaced,
            added: self.added,
            unchanged: self.unchanged,
        }
    }

    /// The same for those who may see no customers.
    #[must_use]
    pub fn without_customers(mut self) -> Self {
        self.built.first_reasons.clear();
        self
    }

    /// What it is about, as a sentence.
    #[must_use]
    pub fn about(&self) -> Message {
        let about = message(if self.returns { "undo-about-return" } else { "undo-about" });
        let about = about.figure("import", self.import).naming("fact", fact_name(&self.fact));
        about.with("source", &self.source).with("files", self.files.join(", "))
    }

    /// What was built on it, a sentence each; none where nothing was.
    #[must_use]
    pub fn warnings(&self) -> Vec<Message> {
        let Dependents { closed_periods, reasons, signatures, targets, lookups, unkept, .. } = &self.built;
        let mut warnings = Vec::new();
        if !closed_periods.is_empty() {
            let said = message("undo-closed").with("periods", closed_periods.join(", "));
            warnings.push(said.counting(closed_periods.len()));
        }
        if *reasons > 0 {
            warnings.push(message("undo-reasons").counting(*reasons as usize));
        }
        if !signatures.is_empty() {
            let by = signatures.iter().map(|signature| format!("{} ({})", signature.by, signature.policy));
            let said = message("undo-signatures").with("by", by.collect::<Vec<_>>().join(", "));
            warnings.push(said.counting(signatures.len()));
        }
        if *targets > 0 {
            warnings.push(message("undo-targets").counting(*targets as usize));
        }
        if !lookups.is_empty() {
            let numbers: Vec<String> = lookups.iter().map(i64::to_string).collect();
            warnings.push(message("undo-lookups").with("imports", numbers.join(", ")).counting(lookups.len()));
        }
        let unkept = unkept.iter().map(|import| {
            let said = message("undo-unkept").figure("import", import.number);
            said.counting(usize::try_from(import.unchanged).unwrap_or(usize::MAX))
        });
        warnings.extend(unkept);
        warnings
    }
}

impl Question for PastImportsQuestion {
    type Answer = PastImports;

    fn weight(answer: &PastImports) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, app: &App) -> Result<PastImports, Failure> {
        let past = facts::past_imports(&app.company().await?.lake).await?;
        let told = past.into_iter().rev().map(|facts::PastImport { report, undone_by }| PastImport {
            attribution: report.attribution.is_some(),
            attributed: attributed_facts(&report.fact, report.attribution.as_ref()),
            number: report.import_seq,
            files: names_of_files(&report),
            fact: report.fact,
            source: report.source,
            at: report.started_at,
            by: Some(report.by).filter(|by| !by.is_empty()),
            read: report.read,
            repeated: report.repeated,
            unattributed: report.unattributed,
            complete_through: report.complete_through,
            mapping: report.mapping,
            added: report.added,
            replaced: report.replaced,
            unchanged: report.unchanged,
            rejected: report.rejected,
            withdrawn: report.withdrawn,
            undoes: report.undoes,
            undone_by,
            oddities: in_oddities(&report.oddities),
        });
        Ok(PastImports { imports: told.collect() })
    }
}

impl Tabular for UndoEffects {
    /// One row for each way a fact goes.
    fn table(&self) -> Table {
        let row = |name: &str, count: u64| vec![Cell::text(name), Cell::Whole(count.cast_signed())];
        Table::new(vec![Column::text("facts"), Column::whole("number")]).with_rows([
            row("leave", self.withdrawn),
            row("as before", self.replaced),
            row("come back", self.added),
            row("stay", self.unchanged),
            row("customers", self.customers),
        ])
    }
}
