//! What makes two SBOM entries the same package.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Package;

/// The stable identity of a package.
///
/// 1. With a readable purl: its canonical text. A purl without a version takes the entry's version,
///    so that two versions of one package never fall together.
/// 2. Otherwise `group/name@version`; without group `name@version`, without version `name`. An `@` inside
///    group or name is written `%40` (the first character excepted, for scopes), so that the version begins
///    at the last `@`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PackageKey(String);

impl PackageKey {
    /// The key of `package`.
    pub fn of(package: &Package) -> Self {
        Self(from_purl(package).unwrap_or_else(|| from_name(package)))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PackageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn from_purl(package: &Package) -> Option<String> {
    let purl = package.purl.as_ref()?.parsed.as_ref()?;
    match (&package.version, purl.version()) {
        (Some(version), None | Some("")) => {
            let mut versioned = purl.clone();
            versioned.with_version(version.clone()).ok()?;
            Some(versioned.to_string())
        }
        _ => Some(purl.to_string()),
    }
}

fn from_name(package: &Package) -> String {
    let full = match &package.group {
        Some(group) => format!("{group}/{}", package.name),
        None => package.name.clone(),
    };
    let first = full.chars().next().map_or(0, char::len_utf8);
    let mut key = String::from(&full[..first]);
    key.push_str(&full[first..].replace('%', "%25").replace('@', "%40"));
    if let Some(version) = &package.version {
        key.push('@');
        key.push_str(version);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PackagePurl;

    fn package(name: &str, version: Option<&str>, purl: Option<&str>) -> Package {
        let mut package = Package::named(name);
        package.version = version.map(str::to_owned);
        package.purl = purl.map(PackagePurl::read);
        package
    }

    #[test]
    fn the_key_is_the_canonical_purl_with_a_version_else_name_and_version() {
        let table = [
            (package("lwip", Some("2.1.2"), None), "lwip@2.1.2"),
            (package("lwip", None, None), "lwip"),
            (package("@babel/core", Some("7"), None), "@babel/core@7"),
            (package("a@1", None, None), "a%401"),
            (package("x", Some("1"), Some("pkg:PYPI/My_Lib@1")), "pkg:pypi/my-lib@1"),
            (package("x", Some("1.2"), Some("pkg:generic/x")), "pkg:generic/x@1.2"),
            (package("x", Some("1"), Some("not a purl")), "x@1"),
        ];
        for (package, key) in table {
            assert_eq!(package.key().as_str(), key);
        }
    }

    #[test]
    fn the_group_separates_equal_names() {
        let mut one = package("core", Some("1"), None);
        one.group = Some("org.a".into());
        assert_eq!(one.key().as_str(), "org.a/core@1");
    }
}
