//! The binary as a person meets it: answers on stdout, everything else on stderr, exit codes that mean something.

use std::process::{Command, Output, Stdio};

fn bellwether(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bellwether"));
    command.args(arguments).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn help_is_an_answer_and_tells_the_exit_codes() {
    let output = run(&mut bellwether(&["--help"]));
    let help = text(&output.stdout);
    assert!(output.status.success() && output.stderr.is_empty());
    assert!(help.contains("Examples:") && help.contains("Exit codes:") && help.contains("5  busy"), "{help}");
    assert!(!help.contains('\u{1b}'), "no colours under NO_COLOR");
}

#[test]
fn the_readme_tells_the_same_exit_codes() {
    let help = text(&run(&mut bellwether(&["--help"])).stdout);
    let readme = crate::source_text::text(std::path::Path::new("README.md"));
    let (_, codes) = help.split_once("Exit codes:\n").expect("exit codes");
    for line in codes.lines() {
        let (code, meaning) = line.trim().split_once("  ").expect("a code and its meaning");
        assert!(readme.contains(&format!("| {code} | {meaning} |")), "{line}");
    }
}

#[test]
fn a_wrong_command_line_is_no_answer() {
    for arguments in [&["lodger"][..], &["ledger", "--by", "fortnight"], &["close"], &[]] {
        let output = run(&mut bellwether(arguments));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_unknown_setting_is_told_with_a_hint() {
    let output = run(bellwether(&["ledger"]).env("BELLWETHER_FOLDER", "x"));
    assert_eq!(output.status.code(), Some(2));
    let told = text(&output.stderr);
    assert!(told.starts_with("error (usage): BELLWETHER_FOLDER") && told.contains("\nhint: "), "{told}");
}

#[test]
fn a_configuration_file_that_is_not_there_is_not_found() {
    let output = run(&mut bellwether(&["ledger", "--config", "no-such-file.toml"]));
    assert_eq!((output.status.code(), output.stdout.len()), (Some(4), 0));
}

#[test]
fn completions_know_every_command() {
    let output = run(&mut bellwether(&["completions", "bash"]));
    let script = text(&output.stdout);
    assert!(output.status.success() && output.stderr.is_empty());
    for command in ["import", "ledger", "bridge", "cohorts", "--known-at"] {
        assert!(script.contains(command), "{command}");
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    let mut child = bellwether(&["completions", "zsh"]).stdout(Stdio::piped()).spawn().expect("started");
    drop(child.stdout.take());
    assert!(child.wait().expect("ended").success());
}
