//! What did the company agree to count, since when, and who signed it?
use bellwether_model::{Currency, Day, Policy, Preset};
use bellwether_records::{DocumentVersion, Records, VersionDetails};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::app::App;
use crate::company::{Company, no_version};
use crate::failure::{Failure, FailureKind};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::table::{Cell, Column, Table, Tabular};
use crate::turn::{A_MOMENT, turn_to_write};
use crate::values;
use crate::weight::weight;
use bellwether_words::message;

/// From when on the first version of a policy holds: before any fact.
pub(crate) const ALWAYS: Day = Day(0);

/// What is agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PolicyQuestion {
    /// A version's number or a preset's name; absent: the version in force.
    pub version: Option<String>,
}

/// What was agreed over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PolicyHistoryQuestion;

/// All versions of the policy, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Policies {
    /// The number of the one in force.
    pub in_force: u32,
    /// Oldest first.
    pub versions: Vec<PolicyVersion>,
}

/// A version of the policy.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct PolicyVersion {
    /// Its number.
    pub version: u32,
    /// The first day for which it holds.
    pub effective_from: Day,
    /// When it was saved.
    #[schema(value_type = String, format = DateTime)]
    pub saved_at: Timestamp,
    /// Who saved it.
    pub saved_by: String,
    /// Why it was changed; may be empty.
    pub note: String,
    /// The definitions, by name.
    #[serde(rename = "definitions")]
    #[schema(value_type = Object)]
    pub policy: Policy,
    /// Who agreed to it.
    pub signatures: Vec<Signature>,
}

/// The next version of the policy.
#[derive(Clone, Debug)]
pub struct NewPolicy {
    /// The definitions.
    pub policy: Policy,
    /// The first day on which it holds; absent: today.
    pub effective_from: Option<Day>,
    /// Why it changes, in a sentence.
    pub note: String,
    /// The latest version that whoever writes it has seen; absent: whichever is the latest.
    pub after: Option<u32>,
}

/// The next version of the policy, as far as it differs from the one before.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPolicy, example = json!({ "definitions": { "lapse_days": 120 }, "after": 1 }))]
pub struct PolicyAmendment {
    /// Definitions, by name, as `GET` gives them; as in the version `after` where one is left out.
    #[schema(value_type = Object)]
    pub definitions: Value,
    /// The first day for which it holds; today if left out.
    #[serde(default, deserialize_with = "values::optional_word")]
    #[schema(inline, value_type = Option<Day>)]
    pub effective_from: Option<Day>,
    /// Why it changes, in a sentence.
    #[serde(default)]
    #[schema(pattern = "^[^\\x00]*$", max_length = 1000)]
    pub note: String,
    /// The number of the latest version there is: nobody overwrites what they have not seen.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub after: u32,
}

/// A leader's agreement to a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signature {
    /// Whose it is.
    pub name: String,
    /// In which capacity.
    #[serde(rename = "title")]
    pub role: String,
    /// When it was given.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// How two policies differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyDrift {
    /// The names of the definitions in which they do, in the order of the document.
    pub definitions: Vec<&'static str>,
    /// The earlier definitions.
    pub before: Policy,
    /// The later ones.
    pub after: Policy,
}

impl App {
    /// Saves the next version of the policy and gives its number. The currency of closed books is kept: what was frozen in one currency
    /// cannot be told in another, and rates of later days would make other figures of it.
    pub async fn save_policy(&self, new: &NewPolicy, by: &str) -> Result<u32, Failure> {
        let company = self.company().await?;
        // So that nothing is closed in between.
        let changes_currency = new.policy.currency != company.policy.value.currency;
        let _lock = if changes_currency { Some(turn_to_write(&company.lake, A_MOMENT).await?) } else { None };
        company.refuse_what_books_keep_from(&new.policy).await?;
        let Company { records, policy: in_force, .. } = company;
        let day = new.effective_from.unwrap_or_else(|| self.today());
        if let Some(from) = in_force.effective_from.filter(|from| day < *from) {
            let said = message("failure-never-in-force").day("day", day);
            let said = said.with("version", in_force.version).day("from", from);
            return Err(Failure::new(FailureKind::Conflict, said));
        }
        let details =
            VersionDetails { effective_from: Some(day), note: new.note.clone(), after: new.after.map(i64::from) };
        let saved = records.documents().add(&new.policy, &details, &self.change(by)?).await?;
        Ok(number(saved.version))
    }

    /// Saves the next version of the policy, which differs from the one before in some definitions, and gives its number.
    pub async fn amend_policy(&self, amendment: PolicyAmendment, by: &str) -> Result<u32, Failure> {
        let PolicyAmendment { mut definitions, effective_from, note, after } = amendment;
        values::to_whole(&mut definitions);
        let known = self.ask(&PolicyQuestion { version: Some(after.to_string()) }).await;
        // Where there is no such version, it is refused below as not the latest one.
        let mut document = known.map_or_else(|_| json!({}), |known| json!(known.policy));
        match (document.as_object_mut(), definitions) {
            (Some(known), Value::Object(given)) => known.extend(given),
            (_, given) => document = given,
        }
        let policy = serde_json::from_value(document)
            .map_err(|error| Failure::input(message("failure-definitions-unread").with("why", error)))?;
        self.save_policy(&NewPolicy { policy, effective_from, note, after: Some(after) }, by).await
    }

    /// Signs a version, or the one in force, and gives its number.
    pub async fn sign_policy(&self, version: Option<u32>, name: &str, role: &str) -> Result<u32, Failure> {
        let company = self.company().await?;
        let version = version.map_or(company.policy.version, i64::from);
        company.records.documents::<Policy>().sign(version, name, role, &self.change(name)?).await?;
        Ok(number(version))
    }

    /// In which definitions `after` differs from `before`.
    pub async fn policy_drift(&self, before: &str, after: &str) -> Result<PolicyDrift, Failure> {
        let version = |name: &str| PolicyQuestion { version: Some(name.to_owned()) };
        let (before, after) = (self.ask(&version(before)).await?.policy, self.ask(&version(after)).await?.policy);
        Ok(PolicyDrift { definitions: before.drift(&after), before, after })
    }
}

impl PolicyAmendment {
    /// The definitions that may be given, as a JSON schema.
    #[must_use]
    pub fn definitions_schema() -> Value {
        let (noun, days) = (
            json!({ "type": "string", "pattern": "^[^\\x00]*[^\\x00\\s][^\\x00]*$", "maxLength": 100 }),
            |least: u16, most: u16| json!({ "type": "integer", "minimum": least, "maximum": most }),
        );
        let one_of = |words: &[&str]| json!({ "type": "string", "enum": words });
        let object = |properties: Value| {
            let names: Vec<String> =
                properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
            json!({ "type": "object", "additionalProperties": false, "required": names, "properties": properties })
        };
        let basis = one_of(&["recurring", "spend", "both"]);
        let rule = object(json!({ "attribute": { "type": "string" }, "value": { "type": "string" }, "basis": basis }));
        let level =
            object(json!({ "name": { "type": "string" }, "from_minor": { "type": "integer", "format": "int64" } }));
        json!({
            "type": "object",
            "description": "Definitions, by name, as `GET` gives them; as in the version `after` where one is left out",
            "additionalProperties": false,
            "properties": {
                "customer_noun": noun,
                "customer_noun_plural": noun,
                "basis": basis,
                "basis_rules": { "type": "array", "items": rule },
                "recurring_months": { "type": "integer", "enum": [1, 12] },
                "lapse_days": days(1, 3650),
                "value_window_days": days(1, 3650),
                "refunds": one_of(&["deducted", "ignored"]),
                "return_window_days": { "type": ["integer", "null"], "minimum": 1, "maximum": 3650 },
                "free": one_of(&["active", "apart", "ignored"]),
                "paused": one_of(&["unchanged", "value_zero"]),
                "lost_when": one_of(&["subscription_ends", "billing_cycle_ends", "at_once"]),
                "same_period": one_of(&["both_counted", "ignored"]),
                "currency": one_of(&Currency::codes().collect::<Vec<_>>()),
                "time_zone": { "type": "string", "enum": ["UTC", "Europe/Berlin", "America/New_York"], "description": "Any IANA name, e.g. one of these" },
                "week_start": one_of(&["monday", "sunday", "saturday"]),
                "fiscal_start_month": days(1, 12),
                "levels": { "type": "array", "items": level, "description": "From low to high, each with its own name" },
                "reason_window_days": days(0, 730),
            },
        })
    }
}

impl PolicyVersion {
    /// A version with its signatures.
    async fn of(row: DocumentVersion<Policy>, records: &Records) -> Result<Self, Failure> {
        let signatures = records.documents::<Policy>().signatures(row.version).await?;
        Ok(Self {
            version: number(row.version),
            effective_from: row.effective_from.unwrap_or(ALWAYS),
            saved_at: row.created_at,
            saved_by: row.created_by,
            note: row.note,
            policy: row.value,
            signatures: signatures
                .into_iter()
                .map(|signature| Signature { name: signature.leader, role: signature.role, at: signature.signed_at })
                .collect(),
        })
    }
}

/// A number of a version, as people write it.
#[must_use]
pub fn number(version: i64) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX)
}

impl Question for PolicyQuestion {
    type Answer = PolicyVersion;

    fn weight(answer: &PolicyVersion) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::Policy)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<PolicyVersion, Failure> {
        let company = app.company().await?;
        let version = self.version.as_deref();
        let preset = version.and_then(|name| name.parse::<Preset>().ok());
        let row = match version {
            Some(name) if preset.is_none() => {
                company.policy_version(name.parse().map_err(|_| no_version(name))?).await?
            }
            _ => company.policy,
        };
        let version = PolicyVersion::of(row, &company.records).await?;
        Ok(match preset {
            Some(preset) => PolicyVersion { policy: preset.policy(&version.policy), signatures: Vec::new(), ..version },
            None => version,
        })
    }
}

impl Question for PolicyHistoryQuestion {
    type Answer = Policies;

    fn weight(answer: &Policies) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::Policy)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Policies, Failure> {
        let company = app.company().await?;
        let mut versions = Vec::new();
        for row in company.records.documents::<Policy>().all().await? {
            versions.push(PolicyVersion::of(row, &company.records).await?);
        }
        Ok(Policies { in_force: number(company.policy.version), versions })
    }
}

impl Tabular for Policies {
    /// One row a version.
    fn table(&self) -> Table {
        let columns = vec![
            Column::whole("version"),
            Column::day("effective_from"),
            Column::text("saved_at"),
            Column::text("saved_by"),
            Column::text("signed_by"),
        ];
        let row = |version: &PolicyVersion| {
            let signatures = version.signatures.iter();
            let signed_by: Vec<_> =
                signatures.map(|signature| format!("{} ({})", signature.name, signature.role)).collect();
            vec![
                Cell::Whole(version.version.into()),
                Cell::Day(version.effective_from),
                Cell::moment(version.saved_at),
                Cell::text(&version.saved_by),
                Cell::text(signed_by.join(", ")),
            ]
        };
        Table::new(columns).with_rows(self.versions.iter().map(row))
    }
}
