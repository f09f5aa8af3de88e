//! From when on does a measure have limits of its own, and what changed then?

use bellwether_model::{Grain, Journey};
use bellwether_records::MeasurePhase;
use bellwether_words::message;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::measure_definition::definitions;
use crate::viewpoint::Viewpoint;

/// That a measure has limits of its own from a period on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "grain": "month", "period": "2025-10", "reason": "Two more people call back since October" }))]
pub struct NewPhase {
    /// The length of the period.
    pub grain: Grain,
    /// The label of its first period.
    #[schema(min_length = 1, max_length = 20)]
    pub period: String,
    /// What changed, in a sentence.
    #[schema(pattern = "^[^\\x00]*[^\\x00\\s][^\\x00]*$", min_length = 1, max_length = 500)]
    pub reason: String,
}

impl App {
    /// Begins a phase of a measure and gives its id: from a period on, its limits come from the periods since then alone.
    pub async fn begin_phase(&self, measure: &str, new: &NewPhase, by: &str) -> Result<String, Failure> {
        let company = self.company().await?;
        let from = self.view(&company, &Viewpoint::default()).await?.period(new.grain, &new.period)?.start;
        let journey = company.records.documents::<Journey>().latest().await?;
        let is_known = journey.is_some_and(|journey| definitions(&journey.value).iter().any(|it| it.id == measure));
        if !is_known {
            let said = message("failure-no-measure").with("id", measure);
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        let phase = MeasurePhase { measure: measure.to_owned(), from, reason: new.reason.clone() };
        Ok(company.records.register().add(&phase, &self.change(by)?).await?)
    }

    /// Takes a phase back; that it was begun stays on record.
    pub async fn withdraw_phase(&self, id: &str, by: &str) -> Result<(), Failure> {
        let records = self.company().await?.records;
        Ok(records.register::<MeasurePhase>().withdraw(id, None, &self.change(by)?).await?)
    }
}
