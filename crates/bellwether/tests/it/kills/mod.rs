//! Two companies live the same life, and one of them is killed again and again: after each kill it knows all that was acknowledged, once,
//! and what was being asked wholly or not at all; asked once more, it is as the other.
//!
//! Each run makes a few kills, chosen at random from a seed that it prints; `BELLWETHER_TEST_KILLS=500` makes as many as it says.

mod actions;
mod life;
mod request;
mod stand;
mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use actions::{Action, Again, Beginning, Job};
use life::{Life, Step};
use stand::{Stand, send_files};
use state::{Kind, State};

use crate::chance::Chance;
use crate::source_text::text;

const USUAL: usize = 12;
/// The latest kill, in thousandths of the usual duration: what is done comes last, and an answer after it.
const LATEST: usize = 1_400;
/// Kills in one life.
const TURNS: usize = 9;

#[expect(clippy::disallowed_methods, reason = "how much a test tries is no part of the program's config")]
fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

/// What was found after the kills.
#[derive(Debug, Default)]
struct Tally {
    kills: usize,
    /// Of a process that was still at it.
    running: usize,
    acknowledged: usize,
    /// Unacknowledged, and not there.
    before: usize,
    /// Unacknowledged, and there.
    after: usize,
    /// Unacknowledged, and begun: nothing of it counts, but it is said to have been asked for.
    begun: usize,
    by_action: BTreeMap<&'static str, usize>,
}

/// The same company twice.
struct Lives {
    undisturbed: Life,
    killed: Life,
    known: State,
}

impl Lives {
    async fn begin(stand: &Stand, beginning: Beginning) -> Self {
        let [mut undisturbed, mut killed] = [stand.life(), stand.life()];
        if beginning == Beginning::Furnished {
            send_files(&mut undisturbed);
            send_files(&mut killed);
        }
        let known = undisturbed.state().await;
        assert_eq!(killed.state().await, known, "they begin alike");
        Self { undisturbed, killed, known }
    }

    /// Asks for something of both, and kills the one amid it. Whether it could be asked for.
    async fn turn(&mut self, action: &'static Action, chance: &mut Chance, tally: &mut Tally) -> bool {
        let turn = self.undisturbed.turn + 1;
        (self.undisturbed.turn, self.killed.turn) = (turn, turn);
        let Some(step) = self.undisturbed.step(action).await else { return false };
        let undisturbed = step.clone();
        let started = Instant::now();
        let done = self.undisturbed.take(action, &step).await;
        let usual = started.elapsed();
        if !done.is_acknowledged {
            assert!(turn > 1, "{step} of a new company: {}", done.told);
            assert_eq!(
                self.undisturbed.state().await,
                self.known,
                "{step} was refused, and nothing changed: {}",
                done.told
            );
            return false;
        }
        let after = self.undisturbed.state().await;
        let step = self.killed.step(action).await.unwrap_or_else(|| panic!("{action:?} can be asked of both"));
        let at = usual.mul_f64(chance.below(LATEST) as f64 / 1_000.0);
        let what = format!("{} killed after {at:?} of {usual:?}: {step}", action.name);
        println!("{what}");
        let ending = self.killed.take_and_kill(&step, at);
        tally.kills += 1;
        tally.running += usize::from(ending.was_running);
        *tally.by_action.entry(action.name).or_default() += 1;
        if ending.is_acknowledged && action.job != Job::Passing {
            tally.acknowledged += 1;
            self.killed.settle(action).await;
            alike(&after, &self.killed.state().await, &format!("{what}, acknowledged"));
        } else {
            let found = self.killed.state().await;
            let is_there = found == after;
            match (found == self.known, is_there) {
                (true, _) => tally.before += 1,
                (_, true) => tally.after += 1,
                _ => tally.begun += 1,
            }
            if action.name != IN_STEPS {
                is_whole_or_nothing(&self.known, &found, &after, &what);
            }
            if !(is_there && action.again == Again::Another) {
                self.ask_again(action, step, is_there, &what).await;
            }
            // What was there but for something aside is another one now, and so it is of the undisturbed.
            let has_facts = facts_of(&found) == facts_of(&after) && facts_of(&found) != facts_of(&self.known);
            if !is_there && action.again == Again::Another && has_facts {
                self.undisturbed.take(action, &undisturbed).await;
                let [undisturbed, killed] = [self.undisturbed.state().await, self.killed.state().await];
                assert_eq!(facts_of(&undisturbed), facts_of(&killed), "{what}, asked again of both");
                self.killed.is_sound(&what).await;
                // What is made from the facts was made another number of times, so that this life is over.
                self.undisturbed.turn = TURNS;
                return true;
            }
            alike(&after, &self.killed.state().await, &format!("{what}, asked again"));
        }
        self.killed.is_sound(&what).await;
        self.known = after;
        self.tidy();
        true
    }

    /// Asks for the same once more, which is done now; where it was done before, it may be refused.
    async fn ask_again(&mut self, action: &Action, step: Step, is_there: bool, what: &str) {
        let step = match action.again {
            Again::Anew => match self.killed.step(action).await {
                Some(step) => step,
                // Whoever came in first is in.
                None if is_there => return,
                None => panic!("{what}: cannot be asked anew"),
            },
            Again::Same | Again::Another => step,
        };
        let mut again = self.killed.take(action, &step).await;
        if again.told.contains("under_way") && !is_there {
            // A key is held for a while, in case the request is being done; nothing was, so that it may come with another.
            let step = self.killed.step(action).await.unwrap_or_else(|| panic!("{what}: cannot be asked again"));
            again = self.killed.take(action, &step).await;
        }
        assert!(again.is_acknowledged || is_there, "{what}: asked again, {}", again.told);
        self.killed.settle(action).await;
    }

    /// Copies of companies were looked at.
    fn tidy(&mut self) {
        for life in [&self.undisturbed, &self.killed] {
            for entry in std::fs::read_dir(life.company.folder()).expect("a folder").flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with("copy-") || name.contains("restor") {
                    std::fs::remove_dir_all(entry.path()).expect("removed");
                }
            }
        }
        self.known.0.remove("copies");
    }
}

/// The demo's company is made in many imports, each of them whole; begun again, it is made to its end.
const IN_STEPS: &str = "demo";

/// The parts of a state that are facts.
fn facts_of(state: &State) -> BTreeMap<&String, &Vec<String>> {
    state.0.iter().filter(|(part, _)| State::kind(part) == Kind::Facts).collect()
}

/// That two states are the same, or what is not.
fn alike(expected: &State, found: &State, what: &str) {
    for part in expected.0.keys().chain(found.0.keys()) {
        let [expected, found] = [expected, found].map(|state| state.0.get(part).cloned().unwrap_or_default());
        if expected != found {
            let lost: Vec<_> = expected.iter().filter(|line| !found.contains(line)).collect();
            let more: Vec<_> = found.iter().filter(|line| !expected.contains(line)).collect();
            panic!("{what}: {part} of {} and {} lines\nlost: {lost:#?}\nmore: {more:#?}", expected.len(), found.len());
        }
    }
}

/// That what was asked for is there wholly or not at all, beside all that was there before.
fn is_whole_or_nothing(before: &State, found: &State, after: &State, what: &str) {
    let of = |state: &State, part: &String| state.0.get(part).cloned().unwrap_or_default();
    let parts: BTreeSet<&String> = before.0.keys().chain(found.0.keys()).chain(after.0.keys()).collect();
    let (mut older, mut newer) = (Vec::new(), Vec::new());
    for part in parts {
        let [before, found, after] = [before, found, after].map(|state| of(state, part));
        let is_one = found == before || found == after;
        match State::kind(part) {
            Kind::Audit => assert!(
                found.starts_with(&before) && after.starts_with(&found),
                "{what}: {part}\nbefore: {before:#?}\nfound: {found:#?}\nafter: {after:#?}"
            ),
            Kind::Facts | Kind::Aside if !is_one => {
                alike(
                    &State([(part.clone(), before)].into()),
                    &State([(part.clone(), found)].into()),
                    &format!("{what}: neither"),
                );
            }
            Kind::Facts if before == after => {}
            Kind::Facts => {
                if found == before {
                    older.push(part);
                } else {
                    newer.push(part);
                }
            }
            Kind::Aside => {}
        }
    }
    assert!(older.is_empty() || newer.is_empty(), "{what}: as before are {older:?}, as afterwards {newer:?}");
}

/// The commands of the program, each as the words that name it.
fn commands(before: &[&str]) -> Vec<String> {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_bellwether")).args(before).arg("--help").output();
    let help = String::from_utf8(output.expect("the binary runs").stdout).expect("UTF-8");
    let Some((_, rest)) = help.split_once("\nCommands:\n") else { return vec![before.join(" ")] };
    let listed = rest.lines().take_while(|line| !line.is_empty());
    let listed =
        listed.filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' '))?.split(' ').next());
    let below = listed.filter(|name| *name != "help").flat_map(|name| commands(&[before, &[name]].concat()));
    // Such as `import`, which does something itself and has others below it.
    let itself = help.contains("Arguments:").then(|| before.join(" "));
    below.chain(itself).collect()
}

#[test]
fn everything_that_writes_is_asked_for_by_every_door() {
    let mut doors: BTreeSet<String> = commands(&[]).into_iter().collect();
    let pages = text("crates/bellwether/src/web/pages/mod.rs".as_ref());
    doors.extend(pages.split("(Method::").skip(1).filter_map(|rest| {
        let (method, rest) = rest.split_once(", \"")?;
        (method != "GET").then(|| format!("{method} {}", rest.split('"').next().unwrap_or_default()))
    }));
    let operations =
        text("crates/bellwether/src/web/tests/snapshots/bellwether__web__tests__api__openapi.snap".as_ref());
    let mut path = "";
    for line in operations.lines() {
        let key = line.trim().trim_end_matches(": {").trim_matches('"');
        if key.starts_with("/api/") {
            path = key;
        } else if ["post", "put", "patch", "delete"].contains(&key) && line.ends_with('{') {
            doors.insert(format!("{} {path}", key.to_uppercase()));
        }
    }
    let tried = actions::all().map(|action| action.name);
    let known = tried.chain(actions::LEFT_OUT.map(|(name, _)| name)).chain(actions::READING);
    assert_eq!(known.map(str::to_owned).collect::<BTreeSet<_>>(), doors);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_nothing_acknowledged_is_lost_and_nothing_is_there_twice() {
    let seed = number("BELLWETHER_TEST_SEED").unwrap_or_else(|| life::now().as_microsecond().unsigned_abs());
    let wanted = number("BELLWETHER_TEST_KILLS").map_or(USUAL, |wanted| wanted as usize);
    println!("{wanted} kills from BELLWETHER_TEST_SEED={seed}");
    let mut chance = Chance(seed);
    let mut waiting: Vec<&'static Action> = Vec::new();
    let mut stands: Vec<(Beginning, Stand)> = Vec::new();
    let mut tally = Tally::default();
    while tally.kills < wanted {
        // Each in turn, so that in many kills all are asked for as often.
        if waiting.is_empty() {
            waiting = actions::all().collect();
            for at in (1..waiting.len()).rev() {
                waiting.swap(at, chance.below(at + 1));
            }
        }
        let beginning = waiting[waiting.len() - 1].beginning;
        if !stands.iter().any(|(known, _)| *known == beginning) {
            stands.push((beginning, Stand::new(beginning).await));
        }
        let stand = &stands.iter().find(|(known, _)| *known == beginning).expect("made").1;
        let mut lives = Lives::begin(stand, beginning).await;
        let before = tally.kills;
        while tally.kills < wanted && lives.undisturbed.turn < TURNS {
            let Some(at) = waiting.iter().rposition(|action| action.beginning == beginning) else { break };
            let action = waiting.remove(at);
            if !lives.turn(action, &mut chance, &mut tally).await {
                waiting.insert(0, action);
            }
        }
        // What is left needs what others do first, such as a token that is withdrawn: it waits for the next round.
        if tally.kills == before {
            waiting.clear();
        }
    }
    println!("{tally:#?}");
    assert!(tally.running > 0, "none was still at it when it was killed");
    // Some wait a round or two for what others do first.
    if wanted >= 4 * actions::all().count() {
        let spared = actions::all().filter(|action| !tally.by_action.contains_key(action.name));
        assert_eq!(spared.map(|action| action.name).collect::<Vec<_>>(), Vec::<&str>::new(), "none is never killed");
    }
}
