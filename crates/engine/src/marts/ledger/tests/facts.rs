//! From files to figures: what any company learns, in any order, adds up by reason and by policy.

use std::collections::BTreeMap;

use bellwether_model::{Grain, MovementKind, Period, Policy, Preset, ReasonTree, SamePeriod};
use proptest::prelude::*;

use super::super::*;
use crate::marts::Extent;
use crate::marts::tests::growing::{Growing, News, news};

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

async fn after(policy: Policy, news: &[News]) -> Growing {
    let mut company = Growing::new(policy).await;
    for news in news {
        company.hear(news).await;
    }
    company
}

/// What moved, by period and kind.
fn moved(lines: &[Line], kinds: &[MovementKind]) -> BTreeMap<(Period, MovementKind), Amount> {
    let amounts = lines.iter().flat_map(|line| kinds.iter().map(|kind| ((line.period, *kind), line.moved(*kind))));
    amounts.filter(|(_, amount)| *amount != Amount::default()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5, ..ProptestConfig::default() })]

    #[test]
    fn reasons_add_up_to_the_movements_they_explain(news in news(), lapse_days in 20u16..200, by_quarter in any::<bool>()) {
        block_on(async {
            let company = after(Policy { lapse_days, ..Policy::default() }, &news).await;
            let grain = if by_quarter { Grain::Quarter } else { Grain::Month };
            let tree = ReasonTree::default();
            company.look(|ledger, first| {
                let lines = ledger.statement(grain, first, None).expect("a ledger").company;
                let periods: Vec<Period> = lines.iter().map(|line| line.period).collect();
                for kind in [MovementKind::New, MovementKind::WonBack, MovementKind::More, MovementKind::Less, MovementKind::Lost] {
                    let mut explained: BTreeMap<(Period, MovementKind), Amount> = BTreeMap::new();
                    for row in ledger.explain(&periods, kind, &tree, &[]).expect("explained") {
                        explained.entry((row.period, kind)).or_default().plus(row.amount);
                    }
                    assert_eq!(explained, moved(&lines, &[kind]), "{kind}");
                }
            }).await;
        });
    }

    #[test]
    fn a_bridge_between_any_two_presets_leaves_nothing_unexplained(news in news(), lapse_days in 20u16..200) {
        block_on(async {
            let mut company = after(Policy { lapse_days, ..Policy::default() }, &news).await;
            // A bridge looks at the facts alone.
            company.books = Books::open();
            let own = company.policy.clone();
            let kinds = [MovementKind::New, MovementKind::WonBack, MovementKind::More, MovementKind::Less, MovementKind::Lost];
            let mut ledgers = Vec::new();
            for preset in Preset::ALL {
                company.policy = preset.policy(&own);
                let lines = company.look(|ledger, first| ledger.statement(Grain::Month, first, None).expect("a ledger").company).await;
                ledgers.push((company.policy.clone(), moved(&lines, &kinds)));
            }
            for (from, theirs) in &ledgers {
                for (to, ours) in &ledgers {
                    company.policy = from.clone();
                    let bridge = company.look(|ledger, first| ledger.bridge(to, Grain::Month, first).expect("a bridge")).await;
                    assert_eq!(bridge.unexplained(), Amount::default());
                    let mut crossed = theirs.clone();
                    for row in &bridge.rows {
                        let (first, last) = (row.figures[0], row.figures[row.figures.len() - 1]);
                        let amount = crossed.entry((row.period, row.kind)).or_default();
                        amount.plus(Amount { customers: last.customers - first.customers, minor: last.minor - first.minor });
                    }
                    crossed.retain(|_, amount| *amount != Amount::default());
                    assert_eq!(&crossed, ours, "from {from:?} to {to:?}");
                }
            }
        });
    }

    #[test]
    fn facts_count_the_same_in_any_order_of_imports_and_twice_as_once(
        purchases in prop::collection::btree_map(any::<u8>(), (0u8..40, 0i32..700, -40i64..90), 1..40),
        subscriptions in prop::collection::btree_map(0u8..60, (0u8..40, 0i32..700, prop::option::of(1i32..300), 0i64..50), 0..12),
        parts in 1usize..5, turn in 0usize..5
    ) {
        block_on(async {
            let bought: Vec<_> = purchases.iter().map(|(id, (customer, day, amount))| (*id, *customer, *day, *amount)).collect();
            let subscribed: Vec<_> =
                subscriptions.iter().map(|(id, (customer, from, days, amount))| (*id, *customer, *from, *days, *amount)).collect();
            let mut news: Vec<News> = bought.chunks(bought.len().div_ceil(parts)).map(|part| News::Purchases(part.to_vec())).collect();
            news.extend(subscribed.chunks(4).map(|part| News::Subscriptions(part.to_vec())));
            let policy = Policy { same_period: SamePeriod::BothCounted, ..Policy::default() };
            let one = after(policy.clone(), &news).await;
            one.refresh(false).await;
            let turn = turn % news.len();
            news.rotate_left(turn);
            news.reverse();
            let other = after(policy, &news).await;
            other.refresh(false).await;
            assert_eq!(one.marts().await, other.marts().await);

            let mut again = other;
            for news in &news {
                again.hear(news).await;
            }
            assert_eq!(again.refresh(false).await.extent, Extent::Nothing, "the same files again say nothing new");
        });
    }
}
