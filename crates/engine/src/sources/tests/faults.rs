//! One fault of each kind, at a place of chance, in a table that is known.

use super::dialects::{Dice, NAMES, Outcome, Writing, held, table};
use super::*;

/// A fault, put into the lines of a table (the names first, if it has them).
type Fault = fn(&mut Dice, &Writing, &mut Vec<String>);

/// A line of the table, not that of the names.
fn any_row(dice: &mut Dice, writing: &Writing, lines: &[String]) -> usize {
    let first = usize::from(writing.header);
    first + dice.below(lines.len() - first)
}

/// A line whose cells no quotes surround.
fn plain_row(dice: &mut Dice, writing: &Writing, lines: &[String]) -> usize {
    let start = any_row(dice, writing, lines);
    let first = usize::from(writing.header);
    let all = (0..lines.len() - first).map(|at| first + (start - first + at) % (lines.len() - first));
    all.into_iter().find(|at| !lines[*at].contains(writing.quote)).unwrap_or(start)
}

/// Places outside of quotes.
fn outside(writing: &Writing, line: &str) -> Vec<usize> {
    let (mut inside, mut escaped, mut places) = (false, false, Vec::new());
    for (at, sign) in line.char_indices() {
        if !inside {
            places.push(at);
        }
        if escaped {
            escaped = false;
        } else if writing.backslash && sign == '\\' {
            escaped = true;
        } else if sign == writing.quote {
            inside = !inside;
        }
    }
    places
}

/// Where cells are cut.
fn delimiters(writing: &Writing, line: &str) -> Vec<usize> {
    outside(writing, line).into_iter().filter(|at| line[*at..].starts_with(writing.delimiter)).collect()
}

/// A place in a line at which a quote is no apostrophe of a word.
fn any_place(dice: &mut Dice, writing: &Writing, line: &str) -> usize {
    let is_letter = |sign: Option<char>| sign.is_some_and(char::is_alphabetic);
    let within_word = |at: usize| is_letter(line[..at].chars().next_back()) && is_letter(line[at..].chars().next());
    let places = line.char_indices().map(|(at, _)| at).filter(|at| writing.quote == '"' || !within_word(*at));
    dice.pick(&places.collect::<Vec<_>>())
}

fn any_place_outside(dice: &mut Dice, writing: &Writing, line: &str) -> usize {
    dice.pick(&outside(writing, line))
}

const FAULTS: [(&str, Fault); 24] =
    [
        ("a quote anywhere in a row", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let at = any_place(dice, writing, &lines[row]);
            lines[row].insert(at, writing.quote);
        }),
        ("a quote opens a cell", |dice, writing, lines| {
            let row = plain_row(dice, writing, lines);
            let at = delimiters(writing, &lines[row])[dice.below(8)] + 1;
            lines[row].insert(at, writing.quote);
        }),
        ("a quote at the end of a row", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            lines[row].push(writing.quote);
        }),
        ("a quote opens in one row and closes in a later one", |dice, writing, lines| {
            let first = plain_row(dice, writing, lines);
            let column = dice.below(7);
            let at = delimiters(writing, &lines[first])[column] + 1;
            lines[first].insert(at, writing.quote);
            if let Some(later) = lines.get_mut(first + 1 + dice.below(3)) {
                let at = delimiters(writing, later)[column + 1];
                later.insert(at, writing.quote);
            }
        }),
        ("a quote is lost", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let is_escaped = |at: usize| lines[row][..at].ends_with('\\');
            let quotes = lines[row].match_indices(writing.quote).map(|(at, _)| at).filter(|at| !is_escaped(*at));
            let quotes: Vec<usize> = quotes.collect();
            if !quotes.is_empty() {
                lines[row].remove(dice.pick(&quotes));
            }
        }),
        ("a quote in the names", |dice, writing, lines| {
            if writing.header {
                let at = any_place(dice, writing, &lines[0]);
                lines[0].insert(at, writing.quote);
            }
        }),
        ("a delimiter is lost", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let at = delimiters(writing, &lines[row]);
            lines[row].remove(dice.pick(&at));
        }),
        ("the last delimiter is lost", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let at = delimiters(writing, &lines[row]);
            lines[row].remove(at[at.len() - 1]);
        }),
        ("a delimiter too much", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let at = any_place_outside(dice, writing, &lines[row]);
            lines[row].insert(at, writing.delimiter);
        }),
        ("a delimiter at the end of a row", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            lines[row].push(writing.delimiter);
        }),
        ("a delimiter at the end of every row", |_, writing, lines| {
            for line in &mut lines[usize::from(writing.header)..] {
                line.push(writing.delimiter);
            }
        }),
        ("a delimiter at the end of the names", |_, writing, lines| {
            if writing.header {
                lines[0].push(writing.delimiter);
            }
        }),
        ("a delimiter lost in the names", |dice, writing, lines| {
            if writing.header {
                let at = delimiters(writing, &lines[0]);
                lines[0].remove(dice.pick(&at));
            }
        }),
        ("another delimiter in one row", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let other = if writing.delimiter == ';' { "," } else { ";" };
            lines[row] = lines[row].replace(writing.delimiter, other);
        }),
        ("the names once more", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            lines.insert(row, writing.row(&NAMES.map(str::to_owned)));
        }),
        ("empty rows", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            lines.insert(row, writing.delimiter.to_string().repeat(NAMES.len() - 1));
        }),
        ("a blank line", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            lines.insert(row, String::new());
        }),
        ("a total among the rows", |dice, writing, lines| {
            let row = any_row(dice, writing, lines).max(3);
            let delimiter = writing.delimiter.to_string();
            lines.insert(row, format!("Zwischensumme{}12.50{delimiter}", delimiter.repeat(7)));
        }),
        ("a line of text among the rows", |dice, writing, lines| {
            let row = any_row(dice, writing, lines).max(3);
            lines.insert(row, "Orders of the second quarter".to_owned());
        }),
        ("a second table of as many columns", |_, writing, lines| {
            lines.push(String::new());
            lines.push(writing.row(
                &["shop", "street", "town", "country", "manager", "phone", "fax", "mail", "site"].map(str::to_owned),
            ));
            for shop in 0..4 {
                let cells = ["S", "Main", "Ulm", "DE", "Li", "none", "no", "a@b.de", "b.de"];
                lines.push(writing.row(&cells.map(|cell| format!("{cell}{shop}"))));
            }
        }),
        ("two rows of names", |_, writing, lines| {
            if writing.header {
                let groups = ["Order", "", "", "Customer", "", "Sale", "", "", ""];
                lines.insert(0, writing.row(&groups.map(str::to_owned)));
            }
        }),
        ("a line break within a cell", |dice, writing, lines| {
            let row = plain_row(dice, writing, lines);
            let at = any_place_outside(dice, writing, &lines[row]);
            lines[row].insert(at, '\n');
        }),
        ("a blank before a quote", |dice, writing, lines| {
            let row = any_row(dice, writing, lines);
            let before = format!("{}{}", writing.delimiter, writing.quote);
            lines[row] = lines[row].replacen(&before, &format!("{} {}", writing.delimiter, writing.quote), 1);
        }),
        ("every row short by its last cell where that is empty", |_, writing, lines| {
            for line in &mut lines[usize::from(writing.header)..] {
                if let Some(short) = line.strip_suffix(writing.delimiter) {
                    *line = short.to_owned();
                }
            }
        }),
    ];

#[test]
fn one_fault_leaves_every_row_right_or_named_or_the_file_refused() {
    let mut dice = Dice::new(2);
    let (mut right, mut named, mut refused, mut silent) = (0, 0, 0, Vec::new());
    let mut unneeded = std::collections::BTreeMap::new();
    for file in 0..2_400 {
        let (kind, fault) = FAULTS[file % FAULTS.len()];
        let writing = Writing { header: dice.below(4) > 0, ..Writing::any(&mut dice) };
        let rows = table(&mut dice, writing.delimiter, writing.quote);
        let mut lines = writing.lines(&rows);
        fault(&mut dice, &writing, &mut lines);
        let text = writing.text(&lines);
        match held(&text, &Format::default(), &rows) {
            Ok(Outcome::Right) => right += 1,
            Ok(Outcome::Named(count)) => {
                named += 1;
                if count > 4 {
                    *unneeded.entry(kind).or_insert(0) += 1;
                }
            }
            Ok(Outcome::Refused(why)) => {
                assert!(why.contains("orders.csv") && why.len() > 30, "{why}");
                refused += 1;
            }
            Err(why) => silent.push(format!("file {file}, {kind}, {writing:?}: {why}\n{text}")),
        }
    }
    let shown: Vec<_> = silent.iter().map(|it| it.chars().take(1000).collect::<String>()).collect();
    assert!(
        silent.is_empty(),
        "{} silent of {right} right, {named} named, {refused} refused; lost {unneeded:?}: {}\n{shown:#?}",
        silent.len(),
        silent[0]
    );
    assert!(right + named > 5 * refused, "{right} right, {named} named, {refused} refused");
}
