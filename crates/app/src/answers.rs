//! Answers that were worked out, kept for as long as nothing changes that they rest on.
//!
//! Invariants: an answer is found by its question, compared as a value of its type, never by a text of it; a change of the records makes
//! only those answers be worked out again that rest on what changed; what several people ask at once is worked out once; and what is kept
//! never holds more memory than its share, however long single answers are.

use std::any::Any;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OnceCell, Semaphore};

use crate::config::Config;

/// Answers kept at most; then that is forgotten which was not asked for the longest.
const MOST_ANSWERS: usize = 256;
/// Answers waited for at once: a line so long takes minutes.
pub(crate) const MOST_WAITING: usize = 64;

/// Of the memory of a process, kept answers take one part of so many.
const SHARE: usize = 16;

/// The answers of one company.
#[derive(Clone)]
pub struct Answers {
    kept: Arc<Mutex<CachedAnswers>>,
    /// Bytes that those kept may hold together.
    most_bytes: usize,
    /// How many wait for a turn or have one.
    pub(crate) in_line: Arc<AtomicUsize>,
    /// The turn to work out an answer: each keeps all processors busy, and two at a time would only take more memory.
    pub(crate) moderate: Arc<Semaphore>,
    /// The one turn for what reads all facts, so that the others need not wait for it.
    pub(crate) great: Arc<Semaphore>,
}

#[derive(Default)]
struct CachedAnswers {
    by_question: HashMap<Box<dyn Key>, Entry>,
    /// How often anything was asked.
    asked: u64,
}

struct Entry {
    /// The versions of what the answer rests on.
    versions: String,
    /// The number of when it was last asked for.
    last_asked: u64,
    /// Bytes that the answer holds; 0 until it is there.
    bytes: usize,
    answer: Cell,
}

/// Somebody asks first; all others wait for the same answer.
pub(crate) type Cell = Arc<OnceCell<Arc<dyn Any + Send + Sync>>>;

/// A question whose type is not known here.
trait Key: Any + Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn equals(&self, other: &dyn Key) -> bool;
    fn digest(&self) -> u64;
}

impl<Q: Eq + Hash + Send + Sync + 'static> Key for Q {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn equals(&self, other: &dyn Key) -> bool {
        other.as_any().downcast_ref::<Q>() == Some(self)
    }

    fn digest(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.type_id().hash(&mut hasher);
        self.hash(&mut hasher);
        hasher.finish()
    }
}

impl PartialEq for Box<dyn Key> {
    fn eq(&self, other: &Self) -> bool {
        self.as_ref().equals(other.as_ref())
    }
}

impl Eq for Box<dyn Key> {}

impl Hash for Box<dyn Key> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.as_ref().digest());
    }
}

impl Default for Answers {
    fn default() -> Self {
        Self::within(Config::MEMORY)
    }
}

impl Answers {
    /// Answers of a process that may take so many bytes of memory, of which those kept take no more than their share.
    #[must_use]
    pub fn within(memory: usize) -> Self {
        Self {
            kept: Arc::default(),
            most_bytes: memory / SHARE,
            in_line: Arc::default(),
            moderate: Arc::new(Semaphore::new(1)),
            great: Arc::new(Semaphore::new(1)),
        }
    }

    /// Where the answer to a question stands, or will stand, that rests on these versions.
    pub(crate) fn cell<Q>(&self, question: &Q, versions: String) -> Cell
    where
        Q: Clone + Eq + Hash + Send + Sync + 'static,
    {
        let key: Box<dyn Key> = Box::new(question.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let now = kept.asked;
        if let Some(entry) = kept.by_question.get_mut(&key).filter(|entry| entry.versions == versions) {
            entry.last_asked = now;
            return entry.answer.clone();
        }
        if kept.by_question.len() >= MOST_ANSWERS && !kept.by_question.contains_key(&key) {
            kept.forget_oldest();
        }
        let answer = Cell::default();
        kept.by_question.insert(key, Entry { versions, last_asked: now, bytes: 0, answer: answer.clone() });
        answer
    }

    /// The answer to a question is there, and holds so many bytes. What there is no room for is forgotten: that which was not asked for the
    /// longest, and this one where it would take the room of many others.
    pub(crate) fn weighed<Q: Clone + Eq + Hash + Send + Sync + 'static>(
        &self,
        question: &Q,
        cell: &Cell,
        bytes: usize,
    ) {
        let key: Box<dyn Key> = Box::new(question.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(entry) = kept.by_question.get_mut(&key).filter(|entry| Arc::ptr_eq(&entry.answer, cell)) else {
            return;
        };
        entry.bytes = bytes;
        if bytes > self.most_bytes / 4 {
            kept.by_question.remove(&key);
        }
        while kept.bytes() > self.most_bytes {
            kept.forget_oldest();
        }
    }

    /// Bytes that the answers kept hold, as far as they are there.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).bytes()
    }

    /// A question without an answer takes no place.
    pub(crate) fn forget<Q: Clone + Eq + Hash + Send + Sync + 'static>(&self, question: &Q, cell: &Cell) {
        let key: Box<dyn Key> = Box::new(question.clone());
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.by_question.get(&key).is_some_and(|entry| Arc::ptr_eq(&entry.answer, cell) && !cell.initialized()) {
            kept.by_question.remove(&key);
        }
    }
}

impl CachedAnswers {
    fn bytes(&self) -> usize {
        self.by_question.values().map(|entry| entry.bytes).sum()
    }

    fn forget_oldest(&mut self) {
        let oldest = self.by_question.values().map(|entry| entry.last_asked).min();
        self.by_question.retain(|_, entry| Some(entry.last_asked) != oldest);
    }
}

#[cfg(test)]
mod tests;
