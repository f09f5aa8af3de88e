//! The fold: one customer's touches, counted by day and channel.

use bellwether_model::Day;

use crate::walk::Touch;

/// How often a customer met us on one day by one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChannelDay<'a> {
    /// The company's day.
    pub day: Day,
    /// The channel, if it is known.
    pub channel: Option<&'a str>,
    /// How often; at least once.
    pub touches: u32,
}

/// Appends the days of one customer's touches to `out`, by day and then channel. The touches are in time order.
pub fn fold<'a>(touches: &[Touch<'a>], out: &mut Vec<ChannelDay<'a>>) {
    for today in touches.chunk_by(|a, b| a.day == b.day) {
        let start = out.len();
        for touch in today {
            match out[start..].iter_mut().find(|known| known.channel == touch.channel) {
                Some(known) => known.touches += 1,
                None => out.push(ChannelDay { day: touch.day, channel: touch.channel, touches: 1 }),
            }
        }
        out[start..].sort_unstable();
    }
}
