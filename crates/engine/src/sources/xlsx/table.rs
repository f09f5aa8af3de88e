//! Which sheet of a workbook is read, and where in it does the table stand?
//!
//! A sheet that people do not see is read only if none that they see holds a table. A column of formulas that nobody has calculated is
//! refused: it may be what the table is about, and without it another column would be taken.

use calamine::{Reader, SheetType, SheetVisible};

use super::super::inputs::Input;
use super::super::layout::{self, GridRow, KnownLayout, Layout, LayoutFault};
use super::super::shape::Shape;
use super::super::{Format, SourceError};
use super::sheet::{CellFault, Rows, SheetRow, address, not_readable, workbook};

/// A sheet whose head holds a table.
struct Found {
    sheet: String,
    layout: Layout,
    /// Rows of the head.
    rows: usize,
    /// Why it is not read, if it is the one.
    refusal: Option<String>,
}

/// A cell with a formula that nobody has calculated.
struct Uncalculated {
    /// Where it stands: its column from 0, and its row from 1.
    column: usize,
    row: u64,
    formula: String,
}

/// Where a workbook's table stands.
pub(super) struct Place {
    pub sheet: String,
    pub layout: Layout,
    /// Whether days that are counted begin in 1904.
    pub counts_from_1904: bool,
}

/// The sheet to be read and where in it the table stands: the one declared, or the one that holds a table.
pub(super) fn place(input: &Input, declared: &Format) -> Result<Place, SourceError> {
    let unusable = |why: String| SourceError::Format { file: input.name.clone(), why };
    // Kept no longer than that: each one opened holds all texts that its cells share.
    let (counts_from_1904, names, sheets) = {
        let workbook = workbook(input)?;
        (workbook.has_1904_epoch(), workbook.sheet_names(), workbook.sheets_metadata().to_vec())
    };
    let sheets = || sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    if let Some(name) = &declared.sheet
        && !names.contains(name)
    {
        return Err(unusable(format!("it has no sheet '{name}'; its sheets are {}", names.join(", "))));
    }
    let first = names.first().cloned().ok_or_else(|| not_readable(&input.name, &"the workbook has no sheets"))?;
    if let Some(name) = declared.sheet.as_ref().or((names.len() == 1).then_some(&first)) {
        let (grid, uncalculated) = grid(input, name, declared)?;
        if grid.is_empty() {
            return Err(unusable(format!("sheet '{name}' is empty; a row that names the columns is expected")));
        }
        let layout = layout_of(&grid, declared).map_err(|why| unusable(uncalculated_or(&uncalculated, why)))?;
        let refusal = refusal_of_uncalculated(name, &layout, &grid, &uncalculated);
        return match refusal {
            Some(why) => Err(unusable(why)),
            None => Ok(Place { sheet: name.clone(), layout, counts_from_1904 }),
        };
    }
    let is_visible = |sheet: &&calamine::Sheet| sheet.visible == SheetVisible::Visible;
    let visible: Vec<&str> = sheets().filter(is_visible).map(|sheet| sheet.name.as_str()).collect();
    let hidden: Vec<&str> = sheets().filter(|sheet| !is_visible(sheet)).map(|sheet| sheet.name.as_str()).collect();
    let (mut tables, mut unseen) = (tables(input, &visible, declared)?, tables(input, &hidden, declared)?);
    let mut notes = Vec::new();
    if tables.is_empty() {
        std::mem::swap(&mut tables, &mut unseen);
        let hidden = tables.first().map(|found| &found.sheet);
        notes.extend(
            hidden.map(|sheet| format!("sheet '{sheet}' is hidden, and read because none that is shown holds a table")),
        );
    } else if !unseen.is_empty() {
        let (sheets, is_told) = (quoted(&unseen), if unseen.len() > 1 { "sheets" } else { "sheet" });
        notes.push(format!(
            "hidden {is_told} {sheets} left out, though a table stands there; declare sheet to read one"
        ));
    }
    let all = quoted(&tables);
    // A cover sheet or a summary often stands before the records. Of equal ones the first is meant.
    let likeliest = tables.iter().rev().max_by_key(|found| (holds_records(&found.layout), found.rows));
    let Some(found) = likeliest else {
        return Err(unusable(format!("no sheet holds a table; declare sheet, one of {}", names.join(", "))));
    };
    // Tables of the same columns are one that goes on: to read one of them would be to read a part.
    let header = &found.layout.header;
    let has_same = |other: &&Found| other.layout.header == *header && !header.is_empty();
    if tables.iter().filter(has_same).count() > 1 {
        return Err(unusable(format!("sheets {all} hold tables of the same columns; declare sheet and import each")));
    }
    if let Some(why) = &found.refusal {
        return Err(unusable(why.clone()));
    }
    let (sheet, mut layout) = (found.sheet.clone(), found.layout.clone());
    if tables.len() > 1 {
        layout.notes.push(format!("of the sheets that hold tables, {all}, '{sheet}' is read"));
    } else if sheet != first && notes.is_empty() {
        layout.notes.push(format!("sheet '{sheet}' is read, the only one that holds a table"));
    }
    layout.notes.extend(notes);
    Ok(Place { sheet, layout, counts_from_1904 })
}

/// Whether a table has a column of moments and one of figures, as what happened has.
fn holds_records(layout: &Layout) -> bool {
    let has = |shape| layout.columns.iter().any(|column| column.shape == Some(shape));
    has(Shape::Moment) && has(Shape::Figure)
}

fn quoted(tables: &[Found]) -> String {
    tables.iter().map(|found| format!("'{}'", found.sheet)).collect::<Vec<_>>().join(", ")
}

/// Those of some sheets that hold tables.
fn tables(input: &Input, sheets: &[&str], declared: &Format) -> Result<Vec<Found>, SourceError> {
    let mut tables = Vec::new();
    for sheet in sheets {
        let (grid, uncalculated) = grid(input, sheet, declared)?;
        if let Ok(layout) = layout_of(&grid, declared)
            && layout.width > 1
            && grid.len() > layout.body
        {
            let refusal = refusal_of_uncalculated(sheet, &layout, &grid, &uncalculated);
            tables.push(Found { sheet: (*sheet).to_owned(), layout, rows: grid.len(), refusal });
        }
    }
    Ok(tables)
}

/// What to do about a formula that nobody has calculated.
pub(super) const CALCULATE: &str = "open the workbook in a spreadsheet, save it, and import it then";

/// Why a table is not read with a column that is mostly formulas which nobody has calculated, or a name that is one.
fn refusal_of_uncalculated(
    sheet: &str,
    layout: &Layout,
    grid: &[GridRow],
    uncalculated: &[Uncalculated],
) -> Option<String> {
    for column in 0..layout.width {
        let of_column = || uncalculated.iter().filter(|cell| cell.column == column);
        let Some(first) = of_column().next() else { continue };
        let in_body = of_column().filter(|cell| cell.row >= layout.first_line).count();
        let body = grid.iter().filter(|row| row.line >= layout.first_line);
        let filled = body.filter(|row| row.cells.get(column).is_some_and(|cell| !cell.trim().is_empty())).count();
        let is_name = layout.header_line.is_some_and(|line| (line..layout.first_line).contains(&first.row));
        if is_name || (in_body > 0 && in_body >= filled && (in_body > 1 || filled == 0)) {
            let name = layout.names.as_ref().and_then(|names| names.get(column)).map_or("", |name| name.trim());
            let name = if name.is_empty() { format!("column_{}", column + 1) } else { name.to_owned() };
            return Some(format!(
                "column '{name}' of sheet '{sheet}' holds formulas that nobody has calculated, the first in cell {}: '{}'; {CALCULATE}",
                address(column, first.row),
                first.formula
            ));
        }
    }
    None
}

/// Why a sheet without a table has none: its first formula that nobody has calculated, if it has any.
fn uncalculated_or(uncalculated: &[Uncalculated], why: String) -> String {
    uncalculated.first().map_or(why, |cell| {
        let address = address(cell.column, cell.row);
        format!(
            "it holds formulas that nobody has calculated, the first in cell {address}: '{}'; {CALCULATE}",
            cell.formula
        )
    })
}

/// As many rows of a sheet as are looked at to find its table, and as many cells, empty ones included.
const HEAD: usize = 1000;
const HEAD_CELLS: usize = 1 << 20;

/// The first rows of a sheet behind those that are declared to stand before the table, and their cells that nobody has calculated.
fn grid(input: &Input, sheet: &str, declared: &Format) -> Result<(Vec<GridRow>, Vec<Uncalculated>), SourceError> {
    let mut rows = Rows::start(input, sheet)?;
    let before = declared.lines_before_table().unwrap_or(0);
    let (mut grid, mut uncalculated, mut filled) = (Vec::new(), Vec::new(), 0);
    while grid.len() < HEAD
        && filled < HEAD_CELLS
        && let Some(SheetRow { number, cells, faults }) = rows.next()?
    {
        if number > before {
            filled += cells.len();
            let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
            grid.push(GridRow { line: number, next_line: number + 1, cells, fault: None });
            uncalculated.extend(faults.into_iter().filter_map(|(column, fault)| match fault {
                CellFault::Uncalculated(formula) => Some(Uncalculated { column, row: number, formula }),
                CellFault::Error(_) => None,
            }));
        }
    }
    Ok((grid, uncalculated))
}

fn layout_of(grid: &[GridRow], declared: &Format) -> Result<Layout, String> {
    let known = KnownLayout {
        header: declared.header.or(declared.header_row.map(|_| true)),
        begins_here: declared.header_row.is_some() || (declared.header == Some(false) && declared.skip_rows.is_some()),
        header_rows: declared.header_rows,
        open_ended: true,
    };
    layout::judge(grid, known).map_err(|fault| match fault {
        LayoutFault::Widths(why) => why,
        LayoutFault::Quote { .. } => String::new(),
    })
}
