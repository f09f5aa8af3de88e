//! A server of a company, asked as programs ask it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use bellwether_app::App;
use bellwether_app::config::Config;
use bellwether_app::people::NewPerson;
use bellwether_app::tokens::NewToken;
use bellwether_model::{Act, Role};
use jiff::Timestamp;
use serde_json::Value;
use ulid::Ulid;

use crate::company::Company;

#[expect(clippy::disallowed_methods, reason = "the server that follows tells the time, too")]
fn now() -> Timestamp {
    Timestamp::now()
}

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

/// The company's app.
pub fn app_of(company: &Company) -> App {
    let config = Config {
        data: company.data(),
        records: String::new(),
        threads: 0,
        memory: Config::MEMORY,
        user: "the test".to_owned(),
    };
    App::new(config, now(), new_id)
}

/// The company's app, and a token of a person of this role.
pub async fn app_with_token(company: &Company, role: Role, scopes: &[Act]) -> (App, String) {
    let app = app_of(company);
    let secret = token_of(&app, "dora", role, scopes).await;
    (app, secret)
}

/// A token of a new person of this name and role.
pub async fn token_of(app: &App, name: &str, role: Role, scopes: &[Act]) -> String {
    let [name, full_name, password] = [name, "Dora Hill", "four words put together"].map(str::to_owned);
    let person = NewPerson { name, full_name, roles: role.into(), password };
    app.add_oneself(&person, "the test").await.expect("added");
    let session = app.sign_in(&person.name, &person.password).await.expect("asked").expect("signed in");
    let person = app.signed_in(&session).await.expect("asked").expect("signed in");
    let wanted = NewToken { label: "test".to_owned(), scopes: scopes.to_vec(), days: 1 };
    app.make_token(&person, &wanted).await.expect("a token")
}

/// A server, killed at the latest with this value.
pub struct Server {
    pub child: Child,
    address: String,
    token: String,
    /// What it said before.
    said: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts the server of a company, asked with a token.
    pub fn start(company: &Company, token: &str) -> Self {
        let mut command = company.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::null());
        Self::started(command, token).expect("it says where its pages are")
    }

    /// Starts a server by a command; none if it ends without saying where its pages are.
    pub fn started(mut command: Command, token: &str) -> Option<Self> {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("started");
        let mut told = BufReader::new(child.stderr.take().expect("its console")).lines().map_while(Result::ok);
        let mut said = String::new();
        let address = told.find_map(|line| {
            said.extend([&line, "\n"]);
            let (_, rest) = line.split_once("Pages: http://")?;
            Some(rest.split('/').next().unwrap_or_default().to_owned())
        });
        let mut server = Self { child, address: String::new(), token: token.to_owned(), said };
        server.address = address?;
        // What it says later is heard, so that it can go on.
        std::thread::spawn(move || told.for_each(drop));
        Some(server)
    }

    /// Where its pages are.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The secret with which the first admin is made, where it was said.
    pub fn secret(&self) -> Option<String> {
        let (_, rest) = self.said.split_once("with this secret:")?;
        Some(rest.split_whitespace().next()?.to_owned())
    }

    /// The status and the JSON of an answer.
    pub fn ask(&self, method: &str, path: &str, kind: &str, body: impl AsRef<[u8]>) -> (u16, Value) {
        self.ask_as(&self.token, method, path, kind, body)
    }

    /// The same, asked with another token.
    pub fn ask_as(&self, token: &str, method: &str, path: &str, kind: &str, body: impl AsRef<[u8]>) -> (u16, Value) {
        let (address, body) = (&self.address, body.as_ref());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(address).expect("connected");
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("answered");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        (status, serde_json::from_str(body).unwrap_or_default())
    }
}
