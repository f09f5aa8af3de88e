//! One way to read a period: what every command says to one that is none, or of which there are no figures.

use std::collections::BTreeSet;

use crate::company::{Company, map};

/// A command that takes a period, which stands in it as `PERIOD`, and its exit code for a period of which there are no figures: to plan
/// is about periods to come, and what is not over cannot be closed yet.
const TAKE_A_PERIOD: [(&str, &str, i32); 14] = [
    ("ledger", "ledger --by quarter --from PERIOD", 4),
    ("customers", "customers --by quarter --period PERIOD", 4),
    ("promises", "promises --by quarter --period PERIOD", 4),
    ("contacts", "contacts --by quarter --period PERIOD", 4),
    ("handoffs", "handoffs --by quarter --period PERIOD", 4),
    ("journey poster", "journey poster --by quarter --period PERIOD -o poster.pdf", 4),
    ("measures phase begin", "measures phase begin delivery.kept --by quarter --from PERIOD --reason new", 4),
    ("reason list", "reason list --by quarter --period PERIOD", 4),
    ("reason queue", "reason queue --by quarter --period PERIOD", 4),
    ("plan set", "plan set PERIOD --by quarter --of new --customers 5 --owner Ada", 0),
    ("close", "close PERIOD --by quarter --yes", 6),
    ("close verify", "close verify PERIOD", 4),
    ("bridge", "bridge 1 stripe_like --by quarter --period PERIOD", 4),
    ("report", "report board --by quarter --period PERIOD -o board.pdf", 4),
];

/// A company with purchases in the first three quarters of 2024, and with a journey.
fn company() -> Company {
    let company = Company::of_purchases();
    company
        .write("orders.csv", "no,customer,day,amount\n1,ann,2024-01-05,10\n2,bob,2024-04-06,20\n3,ann,2024-07-07,30\n");
    company.write("map.toml", map("currency = \"EUR\"", ""));
    company.import("orders.csv", "map.toml");
    company.write("journey.toml", company.answer(&["journey", "export"]));
    company.answer(&["journey", "apply", "journey.toml", "--yes"]);
    company
}

/// The commands under `path` whose help says that they take a period.
fn commands_with_a_period(company: &Company, path: &[&str], found: &mut BTreeSet<String>) {
    let help = company.command(&[path, &["--help"]].concat()).output().expect("the binary runs").stdout;
    let help = String::from_utf8(help).expect("UTF-8");
    if help.contains("<PERIOD>") || help.contains("[PERIOD]") {
        found.insert(path.join(" "));
    }
    let (_, commands) = help.split_once("\nCommands:\n").unwrap_or_default();
    for line in commands.lines().take_while(|line| line.starts_with(' ')) {
        let name = line.trim_start().split(' ').next().expect("a command");
        if line.starts_with("  ") && !line.starts_with("   ") && name != "help" {
            commands_with_a_period(company, &[path, &[name]].concat(), found);
        }
    }
}

/// The exit code of the command, and what it told.
fn ask(company: &Company, command: &str, period: &str) -> (i32, String) {
    let arguments: Vec<&str> = command.split(' ').map(|word| if word == "PERIOD" { period } else { word }).collect();
    let answered = company.ask(&arguments);
    (answered.code.expect("an exit code"), answered.told)
}

#[test]
fn every_command_that_takes_a_period_is_tried_here() {
    let mut found = BTreeSet::new();
    commands_with_a_period(&company(), &[], &mut found);
    let tried: BTreeSet<String> = TAKE_A_PERIOD.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(found, tried);
}

#[test]
fn a_word_that_is_no_period_is_not_found_by_any_command() {
    let company = company();
    for (_, command, _) in TAKE_A_PERIOD {
        for word in ["soon", "2024-Q5", "2024-W01"] {
            let (code, told) = ask(&company, command, word);
            assert_eq!(code, 4, "{command} of {word}: {told}");
        }
    }
}

#[test]
fn a_period_without_figures_is_refused_alike_by_every_command_that_tells_some() {
    let company = company();
    for (name, command, expected) in TAKE_A_PERIOD {
        for period in ["2099-Q1", "2024-Q4"] {
            let (code, told) = ask(&company, command, period);
            assert_eq!(code, expected, "{command} of {period}: {told}");
            let is_told = expected == 4 && name != "close verify";
            assert!(!is_told || told.contains("the ledger reaches from 2024-Q1 to 2024-Q3"), "{command}: {told}");
        }
    }
    for command in
        TAKE_A_PERIOD.map(|(_, command, _)| command).into_iter().filter(|command| command.contains("--period"))
    {
        assert_eq!(ask(&company, command, "2023-Q4").0, 4, "{command}");
        let (code, told) = ask(&company, command, "2024-Q1");
        assert_eq!(code, 0, "{command}: {told}");
    }
}
