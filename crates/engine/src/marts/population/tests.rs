//! Who belongs to a population is who a plain look finds, and what is asked for it is what a company of its customers alone would tell.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::{BaseState, Day, Grain, Period, Policy, Population, PopulationRule, Populations, WorthRange};
use proptest::prelude::*;

use super::*;
use crate::marts::journey::{Grouping, JourneySource, MapScope, handoffs, journey_map};
use crate::marts::ledger::Ledger;
use crate::marts::ledger::tests::FIRST;
use crate::marts::reliability::{PromiseQuestion, promises};
use crate::marts::tests::growing::{Growing, News, news};
use crate::walk::{CustomerSet, Walk};

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// News without those that name customers in another way.
fn plain_news() -> impl Strategy<Value = Vec<News>> {
    news().prop_map(|news| {
        let is_plain = |news: &News| {
            matches!(news, News::Purchases(_) | News::Subscriptions(_) | News::Customers(_) | News::Touches(_))
        };
        news.into_iter().filter(is_plain).collect()
    })
}

/// What of some news is about these customers.
fn about(news: &News, customers: &BTreeSet<u8>) -> News {
    let is_named = |id: u8| id % 16 != 9;
    match news.clone() {
        News::Purchases(mut rows) => {
            rows.retain(|row| customers.contains(&row.1) && is_named(row.0));
            News::Purchases(rows)
        }
        News::Subscriptions(mut rows) => {
            rows.retain(|row| customers.contains(&row.1));
            News::Subscriptions(rows)
        }
        News::Customers(mut rows) => {
            rows.retain(|row| customers.contains(&row.0));
            News::Customers(rows)
        }
        News::Touches(mut rows) => {
            rows.retain(|row| customers.contains(&row.1) && is_named(row.0));
            News::Touches(rows)
        }
        other => other,
    }
}

fn is_empty(news: &News) -> bool {
    match news {
        News::Purchases(rows) => rows.is_empty(),
        News::Subscriptions(rows) => rows.is_empty(),
        News::Customers(rows) => rows.is_empty(),
        News::Touches(rows) => rows.is_empty(),
        _ => false,
    }
}

/// Facts of which the later of one id replaces the earlier, whosever they are: told apart by customer they are known by other ids.
fn without_twins(news: Vec<News>) -> Vec<News> {
    let mut seen: [BTreeSet<u8>; 3] = Default::default();
    let mut is_first = |table: usize, id: u8| seen[table].insert(id);
    news.into_iter()
        .map(|news| match news {
            News::Purchases(mut rows) => {
                rows.retain(|row| is_first(0, row.0));
                News::Purchases(rows)
            }
            News::Subscriptions(mut rows) => {
                rows.retain(|row| is_first(1, row.0));
                News::Subscriptions(rows)
            }
            News::Touches(mut rows) => {
                rows.retain(|row| is_first(2, row.0));
                News::Touches(rows)
            }
            other => other,
        })
        .collect()
}

/// All that some questions tell of a ledger's customers.
async fn told(company: &Growing, only: Option<&CustomerSet>, through: Day) -> String {
    company.refresh(false).await;
    let stored = company.stored_journey().await.expect("read").expect("up to date");
    company
        .look(|ledger, _| {
            let walk = Walk { through, only, ..ledger.walk };
            let ledger = Ledger { walk, books: ledger.books, cache: None };
            let periods: Vec<Period> = walk.calendar.periods(Grain::Month, FIRST, through).collect();
            // What is stored of another last day is told all the same: nothing stored rests on one.
            let source = JourneySource { walk: &walk, history: &company.journey, stored: Some(&stored) };
            let values = ledger.customer_values().expect("values");
            let lost = ledger.lost_after(FIRST).expect("lost");
            let question = PromiseQuestion { periods: &periods, cut: None, touchpoint: None };
            let promises = promises(&ledger, source, question).expect("promises");
            let handoffs = handoffs(&ledger, source, &periods).expect("handoffs");
            let scope = MapScope { grouping: Grouping::Case, sources: &[], touchpoints: &[] };
            let map = journey_map(&ledger, scope).expect("a map");
            format!("{values:#?}\n{lost:?}\n{promises:#?}\n{handoffs:#?}\n{map:#?}")
        })
        .await
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 6 } else { 100 }, ..ProptestConfig::default() })]

    #[test]
    fn asked_for_some_customers_each_question_tells_what_a_company_of_these_alone_tells(
        news in plain_news().prop_map(without_twins), customers in prop::collection::btree_set(0u8..40, 1..20)
    ) {
        block_on(async {
            let day = FIRST.plus(720);
            let first: Vec<_> = (0u8..40).map(|customer| (200 + customer, customer, 0, 5)).collect();
            let first = News::Purchases(first.into_iter().filter(|row| row.0 % 16 != 9).collect());
            let mut all = Growing::empty(Policy::default()).await;
            let mut some = Growing::empty(Policy::default()).await;
            // The first purchases keep their ids.
            let others = news.into_iter().map(|news| match news {
                News::Purchases(rows) => News::Purchases(rows.into_iter().filter(|row| row.0 < 200).collect()),
                other => other,
            });
            for news in [first].into_iter().chain(others) {
                for (company, news) in [(&mut all, news.clone()), (&mut some, about(&news, &customers))] {
                    if !is_empty(&news) {
                        company.hear(&news).await;
                    }
                }
            }
            let only: CustomerSet = customers.iter().map(|customer| format!("c{customer}")).collect();
            assert_eq!(told(&all, Some(&only), day).await, told(&some, None, day).await);
        });
    }

    #[test]
    fn who_belongs_to_a_population_is_who_a_plain_look_finds(
        news in plain_news(), within in 1u16..800, times in 1u16..3, worth in 0i64..9000, except in any::<bool>()
    ) {
        block_on(async {
            let mut company = Growing::new(Policy::default()).await;
            let mut touches: BTreeMap<u8, (u8, i32)> = BTreeMap::new();
            for news in &news {
                company.hear(news).await;
                if let News::Touches(rows) = news {
                    let mut seen = BTreeSet::new();
                    touches.extend(rows.iter().filter(|row| seen.insert(row.0)).map(|row| (row.0, (row.1, row.2))));
                }
            }
            company.refresh(false).await;
            let stored = company.stored_journey().await.expect("read").expect("up to date");
            let rule = PopulationRule { except, ..PopulationRule::default() };
            let named = |id: &str, rule: PopulationRule| Population {
                id: id.to_owned(),
                name: id.to_owned(),
                rules: vec![rule],
                ..Population::default()
            };
            let met = PopulationRule {
                touchpoint: Some("called".to_owned()),
                within_days: Some(within),
                times: Some(times),
                ..rule.clone()
            };
            let range = WorthRange { from_minor: Some(worth), below_minor: None };
            let populations = Populations {
                populations: vec![
                    named("met", met),
                    named("lost", PopulationRule { base: Some(BaseState::Lost), ..rule.clone() }),
                    named("worth", PopulationRule { worth: Some(range), ..rule.clone() }),
                    named("kind", PopulationRule { attribute: Some("kind".to_owned()), is: vec!["business".to_owned()], ..rule }),
                ],
            };
            populations.check().expect("populations");
            let attributes = populations.attributes();
            company.look(|ledger, _| {
                let walk = Walk { attributes: &attributes, ..ledger.walk };
                let ledger = Ledger { walk, books: ledger.books, cache: None };
                let values = ledger.customer_values().expect("values");
                let since = walk.through.plus(-i32::from(within));
                let called = |customer: &str| {
                    // The second and third of its four names are those of calls.
                    let is_call = |id: u8| matches!(id % 4, 1 | 2) && id % 16 != 9;
                    let is_of = |(id, (of, at)): &(&u8, &(u8, i32))| {
                        let day = FIRST.plus(*at);
                        is_call(**id) && format!("c{of}") == customer && day > since && day <= walk.through
                    };
                    touches.iter().filter(is_of).count() >= usize::from(times)
                };
                for stored in [Some(&stored), None] {
                    let source = JourneySource { walk: &walk, history: &company.journey, stored };
                    let members = population_members(&ledger, source, &populations.populations).expect("members");
                    let has = |at: usize, customer: &str| members[at].iter().any(|member| member.customer == customer);
                    for value in &values {
                        let customer = value.customer.as_str();
                        assert_eq!(has(0, customer), called(customer) != except, "{customer} {within} {times}");
                        assert_eq!(has(1, customer), (value.joined.is_some() && !value.active) != except, "{customer}");
                        assert_eq!(has(2, customer), (value.active && value.value >= worth) != except, "{customer}");
                    }
                    // Every customer belongs to a population or to what it excepts.
                    let turned: Vec<Population> = populations.populations.iter().cloned().map(|mut population| {
                        population.rules[0].except = !except;
                        population
                    }).collect();
                    let others = population_members(&ledger, source, &turned).expect("members");
                    let everybody = members[3].len() + others[3].len();
                    assert!(members.iter().zip(&others).all(|(members, others)| members.len() + others.len() == everybody));
                    let both = members.iter().zip(&others);
                    assert!(both.into_iter().all(|(members, others)| members.iter().all(|member| !others.contains(member))));
                }
            }).await;
        });
    }

    #[test]
    fn the_attributes_that_are_known_are_those_that_were_said(
        rows in prop::collection::vec((0u8..40, 0i32..60, any::<bool>()), 1..30), most in 0usize..3,
    ) {
        block_on(async {
            let mut company = Growing::empty(Policy::default()).await;
            company.hear(&News::Purchases(vec![(1, 1, 0, 500)])).await;
            company.hear(&News::Customers(rows.clone())).await;
            // Of one customer and day the first row is the one that is imported.
            let mut first = BTreeMap::new();
            for (customer, day, is_business) in rows {
                first.entry((customer, day)).or_insert(if is_business { "business" } else { "private" });
            }
            let said: BTreeSet<String> = first.into_values().map(str::to_owned).collect();
            company.look(|ledger, _| {
                let known = known_attributes(ledger.walk.lake, ledger.walk.knowledge, most).expect("read");
                let values = &known["kind"];
                assert_eq!(known.len(), 1);
                assert_eq!(values.len(), said.len().min(most + 1));
                assert!(values.is_subset(&said));
            }).await;
        });
    }
}
