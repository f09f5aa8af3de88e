//! Is the data folder sound, and which systems does the company's answer rest on?

use bellwether_engine::facts::{SourceInventory, inventory};
use bellwether_engine::marts::ledger::source_codes;
use bellwether_engine::walk::Knowledge;
use bellwether_model::{Day, Grain};
use jiff::tz::TimeZone;

use crate::app::App;
use crate::company::Company;
use crate::failure::Failure;
use crate::question::{Effort, Input, Question};
use crate::viewpoint::Viewpoint;
use bellwether_words::{Message, NONE, fact_name, message};

/// Whether the ledger adds up, and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FactChecksQuestion;

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: Message,
    pub found: Message,
    /// What to do, where something is wrong.
    pub advice: Option<Message>,
}

impl App {
    pub async fn doctor(&self) -> Result<Vec<Check>, Failure> {
        let mut checks = self.doctor_of_records().await?;
        checks.extend(self.ask(&FactChecksQuestion).await?);
        Ok(checks)
    }

    /// Whether the records are as they were written.
    pub async fn doctor_of_records(&self) -> Result<Vec<Check>, Failure> {
        let company = self.company().await?;
        let folder = self.config.data.display().to_string();
        let mut checks = vec![Check { name: message("check-folder"), found: folder.into(), advice: None }];
        let breaches = company.records.verify().await?;
        checks.push(Check {
            name: message("check-records"),
            found: message("found-breaches").with("breaches", breaches.len()),
            advice: breaches
                .first()
                .map(|breach| message("found-breach").with("place", &breach.place).with("what", &breach.what)),
        });
        let signatures = company.records.policies().signatures(company.policy.version).await?;
        checks.push(Check {
            name: message("check-policy"),
            found: message("found-signed").with("version", company.policy.version).counting(signatures.len()),
            advice: signatures.is_empty().then(|| message("found-unsigned")),
        });
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
        let name = message("check-ledger");
        match told.await {
            Ok(found) => Check { name, found, advice: None },
            // What cannot be told is the first thing to be told here.
            Err(failure) => {
                Check { name, found: message("found-cannot-tell"), advice: Some(failure.message().clone()) }
            }
        }
    }
}

impl Check {
    /// One source in one table: how much, how fresh, how complete.
    fn source(source: &SourceInventory) -> Self {
        let incomplete = source.completeness.iter().filter(|column| column.present < column.rows);
        let gaps: Vec<String> =
            incomplete.map(|column| format!("{} {}/{}", column.column, column.present, column.rows)).collect();
        let gaps = if gaps.is_empty() { NONE.to_owned() } else { gaps.join(", ") };
        let found = message("found-facts").figure("facts", source.rows as i64).with("gaps", gaps);
        let found = match source.latest {
            Some(latest) => found.day("day", Day::from_date(latest.to_zoned(TimeZone::UTC).date())),
            None => found.with("day", NONE),
        };
        Self {
            name: message("check-source").naming("fact", fact_name(&source.fact)).with("source", &source.source),
            found: found.figure("unattributed", source.unattributed as i64).figure("rejected", source.rejected as i64),
            advice: (source.rejected > 0).then(|| message("found-rejects")),
        }
    }
}

impl Question for FactChecksQuestion {
    type Answer = Vec<Check>;

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Facts, Input::Policy, Input::Books, Input::ReasonTree]
    }

    fn effort(&self) -> Effort {
        Effort::Great
    }

    async fn answer(&self, app: &App) -> Result<Vec<Check>, Failure> {
        let company = app.company().await?;
        let mut checks = vec![app.adds_up(&company).await];
        let tree = company.tree().await?;
        let codes = source_codes(&company.lake, &Knowledge::now(&company.lake).await?)?;
        let unmapped: Vec<String> = codes
            .keys()
            .filter(|(source, code)| tree.reason_of(source, code).is_none())
            .map(|(source, code)| format!("{source}:{code}"))
            .collect();
        let mapped = codes.len() - unmapped.len();
        checks.push(Check {
            name: message("check-codes"),
            found: message("found-mapped").with("mapped", mapped).with("codes", codes.len()),
            advice: (!unmapped.is_empty()).then(|| message("found-unmapped").with("codes", unmapped.join(", "))),
        });
        checks.extend(inventory(&company.lake).await?.iter().map(Check::source));
        Ok(checks)
    }
}
