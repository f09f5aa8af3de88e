//! Question: what did people say and decide, and who changed it when?
//!
//! Invariant: what is recorded is added, never altered (settings, users and tokens alone hold their latest value;
//! sessions, requests, jobs, drafts and the schedule pass); each change is one transaction
//! with one entry in a sealed audit; what has been acknowledged survives a crash. One SQL text serves `SQLite` and Postgres.
//! Time and new ids are passed in, as a [`Change`].

mod agreement;
mod anchor;
mod audit;
mod books;
mod breach;
mod cells;
mod change;
mod change_kind;
mod connection;
mod copy;
mod database;
mod dismissals;
mod document;
mod drafts;
mod error;
mod field;
mod imports;
mod integrity;
mod jobs;
mod journey;
mod journey_agreements;
mod mappings;
mod phases;
mod policy;
mod populations;
mod reason_tree;
mod reasons;
mod register;
mod requests;
mod schedule;
mod seal;
mod seals;
mod sessions;
mod settings;
mod targets;
mod text;
mod tokens;
mod topic;
mod transaction;
mod users;
mod verification;

pub use anchor::Anchor;
pub use audit::{Audit, Entry};
pub use books::{Books, ClosedPeriod, Closing};
pub use breach::Breach;
pub use change::Change;
pub use change_kind::ChangeKind;
pub use connection::Records;
pub use database::shown;
pub use dismissals::{Dismissal, DismissedRows};
pub use document::{Document, DocumentVersion, Documents, VersionDetails};
pub use drafts::{Draft, Drafts};
pub use error::RecordsError;
pub use field::Field;
pub use imports::{ImportUndo, Imports};
pub use jobs::{Hold, Job, JobEntry, JobState, Jobs, Lease};
pub use journey_agreements::{JourneyAgreement, RealityCheck};
pub use mappings::Mapping;
pub use phases::MeasurePhase;
pub use policy::Signature;
pub use reasons::{MovementReason, NewReason, Reasons};
pub use register::{Register, RegisterEntry, Registrable};
pub use requests::{Request, Requests};
pub use schedule::{Schedule, ScheduledRun, Tenure};
pub use sessions::Sessions;
pub use settings::Settings;
pub use tokens::{Token, TokenHolder, Tokens};
pub use topic::{Topic, TopicVersions};
pub use users::{Invitation, Password, User, UserDetails, Users};
