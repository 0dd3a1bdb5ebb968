//! Servers that break the rules: the file that was there stays, and the message says what happened.

use std::path::Path;

use vigil_base::Digest;
use vigil_fetch::{Cause, FetchError, Request, Settings};
use vigil_testkit::server::{Answer, Asked, File, Server};

use crate::support::{Folder, WORLD, client, content, fetch, settings};

/// Fetches over an old file, which must stay; gives the error and the waits.
fn refused(choose: impl Fn(&Asked) -> Answer + Send + Sync + 'static) -> (FetchError, Vec<u64>, usize) {
    let server = Server::start(choose).unwrap();
    let (client, waits) = client(settings());
    let folder = Folder::new();
    std::fs::write(folder.file(), "old").unwrap();
    let error = fetch(&client, &server.address("/feed"), &folder.file()).unwrap_err();
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"old");
    assert!(error.to_string().contains(&server.address("/feed")), "{error}");
    assert!(error.help().iter().all(|step| step.len() > 10), "{error}");
    (error, waits.seconds(), server.asked().len())
}

#[test]
fn a_file_that_always_breaks_off_ends_after_all_attempts() {
    let plain = File { etag: None, ..File::new(content()) };
    let (error, waits, asked) = refused(move |_| Answer::Cut(plain.clone(), 10));
    assert!(matches!(error.cause, Cause::Cut { got: 10, of: Some(_) }), "{error}");
    assert_eq!((waits, asked), (vec![1, 2], 3));
    assert!(error.to_string().contains("after 3 attempts"), "{error}");
}

#[test]
fn a_server_that_falls_silent_is_left() {
    let plain = File { etag: None, ..File::new(content()) };
    let (error, ..) = refused(move |_| Answer::Stall(plain.clone(), 10));
    assert!(matches!(error.cause, Cause::Stalled(_)), "{error:?}");
}

#[test]
fn a_drip_that_never_stalls_ends_at_the_total_time() {
    let server = Server::start(|_| Answer::Slow(File { etag: None, ..File::new(content()) }, 1)).unwrap();
    let total = std::time::Duration::from_millis(300);
    let (client, _) = client(Settings { total, attempts: 1, ..settings() });
    let folder = Folder::new();
    let error = fetch(&client, &server.address("/"), &folder.file()).unwrap_err();
    assert!(matches!(error.cause, Cause::TooSlow(_)), "{error:?}");
}

#[test]
fn fewer_bytes_than_announced_are_a_cut() {
    let (error, ..) = refused(|_| Answer::Claim(b"short".to_vec(), 50));
    assert!(matches!(error.cause, Cause::Cut { got: 5, of: Some(50) }), "{error:?}");
}

#[test]
fn more_bytes_than_announced_show_in_length_and_digest_and_in_the_callers_look() {
    let server = Server::start(|_| Answer::Claim(b"0123456789".to_vec(), 4)).unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    let (address, file) = (server.address("/"), folder.file());
    let plain = Request::new(&address, &file, 100);
    let length = client.fetch(&WORLD, &Request { length: Some(10), ..plain }).unwrap_err();
    assert!(matches!(length.cause, Cause::Length { expected: 10, got: 4 }), "{length:?}");
    let digest = Some(Digest::of_bytes(b"0123456789"));
    let digest = client.fetch(&WORLD, &Request { digest, ..plain }).unwrap_err();
    assert!(matches!(digest.cause, Cause::Digest { .. }), "{digest:?}");
    let look = |path: &Path| match std::fs::read(path) {
        Ok(bytes) if bytes.ends_with(b"9") => Ok(()),
        _ => Err("the end is missing".to_owned()),
    };
    let looked = client.fetch(&WORLD, &Request { accept: Some(&look), ..plain }).unwrap_err();
    assert!(looked.to_string().contains("the end is missing"), "{looked}");
    assert_eq!(folder.names(), Vec::<String>::new());
}

#[test]
fn a_wrong_file_is_tried_once_more_and_may_then_be_right() {
    let server = Server::start(|asked| match asked.before {
        0 => Answer::File(File::new("garbage")),
        _ => Answer::File(File::new("right")),
    })
    .unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    let (address, file) = (server.address("/"), folder.file());
    let digest = Some(Digest::of_bytes(b"right"));
    client.fetch(&WORLD, &Request { digest, ..Request::new(&address, &file, 100) }).unwrap();
    assert_eq!(std::fs::read(folder.file()).unwrap(), b"right");
}

#[test]
fn garbage_instead_of_http_is_named() {
    let (error, ..) = refused(|_| Answer::Raw(b"\x16\x03\x01 this is not http\r\n\r\n".to_vec()));
    assert!(matches!(error.cause, Cause::Protocol(_)), "{error:?}");
    let (error, ..) = refused(|_| Answer::Raw(Vec::new()));
    assert!(matches!(error.cause, Cause::Connection(_) | Cause::Protocol(_)), "{error:?}");
}

#[test]
fn a_busy_server_is_asked_again_when_it_says_so() {
    let server = Server::start(|asked| match asked.before {
        0 => Answer::wait(429, "7"),
        1 => Answer::wait(503, "9"),
        _ => Answer::File(File::new("feed")),
    })
    .unwrap();
    let (client, waits) = client(settings());
    let folder = Folder::new();
    fetch(&client, &server.address("/"), &folder.file()).unwrap();
    assert_eq!(waits.seconds(), [7, 9]);
}

#[test]
fn a_server_that_asks_for_an_hour_is_left_alone() {
    let (error, waits, asked) = refused(|_| Answer::wait(429, "3600"));
    assert_eq!((waits.len(), asked), (0, 1));
    assert!(error.to_string().contains("answered 429 and asks to wait 3600 seconds"), "{error}");
    assert_eq!(error.help(), ["try again in 3600 seconds"]);
}

#[test]
fn a_missing_or_forbidden_file_is_not_asked_for_again() {
    for code in [401, 403, 404, 410] {
        let (error, waits, asked) = refused(move |_| Answer::status(code));
        assert!(matches!(error.cause, Cause::Status { code: it, .. } if it == code), "{error:?}");
        assert_eq!((waits.len(), asked), (0, 1));
    }
}

#[test]
fn redirects_in_a_loop_and_to_nowhere_end() {
    let (error, _, asked) = refused(|_| Answer::redirect("/feed"));
    assert!(matches!(error.cause, Cause::Redirects { .. }), "{error:?}");
    assert_eq!(asked, 11);
    for to in ["", "ftp://elsewhere.example/", "http:///"] {
        let (error, ..) = refused(move |_| Answer::redirect(to));
        assert!(matches!(error.cause, Cause::Redirect { .. } | Cause::Redirects { .. }), "{to}: {error:?}");
    }
}

#[test]
fn a_body_without_end_stops_at_the_limit() {
    let (error, _, asked) = refused(|_| Answer::Endless);
    assert!(matches!(error.cause, Cause::TooLarge(1_048_576)), "{error:?}");
    assert_eq!(asked, 1);
    let (error, ..) = refused(|_| Answer::Claim(Vec::new(), 2 << 20));
    assert!(matches!(error.cause, Cause::TooLarge(_)), "{error:?}");
}

#[test]
fn a_server_that_sends_another_range_is_asked_for_the_whole() {
    let server = Server::start(|asked| match asked.before {
        0 => Answer::Cut(File::new(content()), 1000),
        1 => Answer::Raw(
            b"HTTP/1.1 206 P\r\ncontent-range: bytes 0-3/4\r\ncontent-length: 4\r\n\r\nevil".to_vec(),
        ),
        _ => Answer::File(File::new(content())),
    })
    .unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    fetch(&client, &server.address("/"), &folder.file()).unwrap();
    assert_eq!(std::fs::read(folder.file()).unwrap(), content());
}

#[test]
fn an_unasked_not_modified_is_refused() {
    let (error, ..) = refused(|_| Answer::Raw(b"HTTP/1.1 304 Not Modified\r\n\r\n".to_vec()));
    assert!(matches!(error.cause, Cause::Protocol(_)), "{error:?}");
}
