//! Addresses: their parts, where a redirect leads, and how they are shown.

use ureq::http::Uri;

/// Reads an address; only `http` and `https` with a host are taken.
pub(crate) fn parse(address: &str) -> Result<Uri, String> {
    let uri: Uri = address.parse().map_err(|error| format!("it is no address: {error}"))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(uri),
        _ => Err("it does not begin with `http://` or `https://` and a host".to_owned()),
    }
}

/// Whether two addresses have the same scheme, host and port: what was meant for one may be sent to the other.
pub(crate) fn same_origin(a: &Uri, b: &Uri) -> bool {
    let port = |uri: &Uri| uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
    let host = |uri: &Uri| uri.host().unwrap_or_default().to_ascii_lowercase();
    a.scheme_str() == b.scheme_str() && host(a) == host(b) && port(a) == port(b)
}

/// Where `location` leads from `base` (RFC 3986, 5.2, without dot segments, which servers do not send).
pub(crate) fn join(base: &Uri, location: &str) -> Result<Uri, String> {
    let location = location.split('#').next().unwrap_or_default();
    let scheme = base.scheme_str().unwrap_or("https");
    let authority = base.authority().map_or("", |authority| authority.as_str());
    let absolute = if location.contains("://") {
        location.to_owned()
    } else if location.starts_with("//") {
        format!("{scheme}:{location}")
    } else if location.starts_with('/') {
        format!("{scheme}://{authority}{location}")
    } else {
        let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{scheme}://{authority}{folder}/{location}")
    };
    parse(&absolute)
}

/// An address without the password that may stand in it.
pub(crate) fn shown(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    match rest[..end].rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://***@{host}{}", &rest[end..]),
        None => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_may_be_absolute_or_relative() {
        let base = parse("https://a.example:8443/feeds/one.json?x=1").unwrap();
        let joined = |location: &str| join(&base, location).unwrap().to_string();
        assert_eq!(joined("two.json"), "https://a.example:8443/feeds/two.json");
        assert_eq!(joined("/two.json#part"), "https://a.example:8443/two.json");
        assert_eq!(joined("//b.example/two"), "https://b.example/two");
        assert_eq!(joined("http://b.example/two"), "http://b.example/two");
        assert!(join(&base, "ftp://b.example/two").is_err());
    }

    #[test]
    fn the_default_port_is_the_same_as_no_port() {
        let origin = |a: &str, b: &str| same_origin(&parse(a).unwrap(), &parse(b).unwrap());
        assert!(origin("https://a.example/x", "https://A.example:443/y"));
        assert!(!origin("https://a.example/x", "http://a.example/x"));
        assert!(!origin("https://a.example/x", "https://a.example:444/x"));
    }

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(shown("http://me:secret@proxy.example:3128"), "http://***@proxy.example:3128");
        assert_eq!(shown("https://a.example/x@y"), "https://a.example/x@y");
    }
}
