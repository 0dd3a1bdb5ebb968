//! Package URLs for what the labelled data calls ecosystem, name and version.

/// The package URL of a package of an OSV ecosystem; `None` where no purl type is known for it.
pub(crate) fn of(ecosystem: &str, name: &str, version: &str) -> Option<String> {
    let path = |name: &str| name.split('/').map(encoded).collect::<Vec<_>>().join("/");
    let (family, release) = ecosystem.split_once(':').unwrap_or((ecosystem, ""));
    let version = encoded(version);
    let plain = |kind: &str| Some(format!("pkg:{kind}/{}@{version}", path(name)));
    match family {
        "npm" => plain("npm"),
        "PyPI" => plain("pypi"),
        "Go" => plain("golang"),
        "crates.io" => plain("cargo"),
        "RubyGems" => plain("gem"),
        "NuGet" => plain("nuget"),
        "Packagist" => plain("composer"),
        "SwiftURL" => plain("swift"),
        "Hackage" => plain("hackage"),
        "Maven" => Some(format!("pkg:maven/{}@{version}", path(&name.replacen(':', "/", 1)))),
        // OSV's questions name source packages.
        "Debian" => {
            Some(format!("pkg:deb/debian/{}@{version}?arch=source&distro=debian-{release}", encoded(name)))
        }
        "Ubuntu" => {
            Some(format!("pkg:deb/ubuntu/{}@{version}?arch=source&distro=ubuntu-{release}", encoded(name)))
        }
        "Alpine" => {
            let release = release.trim_start_matches('v');
            Some(format!("pkg:apk/alpine/{}@{version}?arch=source&distro=alpine-{release}", encoded(name)))
        }
        "openSUSE" => {
            let release = release.trim_start_matches("Leap ");
            Some(format!("pkg:rpm/opensuse/{}@{version}?distro=opensuse-leap-{release}", encoded(name)))
        }
        _ => None,
    }
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let shown = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(shown).collect()
}
