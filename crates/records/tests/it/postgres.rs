//! Every promise on a Postgres server started for this program alone.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::databases::Base;
use crate::{PROMISES, opening};

/// Promises tried at a time.
const AT_ONCE: usize = 4;

/// One test for all, since a server takes longer to start than all of them to run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_promise_is_kept_on_postgres_and_outlives_its_crash() {
    let Some(mut server) = Server::start() else { return };
    let mut broken = Vec::new();
    let mut trying = JoinSet::new();
    for (number, (name, promise)) in PROMISES.iter().copied().flatten().copied().enumerate() {
        if trying.len() == AT_ONCE {
            broken.extend(trying.join_next().await.and_then(outcome));
        }
        let base = Base::postgres(&server, &format!("records_{number}")).await;
        trying.spawn(async move { (name, tokio::spawn(promise(base)).await.is_ok()) });
    }
    while let Some(tried) = trying.join_next().await {
        broken.extend(outcome(tried));
    }
    assert!(broken.is_empty(), "broken on Postgres: {broken:?}");

    let base = Base::postgres(&server, "crashed").await;
    let records = opening::acknowledge(&base).await;
    server.crash();
    opening::find_again(&base.url).await;
    assert_eq!(records.verify().await.expect("the old handle finds its way back"), []);
}

/// The name of a promise that was not kept.
fn outcome(tried: Result<(&'static str, bool), tokio::task::JoinError>) -> Option<&'static str> {
    let (name, kept) = tried.expect("it was tried");
    (!kept).then_some(name)
}

/// A Postgres server of our own, on a socket in its own folder.
pub(crate) struct Server {
    folder: TempDir,
    binaries: PathBuf,
    user: Option<&'static str>,
    process: Child,
}

impl Server {
    /// `None` when this machine has no Postgres; a panic when the environment says it must.
    pub(crate) fn start() -> Option<Self> {
        let Some(binaries) = binaries() else {
            assert!(!required(), "BELLWETHER_TEST_POSTGRES=require, but no Postgres server was found");
            eprintln!("skipped on Postgres: no initdb and postgres in PATH or /usr/lib/postgresql");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("bwpg").tempdir().expect("a temporary folder");
        let user = user(folder.path());
        if let Some(user) = user {
            ran(Command::new("chown").arg(user).arg(folder.path()));
        }
        let data = folder.path().join("data");
        let options = ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"];
        ran(command(&binaries, "initdb", user).args(options).arg("-D").arg(&data));
        let process = launch(&binaries, user, folder.path());
        Some(Self { folder, binaries, user, process })
    }

    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres:///{database}?host={}&user=postgres", self.folder.path().display())
    }

    pub(crate) async fn create(&self, database: &str) {
        sqlx::any::install_default_drivers();
        let mut admin = AnyConnection::connect(&self.url("postgres")).await.expect("the server answers");
        let create = AssertSqlSafe(format!("CREATE DATABASE {database}"));
        sqlx::raw_sql(create).execute(&mut admin).await.expect("a new database");
        admin.close().await.expect("closed");
    }

    /// Ends the server in the midst of its work and starts it again.
    fn crash(&mut self) {
        quit(&mut self.process);
        self.process = launch(&self.binaries, self.user, self.folder.path());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        quit(&mut self.process);
    }
}

/// Starts the server and reads what it tells until it says that it is ready.
fn launch(binaries: &Path, user: Option<&str>, folder: &Path) -> Child {
    let mut server = command(binaries, "postgres", user);
    server.arg("-D").arg(folder.join("data")).arg("-k").arg(folder);
    let quick = ["fsync=off", "full_page_writes=off", "wal_level=minimal", "max_wal_senders=0", "autovacuum=off"];
    for setting in quick.into_iter().chain(["listen_addresses=", "shared_buffers=16MB", "log_min_messages=log"]) {
        server.args(["-c", setting]);
    }
    let mut process = server.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the server starts");
    let mut told = BufReader::new(process.stderr.take().expect("what it tells")).lines().map_while(Result::ok);
    let ready = told.any(|line| line.contains("ready to accept connections"));
    assert!(ready, "the Postgres server did not start in {}", folder.display());
    // It must never wait for somebody to read on.
    std::thread::spawn(move || told.for_each(drop));
    process
}

/// Ends the server at once, without letting it tidy up.
fn quit(process: &mut Child) {
    let _ = Command::new("kill").arg("-QUIT").arg(process.id().to_string()).status();
    let _ = process.wait();
}

/// A server's program, as `user` where the tests run as root: Postgres refuses to.
fn command(binaries: &Path, program: &str, user: Option<&str>) -> Command {
    let program = binaries.join(program);
    let Some(user) = user else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".to_owned(), "--".to_owned()]);
    command.arg(program).current_dir("/");
    command
}

fn ran(command: &mut Command) {
    let output = command.output().expect("the program runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn binaries() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut installed: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .collect();
    installed.sort();
    let complete = |folder: &PathBuf| ["initdb", "postgres"].iter().all(|name| folder.join(name).exists());
    std::env::split_paths(&path).chain(installed.into_iter().rev()).find(complete)
}

fn required() -> bool {
    std::env::var_os("BELLWETHER_TEST_POSTGRES").is_some_and(|value| value == "require")
}

/// Who runs the server: somebody else where we are root.
fn user(ours: &Path) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt as _;
    if ours.metadata().expect("our folder").uid() != 0 {
        return None;
    }
    let known = Command::new("id").arg("postgres").stdout(Stdio::null()).stderr(Stdio::null()).status();
    Some(if known.is_ok_and(|status| status.success()) { "postgres" } else { "nobody" })
}
