//! The journey as a poster for the wall: each stage in the customers' words, who answers for it, what is promised at each touchpoint, and
//! what became of the promises and handoffs of a period.
//!
//! Invariant: nothing is left out or cut. The letters are as large as the sheet allows; where even small ones do not fit, it is several sheets.

use bellwether_app::App;
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::handoffs::{Handoffs, HandoffsQuestion, SiloHandoffs};
use bellwether_app::journey::JourneyVersion;
use bellwether_app::organisation::HouseQuestion;
use bellwether_app::privacy::Clearance;
use bellwether_app::promises::{Promises, PromisesQuestion, TouchpointPromises};
use bellwether_app::question::{Effort, Input, Question, Topic};
use bellwether_model::{Grain, Handoff, Journey, Stage, Touchpoint};
use bellwether_paper::Sheet;
use bellwether_words::{Language, Locale, Words, message};
use serde::Serialize;

use super::failed;
use crate::telling::journey;

/// The journey of a period as a poster.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PosterQuestion {
    /// How large the sheet is.
    pub(crate) paper: Paper,
    /// The language of its words.
    pub(crate) locale: Locale,
    /// The promises told on it: those of all touchpoints in a period.
    pub(crate) promises: PromisesQuestion,
}

/// The size of a poster's sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Paper {
    /// 420 by 297 mm.
    A3,
    /// 841 by 594 mm.
    A1,
}

impl Paper {
    /// All sizes, the smallest first.
    pub(crate) const ALL: [Self; 2] = [Self::A3, Self::A1];

    /// As in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::A3 => "a3",
            Self::A1 => "a1",
        }
    }
}

impl Question for PosterQuestion {
    type Answer = Vec<u8>;

    fn weight(answer: &Vec<u8>) -> usize {
        answer.len()
    }

    fn rests_on(&self) -> &'static [Input] {
        &[
            Input::Facts,
            Input::Records(Topic::Policy),
            Input::Records(Topic::Books),
            Input::Records(Topic::Journey),
            Input::Records(Topic::Calendars),
            Input::Records(Topic::Settings),
        ]
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.about_customers(self)
    }

    fn effort(&self) -> Effort {
        Effort::Slight
    }

    async fn answer(&self, app: &App) -> Result<Vec<u8>, Failure> {
        let PromisesQuestion { grain, period, viewpoint, .. } = self.promises.clone();
        let promises = app.part(&self.promises).await?;
        let handoffs = app.part(&HandoffsQuestion { grain, period, viewpoint }).await?;
        let house = app.part(&HouseQuestion).await?;
        let written = match promises.journey {
            Some(version) => app.journey(Some(version), promises.basis.as_of).await?,
            None => None,
        };
        let written = written.ok_or_else(|| Failure::new(FailureKind::NotFound, message("failure-no-journey")))?;
        let language = Language::new(self.locale);
        let told = Told { grain, promises: &promises, handoffs: &handoffs, words: promises.basis.words(&language) };
        let organisation = house.organisation.name.clone();
        let poster = told.poster(&written, self.paper, organisation, house.shows_sample);
        let ident = format!("journey {} {}", written.version, promises.period);
        let sheet = Sheet { template: include_str!("poster.typ"), ident: &ident, drawings: Vec::new() };
        sheet.pdf(&poster).map_err(|error| failed(&error))
    }
}

/// What the template lays out.
#[derive(Serialize)]
struct Poster {
    lang: &'static str,
    paper: Paper,
    organisation: String,
    /// That the figures are made up; empty where they are not.
    made_up: String,
    title: String,
    headline: String,
    /// Which version, by whom, and what the figures rest on.
    basis: String,
    personas: Vec<[String; 2]>,
    stages: Vec<StageWords>,
    handoffs_title: String,
    handoffs: Vec<HandoffWords>,
}

#[derive(Serialize)]
struct StageWords {
    name: String,
    owner: String,
    /// What is said of it under which name: goal, feelings, needs, what it is like, what it is meant to be like, silos, processes.
    said: Vec<[String; 2]>,
    touchpoints: Vec<TouchpointWords>,
    moments: Vec<MomentWords>,
}

#[derive(Serialize)]
struct TouchpointWords {
    name: String,
    /// As in the document, for its colour.
    class: &'static str,
    /// Class, rank, and who answers for it where that is somebody else.
    marks: Vec<String>,
    promise: String,
    target: String,
    /// What became of the promises; empty where nothing is promised.
    kept: String,
    /// The share kept, as a fraction of one; absent where none came due.
    share: Option<f64>,
    /// To how many it was broken; empty where to nobody.
    hurt: String,
}

#[derive(Serialize)]
struct MomentWords {
    name: String,
    class: &'static str,
    marks: Vec<String>,
}

#[derive(Serialize)]
struct HandoffWords {
    name: String,
    /// From which silo to which, and who answers for it.
    between: String,
    within: String,
    /// What became of them.
    told: String,
    /// Whom it hurt; empty where nobody.
    hurt: String,
    /// The mark of the worst one; empty for all others.
    worst: String,
}

/// The figures of a period, in words.
struct Told<'a> {
    grain: Grain,
    promises: &'a Promises,
    handoffs: &'a Handoffs,
    words: Words<'a>,
}

impl Told<'_> {
    fn poster(&self, written: &JourneyVersion, paper: Paper, organisation: String, is_sample: bool) -> Poster {
        let words = self.words;
        let JourneyVersion { version, saved_by, journey, .. } = written;
        let given = [("version", version.to_string()), ("who", saved_by.clone())];
        let given = given.each_ref().map(|(name, value)| (*name, value.as_str()));
        let basis = format!("{} {}", words.with("poster-version", &given), self.promises.basis.sentence(words));
        let worst = self.handoffs.lines.iter().filter(|line| line.handoff.is_some() && line.affected.customers > 0);
        let worst = worst.max_by_key(|line| (line.affected.customers, line.affected.minor));
        let worst = worst.and_then(|line| line.handoff.as_deref());
        Poster {
            lang: words.locale().code(),
            paper,
            made_up: if is_sample { words.say("sample-told") } else { String::new() },
            title: words.with("poster-title", &[("period", &words.period(self.grain, &self.promises.period))]),
            headline: journey::title(words, self.grain, self.promises),
            basis,
            personas: journey.personas.iter().map(|it| [breakable(&it.name), breakable(&it.about)]).collect(),
            stages: journey.stages.iter().map(|stage| self.stage(journey, stage)).collect(),
            handoffs_title: words.say("handoffs"),
            handoffs: journey.handoffs.iter().map(|it| self.handoff(it, worst == Some(it.id.as_str()))).collect(),
            organisation,
        }
    }

    fn stage(&self, journey: &Journey, stage: &Stage) -> StageWords {
        let words = self.words;
        let silos = stage.silos.iter().map(|name| journey::silo(name)).collect::<Vec<_>>().join(", ");
        let processes = stage.processes.iter().map(|process| process.name.as_str()).collect::<Vec<_>>().join(", ");
        let said = [
            ("stage-goal", stage.goal.as_str()),
            ("stage-feels", &stage.feels),
            ("stage-needs", &stage.needs),
            ("stage-experience", &stage.experience),
            ("stage-intended", &stage.intended_experience),
            ("stage-silos", &silos),
            ("stage-processes", &processes),
        ];
        let said = said.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let moments = stage.moments.iter().map(|moment| {
            let counted = journey.touchpoints().find(|it| it.id == moment.counts).map(|it| it.name.as_str());
            let class = words.say(&class_text(moment.class.name()));
            let marks = [Some(class), self.rank(moment.rank), Some(journey::counting(words, moment, counted))];
            let marks = marks.into_iter().flatten().map(|mark| breakable(&mark)).collect();
            MomentWords { name: breakable(&moment.name), class: moment.class.name(), marks }
        });
        StageWords {
            name: breakable(&stage.name),
            owner: breakable(&words.with("journey-owner", &[("owner", &stage.owner)])),
            said: said.map(|(name, text)| [words.say(name), breakable(text)]).collect(),
            touchpoints: stage.touchpoints.iter().map(|it| self.touchpoint(it)).collect(),
            moments: moments.collect(),
        }
    }

    fn touchpoint(&self, touchpoint: &Touchpoint) -> TouchpointWords {
        let words = self.words;
        let is_of_it = |line: &&TouchpointPromises| line.stage.is_some() && line.touchpoint == touchpoint.id;
        let line = self.promises.lines.iter().find(is_of_it);
        let [kept, broken, open] = line.map_or([0; 3], |line| [line.kept, line.broken, line.open]);
        let (all, number) = (kept + broken, |count: u64| words.whole(count as i64));
        let class = words.say(&class_text(touchpoint.class.name()));
        let owner = touchpoint.owner.as_ref().map(|owner| words.with("journey-owner", &[("owner", owner)]));
        let mut told = match (&touchpoint.promise, all) {
            (None, 0) => String::new(),
            (_, 0) => words.say("touchpoint-none-due"),
            _ => words.with("touchpoint-kept", &[("kept", &number(kept)), ("all", &number(all))]),
        };
        if open > 0 {
            told = format!("{told} · {}", words.with("touchpoint-open", &[("count", &number(open))]));
        }
        let hurt = line.filter(|line| line.broken > 0).map(|line| {
            let customers = words.customers(line.broken_to.customers);
            words.with("touchpoint-hurt", &[("customers", &customers), ("money", &words.money(line.broken_to.minor))])
        });
        let promise = touchpoint.promise.as_ref().map(|promise| breakable(&promise.words));
        let target =
            touchpoint.target.map(|target| words.with("touchpoint-target", &[("target", &target.to_string())]));
        TouchpointWords {
            name: breakable(&touchpoint.name),
            class: touchpoint.class.name(),
            marks: [Some(class), self.rank(touchpoint.rank), owner]
                .into_iter()
                .flatten()
                .map(|it| breakable(&it))
                .collect(),
            promise: promise.unwrap_or_else(|| words.say("touchpoint-no-promise")),
            target: target.unwrap_or_default(),
            kept: told,
            share: (all > 0).then(|| kept as f64 / all as f64),
            hurt: hurt.unwrap_or_default(),
        }
    }

    fn rank(&self, rank: Option<u8>) -> Option<String> {
        rank.map(|rank| self.words.with("touchpoint-rank", &[("rank", &rank.to_string())]))
    }

    fn handoff(&self, handoff: &Handoff, is_worst: bool) -> HandoffWords {
        let words = self.words;
        let line = self.handoffs.lines.iter().find(|line| line.handoff.as_deref() == Some(handoff.id.as_str()));
        let between = [("from", journey::silo(&handoff.from)), ("to", journey::silo(&handoff.to))];
        let between = between.each_ref().map(|(name, value)| (*name, value.as_str()));
        let owner = words.with("journey-owner", &[("owner", &handoff.owner)]);
        let within =
            handoff.within.map(|limit| words.with("poster-within", &[("time", &journey::limit(words, limit))]));
        let hurt = line.filter(|line| line.affected.customers > 0).map(|line| {
            let customers = words.customers(line.affected.customers);
            words.with("touchpoint-hurt", &[("customers", &customers), ("money", &words.money(line.affected.minor))])
        });
        HandoffWords {
            name: breakable(&handoff.name),
            between: breakable(&format!("{} · {owner}", words.with("poster-between", &between))),
            within: within.unwrap_or_default(),
            told: line.map_or_else(|| words.say("poster-none-left"), |line| self.became(line)),
            hurt: hurt.unwrap_or_default(),
            worst: if is_worst { words.say("handoffs-worst") } else { String::new() },
        }
    }

    /// What became of the work that was left; whether it was in time is told only where the journey allows a time.
    fn became(&self, line: &SiloHandoffs) -> String {
        let words = self.words;
        let left = words.with("poster-left", &[("count", &words.whole(line.left as i64))]);
        let timed = [("handoffs-in-time", line.in_time), ("handoffs-late", line.late)];
        let timed = timed.into_iter().filter(|_| line.within.is_some());
        let rest = timed.chain([("handoffs-dropped", line.dropped), ("handoffs-waiting", line.waiting)]);
        let rest = rest.map(|(name, count)| format!("{} {}", words.say(name), words.whole(count as i64)));
        [left].into_iter().chain(rest).collect::<Vec<_>>().join(" · ")
    }
}

fn class_text(class: &str) -> String {
    format!("class-{}", class.replace('_', "-"))
}

/// Beyond so many letters a word may be broken anywhere: no dictionary of syllables knows it.
const LONGEST_WORD: usize = 26;

/// A text of which even the longest word fits a narrow column.
fn breakable(text: &str) -> String {
    let word = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() <= LONGEST_WORD {
            return word.to_owned();
        }
        let parts = letters.chunks(LONGEST_WORD / 2).map(|part| part.iter().collect::<String>());
        parts.collect::<Vec<_>>().join("\u{ad}")
    };
    text.split_inclusive(char::is_whitespace).map(word).collect()
}
