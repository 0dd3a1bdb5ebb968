//! Secure connections: own authorities, and servers that nobody vouches for.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use vigil_fetch::{Cause, Settings};

use crate::support::{Folder, client, fetch, settings};

const AUTHORITY: &[u8] = include_bytes!("../tls/authority.pem");
const CERTIFICATE: &[u8] = include_bytes!("../tls/server.pem");
const KEY: &[u8] = include_bytes!("../tls/server.key");

/// Answers one connection with `answer`; a client that refuses the certificate ends it as well.
fn secure_server(answer: &'static str) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let thread = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut connection = rustls::ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = rustls::Stream::new(&mut connection, &mut socket);
        if matches!(stream.read(&mut [0; 4096]), Ok(1..)) {
            stream.write_all(answer.as_bytes()).unwrap();
            stream.conn.send_close_notify();
            let _ = stream.flush();
        }
    });
    (port, thread)
}

#[test]
fn an_own_authority_is_trusted_when_it_is_named() {
    let (port, thread) =
        secure_server("HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nsecret");
    let (client, _) = client(Settings { authorities: Some(AUTHORITY.to_vec()), ..settings() });
    let folder = Folder::new();
    fetch(&client, &format!("https://localhost:{port}/feed"), &folder.file()).unwrap();
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"secret");
    thread.join().unwrap();
}

#[test]
fn a_server_of_an_unknown_authority_is_refused_with_the_next_step() {
    let (port, thread) = secure_server("");
    let (client, waits) = client(settings());
    let folder = Folder::new();
    let error = fetch(&client, &format!("https://localhost:{port}/feed"), &folder.file()).unwrap_err();
    assert!(matches!(error.cause, Cause::Tls(_)), "{error:?}");
    assert!(error.help()[0].contains("PEM file"), "{error}");
    assert!(waits.seconds().is_empty());
    thread.join().unwrap();
}

#[test]
fn a_secure_server_does_not_lead_to_an_open_one() {
    let (port, thread) = secure_server(
        "HTTP/1.1 302 Found\r\nlocation: http://localhost/feed\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    );
    let (client, _) = client(Settings { authorities: Some(AUTHORITY.to_vec()), ..settings() });
    let folder = Folder::new();
    let error = fetch(&client, &format!("https://localhost:{port}/feed"), &folder.file()).unwrap_err();
    assert!(error.to_string().contains("no longer be secure"), "{error}");
    thread.join().unwrap();
}
