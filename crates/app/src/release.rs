//! What of the company's ledger is told to those who may see no customers?
//!
//! Months that are over, and quarters and years made up of them. The rule, and why nothing of fewer than five customers can be reckoned from
//! what is told, stand in `bellwether_stats` ([`release`](fn@bellwether_stats::release)). Invariant: what is told of a month stays as it is
//! while facts of later months come in.

use std::collections::HashMap;
use std::ops::Range;

use bellwether_engine::marts::ledger::{BehindLine, Ledger as Accounts, Line};
use bellwether_model::{Calendar, Day, Grain, MovementKind, Period, SamePeriod};
use bellwether_stats::{Behind, Release, release};
use bellwether_words::message;

use crate::app::App;
use crate::company::any_period;
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::lines::{JOINED, Ledger, LedgerLine, Silence, Together, change, moved};
use crate::privacy::Clearance;
use crate::question::{Input, Question};
use crate::viewpoint::{Basis, Viewpoint};

/// What may be told of the ledger as it is known now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ReleaseQuestion;

/// The months that are told.
pub(crate) struct ReleasedMonths {
    basis: Basis,
    calendar: Calendar,
    lines: Vec<Line>,
    release: Release,
    /// Whether the kinds of those who stayed may be told apart in a month.
    is_fine: Vec<bool>,
    /// Whether a quarter's movements are those of its months.
    adds_up: bool,
    /// The first day on which anybody can have lapsed.
    first_lapse: Day,
    /// The last day of which purchases are known, where that is not all that is known.
    purchases_through: Option<Day>,
}

/// The columns that a release tells apart or together; the last is more, less and currency in one, for only their sum adds up over time.
const COLUMNS: usize = APART.len() + 1;
const APART: [MovementKind; 5] =
    [MovementKind::New, MovementKind::WonBack, MovementKind::Lost, MovementKind::Restated, MovementKind::Redefined];
const STAYED: [MovementKind; 3] = [MovementKind::More, MovementKind::Less, MovementKind::Currency];
/// Those that others are told together with: new, lost, won back.
const ANCHORS: [usize; 3] = [0, 2, 1];
/// So many months are looked at together where one cannot be told by itself.
const AHEAD: usize = 12;

impl Question for ReleaseQuestion {
    type Answer = ReleasedMonths;

    fn weight(answer: &ReleasedMonths) -> usize {
        size_of_val(answer) + size_of_val(answer.lines.as_slice())
    }

    fn rests_on(&self) -> &'static [Input] {
        Input::LEDGER
    }

    fn cleared(self, _: Clearance) -> Result<Self, Failure> {
        Ok(self)
    }

    async fn answer(&self, app: &App) -> Result<ReleasedMonths, Failure> {
        let company = app.company().await?;
        let view = app.view(&company, &Viewpoint::default()).await?;
        let is_over = |line: &Line| line.period.end.plus(-1) <= view.basis.as_of;
        let accounts = view.ledger(&[]);
        let mut lines = accounts.statement(Grain::Month, view.first, None)?.company;
        lines.retain(is_over);
        let months: Vec<Period> = lines.iter().map(|line| line.period).collect();
        let ends_year = |month: usize| {
            let Period { start, end, .. } = months[month];
            view.calendar.period(Grain::FiscalYear, start).end == end
        };
        let mut known = Known { accounts: &accounts, months: &months, behind: HashMap::new() };
        known.look(&(0..months.len()).map(|month| month..month + 1).collect::<Vec<_>>())?;
        let is_fine = |month: usize| {
            let kinds = &known.behind[&(month..month + 1)].kinds;
            STAYED.iter().all(|kind| kinds[*kind as usize].is_safe())
        };
        let is_fine = (0..months.len()).map(is_fine).collect();
        let release = release(months.len(), &ANCHORS, ends_year, |span| known.behind(span))?;
        let told = release.lines().last().map_or(0, |last| last.end);
        let policies =
            accounts.walk.closes.iter().map(|close| close.policy.same_period).chain([view.policy.same_period]);
        Ok(ReleasedMonths {
            adds_up: policies.into_iter().all(|same_period| same_period == SamePeriod::BothCounted),
            basis: Basis {
                as_of: told.checked_sub(1).map_or(view.basis.as_of, |last| months[last].end.plus(-1)),
                ..view.basis.clone()
            },
            calendar: view.calendar.clone(),
            first_lapse: view.first.plus(i32::from(view.policy.lapse_days) + 1),
            lines,
            release,
            is_fine,
            purchases_through: view.purchases_through(),
        })
    }
}

/// Who stands behind spans of months, looked up where it is not known yet.
struct Known<'a> {
    accounts: &'a Accounts<'a>,
    months: &'a [Period],
    behind: HashMap<Range<usize>, BehindLine>,
}

impl Known<'_> {
    fn look(&mut self, spans: &[Range<usize>]) -> Result<(), Failure> {
        let found = self.accounts.behind(self.months, spans)?;
        self.behind.extend(spans.iter().cloned().zip(found));
        Ok(())
    }

    fn behind(&mut self, span: Range<usize>) -> Result<Behind<COLUMNS>, Failure> {
        if !self.behind.contains_key(&span) {
            let ends = span.end..=self.months.len().min(span.end + AHEAD);
            self.look(&ends.map(|end| span.start..end).collect::<Vec<_>>())?;
        }
        let BehindLine { kinds, stayed, net, stock } = self.behind[&span].clone();
        let columns = std::array::from_fn(|column| match APART.get(column) {
            Some(kind) => kinds[*kind as usize].clone(),
            None => stayed.clone(),
        });
        Ok(Behind { columns, net, stock })
    }
}

impl ReleasedMonths {
    /// The ledger of a grain, from the period of one label through that of another.
    pub(crate) fn ledger(&self, grain: Grain, from: Option<&str>, through: Option<&str>) -> Result<Ledger, Failure> {
        let end_of = |label: Option<&str>| label.map(|label| any_period(&self.calendar, grain, label)).transpose();
        let (from, through) = (end_of(from)?, end_of(through)?);
        let mut lines: Vec<(Period, Period, LedgerLine)> = Vec::new();
        for months in self.spans(grain) {
            let of = |month: usize| self.calendar.period(grain, self.lines[month].period.start);
            let (first, last) = (of(months.start), of(months.end - 1));
            lines.push((first, last, self.line(first, last, &months)));
        }
        if lines.is_empty() {
            return Err(Failure::new(FailureKind::NotFound, message("failure-nothing-told")));
        }
        let ends = [&lines[0].0, &lines[lines.len() - 1].1].map(|period| self.calendar.label(*period));
        lines.retain(|(first, last, _)| {
            from.is_none_or(|from| last.start >= from.start)
                && through.is_none_or(|through| first.start <= through.start)
        });
        if lines.is_empty() {
            let [first, last] = ends;
            let said = message("failure-no-such-period").with("first", first).with("last", last);
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        let last = &lines[lines.len() - 1];
        let unfinished = (last.1.end.plus(-1) > self.basis.as_of).then(|| last.2.period.clone());
        let before_first_lapse = lines.iter().take_while(|(_, last, _)| last.end <= self.first_lapse).count();
        let silence = self.purchases_through.and_then(|after| {
            let periods = lines.iter().filter(|(_, last, _)| last.end.plus(-1) > after).count();
            (periods > 0).then_some(Silence { after, lost: None, periods })
        });
        let ledger = Ledger {
            basis: self.basis.clone(),
            before_first_lapse,
            cut: None,
            lines: lines.into_iter().map(|(.., line)| line).collect(),
            smallest_group: Clearance { sees_customers: false }.smallest_group(),
            lost_because: Vec::new(),
            unattributed_rows: None,
            unattributed_minor: None,
            free_customers: None,
            unfinished,
            latest_fact: self.basis.as_of,
            silence,
        };
        ledger.adds_up()?;
        Ok(ledger)
    }

    /// The months of each line of a grain: of one period, or of several where something is told only of them together.
    fn spans(&self, grain: Grain) -> Vec<Range<usize>> {
        let mut spans = Vec::new();
        let mut start = 0;
        for (month, line) in self.lines.iter().enumerate() {
            let end = month + 1;
            let is_end = self.calendar.period(grain, line.period.start).end == line.period.end;
            if is_end && self.release.begins(end) {
                spans.push(start..end);
                start = end;
            }
        }
        // Of one that is not over, as much as is told by the month.
        let told = self.release.lines().last().map_or(0, |last| last.end);
        if start < told {
            spans.push(start..told);
        }
        spans
    }

    /// Whether what stands at the end of a period is told.
    pub(crate) fn tells_end(&self, period: Period) -> bool {
        let last = self.lines.iter().position(|line| line.period.end == period.end);
        last.is_some_and(|last| self.release.begins(last + 1))
    }

    fn line(&self, first: Period, last: Period, months: &Range<usize>) -> LedgerLine {
        let labels = [first, last].map(|period| self.calendar.label(period));
        let lines = &self.lines[months.clone()];
        let sum = |kind: MovementKind| lines.iter().map(|line| moved(line, kind)).sum::<Figure>();
        let is_month = months.len() == 1;
        let is_apart = |column: &usize| (is_month || self.adds_up) && self.release.tells_apart(*column, months);
        let mut hidden: Vec<usize> = (0..COLUMNS).filter(|column| !is_apart(column)).collect();
        // What is left besides all that is told apart is told by that.
        if hidden.len() == 1 {
            hidden.clear();
        }
        let together = |columns: &[usize]| {
            let of = |column: &usize| APART.get(*column).map_or(&STAYED[..], std::slice::from_ref);
            let mut kinds: Vec<MovementKind> = columns.iter().flat_map(of).copied().collect();
            kinds.sort_unstable();
            let change = kinds.iter().map(|kind| change(*kind, sum(*kind))).sum();
            Together { kinds, change }
        };
        let mut groups = Vec::new();
        if !hidden.is_empty() {
            groups.push(together(&hidden));
        }
        let is_fine = is_month && self.is_fine[months.start];
        if !is_fine && !hidden.contains(&APART.len()) {
            groups.push(together(&[APART.len()]));
        }
        let is_hidden = |kind: MovementKind| groups.iter().any(|group| group.kinds.contains(&kind));
        LedgerLine {
            period: if first == last { labels[0].clone() } else { labels.join(&JOINED.to_string()) },
            segment: None,
            opening: lines[0].opening.into(),
            movements: MovementKind::ALL.map(|kind| (!is_hidden(kind)).then(|| sum(kind))),
            closing: lines[lines.len() - 1].closing.into(),
            together: groups,
        }
    }
}
