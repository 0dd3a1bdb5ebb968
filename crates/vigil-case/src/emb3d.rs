//! Components asked by the properties of MITRE EMB3D, and the threats that follow. The catalogue is the user's own copy.

use std::collections::{BTreeMap, BTreeSet};

use vigil_base::Id;
use vigil_exchange::emb3d::Catalogue;
use vigil_model::kinds::{Component, ComponentKind};
use vigil_model::{Kind, Model, Target};
use vigil_threat::Threat;

use crate::case::Case;

mod derived;
mod named;

pub use named::Named;
pub(crate) use named::read;

/// What is known of a property of a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Whether the component has it; `None` where nobody said.
    pub has: Option<bool>,
    /// Why that is known: `stated`, or what it follows from. Empty where it is not known.
    pub because: String,
    /// What the model says elsewhere that does not fit what is stated.
    pub against: Option<String>,
}

/// Whether a threat of the catalogue concerns a component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concerns {
    /// It has these properties that bring the threat.
    Yes(BTreeSet<String>),
    /// It has none that brings it, as far as is known; of these nobody said.
    Unknown(BTreeSet<String>),
    /// It has no property that brings it.
    No,
}

impl Concerns {
    /// The word printed for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Yes(_) => "applies",
            Self::Unknown(_) => "unknown",
            Self::No => "does not apply",
        }
    }
}

/// A component that was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The component.
    pub component: Id,
    /// Answers by property.
    pub answers: BTreeMap<String, Answer>,
    /// Threats of the catalogue.
    pub threats: BTreeMap<String, Concerns>,
    /// Own threats on the component, its interfaces, flows, data and secrets whose rules name a threat of the catalogue.
    pub ours: BTreeMap<String, BTreeSet<String>>,
    /// Properties that the record states and this edition of the catalogue does not have.
    pub foreign: BTreeSet<String>,
}

impl Asked {
    /// Properties of which nobody said whether the component has them, and which would matter: none whose parent it has not.
    pub fn open(&self) -> impl Iterator<Item = &str> {
        self.answers.iter().filter(|(_, it)| it.has.is_none()).map(|(id, _)| id.as_str())
    }
}

/// Asks every component that is a device or a part of one, and every other whose record answers.
pub fn ask(case: &Case, catalogue: &Catalogue) -> Vec<Asked> {
    let components = case.model.components.values().filter(|it| is_asked(it));
    components.map(|it| component(case, catalogue, it)).collect()
}

fn is_asked(component: &Component) -> bool {
    use ComponentKind as K;
    let embedded =
        matches!(component.kind, K::Mcu | K::EmbeddedLinux | K::Rtos | K::Fpga | K::Radio | K::Implant);
    embedded || !component.emb3d.is_empty()
}

fn component(case: &Case, catalogue: &Catalogue, component: &Component) -> Asked {
    let answers = answers(&case.model, catalogue, component);
    let threats =
        catalogue.threats.keys().map(|id| (id.clone(), concerns(catalogue, &answers, id))).collect();
    let foreign = component.emb3d.keys().filter(|id| !catalogue.properties.contains_key(*id)).cloned();
    Asked {
        component: component.meta.id.clone(),
        foreign: foreign.collect(),
        ours: ours(case, &component.meta.id),
        answers,
        threats,
    }
}

fn answers(model: &Model, catalogue: &Catalogue, component: &Component) -> BTreeMap<String, Answer> {
    let mut answers: BTreeMap<String, Answer> = BTreeMap::new();
    for id in catalogue.properties.keys() {
        let derived = derived::of(model, component, id);
        let answer = match (component.emb3d.get(id), derived) {
            (Some(has), derived) => Answer {
                has: Some(*has),
                because: "stated".to_owned(),
                against: derived.filter(|(it, _)| it != has).map(|(_, why)| why),
            },
            (None, Some((has, why))) => Answer { has: Some(has), because: why, against: None },
            (None, None) => Answer { has: None, because: String::new(), against: None },
        };
        answers.insert(id.clone(), answer);
    }
    hang_together(catalogue, &mut answers);
    contradicted(catalogue, &mut answers);
    answers
}

/// A part that is there of a property that is not.
fn contradicted(catalogue: &Catalogue, answers: &mut BTreeMap<String, Answer>) {
    let has = |answers: &BTreeMap<String, Answer>, id: &str| answers.get(id).and_then(|it| it.has);
    for (id, property) in &catalogue.properties {
        let Some(parent) = &property.parent else { continue };
        if has(answers, id) == Some(true)
            && has(answers, parent) == Some(false)
            && let Some(answer) = answers.get_mut(id)
        {
            answer.against.get_or_insert_with(|| format!("it has not {parent}, of which this is a part"));
        }
    }
}

/// Who has a part of a property has the property; who has not the property has none of its parts.
fn hang_together(catalogue: &Catalogue, answers: &mut BTreeMap<String, Answer>) {
    // Each pass settles at least one answer or is the last.
    for _ in 0..=catalogue.properties.len() {
        let mut settled = Vec::new();
        for (id, property) in &catalogue.properties {
            let Some(parent) = &property.parent else { continue };
            let has = |id: &str| answers.get(id).and_then(|it| it.has);
            if has(id) == Some(true) && has(parent).is_none() {
                settled.push((parent.clone(), true, format!("it has {id}")));
            }
            if has(parent) == Some(false) && has(id).is_none() {
                settled.push((id.clone(), false, format!("it has not {parent}")));
            }
        }
        if settled.is_empty() {
            return;
        }
        for (id, has, because) in settled {
            answers.insert(id, Answer { has: Some(has), because, against: None });
        }
    }
}

fn concerns(catalogue: &Catalogue, answers: &BTreeMap<String, Answer>, threat: &str) -> Concerns {
    let bring = catalogue.properties.iter().filter(|(_, it)| it.threats.contains(threat)).map(|(id, _)| id);
    let (mut yes, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for id in bring {
        match answers.get(id).and_then(|it| it.has) {
            Some(true) => yes.insert(id.clone()),
            Some(false) => false,
            None => unknown.insert(id.clone()),
        };
    }
    match (yes.is_empty(), unknown.is_empty()) {
        (false, _) => Concerns::Yes(yes),
        (true, false) => Concerns::Unknown(unknown),
        (true, true) => Concerns::No,
    }
}

/// Own threats that touch a component, by the threats of the catalogue that their rules name.
fn ours(case: &Case, component: &Id) -> BTreeMap<String, BTreeSet<String>> {
    let mut ours: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for threat in case.threats.all.values().filter(|it| touches(&case.model, it, component)) {
        for id in threat.refs.get("emb3d").into_iter().flatten() {
            ours.entry(id.clone()).or_default().insert(threat.id.clone());
        }
    }
    ours
}

fn touches(model: &Model, threat: &Threat, component: &Id) -> bool {
    threat.on.iter().any(|on| match on {
        Target::Record(Kind::Component, id) | Target::Interface(id, _) => id == component,
        Target::Record(Kind::Flow, id) => model
            .flows
            .get(id)
            .is_some_and(|it| it.from.component == *component || it.to.component == *component),
        Target::Record(Kind::Channel, id) => model.flows.values().any(|it| {
            it.over.id == *id && (it.from.component == *component || it.to.component == *component)
        }),
        Target::Record(Kind::Data, id) => {
            model.data.get(id).is_some_and(|it| it.stored_in.iter().any(|part| part.id == *component))
        }
        Target::Record(Kind::Secret, id) => {
            model.secrets.get(id).is_some_and(|it| it.held_in.iter().any(|part| part.id == *component))
        }
        Target::Record(Kind::Update, id) => {
            model.updates.get(id).is_some_and(|it| it.of.iter().any(|part| part.id == *component))
        }
        _ => false,
    })
}
