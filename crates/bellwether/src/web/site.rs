//! The site: what all pages share, and answers kept for as long as nothing changes.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::words::Language;
use crate::app::App;
use crate::failure::{Failure, FailureKind};

/// Answers kept at most; then all are forgotten.
const MOST_ANSWERS: usize = 200;

/// What a page needs.
pub(super) struct Site {
    pub(super) language: Language,
    app: App,
    clock: fn() -> Timestamp,
    kept: Mutex<Kept>,
}

/// Answers to questions, all of one state of facts and records.
#[derive(Default)]
struct Kept {
    state: String,
    answers: HashMap<String, Answer>,
}

/// Somebody asks first; all others wait for the same answer.
type Answer = Arc<OnceCell<Arc<dyn Any + Send + Sync>>>;

impl Site {
    pub(super) fn new(app: App, clock: fn() -> Timestamp) -> Self {
        Self { language: Language::english(), app, clock, kept: Mutex::default() }
    }

    /// The answer of the app to `request`, off the threads that serve, and kept while facts and records stay the same.
    pub(super) async fn ask<Q, T, F>(
        &self,
        request: Q,
        ask: impl FnOnce(App, Q) -> F + Send + 'static,
    ) -> Result<Arc<T>, Failure>
    where
        Q: std::fmt::Debug + Send + 'static,
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        let app = self.app.at((self.clock)());
        let state = app.state_of_knowledge().await?;
        let question = format!("{}{request:?}", std::any::type_name::<T>());
        let answer = self.place(state, question).get_or_try_init(|| blocking(app, request, ask)).await?.clone();
        answer
            .downcast::<T>()
            .map_err(|_| Failure::new(FailureKind::Internal, "an answer was kept under another's name"))
    }

    fn place(&self, state: String, question: String) -> Answer {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != state || kept.answers.len() >= MOST_ANSWERS {
            *kept = Kept { state, answers: HashMap::new() };
        }
        kept.answers.entry(question).or_default().clone()
    }
}

/// Runs a question on a thread that may be busy for long.
async fn blocking<Q, T, F>(
    app: App,
    request: Q,
    ask: impl FnOnce(App, Q) -> F + Send + 'static,
) -> Result<Arc<dyn Any + Send + Sync>, Failure>
where
    Q: Send + 'static,
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>>,
{
    let handle = tokio::runtime::Handle::current();
    let running = tokio::task::spawn_blocking(move || handle.block_on(ask(app, request)));
    let answer = running.await.map_err(|error| Failure::caused(FailureKind::Internal, &error))??;
    Ok(Arc::new(answer))
}
