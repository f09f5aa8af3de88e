//! What the company can be asked: each question is a type, and knows its answer and what the answer rests on.
//!
//! Invariant: two questions that are equal have the same answer for as long as nothing changes that they rest on.

use std::hash::Hash;

use crate::app::App;
use crate::failure::Failure;
pub use crate::input::{Input, Topic};

/// A question, with all that its answer depends on besides what it rests on.
pub trait Question: Clone + Eq + Hash + Send + Sync + 'static {
    /// Plain data: what every door shows.
    type Answer: Send + Sync + 'static;

    /// What changes the answer, besides the day: definitions come into force, and customers lapse, on theirs.
    fn rests_on(&self) -> &'static [Input];

    /// How much work the answer is.
    fn effort(&self) -> Effort {
        Effort::Moderate
    }

    /// Works the answer out, from nothing that was kept.
    fn answer(&self, app: &App) -> impl Future<Output = Result<Self::Answer, Failure>>;
}

/// How much work an answer is. Answers of one effort are worked out one after the other, those of different efforts side by side, so that
/// nobody waits long for what is quickly told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A few rows of the records: it waits for nobody's turn.
    Slight,
    /// From what a server holds in memory, or one pass over the marts.
    Moderate,
    /// A pass over all facts.
    Great,
}

impl App {
    /// The answer, worked out anew.
    pub async fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        question.answer(self).await
    }
}
