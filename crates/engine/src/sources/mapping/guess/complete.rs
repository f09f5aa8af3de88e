//! What each table needs beyond columns that go by its names.

use bellwether_model::Currency;

use super::super::document::{CellType, ColumnSource, Via};
use super::super::parse::currency;
use super::super::profile::Profile;
use super::names::{self, BILLING, QUANTITY, UNIT_PRICE, best, likeness, words};
use super::{Confidence, Guesser, Question, needed, rank, sql_name};
use crate::lake::Fact;

impl Guesser<'_> {
    /// Fills what names alone do not give, then asks for what is still missing.
    pub(super) fn complete(&mut self) {
        let table = self.mapping.table;
        match table {
            Fact::Purchases => self.purchases(),
            Fact::Subscriptions => self.subscriptions(),
            Fact::Touches => self.touches(),
            Fact::Feedback => self.feedback(),
            Fact::Reasons => self.reasons(),
            _ => {}
        }
        if matches!(table, Fact::Purchases | Fact::Subscriptions | Fact::Touches | Fact::Feedback | Fact::Reasons) {
            self.customer_by_way_of_a_subscription();
        }
        self.spreadsheet_ids();
        self.currency();
        if matches!(table, Fact::Customers | Fact::Touches) {
            self.attributes();
        }
        for target in needed(table) {
            let given = self
                .columns
                .iter()
                .any(|guessed| guessed.target.trim_end_matches("_minor") == target.trim_end_matches("_minor"));
            if !given {
                self.questions.push(Question::Missing { target });
            }
        }
        self.columns.sort_by_key(|guessed| rank(table, &guessed.target));
    }

    fn purchases(&mut self) {
        let number = |name: &str| self.sample.profile(name).is_some_and(|profile| profile.kind() == CellType::Number);
        let quantity = best(self.sample, QUANTITY).filter(|(name, score)| *score > 0.6 && number(name));
        let price = best(self.sample, UNIT_PRICE).filter(|(name, score)| *score > 0.6 && number(name));
        if let (Some((quantity, _)), Some((price, _))) = (quantity, price)
            && self.chosen("amount").is_none_or(|amount| amount == price)
            && self.chosen("amount_minor").is_none()
        {
            let product = format!("{} * {}", sql_name(quantity), sql_name(price));
            let reason = format!("no column holds amounts; {quantity} times {price} does");
            self.drop_target("amount");
            self.choose("amount", ColumnSource::Source(product), Confidence::Likely, reason);
        }
        if self.sample.columns.iter().all(|(name, _)| name.starts_with("column_")) {
            self.nameless_purchases();
        }
    }

    /// Columns without names: the dates, the last numbers with decimals, and the ids right before the dates.
    fn nameless_purchases(&mut self) {
        let columns: Vec<(String, Profile)> = self.sample.columns.clone();
        let Some(day) = columns.iter().position(|(_, profile)| profile.kind() == CellType::Date) else { return };
        let amount = columns.iter().rposition(|(_, profile)| {
            profile.kind() == CellType::Number && (1..=3).contains(&profile.numbers.decimals)
        });
        let is_id = |profile: &Profile| {
            profile.absent == 0
                && profile.numbers.decimals == 0
                && profile.spaced == 0
                && profile.distinct > profile.present / 20
        };
        let other_than_these = |at: usize| at != day && Some(at) != amount && is_id(&columns[at].1);
        let customer = (0..day).rev().chain(day + 1..columns.len()).find(|&at| other_than_these(at));
        let choices = [
            ("at", Some(day), "its cells are dates"),
            ("amount", amount, "its cells are numbers with decimals"),
            ("customer_id", customer, "its cells are ids, next to the date"),
        ];
        for (target, at, reason) in choices {
            if let Some(at) = at {
                self.drop_target(target);
                self.choose(target, ColumnSource::Source(columns[at].0.clone()), Confidence::Unsure, reason.to_owned());
            }
        }
        let rivals: Vec<&str> = (0..columns.len())
            .filter(|&at| other_than_these(at) && Some(at) != customer)
            .map(|at| columns[at].0.as_str())
            .collect();
        if let (Some(customer), [_, ..]) = (customer, rivals.as_slice()) {
            self.warnings.push(format!(
                "{} is taken for the customer; {} may be it as well",
                columns[customer].0,
                rivals.join(", ")
            ));
        }
        self.warnings.push("the file names no columns; look at the sample rows before saying yes".into());
    }

    fn subscriptions(&mut self) {
        let Some((column, _)) = best(self.sample, BILLING).filter(|(_, score)| *score > 0.6) else { return };
        if self.chosen("billing_months").is_some() {
            return;
        }
        let Some(words) = self.sample.profile(column).and_then(|profile| profile.words.clone()) else { return };
        let cases: Option<Vec<String>> = words
            .iter()
            .map(|word| Some(format!("WHEN '{}' THEN {}", word.replace('\'', "''"), months_of(word)?)))
            .collect();
        if let Some(cases) = cases.filter(|cases| !cases.is_empty()) {
            let case = format!("CASE {} {} END", sql_name(column), cases.join(" "));
            self.choose(
                "billing_months",
                ColumnSource::Source(case),
                Confidence::Likely,
                format!("{column} says how often a bill comes"),
            );
        }
    }

    fn touches(&mut self) {
        if self.chosen("touchpoint").is_some() {
            return;
        }
        let noun = self
            .chosen("touch_id")
            .and_then(|id| words(id).into_iter().rev().find(|word| word != "id" && word != "no"));
        let noun = noun.unwrap_or_else(|| super::source_name(self.file).replace('_', " "));
        let reason = "each row is one of these".to_owned();
        self.choose(
            "touchpoint",
            ColumnSource::Source(format!("'{}'", noun.replace('\'', "''"))),
            Confidence::Likely,
            reason,
        );
    }

    fn feedback(&mut self) {
        let score = self.chosen("score").map(str::to_owned);
        if let Some((score, profile)) = score.as_ref().and_then(|score| Some((score, self.sample.profile(score)?))) {
            let name = words(score).concat();
            let (low, high) = scale(&name, profile);
            let reason =
                format!("the scores of {score} go from {} to {}", profile.numbers.smallest, profile.numbers.largest);
            if self.chosen("scale_min").is_none() && self.chosen("scale_max").is_none() {
                self.choose("scale_min", ColumnSource::Source(low.to_string()), Confidence::Likely, reason.clone());
                self.choose("scale_max", ColumnSource::Source(high.to_string()), Confidence::Likely, reason);
            }
            let instrument = ["nps", "csat", "ces"].into_iter().find(|short| name.contains(short));
            let instrument = instrument.or_else(|| name.contains("satisf").then_some("csat"));
            if let Some(instrument) = instrument.filter(|_| self.chosen("instrument").is_none()) {
                self.choose(
                    "instrument",
                    ColumnSource::Source(format!("'{instrument}'")),
                    Confidence::Likely,
                    format!("{score} is one"),
                );
            }
            if profile.absent > 0 && self.chosen("text").is_none() {
                self.mapping.condition = Some(format!("{} IS NOT NULL", sql_name(score)));
                self.warnings.push(format!("rows without {score} are left out: they say nothing"));
            }
        }
        if self.chosen("kind").is_none() {
            let (kind, reason) = match score {
                Some(score) => ("'aided'", format!("{score} was asked for")),
                None => ("'unaided'", "nothing was asked".to_owned()),
            };
            self.choose("kind", ColumnSource::Source(kind.into()), Confidence::Likely, reason);
        }
    }

    fn reasons(&mut self) {
        if self.chosen("how_known").is_none() {
            let reason = "a code that the customer's leaving was filed under".to_owned();
            self.choose("how_known", ColumnSource::Source("'told'".into()), Confidence::Likely, reason);
        }
    }

    fn customer_by_way_of_a_subscription(&mut self) {
        if self.chosen("customer_id").is_some() || self.mapping.table == Fact::Subscriptions {
            return;
        }
        let ids = names::synonyms(Fact::Subscriptions, "subscription_id").replace(" id ", " ");
        if let Some((column, _)) = best(self.sample, &ids).filter(|(_, score)| *score > 0.8) {
            let column = column.to_owned();
            self.columns.retain(|guessed| guessed.from.text() != column);
            let reason = format!("no column names customers; {column} leads to them");
            let from = ColumnSource::Via(Via { via: "subscriptions".into(), column });
            self.choose("customer_id", from, Confidence::Likely, reason);
        }
    }

    /// Ids that went through a spreadsheet end in ".0".
    fn spreadsheet_ids(&mut self) {
        let sample = self.sample;
        for guessed in &mut self.columns {
            let ColumnSource::Source(column) = &guessed.from else { continue };
            let is_id = guessed.target.ends_with("_id") || guessed.target.ends_with("_customer");
            let artefact = sample.profile(column).is_some_and(|profile| {
                profile.native.is_none() && profile.present > 0 && profile.numbers.point_zeros == profile.present
            });
            if is_id && artefact {
                self.warnings
                    .push(format!("all ids in {column} end in \".0\", as spreadsheets do to numbers; it is taken off"));
                guessed.reason = format!("{column} is named like it; the \".0\" at its end is taken off");
                guessed.from = ColumnSource::Source(format!("regexp_replace({}, '[.]0$', '')", sql_name(column)));
            }
        }
    }

    fn currency(&mut self) {
        if !matches!(self.mapping.table, Fact::Purchases | Fact::Subscriptions) || self.chosen("currency").is_some() {
            return;
        }
        let money =
            ["amount", "amount_minor", "monthly", "monthly_minor"].into_iter().find_map(|target| self.chosen(target));
        let Some(from) = money.map(str::to_owned) else { return };
        let mut found: Vec<Currency> = Vec::new();
        let mut everywhere = false;
        for (name, profile) in self.sample.columns.iter().filter(|(name, _)| super::mentions(&from, name)) {
            found.extend(words(name).iter().filter(|word| word.len() == 3).filter_map(|word| currency::of_code(word)));
            found.extend(profile.numbers.units.keys().filter_map(|unit| currency::of_unit(unit, None)));
            everywhere |=
                profile.numbers.count > 0 && profile.numbers.units.values().sum::<usize>() == profile.numbers.count;
        }
        found.sort_unstable();
        found.dedup();
        match found.as_slice() {
            [one] => self.mapping.currency = Some(*one),
            _ if everywhere => {}
            _ => self.questions.push(Question::Currency { from }),
        }
    }

    /// What is left says more about the customer or the touch.
    fn attributes(&mut self) {
        for (name, profile) in &self.sample.columns {
            let long = profile.bytes > profile.present * 80;
            let part = profile.present > 0
                && !long
                && !self.is_used(name)
                && !self.columns.iter().any(|guessed| super::mentions(guessed.from.text(), name));
            if part {
                let target = format!("attributes.{name}");
                self.choose(
                    &target,
                    ColumnSource::Source(name.clone()),
                    Confidence::Likely,
                    "it is kept beside".into(),
                );
            }
        }
    }
}

/// Months between two bills, by the word for it.
fn months_of(word: &str) -> Option<u32> {
    let word = words(word).concat();
    let is = |synonyms: &str| likeness(&word, synonyms) > 0.9;
    if is("monthly month monatlich 1") {
        Some(1)
    } else if is("quarterly quarter vierteljaehrlich quartalsweise 3") {
        Some(3)
    } else if is("halfyearly semiannual semiannually biannual halbjaehrlich 6") {
        Some(6)
    } else {
        is("annual annually yearly year jaehrlich 12").then_some(12)
    }
}

/// The scale scores were given on, as far as its name and the scores tell.
fn scale(name: &str, profile: &Profile) -> (u32, u32) {
    let (low, high) = (profile.numbers.smallest, profile.numbers.largest);
    if name.contains("nps") {
        (0, 10)
    } else if low >= 1.0 && high <= 5.0 {
        (1, 5)
    } else if low >= 1.0 && high <= 7.0 {
        (1, 7)
    } else if high <= 10.0 {
        (u32::from(low >= 1.0), 10)
    } else {
        (0, 100)
    }
}
