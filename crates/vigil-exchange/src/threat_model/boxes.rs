//! Which drawn box holds what: drawings state zones by position only.

use super::{Part, Zone};

/// A rectangle of a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    /// Whether the middle of another one lies in it: people draw over edges.
    fn holds(&self, other: &Self) -> bool {
        let (x, y) = (other.left + other.width / 2.0, other.top + other.height / 2.0);
        x >= self.left && x <= self.left + self.width && y >= self.top && y <= self.top + self.height
    }

    fn area(&self) -> f64 {
        self.width * self.height
    }
}

/// Puts parts and boxes into the smallest box of their diagram around them. Both lists hold only what is drawn there.
pub(super) fn nest(zones: &mut [(Zone, Rect)], parts: &mut [(Part, Rect)]) {
    let known: Vec<(String, Rect)> = zones.iter().map(|(zone, rect)| (zone.id.clone(), *rect)).collect();
    let around = |rect: &Rect, own: Option<&str>| {
        known
            .iter()
            .filter(|(id, it)| own != Some(id.as_str()) && it.holds(rect))
            // A box is around another one only where it is larger: equal boxes must not lie in each other.
            .filter(|(_, it)| own.is_none() || it.area() > rect.area())
            .min_by(|a, b| a.1.area().total_cmp(&b.1.area()))
            .map(|(id, _)| id.clone())
    };
    for (zone, rect) in zones.iter_mut() {
        zone.parent = around(rect, Some(&zone.id));
    }
    for (part, rect) in parts.iter_mut() {
        part.zone = around(rect, None);
        part.zone_drawn = part.zone.is_some();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(id: &str, left: f64, width: f64) -> (Zone, Rect) {
        (Zone { id: id.to_owned(), ..Zone::default() }, Rect { left, top: 0.0, width, height: width })
    }

    #[test]
    fn the_smallest_box_around_holds_a_part_and_equal_boxes_hold_each_other_never() {
        let mut zones = [zone("outer", 0.0, 100.0), zone("inner", 10.0, 50.0), zone("same", 10.0, 50.0)];
        let drawn = |left| (Part::default(), Rect { left, top: 10.0, width: 10.0, height: 10.0 });
        let mut parts = [drawn(20.0), drawn(80.0), drawn(500.0)];
        nest(&mut zones, &mut parts);
        let found: Vec<Option<&str>> = parts.iter().map(|(part, _)| part.zone.as_deref()).collect();
        assert_eq!(found, [Some("inner"), Some("outer"), None]);
        let parents: Vec<Option<&str>> = zones.iter().map(|(zone, _)| zone.parent.as_deref()).collect();
        assert_eq!(parents, [None, Some("outer"), Some("outer")]);
    }
}
