//! The question: which early moments foretell that customers leave or grow?

use bellwether_model::Day;
use bellwether_stats::{Compared, Screened, screened};

use super::comparison::{MomentHalf, MomentState};
use super::fold::{Contrast, Fate, Later, Outcome, Span};
use super::reading::Beginnings;
use super::tally::{Groups, Half, Member};
use crate::marts::error::MartError;
use crate::marts::journey::JourneySource;
use crate::marts::ledger::{Amount, Ledger};

/// The early moments of a company.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlyMoments {
    /// Joiners of whom all is known who were there after the first days: those who are compared.
    pub compared: u64,
    /// Those of them who could not have left, whatever they did, for what they bought in their first days keeps them by the definitions:
    /// where it is about leaving they are not compared.
    pub kept_by_purchase: u64,
    /// The day from which on joiners are the later ones; none where nobody is compared.
    pub split_on: Option<Day>,
    /// How many of them joined before it.
    pub earlier: u64,
    /// Joiners who had left within the first days, with what they were worth.
    pub gone_before: Amount,
    /// Joiners of whom not all days are over.
    pub not_yet_known: u64,
    /// Customers who joined before any touch is told: of these nobody knows what they met first.
    pub before_touches: u64,
    /// Customers of whom it is not known when they joined.
    pub undated: u64,
    /// Comparisons that were tried: those with enough customers who are alike among the earlier joiners.
    pub tried: usize,
    /// All comparisons, by what became of them, the most certain first.
    pub moments: Vec<EarlyMoment>,
}

/// A comparison at a touchpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlyMoment {
    /// Whether the journey knows the touchpoint.
    pub is_known: bool,
    /// Its id, or what touches are called where the journey does not know it.
    pub touchpoint: String,
    /// What is compared.
    pub contrast: Contrast,
    /// What it may foretell.
    pub outcome: Outcome,
    /// What became of it.
    pub state: MomentState,
    /// Among earlier joiners.
    pub earlier: MomentHalf,
    /// Among later ones.
    pub later: MomentHalf,
    /// The probability of the first difference by chance, corrected for how many were tried; none where it was not.
    pub found_p: Option<f64>,
    /// That of the second, corrected for how many were found; none where it was not found, or later joiners are too few.
    pub confirmed_p: Option<f64>,
    /// Half of those who met it and left, or grew, did so after at most so many days; none where none did.
    pub lead_days: Option<f64>,
    /// Those who met it in the latest days, as many as are the first ones, and are still there.
    pub just_met: Amount,
}

/// Of a hundred joiners, in the order of their joining, so many are the earlier ones.
const EARLIER: usize = 60;

/// The early moments. What earlier joiners show is confirmed by later ones; customers are alike who joined in one month, all by
/// buying or all by subscribing, and were about as much worth then. It is an association: what else they differ in, nobody knows.
///
/// # Errors
/// Where the journey or the accounts cannot be read.
pub fn early_moments(ledger: &Ledger<'_>, source: JourneySource<'_>, span: Span) -> Result<EarlyMoments, MartError> {
    let beginnings = Beginnings::read(ledger, source, span)?;
    let touchpoints = beginnings.touchpoints();
    let (touches_from, undated) = (beginnings.touches_from, beginnings.undated);
    let is_told = |member: &&Member| touches_from.is_some_and(|from| from <= member.life.joined);
    let members = || beginnings.members.iter().map(|(_, member)| member);
    let mut compared: Vec<&Member> =
        members().filter(is_told).filter(|member| matches!(member.life.later, Later::Known(_))).collect();
    compared.sort_by_key(|member| member.life.joined);
    let split_on = compared.get(compared.len() * EARLIER / 100).map(|member| member.life.joined);
    let earlier = compared.partition_point(|member| split_on.is_some_and(|split| member.life.joined < split));
    let mut groups = Groups::of(&compared, ledger.walk.calendar);
    let halves = [&compared[..earlier], &compared[earlier..]].map(|members| Half::of(members, &mut groups));
    let mut moments = Vec::new();
    for (number, touchpoint, is_known) in touchpoints {
        for contrast in Contrast::ALL {
            let of_halves = [0, 1].map(|at: usize| halves[at].groups(number, contrast));
            if of_halves.iter().flatten().all(|(exposed, _)| exposed.customers == [0, 0]) {
                continue;
            }
            let just_met = just_met(members(), (number, contrast), span);
            for outcome in Outcome::ALL {
                let [earlier, later] = [0, 1].map(|at: usize| MomentHalf::of(&of_halves[at], outcome));
                moments.push(EarlyMoment {
                    is_known,
                    touchpoint: touchpoint.to_owned(),
                    contrast,
                    outcome,
                    state: if earlier.is_unlike { MomentState::Unlike } else { MomentState::TooFew },
                    earlier,
                    later,
                    found_p: None,
                    confirmed_p: None,
                    lead_days: lead_days(&compared, (number, contrast, outcome)),
                    just_met,
                });
            }
        }
    }
    let tried = screen(&mut moments);
    let order = |moment: &EarlyMoment| (moment.state, moment.outcome, moment.contrast);
    let p = |moment: &EarlyMoment| moment.confirmed_p.or(moment.found_p).unwrap_or(1.0);
    moments.sort_by(|a, b| order(a).cmp(&order(b)).then(p(a).total_cmp(&p(b))));
    let count = |wanted: fn(&Later) -> bool| {
        members().filter(is_told).filter(|member| wanted(&member.life.later)).count() as u64
    };
    let mut gone_before = Amount::default();
    for member in members().filter(is_told) {
        if let Later::GoneBefore(minor) = member.life.later {
            gone_before.plus(Amount { customers: 1, minor: minor.into() });
        }
    }
    Ok(EarlyMoments {
        compared: compared.len() as u64,
        kept_by_purchase: count(|later| matches!(later, Later::Known(Fate { is_kept: true, .. }))),
        split_on,
        earlier: earlier as u64,
        gone_before,
        not_yet_known: count(|later| *later == Later::NotYetKnown),
        before_touches: members().filter(|member| !is_told(member)).count() as u64,
        undated,
        tried,
        moments,
    })
}

/// Tells what is found and confirmed, and gives how many were tried.
fn screen(moments: &mut [EarlyMoment]) -> usize {
    let comparisons: Vec<(usize, (Compared, Option<Compared>))> = moments
        .iter()
        .enumerate()
        .filter_map(|(at, moment)| Some((at, (moment.earlier.compared?, moment.later.compared))))
        .collect();
    let told = screened(&comparisons.iter().map(|(_, both)| *both).collect::<Vec<_>>());
    for ((at, _), Screened { found_p, confirmed_p, is_found, is_confirmed }) in comparisons.iter().zip(told) {
        let moment = &mut moments[*at];
        (moment.found_p, moment.confirmed_p) = (Some(found_p), confirmed_p);
        moment.state = match (is_found, is_confirmed) {
            (_, true) => MomentState::Confirmed,
            (true, false) => MomentState::Found,
            (false, false) => MomentState::NotFound,
        };
    }
    comparisons.len()
}

fn lead_days(members: &[&Member], (touchpoint, contrast, outcome): (u32, Contrast, Outcome)) -> Option<f64> {
    let lead = |member: &&Member| {
        let Later::Known(fate) = &member.life.later else { return None };
        let moment = member.moments.iter().find(|moment| moment.touchpoint == touchpoint)?;
        Some(outcome.of(fate)?.0.0 - contrast.day(moment)?.0)
    };
    let mut leads: Vec<i32> = members.iter().filter_map(lead).collect();
    leads.sort_unstable();
    let middle = leads.len() / 2;
    let median = leads.get(middle).map(|upper| f64::from(*upper))?;
    let is_even = leads.len().is_multiple_of(2);
    Some(if is_even { f64::midpoint(median, f64::from(leads[middle - 1])) } else { median })
}

/// Those who met a moment in the latest days and are still there.
fn just_met<'m>(
    members: impl Iterator<Item = &'m Member>,
    (touchpoint, contrast): (u32, Contrast),
    span: Span,
) -> Amount {
    let mut all = Amount::default();
    for member in members {
        if let Some((_, minor)) = member.just_met((touchpoint, contrast), span) {
            all.plus(Amount { customers: 1, minor: minor.into() });
        }
    }
    all
}
