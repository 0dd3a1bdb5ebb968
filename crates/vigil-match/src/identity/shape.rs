//! A target without its version: what has one shape is looked up under the same keys.

use vigil_vulndb::cpe::{Attribute, Value};

use super::Target;

impl Target {
    /// The version, or the commit, that is compared.
    pub(crate) fn version(&self) -> Option<&str> {
        match self {
            Self::Package { version, .. } | Self::Supplied { version, .. } => version.as_deref(),
            Self::Product(named) => named.version.as_deref(),
            Self::Repository { commit, version, .. } => commit.as_deref().or(version.as_deref()),
        }
    }

    /// The same without a version: what has one shape is looked up under the same keys.
    pub(crate) fn shape(&self) -> Self {
        let mut shape = self.clone();
        match &mut shape {
            Self::Package { version, .. } | Self::Supplied { version, .. } => *version = None,
            Self::Product(named) => {
                named.version = None;
                named.cpe = named.cpe.clone().with(Attribute::Version, Value::Any);
            }
            Self::Repository { commit, version, .. } => (*commit, *version) = (None, None),
        }
        shape
    }
}
