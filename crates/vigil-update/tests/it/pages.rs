//! A feed that comes in pages.

use vigil_base::Date;
use vigil_testkit::server::{Answer, File, Server};

use crate::support::{Site, TODAY, nvd, records};

/// A page with one record that says how many there are in all.
fn page(id: &str, total: u64) -> Answer {
    let head = format!("{{\"resultsPerPage\":1,\"totalResults\":{total},");
    Answer::File(File { etag: None, ..File::new(nvd(id, "2026-11-20").replacen('{', &head, 1)) })
}

#[test]
fn all_pages_come_first_and_later_only_what_changed() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/api/cves?startIndex=0" => page("CVE-2026-0001", 5),
        "/api/cves?startIndex=2" => page("CVE-2026-0002", 5),
        "/api/cves?startIndex=4" => page("CVE-2026-0003", 5),
        "/api/cves?startIndex=0&from=2026-11-24&to=2026-11-28" => page("CVE-2026-0004", 1),
        _ => Answer::status(404),
    })
    .unwrap();
    let here = Site::new();
    let first = here.update(&server.address(""), TODAY, &["api"]).unwrap();
    assert_eq!((first.feeds[0].fetched, first.findings.len()), (3, 0));
    assert_eq!(records(&here.database(), "nvd"), Some(3));
    assert_eq!(*here.waits.0.lock().unwrap(), [6, 6], "a server without a key is asked slowly");
    let again = here.update(&server.address(""), TODAY, &["api"]).unwrap();
    assert_eq!((again.feeds[0].not_due, server.asked().len()), (1, 3));
    let later = Date::constant(2026, 11, 27);
    here.update(&server.address(""), later, &["api"]).unwrap();
    let database = here.database();
    assert_eq!(records(&database, "nvd"), Some(4));
    assert_eq!(database.sources()[0].newest, Some(later));
}

#[test]
fn a_round_that_breaks_off_is_not_used_and_goes_on_with_the_next_page() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.before) {
        ("/api/cves?startIndex=0", _) => page("CVE-2026-0001", 3),
        ("/api/cves?startIndex=2", 2..) => page("CVE-2026-0002", 3),
        _ => Answer::status(503),
    })
    .unwrap();
    let mut here = Site::new();
    here.keys.insert("api".to_owned(), "secret".to_owned());
    let error = here.update(&server.address(""), TODAY, &["api"]).unwrap_err();
    assert!(error.to_string().contains("no database yet"), "half of a feed is none: {error}");
    let report = here.update(&server.address(""), TODAY, &["api"]).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(records(&here.database(), "nvd"), Some(2));
    let asked = server.asked();
    assert_eq!(asked.iter().filter(|asked| asked.path.ends_with("=0")).count(), 1);
    assert!(asked.iter().all(|asked| asked.header("apikey") == Some("secret")));
    assert!(here.waits.0.lock().unwrap().contains(&1), "with a key the wait is shorter");
}

#[test]
fn a_page_that_does_not_say_how_many_there_are_is_refused() {
    let server = Server::start(|_| Answer::File(File::new("{\"vulnerabilities\":[]}"))).unwrap();
    let here = Site::new();
    let error = here.update(&server.address(""), TODAY, &["api"]).unwrap_err();
    let vigil_update::UpdateError::Nothing(report) = error else { panic!("{error}") };
    assert!(report.findings[0].message.contains("how many records"), "{:?}", report.findings);
}
