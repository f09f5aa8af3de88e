//! What is told from memory is what a walk over the facts tells.

use bellwether_model::{Day, Grain, HowKnown, Kind, Period, ReasonTree};
use proptest::prelude::*;

use super::super::*;
use super::growing::{Growing, news};
use super::increment::policies;

/// All that can be asked of a walk, as text.
fn told(walk: &Walk<'_>, first: Day) -> Vec<String> {
    let cut = Cut::Attribute("kind".to_owned());
    let kind = ["kind".to_owned()];
    let by_kind = Walk { attributes: &kind, ..*walk };
    let periods: Vec<Period> = walk.calendar.periods(Grain::Month, first, walk.through).collect();
    let tree = ReasonTree::default();
    let set = [SetReason {
        customer: "c1".to_owned(),
        day: walk.through,
        kind: Kind::Lost,
        reason: "price".to_owned(),
        how_known: HowKnown::Asked,
    }];
    let mut told = vec![
        format!("{:?}", walk.statement(Grain::Month, first, None).expect("a statement")),
        format!("{:?}", by_kind.statement(Grain::Week, first, Some(&cut)).expect("a statement")),
        format!("{:?}", walk.statement(Grain::Year, first, Some(&Cut::Level)).expect("a statement")),
        format!("{:?}", walk.stand_still().expect("what went")),
        format!("{:?}", walk.exits().expect("who stays how long")),
        format!("{:?}", walk.cohorts(Grain::Quarter, first).expect("cohorts")),
        format!("{:?}", walk.restated().expect("what was restated")),
    ];
    let open = Books::open();
    let never_closed = Walk { books: &open, standing: None, ..*walk };
    assert_eq!(walk.exits().expect("stays"), never_closed.exits().expect("stays"), "a close changes nobody's stay");
    let each = |sum: &mut i128, row: Behind<'_>| *sum += row.amount.minor;
    let corrected = walk.behind(Figure::Corrected(Day(i32::MIN), Day(i32::MAX)), None, None, || 0, each);
    let restated: i128 = walk.restated().expect("what was restated").values().map(|amount| amount.minor).sum();
    assert_eq!(corrected.expect("customers").into_iter().sum::<i128>(), restated, "those behind it add up to it");
    let mut holdings = walk.holdings().expect("holdings");
    holdings.sort_by_key(|holding| (holding.joined, holding.value));
    told.push(format!("{:?}", audit(&holdings, walk.through)));
    for kind in [Kind::New, Kind::WonBack, Kind::More, Kind::Less, Kind::Lost] {
        told.push(format!("{:?}", walk.reasons(&periods, kind, &tree, &set).expect("reasons")));
        told.push(format!("{:?}", walk.explain(&periods, kind, &tree, &set).expect("explained")));
        let span = [Period { grain: Grain::Month, start: first, end: walk.through.plus(1) }];
        let reasoning = Reasoning::new(walk, &span, kind, &tree, &set).expect("reasoning");
        told.extend(behind(walk, Figure::Moved(kind, span[0]), None, Some(&reasoning)));
        told.extend(behind(&by_kind, Figure::Moved(kind, span[0]), Some((&cut, "business")), Some(&reasoning)));
    }
    told.extend(behind(walk, Figure::Closing(walk.through), None, None));
    let only = CustomerSet::from_iter(["c3".to_owned(), "nobody".to_owned()]);
    told.extend(behind(&Walk { only: Some(&only), ..*walk }, Figure::Closing(walk.through.plus(-30)), None, None));
    told
}

fn behind(
    walk: &Walk<'_>,
    figure: Figure,
    segment: Option<(&Cut, &str)>,
    reasoning: Option<&Reasoning<'_>>,
) -> Vec<String> {
    let each = |rows: &mut Vec<String>, row: Behind<'_>| rows.push(format!("{row:?}"));
    let mut rows = walk.behind(figure, segment, reasoning, Vec::new, each).expect("customers").concat();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn from_memory_is_told_what_a_walk_over_the_facts_tells(news in news(), policy in policies()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut company = Growing::new(policy).await;
            for news in &news {
                company.hear(news).await;
                let [walked, held] = company.look_twice(told).await;
                assert_eq!(walked, held);
            }
        });
    }
}
