//! Servers that keep to the rules.

use vigil_fetch::{Got, Request};
use vigil_testkit::server::{Answer, File, Server};

use crate::support::{Folder, WORLD, client, content, fetch, settings};

#[test]
fn a_file_is_fetched_once_and_then_only_confirmed() {
    let server = Server::of([("/feed.json".to_owned(), File::new(content()))]).unwrap();
    let (client, waits) = client(settings());
    let folder = Folder::new();
    let address = server.address("/feed.json");
    let first = fetch(&client, &address, &folder.file()).unwrap();
    let second = fetch(&client, &address, &folder.file()).unwrap();
    assert!(matches!(first, Got::Fetched(_)) && matches!(second, Got::Unchanged(_)));
    assert_eq!(first.kept(), second.kept());
    assert_eq!(std::fs::read(folder.file()).unwrap(), content());
    assert_eq!(folder.names(), [".feed.json.kept.json", "feed.json"]);
    let asked = server.asked();
    assert_eq!(asked[0].header("if-none-match"), None);
    assert_eq!(asked[1].header("if-none-match"), first.kept().etag.as_deref());
    assert_eq!(asked[0].header("accept-encoding"), Some("identity"));
    assert!(waits.seconds().is_empty());
}

#[test]
fn a_day_of_change_is_asked_by_where_there_is_no_entity_tag() {
    let day = Some("Wed, 25 Nov 2026 10:00:00 GMT".to_owned());
    let file = File { bytes: content(), etag: None, last_modified: day.clone(), ranges: true };
    let server = Server::of([("/feed.json".to_owned(), file)]).unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    let address = server.address("/feed.json");
    fetch(&client, &address, &folder.file()).unwrap();
    assert!(matches!(fetch(&client, &address, &folder.file()).unwrap(), Got::Unchanged(_)));
    assert_eq!(server.asked()[1].header("if-modified-since"), day.as_deref());
}

#[test]
fn a_file_that_was_changed_on_disk_or_comes_from_elsewhere_is_fetched_anew() {
    let file = File::new(content());
    let server = Server::of([("/a".to_owned(), file.clone()), ("/b".to_owned(), file)]).unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    fetch(&client, &server.address("/a"), &folder.file()).unwrap();
    std::fs::write(folder.file(), "changed").unwrap();
    assert!(matches!(fetch(&client, &server.address("/a"), &folder.file()).unwrap(), Got::Fetched(_)));
    assert!(matches!(fetch(&client, &server.address("/b"), &folder.file()).unwrap(), Got::Fetched(_)));
    assert_eq!(std::fs::read(folder.file()).unwrap(), content());
}

#[test]
fn a_file_that_breaks_off_is_continued_where_it_ended() {
    let server = Server::start(|asked| match asked.before {
        0 => Answer::Cut(File::new(content()), 1000),
        1 => Answer::Cut(File::new(content()), 500),
        _ => Answer::File(File::new(content())),
    })
    .unwrap();
    let (client, waits) = client(settings());
    let folder = Folder::new();
    fetch(&client, &server.address("/"), &folder.file()).unwrap();
    assert_eq!(std::fs::read(folder.file()).unwrap(), content());
    let ranges: Vec<_> =
        server.asked().iter().map(|asked| asked.header("range").map(str::to_owned)).collect();
    assert_eq!(ranges, [None, Some("bytes=1000-".to_owned()), Some("bytes=1500-".to_owned())]);
    assert_eq!(waits.seconds(), [1, 2]);
}

#[test]
fn a_later_run_continues_what_an_earlier_one_began() {
    let server = Server::start(|asked| match asked.before {
        0..=2 => Answer::Cut(File::new(content()), 100),
        _ => Answer::File(File::new(content())),
    })
    .unwrap();
    let folder = Folder::new();
    let (first, _) = client(settings());
    fetch(&first, &server.address("/"), &folder.file()).unwrap_err();
    assert_eq!(folder.names(), [".feed.json.part", ".feed.json.part.json"]);
    let (second, _) = client(settings());
    fetch(&second, &server.address("/"), &folder.file()).unwrap();
    assert_eq!(server.asked()[3].header("range"), Some("bytes=300-"));
    assert_eq!(std::fs::read(folder.file()).unwrap(), content());
}

#[test]
fn a_file_that_changed_between_two_attempts_is_not_glued_together() {
    let new: Vec<u8> = content().into_iter().rev().collect();
    let expected = new.clone();
    let server = Server::start(move |asked| match asked.before {
        0 => Answer::Cut(File::new(content()), 1000),
        _ => Answer::File(File::new(new.clone())),
    })
    .unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    fetch(&client, &server.address("/"), &folder.file()).unwrap();
    assert_eq!(std::fs::read(folder.file()).unwrap(), expected);
}

#[test]
fn without_a_strong_version_a_file_begins_anew() {
    let weak = File { etag: Some("W/\"1\"".to_owned()), ..File::new(content()) };
    let server = Server::start(move |asked| match asked.before {
        0 => Answer::Cut(weak.clone(), 1000),
        _ => Answer::File(weak.clone()),
    })
    .unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    fetch(&client, &server.address("/"), &folder.file()).unwrap();
    assert_eq!(server.asked()[1].header("range"), None);
    assert_eq!(std::fs::read(folder.file()).unwrap(), content());
}

#[test]
fn a_key_goes_to_the_named_host_and_not_to_where_it_redirects() {
    let other = Server::of([("/feed".to_owned(), File::new("feed"))]).unwrap();
    let there = other.address("/feed");
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/first" => Answer::redirect("second"),
        _ => Answer::redirect(&there),
    })
    .unwrap();
    let (client, _) = client(settings());
    let folder = Folder::new();
    let headers = [("apiKey".to_owned(), "secret".to_owned())];
    let (address, file) = (server.address("/first"), folder.file());
    let request = Request { headers: &headers, ..Request::new(&address, &file, 100) };
    client.fetch(&WORLD, &request).unwrap();
    let keys: Vec<_> = server.asked().iter().map(|asked| asked.header("apikey").map(str::to_owned)).collect();
    assert_eq!(keys, [Some("secret".to_owned()), Some("secret".to_owned())]);
    assert_eq!(other.asked()[0].header("apikey"), None);
}
