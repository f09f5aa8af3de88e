//! A table of the app as a page shows it: the first column heads its rows, figures have their money below.

use bellwether_app::table::{Cell, Column, Shape, Table};
use bellwether_model::Grain;
use bellwether_words::Words;
use maud::{Markup, html};

use crate::telling::grid::{Grid, GridCell};

/// The table of the question `name`: its column `used_more` is headed by the text `usage-used-more`, periods by their grain.
pub(in crate::web) fn table(words: Words<'_>, name: &str, grain: Grain, table: &Table) -> Markup {
    let heading = |column: &Column| match column.name.as_str() {
        "period" => words.grain(grain),
        column => words.say(&heading_name(name, column)),
    };
    html! {
        div.scroll tabindex="0" role="group" aria-label=(words.say(name)) { table {
            thead { tr { @for column in table.columns() { th class=[side(column)] scope="col" { (heading(column)) } } } }
            tbody { @for row in table.rows() { tr {
                @for (place, (cell, column)) in row.iter().zip(table.columns()).enumerate() {
                    @if place == 0 { th class=[side(column)] scope="row" { (shown(words, cell)) } }
                    @else { td class=[side(column)] { (shown(words, cell)) } }
                }
            } } }
        } }
    }
}

/// A table as it is told, the same on paper.
pub(in crate::web) fn drawn(grid: &Grid) -> Markup {
    let row = |cells: &[GridCell]| {
        html! { @for (place, cell) in cells.iter().enumerate() {
            @let said = html! { @if cell.href.is_some() { a href=[&cell.href] { (cell.text) } } @else { (cell.text) } };
            @if place == 0 { th scope="row" { (said) } } @else { td.r { (said) } }
        } }
    };
    html! { table {
        thead { tr { @for (place, heading) in grid.head.iter().enumerate() { th class=[(place > 0).then_some("r")] scope="col" { (heading) } } } }
        tbody {
            @for cells in &grid.rows { tr { (row(cells)) } }
            @if !grid.sum.is_empty() { tr.sum { (row(&grid.sum)) } }
        }
    } }
}

/// The same with a name of its own, on whatever screen.
pub(in crate::web) fn scrolled(name: &str, grid: &Grid) -> Markup {
    html! { div.scroll tabindex="0" role="group" aria-label=(name) { (drawn(grid)) } }
}

/// The text that heads a column.
pub(in crate::web) fn heading_name(question: &str, column: &str) -> String {
    format!("{question}-{}", column.replace('_', "-"))
}

/// Numbers stand to the right.
fn side(column: &Column) -> Option<&'static str> {
    matches!(column.shape, Shape::Whole | Shape::Number | Shape::Money | Shape::Figure).then_some("r")
}

fn shown(words: Words<'_>, cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Absent => {}
            Cell::Text(text) => (text),
            Cell::Whole(number) => (words.whole(*number)),
            Cell::Number(number) => (words.decimal(*number)),
            Cell::Money(minor, currency) => (words.money_of(*minor, *currency)),
            Cell::Day(day) => (words.day(*day)),
            Cell::Figure(figure, _) => { (words.whole(figure.customers)) br; small { (words.amount(figure.minor)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use bellwether_app::Figure;
    use bellwether_model::Currency;
    use bellwether_words::english;

    use super::*;

    #[test]
    fn a_row_is_headed_by_its_first_cell_and_no_text_becomes_markup() {
        let language = english();
        let words = language.with_noun(("donor", "donors"), Currency::EUR);
        let rows = [vec![Cell::text("<b>"), Cell::Figure(Figure { customers: 1, minor: 250 }, Currency::EUR)]];
        let columns = vec![Column::text("period"), Column::figure("used_more")];
        let drawn = table(words, "usage", Grain::Month, &Table::new(columns).with_rows(rows)).into_string();
        let (head, body) = drawn.split_once("<tbody>").expect("a body");
        assert!(
            head.ends_with("<th scope=\"col\">Month</th><th class=\"r\" scope=\"col\">More</th></tr></thead>"),
            "{head}"
        );
        let row = "<tr><th scope=\"row\">&lt;b&gt;</th><td class=\"r\">1<br><small>2.50</small></td></tr>";
        assert!(body.starts_with(row), "{body}");
    }
}
