//! Attack paths: from the ways in to essential functions, over flows, shared secrets and updates; the parts that every
//! one of them passes; and what is reached from where many patients are served.
//!
//! Not every path is listed, which no reader could use and no machine could end: for each part with a way in, each
//! function and each state one path on which least is credited, and the shortest where that is another. Three values
//! throughout: a step of which nothing is known is unknown, never credited.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_model::{Model, Target};

use crate::threat::Threats;

mod cut;
mod entry;
mod graph;
mod many;
mod search;
mod weigh;

pub use cut::Choke;
pub use entry::{Entry, Shut, Use};
pub use many::{Many, ManyRoute};
pub use weigh::{Flaws, Look};

/// How far something holds an attacker up. The order is that of what lets through most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// A threat on it is uncredited, or a known vulnerability is affected or undecided.
    Open,
    /// The model does not say, or nothing was looked at.
    Unknown,
    /// Every threat on it is credited or decided not to apply, and no known vulnerability is open.
    Credited,
}

impl Standing {
    /// All of them, what lets through most first.
    pub const ALL: [Self; 3] = [Self::Open, Self::Unknown, Self::Credited];

    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Unknown => "unknown",
            Self::Credited => "credited",
        }
    }
}

/// What a step leads over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// A flow, in the direction in which it is opened.
    Flow(Id),
    /// The answers on a flow.
    Back(Id),
    /// A secret of fleet or site that both parts hold.
    Secret(Id),
    /// An update, with the flow of its path that carries it; none from the end of the path to a part that no flow names.
    Update(Id, Option<Id>),
}

impl Via {
    /// The record behind it: `flow.inner`, `secret.fleet-key`, `update.comms`.
    pub fn record(&self) -> String {
        match self {
            Self::Flow(id) | Self::Back(id) => format!("flow.{id}"),
            Self::Secret(id) => format!("secret.{id}"),
            Self::Update(id, _) => format!("update.{id}"),
        }
    }

    /// The record, and how it is used where that is not plain.
    pub fn words(&self) -> String {
        match self {
            Self::Back(_) => format!("{} (answers)", self.record()),
            Self::Update(_, Some(flow)) => format!("{} over flow.{flow}", self.record()),
            _ => self.record(),
        }
    }

    /// The flow that it runs over.
    pub fn flow(&self) -> Option<&Id> {
        match self {
            Self::Flow(id) | Self::Back(id) | Self::Update(_, Some(id)) => Some(id),
            Self::Secret(_) | Self::Update(_, None) => None,
        }
    }
}

/// One step from part to part.
#[derive(Clone, Debug)]
pub struct Hop {
    /// Where it starts.
    pub from: Id,
    /// Where it ends.
    pub to: Id,
    /// What it leads over.
    pub via: Via,
    /// Whether the model says that there is such a step; a secret of no stated scope may be shared or not.
    pub certain: bool,
    /// What is known of the threats and vulnerabilities on it.
    pub look: Look,
    /// How far it holds an attacker up.
    pub standing: Standing,
    /// Whether it leads into another zone.
    pub zone: bool,
    /// Whether it leads to another operator; `None` where one is not stated.
    pub operator: Option<bool>,
}

/// A path from a part with a way in to a part that runs an essential function.
#[derive(Clone, Debug)]
pub struct Route {
    /// The function.
    pub function: Id,
    /// The part with the ways in.
    pub start: Id,
    /// Ways in that lead onto it, as places in [`Paths::entries`].
    pub entries: Vec<usize>,
    /// Its steps, as places in [`Paths::hops`]; none where the part itself runs the function.
    pub hops: Vec<usize>,
    /// States in which all of it is live.
    pub states: Live,
    /// No path credits less.
    pub least_credited: bool,
    /// No path is shorter.
    pub shortest: bool,
}

/// When a path is live.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Live {
    /// In every state of the device.
    Always,
    /// In these.
    In(BTreeSet<Id>),
    /// In no single state: its steps are live in different ones, and who holds a part waits for the next.
    Across,
}

/// Everything that is known of the paths of a device.
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// Ways in, by part and interface.
    pub entries: Vec<Entry>,
    /// Interfaces that are no way in, with the reason.
    pub shut: Vec<Shut>,
    /// Steps that some path takes.
    pub hops: Vec<Hop>,
    /// Paths, by function, part and steps.
    pub routes: Vec<Route>,
    /// Parts with a way in from which no path leads to a function, by function.
    pub apart: BTreeMap<Id, BTreeSet<Id>>,
    /// What every path to a function passes, for each function that is essential or may be.
    pub chokes: Vec<Choke>,
    /// What is reached from where many patients are served.
    pub many: Many,
    /// What could not be followed, and why.
    pub not_followed: Vec<String>,
}

impl Paths {
    /// How far a path that begins at `entry` holds an attacker up: as far as its best step.
    pub fn standing(&self, route: &Route, entry: &Entry) -> Standing {
        self.hops_of(route).map(|hop| hop.standing).fold(entry.standing, Ord::max)
    }

    /// How far a path holds an attacker up who takes its weakest way in.
    pub fn weakest(&self, route: &Route) -> Standing {
        let entries = route.entries.iter().map(|at| self.standing(route, &self.entries[*at]));
        entries.min().unwrap_or(Standing::Unknown)
    }

    /// The steps of a path.
    pub fn hops_of<'p>(&'p self, route: &'p Route) -> impl Iterator<Item = &'p Hop> {
        route.hops.iter().map(|at| &self.hops[*at])
    }

    /// The ways in of a path.
    pub fn entries_of<'p>(&'p self, route: &'p Route) -> impl Iterator<Item = &'p Entry> {
        route.entries.iter().map(|at| &self.entries[*at])
    }

    /// Steps by where they start and end, paths by function and part, so that a reader finds them.
    fn settle(&mut self) {
        let mut order: Vec<usize> = (0..self.hops.len()).collect();
        let key = |hop: &Hop| (hop.from.clone(), hop.to.clone(), hop.via.clone());
        order.sort_by_cached_key(|at| key(&self.hops[*at]));
        let mut place = vec![0; order.len()];
        for (now, before) in order.iter().enumerate() {
            place[*before] = now;
        }
        self.hops.sort_by_cached_key(key);
        let of_many = self.many.routes.iter_mut().map(|route| &mut route.hops);
        for hops in self.routes.iter_mut().map(|route| &mut route.hops).chain(of_many) {
            hops.iter_mut().for_each(|at| *at = place[*at]);
        }
        self.routes.sort_by(|a, b| (&a.function, &a.start, &a.hops).cmp(&(&b.function, &b.start, &b.hops)));
    }

    /// Paths of which the way in and every step is open.
    pub fn chained(&self) -> impl Iterator<Item = &Route> {
        self.routes.iter().filter(|route| self.weakest(route) == Standing::Open)
    }
}

/// All paths of a model. `flaws` says what is known of the vulnerabilities of each part's packages.
pub fn of(model: &Model, threats: &Threats, flaws: &BTreeMap<Id, Flaws>) -> Paths {
    let scales = weigh::Scales::new(model, threats, flaws);
    let graph = graph::Graph::of(model, &scales);
    let (entries, shut) = entry::of(model, &scales);
    let functions = essential(model);
    let mut found = search::Found::new(&graph, &scales);
    for function in &functions {
        found.routes_to(function, &entries);
    }
    let chokes = functions.iter().map(|function| cut::choke(&graph, function, &entries)).collect();
    let many = many::of(&graph, &functions, &mut found);
    let search::Found { hops, routes, apart, .. } = found;
    let not_followed = graph.not_followed.clone();
    let mut paths = Paths { entries, shut, hops, routes, apart, chokes, many, not_followed };
    paths.settle();
    paths
}

/// A function with what the model says of it.
#[derive(Clone, Debug)]
pub(crate) struct Goal {
    pub(crate) id: Id,
    /// Whether it is said to be essential; the others are those of which nothing is said.
    pub(crate) certain: bool,
    pub(crate) runs_on: BTreeSet<Id>,
}

/// Functions that are essential, or of which the model does not say.
fn essential(model: &Model) -> Vec<Goal> {
    let wanted = model.functions.iter().filter(|(_, function)| function.essential != Some(false));
    wanted
        .map(|(id, function)| Goal {
            id: id.clone(),
            certain: function.essential == Some(true),
            runs_on: crate::subjects::components(
                model,
                &Target::Record(vigil_model::Kind::Function, id.clone()),
            )
            .into_iter()
            .cloned()
            .collect(),
        })
        .collect()
}
