//! The orders, and which ecosystem uses which.

use std::cmp::Ordering;

mod deb;
mod generic;
mod lettered;
mod pep440;
mod semver;

/// A version order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// Semantic Versioning 2.0.0, with a leading `v` and missing parts allowed: npm, crates.io, Go.
    Semver,
    /// Python, PEP 440.
    Pep440,
    /// Debian, Ubuntu, opkg.
    Deb,
    /// OpenSSL before 3: numbers with a letter suffix.
    Lettered,
    /// What NVD's ranges need, where the product's own order is not known.
    Generic,
}

/// Why a version could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a version in the {scheme} order: {cause}")]
pub struct VersionError {
    /// The text.
    pub text: String,
    /// The order.
    pub scheme: &'static str,
    /// What is wrong with it.
    pub cause: String,
}

/// A version that was read once and compares cheaply. Only versions of one order compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version(Parsed);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Parsed {
    Semver(semver::Semver),
    Pep440(pep440::Pep440),
    Deb(deb::Deb),
    Lettered(lettered::Lettered),
    Generic(generic::Generic),
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (&self.0, &other.0) {
            (Parsed::Semver(a), Parsed::Semver(b)) => Some(a.cmp(b)),
            (Parsed::Pep440(a), Parsed::Pep440(b)) => Some(a.cmp(b)),
            (Parsed::Deb(a), Parsed::Deb(b)) => Some(a.cmp(b)),
            (Parsed::Lettered(a), Parsed::Lettered(b)) => Some(a.cmp(b)),
            (Parsed::Generic(a), Parsed::Generic(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// Longest version text that is read. Real ones stay below 100 characters.
const MAX_LENGTH: usize = 1000;

impl Scheme {
    /// All orders.
    pub const ALL: &'static [Self] = &[Self::Semver, Self::Pep440, Self::Deb, Self::Lettered, Self::Generic];

    /// The name printed for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Semver => "semver",
            Self::Pep440 => "pep440",
            Self::Deb => "deb",
            Self::Lettered => "lettered",
            Self::Generic => "generic",
        }
    }

    /// The order of an OSV ecosystem, with or without its release: `Debian:12`. `None` where it is not known here.
    pub fn from_ecosystem(name: &str) -> Option<Self> {
        match name.split(':').next().unwrap_or(name) {
            "npm" | "crates.io" | "Go" => Some(Self::Semver),
            "PyPI" => Some(Self::Pep440),
            "Debian" | "Ubuntu" => Some(Self::Deb),
            _ => None,
        }
    }

    /// The order of a purl type. `None` where it is not known here.
    pub fn from_purl_type(kind: &str) -> Option<Self> {
        match kind {
            "npm" | "cargo" | "golang" => Some(Self::Semver),
            "pypi" => Some(Self::Pep440),
            "deb" => Some(Self::Deb),
            "generic" | "github" | "bitbucket" => Some(Self::Generic),
            _ => None,
        }
    }

    /// Reads a version.
    pub fn parse(self, text: &str) -> Result<Version, VersionError> {
        let fault = |cause: &str| VersionError {
            text: text.chars().take(80).collect(),
            scheme: self.name(),
            cause: cause.to_owned(),
        };
        if text.trim().is_empty() {
            return Err(fault("it is empty"));
        }
        if text.len() > MAX_LENGTH {
            return Err(fault("it is longer than 1,000 bytes"));
        }
        let parsed = match self {
            Self::Semver => semver::Semver::parse(text).map(Parsed::Semver),
            Self::Pep440 => pep440::Pep440::parse(text).map(Parsed::Pep440),
            Self::Deb => deb::Deb::parse(text).map(Parsed::Deb),
            Self::Lettered => lettered::Lettered::parse(text).map(Parsed::Lettered),
            Self::Generic => Ok(Parsed::Generic(generic::Generic::parse(text))),
        };
        parsed.map(Version).map_err(|cause| fault(&cause))
    }

    /// Compares two versions.
    pub fn compare(self, a: &str, b: &str) -> Result<Ordering, VersionError> {
        let (a, b) = (self.parse(a)?, self.parse(b)?);
        Ok(a.partial_cmp(&b).expect("both were read in one order"))
    }
}

#[cfg(test)]
pub(crate) mod ladder {
    use std::cmp::Ordering;

    use super::Scheme;

    /// Lowest first; every pair is compared both ways. Entries joined by `=` are equal.
    pub(crate) fn holds(scheme: Scheme, ladder: &[&str]) {
        for (at, low) in ladder.iter().enumerate() {
            for high in &ladder[at + 1..] {
                for (low, high) in low.split('=').flat_map(|l| high.split('=').map(move |h| (l, h))) {
                    assert_eq!(scheme.compare(low, high), Ok(Ordering::Less), "{low} < {high}");
                    assert_eq!(scheme.compare(high, low), Ok(Ordering::Greater), "{high} > {low}");
                }
            }
            for (a, b) in low.split('=').flat_map(|a| low.split('=').map(move |b| (a, b))) {
                assert_eq!(scheme.compare(a, b), Ok(Ordering::Equal), "{a} = {b}");
            }
        }
    }
}
