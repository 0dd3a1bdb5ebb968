//! What conditions can ask: a fixed list of typed attributes, each derived in Rust from the model.

mod surroundings;

use std::collections::BTreeSet;

use vigil_base::Id;
use vigil_model::derive::{self, MultiPatient};
use vigil_model::kinds::{
    Component, ComponentKind, DataKind, Flow, Interface, InterfaceKind, Medium, Operator, Property, Scope,
    SecretKind, ZoneKind,
};
use vigil_model::{Kind as Record, Model, Target};

use crate::pack::SubjectKind;
use crate::threat::Unknown;

/// The type of an attribute.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any number of words of a closed list.
    Words(fn() -> Vec<&'static str>),
    /// True or false.
    Bool,
    /// A whole number.
    Number,
}

impl Kind {
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Words(_) => "a list of words",
            Self::Bool => "true or false",
            Self::Number => "a least number",
        }
    }

    pub(crate) fn example(self) -> &'static str {
        match self {
            Self::Words(_) => "[\"word\"] or { not = [\"word\"] }",
            Self::Bool => "true",
            Self::Number => "{ at-least = 2 }",
        }
    }
}

/// The value of an attribute on one subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// The model does not say.
    Unknown(Unknown),
    /// Words.
    Words(BTreeSet<String>),
    /// True or false.
    Bool(bool),
    /// A number.
    Number(u64),
}

/// What computing attributes needs, made once per model.
pub struct Context<'m> {
    /// The model.
    pub model: &'m Model,
    /// Reach over many patients.
    pub reach: &'m MultiPatient,
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Whose attribute it is.
    pub subject: SubjectKind,
    /// Its type.
    pub kind: Kind,
    /// What it means.
    pub meaning: &'static str,
    value: fn(&Context<'_>, &Target) -> Option<Value>,
}

impl Attribute {
    /// The value on a subject; a subject that is not there has every attribute unknown.
    pub fn value(&self, context: &Context<'_>, target: &Target) -> Value {
        (self.value)(context, target).unwrap_or_else(|| unknown(target.to_string(), self.name))
    }
}

fn unknown(record: impl Into<String>, key: impl Into<String>) -> Value {
    Value::Unknown(Unknown { record: record.into(), key: key.into() })
}

/// The attributes of one kind of subject.
pub fn of(subject: SubjectKind) -> impl Iterator<Item = &'static Attribute> {
    ATTRIBUTES.iter().filter(move |it| it.subject == subject)
}

/// The attribute of a name.
pub fn find(subject: SubjectKind, name: &str) -> Option<&'static Attribute> {
    of(subject).find(|it| it.name == name)
}

macro_rules! list {
    ($name:ident, $ty:ty) => {
        fn $name() -> Vec<&'static str> {
            <$ty>::ALL.iter().map(|it| it.word()).collect()
        }
    };
}
list!(component_kinds, ComponentKind);
list!(interface_kinds, InterfaceKind);
list!(data_kinds, DataKind);
list!(media, Medium);
list!(operators, Operator);
list!(scopes, Scope);
list!(secret_kinds, SecretKind);
list!(zone_kinds, ZoneKind);
list!(properties, Property);

fn interface_classes() -> Vec<&'static str> {
    vec!["radio", "network", "debug", "internal", "people", "media", "plug"]
}

use SubjectKind as S;

/// All attributes.
pub static ATTRIBUTES: &[Attribute] = &[
    Attribute {
        name: "carries",
        subject: S::Flow,
        kind: Kind::Words(data_kinds),
        meaning: "Kinds of the data that it carries, in either direction.",
        value: |c, t| Some(words(flow_data(c.model, flow(c, t)?))),
    },
    Attribute {
        name: "medium",
        subject: S::Flow,
        kind: Kind::Words(media),
        meaning: "What it runs over: stated by its channel, or taken from the interfaces at its ends.",
        value: flow_medium,
    },
    Attribute {
        name: "crosses",
        subject: S::Flow,
        kind: Kind::Bool,
        meaning: "Whether its ends lie in different zones or under different operators.",
        value: |c, t| Some(Value::Bool(derive::crossing(c.model, flow(c, t)?)?.any())),
    },
    Attribute {
        name: "operator-change",
        subject: S::Flow,
        kind: Kind::Bool,
        meaning: "Whether its ends are run by different operators.",
        value: |c, t| Some(Value::Bool(derive::crossing(c.model, flow(c, t)?)?.operator)),
    },
    Attribute {
        name: "ends",
        subject: S::Flow,
        kind: Kind::Words(component_kinds),
        meaning: "Kinds of the components at its ends.",
        value: |c, t| Some(words(ends(c.model, flow(c, t)?).map(|it| it.kind.word()))),
    },
    Attribute {
        name: "essential",
        subject: S::Flow,
        kind: Kind::Bool,
        meaning: "Whether its data feeds an essential function.",
        value: essential,
    },
    Attribute {
        name: "hands-over",
        subject: S::Flow,
        kind: Kind::Bool,
        meaning: "Whether it hands over to another flow.",
        value: |c, t| Some(Value::Bool(flow(c, t)?.then.is_some())),
    },
    Attribute {
        name: "kind",
        subject: S::Interface,
        kind: Kind::Words(interface_kinds),
        meaning: "What it is.",
        value: |c, t| Some(words([interface(c, t)?.1.kind.word()])),
    },
    Attribute {
        name: "class",
        subject: S::Interface,
        kind: Kind::Words(interface_classes),
        meaning: "Radio, network, debug line, internal line, for people, removable media, or a plug.",
        value: |c, t| Some(words(classes(interface(c, t)?.1.kind))),
    },
    Attribute {
        name: "used",
        subject: S::Interface,
        kind: Kind::Bool,
        meaning: "Whether the product uses it: stated, or seen from the flows and people that name it.",
        value: used,
    },
    Attribute {
        name: "component-kind",
        subject: S::Interface,
        kind: Kind::Words(component_kinds),
        meaning: "What its component is.",
        value: |c, t| Some(words([interface(c, t)?.0.kind.word()])),
    },
    Attribute {
        name: "listens",
        subject: S::Interface,
        kind: Kind::Number,
        meaning: "Number of ports that it listens on.",
        value: |c, t| Some(number(interface(c, t)?.1.listens.len())),
    },
    Attribute {
        name: "shows",
        subject: S::Interface,
        kind: Kind::Words(data_kinds),
        meaning: "Kinds of the data that its component stores, sends or receives.",
        value: |c, t| Some(words(handled(c.model, &interface(c, t)?.0.meta.id))),
    },
    Attribute {
        name: "worn",
        subject: S::Interface,
        kind: Kind::Bool,
        meaning: "Whether its component goes where the patient goes: an implant, or in a zone of the kind `body`. Unknown where a zone around it does not state its kind.",
        value: |c, t| Some(surroundings::worn(c.model, interface(c, t)?.0)),
    },
    Attribute {
        name: "kind",
        subject: S::Component,
        kind: Kind::Words(component_kinds),
        meaning: "What it is.",
        value: |c, t| Some(words([component(c, t)?.kind.word()])),
    },
    Attribute {
        name: "operator",
        subject: S::Component,
        kind: Kind::Words(operators),
        meaning: "Who runs it: the owner of its platform, else whoever runs its zone.",
        value: component_operator,
    },
    Attribute {
        name: "platform",
        subject: S::Component,
        kind: Kind::Words(operators),
        meaning: "Who owns the hardware and operating system under it; the maker when nothing else is stated.",
        value: |c, t| Some(words([component(c, t)?.platform_by.unwrap_or(Operator::Manufacturer).word()])),
    },
    Attribute {
        name: "serves-many",
        subject: S::Component,
        kind: Kind::Bool,
        meaning: "Whether it serves many devices or patients. Servers, services and data stores that do not say so are unknown; other kinds serve one.",
        value: serves_many,
    },
    Attribute {
        name: "interfaces",
        subject: S::Component,
        kind: Kind::Words(interface_classes),
        meaning: "Classes of its interfaces that are used.",
        value: |c, t| {
            Some(words(
                component(c, t)?
                    .interfaces
                    .values()
                    .filter(|it| it.used != Some(false))
                    .flat_map(|it| classes(it.kind)),
            ))
        },
    },
    Attribute {
        name: "network-interfaces",
        subject: S::Component,
        kind: Kind::Number,
        meaning: "Number of its interfaces to a network that are used.",
        value: |c, t| Some(surroundings::network_interfaces(component(c, t)?)),
    },
    Attribute {
        name: "handles",
        subject: S::Component,
        kind: Kind::Words(data_kinds),
        meaning: "Kinds of the data that it stores, sends or receives.",
        value: |c, t| Some(words(handled(c.model, &component(c, t)?.meta.id))),
    },
    Attribute {
        name: "stores",
        subject: S::Component,
        kind: Kind::Words(data_kinds),
        meaning: "Kinds of the data that it stores.",
        value: |c, t| Some(words(stored(c.model, &component(c, t)?.meta.id))),
    },
    Attribute {
        name: "essential",
        subject: S::Component,
        kind: Kind::Bool,
        meaning: "Whether it runs an essential function.",
        value: runs_essential,
    },
    Attribute {
        name: "has-users",
        subject: S::Component,
        kind: Kind::Bool,
        meaning: "Whether people work with it directly.",
        value: |c, t| {
            let id = &component(c, t)?.meta.id;
            Some(Value::Bool(
                c.model.actors.values().any(|actor| actor.uses.iter().any(|end| end.component == *id)),
            ))
        },
    },
    Attribute {
        name: "kind",
        subject: S::Data,
        kind: Kind::Words(data_kinds),
        meaning: "What it is.",
        value: |c, t| Some(words([c.model.data.get(record(t, Record::Data)?)?.kind.word()])),
    },
    Attribute {
        name: "stored",
        subject: S::Data,
        kind: Kind::Number,
        meaning: "Number of components that store it.",
        value: |c, t| Some(number(c.model.data.get(record(t, Record::Data)?)?.stored_in.len())),
    },
    Attribute {
        name: "stored-on",
        subject: S::Data,
        kind: Kind::Words(component_kinds),
        meaning: "Kinds of the components that store it.",
        value: |c, t| {
            let data = c.model.data.get(record(t, Record::Data)?)?;
            Some(words(data.stored_in.iter().filter_map(|it| Some(it.get(c.model)?.kind.word()))))
        },
    },
    Attribute {
        name: "essential",
        subject: S::Data,
        kind: Kind::Bool,
        meaning: "Whether it feeds an essential function.",
        value: essential,
    },
    Attribute {
        name: "kind",
        subject: S::Secret,
        kind: Kind::Words(secret_kinds),
        meaning: "What it is.",
        value: |c, t| Some(words([c.model.secrets.get(record(t, Record::Secret)?)?.kind.word()])),
    },
    Attribute {
        name: "scope",
        subject: S::Secret,
        kind: Kind::Words(scopes),
        meaning: "How many share it.",
        value: |c, t| {
            Some(
                c.model
                    .secrets
                    .get(record(t, Record::Secret)?)?
                    .scope
                    .map_or_else(|| unknown(t.to_string(), "scope"), |it| words([it.word()])),
            )
        },
    },
    Attribute {
        name: "derived",
        subject: S::Secret,
        kind: Kind::Bool,
        meaning: "Whether it is derived from something else.",
        value: |c, t| {
            Some(Value::Bool(c.model.secrets.get(record(t, Record::Secret)?)?.derived_from.is_some()))
        },
    },
    Attribute {
        name: "gives",
        subject: S::Channel,
        kind: Kind::Words(properties),
        meaning: "What it gives; unknown where it has no list.",
        value: |c, t| {
            let channel = c.model.channels.get(record(t, Record::Channel)?)?;
            let gives = channel.gives.as_ref();
            Some(gives.map_or_else(
                || unknown(t.to_string(), "gives"),
                |it| words(it.iter().map(|gives| gives.word())),
            ))
        },
    },
    Attribute {
        name: "medium",
        subject: S::Channel,
        kind: Kind::Words(media),
        meaning: "What it runs over: stated, or taken from the flows that name it.",
        value: |c, t| surroundings::channel_medium(c, t),
    },
    Attribute {
        name: "carries",
        subject: S::Channel,
        kind: Kind::Words(data_kinds),
        meaning: "Kinds of the data on all flows over it.",
        value: |c, t| Some(words(surroundings::flows_over(c, t)?.flat_map(|flow| flow_data(c.model, flow)))),
    },
    Attribute {
        name: "essential",
        subject: S::Function,
        kind: Kind::Bool,
        meaning: "Whether it belongs to essential performance.",
        value: |c, t| {
            Some(
                c.model
                    .functions
                    .get(record(t, Record::Function)?)?
                    .essential
                    .map_or_else(|| unknown(t.to_string(), "essential"), Value::Bool),
            )
        },
    },
    Attribute {
        name: "networked",
        subject: S::Function,
        kind: Kind::Bool,
        meaning: "Whether data that reaches it crosses a boundary.",
        value: function_networked,
    },
    Attribute {
        name: "run-by",
        subject: S::Zone,
        kind: Kind::Words(operators),
        meaning: "Who runs it.",
        value: zone_operator,
    },
    Attribute {
        name: "kind",
        subject: S::Zone,
        kind: Kind::Words(zone_kinds),
        meaning: "What kind of place it is.",
        value: |c, t| {
            Some(
                c.model
                    .zones
                    .get(record(t, Record::Zone)?)?
                    .kind
                    .map_or_else(|| unknown(t.to_string(), "kind"), |it| words([it.word()])),
            )
        },
    },
    Attribute {
        name: "own-parts",
        subject: S::Zone,
        kind: Kind::Number,
        meaning: "Number of assessed components in it or in a zone inside it.",
        value: |c, t| Some(surroundings::own_parts(c.model, record(t, Record::Zone)?)),
    },
    Attribute {
        name: "operator-change",
        subject: S::Update,
        kind: Kind::Bool,
        meaning: "Whether some segment of its path leads from one operator to another.",
        value: update_changes_operator,
    },
    Attribute {
        name: "essential",
        subject: S::Update,
        kind: Kind::Bool,
        meaning: "Whether it updates a component that runs an essential function.",
        value: essential,
    },
    Attribute {
        name: "uses",
        subject: S::Actor,
        kind: Kind::Words(interface_classes),
        meaning: "Classes of the interfaces that the role works with.",
        value: actor_uses,
    },
    Attribute {
        name: "has-kinds",
        subject: S::System,
        kind: Kind::Words(component_kinds),
        meaning: "Kinds of its components.",
        value: |c, _| Some(words(c.model.components.values().map(|it| it.kind.word()))),
    },
    Attribute {
        name: "interfaces",
        subject: S::System,
        kind: Kind::Words(interface_classes),
        meaning: "Classes of the interfaces of its assessed components.",
        value: |c, _| {
            Some(words(derive::attack_surface(c.model).into_iter().flat_map(|it| classes(it.interface.kind))))
        },
    },
    Attribute {
        name: "reaches-many",
        subject: S::System,
        kind: Kind::Bool,
        meaning: "Whether an essential function is reached from a part that serves many, or through a secret of the whole fleet.",
        value: |c, _| Some(reaches_many(c)),
    },
    Attribute {
        name: "handles",
        subject: S::System,
        kind: Kind::Words(data_kinds),
        meaning: "Kinds of its data.",
        value: |c, _| Some(words(c.model.data.values().map(|it| it.kind.word()))),
    },
    Attribute {
        name: "third-party",
        subject: S::System,
        kind: Kind::Bool,
        meaning: "Whether some component has an SBOM, and with it software of others.",
        value: |c, _| {
            Some(Value::Bool(
                c.model.components.values().any(|it| !it.sbom.is_empty()) || !c.model.packages.is_empty(),
            ))
        },
    },
];

fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Value {
    Value::Words(words.into_iter().map(str::to_owned).collect())
}

fn number(n: usize) -> Value {
    Value::Number(u64::try_from(n).unwrap_or(u64::MAX))
}

fn record(target: &Target, kind: Record) -> Option<&str> {
    match target {
        Target::Record(it, id) if *it == kind => Some(id.as_str()),
        _ => None,
    }
}

fn flow<'m>(context: &Context<'m>, target: &Target) -> Option<&'m Flow> {
    context.model.flows.get(record(target, Record::Flow)?)
}

fn component<'m>(context: &Context<'m>, target: &Target) -> Option<&'m Component> {
    context.model.components.get(record(target, Record::Component)?)
}

fn interface<'m>(context: &Context<'m>, target: &Target) -> Option<(&'m Component, &'m Interface)> {
    let Target::Interface(component, name) = target else { return None };
    let component = context.model.components.get(component)?;
    Some((component, component.interfaces.get(name)?))
}

fn ends<'m>(model: &'m Model, flow: &Flow) -> impl Iterator<Item = &'m Component> {
    [&flow.from.component, &flow.to.component]
        .into_iter()
        .filter_map(|id| model.components.get(id))
        .collect::<Vec<_>>()
        .into_iter()
}

fn flow_data<'m>(model: &'m Model, flow: &'m Flow) -> impl Iterator<Item = &'static str> + 'm {
    flow.carries.iter().chain(&flow.back).filter_map(|it| Some(it.get(model)?.kind.word()))
}

fn flow_medium(context: &Context<'_>, target: &Target) -> Option<Value> {
    let flow = flow(context, target)?;
    Some(
        derive::medium(context.model, flow)
            .map_or_else(|| unknown(format!("channel.{}", flow.over), "medium"), |it| words([it.word()])),
    )
}

fn classes(kind: InterfaceKind) -> Vec<&'static str> {
    let mut found = Vec::new();
    if kind.is_radio() {
        found.push("radio");
    }
    if kind.is_network() {
        found.push("network");
    }
    if kind.is_debug() {
        found.push("debug");
    }
    if kind.is_internal() {
        found.push("internal");
    }
    match kind {
        InterfaceKind::Hmi => found.push("people"),
        InterfaceKind::RemovableMedia => found.push("media"),
        InterfaceKind::UsbDevice | InterfaceKind::UsbHost | InterfaceKind::Serial => found.push("plug"),
        _ => {}
    }
    found
}

/// Data at a component: what flows bring and take, and what it stores.
fn handled<'m>(model: &'m Model, id: &'m Id) -> BTreeSet<&'static str> {
    let flows = model.flows_at(id);
    flows.flat_map(|flow| flow_data(model, flow)).chain(stored(model, id)).collect()
}

fn stored<'m>(model: &'m Model, id: &'m Id) -> impl Iterator<Item = &'static str> + 'm {
    model
        .data
        .values()
        .filter(|data| data.stored_in.iter().any(|it| it.id == *id))
        .map(|data| data.kind.word())
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of all attribute functions")]
fn essential(context: &Context<'_>, target: &Target) -> Option<Value> {
    let functions = derive::functions_of(context.model, target);
    Some(essential_of(context.model, functions.into_iter().map(Id::as_str)))
}

fn runs_essential(context: &Context<'_>, target: &Target) -> Option<Value> {
    let component = component(context, target)?;
    Some(essential_of(context.model, component.runs.iter().map(|it| it.id.as_str())))
}

/// True when one is essential; unknown when none is and one does not say; false else.
fn essential_of<'a>(model: &Model, functions: impl Iterator<Item = &'a str>) -> Value {
    let mut silent = None;
    for id in functions {
        match model.functions.get(id).and_then(|it| it.essential) {
            Some(true) => return Value::Bool(true),
            Some(false) => {}
            None => silent = Some(id.to_owned()),
        }
    }
    silent.map_or(Value::Bool(false), |id| unknown(format!("function.{id}"), "essential"))
}

fn used(context: &Context<'_>, target: &Target) -> Option<Value> {
    let Target::Interface(id, name) = target else { return None };
    let (_, interface) = interface(context, target)?;
    if let Some(used) = interface.used {
        return Some(Value::Bool(used));
    }
    let here = |end: &vigil_model::EndRef| end.component == *id && end.interface.as_deref() == Some(name);
    let by_flow = context.model.flows_at(id).any(|flow| here(&flow.from) || here(&flow.to));
    let by_people = context.model.actors.values().any(|actor| actor.uses.iter().any(here));
    Some(if by_flow || by_people || !interface.listens.is_empty() {
        Value::Bool(true)
    } else {
        unknown(target.to_string(), "used")
    })
}

fn component_operator(context: &Context<'_>, target: &Target) -> Option<Value> {
    let operator = derive::operator(context.model, component(context, target)?);
    Some(operator.map_or_else(|| unknown(target.to_string(), "run_by"), |it| words([it.word()])))
}

fn serves_many(context: &Context<'_>, target: &Target) -> Option<Value> {
    let component = component(context, target)?;
    Some(match component.serves_many {
        Some(stated) => Value::Bool(stated),
        None if component.kind.may_serve_many() => unknown(target.to_string(), "serves_many"),
        None => Value::Bool(false),
    })
}

fn reaches_many(context: &Context<'_>) -> Value {
    if !context.reach.harmful_starts(context.model).is_empty() {
        return Value::Bool(true);
    }
    match MultiPatient::unsaid_start(context.model) {
        Some(secret @ Target::Record(Record::Secret, _)) => unknown(secret.to_string(), "scope"),
        Some(part) => unknown(part.to_string(), "serves_many"),
        None => Value::Bool(false),
    }
}

fn function_networked(context: &Context<'_>, target: &Target) -> Option<Value> {
    let id = record(target, Record::Function)?;
    let feeds = |flow: &Flow| {
        let mut data = flow.carries.iter().chain(&flow.back).filter_map(|it| it.get(context.model));
        data.any(|data| data.feeds.iter().any(|it| it.id == *id))
    };
    let crosses = |flow: &Flow| derive::crossing(context.model, flow).is_some_and(derive::Crossing::any);
    Some(Value::Bool(context.model.flows.values().any(|flow| feeds(flow) && crosses(flow))))
}

fn zone_operator(context: &Context<'_>, target: &Target) -> Option<Value> {
    let zones = derive::zones_outwards(context.model, &Id::new(record(target, Record::Zone)?));
    let operator = zones.iter().find_map(|zone| zone.run_by);
    Some(operator.map_or_else(|| unknown(target.to_string(), "run_by"), |it| words([it.word()])))
}

fn update_changes_operator(context: &Context<'_>, target: &Target) -> Option<Value> {
    let update = context.model.updates.get(record(target, Record::Update)?)?;
    let mut segments = update.path.iter().filter_map(|it| it.get(context.model));
    Some(Value::Bool(
        segments.any(|flow| derive::crossing(context.model, flow).is_some_and(|it| it.operator)),
    ))
}

fn actor_uses(context: &Context<'_>, target: &Target) -> Option<Value> {
    let actor = context.model.actors.get(record(target, Record::Actor)?)?;
    let kinds = actor.uses.iter().filter_map(|end| {
        Some(context.model.components.get(&end.component)?.interfaces.get(end.interface.as_deref()?)?.kind)
    });
    Some(words(kinds.flat_map(classes)))
}
