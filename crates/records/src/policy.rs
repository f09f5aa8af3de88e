//! Question: which definitions did the company agree on, from when, and which leaders signed them?
//!
//! Invariant: a leader signs a version once, and no signature is ever altered or removed.

use std::error::Error;

use bellwether_model::Policy;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::cells::{Cells, FromCells, Query};
use crate::change::Change;
use crate::change_kind::ChangeKind;
use crate::document::{Document, Documents, latest};
use crate::error::RecordsError;
use crate::field::Field;
use crate::text::name;
use crate::topic::Topic;

impl Document for Policy {
    const NOUN: &'static str = "policy";
    const ADD: ChangeKind = ChangeKind::PolicyAdd;
    const FIELD: &'static str = "policy";
    const ATTEMPTS: [&'static str; 2] = ["add a version of the policy", "read the versions of the policy"];

    fn check(&self) -> Result<Self, RecordsError> {
        Self::check(self)?;
        Ok(self.clone())
    }

    fn content(&self) -> Value {
        json!(self)
    }

    fn read(_: &str, body: &str) -> Result<Self, Box<dyn Error>> {
        Ok(serde_json::from_str(body)?)
    }
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

impl Documents<'_, Policy> {
    /// Puts the signature of `leader` under a version; each leader signs a version once.
    pub async fn sign(
        &self,
        version: i64,
        leader: &str,
        role: &str,
        change: &Change,
    ) -> Result<Signature, RecordsError> {
        let leader = name(Field::Leader, leader)?.to_owned();
        let role = name(Field::Role, role)?.to_owned();
        let mut writing = self.records.begin("sign the policy", change).await?;
        let latest = latest::<Policy>(&mut writing, "").await?.map_or(0, |latest| latest.version);
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
            .bind(Topic::Policy.name())
            .bind(version)
            .bind(signature.leader.clone())
            .bind(signature.role.clone())
            .bind(change.micros())
            .bind(writing.seq);
        writing.add(insert).await?;
        writing.commit().await?;
        Ok(signature)
    }

    /// The signatures under a version, first come first.
    pub async fn signatures(&self, version: i64) -> Result<Vec<Signature>, RecordsError> {
        self.records.rows("read the signatures of the policy", signatures(version)).await
    }
}

fn signatures(version: i64) -> Query {
    sqlx::query(include_str!("policy/signatures.sql")).bind(Topic::Policy.name()).bind(version)
}

impl FromCells for Signature {
    const TABLE: &'static str = "signatures";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        Ok(Self {
            version: cells.number("version")?,
            leader: cells.text("leader")?,
            role: cells.text("role")?,
            signed_at: cells.instant("signed_at")?,
        })
    }
}
