//! The table of schemes: one row for each version order, with the names under which others know it.

use std::cmp::Ordering;
use std::fmt;

use crate::order;
use crate::version::{Version, VersionError};

/// Longest text that is read as a version; real ones stay below 150 bytes.
const MAX_BYTES: usize = 4096;

macro_rules! schemes {
    ($(
        $(#[$doc:meta])*
        $variant:ident($kind:ty) $name:literal
        osv $osv:tt purl $purl:tt vers $vers:tt cve $cve:tt;
    )*) => {
        /// A version order.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Scheme { $( $(#[$doc])* $variant, )* }

        /// A version in the form that its scheme compares.
        #[derive(Clone, Debug)]
        pub(crate) enum Key { $( $variant($kind), )* }

        const ROWS: &[Row] = &[ $( Row {
            scheme: Scheme::$variant, name: $name, osv: &$osv, purl: &$purl, vers: &$vers, cve: &$cve,
        }, )* ];

        impl Key {
            fn parse(scheme: Scheme, text: &str) -> Result<Self, &'static str> {
                match scheme { $( Scheme::$variant => <$kind>::parse(text).map(Self::$variant), )* }
            }

            pub(crate) fn scheme(&self) -> Scheme {
                match self { $( Self::$variant(_) => Scheme::$variant, )* }
            }

            /// Compares within a scheme; versions of two schemes have no order.
            pub(crate) fn compare(&self, other: &Self) -> Option<Ordering> {
                match (self, other) {
                    $( (Self::$variant(left), Self::$variant(right)) => Some(left.cmp(right)), )*
                    _ => None,
                }
            }
        }
    };
}

struct Row {
    scheme: Scheme,
    name: &'static str,
    osv: &'static [&'static str],
    purl: &'static [&'static str],
    vers: &'static [&'static str],
    cve: &'static [&'static str],
}

schemes! {
    /// Semantic versioning 2, as npm, crates.io, Go, Hex and Swift use it.
    Semver(order::semver::Semver) "semver"
        osv ["npm", "crates.io", "Go", "Hex", "SwiftURL", "Julia", "Bitnami", "Kubernetes", "GitHub Actions", "VSCode"]
        purl ["npm", "cargo", "golang", "hex", "swift", "julia", "bitnami", "vscode-extension"]
        vers ["semver", "npm", "cargo", "golang", "hex", "swift", "nginx"]
        cve ["semver", "npm", "cargo", "go"];

    /// Python versions (PEP 440).
    Pep440(order::pep440::Pep440) "pep440"
        osv ["PyPI"] purl ["pypi"] vers ["pypi"] cve ["python", "pep440", "pypi"];

    /// Debian package versions, also Ubuntu and opkg.
    Deb(order::deb::Deb) "deb"
        osv ["Debian", "Ubuntu", "Echo"] purl ["deb", "opkg"] vers ["deb"] cve ["deb", "dpkg", "debian"];

    /// Versions of no stated scheme, by the rules written in this crate.
    Generic(order::generic::Generic) "generic"
        osv ["Linux"] purl ["generic", "github", "gitlab", "bitbucket"] vers ["generic"] cve ["", "custom"];

    /// Dotted numbers with letters behind them, as OpenSSL 1.x.
    Lettered(order::lettered::Lettered) "lettered"
        osv [] purl [] vers ["openssl"] cve [];

    /// RPM package versions.
    Rpm(order::rpm::Rpm) "rpm"
        osv ["Red Hat", "AlmaLinux", "Rocky Linux", "SUSE", "openSUSE", "openEuler", "Mageia", "Photon OS", "Azure Linux"]
        purl ["rpm"] vers ["rpm"] cve ["rpm"];

    /// Maven versions.
    Maven(order::maven::Maven) "maven"
        osv ["Maven"] purl ["maven"] vers ["maven"] cve ["maven"];

    /// Alpine package versions.
    Apk(order::apk::Apk) "apk"
        osv ["Alpine", "Wolfi", "Chainguard", "MinimOS", "Alpaquita", "BellSoft Hardened Containers"]
        purl ["apk"] vers ["apk", "alpine"] cve ["apk"];

    /// RubyGems versions.
    Gem(order::gem::Gem) "gem"
        osv ["RubyGems"] purl ["gem"] vers ["gem"] cve ["gem", "rubygems"];

    /// NuGet versions.
    Nuget(order::nuget::Nuget) "nuget"
        osv ["NuGet"] purl ["nuget"] vers ["nuget"] cve ["nuget"];

    /// Packagist (Composer) versions.
    Packagist(order::packagist::Packagist) "packagist"
        osv ["Packagist"] purl ["composer"] vers ["composer"] cve ["composer"];

    /// Gentoo versions.
    Gentoo(order::gentoo::Gentoo) "gentoo"
        osv [] purl ["ebuild"] vers ["ebuild", "gentoo"] cve [];

    /// Arch Linux versions.
    Alpm(order::alpm::Alpm) "alpm"
        osv [] purl ["alpm"] vers ["alpm"] cve [];

    /// Conan versions.
    Conan(order::conan::Conan) "conan"
        osv ["ConanCenter"] purl ["conan"] vers ["conan"] cve [];

    /// R package versions.
    Cran(order::cran::Cran) "cran"
        osv ["CRAN"] purl ["cran"] vers ["cran"] cve [];

    /// Haskell package versions.
    Hackage(order::hackage::Hackage) "hackage"
        osv ["Hackage", "GHC"] purl ["hackage"] vers ["hackage"] cve [];

    /// Dart package versions.
    Pub(order::pub_dart::Pub) "pub"
        osv ["Pub"] purl ["pub"] vers ["pub"] cve [];

    /// Points in time (RFC 3339).
    DateTime(order::datetime::DateTime) "datetime"
        osv [] purl [] vers ["datetime"] cve [];

    /// Texts compared byte by byte.
    Lexicographic(order::lexicographic::Lexicographic) "lexicographic"
        osv [] purl [] vers ["lexicographic"] cve [];
}

impl Scheme {
    /// Every scheme, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.scheme)
    }

    /// Returns the short name, for example `deb`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    fn row(self) -> &'static Row {
        ROWS.iter().find(|row| row.scheme == self).expect("the macro writes one row for each scheme")
    }

    /// Finds a scheme by its short name.
    pub fn from_name(name: &str) -> Option<Self> {
        find(|row| row.name.eq_ignore_ascii_case(name))
    }

    /// Finds the order of an OSV ecosystem such as `PyPI` or `Debian:12`; `None` when it is not known.
    pub fn from_ecosystem(ecosystem: &str) -> Option<Self> {
        let family = ecosystem.split(':').next().unwrap_or_default().trim();
        find(|row| any(row.osv, family))
    }

    /// Finds the order of a package URL type such as `pypi`; `None` when it is not known.
    pub fn from_purl_type(kind: &str) -> Option<Self> {
        find(|row| any(row.purl, kind.trim()))
    }

    /// Finds the order of a `vers:` versioning scheme such as `deb`; `None` when it is not known.
    pub fn from_vers_type(kind: &str) -> Option<Self> {
        find(|row| any(row.vers, kind))
    }

    /// Finds the order of a CVE record's `versionType`; `None` when it is not known (`git` has none).
    pub fn from_cve_version_type(kind: &str) -> Option<Self> {
        find(|row| any(row.cve, kind.trim()))
    }

    /// Reads a version by the rules of this scheme.
    ///
    /// # Errors
    /// Fails when the text breaks the rules; no other scheme is tried.
    pub fn parse(self, text: &str) -> Result<Version, VersionError> {
        let trimmed = text.trim();
        let refused = |why| VersionError::unreadable(self, trimmed, why);
        if trimmed.is_empty() {
            return Err(refused("it is empty"));
        }
        if trimmed.len() > MAX_BYTES {
            return Err(refused("it is longer than 4096 bytes"));
        }
        Key::parse(self, trimmed).map(Version).map_err(refused)
    }

    /// Puts two versions in order.
    ///
    /// # Errors
    /// Fails when one of them breaks the rules of this scheme.
    pub fn compare(self, left: &str, right: &str) -> Result<Ordering, VersionError> {
        self.parse(left)?.compare(&self.parse(right)?)
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

fn find(wanted: impl Fn(&Row) -> bool) -> Option<Scheme> {
    ROWS.iter().find(|row| wanted(row)).map(|row| row.scheme)
}

fn any(names: &[&str], wanted: &str) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_stands_in_two_rows() {
        let columns: [fn(&Row) -> &'static [&'static str]; 4] =
            [|row| row.osv, |row| row.purl, |row| row.vers, |row| row.cve];
        for column in columns {
            let mut names: Vec<String> =
                ROWS.iter().flat_map(column).map(|name| name.to_lowercase()).collect();
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count);
        }
    }

    #[test]
    fn an_unknown_ecosystem_has_no_order() {
        for name in ["GIT", "OSS-Fuzz", "", "pip", "FreeBSD"] {
            assert_eq!(Scheme::from_ecosystem(name), None, "{name}");
        }
        assert_eq!(Scheme::from_purl_type("conda"), None);
        assert_eq!(Scheme::from_cve_version_type("git"), None);
    }

    #[test]
    fn a_text_beyond_the_limit_is_refused() {
        for scheme in Scheme::all() {
            let error = scheme.parse(&"1".repeat(MAX_BYTES + 1)).unwrap_err();
            assert!(error.to_string().contains("longer than"), "{error}");
            assert!(scheme.parse("  ").unwrap_err().to_string().contains("empty"));
        }
    }
}
