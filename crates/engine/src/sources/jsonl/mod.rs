//! JSON: one object a line, or objects and lists of them one behind the other, as APIs answer with an object around each. Members become
//! columns, nested ones by dotted names (`address.city`, `items.data.0.price`). A row's number is that of its line, or of its object among
//! all of the file. A currency that stands around a list is that of its rows.
//!
//! Members may be absent, so the columns are all members of all lines: the files are read twice, first for the names alone.

mod around;
mod document;
mod elements;
mod flatten;
mod lines;
mod piece;
mod strings;

use std::collections::HashMap;
use std::sync::Arc;

use super::bytes::FileContent;
use super::encoding::{self, EncodingClues, RowEncoding, shown};
use super::inputs::Input;
use super::rows::{FileRows, TextRows};
use super::text_files::{FileOpener, TextFiles};
use super::window::{self, Window};
use super::{Format, SourceError, SourceFile, SourceKind, columns};
use around::Around;
use document::Document;
pub(super) use elements::Elements;
use flatten::flatten;
use lines::Lines;
pub(super) use piece::Piece;

const HEAD: usize = 64 * 1024;

/// More members than that are taken for keys that are values, as in `{"by_customer": {"17850": …}}`.
const MOST_COLUMNS: usize = 2000;

/// Finds the columns of files of JSON: every member of every object is one, in the order of their first appearance.
pub(super) fn find(inputs: &[Input], declared: &Format) -> Result<TextFiles, SourceError> {
    let limit = declared.record_limit();
    let mut names = Names::default();
    let mut files = Vec::with_capacity(inputs.len());
    let mut documents = Vec::with_capacity(inputs.len());
    let mut answers = Vec::new();
    for input in inputs {
        let document = Document::of(&mut opened(input)?.0)?;
        let Scan { format, around, content } = scan(input, limit, &document, &mut names)?;
        let format = Format { max_record_bytes: declared.max_record_bytes, ..format };
        let currencies: Vec<_> = around.iter().map(|(around, _)| names.places_of(around.currencies())).collect();
        answers.extend(around);
        documents.push((document, currencies));
        let (name, bytes) = (input.name.clone(), input.seen.bytes);
        files.push(SourceFile { name, bytes, sha256: Some(content), format });
    }
    if let (Some(part), Some(first)) = (around::missing_pages(&answers), files.first_mut()) {
        first.format.notes.push(part.to_string());
        first.format.part = Some(part);
    }
    let schema = columns::text_schema(&names.names);
    let names = Arc::new(names);
    let found = inputs.iter().cloned().zip(documents).zip(files).map(|((input, (document, currencies)), file)| {
        let names = Arc::clone(&names);
        let open: FileOpener = Box::new(move || {
            let cells = vec![None; names.names.len()];
            let (objects, _) = Objects::open(&input, limit, &document)?;
            let (file, names, currencies) = (input.name.clone(), Arc::clone(&names), currencies.clone());
            Ok(Box::new(JsonRows { file, objects, names, cells, currencies }))
        });
        (file, open)
    });
    Ok(TextFiles::new(schema, found))
}

/// Members found so far, in the order of their first appearance.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Names {
    fn add(&mut self, name: String) -> usize {
        *self.positions.entry(name.clone()).or_insert_with(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }

    /// Constants of all rows of a list with the places of their columns.
    fn places_of(&mut self, constants: Vec<(String, String)>) -> Vec<(usize, String)> {
        constants.into_iter().map(|(name, text)| (self.add(name), text)).collect()
    }
}

/// What looking through a file gave.
struct Scan {
    format: Format,
    /// What stands around its lists, with how many elements each of them has.
    around: Vec<(Around, u64)>,
    /// The SHA-256 of what was looked through.
    content: String,
}

/// Adds the members of a file's objects to `names`.
fn scan(input: &Input, limit: usize, document: &Document, names: &mut Names) -> Result<Scan, SourceError> {
    let (mut objects, mut format) = Objects::open(input, limit, document)?;
    let unreadable = |why: String| unreadable(&input.name, why);
    if let Document::SeveralLists(lists) = document {
        return Err(unreadable(format!(
            "it is one object with several lists ({}); write the objects of one of them, as jq -c '.{}[]' does",
            lists.join(", "),
            lists[0]
        )));
    }
    let noun = objects.noun();
    let mut fresh = Vec::new();
    let mut first = true;
    let mut row = 0;
    while let Some(piece) = objects.advance(&mut row)? {
        let bytes = match piece {
            Piece::Whole(bytes) => bytes,
            Piece::TooLong(_) => continue,
            other => return Err(broken(&input.name, row, &other)),
        };
        fresh.clear();
        let mut is_too_long = false;
        let read = flatten(bytes, noun, |path, _| {
            is_too_long |= path.len() > columns::LONGEST_NAME;
            if is_too_long || fresh.len() > MOST_COLUMNS {
                return Err("it has too many members, or too long ones");
            }
            if !names.positions.contains_key(path) {
                fresh.push(path.to_owned());
            }
            Ok(())
        });
        match read {
            Err(flatten::Fault { unfinished: true, .. }) if first => {
                return Err(unreadable(format!(
                    "the object that begins on row {row} does not end there; write one object a line, as jq -c does"
                )));
            }
            Err(_) if is_too_long => {
                let most = columns::LONGEST_NAME;
                return Err(unreadable(format!("a member of row {row} has a name longer than {most} letters")));
            }
            Err(_) if fresh.len() <= MOST_COLUMNS => continue,
            _ => first = false,
        }
        for path in fresh.drain(..) {
            names.add(path);
        }
        if names.names.len() > MOST_COLUMNS {
            return Err(unreadable(format!(
                "it has more than {MOST_COLUMNS} different members by row {row}; are values used as names?"
            )));
        }
    }
    let content = objects.window_mut().source_mut().finish()?;
    let around = objects.around();
    if let Document::Values { member: Some(member) } = document {
        let told = match around.len() {
            0 | 1 => format!("it is one object around a list; the rows are the objects of '{member}'"),
            many => format!("it is {many} objects around lists; the rows are the objects of '{member}' in all of them"),
        };
        format.notes.push(told);
        for (name, text) in around.first().map(|(around, _)| around.currencies()).unwrap_or_default() {
            let told = format!("'{name}' around the list, {text}, is the currency of rows that name none there");
            format.notes.push(told);
        }
    }
    Ok(Scan { format, around, content })
}

fn unreadable(file: &str, why: String) -> SourceError {
    SourceError::NotReadable { file: file.to_owned(), kind: SourceKind::Jsonl, why }
}

/// Why a file cannot be read on from behind its element `row`.
fn broken(file: &str, row: u64, piece: &Piece<'_>) -> SourceError {
    let why = match piece {
        Piece::Stray(beginning) => {
            let begins: String = shown(beginning).chars().take(60).collect();
            format!(
                "behind element {row}, where it should end, stands '{begins}'; take that out, or write one object a line"
            )
        }
        Piece::WithoutList => format!(
            "behind element {row} stands an object without the list that the one before it has; is it the answer to a request that failed?"
        ),
        _ => format!("its list does not end: the file was cut off in element {row} or after it; export it again"),
    };
    unreadable(file, why)
}

/// The objects of a file.
enum Objects {
    Lines(Lines),
    List(Elements),
}

impl Objects {
    /// Opens a file as what it was found to be.
    fn open(input: &Input, limit: usize, document: &Document) -> Result<(Self, Format), SourceError> {
        let (window, format) = opened(input)?;
        let objects = match document {
            Document::Values { member } => Self::List(Elements::new(window, limit, member.clone())),
            _ => Self::Lines(Lines::new(window, limit)),
        };
        Ok((objects, format))
    }

    fn advance(&mut self, row: &mut u64) -> Result<Option<Piece<'_>>, SourceError> {
        match self {
            Self::Lines(lines) => lines.advance(row),
            Self::List(elements) => elements.advance(row),
        }
    }

    /// What stands around the lists read so far, with how many elements each of them has.
    fn around(self) -> Vec<(Around, u64)> {
        match self {
            Self::Lines(_) => Vec::new(),
            Self::List(elements) => elements.into_answers(),
        }
    }

    /// Which of the objects around lists the current element stands in, from 0.
    fn answer(&self) -> usize {
        match self {
            Self::Lines(_) => 0,
            Self::List(elements) => elements.answer(),
        }
    }

    fn limit(&self) -> usize {
        match self {
            Self::Lines(lines) => lines.limit(),
            Self::List(elements) => elements.limit(),
        }
    }

    fn window(&self) -> &Window {
        match self {
            Self::Lines(lines) => lines.window(),
            Self::List(elements) => elements.window(),
        }
    }

    fn window_mut(&mut self) -> &mut Window {
        match self {
            Self::Lines(lines) => lines.window_mut(),
            Self::List(elements) => elements.window_mut(),
        }
    }

    /// What an object of the file is called in a reject.
    fn noun(&self) -> &'static str {
        match self {
            Self::Lines(_) => "line",
            Self::List(_) => "element",
        }
    }
}

/// A window on the text of a file.
pub(super) fn opened(input: &Input) -> Result<(Window, Format), SourceError> {
    let mut file = FileContent::open(input)?;
    let compression = file.compression();
    let (head, whole) = window::head(&mut file, HEAD)?;
    // JSON is UTF-8 or bears a mark.
    let detected = encoding::detect(&head, whole);
    let seen = EncodingClues { encoding: detected.encoding.filter(|_| detected.mark > 0), mark: detected.mark };
    let encoding = RowEncoding::of(seen.encoding).label();
    let window = Window::new(Box::new(file), &head, seen);
    let format = Format {
        kind: Some(SourceKind::Jsonl),
        compression: Some(compression),
        encoding: Some(encoding),
        ..Format::default()
    };
    Ok((window, format))
}

/// The rows of one file.
struct JsonRows {
    file: String,
    objects: Objects,
    names: Arc<Names>,
    cells: Vec<Option<String>>,
    /// For each object around a list the columns of currencies that it names, and these.
    currencies: Vec<Vec<(usize, String)>>,
}

impl FileRows for JsonRows {
    fn next(&mut self, rows: &mut TextRows) -> Result<bool, SourceError> {
        let (limit, noun) = (self.objects.limit(), self.objects.noun());
        let mut row = 0;
        let Some(piece) = self.objects.advance(&mut row)? else { return Ok(false) };
        let bytes = match piece {
            Piece::Whole(bytes) => bytes,
            broken_off @ (Piece::CutOff | Piece::Stray(_) | Piece::WithoutList) => {
                return Err(broken(&self.file, row, &broken_off));
            }
            Piece::TooLong(beginning) => {
                let line = format!("{}…", shown(beginning));
                let reason = format!("the row is longer than {limit} bytes; raise max_record_bytes to read it");
                rows.reject(row, String::new(), String::new(), reason, line);
                return Ok(true);
            }
        };
        self.cells.fill(None);
        let (names, cells) = (&self.names, &mut self.cells);
        let read = flatten(bytes, noun, |path, text| {
            let position = names.positions.get(path).ok_or("the file changed while it was read")?;
            match (&mut cells[*position], text) {
                (Some(_), _) => Err("the member occurs twice in one object; rename one"),
                (cell, text) => {
                    *cell = text;
                    Ok(())
                }
            }
        });
        let shown = read.as_ref().err().map(|_| shown(bytes.trim_ascii()));
        for (position, currency) in self.currencies.get(self.objects.answer()).into_iter().flatten() {
            self.cells[*position].get_or_insert_with(|| currency.clone());
        }
        match (read, shown) {
            (Err(flatten::Fault { column, reason, .. }), Some(line)) => {
                rows.reject(row, column, String::new(), reason, line);
            }
            _ => rows.push(row, self.cells.iter().map(Option::as_deref)),
        }
        Ok(true)
    }

    fn bytes_read(&self) -> u64 {
        self.objects.window().source().bytes_read()
    }

    fn refine(&self, _: &mut Format) {}

    fn finish(&mut self) -> Result<String, SourceError> {
        self.objects.window_mut().source_mut().finish()
    }
}
