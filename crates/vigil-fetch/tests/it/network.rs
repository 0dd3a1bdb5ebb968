//! Proxies, unknown hosts, addresses that are none.

use vigil_fetch::{Cause, Client, Proxies, Settings};
use vigil_testkit::server::{Answer, File, Server};

use crate::support::{Folder, Waits, client, fetch, settings};

#[test]
fn a_proxy_is_asked_to_connect_and_resolves_the_name_itself() {
    let proxy = Server::start(|asked| match asked.method.as_str() {
        "CONNECT" => Answer::Tunnel,
        _ => Answer::File(File::new("through the proxy")),
    })
    .unwrap();
    let through = Proxies::none().through(&proxy.address("").replace("http://", "http://me:secret@"));
    let (client, _) = client(Settings { proxies: through, ..settings() });
    let folder = Folder::new();
    fetch(&client, "http://feeds.invalid/feed", &folder.file()).unwrap();
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"through the proxy");
    let asked = proxy.asked();
    assert_eq!((asked[0].method.as_str(), asked[0].path.as_str()), ("CONNECT", "feeds.invalid:80"));
    assert_eq!(asked[0].header("proxy-authorization"), Some("Basic bWU6c2VjcmV0"));
    assert_eq!(asked[1].path, "/feed");
}

#[test]
fn a_proxy_that_refuses_is_named() {
    let proxy = Server::start(|_| Answer::status(407)).unwrap();
    let (client, _) = client(Settings { proxies: Proxies::none().through(&proxy.address("")), ..settings() });
    let folder = Folder::new();
    let error = fetch(&client, "http://feeds.invalid/feed", &folder.file()).unwrap_err();
    assert!(matches!(error.cause, Cause::Proxy(_)), "{error:?}");
    assert!(error.help()[0].contains("proxy"), "{error}");
}

#[test]
fn a_proxy_of_another_kind_is_refused_before_anything_is_asked() {
    let proxies = Proxies::none().through("socks5://me:secret@proxy.example:1080");
    let refused = Client::new(Settings { proxies, ..settings() }, Box::new(Waits::default()));
    let error = refused.err().unwrap().to_string();
    assert!(error.contains("socks5") && !error.contains("secret"), "{error}");
}

#[test]
fn a_file_of_authorities_without_a_certificate_is_refused() {
    let settings = Settings { authorities: Some(b"no certificate".to_vec()), ..settings() };
    let error = Client::new(settings, Box::new(Waits::default())).err().unwrap().to_string();
    assert!(error.contains("no certificate that can be read"), "{error}");
}

#[test]
fn hosts_that_are_not_there_and_addresses_that_are_none_are_named() {
    let folder = Folder::new();
    let (client, _) = client(Settings { attempts: 1, ..settings() });
    let closed = Server::of([]).unwrap().address("/feed");
    let error = fetch(&client, &closed, &folder.file()).unwrap_err();
    assert!(matches!(error.cause, Cause::Connection(_)), "{error:?}");
    for wrong in ["", "feeds.example/x", "ftp://feeds.example/x", "file:///etc/passwd", "http://"] {
        let error = fetch(&client, wrong, &folder.file()).unwrap_err();
        assert!(matches!(error.cause, Cause::Address(_)), "{wrong}: {error:?}");
    }
}
