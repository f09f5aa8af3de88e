//! Who may be connected at once? So many as there are places; who comes when all are taken gets that of the client furthest behind.
//!
//! Invariant: whose request is worked on keeps the place.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::pace::Pace;

/// Places at most: files are open for answers, too.
const MOST: usize = 512;

/// The places of a server.
pub(super) struct Places {
    free: Arc<Semaphore>,
    taken: Mutex<BTreeMap<u64, Arc<Pace>>>,
}

/// A place that is taken, until it is dropped.
pub(super) struct Place {
    places: Arc<Places>,
    number: u64,
    pub(super) pace: Arc<Pace>,
    _permit: OwnedSemaphorePermit,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.places.taken.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.number);
    }
}

impl Places {
    pub(super) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { free: Arc::new(Semaphore::new(most)), taken: Mutex::default() })
    }

    /// A place for the connection of this number; later ones have higher ones.
    pub(super) async fn take(self: &Arc<Self>, number: u64) -> Place {
        // Where all are being answered there is nobody to give up, until one of them is the client's turn again.
        const LOOK_AGAIN: Duration = Duration::from_millis(100);
        let permit = loop {
            match self.free.clone().try_acquire_owned() {
                Ok(permit) => break permit,
                Err(_) => self.give_one_up(),
            }
            if let Ok(Ok(permit)) = tokio::time::timeout(LOOK_AGAIN, self.free.clone().acquire_owned()).await {
                break permit;
            }
        };
        let pace = Arc::new(Pace::default());
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(number, pace.clone());
        Place { places: self.clone(), number, pace, _permit: permit }
    }

    fn give_one_up(&self) {
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = taken.iter().filter(|(_, pace)| pace.waits());
        // Of those equally behind, one of whom nothing is under way, and who has been there for longest.
        let last = waiting.max_by_key(|(number, pace)| (pace.behind(), pace.is_idle(), Reverse(**number)));
        if let Some((_, pace)) = last {
            pace.give_up();
        }
    }
}

/// As many as may be: at most half of the files that the system lets this process open are connections.
pub(super) fn most() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files =
        limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse().ok());
    files.map_or(MOST, |files: usize| MOST.min(files / 2).max(1))
}
