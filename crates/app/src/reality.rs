//! Which leaders agree to the journey, and is each stage consistent and reliable, in their eyes?
//!
//! Invariant: each leader has one answer for a stage, their latest; nobody answers for another without it being told whose answer it was.

use bellwether_model::{Journey, RealityAnswer};
use bellwether_records::{JourneyAgreement, RealityCheck, Records, RegisterEntry};
use bellwether_words::message;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::weight::weight;

/// Who agrees to the journey, and what leaders answer for its stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RealityQuestion;

/// Agreement and disagreement of leaders, stage by stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reality {
    /// The latest version of the journey; its stages are asked about.
    pub version: i64,
    /// Who agrees to which version, the latest version first.
    pub agreed: Vec<LeaderAgreement>,
    /// In the order of the journey.
    pub stages: Vec<StageReality>,
}

/// That a leader agrees to a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeaderAgreement {
    /// Who agrees.
    pub leader: String,
    /// To which version of the journey.
    pub version: i64,
    /// When it was said.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// What leaders answer for a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageReality {
    /// Its id.
    pub stage: String,
    /// What customers call it.
    pub name: String,
    /// Who answers for it.
    pub owner: String,
    /// Leaders who say that it is consistent and reliable.
    pub yes: u64,
    /// Leaders who say that it is not.
    pub no: u64,
    /// Leaders who say that it depends.
    pub it_depends: u64,
    /// Each leader's answer, by name.
    pub answers: Vec<LeaderAnswer>,
}

/// A leader's answer for a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeaderAnswer {
    /// Who answers.
    pub leader: String,
    /// The answer.
    pub answer: RealityAnswer,
    /// On what it depends, or why; may be empty.
    pub note: String,
    /// The version of the journey that the leader had before them.
    pub version: i64,
    /// When it was said.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// An answer for a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRealityCheck {
    /// The stage, by its id.
    pub stage: String,
    /// Who answers, by name.
    pub leader: String,
    /// The answer.
    pub answer: RealityAnswer,
    /// On what it depends, or why.
    pub note: String,
}

impl StageReality {
    /// Whether all who answered say the same; nothing where nobody, or only one, answered.
    #[must_use]
    pub fn do_agree(&self) -> Option<bool> {
        (self.answers.len() > 1).then(|| self.answers.iter().all(|it| it.answer == self.answers[0].answer))
    }
}

impl Tabular for Reality {
    /// One row an answer; a stage for which nobody answered has one, too.
    fn table(&self) -> Table {
        let columns = ["stage", "name", "leader", "answer", "note"].map(Column::text).into_iter();
        let columns = columns.chain([Column::whole("version"), Column::text("at")]);
        let rows = self.stages.iter().flat_map(|stage| {
            let of = [Cell::text(&stage.stage), Cell::text(&stage.name)];
            let answered = stage.answers.iter().map(|it| {
                let said = [Cell::text(&it.leader), Cell::text(it.answer.name()), Cell::text(&it.note)];
                said.into_iter().chain([Cell::Whole(it.version), Cell::text(it.at.to_string())]).collect::<Vec<_>>()
            });
            let mut rows: Vec<Vec<Cell>> = answered.collect();
            if rows.is_empty() {
                rows.push(vec![Cell::Absent; 5]);
            }
            rows.into_iter().map(move |row| of.iter().cloned().chain(row).collect())
        });
        Table::new(columns.collect()).with_rows(rows)
    }
}

impl Question for RealityQuestion {
    type Answer = Reality;

    fn weight(answer: &Reality) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::Journey), Input::Records(Topic::Agreements), Input::Records(Topic::RealityChecks)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        // It is of leaders, not of customers.
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Reality, Failure> {
        let records = app.company().await?.records;
        let (version, journey) = latest(&records).await?;
        let agreed = records.register::<JourneyAgreement>().in_force().await?;
        let told = |it: RegisterEntry<JourneyAgreement>| LeaderAgreement {
            leader: it.value.leader,
            version: it.value.version,
            at: it.changed_at,
        };
        let mut agreed: Vec<LeaderAgreement> = agreed.into_iter().map(told).collect();
        agreed.sort_by(|one, other| (-one.version, &one.leader).cmp(&(-other.version, &other.leader)));
        let answers = records.register::<RealityCheck>().in_force().await?;
        let stages = journey.stages.iter().map(|stage| {
            let mut said: Vec<LeaderAnswer> = Vec::new();
            for entry in answers.iter().filter(|entry| entry.value.stage == stage.id) {
                // Of two that were said at once the later one stands.
                said.retain(|it| it.leader != entry.value.leader);
                said.push(LeaderAnswer::from(entry));
            }
            said.sort_by(|one, other| one.leader.cmp(&other.leader));
            let count = |answer| said.iter().filter(|it| it.answer == answer).count() as u64;
            StageReality {
                stage: stage.id.clone(),
                name: stage.name.clone(),
                owner: stage.owner.clone(),
                yes: count(RealityAnswer::Yes),
                no: count(RealityAnswer::No),
                it_depends: count(RealityAnswer::ItDepends),
                answers: said,
            }
        });
        Ok(Reality { version, agreed, stages: stages.collect() })
    }
}

impl From<&RegisterEntry<RealityCheck>> for LeaderAnswer {
    fn from(entry: &RegisterEntry<RealityCheck>) -> Self {
        let RealityCheck { version, leader, answer, note, .. } = entry.value.clone();
        Self { leader, answer, note, version, at: entry.changed_at }
    }
}

impl App {
    /// Sets down that a leader agrees to a version of the journey, or to the latest one, and gives its number.
    pub async fn agree_to_journey(&self, version: Option<i64>, leader: &str, by: &str) -> Result<i64, Failure> {
        let records = self.company().await?.records;
        let version = match version {
            Some(number) if records.documents::<Journey>().version(number).await?.is_none() => {
                let said = message("failure-no-journey-version").with("version", number);
                return Err(Failure::new(FailureKind::NotFound, said));
            }
            Some(number) => number,
            None => latest(&records).await?.0,
        };
        let agreement = JourneyAgreement { version, leader: leader.to_owned() };
        records.register().add(&agreement, &self.change(by)?).await?;
        Ok(version)
    }

    /// Sets down a leader's answer for a stage of the latest version, and gives what the leader had answered before.
    pub async fn answer_for_stage(&self, new: &NewRealityCheck, by: &str) -> Result<Option<LeaderAnswer>, Failure> {
        let records = self.company().await?.records;
        let (version, journey) = latest(&records).await?;
        if !journey.stages.iter().any(|stage| stage.id == new.stage) {
            let known = journey.stages.iter().map(|stage| stage.id.as_str()).collect::<Vec<_>>().join(", ");
            let said = message("failure-no-stage").with("stage", &new.stage).with("known", known);
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        let NewRealityCheck { stage, leader, answer, note } = new.clone();
        let leader = leader.trim().to_owned();
        let check = RealityCheck { version, stage, leader, answer, note: note.trim().to_owned() };
        let register = records.register::<RealityCheck>();
        let standing = register.in_force().await?;
        let mut own = standing.iter().filter(|it| it.value.stage == check.stage && it.value.leader == check.leader);
        let change = self.change(by)?;
        let Some(before) = own.next_back() else {
            register.add(&check, &change).await?;
            return Ok(None);
        };
        // By the version that was read here: of two who change it at once the second one is told.
        register.change(&before.id, &check, Some(before.version), &change).await?;
        Ok((before.value != check).then(|| LeaderAnswer::from(before)))
    }
}

async fn latest(records: &Records) -> Result<(i64, Journey), Failure> {
    let latest = records.documents::<Journey>().latest().await?;
    let latest = latest.ok_or_else(|| Failure::new(FailureKind::NotFound, message("failure-no-journey")))?;
    Ok((latest.version, latest.value))
}
