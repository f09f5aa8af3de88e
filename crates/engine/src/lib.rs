//! The flow of Bellwether on DataFusion and Delta Lake.
//!
//! Data moves one way: `lake` (tables on disk) carries `sources → facts → walk → marts → query`; a module uses only what stands to
//! its left, and a test fails when an import points right. The engine never knows HTTP, terminals or people.

pub mod lake;
pub mod sources;

pub mod facts;

pub mod walk;

pub mod marts;

pub mod query;
