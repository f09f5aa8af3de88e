//! What every door asks of Bellwether: one request and one answer of plain data for each question, one function between them.
//!
//! Terminal, pages, API and reports use the same functions. Only this folder calls the engine and the records.

mod answers;
mod app;
pub mod audit;
pub mod base;
pub mod bridge;
pub mod close;
pub mod cohorts;
pub mod columns;
mod company;
pub mod config;
pub mod cursor;
pub mod customer;
pub mod customers;
pub mod demo;
pub mod doctor;
mod exchange_rates;
pub mod failure;
mod failures;
mod figure;
mod file_note;
pub mod file_question;
pub mod file_rows;
pub mod import;
pub mod import_job;
pub mod import_queue;
mod input;
pub mod inventory;
pub mod invitation;
pub mod ledger;
pub mod limits;
pub mod look;
pub mod open_import;
pub mod organisation;
pub mod people;
pub mod planning;
pub mod policy;
pub mod privacy;
pub mod question;
pub mod reason;
pub mod refresh;
pub mod rejects;
pub mod requests;
mod reused_ids;
mod review;
mod same_system;
mod sample;
pub mod sample_company;
pub mod sample_making;
pub mod sql;
pub mod start;
pub mod survival;
pub mod table;
pub mod tokens;

pub mod undo;
pub mod upload;
pub mod usage;
pub mod values;
mod viewpoint;
mod word_answers;

pub use answers::Answers;
pub use app::App;
pub use figure::Figure;
pub use viewpoint::{Basis, Viewpoint};
