//! Question: how far is the made-up company that somebody asked a server for?
//!
//! Invariant: one is made at a time. How far it is this process alone knows: where it ends, nothing has come.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::App;
use crate::failure::{Failure, FailureKind};
use crate::sample_company::SampleProgress;
use bellwether_words::{Message, message};

/// How the made-up company stands.
#[derive(Clone, Debug, PartialEq)]
pub enum SampleState {
    /// There is none.
    Absent,
    /// It is being made.
    Coming(SampleProgress),
    /// Why it did not come.
    Failed(Message),
    /// It is looked at in the own one's place.
    There,
}

/// The making of made-up companies, as one process does it.
#[derive(Default)]
pub struct SampleMaking {
    /// Absent before one was asked for.
    making: Arc<Mutex<Option<Making>>>,
    is_ending: Arc<AtomicBool>,
}

enum Making {
    Running(SampleProgress),
    Failed(Message),
}

impl SampleMaking {
    /// Begins to make one, unless that is being done.
    pub async fn begin(&self, app: &App, by: String) -> Result<(), Failure> {
        app.may_add_sample().await?;
        {
            let mut making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(*making, Some(Making::Running(_))) {
                return Ok(());
            }
            *making = Some(Making::Running(SampleProgress::default()));
        }
        let (app, making, is_ending) = (app.clone(), self.making.clone(), self.is_ending.clone());
        let handle = tokio::runtime::Handle::current();
        let tell = move |now: Option<Making>| *making.lock().unwrap_or_else(PoisonError::into_inner) = now;
        let running = tokio::task::spawn_blocking({
            let tell = tell.clone();
            move || {
                let told = |progress| tell(Some(Making::Running(progress)));
                handle.block_on(app.add_sample(&by, &is_ending, &told))
            }
        });
        tokio::spawn(async move {
            // What breaks down is over, too.
            let made = running
                .await
                .unwrap_or_else(|_| Err(Failure::new(FailureKind::Internal, message("failure-broke-down"))));
            tell(made.err().map(|failure| Making::Failed(failure.message().clone())));
        });
        Ok(())
    }

    /// How it stands.
    pub async fn state(&self, app: &App) -> Result<SampleState, Failure> {
        // Read first: one that comes meanwhile is there, and never absent in between.
        let making = match &*self.making.lock().unwrap_or_else(PoisonError::into_inner) {
            None => SampleState::Absent,
            Some(Making::Running(progress)) => SampleState::Coming(*progress),
            Some(Making::Failed(why)) => SampleState::Failed(why.clone()),
        };
        Ok(if app.has_sample().await? { SampleState::There } else { making })
    }

    /// Ends the making: nothing of it stays.
    pub fn end(&self) {
        self.is_ending.store(true, Ordering::SeqCst);
    }
}
