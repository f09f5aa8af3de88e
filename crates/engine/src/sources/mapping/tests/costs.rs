//! Whatever somebody writes into a mapping: it takes a bounded part of memory and time, or is refused.

use std::time::{Duration, Instant};

use super::*;

/// As a mapping of purchases with this note, over rows of one long text each.
fn mapped(note: &str, rows: &[&str]) -> Result<(usize, Vec<Reject>), SourceError> {
    let map = format!("{ORDERS}product = {}\n", toml::Value::String(note.to_owned()));
    let row = |text: &&str| ["1", "ann", "2024-01-02", "9", text].map(str::to_owned).to_vec();
    let rows: Vec<_> = rows.iter().map(row).collect();
    let feed = Feed::of_rows("orders.csv", &["No", "Customer", "Date", "Amount", "Text"], &rows, rows.len());
    let mut source =
        MappingSource::new(Box::new(feed), Mapping::from_toml(&map).expect("a map"), &TimeZone::UTC, None)?;
    let (mut bytes, mut rejects) = (0, Vec::new());
    while let Some(pull) = source.next()? {
        bytes = bytes.max(pull.batch.rows.get_array_memory_size());
        rejects.extend(pull.rejects);
    }
    Ok((bytes, rejects))
}

fn refusal(note: &str) -> String {
    mapped(note, &["x"]).expect_err(&note.chars().take(80).collect::<String>()).to_string()
}

/// A hundred of these follow each other, or stand within each other.
fn chain(first: &str, next: &str, times: usize) -> String {
    first.to_owned() + &next.repeat(times)
}

fn within(before: &str, inner: &str, behind: &str, times: usize) -> String {
    before.repeat(times) + inner + &behind.repeat(times)
}

#[test]
fn an_expression_of_any_depth_is_computed_or_refused() {
    // As on the threads that imports run on.
    let run = || {
        for times in [10, 150, 190, 210, 900, 999, 2_400, 100_000] {
            for text in [
                chain("1", "+1", times),
                chain("'a'", "||'a'", times),
                chain("Text = 'a'", " OR Text = 'b'", times),
                within("(", "1", ")", times),
                within("NOT ", "Text = 'a'", "", times),
                within("- ", "1", "", times),
                within("CASE WHEN 1 = 1 THEN ", "1", " END", times),
                within("coalesce(", "Text", ", 'a')", times),
                within("CAST(", "Text", " AS TEXT)", times),
                within("replace(", "Text", ", 'a', 'b')", times),
                within("[", "1", "]", times),
                within("{", "'a': 1", "}", times),
                within("(SELECT ", "1", ")", times),
                within("(", "", "", times),
                chain("Text", "::text", times),
                chain("Text", "[1]", times),
                chain("Text", ".a", times),
                chain("1", " BETWEEN 1 AND 2", times),
                chain("Text", " IS NULL", times),
                chain("Text", " LIKE 'a'", times),
                chain("Text", " AT TIME ZONE 'UTC'", times),
                within("INTERVAL ", "'1 day'", "", times),
            ] {
                let began = Instant::now();
                let done = mapped(&text, &["x"]);
                let begins: String = text.chars().take(60).collect();
                assert!(began.elapsed() < Duration::from_secs(20), "{begins} {times} takes {:?}", began.elapsed());
                assert!(done.is_err() || times < 210, "{begins} {times}");
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(run).expect("a thread");
    thread.join().expect("no panic");
}

/// The parser reads a part anew in another way where it fails, and so each part within it.
#[test]
fn what_is_no_expression_is_refused_soon_however_deep_it_is() {
    for times in [1, 4, 8, 20, 32, 100] {
        for (before, behind) in [
            ("(", ")"),
            ("[", "]"),
            ("CASE WHEN TRUE THEN ", " END"),
            ("CASE WHEN ", " THEN 1 END"),
            ("CASE WHEN TRUE THEN END + ", " END"),
            ("CASE WHEN TRUE THEN END * CASE WHEN ", " THEN 1 END"),
            ("CAST(", " AS TEXT)"),
            ("position(", " IN 'a')"),
            ("substring(", " FROM 1)"),
            ("overlay(", " PLACING 'a' FROM 1)"),
            ("1 IN (", ")"),
            ("(CASE WHEN position(", " IN 'a') THEN 1 END)"),
            ("NOT ", ""),
            ("INTERVAL ", ""),
        ] {
            let began = Instant::now();
            let refused = refusal(&within(before, "1 1", behind, times));
            assert!(
                began.elapsed() < Duration::from_secs(10),
                "{before} {times} takes {:?}: {refused}",
                began.elapsed()
            );
        }
    }
}

#[test]
fn a_case_ends_where_it_ends() {
    let many = vec!["CASE WHEN Text = 'x' THEN Text ELSE 'b' END"; 40].join(" || ");
    assert!(mapped(&many, &["x"]).is_ok(), "one behind the other");
    assert!(mapped(&within("CASE WHEN Text = 'x' THEN ", "Text", " ELSE NULL END", 9), &["x"]).is_ok());
    assert!(
        refusal("CASE WHEN Text = 'x' THEN END + CASE WHEN TRUE THEN 1 END").contains("END stands where no CASE ends")
    );
}

#[test]
fn a_function_that_is_not_on_the_list_is_refused_by_its_name() {
    for (note, named) in [
        ("repeat(Text, 1000000000)", "repeat()"),
        ("lpad(Text, 1000000000)", "lpad()"),
        ("rpad(Text, 1000000000, 'x')", "rpad()"),
        ("array_to_string(array_repeat(Text, 1000000000), '')", "array_"),
        ("array_to_string(generate_series(1, 1000000000), '')", "array_to_string()"),
        ("array_to_string(range(0, 1000000000), '')", "array_to_string()"),
        ("levenshtein(Text, Text)", "levenshtein()"),
        ("arrow_cast(Text, 'FixedSizeBinary(1000000000)')", "arrow_cast()"),
        ("now()", "now()"),
        ("count(*)", "operators"),
        ("(SELECT 1)", "operators"),
        ("EXISTS (SELECT 1)", "operators"),
    ] {
        let refusal = refusal(note);
        assert!(refusal.contains(named), "{note}: {refusal}");
    }
}

#[test]
fn what_makes_long_texts_of_short_ones_is_refused() {
    let long = format!("'{}'", "b".repeat(60_000));
    for note in [
        within("replace(", "Text", ", 'a', 'aaaaaaaaaa')", 12),
        within("replace(", "'a'", ", 'a', 'aaaaaaaaaa')", 12),
        within("regexp_replace(", "Text", ", '(a)', '\\1\\1\\1\\1\\1\\1\\1\\1', 'g')", 12),
        within("translate(", "Text", ", 'a', 'ß')", 20),
        within("encode(CAST(", "Text", " AS BYTEA), 'hex')", 20),
        within("upper(", "Text", ")", 22),
        format!("replace(Text, '', {long}) || replace(Text, 'a', {long})"),
        "Text || 'a' LIKE Text".to_owned(),
        "regexp_like(Text, Text)".to_owned(),
        "replace(Text, 'a', Text)".to_owned(),
        "regexp_like(Text, '((((a{100}){100}){100}){100})')".to_owned(),
        "Text ~ 'a{1000}{1000}'".to_owned(),
        "regexp_match(Text, '(a{1000}){1000}')[1]".to_owned(),
    ] {
        let begins: String = note.chars().take(100).collect();
        let refusal = refusal(&note);
        assert!(!refusal.contains("damaged"), "{begins}: {refusal}");
    }
}

#[test]
fn rows_become_texts_of_a_bounded_length_at_once_and_a_row_that_is_too_long_is_rejected() {
    let text = "a".repeat(100_000);
    let rows = vec![text.as_str(); 300];
    let times = 20;
    let (bytes, rejects) = mapped(&chain("Text", "||Text", times - 1), &rows).expect("mapped");
    assert!(rejects.is_empty(), "{:?}", rejects.first());
    assert!(bytes > times * text.len() && bytes < 128 << 20, "{bytes} bytes at once");
    let note = within("replace(", "Text", ", 'a', 'bbbbbbbbba')", 4);
    let (_, rejects) = mapped(&note, &["aa", &text, "aaa"]).expect("mapped");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert!(rejects[0].reason.contains("may take"), "{}", rejects[0].reason);
}

#[test]
fn many_attributes_of_long_texts_are_mapped_in_pieces() {
    let text = "a".repeat(100_000);
    let attributes: Vec<String> = (0..100).map(|at| format!("a{at} = \"Text\"")).collect();
    let attributes = attributes.join("\n");
    let map = format!(
        "table = \"customers\"\nsource = \"crm\"\n[columns]\ncustomer_id = \"Customer\"\n[attributes]\n{attributes}"
    );
    let rows = vec![vec!["ann".to_owned(), text]; 200];
    let feed = Feed::of_rows("crm.csv", &["Customer", "Text"], &rows, rows.len());
    let mapping = Mapping::from_toml(&map).expect("a map");
    let mut source = MappingSource::new(Box::new(feed), mapping, &TimeZone::UTC, None).expect("mapped");
    let mut rows = 0;
    while let Some(pull) = source.next().expect("mapped") {
        assert!(pull.batch.rows.get_array_memory_size() < 128 << 20);
        rows += pull.batch.rows.num_rows();
    }
    assert_eq!(rows, 200);
}

#[test]
fn what_mappings_do_is_allowed() {
    for note in [
        "Text || ' ' || Customer",
        "CASE WHEN Text LIKE 'a%' THEN 'A' WHEN regexp_like(Text, '^b+$') THEN 'B' ELSE upper(trim(Text)) END",
        "regexp_replace(replace(Text, '.', ''), '[^0-9]+', '', 'g')",
        "split_part(Text, '-', 1) || substr(Text, 2, 3)",
        "regexp_match(Text, '([a-z]+)')[1]",
        "CAST(round(date_part('year', to_timestamp(Date))) AS TEXT)",
        "to_char(to_timestamp(Date), '%Y-%m')",
        "concat_ws('-', Text, nullif(Customer, 'x'), coalesce(Text, 'none'))",
        "lower(left(Text, 3)) || right(Text, 1)",
    ] {
        let (_, rejects) = mapped(note, &["a-b", "b-c"]).unwrap_or_else(|error| panic!("{note}: {error}"));
        assert!(rejects.is_empty(), "{note}: {rejects:?}");
    }
}
