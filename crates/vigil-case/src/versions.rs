//! Ranges of versions as decisions state them, in the version order of the package.

use vigil_version::{Range, Scheme};

/// The order of a package's versions, from its purl; the generic order where the purl does not say.
fn scheme(package: &str) -> Scheme {
    let kind = package.strip_prefix("pkg:").and_then(|rest| rest.split('/').next());
    kind.and_then(Scheme::from_purl_type).unwrap_or(Scheme::Generic)
}

/// Whether `version` of `package` lies in `range`, written like `>=3.0.0, <3.0.15`.
pub(crate) fn contains(package: &str, range: &str, version: &str) -> Result<bool, String> {
    let scheme = scheme(package);
    let range = Range::parse(range).map_err(|cause| cause.to_string())?;
    range.contains(scheme, version).map_err(|cause| cause.to_string())
}

/// Whether a range can be read at all.
pub(crate) fn check(range: &str) -> Result<(), String> {
    Range::parse(range).map(|_| ()).map_err(|cause| cause.to_string())
}
