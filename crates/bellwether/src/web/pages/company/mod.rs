//! The company itself: its definitions, its people, and whether all is sound.

pub(in crate::web) mod audit;
pub(in crate::web) mod definitions;
pub(in crate::web) mod first_definitions;
pub(in crate::web) mod health;
pub(in crate::web) mod invitation;
pub(in crate::web) mod people;
pub(in crate::web) mod settings;
pub(in crate::web) mod sign_in;
pub(in crate::web) mod start;
pub(in crate::web) mod tokens;
