//! What is a file, by its first bytes?

use std::borrow::Cow;

use super::bytes::FileContent;
use super::inputs::Input;
use super::window;
use super::{Compression, Format, SourceError, SourceKind};

/// The kind of all files of an input, as declared or as their first bytes show.
pub(super) fn of(inputs: &[Input], declared: &Format) -> Result<SourceKind, SourceError> {
    let mut first: Option<(&Input, SourceKind)> = None;
    for input in inputs {
        let kind = of_file(input, declared)?;
        let (than, other) = *first.get_or_insert((input, kind));
        if kind != other {
            let (file, than) = (input.name.clone(), than.name.clone());
            return Err(SourceError::KindsDiffer { file, kind, than, other });
        }
    }
    first.map(|(_, kind)| kind).ok_or(SourceError::NoInput)
}

fn of_file(input: &Input, declared: &Format) -> Result<SourceKind, SourceError> {
    let mut file = FileContent::open(input)?;
    let (head, _) = window::head(&mut file, 4096)?;
    let unusable = |why: String| SourceError::Format { file: input.name.clone(), why };
    if head.is_empty() {
        return Err(unusable("it is empty; a row that names the columns is expected".to_owned()));
    }
    let found = if head.starts_with(b"PAR1") {
        SourceKind::Parquet
    } else if head.starts_with(b"PK\x03\x04") {
        SourceKind::Xlsx
    } else if head.starts_with(b"PK\x05\x06") {
        return Err(unusable("it is an empty zip archive".to_owned()));
    } else if root_of(&head).is_some_and(|root| root == "log") {
        SourceKind::Xes
    } else if let (Some(what), None) = (markup(&head), declared.kind) {
        return Err(unusable(format!("it is {what}")));
    } else {
        of_text(&head)
    };
    let binary = matches!(found, SourceKind::Parquet | SourceKind::Xlsx);
    if binary && file.compression() != Compression::None {
        return Err(unusable(format!("it is {found} packed once more by {}; unpack it first", file.compression())));
    }
    match declared.kind {
        Some(kind) if kind != found && (binary || matches!(kind, SourceKind::Parquet | SourceKind::Xlsx)) => {
            let what = if binary { found.to_string() } else { "text".to_owned() };
            Err(unusable(format!("it is declared as {kind} but is {what}; correct the declaration")))
        }
        Some(kind) => Ok(kind),
        None => Ok(found),
    }
}

/// What a text is that is no table though some systems call it one; told by how it begins.
fn markup(head: &[u8]) -> Option<&'static str> {
    let begins = text_of(head).trim_start().chars().take(20).collect::<String>().to_lowercase();
    if ["<!doctype html", "<html", "<table", "<head", "<meta"].iter().any(|tag| begins.starts_with(tag)) {
        Some("a web page, as some systems export tables; open it in a spreadsheet program and save it as XLSX or CSV")
    } else if begins.starts_with("<?xml") {
        Some(
            "XML, of which event logs alone are read (XES, whose root is <log>); export the table behind it as CSV or XLSX",
        )
    } else {
        None
    }
}

/// The name of the element that a document of XML begins with, without that of its namespace.
fn root_of(head: &[u8]) -> Option<String> {
    let text = text_of(head);
    let mut rest = text.trim_start();
    while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let ends = match inside {
            _ if rest.starts_with("<?") => "?>",
            comment if comment.starts_with("--") => "-->",
            // What a document type declares stands in brackets.
            declared if declared.split('>').next().is_some_and(|until| until.contains('[')) => "]>",
            _ => ">",
        };
        rest = inside.split_once(ends)?.1.trim_start();
    }
    let name: String =
        rest.strip_prefix('<')?.chars().take_while(|sign| !sign.is_whitespace() && !"/>".contains(*sign)).collect();
    Some(name.rsplit(':').next().unwrap_or_default().to_owned())
}

fn text_of(head: &[u8]) -> Cow<'_, str> {
    encoding_rs::Encoding::for_bom(head)
        .map_or_else(|| String::from_utf8_lossy(head), |(encoding, _)| encoding.decode(head).0)
}

fn of_text(head: &[u8]) -> SourceKind {
    let text = text_of(head);
    let mut signs = text.chars().filter(|sign| !sign.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{')) => SourceKind::Jsonl,
        _ => SourceKind::Csv,
    }
}
