//! The flow is the house: a part uses only what stands to its left.

use std::collections::BTreeSet;
use std::path::Path;

use crate::source_text::{paths, rust_files, text, tokens};

/// Left to right; a module may use itself and those before it.
const FLOW: [&str; 7] = ["lake", "sources", "facts", "walk", "marts", "room", "query"];

/// What each crate may never depend on, with the reason.
const APART: [(&str, &[&str], &str); 11] = [
    (
        "model",
        &["tokio", "arrow", "datafusion", "sqlx", "axum", "object_store"],
        "the words of the domain need no machine",
    ),
    (
        "charts",
        &["tokio", "arrow", "datafusion", "sqlx", "axum", "maud", "bellwether-model"],
        "figures in, drawings out",
    ),
    ("stats", &["tokio", "arrow", "datafusion", "sqlx", "axum", "bellwether-model"], "numbers in, numbers out"),
    (
        "sample",
        &["bellwether-engine", "bellwether-records", "tokio", "datafusion", "deltalake", "parquet", "sqlx", "axum"],
        "a company to try things on is made without the engine",
    ),
    (
        "engine",
        &["bellwether", "bellwether-records", "axum", "clap", "comfy-table", "indicatif"],
        "the engine knows no people",
    ),
    (
        "records",
        &["bellwether", "bellwether-engine", "datafusion", "deltalake", "arrow", "axum"],
        "decisions are not facts",
    ),
    (
        "words",
        &["bellwether", "bellwether-app", "bellwether-engine", "bellwether-records", "tokio", "arrow", "sqlx", "axum"],
        "words know nobody who speaks them",
    ),
    (
        "app",
        &["bellwether", "bellwether-charts", "bellwether-paper", "axum", "clap", "comfy-table", "indicatif", "maud"],
        "the app knows no door",
    ),
    (
        "bellwether",
        &["bellwether-engine", "bellwether-records", "bellwether-stats", "datafusion", "deltalake", "sqlx"],
        "doors ask the app",
    ),
    (
        "paper",
        &["bellwether", "bellwether-app", "bellwether-engine", "bellwether-records", "tokio", "arrow", "sqlx", "axum"],
        "pages in, a document out",
    ),
    (
        "hostile",
        &["bellwether", "bellwether-app", "bellwether-engine", "bellwether-records", "tokio", "datafusion", "sqlx"],
        "who attacks does not know the inside",
    ),
];

/// What is shown to a person or a program in different ways; what two of them share stands in the app or in `telling`.
const DOORS: [&str; 3] = ["cli", "web", "report"];

/// Files of a door that start another or hand out what it prints.
const STARTERS: [(&str, &str, &str); 6] = [
    ("cli", "demo.rs", "web"),
    ("cli", "serve.rs", "web"),
    ("cli", "report.rs", "report"),
    ("cli", "poster.rs", "report"),
    ("web", "paper.rs", "report"),
    ("web", "poster.rs", "report"),
];

#[test]
fn no_import_in_the_engine_points_right() {
    let sources = "crates/engine/src";
    let mut wrong = Vec::new();
    for file in rust_files(sources) {
        let inside = file.strip_prefix(sources).expect("inside");
        let Some(own) = place_in_flow(&first_name(inside)) else { continue };
        for used in used_modules(inside, &paths(&tokens(&file))) {
            if place_in_flow(&used).is_some_and(|place| place > own) {
                wrong.push(format!("{} uses {used}, which stands to its right", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn doors_never_import_each_other() {
    let sources = "crates/bellwether/src";
    let (mut wrong, mut starters) = (Vec::new(), BTreeSet::new());
    for file in rust_files(sources) {
        let inside = file.strip_prefix(sources).expect("inside");
        let own = first_name(inside);
        if !DOORS.contains(&own.as_str()) {
            continue;
        }
        let used = used_modules(inside, &paths(&tokens(&file)));
        for used in used.iter().filter(|used| **used != own && DOORS.contains(&used.as_str())) {
            let starter =
                STARTERS.iter().find(|(door, name, other)| own == *door && inside.ends_with(name) && used == other);
            match starter {
                Some(starter) => _ = starters.insert(*starter),
                None => wrong.push(format!("{} uses the door {used}", file.display())),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(starters, BTreeSet::from(STARTERS), "an exception that nothing needs");
}

#[test]
fn every_folder_of_the_engine_has_its_place_in_the_flow() {
    for file in rust_files("crates/engine/src") {
        let name = first_name(file.strip_prefix("crates/engine/src").expect("inside"));
        assert!(name == "lib" || place_in_flow(&name).is_some(), "{name} is not in {FLOW:?}");
    }
}

#[test]
fn only_the_lake_knows_delta() {
    for file in rust_files("crates") {
        if !file.starts_with("crates/engine/src/lake") {
            let stranger = paths(&tokens(&file)).into_iter().find(|path| path[0] == "deltalake");
            assert!(stranger.is_none(), "{} uses deltalake; ask the lake", file.display());
        }
    }
}

#[test]
fn crates_stay_apart() {
    for (name, forbidden, why) in APART {
        let manifest: toml::Table =
            text(&Path::new("crates").join(name).join("Cargo.toml")).parse().expect("a manifest");
        for part in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = manifest.get(part).and_then(|part| part.as_table()) else { continue };
            for dependency in dependencies.keys() {
                assert!(!forbidden.contains(&dependency.as_str()), "{name} depends on {dependency}; but {why}");
            }
        }
    }
}

#[test]
fn each_dependency_is_declared_once_in_the_workspace() {
    for file in crate::source_text::files("crates").into_iter().filter(|file| file.ends_with("Cargo.toml")) {
        let manifest: toml::Table = text(&file).parse().expect("a manifest");
        for part in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for (name, dependency) in manifest.get(part).and_then(|part| part.as_table()).into_iter().flatten() {
                let is_inherited = dependency.get("workspace").and_then(toml::Value::as_bool) == Some(true);
                assert!(is_inherited, "{}: write {name}.workspace = true", file.display());
            }
        }
    }
}

fn place_in_flow(module: &str) -> Option<usize> {
    FLOW.iter().position(|name| *name == module)
}

/// The top module a file belongs to: `marts/ledger/fold.rs` to `marts`.
fn first_name(inside: &Path) -> String {
    let first = inside.components().next().expect("a name").as_os_str();
    Path::new(first).with_extension("").to_string_lossy().into_owned()
}

/// The top modules that the paths in a file lead to, from `crate::` or through enough `super::`.
fn used_modules(inside: &Path, paths: &[Vec<String>]) -> Vec<String> {
    let is_folder = inside.ends_with("mod.rs");
    let depth = inside.components().count() - usize::from(is_folder);
    paths
        .iter()
        .filter_map(|path| {
            let ups = path.iter().take_while(|name| *name == "super").count();
            let after_root = if path[0] == "crate" { 1 } else { ups };
            (path[0] == "crate" || ups >= depth).then(|| path.get(after_root).cloned()).flatten()
        })
        .collect()
}

#[test]
fn the_check_sees_a_path_that_climbs_to_the_root() {
    let path = |names: &str| vec![names.split(' ').map(str::to_owned).collect::<Vec<_>>()];
    assert_eq!(used_modules(Path::new("facts/mod.rs"), &path("super marts go")), ["marts"]);
    assert_eq!(used_modules(Path::new("facts/key.rs"), &path("super super marts go")), ["marts"]);
    assert_eq!(used_modules(Path::new("facts/key.rs"), &path("super marts")), [""; 0]);
    assert_eq!(used_modules(Path::new("facts/key.rs"), &path("crate marts ledger")), ["marts"]);
}
