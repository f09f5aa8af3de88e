//! A command's answer and the ways to write it: a table for people, or CSV, JSON and Parquet for programs, to stdout or a file.
//!
//! Invariant: a file is there whole or not at all, and files carry every figure's as-of, policy and currency in each row.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use arrow::record_batch::RecordBatch;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::screen::Screen;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::table::Table;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Aligned text for people
    Table,
    /// Comma-separated, with a header line
    Csv,
    /// An array of objects
    Json,
    /// Columns with types, for Spark, DuckDB, Polars
    Parquet,
}

/// The options of every command that answers with a table.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct AnswerOptions {
    /// How to write the answer [default: the ending of --output, else table]
    #[arg(long, value_name = "FORMAT", value_enum, help_heading = "Answer")]
    pub(crate) format: Option<Format>,
    /// The file to write to, instead of stdout
    #[arg(short, long, value_name = "FILE", help_heading = "Answer")]
    pub(crate) output: Option<PathBuf>,
}

/// What a command answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    /// Sentences above the table, the most important first.
    pub(crate) above: Vec<String>,
    /// The table as programs get it.
    pub(crate) table: Table,
    /// Headings of its columns on the screen, where their names in words are not good enough.
    pub(crate) headings: Vec<(&'static str, String)>,
    /// The tables as people get them, where that differs.
    pub(crate) screen: Option<Vec<Screen>>,
    /// Sentences below it, such as the policy and the as-of.
    pub(crate) below: Vec<String>,
}

impl Answer {
    /// Writes the answer where and how the options say.
    pub(crate) fn write(self, options: &AnswerOptions) -> Result<(), Failure> {
        let format = options.format();
        deliver(options, |writer| {
            if format == Format::Table {
                return Ok(writer.write_all(self.on_screen().as_bytes())?);
            }
            write_batches(writer, format, std::iter::once(self.table.batch()))
        })
    }

    /// Writes the answer where and how the options say, as JSON all of `whole` in place of the table's rows.
    pub(crate) fn write_with(self, whole: &impl Serialize, options: &AnswerOptions) -> Result<(), Failure> {
        if options.format() != Format::Json {
            return self.write(options);
        }
        deliver(options, |writer| {
            serde_json::to_writer_pretty(&mut *writer, whole).map_err(io::Error::from)?;
            Ok(writer.write_all(b"\n")?)
        })
    }

    /// The answer as text for people.
    pub(crate) fn on_screen(self) -> String {
        let mut parts = Vec::new();
        if !self.above.is_empty() {
            parts.push(lines(&self.above));
        }
        match self.screen {
            Some(screens) => parts.extend(screens.iter().map(Screen::text)),
            None if self.table.is_empty() => {}
            None => {
                let headings = self.headings.iter();
                let screen = headings.fold(Screen::of(self.table), |screen, (name, text)| screen.headed(name, text));
                parts.push(screen.text());
            }
        }
        if !self.below.is_empty() {
            parts.push(lines(&self.below));
        }
        parts.join("\n")
    }
}

fn lines(sentences: &[String]) -> String {
    format!("{}\n", sentences.join("\n"))
}

impl AnswerOptions {
    /// Whether the answer goes to people, not to a program or a file of data.
    pub(crate) fn is_for_people(&self) -> bool {
        self.format() == Format::Table
    }

    /// The format asked for, or the one the file's ending names.
    pub(crate) fn format(&self) -> Format {
        let ending = || self.output.as_deref().and_then(Path::extension).and_then(|ending| ending.to_str());
        self.format.unwrap_or_else(|| match ending() {
            Some("csv") => Format::Csv,
            Some("json") => Format::Json,
            Some("parquet") => Format::Parquet,
            _ => Format::Table,
        })
    }

    /// A file whose ending promises a format that is not written would be a file nobody can open.
    fn is_understood(&self, path: &Path) -> Result<(), Failure> {
        let known = ["csv", "json", "parquet", "txt", "md", "log"];
        match path.extension().and_then(|ending| ending.to_str()) {
            Some(ending) if self.format.is_none() && !known.contains(&ending) => {
                Err(Failure::usage(format!("no answer is written in the format of '.{ending}'"))
                    .hint("let the file end in .csv, .json, .parquet or .txt, or say --format"))
            }
            _ => Ok(()),
        }?;
        match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => Err(Failure::usage(format!(
                "{} cannot be written: there is no folder {}",
                path.display(),
                folder.display()
            ))
            .hint("make the folder first, or choose one that exists")),
            _ => Ok(()),
        }
    }
}

/// Why the bytes of an answer did not arrive.
#[derive(Debug)]
pub(crate) enum WriteError {
    Io(io::Error),
    Failure(Failure),
}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Failure> for WriteError {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Runs `write` on the file of the options or on stdout. A reader that stops reading, such as `head`, is no failure.
pub(crate) fn deliver(
    options: &AnswerOptions,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), WriteError>,
) -> Result<(), Failure> {
    if let Some(path) = &options.output {
        options.is_understood(path)?;
        return whole_file(path, write);
    }
    if options.format() == Format::Parquet && io::stdout().is_terminal() {
        return Err(Failure::usage("Parquet is not for the screen").hint("name a file with -o FILE.parquet"));
    }
    let mut stdout = BufWriter::new(io::stdout());
    match write(&mut stdout).and_then(|()| Ok(stdout.flush()?)) {
        Err(WriteError::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(WriteError::Io(error)) => {
            Err(Failure::new(FailureKind::Internal, format!("the answer cannot be written to stdout: {error}")))
        }
        Err(WriteError::Failure(failure)) => Err(failure),
        Ok(()) => Ok(()),
    }
}

/// Runs `write` on a file that is there whole or not at all.
pub(crate) fn whole_file(
    path: &Path,
    write: impl FnOnce(&mut (dyn Write + Send)) -> Result<(), WriteError>,
) -> Result<(), Failure> {
    let cannot = |error: io::Error| {
        Failure::new(FailureKind::Internal, format!("{} cannot be written: {error}", path.display()))
            .hint("choose a folder that exists, has room and may be written to")
    };
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let partial = PathBuf::from(partial);
    let mut file = BufWriter::new(File::create(&partial).map_err(cannot)?);
    let written = write(&mut file).and_then(|()| Ok(file.flush()?));
    drop(file);
    match written {
        Ok(()) => std::fs::rename(&partial, path).map_err(cannot),
        Err(error) => {
            // Already failing: that the remains stay too is the smaller news.
            let _ = std::fs::remove_file(&partial);
            Err(match error {
                WriteError::Io(error) => cannot(error),
                WriteError::Failure(failure) => failure,
            })
        }
    }
}

/// Writes batches of one schema as CSV, JSON or Parquet.
pub(crate) fn write_batches(
    writer: &mut (dyn Write + Send),
    format: Format,
    batches: impl IntoIterator<Item = Result<RecordBatch, Failure>>,
) -> Result<(), WriteError> {
    let mut batches = batches.into_iter().peekable();
    match format {
        Format::Table | Format::Csv => {
            let mut csv = arrow::csv::WriterBuilder::new().with_header(true).build(writer);
            for batch in batches {
                csv.write(&batch?).map_err(arrow_error)?;
            }
        }
        Format::Json => {
            let mut json = arrow::json::WriterBuilder::new()
                .with_explicit_nulls(true)
                .build::<_, arrow::json::writer::JsonArray>(writer);
            for batch in batches {
                json.write(&batch?).map_err(arrow_error)?;
            }
            json.finish().map_err(arrow_error)?;
            json.into_inner().write_all(b"\n")?;
        }
        Format::Parquet => {
            let schema = match batches.peek() {
                Some(Ok(batch)) => batch.schema(),
                Some(Err(_)) | None => {
                    return batches.next().map_or(Ok(()), |first| first.map(|_| ()).map_err(WriteError::from));
                }
            };
            let mut parquet = parquet::arrow::ArrowWriter::try_new(writer, schema, None).map_err(parquet_error)?;
            for batch in batches {
                parquet.write(&batch?).map_err(parquet_error)?;
            }
            parquet.close().map_err(parquet_error)?;
        }
    }
    Ok(())
}

fn arrow_error(error: arrow::error::ArrowError) -> WriteError {
    match error {
        arrow::error::ArrowError::IoError(_, error) => WriteError::Io(error),
        other => Failure::caused(FailureKind::Internal, &other).into(),
    }
}

fn parquet_error(error: parquet::errors::ParquetError) -> WriteError {
    match error {
        parquet::errors::ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(error) => WriteError::Io(*error),
            Err(cause) => Failure::new(FailureKind::Internal, cause.to_string()).into(),
        },
        other => Failure::caused(FailureKind::Internal, &other).into(),
    }
}

#[cfg(test)]
mod tests;
