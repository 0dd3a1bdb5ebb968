//! What hangs on a record of the trace, upwards and downwards, as indented lines.

use std::collections::{BTreeMap, BTreeSet};

use vigil_case::Case;

type Links = BTreeMap<String, BTreeSet<String>>;

/// The deepest chain is threat, risk, control, requirement, test, evidence, with a package and component before it.
const DEEPEST: usize = 12;

/// The tree of one record in both directions; `None` when the trace does not know it.
pub fn lines(case: &Case, id: &str) -> Option<Vec<String>> {
    let (up, down) = (&case.trace.up, &case.trace.down);
    if !up.contains_key(id) && !down.contains_key(id) {
        return None;
    }
    let mut lines = vec![id.to_owned()];
    for (heading, links) in [("leads to", down), ("comes from", up)] {
        match links.contains_key(id) {
            true => lines.push(format!("  {heading}")),
            false => lines.push(format!("  {heading}: nothing")),
        }
        branch(case, links, id, 2, &mut BTreeSet::from([id.to_owned()]), &mut lines);
    }
    Some(lines)
}

/// A record that was shown already is named again, and not its branch: trees of risks share their controls.
fn branch(
    case: &Case,
    links: &Links,
    id: &str,
    depth: usize,
    shown: &mut BTreeSet<String>,
    lines: &mut Vec<String>,
) {
    for next in links.get(id).into_iter().flatten() {
        let again = !shown.insert(next.clone());
        let goes_on = links.contains_key(next) && !is_part(next);
        let mark = if again && goes_on { " (see above)" } else { "" };
        lines.push(format!("{}{next}{}{mark}", "  ".repeat(depth), remark(case, next)));
        if !again && goes_on && depth < DEEPEST {
            branch(case, links, next, depth + 1, shown, lines);
        }
    }
}

/// Whether it is a part of the device: everything hangs on those, and a chain ends there.
fn is_part(id: &str) -> bool {
    const PARTS: [&str; 8] =
        ["system", "component", "interface", "flow", "data", "secret", "function", "harm"];
    let kind = id.split_once('.').map_or(id, |(kind, _)| kind);
    PARTS.contains(&kind)
}

/// What a reader wants to know at once: the title, and of a test whether it passed.
fn remark(case: &Case, id: &str) -> String {
    let Some((kind, name)) = id.split_once('.') else { return title_of_threat(case, id) };
    let model = &case.model;
    match kind {
        "test" => {
            let state = case.tests.get(name).map_or("no result", |row| row.state.word());
            let title = model.tests.get(name).and_then(|it| it.title.as_deref());
            format!("{} [{state}]", short(title))
        }
        "risk" => short(model.risks.get(name).and_then(|it| it.title.as_deref())),
        "control" => short(model.controls.get(name).map(|it| it.text.as_str())),
        "requirement" => short(model.requirements.get(name).map(|it| it.text.as_str())),
        "harm" => short(model.harms.get(name).and_then(|it| it.name.as_deref())),
        "decision" => short(model.decisions.get(name).map(|it| it.verdict.word())),
        _ => title_of_threat(case, id),
    }
}

fn title_of_threat(case: &Case, id: &str) -> String {
    let name = id.strip_prefix("threat.").unwrap_or(id);
    short(case.threats.all.get(name).map(|it| it.title.as_str()))
}

/// The words behind an id, on one line.
fn short(text: Option<&str>) -> String {
    const MOST: usize = 90;
    let Some(text) = text.filter(|text| !text.is_empty()) else { return String::new() };
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = flat.chars().take(MOST).collect();
    if cut.len() < flat.len() { format!(": {cut}...") } else { format!(": {flat}") }
}
