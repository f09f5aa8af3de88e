//! Reports: what a board reads in ten minutes, and the ledger's section of the room's pack, on paper.
//!
//! They tell the answers that the pages show, in the same words; the templates beside this file only lay them out.

mod board;
mod ledger;
mod picture;
pub(crate) mod poster;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bellwether_charts::{Drawing, Ink};
use bellwether_model::{Grain, MovementKind, ReasonTree};
use bellwether_paper::PaperError;
use serde::Serialize;

use crate::telling::charts::{self, Side};
use crate::telling::grid::{self, Grid};
use crate::telling::headline::{NamedFigure, headline, in_figures};
use crate::telling::sight::Sight;
use bellwether_app::audit::AuditHead;
use bellwether_app::base::{Base, BaseQuestion};
use bellwether_app::failure::{Failure, FailureKind};
use bellwether_app::ledger::{Ledger, LedgerLine, LedgerQuestion};
use bellwether_app::organisation::HouseQuestion;
use bellwether_app::policy::{PolicyQuestion, PolicyVersion};
use bellwether_app::privacy::Clearance;
use bellwether_app::question::{Input, Topic};
use bellwether_app::reason::{ReasonsQuestion, Why, WhyQuestion};
use bellwether_app::{Answers, App, Figure};
use bellwether_words::{Words, message};

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
    /// What is told to those alone who may see customers.
    pub(crate) of_customers: Option<AnswersOfCustomers>,
    pub(crate) policy: Arc<PolicyVersion>,
    /// What the organisation is called; may be empty.
    pub(crate) organisation: String,
    /// How the audit is sealed, so that it can be held against the paper later.
    pub(crate) head: AuditHead,
    /// Whether the figures are a made-up company's, and none of its.
    pub(crate) is_sample: bool,
}

/// What a report tells besides of the customers.
pub(crate) struct AnswersOfCustomers {
    pub(crate) lost: Arc<Why>,
    pub(crate) less: Arc<Why>,
    pub(crate) base: Arc<Base>,
}

impl PartialEq for AnswersOfCustomers {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.lost, &other.lost)
            && Arc::ptr_eq(&self.less, &other.less)
            && Arc::ptr_eq(&self.base, &other.base)
    }
}

/// The same answers, not merely equal ones: who keeps answers hands out the same for as long as they hold.
impl PartialEq for ReportAnswers {
    fn eq(&self, other: &Self) -> bool {
        self.grain == other.grain
            && self.organisation == other.organisation
            && self.head == other.head
            && self.is_sample == other.is_sample
            && Arc::ptr_eq(&self.ledger, &other.ledger)
            && self.of_customers == other.of_customers
            && Arc::ptr_eq(&self.policy, &other.policy)
    }
}

impl Eq for ReportAnswers {}

/// What every sheet rests on.
const RESTS_ON: [Input; 6] = [
    Input::Facts,
    Input::Records(Topic::Policy),
    Input::Records(Topic::Books),
    Input::Records(Topic::Reasons),
    Input::Records(Topic::ReasonTree),
    Input::Records(Topic::Settings),
];

impl Hash for ReportAnswers {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.grain.hash(state);
        Arc::as_ptr(&self.ledger).hash(state);
    }
}

impl ReportAnswers {
    /// What somebody of this clearance is told as known now, by periods of a grain: all of one state of knowledge.
    pub(crate) async fn gather(
        answers: &Answers,
        app: &App,
        grain: Grain,
        clearance: Clearance,
    ) -> Result<Self, Failure> {
        for _ in 0..5 {
            let before = app.versions(&RESTS_ON).await?;
            let gathered = Self::gather_once(answers, app, grain, clearance).await?;
            if app.versions(&RESTS_ON).await? == before {
                return Ok(gathered);
            }
        }
        Err(Failure::new(FailureKind::Busy, message("failure-something-new")))
    }

    async fn gather_once(answers: &Answers, app: &App, grain: Grain, clearance: Clearance) -> Result<Self, Failure> {
        let house = answers.ask(app.clone(), HouseQuestion, clearance).await?;
        let why = |kind: MovementKind| WhyQuestion(ReasonsQuestion::of_company(kind, grain));
        let of_customers = if clearance.sees_customers {
            Some(AnswersOfCustomers {
                lost: answers.ask(app.clone(), why(MovementKind::Lost), clearance).await?,
                less: answers.ask(app.clone(), why(MovementKind::Less), clearance).await?,
                base: answers.ask(app.clone(), BaseQuestion::default(), clearance).await?,
            })
        } else {
            None
        };
        Ok(Self {
            grain,
            ledger: answers.ask(app.clone(), LedgerQuestion::of_company(grain), clearance).await?,
            of_customers,
            policy: answers.ask(app.clone(), PolicyQuestion::default(), clearance).await?,
            organisation: house.organisation.name.clone(),
            head: app.audit_head().await?,
            is_sample: house.shows_sample,
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
    /// That the figures are made up; empty where they are not.
    made_up: String,
    title: String,
    headline: String,
    /// As-of, policy and currency.
    basis: String,
    /// Who signed the definitions.
    signed: String,
    /// How the audit is sealed.
    sealed: String,
    /// Message where the period is not over yet; empty otherwise.
    unfinished: String,
    figures: Vec<NamedFigure>,
    customers: Picture,
    value: Picture,
}

/// A chart with what is said of it.
#[derive(Serialize)]
struct Picture {
    title: String,
    about: String,
    alt: String,
}

/// A table with what is said of it.
#[derive(Serialize)]
struct TitledGrid {
    title: String,
    about: String,
    #[serde(flatten)]
    grid: Grid,
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
    let version = answers.policy.version.to_string();
    let signed = match answers.policy.signatures.len() as i64 {
        0 => words.with("definitions-unsigned", &[("version", &version)]),
        signed => words.counting("definitions-signed", signed, &[("version", &version)]),
    };
    let AuditHead { entries, seal } = &answers.head;
    let sealed = words.with("paper-sealed", &[("entries", &entries.to_string()), ("seal", seal)]);
    let why_together = grid::why_together(words, ledger, std::slice::from_ref(line));
    let unfinished = match &ledger.unfinished {
        _ if !why_together.is_empty() => why_together,
        Some(unfinished) if *unfinished == line.period => {
            words.with("unfinished", &[("period", &period), ("day", &words.day(ledger.basis.as_of))])
        }
        _ => String::new(),
    };
    let common = SheetFrame {
        lang: words.locale().code(),
        organisation: answers.organisation.clone(),
        made_up: if answers.is_sample { words.say("sample-told") } else { String::new() },
        title,
        headline: headline(words, grain, line),
        basis: ledger.basis.sentence(words),
        signed,
        sealed,
        unfinished,
        figures: in_figures(words, Sight::on_paper(grain), line),
        customers,
        value,
    };
    (common, drawings)
}

/// Reasons told on one page.
const MOST: usize = 5;

/// Periods on paper, the last one included: one more than a year of months.
const RUN: usize = 13;

/// The line and the ones before it.
fn run<'a>(answers: &'a ReportAnswers, line: &LedgerLine) -> &'a [LedgerLine] {
    let lines = &answers.ledger.lines;
    let end = lines.iter().position(|other| other.period == line.period).map_or(0, |at| at + 1);
    &lines[end.saturating_sub(RUN)..end]
}

/// The reasons of a kind in a line's period, where they are told; with how they are known if `all` are told, else the five of most customers, what nobody
/// knows yet, and the rest.
fn reasons(
    words: Words<'_>,
    answers: &ReportAnswers,
    line: &LedgerLine,
    kind: MovementKind,
    all: bool,
) -> Option<TitledGrid> {
    let told = answers.of_customers.as_ref()?;
    let why = if kind == MovementKind::Less { &told.less } else { &told.lost };
    let period = words.period(answers.grain, &line.period);
    let mut found = why.of(&line.period);
    found.sort_by_key(|row| row.reason == ReasonTree::NOT_YET_KNOWN);
    let known = found.iter().filter(|row| row.reason != ReasonTree::NOT_YET_KNOWN).count();
    let mut grid = grid::reasons(words, &why.labels, &found, |_| None);
    if !all {
        let columns = grid.head.len() - grid::WAYS.len();
        grid.head.truncate(columns);
        grid.rows.iter_mut().chain([&mut grid.sum]).for_each(|row| row.truncate(columns));
        if known > MOST {
            let rest = found[MOST..known].iter().map(|row| row.figure).sum();
            grid.rows.splice(MOST..known, [grid::figure(words, words.say("other-reasons"), rest, true)]);
        }
    }
    let (title, about) = if kind == MovementKind::Less {
        (words.with("why-less", &[("period", &period)]), words.say("reasons-about"))
    } else {
        let unknown = found.get(known).map_or(0, |row| row.figure.customers);
        let total: Figure = found.iter().map(|row| row.figure).sum();
        let about = [("unknown", words.whole(unknown)), ("all", words.customers(total.customers))];
        let about = about.each_ref().map(|(name, value)| (*name, value.as_str()));
        (words.with("why-lost", &[("period", &period)]), words.with("why-lost-about", &about))
    };
    Some(TitledGrid { title, about, grid })
}

fn failed(error: &PaperError) -> Failure {
    if let PaperError::NoLetter { letter, text } = error {
        return Failure::input(message("failure-no-letter").with("letter", letter).with("text", text));
    }
    Failure::caused(FailureKind::Internal, error)
}
