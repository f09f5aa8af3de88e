//! Question: which periods are closed, with which figures, and are they still what they were?
//!
//! Invariant: periods of one grain are closed in order without gaps. There is no way to open, replace or remove a closed one:
//! no function does it, and each close seals the one before it, so that [`Books::verify`] names what was changed behind our back.

pub(crate) mod verify;

use std::collections::BTreeMap;

use bellwether_model::{Day, Period, Policy};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cells::Query;
use crate::cells::{Cells, FromCells};
use crate::change::Change;
use crate::change::WriteTransaction;
use crate::change_kind::ChangeKind;
use crate::connection::Records;
use crate::document::{self, DocumentVersion};
use crate::error::RecordsError;
use crate::seal::{Seal, checksum};

const READ: &str = "read the closed periods";

/// A period to be closed, with what its figures were made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The period, as the calendar of the policy version cuts it.
    pub period: Period,
    /// The policy version the figures follow.
    pub policy_version: i64,
    /// The version of each lake table the figures were read from.
    pub lake_versions: BTreeMap<String, i64>,
    /// The number of the last import they know.
    pub last_import_seq: i64,
    /// The figures as JSON, byte for byte as they were shown.
    pub figures: String,
}

/// A closed period. Written as JSON it names its figures by their checksum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClosedPeriod {
    /// Its id: that of the change that closed it.
    pub id: String,
    /// The period.
    #[serde(serialize_with = "days")]
    pub period: Period,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// Who closed it.
    pub closed_by: String,
    /// The policy version its figures follow.
    pub policy_version: i64,
    /// SHA-256 of that version's document as it was then.
    pub policy_checksum: String,
    /// The version of each lake table the figures were read from.
    pub lake_versions: BTreeMap<String, i64>,
    /// The number of the last import they know.
    pub last_import_seq: i64,
    /// The figures as JSON, byte for byte as they were shown.
    #[serde(skip)]
    pub figures: String,
    /// SHA-256 of the figures, as `sha256sum` prints it.
    pub figures_checksum: String,
    /// The checksum of the close before it; empty for the first.
    pub previous: String,
    /// The checksum of this close and, through `previous`, of all before it.
    pub checksum: String,
}

/// The closed periods; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Books<'r>(&'r Records);

impl Records {
    /// The closed periods.
    #[must_use]
    pub fn books(&self) -> Books<'_> {
        Books(self)
    }
}

impl Books<'_> {
    /// Closes a period for good. Refused unless it follows the last closed one; the first close may be any period.
    pub async fn close(&self, closing: &Closing, change: &Change) -> Result<ClosedPeriod, RecordsError> {
        serde_json::from_str::<serde::de::IgnoredAny>(&closing.figures)
            .map_err(|error| RecordsError::FiguresNotJson(error.to_string()))?;
        let mut writing = self.0.begin("close a period", change).await?;
        let policy = policy(&mut writing, closing.policy_version).await?;
        check_period(closing, &policy)?;
        let last: Option<ClosedPeriod> = writing.rows(last()).await?.pop();
        check_order(closing.period, last.as_ref())?;
        let texts: Vec<PolicyText> = writing.rows(document::versions::<Policy>("")).await?;
        let mut closed = ClosedPeriod {
            id: change.id.to_string(),
            period: closing.period,
            closed_at: change.at,
            closed_by: change.by.clone(),
            policy_version: closing.policy_version,
            policy_checksum: policy_checksum(&texts, closing.policy_version),
            lake_versions: closing.lake_versions.clone(),
            last_import_seq: closing.last_import_seq,
            figures: closing.figures.clone(),
            figures_checksum: checksum(&closing.figures),
            previous: last.map(|last| last.checksum).unwrap_or_default(),
            checksum: String::new(),
        };
        closed.checksum = closed.sealed();
        writing.log(ChangeKind::PeriodClose, &closed.name(), None, &json!(closed)).await?;
        let insert = sqlx::query(include_str!("books/append.sql"))
            .bind(closed.id.clone())
            .bind(closed.period.grain.name())
            .bind(i64::from(closed.period.start.0))
            .bind(i64::from(closed.period.end.0))
            .bind(change.micros())
            .bind(closed.closed_by.clone())
            .bind(closed.policy_version)
            .bind(closed.policy_checksum.clone())
            .bind(json!(closed.lake_versions).to_string())
            .bind(closed.last_import_seq)
            .bind(closed.figures.clone())
            .bind(closed.figures_checksum.clone())
            .bind(closed.previous.clone())
            .bind(closed.checksum.clone())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await?;
        Ok(closed)
    }

    /// All closed periods, oldest first.
    pub async fn all(&self) -> Result<Vec<ClosedPeriod>, RecordsError> {
        self.0.rows(READ, sqlx::query(include_str!("books/all.sql"))).await
    }

    /// The period closed last.
    pub async fn last(&self) -> Result<Option<ClosedPeriod>, RecordsError> {
        Ok(self.0.rows(READ, last()).await?.pop())
    }

    /// The closed period that holds `day`, or `None` when that day is open.
    pub async fn containing(&self, day: Day) -> Result<Option<ClosedPeriod>, RecordsError> {
        let query = sqlx::query(include_str!("books/containing.sql")).bind(i64::from(day.0));
        Ok(self.0.rows(READ, query).await?.pop())
    }
}

impl ClosedPeriod {
    fn name(&self) -> String {
        format!("{} from {} to before {}", self.period.grain, self.period.start, self.period.end)
    }

    fn sealed(&self) -> String {
        Seal::after(&self.previous)
            .text(&self.id)
            .text(self.period.grain.name())
            .number(i64::from(self.period.start.0))
            .number(i64::from(self.period.end.0))
            .number(self.closed_at.as_microsecond())
            .text(&self.closed_by)
            .number(self.policy_version)
            .text(&self.policy_checksum)
            .text(&json!(self.lake_versions).to_string())
            .number(self.last_import_seq)
            .text(&self.figures_checksum)
            .hex()
    }
}

async fn policy(writing: &mut WriteTransaction<'_>, version: i64) -> Result<DocumentVersion<Policy>, RecordsError> {
    let mut versions: Vec<DocumentVersion<Policy>> = writing.rows(document::versions::<Policy>("")).await?;
    let latest = versions.last().map_or(0, |latest| latest.version);
    match versions.iter().position(|found| found.version == version) {
        Some(index) => Ok(versions.swap_remove(index)),
        None => Err(RecordsError::NoPolicyVersion { asked: version, latest }),
    }
}

fn check_period(closing: &Closing, policy: &DocumentVersion<Policy>) -> Result<(), RecordsError> {
    let Period { grain, start, end } = closing.period;
    let expected = policy.value.check()?.period(grain, start);
    if expected == closing.period {
        return Ok(());
    }
    Err(RecordsError::NotAPeriod {
        grain,
        start,
        end,
        policy_version: policy.version,
        expected_start: expected.start,
        expected_end: expected.end,
    })
}

fn check_order(period: Period, last: Option<&ClosedPeriod>) -> Result<(), RecordsError> {
    let Some(last) = last else { return Ok(()) };
    if period.start < last.period.end {
        return Err(RecordsError::AlreadyClosed {
            through: last.period.end.plus(-1),
            closed_by: last.closed_by.clone(),
        });
    }
    if period.grain != last.period.grain {
        return Err(RecordsError::OtherGrain { kept: last.period.grain, asked: period.grain });
    }
    if period.start > last.period.end {
        return Err(RecordsError::Gap { expected: last.period.end, start: period.start });
    }
    Ok(())
}

/// The stored text of a policy version.
struct PolicyText {
    version: i64,
    text: String,
}

fn policy_checksum(texts: &[PolicyText], version: i64) -> String {
    let found = texts.iter().find(|found| found.version == version);
    checksum(found.map_or("", |found| &found.text))
}

fn last() -> Query {
    sqlx::query(include_str!("books/last.sql"))
}

fn days<S: serde::Serializer>(period: &Period, serializer: S) -> Result<S::Ok, S::Error> {
    json!({ "grain": period.grain, "start": period.start, "end": period.end }).serialize(serializer)
}

impl FromCells for PolicyText {
    const TABLE: &'static str = "documents";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self { version: cells.number("version")?, text: cells.text("body")? })
    }
}

impl FromCells for ClosedPeriod {
    const TABLE: &'static str = "closed_periods";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            id: cells.text("id")?,
            period: Period {
                grain: cells.parsed("grain")?,
                start: cells.day("start_day")?,
                end: cells.day("end_day")?,
            },
            closed_at: cells.instant("closed_at")?,
            closed_by: cells.text("closed_by")?,
            policy_version: cells.number("policy_version")?,
            policy_checksum: cells.text("policy_checksum")?,
            lake_versions: cells.json("lake_versions")?,
            last_import_seq: cells.number("last_import_seq")?,
            figures: cells.text("figures")?,
            figures_checksum: cells.text("figures_checksum")?,
            previous: cells.text("previous")?,
            checksum: cells.text("checksum")?,
        })
    }
}
