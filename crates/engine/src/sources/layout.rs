//! Where in a grid of cells does the table stand: what comes before it, which row names its columns, how wide is it?
//!
//! The width that most rows have decides. The names are the first row of that width, unless it reads like a record; rows before
//! it are left out and told. What cannot be decided is refused with its cause, never chosen.

use super::shape::{ColumnShape, Shape};

/// A row of the head of a file.
#[derive(Clone, Debug)]
pub(super) struct GridRow {
    /// The line it begins on, from 1.
    pub line: u64,
    /// The line behind it.
    pub next_line: u64,
    pub cells: Vec<String>,
    /// In which of its cells a quote is out of order, if so; its cells are a guess then.
    pub fault: Option<usize>,
}

/// Why no table is found in a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum LayoutFault {
    /// In the row that names the columns, by its position in the grid, a quote is out of order, in a cell by its position.
    Quote { row: usize, cell: usize },
    /// The rows are not as wide as the one that names the columns.
    Widths(String),
}

/// What is known of the layout before the grid is looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct KnownLayout {
    /// Whether there is a row of names.
    pub header: Option<bool>,
    /// Whether the names, or the records if there are none, begin with the first row of the grid.
    pub begins_here: bool,
    /// How many rows the names take.
    pub header_rows: Option<u64>,
    /// Whether rows end with their last cell that is not empty, as in sheets.
    pub open_ended: bool,
}

/// Where the table stands.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// How many cells a row has.
    pub width: usize,
    /// The cells that name the columns, as many as `width`.
    pub names: Option<Vec<String>>,
    /// The cells of the first row that names columns, as many as `width`, without the blanks around them.
    pub header: Vec<String>,
    /// The line of the names.
    pub header_line: Option<u64>,
    /// How many rows the names take; none if there are none.
    pub header_rows: usize,
    /// Position in the grid of the first record, and its line.
    pub body: usize,
    pub first_line: u64,
    /// The only cell of the line above the first record, if there is no header between.
    pub fragment: Option<String>,
    /// What the columns look like.
    pub columns: Vec<ColumnShape>,
    /// What was left out or put together, in sentences.
    pub notes: Vec<String>,
    /// The lines of text above the table.
    pub titles: Vec<String>,
}

/// Finds the table in a grid, or says why it cannot.
pub(super) fn judge(rows: &[GridRow], known: KnownLayout) -> Result<Layout, LayoutFault> {
    let mut width = width(rows);
    let mut header = None;
    let mut body = rows.iter().position(|row| row.fault.is_none() && filled_width(row, known) == width).unwrap_or(0);
    if known.begins_here {
        body = 0;
        let cells = rows.first().filter(|row| row.fault.is_none()).map_or(0, |row| row.cells.len());
        if known.header == Some(true) && rows.iter().skip(1).any(|row| row.fault.is_none() && row.cells.len() == cells)
        {
            width = cells;
        }
    } else if known.open_ended {
        body = rows.iter().position(|row| filled(row) >= width.div_ceil(2).max(1)).unwrap_or(0);
    }
    if known.open_ended {
        width = width.max(rows.get(body).map_or(0, |row| row.cells.len()));
    }
    while !known.begins_here && is_title(rows, body, width) {
        body += 1;
    }
    if !known.begins_here && !known.open_ended {
        let is_even = |row: &GridRow| row.fault.is_none() && row.cells.len() == width;
        body += rows[body.min(rows.len())..].iter().position(is_even).unwrap_or(0);
    }
    // A row whose quotes are out of order may be the one that names the columns.
    let is_doubtful = |row: &GridRow| row.fault.is_some() && row.cells.len() * 2 >= width && width > 1;
    if let Some(row) = rows.iter().take(body + 1).position(is_doubtful).filter(|_| !known.begins_here) {
        return Err(LayoutFault::Quote { row, cell: rows[row].fault.unwrap_or(0) });
    }
    if known.header != Some(false) {
        if let Some(row) = nearly_header(rows, body, width, known)? {
            (body, header) = (row, (known.begins_here || reads_like_names(rows, row, width)).then_some(row));
        } else if known.header == Some(true) || reads_like_names(rows, body, width) {
            header = Some(body);
        }
    }
    let mut notes = Vec::new();
    let preamble = &rows[..body.min(rows.len())];
    note_preamble(preamble, &mut notes);
    let titles = preamble.iter().map(|row| row.cells.join(" ").trim().to_owned()).collect();
    let mut names = header.and_then(|row| rows.get(row)).map(|row| padded(&row.cells, width));
    let header_cells = names.iter().flatten().map(|name| name.trim().to_owned()).collect();
    let header_line = header.and_then(|row| rows.get(row)).map(|row| row.line);
    let mut header_rows = 0;
    if header.is_some() {
        (header_rows, body) = (1, body + 1);
        let second = rows.get(body).filter(|_| match known.header_rows {
            Some(count) => count > 1,
            None => continues_names(rows, body, width),
        });
        if let (Some(top), Some(second)) = (&mut names, second) {
            notes.push(format!("the names of the columns stand in rows {} and {}", second.line - 1, second.line));
            *top = joined(top, &padded(&second.cells, width));
            (header_rows, body) = (2, body + 1);
        }
    }
    let after_names = if header.is_some() { rows.get(body - 1).map(|row| row.next_line) } else { None };
    let first_line = after_names.or(rows.get(body).map(|row| row.line)).unwrap_or(1);
    let above = body.checked_sub(1).and_then(|at| rows.get(at)).filter(|row| row.next_line == first_line);
    let fragment = above.filter(|row| header.is_none() && row.cells.len() == 1).map(|row| row.cells[0].clone());
    let columns = columns(first_block(rows.get(body..).unwrap_or_default()), width, known);
    Ok(Layout {
        width,
        names,
        header: header_cells,
        header_line,
        header_rows,
        body,
        first_line,
        fragment,
        columns,
        notes,
        titles,
    })
}

/// The width that most rows have, of those that have several cells; of equals the greater.
pub(super) fn width(rows: &[GridRow]) -> usize {
    let mut counts = std::collections::BTreeMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.fault.is_none() && row.cells.len() > 1) {
        let (first, count) = counts.entry(row.cells.len()).or_insert((at, 0_usize));
        (*first, *count) = (*first, *count + 1);
    }
    let most = counts.iter().max_by_key(|(width, (_, count))| (*count, **width));
    // A table of one column whose cells sometimes hold what separates cells elsewhere is one of one column.
    most.filter(|(_, (first, count))| count * 2 >= rows.len() - first).map_or(1, |(width, _)| *width)
}

fn filled(row: &GridRow) -> usize {
    row.cells.iter().filter(|cell| !cell.trim().is_empty()).count()
}

fn filled_width(row: &GridRow, known: KnownLayout) -> usize {
    if known.open_ended && row.cells.is_empty() { 1 } else { row.cells.len() }
}

fn padded(cells: &[String], width: usize) -> Vec<String> {
    let mut cells = cells.to_vec();
    cells.resize(width, String::new());
    cells
}

/// Whether a row of the table's width is a line of text above it: one cell is filled, and the row below reads like names.
fn is_title(rows: &[GridRow], at: usize, width: usize) -> bool {
    width > 2
        && rows.get(at).is_some_and(|row| filled(row) <= 1)
        && rows.get(at + 1).is_some_and(|row| filled(row) == 0 || filled(row) > 1 || is_title(rows, at + 1, width))
        && rows.get(at + 1..).is_some_and(|below| !below.is_empty())
}

/// What the row before the first one of the table's width is: names for a cell less or more, where that cell is empty. A row
/// that is neither, and no line of text, makes it doubtful which columns the cells belong to.
fn nearly_header(
    rows: &[GridRow],
    body: usize,
    width: usize,
    known: KnownLayout,
) -> Result<Option<usize>, LayoutFault> {
    // The nearest row above without a blank line between that has the cells of one.
    let above = (0..body.min(rows.len())).rev().take_while(|at| rows[*at].next_line == rows[at + 1].line);
    let mut wide =
        above.filter(|at| rows[*at].cells.len() >= 2.max(width.div_ceil(2)) && rows[*at].cells.len() != width);
    let at = if known.begins_here { Some(0) } else { wide.next() };
    let Some((at, row)) = at.and_then(|at| Some((at, rows.get(at)?))) else { return Ok(None) };
    if let Some(cell) = row.fault.filter(|_| known.begins_here) {
        return Err(LayoutFault::Quote { row: at, cell });
    }
    let cells = row.cells.len();
    if known.open_ended || cells == width {
        return Ok(None);
    }
    if !known.begins_here && width > 1 && reads_surely_like_names(rows, body, width) {
        return Ok(None);
    }
    let below = || rows[at + 1..].iter().filter(|row| row.fault.is_none() && row.cells.len() == width);
    let is_empty = |cell: Option<&String>| cell.is_some_and(|cell| cell.trim().is_empty());
    let ends_empty = cells + 1 == width && below().all(|row| is_empty(row.cells.last()));
    if ends_empty || (cells == width + 1 && is_empty(row.cells.last())) || below().next().is_none() {
        return Ok(Some(at));
    }
    let most = if below().count() == rows.len() - at - 1 { "every row has" } else { "most rows have" };
    let line = row.line;
    Err(LayoutFault::Widths(format!(
        "{most} {width} cells, the header in row {line} {cells}; correct it, or declare skip_rows = {line} and header = false \
         to read the rows without names"
    )))
}

/// For each column of the table, whether nearly all cells of some rows are figures, or moments.
fn typed(rows: &[GridRow], width: usize) -> impl Iterator<Item = Option<Shape>> + '_ {
    (0..width).map(move |column| {
        let (mut figures, mut moments, mut others) = (0_usize, 0_usize, 0_usize);
        for row in rows.iter().filter(|row| row.fault.is_none() && row.cells.len() <= width) {
            match row.cells.get(column).map_or(Shape::Empty, |cell| Shape::of(cell)) {
                Shape::Figure => figures += 1,
                Shape::Moment => moments += 1,
                Shape::Empty => {}
                Shape::Word | Shape::Phrase => others += 1,
            }
        }
        let is_typed = figures + moments > 0 && (figures + moments) * 10 >= (figures + moments + others) * 9;
        is_typed.then_some(if figures > moments { Shape::Figure } else { Shape::Moment })
    })
}

/// How many cells of a row are text above figures; how many are figures where figures are below, or nothing is; and how many of
/// those name no column, as years may.
fn names_and_figures(rows: &[GridRow], at: usize, width: usize) -> (usize, usize, usize) {
    let (Some(row), below) = (rows.get(at), rows.get(at + 1..).unwrap_or_default()) else { return (0, 0, 0) };
    let (mut names, mut figures, mut values) = (0, 0, 0);
    for (cell, typed) in row.cells.iter().zip(typed(first_block(below), width)) {
        match Shape::of(cell) {
            Shape::Word | Shape::Phrase => names += usize::from(typed.is_some()),
            shape @ (Shape::Figure | Shape::Moment) if typed.is_some() || below.is_empty() => {
                figures += 1;
                let is_whole = shape == Shape::Figure && cell.trim().bytes().all(|byte| byte.is_ascii_digit());
                values += usize::from(typed == Some(shape) && !is_whole);
            }
            _ => {}
        }
    }
    (names, figures, values)
}

/// Whether a row names the columns: unless it holds a figure where the rows below do, and no text above figures, or a figure that
/// is no year.
fn reads_like_names(rows: &[GridRow], at: usize, width: usize) -> bool {
    let (names, figures, values) = names_and_figures(rows, at, width);
    figures == 0 || (names > 0 && values == 0)
}

fn reads_surely_like_names(rows: &[GridRow], at: usize, width: usize) -> bool {
    let (names, figures, _) = names_and_figures(rows, at, width);
    names > 0 && figures == 0
}

/// Whether a row below the names is one more of them: text or nothing above every column of figures, as no record has.
fn continues_names(rows: &[GridRow], at: usize, width: usize) -> bool {
    let (Some(row), Some(below)) = (rows.get(at), rows.get(at + 1..)) else { return false };
    if row.fault.is_some() || row.cells.len() > width || below.len() < 2 {
        return false;
    }
    if are_units(row, below, width) {
        return true;
    }
    // A quote or a dash alone names nothing, however many columns it stands above.
    let is_mark = |cell: &String| !cell.trim().is_empty() && !cell.contains(char::is_alphanumeric);
    if filled(row) < 2 || row.cells.iter().any(is_mark) {
        return false;
    }
    let gaps_above = rows[at - 1].cells.iter().any(|cell| cell.trim().is_empty()) || rows[at - 1].cells.len() < width;
    let typed: Vec<bool> = typed(below, width).map(|shape| shape.is_some()).collect();
    let shapes = || row.cells.iter().map(|cell| Shape::of(cell)).zip(&typed).filter(|(_, typed)| **typed);
    let texts = shapes().filter(|(shape, _)| shape.is_text()).count();
    let figures = row.cells.iter().any(|cell| matches!(Shape::of(cell), Shape::Figure | Shape::Moment));
    texts > 0 && !figures && (texts > 1 || gaps_above)
}

/// What figures may be in beside a currency.
const UNITS: [&str; 26] = [
    "teur",
    "tusd",
    "tgbp",
    "tchf",
    "keur",
    "kusd",
    "kgbp",
    "kchf",
    "meur",
    "musd",
    "mio",
    "mioeur",
    "mln",
    "tsd",
    "tausend",
    "thousand",
    "thousands",
    "million",
    "millions",
    "cent",
    "cents",
    "ct",
    "pence",
    "stk",
    "pcs",
    "percent",
];

/// Whether a cell says no more than a unit: a currency, its sign, thousands.
fn is_unit(cell: &str) -> bool {
    let words = || cell.split(|c: char| !c.is_alphanumeric() && !is_sign(c)).filter(|word| !word.is_empty());
    let is_currency = |word: &str| word.to_uppercase().parse::<bellwether_model::Currency>().is_ok();
    let is_bare_sign = |word: &str| word.chars().any(is_sign) && !word.chars().any(char::is_numeric);
    let is_of_units = |word: &str| {
        let small = word.to_lowercase();
        is_currency(word) || is_bare_sign(word) || UNITS.contains(&small.as_str()) || small == "000"
    };
    words().any(is_of_units) && words().all(|word| is_of_units(word) || matches!(word, "in" | "of"))
}

fn is_sign(c: char) -> bool {
    matches!(c, '€' | '$' | '£' | '¥' | '₹' | '%')
}

/// Whether a row says no more than what the figures below are in, as in `TEUR`: units above figures, and nothing anywhere else.
fn are_units(row: &GridRow, below: &[GridRow], width: usize) -> bool {
    let are_figures = |column: usize| {
        let shapes = || below.iter().filter_map(|row| row.cells.get(column)).map(|cell| Shape::of(cell));
        let filled = shapes().filter(|shape| *shape != Shape::Empty).count();
        let figures = shapes().filter(|shape| *shape == Shape::Figure).count();
        figures > 0 && figures * 3 >= filled * 2
    };
    let filled = || row.cells.iter().enumerate().filter(|(at, cell)| *at < width && !cell.trim().is_empty());
    filled().count() > 0 && filled().all(|(at, cell)| is_unit(cell) && are_figures(at))
}

/// Names of two rows: those above stand for the columns to their right too, up to the next.
fn joined(top: &[String], second: &[String]) -> Vec<String> {
    let mut group = "";
    let mut names = Vec::with_capacity(top.len());
    for (above, below) in top.iter().zip(second) {
        let (above, below) = (above.trim(), below.trim());
        if !above.is_empty() {
            group = above;
        }
        names.push(match (above.is_empty(), below.is_empty()) {
            (_, true) => above.to_owned(),
            _ if group.is_empty() => below.to_owned(),
            _ => format!("{group} {below}"),
        });
    }
    names
}

/// As many rows as show what the columns of a table look like.
const ENOUGH: usize = 8;

/// The rows up to a blank line, behind which another table may stand, if they are enough.
fn first_block(rows: &[GridRow]) -> &[GridRow] {
    let end = rows.windows(2).position(|pair| pair[1].line > pair[0].next_line).map_or(rows.len(), |at| at + 1);
    if end < ENOUGH { rows } else { &rows[..end] }
}

fn columns(rows: &[GridRow], width: usize, known: KnownLayout) -> Vec<ColumnShape> {
    let of_width = |row: &&GridRow| {
        row.fault.is_none() && (row.cells.len() == width || (known.open_ended && row.cells.len() <= width))
    };
    let rows: Vec<&GridRow> = rows.iter().filter(of_width).collect();
    let cell = |row: &&GridRow, column: usize| row.cells.get(column).cloned().unwrap_or_default();
    (0..width)
        .map(|column| {
            let cells: Vec<String> = rows.iter().map(|row| cell(row, column)).collect();
            ColumnShape::of(cells.iter().map(String::as_str))
        })
        .collect()
}

/// As many characters of a line left out as somebody needs to know it again.
const SHOWN: usize = 40;

fn note_preamble(rows: &[GridRow], notes: &mut Vec<String>) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let text = first.cells.iter().find(|cell| !cell.trim().is_empty()).map_or("", |cell| cell.trim());
    let text: String = text.chars().take(SHOWN).collect();
    notes.push(if first.line == last.line {
        format!("row {} stands before the table and is left out: '{text}'", first.line)
    } else {
        format!("rows {} to {} stand before the table and are left out; the first is '{text}'", first.line, last.line)
    });
}
