//! The journey as a draft: which fields its things have, how it is read from the form, and what it comes to.

use bellwether_app::failure::Failure;
use bellwether_app::journey::NewJourney;
use bellwether_model::{Day, Journey};
use bellwether_words::{Words, message};
use serde_json::json;

use crate::web::parts::draft::{Draft, Fields, Filled, Kind, shown};

pub(super) const STAGE: [(&str, Kind); 8] = [
    ("name", Kind::Line),
    ("owner", Kind::Line),
    ("goal", Kind::Prose),
    ("feels", Kind::Prose),
    ("needs", Kind::Prose),
    ("experience", Kind::Prose),
    ("intended_experience", Kind::Prose),
    ("silos", Kind::Lines),
];

pub(super) const TOUCHPOINT: [(&str, Kind); 17] = [
    ("name", Kind::Line),
    ("class", Kind::Choice),
    ("rank", Kind::Number),
    ("owner", Kind::Line),
    ("silo", Kind::Line),
    ("touches", Kind::Lines),
    ("promise.words", Kind::Prose),
    ("promise.by_promised_moment", Kind::Tick),
    ("promise.within", Kind::Line),
    ("promise.calendar", Kind::Choice),
    ("promise.outcomes", Kind::Lines),
    ("target", Kind::Line),
    ("due.after", Kind::Ticks),
    ("due.within_days", Kind::Number),
    ("due.before_renewal_days", Kind::Number),
    ("due.earliest_days", Kind::Number),
    ("due.term_months", Kind::Number),
];

pub(super) const HANDOFF: [(&str, Kind); 8] = [
    ("name", Kind::Line),
    ("from", Kind::Line),
    ("to", Kind::Line),
    ("owner", Kind::Line),
    ("after", Kind::Ticks),
    ("within", Kind::Line),
    ("dropped_after", Kind::Line),
    ("calendar", Kind::Choice),
];

/// What stands in a journey though it is empty.
const NEEDED: [&str; 6] = ["name", "owner", "class", "from", "to", "promise.words"];

/// A draft of the version after one.
pub(super) fn draft_of(journey: &Journey, after: i64) -> Draft {
    Draft::of(json!(journey), after)
}

/// What a form sent: the draft it was drawn from, with what was filled in.
pub(super) fn read(fields: &Fields, words: Words<'_>) -> Result<Draft, Failure> {
    let mut draft = Draft::carried(fields, "stages", "failure-draft-unread")?;
    let filled = Filled { fields, needed: &NEEDED, words };
    let mut lists = vec![("stages".to_owned(), "stage"), ("handoffs".to_owned(), "handoff")];
    for stage in 0..draft.list("stages").len() {
        let of = format!("stages.{stage}");
        draft.fill(&of, &STAGE, &filled);
        let touchpoints = format!("{of}.touchpoints");
        for at in 0..draft.list(&touchpoints).len() {
            let touchpoint = format!("{touchpoints}.{at}");
            draft.fill(&touchpoint, &TOUCHPOINT, &filled);
            leave_out_what_is_empty(&mut draft, &touchpoint);
        }
        lists.push((touchpoints, "touchpoint"));
    }
    for handoff in 0..draft.list("handoffs").len() {
        draft.fill(&format!("handoffs.{handoff}"), &HANDOFF, &filled);
    }
    for (list, noun) in lists {
        draft.name(&list, noun);
    }
    Ok(draft)
}

fn leave_out_what_is_empty(draft: &mut Draft, touchpoint: &str) {
    for part in ["promise", "due"] {
        let stood = draft.at(&format!("{touchpoint}.{part}")).as_object();
        let is_empty = stood.is_some_and(|stood| stood.values().all(|value| shown(value).is_empty()));
        if let Some(thing) = draft.object(touchpoint).filter(|_| is_empty) {
            thing.remove(part);
        }
    }
}

/// The next version; refused where what was written is none in its shape.
pub(super) fn next(draft: &Draft) -> Result<NewJourney, Failure> {
    let unread = |error: serde_json::Error| Failure::input(message("failure-draft-unread").with("why", error));
    let journey: Journey = serde_json::from_value(draft.document.clone()).map_err(unread)?;
    let from = Some(draft.from.as_str()).filter(|day| !day.is_empty()).map(str::parse::<Day>).transpose();
    let effective_from = from.map_err(Failure::input)?;
    Ok(NewJourney { journey, effective_from, note: draft.note.clone(), after: Some(draft.after) })
}
