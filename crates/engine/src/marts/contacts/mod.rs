//! Contacts that were due though nobody asked: which came, which were missed, and which are due next? Who reached a moment that comes by counting, and
//! whose subscriptions end with nothing after them?
//!
//! Grain: customer × contact. Inputs: the stored journey, the ledger's accounts and subscriptions, by the journey that holds on the last day. Invariant:
//! a contact is owed to who is active on the day by which it is due, and each is told once: in time, late, missed or due.

mod customers;
mod lives;
mod question;
mod summary;
#[cfg(test)]
mod tests;

pub use customers::{ContactCustomer, ContactCustomers, ContactList, contact_customers};
pub use question::ContactsQuestion;
pub use summary::{ContactLine, Contacts, MomentLine, contacts};
