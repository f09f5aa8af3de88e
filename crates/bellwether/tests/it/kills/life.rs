//! A company, its server and those who ask: what is asked of it, and how a process ends in the middle of it.

use std::fmt;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use bellwether_app::App;
use bellwether_app::Viewpoint;
use bellwether_app::close::ClosedPeriodsQuestion;
use bellwether_app::config::Config;
use bellwether_app::import_queue::ImportQueue;
use bellwether_app::measures::{MeasureQuestion, MeasuresQuestion};
use bellwether_app::open_import::OpenState;
use bellwether_app::planning::PlanQuestion;
use bellwether_app::policy::PolicyHistoryQuestion;
use bellwether_app::rejects::RejectsQuestion;
use bellwether_app::undo::PastImportsQuestion;
use bellwether_model::Grain;
use jiff::Timestamp;
use serde_json::Value;
use ulid::Ulid;

use super::actions::{Action, Door, Job};
use super::request::{Heard, Request, encoded, form};
use super::stand::{Keys, MONTHS};
use super::state::State;
use crate::company::Company;
use crate::server::Server;

/// A job is over within this.
const PATIENCE: Duration = Duration::from_mins(2);

#[expect(clippy::disallowed_methods, reason = "the processes that are killed tell the time, too")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

/// The app of a data folder.
pub fn app_in(data: &Path) -> App {
    let (data, user) = (data.to_owned(), "the test".to_owned());
    App::new(Config { data, records: String::new(), threads: 0, memory: Config::MEMORY, user }, now(), new_id)
}

/// What is asked, ready to be asked again.
#[derive(Clone)]
pub enum Step {
    Command(Vec<String>),
    Request(Request),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(arguments) => f.write_str(&arguments.join(" ")),
            Self::Request(Request { method, path, body, .. }) => {
                let body: String = String::from_utf8_lossy(body).chars().take(200).collect();
                write!(f, "{method} {path} {}", body.trim())
            }
        }
    }
}

/// How asking ended.
#[derive(Debug)]
pub struct Ending {
    /// Whether it was said, to the end, that it is done.
    pub is_acknowledged: bool,
    /// Whether the process was still at it.
    pub was_running: bool,
    /// What was said.
    pub told: String,
}

pub struct Life {
    pub company: Company,
    pub keys: Keys,
    pub server: Option<Server>,
    /// How much was asked of it.
    pub turn: usize,
    asked: usize,
}

impl Life {
    pub fn new(company: Company, keys: Keys) -> Self {
        Self { company, keys, server: None, turn: 0, asked: 0 }
    }

    pub async fn state(&self) -> State {
        Box::pin(State::of(self.company.folder())).await
    }

    /// That `doctor` finds no fault, and the closed books are as they were closed.
    pub async fn is_sound(&self, what: &str) {
        let app = app_in(&self.company.data());
        if !app.has_company() {
            return;
        }
        let app = app.open().await.expect("a company that is there opens");
        let checks = app.doctor().await.expect("asked");
        match app.verify_closed(None).await {
            Ok(periods) => assert!(periods.iter().all(|period| period.difference.is_none()), "{what}: {periods:?}"),
            Err(failure) => assert!(failure.is_nothing_yet(), "{what}: {failure}"),
        }
        app.company().await.expect("open").records.close().await;
        let has_facts = self.company.folder().join("purchases.toml").exists();
        for check in checks.into_iter().filter(|check| check.is_fault) {
            let name = format!("{:?}", check.name);
            // That rows were refused, codes stand for nothing yet, and that there is no ledger without facts.
            let is_to_do = ["check-source", "check-codes"].iter().any(|to_do| name.contains(to_do));
            assert!(is_to_do || !has_facts && name.contains("check-ledger"), "{what}: {check:?}");
        }
    }

    fn address(&mut self) -> String {
        let (company, token) = (&self.company, &self.keys.token);
        self.server.get_or_insert_with(|| Server::start(company, token)).address().to_owned()
    }

    /// What an action asks of this company now; none where there is nothing that it could be about.
    pub async fn step(&mut self, action: &Action) -> Option<Step> {
        self.asked += 1;
        let address = if let Door::Command(_) = action.door { String::new() } else { self.address() };
        let (method, route) = action.name.split_once(' ').unwrap_or_default();
        let request = |path: String, head: String, body: Vec<u8>| {
            Some(Step::Request(Request { method: method.to_owned(), path, head, body }))
        };
        match action.door {
            Door::Command(text) => {
                Some(Step::Command(self.filled(text).await?.split(' ').map(str::to_owned).collect()))
            }
            Door::Form(page, given) => {
                let shown = self.page(&address, route, page).await?;
                let (path, fields) = self.filled_in(&shown, route, given).await?;
                request(path, self.form_head(route), encoded(&fields).into_bytes())
            }
            Door::Draft(page, drawn_by, given) => {
                let shown = self.page(&address, route, page).await?;
                let (path, fields) = self.filled_in(&shown, drawn_by, given).await?;
                let (head, body) = (self.form_head(route), encoded(&fields).into_bytes());
                let draft = Request { method: method.to_owned(), path, head, body }.send(&address)?.body;
                let (path, fields) = form(&draft, route)?;
                request(path, self.form_head(route), encoded(&fields).into_bytes())
            }
            Door::File(file) => {
                let file = self.filled(file).await?;
                let content = std::fs::read_to_string(self.company.folder().join(&file)).expect("a file");
                let field = |name: &str, value: &str| {
                    format!("--part\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                };
                let body = format!(
                    "{}{}--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file}\"\r\n\r\n{content}\r\n--part--\r\n",
                    field("fact", "purchases"),
                    field("source", "shop")
                );
                let head = format!("{}Content-Type: multipart/form-data; boundary=part\r\n", self.cookie(route));
                request(route.to_owned(), head, body.into_bytes())
            }
            Door::Operation(path, body) => {
                let path = if path.is_empty() { route.to_owned() } else { self.filled(path).await? };
                let body = self.filled(body).await?;
                let kind = if body.is_empty() { "" } else { "Content-Type: application/json\r\n" };
                request(path, format!("{}{kind}", self.program(route)), body.into_bytes())
            }
            Door::Body(file, query) => {
                let (file, query) = (self.filled(file).await?, self.filled(query).await?);
                let content = std::fs::read(self.company.folder().join(file)).expect("a file");
                let head = format!("{}Content-Type: application/octet-stream\r\n", self.program(route));
                request(format!("{route}{query}"), head, content)
            }
        }
    }

    /// A page as it is shown before its form is sent to `route`.
    async fn page(&mut self, address: &str, route: &str, page: &str) -> Option<String> {
        let (head, path) = (self.cookie(route), self.filled(page).await?);
        Some(Request { method: "GET".to_owned(), path, head, body: Vec::new() }.send(address)?.body)
    }

    /// Where the form of a page that leads to `route` is sent, with its fields as they are but for those given.
    async fn filled_in(
        &mut self,
        page: &str,
        route: &str,
        given: &[(&str, &str)],
    ) -> Option<(String, Vec<(String, String)>)> {
        let (path, mut fields) = form(page, route)?;
        for (name, value) in given {
            let value = self.filled(value).await?;
            if !fields.iter().any(|(known, _)| known == name) {
                fields.push(((*name).to_owned(), String::new()));
            }
            fields.iter_mut().filter(|(known, _)| known == name).for_each(|field| field.1.clone_from(&value));
        }
        Some((path, fields))
    }

    fn form_head(&self, route: &str) -> String {
        format!("{}Content-Type: application/x-www-form-urlencoded\r\n", self.cookie(route))
    }

    /// As whom a page is asked.
    fn cookie(&self, route: &str) -> String {
        let session = match route {
            "/first-run" | "/sign-in" | "/invitation/{secret}" => return String::new(),
            "/account" => &self.keys.other_session,
            "/sign-out" => &self.keys.passing_session,
            _ => &self.keys.session,
        };
        format!("Cookie: session={session}\r\n")
    }

    /// As whom an operation is asked. Steps of an import take no key.
    fn program(&self, route: &str) -> String {
        let key = if route.starts_with("/api/v1/imports") {
            String::new()
        } else {
            format!("Idempotency-Key: asked-for-the-{:04}-time\r\n", self.asked)
        };
        let token = if route.starts_with("/api/v1/tokens") { &self.keys.passing_token } else { &self.keys.token };
        format!("Authorization: Bearer {token}\r\n{key}")
    }

    /// A text with what is found in the place of what stands in braces.
    async fn filled(&mut self, text: &str) -> Option<String> {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            match after.split_once('}') {
                Some((name, after)) if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase()) => {
                    filled.push_str(&Box::pin(self.found(name)).await?);
                    rest = after;
                }
                _ => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        Some(filled + rest)
    }

    async fn found(&mut self, name: &str) -> Option<String> {
        match name {
            "n" => return Some(self.turn.to_string()),
            "fresh" => return Some(self.asked.to_string()),
            "customer" => return Some("c7".to_owned()),
            "day" => return Some("2024-01-08".to_owned()),
            "invitation" => return Some(self.keys.invitation.clone()),
            "secret" => return self.server.as_ref().and_then(Server::secret),
            "map" => {
                let map = std::fs::read_to_string(self.company.folder().join("purchases.toml")).expect("a map");
                return Some(map.replace('\n', "\\n").replace('"', "\\\""));
            }
            "token" => return self.passing_token(),
            _ => {}
        }
        let app = app_in(&self.company.data()).open().await.expect("a company");
        let found = found_by(&app, name).await;
        app.company().await.expect("open").records.close().await;
        found
    }

    /// The id of the token that is to be ended, as it sees itself.
    fn passing_token(&mut self) -> Option<String> {
        let head = self.program("/api/v1/tokens");
        let get = Request { method: "GET".to_owned(), path: "/api/v1/tokens".to_owned(), head, body: Vec::new() };
        let told: Value = serde_json::from_str(&get.send(&self.address())?.body).ok()?;
        Some(told["tokens"].as_array()?.first()?["id"].as_str()?.to_owned())
    }

    /// Asks, and lets the process finish.
    pub async fn take(&mut self, action: &Action, step: &Step) -> Ending {
        let (is_acknowledged, told) = match step {
            Step::Command(arguments) => {
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                let answered = self.company.ask(&arguments);
                (answered.code == Some(0), format!("{:?} {}", answered.code, answered.told))
            }
            Step::Request(request) => {
                let heard = request.send(&self.address());
                (heard.as_ref().is_some_and(Heard::is_yes), format!("{heard:?}"))
            }
        };
        if is_acknowledged {
            self.settle(action).await;
        }
        Ending { is_acknowledged, was_running: false, told }
    }

    /// Asks, and kills the process after a while: the command, or the server.
    pub fn take_and_kill(&mut self, step: &Step, after: Duration) -> Ending {
        match step {
            Step::Command(arguments) => {
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                let mut command = self.company.command(&arguments);
                let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started");
                std::thread::sleep(after);
                let was_running = child.try_wait().expect("a child").is_none();
                let is_acknowledged = killed(&mut child).success();
                Ending { is_acknowledged, was_running, told: String::new() }
            }
            Step::Request(request) => {
                let (request, address) = (request.clone(), self.address());
                let asking = std::thread::spawn(move || request.send(&address));
                std::thread::sleep(after);
                let was_running = !asking.is_finished();
                killed(&mut self.server.take().expect("a server").child);
                let heard = asking.join().expect("asked");
                Ending {
                    is_acknowledged: heard.as_ref().is_some_and(Heard::is_yes),
                    was_running,
                    told: format!("{heard:?}"),
                }
            }
        }
    }

    /// Waits until what goes on after an answer is over.
    pub async fn settle(&mut self, action: &Action) {
        let started = Instant::now();
        while !self.is_settled(action).await {
            assert!(started.elapsed() < PATIENCE, "{} does not end", action.name);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn is_settled(&mut self, action: &Action) -> bool {
        match action.job {
            Job::None => true,
            Job::Passing => {
                let head = self.program("/api/v1/imports");
                let get =
                    Request { method: "GET".to_owned(), path: "/api/v1/sample".to_owned(), head, body: Vec::new() };
                get.send(&self.address()).is_some_and(|heard| !heard.body.contains("\"coming\""))
            }
            Job::Kept => {
                self.address();
                let app = app_in(&self.company.data()).open().await.expect("a company");
                let open = app.open_imports(&ImportQueue::new(now)).await.expect("asked");
                app.company().await.expect("open").records.close().await;
                !open.iter().any(|open| matches!(open.state, OpenState::Waiting | OpenState::Running(_)))
            }
        }
    }
}

fn killed(child: &mut Child) -> std::process::ExitStatus {
    // It may have ended.
    let _ = child.kill();
    child.wait().expect("ended")
}

/// What an action is about, as the company itself tells.
async fn found_by(app: &App, name: &str) -> Option<String> {
    let is_agreed = |wanted: bool| {
        let uploads = app.uploads_on_the_way();
        uploads.into_iter().find(|upload| upload.mapping.is_some() == wanted).map(|upload| upload.id)
    };
    match name {
        "open" => is_agreed(false),
        "agreed" => is_agreed(true),
        "import" | "next" => {
            let last = app.ask(&PastImportsQuestion).await.ok()?.imports.first()?.number;
            Some((last + i64::from(name == "next")).to_string())
        }
        "refusing" | "cause" => {
            let rejects = app.ask(&RejectsQuestion).await.ok()?;
            let cause = rejects.causes.iter().find(|cause| cause.open > 0)?;
            Some(if name == "cause" { cause.cause.clone() } else { cause.import.to_string() })
        }
        "dismissal" => app.ask(&RejectsQuestion).await.ok()?.dismissals.first().map(|said| said.id.clone()),
        "target" | "version" => {
            let plan =
                app.ask(&PlanQuestion { year: Some("2024".to_owned()), ..PlanQuestion::default() }).await.ok()?;
            let target = plan.targets.first()?;
            Some(if name == "target" { target.id.clone() } else { target.version.to_string() })
        }
        "measure" | "phase" => {
            let list = MeasuresQuestion { grain: Grain::Month, viewpoint: Viewpoint::default() };
            let id = app.ask(&list).await.ok()?.measures.first()?.definition.id.clone();
            if name == "measure" {
                return Some(id);
            }
            let one = MeasureQuestion { id, grain: Grain::Month, by: None, viewpoint: Viewpoint::default() };
            app.ask(&one).await.ok()?.begun.first().map(|begun| begun.id.clone())
        }
        "policy" => Some(app.ask(&PolicyHistoryQuestion).await.ok()?.versions.last()?.version.to_string()),
        "populations" => Some(app.populations().await.ok()?.version.to_string()),
        "period" => {
            let closed = app.ask(&ClosedPeriodsQuestion::default()).await.ok()?.closed.len();
            (closed < MONTHS).then(|| format!("2024-{:02}", closed + 1))
        }
        other => panic!("'{other}' is nothing that can be found"),
    }
}
