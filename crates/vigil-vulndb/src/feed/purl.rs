//! The parts of a package URL that say what package it is, as the keys of the database need them.

use crate::ecosystem::{self, Place};

/// Ecosystem and name of the package that a purl names, if it is of an ecosystem or a known release of a distribution.
pub(super) fn package(purl: &str) -> Option<(String, String)> {
    let rest = purl.trim().strip_prefix("pkg:")?.trim_start_matches('/');
    let (rest, _) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, qualifiers) = rest.split_once('?').unwrap_or((rest, ""));
    let (kind, path) = path.split_once('/')?;
    // The version begins at the last `@` behind the last slash; `@` in a namespace is a part of it.
    let (namespace, last) = path.rsplit_once('/').map_or((None, path), |(space, name)| (Some(space), name));
    let name = decoded(last.split_once('@').map_or(last, |(name, _)| name));
    let namespace = namespace.map(decoded);
    if name.is_empty() {
        return None;
    }
    let kind = kind.to_lowercase();
    let distro = qualifiers.split('&').find_map(|pair| pair.strip_prefix("distro=")).map(decoded);
    let full = ecosystem::purl_name(&kind, namespace.as_deref(), &name);
    match ecosystem::of_purl(&kind, namespace.as_deref(), distro.as_deref()) {
        Place::Ecosystem(ecosystem) => Some((ecosystem.to_owned(), full)),
        Place::Distribution { family, release: Some(release) } => Some((format!("{family}:{release}"), full)),
        Place::Distribution { release: None, .. } | Place::Unknown => None,
    }
}

/// A purl's type, namespace and name, decoded; `None` if it is none.
pub(crate) fn without_version(purl: &str) -> Option<String> {
    let rest = purl.trim().strip_prefix("pkg:")?.trim_start_matches('/');
    let path = rest.split(['#', '?']).next().unwrap_or_default();
    let (kind, path) = path.split_once('/')?;
    let (space, last) = path.rsplit_once('/').map_or(("", path), |(space, name)| (space, name));
    let name = last.split_once('@').map_or(last, |(name, _)| name);
    (!name.is_empty()).then(|| format!("{}/{}/{}", kind.to_lowercase(), decoded(space), decoded(name)))
}

/// The version of an RPM purl, with its epoch.
pub(super) fn version(purl: &str) -> Option<String> {
    let (path, qualifiers) = purl.split_once('?').unwrap_or((purl, ""));
    let version = decoded(path.rsplit_once('/')?.1.split_once('@')?.1);
    let epoch =
        qualifiers.split('&').find_map(|pair| pair.strip_prefix("epoch=")).filter(|epoch| *epoch != "0");
    Some(epoch.map_or_else(|| version.clone(), |epoch| format!("{epoch}:{version}")))
}

/// A text without percent signs; what is no code stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let raw = text.as_bytes();
    let mut at = 0;
    while at < raw.len() {
        let code = raw.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.filter(|_| raw[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                at += 3;
            }
            None => {
                bytes.push(raw[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purl_names_a_package_of_an_ecosystem() {
        let table = [
            ("pkg:npm/%40babel/core@7.0.0", Some(("npm", "@babel/core"))),
            ("pkg:maven/org.a/b@1?type=jar", Some(("Maven", "org.a:b"))),
            ("pkg:deb/debian/openssl@1.1?distro=debian-12", Some(("Debian:12", "openssl"))),
            ("pkg:deb/debian/openssl", None),
            ("pkg:generic/openssl@1", None),
            ("openssl", None),
            ("pkg:npm/", None),
            ("pkg:npm/a%", Some(("npm", "a%"))),
        ];
        for (purl, expected) in table {
            let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(package(purl), expected, "{purl}");
        }
    }
}
