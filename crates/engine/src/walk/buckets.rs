//! The work on all buckets, shared out among threads.

use std::ops::Range;

use rayon::prelude::*;

use crate::lake::BUCKETS;

/// Does `work` on every bucket, each thread taking a range of them in order with a value of its own made by `start`. Returns the
/// threads' values, in the order of their buckets.
pub fn over_buckets<T: Send, E: Send>(
    threads: usize,
    start: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, i32) -> Result<(), E> + Sync,
) -> Result<Vec<T>, E> {
    over_groups(threads, 1, start, |value, buckets| work(value, buckets.start), Ok)
}

/// The same on groups of `width` neighbouring buckets; `width` divides their number. Each thread ends with `finish`.
pub fn over_groups<T, U: Send, E: Send>(
    threads: usize,
    width: i32,
    start: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, Range<i32>) -> Result<(), E> + Sync,
    finish: impl Fn(T) -> Result<U, E> + Sync,
) -> Result<Vec<U>, E> {
    let groups = BUCKETS / width;
    let threads = i32::try_from(threads).unwrap_or(groups).clamp(1, groups);
    let part = |thread: i32| {
        let mut value = start();
        for group in thread * groups / threads..(thread + 1) * groups / threads {
            work(&mut value, group * width..(group + 1) * width)?;
        }
        finish(value)
    };
    if threads == 1 {
        return Ok(vec![part(0)?]);
    }
    // Threads that stay: what those that end leave to the allocator is long kept, and adds up.
    (0..threads).into_par_iter().map(part).collect()
}
