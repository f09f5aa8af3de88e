//! From figures to paper: a template of ours, words as data and charts as SVG become a tagged PDF; a chart alone becomes a picture for
//! letters that show no SVG.
//!
//! Invariants: a template opens only what it is given, so that nothing a customer wrote becomes code or a path; text stays text, and
//! the document is PDF/UA-1 (for screen readers), or there is none. No clock: the same sheet gives the same bytes.

use std::collections::HashMap;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg;
use serde::Serialize;
use serde_json::Value;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

/// Why there is no PDF: a defect of a template, never of the figures.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The words could not be written as data.
    #[error("the words for the paper could not be written down: {0}")]
    Words(#[from] serde_json::Error),
    /// The chart could not be drawn.
    #[error("the picture could not be drawn: {0}; please report this")]
    Draw(String),
    /// A text has a letter that the type face lacks.
    #[error("the type face on paper has no '{letter}', as in \"{text}\"")]
    NoLetter {
        /// The letter.
        letter: char,
        /// The text that has it.
        text: String,
    },
    /// The template could not be set.
    #[error("the paper could not be set: {0}; please report this")]
    Set(String),
}

/// What is put on paper.
pub struct Sheet<'s> {
    /// The template, in Typst; it reads its words from `/words.json`.
    pub template: &'s str,
    /// Names the document for whoever keeps it apart from others, e.g. `board 2026-09`.
    pub ident: &'s str,
    /// Drawings by the path under which the template opens them, e.g. `/customers.svg`.
    pub drawings: Vec<(&'static str, String)>,
}

/// The type face of all paper.
const FACES: [&[u8]; 2] = [include_bytes!("../fonts/Inter-Regular.otf"), include_bytes!("../fonts/Inter-SemiBold.otf")];

/// All that a sheet is set from.
struct Table {
    sheet: Source,
    files: HashMap<FileId, Bytes>,
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Table {
    fn new(sheet: Source, files: HashMap<FileId, Bytes>) -> Self {
        let fonts: Vec<Font> = FACES.into_iter().flat_map(|face| Font::iter(Bytes::new(face))).collect();
        let (library, book) = (Library::default(), FontBook::from_fonts(&fonts));
        Self { sheet, files, library: LazyHash::new(library), book: LazyHash::new(book), fonts }
    }

    /// The first text with a letter that the type face lacks.
    fn no_letter(&self, words: &Value) -> Option<PaperError> {
        match words {
            Value::String(text) => {
                let is_there = |letter: char| {
                    let mut covers = self.fonts.iter().map(|font| &font.info().coverage);
                    letter.is_whitespace() || letter.is_control() || covers.any(|it| it.contains(letter.into()))
                };
                let letter = text.chars().find(|letter| !is_there(*letter))?;
                Some(PaperError::NoLetter { letter, text: text.clone() })
            }
            Value::Array(parts) => parts.iter().find_map(|part| self.no_letter(part)),
            Value::Object(parts) => parts.values().find_map(|part| self.no_letter(part)),
            _ => None,
        }
    }
}

impl Sheet<'_> {
    /// The sheet as a PDF, with `words` for its template.
    pub fn pdf(self, words: &impl Serialize) -> Result<Vec<u8>, PaperError> {
        let pdf = self.set(words);
        // What Typst remembers of a sheet serves no other one.
        typst::comemo::evict(0);
        pdf
    }

    fn set(self, words: &impl Serialize) -> Result<Vec<u8>, PaperError> {
        let words = serde_json::to_value(words)?;
        let mut files = HashMap::from([(id("/words.json")?, Bytes::new(serde_json::to_vec(&words)?))]);
        for (path, drawing) in self.drawings {
            files.insert(id(path)?, Bytes::from_string(drawing));
        }
        let table = Table::new(Source::new(id("/sheet.typ")?, self.template.to_owned()), files);
        let set = typst::compile::<PagedDocument>(&table);
        let document = set.output.map_err(|errors| PaperError::Set(told(&errors)))?;
        let standards =
            PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PaperError::Set(error.message().to_string()))?;
        let options = PdfOptions { ident: Smart::Custom(self.ident.to_owned()), standards, ..PdfOptions::default() };
        // Who reads with a screen reader would hear nothing of a letter that cannot be drawn, so the standard refuses it.
        typst_pdf::pdf(&document, &options)
            .map_err(|errors| table.no_letter(&words).unwrap_or_else(|| PaperError::Set(told(&errors))))
    }
}

/// A chart as a PNG on white, `scale` times as large as it says.
pub fn picture(svg: &str, scale: f32) -> Result<Vec<u8>, PaperError> {
    let mut options = usvg::Options { font_family: "Inter".to_owned(), ..usvg::Options::default() };
    let fonts = options.fontdb_mut();
    for face in FACES {
        fonts.load_font_data(face.to_vec());
    }
    let drawing = usvg::Tree::from_str(svg, &options).map_err(|error| PaperError::Draw(error.to_string()))?;
    let size = drawing.size().to_int_size().scale_by(scale);
    let canvas = size.and_then(|size| Pixmap::new(size.width(), size.height()));
    let mut canvas = canvas.ok_or_else(|| PaperError::Draw("it has no size".to_owned()))?;
    canvas.fill(Color::WHITE);
    resvg::render(&drawing, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    canvas.encode_png().map_err(|error| PaperError::Draw(error.to_string()))
}

fn told(errors: &[SourceDiagnostic]) -> String {
    errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ")
}

fn id(path: &str) -> Result<FileId, PaperError> {
    let path = VirtualPath::new(path).map_err(|error| PaperError::Set(format!("'{path}' is no path: {error:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Table {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.sheet.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.sheet.id() { Ok(self.sheet.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(template: &str) -> Sheet<'_> {
        let drawing =
            "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'><text x='0' y='9'>drawn</text></svg>";
        Sheet { template, ident: "a test", drawings: vec![("/drawing.svg", drawing.to_owned())] }
    }

    const TEMPLATE: &str = "#let words = json(\"/words.json\")\n#set document(title: words.title)\n#set text(lang: \"en\")\n= #words.title\n\
                            #image(\"/drawing.svg\", alt: \"A drawing\")";

    #[test]
    fn words_stay_words_whatever_they_say_and_the_same_sheet_gives_the_same_bytes() {
        let words = serde_json::json!({ "title": "#panic(\"code\") $x$ = ] \\ \"" });
        let first = sheet(TEMPLATE).pdf(&words).expect("a PDF");
        assert!(first.starts_with(b"%PDF-1.") && first.len() > 1000);
        assert_eq!(first, sheet(TEMPLATE).pdf(&words).expect("a PDF"));
    }

    #[test]
    fn a_picture_is_drawn_with_its_words_and_the_same_each_time() {
        let chart = |word: &str| {
            format!(
                "<svg xmlns='http://www.w3.org/2000/svg' width='60' height='20'><text x='2' y='15' font-size='12'>{word}</text></svg>"
            )
        };
        let first = picture(&chart("drawn"), 2.0).expect("a picture");
        assert!(first.starts_with(b"\x89PNG"));
        assert_eq!(first, picture(&chart("drawn"), 2.0).expect("a picture"));
        assert_ne!(first, picture(&chart("other"), 2.0).expect("a picture"), "its words are drawn");
        assert!(matches!(picture("<svg", 1.0), Err(PaperError::Draw(_))));
    }

    #[test]
    fn a_template_opens_only_what_it_is_given() {
        for other in ["/etc/passwd", "../words.json", "other.typ"] {
            let refused = sheet(&format!("#read(\"{other}\")")).pdf(&()).expect_err("refused");
            assert!(matches!(refused, PaperError::Set(_)), "{refused}");
        }
    }

    #[test]
    fn a_letter_that_the_type_face_lacks_is_named_with_its_text() {
        let words = serde_json::json!({ "title": "Price", "lists": [["warm \u{1F525} here"]] });
        let template = format!("{TEMPLATE}\n#words.lists.flatten().join()");
        let refused = sheet(&template).pdf(&words).expect_err("refused");
        let is_named =
            matches!(&refused, PaperError::NoLetter { letter: '\u{1F525}', text } if text == "warm \u{1F525} here");
        assert!(is_named, "{refused}");
    }

    #[test]
    fn a_picture_that_says_nothing_is_refused() {
        let mute = TEMPLATE.replace(", alt: \"A drawing\"", "");
        assert!(sheet(&mute).pdf(&serde_json::json!({ "title": "mute" })).is_err());
    }
}
