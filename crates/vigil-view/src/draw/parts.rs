//! Nodes, zones and flows of a drawing, made from records.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_case::Case;
use vigil_model::derive::{crossing, operator, zones_outwards};
use vigil_model::kinds::{
    Actor, Channel, Component, ComponentKind, DataKind, Flow, Operator, Property, Zone as ZoneRecord,
    ZoneKind,
};
use vigil_model::{Kind, Record, Target};

use crate::graph::{Badge, Diagram, Edge, Line, MAX_TEXT, Node, Protection, Shape, Tone, Zone};
use crate::tables::words::{counted, label};

/// How many pieces of data stand on a flow before the rest is left to the table.
const DATA: usize = 3;

/// A drawing that grows: what is put in twice stands there once.
pub(crate) struct Sheet<'c> {
    pub(crate) case: &'c Case,
    pub(crate) diagram: Diagram,
    components: BTreeSet<&'c Id>,
    left_out: BTreeSet<String>,
}

impl<'c> Sheet<'c> {
    pub(crate) fn new(case: &'c Case, id: &str, title: &str) -> Self {
        let diagram = Diagram::new(id, title);
        Self { case, diagram, components: BTreeSet::new(), left_out: BTreeSet::new() }
    }

    /// Puts a part in, with the zones around it.
    pub(crate) fn component(&mut self, id: &Id) {
        let Some((id, component)) = self.case.model.components.get_key_value(id) else {
            self.left_out.insert(format!("part {id}"));
            return;
        };
        if self.components.insert(id) {
            let zone = self.zone(&component.zone.id);
            self.diagram.nodes.push(node(self.case, component, zone));
        }
    }

    /// Puts a zone in, with the zones around it; the id of the zone in the drawing.
    fn zone(&mut self, id: &Id) -> Option<String> {
        let outwards = zones_outwards(&self.case.model, id);
        for (at, record) in outwards.iter().enumerate() {
            let key = record.subject();
            if !self.diagram.zones.iter().any(|zone| zone.id == key) {
                let parent = outwards.get(at + 1).map(|zone| zone.subject());
                self.diagram.zones.push(zone(self.case, record, parent));
            }
        }
        outwards.first().map(|zone| zone.subject())
    }

    pub(crate) fn holds(&self, component: &Id) -> bool {
        self.components.contains(component)
    }

    /// Adds a short fact to a part.
    pub(crate) fn badge(&mut self, component: &Id, text: &str, tone: Tone) {
        let key = format!("{}.{component}", Kind::Component.word());
        let badge = Badge { text: short(text), tone };
        for node in self.diagram.nodes.iter_mut().filter(|node| node.id == key) {
            if !node.badges.contains(&badge) {
                node.badges.push(badge.clone());
            }
        }
    }

    /// Puts a flow in, with its ends. `id` and `code` are the flow's own where it is a step of something.
    pub(crate) fn flow(&mut self, flow: &Flow, id: String, code: String) {
        for end in [&flow.from, &flow.to] {
            self.component(&end.component);
        }
        if self.holds(&flow.from.component) && self.holds(&flow.to.component) {
            self.diagram.edges.push(edge(self.case, flow, id, code));
        } else {
            self.left_out.insert(flow.subject());
        }
    }

    /// Puts in everybody who works with a part of the drawing.
    pub(crate) fn actors(&mut self) {
        let mut number = 1;
        for actor in self.case.model.actors.values() {
            let mut used: BTreeMap<&Id, Vec<&str>> = BTreeMap::new();
            for end in actor.uses.iter().filter(|end| self.holds(&end.component)) {
                used.entry(&end.component).or_default().extend(end.interface.as_deref());
            }
            if !used.is_empty() {
                self.diagram.nodes.push(person(actor));
            }
            for (component, interfaces) in used {
                self.diagram.edges.push(use_of(actor, component, &interfaces, number));
                number += 1;
            }
        }
    }

    /// The drawing with its legend; its description says what was left out.
    pub(crate) fn done(mut self, description: &str) -> Diagram {
        let mut sentences = vec![description.to_owned()];
        if !self.left_out.is_empty() {
            let names: Vec<&str> = self.left_out.iter().map(String::as_str).collect();
            sentences.push(format!(
                "Left out, since the model does not hold what they name: {}.",
                names.join(", ")
            ));
        }
        self.diagram.description = short(&sentences.join(" "));
        self.diagram.legend = self.diagram.signs_in_use();
        self.diagram
    }
}

/// A text that a drawing can hold; the tables have room for the rest.
pub(crate) fn short(text: &str) -> String {
    if text.chars().count() <= MAX_TEXT {
        return text.to_owned();
    }
    let cut: String = text.chars().take(MAX_TEXT - 4).collect();
    format!("{} ...", cut.trim_end())
}

fn zone(case: &Case, record: &ZoneRecord, parent: Option<String>) -> Zone {
    let run_by = zones_outwards(&case.model, record.id()).iter().find_map(|zone| zone.run_by);
    let kind = record.kind.map(|kind| kind.word().to_owned());
    let by = run_by.map_or_else(|| "operator not stated".to_owned(), |by| format!("run by {by}"));
    Zone {
        id: record.subject(),
        title: short(&label(&case.model, Kind::Zone, record.id())),
        note: kind.into_iter().chain([by]).collect::<Vec<_>>().join(", "),
        parent,
        tone: if is_device(record) { Tone::Device } else { tone(run_by) },
    }
}

/// Whether a zone is a device or a piece of one rather than a place where devices stand.
fn is_device(zone: &ZoneRecord) -> bool {
    matches!(zone.kind, Some(ZoneKind::Enclosure | ZoneKind::Partition | ZoneKind::Body))
}

fn tone(operator: Option<Operator>) -> Tone {
    match operator {
        Some(Operator::Manufacturer) => Tone::Maker,
        Some(Operator::Hospital) => Tone::Facility,
        Some(Operator::Patient) => Tone::Home,
        _ => Tone::Plain,
    }
}

fn node(case: &Case, it: &Component, zone: Option<String>) -> Node {
    let kind = it.kind.word().replace('-', " ");
    let platform = it.platform_by.map(|by| format!("{kind}, on a platform of the {by}"));
    let by = operator(&case.model, it);
    Node {
        id: it.subject(),
        title: short(&label(&case.model, Kind::Component, it.id())),
        subtitle: platform.unwrap_or(kind),
        zone,
        shape: match it.kind {
            ComponentKind::Database => Shape::Store,
            ComponentKind::External => Shape::External,
            ComponentKind::Hardware => Shape::Hardware,
            _ => Shape::Process,
        },
        tone: match it.kind {
            ComponentKind::External | ComponentKind::CloudService => tone(by),
            _ => Tone::Device,
        },
        badges: facts(case, it),
    }
}

/// The facts that a reader looks for first: the bill of materials, how many it serves, what is still open.
fn facts(case: &Case, it: &Component) -> Vec<Badge> {
    let mut badges = Vec::new();
    let mut add = |text: String, tone| badges.push(Badge { text, tone });
    if !it.sbom.is_empty() {
        let read = case.unread_sboms(it).is_empty();
        let count = case.packages_of(it.id()).count();
        let words = if read { format!("SBOM {count}") } else { "SBOM not read".to_owned() };
        add(words, if read { Tone::Plain } else { Tone::Alert });
    }
    if it.serves_many == Some(true) {
        add("serves many".to_owned(), Tone::Plain);
    }
    let here = |target: &Target| match target {
        Target::Record(Kind::Component, id) | Target::Interface(id, _) => id == it.id(),
        _ => false,
    };
    let open =
        case.threats.all.values().filter(|threat| threat.is_open() && threat.on.iter().any(here)).count();
    if open > 0 {
        add(counted(open, "open threat", "open threats"), Tone::Alert);
    }
    badges
}

fn person(actor: &Actor) -> Node {
    Node {
        id: actor.subject(),
        title: short(actor.name.as_deref().unwrap_or(actor.id().as_str())),
        shape: Shape::Actor,
        // The model states no zone for people: they stand beside the zones.
        ..Node::default()
    }
}

fn use_of(actor: &Actor, component: &Id, interfaces: &[&str], number: usize) -> Edge {
    let by = if interfaces.is_empty() { String::new() } else { interfaces.join(", ") };
    Edge {
        id: format!("use.{}.{component}", actor.id()),
        code: format!("U{number}"),
        from: actor.subject(),
        to: format!("{}.{component}", Kind::Component.word()),
        label: "works with it".to_owned(),
        sublabel: short(&by),
        ..Edge::default()
    }
}

fn edge(case: &Case, flow: &Flow, id: String, code: String) -> Edge {
    let end = |id: &Id| format!("{}.{id}", Kind::Component.word());
    Edge {
        id,
        code,
        from: end(&flow.from.component),
        to: end(&flow.to.component),
        label: short(&content(case, flow)),
        sublabel: short(&protocol(case, flow)),
        line: Line {
            crosses: crossing(&case.model, flow).is_some_and(vigil_model::derive::Crossing::any),
            protection: protection(case, flow),
        },
        both_ways: !flow.back.is_empty(),
        spoken: String::new(),
    }
}

fn content(case: &Case, flow: &Flow) -> String {
    let names = |data: &[vigil_model::Ref<vigil_model::kinds::Data>]| {
        let mut names: Vec<String> = data.iter().map(|it| label(&case.model, Kind::Data, &it.id)).collect();
        let more = names.len().saturating_sub(DATA);
        names.truncate(DATA);
        let shown = names.join(", ");
        if more == 0 { shown } else { format!("{shown} and {more} more") }
    };
    match (flow.carries.is_empty(), flow.back.is_empty()) {
        (true, true) => "data not stated".to_owned(),
        (false, true) => names(&flow.carries),
        (true, false) => format!("back: {}", names(&flow.back)),
        (false, false) => format!("{}; back: {}", names(&flow.carries), names(&flow.back)),
    }
}

/// The channel's name up to the first comma: `TLS 1.3, certificates at both ends` gives `TLS 1.3`.
fn protocol(case: &Case, flow: &Flow) -> String {
    let name = label(&case.model, Kind::Channel, &flow.over.id);
    name.split(',').next().unwrap_or_default().trim().to_owned()
}

/// What the channel's closed list says about this flow; without a list the model says nothing.
fn protection(case: &Case, flow: &Flow) -> Protection {
    let channel: Option<&Channel> = flow.over.get(&case.model);
    let Some(gives) = channel.and_then(|it| it.gives.as_deref()) else { return Protection::Unknown };
    let data = flow.carries.iter().chain(&flow.back).filter_map(|it| it.get(&case.model));
    let acts = data.into_iter().any(|it| matches!(it.kind, DataKind::TherapyCommand | DataKind::Software));
    if gives.is_empty() || (acts && !gives.contains(&Property::Integrity)) {
        Protection::Unprotected
    } else {
        Protection::Fine
    }
}
