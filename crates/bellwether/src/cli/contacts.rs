//! `bellwether contacts`

use bellwether_app::App;
use bellwether_app::contact_customers::{ContactCustomersQuestion, ContactWho};
use bellwether_app::contacts::{AHEAD_DAYS, Contacts, ContactsQuestion, CountedMoment, TouchpointContacts};
use bellwether_app::failure::Failure;
use bellwether_app::table::{Cell, Column, Table, Tabular};
use bellwether_model::Grain;
use clap::Args;

use super::answer::{Answer, AnswerOptions};
use super::screen::Screen;
use super::viewpoint::{self, ViewpointOptions};
use crate::figures;

/// Which contacts were due though nobody asked, and who was not met
///
/// The journey says of a touchpoint when it is due: so many days after touches of others, or before subscriptions renew. It is owed to who is active on
/// the day by which it is due, and has come once its touch began, however that ended; what may have
/// come before the first touch of all is left out. Renewals are counted from the first day of a subscription that
/// counts by the policy. Told besides: who reached a moment that comes by counting, and whose last subscription ends with nothing after it.
#[derive(Args)]
#[command(after_help = "\
Examples:
  bellwether contacts
  bellwether contacts --by quarter --period 2026-Q2
  bellwether contacts --who missed --of renewal_notice -o missed.csv
  bellwether contacts --who ending --ahead 90")]
pub(crate) struct Options {
    /// The length of the period
    #[arg(long, value_name = "GRAIN", default_value = "month")]
    by: Grain,
    /// The period, as in 2026-09 [default: the last one that is over]
    #[arg(long, value_name = "PERIOD")]
    period: Option<String>,
    /// Tell what is due next, and what ends, up to so many days ahead
    #[arg(long, value_name = "DAYS", default_value_t = AHEAD_DAYS)]
    ahead: u16,
    /// The customers themselves: `in_time`, late, missed, due, reached or ending
    #[arg(long, value_name = "WHO")]
    who: Option<ContactWho>,
    /// The touchpoint of the contact, or the moment that was reached, by id
    #[arg(long, value_name = "ID", requires = "who")]
    of: Option<String>,
    #[command(flatten)]
    viewpoint: ViewpointOptions,
    #[command(flatten)]
    answer: AnswerOptions,
}

pub(crate) async fn run(app: &App, options: Options) -> Result<(), Failure> {
    if let Some(who) = options.who {
        return run_who(app, options, who).await;
    }
    let question = ContactsQuestion {
        grain: options.by,
        period: options.period,
        ahead_days: options.ahead,
        viewpoint: options.viewpoint.into(),
    };
    let contacts = app.ask(&question).await?;
    answer(&contacts).write_with(&contacts, &options.answer)
}

async fn run_who(app: &App, options: Options, who: ContactWho) -> Result<(), Failure> {
    let question = ContactCustomersQuestion {
        who,
        id: options.of.unwrap_or_default(),
        grain: options.by,
        period: options.period,
        ahead_days: options.ahead,
        most: None,
        viewpoint: options.viewpoint.into(),
    };
    let found = app.ask(&question).await?;
    let basis = &found.basis;
    let customers = figures::counted(i128::from(found.customers.customers), &basis.noun, &basis.noun_plural);
    let when = match who {
        ContactWho::Due | ContactWho::Ending => format!("by {}", found.ahead_through),
        _ => format!("in {}", found.period),
    };
    let what = found.id.as_ref().map(|id| format!("{id}, ")).unwrap_or_default();
    let money = figures::money(found.customers.minor, basis.currency);
    let above = format!("{what}{} {when}: {customers}, worth {money}.", who.name().replace('_', " "));
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

fn answer(contacts: &Contacts) -> Answer {
    let basis = &contacts.basis;
    let whole = |number: u64| figures::whole(i128::from(number));
    let sum = |of: fn(&TouchpointContacts) -> u64| contacts.contacts.iter().map(of).sum::<u64>();
    let (met, missed) = (sum(|line| line.in_time + line.late), sum(|line| line.missed));
    let mut above = Vec::new();
    if contacts.contacts.is_empty() {
        above.push("The journey says of no touchpoint when it is due; write 'due' under one of them.".to_owned());
    } else {
        above.push(format!(
            "Of {} contacts that were due in {}, {} came, {} of them late, and {} were missed. {} are due by {}.",
            whole(met + missed),
            contacts.period,
            whole(met),
            whole(sum(|line| line.late)),
            whole(missed),
            whole(sum(|line| line.due)),
            contacts.ahead_through,
        ));
    }
    if contacts.without_customer > 0 {
        let touches = whole(contacts.without_customer);
        above.push(format!("{touches} touches name nobody; a contact among them is told as missed."));
    }
    let ending = figures::counted(i128::from(contacts.ending.customers), &basis.noun, &basis.noun_plural);
    let money = figures::money(contacts.ending.minor, basis.currency);
    let through = contacts.ahead_through;
    above.push(format!("Subscriptions that end by {through} with nothing after them: {ending}, worth {money}."));
    let screens = [
        (!contacts.contacts.is_empty()).then(|| due(contacts)),
        (!contacts.moments.is_empty()).then(|| moments(contacts)),
    ];
    Answer {
        above,
        table: contacts.table(),
        screen: Some(screens.into_iter().flatten().collect()),
        below: vec![viewpoint::in_words(basis)],
        ..Answer::default()
    }
}

fn due(contacts: &Contacts) -> Screen {
    let columns = [Column::text("touchpoint")].into_iter();
    let columns = columns.chain(["in time", "late", "missed"].map(Column::whole));
    let columns = columns.chain([Column::figure("missed_by"), Column::whole("due next"), Column::figure("due_to")]);
    let figure = |figure| Cell::Figure(figure, contacts.basis.currency);
    let row = |line: &TouchpointContacts| {
        let counts = [line.in_time, line.late, line.missed].map(|count| Cell::Whole(count as i64));
        let cells = [Cell::text(&line.touchpoint)].into_iter().chain(counts);
        cells.chain([figure(line.missed_by), Cell::Whole(line.due as i64), figure(line.due_to)]).collect()
    };
    let (noun, code) = (&contacts.basis.noun_plural, contacts.basis.currency.code());
    Screen::of(Table::new(columns.collect()).with_rows(contacts.contacts.iter().map(row)))
        .headed("missed_by_customers", format!("{noun} missed"))
        .headed("missed_by_minor", code)
        .headed("due_to_customers", format!("{noun} next"))
        .headed("due_to_minor", code)
}

fn moments(contacts: &Contacts) -> Screen {
    let columns = vec![Column::text("moment"), Column::whole("reached"), Column::figure("reached_by")];
    let row = |line: &CountedMoment| {
        let figure = Cell::Figure(line.reached_by, contacts.basis.currency);
        vec![Cell::text(&line.moment), Cell::Whole(line.reached as i64), figure]
    };
    let (noun, code) = (&contacts.basis.noun_plural, contacts.basis.currency.code());
    Screen::of(Table::new(columns).with_rows(contacts.moments.iter().map(row)))
        .headed("reached_by_customers", noun.clone())
        .headed("reached_by_minor", code)
}
