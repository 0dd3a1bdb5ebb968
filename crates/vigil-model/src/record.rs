//! Records and groups: one table of keys makes the struct, the reader, the schema, the JSON and the reference walk.

use serde_json::{Map as JsonMap, Value as Json, json};
use vigil_base::Id;

use crate::field::{Field, NodeRef, Private};
use crate::model::{Kind, Model};
use crate::node::{Key, Node, Span};
use crate::read::Reader;
use crate::refs::Use;

/// What every record has, whatever its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Meta {
    /// The record's id, unique within its kind.
    pub id: Id,
    /// Where its header stands.
    pub span: Span,
    /// Ids that it had before.
    pub was: Vec<Id>,
    /// Variants or markets that it is limited to; empty means all.
    pub only: Vec<String>,
    /// Private data.
    pub x: Private,
    /// Where each of its keys stands.
    pub keys: Vec<(String, Span)>,
}

impl Meta {
    /// The place of one key, or of the header when the key is absent.
    pub fn key(&self, name: &str) -> Span {
        self.keys.iter().find(|(key, _)| key == name).map_or(self.span, |(_, span)| *span)
    }
}

/// A keyed record of the model.
pub trait Record: Sized + 'static {
    /// Its kind.
    const KIND: Kind;

    /// What every record has.
    fn meta(&self) -> &Meta;

    /// All records of this kind in `model`.
    fn all(model: &Model) -> &std::collections::BTreeMap<Id, Self>;

    /// Its id.
    fn id(&self) -> &Id {
        &self.meta().id
    }

    /// `kind.id`, as references and findings name it.
    fn subject(&self) -> String {
        format!("{}.{}", Self::KIND.word(), self.id())
    }
}

/// One key of a record or group, for schema and documentation.
#[derive(Clone, Debug)]
pub struct KeyDoc {
    /// The key as written.
    pub key: &'static str,
    /// What it means.
    pub meaning: String,
    /// Whether a record without it is at fault.
    pub needed: bool,
    /// JSON Schema of its value.
    pub schema: Json,
}

pub(crate) fn object_schema(keys: &[KeyDoc]) -> Json {
    let mut properties = JsonMap::new();
    for doc in keys {
        let mut schema = doc.schema.clone();
        if let Some(fields) = schema.as_object_mut() {
            fields.insert("description".to_owned(), doc.meaning.clone().into());
        }
        properties.insert(doc.key.to_owned(), schema);
    }
    let needed: Vec<&str> = keys.iter().filter(|doc| doc.needed).map(|doc| doc.key).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    schema
}

/// Reads one key of a table: the value, the absent value, or nothing where a needed key is missing or wrong.
pub(crate) fn read_key<T: Field>(
    entries: &[(Key, Node)],
    key: &str,
    at: Span,
    cx: &mut Reader<'_>,
) -> Option<T> {
    if let Some((_, node)) = entries.iter().find(|(name, _)| name.name == key) {
        return T::read(&NodeRef(node), cx).or_else(T::absent);
    }
    let absent = T::absent();
    if absent.is_none() {
        let finding = crate::findings::missing_key(key, &cx.subject);
        cx.say(finding, at);
    }
    absent
}

/// The keys shared by all records.
pub(crate) const SHARED: &[&str] = &["was", "only", "x"];

pub(crate) fn read_meta(id: &Id, span: Span, entries: &[(Key, Node)], cx: &mut Reader<'_>) -> Meta {
    Meta {
        id: id.clone(),
        span,
        was: read_key(entries, "was", span, cx).unwrap_or_default(),
        only: read_key(entries, "only", span, cx).unwrap_or_default(),
        x: read_key(entries, "x", span, cx).unwrap_or_default(),
        keys: entries.iter().map(|(key, _)| (key.name.clone(), key.span)).collect(),
    }
}

pub(crate) fn shared_docs() -> Vec<KeyDoc> {
    let doc = |key, meaning: &str, schema| KeyDoc { key, meaning: meaning.to_owned(), needed: false, schema };
    vec![
        doc("was", "Ids that this record had before a rename.", Vec::<Id>::schema()),
        doc(
            "only",
            "Variants or markets that this record is limited to; absent means all.",
            Vec::<String>::schema(),
        ),
        doc("x", "Private data, carried along and never interpreted.", Private::schema()),
    ]
}

pub(crate) fn meta_json(meta: &Meta, out: &mut JsonMap<String, Json>) {
    for (key, value) in [("was", meta.was.json()), ("only", meta.only.json()), ("x", meta.x.json())] {
        let empty =
            value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(JsonMap::is_empty);
        if !empty {
            out.insert(key.to_owned(), value);
        }
    }
}

/// Shows the uses of all fields; exists so that the macros stay small.
pub(crate) fn uses_of<T: Field>(value: &T, seen: &mut dyn FnMut(Use)) {
    value.uses(seen);
}

/// The key of a field: the literal where one is given, else the field's own name.
macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}
pub(crate) use key;

/// Whether a group was marked `optional`.
macro_rules! optional {
    () => {
        false
    };
    (optional) => {
        true
    };
}
pub(crate) use optional;

/// A table inside a record.
///
/// With `optional` before its keys it may be left out where it stands without `Option`: it is then empty.
macro_rules! group {
    ($(#[doc = $doc:literal])* $name:ident $($optional:ident)? { $( $(#[doc = $fdoc:literal])* $field:ident $($key:literal)? : $ty:ty ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $( $(#[doc = $fdoc])* pub $field: $ty ),* }

        impl $name {
            /// Its keys, for schema and documentation.
            pub fn key_docs() -> Vec<$crate::record::KeyDoc> {
                vec![$( $crate::record::KeyDoc {
                    key: $crate::record::key!($field $($key)?),
                    meaning: concat!($($fdoc),*).trim().to_owned(),
                    needed: <$ty as $crate::field::Field>::absent().is_none(),
                    schema: <$ty as $crate::field::Field>::schema(),
                } ),*]
            }
        }

        impl $crate::field::Field for $name {
            fn read(node: &$crate::field::NodeRef<'_>, cx: &mut $crate::read::Reader<'_>) -> Option<Self> {
                let entries = $crate::field::entries(node.node(), cx)?;
                let _at = node.node().span;
                cx.unknown_keys(entries, &[$( $crate::record::key!($field $($key)?) ),*], &[]);
                $( let $field = $crate::record::read_key::<$ty>(entries, $crate::record::key!($field $($key)?), _at, cx); )*
                Some(Self { $( $field: $field? ),* })
            }
            fn absent() -> Option<Self> {
                const OPTIONAL: bool = $crate::record::optional!($($optional)?);
                if OPTIONAL { Some(Self { $( $field: <$ty as $crate::field::Field>::absent()? ),* }) } else { None }
            }
            fn is_absent(&self) -> bool {
                Self::absent().is_some_and(|absent| *self == absent)
            }
            fn schema() -> serde_json::Value {
                $crate::record::object_schema(&Self::key_docs())
            }
            fn meaning() -> &'static str {
                concat!($($doc),*).trim_ascii()
            }
            fn json(&self) -> serde_json::Value {
                let mut out = serde_json::Map::new();
                $( if !$crate::field::Field::is_absent(&self.$field) {
                    out.insert($crate::record::key!($field $($key)?).to_owned(), $crate::field::Field::json(&self.$field));
                } )*
                serde_json::Value::Object(out)
            }
            fn uses(&self, _seen: &mut dyn FnMut($crate::refs::Use)) {
                $( $crate::record::uses_of(&self.$field, _seen); )*
            }
        }
    };
}
pub(crate) use group;

/// A keyed record.
macro_rules! record {
    ($(#[doc = $doc:literal])* $name:ident in $table:ident { $( $(#[doc = $fdoc:literal])* $field:ident $($key:literal)? : $ty:ty ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            /// Id, place and what else every record has.
            pub meta: $crate::record::Meta,
            $( $(#[doc = $fdoc])* pub $field: $ty ),*
        }

        impl $name {
            /// Its keys, for schema and documentation.
            pub fn key_docs() -> Vec<$crate::record::KeyDoc> {
                let mut docs = vec![$( $crate::record::KeyDoc {
                    key: $crate::record::key!($field $($key)?),
                    meaning: concat!($($fdoc),*).trim().to_owned(),
                    needed: <$ty as $crate::field::Field>::absent().is_none(),
                    schema: <$ty as $crate::field::Field>::schema(),
                } ),*];
                docs.extend($crate::record::shared_docs());
                docs
            }

            /// What this kind of record is.
            pub fn meaning() -> &'static str {
                concat!($($doc),*).trim_ascii()
            }

            pub(crate) fn read_record(id: &vigil_base::Id, span: $crate::node::Span, node: &$crate::node::Node, cx: &mut $crate::read::Reader<'_>) -> Option<Self> {
                let entries = $crate::field::entries(node, cx)?;
                cx.unknown_keys(entries, &[$( $crate::record::key!($field $($key)?) ),*], $crate::record::SHARED);
                let meta = $crate::record::read_meta(id, span, entries, cx);
                $( let $field = $crate::record::read_key::<$ty>(entries, $crate::record::key!($field $($key)?), span, cx); )*
                Some(Self { meta, $( $field: $field? ),* })
            }

            /// The record in canonical JSON.
            pub fn json(&self) -> serde_json::Value {
                let mut out = serde_json::Map::new();
                $( if !$crate::field::Field::is_absent(&self.$field) {
                    out.insert($crate::record::key!($field $($key)?).to_owned(), $crate::field::Field::json(&self.$field));
                } )*
                $crate::record::meta_json(&self.meta, &mut out);
                serde_json::Value::Object(out)
            }

            /// Shows every reference in the record.
            pub fn uses(&self, _seen: &mut dyn FnMut($crate::refs::Use)) {
                $( $crate::record::uses_of(&self.$field, _seen); )*
            }
        }

        impl $crate::record::Record for $name {
            const KIND: $crate::model::Kind = $crate::model::Kind::$name;
            fn meta(&self) -> &$crate::record::Meta {
                &self.meta
            }
            fn all(model: &$crate::model::Model) -> &std::collections::BTreeMap<vigil_base::Id, Self> {
                &model.$table
            }
        }
    };
}
pub(crate) use record;
