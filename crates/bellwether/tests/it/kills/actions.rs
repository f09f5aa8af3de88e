//! Everything that writes, by each door: what is asked, from where, and what asking for it once more may do.

/// A state of a company in which things are asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// There is no data folder.
    Nothing,
    /// A company of which nothing is known, not even who may sign in.
    Empty,
    /// One of which nothing is known but the people.
    Staffed,
    /// The same, which looks at a made-up company.
    Shown,
    /// Facts of every kind, books, people and decisions.
    Furnished,
}

/// How something is asked for. `{…}` in a text stands for what is found in the company asked, as [`Life::found`] tells.
#[derive(Clone, Copy, Debug)]
pub enum Door {
    /// A command of the terminal.
    Command(&'static str),
    /// The form of a page that leads to this address, filled in as it is but for these fields.
    Form(&'static str, &'static [(&'static str, &'static str)]),
    /// The form of a page that leads to the first address and draws what would change; what it draws has a form that does it.
    Draft(&'static str, &'static str, &'static [(&'static str, &'static str)]),
    /// A file sent by the form of a page: which one.
    File(&'static str),
    /// The operation of the API, with this as JSON, and with this after its address.
    Operation(&'static str, &'static str),
    /// A file sent to the API, and what stands after the address.
    Body(&'static str, &'static str),
}

/// What becomes of an answer, and of asking once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// The same once more changes nothing: it is done already, or refused.
    Same,
    /// Each time another one is made, so that whoever heard no answer looks first.
    Another,
    /// Whoever heard no answer begins anew, e.g. in another folder.
    Anew,
}

/// One thing that is asked and writes.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    /// The command, or the method and the address.
    pub name: &'static str,
    pub beginning: Beginning,
    pub door: Door,
    pub again: Again,
    /// Whether it goes on after the answer, and is done once the job is over; and whether the answer promises that it will.
    pub job: Job,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// What is answered is done.
    None,
    /// What is answered will be done, whatever happens.
    Kept,
    /// What is answered was begun, and a crash may end it.
    Passing,
}

const fn of(name: &'static str, beginning: Beginning, door: Door) -> Action {
    Action { name, beginning, door, again: Again::Same, job: Job::None }
}

impl Action {
    const fn again(self, again: Again) -> Self {
        Self { again, ..self }
    }

    const fn job(self, job: Job) -> Self {
        Self { job, ..self }
    }
}

/// Writing addresses and commands that keep nothing, or that another stands for, and why.
pub const LEFT_OUT: [(&str, &str); 11] = [
    ("POST /definitions/again", "draws the draft that was sent"),
    ("POST /definitions/try", "tells what a draft would change"),
    ("POST /journey/edit", "draws the draft that was sent"),
    ("POST /journey/edit/try", "tells what a draft would change"),
    ("POST /populations/edit", "draws the draft that was sent"),
    ("POST /populations/edit/try", "tells what a draft would change"),
    ("POST /language", "sets a cookie"),
    ("serve", "begins a company as init does, and is killed in every other turn"),
    ("journey poster", "writes a file that the company knows nothing of"),
    ("report", "writes a file that the company knows nothing of"),
    ("export", "writes a file that the company knows nothing of"),
];

/// Commands that only read.
pub const READING: [&str; 37] = [
    "journey show",
    "journey map",
    "journey preview",
    "journey cost",
    "journey export",
    "journey reality show",
    "promises",
    "handoffs",
    "contacts",
    "moments",
    "measures list",
    "measures show",
    "calendar show",
    "calendar export",
    "populations list",
    "populations show",
    "populations export",
    "ledger",
    "customers",
    "reason list",
    "reason queue",
    "reason codes",
    "plan show",
    "policy show",
    "policy history",
    "policy drift",
    "close list",
    "close verify",
    "bridge",
    "cohorts",
    "base",
    "usage",
    "sql",
    "doctor",
    "completions",
    "rejects list",
    "import list",
];

use Again::{Anew, Another};
use Beginning::{Empty, Furnished, Nothing, Shown, Staffed};
use Door::{Body, Command, Draft, File, Form, Operation};

/// By the terminal.
pub const COMMANDS: &[Action] = &[
    of("init", Nothing, Command("init --currency EUR --basis spend --lapse-days 60")),
    of("demo", Nothing, Command("demo --no-pages --factor 0.005")),
    of("sample add", Staffed, Command("sample add")),
    of("sample remove", Shown, Command("sample remove")),
    of("import", Furnished, Command("import purchases-{n}.csv --as purchases --map purchases.toml")).again(Another),
    of(
        "import",
        Furnished,
        Command("import purchases-{n}.csv --as purchases --map purchases.toml --through 2025-01-1{n}"),
    )
    .again(Another),
    of("import", Furnished, Command("import customers-{n}.csv --as customers --map customers.toml")).again(Another),
    of("import", Furnished, Command("import identities-{n}.csv --as identities --map identities.toml")).again(Another),
    of("import", Furnished, Command("import subscriptions-{n}.csv --as subscriptions --map subscriptions.toml"))
        .again(Another),
    of("import", Furnished, Command("import touches-{n}.csv --as touches --map touches.toml")).again(Another),
    of("import", Furnished, Command("import feedback-{n}.csv --as feedback --map feedback.toml")).again(Another),
    of("import", Furnished, Command("import referrals-{n}.csv --as referrals --map referrals.toml")).again(Another),
    of("import", Furnished, Command("import exchange_rates-{n}.csv --as exchange_rates --map exchange_rates.toml"))
        .again(Another),
    of("import", Furnished, Command("import reasons-{n}.csv --as reasons --map reasons.toml")).again(Another),
    of("import undo", Furnished, Command("import undo {import} --yes")),
    of("rejects dismiss", Furnished, Command("rejects dismiss {refusing} {cause} --why total{n}")).again(Another),
    of("rejects reopen", Furnished, Command("rejects reopen {dismissal}")),
    of("refresh", Furnished, Command("refresh")),
    of("refresh", Furnished, Command("refresh --full")),
    of("reason set", Furnished, Command("reason set {customer} --kind new --reason price --how asked --text said{n}"))
        .again(Another),
    of("reason map", Furnished, Command("reason map shop code{n} price")),
    of("reason tree", Furnished, Command("reason tree tree-{n}.toml")),
    of("plan set", Furnished, Command("plan set 2024 --of new --customers {n} --owner Ada")),
    of(
        "plan set",
        Furnished,
        Command("plan set 2024 --of lost --customers {n} --owner Ben --id {target} --after {version}"),
    ),
    of("plan withdraw", Furnished, Command("plan withdraw {target} --after {version}")),
    of("policy set", Furnished, Command("policy set reason_window_days=1{n}")),
    of("policy sign", Furnished, Command("policy sign --name Ada{n} --role CEO")),
    of("journey apply", Furnished, Command("journey apply journey-{n}.toml --yes")),
    of("calendar apply", Furnished, Command("calendar apply calendars-{n}.toml")),
    of(
        "calendar holidays",
        Furnished,
        Command("calendar holidays holidays-{n}.ics --calendar office --from 2030 --through 2030 --yes"),
    ),
    of("populations apply", Furnished, Command("populations apply populations-{n}.toml")),
    of("journey agree", Furnished, Command("journey agree --name Leader-{n}")),
    of(
        "journey reality answer",
        Furnished,
        Command("journey reality answer start it_depends --name Ada --note note-{n}"),
    ),
    of("measures phase begin", Furnished, Command("measures phase begin {measure} --from 2024-02 --reason said{n}")),
    of("measures phase withdraw", Furnished, Command("measures phase withdraw {phase}")),
    of("close", Furnished, Command("close {period} --yes")),
    of("backup", Furnished, Command("backup copy-{fresh}")).again(Anew),
    of("restore", Furnished, Command("restore whole --into restored-{n}")),
];

/// By the pages.
pub const PAGES: &[Action] = &[
    of(
        "POST /first-run",
        Empty,
        Form(
            "/first-run",
            &[("secret", "{secret}"), ("full_name", "Ann"), ("name", "ann"), ("password", "four words put together")],
        ),
    )
    .again(Anew),
    of(
        "POST /start/organisation",
        Staffed,
        Form(
            "/start/organisation",
            &[
                ("name", "Hill{n}"),
                ("customer_noun", "guest"),
                ("customer_noun_plural", "guests"),
                ("time_zone", "UTC"),
            ],
        ),
    ),
    of("POST /start/counting", Staffed, Form("/start/counting", &[("basis", "spend"), ("lapse_days", "9{n}")])),
    of("POST /sample", Staffed, Form("/start", &[])).job(Job::Passing),
    of("POST /sample/remove", Shown, Form("/sample", &[("sure", "yes")])),
    of("POST /ledger/close", Furnished, Form("/ledger?by=month&period={period}", &[("sure", "yes")])),
    of("POST /why/codes", Furnished, Form("/why/codes", &[("reason", "price")])),
    of(
        "POST /customer/{id}/reason",
        Furnished,
        Form("/customer/{customer}", &[("reason", "service"), ("text", "said {n}")]),
    )
    .again(Another),
    of("POST /definitions/sign", Furnished, Form("/definitions", &[("title", "CFO")])),
    of(
        "POST /definitions/save",
        Furnished,
        Draft("/definitions/next", "/definitions/try", &[("value_window_days", "30{n}")]),
    ),
    of(
        "POST /journey/edit/save",
        Furnished,
        Draft("/journey/edit", "/journey/edit/try", &[("stages.0.owner", "Head of Sales {n}")]),
    ),
    of(
        "POST /populations/edit/save",
        Furnished,
        Draft("/populations/edit", "/populations/edit/try", &[("populations.0.name", "Active {n}")]),
    ),
    of("POST /journey/agree", Furnished, Form("/journey/reality", &[])),
    of("POST /journey/reality/{stage}", Furnished, Form("/journey/reality", &[("answer", "no"), ("note", "said {n}")])),
    of("POST /planning", Furnished, Form("/planning?year=2024", &[("customers", "{n}"), ("owner", "Cid")])),
    of("POST /planning/{id}", Furnished, Form("/planning?year=2024", &[("customers", "4{n}"), ("owner", "Dan")])),
    of("POST /planning/{id}/withdraw", Furnished, Form("/planning?year=2024", &[])),
    of("POST /measures/{id}/phases", Furnished, Form("/measures/{measure}", &[("reason", "said {n}")])),
    of("POST /measures/{id}/phases/{phase}/withdraw", Furnished, Form("/measures/{measure}", &[])),
    of("POST /data/rejects", Furnished, Form("/data/rejects", &[("why", "a total {n}")])).again(Another),
    of("POST /data/rejects/{id}/reopen", Furnished, Form("/data/rejects", &[])),
    of("POST /data/imports/{number}/undo", Furnished, Form("/data/imports/{import}/undo", &[("sure", "yes")])),
    of("POST /data/import", Furnished, File("purchases-{n}.csv")).again(Another),
    of("POST /data/import/{id}/columns", Furnished, Form("/data/import/{open}", &[("do", "agree")])),
    of("POST /data/import/{id}/header", Furnished, Form("/data/import/{open}", &[("row", "1")])),
    of("POST /data/import/{id}/run", Furnished, Form("/data/import/{agreed}?step=columns", &[("how", "import")]))
        .job(Job::Kept),
    of("POST /data/import/{id}/cancel", Furnished, Form("/data/import/{open}", &[])),
    of("POST /settings", Furnished, Form("/settings", &[("name", "Hill {n}")])),
    of("POST /people", Furnished, Form("/people", &[("full_name", "Eve {n}"), ("name", "eve{n}"), ("role", "leader")])),
    of("POST /people/{name}", Furnished, Form("/people", &[("full_name", "Ben {n}")])),
    of("POST /people/{name}/invitation", Furnished, Form("/people", &[])).again(Another),
    of(
        "POST /account",
        Furnished,
        Form("/account", &[("current", "four words put together"), ("password", "four other words")]),
    ),
    of("POST /account/tokens", Furnished, Form("/account/tokens", &[("label", "till {n}")])).again(Another),
    of("POST /account/tokens/{id}/revoke", Furnished, Form("/account/tokens", &[])),
    of("POST /sign-in", Furnished, Form("/sign-in", &[("name", "ben"), ("password", "four words put together")]))
        .again(Another),
    of("POST /sign-out", Furnished, Form("/settings", &[])).again(Another),
    of("POST /invitation/{secret}", Furnished, Form("/invitation/{invitation}", &[("password", "four words of mine")])),
];

/// By the API.
pub const OPERATIONS: &[Action] = &[
    of("POST /api/v1/sample", Staffed, Operation("", "")).job(Job::Passing),
    of("DELETE /api/v1/sample", Shown, Operation("", "")),
    of("POST /api/v1/closed-periods", Furnished, Operation("", r#"{"grain":"month","period":"{period}"}"#)),
    of(
        "POST /api/v1/targets",
        Furnished,
        Operation("", r#"{"grain":"year","period":"2024","measure":"new","customers":7{n},"owner":"Ada"}"#),
    ),
    of(
        "PUT /api/v1/targets/{id}",
        Furnished,
        Operation(
            "/api/v1/targets/{target}",
            r#"{"grain":"year","period":"2024","measure":"new","customers":8{n},"owner":"Ada","after":{version}}"#,
        ),
    ),
    of("DELETE /api/v1/targets/{id}", Furnished, Operation("/api/v1/targets/{target}?after={version}", "")),
    of(
        "POST /api/v1/measures/{id}/phases",
        Furnished,
        Operation("/api/v1/measures/{measure}/phases", r#"{"grain":"month","period":"2024-02","reason":"said {n}"}"#),
    ),
    of("DELETE /api/v1/phases/{id}", Furnished, Operation("/api/v1/phases/{phase}", "")),
    of(
        "PUT /api/v1/populations",
        Furnished,
        Operation(
            "",
            r#"{"version":{populations},"populations":[{"id":"some","name":"Some {n}","rules":[{"base":"active"}]}]}"#,
        ),
    ),
    of("POST /api/v1/journey/agreements", Furnished, Operation("", r#"{"version":1}"#)),
    of(
        "POST /api/v1/journey/reality/{stage}/answers",
        Furnished,
        Operation("/api/v1/journey/reality/start/answers", r#"{"answer":"no","note":"said {n}"}"#),
    ),
    of(
        "POST /api/v1/imports",
        Furnished,
        Body("purchases-{n}.csv", "?fact=purchases&file=purchases-{n}.csv&source=shop"),
    )
    .again(Another),
    of(
        "PUT /api/v1/imports/{id}/mapping",
        Furnished,
        Operation("/api/v1/imports/{open}/mapping", r#"{"mapping":"{map}"}"#),
    ),
    of("POST /api/v1/imports/{id}/run", Furnished, Operation("/api/v1/imports/{agreed}/run", "{}")).job(Job::Kept),
    of("DELETE /api/v1/imports/{id}", Furnished, Operation("/api/v1/imports/{open}", "")),
    of(
        "POST /api/v1/past-imports/{number}/undo",
        Furnished,
        Operation("/api/v1/past-imports/{import}/undo", r#"{"number":{next}}"#),
    ),
    of(
        "POST /api/v1/rejects/dismissals",
        Furnished,
        Operation("", r#"{"import":{refusing},"cause":"{cause}","why":"a total {n}"}"#),
    ),
    of("DELETE /api/v1/rejects/dismissals/{id}", Furnished, Operation("/api/v1/rejects/dismissals/{dismissal}", "")),
    of(
        "POST /api/v1/customers/{id}/reasons",
        Furnished,
        Operation(
            "/api/v1/customers/{customer}/reasons",
            r#"{"kind":"new","day":"{day}","reason":"service","how_known":"told","text":"said {n}"}"#,
        ),
    ),
    of(
        "POST /api/v1/policies",
        Furnished,
        Operation("", r#"{"definitions":{"value_window_days":40{n}},"note":"","after":{policy}}"#),
    ),
    of(
        "POST /api/v1/policies/{version}/signatures",
        Furnished,
        Operation("/api/v1/policies/{policy}/signatures", r#"{"title":"CFO"}"#),
    ),
    of(
        "POST /api/v1/people",
        Furnished,
        Operation("", r#"{"name":"fay{n}","full_name":"Fay","roles":["reader"],"password":"four words put together"}"#),
    ),
    of(
        "PUT /api/v1/people/{name}",
        Furnished,
        Operation("/api/v1/people/ben", r#"{"full_name":"Ben {n}","roles":["leader"],"active":true,"password":null}"#),
    ),
    of("DELETE /api/v1/tokens/{id}", Furnished, Operation("/api/v1/tokens/{token}", "")),
    of("PUT /api/v1/organisation", Furnished, Operation("", r#"{"name":"Vale {n}","language":""}"#)),
];

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Action> {
    COMMANDS.iter().chain(PAGES).chain(OPERATIONS)
}
