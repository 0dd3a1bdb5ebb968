//! Which proxy leads to which address.

use ureq::http::Uri;
use vigil_base::World;

/// The proxies of a network, and the hosts that are reached without one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proxies {
    http: Option<String>,
    https: Option<String>,
    except: Vec<String>,
}

impl Proxies {
    /// No proxy for any address.
    pub fn none() -> Self {
        Self::default()
    }

    /// What the environment says: `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`, in small letters first.
    pub fn from_world(world: &dyn World) -> Self {
        let read = |name: &str| {
            let named = world.env(name).or_else(|| world.env(&name.to_ascii_uppercase()));
            named.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let all = read("all_proxy");
        let except = read("no_proxy").unwrap_or_default();
        Self {
            http: read("http_proxy").or_else(|| all.clone()),
            https: read("https_proxy").or(all),
            except: except.split([',', ' ']).map(|host| host.trim().to_ascii_lowercase()).collect(),
        }
    }

    /// One proxy for all addresses but those that were excepted before.
    #[must_use]
    pub fn through(self, proxy: &str) -> Self {
        Self { http: Some(proxy.to_owned()), https: Some(proxy.to_owned()), ..self }
    }

    /// All proxies that may be used.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        [&self.http, &self.https].into_iter().flatten().map(String::as_str)
    }

    /// The proxy for an address.
    pub(crate) fn of(&self, uri: &Uri) -> Option<&str> {
        let host = uri.host().unwrap_or_default().to_ascii_lowercase();
        let port = uri.port_u16();
        if self.except.iter().any(|except| is_excepted(&host, port, except)) {
            return None;
        }
        if uri.scheme_str() == Some("https") { self.https.as_deref() } else { self.http.as_deref() }
    }
}

/// `*` is every host; `example.org` and `.example.org` are that host and all below it; a port narrows it down.
fn is_excepted(host: &str, port: Option<u16>, except: &str) -> bool {
    let (name, only) = match except.rsplit_once(':') {
        Some((name, digits)) if !name.contains(':') && digits.parse::<u16>().is_ok() => {
            (name, digits.parse::<u16>().ok())
        }
        _ => (except, None),
    };
    if only.is_some() && only != port {
        return false;
    }
    let name = name.strip_prefix("*.").unwrap_or(name);
    let name = name.strip_prefix('.').unwrap_or(name);
    match name {
        "" => false,
        "*" => true,
        _ => host == name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io;
    use std::path::{Path, PathBuf};

    use vigil_base::Date;

    use super::*;

    struct Env(BTreeMap<&'static str, &'static str>);

    impl World for Env {
        fn today(&self) -> Date {
            Date::constant(2026, 11, 25)
        }
        fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
            Err(io::ErrorKind::NotFound.into())
        }
        fn walk(&self, _: &Path) -> io::Result<Vec<PathBuf>> {
            Ok(Vec::new())
        }
        fn exists(&self, _: &Path) -> bool {
            false
        }
        fn write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
            Ok(())
        }
        fn env(&self, name: &str) -> Option<String> {
            self.0.get(name).map(|value| (*value).to_owned())
        }
    }

    #[test]
    fn each_scheme_has_its_proxy_and_small_letters_come_first() {
        let world = Env(BTreeMap::from([
            ("https_proxy", "http://one:1"),
            ("HTTPS_PROXY", "http://two:2"),
            ("ALL_PROXY", "http://three:3"),
        ]));
        let proxies = Proxies::from_world(&world);
        assert_eq!(proxies.of(&"https://a.example/".parse().unwrap()), Some("http://one:1"));
        assert_eq!(proxies.of(&"http://a.example/".parse().unwrap()), Some("http://three:3"));
        assert_eq!(Proxies::none().of(&"http://a.example/".parse().unwrap()), None);
    }

    #[test]
    fn excepted_hosts_are_reached_directly_even_with_a_proxy_by_option() {
        let world = Env(BTreeMap::from([("NO_PROXY", "intern.example, .other.example,192.0.2.7:8080")]));
        let proxies = Proxies::from_world(&world).through("http://proxy:3128");
        let direct = |address: &str| proxies.of(&address.parse().unwrap()).is_none();
        assert!(direct("https://intern.example/x") && direct("https://feeds.INTERN.example/x"));
        assert!(direct("https://a.other.example/") && direct("http://192.0.2.7:8080/"));
        assert!(!direct("http://192.0.2.7/") && !direct("https://notintern.example/"));
        assert!(is_excepted("any.example", None, "*"));
    }
}
