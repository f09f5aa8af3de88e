//! What is a date in a column: which order, which zone, which century, a start or a month told of?

use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::document::{CellType, ColumnSource, SnapshotPeriod};
use super::super::parse::DateOrder;
use super::super::parse::moment::{self, DateRules, Shape};
use super::super::profile::Profile;
use super::super::rules::date_order;
use super::super::zone_name::{self, NamedZone};
use super::guesser::Guesser;
use super::names::{likeness, sql_name, words};
use super::note::Note;
use super::question::{Edit, Example, Topic};
use crate::lake::Fact;
use crate::sources::DecimalMark;

/// What the column goes by that says of which period a row tells.
const PERIODS: &str = "month months period monat monate periode quarter quartal snapshot stichtag mois période mes maand mese miesiac miesiąc \
                       periodo período okres trimestre kwartaal kwartał";
/// What makes of these the time at which a subscription begins.
const BEGINNINGS: &str = "start started starts begin begins beginning since from valid current beginn ab seit von debut début inicio desde vanaf od";

/// Dates of one file are of so many years at most, or what is taken for years are days.
const YEARS: u8 = 15;

impl Guesser<'_> {
    /// Settles how the times of the columns that are used are read, or asks.
    pub(super) fn times(&mut self, fallback: Option<DecimalMark>) {
        if self.mapping.table == Fact::Subscriptions {
            self.end();
            self.snapshot();
        }
        self.cells_of_times(fallback);
        if self.mapping.table == Fact::Subscriptions {
            self.last_day();
        }
    }

    /// Settles how the cells of the columns that are used are read, or asks; what they are times of is settled.
    pub(super) fn cells_of_times(&mut self, fallback: Option<DecimalMark>) {
        let used: Vec<(String, Profile)> = self
            .sample
            .columns
            .iter()
            .filter(|(name, _)| self.columns.iter().any(|guessed| self.mentions(guessed.from.text(), name)))
            .cloned()
            .collect();
        self.orders(&used);
        for (name, profile) in &used {
            self.swapped(name);
            self.zone(name, profile);
            self.months_as_days(name, profile);
        }
        self.marks(&used, fallback);
    }

    /// Numbers of a column count days or seconds.
    pub(super) fn counted(&mut self, column: &str, kind: CellType) {
        let is_of_1904 = kind == CellType::SpreadsheetDays && self.trial.file.format.counts_from_1904;
        let kind = if is_of_1904 { CellType::SpreadsheetDays1904 } else { kind };
        self.mapping.types.insert(column.to_owned(), kind);
        let Some(Example { value, .. }) = self.first(column) else { return };
        let read = value.parse::<rust_decimal::Decimal>().ok().and_then(|number| {
            let micros = match kind {
                CellType::UnixSeconds => moment::unix(&value, 1),
                CellType::UnixMillis => moment::unix(&value, 1000),
                _ => {
                    let later = kind.days_of_spreadsheet().unwrap_or(0);
                    moment::of_spreadsheet(number + rust_decimal::Decimal::from(later))
                }
            };
            jiff::Timestamp::from_microsecond(micros.ok()?).ok()
        });
        let read = read.map(|read| read.to_string()).unwrap_or_default();
        self.notes.push(Note::Counted { column: column.to_owned(), example: value, read });
    }

    fn orders(&mut self, used: &[(String, Profile)]) {
        if self.mapping.values.dates.is_some() {
            return;
        }
        let is_short =
            |(name, profile): &&(String, Profile)| profile.dates.two_digit_years > 0 && self.begins_with_years(name);
        let years: Vec<String> = used.iter().filter(is_short).map(|(name, _)| name.clone()).collect();
        // What the dates of other columns show holds for the whole file.
        let others: Vec<&(String, Profile)> = used.iter().filter(|(name, _)| !years.contains(name)).collect();
        let written = |order: DateOrder| others.iter().any(|(_, profile)| date_order(profile) == Some(order));
        self.mapping.values.dates = match (written(DateOrder::DayFirst), written(DateOrder::MonthFirst)) {
            (true, false) => Some(DateOrder::DayFirst),
            (false, true) => Some(DateOrder::MonthFirst),
            _ => None,
        };
        let decided = self.mapping.values.dates.is_some();
        if !decided && !years.is_empty() {
            return self.ask_about_years(&years);
        }
        let is_time = |profile: &Profile| profile.dates.count * 2 > profile.present;
        let open = used.iter().find(|(_, profile)| {
            is_time(profile) && date_order(profile).is_none() && profile.dates.undecided.is_some()
        });
        if let (Some((name, profile)), false) = (open, decided) {
            let example = profile.dates.undecided.clone().unwrap_or_default();
            let month_first = example.contains('/') && !example.contains('.');
            let mut answers = vec![
                ("day_first", vec![Edit::Dates(DateOrder::DayFirst)]),
                ("month_first", vec![Edit::Dates(DateOrder::MonthFirst)]),
            ];
            if month_first {
                answers.reverse();
            }
            let first = self.first_where(name, |value| value == example);
            self.ask(Topic::DateOrder, name, first, answers);
        }
        let short = used.iter().find(|(_, profile)| is_time(profile) && profile.dates.two_digit_years > 0);
        if let Some((name, _)) = short {
            self.century(name);
        }
    }

    /// Whether the dates of a column, as in 24-01-03, may begin with the year: then few numbers stand in front, close together, and more
    /// behind.
    fn begins_with_years(&self, column: &str) -> bool {
        let (mut years, mut days, mut is_other) = (BTreeSet::new(), BTreeSet::new(), false);
        self.cells.each(column, |_, cell| {
            let Some(text) = cell.map(|cell| cell.show()) else { return };
            let date = text.split([' ', 'T']).next().unwrap_or_default();
            let numbers: Vec<u8> = date.split(['-', '/', '.']).filter_map(|part| part.parse().ok()).collect();
            match numbers.as_slice() {
                [year, 1..=12, day @ 1..=31] if date.len() == 8 => {
                    years.insert(*year);
                    days.insert(*day);
                }
                _ => is_other = true,
            }
        });
        let span = |numbers: &BTreeSet<u8>| numbers.last().zip(numbers.first()).map_or(0, |(last, first)| last - first);
        let (first_year, first_day) = (years.first().copied().unwrap_or(0), days.first().copied().unwrap_or(0));
        // What stands behind is no year if it is spread too wide, or lies far before what stands in front.
        let are_days = span(&days) > YEARS || (first_year >= YEARS && first_day < YEARS);
        !is_other && span(&years) <= YEARS && days.len() > years.len() && are_days
    }

    /// Asks whether the year comes first in these columns.
    fn ask_about_years(&mut self, columns: &[String]) {
        let Some(first) = columns.first() else { return };
        let full = |column: &str| {
            let name = sql_name(column);
            ColumnSource::Source(format!("CASE WHEN {name} < '70' THEN '20' ELSE '19' END || {name}"))
        };
        let targets = self.columns.iter().filter(|guessed| columns.iter().any(|column| guessed.from.text() == column));
        let year_first =
            targets.map(|guessed| Edit::Column(guessed.target.clone(), full(guessed.from.text()))).collect();
        let century = Edit::Century(1970);
        let answers = vec![
            ("year_first", year_first),
            ("day_first", vec![Edit::Dates(DateOrder::DayFirst), century.clone()]),
            ("month_first", vec![Edit::Dates(DateOrder::MonthFirst), century]),
        ];
        let example = self.first(first);
        self.ask(Topic::DateOrder, first, example, answers);
    }

    /// A spreadsheet that takes 03/01/2024 for the first of March makes it a date, and leaves 19/01/2024 a text: where all texts are of days
    /// behind the twelfth, and all dates of others, the dates may be the wrong way round.
    fn swapped(&mut self, column: &str) {
        const FEWEST: usize = 2;
        let (mut dates, mut texts, mut is_otherwise, mut first) = (0, 0, false, None);
        self.cells.each(column, |row, cell| {
            let Some(text) = cell.map(|cell| cell.show()) else { return };
            match moment::shape(&text) {
                Some((Shape::Numbers { first, second, two_digit_year: false }, _)) => {
                    texts += 1;
                    is_otherwise |= first <= 12 && second <= 12;
                }
                Some((Shape::Plain, moment))
                    if text.starts_with(|c: char| c.is_ascii_digit()) && text.as_bytes().get(4) == Some(&b'-') =>
                {
                    dates += 1;
                    is_otherwise |= moment.date.day() > 12;
                    first.get_or_insert(Example { row, value: text });
                }
                _ => {}
            }
        });
        let targets = self.columns.iter().filter(|guessed| guessed.from.text() == column);
        let targets: Vec<String> = targets.map(|guessed| guessed.target.clone()).collect();
        if is_otherwise || dates < FEWEST || texts < FEWEST || targets.is_empty() {
            return;
        }
        let name = sql_name(column);
        let turned = format!(
            "CASE WHEN {name} ~ '^[0-9]{{4}}-' THEN substr({name}, 1, 5) || substr({name}, 9, 2) || '-' || substr({name}, 6, 2) || \
             substr({name}, 11) ELSE {name} END"
        );
        let mut edits: Vec<Edit> =
            targets.into_iter().map(|target| Edit::Column(target, ColumnSource::Source(turned.clone()))).collect();
        edits.extend(self.mapping.values.dates.map(Edit::Dates));
        self.ask(Topic::SwappedDates, column, first, vec![("swapped", edits), ("as_written", Vec::new())]);
    }

    /// Years up to 40 are of this century, where no other stands beside them; else a person says.
    fn century(&mut self, column: &str) {
        let rules = DateRules { order: Some(DateOrder::DayFirst), two_digit_years_from: Some(1900) };
        let turned = DateRules { order: Some(DateOrder::MonthFirst), ..rules };
        let (mut latest, mut earliest) = (0, 99);
        self.cells.each(column, |_, cell| {
            let Some(text) = cell.map(|cell| cell.show()) else { return };
            let is_short = matches!(moment::shape(&text), Some((Shape::Numbers { two_digit_year: true, .. }, _)));
            let year = moment::parse(&text, rules).or_else(|_| moment::parse(&text, turned));
            if let (true, Ok(moment)) = (is_short, year) {
                latest = latest.max(moment.date.year() - 1900);
                earliest = earliest.min(moment.date.year() - 1900);
            }
        });
        if latest <= 40 {
            self.mapping.values.two_digit_years_from = Some(1970);
            self.notes.push(Note::Century { column: column.to_owned(), from: 1970 });
            return;
        }
        let answers = vec![
            ("from_1970", vec![Edit::Century(1970)]),
            ("from_1930", vec![Edit::Century(1930)]),
            ("from_1900", vec![Edit::Century(1900)]),
        ];
        let example = self.first(column);
        self.ask(Topic::Century, column, example, answers);
    }

    /// A column's name may say in which zone its times are written.
    fn zone(&mut self, column: &str, profile: &Profile) {
        if profile.dates.count <= profile.dates.zoned {
            return;
        }
        match zone_name::of(column) {
            Some(NamedZone::One(zone)) => {
                self.mapping.time_zones.insert(column.to_owned(), zone.clone());
                self.notes.push(Note::Zone { column: column.to_owned(), zone });
            }
            Some(NamedZone::OneOf(zones)) => {
                let example = self.first(column);
                self.ask_about_zones(column, column, example, &zones);
            }
            None if profile.dates.timed > profile.dates.zoned => self.zone_beside(column),
            None => {}
        }
    }

    /// Asks about the zones that a column beside the times names.
    fn zone_beside(&mut self, column: &str) {
        const NAMES: &str = "timezone tz zeitzone timezonename orderstimezone utcoffset ordertimezone storetimezone";
        let beside = self.sample.columns.iter().map(|(name, _)| name).find(|name| likeness(name, NAMES) > 0.6).cloned();
        let Some(beside) = beside.filter(|beside| !self.is_asked_about(beside)) else { return };
        let mut zones = Vec::new();
        for (word, _) in self.few_words(&beside).unwrap_or_default() {
            match zone_name::of_text(&word) {
                Some(NamedZone::One(zone)) => zones.push(zone),
                Some(NamedZone::OneOf(several)) => zones.extend(several),
                None => {}
            }
        }
        let mut known = HashSet::new();
        zones.retain(|zone| known.insert(zone.clone()));
        let is_of_company = |zone: &String| Some(zone.as_str()) == self.trial.usual.zone.iana_name();
        if !zones.iter().all(is_of_company) {
            let example = self.first(&beside);
            self.ask_about_zones(column, &beside, example, &zones);
        }
    }

    /// Asks which of several zones the times of a column are of, or whether the company's.
    fn ask_about_zones(&mut self, column: &str, about: &str, example: Option<Example>, zones: &[String]) {
        let edit = |zone: &String| vec![Edit::Zone(column.to_owned(), zone.clone())];
        let mut answers: Vec<(&str, Vec<Edit>)> = zones.iter().map(|zone| (zone.as_str(), edit(zone))).collect();
        answers.push(("as_company", Vec::new()));
        self.ask(Topic::Zone, about, example, answers);
    }

    fn months_as_days(&mut self, column: &str, profile: &Profile) {
        if profile.dates.months > 0 {
            let example = self.first_where(column, |text| matches!(moment::shape(text), Some((Shape::Month, _))));
            let example = example.map(|example| example.value).unwrap_or_default();
            self.notes.push(Note::Months { column: column.to_owned(), example });
        }
    }

    pub(super) fn ask_about_mark(&mut self, column: &str, example: Option<Example>) {
        let answers = vec![
            ("point", vec![Edit::Decimal(DecimalMark::Point)]),
            ("comma", vec![Edit::Decimal(DecimalMark::Comma)]),
        ];
        self.ask(Topic::DecimalMark, column, example, answers);
    }

    fn marks(&mut self, used: &[(String, Profile)], fallback: Option<DecimalMark>) {
        let mark = self.sample.decimal_mark().or(fallback);
        for (name, profile) in used {
            let is_number = profile.kind() == CellType::Number
                || profile.numbers.count * 2 > profile.present && profile.dates.count == 0;
            if let (true, None, Some((_, example))) = (is_number, mark, &profile.numbers.undecided) {
                let first = self.first_where(name, |value| value == example);
                self.ask_about_mark(name, first);
            }
            for (word, count) in &profile.missing {
                if profile.kind() != CellType::Text
                    && !self.mapping.values.missing.contains(word)
                    && !self.mapping.missing.get(name).is_some_and(|known| known.contains(word))
                {
                    self.mapping.values.missing.push(word.clone());
                    self.notes.push(Note::Placeholder {
                        column: name.clone(),
                        word: word.clone(),
                        rows: *count as u64,
                        is_customer: false,
                    });
                }
            }
        }
        if mark == Some(DecimalMark::Comma) {
            self.mapping.format.decimal = mark;
        }
    }

    /// Customers who stand in the file month after month, each time with the first day of one, may be a table of months; and so may the file
    /// of a single month, where its days are called or written as months and nothing names the subscription.
    fn snapshot(&mut self) {
        let (Some(from), Some(customer)) = (self.chosen("from"), self.chosen("customer_id")) else { return };
        if self.chosen("to").is_some() {
            return;
        }
        let (from, customer) = (from.to_owned(), customer.to_owned());
        if self.profile(&from).is_none() || self.profile(&customer).is_none() {
            return;
        }
        let is_any_of = |list: &str| words(&from).iter().any(|word| list.split_whitespace().any(|known| known == word));
        let (names_a_period, is_of_a_term) = (is_any_of(PERIODS), is_any_of(BEGINNINGS));
        let mut months = HashMap::<String, HashSet<String>>::new();
        let (mut first_days, mut days, mut written_as_months, mut all) = (0, 0, 0, HashSet::new());
        for row in self.cells.rows(&[from.as_str(), customer.as_str()]) {
            let [Some(day), Some(customer)] = row.as_slice() else { continue };
            let Some((shape, moment)) = moment::shape(day) else { continue };
            days += 1;
            written_as_months += usize::from(shape == Shape::Month);
            all.insert(moment.date);
            first_days += usize::from(moment.date.day() == 1 || moment.date.day() == moment.date.days_in_month());
            months.entry(customer.clone()).or_default().insert(day.clone());
        }
        let come_back = months.values().filter(|days| days.len() > 1).count();
        let are_months = days > 0 && written_as_months == days && (!is_of_a_term || all.len() == 1);
        let may_be_one_month =
            self.chosen("subscription_id").is_none() && (are_months || names_a_period && !is_of_a_term);
        if may_be_one_month || come_back > 0 && (names_a_period || first_days == days) {
            let answers = vec![
                ("month", vec![Edit::Snapshot(SnapshotPeriod::Month)]),
                ("quarter", vec![Edit::Snapshot(SnapshotPeriod::Quarter)]),
                ("year", vec![Edit::Snapshot(SnapshotPeriod::Year)]),
                ("subscriptions", Vec::new()),
            ];
            let example = self.first(&from);
            self.ask(Topic::Snapshot, &from, example, answers);
        }
    }
}
