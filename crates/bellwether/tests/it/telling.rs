//! What people are told: whatever a page can say of a failure, it says in each language.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::TokenTree;

use crate::source_text::{literals, rust_files, text, tokens};

const LOCALES: &str = "crates/words/src/locales";

/// The names of texts that are given to a person by `message` or by what went wrong elsewhere. Those of fields, nouns and changes are put
/// together; the app's own tests ask for each.
const SAID: [&str; 6] = ["check-", "error-", "failure-", "found-", "question-", "row-"];

/// What the company calls its customers: there for every text, and no language needs it where another does.
const NOUN: [&str; 3] = ["noun", "nouns", "Nouns"];

/// Parts of the app that only the terminal asks.
const FOR_THE_TERMINAL: [&str; 2] = ["demo.rs", "sql.rs"];

/// The texts of a file by their names, hints as `name.hint`, with the variables in each.
fn texts(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut name, mut place) = (String::new(), String::new());
    for line in text(&Path::new(LOCALES).join(file)).lines() {
        let begins = line.trim_start().split(" = ").next().unwrap_or_default();
        if line.starts_with(|letter: char| letter.is_ascii_lowercase()) {
            begins.clone_into(&mut name);
            place.clone_from(&name);
        } else if line.trim_start().starts_with('.') {
            place = format!("{name}{begins}");
        }
        let variables = line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
        let variables = variables.filter(|variable| !NOUN.contains(variable));
        texts.entry(place.clone()).or_default().extend(variables.map(str::to_owned));
    }
    texts.remove("");
    texts
}

#[test]
fn each_language_has_the_same_texts_with_the_same_variables() {
    for part in ["names", "growth", "company", "import", "look", "start", "failures"] {
        let [mut english, german] = ["en", "de"].map(|language| texts(&format!("{part}.{language}.ftl")));
        // How a document answers is told to programs and at the terminal, which speak English.
        english.retain(|name, _| !name.ends_with(".document"));
        assert!(english.len() > 20, "{part}");
        for (name, variables) in &english {
            assert_eq!(german.get(name), Some(variables), "{name}");
        }
        assert_eq!(english.len(), german.len());
    }
}

#[test]
fn whatever_is_said_has_its_text_and_every_text_is_said() {
    let said: BTreeSet<String> = ["app", "bellwether", "words"]
        .iter()
        .flat_map(|name| rust_files(&format!("crates/{name}/src")))
        .flat_map(|file| literals(&tokens(&file)))
        .filter(|name| SAID.iter().any(|beginning| name.starts_with(beginning)) && !name.contains(' '))
        .collect();
    let has_text: BTreeSet<String> = ["import.de.ftl", "failures.de.ftl", "errors.de.ftl"]
        .iter()
        .flat_map(|file| texts(file).into_keys())
        .filter(|name| !name.contains('.') && SAID.iter().any(|beginning| name.starts_with(beginning)))
        .collect();
    assert!(said.len() > 100, "{said:?}");
    assert_eq!(said, has_text);
}

#[test]
fn an_error_gives_its_german_text_all_that_it_fills_in() {
    let german = texts("errors.de.ftl");
    let mut seen = BTreeSet::new();
    let of_the_model = Path::new("crates/words/src/model_errors.rs").to_owned();
    for file in rust_files("crates/app/src/failures").into_iter().chain([of_the_model]) {
        // Each text is told in one chain: `error_message("error-…", error).with("…", …)`.
        let source = text(&file);
        for chain in source.split("error_message(\"").skip(1) {
            let name = chain.split('"').next().unwrap_or_default();
            let given: BTreeSet<String> = [".with(\"", ".figure(\"", ".day(\"", ".naming(\"", ".listing(\""]
                .iter()
                .flat_map(|call| chain.split(call).skip(1))
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned)
                .collect();
            let missing: Vec<_> = german[name].iter().filter(|variable| !given.contains(*variable)).collect();
            assert!(missing.is_empty(), "{name} is not given {missing:?}");
            seen.insert(name.to_owned());
        }
    }
    assert_eq!(seen, german.into_keys().collect());
}

#[test]
fn no_page_tells_a_failure_in_english_alone() {
    let mut wrong = Vec::new();
    let doors = ["web", "report", "telling"].map(|door| format!("crates/bellwether/src/{door}"));
    for folder in doors.iter().map(String::as_str).chain(["crates/app/src"]) {
        for file in rust_files(folder) {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !(folder == "crates/app/src" && FOR_THE_TERMINAL.contains(&name.as_str())) {
                find_plain(&tokens(&file), &mut |said| wrong.push(format!("{}: {said}", file.display())));
            }
        }
    }
    assert!(wrong.is_empty(), "give each a name, and its text to each language:\n{}", wrong.join("\n"));
}

/// Failures other than our own faults that are given a text as it stands instead of a name.
fn find_plain(tokens: &[TokenTree], found: &mut dyn FnMut(String)) {
    for (place, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        let inner: Vec<TokenTree> = group.stream().into_iter().collect();
        let called = place.checked_sub(1).map(|before| tokens[before].to_string()).unwrap_or_default();
        let of_failure = place > 3 && tokens[place - 4].to_string() == "Failure";
        if of_failure && ["usage", "input", "new"].contains(&called.as_str()) {
            let given = group.stream().to_string();
            let said = given
                .rsplit_once("FailureKind ::")
                .map_or(given.as_str(), |(_, rest)| rest.split_once(',').map_or("", |(_, said)| said).trim_start());
            let is_ours = given.contains("FailureKind :: Internal");
            if !is_ours && (said.starts_with('"') || said.starts_with("format !")) {
                found(given);
            }
        }
        find_plain(&inner, found);
    }
}
