//! Ecosystems of OSV: how package URLs map to them, and how names are compared in each.

/// Purl types whose packages stand in one ecosystem without releases.
const PLAIN: [(&str, &str); 18] = [
    ("bitnami", "Bitnami"),
    ("cargo", "crates.io"),
    ("composer", "Packagist"),
    ("conan", "ConanCenter"),
    ("cran", "CRAN"),
    ("gem", "RubyGems"),
    ("githubactions", "GitHub Actions"),
    ("golang", "Go"),
    ("hackage", "Hackage"),
    ("hex", "Hex"),
    ("julia", "Julia"),
    ("maven", "Maven"),
    ("npm", "npm"),
    ("nuget", "NuGet"),
    ("opam", "opam"),
    ("pub", "Pub"),
    ("pypi", "PyPI"),
    ("swift", "SwiftURL"),
];

/// Distributions: purl type, purl namespace, ecosystem, and the words that `distro` begins with.
const DISTRIBUTIONS: [(&str, &str, &str); 22] = [
    ("apk", "alpine", "Alpine"),
    ("apk", "alpaquita", "Alpaquita"),
    ("apk", "bellsoft", "BellSoft Hardened Containers"),
    ("apk", "chainguard", "Chainguard"),
    ("apk", "minimos", "MinimOS"),
    ("apk", "wolfi", "Wolfi"),
    ("deb", "debian", "Debian"),
    ("deb", "echo", "Echo"),
    ("deb", "ubuntu", "Ubuntu"),
    ("rpm", "almalinux", "AlmaLinux"),
    ("rpm", "azurelinux", "Azure Linux"),
    ("rpm", "amzn", "Amazon Linux"),
    ("rpm", "centos", "CentOS"),
    ("rpm", "fedora", "Fedora"),
    ("rpm", "mageia", "Mageia"),
    ("rpm", "openeuler", "openEuler"),
    ("rpm", "opensuse", "openSUSE"),
    ("rpm", "photon", "Photon OS"),
    ("rpm", "redhat", "Red Hat"),
    ("rpm", "rocky-linux", "Rocky Linux"),
    ("rpm", "rocky", "Rocky Linux"),
    ("rpm", "suse", "SUSE"),
];

/// Debian's release names, newest first.
const DEBIAN: [(&str, &str); 14] = [
    ("duke", "15"),
    ("forky", "14"),
    ("trixie", "13"),
    ("bookworm", "12"),
    ("bullseye", "11"),
    ("buster", "10"),
    ("stretch", "9"),
    ("jessie", "8"),
    ("wheezy", "7"),
    ("squeeze", "6.0"),
    ("lenny", "5.0"),
    ("etch", "4.0"),
    ("sarge", "3.1"),
    ("woody", "3.0"),
];

/// Ubuntu's release names of the versions that OSV has.
const UBUNTU: [(&str, &str); 9] = [
    ("resolute", "26.04"),
    ("questing", "25.10"),
    ("plucky", "25.04"),
    ("noble", "24.04"),
    ("jammy", "22.04"),
    ("focal", "20.04"),
    ("bionic", "18.04"),
    ("xenial", "16.04"),
    ("trusty", "14.04"),
];

/// Where packages of a purl type and namespace stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// In this ecosystem.
    Ecosystem(&'static str),
    /// In this release of a distribution; `None` where the purl does not say which.
    Distribution {
        /// The distribution, such as `Debian`.
        family: &'static str,
        /// Its release as the ecosystem writes it, such as `12` or `v3.19`.
        release: Option<String>,
    },
    /// In a distribution that no feed knows.
    Unknown,
}

/// Where packages of a purl type stand. `distro` is the qualifier of that name.
pub fn of_purl(purl_type: &str, namespace: Option<&str>, distro: Option<&str>) -> Place {
    if let Some((_, ecosystem)) = PLAIN.iter().find(|(known, _)| *known == purl_type) {
        return Place::Ecosystem(ecosystem);
    }
    let namespace = namespace.map(str::to_lowercase).unwrap_or_default();
    let known = DISTRIBUTIONS.iter().find(|(kind, space, _)| *kind == purl_type && *space == namespace);
    match known {
        Some((_, _, family)) => {
            Place::Distribution { family, release: distro.and_then(|distro| release(family, distro)) }
        }
        None => Place::Unknown,
    }
}

/// The release of a distribution as its ecosystem writes it.
fn release(family: &str, distro: &str) -> Option<String> {
    let distro = distro.to_lowercase();
    let word = distro.rsplit_once('-').map_or(distro.as_str(), |(_, release)| release);
    let number = word.trim_start_matches('v');
    let is_number = number.starts_with(|c: char| c.is_ascii_digit());
    let parts: Vec<&str> = number.split('.').collect();
    match family {
        "Debian" if is_number => {
            // Up to release 9 minor numbers were part of the ecosystem's name for old releases only.
            let major = parts[0];
            let old = DEBIAN.iter().map(|(_, release)| *release).find(|release| number.starts_with(*release));
            Some(old.filter(|release| release.contains('.')).unwrap_or(major).to_owned())
        }
        "Debian" => find(&DEBIAN, word),
        "Ubuntu" if is_number && parts.len() >= 2 => Some(format!("{}.{}", parts[0], parts[1])),
        "Ubuntu" => find(&UBUNTU, word),
        "Alpine" if is_number && parts.len() >= 2 => Some(format!("v{}.{}", parts[0], parts[1])),
        "Rocky Linux" | "AlmaLinux" | "Mageia" | "Azure Linux" if is_number => Some(parts[0].to_owned()),
        _ if is_number => Some(number.to_owned()),
        _ => None,
    }
}

fn find(names: &[(&str, &str)], word: &str) -> Option<String> {
    names.iter().find(|(name, _)| *name == word).map(|(_, release)| (*release).to_owned())
}

/// Whether the loaded ecosystem `name` is release `release` of `family`, or `family` itself.
pub fn is_release(name: &str, family: &str, release: Option<&str>) -> bool {
    let Some(rest) = name.strip_prefix(family) else { return false };
    let Some(stated) = rest.strip_prefix(':') else { return rest.is_empty() };
    match release {
        None => true,
        // `Ubuntu:22.04:LTS`, `Ubuntu:Pro:22.04:LTS` and `Red Hat:enterprise_linux:9::baseos` carry more words.
        Some(release) => stated == release || stated.split(':').any(|word| word == release),
    }
}

/// A package name as it is compared in its ecosystem.
pub fn plain_name(ecosystem: &str, name: &str) -> String {
    let family = ecosystem.split(':').next().unwrap_or_default();
    match family {
        "PyPI" => pep503(name),
        "crates.io" => name.replace('_', "-"),
        // A package URL of a Go module is in lower case, whatever the module's path.
        "Go" | "NuGet" | "Packagist" | "Hex" | "Pub" | "GitHub Actions" | "Bitnami" => name.to_lowercase(),
        "SwiftURL" => plain_repository(name),
        _ => name.to_owned(),
    }
}

/// PEP 503: runs of `-`, `_` and `.` are one `-`; letters are lower case.
fn pep503(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars() {
        let c = if matches!(c, '_' | '.') { '-' } else { c.to_ascii_lowercase() };
        if !(c == '-' && plain.ends_with('-')) {
            plain.push(c);
        }
    }
    plain
}

/// A package's name in its ecosystem, from the parts of its purl.
pub fn purl_name(purl_type: &str, namespace: Option<&str>, name: &str) -> String {
    match (purl_type, namespace) {
        ("maven", Some(group)) => format!("{group}:{name}"),
        // The namespace names the distribution, not the package.
        ("deb" | "apk" | "rpm" | "conan" | "bitnami", _) | (_, None | Some("")) => name.to_owned(),
        (_, Some(namespace)) => format!("{namespace}/{name}"),
    }
}

/// A repository's address without what differs by habit: scheme, user, `.git`, case, slash at the end.
pub fn plain_repository(address: &str) -> String {
    let address = address.trim();
    let address = address.strip_prefix("git+").unwrap_or(address);
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['#', '?']).next().unwrap_or_default();
    let rest = match rest.split_once('@') {
        Some((user, host)) if !user.contains('/') => {
            host.replacen(':', "/", usize::from(!host.contains("//")))
        }
        _ => rest.to_owned(),
    };
    let rest = rest.split('@').next().unwrap_or_default().trim_end_matches('/');
    rest.strip_suffix(".git").unwrap_or(rest).to_lowercase()
}

/// A product's name as it is compared when only a name is known: letters and digits, lower case.
pub fn plain_product(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric() || *c == '+').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distribution_is_known_by_number_or_name() {
        let table = [
            ("deb", "debian", "debian-12", "Debian", Some("12")),
            ("deb", "debian", "bookworm", "Debian", Some("12")),
            ("deb", "debian", "debian-12.5", "Debian", Some("12")),
            ("deb", "debian", "debian-6.0.10", "Debian", Some("6.0")),
            ("deb", "debian", "sid", "Debian", None),
            ("deb", "ubuntu", "ubuntu-22.04", "Ubuntu", Some("22.04")),
            ("deb", "ubuntu", "jammy", "Ubuntu", Some("22.04")),
            ("apk", "alpine", "alpine-3.19.1", "Alpine", Some("v3.19")),
            ("apk", "alpine", "3.19", "Alpine", Some("v3.19")),
            ("rpm", "rocky", "rocky-9.2", "Rocky Linux", Some("9")),
        ];
        for (kind, space, distro, family, release) in table {
            let expected = Place::Distribution { family, release: release.map(str::to_owned) };
            assert_eq!(of_purl(kind, Some(space), Some(distro)), expected, "{distro}");
        }
        assert_eq!(of_purl("deb", Some("acme"), None), Place::Unknown);
        assert_eq!(of_purl("generic", None, None), Place::Unknown);
    }

    #[test]
    fn a_release_with_more_words_is_the_release() {
        assert!(is_release("Ubuntu:22.04:LTS", "Ubuntu", Some("22.04")));
        assert!(is_release("Debian:12", "Debian", None));
        assert!(!is_release("Debian:11", "Debian", Some("12")));
        assert!(!is_release("Debianish:12", "Debian", Some("12")));
    }

    #[test]
    fn repositories_are_compared_without_habits() {
        let table = [
            "https://github.com/Mruby/mruby",
            "https://github.com/mruby/mruby.git",
            "git+https://github.com/mruby/mruby@abc123",
            "git@github.com:mruby/mruby.git",
            "ssh://git@github.com/mruby/mruby/",
        ];
        for address in table {
            assert_eq!(plain_repository(address), "github.com/mruby/mruby", "{address}");
        }
    }

    #[test]
    fn names_are_compared_as_their_ecosystem_does() {
        assert_eq!(plain_name("PyPI", "Foo__Bar.baz"), "foo-bar-baz");
        assert_eq!(plain_name("npm", "JSONStream"), "JSONStream");
        assert_eq!(plain_name("Go", "github.com/Masterminds/goutils"), "github.com/masterminds/goutils");
        assert_eq!(purl_name("maven", Some("org.a"), "b"), "org.a:b");
        assert_eq!(purl_name("deb", Some("debian"), "openssl"), "openssl");
        assert_eq!(purl_name("npm", Some("@babel"), "core"), "@babel/core");
    }
}
