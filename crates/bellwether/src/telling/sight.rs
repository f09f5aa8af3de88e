//! From where a reader looks at the company; every link keeps it.

use bellwether_model::{Grain, MovementKind};

use super::encoded;

/// The length of periods, the viewpoint, and whether the reader may see who is behind a figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sight<'a> {
    pub(crate) grain: Grain,
    /// What an address adds to look from the same viewpoint, e.g. `&as_of=2026-08-31`; empty for now, by the policy in force.
    pub(crate) view: &'a str,
    /// Whether names may be seen.
    pub(crate) names: bool,
}

impl Sight<'_> {
    /// That of a reader of paper, where nothing leads anywhere.
    pub(crate) fn on_paper(grain: Grain) -> Self {
        Self { grain, view: "", names: false }
    }

    /// A page about a period.
    pub(crate) fn of(self, page: &str, period: &str) -> String {
        format!("{page}?by={}&period={}{}", self.grain, encoded(period), self.view)
    }

    /// Where the customers behind a figure are: those of a movement, or those there at the end of the period.
    pub(crate) fn behind(self, period: &str, kind: Option<MovementKind>, segment: Option<&str>) -> Option<String> {
        let mut href = self.of("/customers", period);
        if let Some(kind) = kind {
            href.push_str("&kind=");
            href.push_str(kind.name());
        }
        if let Some(segment) = segment {
            href.push_str("&segment=");
            href.push_str(&encoded(segment));
        }
        self.names.then_some(href)
    }

    /// Those of a movement who moved for a reason.
    pub(crate) fn behind_reason(self, period: &str, kind: MovementKind, reason: &str) -> Option<String> {
        self.behind(period, Some(kind), None).map(|href| format!("{href}&reason={}", encoded(reason)))
    }
}
