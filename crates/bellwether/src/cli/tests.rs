use clap::CommandFactory;

use super::*;

fn each_command(command: &clap::Command, path: &str, visit: &mut impl FnMut(&str, &clap::Command)) {
    visit(path, command);
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        each_command(below, &format!("{path} {}", below.get_name()), visit);
    }
}

#[test]
fn the_command_line_is_consistent() {
    command_line().debug_assert();
}

#[test]
fn every_command_has_examples_that_can_be_typed() {
    each_command(&command_line(), "bellwether", &mut |path, command| {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<_> = help.lines().map(str::trim).filter(|line| line.starts_with("bellwether ")).collect();
        assert!(!examples.is_empty(), "{path} has no example in its help");
        for example in examples {
            // What follows four spaces is explanation; what follows an operator of the shell is not ours.
            let typed = example.split("    ").next().unwrap_or(example);
            let ours = typed.split(" > ").flat_map(|part| part.split(" < ")).next().unwrap_or(typed);
            let ours = ours.split(" && ").flat_map(|part| part.split(" | ")).next().unwrap_or(ours);
            if let Err(error) = command_line().try_get_matches_from(words(ours.trim())) {
                panic!("{path}: '{typed}' cannot be typed: {error}");
            }
        }
    });
}

#[test]
fn the_reference_of_all_commands_is_known() {
    let mut reference = String::new();
    each_command(&command_line(), "bellwether", &mut |path, command| {
        let help = command.clone().bin_name(path).term_width(100).render_long_help();
        let help: Vec<_> = help.to_string().lines().map(|line| line.trim_end().to_owned()).collect();
        reference += &[&format!("# {path}\n"), help.join("\n").trim_end(), "\n"].join("\n");
    });
    insta::assert_snapshot!(reference);
}

#[test]
fn contradicting_options_are_refused() {
    for line in [
        "bellwether import --as purchases",
        "bellwether import a.csv --as puchases",
        "bellwether import a.csv --as purchases --postgres postgres://host/db --query x",
        "bellwether ledger --by fortnight",
        "bellwether customers --kind gone",
        "bellwether customers --segment country",
        "bellwether customers --reason price",
        "bellwether ledger --as-of 2026-02-30",
        "bellwether close",
        "bellwether init --noun donor",
    ] {
        assert!(Cli::command().try_get_matches_from(line.split(' ')).is_err(), "{line}");
    }
}

/// Splits an example as a shell does, as far as examples need it.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for letter in line.chars() {
        match letter {
            '\'' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            _ => words.last_mut().expect("a word").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
