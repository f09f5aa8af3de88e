//! In which currency are amounts, and in units of it, hundredths or thousands?

use std::collections::BTreeSet;

use bellwether_model::Currency;

use super::super::document::{CellType, ColumnSource};
use super::super::parse::currency;
use super::guesser::Guesser;
use super::names::{likeness, sql_name};
use super::note::Note;
use super::question::{Edit, Example, Operation, Topic};
use super::unit::{Scale, scale_of_title};
use crate::sources::SourceKind;

/// The currencies that most amounts are in.
const COMMON: [&str; 5] = ["EUR", "USD", "GBP", "CHF", "JPY"];

impl Guesser<'_> {
    /// Whether the file looks like one that a program wrote for another: JSON, times counted from 1970, currencies in small letters.
    pub(super) fn is_from_a_program(&self) -> bool {
        self.trial.file.format.kind == Some(SourceKind::Jsonl)
            || self.mapping.types.values().any(|kind| matches!(kind, CellType::UnixSeconds | CellType::UnixMillis))
            || self.currencies().any(|words| !words.is_empty() && words.iter().all(|word| *word == word.to_lowercase()))
            || self.price.as_deref().is_some_and(is_of_a_program)
    }

    /// The words of columns that name currencies.
    fn currencies(&self) -> impl Iterator<Item = &BTreeSet<String>> {
        let named = self.sample.columns.iter().filter(|(name, _)| likeness(name, "currency currencycode") > 0.8);
        named.filter_map(|(_, profile)| profile.words.as_ref())
    }

    /// Asks whether whole amounts are in hundredths, as programs hand them to each other; not of currencies that have none.
    pub(super) fn minor_units(&mut self) {
        let target = self.money().map(|(target, _)| target.to_owned()).filter(|target| !target.ends_with("_minor"));
        let (Some(target), Some(from)) = (target, self.price.clone()) else { return };
        let Some(profile) = self.profile(&from) else { return };
        let numbers = &profile.numbers;
        let whole = numbers.count > 0 && numbers.integers == numbers.count && numbers.points + numbers.commas == 0;
        let has_hundredths = |word: &String| word.parse::<Currency>().is_ok_and(|currency| currency.exponent() > 0);
        let mut words = self.currencies().flatten().peekable();
        let has_hundredths = words.peek().is_none() || words.any(has_hundredths);
        drop(words);
        if whole && has_hundredths {
            self.ask_whether_minor(&target, &from);
        }
    }

    fn ask_whether_minor(&mut self, target: &str, from: &str) {
        let minor = vec![Edit::Minor(target.to_owned())];
        let example = self.first(from);
        self.ask(Topic::MinorUnits, from, example, vec![("hundredths", minor), ("units", Vec::new())]);
    }

    /// Whether the name of the amount says hundredths or thousands.
    pub(super) fn is_scale_named(&self) -> bool {
        self.price.as_ref().is_some_and(|price| self.unit(price).scale != Scale::Whole)
    }

    /// Reads amounts in what their column's name says, where nothing says otherwise.
    pub(super) fn in_named_unit(&mut self) {
        let Some(price) = self.price.clone() else { return };
        let Some((target, from)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        let Some(profile) = self.profile(&price) else { return };
        let name = if self.profile(&from).is_some() { sql_name(&from) } else { format!("({from})") };
        let reason = format!("{price} says what it is in");
        let (text, by) = match self.unit(&price).scale {
            Scale::Whole => return self.in_unit_of_titles(&target, &price),
            Scale::PerhapsTimes(times) => return self.ask_whether_times(times, &target, &price),
            // Cents have no decimals: 49.00 in a column of cents is a contradiction.
            Scale::Minor if profile.numbers.points + profile.numbers.commas > 0 || profile.numbers.decimals > 0 => {
                return self.ask_whether_minor(&target, &price);
            }
            Scale::Minor => {
                if let Some(guessed) = self.columns.iter_mut().find(|guessed| guessed.target == target) {
                    guessed.target = format!("{target}_minor");
                }
                self.notes.push(Note::Unit { column: price, by: None });
                return;
            }
            Scale::Times(times) => (format!("{times} * {name}"), (Operation::Times, times)),
            Scale::Part(parts) => (format!("{name} / {parts}"), (Operation::Per, parts)),
        };
        self.choose_expression(&target, text, reason);
        self.notes.push(Note::Unit { column: price, by: Some(by) });
    }

    /// Asks whether amounts are in thousands or hundredths where a line above the table speaks of them.
    fn in_unit_of_titles(&mut self, target: &str, price: &str) {
        let titles = self.trial.file.format.titles.iter();
        match titles.map(|title| scale_of_title(title, self.trial.usual.currency)).find(|scale| *scale != Scale::Whole)
        {
            Some(Scale::Times(times)) => self.ask_whether_times(times, target, price),
            Some(Scale::Minor) => self.ask_whether_minor(target, price),
            _ => {}
        }
    }

    fn ask_whether_times(&mut self, times: u64, target: &str, price: &str) {
        let thousands = vec![self.scaled(target, Operation::Times, &times.to_string())];
        let answer = format!("times_{times}");
        let example = self.first(price);
        let answers = vec![(answer.as_str(), thousands), ("units", Vec::new())];
        self.ask(Topic::Thousands, price, example, answers);
    }

    /// What a change of the amount to a column has to say of its unit as well.
    pub(super) fn edits_of_unit(&self, target: &str, column: &str) -> Vec<Edit> {
        let unit = self.unit(column);
        let mut edits = match unit.scale {
            Scale::Whole | Scale::PerhapsTimes(_) => Vec::new(),
            Scale::Minor => vec![Edit::Minor(target.to_owned())],
            Scale::Times(times) => vec![self.scaled(target, Operation::Times, &times.to_string())],
            Scale::Part(parts) => vec![self.scaled(target, Operation::Per, &parts.to_string())],
        };
        edits.extend(unit.currency.filter(|_| unit.is_currency_said).map(in_currency));
        edits
    }

    /// Settles the currency where no column of currencies does, by the names of columns if they may say it, and by what stands beside amounts.
    pub(super) fn currency(&mut self, is_said_by_names: bool) {
        let Some(from) = self.money().map(|(_, from)| from.to_owned()) else { return };
        let of_money: Vec<_> = self.sample.columns.iter().filter(|(name, _)| self.mentions(&from, name)).collect();
        let units = of_money.iter().map(|(name, _)| self.unit(name));
        let named = units.filter(|_| is_said_by_names).find_map(|unit| Some((unit.currency?, unit.is_currency_said)));
        if let Some(column) = self.chosen("currency").map(str::to_owned) {
            if let Some((named, true)) = named.filter(|_| self.profile(&column).is_some()) {
                self.named_otherwise(&from, named, &column);
            }
            return;
        }
        if let Some((named, _)) = named {
            self.mapping.currency = Some(named);
            return;
        }
        let usual = self.trial.usual.currency;
        let mut found: Vec<Currency> = Vec::new();
        let (mut with, mut without) = (None, false);
        for (name, profile) in of_money {
            let numbers = &profile.numbers;
            let beside = |unit: &String| currency::of_unit(unit, Some(usual));
            found.extend(numbers.units.keys().filter_map(beside));
            let written = numbers.units.values().sum::<usize>();
            if written > 0 {
                with = with.or_else(|| {
                    self.first_where(name, |value| numbers.units.keys().any(|unit| value.contains(unit.as_str())))
                });
                without |= written < numbers.count;
            }
        }
        found.sort_unstable();
        found.dedup();
        let mut offered: Vec<Currency> = Vec::new();
        let mut offer = |code: Currency| {
            if !offered.contains(&code) {
                offered.push(code);
            }
        };
        let answers = |offered: &[Currency], edit: fn(Currency) -> Edit| {
            offered.iter().map(|code| (code.code().to_owned(), vec![edit(*code)])).collect::<Vec<_>>()
        };
        let (topic, answers) = match (found.as_slice(), without) {
            ([one], false) => {
                self.mapping.currency = Some(*one);
                return;
            }
            ([_, _, ..], false) => return,
            ([one], true) if *one == usual => {
                self.mapping.currency = Some(usual);
                return;
            }
            // One cell with a sign says nothing of those without.
            ([_, ..], true) if self.mapping.currency.is_some() => return,
            ([_, ..], true) => {
                [usual].into_iter().chain(found).for_each(&mut offer);
                (Topic::BareAmounts, answers(&offered, Edit::Currency))
            }
            // Any other can be written into the map.
            ([], _) => {
                [usual].into_iter().chain(COMMON.iter().filter_map(|code| code.parse().ok())).for_each(&mut offer);
                (Topic::Currency, answers(&offered, Edit::Currency))
            }
        };
        let answers = answers.iter().map(|(name, edits)| (name.as_str(), edits.clone())).collect();
        self.ask(topic, &from, with, answers);
    }

    /// Asks which currency holds where the name of the amount says one, and its rows another.
    fn named_otherwise(&mut self, from: &str, named: Currency, column: &str) {
        let mut other: Option<Example> = None;
        self.cells.each(column, |row, cell| {
            let value = cell.map(|cell| cell.show());
            if let Some(value) = value.filter(|value| currency::of_unit(value, Some(named)) != Some(named)) {
                other.get_or_insert(Example { row, value });
            }
        });
        if other.is_some() {
            let answers = vec![(column, Vec::new()), (named.code(), vec![in_currency(named)])];
            self.ask(Topic::NamedCurrency, from, other, answers);
        }
    }
}

/// All amounts are in one currency, whatever a column of currencies says.
fn in_currency(currency: Currency) -> Edit {
    Edit::Column("currency".into(), ColumnSource::Source(format!("'{currency}'")))
}

/// Whether a column is named as programs name amounts to each other, not as people do in a file that they look at.
fn is_of_a_program(name: &str) -> bool {
    const NAMES: [&str; 8] = [
        "unit_amount",
        "amount_due",
        "amount_paid",
        "amount_remaining",
        "amount_total",
        "amount_subtotal",
        "amount_captured",
        "amount_received",
    ];
    let snake: String =
        name.chars().flat_map(|c| c.is_uppercase().then_some('_').into_iter().chain(c.to_lowercase())).collect();
    NAMES.iter().any(|known| *known == snake)
}
