//! Question: which reasons does the company tell apart, and since when?
//!
//! Invariant: there is always a tree, the highest version holds, and no version is ever altered or removed.

use bellwether_model::{ReasonNode, ReasonTree};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::cells::{Cells, Stored};
use crate::change::{Query, Writing};
use crate::{Change, ChangeKind, Records, RecordsError};

const READ: &str = "read the reason tree";

/// One version of the company's reason tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonTreeVersion {
    /// Its number, from 1.
    pub version: i64,
    /// The tree; written as the list of its nodes.
    #[serde(rename = "nodes", serialize_with = "nodes")]
    pub tree: ReasonTree,
    /// Who added the version.
    pub created_by: String,
    /// When it was added.
    pub created_at: Timestamp,
}

/// The versions of the reason tree; part of [`Records`].
#[derive(Clone, Copy, Debug)]
pub struct ReasonTrees<'r>(&'r Records);

impl Records {
    /// The versions of the reason tree.
    #[must_use]
    pub fn reason_trees(&self) -> ReasonTrees<'_> {
        ReasonTrees(self)
    }
}

impl ReasonTrees<'_> {
    /// Adds a version made of `nodes`; refuses a broken tree, and returns the current version when it is this very tree.
    pub async fn add(&self, nodes: Vec<ReasonNode>, change: &Change) -> Result<ReasonTreeVersion, RecordsError> {
        let tree = ReasonTree::new(nodes)?;
        let mut writing = self.0.begin("add a version of the reason tree", change).await?;
        match current(&mut writing).await? {
            Some(current) if current.tree == tree => Ok(current),
            current => append(writing, current, tree, change).await,
        }
    }

    /// The version that holds now.
    pub async fn current(&self) -> Result<ReasonTreeVersion, RecordsError> {
        self.0.rows(READ, latest()).await?.pop().ok_or_else(missing)
    }

    /// All versions, oldest first.
    pub async fn all(&self) -> Result<Vec<ReasonTreeVersion>, RecordsError> {
        self.0.rows(READ, sqlx::query(include_str!("reason_tree/all.sql"))).await
    }
}

/// Plants the default tree where there is none yet. It takes the write lock even when there is one: records that cannot be
/// written are told apart when they are opened, not at the first change.
pub(crate) async fn seed(records: &Records, change: &Change) -> Result<(), RecordsError> {
    let mut writing = records.begin("open the records for writing", change).await?;
    if current(&mut writing).await?.is_none() {
        append(writing, None, ReasonTree::default(), change).await?;
    }
    Ok(())
}

/// The tree that holds while a change is made.
pub(crate) async fn current(writing: &mut Writing<'_>) -> Result<Option<ReasonTreeVersion>, RecordsError> {
    Ok(writing.rows(latest()).await?.pop())
}

pub(crate) fn missing() -> RecordsError {
    RecordsError::Corrupt { table: ReasonTreeVersion::TABLE, column: "version", reason: "no version is left".into() }
}

async fn append(
    mut writing: Writing<'_>,
    before: Option<ReasonTreeVersion>,
    tree: ReasonTree,
    change: &Change,
) -> Result<ReasonTreeVersion, RecordsError> {
    let added = ReasonTreeVersion {
        version: before.as_ref().map_or(0, |before| before.version) + 1,
        tree,
        created_by: change.by.clone(),
        created_at: change.at,
    };
    let before = before.map(|before| json!(before));
    let subject = format!("reason tree {}", added.version);
    writing.log(ChangeKind::ReasonTreeAdd, &subject, before.as_ref(), &json!(added)).await?;
    let insert = sqlx::query(include_str!("reason_tree/append.sql"))
        .bind(added.version)
        .bind(json!(added.tree.nodes().collect::<Vec<_>>()).to_string())
        .bind(added.created_by.clone())
        .bind(change.micros())
        .bind(writing.seq);
    writing.add(insert).await?;
    writing.commit().await?;
    Ok(added)
}

fn latest() -> Query {
    sqlx::query(include_str!("reason_tree/current.sql"))
}

fn nodes<S: serde::Serializer>(tree: &ReasonTree, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(tree.nodes())
}

impl Stored for ReasonTreeVersion {
    const TABLE: &'static str = "reason_trees";

    fn read(cells: &Cells<'_>) -> Result<Self, RecordsError> {
        let nodes: Vec<ReasonNode> = cells.json("nodes")?;
        Ok(Self {
            version: cells.number("version")?,
            tree: ReasonTree::new(nodes).map_err(|reason| cells.corrupt("nodes", &reason))?,
            created_by: cells.text("created_by")?,
            created_at: cells.instant("created_at")?,
        })
    }
}
