//! For how long is the price of a subscription: a month, a year, or as long as a column beside it says?

use super::super::document::ColumnSource;
use super::guesser::{Confidence, Guesser, replacements};
use super::names::{BILLING, best, likeness, sql_name, words};
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
/// Months of a week, a fortnight, four weeks and a day.
const WEEK: &str = "0.2307692307692";
const FORTNIGHT: &str = "0.4615384615385";
const FOUR_WEEKS: &str = "0.9230769230769";
const DAY: &str = "0.0328767123288";

impl Guesser<'_> {
    /// A price of a year is brought to a month; where nothing says what a price is for, that is asked.
    pub(super) fn months(&mut self) {
        let Some((target, from)) = self.money().map(|(target, from)| (target.to_owned(), from.to_owned())) else {
            return;
        };
        // An expression that a person gave is for a month.
        let is_said = self.sources.contains_key(&target) && self.profile(&from).is_none();
        if target != "monthly" || is_said {
            return;
        }
        let names_it = |list: &str| {
            self.sample.columns.iter().any(|(name, _)| self.mentions(&from, name) && likeness(name, list) > 0.6)
        };
        if names_it(MONTHLY) {
            if self.billing(&from).is_none()
                && let Some((plan, example, by_plan)) = self.by_plan(&from)
            {
                self.ask(Topic::PlanInterval, &plan, Some(example), vec![("by_plan", by_plan), ("month", Vec::new())]);
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
        if self.by_interval(&from) {
            return;
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
        let example = self.first(&from);
        self.ask(Topic::Interval, &from, example, answers);
    }

    /// Asks once more, of a price that is as long as a month, where words beside it say otherwise.
    pub(super) fn look_at_plans(&mut self) {
        let plain = self.chosen("monthly").filter(|from| self.profile(from).is_some()).map(str::to_owned);
        if let Some((plan, example, by_plan)) = plain.and_then(|from| self.by_plan(&from)) {
            self.ask(Topic::PlanInterval, &plan, Some(example), vec![("by_plan", by_plan), ("month", Vec::new())]);
        }
    }

    /// A price as it stands in an expression; one that is an expression itself is bracketed.
    fn price_name(&self, from: &str) -> String {
        if self.profile(from).is_some() { sql_name(from) } else { format!("({from})") }
    }

    /// Divides by the months that a column of intervals names.
    fn by_interval(&mut self, from: &str) -> bool {
        let Some(column) = self.billing(from) else { return false };
        let price = per_month(&self.price_name(from), &sql_name(&column));
        self.choose_expression("monthly", price, format!("{from} is for as long as {column} says"));
        self.notes.push(Note::PerMonth { column: from.to_owned(), by: column });
        true
    }

    /// Finds the column that says how often a bill comes, and what its words mean in months.
    fn billing(&mut self, from: &str) -> Option<String> {
        let found = best(self.sample, BILLING).filter(|(name, score)| *score > 0.6 && *name != from);
        let column = found.map(|(name, _)| name.to_owned())?;
        let words = self.words(&column)?;
        let said: Option<Vec<(&str, &str)>> = words
            .iter()
            .filter(|(word, _)| !word.is_empty())
            .map(|(word, _)| Some((word.as_str(), months_of(word)?)))
            .collect();
        let said = said.filter(|said| !said.is_empty())?;
        let replaced = replacements(said.iter().copied());
        self.mapping.words.insert(column.clone(), replaced);
        let reason = format!("{column} says how often a bill comes");
        // Bills that come oftener than monthly come so many months apart as no whole number says.
        let is_whole = said.iter().all(|(_, months)| !months.contains('.'));
        if !is_whole {
            return Some(column);
        }
        self.choose("billing_months", ColumnSource::Source(column.clone()), Confidence::Likely, reason);
        Some(column)
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

/// Months between two bills, by the word for it.
fn months_of(word: &str) -> Option<&'static str> {
    let word = words(word).concat();
    let is = |synonyms: &str| synonyms.split_ascii_whitespace().any(|known| known == word);
    if is("monthly month months 1month monat monatlich 1 m mo p1m") {
        Some("1")
    } else if is(
        "quarterly quarter quarters 3months everythreemonths vierteljaehrlich quartal quartalsweise quartalsmaessig 3 q p3m",
    ) {
        Some("3")
    } else if is("halfyearly semiannual semiannually biannual biannually 6months halbjaehrlich halbjahr 6 p6m") {
        Some("6")
    } else if is("biennial biennially 24months everytwoyears zweijaehrlich 24 p2y p24m") {
        Some("24")
    } else if is("weekly week weeks 1week woche woechentlich hebdomadaire w p1w") {
        Some(WEEK)
    } else if is("fortnightly biweekly fortnight 2weeks every2weeks everytwoweeks zweiwoechentlich p2w") {
        Some(FORTNIGHT)
    } else if is("fourweekly 4weeks every4weeks everyfourweeks vierwoechentlich p4w") {
        Some(FOUR_WEEKS)
    } else if is("daily day 1day taeglich p1d") {
        Some(DAY)
    } else {
        is("annual annually yearly year years 1year 12months jaehrlich jahr 12 y yr p1y p12m").then_some("12")
    }
}
