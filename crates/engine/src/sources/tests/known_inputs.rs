//! What was found of a file serves its next opening for as long as it is the same file, and never a moment longer.

use proptest::prelude::*;

use super::*;
use crate::sources::known_inputs::KnownInputs;

const LOG: &str = "<log><trace><string key=\"concept:name\" value=\"1\"/><event><string key=\"a\" value=\"1\"/></event></trace></log>";

/// The same rows as files of several kinds.
fn written(kind: u8, column: &str, rows: &[u32]) -> String {
    let objects = rows.iter().map(|row| format!("{{\"{column}\": {row}}}\n"));
    match kind {
        0 => {
            let line = |row: &u32| format!("{row},x\n");
            format!("{column},other\n{}", rows.iter().map(line).collect::<String>())
        }
        1 => objects.collect(),
        _ => {
            let event = |row: &u32| format!("<event><int key=\"{column}\" value=\"{row}\"/></event>");
            format!("<log>{}</log>", rows.iter().map(event).collect::<String>())
        }
    }
}

proptest! {
    #[test]
    fn a_file_that_changed_is_read_as_it_is_or_refused(
        kind in 0u8..3, next in 0u8..3, rows in prop::collection::vec(any::<u32>(), 1..9), others in prop::collection::vec(any::<u32>(), 1..9),
        is_another_column in any::<bool>()
    ) {
        let (_folder, path) = file("rows", written(kind, "id", &rows));
        let (known, inputs) = (KnownInputs::default(), [path.clone()]);
        let first = drain(known.open(&inputs, &Format::default()).unwrap()).unwrap();
        let again = drain(known.open(&inputs, &Format::default()).unwrap()).unwrap();
        prop_assert_eq!((&first.columns, &first.rows, &first.files), (&again.columns, &again.rows, &again.files));
        fs::write(&path, written(next, if is_another_column { "no" } else { "id" }, &others)).unwrap();
        if let Ok(changed) = known.open(&inputs, &Format::default()).and_then(drain) {
            let fresh = read(&inputs, &Format::default()).unwrap();
            prop_assert_eq!((changed.columns, changed.rows), (fresh.columns, fresh.rows));
        }
    }
}

#[test]
fn another_format_is_looked_for_anew() {
    let (_folder, path) = file("rows.csv", "a;b\n1;2\n");
    let (known, inputs) = (KnownInputs::default(), [path]);
    let columns = |format: &Format| {
        let reader = known.open(&inputs, format).unwrap();
        reader.columns().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>()
    };
    assert_eq!(columns(&Format::default()), ["a", "b"]);
    assert_eq!(columns(&Format { header: Some(false), ..Format::default() }), ["column_1", "column_2"]);
    assert_eq!(columns(&Format::default()), ["a", "b"]);
}

#[test]
fn a_change_that_the_clock_of_the_file_does_not_show_is_seen_by_its_content() {
    let (_folder, path) = file("log.xes", LOG);
    let inputs = crate::sources::inputs::expand(std::slice::from_ref(&path)).unwrap();
    let found = std::sync::Arc::new(crate::sources::xes::find(&inputs, &Format::default()).unwrap());
    assert_eq!(drain(found.reader()).unwrap().rows.len(), 1);
    // Written in place, with the same length; the times of files may be coarser than that takes.
    fs::write(&path, LOG.replace("value=\"1\"", "value=\"2\"")).unwrap();
    assert!(matches!(drain(found.reader()), Err(SourceError::Changed { .. })));
}
