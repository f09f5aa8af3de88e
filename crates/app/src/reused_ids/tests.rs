//! Sources that begin their ids anew, in hundreds of variants, against a plain list of what happened.

use bellwether_engine::lake::{BUCKETS, Fact};
use bellwether_model::Policy;
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use tempfile::TempDir;
use ulid::Ulid;

use crate::app::App;
use crate::config::Config;
use crate::import::{ImportRequest, Origin};

mod credit_notes;

#[expect(clippy::disallowed_methods, reason = "a test may have any ids")]
fn new_id() -> Ulid {
    Ulid::generate()
}

/// What happened: it is what the ledger has to hold in the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Deed {
    number: usize,
    customer: String,
    day: Date,
    /// An amount, or a score.
    much: i64,
}

/// How numbers go on in the second file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbering {
    /// From 1 in the next month.
    Month,
    /// From 1 in the next year.
    Year,
    /// From 1 on the next day.
    Day,
    /// From 1 in another branch in the same days.
    Branch,
    /// As they were; some rows are corrected.
    Corrections,
    /// As they were; the file holds the first and more.
    Export,
}

/// Numbers by chance that are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn deeds(&mut self, count: usize, (from, days): (Date, usize), customers: (usize, usize)) -> Vec<Deed> {
        let mut deed = |number| Deed {
            number,
            customer: format!("c{}", customers.0 + self.below(customers.1)),
            day: from.checked_add((self.below(days) as i64).days()).expect("a day"),
            much: self.below(11) as i64,
        };
        (1..=count).map(&mut deed).collect()
    }
}

struct Kind {
    fact: Fact,
    columns: &'static str,
    header: &'static str,
    /// What deeds are read from.
    read: [&'static str; 3],
}

const KINDS: [Kind; 5] = [
    Kind {
        fact: Fact::Purchases,
        columns: "purchase_id = \"no\"\ncustomer_id = \"who\"\nat = \"day\"\namount_minor = \"much\"\n",
        header: "no,who,day,much",
        read: ["customer_id", "at", "amount_minor"],
    },
    Kind {
        fact: Fact::Purchases,
        columns: "purchase_id = \"no\"\ncustomer_id = \"who\"\nat = \"day\"\namount_minor = \"much\"\nproduct = \"much\"\n",
        header: "no,who,day,much",
        read: ["customer_id", "at", "amount_minor"],
    },
    Kind {
        fact: Fact::Subscriptions,
        columns: "subscription_id = \"no\"\ncustomer_id = \"who\"\nfrom = \"day\"\nmonthly_minor = \"much\"\nplan = \"'p'\"\n",
        header: "no,who,day,much",
        read: ["customer_id", "from", "monthly_minor"],
    },
    Kind {
        fact: Fact::Touches,
        columns: "touch_id = \"no\"\ncustomer_id = \"who\"\nstarted_at = \"day\"\ntouchpoint = \"'support'\"\n",
        header: "no,who,day,much",
        read: ["customer_id", "started_at", "touchpoint"],
    },
    Kind {
        fact: Fact::Feedback,
        columns: "feedback_id = \"no\"\ncustomer_id = \"who\"\nat = \"day\"\nscore = \"much\"\nkind = \"'unaided'\"\nscale_min = \"0\"\nscale_max = \"20\"\n",
        header: "no,who,day,much",
        read: ["customer_id", "at", "score"],
    },
];

/// A company, and how it brings files in.
struct Desk {
    folder: TempDir,
    app: App,
}

impl Desk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, user) = (folder.path().join("data"), "tester".to_owned());
        let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a moment");
        let app =
            App::new(Config { data, records: String::new(), threads: 1, memory: Config::MEMORY, user }, now, new_id);
        let currency = "EUR".parse().expect("a currency");
        app.init(&Policy { currency, ..Policy::default() }).await.expect("a company");
        Self { app: app.open().await.expect("opened"), folder }
    }

    /// What is asked about a file, and which answers are offered; then it is imported by that one of them that is named first, if any is
    /// asked for. Tells whether anything was said of it.
    async fn import(&self, kind: &Kind, source: &str, deeds: &[Deed], wanted: &[&str]) -> (Vec<String>, bool) {
        let path = self.folder.path().join("file.csv");
        let lines =
            deeds.iter().map(|Deed { number, customer, day, much }| format!("{number},{customer},{day},{much}\n"));
        std::fs::write(&path, format!("{}\n{}", kind.header, lines.collect::<String>())).expect("written");
        let map = self.folder.path().join("map.toml");
        let currency = if kind.read[2].ends_with("_minor") { "currency = \"EUR\"\n" } else { "" };
        let text = format!("table = \"{}\"\nsource = \"{source}\"\n{currency}[columns]\n{}", kind.fact, kind.columns);
        std::fs::write(&map, text).expect("written");
        let mut request = ImportRequest {
            fact: kind.fact,
            source: Some(source.to_owned()),
            origin: Origin::Files(vec![path.display().to_string()]),
            map: Some(map),
            preset: None,
            complete_through: None,
            dry_run: false,
            by: "tester".to_owned(),
            is_resumed: false,
        };
        // The columns are agreed on once; then they are kept.
        if wanted.contains(&"kept") {
            request.map = None;
        }
        let proposal = self.app.propose_mapping(&request, &[]).await.expect("a proposal");
        let ids = proposal.questions.iter().find(|question| question.id.starts_with("ids."));
        let offered: Vec<String> =
            ids.iter().flat_map(|asked| asked.answers.iter().map(|answer| answer.name.clone())).collect();
        let chosen = wanted.iter().find(|name| offered.iter().any(|offered| offered == *name));
        let answers: Vec<(String, String)> =
            ids.zip(chosen).map(|(asked, name)| (asked.id.clone(), (*name).to_owned())).into_iter().collect();
        request.source = None;
        let mapping = self.app.answer_questions(&proposal, &answers).expect("answered");
        let outcome = self.app.import(&request, &mapping, &false.into(), &|_| ()).await.expect("imported");
        let is_told = outcome.oddities.iter().any(|odd| odd.english().contains("the place of something else"));
        (offered, is_told || outcome.report.rejected > 0)
    }

    /// What the table holds of a source and of those that were made of it.
    async fn held(&self, kind: &Kind, source: &str) -> Vec<String> {
        let company = self.app.company().await.expect("a company");
        let snapshot = company.lake.snapshot(kind.fact.name()).await.expect("a table");
        let names = [kind.read[0], kind.read[1], kind.read[2], "source"];
        let mut held = Vec::new();
        for batch in company.lake.read_plain(&snapshot, 0..BUCKETS, &names).expect("rows") {
            let batch = batch.expect("rows");
            let options = arrow::util::display::FormatOptions::new();
            let columns: Vec<_> = batch
                .columns()
                .iter()
                .map(|column| arrow::util::display::ArrayFormatter::try_new(column, &options).expect("text"))
                .collect();
            for row in 0..batch.num_rows() {
                let cell = |at: usize| columns[at].value(row).to_string();
                if cell(3) == source || cell(3).starts_with(&format!("{source}_")) {
                    held.push(line(kind, &cell(0), &cell(1)[..10], &cell(2)));
                }
            }
        }
        held.sort();
        held
    }
}

fn line(kind: &Kind, customer: &str, day: &str, much: &str) -> String {
    if kind.fact == Fact::Touches {
        format!("{customer} {day}")
    } else {
        format!("{customer} {day} {}", much.trim_end_matches(".0"))
    }
}

fn expected(kind: &Kind, deeds: &[Deed]) -> Vec<String> {
    let told = |deed: &Deed| line(kind, &deed.customer, &deed.day.to_string(), &deed.much.to_string());
    let mut all: Vec<String> = deeds.iter().map(told).collect();
    all.sort();
    all
}

/// Holds every variant of a table's files to what happened; tells how many they were, and of how many of them something was asked.
async fn hold(fact: Fact) -> (u64, usize) {
    use Numbering::{Branch, Corrections, Day, Export, Month, Year};
    let (mut variants, mut asked_of) = (0, 0);
    for kind in KINDS.iter().filter(|kind| kind.fact == fact) {
        for numbering in [Month, Year, Day, Branch, Corrections, Export] {
            let desk = Desk::new().await;
            for (first, second, overlap) in [(1, 1, 0), (12, 5, 3), (20, 30, 0)] {
                for is_reversed in [false, true] {
                    variants += 1;
                    let name = format!("s{variants}x");
                    let mut chance = Chance(variants);
                    let days = if numbering == Day { 1 } else { 28 };
                    let january = chance.deeds(first, (date(2024, 1, 2), days), (0, 20));
                    // Others than in the first file, or mostly so: that all are the same by chance tells nobody anything.
                    let again = |from, days, chance: &mut Chance| {
                        chance.deeds(second, (from, days), (if second == 1 { 20 } else { 15 }, 30))
                    };
                    let mut later = match numbering {
                        Month => again(date(2024, 2, 1), 28, &mut chance),
                        Year => again(date(2025, 1, 1), 28, &mut chance),
                        Day => again(date(2024, 1, 3), 1, &mut chance),
                        Branch => chance.deeds(second, (date(2024, 1, 2), 28), (40, 30)),
                        Corrections | Export => january.clone(),
                    };
                    let mut all = january.clone();
                    match numbering {
                        Corrections if first > 3 => {
                            later[0].much += 5;
                            later[2].customer = "new".to_owned();
                            // Another first day is another subscription.
                            if kind.fact != Fact::Subscriptions {
                                later[1].day = date(2024, 1, 31);
                                // One row in all of it: no more than a slip.
                                (later[3].customer, later[3].day) = ("other".to_owned(), date(2024, 2, 2));
                            }
                            all.clone_from(&later);
                        }
                        Corrections | Export => {
                            let more = chance.deeds(second, (date(2024, 1, 29), 3), (0, 20));
                            let more = more.into_iter().map(|deed| Deed { number: deed.number + first, ..deed });
                            later.extend(more.clone());
                            all.extend(more);
                        }
                        Month | Year | Day | Branch => {
                            all.extend(later.iter().cloned());
                            if numbering != Branch {
                                // The end of the first file comes again, as far as no number stands twice.
                                let tail = january.iter().filter(|deed| deed.number > second);
                                later.extend(tail.rev().take(overlap).cloned());
                            }
                        }
                    }
                    let is_anew = !matches!(numbering, Corrections | Export);
                    let (one, two) = if is_reversed && is_anew { (&later, &january) } else { (&january, &later) };
                    let tells = format!("{numbering:?} {first} {second} {overlap} {is_reversed} {}", kind.fact);
                    desk.import(kind, &name, one, &[]).await;
                    let own = format!("{name}_2");
                    let wanted = match numbering {
                        Branch => vec!["kept", own.as_str()],
                        Day => vec!["kept", "day"],
                        _ => vec!["kept", "month"],
                    };
                    let (offered, is_said) = desk.import(kind, &name, two, &wanted).await;
                    let is_asked = !offered.is_empty();
                    asked_of += usize::from(is_asked);
                    let held = desk.held(kind, &name).await;
                    if !is_anew {
                        assert!(!is_asked, "{tells}: asked about {offered:?}");
                    }
                    let is_offered = wanted.iter().any(|wanted| offered.iter().any(|offered| offered == wanted));
                    if is_asked && !is_offered {
                        // What is known comes again among what is not: such a file is asked about and refused.
                        continue;
                    }
                    if held != expected(kind, &all) {
                        assert!(
                            is_said && numbering != Corrections,
                            "{tells}: in silence {held:?}, not {all:?} {offered:?}"
                        );
                    }
                    // What was answered is kept: both again change nothing, and are not asked about.
                    if is_asked && is_offered && !matches!(numbering, Branch) && held == expected(kind, &all) {
                        for file in [&january, &later] {
                            let (offered, _) = desk.import(kind, &name, file, &["kept"]).await;
                            assert!(offered.is_empty(), "{tells}: {offered:?}");
                        }
                        assert_eq!(desk.held(kind, &name).await, expected(kind, &all), "{tells}");
                    }
                }
            }
        }
    }
    (variants, asked_of)
}

/// Of each kind of file a third at least has to be asked about, or the variants are not those of the fault.
fn assert_many((variants, asked_of): (u64, usize)) {
    assert!(variants >= 36 && asked_of * 3 >= variants as usize, "{variants} variants, {asked_of} of them asked about");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn purchase_ids_that_begin_anew_never_make_a_wrong_ledger_without_a_word_and_corrections_are_not_asked_about() {
    assert_many(hold(Fact::Purchases).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn subscription_ids_that_begin_anew_never_make_a_wrong_ledger_without_a_word() {
    let (variants, asked_of) = hold(Fact::Subscriptions).await;
    // The day is part of their key, so that few take the place of others.
    assert!(variants >= 36, "{variants} variants, {asked_of} of them asked about");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn touch_ids_that_begin_anew_never_make_a_wrong_count_without_a_word_and_corrections_are_not_asked_about() {
    assert_many(hold(Fact::Touches).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feedback_ids_that_begin_anew_never_make_a_wrong_count_without_a_word_and_corrections_are_not_asked_about() {
    assert_many(hold(Fact::Feedback).await);
}
