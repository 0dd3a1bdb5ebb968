//! Ranges as each ecosystem writes them: npm's `^1.2 || 3.x`, Python's `~=1.4`, Maven's `[1.0,2.0)`.
//!
//! Two things are made of one text. [`Native::range`] is what the ecosystem's own tool means by it: an alternative holds
//! the versions that satisfy all its comparisons. [`Native::vers`] is the `vers:` notation as the published cases of the
//! specification write it: a flat, sorted list, which cannot say "and" of two bounds on one side and knows no
//! pre-release of the next version. Where exactness counts, take the range.

mod brackets;
mod cross;
mod gem;
mod lists;
mod npm;
mod pypi;

use crate::Scheme;
use crate::range::{Range, RangeError};
use crate::vers::{Constraint, Vers};

/// Longest text that is read as a native range.
const MAX_BYTES: usize = 64 * 1024;

/// A range of an ecosystem, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Native {
    kind: String,
    scheme: Scheme,
    alternatives: Vec<Alternative>,
}

/// Comparisons that must all hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Alternative {
    /// As the ecosystem's tool means them; none is every version.
    exact: Vec<Constraint>,
    /// As the `vers:` notation writes them.
    plain: Vec<Constraint>,
}

impl Alternative {
    /// One whose two readings are the same.
    fn same(constraints: Vec<Constraint>) -> Self {
        Self { plain: constraints.clone(), exact: constraints }
    }

    fn extend(&mut self, other: Self) {
        self.exact.extend(other.exact);
        self.plain.extend(other.plain);
    }
}

type Read = Result<Vec<Alternative>, String>;

/// The reader of a scheme's native ranges, by its `vers:` type.
fn reader(kind: &str) -> Option<fn(&str) -> Read> {
    Some(match kind {
        "npm" => npm::read,
        "cargo" => npm::read_cargo,
        "pypi" => pypi::read,
        "gem" => gem::read,
        "nuget" => brackets::read_nuget,
        "maven" => brackets::read_maven,
        "conan" => lists::read_conan,
        "nginx" => lists::read_nginx,
        "openssl" => lists::read_openssl,
        _ => return None,
    })
}

impl Native {
    /// Reads a range of the ecosystem with this `vers:` type, for example `npm`.
    ///
    /// # Errors
    /// Fails when ranges of this ecosystem cannot be read, or this text breaks its rules.
    pub fn parse(kind: &str, text: &str) -> Result<Self, RangeError> {
        let wrong = |why: String| RangeError::new(text, why);
        if text.len() > MAX_BYTES {
            return Err(wrong(format!("it is longer than {MAX_BYTES} bytes")));
        }
        let read = reader(kind).ok_or_else(|| wrong(format!("native ranges of {kind} cannot be read")))?;
        let scheme = Scheme::from_vers_type(kind)
            .ok_or_else(|| wrong(format!("the order of {kind} versions is not known")))?;
        let alternatives = read(text).map_err(wrong)?;
        for constraint in alternatives.iter().flat_map(|it| it.exact.iter().chain(&it.plain)) {
            scheme.parse(&constraint.version).map_err(|error| wrong(error.to_string()))?;
        }
        Ok(Self { kind: kind.to_owned(), scheme, alternatives })
    }

    /// Returns the order in which the versions compare.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// Returns the versions that the ecosystem's own tool would take, pre-releases in their order.
    pub fn range(&self) -> Range {
        let cross = |range, it: &Alternative| cross::add(range, self.scheme, &it.exact);
        self.alternatives.iter().fold(Range::none(), cross)
    }

    /// Returns the `vers:` notation.
    ///
    /// # Errors
    /// Never for a range that was read; the notation checks its versions once more.
    pub fn vers(&self) -> Result<Vers, RangeError> {
        if self.alternatives.iter().any(|it| it.plain.is_empty()) {
            return Vers::all(&self.kind);
        }
        Vers::new(&self.kind, self.alternatives.iter().flat_map(|it| it.plain.clone()).collect())
    }
}
