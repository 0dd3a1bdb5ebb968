//! A leaf's versions, read once: whether they exclude a version is then seen without reading any text.

use vigil_version::{Scheme, Version};
use vigil_vulndb::CpeMatch;
use vigil_vulndb::cpe::{Attribute, Cpe, Value};

use super::name;
use crate::truth::Truth;

/// What a leaf says of versions, as far as it can be said quickly. It only ever says no: everything else is left to
/// [`name::leaf`], whose reasons it repeats.
pub(super) enum Quick {
    /// Bounds that can be compared.
    Range(vigil_version::Prepared),
    /// One version, alone and with its update.
    One(Version, Option<Box<Version>>),
    /// Anything else.
    Slow,
}

impl Quick {
    pub(super) fn of(leaf: &CpeMatch<'_>, criteria: &Cpe) -> Self {
        if let Some(range) = name::range(leaf) {
            return range.prepare(Scheme::Generic).map_or(Self::Slow, Self::Range);
        }
        let stated = criteria.get(Attribute::Version);
        if stated.has_wildcard() || !matches!(stated, Value::Text(_)) {
            return Self::Slow;
        }
        let plain = stated.plain();
        let with_update = match criteria.get(Attribute::Update) {
            update @ Value::Text(_) => {
                Scheme::Generic.parse(&format!("{plain}-{}", update.plain())).ok().map(Box::new)
            }
            _ => None,
        };
        Scheme::Generic.parse(&plain).map_or(Self::Slow, |version| Self::One(version, with_update))
    }

    /// Whether the version is certainly not among the leaf's.
    pub(super) fn excludes(&self, version: Option<&Version>) -> bool {
        let Some(version) = version else { return false };
        match self {
            Self::Range(range) => !range.contains(version),
            Self::One(stated, updated) => stated != version && updated.as_deref() != Some(version),
            Self::Slow => false,
        }
    }

    /// What it means that a version is excluded.
    pub(super) fn no(&self) -> Truth {
        Truth::No(
            match self {
                Self::Range(_) => name::OUT_OF_RANGE,
                Self::One(..) | Self::Slow => name::OTHER_VERSION,
            }
            .into(),
        )
    }
}
