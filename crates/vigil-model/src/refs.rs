//! Typed references between records. Whether they lead somewhere is checked once all files are read.

use std::fmt;
use std::marker::PhantomData;

use serde_json::{Value as Json, json};
use vigil_base::Id;

use crate::field::{self, Field, NodeRef};
use crate::findings;
use crate::model::{Kind, Model};
use crate::node::Span;
use crate::read::Reader;
use crate::record::Record;

/// One reference as found in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// What it names.
    pub target: Target,
    /// Where it stands.
    pub span: Span,
}

/// What a reference can name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Target {
    /// A record.
    Record(Kind, Id),
    /// An interface of a component.
    Interface(Id, String),
    /// A threat that a rule generates: `rule@kind.subject`. Checked where threats are generated.
    Generated(String),
    /// The device as a whole.
    System,
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(kind, id) => write!(f, "{}.{id}", kind.word()),
            Self::Interface(component, name) => write!(f, "interface.{component}.{name}"),
            Self::Generated(text) => f.write_str(text),
            Self::System => f.write_str("system"),
        }
    }
}

/// A bare id where the field says the kind.
pub struct Ref<T> {
    /// The id it names.
    pub id: Id,
    /// Where it stands.
    pub span: Span,
    kind: PhantomData<fn() -> T>,
}

impl<T: Record> Ref<T> {
    /// The record it names, if there is one.
    pub fn get<'m>(&self, model: &'m Model) -> Option<&'m T> {
        T::all(model).get(&self.id)
    }
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        Self { id: self.id.clone(), span: self.span, kind: PhantomData }
    }
}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ref({})", self.id)
    }
}

impl<T> fmt::Display for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

impl<T: Record> Field for Ref<T> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let id = field::text(node.node(), "an id", cx)?;
        // `[kind.id]` in front of the right kind is what people write when they are sure: it is understood.
        let plain = id.strip_prefix(T::KIND.word()).and_then(|rest| rest.strip_prefix('.')).unwrap_or(&id);
        Some(Self { id: Id::new(plain), span: node.node().span, kind: PhantomData })
    }
    fn schema() -> Json {
        json!({"type": "string", "x-vigil-ref": T::KIND.word()})
    }
    fn json(&self) -> Json {
        self.id.as_str().into()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        seen(Use { target: Target::Record(T::KIND, self.id.clone()), span: self.span });
    }
}

/// A table keyed by references: `components = { pump-comms = { ... } }`.
#[derive(Clone, Debug, PartialEq)]
pub struct RefMap<T, V>(pub Vec<(Ref<T>, V)>);

impl<T, V> RefMap<T, V> {
    /// The entry for `id`.
    pub fn get(&self, id: &str) -> Option<&V> {
        self.0.iter().find(|(key, _)| key.id == *id).map(|(_, value)| value)
    }
}

impl<T: Record, V: Field> Field for RefMap<T, V> {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let entries = field::entries(node.node(), cx)?;
        let mut read: Vec<_> = entries
            .iter()
            .filter_map(|(key, node)| {
                let target = Ref { id: Id::new(&*key.name), span: key.span, kind: PhantomData };
                Some((target, V::read(&NodeRef(node), cx)?))
            })
            .collect();
        read.sort_by(|a: &(Ref<T>, V), b| a.0.id.cmp(&b.0.id));
        Some(Self(read))
    }
    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
    fn schema() -> Json {
        json!({"type": "object", "additionalProperties": V::schema(), "x-vigil-ref-keys": T::KIND.word()})
    }
    fn json(&self) -> Json {
        Json::Object(self.0.iter().map(|(key, value)| (key.id.to_string(), value.json())).collect())
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        for (key, value) in &self.0 {
            key.uses(seen);
            value.uses(seen);
        }
    }
}

/// `kind.id` where several kinds fit; also `interface.component.name` and `system`.
#[derive(Clone, Debug)]
pub struct AnyRef {
    /// What it names.
    pub target: Target,
    /// Where it stands.
    pub span: Span,
}

impl AnyRef {
    /// Reads `kind.id`.
    pub fn parse(text: &str) -> Option<Target> {
        if text == "system" {
            return Some(Target::System);
        }
        if text.contains('@') {
            return Some(Target::Generated(text.to_owned()));
        }
        let (kind, id) = text.split_once('.')?;
        if kind == "interface" {
            let (component, name) = id.split_once('.')?;
            return Some(Target::Interface(Id::new(component), name.to_owned()));
        }
        // `component.pump.ble` names the interface, since component ids hold no dot.
        let kind = Kind::parse(kind)?;
        match id.split_once('.') {
            Some((component, name)) if kind == Kind::Component => {
                Some(Target::Interface(Id::new(component), name.to_owned()))
            }
            _ if id.is_empty() => None,
            _ => Some(Target::Record(kind, Id::new(id))),
        }
    }
}

impl PartialEq for AnyRef {
    fn eq(&self, other: &Self) -> bool {
        self.target == other.target
    }
}

impl fmt::Display for AnyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target.fmt(f)
    }
}

impl Field for AnyRef {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let text = field::text(node.node(), "a reference", cx)?;
        if let Some(target) = Self::parse(&text) {
            return Some(Self { target, span: node.node().span });
        }
        let finding =
            findings::bad_reference(&text, "`kind.id`, for example `\"component.pump\"`", &cx.subject);
        cx.say(finding, node.node().span);
        None
    }
    fn schema() -> Json {
        json!({"type": "string", "pattern": "^(system|[a-z0-9-]+\\..+|.+@.+)$"})
    }
    fn json(&self) -> Json {
        self.to_string().into()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        seen(Use { target: self.target.clone(), span: self.span });
    }
}

/// One end of a flow: `component.interface`, or a component that needs no interface stated.
#[derive(Clone, Debug)]
pub struct EndRef {
    /// The component.
    pub component: Id,
    /// The interface, where one is named.
    pub interface: Option<String>,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for EndRef {
    fn eq(&self, other: &Self) -> bool {
        self.component == other.component && self.interface == other.interface
    }
}

impl fmt::Display for EndRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.interface {
            Some(interface) => write!(f, "{}.{interface}", self.component),
            None => self.component.fmt(f),
        }
    }
}

impl Field for EndRef {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let text = field::text(node.node(), "a reference", cx)?;
        let plain = text.strip_prefix("interface.").or(text.strip_prefix("component.")).unwrap_or(&text);
        let (component, interface) = match plain.split_once('.') {
            Some((component, interface)) => (component, Some(interface.to_owned())),
            None => (plain, None),
        };
        Some(Self { component: Id::new(component), interface, span: node.node().span })
    }
    fn schema() -> Json {
        json!({"type": "string", "x-vigil-ref": "component.interface"})
    }
    fn json(&self) -> Json {
        self.to_string().into()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        let target = match &self.interface {
            Some(interface) => Target::Interface(self.component.clone(), interface.clone()),
            None => Target::Record(Kind::Component, self.component.clone()),
        };
        seen(Use { target, span: self.span });
    }
}

/// A threat: the id of a hand-written one, or `rule@kind.subject` of a generated one.
#[derive(Clone, Debug)]
pub struct ThreatRef {
    /// As written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl ThreatRef {
    /// Whether it names a generated threat.
    pub fn is_generated(&self) -> bool {
        self.text.contains('@')
    }
}

impl PartialEq for ThreatRef {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl fmt::Display for ThreatRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Field for ThreatRef {
    fn read(node: &NodeRef<'_>, cx: &mut Reader<'_>) -> Option<Self> {
        let text = field::text(node.node(), "a threat", cx)?;
        let plain = text.strip_prefix("threat.").unwrap_or(&text);
        Some(Self { text: plain.to_owned(), span: node.node().span })
    }
    fn schema() -> Json {
        json!({"type": "string", "x-vigil-ref": "threat"})
    }
    fn json(&self) -> Json {
        self.text.clone().into()
    }
    fn uses(&self, seen: &mut dyn FnMut(Use)) {
        let target = if self.is_generated() {
            Target::Generated(self.text.clone())
        } else {
            Target::Record(Kind::Threat, Id::new(&*self.text))
        };
        seen(Use { target, span: self.span });
    }
}
