use bellwether_model::Currency;

use super::*;
use bellwether_app::table::{Cell, Column};

fn sample() -> Answer {
    let mut table = Table::new(vec![
        Column::text("customer_id"),
        Column::whole("purchases"),
        Column::money("spent_minor"),
        Column::day("last"),
    ]);
    let day = "2026-09-30".parse().expect("day");
    table.push(vec![Cell::text("0042"), Cell::Whole(1_234), Cell::Money(-123_456, Currency::GBP), Cell::Day(day)]);
    table.push(vec![Cell::text("a, \"b\""), Cell::Whole(7), Cell::Money(5, Currency::GBP), Cell::Absent]);
    Answer {
        above: vec!["Two customers.".into()],
        table: table.stamped(vec![("as_of", "2026-09-30".into())]),
        below: vec!["As of 2026-09-30.".into()],
        ..Answer::default()
    }
}

fn written(format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    let batch = sample().table.batch().expect("batch");
    write_batches(&mut bytes, format, [Ok(batch)]).unwrap_or_else(|error| panic!("{error:?}"));
    bytes
}

fn text(format: Format) -> String {
    String::from_utf8(written(format)).expect("UTF-8")
}

#[test]
fn on_the_screen_words_stand_left_and_figures_right() {
    insta::assert_snapshot!(sample().on_screen());
}

#[test]
fn csv_keeps_leading_zeros_minor_units_and_the_as_of() {
    insta::assert_snapshot!(text(Format::Csv));
}

#[test]
fn json_is_an_array_of_objects_with_nulls_written() {
    insta::assert_snapshot!(text(Format::Json));
}

#[test]
fn parquet_reads_back_with_its_types() {
    let bytes = written(Format::Parquet);
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes))
        .expect("Parquet")
        .build()
        .expect("Parquet");
    let batches: Vec<_> = reader.collect::<Result<_, _>>().expect("rows");
    assert_eq!(batches, [sample().table.batch().expect("batch")]);
}

#[test]
fn a_customers_text_cannot_steer_the_terminal() {
    let mut table = Table::new(vec![Column::text("name")]);
    table.push(vec![Cell::text("\u{1b}[31mred\nnext")]);
    let screen = Screen::of(table).text();
    assert!(!screen.contains('\u{1b}') && screen.contains("[31mred next"));
}

#[test]
fn the_ending_of_the_file_names_the_format() {
    let named = |file: &str| AnswerOptions { output: Some(file.into()), format: None }.format();
    assert_eq!(
        [named("a.csv"), named("a.json"), named("a.parquet"), named("a.txt")],
        [Format::Csv, Format::Json, Format::Parquet, Format::Table]
    );
    assert_eq!(AnswerOptions { output: Some("a.csv".into()), format: Some(Format::Json) }.format(), Format::Json);
}

#[test]
fn a_file_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("folder");
    let options = AnswerOptions { output: Some(folder.path().join("answer.csv")), format: None };
    let failed = deliver(&options, |writer| {
        writer.write_all(b"half")?;
        Err(Failure::input("broken").into())
    });
    assert!(failed.is_err());
    assert_eq!(std::fs::read_dir(folder.path()).expect("folder").count(), 0);

    sample().write(&options).expect("written");
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).expect("folder").map(|file| file.expect("file").file_name()).collect();
    assert_eq!(names, ["answer.csv"]);
}

#[test]
fn a_folder_that_does_not_exist_is_told() {
    let options = AnswerOptions { output: Some("no/such/folder/answer.csv".into()), format: None };
    let failure = sample().write(&options).expect_err("no folder");
    assert!(failure.to_string().contains("no/such/folder/answer.csv"), "{failure}");
}

#[test]
fn money_beyond_64_bits_is_still_told_on_the_screen() {
    let mut table = Table::new(vec![Column::money("spent_minor")]);
    table.push(vec![Cell::Money(i128::MAX, Currency::EUR)]);
    assert!(Screen::of(table).text().contains("057.27"));
}

#[test]
fn a_file_that_promises_another_format_is_refused() {
    let options = AnswerOptions { output: Some("ledger.xlsx".into()), format: None };
    let failure = Answer::default().write(&options).expect_err("refused");
    assert_eq!(failure.kind(), FailureKind::Usage);
    assert!(failure.to_string().contains("'.xlsx'") && !std::path::Path::new("ledger.xlsx").exists(), "{failure}");
}
