//! The site: what all pages share.

pub(in crate::web) mod attempts;
pub(in crate::web) mod crowd;
pub(in crate::web) mod door;
pub(in crate::web) mod route;
pub(in crate::web) mod uploads;
pub(in crate::web) mod visit;

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::web::site::crowd::Crowd;
use crate::web::site::door::Door;
use crate::web::site::visit::Visit;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::import_queue::ImportQueue;
use bellwether_app::organisation::{House, HouseQuestion};
use bellwether_app::privacy::Clearance;
use bellwether_app::question::Question;
use bellwether_app::sample_making::SampleMaking;
use bellwether_app::schedule::Schedule;
use bellwether_app::{Answers, App};
use bellwether_words::{Language, Locale, Words};

/// Changes made at once: each may look up what it is about, and holds memory for it.
const MOST_ACTING: usize = 4;

/// Of who is not known yet.
const NOBODY: Clearance = Clearance { sees_customers: false };

/// What a page needs.
pub(in crate::web) struct Site {
    languages: [Language; 2],
    pub(in crate::web) door: Door,
    app: App,
    clock: fn() -> Timestamp,
    answers: Answers,
    pub(in crate::web) crowd: Crowd,
    pub(in crate::web) imports: ImportQueue,
    pub(in crate::web) sample: SampleMaking,
    pub(in crate::web) schedule: Schedule,
    /// Turns to change something.
    acting: Arc<Semaphore>,
}

impl Site {
    pub(in crate::web) fn new(app: App, clock: fn() -> Timestamp, door: Door) -> Self {
        let answers = Answers::within(app.config.memory);
        Self {
            languages: [Locale::English, Locale::German].map(Language::new),
            door,
            app,
            clock,
            answers,
            crowd: Crowd::default(),
            imports: ImportQueue::new(clock),
            sample: SampleMaking::default(),
            schedule: Schedule::new(clock),
            acting: Arc::new(Semaphore::new(MOST_ACTING)),
        }
    }

    /// The language a visitor reads.
    pub(in crate::web) fn language(&self, visit: &Visit) -> &Language {
        self.language_of(visit.locale)
    }

    fn language_of(&self, locale: Locale) -> &Language {
        match locale {
            Locale::English => &self.languages[0],
            Locale::German => &self.languages[1],
        }
    }

    /// The words in which a visitor wrote a form that says in which language it was drawn.
    pub(in crate::web) fn words_written<'v>(&'v self, visit: &'v Visit, language: Option<&str>) -> Words<'v> {
        let House { noun, nouns, currency, .. } = &*visit.house;
        let locale = language.and_then(Locale::of_code).unwrap_or(visit.locale);
        self.language_of(locale).with_noun((noun, nouns), *currency)
    }

    /// The words a visitor reads where none but the company's own are asked for.
    pub(in crate::web) fn words<'v>(&'v self, visit: &'v Visit) -> Words<'v> {
        let House { noun, nouns, currency, .. } = &*visit.house;
        self.language(visit).with_noun((noun, nouns), *currency)
    }

    /// Whose house it is. Every page needs it, the way in included.
    pub(in crate::web) async fn house(&self) -> Result<Arc<House>, Failure> {
        // Before it is known who asks; it tells of no customer.
        self.answers.ask(self.app(), HouseQuestion, NOBODY).await
    }

    /// The answers that are kept.
    pub(in crate::web) fn answers(&self) -> &Answers {
        &self.answers
    }

    /// The app at this moment.
    pub(in crate::web) fn app(&self) -> App {
        self.app.at((self.clock)())
    }

    /// Scheme and host under which browsers may come besides the names of this computer.
    pub(in crate::web) fn origin(&self) -> Option<&str> {
        match &self.door {
            Door::Open => None,
            Door::Locked(locked) => Some(&locked.origin),
        }
    }

    /// The host of it.
    pub(in crate::web) fn host(&self) -> Option<&str> {
        self.origin()?.split_once("://").map(|(_, host)| host)
    }

    /// Whether browsers come by TLS.
    pub(in crate::web) fn is_secure(&self) -> bool {
        matches!(&self.door, Door::Locked(locked) if locked.origin.starts_with("https://"))
    }

    /// The name of the cookie that holds a session's secret; browsers take the first name from nobody but this very host.
    pub(in crate::web) fn session_cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-session" } else { "session" }
    }

    pub(in crate::web) fn set_session_cookie(&self, secret: &str, seconds: i64) -> String {
        let secure = if self.is_secure() { "; Secure" } else { "" };
        let name = self.session_cookie();
        format!("{name}={secret}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
    }

    /// The answer to a question, as far as a visitor is told it: the one that is kept, or a new one.
    pub(in crate::web) async fn ask<Q: Question>(&self, visit: &Visit, question: Q) -> Result<Arc<Q::Answer>, Failure> {
        self.answers.ask(self.app(), question, visit.visitor.clearance()).await
    }

    /// The answer to a question that is not worth keeping, in its turn.
    pub(in crate::web) async fn ask_once<Q: Question>(&self, visit: &Visit, question: Q) -> Result<Q::Answer, Failure> {
        self.answers.ask_once(self.app(), question, visit.visitor.clearance()).await
    }

    /// Does something, off the threads that serve. It never waits for an answer that is being worked out.
    pub(in crate::web) async fn act<T, F>(&self, act: impl FnOnce(App) -> F + Send + 'static) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        self.act_as(self.app(), act).await
    }

    /// The same by an app that is told what to do.
    pub(in crate::web) async fn act_as<T, F>(
        &self,
        app: App,
        act: impl FnOnce(App) -> F + Send + 'static,
    ) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Failure>>,
    {
        let internal = |error: &dyn std::error::Error| Failure::caused(FailureKind::Internal, error);
        let turn = self.acting.clone().acquire_owned().await.map_err(|error| internal(&error))?;
        let handle = tokio::runtime::Handle::current();
        let running = tokio::task::spawn_blocking(move || {
            let done = handle.block_on(act(app));
            // Held to the end, also when nobody waits for it any more.
            drop(turn);
            done
        });
        running.await.map_err(|error| internal(&error))?
    }
}
