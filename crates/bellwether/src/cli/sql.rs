//! `bellwether sql`

use std::io::Read;

use arrow::datatypes::DataType;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use clap::Args;

use super::answer::{AnswerOptions, Format, deliver, write_batches};
use super::screen::Screen;
use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::sql::Rows;
use bellwether_app::table::{Cell, Column, Shape, Table};

/// Ask the tables themselves, in SQL that only reads
///
/// `show tables` lists facts and marts; money is in minor units, times are in UTC.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether sql 'show tables'
  bellwether sql 'select currency, count(*) from purchases group by 1'
  bellwether sql - --format csv < query.sql")]
pub(crate) struct Options {
    /// The query, or - to read it from stdin
    #[arg(value_name = "QUERY")]
    query: String,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: &Options) -> Result<(), Failure> {
    let query = match options.query.as_str() {
        "-" => {
            let mut query = String::new();
            std::io::stdin()
                .read_to_string(&mut query)
                .map_err(|error| Failure::input(format!("the query cannot be read from stdin: {error}")))?;
            query
        }
        query => query.to_owned(),
    };
    write_rows(app.sql(&query).await?, &options.answer)
}

/// Writes rows as they come; for the screen all are needed first, to align them.
pub(super) fn write_rows(rows: Rows, options: &AnswerOptions) -> Result<(), Failure> {
    let format = options.format();
    deliver(options, |writer| {
        if format == Format::Table {
            return Ok(writer.write_all(on_screen(rows)?.text().as_bytes())?);
        }
        write_batches(writer, format, rows)
    })
}

fn on_screen(rows: Rows) -> Result<Screen, Failure> {
    let internal = |error: arrow::error::ArrowError| Failure::caused(FailureKind::Internal, &error);
    let mut table = None;
    for batch in rows {
        let batch = batch?;
        let table = table.get_or_insert_with(|| {
            let columns =
                batch.schema_ref().fields().iter().map(|field| Column::new(field.name(), shape(field.data_type())));
            Table::new(columns.collect())
        });
        let options = FormatOptions::default();
        let columns = batch
            .columns()
            .iter()
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &options))
            .collect::<Result<Vec<_>, _>>()
            .map_err(internal)?;
        for row in 0..batch.num_rows() {
            table.push(columns.iter().map(|column| Cell::Text(column.value(row).to_string())).collect());
        }
    }
    Ok(Screen::by_name(table.unwrap_or_default()))
}

fn shape(data_type: &DataType) -> Shape {
    if data_type.is_numeric() { Shape::Whole } else { Shape::Text }
}
