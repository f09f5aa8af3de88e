//! When does a subscription end: on the day that is written, on the day after, or not at all, where the day is only that of a term?

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::convert;
use super::super::document::{CellType, ColumnSource, Ends};
use super::super::parse::DateOrder;
use super::super::parse::moment::{self, DateRules, Shape};
use super::super::rules::Rules;
use super::flag;
use super::guesser::Guesser;
use super::names::{likeness, sql_name, words};
use super::note::Note;
use super::question::{Edit, Example, Topic};

/// Dates on which what is paid runs out, or is paid anew: of a subscription that goes on, they are no end.
const TERMS: &str = "currentperiodend periodend currenttermend termend termenddate nextbilling nextbillingdate nextbillingat nextpayment \
                     nextpaymentdate renewaldate renewsat renewson renewal nextrenewal expires expiresat expirydate expirationdate expiry \
                     validto validuntil paidthrough paiduntil laufzeitende naechsteverlaengerung naechstezahlung verlaengerung gueltigbis";

impl Guesser<'_> {
    /// A date on which what is paid runs out, or up to which a subscription is renewed, is not taken for the end unless a person says so.
    pub(super) fn end(&mut self) {
        let Some(end) = self.chosen("to").map(str::to_owned) else { return self.cancellation() };
        let renews = self.renewal(&end);
        if likeness(&end, TERMS) <= 0.6 && renews.is_none() {
            return;
        }
        self.drop_target("to");
        let to = |text: String| self.edits_of_end(&end, text);
        let mut answers = vec![("none", Vec::new()), ("end", to(end.clone()))];
        if let Some(renews) = renews {
            answers.insert(0, ("unless_renewed", to(renews)));
        }
        let example = self.first(&end);
        self.ask(Topic::End, &end, example, answers);
    }

    /// Takes what is made of a column for the end, which is on its last day where all of its times are in the last minute of one.
    fn edits_of_end(&self, column: &str, text: String) -> Vec<Edit> {
        let mut edits = vec![Edit::Column("to".into(), ColumnSource::Source(text))];
        if matches!(self.ends_by_minute(column), (Some(_), 0)) {
            edits.push(Edit::Ends(Ends::LastDay));
        }
        edits
    }

    /// The end but for subscriptions that are renewed, where a column says which are and all of these have one: then it is that of a term.
    fn renewal(&self, end: &str) -> Option<String> {
        const RENEWED: &str = "renew renews renewal renewing autorenew autorenewal verlaengerung verlaengert";
        let is_said =
            |name: &&String| words(name).iter().any(|word| RENEWED.split_whitespace().any(|known| known == word));
        let column = self.sample.columns.iter().map(|(name, _)| name).filter(is_said).find(|name| {
            let words = self.few_words(name).unwrap_or_default();
            !words.is_empty() && words.iter().all(|(word, _)| flag::is_yes(word).is_some())
        })?;
        let is_renewed = |word: &str| flag::is_yes(word) == Some(true);
        let yes: Vec<String> =
            self.few_words(column)?.into_iter().map(|(word, _)| word).filter(|word| is_renewed(word)).collect();
        if yes.is_empty() || !self.ends_where(column, is_renewed) {
            return None;
        }
        let listed: Vec<String> = yes.iter().map(|word| format!("'{word}'")).collect();
        let (column, end) = (sql_name(column), sql_name(end));
        Some(format!("CASE WHEN {column} IN ({}) THEN NULL ELSE {end} END", listed.join(", ")))
    }

    /// Where no column tells ends, the day of the cancellation may be one.
    fn cancellation(&mut self) {
        let Some(cancelled) = self.chosen("cancelled_on").map(str::to_owned) else { return };
        let is_answered = self.questions.iter().any(|open| {
            let ends = |edit: &Edit| matches!(edit, Edit::Column(target, _) if target == "to");
            open.answers.iter().any(|(_, edits)| edits.iter().any(ends))
        });
        if is_answered || self.profile(&cancelled).is_none_or(|profile| profile.present == 0) {
            return;
        }
        let end = self.edits_of_end(&cancelled, cancelled.clone());
        let example = self.first(&cancelled);
        self.ask(Topic::Cancellation, &cancelled, example, vec![("end", end), ("none", Vec::new())]);
    }

    /// Whether the end is the last day is seen where it is written with the last minute of a day, or where the next subscription of a customer
    /// begins on it or after it; else, where it would move a loss into another month, a person says.
    pub(super) fn last_day(&mut self) {
        let (Some(from), Some(to), Some(customer)) =
            (self.chosen("from"), self.chosen("to"), self.chosen("customer_id"))
        else {
            return;
        };
        let (from, to, customer) = (from.to_owned(), to.to_owned(), customer.to_owned());
        if self.last_minute(&to) {
            return;
        }
        let rows = self.cells.rows(&[customer.as_str(), from.as_str(), to.as_str()]);
        let mut starts: HashMap<&str, HashSet<Date>> = HashMap::new();
        for row in &rows {
            if let [Some(customer), Some(start), _] = row.as_slice()
                && let Some((start, _)) = self.day_or_month(start)
            {
                starts.entry(customer).or_default().insert(start);
            }
        }
        let blanks = self.mapping.missing.get(&to).cloned().unwrap_or_default();
        let (mut on_it, mut after_it, mut month_ends, mut month) = (0, 0, 0, None);
        for row in &rows {
            let [Some(customer), start, Some(text)] = row.as_slice() else { continue };
            let Some((end, is_month)) = self.day_or_month(text).filter(|_| !blanks.contains(text)) else { continue };
            let last = if is_month { end.last_of_month() } else { end };
            let begins = |day: Date| starts.get(customer.as_str()).is_some_and(|starts| starts.contains(&day));
            // What begins and ends in one month shows nothing of the next one.
            let own = start.as_deref().and_then(|start| self.day_or_month(start));
            let is_own = is_month && own.is_some_and(|(start, _)| start == end);
            on_it += usize::from(begins(end) && !is_own);
            after_it += usize::from(last.tomorrow().is_ok_and(begins));
            month_ends += usize::from(last == last.last_of_month());
            if is_month {
                month.get_or_insert_with(|| text.clone());
            }
        }
        let is_month_told = |note: &Note| matches!(note, Note::Months { column, .. } if *column == to);
        if after_it > 0 && on_it == 0 {
            self.mapping.ends = Ends::LastDay;
            self.notes.retain(|note| !is_month_told(note));
            self.notes.push(Note::LastDay { column: to });
        } else if (after_it > 0 && on_it > 0) || (on_it == 0 && month_ends > 0) {
            self.notes.retain(|note| !is_month_told(note));
            let names =
                if month.is_some() { ["last_month", "first_month_without"] } else { ["last_day", "first_day_without"] };
            let answers = vec![(names[0], vec![Edit::Ends(Ends::LastDay)]), (names[1], Vec::new())];
            let example = month.map_or_else(|| self.first(&to), |month| self.first_where(&to, |text| text == month));
            self.ask(Topic::Ends, &to, example, answers);
        }
    }

    /// The day of a cell that is written without a time, or at midnight, or the first of its month and that it is one.
    fn day_or_month(&self, text: &str) -> Option<(Date, bool)> {
        let rules = DateRules {
            order: self.mapping.values.dates,
            two_digit_years_from: self.mapping.values.two_digit_years_from,
        };
        let (moment, shape) = moment::parse_shape(text, rules).ok()?;
        let is_day = moment.time.is_none_or(|time| time == jiff::civil::Time::midnight());
        is_day.then_some((moment.date, shape == Shape::Month))
    }

    /// Whether ends are written with the last minute of a day: if all are, each is on the last day; if some are, a person says.
    fn last_minute(&mut self, to: &str) -> bool {
        let (last, others) = self.ends_by_minute(to);
        let Some(example) = last else { return false };
        if others == 0 {
            self.mapping.ends = Ends::LastDay;
            self.notes.push(Note::LastMinute { column: to.to_owned(), example: example.value });
            return true;
        }
        let minute_later = format!("{} + INTERVAL '1 minute'", sql_name(to));
        let answers = vec![
            ("by_time", vec![Edit::Column("to".into(), ColumnSource::Source(minute_later))]),
            ("last_day", vec![Edit::Ends(Ends::LastDay)]),
            ("first_day_without", Vec::new()),
        ];
        self.ask(Topic::Ends, to, Some(example), answers);
        true
    }

    /// The first end in the last minute of a day, and how many are at another time or at none.
    fn ends_by_minute(&self, to: &str) -> (Option<Example>, usize) {
        const DAY: i64 = 86_400_000_000;
        const MINUTE: i64 = 60_000_000;
        if self.profile(to).is_none() {
            return (None, 0);
        }
        let named = self.mapping.time_zones.get(to).and_then(|zone| TimeZone::get(zone).ok());
        let zone = named.as_ref().unwrap_or(&self.trial.usual.zone);
        let mut rules = Rules::of(to, self.sample, &self.mapping, None);
        // Whichever comes first, day or month: the time is the same.
        rules.dates.order = rules.dates.order.or(Some(DateOrder::DayFirst));
        let blanks = self.mapping.missing.get(to).map_or(&[][..], Vec::as_slice);
        let (mut last, mut others) = (None, 0);
        self.cells.each(to, |row, cell| {
            let Some(cell) = cell else { return };
            let value = cell.show();
            let written =
                moment::shape(&value).filter(|_| rules.kind == CellType::Date || rules.kind == CellType::Text);
            let local = match written {
                Some((_, moment)) => moment.local_micros(zone).ok(),
                None => convert::local(cell, rules, zone).ok(),
            };
            let Some(local) = local.filter(|_| !blanks.contains(&value)) else { return };
            if local.rem_euclid(DAY) >= DAY - MINUTE {
                last.get_or_insert(Example { row, value });
            } else {
                others += 1;
            }
        });
        (last, others)
    }
}
