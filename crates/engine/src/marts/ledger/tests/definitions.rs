//! Whatever comes after a close: what was closed is shown as it was, what is open follows the glossary to the minor unit, and what other
//! definitions make of the balance is told as that.

use std::collections::BTreeMap;

use bellwether_model::{Calendar, Day, Grain, MovementKind, Policy, ValueLevel};
use proptest::prelude::*;

use super::super::*;
use super::increment::policies;
use super::model::known;
use crate::marts::tests::growing::{Growing, News, news_taken_back};
use crate::walk::Walk;

/// Policies with levels of value.
fn levelled() -> impl Strategy<Value = Policy> {
    (policies(), prop::collection::btree_map(0i64..6_000, 0usize..4, 1..4)).prop_map(|(policy, thresholds)| {
        let mut levels: Vec<ValueLevel> = Vec::new();
        for (from_minor, name) in thresholds {
            let name = ["small", "middle", "large", "huge"][name].to_owned();
            if levels.iter().all(|level| level.name != name) {
                levels.push(ValueLevel { name, from_minor });
            }
        }
        Policy { levels, ..policy }
    })
}

/// News among which definitions change and books are closed.
fn news() -> impl Strategy<Value = Vec<News>> {
    let change = prop_oneof![
        2 => levelled().prop_map(|policy| Some(News::Definitions(Box::new(policy)))),
        3 => (0i32..8).prop_map(|month| Some(News::Close(month))),
        2 => Just(None),
    ];
    (news_taken_back(), prop::collection::vec(change, 24)).prop_map(|(news, changes)| {
        news.into_iter().zip(changes).flat_map(|(news, change)| [Some(news), change]).flatten().collect()
    })
}

const CUTS: [Option<&str>; 3] = [None, Some("kind"), Some("level")];

/// All lines of a cut by segment, `""` being the company; those without any figure are left out.
fn lines_of(ledger: &Ledger<'_>, grain: Grain, first: Day, cut: Option<&str>) -> BTreeMap<String, Vec<Line>> {
    let (kind, mut segments) = (["kind".to_owned()], BTreeMap::new());
    let cut = cut.map(|cut| if cut == "level" { Cut::Level } else { Cut::Attribute(cut.to_owned()) });
    let ledger = Ledger { walk: Walk { attributes: &kind, ..ledger.walk }, ..*ledger };
    let statement = ledger.statement(grain, first, cut.as_ref()).expect("it adds up");
    if cut.is_none() {
        segments.insert(String::new(), statement.company);
    } else {
        assert_adds_up(&statement);
        segments.extend(statement.segments);
    }
    let says = |line: &Line| {
        line.moved.iter().chain([&line.opening, &line.closing]).any(|amount| *amount != Amount::default())
    };
    for lines in segments.values_mut() {
        lines.retain(says);
    }
    segments.retain(|_, lines| !lines.is_empty());
    segments
}

/// The segments' lines are the company's, kind by kind, but for transfers and what is corrected of the segment alone.
fn assert_adds_up(statement: &Statement) {
    for (index, line) in statement.company.iter().enumerate() {
        let sum = |of: &dyn Fn(&Line) -> Amount| {
            let mut sum = Amount::default();
            statement.segments.values().for_each(|lines| sum.plus(of(&lines[index])));
            sum
        };
        let signed = |line: &Line, kind| Amount { customers: line.change(kind), minor: line.moved(kind).minor };
        assert_eq!(sum(&|line| line.opening), line.opening);
        assert_eq!(sum(&|line| line.closing), line.closing);
        for kind in [MovementKind::New, MovementKind::WonBack, MovementKind::Lost] {
            assert_eq!(sum(&|line| line.moved(kind)), line.moved(kind), "{kind} of {:?}", line.period);
        }
        for kind in [MovementKind::Restated, MovementKind::Redefined] {
            assert_eq!(sum(&|line| signed(line, kind)), signed(line, kind), "{kind} of {:?}", line.period);
        }
        let [came, went] =
            [MovementKind::TransferIn, MovementKind::TransferOut].map(|kind| sum(&|line| line.moved(kind)));
        assert_eq!((came.customers, came.minor), (went.customers, -went.minor), "transfers of {:?}", line.period);
    }
}

/// The lines that lie in closed periods.
fn closed(mut lines: BTreeMap<String, Vec<Line>>, through: Day) -> BTreeMap<String, Vec<Line>> {
    for lines in lines.values_mut() {
        lines.retain(|line| line.period.end.plus(-1) <= through);
    }
    lines.retain(|_, lines| !lines.is_empty());
    lines
}

/// What stands at the end of a day by the glossary, by segment.
async fn standing(company: &Growing, day: Day, cut: Option<&str>) -> BTreeMap<String, Amount> {
    let mut standing: BTreeMap<String, Amount> = BTreeMap::new();
    for of_customer in known(company).await.into_values() {
        let Some(value) = of_customer.value(&company.policy, day.0) else { continue };
        let segment = match cut {
            None => "",
            Some("kind") => of_customer.kind(day.0).unwrap_or(NOT_KNOWN),
            Some(_) => {
                let levels = &company.policy.levels;
                levels.iter().rfind(|level| level.from_minor <= value).or(levels.first()).map_or(NOT_KNOWN, |l| &l.name)
            }
        };
        standing.entry(segment.to_owned()).or_default().plus(Amount { customers: 1, minor: i128::from(value) });
    }
    standing
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Closed lines stay as they were, whatever a company hears; those of open months end as the glossary says.
async fn assert_books_hold(news: &[News], policy: Policy, grain: Grain) {
    let mut company = Growing::new(policy).await;
    let mut frozen = BTreeMap::new();
    let mut closed_through = None;
    for (number, heard) in news.iter().enumerate() {
        company.hear(heard).await;
        // Facts alone are looked at together with what comes next.
        let is_decision = matches!(heard, News::Close(_) | News::Definitions(_));
        if !is_decision && number + 1 < news.len() {
            continue;
        }
        let Some(through) = company.books.closed_through() else { continue };
        for cut in CUTS {
            let lines = company.look(|ledger, first| lines_of(ledger, grain, first, cut)).await;
            if let Some(before) = frozen.get(&cut).filter(|_| closed_through.is_some()) {
                let still = closed(lines.clone(), closed_through.expect("closed"));
                assert_eq!(before, &still, "{grain} by {cut:?} after {heard:?}");
            }
            frozen.insert(cut, closed(lines, through));
        }
        closed_through = Some(through);
    }
    // Open months end as the glossary says, whatever was closed and defined before.
    let calendar: Calendar = company.policy.check().expect("a policy");
    let last = company.look(|ledger, _| ledger.walk.through).await;
    let open_from = company.books.closed_through().unwrap_or(Day(i32::MIN));
    for cut in CUTS {
        let lines = company.look(|ledger, first| lines_of(ledger, Grain::Month, first, cut)).await;
        for month in calendar.periods(Grain::Month, last.plus(-70), last) {
            let end = month.end.plus(-1).min(last);
            if end <= open_from {
                continue;
            }
            let at_end = |lines: &Vec<Line>| lines.iter().find(|line| line.period == month).map(|line| line.closing);
            let mut ends: BTreeMap<String, Amount> =
                lines.iter().filter_map(|(name, lines)| Some((name.clone(), at_end(lines)?))).collect();
            ends.retain(|_, amount| *amount != Amount::default());
            let mut expected = standing(&company, end, cut).await;
            expected.retain(|_, amount| *amount != Amount::default());
            assert_eq!(ends, expected, "{end} by {cut:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 4 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn closed_lines_stay_in_every_grain_and_cut_and_open_ones_follow_the_glossary(
        news in news(), policy in levelled(), grain in 0usize..Grain::ALL.len()
    ) {
        runtime().block_on(assert_books_hold(&news, policy, Grain::ALL[grain]));
    }

    #[test]
    fn what_other_definitions_make_of_closed_books_is_redefined_and_never_restated(
        news in news_taken_back(), before in levelled(), after in levelled(), month in 3i32..8
    ) {
        runtime().block_on(async {
            let mut company = Growing::new(before).await;
            for news in news.iter().filter(|news| !matches!(news, News::Close(_))) {
                company.hear(news).await;
            }
            company.hear(&News::Close(month)).await;
            let Some(through) = company.books.closed_through() else { return };
            let sum = |amounts: BTreeMap<String, Amount>| amounts.into_values().fold(Amount::default(), |mut sum, amount| {
                sum.plus(amount);
                sum
            });
            let stood = sum(standing(&company, through, None).await);
            company.hear(&News::Definitions(Box::new(after))).await;
            let stands = sum(standing(&company, through, None).await);
            let lines = company.look(|ledger, first| ledger.statement(Grain::Month, first, None).expect("adds up").company).await;
            let first_open = lines.iter().find(|line| line.period.start > through).expect("an open month");
            let redefined = MovementKind::Redefined;
            let change = (first_open.change(redefined), first_open.moved(redefined).minor);
            assert_eq!(change, (stands.customers - stood.customers, stands.minor - stood.minor));
            for line in &lines {
                assert_eq!(line.moved(MovementKind::Restated), Amount::default(), "{:?}", line.period);
                assert!(line == first_open || line.moved(redefined) == Amount::default(), "{:?}", line.period);
            }
        });
    }
}

#[test]
fn a_segment_of_closed_books_that_is_taken_back_is_not_known_from_then_on() {
    // Both buy until the last days.
    let of_kinds = || News::Customers(vec![(13, 30, true), (27, 60, false), (27, 90, true)]);
    let news =
        [of_kinds(), News::Close(5), News::Undo(0), News::Close(6), of_kinds(), News::Purchases(vec![(7, 4, 520, 5)])];
    for until in 3..=news.len() {
        runtime().block_on(assert_books_hold(&news[..until], Policy::default(), Grain::Month));
    }
}
