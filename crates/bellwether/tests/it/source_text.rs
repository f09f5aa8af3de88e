//! The repository as the rules see it: its files, and Rust source as tokens without comments, docs and tests.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Folders that are not ours to judge.
const NOT_OURS: [&str; 5] = [".git", "target", "bellwether-data", "bellwether-demo", "node_modules"];

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace's folder")
}

/// Every file below `folder`, by its path within the workspace.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = entry.path();
            if path.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    open.push(path);
                }
            } else {
                found.push(path.strip_prefix(root()).expect("below the root").to_owned());
            }
        }
    }
    found.sort();
    found
}

/// The Rust files below `folder` that are not tests.
pub fn rust_files(folder: &str) -> Vec<PathBuf> {
    let is_test = |path: &Path| {
        path.components().any(|part| part.as_os_str() == "tests")
            || path.ends_with("tests.rs")
            || path.ends_with("testdata.rs")
    };
    files(folder).into_iter().filter(|path| path.extension().is_some_and(|it| it == "rs") && !is_test(path)).collect()
}

/// What a file says.
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The tokens of a Rust file, without attributes (docs among them) and without items only compiled for tests.
pub fn tokens(path: &Path) -> Vec<TokenTree> {
    let stream: TokenStream = text(path).parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    product_code(stream)
}

fn product_code(stream: TokenStream) -> Vec<TokenTree> {
    let mut kept = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    let mut is_for_tests = false;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' => {
                tokens.next_if(|next| matches!(next, TokenTree::Punct(mark) if mark.as_char() == '!'));
                if let Some(TokenTree::Group(attribute)) = tokens.next() {
                    let attribute = attribute.stream().to_string().replace(' ', "");
                    is_for_tests |= attribute == "cfg(test)" || attribute == "test";
                }
            }
            // An item for tests ends with its braces or its semicolon.
            TokenTree::Group(group) if is_for_tests && group.delimiter() == Delimiter::Brace => is_for_tests = false,
            TokenTree::Punct(mark) if is_for_tests && mark.as_char() == ';' => is_for_tests = false,
            _ if is_for_tests => {}
            TokenTree::Group(group) => {
                let inner = product_code(group.stream()).into_iter().collect();
                kept.push(TokenTree::Group(Group::new(group.delimiter(), inner)));
            }
            other => kept.push(other),
        }
    }
    kept
}

/// Every path in the tokens as its first names, `use` groups spread out: `crate::{a::b, c}` gives `crate a` and `crate c`.
pub fn paths(tokens: &[TokenTree]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    collect_paths(tokens, &[], &mut found);
    found
}

fn collect_paths(tokens: &[TokenTree], before: &[String], found: &mut Vec<Vec<String>>) {
    let is_colon = |place: usize| matches!(tokens.get(place), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    let mut place = 0;
    while place < tokens.len() {
        match &tokens[place] {
            TokenTree::Ident(name) => {
                let mut path = before.to_vec();
                path.push(name.to_string());
                place += 1;
                let mut is_path = true;
                while is_colon(place) && is_colon(place + 1) {
                    match tokens.get(place + 2) {
                        Some(TokenTree::Ident(name)) => path.push(name.to_string()),
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            collect_paths(&group.stream().into_iter().collect::<Vec<_>>(), &path, found);
                            // The members are paths; what stands before them is none.
                            is_path = false;
                        }
                        _ => break,
                    }
                    place += 3;
                }
                if is_path {
                    found.push(path);
                }
            }
            // Where something may be seen is no use of it.
            TokenTree::Group(group) if is_visibility(group) => place += 1,
            TokenTree::Group(group) => {
                collect_paths(&group.stream().into_iter().collect::<Vec<_>>(), &[], found);
                place += 1;
            }
            _ => place += 1,
        }
    }
}

/// Whether this is the `(in crate::web)` of `pub(in crate::web)`.
fn is_visibility(group: &Group) -> bool {
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Parenthesis && matches!(first, Some(TokenTree::Ident(name)) if name == "in")
}

/// The string literals in the tokens.
pub fn literals(tokens: &[TokenTree]) -> Vec<String> {
    tokens
        .iter()
        .flat_map(|token| match token {
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let start = text.find('"').map(|quote| text[quote..].trim_matches(['"', '#']).to_owned());
                start.into_iter().collect()
            }
            TokenTree::Group(group) => literals(&group.stream().into_iter().collect::<Vec<_>>()),
            _ => Vec::new(),
        })
        .collect()
}

mod tests {
    use super::*;

    fn of(source: &str) -> Vec<TokenTree> {
        product_code(source.parse().expect("tokens"))
    }

    #[test]
    fn paths_are_found_in_groups_and_bodies_and_not_in_comments_or_tests() {
        let tokens = of("
            //! crate::docs
            use crate::{lake::Fact, facts::{self, Key}};
            fn f() { super::marts::go(vec![crate::room::Pack]) /* crate::comment */ }
            #[cfg(test)]
            mod tests { use crate::query; }
        ");
        let found: Vec<String> = paths(&tokens).iter().map(|path| path.join(" ")).collect();
        for wanted in ["crate lake Fact", "crate facts self", "crate facts Key", "super marts go", "crate room Pack"] {
            assert!(found.contains(&wanted.to_owned()), "{wanted} in {found:?}");
        }
        assert!(
            found.iter().all(|path| !path.contains("query") && !path.contains("docs") && !path.contains("comment"))
        );
    }

    #[test]
    fn literals_are_found_whatever_their_quotes() {
        let source =
            "fn f() { g(\"select 1\", r#\"select 2\"#); } #[doc = \"select 3\"] #[test] fn t() { h(\"select 4\") }";
        assert_eq!(literals(&of(source)), ["select 1", "select 2"]);
    }
}
