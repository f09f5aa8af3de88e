//! What a delimited file shows of its table, kind by kind.

use super::*;

fn rows_of(text: &str) -> Vec<String> {
    content(text).unwrap_or_else(|error| panic!("{error}\n{text}")).shown()
}

#[test]
fn what_stands_before_the_table_is_left_out_and_told() {
    let table = "id;name;amount\n1;Anna;2,50\n2;Bo;3,50\n3;Cy;4,50\n";
    for before in ["sep=;\n", "Orders of 2024\nmade by Anna\n\n", "Orders;;\n", "Orders, all of them\n"] {
        let read = content(format!("{before}{table}")).unwrap();
        assert_eq!((read.columns.join("|"), read.rows.len()), ("id|name|amount".to_owned(), 3), "{before}");
        assert!(!read.files[0].format.notes.is_empty(), "{before}");
        assert!(read.rejects.is_empty());
    }
}

#[test]
fn names_that_are_not_as_many_as_the_cells_are_refused_with_both_counts() {
    let error = content("id,nameamount,note\n1,Anna,5,x\n2,Bo,6,y\n3,Cy,7,z\n").unwrap_err();
    assert!(message(&error).contains("every row has 4 cells, the header in row 1 3"), "{error}");
    let told = Format { header: Some(false), skip_rows: Some(1), ..Format::default() };
    let table = declared("id,nameamount,note\n1,Anna,5,x\n2,Bo,6,y\n3,Cy,7,z\n", &told).unwrap();
    assert_eq!(table.shown(), ["1|Anna|5|x", "2|Bo|6|y", "3|Cy|7|z"]);
    assert_eq!(rows_of("id,name,\n1,Anna\n2,Bo\n3,Cy\n"), ["1|Anna", "2|Bo", "3|Cy"]);
    assert_eq!(rows_of("id,name\n1,Anna,\n2,Bo,\n3,Cy,\n"), ["1|Anna|∅", "2|Bo|∅", "3|Cy|∅"]);
}

#[test]
fn a_file_of_which_no_row_can_be_read_is_refused_with_its_cause() {
    let error = declared("id,name\n1\n2\n", &Format { header_row: Some(1), ..Format::default() }).unwrap_err();
    assert!(message(&error).contains("1 cells"), "{error}");
    let error = content("id,name,amount\n1,\"Anna,5\n").unwrap_err();
    assert!(message(&error).contains("a quote is opened here but not closed"), "{error}");
}

#[test]
fn two_rows_of_names_are_put_together_and_told() {
    let table = content("Order,,Amount,\nid,city,net,gross\nA1,Kiel,5,6\nA2,Ulm,7,8\nA3,Bonn,9,10\n").unwrap();
    assert_eq!(table.columns, ["Order id", "Order city", "Amount net", "Amount gross"]);
    assert_eq!((table.rows.len(), table.files[0].format.header_rows), (3, Some(2)));
}

#[test]
fn a_format_found_once_reads_a_first_record_of_words_as_a_record() {
    let format = content("id,net,gross\n1,5,6\n2,7,8\n3,9,10\n").unwrap().files[0].format.clone();
    let later = "id,net,gross\nA,none,none\n2,7,8\n3,9,10\n4,11,12\n5,13,14\n";
    let table = declared(later, &format).unwrap();
    assert_eq!(table.columns, ["id", "net", "gross"]);
    assert_eq!(table.shown()[0], "A|none|none");
}

#[test]
fn a_row_of_marks_is_no_row_of_names() {
    let table = content("id,net,gross\n-,-,-\n1,5,6\n2,7,8\n3,9,10\n").unwrap();
    assert_eq!(table.columns, ["id", "net", "gross"]);
}

#[test]
fn a_delimiter_lost_before_a_quoted_cell_rejects_its_row() {
    let table = content("id,name,city\nA1,\"Kim, Bo\",Ulm\nA2\"Lee, Cy\",Kiel\nA3,Di,Bonn\n").unwrap();
    assert_eq!(table.shown(), ["A1|Kim, Bo|Ulm", "A3|Di|Bonn"]);
    assert_eq!(table.rejects[0].value, "A2\"Lee");
}

#[test]
fn a_table_aligned_by_spaces_is_not_shifted_beside_an_empty_cell() {
    let text = "id     name   city   amount\nA1     Anna   Kiel     5.00\nA2     Bo     Ulm     12.00\n\
                A3            Bonn     7.00\nA4     Cy Li         8.00\nA5     Di     Ulm      9.00\n";
    let table = content(text).unwrap();
    assert_eq!(table.shown(), ["A1|Anna|Kiel|5.00", "A2|Bo|Ulm|12.00", "A5|Di|Ulm|9.00"]);
    assert_eq!(table.rejects.iter().map(|it| it.place.row).collect::<Vec<_>>(), [4, 5]);
}

#[test]
fn comments_that_run_over_lines_are_read() {
    let text = "id,at,comment,score\n1,2024-01-05,\"Hello, Anna\nwe, us\nbye\",3\n2,2024-01-06,\"good\",5\n\
                3,2024-01-07,\"two\nlines\",4\n4,2024-01-08,x,4\n";
    let table = content(text).unwrap();
    assert_eq!((table.rows.len(), table.rejects.len()), (4, 0), "{:?}", table.rejects);
    assert_eq!(table.places[2].row, 6);
}

#[test]
fn delimiters_that_cut_as_well_are_a_question_that_a_format_answers() {
    let text = "Lee,Cy;Berlin,DE\nKim,Bo;Bonn,DE\nDoe,Al;Ulm,DE\n";
    let error = content(text).unwrap_err();
    assert!(message(&error).contains("at ',' into 3 cells or at ';' into 2; declare delimiter"), "{error}");
    let told = Format { delimiter: Some(Delimiter::Byte(b';')), header: Some(false), ..Format::default() };
    assert_eq!(declared(text, &told).unwrap().shown()[0], "Lee,Cy|Berlin,DE");
}

#[test]
fn every_key_of_a_dialect_is_plain_toml() {
    let text = "delimiter = \"|\"\nquote = \"none\"\nescape = \"backslash\"\ntrim = true\nmultiline = false\n\
                skip_rows = 2\nheader = true\nheader_row = 3\nheader_rows = 2\nfooter_rows = 1\n";
    let format: Format = toml::from_str(text).unwrap();
    assert_eq!((format.quote, format.escape), (Some(Quote::None), Some(Escape::Backslash)));
    assert_eq!(toml::to_string(&format).unwrap(), text);
    let error = toml::from_str::<Format>("quote = \"ab\"").unwrap_err().to_string();
    assert!(error.contains("'ab' is not a quote; give one ASCII character"), "{error}");
}

#[test]
fn a_row_of_units_under_the_names_belongs_to_them() {
    let rows = "A1,K1,2024-01-05,5.00\nA2,K2,2024-01-06,6.00\nA3,K1,2024-01-07,7.00\nA4,K3,2024-01-08,8.00\n";
    for unit in ["TEUR", "USD", "'000", "in thousands", "(kEUR)", "€", "Mio. EUR", "EUR '000"] {
        for after in ["", "Order,Customer,Date,Amount\n"] {
            let table = content(format!("Order,Customer,Date,Amount\n,,,{unit}\n{rows}{after}")).unwrap();
            assert_eq!(table.columns, ["Order", "Customer", "Date", format!("Amount {unit}").as_str()]);
            assert_eq!(table.rows.len(), 4, "{unit}: {:?}", table.rejects);
            assert!(table.files[0].format.notes.iter().any(|note| note.contains("rows 1 and 2")), "{unit}");
        }
    }
    for odd in [",,tbd,", "note,,,", ",,,9.00"] {
        let table = content(format!("Order,Customer,Date,Amount\n{odd}\n{rows}")).unwrap();
        assert_eq!(table.columns[3], "Amount", "{odd}");
    }
}
