//! `bellwether moments`

use bellwether_app::App;
use bellwether_app::early_moment_customers::EarlyMomentCustomersQuestion;
use bellwether_app::early_moments::{
    EarlyMoment, EarlyMoments, EarlyMomentsQuestion, FIRST_DAYS, MomentComparison, MomentKind, MomentOutcome,
    MomentState,
};
use bellwether_app::failure::Failure;
use bellwether_app::table::{Cell, Column, Table, Tabular};
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// Which early moments foretell that customers leave or grow
///
/// At each touchpoint those to whom its first promise in the first days of their life was broken are compared with those to whom it was
/// kept, and those who met it with those who did not. What became of them counts from the day after the first days on; who had left by then is
/// left out, and so is who may still leave. Those compared joined in one month, all by buying or all by
/// subscribing, and were about as much worth then. What earlier joiners show is
/// confirmed by later ones, corrected for how many comparisons were tried. It is an association; nobody tested it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether moments
  bellwether moments --outcome loss
  bellwether moments --first-days 30 --within 120 --format json
  bellwether moments --touchpoint installation --who broken -o just-met.csv")]
pub(crate) struct Options {
    /// So many days, that of joining included, are the first ones of a life
    #[arg(long, value_name = "DAYS", default_value_t = FIRST_DAYS, value_parser = clap::value_parser!(u16).range(1..=730))]
    first_days: u16,
    /// Days after these within which a customer leaves or grows [default: 180; where only purchases count, the lapse days and one]
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u16).range(1..=3650))]
    within: Option<u16>,
    /// Only what goes with this: loss or growth; all is tried and corrected for
    #[arg(long, value_name = "OUTCOME", conflicts_with = "who")]
    outcome: Option<MomentOutcome>,
    /// The touchpoint of --who, by its id or by what touches are called
    #[arg(long, value_name = "TOUCHPOINT", requires = "who")]
    touchpoint: Option<String>,
    /// The customers themselves who met it in their first days and in as many latest ones, and are still there: broken or met
    #[arg(long, value_name = "KIND", requires = "touchpoint", conflicts_with = "within")]
    who: Option<MomentKind>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    if let Some((kind, touchpoint)) = options.who.zip(options.touchpoint.clone()) {
        return run_who(app, options, touchpoint, kind).await;
    }
    let question = EarlyMomentsQuestion {
        first_days: options.first_days,
        within_days: options.within,
        outcome: options.outcome,
        viewpoint: options.viewpoint.into(),
    };
    let moments = app.ask(&question).await?;
    answer(&moments).write_with(&moments, &options.answer)
}

async fn run_who(app: &App, options: Options, touchpoint: String, kind: MomentKind) -> Result<(), Failure> {
    let question = EarlyMomentCustomersQuestion {
        touchpoint,
        kind,
        first_days: options.first_days,
        most: None,
        viewpoint: options.viewpoint.into(),
    };
    let found = app.ask(&question).await?;
    let basis = &found.basis;
    let above = format!(
        "{} {} {} in their first {days} days and in the latest {days}, and are still there, worth {}.",
        figures::counted(i128::from(found.customers.customers), &basis.noun, &basis.noun_plural),
        match kind {
            MomentKind::Broken => "met a broken promise of",
            MomentKind::Met => "met",
        },
        found.touchpoint,
        figures::money(found.customers.minor, basis.currency),
        days = found.first_days,
    );
    let screen = Screen::of(found.table()).headed("value_minor", basis.currency.code());
    let answer = Answer {
        above: vec![above],
        table: found.table(),
        screen: Some(vec![screen]),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    };
    answer.write_with(&found, &options.answer)
}

fn answer(moments: &EarlyMoments) -> Answer {
    let whole = |number: u64| figures::whole(i128::from(number));
    let (basis, noun) = (&moments.basis, &moments.basis.noun_plural);
    let mut above = Vec::new();
    match moments.split_on {
        None => above.push(format!("There are no {noun} of whom all these days are known, so nothing is compared.")),
        Some(split) => above.push(format!(
            "Of {} comparisons tried among the {} {noun} who joined before {split}, {} were found beyond chance; {} of these were confirmed among \
             the {} who joined later.",
            whole(moments.tried),
            whole(moments.earlier),
            whole(moments.found),
            whole(moments.confirmed),
            whole(moments.compared - moments.earlier),
        )),
    }
    let is_confirmed = |moment: &&EarlyMoment| moment.state == MomentState::Confirmed;
    above.extend(moments.moments.iter().filter(is_confirmed).map(|moment| confirmed(moments, moment)));
    if moments.confirmed > 0 {
        above.push("These are associations; nobody tested them.".to_owned());
    }
    if moments.gone_before.customers > 0 {
        above.push(format!(
            "Left out: {} {noun} who had left within their first {} days, worth {}.",
            figures::whole(i128::from(moments.gone_before.customers)),
            moments.first_days,
            figures::money(moments.gone_before.minor, basis.currency),
        ));
    }
    let left_out = [
        (moments.not_yet_known, "of whom not all these days are over"),
        (moments.before_touches, "who joined before any touch is told"),
        (moments.undated, "of whom it is not known when they joined"),
    ];
    for (count, why) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        above.push(format!("Left out: {} {noun} {why}.", whole(count)));
    }
    if moments.kept_by_purchase > 0 {
        above.push(format!(
            "Not compared where it is about leaving: {} {noun} who could not, for what they bought in their first days keeps them longer by the \
             definitions. A longer --within tells of them.",
            whole(moments.kept_by_purchase),
        ));
    }
    if moments.without_customer > 0 {
        above.push(format!("{} touches name nobody.", whole(moments.without_customer)));
    }
    Answer {
        above,
        table: moments.table(),
        screen: Some(vec![screen(moments)]),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

fn confirmed(moments: &EarlyMoments, moment: &EarlyMoment) -> String {
    let whole = |number: u64| figures::whole(i128::from(number));
    let (basis, later) = (&moments.basis, &moment.later);
    let (met, others) = match moment.kind {
        MomentKind::Broken => ("met a broken promise", "to whom it was kept"),
        MomentKind::Met => ("met it", "who did not"),
    };
    let (came_true, of_money) = match moment.outcome {
        MomentOutcome::Loss => ("left", "worth"),
        MomentOutcome::Growth => ("grew", "by"),
    };
    let lead = moment.lead_days.map(|days| format!("; half of them {} after it or sooner", days_of(days)));
    format!(
        "{}: {} later {} {met}, {} of them {came_true}, {of_money} {}{}; of {} {others}, {}. {}. {} have just met it, worth {}.",
        moment.name,
        whole(later.met.customers),
        basis.noun_plural,
        whole(later.met.came_true),
        figures::money(later.met.came_true_minor, basis.currency),
        lead.unwrap_or_default(),
        whole(later.others.customers),
        whole(later.others.came_true),
        difference(later),
        figures::whole(i128::from(moment.just_met.customers)),
        figures::money(moment.just_met.minor, basis.currency),
    )
}

fn difference(half: &MomentComparison) -> String {
    half.difference.map_or_else(String::new, |difference| {
        let than = if difference.estimate < 0.0 { "fewer" } else { "more" };
        let [estimate, low, high] =
            [difference.estimate.abs(), difference.low, difference.high].map(|share| share * 100.0);
        format!("{estimate:.1} of 100 {than} (95 % interval {low:.1} to {high:.1})")
    })
}

fn screen(moments: &EarlyMoments) -> Screen {
    let columns = ["touchpoint", "kind", "outcome", "state"].map(Column::text).into_iter();
    let columns =
        columns.chain(["earlier", "others earlier", "later", "others later", "more of 100"].map(Column::text));
    let columns = columns.chain([Column::text("lead"), Column::figure("just_met")]);
    let row = |moment: &EarlyMoment| {
        let side = |customers: u64, came_true: u64| {
            Cell::text(format!("{} of {}", figures::whole(came_true.into()), figures::whole(customers.into())))
        };
        let of = |half: &MomentComparison| [half.met, half.others].map(|group| side(group.customers, group.came_true));
        let texts = [&*moment.touchpoint, moment.kind.name(), moment.outcome.name(), moment.state.name()];
        let more = moment.later.difference.map(|difference| format!("{:.1}", difference.estimate * 100.0));
        let cells = texts.map(Cell::text).into_iter().chain(of(&moment.earlier)).chain(of(&moment.later));
        let lead = moment.lead_days.map(days_of);
        let figure = Cell::Figure(moment.just_met, moments.basis.currency);
        cells.chain([Cell::optional(more), Cell::optional(lead), figure]).collect()
    };
    let table = Table::new(columns.collect()).with_rows(moments.moments.iter().map(row));
    Screen::of(table)
        .headed("just_met_customers", "just met".to_owned())
        .headed("just_met_minor", moments.basis.currency.code())
}

fn days_of(days: f64) -> String {
    let days = format!("{days:.1}");
    format!("{} days", days.strip_suffix(".0").unwrap_or(&days))
}
