//! Adding, moving and taking away stages, touchpoints and handoffs of a draft: what a button asks for, and what dragging does.

use serde_json::json;

use crate::web::parts::draft::Draft;

/// Does what a button asks for, e.g. `stages.add`, `stages.2.up`, `stages.2.touchpoints.0.to.1.3` or `handoffs.0.remove`; a text that asks
/// for nothing, or for what is not there, does nothing.
pub(super) fn act(draft: &mut Draft, asked: &str) {
    let parts: Vec<&str> = asked.split('.').collect();
    let number = |text: &str| text.parse::<usize>().ok();
    let place = match parts[..] {
        ["stages", "add"] => draft.add("stages", json!({ "id": "", "name": "", "owner": "" })),
        ["handoffs", "add"] => {
            draft.add("handoffs", json!({ "id": "", "name": "", "from": "", "to": "", "owner": "" }))
        }
        ["stages", stage, "touchpoints", "add"] => {
            let new = json!({ "id": "", "name": "", "class": "bond" });
            draft.add(&format!("stages.{stage}.touchpoints"), new)
        }
        [list @ ("stages" | "handoffs"), at, deed] => draft.shift(list, number(at), deed),
        ["stages", at, "to", to] => draft.carry("stages", number(at), "stages", number(to)),
        ["stages", stage, "touchpoints", at, deed] => {
            let list = format!("stages.{stage}.touchpoints");
            match (number(stage), number(at), deed) {
                (Some(stage), Some(0), "up") if stage > 0 => {
                    let before = format!("stages.{}.touchpoints", stage - 1);
                    let end = draft.list(&before).len();
                    draft.carry(&list, Some(0), &before, Some(end))
                }
                (Some(stage), Some(at), "down") if at + 1 == draft.list(&list).len() => {
                    draft.carry(&list, Some(at), &format!("stages.{}.touchpoints", stage + 1), Some(0))
                }
                (_, at, deed) => draft.shift(&list, at, deed),
            }
        }
        ["stages", stage, "touchpoints", at, "to", other, to] => {
            let [from, into] = [stage, other].map(|stage| format!("stages.{stage}.touchpoints"));
            draft.carry(&from, number(at), &into, number(to))
        }
        _ => None,
    };
    draft.place = place.unwrap_or_default();
}

#[cfg(test)]
mod tests {
    use bellwether_model::Journey;
    use bellwether_words::english;
    use proptest::prelude::*;

    use super::super::draft::{HANDOFF, STAGE, TOUCHPOINT, draft_of, next};
    use super::*;
    use crate::web::parts::draft::{Fields, Kind};

    fn read(fields: &Fields) -> Result<Draft, bellwether_app::failure::Failure> {
        super::super::draft::read(fields, english().alone())
    }

    fn journey() -> Journey {
        crate::telling::journey::example().expect("a journey")
    }

    fn draft() -> Draft {
        draft_of(&journey(), 3)
    }

    /// The form as it is drawn, sent back as it is.
    fn fields(draft: &Draft) -> Fields {
        let mut fields = Fields::new();
        let mut show = |place: String, known: &[(&str, Kind)]| {
            for (name, kind) in known {
                let place = format!("{place}.{name}");
                match kind {
                    Kind::Tick if draft.shown(&place).is_empty() => {}
                    Kind::Ticks => {
                        for id in draft.shown(&place).lines() {
                            fields.insert(format!("{place}.{id}"), "yes".to_owned());
                        }
                    }
                    _ => drop(fields.insert(place.clone(), draft.shown(&place).replace('\n', "\r\n"))),
                }
            }
        };
        for stage in 0..draft.list("stages").len() {
            show(format!("stages.{stage}"), &STAGE);
            for at in 0..draft.list(&format!("stages.{stage}.touchpoints")).len() {
                show(format!("stages.{stage}.touchpoints.{at}"), &TOUCHPOINT);
            }
        }
        for at in 0..draft.list("handoffs").len() {
            show(format!("handoffs.{at}"), &HANDOFF);
        }
        fields.insert("draft".to_owned(), draft.document.to_string());
        fields.insert("after".to_owned(), draft.after.to_string());
        fields
    }

    fn ids(draft: &Draft) -> Vec<String> {
        let stages = draft.list("stages").iter();
        let with = stages.map(|stage| {
            let inner = stage["touchpoints"].as_array().into_iter().flatten();
            let inner: Vec<&str> = inner.filter_map(|it| it["id"].as_str()).collect();
            format!("{}({})", stage["id"].as_str().unwrap_or_default(), inner.join(" "))
        });
        with.collect()
    }

    #[test]
    fn a_form_that_is_sent_back_as_it_was_drawn_changes_nothing() {
        let sent = read(&fields(&draft())).expect("read");
        assert_eq!(sent, draft());
        let new = next(&sent).expect("a journey");
        assert_eq!((new.journey, new.after, new.effective_from), (journey(), Some(3), None));
    }

    #[test]
    fn what_is_filled_in_stands_in_the_draft_and_what_is_emptied_does_not() {
        let mut given = fields(&draft());
        for (name, text) in [
            ("stages.0.owner", "  Ada Okafor "),
            ("stages.0.silos", "sales\r\n\r\nshop "),
            ("stages.0.touchpoints.0.silo", " shop "),
            ("stages.1.touchpoints.0.silo", ""),
            ("stages.1.touchpoints.0.rank", "4"),
            ("stages.1.touchpoints.0.promise.within", "16 working h"),
            ("stages.1.touchpoints.0.promise.calendar", "office"),
            ("stages.2.touchpoints.0.target", ""),
            ("handoffs.0.after.delivery", "yes"),
        ] {
            given.insert(name.to_owned(), text.to_owned());
        }
        given.remove("stages.1.touchpoints.0.promise.by_promised_moment");
        for name in ["words", "within"] {
            given.insert(format!("stages.2.touchpoints.0.promise.{name}"), String::new());
        }
        let new = next(&read(&given).expect("read")).expect("a journey").journey;
        let [first, second, third] = &new.stages[..] else { panic!("three stages") };
        assert_eq!(
            (first.owner.as_str(), &first.silos[..]),
            ("Ada Okafor", &["sales".to_owned(), "shop".to_owned()][..])
        );
        let silos = [first, second].map(|stage| stage.touchpoints[0].silo.as_deref());
        assert_eq!(silos, [Some("shop"), None]);
        let promise = second.touchpoints[0].promise.as_ref().expect("a promise");
        assert!(!promise.by_promised_moment && promise.calendar.as_deref() == Some("office"));
        assert_eq!(
            (second.touchpoints[0].rank, promise.within.map(|it| it.to_string())),
            (Some(4), Some("16 working h".to_owned()))
        );
        assert_eq!((&third.touchpoints[0].promise, third.touchpoints[0].target), (&None, None));
        assert_eq!((third.moments.len(), &new.handoffs[0].after[..]), (1, &["delivery".to_owned()][..]));
    }

    #[test]
    fn what_cannot_be_read_is_refused_by_what_was_written() {
        for (name, text, said) in [
            ("stages.1.touchpoints.0.promise.within", "two days", "two days"),
            ("stages.1.touchpoints.0.target", "most", "most"),
            ("stages.1.touchpoints.0.rank", "first", "first"),
            ("from", "tomorrow", "tomorrow"),
        ] {
            let mut given = fields(&draft());
            given.insert(name.to_owned(), text.to_owned());
            let refused = next(&read(&given).expect("read")).expect_err(name);
            assert!(refused.to_string().contains(said), "{name}: {refused}");
        }
    }

    #[test]
    fn stages_and_touchpoints_are_added_moved_and_taken_away_by_buttons() {
        let mut draft = draft();
        assert_eq!(ids(&draft), ["choose(advice)", "start(delivery)", "get_help(support)"]);
        for (asked, expected, place) in [
            ("stages.0.up", ["choose(advice)", "start(delivery)", "get_help(support)"], ""),
            ("stages.0.down", ["start(delivery)", "choose(advice)", "get_help(support)"], "stages.1"),
            ("stages.1.to.0", ["choose(advice)", "start(delivery)", "get_help(support)"], "stages.0"),
            (
                "stages.1.touchpoints.0.up",
                ["choose(advice delivery)", "start()", "get_help(support)"],
                "stages.0.touchpoints.1",
            ),
            (
                "stages.0.touchpoints.1.up",
                ["choose(delivery advice)", "start()", "get_help(support)"],
                "stages.0.touchpoints.0",
            ),
            (
                "stages.0.touchpoints.1.down",
                ["choose(delivery)", "start(advice)", "get_help(support)"],
                "stages.1.touchpoints.0",
            ),
            ("stages.2.touchpoints.0.down", ["choose(delivery)", "start(advice)", "get_help(support)"], ""),
            (
                "stages.2.touchpoints.0.to.0.1",
                ["choose(delivery support)", "start(advice)", "get_help()"],
                "stages.0.touchpoints.1",
            ),
            (
                "stages.0.touchpoints.0.remove",
                ["choose(support)", "start(advice)", "get_help()"],
                "stages.0.touchpoints.0",
            ),
            ("stages.7.remove", ["choose(support)", "start(advice)", "get_help()"], ""),
            ("stages.x.up", ["choose(support)", "start(advice)", "get_help()"], ""),
        ] {
            act(&mut draft, asked);
            assert_eq!((&ids(&draft)[..], draft.place.as_str()), (&expected.map(str::to_owned)[..], place), "{asked}");
        }
        act(&mut draft, "stages.add");
        assert_eq!(draft.place, "stages.3");
        let mut given = fields(&draft);
        given.insert("stages.3.name".to_owned(), "Ich hör auf".to_owned());
        assert_eq!(ids(&read(&given).expect("read"))[3], "ich_hoer_auf()");
        given.insert("stages.3.name".to_owned(), "Start".to_owned());
        assert_eq!(ids(&read(&given).expect("read"))[3], "start_2()");
    }

    proptest! {
        #[test]
        fn whatever_is_asked_nothing_is_lost_but_what_is_taken_away(asked in prop::collection::vec(
            (0..4_usize, 0..3_usize, 0..4_usize, 0..3_usize, 0..4_usize), 0..12,
        )) {
            let mut draft = draft();
            let all = |draft: &Draft| {
                let mut all: Vec<String> = ids(draft).join(" ").split([' ', '(', ')']).filter(|id| !id.is_empty()).map(str::to_owned).collect();
                all.sort();
                all
            };
            let before = all(&draft);
            for (stage, at, other, to, deed) in asked {
                act(&mut draft, &match deed {
                    0 => format!("stages.{stage}.touchpoints.{at}.to.{other}.{to}"),
                    1 => format!("stages.{stage}.to.{other}"),
                    2 => format!("stages.{stage}.touchpoints.{at}.{}", if to == 0 { "up" } else { "down" }),
                    _ => format!("stages.{stage}.{}", if to == 0 { "up" } else { "down" }),
                });
            }
            prop_assert_eq!(all(&draft), before);
            prop_assert!(next(&draft).is_ok());
        }
    }
}
