//! Reasons: the tree and what people set.

use bellwether_model::{Day, HowKnown, MovementKind, ReasonNode, ReasonTree};
use bellwether_records::{NewReason, RecordsError, VersionDetails};

use crate::databases::{Base, at, change};

crate::on_both_databases!(
    the_default_tree_is_planted_once,
    a_new_tree_holds_and_the_old_ones_stay,
    the_latest_reason_holds_and_the_earlier_ones_are_its_history,
    an_unknown_reason_is_refused_with_the_nearest_names,
    a_person_never_infers,
    a_withdrawn_reason_holds_no_longer,
);

fn reason(customer: &str, id: &str) -> NewReason {
    NewReason {
        customer_id: customer.into(),
        day: Day(20_000),
        kind: MovementKind::Lost,
        reason: id.into(),
        how_known: HowKnown::Asked,
        note: "“too dear”, she said".into(),
    }
}

async fn the_default_tree_is_planted_once(base: Base) {
    drop(base.open().await);
    let records = base.open().await;
    let trees = records.documents::<ReasonTree>().all().await.expect("all");
    assert_eq!(trees.len(), 1);
    assert_eq!((trees[0].version, trees[0].created_by.as_str(), trees[0].created_at), (1, "Bellwether", at(0)));
    assert_eq!(trees[0].value, ReasonTree::default());
}

async fn a_new_tree_holds_and_the_old_ones_stay(base: Base) {
    let records = base.open().await;
    let trees = records.documents::<ReasonTree>();
    let mut nodes: Vec<ReasonNode> = ReasonTree::default().nodes().cloned().collect();
    let tree = |nodes: &[ReasonNode]| ReasonTree::new(nodes.to_vec()).expect("a tree");
    let add =
        async |nodes: &[ReasonNode], number| trees.add(&tree(nodes), &VersionDetails::default(), &change(number)).await;
    let same = add(&nodes, 1).await.expect("the same tree");
    assert_eq!(same.version, 1);
    let parking =
        ReasonNode { id: "parking".into(), label: "No parking".into(), parent: None, codes: vec!["P".into()] };
    nodes.push(parking);
    let added = add(&nodes, 2).await.expect("added");
    assert_eq!((added.version, &added), (2, &trees.current().await.expect("current")));
    assert_eq!(trees.all().await.expect("all").len(), 2);
    records.reasons().set(&reason("7", "parking"), &change(4)).await.expect("the new reason is known");
}

async fn the_latest_reason_holds_and_the_earlier_ones_are_its_history(base: Base) {
    let records = base.open().await;
    let reasons = records.reasons();
    reasons.set(&reason("007", "price"), &change(3)).await.expect("set");
    reasons.set(&reason("7", "service"), &change(2)).await.expect("another customer");
    let last = NewReason { how_known: HowKnown::Told, note: String::new(), ..reason("007", "late_delivery") };
    // Set with an earlier clock: what counts is the order in which they were set.
    let last = reasons.set(&last, &change(1)).await.expect("set again");
    let held: Vec<_> = reasons.in_force(None).await.expect("read");
    let held: Vec<_> = held.iter().map(|held| (held.customer_id.as_str(), held.reason.as_str())).collect();
    assert_eq!(held, [("7", "service"), ("007", "late_delivery")]);
    let history = reasons.history("007", Day(20_000), MovementKind::Lost).await.expect("read");
    assert_eq!(history.len(), 2);
    assert_eq!((history[0].reason.as_str(), history[0].note.as_str()), ("price", "“too dear”, she said"));
    assert_eq!(history[1], last);
    assert_eq!(reasons.history("007", Day(20_000), MovementKind::Less).await.expect("read"), []);
}

async fn an_unknown_reason_is_refused_with_the_nearest_names(base: Base) {
    let records = base.open().await;
    let refused = records.reasons().set(&reason("7", "pricerise"), &change(1)).await.expect_err("refused");
    let RecordsError::UnknownReason { nearest, tree: 1, .. } = &refused else { panic!("{refused}") };
    assert!(nearest.starts_with("price_rise, price"), "{refused}");
    assert_eq!(records.reasons().in_force(None).await.expect("read"), []);
}

async fn a_person_never_infers(base: Base) {
    let records = base.open().await;
    let inferred = NewReason { how_known: HowKnown::Inferred, ..reason("7", "price") };
    assert!(matches!(records.reasons().set(&inferred, &change(1)).await, Err(RecordsError::InferredByPerson)));
    assert!(matches!(records.reasons().set(&reason("", "price"), &change(1)).await, Err(RecordsError::BadText(_))));
}

async fn a_withdrawn_reason_holds_no_longer(base: Base) {
    let records = base.open().await;
    records.reasons().set(&reason("7", "price"), &change(1)).await.expect("set");
    records.reasons().set(&reason("7", "service"), &change(2)).await.expect("corrected");
    records.reasons().set(&reason("7", ReasonTree::NOT_YET_KNOWN), &change(3)).await.expect("withdrawn");
    let mut known = Vec::new();
    for moment in 0..4 {
        let held = records.reasons().in_force(Some(at(moment))).await.expect("read");
        known.push(held.first().map_or_else(String::new, |held| held.reason.clone()));
    }
    assert_eq!(known, ["", "price", "service", ""], "what was known at each moment");
    assert_eq!(records.reasons().in_force(None).await.expect("read"), []);
    assert_eq!(records.reasons().history("7", Day(20_000), MovementKind::Lost).await.expect("read").len(), 3);
}
