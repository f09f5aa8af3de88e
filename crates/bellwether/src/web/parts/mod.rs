//! The parts that pages are made of.

pub(in crate::web) mod assets;
pub(in crate::web) mod download;
pub(in crate::web) mod draft;
pub(in crate::web) mod empty;
pub(in crate::web) mod form;
pub(in crate::web) mod frame;
pub(in crate::web) mod refusal;
pub(in crate::web) mod roles;
pub(in crate::web) mod table;
pub(in crate::web) mod viewpoint;
