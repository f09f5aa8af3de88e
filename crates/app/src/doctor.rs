//! Is the data folder sound, and which systems does the company's answer rest on?

use bellwether_engine::facts::{Oddity, SourceInventory, inventory, odd_sources, past_imports};
use bellwether_engine::lake::{Fact, Inspection};
use bellwether_engine::marts::ledger::source_codes;
use bellwether_engine::sources::mapping::Mapping;
use bellwether_engine::walk::Knowledge;
use bellwether_model::{Day, Grain, Policy};
use bellwether_records::{Breach, Records};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::app::{App, LAKE, RECORDS, REJECTS, SAMPLES, UPLOADS};
use crate::audit::printed_seal;
use crate::company::Company;
use crate::failure::{Failure, FailureKind};
use crate::failures::of_stored_file;
use crate::kept_mapping::kept_mapping;
use crate::look::{in_count, in_oddity};
use crate::outdated_ids::{OutdatedIds, outdated_ids};
use crate::privacy::Clearance;
use crate::private::is_open_to_others;
use crate::question::{Effort, Input, Question, Topic};
use crate::rejects::RejectsQuestion;
use crate::schedule::status::{JobStatus, ScheduleStatus};
use crate::viewpoint::Viewpoint;
use bellwether_words::{Message, NONE, fact_name, message};

/// Bytes that the texts of a check take, at most.
const LONG_CHECK: usize = 4096;

/// Whether the ledger adds up, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactChecksQuestion;

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// What was looked at.
    pub name: Message,
    /// What was found.
    pub found: Message,
    /// What to do, where there is something.
    pub advice: Option<Message>,
    /// Whether something is wrong. What people have only not done yet is a notice.
    pub is_fault: bool,
}

impl App {
    /// Looks at everything that answers rest on.
    pub async fn doctor(&self) -> Result<Vec<Check>, Failure> {
        let mut checks = self.doctor_of_records().await?;
        match self.ask(&FactChecksQuestion).await {
            Ok(of_facts) => checks.extend(of_facts),
            // What is wrong with the records keeps facts from being told, and is told.
            Err(failure) if checks.iter().any(|check| check.is_fault) => {
                checks.push(Check::cannot_tell("check-ledger", &failure));
            }
            Err(failure) => return Err(failure),
        }
        checks.extend(Check::schedule(&self.schedule_status().await?));
        Ok(checks)
    }

    /// Reads every stored byte, and looks at everything that answers rest on.
    pub async fn doctor_deep(&self) -> Result<Vec<Check>, Failure> {
        let mut checks = self.doctor_of_files().await?;
        match self.doctor().await {
            Ok(others) => checks.extend(others),
            // The damaged files are told in any case.
            Err(failure) if checks.iter().any(|check| check.is_fault) => {
                let name = message("check-ledger");
                checks.push(Check::good(name, message("found-cannot-tell")).unless(Some(failure.message().clone())));
            }
            Err(failure) => return Err(failure),
        }
        Ok(checks)
    }

    /// Whether every stored byte is the one that was written.
    pub async fn doctor_of_files(&self) -> Result<Vec<Check>, Failure> {
        let lake = self.own().await?.lake;
        let found = tokio::task::spawn_blocking(move || lake.inspect()).await;
        let found = found.map_err(|error| Failure::caused(FailureKind::Internal, &error))??;
        let mut checks = Check::inspection(&found);
        let damages = self.own().await?.records.damages().await?;
        let of_file = damages.first().map(|damage| message("found-damaged-records").with("what", damage));
        let said = message("found-records-read").with("damages", damages.len());
        checks.push(Check::good(message("check-records-file"), said).unless(of_file));
        Ok(checks)
    }

    /// Whether the records are as they were written.
    pub async fn doctor_of_records(&self) -> Result<Vec<Check>, Failure> {
        let own = self.own().await?.records;
        let folder = self.config.data.display().to_string();
        // Where others come into the folder, what lies in it counts.
        let within = [LAKE, UPLOADS, REJECTS, SAMPLES, RECORDS].map(|name| self.config.data.join(name));
        let is_open = is_open_to_others(&self.config.data) && within.iter().any(|path| is_open_to_others(path));
        let advice = is_open.then(|| message("found-open-to-others").with("folder", &folder));
        let mut checks = vec![Check { advice, ..Check::good(message("check-folder"), folder.into()) }];
        // Also where a made-up company is looked at: whether the own ones are whole is what matters.
        checks.extend(of_seals(&own).await?);
        match self.company().await {
            Ok(company) => checks.push(of_signatures(&company).await?),
            Err(failure) if checks.iter().any(|check| check.is_fault) => {
                checks.push(Check::cannot_tell("check-policy", &failure));
            }
            Err(failure) => return Err(failure),
        }
        Ok(checks)
    }

    /// Whether the ledger adds up, and what it rests on.
    async fn adds_up(&self, company: &Company) -> Check {
        let told = async {
            let view = self.view(company, &Viewpoint::default()).await?;
            let statement = view.ledger(&[]).statement(Grain::Month, view.first, None)?;
            Ok::<_, Failure>(
                message("found-months").figure("months", statement.company.len() as i64).day("day", view.basis.as_of),
            )
        };
        match told.await {
            Ok(found) => Check::good(message("check-ledger"), found),
            // What cannot be told is the first thing to be told here.
            Err(failure) => Check::cannot_tell("check-ledger", &failure),
        }
    }
}

/// Breaches told one by one.
const TOLD: usize = 20;

/// Whether every row of the records is the one that was sealed, and since when that is known.
async fn of_seals(records: &Records) -> Result<[Check; 2], Failure> {
    let breaches = records.verify().await?;
    let (entries, seal) = records.audit().head().await?;
    let found = message("found-breaches").with("breaches", breaches.len()).figure("entries", entries);
    let told = breaches.iter().take(TOLD);
    let told = told.map(|Breach { place, what, .. }| message("breach").with("place", place).with("what", what));
    let advice = message("found-breach").listing("breaches", told.collect());
    let advice = match breaches.len().saturating_sub(TOLD) {
        0 => advice.with("more", NONE),
        more => advice.with("more", more),
    };
    let seals = Check::good(message("check-records"), found.with("seal", printed_seal(&seal)));
    let seals = seals.unless((!breaches.is_empty()).then_some(advice));
    let found = match records.audit().sealed_since().await? {
        Some((entry, at)) => {
            let day = Day::from_date(at.to_zoned(TimeZone::UTC).date());
            let before = if entry > 1 { "some" } else { NONE };
            message("found-covered").figure("entry", entry).day("day", day).with("before", before)
        }
        None => message("found-not-covered").figure("entries", entries),
    };
    let found = match records.audit().anchored_since() {
        Some(entry) => found.with("anchored", entry),
        None => found.with("anchored", NONE),
    };
    Ok([seals, Check::good(message("check-seals"), found)])
}

/// Who signed the definitions.
async fn of_signatures(company: &Company) -> Result<Check, Failure> {
    let signatures = company.records.documents::<Policy>().signatures(company.policy.version).await?;
    let found = message("found-signed").with("version", company.policy.version).counting(signatures.len());
    let advice = signatures.is_empty().then(|| message("found-unsigned"));
    Ok(Check { advice, ..Check::good(message("check-policy"), found) })
}

impl Check {
    /// One that found nothing to do.
    fn good(name: Message, found: Message) -> Self {
        Self { name, found, advice: None, is_fault: false }
    }

    /// Something that cannot be told, with why.
    #[must_use]
    pub fn cannot_tell(name: &'static str, failure: &Failure) -> Self {
        Self::good(message(name), message("found-cannot-tell")).unless(Some(failure.message().clone()))
    }

    /// The same, unless something is wrong.
    fn unless(self, fault: Option<Message>) -> Self {
        Self { is_fault: fault.is_some(), advice: fault, ..self }
    }

    /// What reading every file of the lake found; each file that is not as it should be is told by itself.
    fn inspection(found: &Inspection) -> Vec<Self> {
        let said = message("found-files-read").figure("files", found.files as i64).figure("bytes", found.bytes as i64);
        let old = found.without_checksums;
        let advice = (old > 0).then(|| message("found-without-checksums").figure("files", old as i64));
        let all = Self { advice, ..Self::good(message("check-files"), said) };
        let file = |found: Message, advice: Message| Self::good(message("check-file"), found).unless(Some(advice));
        let faults = found.faults.iter().map(|fault| {
            let table = fault.damaged_table().unwrap_or_default();
            file(message("found-damaged").with("table", table), of_stored_file(fault, table))
        });
        let unexpected = found.unexpected.iter().map(|path| {
            file(message("found-unexpected").with("path", path.display()), message("found-unexpected-advice"))
        });
        std::iter::once(all).chain(faults).chain(unexpected).collect()
    }

    /// Who does what is due by the clock, and how each job went.
    fn schedule(status: &ScheduleStatus) -> Vec<Self> {
        let of_job = |job: &JobStatus| {
            let name = message("check-scheduled").listing("job", vec![job.name()]);
            let found = message("found-scheduled").listing("last", vec![job.last()]).listing("next", vec![job.next()]);
            Self::good(name, found).unless(job.is_failing().then(|| message("advice-scheduled")))
        };
        let holder = Self::good(message("check-schedule"), status.holder());
        std::iter::once(holder).chain(status.jobs.iter().map(of_job)).collect()
    }

    /// An import whose rows may belong to others by now.
    fn outdated_ids(OutdatedIds { import, system }: &OutdatedIds<'_>) -> Self {
        let report = &import.report;
        let name = message("check-outdated-ids").naming("fact", fact_name(&report.fact));
        let found = message("found-outdated-ids").with("system", system).figure("import", import.seq());
        let advice = message("advice-outdated-ids").figure("import", import.seq());
        Self { advice: Some(advice), ..Self::good(name.with("source", &report.source), found) }
    }

    /// One source in one table: how much, how fresh, how complete.
    fn source(source: &SourceInventory, open: u64, odd: Option<&Oddity>) -> Self {
        let incomplete = source.completeness.iter().filter(|column| column.present < column.rows);
        let gaps: Vec<String> =
            incomplete.map(|column| format!("{} {}/{}", column.column, column.present, column.rows)).collect();
        let gaps = if gaps.is_empty() { NONE.to_owned() } else { gaps.join(", ") };
        let found = message("found-facts").figure("facts", source.rows as i64).with("gaps", gaps);
        let found = match source.latest {
            Some(latest) => found.day("day", Day::from_date(latest.to_zoned(TimeZone::UTC).date())),
            None => found.with("day", NONE),
        };
        let name = message("check-source").naming("fact", fact_name(&source.fact)).with("source", &source.source);
        let found = found.figure("unattributed", source.unattributed as i64).figure("rejected", open as i64);
        let is_all = odd.is_some() && source.unattributed == source.rows;
        let advice = (open > 0).then(|| message("found-rejects")).or_else(|| odd.map(in_oddity));
        let advice = if is_all { odd.map(in_oddity) } else { advice };
        // A till may name few customers; that none is named is a mistake of the mapping.
        Self { advice, is_fault: open > 0 || is_all, ..Self::good(name, found) }
    }
}

/// That times of a source are read as of another time zone than that of the company, which may be right.
async fn zone_check(company: &Company, fact: &str, source: &str) -> Result<Option<Check>, Failure> {
    if !fact.parse::<Fact>().is_ok_and(Fact::has_moments) {
        return Ok(None);
    }
    let Some(toml) = kept_mapping(company, source, fact).await? else { return Ok(None) };
    let own = &company.policy.value.time_zone;
    let Some(zone) = Mapping::from_toml(&toml)?.time_zone.filter(|zone| zone != own) else { return Ok(None) };
    let name = message("check-zone").naming("fact", fact_name(fact)).with("source", source);
    let found = message("found-zone").with("zone", &zone).with("own", own);
    Ok(Some(Check::good(name, found)))
}

impl Question for FactChecksQuestion {
    type Answer = Vec<Check>;

    fn weight(answer: &Vec<Check>) -> usize {
        answer.len() * LONG_CHECK
    }

    fn rests_on(&self) -> &'static [Input] {
        &[
            Input::Facts,
            Input::Records(Topic::Policy),
            Input::Records(Topic::Books),
            Input::Records(Topic::ReasonTree),
            Input::Records(Topic::Dismissals),
        ]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<Vec<Check>, Failure> {
        let company = app.company().await?;
        let mut checks = vec![app.adds_up(&company).await];
        let tree = company.tree().await?;
        let codes = source_codes(&company.lake, &Knowledge::now(&company.lake, app.today()).await?)?;
        let unmapped: Vec<String> = codes
            .keys()
            .filter(|(source, code)| tree.reason_of(source, code).is_none())
            .map(|(source, code)| format!("{source}:{code}"))
            .collect();
        let mapped = codes.len() - unmapped.len();
        let found = message("found-mapped").with("mapped", mapped).with("codes", codes.len());
        let fault = (!unmapped.is_empty()).then(|| message("found-unmapped").with("codes", unmapped.join(", ")));
        checks.push(Check::good(message("check-codes"), found).unless(fault));
        let rejects = RejectsQuestion.answer(app).await?;
        let calendar = company.policy.value.check().map_err(Failure::usage)?;
        let odd = odd_sources(&company.lake, calendar.zone(), app.today()).await?;
        let of_fact = |fact: &str, source: &str| {
            let mut unattributed = odd.unattributed.iter();
            unattributed.find(|((of, named), _)| of.name() == fact && named == source).map(|(_, odd)| odd)
        };
        for source in inventory(&company.lake).await? {
            let (fact, name) = (source.fact.as_str(), source.source.as_str());
            checks.push(Check::source(&source, rejects.open_of(fact, name), of_fact(fact, name)));
            checks.extend(zone_check(&company, fact, name).await?);
        }
        checks.extend(outdated_ids(&past_imports(&company.lake).await?).iter().map(Check::outdated_ids));
        let seen = |name, odd: &Oddity, advice| Check {
            name: message(name),
            found: in_count(odd),
            advice: Some(message(advice)),
            is_fault: false,
        };
        checks.extend(odd.stopped.iter().map(|odd| seen("check-stopped", odd, "found-stopped")));
        checks.extend(odd.spelling.iter().map(|odd| seen("check-spelling", odd, "found-spelling")));
        Ok(checks)
    }
}
