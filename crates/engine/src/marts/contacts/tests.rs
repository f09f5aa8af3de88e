//! What is told of contacts, moments and ends is what a plain look at each customer tells.

use std::collections::{BTreeMap, BTreeSet};

use bellwether_model::{
    ContactState, ContactTouch, Day, DueContact, Grain, Journey, Moment, Period, Policy, Subscribed, TouchpointClass,
};
use proptest::prelude::*;

use super::*;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::tests::FIRST;
use crate::marts::ledger::{Amount, Ledger};
use crate::marts::tests::growing::{Growing, News};
use crate::walk::Walk;

const CUSTOMERS: u8 = 12;

/// Ids of subscriptions that are neither paused nor cancelled before their end.
const SUBSCRIPTIONS: [u8; 6] = [1, 2, 4, 7, 8, 11];

#[derive(Clone, Debug)]
struct Rows {
    touches: Vec<(u8, u8, i32, u8)>,
    purchases: Vec<(u8, u8, i32, i64)>,
    subscriptions: Vec<(u8, u8, i32, Option<i32>, i64)>,
}

fn rows() -> impl Strategy<Value = Rows> {
    let touches = prop::collection::btree_map(any::<u8>(), (0u8..CUSTOMERS, 0i32..700), 1..60);
    let purchases = prop::collection::btree_map(any::<u8>(), (0u8..CUSTOMERS, 0i32..700, 1i64..90), 1..40);
    let subscription = (0u8..CUSTOMERS, 0i32..700, prop::option::of(1i32..500), 1i64..50);
    let subscriptions = prop::collection::vec(subscription, 1..6);
    (touches, purchases, subscriptions).prop_map(|(touches, purchases, subscriptions)| Rows {
        touches: touches.into_iter().map(|(id, (customer, at))| (id, customer, at, 0)).collect(),
        purchases: purchases.into_iter().map(|(id, (customer, at, amount))| (id, customer, at, amount)).collect(),
        subscriptions: SUBSCRIPTIONS
            .into_iter()
            .zip(subscriptions)
            .map(|(id, (customer, from, length, amount))| (id, customer, from, length, amount))
            .collect(),
    })
}

fn moment(id: &str, counts: &str, number: u32, within_days: Option<u32>) -> Moment {
    let (id, name, counts) = (id.to_owned(), id.to_owned(), counts.to_owned());
    Moment { id, name, class: TouchpointClass::Bond, counts, number, within_days, rank: None }
}

/// A call is due within some days of a visit, a visit before subscriptions renew.
fn journey(company: &Growing, within: u32, term_months: Option<u32>) -> Journey {
    let mut journey = company.journey.journeys().last().expect("a journey").journey.clone();
    let due = [
        DueContact { before_renewal_days: Some(20), earliest_days: Some(60), term_months, ..DueContact::default() },
        DueContact { after: vec!["visit".to_owned()], within_days: Some(within), ..DueContact::default() },
    ];
    for (stage, due) in journey.stages.iter_mut().zip(due) {
        let touchpoint = &mut stage.touchpoints[0];
        touchpoint.due = Some(due);
        touchpoint.promise.as_mut().expect("a promise").words = "As we said".to_owned();
    }
    journey.stages[0].moments = vec![moment("second", "purchases", 2, None), moment("calls", "called", 2, Some(90))];
    journey.check(&BTreeSet::from(["desk".to_owned()])).expect("a journey");
    journey
}

/// One thing that is told of a customer: of what, what became of it, its day, and what it follows from.
type Told = (String, String, Day, Day);

/// What a plain look at the rows of a customer tells; `is_active` by day.
fn plainly(
    rows: &Rows,
    (customer, journey): (u8, &Journey),
    (through, question): (Day, ContactsQuestion<'_>),
    is_active: impl Fn(Day) -> bool,
) -> Vec<Told> {
    let day = |at: &i32| FIRST.plus(*at);
    let name = |id: u8| ["visit", "called", "called", ""][usize::from(id % 4)];
    let is_named = |id: u8| id % 16 != 9;
    let mut touches: Vec<(Day, &str)> = rows
        .touches
        .iter()
        .filter(|(id, of, at, _)| is_named(*id) && *of == customer && day(at) <= through)
        .map(|(id, _, at, _)| (day(at), name(*id)))
        .collect();
    touches.sort_by_key(|touch| touch.0);
    let subscriptions = rows.subscriptions.iter().filter(|(_, of, ..)| *of == customer);
    let stretches =
        subscriptions.map(|(_, _, from, length, _)| (day(from), length.map(|length| day(&(from + length)))));
    let stretches: Vec<(Day, Option<Day>)> = stretches.filter(|(from, _)| *from <= through).collect();
    let subscribed: Vec<Subscribed> =
        stretches.iter().map(|(from, until)| Subscribed { from: *from, until: *until }).collect();
    let told_from = rows.touches.iter().map(|(_, _, at, _)| day(at)).min().expect("a touch");
    let mut told = Vec::new();
    let is_in_period = |on: Day| question.period.start <= on && on < question.period.end;
    for touchpoint in journey.touchpoints() {
        let due = touchpoint.due.as_ref().expect("due");
        let is_of = |name: &str| due.after.iter().any(|after| after == name);
        let met = touches.iter().map(|(on, name)| ContactTouch {
            on: *on,
            begins: is_of(name),
            is_contact: *name == touchpoint.id,
        });
        let met: Vec<ContactTouch> = met.filter(|touch| touch.begins || touch.is_contact).collect();
        for contact in due.expected(&met, &subscribed, question.ahead.max(question.period.end)) {
            let state = contact.state(through);
            let is_asked = if state == ContactState::Due {
                contact.due_on <= question.ahead
            } else {
                is_in_period(contact.due_on)
            };
            // Whether it came before the first touch of all, nobody knows.
            let is_known = contact.because_of.plus(-(due.earliest_days.unwrap_or_default() as i32)) >= told_from;
            if is_known && is_asked && is_active(contact.due_on.min(through)) {
                told.push((touchpoint.id.clone(), state.name().to_owned(), contact.due_on, contact.because_of));
            }
        }
    }
    let mut bought: Vec<Day> = rows
        .purchases
        .iter()
        .filter(|(id, of, at, _)| is_named(*id) && *of == customer && day(at) <= through)
        .map(|(_, _, at, _)| day(at))
        .collect();
    bought.sort_unstable();
    bought.dedup();
    let calls: Vec<Day> = touches.iter().filter(|touch| touch.1 == "called").map(|touch| touch.0).collect();
    for (moment, counted) in journey.moments().zip([bought, calls]) {
        let days = moment.days(&counted).into_iter().filter(|on| is_in_period(*on));
        told.extend(days.map(|on| (moment.id.clone(), "reached".to_owned(), on, on)));
    }
    let times = Subscribed::times(stretches.iter().copied());
    let ends = times.last().and_then(|time| time.until);
    let ends = ends.filter(|end| through < *end && *end <= question.ahead && is_active(through));
    told.extend(ends.map(|end| ("ending".to_owned(), "due".to_owned(), end, end)));
    told
}

/// All that can be asked for, with what it is called.
fn lists(journey: &Journey) -> Vec<(String, String, ContactList<'_>)> {
    let contacts = journey.touchpoints().flat_map(|it| {
        ContactState::ALL
            .map(|state| (it.id.clone(), state.name().to_owned(), ContactList::Contact { touchpoint: &it.id, state }))
    });
    let moments = journey.moments().map(|it| (it.id.clone(), "reached".to_owned(), ContactList::Moment(&it.id)));
    contacts.chain(moments).chain([("ending".to_owned(), "due".to_owned(), ContactList::Ending)]).collect()
}

/// How many, how many customers, and what these are worth, by what it is called.
fn figures(found: &Contacts) -> BTreeMap<(String, String), (u64, Option<Amount>)> {
    let contacts = found.contacts.iter().flat_map(|line| {
        let of = |state: &str| (line.touchpoint.clone(), state.to_owned());
        [
            (of("in_time"), (line.in_time, None)),
            (of("late"), (line.late, None)),
            (of("missed"), (line.missed, Some(line.missed_by))),
            (of("due"), (line.due, Some(line.due_to))),
        ]
    });
    let moments = found.moments.iter();
    let moments = moments.map(|it| ((it.moment.clone(), "reached".to_owned()), (it.reached, Some(it.reached_by))));
    let ending = (("ending".to_owned(), "due".to_owned()), (found.ending.customers as u64, Some(found.ending)));
    contacts.chain(moments).chain([ending]).collect()
}

/// When a customer came and went, and what it was worth at last.
type Moved = (Vec<(Day, i64)>, i64);

/// Customer, due day and cause of what is told, by what it is called.
type ToldOfAll = BTreeMap<(String, String), Vec<(String, Day, Day)>>;

/// What is told of all customers and of single ones is what the rows tell.
fn tells_what_the_rows_tell(
    (ledger, source): (&Ledger<'_>, JourneySource<'_>),
    rows: &Rows,
    question: ContactsQuestion<'_>,
) {
    let (parts, _) = ledger
        .accounts(BTreeMap::new, |known: &mut BTreeMap<String, Moved>, account| {
            let moved = account.movements.iter().map(|it| (it.corrects.unwrap_or(it.day), i64::from(it.customers)));
            let worth = account.movements.last().map_or(0, |last| last.value_after);
            known.insert(account.customer.to_owned(), (moved.collect(), worth));
            Ok(())
        })
        .expect("accounts");
    let known: BTreeMap<_, _> = parts.into_iter().flatten().collect();
    let through = ledger.walk.through;
    let mut wanted = ToldOfAll::new();
    let mut worth: BTreeMap<String, i64> = BTreeMap::new();
    for customer in 0..CUSTOMERS {
        let name = format!("c{customer}");
        let Some((moved, value)) = known.get(&name) else { continue };
        let is_active = |on: Day| moved.iter().filter(|(day, _)| *day <= on).map(|(_, change)| change).sum::<i64>() > 0;
        worth.insert(name.clone(), if is_active(through) { *value } else { 0 });
        for (of, state, due_on, because_of) in
            plainly(rows, (customer, question.journey), (through, question), is_active)
        {
            wanted.entry((of, state)).or_default().push((name.clone(), due_on, because_of));
        }
    }
    let figures = figures(&contacts(ledger, source, question).expect("told"));
    for (of, state, list) in lists(question.journey) {
        let mut rows = wanted.remove(&(of.clone(), state.clone())).unwrap_or_default();
        let customers: BTreeSet<&str> = rows.iter().map(|row| row.0.as_str()).collect();
        let minor = customers.iter().map(|customer| i128::from(worth[*customer])).sum();
        let amount = Amount { customers: customers.len() as i64, minor };
        let (count, told) = figures[&(of.clone(), state.clone())];
        assert_eq!((count, told.unwrap_or(amount)), (rows.len() as u64, amount), "{of} {state}");
        let found = contact_customers(ledger, source, question, (list, None)).expect("told");
        assert_eq!((found.count, found.customers), (count, amount), "{of} {state}");
        let mut told: Vec<_> =
            found.rows.iter().map(|row| (row.customer.clone(), row.due_on, row.because_of)).collect();
        told.sort_unstable();
        rows.sort_unstable();
        assert_eq!(told, rows, "{of} {state}");
        if found.rows.len() > 2 {
            let few = contact_customers(ledger, source, question, (list, Some(2))).expect("told");
            assert_eq!((few.count, &few.rows[..]), (found.count, &found.rows[..2]));
        }
    }
    assert_eq!(wanted, ToldOfAll::new(), "nothing else is told");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(debug_assertions) { 8 } else { 200 }, ..ProptestConfig::default() })]

    #[test]
    fn contacts_moments_and_ends_are_those_of_a_plain_look_stored_and_from_the_facts(
        rows in rows(), within in 1u32..200, term in prop::option::of(3u32..14), earlier in 0i32..700,
        ahead in 0i32..120, which in 0usize..3
    ) {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
            let mut company = Growing::empty(Policy::default()).await;
            company.hear(&News::Touches(rows.touches.clone())).await;
            company.hear(&News::Purchases(rows.purchases.clone())).await;
            company.hear(&News::Subscriptions(rows.subscriptions.clone())).await;
            company.refresh(false).await;
            let stored = company.stored_journey().await.expect("read").expect("up to date");
            let journey = journey(&company, within, term);
            company.look(|ledger, first| {
                let through = first.plus(earlier).min(ledger.walk.through);
                let walk = Walk { through, ..ledger.walk };
                let ledger = Ledger { walk, books: ledger.books, cache: None };
                let periods: Vec<Period> = walk.calendar.periods(Grain::Year, first, walk.through).collect();
                let period = periods[which % periods.len()];
                let question = ContactsQuestion { journey: &journey, period, ahead: walk.through.plus(ahead) };
                for stored in [Some(&stored), None] {
                    let source = JourneySource { walk: &walk, history: &company.journey, stored };
                    tells_what_the_rows_tell((&ledger, source), &rows, question);
                }
            }).await;
        });
    }
}
