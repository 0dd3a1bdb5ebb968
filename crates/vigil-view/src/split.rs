//! Makes big drawings readable in print: short codes on the flows, one line per pair of nodes, smaller views.

mod smaller;

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::{Diagram, Edge, Line};

pub use smaller::{focus, overview};

/// How many protocols stand on one flow before the rest is left to the table.
const PROTOCOLS: usize = 2;

/// A drawing for print and the table that spells its codes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Printed {
    /// The drawing, with at most one line between two nodes.
    pub diagram: Diagram,
    /// One row per flow, in the order of the diagram.
    pub flows: Vec<FlowRow>,
}

/// A flow as the table under the figure tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct FlowRow {
    /// The code in the figure.
    pub code: String,
    /// The flow's id.
    pub edge: String,
    /// Title of the node that it starts at.
    pub from: String,
    /// Title of the node that it leads to.
    pub to: String,
    /// Whether it runs both ways.
    pub both_ways: bool,
    /// What flows.
    pub label: String,
    /// Protocol.
    pub protocol: String,
    /// How it is drawn.
    pub line: Line,
}

/// Gives every flow without a code the next free one: `F1`, `F2` ...
pub fn number(diagram: &mut Diagram) {
    let taken: BTreeSet<String> = diagram.edges.iter().map(|edge| edge.code.clone()).collect();
    let mut free = (1_u32..).map(|at| format!("F{at}")).filter(|code| !taken.contains(code));
    for edge in diagram.edges.iter_mut().filter(|edge| edge.code.is_empty()) {
        edge.code = free.next().expect("there are more numbers than flows");
    }
}

/// The drawing with codes instead of words on its flows and one line per pair of nodes, and the table of codes.
pub fn for_print(diagram: &Diagram) -> Printed {
    let mut numbered = diagram.clone();
    number(&mut numbered);
    let flows = rows(&numbered);
    let mut groups: BTreeMap<(&str, &str), Vec<&Edge>> = BTreeMap::new();
    let mut order = Vec::new();
    for edge in &numbered.edges {
        let group = groups.entry(pair(edge)).or_default();
        if group.is_empty() {
            order.push(pair(edge));
        }
        group.push(edge);
    }
    let edges = order.iter().map(|pair| together(&groups[pair], &flows)).collect();
    Printed { diagram: Diagram { edges, ..numbered.clone() }, flows }
}

/// The two ends in a fixed order, whatever the direction.
fn pair(edge: &Edge) -> (&str, &str) {
    let (a, b) = (edge.from.as_str(), edge.to.as_str());
    if a <= b { (a, b) } else { (b, a) }
}

fn rows(diagram: &Diagram) -> Vec<FlowRow> {
    let titles: BTreeMap<&str, &str> =
        diagram.nodes.iter().map(|node| (node.id.as_str(), node.title.as_str())).collect();
    let title = |id: &str| titles.get(id).copied().unwrap_or(id).to_owned();
    let row = |edge: &Edge| FlowRow {
        code: edge.code.clone(),
        edge: edge.id.clone(),
        from: title(&edge.from),
        to: title(&edge.to),
        both_ways: edge.both_ways,
        label: edge.label.clone(),
        protocol: edge.sublabel.clone(),
        line: edge.line,
    };
    diagram.edges.iter().map(row).collect()
}

/// One line for all flows between two nodes: it is drawn as the least protected of them.
fn together(group: &[&Edge], flows: &[FlowRow]) -> Edge {
    let first = group[0];
    let codes: Vec<&str> = group.iter().map(|edge| edge.code.as_str()).collect();
    let spoken = flows.iter().filter(|row| codes.contains(&row.code.as_str())).map(FlowRow::spoken);
    Edge {
        id: first.id.clone(),
        code: first.code.clone(),
        from: first.from.clone(),
        to: first.to.clone(),
        label: short_list(&codes),
        sublabel: protocols(group),
        line: Line {
            crosses: group.iter().any(|edge| edge.line.crosses),
            protection: group.iter().map(|edge| edge.line.protection).max().unwrap_or_default(),
        },
        both_ways: group.iter().any(|edge| edge.both_ways || edge.from != first.from),
        spoken: spoken.collect::<Vec<_>>().join("; "),
    }
}

impl FlowRow {
    /// The row as a sentence.
    fn spoken(&self) -> String {
        let way = if self.both_ways { "and" } else { "to" };
        let mut sentence = format!("{}: {} {way} {}", self.code, self.from, self.to);
        for part in [&self.label, &self.protocol] {
            if !part.is_empty() {
                sentence.push_str(&format!(", {part}"));
            }
        }
        if self.line != Line::default() {
            sentence.push_str(&format!(" ({})", self.line.meaning()));
        }
        sentence
    }
}

fn protocols(group: &[&Edge]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for edge in group {
        if !edge.sublabel.is_empty() && !names.contains(&edge.sublabel.as_str()) {
            names.push(&edge.sublabel);
        }
    }
    let more = names.len().saturating_sub(PROTOCOLS);
    names.truncate(PROTOCOLS);
    let shown = names.join(", ");
    if more == 0 { shown } else { format!("{shown} and {more} more") }
}

/// `F1, F4–F6`: three or more in a row are written as a range.
fn short_list(codes: &[&str]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = 0;
    while at < codes.len() {
        let run = 1 + codes[at..].windows(2).take_while(|two| follows(two[0], two[1])).count();
        if run >= 3 {
            parts.push(format!("{}\u{2013}{}", codes[at], codes[at + run - 1]));
        } else {
            parts.extend(codes[at..at + run].iter().map(|code| (*code).to_owned()));
        }
        at += run;
    }
    parts.join(", ")
}

/// Whether a code is the other one plus one, as `F9` and `F10`.
fn follows(code: &str, next: &str) -> bool {
    let cut = |code: &str| {
        let letters = code.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let number: Option<u32> = code[letters..].parse().ok();
        (code[..letters].to_owned(), number)
    };
    match (cut(code), cut(next)) {
        ((a, Some(number)), (b, Some(other))) => a == b && number.checked_add(1) == Some(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_codes_in_a_row_become_a_range() {
        assert_eq!(short_list(&["F1", "F2", "F3", "F7"]), "F1\u{2013}F3, F7");
        assert_eq!(short_list(&["F9", "F10"]), "F9, F10");
        assert_eq!(short_list(&["boot", "F4294967295", "F1"]), "boot, F4294967295, F1");
    }
}
