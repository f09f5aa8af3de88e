//! The company in a browser, and for programs: pages and the API.
//!
//! The folders stand in the order of their use: the site, parts of pages, pages and the API side by side, and what serves them.

mod api;
mod pages;
mod parts;
mod serving;
mod site;
#[cfg(test)]
mod tests;

pub(crate) use serving::{is_loopback, serve};
pub(crate) use site::door::{Door, LockedDoor};
