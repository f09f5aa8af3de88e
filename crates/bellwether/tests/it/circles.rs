//! Files of a crate form no circle: what a file imports can be read, tried and moved without it.
//!
//! An import is what `use` names, re-exports among them, and every path from `crate`, `super` or `self`. That a file calls a module which it
//! declares itself is none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::TokenTree;

use crate::source_text::{paths, root, rust_files, tokens};

/// The files of a crate by their module path, e.g. `facts import` for `src/facts/import.rs`.
type Modules = BTreeMap<Vec<String>, PathBuf>;
/// Which files each file uses.
type Uses = BTreeMap<PathBuf, BTreeSet<PathBuf>>;

#[test]
fn no_files_of_a_crate_import_each_other_in_a_circle() {
    let mut circles = Vec::new();
    for entry in std::fs::read_dir(root().join("crates")).expect("crates") {
        let name = entry.expect("a crate").file_name();
        circles.extend(circles_of(&uses_within(&Path::new("crates").join(name).join("src"))));
    }
    let told: Vec<_> = circles.iter().map(|circle| format!("{circle:#?}")).collect();
    assert!(told.is_empty(), "these files import each other:\n{}", told.join("\n"));
}

/// The uses among the files below `sources`. A re-export is a use; naming a module with `mod` is none.
fn uses_within(sources: &Path) -> Uses {
    let module = |file: &PathBuf| {
        let inside = file.strip_prefix(sources).expect("below the sources").with_extension("");
        let mut names: Vec<String> = inside.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        if matches!(names.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            names.pop();
        }
        names
    };
    let modules: Modules =
        rust_files(&sources.to_string_lossy()).into_iter().map(|file| (module(&file), file)).collect();
    let used = |(own, file): (&Vec<String>, &PathBuf)| {
        let tokens = tokens(file);
        let children = child_modules(&tokens);
        let rooted = paths(&tokens).into_iter().filter(|path| matches!(path[0].as_str(), "crate" | "super" | "self"));
        let used = rooted.chain(imports(&tokens)).filter_map(|path| file_of(&modules, own, &children, &path));
        (file.clone(), used.filter(|used| used != file).collect())
    };
    modules.iter().map(used).collect()
}

/// What stands between `use` and its semicolon, here and in whatever has braces.
fn imports(tokens: &[TokenTree]) -> Vec<Vec<String>> {
    let is_use = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "use");
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
    let mut found = Vec::new();
    let mut rest = tokens;
    while let Some(begin) = rest.iter().position(is_use) {
        let end = rest[begin..].iter().position(is_end).map_or(rest.len(), |length| begin + length);
        found.extend(paths(&rest[begin + 1..end]));
        rest = &rest[end..];
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            found.extend(imports(&group.stream().into_iter().collect::<Vec<_>>()));
        }
    }
    found
}

/// The names in `mod name;`.
fn child_modules(tokens: &[TokenTree]) -> BTreeSet<String> {
    let is_mod = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if name == "mod");
    let is_end = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';');
    let declared = tokens.windows(3).filter(|three| is_mod(&three[0]) && is_end(&three[2]));
    declared.map(|three| three[1].to_string()).collect()
}

/// The file in which a path used in module `own` leads, if it is one of this crate.
fn file_of(modules: &Modules, own: &[String], children: &BTreeSet<String>, path: &[String]) -> Option<PathBuf> {
    let first = path.first()?.as_str();
    let mut target: Vec<String> = match first {
        "crate" if path.len() > 1 => path[1..].to_vec(),
        "self" | "super" => {
            let ups = path.iter().take_while(|name| *name == "super").count();
            let steps = path.iter().take_while(|name| *name == "super" || *name == "self").count();
            // The beginning of a group, whose members come as paths of their own.
            if steps == path.len() {
                return None;
            }
            [&own[..own.len().checked_sub(ups)?], &path[steps..]].concat()
        }
        _ if children.contains(first) && path.len() > 1 => [own, path].concat(),
        _ => return None,
    };
    while !modules.contains_key(&target) {
        target.pop()?;
    }
    modules.get(&target).cloned()
}

/// Sets of files each of which leads to all others of its set.
fn circles_of(uses: &Uses) -> Vec<BTreeSet<PathBuf>> {
    let reached = |from: &PathBuf| {
        let mut reached = BTreeSet::new();
        let mut open: Vec<&PathBuf> = uses.get(from).into_iter().flatten().collect();
        while let Some(file) = open.pop() {
            if reached.insert(file.clone()) {
                open.extend(uses.get(file).into_iter().flatten());
            }
        }
        reached
    };
    let reached: BTreeMap<&PathBuf, BTreeSet<PathBuf>> = uses.keys().map(|file| (file, reached(file))).collect();
    let circle_of = |file: &PathBuf| -> BTreeSet<PathBuf> {
        reached[file]
            .iter()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(file)))
            .cloned()
            .collect()
    };
    let circles: BTreeSet<_> = uses.keys().map(circle_of).filter(|circle| !circle.is_empty()).collect();
    circles.into_iter().collect()
}

#[test]
fn the_check_sees_a_circle_through_a_re_export_and_through_a_parent() {
    let modules: Modules = ["", "facts", "facts import", "facts keys"]
        .map(|module| (module.split_whitespace().map(str::to_owned).collect::<Vec<_>>(), PathBuf::from(module)))
        .into();
    let names = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let children = BTreeSet::from(["import".to_owned()]);
    let found = |own: &str, path: &str| file_of(&modules, &names(own), &children, &names(path));
    assert_eq!(found("facts import", "super keys Key"), Some("facts keys".into()));
    assert_eq!(found("facts import", "super Facts"), Some("facts".into()));
    assert_eq!(found("facts", "import Import"), Some("facts import".into()));
    assert_eq!(found("facts keys", "crate Lake"), Some("".into()));
    assert_eq!(found("facts keys", "std fmt"), None);

    let uses = |pairs: &[(&str, &str)]| {
        let mut uses = Uses::new();
        for (from, to) in pairs {
            uses.entry(PathBuf::from(from)).or_default().insert(PathBuf::from(to));
        }
        uses
    };
    assert_eq!(circles_of(&uses(&[("a", "b"), ("b", "c"), ("a", "c")])), []);
    let circle = BTreeSet::from(["b", "c"].map(PathBuf::from));
    assert_eq!(circles_of(&uses(&[("a", "b"), ("b", "c"), ("c", "b")])), [circle]);
}
