use proptest::prelude::*;

use super::*;

const TELECOM: &str = r#"
[[stages]]
id = "choose"
name = "I choose what fits me"
owner = "Ada Okafor"
goal = "know what I get before I decide"
silos = ["sales", "marketing"]

[[stages.touchpoints]]
id = "advice"
name = "I am advised"
class = "bond"
touches = ["shop visit", "advice call"]

[[stages]]
id = "get_connected"
name = "I get connected"
owner = "Ben Ito"
silos = ["field service", "billing"]
feels = "hopeful, and afraid of a day off for nothing"
needs = "to know when somebody comes"
experience = "an appointment that moves twice"
intended_experience = "the day we said, and it works"
processes = [{ kind = "reward", name = "bonus of installers" }, { kind = "planning", name = "crews a week" }]

[[stages.touchpoints]]
id = "installation"
name = "My line is installed"
class = "at_risk"
rank = 1
owner = "Cleo Brandt"
silo = "field service"
touches = ["installation", "Repeat installation"]
promise = { words = "We are there on the day we said", by_promised_moment = true, within = "16 working h", calendar = "installers", outcomes = ["done"] }
target = "95%"

[[stages.moments]]
id = "third_call"
name = "I call a third time"
class = "at_risk"
counts = "advice"
number = 3
within_days = 30
rank = 2

[[personas]]
id = "first_timer"
name = "First flat of my own"

[[handoffs]]
id = "sale_to_installation"
name = "From the sale to the installation"
from = "sales"
to = "field service"
owner = "Ben Ito"
within = "2d"
dropped_after = "14d"
"#;

fn telecom() -> Journey {
    toml::from_str(TELECOM).expect("a journey")
}

fn calendars() -> BTreeSet<String> {
    BTreeSet::from(["installers".to_owned()])
}

#[test]
fn a_journey_reads_back_as_it_was_written_and_finds_the_place_of_a_touch() {
    let journey = telecom();
    assert_eq!(journey.check(&calendars()), Ok(()));
    let written = toml::to_string(&journey).expect("TOML");
    assert_eq!(toml::from_str::<Journey>(&written).expect(&written), journey);
    let places = journey.places();
    let place = |touch: &str| places.get(touch).map(|(stage, touchpoint)| (stage.id.as_str(), touchpoint.id.as_str()));
    assert_eq!(place("repeat installation"), Some(("get_connected", "installation")));
    assert_eq!(place("advice call"), Some(("choose", "advice")));
    assert_eq!(place("advice"), None, "its touches have names of their own");
}

#[test]
fn a_journey_that_is_not_whole_is_refused_by_what_is_wrong_with_it() {
    for (from, to, said) in [
        ("owner = \"Ada Okafor\"", "owner = \" \"", "nobody answers for 'choose'"),
        ("owner = \"Ada Okafor\"", "owner = \"Ada and Ben\"", "several owners of 'choose'"),
        ("owner = \"Cleo Brandt\"", "owner = \"Cleo/Ben\"", "several owners of 'installation'"),
        ("id = \"choose\"", "id = \"Choose\"", "'Choose' is not an id"),
        ("id = \"advice\"", "id = \"installation\"", "'installation' stands for two things"),
        ("\"I get connected\"", "\"i choose what fits me \"", "are both called"),
        ("\"advice call\"", "\"INSTALLATION\"", "'installation' belong to both 'advice' and 'installation'"),
        ("rank = 2", "rank = 1", "both have the rank 1"),
        ("rank = 2", "rank = 21", "from 1 to 20"),
        ("calendar = \"installers\", ", "", "working time without a calendar"),
        ("calendar = \"installers\"", "calendar = \"nobody\"", "'nobody', which does not exist; there are: installers"),
        ("words = \"We are there on the day we said\"", "words = \"\"", "has no words"),
        ("counts = \"advice\"", "counts = \"choose\"", "which is no touchpoint"),
        ("number = 3", "number = 0", "1 at least"),
        ("silo = \"field service\"", "silo = \" \"", "'installation' is run by a silo without a name"),
        ("to = \"field service\"", "to = \"Sales\"", "from one silo to another"),
        ("dropped_after = \"14d\"", "dropped_after = \"1d\"", "before it is late"),
        ("name = \"First flat of my own\"", "name = \"\"", "'first_timer' has no name"),
    ] {
        let text = TELECOM.replace(from, to);
        assert_ne!(text, TELECOM, "{from}");
        let journey: Journey = toml::from_str(&text).expect(to);
        let refused = journey.check(&calendars()).map_err(|error| error.to_string());
        assert!(refused.as_ref().is_err_and(|refused| refused.contains(said)), "{to}: {refused:?}");
    }
    assert_eq!(Journey::default().check(&calendars()), Err(JourneyError::NoStages));
    let mut journey = telecom();
    journey.stages[1].touchpoints[0].promise = None;
    assert_eq!(journey.check(&calendars()), Err(JourneyError::NoPromise("installation".to_owned())));
    let promise = Promise { words: "soon".to_owned(), ..Promise::default() };
    journey.stages[1].touchpoints[0].promise = Some(promise);
    assert_eq!(journey.check(&calendars()), Err(JourneyError::NothingPromised("installation".to_owned())));
    for unknown in ["owner = [\"Ada\", \"Ben\"]", "owners = \"Ada\""] {
        assert!(toml::from_str::<Journey>(&TELECOM.replace("owner = \"Ada Okafor\"", unknown)).is_err(), "{unknown}");
    }
}

proptest! {
    #[test]
    fn a_time_and_a_share_read_back_as_they_are_written(minutes in 1..=5_270_400_u32, per_mille in 0..=1_000_u16) {
        for limit in [TimeLimit::elapsed(minutes), TimeLimit::working(minutes)] {
            prop_assert_eq!(limit.to_string().parse::<TimeLimit>(), Ok(limit));
            prop_assert_eq!(limit.micros(), i64::from(minutes) * 60_000_000);
        }
        let text = format!("{}.{}%", per_mille / 10, per_mille % 10);
        let share: touchpoint::Share = text.parse().expect("a share");
        prop_assert_eq!(share.to_string().parse(), Ok(share));
        prop_assert!((share.fraction() - f64::from(per_mille) / 1_000.0).abs() < 1e-12);
    }

    #[test]
    fn no_text_makes_a_time_or_a_share_that_is_none(text in "[0-9. dhm%working-]{0,14}") {
        if let Ok(limit) = text.parse::<TimeLimit>() {
            prop_assert!(limit.micros() > 0);
        }
        if let Ok(share) = text.parse::<touchpoint::Share>() {
            prop_assert!((0.0..=1.0).contains(&share.fraction()));
        }
    }
}

#[test]
fn what_is_no_length_of_time_is_refused() {
    for text in ["", "4", "h", "0h", "1.5h", "2 working d", "-3h", "4 h 5 m", "99999999999h", "6000000m"] {
        assert_eq!(text.parse::<TimeLimit>(), Err(JourneyError::BadTime(text.to_owned())), "{text}");
    }
    assert_eq!("8 working h".parse(), Ok(TimeLimit::working(480)));
    assert_eq!("2 days".parse(), Ok(TimeLimit::elapsed(2_880)));
}

#[test]
fn words_that_a_customer_would_not_say_are_noted_and_others_are_not() {
    use WordingNote::{InsideOut, UsAndThem};
    for (text, noted) in [
        ("I get connected", vec![]),
        ("We mislead nobody; our leaders answer", vec![]),
        ("Onboarding", vec![InsideOut("onboarding")]),
        ("Sales cycle & cross-selling", vec![InsideOut("sales cycle"), InsideOut("cross-selling")]),
        (
            "That is the other department's, not our job",
            vec![UsAndThem("the other department"), UsAndThem("not our job")],
        ),
        ("the front  office hands it OVER the wall", vec![UsAndThem("front office"), UsAndThem("over the wall")]),
        ("Neukundengewinnung durch den Außendienst", vec![InsideOut("neukundengewinnung"), UsAndThem("außendienst")]),
    ] {
        assert_eq!(wording_notes(text), noted, "{text}");
    }
}
