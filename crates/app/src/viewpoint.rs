//! From where a question looks, and what its answer rests on.

use bellwether_model::{Currency, Day};
use bellwether_words::{Language, Words};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::table::Stamp;

/// Which policy, which days and which knowledge a question is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Viewpoint {
    /// A preset's name or a version's number; absent: the policy in force.
    pub policy: Option<String>,
    /// The last day that is counted; absent: that of the latest fact.
    pub as_of: Option<Day>,
    /// The moment whose knowledge is used; absent: all that is known now.
    pub known_at: Option<Timestamp>,
    /// The population whose customers alone are counted, by id; absent: all customers.
    pub population: Option<String>,
}

impl Viewpoint {
    /// Whether it is from now, by the policy in force, of all customers.
    #[must_use]
    pub fn is_now(&self) -> bool {
        self == &Self::default()
    }
}

/// What a figure rests on; each answer states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Basis {
    /// The policy in words, e.g. `policy 3` or `chartmogul_like on policy 3`.
    pub policy: String,
    /// The day up to which is counted.
    pub as_of: Day,
    /// The moment whose knowledge is used; null: all that is known now.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub known_at: Option<Timestamp>,
    /// The currency of all money.
    pub currency: Currency,
    /// What the company calls a customer.
    #[serde(rename = "customer_noun")]
    pub noun: String,
    /// What it calls several.
    #[serde(rename = "customer_noun_plural")]
    pub noun_plural: String,
    /// Whether there are closed books that this leaves aside: by definitions other than those in force, closed periods are told from the
    /// facts.
    pub leaves_books_aside: bool,
    /// The population whose customers alone are counted; null: all customers.
    pub population: Option<PopulationBasis>,
}

/// The population that figures are of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PopulationBasis {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The version of the populations.
    pub version: i64,
    /// How many customers belong to it.
    pub customers: usize,
}

impl Basis {
    /// The texts for the company whose figures these are.
    pub fn words<'l>(&'l self, language: &'l Language) -> Words<'l> {
        language.with_noun((&self.noun, &self.noun_plural), self.currency)
    }

    /// As-of, policy and currency in a sentence.
    #[must_use]
    pub fn sentence(&self, words: Words<'_>) -> String {
        let policy = match self.policy.strip_prefix("policy ") {
            Some(version) => words.with("policy-version", &[("version", version)]),
            None => self.policy.clone(),
        };
        let day = words.day(self.as_of);
        let currency = words.currency();
        let given = [("day", day.as_str()), ("policy", &policy), ("currency", &currency)];
        let sentence = match self.known_at {
            None => words.with("basis", &given),
            Some(at) => {
                let moment = words.moment(at);
                words.with("basis-known", &given.into_iter().chain([("moment", moment.as_str())]).collect::<Vec<_>>())
            }
        };
        let mut sentences = vec![sentence];
        if let Some(PopulationBasis { name, customers, .. }) = &self.population {
            let customers = words.customers(i64::try_from(*customers).unwrap_or(i64::MAX));
            sentences.push(words.with("basis-population", &[("name", name), ("customers", &customers)]));
        }
        if self.leaves_books_aside {
            let why = if self.population.is_some() { "basis-population-without-books" } else { "basis-without-books" };
            sentences.push(words.say(why));
        }
        sentences.join(" ")
    }
}

impl Basis {
    /// What each row of a file says of its origin.
    #[must_use]
    pub fn stamp(&self) -> Stamp {
        let mut stamp = vec![
            ("currency", self.currency.to_string()),
            ("as_of", self.as_of.to_string()),
            ("policy", self.policy.clone()),
        ];
        stamp.extend(self.known_at.map(|at| ("known_at", at.to_string())));
        stamp.extend(self.population.iter().map(|population| ("population", population.id.clone())));
        stamp
    }
}
