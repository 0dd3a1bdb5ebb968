//! A parsed version, and why a version could not be parsed or compared.

use std::cmp::Ordering;

use crate::scheme::{Key, Scheme};

/// A version read by the rules of one scheme; comparing two of them reads no text again.
///
/// Equality is equality in the order: `1.0` and `1.0.0` are equal where the scheme says so. Versions of
/// different schemes have no order, so `<` between them is false in both directions.
#[derive(Clone, Debug)]
pub struct Version(pub(crate) Key);

impl Version {
    /// Returns the scheme by whose rules this version was read.
    pub fn scheme(&self) -> Scheme {
        self.0.scheme()
    }

    /// Compares with another version of the same scheme.
    ///
    /// # Errors
    /// Fails when the two were read by different schemes.
    pub fn compare(&self, other: &Self) -> Result<Ordering, VersionError> {
        self.partial_cmp(other)
            .ok_or(VersionError::MixedSchemes { left: self.scheme(), right: other.scheme() })
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.0.compare(&other.0)
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

/// Why two versions could not be put in order.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VersionError {
    /// The text does not follow the rules of the scheme.
    #[error("`{text}` is not a {scheme} version: {why}")]
    Unreadable {
        /// The scheme whose rules were applied.
        scheme: Scheme,
        /// The text, shortened when it is long.
        text: String,
        /// The rule that was broken.
        why: &'static str,
    },
    /// No order is implemented under this name.
    #[error("the order of {name} versions is not known")]
    UnknownOrder {
        /// The ecosystem, package type or version type as it was given.
        name: String,
    },
    /// Versions of different schemes have no common order.
    #[error("a {left} version cannot be compared with a {right} version")]
    MixedSchemes {
        /// Scheme of the left version.
        left: Scheme,
        /// Scheme of the right version.
        right: Scheme,
    },
}

impl VersionError {
    pub(crate) fn unreadable(scheme: Scheme, text: &str, why: &'static str) -> Self {
        let mut text: String = text.chars().take(60).collect();
        if text.chars().count() == 60 {
            text.push_str("...");
        }
        Self::Unreadable { scheme, text, why }
    }

    /// Says that no order is known under `name`.
    pub fn unknown_order(name: &str) -> Self {
        Self::UnknownOrder { name: name.chars().take(60).collect() }
    }
}
