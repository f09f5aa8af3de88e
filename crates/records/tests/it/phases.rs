//! Phases of measures.

use bellwether_model::Day;
use bellwether_records::{Field, MeasurePhase, RecordsError};

use crate::databases::{Base, change};

crate::on_both_databases!(
    a_phase_is_corrected_and_taken_back_and_the_audit_tells_what_it_was,
    a_phase_of_no_measure_and_one_without_a_reason_are_refused,
);

pub(crate) fn phase() -> MeasurePhase {
    MeasurePhase {
        measure: "installation.kept".to_owned(),
        from: Day(20_454),
        reason: "Two more crews since January".to_owned(),
    }
}

async fn a_phase_is_corrected_and_taken_back_and_the_audit_tells_what_it_was(base: Base) {
    let records = base.open().await;
    let phases = records.register::<MeasurePhase>();
    let id = phases.add(&phase(), &change(1)).await.expect("begun");
    let earlier = MeasurePhase { from: Day(20_400), ..phase() };
    phases.change(&id, &earlier, Some(1), &change(2)).await.expect("changed");
    let found = phases.in_force().await.expect("read");
    assert_eq!((found.len(), &found[0].value, found[0].version), (1, &earlier, 2));
    phases.withdraw(&id, Some(2), &change(3)).await.expect("taken back");
    assert_eq!(phases.in_force().await.expect("read"), []);
    let entries = records.audit().after(0, 100).await.expect("read");
    let told: Vec<&str> = entries.iter().map(|entry| entry.what.as_str()).collect();
    assert!(told.ends_with(&["phase.add", "phase.change", "phase.withdraw"]), "{told:?}");
    assert_eq!(records.verify().await.expect("verified"), []);
}

async fn a_phase_of_no_measure_and_one_without_a_reason_are_refused(base: Base) {
    let records = base.open().await;
    let phases = records.register::<MeasurePhase>();
    for (phase, field) in [
        (MeasurePhase { measure: " ".to_owned(), ..phase() }, Field::Measure),
        (MeasurePhase { reason: "\n".to_owned(), ..phase() }, Field::PhaseReason),
    ] {
        let refused = phases.add(&phase, &change(1)).await;
        assert!(matches!(refused, Err(RecordsError::BadText(it)) if it == field), "{refused:?}");
    }
}
