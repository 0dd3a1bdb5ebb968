//! OWASP Threat Dragon: version 2 (`cells`, drawn with X6) and version 1 (`diagramJson`, drawn with JointJS).

use super::boxes::{self, Rect};
use super::{Attributes, Flow, Format, Part, Shape, Threat, ThreatModel, Zone, merge};
use crate::tree::{Fault, Node, short};

pub(super) fn read(root: &Node, format: Format) -> Result<ThreatModel, Fault> {
    let mut model = ThreatModel::new(format);
    model.version = root.text("version");
    let summary = root.get("summary").ok_or_else(|| Fault::new("it has no `summary`", 1))?;
    model.title = summary.text("title");
    summary.beside(&["id"]);
    for (key, what) in [("description", "description of the model"), ("owner", "owner of the model")] {
        about(summary, key, what);
    }
    let Some(detail) = root.get("detail") else { return Ok(model) };
    detail.beside(&["diagramTop", "threatTop"]);
    about(detail, "reviewer", "reviewer of the model");
    for it in detail.items("contributors") {
        if let Some(name) = it.get("name").and_then(Node::as_text) {
            it.leave(format!("contributor `{}`", short(&name)), super::ABOUT);
        }
    }
    for diagram in detail.items("diagrams") {
        let title = diagram.text("title").unwrap_or_else(|| "(no title)".to_owned());
        diagram.beside(DIAGRAM_KEYS);
        about(diagram, "description", &format!("description of diagram `{title}`"));
        let cells = match format {
            Format::ThreatDragon1 => diagram.get("diagramJson").map_or(&[][..], |it| it.items("cells")),
            _ => diagram.items("cells"),
        };
        Drawing { model: &mut model, title, line: diagram.line, old: format == Format::ThreatDragon1 }
            .read(cells)?;
    }
    merge::diagrams(&mut model);
    Ok(model)
}

struct Drawing<'m> {
    model: &'m mut ThreatModel,
    title: String,
    line: usize,
    old: bool,
}

impl Drawing<'_> {
    fn read(mut self, cells: &[Node]) -> Result<(), Fault> {
        let (mut zones, mut parts) = (Vec::new(), Vec::new());
        for cell in cells {
            let data = self.data(cell);
            cell.beside(CELL_KEYS);
            data.beside(&["hasOpenThreats", "isTrustBoundary", "isShape"]);
            let kind = data.text("type").or_else(|| cell.text("shape")).unwrap_or_default();
            let id = cell
                .text("id")
                .ok_or_else(|| Fault::new("an element of a diagram has no `id`", cell.line))?;
            match kind.as_str() {
                "tm.Actor" | "actor" => parts.push(self.part(cell, id, Shape::Outside)),
                "tm.Process" | "process" => parts.push(self.part(cell, id, Shape::Process)),
                "tm.Store" | "store" => parts.push(self.part(cell, id, Shape::Store)),
                "tm.Flow" | "flow" => self.flow(cell, id),
                "tm.BoundaryBox" | "trust-boundary-box" => zones.push(self.zone(cell, id)),
                "tm.Boundary" | "trust-boundary-curve" | "trust-broundary-curve" => {
                    let name = name(data).or_else(|| label(cell)).unwrap_or_default();
                    let what = format!("trust boundary `{name}` in diagram `{}`", self.title);
                    cell.leave(what, CURVE);
                }
                "tm.Text" | "td-text-block" => {
                    let text = name(data).or_else(|| label(cell)).unwrap_or_default();
                    let what = format!("text `{}` in diagram `{}`", short(&text), self.title);
                    cell.leave(what, "a text beside the drawing belongs to no element");
                }
                other => {
                    let what = format!("element of kind `{other}` in diagram `{}`", self.title);
                    cell.leave(what, "the kind is not known");
                }
            }
        }
        if parts.is_empty() {
            let what = format!("diagram `{}`", self.title);
            self.model.leave(self.line, what, "no part is drawn in it");
        }
        boxes::nest(&mut zones, &mut parts);
        self.model.zones.extend(zones.into_iter().map(|(zone, _)| zone));
        self.model.parts.extend(parts.into_iter().map(|(part, _)| part));
        Ok(())
    }

    /// Version 1 keeps everything in the cell itself.
    fn data<'n>(&self, cell: &'n Node) -> &'n Node {
        if self.old { cell } else { cell.get("data").unwrap_or(cell) }
    }

    fn part(&mut self, cell: &Node, id: String, shape: Shape) -> (Part, Rect) {
        let data = self.data(cell);
        self.threats(data, &id);
        let part = Part {
            name: name(data).or_else(|| label(cell)).unwrap_or_default(),
            id,
            shape,
            text: data.text("description"),
            out_of_scope: out_of_scope(data),
            diagram: Some(self.title.clone()),
            attributes: attributes(data, PART_KEYS),
            line: cell.line,
            ..Part::default()
        };
        (part, rect(cell))
    }

    fn zone(&self, cell: &Node, id: String) -> (Zone, Rect) {
        let data = self.data(cell);
        let zone = Zone {
            id,
            name: name(data).or_else(|| label(cell)).unwrap_or_default(),
            text: data.text("description"),
            attributes: attributes(data, &["outOfScope", "reasonOutOfScope"]),
            line: cell.line,
            ..Zone::default()
        };
        (zone, rect(cell))
    }

    fn flow(&mut self, cell: &Node, id: String) {
        let data = self.data(cell);
        self.threats(data, &id);
        let end = |key: &str| {
            let end = cell.get(key)?;
            end.beside(&["x", "y", "port", "magnet", "selector"]);
            end.text("cell").or_else(|| end.text("id"))
        };
        let flow = Flow {
            id,
            name: name(data).or_else(|| label(cell)).unwrap_or_default(),
            from: end("source").unwrap_or_default(),
            to: end("target").unwrap_or_default(),
            both: data.flag("isBidirectional").unwrap_or(false),
            protocol: data.text("protocol"),
            encrypted: data.flag("isEncrypted"),
            public: data.flag("isPublicNetwork"),
            text: data.text("description"),
            out_of_scope: out_of_scope(data),
            line: cell.line,
            ..Flow::default()
        };
        self.model.flows.push(flow);
    }

    fn threats(&mut self, data: &Node, on: &str) {
        for it in data.items("threats") {
            it.beside(&["new"]);
            let title = name_of(it.text("title")).or_else(|| it.text("type"));
            self.model.threats.push(Threat {
                id: it.text("id").or_else(|| it.text("threatId")).unwrap_or_default(),
                title: title.unwrap_or_default(),
                text: it.text("description"),
                categories: it.text("type").into_iter().collect(),
                on: vec![on.to_owned()],
                state: it.text("status"),
                severity: it.text("severity"),
                mitigation: it.text("mitigation"),
                attributes: attributes(it, &["modelType", "number", "score", "owner"]),
                line: it.line,
                ..Threat::default()
            });
        }
    }
}

const CURVE: &str = "a curve holds nothing: which parts lie on which side is seen, not stated; draw boxes, or put the \
                     parts into zones after the import";

/// Where and how an element is drawn.
const CELL_KEYS: &[&str] = &[
    "angle",
    "attrs",
    "connector",
    "height",
    "labels",
    "markup",
    "ports",
    "position",
    "router",
    "shape",
    "size",
    "smooth",
    "tools",
    "vertices",
    "visible",
    "width",
    "z",
    "zIndex",
    "hasOpenThreats",
];

/// What the tool keeps of a diagram for itself.
const DIAGRAM_KEYS: &[&str] = &["id", "diagramType", "placeholder", "size", "thumbnail", "version"];

/// A text on the model as a whole.
fn about(node: &Node, key: &str, what: &str) {
    if let Some(it) = node.get(key)
        && let Some(text) = it.as_text()
    {
        it.leave(format!("{what}: {}", short(&text)), super::ABOUT);
    }
}

/// What Threat Dragon knows of a part beside its name.
const PART_KEYS: &[&str] = &[
    "isALog",
    "isEncrypted",
    "isSigned",
    "storesCredentials",
    "storesInventory",
    "providesAuthentication",
    "handlesCardPayment",
    "handlesGoodsOrServices",
    "isWebApplication",
    "privilegeLevel",
];

/// Values that say something: `false` is what the tool writes when nobody answered.
fn attributes(data: &Node, keys: &[&str]) -> Attributes {
    let said = |key: &&str| data.text(key).filter(|it| it != "false");
    keys.iter().filter_map(|key| Some(((*key).to_owned(), said(key)?))).collect()
}

/// A reason counts where the element is out of scope; else it is a value that nothing takes.
fn out_of_scope(data: &Node) -> Option<String> {
    data.flag("outOfScope").filter(|it| *it).map(|_| data.text("reasonOutOfScope").unwrap_or_default())
}

fn name(data: &Node) -> Option<String> {
    name_of(data.text("name"))
}

/// A name on one line.
fn name_of(text: Option<String>) -> Option<String> {
    let name = text?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

/// The words drawn at an element.
fn label(cell: &Node) -> Option<String> {
    let first = cell.items("labels").first();
    let of_line = first.and_then(|it| it.at(&["attrs", "text"])).and_then(|it| it.text("text"));
    name_of(of_line.or_else(|| cell.at(&["attrs", "text"]).and_then(|it| it.text("text"))))
}

fn rect(cell: &Node) -> Rect {
    let number = |group: &str, key: &str| cell.get(group).and_then(|it| it.number(key)).unwrap_or(0.0);
    Rect {
        left: number("position", "x"),
        top: number("position", "y"),
        width: number("size", "width"),
        height: number("size", "height"),
    }
}
