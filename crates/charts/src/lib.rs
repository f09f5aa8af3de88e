//! Charts as SVG: one drawing for the page, the PDF and the e-mail.
//!
//! Each chart takes numbers to draw and words already written for people (in their language, with their digits), and gives back SVG
//! text. It knows no company, no locale and no page. Invariants: every chart has a title and a description; nothing is told by
//! colour alone; an axis that does not begin at zero is broken visibly, and the caller learns where it begins.

mod axis;
mod bars;
mod bowls;
mod columns;
mod control;
mod curve;
mod distribution;
mod dots;
mod drawing;
mod flow;
mod frame;
mod heat;
mod ink;
mod labels;
#[cfg(test)]
mod sound;
mod spark;
mod stacked;
mod svg;
mod waterfall;

pub use bars::{Bar, Bars};
pub use bowls::{Bowl, Bowls};
pub use columns::{Column, Columns, Part};
pub use control::{
    Control, ControlPhase, CountedControl, CountedPhase, CountedReading, Limits, LineNames, Reading, Target,
};
pub use curve::{Curve, CurveStep, Curves};
pub use distribution::{Distribution, Estimate, Score, ScoreGroup};
pub use dots::{Dot, Dots};
pub use drawing::{Drawing, Lead, Words};
pub use flow::{Flow, Stage};
pub use heat::{Heat, HeatCell, HeatRow, HeatStep};
pub use ink::{Colour, Ink};
pub use spark::Spark;
pub use stacked::{Layer, Series, Stacked, StackedPeriod};
pub use waterfall::{Step, StepKind, Waterfall};
