//! Pins that people set on the drawing of a view: direction and order.

use std::collections::BTreeMap;

use vigil_case::Case;
use vigil_model::Record;
use vigil_model::kinds::{Layout, View, ViewKind};

use crate::graph::{Diagram, Direction};

/// The view of a kind; of several, the one that is `of` the given id.
pub(crate) fn view<'c>(case: &'c Case, kind: ViewKind, of: Option<&str>) -> Option<&'c View> {
    let fits = |it: &&View| it.kind == kind && of.is_none_or(|of| it.of.iter().any(|it| it == of));
    case.model.views.values().find(fits)
}

/// The title that the view's record states, else `usual`.
pub(crate) fn title(case: &Case, view: Option<&View>, usual: &str) -> String {
    let stated = view.and_then(|it| it.title.clone());
    stated.unwrap_or_else(|| format!("{}: {usual}", case.device()))
}

/// Applies the layout that has the id of the view.
pub(crate) fn apply(case: &Case, view: Option<&View>, diagram: &mut Diagram) {
    let Some(layout) = view.and_then(|it| case.model.layouts.get(it.id())) else { return };
    match layout.direction.as_deref() {
        Some("right") => diagram.direction = Direction::Right,
        Some("down") => diagram.direction = Direction::Down,
        _ => {}
    }
    let places = places(layout);
    let place = |id: &String| places.get(id).copied().unwrap_or(usize::MAX);
    diagram.zones.sort_by_key(|it| place(&it.id));
    diagram.nodes.sort_by_key(|it| place(&it.id));
    diagram.edges.sort_by_key(|it| place(&it.id));
}

fn places(layout: &Layout) -> BTreeMap<String, usize> {
    layout.order.iter().enumerate().map(|(at, it)| (it.to_string(), at)).collect()
}
