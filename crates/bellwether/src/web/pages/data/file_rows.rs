//! The rows of a file as they stand there, beside what becomes of each.

use maud::{Markup, html};

use bellwether_app::columns::{Columns, FileLine};
use bellwether_app::file_rows::{FileRow, FileValue, RowResult};
use bellwether_words::{Locale, Words, column_name};

/// The first rows of a file and what becomes of them.
pub(super) fn rows(words: Words<'_>, columns: &Columns) -> Markup {
    html! {
        @if let Some((count, first)) = &columns.rejects {
            p.alert { (words.counting("import-rows-rejected", count.cast_signed(), &[("first", &first.told(words))])) }
        }
        @if columns.rows.is_empty() { p { (words.say("import-no-rows")) } } @else {
            ol.file-rows { @for row in &columns.rows { li class=[quiet(&row.becomes)] {
                h3 { (words.with("import-row", &[("row", &row.number.to_string())])) }
                div {
                    p.muted { (words.say("import-in-file")) }
                    (cells(words, row, columns))
                }
                div {
                    p.muted { (words.say("import-becomes")) }
                    (becomes(words, &row.becomes))
                }
            } } }
        }
    }
}

fn quiet(becomes: &RowResult) -> Option<&'static str> {
    (!matches!(becomes, RowResult::Stored(_))).then_some("out")
}

/// The cells of a row; those of columns that are not used are folded in where they are many.
fn cells(words: Words<'_>, row: &FileRow, columns: &Columns) -> Markup {
    const MOST: usize = 12;
    let is_unused = |cell: &&(String, String)| columns.unused.iter().any(|unused| unused.column == cell.0);
    if row.cells.len() <= MOST {
        return cell_list(row, row.cells.iter());
    }
    let more = row.cells.iter().filter(is_unused).count();
    html! {
        (cell_list(row, row.cells.iter().filter(|cell| !is_unused(cell))))
        @if more > 0 { details { summary { (words.counting("import-more-cells", more as i64, &[])) } (cell_list(row, row.cells.iter().filter(is_unused))) } }
    }
}

fn cell_list<'c>(row: &FileRow, cells: impl Iterator<Item = &'c (String, String)>) -> Markup {
    html! { dl.cells { @for (name, cell) in cells { div { @if !name.is_empty() { dt { (name) } } @else { dt.vh { (row.number) } } dd { (cell) } } } } }
}

fn becomes(words: Words<'_>, becomes: &RowResult) -> Markup {
    html! { @match becomes {
        RowResult::Stored(values) => dl.cells { @for (field, value) in values { div { dt { (words.say(&column_name(field))) } dd { (shown(words, value)) } } } },
        RowResult::LeftOut => p { (words.say("import-left-out")) },
        RowResult::Open => p { (words.say("import-waits-for-answers")) },
        RowResult::Rejected { column, value, reason } => {
            p { strong { (words.say("import-is-rejected")) } " " span lang=[words.lang_of(Locale::English)] { @if !column.is_empty() { (column) ": " } @if !value.is_empty() { "“" (value) "” " } (reason) } }
        },
    } }
}

fn shown(words: Words<'_>, value: &FileValue) -> String {
    match value {
        FileValue::Text(text) => text.clone(),
        FileValue::Day(day) => words.day(*day),
        FileValue::Moment(day, time) => {
            let time = time.strftime(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string();
            words.with("import-moment", &[("day", &words.day(*day)), ("time", &time)])
        }
        FileValue::Money(minor, currency) => words.money_of(*minor, *currency),
    }
}

/// The lines of a file to choose the one from that names the columns.
pub(super) fn first_lines(words: Words<'_>, lines: &[FileLine], chosen: Option<u64>) -> Markup {
    html! {
        @for line in lines { @let id = format!("line-{}", line.number);
            div.choice.line {
                input #(id) type="radio" name="row" value=(line.number) required checked[chosen == Some(line.number)];
                label for=(id) { (words.with("import-row", &[("row", &line.number.to_string())])) " " span.muted { (line.cells.join(" · ")) } }
            }
        }
        div.choice.line { input #line-none type="radio" name="row" value="0" required; label for="line-none" { (words.say("import-header-none")) } }
    }
}
