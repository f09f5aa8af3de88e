//! Reports: what a board reads in ten minutes, and the ledger's section of the room's pack, on paper.
//!
//! They tell the answers that the pages show, in the same words; the templates beside this file only lay them out.

mod board;
mod ledger;
mod picture;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bellwether_charts::{Drawing, Ink};
use bellwether_model::{Grain, MovementKind};
use bellwether_paper::PaperError;
use serde::Serialize;

use crate::telling::charts::{self, Side, counted, moves};
use crate::telling::reason_label;
use crate::telling::sight::Sight;
use bellwether_app::base::{Base, BaseQuestion};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::ledger::{Ledger, LedgerLine, LedgerQuestion};
use bellwether_app::organisation::HouseQuestion;
use bellwether_app::policy::{PolicyQuestion, PolicyVersion};
use bellwether_app::question::Input;
use bellwether_app::reason::{ReasonsQuestion, Why, WhyQuestion};
use bellwether_app::{Answers, App, Figure};
use bellwether_words::{Words, kind_name, message};

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Report {
    /// One page, plain words, whole numbers.
    Board,
    /// The ledger's section of the room's pack.
    Ledger,
    /// The period's movements of customers as a picture, for letters.
    Customers,
    /// Those of value.
    Value,
}

/// The answers a report tells.
pub(crate) struct ReportAnswers {
    pub(crate) grain: Grain,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) lost: Arc<Why>,
    pub(crate) less: Arc<Why>,
    pub(crate) base: Arc<Base>,
    pub(crate) policy: Arc<PolicyVersion>,
    /// What the organisation is called; may be empty.
    pub(crate) organisation: String,
}

/// The same answers, not merely equal ones: who keeps answers hands out the same for as long as they hold.
impl PartialEq for ReportAnswers {
    fn eq(&self, other: &Self) -> bool {
        self.grain == other.grain
            && self.organisation == other.organisation
            && Arc::ptr_eq(&self.ledger, &other.ledger)
            && Arc::ptr_eq(&self.lost, &other.lost)
            && Arc::ptr_eq(&self.less, &other.less)
            && Arc::ptr_eq(&self.base, &other.base)
            && Arc::ptr_eq(&self.policy, &other.policy)
    }
}

impl Eq for ReportAnswers {}

impl Hash for ReportAnswers {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.grain.hash(state);
        Arc::as_ptr(&self.ledger).hash(state);
    }
}

impl ReportAnswers {
    /// What is known now, by periods of a grain: all of one state of knowledge.
    pub(crate) async fn gather(answers: &Answers, app: &App, grain: Grain) -> Result<Self, Failure> {
        for _ in 0..5 {
            let before = app.versions(Input::ALL).await?;
            let gathered = Self::gather_once(answers, app, grain).await?;
            if app.versions(Input::ALL).await? == before {
                return Ok(gathered);
            }
        }
        Err(Failure::new(FailureKind::Busy, message("failure-something-new")))
    }

    async fn gather_once(answers: &Answers, app: &App, grain: Grain) -> Result<Self, Failure> {
        let why = |kind: MovementKind| WhyQuestion(ReasonsQuestion::of_company(kind, grain));
        Ok(Self {
            grain,
            ledger: answers.ask(app.clone(), LedgerQuestion::of_company(grain)).await?,
            lost: answers.ask(app.clone(), why(MovementKind::Lost)).await?,
            less: answers.ask(app.clone(), why(MovementKind::Less)).await?,
            base: answers.ask(app.clone(), BaseQuestion::default()).await?,
            policy: answers.ask(app.clone(), PolicyQuestion::default()).await?,
            organisation: answers.ask(app.clone(), HouseQuestion).await?.organisation.name.clone(),
        })
    }

    /// The report about a period, or about the last one that is over: a PDF, or a PNG where it is a picture.
    pub(crate) fn written(&self, report: Report, words: Words<'_>, period: &str) -> Result<Vec<u8>, Failure> {
        let line = self.ledger.line(period)?;
        match report {
            Report::Board => board::pdf(self, words, line),
            Report::Ledger => ledger::pdf(self, words, line),
            Report::Customers => picture::png(self, words, line, Side::Customers),
            Report::Value => picture::png(self, words, line, Side::Value),
        }
    }
}

/// What stands on every sheet.
#[derive(Serialize)]
struct SheetFrame {
    lang: &'static str,
    organisation: String,
    title: String,
    headline: String,
    /// As-of, policy and currency.
    basis: String,
    /// Who signed the definitions.
    signed: String,
    /// Message where the period is not over yet; empty otherwise.
    unfinished: String,
    figures: Vec<NamedFigure>,
    customers: Picture,
    value: Picture,
}

/// A figure with its name.
#[derive(Serialize)]
struct NamedFigure {
    name: String,
    customers: String,
    money: String,
}

/// A chart with what is said of it.
#[derive(Serialize)]
struct Picture {
    title: String,
    about: String,
    alt: String,
}

/// A table: the first column is text, all others are figures.
#[derive(Serialize)]
struct Grid {
    title: String,
    about: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The last row, which adds the others up; empty if there is none.
    sum: Vec<String>,
}

type Drawings = Vec<(&'static str, String)>;

/// What stands on every sheet about a line, with its drawings.
fn common(answers: &ReportAnswers, words: Words<'_>, line: &LedgerLine, title: String) -> (SheetFrame, Drawings) {
    let (grain, ledger) = (answers.grain, &answers.ledger);
    let period = words.period(grain, &line.period);
    let mut drawings = Vec::new();
    let mut picture = |side: Side, path: &'static str| {
        let (wide, _) = charts::waterfall(words, Sight::on_paper(grain), line, side, None, Ink::Light);
        let Drawing { svg, told, begins_at } = wide;
        drawings.push((path, svg));
        let (from, to) = (side.shown(words, line.opening), side.shown(words, line.closing));
        let mut about = words.with(&format!("unit-{}", side.name()), &[("currency", &words.currency())]);
        if let Some(at) = begins_at {
            about = format!("{about} {}", words.with("axis-begins", &[("value", &side.tick(words, at))]));
        }
        let said = [("period", period.as_str()), ("from", &from), ("to", &to)];
        Picture { title: words.with(&format!("from-to-{}", side.name()), &said), about, alt: told }
    };
    let (customers, value) = (picture(Side::Customers, "/customers.svg"), picture(Side::Value, "/value.svg"));
    let total = |name: &str, figure: Figure| NamedFigure {
        name: words.say(name),
        customers: words.whole(figure.customers),
        money: words.money(figure.minor),
    };
    let moved = |kind: MovementKind, sign: i64| NamedFigure {
        name: words.say(&kind_name(kind)),
        customers: words.signed(sign * line.movement(kind).customers),
        money: format!("{} {}", words.currency(), words.signed_amount(line.movement(kind).minor)),
    };
    let stayed = charts::stayed(words, line);
    let version = answers.policy.version.to_string();
    let signed = match answers.policy.signatures.len() as i64 {
        0 => words.with("definitions-unsigned", &[("version", &version)]),
        signed => words.counting("definitions-signed", signed, &[("version", &version)]),
    };
    let unfinished = match &ledger.unfinished {
        Some(unfinished) if *unfinished == line.period => {
            words.with("unfinished", &[("period", &period), ("day", &words.day(ledger.basis.as_of))])
        }
        _ => String::new(),
    };
    let common = SheetFrame {
        lang: words.locale().code(),
        organisation: answers.organisation.clone(),
        title,
        headline: crate::telling::headline::headline(words, grain, line),
        basis: ledger.basis.sentence(words),
        signed,
        unfinished,
        figures: vec![
            total("opening", line.opening),
            moved(MovementKind::New, 1),
            moved(MovementKind::WonBack, 1),
            moved(MovementKind::Lost, -1),
            NamedFigure { name: words.say("stayed"), customers: stayed.0, money: stayed.1 },
            total("closing", line.closing),
        ],
        customers,
        value,
    };
    (common, drawings)
}

/// Periods on paper, the last one included: one more than a year of months.
const RUN: usize = 13;

/// The line and the ones before it.
fn run<'a>(answers: &'a ReportAnswers, line: &LedgerLine) -> &'a [LedgerLine] {
    let lines = &answers.ledger.lines;
    let end = lines.iter().position(|other| other.period == line.period).map_or(0, |at| at + 1);
    &lines[end.saturating_sub(RUN)..end]
}

/// The reasons of a kind in a line's period; with how they are known if `all` are told, else the five of most customers, what nobody
/// knows yet, and the rest.
fn reasons(words: Words<'_>, answers: &ReportAnswers, line: &LedgerLine, kind: MovementKind, all: bool) -> Grid {
    use bellwether_model::{HowKnown, ReasonTree};
    const HOW: [HowKnown; 3] = [HowKnown::Asked, HowKnown::Told, HowKnown::Inferred];
    let why = if kind == MovementKind::Less { &answers.less } else { &answers.lost };
    let period = words.period(answers.grain, &line.period);
    let mut found = why.of(&line.period);
    found.sort_by_key(|row| row.reason == ReasonTree::NOT_YET_KNOWN);
    let total: Figure = found.iter().map(|row| row.figure).sum();
    let unknown =
        found.iter().find(|row| row.reason == ReasonTree::NOT_YET_KNOWN).map_or(0, |row| row.figure.customers);
    let cells = |name: String, figure: Figure, known: [i64; 3]| {
        let mut cells = vec![name, words.whole(figure.customers), words.signed_amount(figure.minor)];
        if all {
            cells.extend(known.map(|customers| words.whole(customers)));
        }
        cells
    };
    let known = found.iter().filter(|row| row.reason != ReasonTree::NOT_YET_KNOWN).count();
    let told = if all { known } else { known.min(5) };
    let row = |row: &bellwether_app::reason::ReasonSum| {
        cells(reason_label(words, &why.labels, &row.reason), row.figure, HOW.map(|how| row.known(how)))
    };
    let mut rows: Vec<Vec<String>> = found[..told].iter().map(row).collect();
    if told < known {
        let rest: Figure = found[told..known].iter().map(|row| row.figure).sum();
        rows.push(cells(words.say("other-reasons"), rest, [0; 3]));
    }
    rows.extend(found[known..].iter().map(row));
    let sum = HOW.map(|how| found.iter().map(|row| row.known(how)).sum());
    let mut head = vec![words.say("reason"), words.nouns_first(), words.currency()];
    if all {
        head.extend(HOW.map(|how| words.say(&format!("how-{}", how.name()))));
    }
    let (title, about) = if kind == MovementKind::Less {
        (words.with("why-less", &[("period", &period)]), words.say("reasons-about"))
    } else {
        let about = [("unknown", words.whole(unknown)), ("all", words.customers(total.customers))];
        let about = about.each_ref().map(|(name, value)| (*name, value.as_str()));
        (words.with("why-lost", &[("period", &period)]), words.with("why-lost-about", &about))
    };
    Grid { title, about, head, sum: cells(words.say("together"), total, sum), rows }
}

/// One line with all its movements.
fn movements(words: Words<'_>, line: &LedgerLine) -> Vec<Vec<String>> {
    let total =
        |name: &str, figure: Figure| vec![words.say(name), words.whole(figure.customers), words.amount(figure.minor)];
    let mut rows = vec![total("opening", line.opening)];
    rows.extend(moves(line, Side::Value).into_iter().map(|(kind, figure)| {
        vec![words.say(&kind_name(kind)), counted(words, kind, figure), words.signed_amount(figure.minor)]
    }));
    rows.push(total("closing", line.closing));
    rows
}

fn failed(error: &PaperError) -> Failure {
    Failure::caused(FailureKind::Internal, error)
}
