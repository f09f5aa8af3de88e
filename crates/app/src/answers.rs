//! Answers that were worked out, kept for as long as nothing changes that they rest on.
//!
//! Invariants: an answer is found by its question, compared as a value of its type, never by a text of it; a change of the records makes
//! only those answers be worked out again that rest on what changed; what several people ask at once is worked out once.

use std::any::Any;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OnceCell, Semaphore};

/// Answers kept at most; then that is forgotten which was not asked for the longest.
const MOST_ANSWERS: usize = 256;

/// The answers of one company.
#[derive(Clone)]
pub struct Answers {
    kept: Arc<Mutex<CachedAnswers>>,
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
        Self { kept: Arc::default(), moderate: Arc::new(Semaphore::new(1)), great: Arc::new(Semaphore::new(1)) }
    }
}

impl Answers {
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
        kept.by_question.insert(key, Entry { versions, last_asked: now, answer: answer.clone() });
        answer
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
    fn forget_oldest(&mut self) {
        let oldest = self.by_question.values().map(|entry| entry.last_asked).min();
        self.by_question.retain(|_, entry| Some(entry.last_asked) != oldest);
    }
}

#[cfg(test)]
mod tests;
