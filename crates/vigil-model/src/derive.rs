//! Values that nobody types: crossings, operators, severity, reach over many patients, attack surface, ports.

mod many;

pub use many::MultiPatient;

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;

use crate::kinds::{
    Component, Direction, Flow, Function, Harm, Interface, InterfaceKind, Medium, Operator, Zone,
};
use crate::model::{Kind, Model};
use crate::quantity::Port;
use crate::record::Record;
use crate::refs::Target;

/// How a flow crosses a boundary of trust.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crossing {
    /// Its ends lie in different zones.
    pub zone: bool,
    /// Its ends are run by different operators.
    pub operator: bool,
}

impl Crossing {
    /// Whether it crosses at all.
    pub fn any(self) -> bool {
        self.zone || self.operator
    }
}

/// The zones from `zone` outwards; ends at a circle.
pub fn zones_outwards<'m>(model: &'m Model, zone: &Id) -> Vec<&'m Zone> {
    let mut path: Vec<&Zone> = Vec::new();
    let mut at = model.zones.get(zone);
    while let Some(zone) = at {
        if path.iter().any(|seen| seen.id() == zone.id()) {
            break;
        }
        path.push(zone);
        at = zone.within.as_ref().and_then(|it| it.get(model));
    }
    path
}

/// Who runs a component: the owner of its platform, else whoever runs its zone or the nearest zone around it.
pub fn operator(model: &Model, component: &Component) -> Option<Operator> {
    component
        .platform_by
        .or_else(|| zones_outwards(model, &component.zone.id).iter().find_map(|zone| zone.run_by))
}

/// How `flow` crosses; `None` where an end is not a component of the model.
pub fn crossing(model: &Model, flow: &Flow) -> Option<Crossing> {
    let from = model.components.get(&flow.from.component)?;
    let to = model.components.get(&flow.to.component)?;
    Some(Crossing {
        zone: from.zone.id != to.zone.id,
        operator: operator(model, from) != operator(model, to),
    })
}

/// All flows that cross a boundary, by id.
pub fn crossings(model: &Model) -> BTreeMap<&Id, Crossing> {
    let crossing = |flow| crossing(model, flow).filter(|it| it.any());
    model.flows.iter().filter_map(|(id, flow)| Some((id, crossing(flow)?))).collect()
}

/// The place of a severity word on the scale, from 0; `None` when it is not on it.
pub fn severity_rank(model: &Model, word: &str) -> Option<usize> {
    model.scale.as_ref()?.severity.iter().position(|it| it == word)
}

/// The place of an exploitability word on the scale, from 0.
pub fn exploitability_rank(model: &Model, word: &str) -> Option<usize> {
    model.scale.as_ref()?.exploitability.iter().position(|it| it == word)
}

/// Functions that a subject touches: what a component runs, what data feeds, what a flow's data and ends do.
pub fn functions_of<'m>(model: &'m Model, target: &Target) -> BTreeSet<&'m Id> {
    let mut found = BTreeSet::new();
    let key = |id: &Id| model.functions.get_key_value(id).map(|(id, _)| id);
    let data = |found: &mut BTreeSet<&'m Id>, id: &Id| {
        found.extend(model.data.get(id).into_iter().flat_map(|it| &it.feeds).filter_map(|it| key(&it.id)));
    };
    let component = |found: &mut BTreeSet<&'m Id>, id: &Id| {
        found.extend(
            model.components.get(id).into_iter().flat_map(|it| &it.runs).filter_map(|it| key(&it.id)),
        );
    };
    match target {
        Target::Record(Kind::Function, id) => found.extend(key(id)),
        Target::Record(Kind::Data, id) => data(&mut found, id),
        Target::Record(Kind::Component, id) => {
            component(&mut found, id);
            for flow in model.flows_at(id) {
                flow.carries.iter().chain(&flow.back).for_each(|it| data(&mut found, &it.id));
            }
        }
        Target::Interface(id, name) => {
            component(&mut found, id);
            for flow in model.flows_at(id) {
                let here = |end: &crate::refs::EndRef| {
                    end.component == *id && end.interface.as_deref() == Some(name)
                };
                if here(&flow.from) || here(&flow.to) {
                    flow.carries.iter().chain(&flow.back).for_each(|it| data(&mut found, &it.id));
                }
            }
        }
        Target::Record(Kind::Flow, id) => {
            if let Some(flow) = model.flows.get(id) {
                flow.carries.iter().chain(&flow.back).for_each(|it| data(&mut found, &it.id));
            }
        }
        Target::Record(Kind::Channel, id) => {
            for flow in model.flows.values().filter(|flow| flow.over.id == *id) {
                flow.carries.iter().chain(&flow.back).for_each(|it| data(&mut found, &it.id));
            }
        }
        Target::Record(Kind::Secret, id) => {
            for holder in model.secrets.get(id).into_iter().flat_map(|it| it.held_in.iter()) {
                component(&mut found, &holder.id);
            }
        }
        Target::Record(Kind::Update, id) => {
            for part in model.updates.get(id).into_iter().flat_map(|it| &it.of) {
                component(&mut found, &part.id);
            }
        }
        Target::System => found.extend(model.functions.keys()),
        _ => {}
    }
    found
}

/// The harms that follow from losing a function.
pub fn harms_of<'m>(model: &'m Model, function: &Function) -> Vec<&'m Harm> {
    let lost =
        function.lost.iter().flat_map(|lost| [&lost.integrity, &lost.availability, &lost.confidentiality]);
    lost.flatten().filter_map(|it| it.get(model)).collect()
}

/// The worst harm that a subject can lead to, through the functions that it touches.
pub fn worst_harm<'m>(model: &'m Model, target: &Target) -> Option<&'m Harm> {
    let functions = functions_of(model, target);
    let harms =
        functions.into_iter().filter_map(|id| model.functions.get(id)).flat_map(|it| harms_of(model, it));
    harms
        .max_by_key(|harm| (severity_rank(model, &harm.severity.value), std::cmp::Reverse(harm.id().clone())))
}

/// One interface of one component.
#[derive(Clone, Copy, Debug)]
pub struct Surface<'m> {
    /// The component.
    pub component: &'m Component,
    /// The interface's id within the component.
    pub name: &'m str,
    /// The interface.
    pub interface: &'m Interface,
}

impl Surface<'_> {
    /// `component.interface`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.component.id(), self.name)
    }

    /// Whether it can be reached from outside the part's housing.
    pub fn is_external(&self) -> bool {
        !self.interface.kind.is_internal()
    }

    /// Whether it counts as a way to the internet, with what the model says about it.
    pub fn may_reach_internet(&self) -> bool {
        self.interface.internet.unwrap_or_else(|| self.interface.kind.may_reach_internet())
    }
}

/// Every interface of every component that is assessed, unused ones included; other people's systems are left out.
pub fn attack_surface(model: &Model) -> Vec<Surface<'_>> {
    let own = model.components.values().filter(|it| it.kind != crate::kinds::ComponentKind::External);
    own.flat_map(|component| {
        component.interfaces.iter().map(move |(name, interface)| Surface { component, name, interface })
    })
    .collect()
}

/// One row of the port table of section VI.A.
#[derive(Clone, Debug)]
pub struct PortRow<'m> {
    /// Component and interface.
    pub surface: Surface<'m>,
    /// The port; `None` for radios, debug lines and plugs.
    pub port: Option<Port>,
    /// Which way traffic goes: stated, or taken from the flows.
    pub direction: Option<Direction>,
    /// Who is at the other end.
    pub peers: BTreeSet<String>,
    /// States in which it is live; empty means all.
    pub states: Vec<String>,
}

/// Ports, radios and other ways in of the parts that are assessed; internal lines and screens are left out.
pub fn port_table(model: &Model) -> Vec<PortRow<'_>> {
    let mut rows = Vec::new();
    for surface in attack_surface(model) {
        let kind = surface.interface.kind;
        if kind.is_internal() || kind == InterfaceKind::Hmi {
            continue;
        }
        let ports: Vec<Option<Port>> = match surface.interface.listens.as_slice() {
            [] => vec![None],
            ports => ports.iter().cloned().map(Some).collect(),
        };
        for port in ports {
            rows.push(port_row(model, surface, port));
        }
    }
    rows
}

fn port_row<'m>(model: &'m Model, surface: Surface<'m>, port: Option<Port>) -> PortRow<'m> {
    let here = |end: &crate::refs::EndRef| {
        end.component == *surface.component.id() && end.interface.as_deref() == Some(surface.name)
    };
    let mut peers = BTreeSet::new();
    let (mut into, mut out) = (false, false);
    for flow in model.flows_at(surface.component.id()) {
        if here(&flow.to) {
            peers.insert(flow.from.to_string());
            into = true;
            out |= !flow.back.is_empty();
        }
        if here(&flow.from) {
            peers.insert(flow.to.to_string());
            out = true;
            into |= !flow.back.is_empty();
        }
    }
    let seen = match (into, out) {
        (true, true) => Some(Direction::Both),
        (true, false) => Some(Direction::In),
        (false, true) => Some(Direction::Out),
        (false, false) => None,
    };
    let states = surface.interface.states.iter().map(ToString::to_string).collect();
    PortRow { surface, port, direction: surface.interface.direction.or(seen), peers, states }
}

/// What a flow runs over: stated by its channel, else from the interfaces at its ends; `None` when neither says.
pub fn medium(model: &Model, flow: &Flow) -> Option<Medium> {
    if let Some(stated) = flow.over.get(model).and_then(|it| it.medium) {
        return Some(stated);
    }
    let kinds: Vec<InterfaceKind> = [&flow.from, &flow.to]
        .into_iter()
        .filter_map(|end| {
            Some(model.components.get(&end.component)?.interfaces.get(end.interface.as_deref()?)?.kind)
        })
        .collect();
    let any = |test: fn(InterfaceKind) -> bool| kinds.iter().any(|kind| test(*kind));
    if any(|kind| kind.is_radio() && !kind.is_network()) {
        Some(Medium::Radio)
    } else if any(InterfaceKind::is_network) {
        Some(Medium::Network)
    } else if any(|kind| kind == InterfaceKind::Ipc) {
        Some(Medium::Local)
    } else if any(InterfaceKind::is_internal) {
        Some(Medium::Board)
    } else if any(|kind| kind == InterfaceKind::Hmi) {
        Some(Medium::Person)
    } else if kinds.is_empty() {
        None
    } else {
        Some(Medium::Cable)
    }
}

/// Whether the device is a cyber device by its interfaces (524B(c)): software, a way to the internet, something to attack.
pub fn internet_connectors(model: &Model) -> Vec<Surface<'_>> {
    attack_surface(model).into_iter().filter(Surface::may_reach_internet).collect()
}

/// Records that name `target`, as `kind.id`: the inverse of every link, computed and never typed.
pub fn named_by(model: &Model) -> BTreeMap<Target, BTreeSet<String>> {
    let mut inverse: BTreeMap<Target, BTreeSet<String>> = BTreeMap::new();
    model.each_record(&mut |kind, meta, uses| {
        for used in uses {
            inverse.entry(used.target).or_default().insert(format!("{}.{}", kind.word(), meta.id));
        }
    });
    inverse
}
