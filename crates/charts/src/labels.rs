//! Labels beside what they name, none on top of another.

/// The place of a label: left, top, right, bottom.
pub(crate) type Area = [f64; 4];

/// Whether two areas share some ground.
pub(crate) fn overlap(a: Area, b: Area) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

/// Whether a line from one point to another crosses an area.
pub(crate) fn crosses(area: Area, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) -> bool {
    // Liang and Barsky's clipping: what is left of the line once each side of the area has cut it.
    let (mut from, mut to) = (0.0f64, 1.0f64);
    for (step, room) in
        [(x1 - x2, x1 - area[0]), (x2 - x1, area[2] - x1), (y1 - y2, y1 - area[1]), (y2 - y1, area[3] - y1)]
    {
        if step == 0.0 {
            if room < 0.0 {
                return false;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    from <= to
}

/// The middles of labels as close as can be to where they are wanted (middle and size, in the order of their middles), so that none
/// overlaps and all lie between `from` and `to`; where there is not room for all, they go on beyond `to`.
pub(crate) fn apart(wanted: &[(f64, f64)], from: f64, to: f64) -> Vec<f64> {
    let mut total = 0.0;
    let offsets: Vec<f64> = wanted
        .iter()
        .map(|(_, size)| {
            total += size;
            total - size / 2.0
        })
        .collect();
    // Without the sizes the labels are points that must not change their order: a regression that never falls.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for ((middle, _), offset) in wanted.iter().zip(&offsets) {
        blocks.push((middle - offset, 1));
        while let [.., (before, some), (last, others)] = blocks[..]
            && last < before
        {
            blocks.truncate(blocks.len() - 2);
            let count = some + others;
            blocks.push(((before * some as f64 + last * others as f64) / count as f64, count));
        }
    }
    let points = blocks.into_iter().flat_map(|(at, count)| std::iter::repeat_n(at, count));
    points.zip(offsets).map(|(at, offset)| at.min(to - total).max(from) + offset).collect()
}

/// Where words of a width may stand around a point, the best first: above, below, right and left of it, inside the bounds.
pub(crate) fn around((x, y): (f64, f64), width: f64, bounds: Area) -> Vec<Area> {
    const HEIGHT: f64 = 16.0;
    const GAP: f64 = 8.0;
    if width > bounds[2] - bounds[0] {
        return Vec::new();
    }
    let within = (x - width / 2.0).min(bounds[2] - width).max(bounds[0]);
    let corners = [
        (within, y - GAP - HEIGHT),
        (within, y + GAP),
        (x + GAP + 3.0, y - HEIGHT / 2.0),
        (x - GAP - 3.0 - width, y - HEIGHT / 2.0),
    ];
    let areas = corners.map(|(left, top)| [left, top, left + width, top + HEIGHT]);
    let is_inside = |area: &Area| {
        area[0] >= bounds[0] && area[1] >= bounds[1] && area[2] <= bounds[2] + 1e-6 && area[3] <= bounds[3]
    };
    areas.into_iter().filter(is_inside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_crosses_an_area_or_passes_it() {
        let area = [10.0, 10.0, 20.0, 20.0];
        assert!(crosses(area, (0.0, 15.0), (30.0, 15.0)) && crosses(area, (12.0, 12.0), (13.0, 13.0)));
        assert!(!crosses(area, (0.0, 25.0), (30.0, 25.0)) && !crosses(area, (0.0, 11.0), (11.0, 0.0)));
        assert!(!crosses(area, (0.0, 15.0), (5.0, 15.0)));
    }

    #[test]
    fn labels_with_room_stay_where_they_are_wanted() {
        assert_eq!(apart(&[(10.0, 4.0), (20.0, 4.0)], 0.0, 30.0), [10.0, 20.0]);
        assert_eq!(apart(&[(10.0, 4.0), (10.0, 4.0)], 0.0, 30.0), [8.0, 12.0]);
        assert_eq!(apart(&[], 0.0, 30.0), [0.0; 0]);
    }

    proptest! {
        #[test]
        fn no_label_overlaps_another_and_all_are_inside_where_there_is_room(
            mut wanted in proptest::collection::vec((0.0f64..100.0, 1.0f64..12.0), 0..8),
        ) {
            wanted.sort_by(|a, b| a.0.total_cmp(&b.0));
            let placed = apart(&wanted, 0.0, 100.0);
            for index in 1..placed.len() {
                prop_assert!(placed[index] - placed[index - 1] >= f64::midpoint(wanted[index].1, wanted[index - 1].1) - 1e-9);
            }
            for (middle, (_, size)) in placed.iter().zip(&wanted) {
                prop_assert!(middle - size / 2.0 >= -1e-9 && middle + size / 2.0 <= 100.0 + 1e-9);
            }
        }
    }
}
