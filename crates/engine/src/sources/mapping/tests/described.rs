//! docs/mapping.md describes the language of map files: all of it, and nothing else.

use std::collections::BTreeSet;

use super::super::targets;
use super::Mapping;
use crate::lake::Fact;

const DOCUMENT: &str = include_str!("../../../../../../docs/mapping.md");
const SMALLEST: &str = "table = \"purchases\"\nsource = \"shop\"\n";

/// What stands in `backticks` in a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// The names that a map file may hold where `unknown` stands, as the refusal of it tells them.
fn names_known_at(unknown: &str) -> Vec<String> {
    let error = Mapping::from_toml(&format!("{SMALLEST}{unknown}")).expect_err(unknown).to_string();
    let known = error.split_once("expected").expect("what is expected").1;
    quoted(known).map(str::to_owned).collect()
}

fn section(heading: &str) -> &'static str {
    let (_, behind) = DOCUMENT.split_once(heading).expect(heading);
    behind.split("\n## ").next().unwrap_or(behind)
}

/// What the first column of the tables in a text names.
fn first_column(text: &str) -> BTreeSet<String> {
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| row.split_once('`')).map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn every_example_of_a_map_file_is_one() {
    let examples: Vec<&str> = DOCUMENT.split("```toml\n").skip(1).filter_map(|it| it.split("```").next()).collect();
    assert!(examples.len() > 8, "{}", examples.len());
    for example in examples {
        let mapping = Mapping::from_toml(example).unwrap_or_else(|error| panic!("{error}\n{example}"));
        let known = targets(mapping.table);
        for column in mapping.columns.keys() {
            assert!(known.contains(column), "'{column}' is no column of {}:\n{example}", mapping.table);
        }
    }
}

#[test]
fn every_key_is_described_and_no_other() {
    let sections = [
        "format",
        "days",
        "ids",
        "types",
        "rows",
        "words",
        "missing",
        "time_zones",
        "columns",
        "attributes",
        "consents",
        "answers",
    ];
    let top: BTreeSet<String> =
        names_known_at("x = 1").into_iter().filter(|name| !sections.contains(&name.as_str())).collect();
    assert_eq!(first_column(section("## What stands at the top")), top);
    for name in sections {
        assert!(DOCUMENT.contains(&format!("[{name}")), "[{name}] is not described");
    }

    let days: BTreeSet<String> = names_known_at("[days]\nx = 1").into_iter().collect();
    assert_eq!(first_column(section("## `[days]`")), days);
    let mut format: BTreeSet<String> = names_known_at("[format]\nx = 1").into_iter().collect();
    // Those that say how cells are written are split off before the others are read.
    format.extend(["dates", "two_digit_years_from", "missing"].map(str::to_owned));
    assert_eq!(first_column(section("## `[format]`")), format);

    for (unknown, heading) in [
        ("ends = \"x\"", "## What stands at the top"),
        ("snapshot = \"x\"", "## What stands at the top"),
        ("rates = \"x\"", "## What stands at the top"),
        ("[types]\na = \"x\"", "## What cells are"),
        ("[rows.a]\nx = [\"b\"]", "## Which rows count"),
        ("[format]\nkind = \"x\"", "## `[format]`"),
        ("[format]\ncompression = \"x\"", "## `[format]`"),
        ("[format]\ndates = \"x\"", "## `[format]`"),
    ] {
        let described: Vec<&str> = quoted(section(heading)).map(|word| word.trim_matches('"')).collect();
        for name in names_known_at(unknown) {
            assert!(described.contains(&name.as_str()), "'{name}' is not described under '{heading}'");
        }
    }
}

#[test]
fn every_column_of_every_table_is_described_and_no_other() {
    let rows = section("## `[columns]`").lines().filter(|line| line.starts_with("| `")).map(|row| {
        let mut names = quoted(row).map(str::to_owned);
        (names.next().unwrap_or_default(), names.collect::<BTreeSet<_>>())
    });
    let described: Vec<_> = rows.collect();
    let known = Fact::ALL.map(|fact| (fact.name().to_owned(), targets(fact).into_iter().collect::<BTreeSet<_>>()));
    assert_eq!(described, known);
}
