//! What the company can be asked: each question is a type, and knows its answer and what the answer rests on.
//!
//! Invariant: two questions that are equal have the same answer for as long as nothing changes that they rest on.

use std::any::Any;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answers::{Answers, MOST_WAITING};
use crate::app::App;
use crate::failure::{Failure, FailureKind};
pub use crate::input::{Input, Topic};
use crate::privacy::Clearance;
use bellwether_words::message;

/// How often an answer is put together before whoever asks is told that too much is new.
const TRIES: usize = 5;

/// A question, with all that its answer depends on besides what it rests on.
pub trait Question: Clone + Eq + Hash + Send + Sync + 'static {
    /// Plain data: what every door shows.
    type Answer: Send + Sync + 'static;

    /// Bytes of memory that an answer holds, its lines of text included, within a factor of two or so.
    fn weight(answer: &Self::Answer) -> usize;

    /// What changes the answer, besides the day: definitions come into force, and customers lapse, on theirs.
    fn rests_on(&self) -> &'static [Input];

    /// The question as somebody of this clearance may ask it: its answer tells them no more than they may know.
    ///
    /// # Errors
    /// Where nothing of the answer may be told to them.
    fn cleared(self, clearance: Clearance) -> Result<Self, Failure>;

    /// How much work the answer is.
    fn effort(&self) -> Effort {
        Effort::Moderate
    }

    /// Works the answer out. What it is put together from are [parts](App::part).
    fn answer(&self, app: &App) -> impl Future<Output = Result<Self::Answer, Failure>>;
}

/// How much work an answer is. Answers of one effort are worked out one after the other, those of different efforts side by side, so that
/// nobody waits long for what is quickly told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// A few rows of the records, or put together from other answers: it takes no turn, and so may wait for answers that do.
    Slight,
    /// From what a server holds in memory, or one pass over the marts.
    Moderate,
    /// A pass over all facts.
    Great,
}

impl App {
    /// The answer, worked out anew. Where it meets a stored mart that is damaged, the marts are made anew first.
    pub async fn ask<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        let answered = match self.ask_once(question).await {
            Err(failure) if failure.is_damaged_mart() => {
                self.make_marts_anew(&failure).await?;
                self.ask_once(question).await
            }
            answered => answered,
        };
        match answered {
            Err(failure) => Err(self.naming_amounts(failure).await),
            answered => answered,
        }
    }

    /// What is put together from parts is of one state of knowledge: it is worked out once more where something changed in the middle of it.
    async fn ask_once<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        for _ in 0..TRIES {
            if question.effort() != Effort::Slight {
                return question.answer(self).await;
            }
            let before = self.versions(question.rests_on()).await?;
            let answer = question.answer(self).await?;
            if self.versions(question.rests_on()).await? == before {
                return Ok(answer);
            }
        }
        Err(Failure::new(FailureKind::Busy, message("failure-something-new")))
    }

    /// The answer to a question that another answer is put together from. A server has it from those it keeps where the whole is of
    /// [slight](Effort::Slight) effort; all else works it out anew, within the turn it has taken.
    pub async fn part<Q: Question>(&self, question: &Q) -> Result<Arc<Q::Answer>, Failure> {
        match &self.answers {
            Some(answers) => answers.kept(self.clone(), question.clone()).await,
            None => Ok(Arc::new(self.ask(question).await?)),
        }
    }
}

/// A place in the line of those who wait for a turn, until it is dropped.
struct InLine(Arc<AtomicUsize>);

impl InLine {
    fn join(line: &Arc<AtomicUsize>) -> Result<Self, Failure> {
        let place = Self(line.clone());
        if line.fetch_add(1, Ordering::Relaxed) < MOST_WAITING {
            return Ok(place);
        }
        Err(Failure::new(FailureKind::Busy, message("failure-many-questions")))
    }
}

impl Drop for InLine {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Answers {
    /// The answer of `app` to a question, as far as somebody of this clearance is told it: the one that is kept, or a new one, worked out off
    /// the threads that serve. Every door but the terminal gets its answers here.
    pub async fn ask<Q: Question>(
        &self,
        app: App,
        question: Q,
        clearance: Clearance,
    ) -> Result<Arc<Q::Answer>, Failure> {
        self.kept(app, question.cleared(clearance)?).await
    }

    async fn kept<Q: Question>(&self, app: App, question: Q) -> Result<Arc<Q::Answer>, Failure> {
        // Before the answer: what changes meanwhile makes it be worked out once more, and is never missed.
        let versions = app.versions(question.rests_on()).await?;
        let cell = self.cell(&question, versions);
        let mut bytes = None;
        let work = async || {
            let answer = self.work_out(app, question.clone()).await?;
            bytes = Some(Q::weight(&answer));
            Ok::<Arc<dyn Any + Send + Sync>, Failure>(Arc::new(answer))
        };
        let answer = match cell.get_or_try_init(work).await {
            Ok(answer) => answer.clone(),
            Err(failure) => {
                self.forget(&question, &cell);
                return Err(failure);
            }
        };
        if let Some(bytes) = bytes {
            self.weighed(&question, &cell, bytes);
        }
        answer
            .downcast::<Q::Answer>()
            .map_err(|_| Failure::new(FailureKind::Internal, "an answer was kept under another question"))
    }

    /// Works out what is not worth keeping, in its turn.
    pub async fn ask_once<Q: Question>(
        &self,
        app: App,
        question: Q,
        clearance: Clearance,
    ) -> Result<Q::Answer, Failure> {
        self.work_out(app, question.cleared(clearance)?).await
    }

    async fn work_out<Q: Question>(&self, app: App, question: Q) -> Result<Q::Answer, Failure> {
        let internal = |error: &dyn std::error::Error| Failure::caused(FailureKind::Internal, error);
        let turn = match question.effort() {
            Effort::Slight => None,
            Effort::Moderate => Some(self.moderate.clone()),
            Effort::Great => Some(self.great.clone()),
        };
        // Who has a turn must not wait for an answer that needs the same one.
        let app = app.with_parts_from(turn.is_none().then(|| self.clone()));
        let _in_line = turn.is_some().then(|| InLine::join(&self.in_line)).transpose()?;
        let turn = match turn {
            None => None,
            Some(turns) => Some(turns.acquire_owned().await.map_err(|error| internal(&error))?),
        };
        let handle = tokio::runtime::Handle::current();
        let running = tokio::task::spawn_blocking(move || {
            let answer = handle.block_on(app.ask(&question));
            // Held to the end, also when nobody waits for the answer any more.
            drop(turn);
            answer
        });
        running.await.map_err(|error| internal(&error))?
    }
}
