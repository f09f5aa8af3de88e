//! A company of its own for one test: a folder for its files and one for its data, asked through the finished binary.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The rows of an answer in CSV, by column.
pub type Rows = Vec<BTreeMap<String, String>>;

pub struct Company {
    folder: TempDir,
}

/// What the binary answered.
#[derive(Debug)]
pub struct Answered {
    pub code: Option<i32>,
    pub answer: String,
    pub told: String,
}

impl Company {
    /// A company whose first policy is made by `init` with these options.
    pub fn new(options: &[&str]) -> Self {
        let company = Self::without_data();
        company.answer(&[&["init"], options].concat());
        company
    }

    /// A folder in which none was made yet.
    pub fn without_data() -> Self {
        Self { folder: TempDir::new().expect("a folder") }
    }

    /// One that counts purchases in euros and loses customers after 60 days.
    pub fn of_purchases() -> Self {
        Self::new(&["--currency", "EUR", "--basis", "spend", "--lapse-days", "60"])
    }

    /// The folder in which its commands run.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder().join("data")
    }

    /// The binary, ready to be started on the company's data.
    pub fn command(&self, arguments: &[&str]) -> Command {
        self.prepared(Command::new(env!("CARGO_BIN_EXE_bellwether")), arguments)
    }

    /// The binary behind a shell that first narrows what it may use, as in "ulimit -f 1".
    pub fn command_after(&self, narrowing: &str, arguments: &[&str]) -> Command {
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{narrowing}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_bellwether")]);
        self.prepared(shell, arguments)
    }

    fn prepared(&self, mut command: Command, arguments: &[&str]) -> Command {
        command.args(arguments).args(["--data", "data"]).current_dir(self.folder()).stdin(Stdio::null());
        command.env("NO_COLOR", "1").env_remove("BELLWETHER_TEST_DATA");
        command
    }

    /// What the binary says to a command.
    pub fn ask(&self, arguments: &[&str]) -> Answered {
        self.command(arguments).output().expect("the binary runs").into()
    }

    /// The answer to a command that succeeds.
    pub fn answer(&self, arguments: &[&str]) -> String {
        let answered = self.ask(arguments);
        assert_eq!(answered.code, Some(0), "{arguments:?}: {}", answered.told);
        answered.answer
    }

    /// What is said about a command that is refused with this exit code.
    pub fn refused(&self, code: i32, arguments: &[&str]) -> String {
        let Answered { code: found, answer, told } = self.ask(arguments);
        assert_eq!((found, answer.as_str()), (Some(code), ""), "{arguments:?}: {told}");
        told
    }

    /// The answer to a command in CSV.
    pub fn rows(&self, arguments: &[&str]) -> Rows {
        rows(&self.answer(&[arguments, &["--format", "csv"]].concat()))
    }

    /// Its ledger as JSON, byte by byte.
    pub fn ledger(&self) -> String {
        self.answer(&["ledger", "--format", "json"])
    }

    /// Writes a file into its folder.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder().join(name), content).expect("written");
    }

    /// Imports a file with a map and gives the numbers of the report.
    pub fn import(&self, file: &str, map: &str) -> BTreeMap<String, u64> {
        numbers(&self.answer(&["import", file, "--as", "purchases", "--map", map]))
    }

    /// What lies in the staging folder, and files that no finished write leaves.
    pub fn leftovers(&self) -> Vec<PathBuf> {
        let below = |folder: &Path| {
            let mut open = vec![folder.to_owned()];
            let mut found = Vec::new();
            while let Some(folder) = open.pop() {
                for entry in std::fs::read_dir(&folder).expect("a folder") {
                    let path = entry.expect("an entry").path();
                    if path.is_dir() { open.push(path) } else { found.push(path) }
                }
            }
            found
        };
        let is_passing = |path: &PathBuf| {
            let name = path.file_name().expect("a name").to_string_lossy();
            path.components().any(|part| part.as_os_str() == ".staging")
                || name.starts_with(".new-")
                || name.starts_with(".tmp")
        };
        below(&self.data()).into_iter().filter(is_passing).collect()
    }
}

impl From<Output> for Answered {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), answer: text(output.stdout), told: text(output.stderr) }
    }
}

/// CSV without quotes, by column.
pub fn rows(csv: &str) -> Rows {
    assert!(!csv.contains('"'), "quotes are not read here");
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    lines
        .map(|line| {
            header.iter().zip(line.split(',')).map(|(name, cell)| ((*name).to_owned(), cell.to_owned())).collect()
        })
        .collect()
}

/// A whole number in a row.
pub fn number(row: &BTreeMap<String, String>, column: &str) -> i64 {
    row[column].parse().unwrap_or_else(|error| panic!("{column} of {row:?}: {error}"))
}

/// The lines of a report that are a word and a number.
pub fn numbers(report: &str) -> BTreeMap<String, u64> {
    let line = |line: &str| {
        let (name, number) = line.trim().split_once(' ')?;
        Some((name.to_owned(), number.trim().replace(',', "").parse().ok()?))
    };
    report.lines().filter_map(line).collect()
}

/// A map for purchases in a CSV file of our own: `no,customer,day,amount`.
pub fn map(settings: &str, format: &str) -> String {
    let mut map = format!("table = \"purchases\"\nsource = \"shop\"\n{settings}\n[format]\n{format}\n[columns]\n");
    for (target, column) in [("purchase_id", "no"), ("customer_id", "customer"), ("at", "day"), ("amount", "amount")] {
        writeln!(map, "{target} = \"{column}\"").expect("written");
    }
    map
}

/// The folder of the public data sets: the one that `BELLWETHER_TEST_DATA` names, or `shared/data` above. Without it the test is skipped
/// with a message, or fails where the variable is set.
pub fn public_data() -> Option<PathBuf> {
    let above = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|above| above.join("shared/data"));
    let folder = match named() {
        Some(named) if named != "require" => Some(PathBuf::from(named)),
        _ => above().find(|folder| folder.is_dir()),
    };
    at_hand(folder.unwrap_or_else(|| PathBuf::from("shared/data")))
}

/// The path if it is there; otherwise the test is skipped with a message, or fails where the data are required.
pub fn at_hand(path: PathBuf) -> Option<PathBuf> {
    if path.exists() {
        return Some(path);
    }
    assert!(named().is_none(), "BELLWETHER_TEST_DATA is set, but {} is not there", path.display());
    println!("skipped: {} is not there; BELLWETHER_TEST_DATA names the folder of the public data sets", path.display());
    None
}

#[expect(clippy::disallowed_methods, reason = "where test data lies is no part of the program's config")]
fn named() -> Option<String> {
    std::env::var("BELLWETHER_TEST_DATA").ok()
}
