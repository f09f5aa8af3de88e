//! Placing touches in the journey, and counting by its calendars.

use bellwether_model::{
    BusinessCalendarError, CalendarClocks, Day, Handoff, Journey, JourneyHistory, Judgement, Promise, PromisedTouch,
    Stage, TimeLimit, Touchpoint,
};
use foldhash::HashMap;

use crate::walk::Touch;

/// Why nothing can be placed.
pub type PlacerError = BusinessCalendarError;

/// Places touches in the journey that holds on their day. It remembers names and hours, so each thread has its own.
pub struct Placer<'j> {
    editions: Vec<EditionPlaces<'j>>,
    history: &'j JourneyHistory,
    clocks: HashMap<&'j str, CalendarClocks>,
    /// What is promised where no journey says it: what was promised to the customer is done by then.
    as_told: Promise,
}

struct EditionPlaces<'j> {
    journey: &'j Journey,
    /// The places of touches, by what they are called, in small letters.
    places: HashMap<String, Place<'j>>,
    /// The same by what they are really called.
    known: HashMap<Box<str>, Option<Place<'j>>>,
}

/// Where in the journey something is.
#[derive(Clone, Copy, Debug)]
pub struct Place<'j> {
    /// The stage.
    pub stage: &'j Stage,
    /// The touchpoint in it.
    pub touchpoint: &'j Touchpoint,
}

impl<'j> Placer<'j> {
    /// One that knows the journey and the calendars in all their versions.
    ///
    /// # Errors
    /// Where a calendar cannot be counted by.
    pub fn new(history: &'j JourneyHistory) -> Result<Self, PlacerError> {
        let journeys = history.journeys().iter().map(|edition| &edition.journey);
        let mut clocks = HashMap::default();
        for journey in journeys.clone() {
            let promises = journey.touchpoints().filter_map(|touchpoint| touchpoint.promise.as_ref());
            let of_promises = promises.filter_map(|promise| promise.calendar.as_deref());
            for name in of_promises.chain(journey.handoffs.iter().filter_map(|handoff| handoff.calendar.as_deref())) {
                if !clocks.contains_key(name) {
                    clocks.insert(name, history.clocks(name)?);
                }
            }
        }
        let editions = journeys.map(|journey| EditionPlaces {
            journey,
            places: journey
                .places()
                .into_iter()
                .map(|(name, (stage, touchpoint))| (name, Place { stage, touchpoint }))
                .collect(),
            known: HashMap::default(),
        });
        Ok(Self { editions: editions.collect(), history, clocks, as_told: Promise::as_told() })
    }

    /// The place of a touch; none where the journey of its day does not know it.
    pub fn place(&mut self, day: Day, touchpoint: &str) -> Option<Place<'j>> {
        let EditionPlaces { places, known, .. } = &mut self.editions[self.history.on(day)?];
        if let Some(place) = known.get(touchpoint) {
            return *place;
        }
        let place = places.get(&touchpoint.trim().to_lowercase()).copied();
        known.insert(touchpoint.into(), place);
        place
    }

    /// What became of the promise of a touch at its place; where no journey knows it, of what was promised to the customer.
    pub fn judge(&mut self, touch: &Touch<'_>, place: Option<Place<'j>>) -> Option<Judgement> {
        let promised = PromisedTouch {
            started_at: touch.started_at,
            promised_by: touch.promised_by,
            done_at: touch.done_at,
            outcome: touch.outcome,
        };
        let Some(place) = place else { return self.as_told.judge(promised, None) };
        let promise = place.touchpoint.promise.as_ref()?;
        promise.judge(promised, promise.calendar.as_deref().and_then(|name| self.clocks.get_mut(name)))
    }

    /// The handoffs of the journey that holds on a day.
    pub fn handoffs(&self, day: Day) -> &'j [Handoff] {
        self.history.on(day).map_or(&[], |at| &self.editions[at].journey.handoffs)
    }

    /// When a time that a handoff allows is over; none where that is not known.
    pub fn over(
        &mut self,
        handoff: &Handoff,
        limit: Option<TimeLimit>,
        from: i64,
        taken_at: Option<i64>,
    ) -> Option<i64> {
        let limit = limit?;
        if limit.is_working() {
            let clocks = handoff.calendar.as_deref().and_then(|name| self.clocks.get_mut(name))?;
            clocks.due(from, limit, taken_at)
        } else {
            from.checked_add(limit.micros())
        }
    }
}
