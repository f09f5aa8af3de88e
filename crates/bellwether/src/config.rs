//! Configuration: which data folder, which database of records, how many threads, how much is logged?
//!
//! The embedded `config.default.toml` holds every setting and its meaning; a file, then the environment, then the command line go
//! before it. It is read once, here and nowhere else, and handed down as plain values.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::{Table, Value};

use bellwether_app::config::{Config, shown};
use bellwether_app::failure::{Failure, FailureKind};

const DEFAULTS: &str = include_str!("config.default.toml");
const FILE: &str = "bellwether.toml";
/// Less memory than that serves nobody.
const LEAST_MEMORY: usize = 256 << 20;
const PREFIX: &str = "BELLWETHER_";
/// Variables with our prefix that are not settings: the configuration file's name, and those of the tests.
const FILE_VARIABLE: &str = "BELLWETHER_CONFIG";
const TEST_PREFIX: &str = "BELLWETHER_TEST_";

/// The settings in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// What the app needs of them.
    pub(crate) app: Config,
    /// How much is logged.
    pub(crate) log: String,
}

/// What a file may set.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    data: PathBuf,
    records: String,
    threads: usize,
    memory: usize,
    log: String,
}

/// Where settings come from besides the defaults.
#[derive(Default)]
pub(crate) struct Origins {
    /// `--config`; must exist when given.
    pub(crate) file: Option<PathBuf>,
    /// `--data`.
    pub(crate) data: Option<PathBuf>,
    /// The variables of the environment.
    pub(crate) environment: Vec<(String, String)>,
}

impl Settings {
    /// Reads the settings: defaults, then the file, then the environment, then the command line.
    pub(crate) fn read(origins: Origins) -> Result<Self, Failure> {
        let Origins { file, data, environment } = origins;
        let mut settings = table(DEFAULTS, Path::new("config.default.toml"))?;
        let named = file.or_else(|| {
            environment.iter().find(|(name, _)| name == FILE_VARIABLE).map(|(_, value)| PathBuf::from(value))
        });
        for (name, value) in read_file(named)? {
            settings.insert(name, value);
        }
        let user = user_name(&environment);
        for (variable, text) in environment {
            if variable == FILE_VARIABLE || variable.starts_with(TEST_PREFIX) {
                continue;
            }
            if let Some(name) = variable.strip_prefix(PREFIX) {
                set_from_variable(&mut settings, &variable, &name.to_ascii_lowercase(), text)?;
            }
        }
        let document: Document = settings.try_into().map_err(|error: toml::de::Error| {
            Failure::usage(format!("the configuration cannot be used: {}", without_secrets(error.message())))
                .hint(format!("the settings are {}", setting_names()))
        })?;
        let Document { data: folder, records, threads, memory, log } = document;
        let memory = memory.saturating_mul(1 << 20);
        if memory < LEAST_MEMORY {
            return Err(Failure::usage(format!("memory is too little; at least {} is needed", LEAST_MEMORY >> 20)));
        }
        Ok(Self { app: Config { data: data.unwrap_or(folder), records, threads, memory, user }, log })
    }
}

fn read_file(named: Option<PathBuf>) -> Result<Table, Failure> {
    let must_exist = named.is_some();
    let path = named.unwrap_or_else(|| PathBuf::from(FILE));
    match std::fs::read_to_string(&path) {
        Ok(text) => table(&text, &path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && !must_exist => Ok(Table::new()),
        Err(error) => {
            let kind = match error.kind() {
                std::io::ErrorKind::NotFound => FailureKind::NotFound,
                _ => FailureKind::Usage,
            };
            Err(Failure::new(kind, format!("the configuration file {} cannot be read: {error}", path.display())))
        }
    }
}

fn table(text: &str, path: &Path) -> Result<Table, Failure> {
    text.parse().map_err(|error: toml::de::Error| {
        // Where it is wrong, and not what stands there: that may be an address with a password.
        let line = error.span().map_or(0, |span| text.get(..span.start).unwrap_or(text).matches('\n').count() + 1);
        let why = without_secrets(error.message());
        Failure::usage(format!("the configuration file {} is not valid TOML in line {line}: {why}", path.display()))
    })
}

fn set_from_variable(settings: &mut Table, variable: &str, name: &str, text: String) -> Result<(), Failure> {
    let value = match settings.get(name) {
        None => {
            return Err(Failure::usage(format!("{variable} is set, but there is no such setting"))
                .hint(format!("unset it, or use one of {}", setting_names())));
        }
        Some(Value::Integer(_)) => Value::Integer(text.trim().parse().map_err(|_| {
            Failure::usage(format!("{variable} is '{}'; write a whole number", without_secrets(&text)))
        })?),
        Some(_) => Value::String(text),
    };
    settings.insert(name.to_owned(), value);
    Ok(())
}

/// A text without what may be a password: addresses in it are told as far as their database.
fn without_secrets(text: &str) -> String {
    let is_end = |character: char| character.is_whitespace() || "\"'`,;".contains(character);
    text.split_inclusive(is_end)
        .map(|word| {
            let (word, end) = word.split_at(word.trim_end_matches(is_end).len());
            if word.contains("://") { format!("{}{end}", shown(word)) } else { format!("{word}{end}") }
        })
        .collect()
}

fn user_name(environment: &[(String, String)]) -> String {
    let named = |wanted: &str| {
        environment.iter().find(|(name, value)| name == wanted && !value.is_empty()).map(|(_, value)| value.clone())
    };
    named("USER").or_else(|| named("USERNAME")).unwrap_or_else(|| "unknown".to_owned())
}

fn setting_names() -> String {
    let names: Vec<_> = DEFAULTS.parse::<Table>().unwrap_or_default().keys().cloned().collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn without_a_file_or_variables_the_defaults_hold() {
        let config = Settings::read(Origins::default()).expect("defaults");
        assert_eq!((config.app.data, config.app.records.as_str()), (PathBuf::from("bellwether-data"), ""));
        assert_eq!((config.app.threads, config.log.as_str(), config.app.user.as_str()), (0, "warn", "unknown"));
    }

    #[test]
    fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("own.toml");
        std::fs::write(&file, "data = 'from-file'\nthreads = 3\nlog = 'info'").expect("written");
        let environment =
            variables(&[("BELLWETHER_DATA", "from-variable"), ("BELLWETHER_THREADS", "2"), ("HOME", "/")]);
        let read = |data: Option<&str>| {
            let origins =
                Origins { file: Some(file.clone()), data: data.map(Into::into), environment: environment.clone() };
            Settings::read(origins).expect("config")
        };
        assert_eq!(
            (read(None).app.data, read(None).app.threads, read(None).log),
            ("from-variable".into(), 2, "info".into())
        );
        assert_eq!(read(Some("from-option")).app.data, PathBuf::from("from-option"));
    }

    #[test]
    fn a_misspelt_setting_is_refused_and_the_right_names_are_told() {
        let environment = variables(&[("BELLWETHER_THREDS", "2")]);
        let failure = Settings::read(Origins { environment, ..Origins::default() }).expect_err("refused");
        assert_eq!(failure.kind(), FailureKind::Usage);
        assert!(failure.to_string().contains("BELLWETHER_THREDS") && failure.to_string().contains("threads"));

        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("own.toml");
        std::fs::write(&file, "dta = 'x'").expect("written");
        let failure = Settings::read(Origins { file: Some(file), ..Origins::default() }).expect_err("refused");
        assert!(failure.to_string().contains("dta"), "{failure}");
    }

    #[test]
    fn no_message_about_the_configuration_tells_a_password() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("own.toml");
        let address = "postgres://ann:secret@db/bw?password=secret";
        for text in [
            format!("records = {address}"),
            format!("records = '{address}"),
            format!("data = 'x'\nthreads = '{address}'"),
            format!("records = ['{address}']"),
            format!("[records]\nurl = '{address}'"),
            format!("'{address}' = 1"),
            format!("records = '{address}'\nrecords = 'x'"),
        ] {
            std::fs::write(&file, &text).expect("written");
            let refused =
                Settings::read(Origins { file: Some(file.clone()), ..Origins::default() }).expect_err("refused");
            assert!(!refused.to_string().contains("secret"), "{text}: {refused}");
        }
        let environment = variables(&[("BELLWETHER_THREADS", address)]);
        let refused = Settings::read(Origins { environment, ..Origins::default() }).expect_err("refused");
        assert!(
            refused.to_string().contains("postgres://db/bw") && !refused.to_string().contains("secret"),
            "{refused}"
        );
    }

    #[test]
    fn a_configuration_file_named_but_absent_is_not_found() {
        let origins = Origins { file: Some("no-such-file.toml".into()), ..Origins::default() };
        assert_eq!(Settings::read(origins).expect_err("absent").kind(), FailureKind::NotFound);
    }

    #[test]
    fn test_variables_are_not_settings() {
        let environment = variables(&[("BELLWETHER_TEST_POSTGRES", "require"), ("BELLWETHER_TEST_DATA", "x")]);
        assert!(Settings::read(Origins { environment, ..Origins::default() }).is_ok());
    }
}
