//! A real Postgres, started here in a folder of its own where its programs are installed.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::*;

struct Server {
    process: Child,
    folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[expect(clippy::disallowed_methods, reason = "what a test needs is no part of the program's config")]
fn required() -> bool {
    std::env::var("BELLWETHER_TEST_POSTGRES").is_ok_and(|wish| wish == "require")
}

/// Where Postgres' programs lie.
fn programs() -> Option<std::path::PathBuf> {
    let mut folders: Vec<_> = glob::glob("/usr/lib/postgresql/*/bin").unwrap().flatten().collect();
    folders.extend(["/usr/local/bin", "/usr/bin", "/opt/homebrew/bin"].map(std::path::PathBuf::from));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

/// Runs a program as the user postgres if we are root, whom Postgres refuses to serve.
fn as_user(program: &Path, root: bool) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

/// A server that listens in its folder only, or `None` with a word why not.
fn start() -> Result<Server, String> {
    let programs = programs().ok_or("Postgres is not installed")?;
    let root = is_root();
    let folder = tempfile::Builder::new().prefix("pg").tempdir_in("/tmp").map_err(|error| error.to_string())?;
    if root {
        let owned = Command::new("chown").arg("postgres").arg(folder.path()).status();
        if !owned.is_ok_and(|status| status.success()) {
            return Err("there is no user postgres to run it as".to_owned());
        }
    }
    let data = folder.path().join("data");
    let secret = folder.path().join("secret");
    fs::write(&secret, "s3cr3t/pass\n").unwrap();
    let _ = Command::new("chown").arg("postgres").arg(&secret).status();
    let made = as_user(&programs.join("initdb"), root)
        .current_dir(folder.path())
        .arg("-D")
        .arg(&data)
        .args(["-U", "owner", "-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--pwfile"])
        .arg(&secret)
        .output()
        .map_err(|error| error.to_string())?;
    if !made.status.success() {
        return Err(format!("initdb failed: {}", String::from_utf8_lossy(&made.stderr)));
    }
    let process = as_user(&programs.join("postgres"), root)
        .current_dir(folder.path())
        .arg("-D")
        .arg(&data)
        .arg("-k")
        .arg(folder.path())
        .args(["-c", "listen_addresses=", "-c", "fsync=off", "-c", "timezone=UTC"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    let server = Server { process, folder };
    let socket = server.folder.path().join(".s.PGSQL.5432");
    let begun = Instant::now();
    while !socket.exists() {
        if begun.elapsed() > Duration::from_secs(30) {
            return Err("the server did not come up".to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(300));
    Ok(server)
}

impl Server {
    fn address(&self, password: &str) -> String {
        let host = self.folder.path().display().to_string().replace('/', "%2F");
        format!("postgres://owner:{password}@{host}/postgres")
    }

    fn ask(&self, query: &str) -> Result<Table, SourceError> {
        read(&[self.address("s3cr3t%2Fpass"), query.to_owned()], &Format::default())
    }
}

#[test]
fn a_query_on_a_real_postgres_is_read_like_a_file() {
    let server = match start() {
        Ok(server) => server,
        Err(why) => {
            assert!(!required(), "BELLWETHER_TEST_POSTGRES=require, but {why}");
            eprintln!("skipped: {why}");
            return;
        }
    };
    let query = "select i as id, case i % 3 when 0 then null when 1 then '' else E'a\\n\"b\", ö' end as name,
                        date '2024-02-29' as day, 1.10::numeric as amount, timestamptz '2024-01-01 10:00+02' as at
                 from generate_series(1, 200000) as i order by i; ";
    let table = server.ask(query).unwrap();
    assert_eq!(table.columns, ["id", "name", "day", "amount", "at"]);
    assert_eq!((table.rows.len(), table.rejects.len()), (200_000, 0));
    assert_eq!(
        table.shown()[..3],
        [
            "1||2024-02-29|1.10|2024-01-01 08:00:00+00",
            "2|a\n\"b\", ö|2024-02-29|1.10|2024-01-01 08:00:00+00",
            "3|∅|2024-02-29|1.10|2024-01-01 08:00:00+00"
        ]
    );
    assert_eq!(table.progress.bytes_total, None);
    assert_eq!(table.files[0].bytes, table.progress.bytes_read);
    assert!(table.files[0].bytes > 200_000 && table.files[0].sha256.is_some());

    let none = server.ask("select 1 as id where false").unwrap();
    assert_eq!((none.columns, none.rows.len()), (vec!["id".to_owned()], 0));

    let twice = server.ask("select 1 as id, 2 as id").unwrap_err().to_string();
    assert!(twice.contains("columns 1 and 2 are both named 'id'"), "{twice}");

    let missing = server.ask("select * from nowhere").unwrap_err().to_string();
    assert!(missing.contains("relation \"nowhere\" does not exist"), "{missing}");

    let late =
        server.ask("select 1 / (150000 - i) as id from generate_series(1, 200000) as i").unwrap_err().to_string();
    assert!(late.contains("division by zero"), "{late}");

    let writing =
        server.ask("with made as (insert into pg_description values (0, 0, 0, 'x') returning 1) select * from made");
    assert!(writing.unwrap_err().to_string().contains("read-only"));

    let refused = read(&[server.address("wr0ng%2Fpass"), "select 1".to_owned()], &Format::default()).unwrap_err();
    let refused = format!("{refused} {refused:?}");
    assert!(refused.contains("cannot connect to postgres://owner@"), "{refused}");
    assert!(!refused.contains("wr0ng"), "{refused}");
}

#[test]
fn no_message_holds_the_password() {
    let inputs = |address: &str| [address.to_owned(), "select 1".to_owned()];
    for address in [
        "postgres://owner:s3cr3t@127.0.0.1:1/db",
        "postgres://owner@127.0.0.1:1/db?password=s3cr3t",
        "postgres://owner:s3cr3t@host:port/db",
        "postgres://owner:s3cr3t@127.0.0.1:1/db?sslmode=s3cr3t",
        "postgres://owner:s3cr3t@",
    ] {
        let error = read(&inputs(address), &Format::default()).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(!text.contains("s3cr3t"), "{text}");
    }
    let error = read(&["postgres://owner:s3cr3t@host/db".to_owned()], &Format::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "postgres://…: an address is followed by exactly one query, as in 'select * from orders'"
    );
}
