//! Nothing in a file disappears unseen: whatever value is put wherever, it is in the model, is named, or the file is refused.

#[path = "../../tests/it/data.rs"]
#[expect(clippy::disallowed_methods, reason = "tests look for documents on the disk")]
mod data;

use super::detect::{Source, recognise};
use super::{Format, ThreatModel, dragon, otm, threagile, tm7, tmt};
use crate::tree::{Element, Node, Rest, Value, short};

/// A word that no model holds.
const WORD: &str = "unheard-of-marker";
const FIXTURES: [&str; 4] = [
    include_str!("../../tests/data/threat-models/ward.dragon.json"),
    super::tests::DRAGON_1,
    include_str!("../../tests/data/threat-models/ward.otm.yaml"),
    include_str!("../../tests/data/threat-models/ward.threagile.yaml"),
];
const XML: [&str; 2] = [
    include_str!("../../tests/data/threat-models/ward.tm7"),
    include_str!("../../tests/data/threat-models/ward.tb7"),
];

#[test]
fn a_marker_in_the_place_of_any_value_is_carried_named_or_refused() {
    for fixture in FIXTURES {
        let Source::Tree(root) = recognise(fixture.as_bytes()).unwrap().1 else { panic!("a tree") };
        let lost: Vec<String> = (0..places(&root)).filter_map(|at| lost(&root, at, false)).collect();
        assert!(lost.is_empty() && places(&root) > 10, "{lost:#?}");
    }
}

#[test]
fn a_key_that_no_reader_knows_is_carried_or_named_wherever_it_stands() {
    for fixture in FIXTURES {
        let Source::Tree(root) = recognise(fixture.as_bytes()).unwrap().1 else { panic!("a tree") };
        let lost: Vec<String> = (0..places(&root)).filter_map(|at| lost(&root, at, true)).collect();
        assert!(lost.is_empty(), "{lost:#?}");
    }
}

#[test]
fn a_marker_in_the_place_of_any_text_of_a_microsoft_model_is_carried_named_or_refused() {
    for fixture in XML {
        // Texts stand between `>` and `<`.
        let texts: Vec<usize> = fixture.match_indices('>').map(|(at, _)| at + 1).collect();
        let (mut tried, mut lost) = (0, Vec::new());
        for start in texts {
            let end = fixture[start..].find('<').map_or(fixture.len(), |it| start + it);
            if fixture[start..end].trim().is_empty() {
                continue;
            }
            tried += 1;
            let text = format!("{}{WORD}{}", &fixture[..start], &fixture[end..]);
            let Ok((format, Source::Xml(root))) = recognise(text.as_bytes()) else { continue };
            let read = if format == Format::Tb7 { tmt::template(&root) } else { tm7::read(&root) };
            let Ok(model) = read else { continue };
            let before: String =
                fixture[..start].chars().rev().take(80).collect::<Vec<_>>().into_iter().rev().collect();
            let way = way_to(&root).unwrap();
            if !(holds(&model) || in_named(&root, false) || listed(&root.rest(), &way)) {
                lost.push(format!("{way}, after {before}"));
            }
        }
        assert!(lost.is_empty() && tried > 10, "{lost:#?}");
    }
}

/// Real models: the same for a part of their values, spread over each file.
#[test]
fn a_marker_in_real_models_is_carried_named_or_refused() {
    let (mut files, mut markers, mut all) = (0, 0, Vec::new());
    for path in data::files("threat", "") {
        let bytes = std::fs::read(&path).unwrap();
        let Ok((_, Source::Tree(root))) = recognise(&bytes) else { continue };
        files += 1;
        let count = places(&root);
        for at in (0..count).step_by((count / 25).max(1)) {
            let found = [false, true].into_iter().filter_map(|as_key| lost(&root, at, as_key));
            all.extend(found.map(|way| format!("{}: {way}", path.display())));
            markers += 2;
        }
    }
    eprintln!("{markers} markers in {files} models");
    assert!(all.is_empty(), "{all:#?}");
}

fn read(format: Format, root: &Node) -> Option<ThreatModel> {
    match format {
        Format::ThreatDragon | Format::ThreatDragon1 => dragon::read(root, format),
        Format::Otm => otm::read(root),
        _ => threagile::read(root),
    }
    .ok()
}

/// Reads the tree with a marker at a place: for the value there, or as a new key of the table there. Says where that is when
/// the marker was lost.
fn lost(root: &Node, at: usize, as_key: bool) -> Option<String> {
    let mut changed = fresh(root);
    let mut left = at;
    let way = mark(&mut changed, &mut left, as_key, &mut Vec::new())?;
    let Ok((format, Source::Tree(changed))) = recognise(json(&changed).as_bytes()) else { return None };
    let model = read(format, &changed)?;
    let seen = holds(&model) || is_named(&changed, false) || listed(&changed.rest(), &way);
    (!seen).then_some(way)
}

fn holds(model: &ThreatModel) -> bool {
    serde_json::to_string(model).unwrap().contains(WORD)
}

/// Whether the marker is listed: by itself, or with the container on the way to it.
fn listed(rest: &[Rest], way: &str) -> bool {
    let around = |what: &str| {
        let path = what.strip_prefix('`').and_then(|it| it.split_once('`')).map(|(path, _)| path);
        path.and_then(|path| way.strip_prefix(path)).is_some_and(|it| it.starts_with(['.', '[']))
    };
    rest.iter().any(|it| it.what.contains(WORD) || (it.what.ends_with(" values") && around(&it.what)))
}

/// The names that lead to the element with the marker.
fn way_to(element: &Element) -> Option<String> {
    if element.text.contains(WORD) {
        return Some(String::new());
    }
    let found = element.children.iter().find_map(|it| Some(format!("{}.{}", it.name, way_to(it)?)));
    found.map(|it| it.trim_end_matches('.').to_owned())
}

fn is_named(node: &Node, inside: bool) -> bool {
    let inside = inside || node.is_named();
    match &node.value {
        Value::Text(text) => inside && text.contains(WORD),
        Value::List(items) => items.iter().any(|it| is_named(it, inside)),
        Value::Map(entries) => {
            entries.iter().any(|(key, it)| (inside && key.contains(WORD)) || is_named(it, inside))
        }
        Value::Null => false,
    }
}

fn in_named(element: &Element, inside: bool) -> bool {
    let inside = inside || element.is_named();
    (inside && element.text.contains(WORD)) || element.children.iter().any(|it| in_named(it, inside))
}

/// How many places a tree has: every value below the root.
fn places(node: &Node) -> usize {
    match &node.value {
        Value::List(items) => items.iter().map(|it| 1 + places(it)).sum(),
        Value::Map(entries) => entries.iter().map(|(_, it)| 1 + places(it)).sum(),
        _ => 0,
    }
}

/// Puts the marker at the place of this number; says where that is, nothing where no marker can stand there.
fn mark(node: &mut Node, left: &mut usize, as_key: bool, way: &mut Vec<String>) -> Option<String> {
    let children: Vec<(String, &mut Node)> = match &mut node.value {
        Value::List(items) => items.iter_mut().enumerate().map(|(at, it)| (format!("[{at}]"), it)).collect(),
        Value::Map(entries) => entries.iter_mut().map(|(key, it)| (key.clone(), it)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        way.push(short(&key));
        if *left == 0 {
            *left = usize::MAX;
            let marker = Node::new(Value::Text(WORD.to_owned()), 1);
            return match (&mut child.value, as_key) {
                (_, false) => {
                    *child = marker;
                    Some(way.join(".").replace(".[", "["))
                }
                (Value::Map(entries), true) => {
                    way.push(format!("{WORD}-key"));
                    entries.push((format!("{WORD}-key"), marker));
                    Some(way.join(".").replace(".[", "["))
                }
                _ => None,
            };
        }
        *left -= 1;
        let found = mark(child, left, as_key, way);
        if *left == usize::MAX {
            return found;
        }
        way.pop();
    }
    None
}

/// The tree as if nobody had read it.
fn fresh(node: &Node) -> Node {
    let value = match &node.value {
        Value::List(items) => Value::List(items.iter().map(fresh).collect()),
        Value::Map(entries) => Value::Map(entries.iter().map(|(key, it)| (key.clone(), fresh(it))).collect()),
        other => other.clone(),
    };
    Node::new(value, node.line)
}

/// All formats that are trees can be written as JSON.
fn json(node: &Node) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => quoted(text),
        Value::List(items) => format!("[{}]", items.iter().map(json).collect::<Vec<_>>().join(",")),
        Value::Map(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, it)| format!("{}:{}", quoted(key), json(it))).collect();
            format!("{{{}}}", entries.join(","))
        }
    }
}
