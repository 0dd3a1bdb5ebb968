//! Ways in: every interface to the outside that is used or can be activated, with the states in which it is live.

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::derive::{Surface, attack_surface};
use vigil_model::kinds::Property;
use vigil_model::{Model, Target};

use super::weigh::{Look, Scales};
use super::{Live, Standing};
use crate::credit;

/// How an interface comes to be a way in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// The product uses it: stated, or seen from a flow or a role that names it.
    Used,
    /// The model does not say whether it is used.
    NotStated,
    /// It is not used, and nothing keeps it from being activated.
    CanBeActivated,
    /// It is not used, and the model does not say whether it can be activated.
    MayBeActivated,
}

impl Use {
    /// The words printed for it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::NotStated => "use not stated",
            Self::CanBeActivated => "unused, can be activated",
            Self::MayBeActivated => "unused, not stated whether it can be activated",
        }
    }
}

/// A way in.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The part.
    pub component: Id,
    /// The interface's id within the part.
    pub interface: String,
    /// How it comes to be one.
    pub used: Use,
    /// When it is live.
    pub states: Live,
    /// What is known of the threats on it, on the flows that end there, and on the part.
    pub look: Look,
    /// How far it holds an attacker up.
    pub standing: Standing,
}

impl Entry {
    /// `component.interface`.
    pub fn path(&self) -> String {
        format!("{}.{}", self.component, self.interface)
    }

    /// Whether it is live in a state.
    pub(crate) fn is_live(&self, state: Option<&Id>) -> bool {
        match (&self.states, state) {
            (Live::In(states), Some(state)) => states.contains(state),
            _ => true,
        }
    }
}

/// An interface that is no way in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shut {
    /// The part.
    pub component: Id,
    /// The interface's id within the part.
    pub interface: String,
    /// What keeps it shut: `component.pump-motor, fact debug-port-locked`, or that it stays inside the housing.
    pub because: String,
}

/// Ways in, and interfaces that are none.
pub(crate) fn of(model: &Model, scales: &Scales<'_>) -> (Vec<Entry>, Vec<Shut>) {
    let people: BTreeSet<(&Id, &str)> = model
        .actors
        .values()
        .flat_map(|actor| &actor.uses)
        .filter_map(|end| Some((&end.component, end.interface.as_deref()?)))
        .collect();
    let (mut entries, mut shut) = (Vec::new(), Vec::new());
    for surface in attack_surface(model) {
        let component = &surface.component.meta.id;
        let seen = !surface.interface.listens.is_empty()
            || people.contains(&(component, surface.name))
            || !scales.flows_at(component, surface.name).is_empty();
        match used(model, surface, seen) {
            Ok(used) => entries.push(entry(scales, surface, used)),
            Err(because) => {
                shut.push(Shut { component: component.clone(), interface: surface.name.to_owned(), because });
            }
        }
    }
    (entries, shut)
}

fn entry(scales: &Scales<'_>, surface: Surface<'_>, used: Use) -> Entry {
    let component = surface.component.meta.id.clone();
    let look = scales.way_in(&component, surface.name);
    let states = &surface.interface.states;
    Entry {
        interface: surface.name.to_owned(),
        used,
        states: if states.is_empty() {
            Live::Always
        } else {
            Live::In(states.iter().map(|it| it.id.clone()).collect())
        },
        standing: look.standing(),
        look,
        component,
    }
}

/// How an interface is a way in, or what keeps it from being one.
fn used(model: &Model, surface: Surface<'_>, seen: bool) -> Result<Use, String> {
    if !surface.is_external() {
        return Err("stays inside the housing".to_owned());
    }
    match surface.interface.used {
        Some(true) => return Ok(Use::Used),
        None if seen => return Ok(Use::Used),
        None => return Ok(Use::NotStated),
        Some(false) => {}
    }
    let target = Target::Interface(surface.component.meta.id.clone(), surface.name.to_owned());
    let found = credit::look(model, &target, Property::PortClosed, &[]);
    match (found.credits.first(), found.unknown.is_empty()) {
        (Some(credit), _) => Err(match &credit.fact {
            Some(fact) => format!("{}, {fact}", credit.by),
            None => credit.by.clone(),
        }),
        (None, true) => Ok(Use::CanBeActivated),
        (None, false) => Ok(Use::MayBeActivated),
    }
}
