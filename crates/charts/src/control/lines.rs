//! The lines of a control chart: what they are called, and the target.

/// What the lines are called.
#[derive(Clone, Debug, Default)]
pub struct LineNames {
    /// The upper limit.
    pub upper: String,
    /// The centre line.
    pub centre: String,
    /// The lower limit.
    pub lower: String,
    /// The chart of the moving ranges.
    pub ranges: String,
}

/// What the values ought to reach: a line of its own, told apart from the limits by its dashes, its arrow and its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub value: f64,
}
