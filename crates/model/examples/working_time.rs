//! Working time of intervals on a business calendar, to be compared with what another library says: `e2e/working_time.py`.
//!
//! The first line is the calendar as JSON, each other line two moments in microseconds; each answer is their working time.

use std::error::Error;
use std::io::{BufRead, BufWriter, Write, stdin, stdout};

use bellwether_model::BusinessCalendar;

fn main() -> Result<(), Box<dyn Error>> {
    let mut lines = stdin().lock().lines();
    let calendar: BusinessCalendar = serde_json::from_str(&lines.next().ok_or("a calendar is missing")??)?;
    let mut clock = calendar.clock()?;
    let mut answers = BufWriter::new(stdout().lock());
    for line in lines {
        let line = line?;
        let (from, to) = line.split_once(' ').ok_or("two moments belong on a line")?;
        let working = clock.between(from.parse()?, to.parse()?).ok_or("hours of then are not known")?;
        writeln!(answers, "{working}")?;
    }
    Ok(())
}
