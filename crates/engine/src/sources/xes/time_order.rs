//! Do the events of traces follow each other in time?

use jiff::Timestamp;

/// When the event before happened, and how many were earlier than the one before them.
#[derive(Default)]
pub(super) struct TimeOrder {
    before: String,
    backwards: u64,
}

impl TimeOrder {
    /// Sees when an event happened, which may be the first of its trace.
    pub(super) fn see(&mut self, is_first: bool, time: &str) {
        self.backwards += u64::from(!is_first && is_earlier(time, &self.before));
        self.before.clear();
        self.before.push_str(time);
    }

    /// What is to be told of it, where there are so many events in all.
    pub(super) fn note(&self, all: u64) -> Option<String> {
        let events = self.backwards;
        (events > 0).then(|| {
            format!("{events} of {all} events are earlier than the one before them in their trace; they count by their times (time:timestamp)")
        })
    }
}

/// Whether a time is before another, as far as that can be told without knowing more of the log.
fn is_earlier(time: &str, than: &str) -> bool {
    /// As far as seconds go, times of one zone are in the order of their texts.
    const SECONDS: usize = 19;
    if time.get(SECONDS..) == than.get(SECONDS..) && time.get(..SECONDS) >= than.get(..SECONDS) {
        return false;
    }
    matches!((time.parse::<Timestamp>(), than.parse::<Timestamp>()), (Ok(time), Ok(than)) if time < than)
}
