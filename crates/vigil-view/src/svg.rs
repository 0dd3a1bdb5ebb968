//! A stand-alone SVG: stable ids, words for readers who cannot see it, presentation attributes only.
//!
//! No script, no style sheet, no reference to anything outside, no marker, no `foreignObject`: what browsers, Typst and
//! office programs draw alike. Meaning is carried by outline, line weight, dashes, signs and words; colour repeats it.

mod line;
mod palette;
mod shape;
mod xml;

use crate::graph::{Edge, Line, Node, Sign, Tone};
use crate::layout::{Laid, LaidEdge, LaidLabel, LaidLegend, LaidNode, LaidZone};
use crate::text::FAMILY;

use palette::INK;
use xml::{attribute, id, number as n, text as words};

/// Writes the drawing; the same drawing gives the same bytes.
pub fn write(laid: &Laid) -> String {
    let mut out = head(laid);
    group(&mut out, laid, "zones", laid.zones.iter().map(|zone| zone_box(laid, zone)));
    group(&mut out, laid, "flows", laid.edges.iter().map(|edge| flow(laid, edge)));
    group(&mut out, laid, "nodes", laid.nodes.iter().map(|node| node_box(laid, node)));
    group(&mut out, laid, "labels", laid.edges.iter().filter_map(|edge| edge.label.as_ref()).map(label));
    group(&mut out, laid, "titles", laid.zones.iter().map(zone_title));
    group(&mut out, laid, "legend", laid.legend.iter().map(explanation));
    out.push_str("</svg>\n");
    out
}

fn head(laid: &Laid) -> String {
    let (title, desc) = (id(&laid.id, "title", ""), id(&laid.id, "desc", ""));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{}\" width=\"{}pt\" height=\"{}pt\" viewBox=\"0 0 {} {}\" \
         role=\"img\" aria-labelledby=\"{title} {desc}\" font-family=\"'{FAMILY}', 'Liberation Sans', Arial, sans-serif\">\n\
         <title id=\"{title}\">{}</title>\n<desc id=\"{desc}\">{}</desc>\n\
         <rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n",
        id(&laid.id, "figure", ""),
        n(laid.width * laid.scale),
        n(laid.height * laid.scale),
        n(laid.width),
        n(laid.height),
        words(&laid.title),
        words(&description(laid)),
        n(laid.width),
        n(laid.height),
    )
}

/// The author's words, then what the figure holds, one sentence per flow.
fn description(laid: &Laid) -> String {
    let mut sentences = Vec::new();
    if !laid.description.is_empty() {
        sentences.push(laid.description.clone());
    }
    sentences.push(format!(
        "{} and {}.",
        counted(laid.nodes.len(), "part"),
        counted(laid.edges.len(), "flow")
    ));
    sentences.extend(laid.edges.iter().map(|edge| format!("{}.", spoken(laid, &edge.edge))));
    sentences.join(" ")
}

/// A flow in words.
fn spoken(laid: &Laid, edge: &Edge) -> String {
    if !edge.spoken.is_empty() {
        return edge.spoken.clone();
    }
    let name = |id: &str| {
        laid.nodes.iter().find(|node| node.node.id == id).map_or(id, |node| &node.node.title).to_owned()
    };
    let way = if edge.both_ways { "and" } else { "to" };
    let mut sentence = format!("{} {way} {}", name(&edge.from), name(&edge.to));
    for part in [&edge.label, &edge.sublabel] {
        if !part.is_empty() {
            sentence.push_str(&format!(", {part}"));
        }
    }
    if edge.line != Line::default() {
        sentence.push_str(&format!(" ({})", edge.line.meaning()));
    }
    sentence
}

fn group(out: &mut String, laid: &Laid, name: &str, parts: impl Iterator<Item = String>) {
    out.push_str(&format!("<g id=\"{}\">\n", id(&laid.id, name, "")));
    for part in parts {
        out.push_str(&part);
    }
    out.push_str("</g>\n");
}

fn zone_box(laid: &Laid, zone: &LaidZone) -> String {
    let title = format!("{} {}", zone.zone.title, zone.zone.note);
    let depth = laid
        .zones
        .iter()
        .filter(|other| other.zone.id != zone.zone.id && other.rect.contains(&zone.rect))
        .count();
    format!(
        "<g id=\"{}\"><title>{}</title>{}</g>\n",
        id(&laid.id, "zone", &zone.zone.id),
        words(title.trim()),
        shape::zone(zone.rect, zone.zone.tone, depth)
    )
}

fn zone_title(zone: &LaidZone) -> String {
    let colour = palette::of(zone.zone.tone).heading;
    zone.lines.iter().map(|line| xml::text_line(line, colour)).collect()
}

fn node_box(laid: &Laid, node: &LaidNode) -> String {
    let mut out = format!(
        "<g id=\"{}\"><title>{}</title>{}\n",
        id(&laid.id, "node", &node.node.id),
        words(&node_in_words(&node.node)),
        shape::node(node.node.shape, node.rect, node.node.tone)
    );
    for line in &node.lines {
        out.push_str(&xml::text_line(line, INK));
    }
    for badge in &node.badges {
        out.push_str(&shape::badge(badge.rect, badge.tone));
        out.push_str(&xml::text_line(&badge.line, INK));
    }
    out.push_str("</g>\n");
    out
}

fn node_in_words(node: &Node) -> String {
    let mut sentence = format!("{} ({}", node.title, Sign::Shape(node.shape).meaning());
    let facts = std::iter::once(&node.subtitle).chain(node.badges.iter().map(|badge| &badge.text));
    for fact in facts.filter(|fact| !fact.is_empty()) {
        sentence.push_str(&format!("; {fact}"));
    }
    sentence.push(')');
    sentence
}

fn flow(laid: &Laid, edge: &LaidEdge) -> String {
    let shape_of =
        |id: &str| laid.nodes.iter().find(|node| node.node.id == id).map(|node| (node.node.shape, node.rect));
    let points = shape::touch(&edge.points, shape_of(&edge.edge.from), shape_of(&edge.edge.to));
    format!(
        "<g id=\"{}\"><title>{}</title>{}</g>\n",
        id(&laid.id, "flow", &edge.edge.id),
        words(&spoken(laid, &edge.edge)),
        line::flow(&points, edge.edge.line, edge.edge.both_ways)
    )
}

fn label(label: &LaidLabel) -> String {
    let plate = label.plate;
    let mut out = format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"2\" fill=\"#ffffff\" {}/>\n",
        n(plate.x),
        n(plate.y),
        n(plate.w),
        n(plate.h),
        attribute("stroke", palette::HAIRLINE) + " stroke-width=\"0.5\""
    );
    if let Some(mark) = label.mark {
        out.push_str(&line::mark(mark, label.protection));
    }
    for line in &label.lines {
        out.push_str(&xml::text_line(line, INK));
    }
    out
}

fn explanation(entry: &LaidLegend) -> String {
    let sample = match entry.entry.sign {
        Sign::Shape(kind) => shape::node(kind, entry.sample, Tone::Plain),
        Sign::Zone(tone) => shape::zone(entry.sample, tone, 0),
        Sign::Line(kind) => line::sample(entry.sample, kind),
    };
    format!("{sample}\n{}", xml::text_line(&entry.line, INK))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
