//! What did the company agree to count, since when, and who signed it?
use bellwether_model::{Day, Policy, PolicyDrift, Preset};
use jiff::Timestamp;

use super::{App, number};
use crate::failure::{Failure, FailureKind};
use crate::words::said;

/// A version of the policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PolicyVersion {
    pub(crate) version: u32,
    pub(crate) effective_from: Day,
    pub(crate) saved_at: Timestamp,
    pub(crate) saved_by: String,
    /// Why it was changed; may be empty.
    pub(crate) note: String,
    pub(crate) policy: Policy,
    pub(crate) signatures: Vec<Signature>,
}

/// The next version of the policy.
#[derive(Clone, Debug)]
pub(crate) struct NewPolicy {
    pub(crate) policy: Policy,
    /// The first day on which it holds; absent: today.
    pub(crate) effective_from: Option<Day>,
    /// Why it changes, in a sentence.
    pub(crate) note: String,
    /// The latest version that whoever writes it has seen; absent: whichever is the latest.
    pub(crate) after: Option<u32>,
}

/// A leader's agreement to a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Signature {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) at: Timestamp,
}

impl App {
    /// The version named (a number or a preset), or the one in force.
    pub(crate) async fn policy(&self, version: Option<&str>) -> Result<PolicyVersion, Failure> {
        let company = self.company().await?;
        let preset = version.and_then(|name| name.parse::<Preset>().ok());
        let row = match version {
            Some(name) if preset.is_none() => {
                let number = name.parse::<i64>().ok();
                let found = match number {
                    Some(number) => company.records.policies().version(number).await?,
                    None => None,
                };
                found.ok_or_else(|| {
                    Failure::new(FailureKind::NotFound, said("failure-no-version").with("version", name))
                })?
            }
            _ => company.policy.clone(),
        };
        let signatures = company.records.policies().signatures(row.version).await?;
        let version = PolicyVersion::of(row, signatures);
        Ok(match preset {
            Some(preset) => PolicyVersion { policy: preset.policy(&version.policy), signatures: Vec::new(), ..version },
            None => version,
        })
    }

    /// Saves the next version of the policy and gives its number.
    pub(crate) async fn save_policy(&self, new: &NewPolicy, by: &str) -> Result<u32, Failure> {
        let super::company::Company { records, policy: in_force, .. } = self.company().await?;
        let day = new.effective_from.unwrap_or_else(|| self.today());
        if day < in_force.effective_from {
            let (version, from) = (in_force.version, in_force.effective_from);
            let said = said("failure-never-in-force").day("day", day).with("version", version).day("from", from);
            return Err(Failure::new(FailureKind::Conflict, said));
        }
        let (policies, change) = (records.policies(), self.change(by)?);
        let saved = match new.after {
            None => policies.add(&new.policy, day, &new.note, &change).await?,
            Some(after) => policies.add_after(after.into(), &new.policy, day, &new.note, &change).await?,
        };
        Ok(number(saved.version))
    }

    pub(crate) async fn sign_policy(&self, version: Option<u32>, name: &str, role: &str) -> Result<u32, Failure> {
        let company = self.company().await?;
        let version = version.map_or(company.policy.version, i64::from);
        company.records.policies().sign(version, name, role, &self.change(name)?).await?;
        Ok(number(version))
    }

    /// All versions, oldest first.
    pub(crate) async fn policy_history(&self) -> Result<Vec<PolicyVersion>, Failure> {
        let company = self.company().await?;
        let mut versions = Vec::new();
        for row in company.records.policies().all().await? {
            let signatures = company.records.policies().signatures(row.version).await?;
            versions.push(PolicyVersion::of(row, signatures));
        }
        Ok(versions)
    }

    /// In which definitions `after` differs from `before`.
    pub(crate) async fn policy_drift(&self, before: &str, after: &str) -> Result<Vec<PolicyDrift>, Failure> {
        Ok(self.policy(Some(before)).await?.policy.drift(&self.policy(Some(after)).await?.policy))
    }
}

impl PolicyVersion {
    fn of(row: bellwether_records::PolicyVersion, signatures: Vec<bellwether_records::Signature>) -> Self {
        Self {
            version: number(row.version),
            effective_from: row.effective_from,
            saved_at: row.created_at,
            saved_by: row.created_by,
            note: row.note,
            policy: row.policy,
            signatures: signatures
                .into_iter()
                .map(|signature| Signature { name: signature.leader, role: signature.role, at: signature.signed_at })
                .collect(),
        }
    }
}
