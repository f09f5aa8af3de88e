//! Leaders' agreement to the journey, and their answers for its stages.

use bellwether_model::RealityAnswer;
use bellwether_records::{Field, JourneyAgreement, RealityCheck, RecordsError};

use crate::databases::{Base, change};

crate::on_both_databases!(
    an_answer_that_is_thought_over_stays_on_record_as_it_was,
    who_agrees_twice_agrees_once_and_nobody_without_a_name_does,
);

pub(crate) fn check() -> RealityCheck {
    RealityCheck {
        version: 2,
        stage: "get_fitted".to_owned(),
        leader: "Zoë Lee".to_owned(),
        answer: RealityAnswer::No,
        note: "not in autumn".to_owned(),
    }
}

async fn an_answer_that_is_thought_over_stays_on_record_as_it_was(base: Base) {
    let records = base.open().await;
    let checks = records.register::<RealityCheck>();
    let id = checks.add(&check(), &change(1)).await.expect("answered");
    let other = RealityCheck { leader: "Ben Oz".to_owned(), answer: RealityAnswer::Yes, ..check() };
    checks.add(&other, &change(2)).await.expect("answered");
    let again = RealityCheck { answer: RealityAnswer::ItDepends, version: 3, ..check() };
    checks.change(&id, &again, Some(1), &change(3)).await.expect("changed");
    let overtaken = checks.change(&id, &check(), Some(1), &change(4)).await;
    assert!(overtaken.is_err(), "nobody overwrites what they have not seen");
    let standing: Vec<RealityCheck> =
        checks.in_force().await.expect("read").into_iter().map(|entry| entry.value).collect();
    assert!(standing.len() == 2 && standing.contains(&again) && standing.contains(&other), "{standing:?}");
    let said: Vec<RealityAnswer> =
        checks.history(&id).await.expect("read").iter().map(|entry| entry.value.answer).collect();
    assert_eq!(said, [RealityAnswer::No, RealityAnswer::ItDepends]);
    checks.withdraw(&id, Some(2), &change(5)).await.expect("taken back");
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<&str> = entries.iter().map(|entry| entry.what.as_str()).collect();
    let expected = ["reality_check.add", "reality_check.add", "reality_check.change", "reality_check.withdraw"];
    assert!(told.ends_with(&expected), "{told:?}");
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn who_agrees_twice_agrees_once_and_nobody_without_a_name_does(base: Base) {
    let records = base.open().await;
    let agreements = records.register::<JourneyAgreement>();
    let agreement = JourneyAgreement { version: 2, leader: "Zoë Lee".to_owned() };
    let first = agreements.add(&agreement, &change(1)).await.expect("agreed");
    let spaced = JourneyAgreement { leader: " Zoë Lee ".to_owned(), ..agreement.clone() };
    assert_eq!(agreements.add(&spaced, &change(2)).await.expect("the same"), first);
    assert_eq!(agreements.in_force().await.expect("read").len(), 1);
    let nameless = JourneyAgreement { leader: " ".to_owned(), ..agreement };
    let refused = agreements.add(&nameless, &change(3)).await;
    assert!(matches!(refused, Err(RecordsError::BadText(Field::Leader))), "{refused:?}");
    let checks = records.register::<RealityCheck>();
    for (check, field) in [
        (RealityCheck { stage: String::new(), ..check() }, Field::Stage),
        (RealityCheck { note: "\0".to_owned(), ..check() }, Field::Note),
    ] {
        let refused = checks.add(&check, &change(4)).await;
        assert!(matches!(refused, Err(RecordsError::BadText(it)) if it == field), "{refused:?}");
    }
}
