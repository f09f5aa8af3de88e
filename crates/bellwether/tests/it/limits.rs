//! Nobody ends the server or keeps others out, in whichever role and with whichever question, file, mapping or connection.
//!
//! What is held to is the most that the process ever held in memory (`VmHWM`). A limit of the system would count what is set aside and never
//! touched, as stacks of threads are, and would end the process in the middle of whatever asked for the last byte.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bellwether_model::{Act, Role};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::company::{Company, map};
use crate::server::{Server, app_of, token_of};

/// Others are answered within a second. A program that is built to be tested is some ten times as slow, and other tests run beside it.
const SOON: Duration = Duration::from_secs(if cfg!(debug_assertions) { 10 } else { 1 });

/// What the process may hold, in MiB, as the setting `memory` says where nobody changes it.
const CEILING: u64 = 1024;

/// The most that the process ever held, in MiB.
fn most_held(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).expect("it runs");
    let said = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the system counts it");
    said.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).expect("a number") >> 10
}

/// Purchases of this millennium, and one of the last by a slip.
fn orders_with_a_slip() -> String {
    let mut lines = "no,customer,day,amount\n0,eve,1024-05-06,9.00\n".to_owned();
    for number in 1..3000 {
        let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
        let (customer, year, amount) = (number % 400, 21 + number / 28 / 12 % 4, 5 + number % 90);
        writeln!(lines, "{number},c{customer},20{year}-{month:02}-{day:02},{amount}.50").expect("written");
    }
    lines
}

struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Does something while others are asked for over and over; nobody waits for long.
fn while_others_are_answered(what: &str, server: &Server, token: &str, attack: impl FnOnce()) {
    // What was never asked before takes its turn, as it would without an attack.
    server.ask_as(token, "GET", "/api/v1/ledger?by=month", "", "");
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let (mut longest, mut times) = (Duration::ZERO, 0);
            while !is_over.load(Ordering::Relaxed) || times == 0 {
                let began = Instant::now();
                let (status, _) = server.ask_as(token, "GET", "/api/v1/ledger?by=month", "", "");
                assert_eq!(status, 200);
                longest = longest.max(began.elapsed());
                times += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            longest
        });
        // Also where the attack fails, or nobody would hear of it.
        let over = Over(&is_over);
        attack();
        drop(over);
        let longest = asking.join().expect("others are answered");
        assert!(longest < SOON, "somebody waited for {longest:?} beside {what}");
        println!("beside {what} nobody waited for more than {longest:?}");
    });
}

/// An archive of these parts, packed.
fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).expect("begun");
        archive.write_all(content.as_bytes()).expect("packed");
    }
    archive.finish().expect("packed").into_inner()
}

fn workbook(rows: &str, texts: &str) -> Vec<u8> {
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |kind: &str, target: &str| {
        format!(r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>"#)
    };
    let names = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>customer</t></is></c><c r="B1" t="inlineStr"><is><t>day</t></is></c></row>"#;
    archive(&[
        ("_rels/.rels", relation("officeDocument", "xl/workbook.xml")),
        ("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml")),
        (
            "xl/workbook.xml",
            format!(
                r#"<workbook xmlns:r="{OFFICE}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
            ),
        ),
        ("xl/sharedStrings.xml", texts.to_owned()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{names}{rows}</sheetData></worksheet>")),
    ])
}

fn packed(text: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(text.as_bytes()).expect("packed");
    packed.finish().expect("packed")
}

/// Files that are small and would be large in memory.
fn worst_files() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("far.xlsx", workbook(r#"<row r="2"><c r="ZZZZZZ3"><v>1</v></c></row>"#, "<sst/>")),
        ("count.xlsx", workbook("", r#"<sst uniqueCount="40000000000"></sst>"#)),
        ("texts.xlsx", workbook("", &format!("<sst>{}</sst>", "<si><t/></si>".repeat(8 << 20)))),
        (
            "cell.xlsx",
            workbook(&format!(r#"<row r="2"><c r="A2"><v>{}</v></c></row>"#, "1".repeat(64 << 20)), "<sst/>"),
        ),
        ("field.csv.gz", packed(&format!("customer,day\n{}\n", "a".repeat(128 << 20)))),
        ("columns.csv.gz", packed(&"a,".repeat(16 << 20))),
        ("commas.csv.gz", packed(&format!("{}\n{}", "a,".repeat(2000), (",".repeat(2000) + "\n").repeat(20_000)))),
        ("deep.json", format!("{{\"a\":{}1{}}}", "[".repeat(1 << 20), "]".repeat(1 << 20)).into_bytes()),
        (
            "names.json",
            format!(
                "{{\"{}\":{{{}\"z\":1}}}}",
                "a".repeat(500_000),
                (0..1900).map(|at| format!("\"m{at}\":1,")).collect::<Vec<_>>().concat()
            )
            .into_bytes(),
        ),
    ]
}

fn worst_expressions() -> Vec<String> {
    vec![
        format!("1{}", "+1".repeat(2400)),
        format!("{}1{}", "(".repeat(3000), ")".repeat(3000)),
        "INTERVAL ".repeat(900) + "'1 day'",
        "repeat(no, 1000000000)".to_owned(),
        "lpad(no, 1000000000)".to_owned(),
        "array_to_string(array_repeat(no, 1000000000), '')".to_owned(),
        "replace(".repeat(30) + "no" + &", '1', '1111111111')".repeat(30),
        "regexp_like(no, '((a{1000}){1000}){1000}')".to_owned(),
    ]
}

/// Sends a file and agrees to its columns by a mapping; each is answered, whatever is said of it.
fn bring_in(server: &Server, token: &str, name: &str, bytes: &[u8], mapping: Option<&str>) {
    let path = format!("/api/v1/imports?fact=purchases&file={name}&source=x");
    let (status, begun) = server.ask_as(token, "POST", &path, "application/octet-stream", bytes);
    assert!((200..500).contains(&status), "{name}: {status} {begun}");
    let Some(id) = begun["id"].as_str() else { return };
    if let Some(mapping) = mapping {
        let agreed = json!({ "mapping": mapping }).to_string();
        let path = format!("/api/v1/imports/{id}/mapping");
        let (status, agreed) = server.ask_as(token, "PUT", &path, "application/json", agreed);
        assert!((200..500).contains(&status), "{name}: {status} {agreed}");
        let path = format!("/api/v1/imports/{id}/run");
        let (status, _) = server.ask_as(token, "POST", &path, "application/json", json!({ "trial": true }).to_string());
        assert!((200..500).contains(&status), "{name}: {status}");
    }
    let path = format!("/api/v1/imports/{id}");
    let until = Instant::now() + Duration::from_mins(2);
    while let (_, Value::Object(import)) = server.ask_as(token, "GET", &path, "", "")
        && import["job"]["state"].as_str().is_some_and(|state| state == "running" || state == "waiting")
    {
        assert!(Instant::now() < until, "{name} is read for ever");
        std::thread::sleep(Duration::from_millis(100));
    }
    server.ask_as(token, "DELETE", &path, "", "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_in_any_role_ends_the_server_or_keeps_others_out() {
    let company = Company::of_purchases();
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.write("orders.csv", orders_with_a_slip());
    let slip = ["--answer", "outlying_days.1024-05-06=right"];
    company.answer(&[&["import", "orders.csv", "--as", "purchases", "--map", "map.toml"][..], &slip].concat());
    let app = app_of(&company);
    let mut tokens = Vec::new();
    for role in [Role::Reader, Role::Owner, Role::Leader, Role::Admin, Role::Analyst] {
        let scopes: Vec<Act> = Act::ALL.into_iter().filter(|act| role.may(*act)).collect();
        tokens.push((role, token_of(&app, role.name(), role, &scopes).await));
    }
    app.company().await.expect("open").records.close().await;
    let mut server = Server::start(&company, &tokens[0].1);
    let reader = tokens[0].1.clone();

    // Questions, by everybody.
    while_others_are_answered("questions", &server, &reader, || {
        for (role, token) in &tokens {
            for path in [
                "cohorts?by=day",
                "cohorts?by=week",
                "ledger?by=day",
                "usage?by=day",
                "limits?by=day",
                "reasons?by=day&kind=lost",
            ] {
                let (status, answer) = server.ask_as(token, "GET", &format!("/api/v1/{path}"), "", "");
                assert!((200..500).contains(&status), "{role:?} {path}: {status} {answer}");
            }
        }
    });
    let analyst = &tokens[4].1;
    for (path, named) in [("cohorts?by=day", "1024-05-06"), ("ledger?by=day", "'week'")] {
        let (status, answer) = server.ask_as(analyst, "GET", &format!("/api/v1/{path}"), "", "");
        assert_eq!((status, &answer["code"]), (404, &json!("not_found")), "{answer}");
        assert!(answer["detail"].as_str().is_some_and(|detail| detail.contains(named)), "{answer}");
    }
    assert_eq!(server.ask_as(analyst, "GET", "/api/v1/ledger?by=week", "", "").0, 200);

    // Files and mappings, by an analyst.
    while_others_are_answered("files and mappings", &server, &reader, || {
        for (name, bytes) in worst_files() {
            assert!(bytes.len() < 4 << 20, "{name} is {} bytes", bytes.len());
            bring_in(&server, analyst, name, &bytes, None);
        }
        for expression in worst_expressions() {
            let columns = format!("purchase_id = {}", toml::Value::String(expression));
            let mapping = map("currency = \"EUR\"", "").replace("purchase_id = \"no\"", &columns);
            bring_in(&server, analyst, "small.csv", b"no,customer,day,amount\n1,ann,2024-01-05,9.00\n", Some(&mapping));
        }
    });

    // Slow forms, by anybody.
    let address = server.address().to_owned();
    let mut slow = Vec::new();
    while_others_are_answered("slow forms", &server, &reader, || {
        for number in 0..2000 {
            let mut stream = TcpStream::connect(&address).expect("connected");
            let head = format!("POST /sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Length: 60000\r\n\r\nname=a");
            // One that had to make room may be closed at once.
            let _ = stream.write_all(&head.as_bytes()[..if number % 3 == 0 { 30 } else { head.len() }]);
            slow.push(stream);
        }
        let until = Instant::now() + Duration::from_secs(5);
        while Instant::now() < until {
            for stream in &mut slow {
                drop(stream.write(b"a"));
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    });

    assert!(server.child.try_wait().expect("asked").is_none(), "the server lives");
    let held = most_held(&server);
    println!("the most that was held: {held} MiB");
    assert!(held < CEILING, "{held} MiB were held");
}
