//! Colours by meaning, in two inks: variables of the page's style sheet, so that one drawing serves both themes, or plain hex.

/// How colours are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// As variables of the page.
    Page,
    /// As hex for a light ground: PDF and e-mail.
    Light,
    /// As hex for a dark ground.
    Dark,
}

/// A colour by what it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Words.
    Text,
    /// Words that step back.
    Muted,
    /// Lines behind the data.
    Grid,
    /// The line the data stands on.
    Axis,
    /// What the chart lies on.
    Surface,
    /// Below a bar's full length.
    Sunk,
    /// What came.
    Gain,
    /// What came back.
    Back,
    /// What went.
    Loss,
    /// What is there.
    Total,
    /// What moved, neither gain nor loss.
    Change,
    /// A signal.
    Flag,
    /// What a process does by itself.
    Limit,
    /// A series that stands for nothing else.
    Wine,
    /// What is not told apart.
    Other,
}

impl Colour {
    /// Hues for series that are told apart, in the order in which they are taken.
    pub const SERIES: [Self; 5] = [Self::Gain, Self::Loss, Self::Back, Self::Wine, Self::Change];
}

impl Ink {
    /// The colour as an SVG paint.
    #[must_use]
    pub fn paint(self, colour: Colour) -> &'static str {
        let (page, light, dark) = match colour {
            Colour::Text => ("var(--text)", "#171A21", "#ECEEF2"),
            Colour::Muted => ("var(--muted)", "#5C6575", "#A3ACBB"),
            Colour::Grid => ("var(--grid)", "#E6E9EE", "#2A303A"),
            Colour::Axis => ("var(--axis)", "#AEB6C2", "#4A5362"),
            Colour::Surface => ("var(--surface)", "#FFFFFF", "#161A21"),
            Colour::Sunk => ("var(--sunk)", "#EEF0F4", "#0B0E12"),
            Colour::Gain | Colour::Limit => ("var(--viz-1)", "#395FC7", "#769FDD"),
            Colour::Back => ("var(--viz-3)", "#1EA590", "#7BFDF5"),
            Colour::Loss => ("var(--viz-2)", "#DD6608", "#FEA55B"),
            Colour::Total => ("var(--total)", "#3B4453", "#B9C1CE"),
            Colour::Change => ("var(--viz-5)", "#390976", "#744DCC"),
            Colour::Flag => ("var(--flag)", "#B3261E", "#FF5C7A"),
            Colour::Wine => ("var(--viz-4)", "#973858", "#BB4C6E"),
            Colour::Other => ("var(--line-strong)", "#8A94A4", "#667080"),
        };
        match self {
            Self::Page => page,
            Self::Light => light,
            Self::Dark => dark,
        }
    }
}
