//! Identities work backwards: whichever way facts and identities come in, are corrected and taken back, the facts are of those whose they
//! are by what the identities say in the end, and so is the ledger.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use bellwether_model::{Grain, Policy};
use proptest::prelude::*;

use crate::facts;
use crate::marts::tests::growing::{Growing, News, cells_of};
use crate::walk::TextColumn;

/// Ids of other systems, few, so that they meet.
const IDS: u8 = 6;

/// A file of facts that name their customers by ids of other systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Purchases { named: bool },
    Subscriptions,
    Touches,
    Feedback,
    Reasons,
}

#[derive(Clone, Debug)]
enum Step {
    /// Rows: the row's id, that of the customer, day, amount.
    Facts(Kind, Vec<(u8, u8, i32, i64)>),
    /// Which id is whose.
    Identities(Vec<(u8, u8)>),
    /// A file comes once more.
    Again(u8),
    /// One of the imports and undos that count, but the first, is taken back.
    Undo(u8),
}

impl Kind {
    fn map(self) -> String {
        let (table, via, rest) = match self {
            Self::Purchases { named: true } => {
                ("purchases", "crm", "purchase_id = \"id\"\nat = \"day\"\namount = \"amount\"")
            }
            Self::Purchases { named: false } => ("purchases", "crm", "at = \"day\"\namount = \"amount\""),
            Self::Subscriptions => {
                ("subscriptions", "crm", "subscription_id = \"id\"\nfrom = \"day\"\nmonthly = \"amount\"")
            }
            Self::Touches => {
                ("touches", "subscriptions", "touch_id = \"id\"\nstarted_at = \"day\"\ntouchpoint = \"'visit'\"")
            }
            Self::Feedback => {
                ("feedback", "crm", "feedback_id = \"id\"\nat = \"day\"\nkind = \"'aided'\"\nscore = \"amount\"")
            }
            Self::Reasons => {
                ("reasons", "crm", "reason_id = \"id\"\nat = \"day\"\ncode = \"'price'\"\nhow_known = \"'told'\"")
            }
        };
        let source = if self == (Self::Purchases { named: false }) { "till" } else { table };
        format!(
            "table = \"{table}\"\nsource = \"{source}\"\ncurrency = \"EUR\"\n[columns]\n{rest}\n\
             customer_id = {{ via = \"{via}\", column = \"whose\" }}\n"
        )
    }

    fn csv(self, rows: &[(u8, u8, i32, i64)]) -> String {
        let mut csv = String::from("id,whose,day,amount\n");
        let mut seen = std::collections::BTreeSet::new();
        for (id, whose, day, amount) in rows.iter().filter(|row| self.takes_all() || seen.insert(row.0)) {
            let day = super::FIRST.plus(*day);
            // Some name nobody.
            let whose = if id % 8 == 7 { String::new() } else { format!("k{whose}") };
            writeln!(csv, "k{id},{whose},{day},{amount}").expect("written");
        }
        csv
    }

    fn takes_all(self) -> bool {
        self == Self::Purchases { named: false }
    }
}

const OF_IDENTITIES: &str =
    "table = \"identities\"\nsource = \"crm\"\n[columns]\nsource_id = \"id\"\ncustomer_id = \"customer\"\n";

fn identities<'a>(of: impl IntoIterator<Item = (&'a String, &'a String)>) -> String {
    let rows = of.into_iter().map(|(id, customer)| format!("{id},{customer}\n"));
    format!("id,customer\n{}", rows.collect::<String>())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let rows = prop::collection::vec((0u8..12, 0..IDS, 0i32..300, 1i64..50), 1..6);
    let kind = prop_oneof![
        any::<bool>().prop_map(|named| Kind::Purchases { named }),
        Just(Kind::Subscriptions),
        Just(Kind::Touches),
        Just(Kind::Feedback),
        Just(Kind::Reasons)
    ];
    let facts = (kind, rows).prop_map(|(kind, rows)| Step::Facts(kind, rows));
    let identities = prop::collection::vec((0..IDS, 0u8..4), 1..5).prop_map(Step::Identities);
    let again = any::<u8>().prop_map(Step::Again);
    let undo = any::<u8>().prop_map(Step::Undo);
    prop::collection::vec(prop_oneof![4 => facts, 4 => identities, 1 => again, 2 => undo], 2..10)
}

/// A company as it comes to know things, with the files of its imports by their numbers.
struct Learning {
    company: Growing,
    files: BTreeMap<i64, (String, (String, String))>,
}

impl Learning {
    async fn import(&mut self, map: &str, file: (String, String)) {
        self.company.import_files(map, std::slice::from_ref(&file)).await;
        let past = facts::past_imports(&self.company.lake).await.expect("what was imported");
        let seq = past.iter().rev().find(|past| past.is_import()).expect("an import").seq();
        self.files.insert(seq, (map.to_owned(), file));
    }

    async fn learn(&mut self, step: &Step) {
        let name = format!("{}.csv", self.files.len());
        match step {
            Step::Facts(kind, rows) => self.import(&kind.map(), (name, kind.csv(rows))).await,
            Step::Identities(rows) => {
                let of: BTreeMap<String, String> =
                    rows.iter().map(|(id, customer)| (format!("k{id}"), format!("c{customer}"))).collect();
                self.import(OF_IDENTITIES, (name, identities(&of))).await;
            }
            Step::Again(number) => {
                let files: Vec<_> = self.files.values().cloned().collect();
                if let Some((map, file)) = files.get(usize::from(*number) % files.len().max(1)) {
                    self.import(map, file.clone()).await;
                }
            }
            Step::Undo(number) => self.company.hear(&News::Undo(*number)).await,
        }
    }

    /// Another company that knew from the beginning which id is whose, and then imported the files whose imports count.
    async fn told_in_order(&self) -> Growing {
        let mut of = BTreeMap::new();
        for rows in self.company.rows_of("identities").await {
            let [ids, customers] = ["source_id", "customer_id"].map(|name| TextColumn::of(&rows, name).expect("texts"));
            let text = |column: &TextColumn<'_>, row| column.value(row).expect("a text").to_owned();
            of.extend((0..rows.num_rows()).map(|row| (text(&ids, row), text(&customers, row))));
        }
        let ordered = Growing::new(Policy::default()).await;
        if !of.is_empty() {
            ordered.import_files(OF_IDENTITIES, &[("identities.csv".to_owned(), identities(&of))]).await;
        }
        let past = facts::past_imports(&self.company.lake).await.expect("what was imported");
        let counting = past.iter().filter(|past| past.is_import() && past.counts());
        // Subscriptions first: touches are found by them.
        let (subscriptions, others): (Vec<_>, Vec<_>) = counting.partition(|past| past.report.fact == "subscriptions");
        for past in subscriptions.into_iter().chain(others).filter(|past| past.report.fact != "identities") {
            if let Some((map, file)) = self.files.get(&past.seq()) {
                ordered.import_files(map, std::slice::from_ref(file)).await;
            }
        }
        ordered
    }
}

/// All facts but for which import said them first, and when.
async fn facts_of(company: &Growing) -> Vec<String> {
    let mut facts = Vec::new();
    for table in ["identities", "purchases", "subscriptions", "touches", "feedback", "reasons"] {
        for batch in company.rows_of(table).await {
            let schema = batch.schema();
            let is_kept = |at: &usize| !["import_seq", "first_seen"].contains(&schema.field(*at).name().as_str());
            let kept: Vec<usize> = (0..batch.num_columns()).filter(is_kept).collect();
            facts.extend(cells_of(&[batch.project(&kept).expect("columns")]));
        }
    }
    facts.sort();
    facts
}

async fn ledgers_of(company: &Growing) -> [String; 2] {
    company
        .look_twice(|ledger, first| {
            let statement = ledger.statement(Grain::Month, first, None).expect("a ledger");
            format!("{:?} {:?}", statement.company, statement.unattributed)
        })
        .await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn facts_are_of_those_whose_they_are_by_the_last_word_of_the_identities_whichever_way_all_came_in(steps in steps()) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
            let company = Growing::new(Policy::default()).await;
            let mut learning = Learning { company, files: BTreeMap::new() };
            for step in &steps {
                learning.learn(step).await;
                learning.company.refresh(false).await;
            }
            let ordered = learning.told_in_order().await;
            assert_eq!(facts_of(&learning.company).await, facts_of(&ordered).await);
            let ([walked, stored], [expected, _]) = (ledgers_of(&learning.company).await, ledgers_of(&ordered).await);
            assert_eq!(walked, expected);
            assert_eq!(stored, expected, "what is stored was told again");
            let updated = learning.company.marts().await;
            learning.company.refresh(true).await;
            assert_eq!(updated, learning.company.marts().await, "as if made anew");
        });
    }
}
