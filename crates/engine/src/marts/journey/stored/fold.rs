//! The fold: one customer's touches become places in the journey, promises with what became of them, and handoffs.

use bellwether_model::{Day, DayClock, Handoff, TimeLimit, Verdict};

use super::placer::{Place, Placer};
use crate::walk::Touch;

/// A touch in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacedTouch<'t> {
    /// The touch itself.
    pub touch: Touch<'t>,
    /// The stage, by id; none where the journey does not know the touch.
    pub stage: Option<&'t str>,
    /// The touchpoint, by id; where the journey does not know it, what the touch is called.
    pub touchpoint: &'t str,
    /// What became of its promise by what was done; none where nothing was promised.
    pub verdict: Option<Verdict>,
    /// By when it was to be done.
    pub due_at: Option<i64>,
    /// The company's day on which the promise counts: when it is due, or without a time when it was done, or else began.
    pub counts_on: Option<Day>,
}

/// Work that passed, or is to pass, from one silo to another within a case; moments in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandoffRow<'t> {
    /// The last touch of the silo that hands over.
    pub left: Touch<'t>,
    /// The handoff's id, where the journey knows it.
    pub handoff: Option<&'t str>,
    /// The silo that hands over, as its touches call it.
    pub from_silo: &'t str,
    /// The one that takes over; as the journey calls it where nobody has.
    pub to_silo: &'t str,
    /// The touchpoint at which it was left: its id, or what the touch is called.
    pub from_touchpoint: &'t str,
    /// That at which it was taken over.
    pub to_touchpoint: Option<&'t str>,
    /// When the one silo was done, or where that is not known, began.
    pub left_at: i64,
    /// The company's day of that.
    pub left_on: Day,
    /// When the other one began.
    pub taken_at: Option<i64>,
    /// By when it was to begin.
    pub due_at: Option<i64>,
    /// After which it counts as dropped.
    pub dropped_at: Option<i64>,
}

/// Touches of one silo that follow each other in a case, and are the last of it so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run<'t> {
    /// The silo, as the last of them calls it.
    pub silo: &'t str,
    /// The touchpoints among them that the journey knows, by id, each once.
    pub touchpoints: Vec<&'t str>,
    /// The last of them.
    pub last: Touch<'t>,
    /// Where that was: the touchpoint's id, or what the touch is called.
    pub last_touchpoint: &'t str,
}

/// What a life tells; working memory of a fold.
#[derive(Debug, Default)]
pub struct JourneyRows<'t> {
    /// One for each touch, in the order of the touches.
    pub touches: Vec<PlacedTouch<'t>>,
    /// In the order of the cases, and within each in that of time.
    pub handoffs: Vec<HandoffRow<'t>>,
    /// Where each case stands, in their order.
    pub runs: Vec<Run<'t>>,
    cases: Vec<usize>,
}

/// Takes in one customer's touches, which are in time order; `run_of` tells where a case stood before them. What several of its sources call by
/// one name is one case, for work passes from one silo's system to another's. Of touches without a case nobody knows which belong together: of these,
/// in their order, only those handoffs are told that the journey knows.
pub fn fold<'t, 'j: 't>(
    touches: &[Touch<'t>],
    mut run_of: impl FnMut(Option<&str>) -> Option<Run<'t>>,
    placer: &mut Placer<'j>,
    days: &mut DayClock,
    rows: &mut JourneyRows<'t>,
) {
    rows.touches.clear();
    rows.handoffs.clear();
    rows.runs.clear();
    for touch in touches {
        let place = placer.place(touch.day, touch.touchpoint);
        let judged = placer.judge(touch, place);
        rows.touches.push(PlacedTouch {
            touch: *touch,
            stage: place.map(|place| place.stage.id.as_str()),
            touchpoint: name(place, touch),
            verdict: judged.map(|judged| judged.verdict),
            due_at: judged.and_then(|judged| judged.due),
            counts_on: judged.map(|judged| counts_on(touch, judged.counts_at, days)),
        });
    }
    rows.cases.clear();
    // Of a touch without a silo nobody knows who had the work.
    rows.cases.extend((0..touches.len()).filter(|at| touches[*at].silo.is_some()));
    rows.cases.sort_by_key(|at| touches[*at].case);
    for of_case in rows.cases.chunk_by(|a, b| touches[*a].case == touches[*b].case) {
        let case = of_case.first().and_then(|at| touches[*at].case);
        let of_case = of_case.iter().map(|at| &rows.touches[*at]);
        rows.runs.extend(hand_over(run_of(case), of_case, placer, days, &mut rows.handoffs));
    }
}

/// What begins on a day of which no more is known counts on that day in every time zone.
fn counts_on(touch: &Touch<'_>, at: i64, days: &mut DayClock) -> Day {
    if at == touch.started_at { touch.day } else { days.day_of_micros(at) }
}

fn name<'t, 'j: 't>(place: Option<Place<'j>>, touch: &Touch<'t>) -> &'t str {
    place.map_or(touch.touchpoint, |place| place.touchpoint.id.as_str())
}

/// The handoffs of one case: from each run of touches of one silo to the next, and from the last one where the journey says that somebody is to
/// take over. Gives the last run.
fn hand_over<'p, 't: 'p, 'j: 't>(
    before: Option<Run<'t>>,
    touches: impl Iterator<Item = &'p PlacedTouch<'t>>,
    placer: &mut Placer<'j>,
    days: &mut DayClock,
    handoffs: &mut Vec<HandoffRow<'t>>,
) -> Option<Run<'t>> {
    let mut run = before;
    for touch in touches {
        let goes_on = run.as_ref().is_some_and(|run| is_same(run.silo, touch.touch.silo.unwrap_or_default()));
        if let Some(ended) = run.as_ref().filter(|_| !goes_on) {
            handoffs.extend(handoff(ended, Some(touch), placer, days));
        }
        run = Some(run.filter(|_| goes_on).map_or_else(|| Run::of(touch), |run| run.and(touch)));
    }
    handoffs.extend(run.as_ref().and_then(|run| handoff(run, None, placer, days)));
    run
}

impl<'t> Run<'t> {
    fn of(touch: &PlacedTouch<'t>) -> Self {
        let begun = Self {
            silo: touch.touch.silo.unwrap_or_default(),
            touchpoints: Vec::new(),
            last: touch.touch,
            last_touchpoint: touch.touchpoint,
        };
        begun.and(touch)
    }

    /// The same with the touch that follows it.
    fn and(mut self, touch: &PlacedTouch<'t>) -> Self {
        if touch.stage.is_some() && !self.touchpoints.contains(&touch.touchpoint) {
            self.touchpoints.push(touch.touchpoint);
        }
        Self {
            silo: touch.touch.silo.unwrap_or_default(),
            last: touch.touch,
            last_touchpoint: touch.touchpoint,
            touchpoints: self.touchpoints,
        }
    }
}

/// Whether a run of touches of one silo and what follows it are what the journey calls a handoff.
fn may_be(known: &Handoff, run: &Run<'_>, next: Option<&PlacedTouch<'_>>) -> bool {
    let is_after = || run.touchpoints.iter().any(|touchpoint| known.after.iter().any(|after| after == touchpoint));
    is_same(&known.from, run.silo)
        && match next {
            Some(next) => {
                is_same(&known.to, next.touch.silo.unwrap_or_default()) && (known.after.is_empty() || is_after())
            }
            None => is_after(),
        }
}

/// What passes from a run to the touch after it, or is to be taken over; none where nobody is to take over, or where no case and no handoff of the
/// journey says that the two belong together.
fn handoff<'t, 'j: 't>(
    run: &Run<'t>,
    next: Option<&PlacedTouch<'t>>,
    placer: &mut Placer<'j>,
    days: &mut DayClock,
) -> Option<HandoffRow<'t>> {
    let touch = run.last;
    let known = placer.handoffs(touch.day).iter().find(|known| may_be(known, run, next));
    let to_silo = next.and_then(|next| next.touch.silo).or(known.map(|known| known.to.as_str()))?;
    if touch.case.is_none() && known.is_none() {
        return None;
    }
    let left_at = touch.done_at.unwrap_or(touch.started_at).max(touch.started_at);
    let taken_at = next.map(|next| next.touch.started_at);
    let mut over = |limit: fn(&Handoff) -> Option<TimeLimit>| {
        known.and_then(|known| placer.over(known, limit(known), left_at, taken_at))
    };
    Some(HandoffRow {
        left: touch,
        handoff: known.map(|known| known.id.as_str()),
        from_silo: run.silo,
        to_silo,
        from_touchpoint: run.last_touchpoint,
        to_touchpoint: next.map(|next| next.touchpoint),
        left_at,
        left_on: counts_on(&touch, left_at, days),
        taken_at,
        due_at: over(|known| known.within),
        dropped_at: over(|known| known.dropped_after),
    })
}

/// Silos are the same whichever letters are capital.
fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(str::trim);
    one == other || one.to_lowercase() == other.to_lowercase()
}
