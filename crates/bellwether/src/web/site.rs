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
const MOST_ANSWERS: usize = 64;

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
        let place = self.place(&state, &question);
        let answer = match place.get_or_try_init(|| blocking(app, request, ask)).await {
            Ok(answer) => answer.clone(),
            Err(failure) => {
                self.forget(&question);
                return Err(failure);
            }
        };
        answer
            .downcast::<T>()
            .map_err(|_| Failure::new(FailureKind::Internal, "an answer was kept under another's name"))
    }

    fn place(&self, state: &str, question: &str) -> Answer {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.state != state || (kept.answers.len() >= MOST_ANSWERS && !kept.answers.contains_key(question)) {
            *kept = Kept { state: state.to_owned(), answers: HashMap::new() };
        }
        kept.answers.entry(question.to_owned()).or_default().clone()
    }

    /// A question without an answer takes no place.
    fn forget(&self, question: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.answers.get(question).is_some_and(|answer| answer.get().is_none()) {
            kept.answers.remove(question);
        }
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
