//! What every row needs and no column gives: the column called like it with the first cell in the way, and the columns that may stand for it.

use super::super::document::{CellType, ColumnSource};
use super::super::target::Target;
use super::evidence::Evidence;
use super::guesser::Guesser;
use super::interval::months_by_name;
use super::names::{is_counted, is_of_a_person, sql_name, words};
use super::question::{Edit, Topic};

/// How many columns are offered.
const MOST: usize = 6;

impl Guesser<'_> {
    /// Asks for what every row needs and no column gives, naming the cell that stands in the way of the likeliest one.
    pub(super) fn ask_for_missing(&mut self, needed: impl Iterator<Item = String>) {
        for target in needed {
            let plain = |target: &str| target.trim_end_matches("_minor").to_owned();
            if self.columns.iter().any(|guessed| plain(&guessed.target) == plain(&target)) {
                continue;
            }
            let blocked = self.unfit.iter().find(|(unfit, ..)| *unfit == target);
            let (about, example) = match blocked {
                Some((_, column, evidence)) if *column == target => (target.clone(), evidence.misfit.clone()),
                Some((_, column, evidence)) => (format!("{target}.{column}"), evidence.misfit.clone()),
                None => (target.clone(), None),
            };
            let column = |column: &str| vec![Edit::Column(target.clone(), ColumnSource::Source(column.to_owned()))];
            let mut answers: Vec<(String, Vec<Edit>)> = Vec::new();
            answers.extend(blocked.map(|(_, blocked, _)| ("column".to_owned(), column(blocked))));
            let stands = |name: &String| blocked.is_some_and(|(_, blocked, _)| blocked == name);
            let offered: Vec<String> = self.offered(&target).into_iter().filter(|name| !stands(name)).collect();
            answers.extend(Self::pair(&offered).into_iter().map(|text| (text.clone(), column(&text))));
            let with_unit = |name: &String| {
                let mut edits = column(name);
                if matches!(target.as_str(), "amount" | "monthly") {
                    edits.extend(self.edits_of_unit(&target, name));
                }
                edits.extend(self.counted_as(&target, name).map(|kind| Edit::Type(name.clone(), kind)));
                (name.clone(), edits)
            };
            answers.extend(offered.iter().take(MOST).flat_map(|name| {
                let as_it_is = with_unit(name);
                let made = self.made_of(&target, name).into_iter().map(|text| (text.clone(), column(&text)));
                std::iter::once(as_it_is).chain(made).collect::<Vec<_>>()
            }));
            answers.extend(self.offered_of_lists(&target).into_iter().take(MOST));
            let answers: Vec<_> = answers.iter().map(|(name, edits)| (name.as_str(), edits.clone())).collect();
            self.ask(Topic::Missing, &about, example, answers);
        }
    }

    /// Columns that are not taken and most of whose cells may stand in a target of money, days or currencies.
    fn offered(&self, target: &str) -> Vec<String> {
        let table = self.mapping.table;
        let Some(takes) = Target::named(table, target) else { return Vec::new() };
        if !matches!(takes, Target::Money(_) | Target::Instant | Target::Day | Target::Currency | Target::Rate) {
            return Vec::new();
        }
        let is_free = |name: &String| self.columns.iter().all(|guessed| guessed.from.text() != name);
        let may_be = self.sample.columns.iter().filter(|(name, profile)| {
            let is_number = profile.kind() == CellType::Number && profile.numbers.count > 0;
            let is_kind = match takes {
                Target::Money(_) => is_number && !is_counted(name),
                Target::Rate => is_number,
                Target::Currency => true,
                _ => (profile.dates.count > 0 || is_number) && !is_of_a_person(name),
            };
            is_free(name)
                && profile.present > 0
                && is_kind
                && Evidence::of(&self.cells, name, profile, target, takes, 0.0).fits_mostly(takes)
        });
        may_be.map(|(name, _)| name.clone()).collect()
    }

    /// From when a column counts, if it is one of numbers that stand for moments.
    fn counted_as(&self, target: &str, name: &str) -> Option<CellType> {
        let takes = Target::named(self.mapping.table, target)?;
        Evidence::of(&self.cells, name, self.profile(name)?, target, takes, 0.0).counted
    }

    /// What else a column may have to be made into before it is an amount: a price of each piece times the pieces, one of a longer time by
    /// the month.
    fn made_of(&self, target: &str, name: &str) -> Vec<String> {
        match target {
            "amount" => {
                self.quantity().iter().map(|pieces| format!("{} * {}", sql_name(pieces), sql_name(name))).collect()
            }
            "monthly" if months_by_name(name).is_none() => {
                [3, 12].iter().map(|months| format!("{} / {months}", sql_name(name))).collect()
            }
            "monthly" => months_by_name(name)
                .filter(|months| *months > 1)
                .iter()
                .map(|months| format!("{} / {months}", sql_name(name)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Two columns of one account, as one amount: what stands in one less what stands in the other.
    fn pair(offered: &[String]) -> Vec<String> {
        const SIDES: [(&str, &str); 4] =
            [("debit", "credit"), ("dr", "cr"), ("soll", "haben"), ("withdrawal withdrawals", "deposit deposits")];
        let called = |list: &str| {
            let is_it =
                |name: &&String| words(name).iter().any(|word| list.split_ascii_whitespace().any(|side| side == word));
            offered.iter().find(is_it)
        };
        let less =
            |one: &str, other: &str| format!("coalesce({}, 0) - coalesce({}, 0)", sql_name(one), sql_name(other));
        let pairs = SIDES.into_iter().filter_map(|(one, other)| Some((called(one)?, called(other)?)));
        pairs.flat_map(|(one, other)| [less(one, other), less(other, one)]).collect()
    }
}
