//! Question: what did people say and decide, and who changed it when?
//!
//! Invariant: what is recorded is added, never altered (settings, users and tokens alone hold their latest value, sessions and requests pass); each change is one transaction
//! with one entry in a sealed audit; what has been acknowledged survives a crash. One SQL text serves `SQLite` and Postgres.
//! Time and new ids are passed in, as a [`Change`].

mod agreement;
mod audit;
mod books;
mod cells;
mod change;
mod change_kind;
mod database;
mod error;
mod field;
mod mappings;
mod policy;
mod reason_tree;
mod reasons;
mod requests;
mod seal;
mod sessions;
mod settings;
mod targets;
mod tokens;
mod topic;
mod users;

use std::sync::Arc;

use sqlx::AnyPool;

pub use audit::{Audit, Breach, Entry};
pub use books::{Books, ClosedPeriod, Closing};
pub use change::Change;
pub use change_kind::ChangeKind;
pub use error::RecordsError;
pub use field::Field;
pub use mappings::{Mapping, Mappings};
pub use policy::{Policies, PolicyVersion, Signature};
pub use reason_tree::{ReasonTreeVersion, ReasonTrees};
pub use reasons::{MovementReason, NewReason, Reasons};
pub use requests::{Request, Requests};
pub use sessions::Sessions;
pub use settings::Settings;
pub use targets::{SetTarget, Targets};
pub use tokens::{Holder, Token, Tokens};
pub use topic::{Topic, TopicVersions};
pub use users::{Password, User, UserDetails, Users};

/// The opened records. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Records {
    pool: AnyPool,
    place: Arc<str>,
}
