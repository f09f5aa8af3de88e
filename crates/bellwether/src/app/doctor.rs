//! Is the data folder sound, and which systems does the company's answer rest on?

use bellwether_engine::facts::{SourceInventory, inventory};
use bellwether_engine::marts::ledger::{Knowledge, source_codes};

use super::{App, Viewpoint};
use crate::failure::Failure;

/// The outcome of one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) found: String,
    /// What to do, where something is wrong.
    pub(crate) advice: Option<String>,
}

impl App {
    pub(crate) async fn doctor(&self) -> Result<Vec<Check>, Failure> {
        let mut checks = self.doctor_of_records().await?;
        checks.extend(self.doctor_of_facts().await?);
        Ok(checks)
    }

    /// Whether the records are as they were written.
    pub(crate) async fn doctor_of_records(&self) -> Result<Vec<Check>, Failure> {
        let company = self.company().await?;
        let mut checks = vec![Check::good("data folder", self.config.data.display().to_string())];
        let breaches = company.records.verify().await?;
        checks.push(Check::new("records", format!("{} breaches of their seals", breaches.len()), || {
            let first = breaches.first().map(|breach| format!("{}: {}", breach.place, breach.what));
            first.map(|first| format!("restore the records from a backup; {first}"))
        }));
        let signatures = company.records.policies().signatures(company.policy.version).await?;
        let version = company.policy.version;
        let signed_by = match signatures.len() {
            0 => "nobody".to_owned(),
            1 => "1 leader".to_owned(),
            many => format!("{many} leaders"),
        };
        checks.push(Check::new("policy", format!("version {version}, signed by {signed_by}"), || {
            signatures
                .is_empty()
                .then(|| "let the leaders sign it: bellwether policy sign --name NAME --role ROLE".to_owned())
        }));
        Ok(checks)
    }

    /// Whether the ledger adds up, and what it rests on.
    pub(crate) async fn doctor_of_facts(&self) -> Result<Vec<Check>, Failure> {
        let company = self.company().await?;
        let mut checks = Vec::new();
        checks.push(match self.view(&company, &Viewpoint::default()).await {
            Err(failure) => {
                Check { name: "ledger".to_owned(), found: failure.to_string(), advice: Some("import facts".to_owned()) }
            }
            Ok(view) => {
                match view.walk(&[]).statement(bellwether_model::Grain::Month, view.first, None) {
                    Ok(statement) => {
                        let (lines, as_of) = (statement.company.len(), view.basis.as_of);
                        Check::good("ledger", format!("{lines} months add up, 0 unexplained, as of {as_of}"))
                    }
                    // What cannot be told is the first thing to be told here.
                    Err(error) => Check {
                        name: "ledger".to_owned(),
                        found: "cannot be told".to_owned(),
                        advice: Some(Failure::from(error).message().to_owned()),
                    },
                }
            }
        });
        let tree = company.tree().await?;
        let codes = source_codes(&company.lake, &Knowledge::now(&company.lake).await?)?;
        let unmapped: Vec<String> = codes
            .keys()
            .filter(|(source, code)| tree.reason_of(source, code).is_none())
            .map(|(source, code)| format!("{source}:{code}"))
            .collect();
        checks.push(Check::new(
            "reason codes",
            format!("{} of {} mapped", codes.len() - unmapped.len(), codes.len()),
            || (!unmapped.is_empty()).then(|| format!("map {} in the reason tree", unmapped.join(", "))),
        ));
        checks.extend(inventory(&company.lake).await?.iter().map(Check::source));
        Ok(checks)
    }
}

impl Check {
    fn good(name: &str, found: String) -> Self {
        Self { name: name.to_owned(), found, advice: None }
    }

    fn new(name: &str, found: String, advice: impl FnOnce() -> Option<String>) -> Self {
        Self { name: name.to_owned(), found, advice: advice() }
    }

    /// One source in one table: how much, how fresh, how complete.
    fn source(source: &SourceInventory) -> Self {
        let latest = source.latest.map_or(String::new(), |latest| format!(" up to {}", latest.strftime("%Y-%m-%d")));
        let incomplete = source.completeness.iter().filter(|column| column.present < column.rows);
        let gaps: Vec<String> =
            incomplete.map(|column| format!("{} {}/{}", column.column, column.present, column.rows)).collect();
        let found = format!(
            "{} facts{latest}, {} without a customer, {} rows refused{}{}",
            source.rows,
            source.unattributed,
            source.rejected,
            if gaps.is_empty() { "" } else { "; filled: " },
            gaps.join(", ")
        );
        let advice = (source.rejected > 0).then(|| "correct the rejects and import them again".to_owned());
        Self { name: format!("{} of {}", source.fact, source.source), found, advice }
    }
}
