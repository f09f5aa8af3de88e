use super::*;

fn figures() -> Table {
    let figure = |customers, minor| Cell::Figure(Figure { customers, minor }, Currency::EUR);
    Table::new(vec![Column::text("part"), Column::figure("opening"), Column::figure("")])
        .with_rows([
            vec![Cell::text("a"), figure(3, -450), Cell::Absent],
            vec![Cell::text("b"), figure(0, 0), figure(1, 5)],
        ])
        .stamped(vec![("as_of", "2026-09-30".to_owned())])
}

fn csv(table: Table) -> String {
    String::from_utf8(table.csv().expect("a file")).expect("UTF-8")
}

#[test]
fn a_figure_is_two_columns_of_a_file_and_every_row_says_where_it_comes_from() {
    assert_eq!(
        csv(figures()),
        "part,opening_customers,opening_minor,customers,minor,as_of\na,3,-450,,,2026-09-30\nb,0,0,1,5,2026-09-30\n"
    );
}

#[test]
fn a_part_of_a_table_has_its_rows_and_not_its_name() {
    assert_eq!(
        csv(figures().part("part", "b")),
        "opening_customers,opening_minor,customers,minor,as_of\n0,0,1,5,2026-09-30\n"
    );
    assert_eq!(
        csv(figures().keeping(|column| column.shape == Shape::Text)),
        "part,as_of\na,2026-09-30\nb,2026-09-30\n"
    );
}

#[test]
fn the_latest_rows_come_first() {
    let table = Table::new(vec![Column::whole("n")]).with_rows((1..=3).map(|n| vec![Cell::Whole(n)]));
    assert_eq!([csv(table.clone().latest(2)), csv(table.latest(9))], ["n\n3\n2\n", "n\n3\n2\n1\n"]);
}

#[test]
fn a_table_without_rows_still_has_its_columns() {
    assert_eq!(csv(Table::new(vec![Column::figure("lost")])), "lost_customers,lost_minor\n");
}

#[test]
fn a_spreadsheet_runs_no_text_of_a_customer() {
    let table = Table::new(vec![Column::text("name"), Column::money("minor")]);
    let minus = || Cell::Money(-1, Currency::EUR);
    let table = table.with_rows([vec![Cell::text("=1+1"), minus()], vec![Cell::text("a=1"), minus()]]);
    assert_eq!(csv(table), "name,minor\n'=1+1,-1\na=1,-1\n");
}

#[test]
fn money_beyond_64_bits_is_told_not_cut_off() {
    let table = Table::new(vec![Column::money("spent_minor")]);
    let failure = table.with_rows([vec![Cell::Money(i128::MAX, Currency::EUR)]]).batch().expect_err("too much");
    assert!(failure.to_string().contains("spent_minor"), "{failure}");
}
