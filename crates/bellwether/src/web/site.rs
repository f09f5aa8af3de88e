//! The site: what all pages share, and answers kept for as long as nothing changes.

use std::any::Any;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::attempts::Attempts;
use super::words::Language;
use crate::app::App;
use crate::failure::{Failure, FailureKind};

/// Answers kept at most; then all are forgotten.
const MOST_ANSWERS: usize = 64;

/// What a page needs.
pub(super) struct Site {
    pub(super) language: Language,
    pub(super) door: Door,
    app: App,
    clock: fn() -> Timestamp,
    kept: Mutex<Kept>,
}

/// Who is let in.
pub(crate) enum Door {
    /// Whoever sits at this computer, to look at the sample company.
    Open,
    /// Those who sign in.
    Locked(Box<Locked>),
}

/// A door with a lock.
pub(crate) struct Locked {
    /// Where browsers find it, without a slash at the end, e.g. `https://growth.example.com`.
    origin: String,
    /// What the console said to whoever makes the first admin; gone once there is one.
    first_secret: Mutex<Option<String>>,
    pub(super) attempts: Attempts,
}

impl Locked {
    /// A lock for browsers that come to `origin`; `first_secret` lets somebody make the first admin.
    pub(crate) fn new(origin: String, first_secret: Option<String>) -> Self {
        Self { origin, first_secret: Mutex::new(first_secret), attempts: Attempts::default() }
    }

    pub(super) fn awaits_first(&self) -> bool {
        self.first_secret().is_some()
    }

    /// Whether it is what the console said.
    pub(super) fn knows(&self, secret: &str) -> bool {
        self.first_secret().as_deref() == Some(secret.trim())
    }

    pub(super) fn first_is_there(&self) {
        *self.first_secret() = None;
    }

    fn first_secret(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.first_secret.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
    pub(super) fn new(app: App, clock: fn() -> Timestamp, door: Door) -> Self {
        Self { language: Language::english(), door, app, clock, kept: Mutex::default() }
    }

    /// The app at this moment.
    pub(super) fn app(&self) -> App {
        self.app.at((self.clock)())
    }

    /// The host under which browsers may come besides the names of this computer.
    pub(super) fn host(&self) -> Option<&str> {
        match &self.door {
            Door::Open => None,
            Door::Locked(locked) => locked.origin.split_once("://").map(|(_, host)| host),
        }
    }

    /// Whether browsers come by TLS.
    pub(super) fn is_secure(&self) -> bool {
        matches!(&self.door, Door::Locked(locked) if locked.origin.starts_with("https://"))
    }

    /// The name of the cookie that holds a session's secret; browsers take the first name from nobody but this very host.
    pub(super) fn session_cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-session" } else { "session" }
    }

    pub(super) fn set_session_cookie(&self, secret: &str, seconds: i64) -> String {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let name = self.session_cookie();
        format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }

    /// Does something, off the threads that serve.
    pub(super) async fn act<Q, T, F>(
        &self,
        request: Q,
        act: impl FnOnce(App, Q) -> F + Send + 'static,
    ) -> Result<T, Failure>
    where
        Q: Send + 'static,
        T: Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        blocking(self.app(), request, act).await
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
        let app = self.app();
        let state = app.state_of_knowledge().await?;
        let question = format!("{}{request:?}", std::any::type_name::<T>());
        let place = self.place(&state, &question);
        let answered = async || {
            let answer: Arc<dyn Any + Send + Sync> = Arc::new(blocking(app, request, ask).await?);
            Ok(answer)
        };
        let answer = match place.get_or_try_init(answered).await {
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
async fn blocking<Q, T, F>(app: App, request: Q, ask: impl FnOnce(App, Q) -> F + Send + 'static) -> Result<T, Failure>
where
    Q: Send + 'static,
    T: Send + 'static,
    F: Future<Output = Result<T, Failure>>,
{
    let handle = tokio::runtime::Handle::current();
    let running = tokio::task::spawn_blocking(move || handle.block_on(ask(app, request)));
    running.await.map_err(|error| Failure::caused(FailureKind::Internal, &error))?
}
