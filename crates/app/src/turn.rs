//! Taking turns with whoever else writes to the company's tables.

use std::time::Duration;

use bellwether_engine::lake::{Lake, WriteLock};

use crate::failure::Failure;

/// So long a person waits for a turn: a server that brings figures up to date by the clock has it for a moment.
pub(crate) const A_MOMENT: Duration = Duration::from_secs(5);

/// So long between two looks.
const PAUSE: Duration = Duration::from_millis(100);

/// The turn to write, once nobody else has it; who has it for longer than `patience` is an error.
pub(crate) async fn turn_to_write(lake: &Lake, patience: Duration) -> Result<WriteLock, Failure> {
    let mut waited = Duration::ZERO;
    loop {
        match lake.lock() {
            Err(error) if error.is_busy() && waited < patience => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            turn => return Ok(turn?),
        }
    }
}
