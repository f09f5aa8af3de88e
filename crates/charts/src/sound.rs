//! What every drawing is tried for: its numbers are numbers, and its words can be read.

use crate::labels::{Area, overlap};
use crate::svg::text_width;

/// Fails where a number is none, or an element is not closed.
pub(crate) fn has_only_numbers(svg: &str) {
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    for element in ["a", "g", "text"] {
        let opened = svg.matches(&format!("<{element} ")).count() + svg.matches(&format!("<{element}>")).count();
        assert_eq!(opened, svg.matches(&format!("</{element}>")).count(), "{element} in {svg}");
    }
}

/// Fails where words leave the drawing or lie upon each other.
pub(crate) fn is_legible(svg: &str) {
    has_only_numbers(svg);
    let view = attribute(svg, "viewBox").unwrap();
    let size: Vec<f64> = view.split(' ').map(|number| number.parse().unwrap()).collect();
    let texts = texts(svg);
    for (index, (words, area)) in texts.iter().enumerate() {
        let inside = area[0] >= -1.0 && area[1] >= -1.0 && area[2] <= size[2] + 1.0 && area[3] <= size[3] + 1.0;
        assert!(inside, "\"{words}\" leaves the drawing {view}: {area:?}\n{svg}");
        for (others, other) in &texts[..index] {
            assert!(!overlap(*area, *other), "\"{words}\" lies upon \"{others}\": {area:?} {other:?}\n{svg}");
        }
    }
}

/// The words of a drawing and where they are.
pub(crate) fn texts(svg: &str) -> Vec<(String, Area)> {
    let read = |text: &str| {
        let (head, rest) = text.split_once('>').unwrap();
        let words = rest.split_once("</text>").unwrap().0.replace("&amp;", "&");
        let number = |name: &str| attribute(head, name).unwrap().parse::<f64>().unwrap();
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let width = text_width(&words, size) * if head.contains("font-weight") { 1.06 } else { 1.0 };
        let left = match attribute(head, "text-anchor") {
            Some("middle") => x - width / 2.0,
            Some("end") => x - width,
            _ => x,
        };
        (words, [left, y - size * 0.74, left + width, y + size * 0.2])
    };
    svg.split("<text ").skip(1).map(read).collect()
}

fn attribute<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let from = text.find(&format!("{name}=\""))? + name.len() + 2;
    text[from..].split('"').next()
}
