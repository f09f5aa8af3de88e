//! SVG text, shape by shape.

use std::fmt::Write as _;

use crate::drawing::{Lead, Words};
use crate::ink::{Colour, Ink};

/// Widths of the characters from space to `~` in Inter, in thousandths of the size.
const WIDTHS: [u16; 95] = [
    281, 278, 403, 631, 638, 812, 639, 222, 362, 362, 500, 659, 280, 460, 276, 357, 625, 464, 605, 636, 642, 608, 624,
    571, 616, 624, 276, 280, 659, 659, 659, 507, 936, 676, 651, 727, 719, 598, 587, 743, 740, 264, 543, 652, 562, 889,
    753, 761, 635, 761, 639, 638, 642, 741, 676, 949, 642, 665, 625, 362, 357, 362, 469, 452, 497, 564, 621, 558, 621,
    582, 361, 609, 591, 237, 237, 544, 237, 869, 585, 597, 609, 609, 372, 523, 364, 581, 557, 812, 540, 557, 541, 362,
    327, 362, 659,
];
/// Of any other character.
const OTHER_WIDTH: u16 = 640;

/// How wide a text is in Inter of this size, in the same unit.
pub(crate) fn text_width(text: &str, size: f64) -> f64 {
    let of = |character: char| {
        let index = (character as usize).checked_sub(32);
        f64::from(index.and_then(|index| WIDTHS.get(index)).copied().unwrap_or(OTHER_WIDTH))
    };
    text.chars().map(of).sum::<f64>() * size / 1000.0
}

/// How wide a text of strong letters is.
pub(crate) fn strong_width(text: &str, size: f64) -> f64 {
    text_width(text, size) * 1.06
}

/// The text, cut with an ellipsis where it is wider than `width`.
pub(crate) fn fitted(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let mut cut = text.to_owned();
    while cut.pop().is_some() {
        let shown = format!("{}…", cut.trim_end());
        if text_width(&shown, size) <= width {
            return shown;
        }
    }
    "…".to_owned()
}

/// Which end of a text is given.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A chart being drawn.
pub(crate) struct Svg {
    text: String,
    ink: Ink,
}

impl Svg {
    /// `leads` tells whether parts of it are links: then it is a group of them to a screen reader, not one picture.
    pub(crate) fn new(words: &Words, ink: Ink, width: f64, height: f64, leads: bool) -> Self {
        let mut text = String::with_capacity(8192);
        let id = escaped(&words.id);
        let (size, font) = match ink {
            Ink::Page => (String::new(), "inherit"),
            Ink::Light | Ink::Dark => (format!(" width=\"{width}\" height=\"{height}\""), "Inter"),
        };
        let role = if leads && ink == Ink::Page { "group" } else { "img" };
        let _ = write!(
            text,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"viz\" viewBox=\"0 0 {width} {height}\"{size} role=\"{role}\" \
             aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\" font-family=\"{font}\" font-size=\"12\"><title id=\"{id}-t\">{}</title><desc \
             id=\"{id}-d\">{}</desc>",
            escaped(&words.title),
            escaped(&words.description)
        );
        Self { text, ink }
    }

    pub(crate) fn rect(&mut self, [x, y, width, height]: [f64; 4], radius: f64, fill: Colour) {
        // What rounds to nothing is no shape to those who read SVG strictly.
        if width < 0.05 || height < 0.05 {
            return;
        }
        let fill = self.ink.paint(fill);
        let _ = write!(
            self.text,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\" fill=\"{fill}\"/>"
        );
    }

    /// A rectangle that lets through what lies beneath it.
    pub(crate) fn tint(&mut self, [x, y, width, height]: [f64; 4], radius: f64, fill: Colour, opacity: f64) {
        if width < 0.05 || height < 0.05 {
            return;
        }
        let fill = self.ink.paint(fill);
        let _ = write!(
            self.text,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{radius}\" fill=\"{fill}\" \
             fill-opacity=\"{opacity}\"/>"
        );
    }

    /// A closed shape of any outline, in the letters of an SVG path.
    pub(crate) fn shape(&mut self, outline: &str, fill: Colour, opacity: f64) {
        let fill = self.ink.paint(fill);
        let _ = write!(self.text, "<path d=\"{outline}\" fill=\"{fill}\" fill-opacity=\"{opacity}\"/>");
    }

    pub(crate) fn line(&mut self, [x1, y1, x2, y2]: [f64; 4], colour: Colour, dashed: bool) {
        let (colour, dash) = (self.ink.paint(colour), if dashed { " stroke-dasharray=\"2 3\"" } else { "" });
        let _ = write!(
            self.text,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\"{dash}/>"
        );
    }

    /// A line through points.
    pub(crate) fn path(&mut self, points: &[(f64, f64)], colour: Colour, width: f64) {
        self.stroke(points, colour, width, "");
    }

    /// A line through points, of dashes and gaps of the lengths given.
    pub(crate) fn stroke(&mut self, points: &[(f64, f64)], colour: Colour, width: f64, dashes: &str) {
        let mut data = String::new();
        for (index, (x, y)) in points.iter().enumerate() {
            let _ = write!(data, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        }
        let colour = self.ink.paint(colour);
        let dashes = if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") };
        let _ = write!(
            self.text,
            "<path d=\"{data}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes} stroke-linejoin=\"round\"/>"
        );
    }

    pub(crate) fn circle(&mut self, x: f64, y: f64, radius: f64, fill: Colour) {
        let fill = self.ink.paint(fill);
        let _ = write!(self.text, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{fill}\"/>");
    }

    /// A circle with a rim, so that it is seen on any line.
    pub(crate) fn dot(&mut self, x: f64, y: f64, radius: f64, fill: Colour) {
        let (fill, rim) = (self.ink.paint(fill), self.ink.paint(Colour::Surface));
        let _ = write!(
            self.text,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{fill}\" stroke=\"{rim}\" stroke-width=\"1.25\"/>"
        );
    }

    /// A mark with a rim, so that it is seen on any bar.
    pub(crate) fn diamond(&mut self, x: f64, y: f64, reach: f64) {
        self.mark(x, y, reach, Colour::Text);
    }

    /// A mark of any colour.
    pub(crate) fn mark(&mut self, x: f64, y: f64, reach: f64, fill: Colour) {
        let (fill, rim) = (self.ink.paint(fill), self.ink.paint(Colour::Surface));
        let _ = write!(
            self.text,
            "<path d=\"M{x:.1} {:.1}l{reach:.1} {reach:.1}l-{reach:.1} {reach:.1}l-{reach:.1} -{reach:.1}z\" fill=\"{fill}\" stroke=\"{rim}\"/>",
            y - reach
        );
    }

    pub(crate) fn label(&mut self, x: f64, y: f64, text: &str, colour: Colour, size: f64, anchor: Anchor) {
        self.write(x, y, text, colour, size, anchor, "");
    }

    pub(crate) fn strong(&mut self, x: f64, y: f64, text: &str, colour: Colour, size: f64, anchor: Anchor) {
        self.write(x, y, text, colour, size, anchor, " font-weight=\"600\"");
    }

    /// A strong label with a rim, so that it is read on any line.
    pub(crate) fn rimmed(&mut self, x: f64, y: f64, text: &str, colour: Colour, size: f64, anchor: Anchor) {
        let rim = self.ink.paint(Colour::Surface);
        let extra = format!(
            " font-weight=\"600\" stroke=\"{rim}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
        );
        self.write(x, y, text, colour, size, anchor, &extra);
    }

    #[expect(clippy::too_many_arguments, reason = "what a text of SVG needs")]
    fn write(&mut self, x: f64, y: f64, text: &str, colour: Colour, size: f64, anchor: Anchor, more: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (colour, text) = (self.ink.paint(colour), escaped(text));
        let _ = write!(
            self.text,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{colour}\" font-size=\"{size}\"{anchor}{more}>{text}</text> "
        );
    }

    /// Ground on which a pointer finds what is drawn next, on a page.
    pub(crate) fn ground(&mut self, [x, y, width, height]: [f64; 4]) {
        if self.ink == Ink::Page {
            let _ = write!(
                self.text,
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"transparent\"/>"
            );
        }
    }

    /// What `draw` draws belongs together; on a page it leads where `lead` says, and is called by the texts drawn.
    pub(crate) fn group(&mut self, lead: &Lead, draw: impl FnOnce(&mut Self)) {
        self.grouped(lead, false, draw);
    }

    /// The same for what is drawn without texts: on a page it is called by what `lead` tells.
    pub(crate) fn silent_group(&mut self, lead: &Lead, draw: impl FnOnce(&mut Self)) {
        self.grouped(lead, true, draw);
    }

    fn grouped(&mut self, lead: &Lead, silent: bool, draw: impl FnOnce(&mut Self)) {
        let told = escaped(&lead.told);
        let end = match (self.ink, &lead.href) {
            (Ink::Page, Some(href)) => {
                let label = if silent { format!(" aria-label=\"{told}\"") } else { String::new() };
                let href = escaped(href);
                let _ = write!(self.text, "<a href=\"{href}\" class=\"d\" data-told=\"{told}\"{label}>");
                "</a>"
            }
            (Ink::Page, None) => {
                let _ = write!(self.text, "<g class=\"d\" data-told=\"{told}\">");
                "</g>"
            }
            _ => {
                self.text.push_str("<g>");
                "</g>"
            }
        };
        draw(self);
        self.text.push_str(end);
    }

    pub(crate) fn done(mut self) -> String {
        self.text.push_str("</svg>");
        self.text
    }
}

pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // XML has no other control characters, not even escaped.
            '\n' | '\t' => safe.push(' '),
            control if control.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_customers_cannot_become_svg() {
        assert_eq!(escaped("<script>\"&\u{0}\n"), "&lt;script&gt;&quot;&amp; ");
    }

    #[test]
    fn a_text_is_cut_to_the_width_that_is_there() {
        assert_eq!(fitted("short", 12.0, 100.0), "short");
        let cut = fitted("a very long name of a reason", 12.0, 60.0);
        assert!(cut.ends_with('…') && text_width(&cut, 12.0) <= 60.0, "{cut}");
    }
}
