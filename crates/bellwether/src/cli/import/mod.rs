//! `bellwether import`

mod list;
mod presets;
mod undo;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use clap::{Args, Subcommand};

use crate::cli::answer::{Answer, AnswerOptions};
use crate::cli::notes::{Notes, ask, can_ask, choose};
use crate::cli::screen::Screen;
use crate::figures::money;
use bellwether_app::App;
use bellwether_app::failure::Failure;
use bellwether_app::file_question::{FileAnswer, FileQuestion, FileWord};
use bellwether_app::import::{Fact, ImportOutcome, ImportRequest, Origin, Proposal, fact_of_preset};
use bellwether_app::look::ImportLook;
use bellwether_app::reason::SourceCodesQuestion;
use bellwether_app::table::{Cell, Column, Table, Tabular as _};
use bellwether_model::Day;
use bellwether_words::{english, message};

/// So many months are told of what an import makes, the latest.
const SHOWN_MONTHS: usize = 24;

/// Bring in files or a query of a source as facts
///
/// Guesses which column is what, shows the guess and asks. An import commits whole or not at all, and importing the same file again
/// changes nothing. Rows that cannot be read are kept as rejects with file, row, column, value and reason.
///
/// Reads CSV and TSV (plain, .gz, .zst; encoding, delimiter, decimal comma and order of day and month are detected), JSON and
/// JSONL, Parquet, XLSX, event logs in XES and OCEL 2.0 in its three forms, and Postgres.
///
/// `import undo NUMBER` takes an import back, `import list` tells their numbers; a file called so is imported as ./undo.
#[derive(Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "\
Examples:
  bellwether import orders.csv --as purchases
  bellwether import 'exports/2026-*.csv.gz' --as purchases --source shop
  bellwether import contracts.xlsx --as subscriptions --dry-run
  bellwether import orders-may.csv --as purchases --through 2026-05-31
  bellwether import tickets.csv --as touches --map tickets.toml
  bellwether import --postgres postgres://me@host/crm --query 'select * from accounts' --as customers --source crm
  bellwether import --presets
  bellwether import list
  bellwether import undo 7"
)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Option<Command>,
    /// Files, or patterns such as 'orders-*.csv'
    #[arg(value_name = "FILE", required_unless_present_any = ["postgres", "presets"])]
    files: Vec<String>,
    /// What the rows are: customers, identities, purchases, subscriptions, touches, feedback, referrals, exchange_rates, reasons
    #[arg(long = "as", value_name = "FACT", required_unless_present_any = ["preset", "presets"])]
    fact: Option<Fact>,
    /// The system they come from [default: the name of the first file]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// A mapping file: target column = source column or expression [default: the one kept for the source, else a guess]
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// Read the file as a documented layout, whichever it looks like [default: the one its columns are those of]
    #[arg(long, value_name = "NAME", conflicts_with = "map")]
    preset: Option<String>,
    /// List the documented layouts that are known by their columns
    #[arg(long, exclusive = true)]
    presets: bool,
    /// The source is complete up to this day: figures reach up to it, though nothing may have happened on it
    #[arg(long = "through", value_name = "DAY")]
    complete_through: Option<Day>,
    /// Read and report everything, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Agree to a guessed mapping without being asked
    #[arg(short, long)]
    yes: bool,
    /// Answer an open question about the file, or about one word of a column, by the names it is told with; may be given several times
    #[arg(long = "answer", value_name = "QUESTION=ANSWER", value_parser = question_and_answer)]
    answers: Vec<(String, String)>,
    /// A Postgres database to query instead of files
    #[arg(long, value_name = "URL", requires = "query", conflicts_with = "files")]
    postgres: Option<String>,
    /// The query for --postgres
    #[arg(long, value_name = "SQL", requires = "postgres")]
    query: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    List(list::Options),
    Undo(undo::Options),
}

pub(crate) async fn run(app: &App, mut options: Options, notes: &Notes) -> Result<(), Failure> {
    match options.command.take() {
        Some(Command::List(options)) => return list::run(app, &options).await,
        Some(Command::Undo(options)) => return undo::run(app, &options, notes).await,
        None => {}
    }
    if options.presets {
        return presets::run();
    }
    let agreed_already = options.yes || options.dry_run;
    let given = options.answers.clone();
    let mut request = options.request(&app.config.user)?;
    let mut proposal = app.propose_mapping(&request, &given).await?;
    let is_asked = |(id, name): &&(String, String)| proposal.questions.iter().any(|question| question.takes(id, name));
    if let Some((id, name)) = given.iter().find(|given| !is_asked(given)) {
        return Err(Failure::usage(message("failure-not-asked").with("question", id).with("answer", name)));
    }
    if proposal.is_guess {
        notes.say(in_words(&proposal));
    } else {
        proposal.detected.iter().for_each(|told| notes.say(told));
    }
    if !proposal.questions.is_empty() {
        // What is open is no matter of agreeing: without a person who answers, nothing is imported. An answer may raise a question.
        let mut known = given;
        loop {
            let answers = answers(&proposal.questions, known.clone(), agreed_already);
            let Some(answers) = answers else { return Err(open(&proposal)) };
            if answers.len() == known.len() {
                break;
            }
            known = answers;
            proposal = app.propose_mapping(&request, &known).await?;
        }
        proposal.mapping = app.answer_questions(&proposal, &known)?;
        // Which system the rows are of may be what was answered.
        request.source = None;
    }
    if proposal.is_guess {
        if !agreed_already {
            agree(app, &request, &proposal, notes).await?;
        }
    } else if request.map.is_none() {
        notes.say("The columns are those agreed on before for this source; --map FILE gives others.");
    }
    let bar = notes.progress();
    let never = AtomicBool::new(false);
    let outcome = app.import(&request, &proposal.mapping, &never, &|progress| bar.show(progress)).await?;
    drop(bar);
    for reject in &outcome.report.first_rejects {
        notes.say(format!("rejected: {reject}"));
    }
    if let Some(file) = &outcome.rejects_file {
        notes.say(format!("All rejects: {}. Correct them there and import that file.", file.display()));
    }
    let report = &outcome.report;
    let is_useless = report.read > 0 && report.rejected == report.read;
    let reject = report.first_rejects.first().cloned().unwrap_or_default();
    answer(&outcome, &request).write(&AnswerOptions::default())?;
    if !request.dry_run && matches!(request.fact, Fact::Subscriptions | Fact::Reasons) {
        let found = app.ask(&SourceCodesQuestion).await?;
        match found.codes.iter().filter(|code| code.reason.is_none()).count() {
            0 => {}
            1 => notes.say("1 code is mapped to no reason yet: bellwether reason codes, then reason map."),
            many => notes
                .say(format!("{many} codes are mapped to no reason yet: bellwether reason codes, then reason map.")),
        }
    }
    if is_useless {
        return Err(Failure::input(message("failure-all-rejected").with("reject", reject)));
    }
    Ok(())
}

impl Options {
    fn request(self, by: &str) -> Result<ImportRequest, Failure> {
        // Required unless another command is given.
        let of_preset = self.preset.as_deref().map(fact_of_preset).transpose()?;
        let fact = match (self.fact, of_preset) {
            (Some(said), Some(fact)) if said != fact => {
                return Err(Failure::usage(format!("the rows of that preset are {fact}, not {said}: leave --as out")));
            }
            (said, of_preset) => said.or(of_preset),
        };
        let fact = fact.ok_or_else(|| Failure::usage("nothing says what the rows are: --as FACT"))?;
        let origin = match (self.postgres, self.query) {
            (Some(url), Some(query)) => Origin::Postgres { url, query },
            _ => Origin::Files(self.files),
        };
        Ok(ImportRequest {
            fact,
            source: self.source,
            origin,
            map: self.map,
            preset: self.preset,
            complete_through: self.complete_through,
            dry_run: self.dry_run,
            by: by.to_owned(),
            is_resumed: false,
        })
    }
}

/// Shows what the import would make, and asks.
async fn agree(app: &App, request: &ImportRequest, proposal: &Proposal, notes: &Notes) -> Result<(), Failure> {
    if !can_ask() {
        return Err(Failure::usage("nobody is there to agree to the guessed columns")
            .hint("write the mapping above to a file and pass it with --map FILE, or agree with --yes"));
    }
    let trial = ImportRequest { dry_run: true, ..request.clone() };
    let bar = notes.progress();
    let never = AtomicBool::new(false);
    let outcome = app.import(&trial, &proposal.mapping, &never, &|progress| bar.show(progress)).await?;
    drop(bar);
    notes.say(answer(&outcome, &trial).on_screen());
    if ask("Import with these columns?") {
        Ok(())
    } else {
        Err(Failure::usage("nothing was imported")
            .hint("write the mapping above to a file, correct it, and pass it with --map FILE"))
    }
}

fn question_and_answer(text: &str) -> Result<(String, String), String> {
    let (question, answer) = text.rsplit_once('=').ok_or("write QUESTION=ANSWER, as in ends.end_date=last_day")?;
    Ok((question.to_owned(), answer.to_owned()))
}

/// The answers given, and those of a person at the terminal to what is open still; nothing where nobody is there, or where a question wants
/// more than a choice.
fn answers(questions: &[FileQuestion], given: Vec<(String, String)>, is_alone: bool) -> Option<Vec<(String, String)>> {
    let mut answers = given;
    for question in questions {
        if question.is_answered(&answers) {
            continue;
        }
        if is_alone || !can_ask() {
            return None;
        }
        let english = english();
        let words = english.alone();
        let mut told: Vec<String> = question.answers.iter().map(in_line).collect();
        if !question.words.is_empty() {
            told.push(words.say("import-word-by-word"));
        }
        let chosen = choose(&question.text.sentence(words), &told)?;
        match question.answers.get(chosen) {
            Some(answer) => answers.push((question.id.clone(), answer.name.clone())),
            None => answers.extend(word_by_word(question)?),
        }
    }
    Some(answers)
}

/// What a person says of each word of a column.
fn word_by_word(question: &FileQuestion) -> Option<Vec<(String, String)>> {
    let english = english();
    let words = english.alone();
    let meanings =
        [("count", "import-word-count"), ("leave_out", "import-word-leave-out"), ("refund", "import-word-refund")];
    let told: Vec<String> = meanings.iter().map(|(_, text)| words.say(text)).collect();
    let say = |word: &FileWord| {
        let shown = if word.word.is_empty() { words.say("import-word-empty") } else { word.word.clone() };
        let (name, _) = meanings[choose(&shown, &told)?];
        Some((word.id.clone(), name.to_owned()))
    };
    question.words.iter().map(say).collect()
}

/// An answer with what it would do.
fn in_line(answer: &FileAnswer) -> String {
    let effect = answer.effect.as_ref().map(|effect| format!(" ({})", effect.english())).unwrap_or_default();
    format!("{}{effect}", answer.text.english())
}

/// What is open, what each answer would do, and how a map file says it.
fn open(proposal: &Proposal) -> Failure {
    let asked: Vec<String> = proposal.questions.iter().map(FileQuestion::for_documents).collect();
    Failure::input(message("failure-file-open").counting(asked.len())).hint(format!(
        "answer each with --answer QUESTION=ANSWER, or write the mapping above to a file, add the lines of your answers, and pass \
         it with --map:\n\n{}",
        asked.join("\n\n")
    ))
}

/// What was detected, the mapping, and rows as they would be stored.
fn in_words(proposal: &Proposal) -> String {
    let columns = proposal.headings.iter().map(Column::text).collect();
    let mut sample = Table::new(columns);
    for row in &proposal.sample {
        sample.push(row.iter().map(Cell::text).collect());
    }
    format!("{}\n\n{}\n\n{}", proposal.detected.join("\n"), proposal.mapping.trim_end(), Screen::of(sample).text())
}

fn answer(outcome: &ImportOutcome, request: &ImportRequest) -> Answer {
    let report = &outcome.report;
    let mut table = Table::new(vec![Column::text("rows"), Column::whole("number")]);
    for (name, number) in [
        ("read", report.read),
        ("added", report.added),
        ("replaced", report.replaced),
        ("unchanged", report.unchanged),
        ("repeated", report.repeated),
        ("rejected", report.rejected),
        ("unattributed", report.unattributed),
        ("withdrawn", report.withdrawn),
    ] {
        table.push(vec![Cell::text(name), Cell::Whole(number.cast_signed())]);
    }
    let what = match (request.dry_run, report.import) {
        (true, _) => "Dry run, nothing was written:".to_owned(),
        (false, Some(number)) => format!("Import {number}:"),
        (false, None) => "Nothing new:".to_owned(),
    };
    let unattributed = outcome
        .unattributed_minor
        .iter()
        .map(|(currency, minor)| format!("Rows without a customer are worth {currency} {}.", money(*minor, *currency)));
    let withdrawn = outcome.withdrawn_minor.iter().map(|(currency, minor)| {
        let worth = money(*minor, *currency);
        format!("What counted before and no longer does by this import was worth {currency} {worth}.")
    });
    let counts = Screen::of(table.clone()).headed("number", "");
    let mut screen = vec![counts];
    let looked = look(&outcome.look);
    screen.extend(
        looked.map(|looked| looked.titled(if request.dry_run { "What it would make:" } else { "What it made:" })),
    );
    let complete = report.complete_through.map(|day| format!("{} is complete up to {day}.", outcome.source));
    let attributed = outcome.attributed.iter().map(|said| format!("{}.", said.english()));
    let odd = outcome.oddities.iter().map(|odd| format!("Odd: {}.", odd.english()));
    Answer {
        above: vec![format!("{what} {} of {}", request.fact, outcome.source)],
        table,
        screen: Some(screen),
        below: complete.into_iter().chain(unattributed).chain(withdrawn).chain(attributed).chain(odd).collect(),
        ..Answer::default()
    }
}

/// The latest months that change, and the whole; nothing where none does. Facts without money have no columns of it.
fn look(look: &ImportLook) -> Option<Screen> {
    if look.months.is_empty() {
        return None;
    }
    let has_money = look.months.iter().any(|line| line.currency.is_some());
    let latest = look.months[look.months.len().saturating_sub(SHOWN_MONTHS)..].to_vec();
    let table = ImportLook { months: latest, all: look.all.clone() }.table();
    let is_of_money = |column: &Column| column.name == "currency" || column.name.starts_with("worth_");
    Some(Screen::of(table.keeping(|column| has_money || !is_of_money(column))))
}
