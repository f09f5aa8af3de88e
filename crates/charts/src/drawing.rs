//! What every chart is given and gives back.

/// What a chart says in words, and how it is told apart from others on its page.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Unique on the page; the title and the description are found by it.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// What the figures say, for those who don't see them.
    pub description: String,
}

impl Words {
    pub(crate) fn told(&self) -> String {
        format!("{}: {}", self.title, self.description)
    }
}

/// A finished chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The SVG text.
    pub svg: String,
    /// What is shown and what the figures say, for those who don't see them.
    pub told: String,
    /// Where the value axis begins, if not at zero: the page has to say so.
    pub begins_at: Option<f64>,
}

/// Part of a chart that leads somewhere and tells more when pointed at.
#[derive(Clone, Debug, Default)]
pub struct Lead {
    /// Where it leads; nowhere if absent.
    pub href: Option<String>,
    /// What is said of it: name, figure, unit.
    pub told: String,
}
