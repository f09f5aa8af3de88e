//! What is a file, by its first bytes?

use super::bytes::FileContent;
use super::inputs::Input;
use super::ocel::{self, SQLITE};
use super::window;
use super::xml_head::{elements_of, text_of};
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
    } else if ocel::Form::of(&head).is_some() {
        SourceKind::Ocel
    } else if elements_of(&head).first().is_some_and(|root| root == "log") {
        SourceKind::Xes
    } else if let (Some(what), None) = (markup(&head), declared.kind) {
        return Err(unusable(format!("it is {what}")));
    } else {
        of_text(&head)
    };
    let binary = matches!(found, SourceKind::Parquet | SourceKind::Xlsx) || head.starts_with(SQLITE);
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
            "XML, of which event logs alone are read (XES and OCEL, whose root is <log>); export the table behind it as CSV or XLSX",
        )
    } else {
        None
    }
}

fn of_text(head: &[u8]) -> SourceKind {
    let text = text_of(head);
    let mut signs = text.chars().filter(|sign| !sign.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), Some('"' | '}')) | (Some('['), Some('{')) => SourceKind::Jsonl,
        _ => SourceKind::Csv,
    }
}
