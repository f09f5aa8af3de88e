use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bellwether_model::{Grain, Measure, Policy};
use jiff::Timestamp;
use ulid::Ulid;

use super::Answers;
use crate::app::App;
use crate::config::Config;
use crate::failure::{Failure, FailureKind};
use crate::planning::NewTarget;
use crate::policy::PolicyQuestion;
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question, Topic};
use crate::weight::weight;

/// A question that counts how often it was answered; it is called by its name alone.
#[derive(Clone)]
struct Counted {
    name: &'static str,
    rests_on: &'static [Input],
    fails: bool,
    answered: Arc<AtomicUsize>,
}

impl PartialEq for Counted {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Counted {}

impl Hash for Counted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Question for Counted {
    type Answer = String;

    fn weight(answer: &String) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        self.rests_on
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, _: &App) -> Result<String, Failure> {
        let times = self.answered.fetch_add(1, Ordering::Relaxed) + 1;
        if self.fails && times == 1 { Err(Failure::usage("not yet")) } else { Ok(format!("{} {times}", self.name)) }
    }
}

fn counted(name: &'static str, rests_on: &'static [Input]) -> Counted {
    Counted { name, rests_on, fails: false, answered: Arc::default() }
}

/// Two questions without any content, with answers of one type.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Left;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Right;

impl Question for Left {
    type Answer = &'static str;

    fn weight(answer: &&'static str) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, _: &App) -> Result<&'static str, Failure> {
        Ok("left")
    }
}

impl Question for Right {
    type Answer = &'static str;

    fn weight(answer: &&'static str) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, _: &App) -> Result<&'static str, Failure> {
        Ok("right")
    }
}

#[expect(clippy::disallowed_methods, reason = "a test makes its changes under ids that never come again")]
fn new_id() -> Ulid {
    Ulid::generate()
}

async fn company() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let config = Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user: "tester".into() };
    let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a moment");
    let app = App::new(config, now, new_id);
    app.init(&Policy::default()).await.expect("a company");
    (app.open().await.expect("opened"), folder)
}

async fn set_a_target(app: &App) {
    let target = NewTarget {
        grain: Grain::Year,
        period: "2026".into(),
        measure: Measure::Closing,
        level: None,
        customers: Some(100),
        minor: None,
        owner: "Ada".into(),
        investment: String::new(),
        after: None,
    };
    app.set_target(None, &target, "Ada").await.expect("a target");
}

#[tokio::test]
async fn a_change_of_the_records_makes_only_those_answers_anew_that_rest_on_what_changed() {
    let (app, _folder) = company().await;
    let answers = Answers::default();
    let (figures, targets) = (counted("figures", Input::LEDGER), counted("targets", &[Input::Records(Topic::Targets)]));
    let ask = async |question: &Counted| {
        answers.ask(app.clone(), question.clone(), Clearance::FULL).await.expect("an answer")
    };
    assert_eq!([ask(&figures).await.as_str(), ask(&targets).await.as_str()], ["figures 1", "targets 1"]);
    set_a_target(&app).await;
    assert_eq!([ask(&figures).await.as_str(), ask(&targets).await.as_str()], ["figures 1", "targets 2"]);
    app.sign_policy(None, "Ada", "CCO").await.expect("signed");
    assert_eq!([ask(&figures).await.as_str(), ask(&targets).await.as_str()], ["figures 2", "targets 2"]);
    let tomorrow = app.at(app.now + jiff::SignedDuration::from_hours(24));
    let later = answers.ask(tomorrow, figures.clone(), Clearance::FULL).await.expect("an answer");
    assert_eq!(later.as_str(), "figures 3", "another day is another answer");
}

#[tokio::test]
async fn questions_of_two_types_never_serve_each_others_answers() {
    let (app, _folder) = company().await;
    let answers = Answers::default();
    for _ in 0..2 {
        assert_eq!(*answers.ask(app.clone(), Left, Clearance::FULL).await.expect("an answer"), "left");
        assert_eq!(*answers.ask(app.clone(), Right, Clearance::FULL).await.expect("an answer"), "right");
    }
    let in_force =
        answers.ask(app.clone(), PolicyQuestion::default(), Clearance::FULL).await.expect("the policy in force");
    assert_eq!(in_force.version, 1);
    let named = PolicyQuestion { version: Some("in force".into()) };
    let refused = answers.ask(app, named, Clearance::FULL).await.expect_err("no version is called so");
    assert_eq!(refused.kind(), FailureKind::NotFound);
}

#[tokio::test]
async fn what_many_ask_at_once_is_worked_out_once_and_a_failure_is_not_kept() {
    let (app, _folder) = company().await;
    let answers = Answers::default();
    let asked = counted("asked", &[Input::Records(Topic::Policy)]);
    let all =
        futures::future::join_all((0..20).map(|_| answers.ask(app.clone(), asked.clone(), Clearance::FULL))).await;
    assert!(all.into_iter().all(|answer| answer.expect("an answer").as_str() == "asked 1"));
    let failing = Counted { fails: true, ..counted("failing", &[]) };
    answers.ask(app.clone(), failing.clone(), Clearance::FULL).await.expect_err("it fails once");
    assert_eq!(answers.ask(app, failing, Clearance::FULL).await.expect("an answer").as_str(), "failing 2");
}

#[tokio::test]
async fn no_more_is_kept_than_the_answers_asked_for_lately() {
    let (app, _folder) = company().await;
    let answers = Answers::default();
    let names: Vec<&'static str> =
        (0..=super::MOST_ANSWERS).map(|n| -> &'static str { n.to_string().leak() }).collect();
    let questions: Vec<Counted> = names.into_iter().map(|name| counted(name, &[])).collect();
    for question in &questions {
        answers.ask(app.clone(), question.clone(), Clearance::FULL).await.expect("an answer");
        // The first one is asked for again and again, and stays.
        answers.ask(app.clone(), questions[0].clone(), Clearance::FULL).await.expect("an answer");
    }
    answers.ask(app, questions[1].clone(), Clearance::FULL).await.expect("an answer");
    let times = |at: usize| questions[at].answered.load(Ordering::Relaxed);
    assert_eq!([times(0), times(1), times(2)], [1, 2, 1]);
}

/// Put together from another answer, which takes the same turn as its own would.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Whole {
    part: Counted,
    effort: &'static str,
}

impl Question for Whole {
    type Answer = String;

    fn weight(answer: &String) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[Input::Records(Topic::Policy), Input::Records(Topic::Targets)]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        if self.effort == "slight" { Effort::Slight } else { Effort::Moderate }
    }

    async fn answer(&self, app: &App) -> Result<String, Failure> {
        Ok(format!("{} of {}", self.effort, app.part(&self.part).await?))
    }
}

#[tokio::test]
async fn a_slight_answer_is_put_together_from_kept_ones_and_one_with_a_turn_works_its_parts_out_itself() {
    let (app, _folder) = company().await;
    let answers = Answers::default();
    let part = counted("part", &[Input::Records(Topic::Policy)]);
    let ask = async |effort| {
        let whole = answers.ask(app.clone(), Whole { part: part.clone(), effort }, Clearance::FULL);
        let in_time = tokio::time::timeout(std::time::Duration::from_mins(1), whole).await;
        in_time.expect("nobody waits for a turn that it holds itself").expect("an answer")
    };
    assert_eq!(ask("slight").await.as_str(), "slight of part 1");
    set_a_target(&app).await;
    assert_eq!(ask("slight").await.as_str(), "slight of part 1", "the part does not rest on targets");
    assert_eq!(
        ask("moderate").await.as_str(),
        "moderate of part 2",
        "its turn is the one that its part would wait for"
    );
    app.sign_policy(None, "Ada", "CCO").await.expect("signed");
    assert_eq!(ask("slight").await.as_str(), "slight of part 3");
}

/// Asks for the same part twice; before the second time something changes that it rests on, the first time of all.
#[derive(Clone)]
struct Twice {
    part: Counted,
    changed: Arc<AtomicUsize>,
}

impl PartialEq for Twice {
    fn eq(&self, other: &Self) -> bool {
        self.part == other.part
    }
}

impl Eq for Twice {}

impl Hash for Twice {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.part.hash(state);
    }
}

impl Question for Twice {
    type Answer = [String; 2];

    fn weight(answer: &[String; 2]) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        self.part.rests_on
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<[String; 2], Failure> {
        let first = app.part(&self.part).await?;
        if self.changed.fetch_add(1, Ordering::Relaxed) == 0 {
            set_a_target(app).await;
        }
        Ok([first.to_string(), app.part(&self.part).await?.to_string()])
    }
}

#[tokio::test]
async fn the_parts_of_an_answer_are_of_one_state_of_knowledge() {
    let (app, _folder) = company().await;
    let part = counted("part", &[Input::Records(Topic::Targets)]);
    let twice = Twice { part, changed: Arc::default() };
    let answer = Answers::default().ask(app, twice, Clearance::FULL).await.expect("an answer");
    assert_eq!(*answer, ["part 2", "part 2"], "never one from before the change beside one from after it");
}

/// A question with a long answer.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Long {
    number: usize,
    length: usize,
}

impl Question for Long {
    type Answer = String;

    fn weight(answer: &String) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, _: &App) -> Result<String, Failure> {
        Ok("a".repeat(self.length))
    }
}

#[tokio::test]
async fn kept_answers_hold_no_more_than_their_share_however_long_each_is() {
    let (app, _folder) = company().await;
    let answers = Answers::within(16 << 20);
    let share = 1 << 20;
    for (number, length) in (0..60).zip([10, 100_000, 3 << 20, 200_000, 0].into_iter().cycle()) {
        let answer = answers.ask(app.clone(), Long { number, length }, Clearance::FULL).await.expect("an answer");
        assert_eq!(answer.len(), length, "it is told, whether it is kept or not");
        assert!(answers.bytes() <= share, "{} bytes after {number}", answers.bytes());
    }
    assert!(answers.bytes() > share / 2, "{} bytes: what there is room for is kept", answers.bytes());
    let again = counted("short", &[]);
    for _ in 0..2 {
        assert_eq!(*answers.ask(app.clone(), again.clone(), Clearance::FULL).await.expect("an answer"), "short 1");
    }
}

/// A question that takes until it is told to end.
#[derive(Clone)]
struct Endless(usize, Arc<tokio::sync::Semaphore>);

impl PartialEq for Endless {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Eq for Endless {}

impl Hash for Endless {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Question for Endless {
    type Answer = usize;

    fn weight(answer: &usize) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        &[]
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, _: &App) -> Result<usize, Failure> {
        drop(self.1.acquire().await);
        Ok(self.0)
    }
}

#[tokio::test]
async fn a_line_of_questions_ends_somewhere_and_who_comes_then_is_told_so_at_once() {
    let (app, _folder) = company().await;
    let (answers, told) = (Answers::default(), Arc::new(tokio::sync::Semaphore::new(0)));
    let mut waiting: Vec<_> = (0..super::MOST_WAITING)
        .map(|number| Box::pin(answers.ask(app.clone(), Endless(number, told.clone()), Clearance::FULL)))
        .collect();
    for ask in &mut waiting {
        let soon = tokio::time::timeout(std::time::Duration::from_millis(20), ask.as_mut()).await;
        assert!(soon.is_err(), "nobody has answered yet");
    }
    let refused = answers.ask(app.clone(), counted("one more", &[]), Clearance::FULL).await.expect_err("refused");
    assert_eq!(refused.kind(), FailureKind::Busy);
    told.add_permits(1);
    for ask in waiting {
        ask.await.expect("an answer");
    }
    assert_eq!(*answers.ask(app, counted("one more", &[]), Clearance::FULL).await.expect("an answer"), "one more 1");
}
