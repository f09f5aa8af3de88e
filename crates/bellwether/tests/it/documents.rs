//! Documents stay true: what they name exists, where they link to is there.

use std::path::{Path, PathBuf};

use crate::source_text::{files, root, text};

fn documents() -> Vec<PathBuf> {
    files("").into_iter().filter(|file| file.extension().is_some_and(|ending| ending == "md")).collect()
}

/// The words in `backticks` outside of code blocks.
fn quoted(document: &str) -> Vec<String> {
    let prose: String = document.split("```").step_by(2).collect();
    prose.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn is_path(word: &str) -> bool {
    word.contains('/')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
        && !word.starts_with('/')
}

/// Targets of the links within the repository, outside of code blocks.
fn links(document: &str) -> Vec<String> {
    let prose: String = document.split("```").step_by(2).collect();
    prose
        .split("](")
        .skip(1)
        .filter_map(|after| after.split_once(')').map(|(target, _)| target.to_owned()))
        .filter(|target| !target.contains("://") && !target.starts_with("mailto:"))
        .collect()
}

/// A heading's anchor as forges make it.
fn anchors(document: &str) -> Vec<String> {
    let prose: String = document.split("```").step_by(2).collect();
    let anchor = |heading: &str| {
        let kept = heading.trim().to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect::<String>()
    };
    prose.lines().filter_map(|line| line.strip_prefix('#')).map(|line| anchor(line.trim_start_matches('#'))).collect()
}

#[test]
fn every_path_named_in_the_documents_exists() {
    for document in ["ARCHITECTURE.md", "README.md", "CONTRIBUTING.md"] {
        for path in quoted(&text(Path::new(document))).into_iter().filter(|word| is_path(word)) {
            assert!(root().join(&path).exists(), "{document} names {path}, which does not exist");
        }
    }
}

#[test]
fn every_link_in_the_documents_leads_somewhere() {
    for document in documents() {
        let own = text(&document);
        for link in links(&own) {
            let (file, anchor) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target =
                if file.is_empty() { document.clone() } else { document.parent().unwrap_or(Path::new("")).join(file) };
            assert!(root().join(&target).exists(), "{} links to {link}", document.display());
            if !anchor.is_empty() {
                assert!(anchors(&text(&target)).contains(&anchor.to_owned()), "{} links to {link}", document.display());
            }
        }
    }
}

#[test]
fn the_commands_the_readme_starts_with_are_those_ci_runs() {
    let (readme, ci) = (text(Path::new("README.md")), text(Path::new(".ci/run")));
    assert!(readme.contains("cargo run --release -- demo"));
    assert!(readme.lines().any(|line| line.trim() == "cargo test"));
    assert!(ci.lines().any(|line| line.starts_with("cargo test 2>&1")));
}
