//! For how long is the price of a subscription: a month, a year, or as long as a column beside it says?

use std::collections::BTreeMap;

use super::super::document::ColumnSource;
use super::guesser::{Confidence, Guesser};
use super::interval_words::{is_unit, months_of};
use super::names::{BILLING, likeness, sql_name, words};
use super::note::Note;
use super::question::{Edit, Example, Operation, Topic};

const MONTHLY: &str = "mrr mrramount monthly monthlyamount monthlyprice monthlyfee monthlycharges monthlycharge monthlyrevenue amountpermonth \
                       pricepermonth permonth monatsbetrag monatspreis monatsgebuehr monatlich";
const YEARLY: &str = "arr annual annualamount annualprice annualfee annualvalue annualrevenue annualcontractvalue acv yearly yearlyamount \
                      yearlyprice yearlyfee peryear perannum amountperyear priceperyear jahresbetrag jahrespreis jahresgebuehr jaehrlich";
const WEEKLY: &str = "weekly weeklyprice weeklyamount weeklyfee perweek wochenpreis wochenbetrag woechentlich";
const QUARTERLY: &str = "quarterly quarterlyamount quarterlyprice quarterlyfee perquarter quartalsbetrag quartalspreis";
/// Columns whose words may say it beside what is bought, as in "Pro yearly".
const PLANS: &str = "plan planname plans product productname products item description tier package price pricename pricing subscription name \
                     sku tarif tarifname paket produkt produktname artikel bezeichnung abo abonnement formule offre produit producto";
/// Parts of words that say so, the longer before those that they hold.
const WITHIN: [(&str, &str); 24] = [
    ("half-year", "6"),
    ("half year", "6"),
    ("halfyear", "6"),
    ("semi-annual", "6"),
    ("semiannual", "6"),
    ("biannual", "6"),
    ("halbjahr", "6"),
    ("halbjähr", "6"),
    ("biennial", "24"),
    ("zweijähr", "24"),
    ("quarter", "3"),
    ("quartal", "3"),
    ("vierteljähr", "3"),
    ("trimest", "3"),
    ("annual", "12"),
    ("annuel", "12"),
    ("anual", "12"),
    ("jahres", "12"),
    ("jährlich", "12"),
    ("jaehrlich", "12"),
    ("yearly", "12"),
    ("per year", "12"),
    ("weekly", WEEK),
    ("wöchentlich", WEEK),
];
/// Months of a week.
const WEEK: &str = "0.2307692307692";
/// What a column of units of time goes by beside one that counts them, and that which counts them.
const UNITS: &str = "unit periodunit intervalunit period";
const COUNTS: &str = "intervalcount intervallength periodcount periodlength every";

/// What columns say of for how long a price is.
struct Term {
    /// The column whose words say it.
    column: String,
    /// What these mean in months.
    months: BTreeMap<String, String>,
    /// The rows with other words, and the first of these.
    others: Option<(u64, Example)>,
    /// The column that counts them, if it ever says more than one.
    count: Option<String>,
}

impl Term {
    /// The months, as an expression.
    fn expression(&self) -> String {
        let column = sql_name(&self.column);
        self.count.as_ref().map_or_else(|| column.clone(), |count| format!("({} * {column})", sql_name(count)))
    }

    /// Whether what is counted are units of time, rather than intervals that say the same twice.
    fn is_sure(&self) -> bool {
        self.count.is_none() || self.months.keys().all(|word| is_unit(word))
    }

    /// Whether it always is of whole months; bills that come oftener come so many months apart as no whole number says.
    fn is_whole(&self) -> bool {
        self.months.values().all(|months| !months.contains('.'))
    }
}

impl Guesser<'_> {
    /// A price of a year is brought to a month; where nothing says what a price is for, that is asked.
    pub(super) fn months(&mut self) {
        let Some((target, from)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        // An expression that a person gave is for a month, and so is the price that answers to what is missing gave: these offer others.
        let is_answered = self.settled.iter().any(|id| id.starts_with("missing.monthly"));
        let is_said = self.sources.contains_key(&target) && (is_answered || self.profile(&from).is_none());
        if target != "monthly" || is_said {
            return;
        }
        let names_it = |list: &str| {
            self.sample.columns.iter().any(|(name, _)| self.mentions(&from, name) && likeness(name, list) > 0.6)
        };
        if names_it(MONTHLY) {
            match self.term(&from).filter(|term| term.is_sure() && term.others.is_none()) {
                Some(term) => self.bills_come_by(&term),
                None => self.look_at_plans_beside(&from),
            }
            return;
        }
        for (list, months) in [(YEARLY, 12), (QUARTERLY, 3)] {
            if names_it(list) {
                self.choose_expression(
                    "monthly",
                    per_month(&self.price_name(&from), &months.to_string()),
                    format!("{from} is for {months} months"),
                );
                self.notes.push(Note::PerMonth { column: from.clone(), by: months.to_string() });
                return;
            }
        }
        let term = self.term(&from);
        if let Some(term) = term.as_ref().filter(|term| term.is_sure()) {
            return self.divide_by(&from, term);
        }
        let divided = |months: u32| vec![self.scaled("monthly", Operation::Per, &months.to_string())];
        let mut answers = vec![("month", Vec::new()), ("quarter", divided(3)), ("year", divided(12))];
        if let Some((plan, example, by_plan)) = self.by_plan(&from) {
            answers.insert(0, ("by_plan", by_plan));
            self.ask(Topic::PlanInterval, &plan, Some(example), answers);
            return;
        }
        if likeness(&from, WEEKLY) > 0.6 {
            answers.insert(0, ("week", vec![self.scaled("monthly", Operation::Per, WEEK)]));
        }
        let told = match &term {
            Some(term) => self.answers_of(term),
            None => self.answers_of_count(&from),
        };
        let answers = told.into_iter().chain(answers).collect();
        let price = self.price.as_deref().unwrap_or(&from);
        let example = self.first(&from).or_else(|| self.first(price));
        self.ask(Topic::Interval, &from, example, answers);
    }

    /// Asks once more, of a price that is as long as a month, where words beside it say otherwise.
    pub(super) fn look_at_plans(&mut self) {
        let plain = self.chosen("monthly").filter(|from| self.profile(from).is_some()).map(str::to_owned);
        if let Some(from) = plain {
            self.look_at_plans_beside(&from);
        }
    }

    fn look_at_plans_beside(&mut self, from: &str) {
        if let Some((plan, example, by_plan)) = self.by_plan(from) {
            self.ask(Topic::PlanInterval, &plan, Some(example), vec![("by_plan", by_plan), ("month", Vec::new())]);
        }
    }

    /// A price as it stands in an expression; one that is an expression itself is bracketed.
    fn price_name(&self, from: &str) -> String {
        if self.profile(from).is_some() { sql_name(from) } else { format!("({from})") }
    }

    /// Divides a price by the months that columns tell.
    fn divide_by(&mut self, from: &str, term: &Term) {
        let column = &term.column;
        let price = per_month(&self.price_name(from), &term.expression());
        self.choose_expression("monthly", price, format!("{from} is for as long as {column} says"));
        let by = term.count.as_ref().map_or_else(|| column.clone(), |count| format!("{count} × {column}"));
        self.notes.push(Note::PerMonth { column: from.to_owned(), by });
        if let Some((rows, first)) = term.others.clone() {
            let target = "billing_months".to_owned();
            self.notes.push(Note::Misfits { column: column.clone(), target, rows, first });
        }
        self.bills_come_by(term);
    }

    /// Takes what columns tell of how often a bill comes.
    fn bills_come_by(&mut self, term: &Term) {
        self.mapping.words.insert(term.column.clone(), term.months.clone());
        if term.is_whole() {
            let reason = format!("{} says how often a bill comes", term.column);
            let text = if term.count.is_some() { term.expression() } else { term.column.clone() };
            self.choose("billing_months", ColumnSource::Source(text), Confidence::Likely, reason);
        }
    }

    /// Columns beside a price whose names are like some, those first that are most like them.
    fn columns_like(&self, names: &str, from: &str) -> Vec<&str> {
        let columns = self.sample.columns.iter().map(|(name, _)| name.as_str());
        let scored = columns.filter(|name| !self.mentions(from, name)).map(|name| (name, likeness(name, names)));
        let mut found: Vec<_> = scored.filter(|(_, score)| *score > 0.6).collect();
        found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        found.into_iter().map(|(name, _)| name).collect()
    }

    /// What columns say of how often a bill comes. A single word that nobody knows is the fault of its row.
    fn term(&self, from: &str) -> Option<Term> {
        let named = self.columns_like(&format!("{BILLING} {UNITS}"), from);
        let (numbers, told): (Vec<_>, Vec<_>) = named.into_iter().partition(|name| self.numbers(name).is_some());
        if let Some(term) = told.into_iter().find_map(|name| self.term_of(name)) {
            let count = self.count_beside(&term.column, from);
            return Some(Term { count, ..term });
        }
        // A number alone is of months where some are the months of a quarter or longer.
        let are_months =
            |name: &&str| self.numbers(name).is_some_and(|numbers| numbers.iter().any(|months| *months > 2));
        numbers.into_iter().filter(are_months).find_map(|name| self.term_of(name).filter(|term| term.others.is_none()))
    }

    /// What the words of a column mean, if at least half of the cells are known.
    fn term_of(&self, column: &str) -> Option<Term> {
        let there = self.words(column)?;
        let (mut months, mut known, mut unknown, mut first) = (BTreeMap::new(), 0, 0, None);
        for (word, rows) in there.iter().filter(|(word, _)| !word.is_empty()) {
            if let Some(told) = months_of(word) {
                known += rows;
                months.insert(word.clone(), told);
            } else {
                unknown += rows;
                first = first.or_else(|| self.first_where(column, |cell| cell == word));
            }
        }
        let others = first.map(|first| (unknown, first));
        (known > 0 && known >= unknown).then(|| Term { column: column.to_owned(), months, others, count: None })
    }

    /// The column that counts the units of another, if it ever says more than one: of several that whose name is most like the other's.
    fn count_beside(&self, unit: &str, from: &str) -> Option<String> {
        let of_unit = words(unit);
        let named = self.columns_like(&format!("{BILLING} {COUNTS}"), from).into_iter().rev();
        let counts = named.filter(|name| {
            *name != unit && self.numbers(name).is_some_and(|numbers| numbers.iter().any(|count| *count > 1))
        });
        let shared = |name: &&str| words(name).iter().filter(|word| of_unit.contains(word)).count();
        counts.max_by_key(shared).map(str::to_owned)
    }

    /// The numbers of a column that holds nothing but small ones.
    fn numbers(&self, column: &str) -> Option<Vec<u32>> {
        let there = self.words(column)?;
        let filled = there.iter().filter(|(word, _)| !word.is_empty());
        let numbers: Option<Vec<u32>> =
            filled.map(|(word, _)| word.parse().ok().filter(|number| (1..=120).contains(number))).collect();
        numbers.filter(|numbers| !numbers.is_empty())
    }

    /// What a price may be divided by where a column counts what another says by itself.
    fn answers_of(&self, term: &Term) -> Vec<(&'static str, Vec<Edit>)> {
        let by = |months: &str| {
            vec![Edit::Words(term.column.clone(), term.months.clone()), self.scaled("monthly", Operation::Per, months)]
        };
        vec![("by_unit", by(&sql_name(&term.column))), ("by_both", by(&term.expression()))]
    }

    /// The same where a column counts and none says what.
    fn answers_of_count(&self, from: &str) -> Vec<(&'static str, Vec<Edit>)> {
        let named = self.columns_like(&format!("{BILLING} {COUNTS}"), from);
        let Some(column) = named.into_iter().find(|name| self.numbers(name).is_some()) else { return Vec::new() };
        let by = |months: String| vec![self.scaled("monthly", Operation::Per, &months)];
        vec![("in_months", by(sql_name(column))), ("in_years", by(format!("(12 * {})", sql_name(column))))]
    }

    /// A column of plans whose words say for how long some prices are, with the first that is not for a month, and what divides the price
    /// as they say; what no word says of is for a month.
    fn by_plan(&self, from: &str) -> Option<(String, Example, Vec<Edit>)> {
        let is_plan = |name: &str| self.chosen("plan") == Some(name) || likeness(name, PLANS) > 0.6;
        let named = self.sample.columns.iter().map(|(name, _)| name).filter(|name| *name != from && is_plan(name));
        named.into_iter().find_map(|name| {
            let example = self.first_where(name, |cell| months_within(cell).is_some())?;
            let there = self.words(name)?;
            let said: Vec<&str> =
                there.iter().filter_map(|(word, _)| months_within(word)).map(|(part, _)| part).collect();
            let column = sql_name(name);
            let parts = WITHIN.iter().filter(|(part, _)| said.contains(part));
            let cases = parts.map(|(part, months)| format!("WHEN lower({column}) LIKE '%{part}%' THEN {months}"));
            let months = format!("CASE {} ELSE 1 END", cases.collect::<Vec<_>>().join(" "));
            Some((name.clone(), example, vec![self.scaled("monthly", Operation::Per, &months)]))
        })
    }
}

/// How many months a price is for by its name.
pub(super) fn months_by_name(name: &str) -> Option<u32> {
    [(MONTHLY, 1), (YEARLY, 12), (QUARTERLY, 3)]
        .into_iter()
        .find_map(|(list, months)| (likeness(name, list) > 0.6).then_some(months))
}

/// The part of a word that says for how long a price is if not for a month, and for how many months.
fn months_within(word: &str) -> Option<(&'static str, &'static str)> {
    let word = word.to_lowercase();
    WITHIN.into_iter().find(|(part, _)| word.contains(part))
}

/// What one month of a price is.
fn per_month(price: &str, months: &str) -> String {
    format!("{price} / {months}")
}
