//! Pages of a small company, asked over HTTP as a browser would.

use std::collections::BTreeSet;

use bellwether_model::{Grain, MovementKind, Role};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::config::{Origins, Settings};
use crate::web::parts::table::heading_name;
use crate::web::{Door, serve};
use bellwether_app::App;
use bellwether_app::usage::Usage;
use bellwether_words::{Language, Locale, grain_name};

const NOW: &str = "2026-09-05T08:00:00Z";

fn now() -> Timestamp {
    NOW.parse().expect("an instant")
}

/// A tenth of a hundredth of the sample company, its pages served.
struct Served {
    address: std::net::SocketAddr,
    _folder: tempfile::TempDir,
}

/// What was answered.
struct Answer {
    status: u16,
    /// In small letters.
    headers: String,
    body: String,
    /// The body as it came.
    bytes: Vec<u8>,
}

impl Answer {
    /// A header's value.
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

impl Served {
    async fn new() -> Self {
        Self::behind(Door::Open, async |_| {}).await
    }

    /// The same behind a door, with what `prepare` does to the company before.
    async fn behind(door: Door, prepare: impl AsyncFnOnce(&App)) -> Self {
        Self::prepared(door, async |app| {
            app.make_sample_company(2026, 0.02, &|_| {}).await.expect("the sample company");
            prepare(app).await;
        })
        .await
    }

    /// A company of which nothing is known yet, with what `prepare` does to it before.
    async fn empty(door: Door, prepare: impl AsyncFnOnce(&App)) -> Self {
        Self::prepared(door, async |app| {
            app.init(&bellwether_model::Policy::default()).await.expect("a company");
            prepare(app).await;
        })
        .await
    }

    async fn prepared(door: Door, prepare: impl AsyncFnOnce(&App)) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let data = Some(folder.path().join("demo"));
        let config = Settings::read(Origins { data, ..Origins::default() }).expect("settings").app;
        let app = App::new(config, now(), crate::cli::new_id);
        prepare(&app).await;
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let opened = app.open().await.expect("opened");
        tokio::spawn(async move { serve(opened, now, door, listener, std::future::pending()).await });
        Self { address, _folder: folder }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(path, &self.address.to_string(), "").await
    }

    async fn ask(&self, path: &str, host: &str, headers: &str) -> Answer {
        self.send("GET", path, host, headers, "").await
    }

    async fn send(&self, method: &str, path: &str, host: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.expect("connected");
        let is_said = headers.contains("Content-Type");
        let form = if is_said { "" } else { "Content-Type: application/x-www-form-urlencoded\r\n" };
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{form}Content-Length: {length}\r\n{headers}\r\n{body}",
        );
        stream.write_all(request.as_bytes()).await.expect("asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.expect("answered");
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let body = bytes.split_off(end + 4);
        let head = String::from_utf8_lossy(&bytes);
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status, headers: head.to_lowercase(), body: text, bytes: body }
    }
}

mod api;
mod api_changes;
mod equations;
mod first_run;
mod house;
mod leading;
mod locked;
mod matrix;
mod outcomes;
mod populations;
mod reality;
mod small_groups;

/// The addresses a page leads to.
fn links(body: &str) -> Vec<String> {
    body.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|href| href.replace("&amp;", "&"))
        .collect()
}

/// What an address asks for: its path, and of a page of its kind which questions together, and which answer to each; any number stands for all.
fn aspects(address: &str) -> Vec<String> {
    let plain: String = address.chars().map(|letter| if letter.is_ascii_digit() { '0' } else { letter }).collect();
    let (path, query) = plain.split_once('?').unwrap_or((&plain, ""));
    let kind = path.split('/').nth(1).unwrap_or_default();
    let mut asked: Vec<&str> = query.split(['&', '#']).filter(|pair| !pair.is_empty()).collect();
    asked.sort_unstable();
    let names: Vec<&str> = asked.iter().map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    let answers = asked.iter().map(|pair| format!("{kind}?{pair}"));
    answers.chain([path.to_owned(), format!("{kind}?{}", names.join("&"))]).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_tells_what_is_done_by_the_clock_who_does_it_and_when() {
    let served = Served::new().await;
    let health = async |language: &str| {
        let host = served.address.to_string();
        served.ask("/health", &host, &format!("Accept-Language: {language}\r\n")).await.body
    };
    let begun = std::time::Instant::now();
    // It takes the schedule as soon as it serves.
    let mut page = health("en").await;
    while page.contains("No server holds it") && begun.elapsed().as_secs() < 60 {
        page = health("en").await;
    }
    for said in [
        &format!("({}), since 5 September 2026, 08:00 UTC.", std::process::id()),
        "Bring the figures up to date.",
        "Read every stored byte.",
        "Not yet.",
        "5 September 2026, 08:10 UTC.",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
    let page = health("de").await;
    for said in [", seit 5. September 2026, 08:00 UTC.", "Das nächste Mal", "Noch nicht."] {
        assert!(page.contains(said), "{said} in {page}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_and_every_link_on_it_is_answered() {
    let served = Served::new().await;
    let mut waiting = vec!["/".to_owned()];
    let mut seen = BTreeSet::new();
    let mut known = BTreeSet::new();
    while let Some(path) = waiting.pop() {
        // All that can be asked together is without end; an address is opened that asks something new of its page.
        let is_new = aspects(&path).into_iter().filter(|aspect| known.insert(aspect.clone())).count() > 0;
        if !is_new || !seen.insert(path.clone()) {
            continue;
        }
        let answer = served.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert!(answer.headers.contains("content-security-policy: default-src 'none'"), "{path}");
        if answer.headers.contains("text/html") {
            assert!(!answer.body.contains("style=\"") && !answer.body.contains(" onclick"), "{path}");
            for text in ["NaN", "{ $", "{$"] {
                assert!(!answer.body.contains(text), "{path} shows {text}");
            }
            waiting.extend(links(&answer.body).into_iter().filter(|href| href.starts_with('/')));
        }
    }
    for page in ["/ledger", "/why", "/customers", "/cohorts", "/base", "/definitions"] {
        assert!(seen.iter().any(|path| path.split('?').next() == Some(page)), "no way leads to {page}");
    }
    assert!(seen.len() > 60, "{} addresses", seen.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_there_or_not_understood_is_said_and_text_stays_text() {
    let served = Served::new().await;
    for (path, status) in [
        ("/nowhere", 404),
        ("/assets/..%2f..%2fCargo.toml", 404),
        ("/ledger?by=fortnight", 400),
        ("/ledger?period=1999-01", 404),
        ("/customers?kind=vanished", 400),
        ("/customers?segment=country", 400),
        ("/customers?reason=no_such_reason&kind=lost", 404),
        ("/customers?period=%27%3B+drop+table+customers", 404),
        ("/why?period=1999-Q1", 404),
        ("/why?kind=currency", 400),
        ("/customer/nobody%2F..%2F..%22%3E%3Cscript%3E", 404),
        ("/cohorts?by=%3Cscript%3E", 400),
        ("/cohorts?by=day", 400),
    ] {
        let answer = served.get(path).await;
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert!(!answer.body.contains("<script>"), "{path}");
    }
    let found = served.get("/customers?find=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(
        found.status == 200 && found.body.contains("&lt;script&gt;alert(1)") && !found.body.contains("<script>alert")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_not_is_told_as_a_page_in_the_language_of_its_reader() {
    let served = Served::new().await;
    let own = served.address.to_string();
    for (path, status, english, german) in [
        ("/nowhere", 404, "There is no such page.", "Diese Seite gibt es nicht"),
        ("/ledger?as_of=tomorrow", 400, "is not a day", "ist kein Tag"),
        ("/ledger?policy=77", 404, "There is no version 77", "Eine Version 77 der Definitionen gibt es nicht"),
        ("/ledger?by=day&by=week", 400, "cannot be read", "lässt sich nicht lesen"),
        ("/ledger?period=1999-01", 404, "The ledger reaches from", "Das Hauptbuch reicht von"),
        ("/why?kind=currency", 400, "the kind 'Currency'", "der Art „Währung“"),
        ("/customers?kind=vanished", 400, "is not a movement kind", "ist keine Art von Bewegung"),
        ("/audit?before=soon", 400, "cannot be read", "lässt sich nicht lesen"),
        ("/ledger/close", 405, "cannot be opened by its address alone", "nicht allein über ihre Adresse öffnen"),
    ] {
        for (language, said) in [("en", english), ("de", german)] {
            let answer = served.ask(path, &own, &format!("Accept-Language: {language}\r\n")).await;
            assert_eq!(answer.status, status, "{path}");
            let is_page =
                answer.body.contains("<main") && answer.header("content-type") == Some("text/html; charset=utf-8");
            assert!(is_page && answer.body.contains(said), "{path} in {language}: {}", answer.body);
        }
    }
    let method = served.get("/ledger/close").await;
    assert!(method.header("allow").is_some_and(|allow| allow.contains("post")), "{}", method.headers);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_this_computer_by_its_own_name_is_answered() {
    let served = Served::new().await;
    for host in ["localhost:4100", "127.0.0.1", "[::1]:4100"] {
        assert_eq!(served.ask("/base", host, "").await.status, 200, "{host}");
    }
    let own = served.address.to_string();
    let foreign = |mode: &str| format!("Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: {mode}\r\n");
    assert_eq!(served.ask("/base", &own, &foreign("navigate")).await.status, 200, "a link may lead here");
    assert_eq!(
        served.ask("/base", &own, &foreign("no-cors")).await.status,
        403,
        "a page elsewhere may not load from here"
    );
    for host in ["example.com", "127.0.0.1.example.com", "localhost.example.com:4100", ""] {
        let answer = served.ask("/base", host, "").await;
        assert_eq!(answer.status, 421, "{host}");
        assert!(!answer.body.contains("EUR"), "{host}");
    }
}

/// The status of a page asked for by HTTP/2, without TLS and known beforehand.
async fn status_by_http2(served: &Served, path: &str, host: &str) -> u16 {
    const HEADERS: u8 = 1;
    let frame = |kind: u8, flags: u8, stream: u8, payload: &[u8]| {
        let mut frame = vec![0, 0, payload.len() as u8, kind, flags, 0, 0, 0, stream];
        frame.extend_from_slice(payload);
        frame
    };
    let literal = |name: u8, value: &str| [&[name, value.len() as u8], value.as_bytes()].concat();
    // RFC 7541, appendix A: 2 is GET, 6 is http, 4 names the path and 1 the authority.
    let head = [vec![0x82, 0x86], literal(0x04, path), literal(0x01, host)].concat();
    let asked = [b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), frame(4, 0, 0, &[]), frame(HEADERS, 5, 1, &head)];
    let mut stream = TcpStream::connect(served.address).await.expect("connected");
    stream.write_all(&asked.concat()).await.expect("asked");
    loop {
        let mut frame = [0; 9];
        stream.read_exact(&mut frame).await.expect("a frame");
        let mut payload = vec![0; usize::from(frame[1]) << 8 | usize::from(frame[2])];
        stream.read_exact(&mut payload).await.expect("its payload");
        if frame[3] == HEADERS {
            // 8 is the status 200; of others the digits follow, three of them.
            return if payload[0] == 0x88 { 200 } else { u16::from(payload[0]) << 8 | u16::from(payload[1]) };
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_host_is_read_from_the_address_where_it_stands_there() {
    let served = Served::new().await;
    let own = served.address.to_string();
    assert_eq!(status_by_http2(&served, "/base", &own).await, 200);
    assert_ne!(status_by_http2(&served, "/base", "example.com").await, 200);
    for (address, host, status) in
        [(own.as_str(), own.as_str(), 200), ("example.com", &own, 421), (&own, "example.com", 421)]
    {
        let answer = served.ask(&format!("http://{address}/base"), host, "").await;
        assert_eq!(answer.status, status, "{address} and {host}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_of_the_ledger_is_small_and_its_figures_are_those_of_its_file() {
    let served = Served::new().await;
    let packed = served.ask("/ledger", &served.address.to_string(), "Accept-Encoding: br\r\n").await;
    assert!(packed.headers.contains("content-encoding: br"));
    let csv = served.get("/ledger.csv").await;
    let (header, last) = (csv.body.lines().next().expect("a header"), csv.body.trim().lines().last().expect("a line"));
    let of = |name: &str| {
        let at = header.split(',').position(|column| column == name).expect("the column");
        last.split(',').nth(at).expect("the cell").to_owned()
    };
    let page = served.get("/ledger").await;
    let closing: i128 = of("closing_customers").parse().expect("a number");
    assert!(page.body.contains(&crate::figures::whole(closing)), "{closing}");
    let minor: i128 = of("closing_minor").parse().expect("a number");
    assert!(page.body.contains(&crate::figures::money(minor, "EUR".parse().expect("a currency"))), "{minor}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reasons_of_a_period_and_of_the_one_before_add_up_beside_each_other() {
    let served = Served::new().await;
    for period in ["2025-Q2", "2026-Q1", "2026-Q2"] {
        let body = served.get(&format!("/why?period={period}")).await.body;
        let table = body.split("<tbody>").nth(1).and_then(|rest| rest.split("</tbody>").next()).expect("a table");
        let rows: Vec<Vec<String>> = table.split("<tr").skip(1).map(cells).collect();
        let (together, reasons) = rows.split_last().expect("rows");
        for column in [0, 5] {
            let number = |row: &Vec<String>| row[column].replace(',', "").parse::<i64>().expect("a number");
            assert_eq!(reasons.iter().map(number).sum::<i64>(), number(together), "column {column} of {period}");
        }
    }
}

/// The texts of a row's figures.
fn cells(row: &str) -> Vec<String> {
    row.split("<td").skip(1).filter_map(|cell| cell.split('>').nth(1)?.split('<').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn the_sample_company_is_never_put_into_a_company_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Settings::read(Origins { data: Some(folder.path().join("real")), ..Origins::default() });
    let app = App::new(config.expect("settings").app, now(), crate::cli::new_id);
    app.init(&bellwether_model::Policy::default()).await.expect("a company");
    let refused = app.make_sample_company(2026, 0.001, &|_| {}).await.expect_err("refused");
    assert!(refused.message().english().ends_with("holds a company of its own"), "{refused}");
}

#[test]
fn every_definition_of_the_policy_is_shown_and_explained() {
    let whole = bellwether_model::Policy { return_window_days: Some(90), ..bellwether_model::Policy::default() };
    let document = toml::Table::try_from(&whole).expect("a document");
    let names: BTreeSet<&str> = document.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(crate::web::pages::company::definitions::DEFINITIONS));
    let language = Language::new(Locale::English);
    for name in names {
        let text = format!("means-{}", name.replace('_', "-"));
        assert_ne!(language.alone().say(&text), text);
    }
}

#[test]
fn every_text_that_a_page_names_is_there() {
    let language = Language::new(Locale::English);
    let words = language.alone();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<_> = ["src/web", "src/telling", "src/report"].map(|folder| root.join(folder)).into();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(folder).expect("the folder").flatten().map(|entry| entry.path());
        let (inner, found): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
        folders.extend(inner);
        files.extend(found);
    }
    let mut missing = Vec::new();
    let mut named = 0;
    for file in files {
        let Ok(source) = std::fs::read_to_string(file) else { continue };
        for call in ["words.say(\"", "words.with(\"", "words.counting(\"", "field(words, \""] {
            for name in source.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                named += 1;
                if !words.has(name) {
                    missing.push(name.to_owned());
                }
            }
        }
    }
    let put_together = MovementKind::ALL.into_iter().flat_map(|kind| {
        let kind = kind.name().replace('_', "-");
        [format!("kind-{kind}"), format!("behind-{kind}")]
    });
    let put_together = put_together
        .chain(Grain::ALL.map(grain_name))
        .chain(["lost", "less", "more", "won-back", "new"].map(|kind| format!("why-title-{kind}")))
        .chain(Role::ALL.into_iter().flat_map(|role| [format!("role-{role}"), format!("role-{role}-may")]))
        .chain(["asked", "told", "inferred"].map(|how| format!("how-{how}")))
        .chain(Usage::PARTS.map(|part| heading_name("usage", part)))
        .chain((1..=12).map(|month| format!("month-{month}")));
    missing.extend(put_together.filter(|name| !words.has(name)));
    assert_eq!(missing, [""; 0]);
    assert!(named > 60, "{named} texts are named");
}
