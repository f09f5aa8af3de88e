//! Question: which definitions did the company agree on, from when, and which leaders signed them?
//!
//! Invariant: a version is never altered or removed; the one in force on a day is the one with the latest effective day up to it,
//! and of several with that day the highest version.

use bellwether_model::{Day, Policy};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cells::{Cells, Stored};
use crate::change::{Query, Writing, storable, written};
use crate::{Change, ChangeKind, Field, Records, RecordsError};

const READ: &str = "read the versions of the policy";

/// One version of the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PolicyVersion {
    /// Its number, from 1.
    pub version: i64,
    /// The definitions.
    pub policy: Policy,
    /// The first day on which they hold.
    pub effective_from: Day,
    /// Why they were changed, in a sentence.
    pub note: String,
    /// Who added the version.
    pub created_by: String,
    /// When it was added.
    pub created_at: Timestamp,
}

/// One leader's signature under one version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// The version signed.
    pub version: i64,
    /// Who signed it.
    pub leader: String,
    /// The leader's role.
    pub role: String,
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// The versions of the policy; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct Policies<'r>(&'r Records);

impl Records {
    /// The versions of the policy.
    #[must_use]
    pub fn policies(&self) -> Policies<'_> {
        Policies(self)
    }
}

impl Policies<'_> {
    /// Adds a version that holds from the day `effective_from`; refuses a policy that contradicts itself.
    pub async fn add(
        &self,
        policy: &Policy,
        effective_from: Day,
        note: &str,
        change: &Change,
    ) -> Result<PolicyVersion, RecordsError> {
        self.append(policy, effective_from, note, None, change).await
    }

    /// The same, refused unless the version `after` still is the latest: nobody overwrites what they have not seen.
    pub async fn add_after(
        &self,
        after: i64,
        policy: &Policy,
        effective_from: Day,
        note: &str,
        change: &Change,
    ) -> Result<PolicyVersion, RecordsError> {
        self.append(policy, effective_from, note, Some(after), change).await
    }

    async fn append(
        &self,
        policy: &Policy,
        effective_from: Day,
        note: &str,
        after: Option<i64>,
        change: &Change,
    ) -> Result<PolicyVersion, RecordsError> {
        let note = storable(Field::Note, note)?;
        let mut writing = self.0.begin("add a version of the policy", change).await?;
        let before = latest(&mut writing).await?;
        let latest = before.as_ref().map_or(0, |version| version.version);
        if let Some(seen) = after.filter(|seen| *seen != latest) {
            return Err(RecordsError::PolicyChanged { seen, latest });
        }
        policy.check()?;
        let added = PolicyVersion {
            version: latest + 1,
            policy: policy.clone(),
            effective_from,
            note: note.to_owned(),
            created_by: change.by.clone(),
            created_at: change.at,
        };
        let before = before.map(|version| json!(version));
        writing
            .log(ChangeKind::PolicyAdd, &format!("policy {}", added.version), before.as_ref(), &json!(added))
            .await?;
        let insert = sqlx::query(include_str!("policy/append.sql"))
            .bind(added.version)
            .bind(json!(policy).to_string())
            .bind(i64::from(effective_from.0))
            .bind(added.note.clone())
            .bind(added.created_by.clone())
            .bind(change.micros())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await?;
        Ok(added)
    }

    /// Puts the signature of `leader` under a version; each leader signs a version once.
    pub async fn sign(
        &self,
        version: i64,
        leader: &str,
        role: &str,
        change: &Change,
    ) -> Result<Signature, RecordsError> {
        let leader = written(Field::Leader, leader)?.to_owned();
        let role = written(Field::Role, role)?.to_owned();
        let mut writing = self.0.begin("sign the policy", change).await?;
        let latest = latest(&mut writing).await?.map_or(0, |latest| latest.version);
        if !(1..=latest).contains(&version) {
            return Err(RecordsError::NoPolicyVersion { asked: version, latest });
        }
        let signed: Vec<Signature> = writing.rows(signatures(version)).await?;
        if signed.iter().any(|signature| signature.leader.to_lowercase() == leader.to_lowercase()) {
            return Err(RecordsError::SignedTwice { version, leader });
        }
        let signature = Signature { version, leader, role, signed_at: change.at };
        writing.log(ChangeKind::PolicySign, &format!("policy {version}"), None, &json!(signature)).await?;
        let insert = sqlx::query(include_str!("policy/sign.sql"))
            .bind(version)
            .bind(signature.leader.clone())
            .bind(signature.role.clone())
            .bind(change.micros())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await?;
        Ok(signature)
    }

    /// All versions, oldest first.
    pub async fn all(&self) -> Result<Vec<PolicyVersion>, RecordsError> {
        self.0.rows(READ, sqlx::query(include_str!("policy/all.sql"))).await
    }

    /// The version with this number.
    pub async fn version(&self, version: i64) -> Result<Option<PolicyVersion>, RecordsError> {
        let query = sqlx::query(include_str!("policy/version.sql")).bind(version);
        Ok(self.0.rows(READ, query).await?.pop())
    }

    /// The version in force on `day`, or `None` on days before the first one holds.
    pub async fn in_force(&self, day: Day) -> Result<Option<PolicyVersion>, RecordsError> {
        let query = sqlx::query(include_str!("policy/in_force.sql")).bind(i64::from(day.0));
        Ok(self.0.rows(READ, query).await?.pop())
    }

    /// The signatures under a version, first come first.
    pub async fn signatures(&self, version: i64) -> Result<Vec<Signature>, RecordsError> {
        self.0.rows("read the signatures of the policy", signatures(version)).await
    }
}

async fn latest(writing: &mut Writing<'_>) -> Result<Option<PolicyVersion>, RecordsError> {
    Ok(writing.rows(sqlx::query(include_str!("policy/latest.sql"))).await?.pop())
}

fn signatures(version: i64) -> Query {
    sqlx::query(include_str!("policy/signatures.sql")).bind(version)
}

impl Stored for PolicyVersion {
    const TABLE: &'static str = "policy_versions";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            version: cells.number("version")?,
            policy: cells.json("document")?,
            effective_from: cells.day("effective_from")?,
            note: cells.text("note")?,
            created_by: cells.text("created_by")?,
            created_at: cells.instant("created_at")?,
        })
    }
}

impl Stored for Signature {
    const TABLE: &'static str = "policy_signatures";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            version: cells.number("version")?,
            leader: cells.text("leader")?,
            role: cells.text("role")?,
            signed_at: cells.instant("signed_at")?,
        })
    }
}
