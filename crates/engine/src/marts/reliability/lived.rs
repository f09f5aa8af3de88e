//! The question: what did one customer live through, stage by stage, and what became of what was promised to it?

use arrow::array::AsArray;
use bellwether_model::{Day, Verdict};

use super::touches::{TouchColumns, columns};
use crate::lake::bucket_of;
use crate::marts::error::MartError;
use crate::marts::journey::{JourneySource, last_moment};
use crate::walk::{CustomerSet, Walk, WalkError, column};

/// A touch of a customer in its place, as known at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LivedTouch {
    /// What tells it from all other touches.
    pub key: u128,
    /// When it began, in microseconds since 1970.
    pub started_at: i64,
    /// The company's day of that.
    pub started_on: Day,
    /// The stage, by id; none where no journey knows the touch.
    pub stage: Option<String>,
    /// The touchpoint, by id; where no journey knows it, what the touch is called.
    pub touchpoint: String,
    /// What became of its promise, and the day on which that counts; none where nothing was promised.
    pub promise: Option<(Verdict, Day)>,
    /// By when it was to be done, in microseconds since 1970; none where no time was promised.
    pub due_at: Option<i64>,
}

/// A time that a customer spent in one stage: from its first touch there until one in another stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageStay {
    /// The stage, by id.
    pub stage: String,
    /// The day of its first touch.
    pub since: Day,
    /// The day of its latest touch.
    pub latest: Day,
    /// How many touches it has.
    pub touches: u64,
}

/// The touches of one customer by the end of the walk's last day, in time order.
///
/// # Errors
/// Where the journey cannot be read.
pub fn lived_touches(source: JourneySource<'_>, customer: &str) -> Result<Vec<LivedTouch>, MartError> {
    let only = CustomerSet::from_iter([customer.to_owned()]);
    let walk = Walk { only: Some(&only), ..*source.walk };
    let (known_at, wanted) = (last_moment(&walk), columns(Some(KEY)));
    let mut lived = Vec::new();
    JourneySource { walk: &walk, ..source }.touches(bucket_of(Some(customer)), &wanted, |batch| {
        let rows = TouchColumns::of(batch, None)?;
        let keys = column(batch, KEY)?.as_binary::<i32>();
        for row in 0..batch.num_rows() {
            let Some(touch) = rows.known(row, known_at) else { continue };
            let key = keys.value(row).try_into().map(u128::from_be_bytes);
            lived.push(LivedTouch {
                key: key.map_err(|_| WalkError::Missing { column: KEY })?,
                started_at: touch.started_at,
                started_on: touch.started_on,
                stage: rows.stages.value(row).map(str::to_owned),
                touchpoint: rows.touchpoints.value(row).unwrap_or_default().to_owned(),
                promise: touch.promise,
                due_at: rows.due_at(row),
            });
        }
        Ok(())
    })?;
    // Of two that began at once, the same one always comes last, as where stages are asked for by populations.
    let order = |touch: &LivedTouch| (touch.started_on, touch.started_at, touch.stage.clone(), touch.key);
    lived.sort_by_key(order);
    Ok(lived)
}

/// The stages that a customer was in, one after another; touches that no journey knows are in none. The last one is where it is now.
#[must_use]
pub fn stays(touches: &[LivedTouch]) -> Vec<StageStay> {
    let mut stays: Vec<StageStay> = Vec::new();
    for touch in touches {
        let Some(stage) = &touch.stage else { continue };
        if let Some(stay) = stays.last_mut().filter(|stay| stay.stage == *stage) {
            (stay.latest, stay.touches) = (touch.started_on, stay.touches + 1);
        } else {
            let (since, latest) = (touch.started_on, touch.started_on);
            stays.push(StageStay { stage: stage.clone(), since, latest, touches: 1 });
        }
    }
    stays
}

const KEY: &str = "key";
