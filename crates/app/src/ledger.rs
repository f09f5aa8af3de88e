//! Did the customer base grow or shrink, by how many customers and how much value, and why?
use std::collections::BTreeMap;

use bellwether_engine::marts;
use bellwether_engine::marts::ledger::{Cut, Line, NOT_KNOWN, Statement};
use bellwether_model::{Grain, MovementKind, Period, ValueBasis};

use crate::app::App;
use crate::company::{Company, View};
use crate::failure::{Failure, FailureKind};
use crate::figure::Figure;
use crate::lines::moved;
pub use crate::lines::{JOINED, Ledger, LedgerLine, LostBecause, Silence, Together, change};
use crate::privacy::Clearance;
use crate::question::{Effort, Input, Question};
use crate::release::ReleaseQuestion;
use crate::viewpoint::Viewpoint;
use crate::weight::weight;
use bellwether_words::message;

/// Which ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LedgerQuestion {
    /// The length of a period.
    pub grain: Grain,
    /// The attribute by which the ledger is cut.
    pub cut: Option<String>,
    /// The label of the first period wanted; absent: the first there is.
    pub from: Option<String>,
    /// The label of the last period wanted; absent: the last there is.
    pub through: Option<String>,
    /// Whether the reasons of the losses are wanted, too.
    pub why: bool,
    /// From where it is looked.
    pub viewpoint: Viewpoint,
    /// Who is told.
    pub clearance: Clearance,
}

impl LedgerQuestion {
    /// The company's whole ledger.
    #[must_use]
    pub fn of_company(grain: Grain) -> Self {
        Self {
            grain,
            cut: None,
            from: None,
            through: None,
            why: false,
            viewpoint: Viewpoint::default(),
            clearance: Clearance::FULL,
        }
    }
}

/// A cut that knows no customer's segment is a mistaken word, not a ledger.
fn is_known(cut: &Cut, statement: &Statement) -> Result<(), Failure> {
    if statement.segments.keys().any(|name| name != NOT_KNOWN) {
        return Ok(());
    }
    Err(match cut {
        Cut::Attribute(attribute) => {
            Failure::new(FailureKind::NotFound, message("failure-no-attribute").with("attribute", attribute))
        }
        Cut::Level => Failure::new(FailureKind::NotFound, message("failure-no-levels")),
    })
}

/// Why customers were lost over the lines shown, and over as many before.
async fn lost_because(
    company: &Company,
    ledger: &marts::ledger::Ledger<'_>,
    (before, shown): (&[Line], &[Line]),
    viewpoint: &Viewpoint,
) -> Result<Vec<LostBecause>, Failure> {
    let tree = company.tree().await?;
    let set = company.set_reasons(viewpoint.known_at).await?;
    let lost_in = |lines: &[Line]| -> Result<BTreeMap<String, Figure>, Failure> {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Ok(BTreeMap::new()) };
        let span = Period { end: last.period.end, ..first.period };
        let mut sums: BTreeMap<String, Figure> = BTreeMap::new();
        for ((_, reason, _), amount) in ledger.reasons(&[span], MovementKind::Lost, &tree, &set)? {
            let sum = sums.entry(reason).or_default();
            *sum = *sum + amount.into();
        }
        Ok(sums)
    };
    let (now, before) = (lost_in(shown)?, lost_in(before)?);
    let had_before = !before.is_empty();
    let mut reasons: Vec<LostBecause> = now
        .into_iter()
        .map(|(reason, lost)| LostBecause {
            lost_before: had_before.then(|| before.get(&reason).copied().unwrap_or_default()),
            reason: tree.label(&reason).to_owned(),
            lost,
        })
        .collect();
    reasons.sort_by(|a, b| (b.lost.customers, &a.reason).cmp(&(a.lost.customers, &b.reason)));
    Ok(reasons)
}

/// The days of which no purchase is known, and who is lost in them, if anybody may be.
fn silence(view: &View<'_>, accounts: &marts::ledger::Ledger<'_>, shown: &[Line]) -> Result<Option<Silence>, Failure> {
    let Some(after) = view.purchases_through().filter(|after| *after < view.basis.as_of) else { return Ok(None) };
    let lost: Figure = accounts.lost_after(after)?.into();
    let by_purchases_alone = view.policy.basis == ValueBasis::Spend && view.policy.basis_rules.is_empty();
    let periods = shown.iter().filter(|line| line.period.end.plus(-1) > after).count();
    let silence = Silence { after, lost: by_purchases_alone.then_some(lost), periods };
    Ok((lost != Figure::default() && periods > 0).then_some(silence))
}

/// `level` cuts by the policy's value levels, every other word by the customer attribute of that name.
#[must_use]
pub fn cut_by(word: &str) -> Cut {
    if word == "level" { Cut::Level } else { Cut::Attribute(word.to_owned()) }
}

/// The attributes of customers that a cut needs.
#[must_use]
pub fn attributes_of(cut: Option<&Cut>) -> Vec<String> {
    match cut {
        Some(Cut::Attribute(attribute)) => vec![attribute.clone()],
        _ => Vec::new(),
    }
}

impl Question for LedgerQuestion {
    type Answer = Ledger;

    fn weight(answer: &Ledger) -> usize {
        weight(answer)
    }

    fn rests_on(&self) -> &'static [Input] {
        if self.why { Input::REASONS } else { Input::LEDGER }
    }

    fn cleared(self, clearance: Clearance) -> Result<Self, Failure> {
        clearance.company_ledger(self.grain, self.cut.is_some() || self.why, self.viewpoint.is_now())?;
        Ok(Self { clearance, ..self })
    }

    fn effort(&self) -> Effort {
        match self.clearance.sees_customers {
            false => Effort::Slight,
            true if self.viewpoint.is_now() => Effort::Moderate,
            true => Effort::Great,
        }
    }

    async fn answer(&self, app: &App) -> Result<Ledger, Failure> {
        if !self.clearance.sees_customers {
            let released = app.part(&ReleaseQuestion).await?;
            return released.ledger(self.grain, self.from.as_deref(), self.through.as_deref());
        }
        let company = app.company().await?;
        let view = app.view(&company, &self.viewpoint).await?;
        // Where a ledger is to begin and end may lie beyond its first and last line.
        let end_of =
            |label: &Option<String>| label.as_deref().map(|label| view.any_period(self.grain, label)).transpose();
        let (from, through) = (end_of(&self.from)?, end_of(&self.through)?);
        let cut = self.cut.as_deref().map(cut_by);
        let attributes = attributes_of(cut.as_ref());
        let accounts = view.ledger(&attributes);
        let statement = accounts.statement(self.grain, view.first, cut.as_ref())?;
        let wanted = |line: &&Line| {
            from.is_none_or(|from| line.period.start >= from.start)
                && through.is_none_or(|last| line.period.start <= last.start)
        };
        let line = |segment: Option<&str>, line: &Line| LedgerLine {
            period: view.calendar.label(line.period),
            segment: segment.map(str::to_owned),
            opening: line.opening.into(),
            movements: MovementKind::ALL.map(|kind| Some(moved(line, kind))),
            together: Vec::new(),
            closing: line.closing.into(),
        };
        let shown: Vec<Line> = statement.company.iter().filter(wanted).cloned().collect();
        if shown.is_empty() {
            let [first, last] = [view.first, view.basis.as_of].map(|day| view.calendar.period(self.grain, day));
            let said = message("failure-no-such-period");
            let said = said.with("first", view.calendar.label(first)).with("last", view.calendar.label(last));
            return Err(Failure::new(FailureKind::NotFound, said));
        }
        if let Some(cut) = &cut {
            is_known(cut, &statement)?;
        }
        let lines = if cut.is_none() {
            shown.iter().map(|one| line(None, one)).collect()
        } else {
            let of_segment = |(name, lines): (&String, &Vec<Line>)| {
                lines.iter().filter(wanted).map(|one| line(Some(name), one)).collect::<Vec<_>>()
            };
            statement.segments.iter().flat_map(of_segment).collect()
        };
        let free = statement.free.as_ref().and_then(|lines| lines.iter().rfind(wanted));
        let lost_because = if self.why {
            let earlier = statement.company.partition_point(|line| line.period < shown[0].period);
            let before = &statement.company[earlier.saturating_sub(shown.len())..earlier];
            lost_because(&company, &accounts, (before, &shown), &self.viewpoint).await?
        } else {
            Vec::new()
        };
        let ledger = Ledger {
            basis: view.basis.clone(),
            cut: self.cut.clone(),
            lines,
            lost_because,
            smallest_group: None,
            unattributed_rows: Some(statement.unattributed.rows),
            unattributed_minor: Some(statement.unattributed.minor),
            unfinished: shown
                .last()
                .filter(|last| last.period.end.plus(-1) > view.basis.as_of)
                .map(|last| view.calendar.label(last.period)),
            before_first_lapse: {
                let first_lapse = view.first.plus(i32::from(view.policy.lapse_days) + 1);
                shown.iter().take_while(|line| line.period.end <= first_lapse).count()
            },
            latest_fact: view.latest,
            silence: silence(&view, &accounts, &shown)?,
            free_customers: free.map(|line| line.closing.customers),
        };
        match ledger.lines.iter().find(|line| line.unexplained() != Figure::default()) {
            None => Ok(ledger),
            Some(line) => {
                let said = format!("the ledger of {} does not add up; no figure is shown", line.period);
                Err(Failure::new(FailureKind::Internal, said).hint("please report it"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO_CUSTOMERS: Clearance = Clearance { sees_customers: false };

    #[test]
    fn who_sees_no_customers_asks_about_the_whole_company_from_now_and_by_months_at_least() {
        let company = LedgerQuestion::of_company;
        let asked = |question: LedgerQuestion| {
            assert!(question.clone().cleared(Clearance::FULL).is_ok_and(|cleared| cleared == question));
            question.cleared(NO_CUSTOMERS).is_ok_and(|cleared| cleared.clearance == NO_CUSTOMERS)
        };
        for grain in Grain::ALL {
            assert_eq!(asked(company(grain)), !matches!(grain, Grain::Day | Grain::Week), "{grain}");
        }
        let elsewhere = [
            Viewpoint { policy: Some("1".to_owned()), ..Viewpoint::default() },
            Viewpoint { as_of: "2026-01-31".parse().ok(), ..Viewpoint::default() },
            Viewpoint { known_at: "2026-01-31T00:00:00Z".parse().ok(), ..Viewpoint::default() },
        ];
        for viewpoint in elsewhere {
            assert!(!asked(LedgerQuestion { viewpoint, ..company(Grain::Month) }));
        }
        assert!(!asked(LedgerQuestion { cut: Some("level".to_owned()), ..company(Grain::Year) }));
        assert!(!asked(LedgerQuestion { why: true, ..company(Grain::Year) }));
        assert!(asked(LedgerQuestion { from: Some("2026-01".to_owned()), ..company(Grain::Month) }));
    }
}
