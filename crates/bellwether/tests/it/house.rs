//! Rules of the house: short files, names that say something, SQL in its own files.

use std::path::Path;

use crate::source_text::{files, literals, paths, rust_files, text, tokens};

const LONGEST: usize = 500;
const EMPTY_NAMES: [&str; 9] = ["common", "core", "helper", "helpers", "misc", "shared", "types", "util", "utils"];
const WRITTEN_BY_US: [&str; 12] = ["rs", "sql", "md", "toml", "sh", "css", "js", "mjs", "html", "typ", "ftl", "py"];

#[test]
fn no_file_is_longer_than_500_lines() {
    for file in files("") {
        let is_ours = file.extension().is_some_and(|ending| WRITTEN_BY_US.contains(&ending.to_string_lossy().as_ref()));
        if is_ours || file.starts_with(".ci") {
            let lines = text(&file).lines().count();
            assert!(lines <= LONGEST, "{} has {lines} lines; split it by meaning", file.display());
        }
    }
}

#[test]
fn no_file_or_folder_has_a_name_that_says_nothing() {
    for file in files("") {
        for part in &file {
            let name = Path::new(part).with_extension("").to_string_lossy().into_owned();
            assert!(!EMPTY_NAMES.contains(&name.as_str()), "{}: name what is in it", file.display());
        }
    }
}

#[test]
fn sql_stands_in_sql_files_and_is_built_only_in_query() {
    let mut wrong = Vec::new();
    for file in rust_files("crates").into_iter().filter(|file| !file.starts_with("crates/engine/src/query")) {
        let sql = literals(&tokens(&file)).into_iter().filter(|literal| is_sql(literal));
        wrong.extend(sql.map(|literal| format!("{}: {literal}", file.display())));
    }
    assert!(wrong.is_empty(), "move to a .sql file, or to engine/src/query:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_binary_reads_the_environment_and_only_once() {
    for file in rust_files("crates").into_iter().filter(|file| !file.ends_with("bellwether/src/cli/mod.rs")) {
        let reads = |path: &Vec<String>| path.windows(2).any(|pair| pair[0] == "env" && pair[1].starts_with("var"));
        let found = paths(&tokens(&file)).into_iter().find(reads);
        assert!(found.is_none(), "{} reads the environment; take the value from the configuration", file.display());
    }
}

/// Whether a text is a statement: it begins like one and has the word that must follow.
fn is_sql(text: &str) -> bool {
    let lower = text.to_lowercase().replace("\\n", " ");
    let mut words = lower.split_whitespace();
    let Some(first) = words.next() else { return false };
    let mut follows = |wanted: &str| words.any(|word| word.trim_matches(|c: char| !c.is_alphanumeric()) == wanted);
    match first {
        "select" | "delete" => follows("from"),
        "insert" => follows("into"),
        "update" => follows("set"),
        "with" => follows("select"),
        "create" | "alter" | "drop" => follows("table") || follows("index") || follows("view"),
        _ => false,
    }
}

#[test]
fn the_check_tells_sql_from_prose() {
    for sql in
        ["SELECT a FROM t", "insert into t values ($1)", "\\n  update t set a = 1", "with x as (select 1) select 2"]
    {
        assert!(is_sql(sql), "{sql}");
    }
    for prose in ["Select a file", "update the marts", "with the source's words", "create it", "", "delete it"] {
        assert!(!is_sql(prose), "{prose}");
    }
}
