//! A known table, written in every dialect and with one fault at a time, against what is known of it: each row is right, or named
//! in a reject, or the file is refused with its cause. Nothing is wrong in silence.

use std::collections::BTreeMap;
use std::fmt::Write;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use super::*;

pub(super) const NAMES: [&str; 9] =
    ["order", "day", "time", "customer", "city", "plan", "quantity", "amount", "remark"];

/// A source of choices that is the same in each run.
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn below(&mut self, count: usize) -> usize {
        (self.0.next_u64() % count as u64) as usize
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// Rows of text, days, times and figures. The first cell is unlike any other row's.
pub(super) fn table(dice: &mut Dice, delimiter: char, quote: char) -> Vec<Vec<String>> {
    let customers = ["Anna Lee", "Bo Öz", "Cy Ng", "Doña Li", "Eve", "O Neil", "Zoë Kim", "Jörg"];
    let cities = ["Kiel", "Ulm", "New York", "Bonn", "Köln", "San José"];
    (0..12 + dice.below(20))
        .map(|row| {
            let remark = match dice.below(5) {
                0 => String::new(),
                1 => format!("late{delimiter} but well"),
                2 => format!("the {quote}best{quote} of all"),
                3 => format!("first{delimiter} second\nthird"),
                _ => "fine".to_owned(),
            };
            vec![
                format!("A{}", 100 + row),
                format!("2024-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)),
                format!("{:02}:{:02}:{:02}", dice.below(24), dice.below(60), dice.below(60)),
                dice.pick(&customers).to_owned(),
                dice.pick(&cities).to_owned(),
                dice.pick(&["basic", "team", "pro"]).to_owned(),
                (1 + dice.below(9)).to_string(),
                format!("{}.{:02}", 1 + dice.below(900), dice.below(100)),
                remark,
            ]
        })
        .collect()
}

/// How a table is written.
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own that the dice make")]
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing {
    pub delimiter: char,
    pub quote: char,
    pub always_quoted: bool,
    pub backslash: bool,
    pub blank: bool,
    pub end: &'static str,
    pub header: bool,
    pub preamble: usize,
    pub footer: usize,
}

impl Writing {
    pub fn any(dice: &mut Dice) -> Self {
        Self {
            delimiter: dice.pick(&[',', ';', '\t', '|']),
            quote: dice.pick(&['"', '"', '"', '\'']),
            always_quoted: dice.below(3) == 0,
            backslash: dice.below(6) == 0,
            blank: dice.below(6) == 0,
            end: dice.pick(&["\n", "\r\n"]),
            header: dice.below(5) > 0,
            preamble: dice.below(4),
            footer: dice.below(4),
        }
    }

    pub fn cell(&self, cell: &str) -> String {
        let quote = self.quote;
        let needs = cell.contains([self.delimiter, quote, '\n', '\r', '\\']);
        if !self.always_quoted && !needs {
            return cell.to_owned();
        }
        let escape = if self.backslash { '\\' } else { quote };
        format!("{quote}{}{quote}", cell.replace(quote, &format!("{escape}{quote}")))
    }

    pub fn row(&self, cells: &[String]) -> String {
        let cells: Vec<String> = cells.iter().map(|cell| self.cell(cell)).collect();
        cells.join(&format!("{}{}", self.delimiter, if self.blank { " " } else { "" }))
    }

    /// Lines before the table.
    pub fn before(&self) -> Vec<String> {
        let padded = format!("Orders of 2024{}", self.delimiter.to_string().repeat(NAMES.len() - 1));
        match self.preamble {
            0 => vec![],
            1 => vec![format!("sep={}", self.delimiter)],
            2 => vec!["Orders of 2024".to_owned(), "made by Anna".to_owned(), String::new()],
            _ => vec![padded],
        }
    }

    /// Lines behind the table.
    pub fn after(&self) -> Vec<String> {
        let delimiter = self.delimiter.to_string();
        match self.footer {
            0 => vec![],
            1 => vec![format!("{}Summe: 1675{delimiter}", delimiter.repeat(7))],
            2 => vec![delimiter.repeat(8), format!("Total{}1675{delimiter}", delimiter.repeat(7))],
            _ => vec![String::new(), "End of the report".to_owned()],
        }
    }

    /// The lines of the table, the names first if it has them.
    pub fn lines(&self, rows: &[Vec<String>]) -> Vec<String> {
        let names = NAMES.map(str::to_owned);
        let header = self.header.then(|| self.row(&names));
        header.into_iter().chain(rows.iter().map(|row| self.row(row))).collect()
    }

    pub fn text(&self, lines: &[String]) -> String {
        let mut text = String::new();
        for line in self.before().iter().chain(lines).chain(&self.after()) {
            let _ = write!(text, "{line}{}", self.end);
        }
        text
    }

    /// All of it, declared.
    pub fn format(&self) -> Format {
        Format {
            delimiter: Some(Delimiter::Byte(self.delimiter as u8)),
            quote: Some(Quote::Byte(self.quote as u8)),
            escape: Some(if self.backslash { Escape::Backslash } else { Escape::Doubled }),
            trim: Some(self.blank),
            multiline: Some(true),
            header: Some(self.header),
            header_rows: Some(1),
            skip_rows: Some(self.before().len() as u64),
            footer_rows: Some(self.after().iter().filter(|line| !line.is_empty()).count() as u64),
            ..Format::default()
        }
    }
}

/// What came of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Right,
    /// Right, but for so many rows that are named.
    Named(usize),
    Refused(String),
}

/// Holds what was read against what is known: a row that is read is one of the table, as often as it stands there; one that is
/// not read has a reject that shows its first cell, or a part of it.
pub(super) fn held(text: &str, format: &Format, rows: &[Vec<String>]) -> Result<Outcome, String> {
    let table = match declared(text, format) {
        Ok(table) => table,
        Err(error) => return Ok(Outcome::Refused(message(&error))),
    };
    let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for row in rows {
        *known.entry(row.clone()).or_default() += 1;
    }
    for (row, place) in table.rows.iter().zip(&table.places) {
        let cells: Vec<String> =
            row.iter().map(|cell| cell.clone().unwrap_or_default().replace("\r\n", "\n")).collect();
        let cells = if cells.len() == NAMES.len() + 1 && cells[NAMES.len()].is_empty() {
            cells[..NAMES.len()].to_vec()
        } else {
            cells
        };
        match known.get_mut(&cells) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return Err(format!("row {} is wrong and not named: {cells:?}", place.row)),
        }
    }
    let missing: Vec<_> = known.into_iter().filter(|(_, count)| *count > 0).map(|(row, _)| row).collect();
    for row in &missing {
        let is_named = table.rejects.iter().any(|it| it.line.contains(&row[0][1..]) || it.line.contains(&row[1]));
        if !is_named {
            return Err(format!("row {row:?} is missing and not named; rejects: {:#?}", table.rejects));
        }
    }
    if table.rejects.iter().any(|it| it.reason.is_empty() || it.place.row == 0) {
        return Err("a reject without reason or row".to_owned());
    }
    Ok(if missing.is_empty() { Outcome::Right } else { Outcome::Named(missing.len()) })
}

#[test]
fn a_clean_table_in_any_dialect_is_read_right() {
    let mut dice = Dice::new(1);
    let (mut right, mut others) = (0, Vec::new());
    for file in 0..600 {
        let writing = Writing::any(&mut dice);
        let rows = table(&mut dice, writing.delimiter, writing.quote);
        let text = writing.text(&writing.lines(&rows));
        match held(&text, &Format::default(), &rows) {
            Ok(Outcome::Right) => right += 1,
            Ok(other) => others.push(format!("{writing:?}: {other:?}\n{text}")),
            Err(why) => panic!("file {file}, {writing:?}: {why}\n{text}"),
        }
        let told = held(&text, &writing.format(), &rows);
        assert_eq!(told, Ok(Outcome::Right), "file {file}, {writing:?}, declared\n{text}");
    }
    assert!(right >= 594, "{right} of 600 are right; the first other: {}", others.first().map_or("", |it| it.as_str()));
}
