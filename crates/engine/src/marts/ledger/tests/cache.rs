//! What is told from memory is what a walk over the facts tells.

use bellwether_model::{Day, Grain, HowKnown, MovementKind, Period, ReasonTree};
use proptest::prelude::*;

use super::super::*;
use super::increment::policies;
use crate::marts::tests::growing::{Growing, news};
use crate::walk::{CustomerSet, Walk};

/// All that can be asked of a walk, as text.
fn answers(ledger: &Ledger<'_>, first: Day) -> Vec<String> {
    let cut = Cut::Attribute("kind".to_owned());
    let kind = ["kind".to_owned()];
    let walk = &ledger.walk;
    let by_kind = Ledger { walk: Walk { attributes: &kind, ..*walk }, ..*ledger };
    let periods: Vec<Period> = walk.calendar.periods(Grain::Month, first, walk.through).collect();
    let tree = ReasonTree::default();
    let set = [SetReason {
        customer: "c1".to_owned(),
        day: walk.through,
        kind: MovementKind::Lost,
        reason: "price".to_owned(),
        how_known: HowKnown::Asked,
    }];
    let mut answers = vec![
        format!("{:?}", ledger.statement(Grain::Month, first, None).expect("a statement")),
        format!("{:?}", by_kind.statement(Grain::Week, first, Some(&cut)).expect("a statement")),
        format!("{:?}", ledger.statement(Grain::Year, first, Some(&Cut::Level)).expect("a statement")),
        format!("{:?}", ledger.yearly_loss().expect("what went")),
        format!("{:?}", ledger.exits().expect("who stays how long")),
        format!("{:?}", ledger.cohorts(Grain::Quarter, first).expect("cohorts")),
        format!("{:?}", ledger.restated().expect("what was restated")),
    ];
    let open = Books::open();
    let never_closed = Ledger { walk: Walk { closes: &[], ..*walk }, books: &open, cache: None };
    assert_eq!(ledger.exits().expect("stays"), never_closed.exits().expect("stays"), "a close changes nobody's stay");
    let each = |sum: &mut i128, row: Contributor<'_>| *sum += row.amount.minor;
    let corrected =
        ledger.contributors(StatementFigure::Corrected(Day(i32::MIN), Day(i32::MAX)), None, None, || 0, each);
    let restated: i128 = ledger.restated().expect("what was restated").values().map(|amount| amount.minor).sum();
    assert_eq!(corrected.expect("customers").into_iter().sum::<i128>(), restated, "those behind it add up to it");
    let mut holdings = ledger.holdings().expect("holdings");
    holdings.sort_by_key(|holding| (holding.joined, holding.value));
    answers.push(format!("{:?}", audit(&holdings, walk.through)));
    for kind in [MovementKind::New, MovementKind::WonBack, MovementKind::More, MovementKind::Less, MovementKind::Lost] {
        answers.push(format!("{:?}", ledger.reasons(&periods, kind, &tree, &set).expect("reasons")));
        answers.push(format!("{:?}", ledger.explain(&periods, kind, &tree, &set).expect("explained")));
        let span = [Period { grain: Grain::Month, start: first, end: walk.through.plus(1) }];
        let reasoning = Reasoning::new(ledger, &span, kind, &tree, &set).expect("reasoning");
        answers.extend(contributors(ledger, StatementFigure::Moved(kind, span[0]), None, Some(&reasoning)));
        answers.extend(contributors(
            &by_kind,
            StatementFigure::Moved(kind, span[0]),
            Some((&cut, "business")),
            Some(&reasoning),
        ));
    }
    answers.extend(contributors(ledger, StatementFigure::Closing(walk.through), None, None));
    let only = CustomerSet::from_iter(["c3".to_owned(), "nobody".to_owned()]);
    answers.extend(contributors(
        &Ledger { walk: Walk { only: Some(&only), ..*walk }, ..*ledger },
        StatementFigure::Closing(walk.through.plus(-30)),
        None,
        None,
    ));
    answers
}

fn contributors(
    ledger: &Ledger<'_>,
    figure: StatementFigure,
    segment: Option<(&Cut, &str)>,
    reasoning: Option<&Reasoning<'_>>,
) -> Vec<String> {
    let each = |rows: &mut Vec<String>, row: Contributor<'_>| rows.push(format!("{row:?}"));
    let mut rows = ledger.contributors(figure, segment, reasoning, Vec::new, each).expect("customers").concat();
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
                let [walked, held] = company.look_twice(answers).await;
                assert_eq!(walked, held);
            }
        });
    }
}
