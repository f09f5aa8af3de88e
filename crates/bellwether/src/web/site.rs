//! The site: what all pages share, and answers kept for as long as nothing changes.

use std::any::Any;
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderMap;
use bellwether_model::Day;
use jiff::Timestamp;
use tokio::sync::{OnceCell, Semaphore};

use super::access::Visit;
use super::attempts::{self, Attempts};
use super::jobs::Jobs;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::organisation::House;
use bellwether_app::{App, Viewpoint};
use bellwether_words::{Language, Tongue, Words};

/// Answers kept at most; then that is forgotten which was not asked for the longest.
const MOST_ANSWERS: usize = 256;

/// Whose house it is, after how many changes of the records and on which day: definitions come into force on theirs.
type KnownHouse = ((i64, Day), Arc<House>);

/// What a page needs.
pub(super) struct Site {
    languages: [Language; 2],
    pub(super) door: Door,
    app: App,
    clock: fn() -> Timestamp,
    kept: Mutex<Kept>,
    pub(super) jobs: Jobs,
    /// Whose house it is.
    house: Mutex<Option<KnownHouse>>,
    /// The turn to work out an answer: each keeps all processors busy, and two at a time would only take more memory.
    working: Arc<Semaphore>,
    /// The one turn for what reads all facts, so that the others need not wait for it.
    reading: Arc<Semaphore>,
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
    /// Proxies that say truly from where a request comes.
    proxies: Vec<IpAddr>,
    /// What the console said to whoever makes an admin; gone once one is made.
    secret: Mutex<Option<String>>,
    is_first: bool,
    pub(super) attempts: Attempts,
}

impl Locked {
    /// A lock for browsers that come to `origin`, by way of `proxies` if any; `secret` lets somebody make an admin, who is the
    /// first one if `is_first`.
    pub(crate) fn new(origin: String, proxies: Vec<IpAddr>, secret: Option<String>, is_first: bool) -> Self {
        Self { origin, proxies, secret: Mutex::new(secret), is_first, attempts: Attempts::default() }
    }

    /// Whether nobody can sign in before an admin is made.
    pub(super) fn awaits_first(&self) -> bool {
        self.is_first && self.awaits_admin()
    }

    /// Whether an admin can be made with a secret.
    pub(super) fn awaits_admin(&self) -> bool {
        self.secret().is_some()
    }

    /// Takes the secret out, if it is the one given: it serves once.
    pub(super) fn take(&self, secret: &str) -> bool {
        let mut kept = self.secret();
        let is_right = kept.as_deref() == Some(secret.trim());
        if is_right {
            *kept = None;
        }
        is_right
    }

    /// Puts the secret back that did not serve.
    pub(super) fn put_back(&self, secret: &str) {
        *self.secret() = Some(secret.trim().to_owned());
    }

    fn secret(&self) -> std::sync::MutexGuard<'_, Option<String>> {
        self.secret.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place a request comes from: the address of the peer or, if that is a proxy of ours, the one that the proxy saw.
    pub(super) fn place(&self, peer: IpAddr, headers: &HeaderMap) -> String {
        let forwarded = headers.get_all("x-forwarded-for").into_iter().next_back();
        let seen = forwarded.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        let is_proxy = self.proxies.contains(&peer.to_canonical());
        attempts::place(seen.filter(|_| is_proxy).unwrap_or(peer))
    }
}

/// Answers to questions, all of one state of facts and records.
#[derive(Default)]
struct Kept {
    state: String,
    /// By question, each with the number of when it was last asked for.
    answers: HashMap<String, (u64, Answer)>,
    asked: u64,
}

/// Somebody asks first; all others wait for the same answer.
type Answer = Arc<OnceCell<Arc<dyn Any + Send + Sync>>>;

impl Site {
    pub(super) fn new(app: App, clock: fn() -> Timestamp, door: Door) -> Self {
        Self {
            languages: [Tongue::English, Tongue::German].map(Language::new),
            door,
            app,
            clock,
            kept: Mutex::default(),
            jobs: Jobs::default(),
            house: Mutex::default(),
            working: Arc::new(Semaphore::new(1)),
            reading: Arc::new(Semaphore::new(1)),
        }
    }

    /// The language a visitor reads.
    pub(super) fn language(&self, visit: &Visit) -> &Language {
        match visit.tongue {
            Tongue::English => &self.languages[0],
            Tongue::German => &self.languages[1],
        }
    }

    /// The words a visitor reads where none but the company's own are asked for.
    pub(super) fn words<'v>(&'v self, visit: &'v Visit) -> Words<'v> {
        let House { noun, nouns, currency, .. } = &*visit.house;
        self.language(visit).with_noun((noun, nouns), *currency)
    }

    /// Whose house it is.
    ///
    /// Every page needs it, the way in included: it waits for nobody's turn.
    pub(super) async fn house(&self) -> Result<Arc<House>, Failure> {
        let app = self.app();
        let state = (app.changes().await?, app.today());
        let kept = self.house.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, house)) = kept.filter(|(known, _)| *known == state) {
            return Ok(house);
        }
        let house = Arc::new(app.house().await?);
        *self.house.lock().unwrap_or_else(PoisonError::into_inner) = Some((state, house.clone()));
        Ok(house)
    }

    /// The app at this moment.
    pub(super) fn app(&self) -> App {
        self.app.at((self.clock)())
    }

    /// Scheme and host under which browsers may come besides the names of this computer.
    pub(super) fn origin(&self) -> Option<&str> {
        match &self.door {
            Door::Open => None,
            Door::Locked(locked) => Some(&locked.origin),
        }
    }

    /// The host of it.
    pub(super) fn host(&self) -> Option<&str> {
        self.origin()?.split_once("://").map(|(_, host)| host)
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
        self.act_as(self.app(), request, act).await
    }

    /// The same by an app that is told what to do.
    pub(super) async fn act_as<Q, T, F>(
        &self,
        app: App,
        request: Q,
        act: impl FnOnce(App, Q) -> F + Send + 'static,
    ) -> Result<T, Failure>
    where
        Q: Send + 'static,
        T: Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        in_turn(self.working.clone(), app, request, act).await
    }

    /// [`ask`](Self::ask) for what reads all facts.
    pub(super) async fn ask_long<Q, T, F>(
        &self,
        request: Q,
        ask: impl FnOnce(App, Q) -> F + Send + 'static,
    ) -> Result<Arc<T>, Failure>
    where
        Q: std::fmt::Debug + Send + 'static,
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        self.ask_in_turn(self.reading.clone(), request, ask).await
    }

    /// [`ask`](Self::ask) from a viewpoint. Who looks from elsewhere than from now, by the policy in force, reads all facts, and so that
    /// others need not wait comes in their turn.
    pub(super) async fn ask_from<Q, T, F>(
        &self,
        viewpoint: &Viewpoint,
        request: Q,
        ask: impl FnOnce(App, Q) -> F + Send + 'static,
    ) -> Result<Arc<T>, Failure>
    where
        Q: std::fmt::Debug + Send + 'static,
        T: Send + Sync + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        let turns = if viewpoint.is_now() { &self.working } else { &self.reading };
        self.ask_in_turn(turns.clone(), request, ask).await
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
        self.ask_in_turn(self.working.clone(), request, ask).await
    }

    async fn ask_in_turn<Q, T, F>(
        &self,
        turns: Arc<Semaphore>,
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
            let answer: Arc<dyn Any + Send + Sync> = Arc::new(in_turn(turns, app, request, ask).await?);
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
        if kept.state != state {
            *kept = Kept { state: state.to_owned(), ..Kept::default() };
        }
        if kept.answers.len() >= MOST_ANSWERS && !kept.answers.contains_key(question) {
            let oldest = kept.answers.iter().min_by_key(|(_, (asked, _))| *asked).map(|(question, _)| question.clone());
            oldest.and_then(|question| kept.answers.remove(&question));
        }
        kept.asked += 1;
        let now = kept.asked;
        let (asked, answer) = kept.answers.entry(question.to_owned()).or_default();
        *asked = now;
        answer.clone()
    }

    /// A question without an answer takes no place.
    fn forget(&self, question: &str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.answers.get(question).is_some_and(|(_, answer)| answer.get().is_none()) {
            kept.answers.remove(question);
        }
    }
}

/// Works out an answer on a thread that may be busy for long, once there is a turn.
async fn in_turn<Q, T, F>(
    turns: Arc<Semaphore>,
    app: App,
    request: Q,
    act: impl FnOnce(App, Q) -> F + Send + 'static,
) -> Result<T, Failure>
where
    Q: Send + 'static,
    T: Send + 'static,
    F: Future<Output = Result<T, Failure>>,
{
    let internal = |error: &dyn std::error::Error| Failure::caused(FailureKind::Internal, error);
    let turn = turns.acquire_owned().await.map_err(|error| internal(&error))?;
    let handle = tokio::runtime::Handle::current();
    let running = tokio::task::spawn_blocking(move || {
        let done = handle.block_on(act(app, request));
        // Held to the end, also when nobody waits for the answer any more.
        drop(turn);
        done
    });
    running.await.map_err(|error| internal(&error))?
}
