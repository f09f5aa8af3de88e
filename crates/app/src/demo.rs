//! What does Bellwether show of a company one can try it on?

use std::sync::atomic::AtomicBool;

use bellwether_engine::facts;
use bellwether_engine::lake::Lake;
use bellwether_engine::sources::FactSource;
use bellwether_model::{Day, Policy, ValueLevel};
use bellwether_records::VersionDetails;
use bellwether_sample::{Sample, TableStream};

use crate::app::App;
use crate::app::LAKE;
use crate::company::Company;
use crate::failure::Failure;
use crate::journey::NewJourney;
use crate::policy::ALWAYS;
use crate::private;
use crate::sample::SampleSource;

/// The setting that says the folder is the sample company's.
const BEGUN: &str = "sample_company_begun";

/// The setting that says the sample company is complete.
const COMPLETE: &str = "sample_company";

impl App {
    /// Makes the data folder with the first version of the policy. Says whether it was there already.
    pub async fn init(&self, policy: &Policy) -> Result<bool, Failure> {
        self.make_data_folder()?;
        self.refuse_half().await?;
        Lake::open(&self.config.data.join(LAKE)).await?;
        let records = self.records().await?;
        if !records.documents::<Policy>().all().await?.is_empty() {
            return Ok(true);
        }
        let details = VersionDetails {
            effective_from: Some(ALWAYS),
            note: "first version".to_owned(),
            ..VersionDetails::default()
        };
        records.documents().add(policy, &details, &self.change(&self.config.user)?).await?;
        Ok(false)
    }

    /// Makes the data folder where it is missing, for nobody but whom the program runs as: names, raw files and hashes of passwords lie there.
    fn make_data_folder(&self) -> Result<(), Failure> {
        let folder = &self.config.data;
        private::make_folder(folder)
            .map_err(|error| Failure::input(format!("cannot make the folder {}: {error}", folder.display())))
    }

    /// Notes that this folder is the sample company's, and refuses one that holds a company already: its facts would be mixed up.
    async fn begin_sample_company(&self) -> Result<(), Failure> {
        let folder = self.config.data.display().to_string();
        self.make_data_folder()?;
        let is_taken = self.config.data.join(LAKE).is_dir();
        let records = self.records().await?;
        if records.settings().get(BEGUN).await?.is_some() || records.settings().get(COMPLETE).await?.is_some() {
            return Ok(());
        }
        if is_taken || !records.documents::<Policy>().all().await?.is_empty() {
            return Err(Failure::usage(format!("the folder {folder} holds a company of its own"))
                .hint("name another folder for the sample company with --data"));
        }
        Ok(records.settings().set(BEGUN, &serde_json::json!(true), &self.change(&self.config.user)?).await?)
    }

    /// Fills the data folder with the sample company, scaled by `factor`, unless it is there, and refreshes.
    pub async fn make_sample_company(
        &self,
        seed: u64,
        factor: f64,
        told: &(dyn Fn(&str) + Sync),
    ) -> Result<(), Failure> {
        let standard = Sample::default();
        let customers = ((standard.customers as f64) * factor).round().max(1.0) as u64;
        let sample = Sample { seed, customers, ..standard };
        let tables = sample.tables().map_err(|error| Failure::usage(error.to_string()))?;
        self.begin_sample_company().await?;
        self.init(&sample_policy()).await?;
        let company = self.company().await?;
        let wanted = serde_json::json!({ "seed": sample.seed, "customers": sample.customers });
        match company.records.settings().get(COMPLETE).await? {
            Some(there) if there == wanted => return Ok(()),
            Some(_) => {
                let folder = self.config.data.display();
                return Err(Failure::usage(format!("the folder {folder} holds another sample company"))
                    .hint("remove it, or name another folder with --data"));
            }
            None => {}
        }
        // One that was interrupted goes on where it was.
        facts::repair(&company.lake, self.now).await?;
        let past = facts::past_imports(&company.lake).await?;
        let is_in = |table: &TableStream| {
            let of = (table.table().name(), table.silo().name());
            past.iter().any(|past| (past.report.fact.as_str(), past.report.source.as_str()) == of)
        };
        for table in tables.into_iter().filter(|table| !is_in(table)) {
            self.import_sample(&company, (table, sample.through), &AtomicBool::new(false), told).await?;
        }
        self.write_sample_journey().await?;
        told("ledger");
        self.refresh(false).await?;
        company.records.settings().set(COMPLETE, &wanted, &self.change(&self.config.user)?).await?;
        Ok(())
    }

    /// What the sample company's customers live through, when somebody works there, and which customers are asked about.
    pub(crate) async fn write_sample_journey(&self) -> Result<(), Failure> {
        let by = &self.config.user;
        self.save_business_calendars(&bellwether_sample::business_calendars(), None, by).await?;
        let note = "as agreed when the sample company began".to_owned();
        let new = NewJourney { journey: bellwether_sample::journey(), note, ..NewJourney::default() };
        self.save_journey(&new, by).await?;
        self.save_populations(&bellwether_sample::populations(), None, by).await?;
        Ok(())
    }

    /// Brings one table of the sample company into a company, in its currency.
    pub(crate) async fn import_sample(
        &self,
        company: &Company,
        (table, through): (TableStream, Day),
        cancel: &AtomicBool,
        told: &(dyn Fn(&str) + Sync),
    ) -> Result<(), Failure> {
        let policy = &company.policy.value;
        let calendar = policy.check().map_err(Failure::usage)?;
        let source = SampleSource::new(table, policy.currency, through);
        let mut source = source.map_err(|error| Failure::usage(error.to_string()))?;
        told(&format!("{} of {}", source.fact(), source.source()));
        let import_id = self.new_id().to_string();
        let request = facts::ImportRequest {
            import_id: &import_id,
            by: &self.config.user,
            now: self.now,
            time_zone: calendar.zone(),
            mapping: "",
            complete_through: Some(through),
            dry_run: false,
            threads: self.threads(),
            cancel,
            on_progress: &mut |_| {},
        };
        facts::import(&company.lake, &mut source, request).await?;
        Ok(())
    }
}

/// The sample company counts subscriptions and purchases together, a year's worth of both.
pub(crate) fn sample_policy() -> Policy {
    let levels = [("small", 0), ("middle", 30_000), ("large", 150_000)];
    Policy {
        lapse_days: 400,
        time_zone: "Europe/Berlin".to_owned(),
        levels: levels.map(|(name, from_minor)| ValueLevel { name: name.to_owned(), from_minor }).to_vec(),
        ..Policy::default()
    }
}
