//! Feeds that fail: reported, marked, and never silently empty.

use vigil_base::Date;
use vigil_testkit::server::{Answer, Asked, File, Server};
use vigil_update::UpdateError;

use crate::support::{Site, TODAY, gzip, records, site};

/// A site on which some paths answer otherwise.
fn but(choose: impl Fn(&Asked) -> Option<Answer> + Send + Sync + 'static) -> Server {
    let files = site();
    Server::start(move |asked| {
        let healthy =
            || files.get(&asked.path).map_or(Answer::status(404), |file| Answer::File(file.clone()));
        choose(asked).unwrap_or_else(healthy)
    })
    .unwrap()
}

#[test]
fn a_feed_that_fails_is_reported_and_marked_and_the_rest_is_used() {
    let server = but(|asked| asked.path.starts_with("/osv/npm").then(|| Answer::status(500)));
    let here = Site::new();
    let report = here.update(&server.address(""), TODAY, &[]).unwrap();
    assert_eq!(report.findings.len(), 1);
    let said = &report.findings[0];
    assert!(said.message.contains("/osv/npm/all.zip") && said.message.contains("answered 500"), "{said:?}");
    assert!(said.help.iter().any(|step| step.contains("--base osv=URL")), "{said:?}");
    let database = here.database();
    assert_eq!((records(&database, "pypa"), records(&database, "nvd")), (Some(1), Some(3)));
    let osv = database.sources().iter().find(|source| source.name == "osv").unwrap();
    assert!(osv.failed.as_ref().is_some_and(|why| why.contains("500")) && osv.doubts.len() == 1, "{osv:?}");
    assert!(database.sources().iter().all(|source| source.newest != Some(TODAY)), "{:?}", database.sources());
}

#[test]
fn a_mark_stays_while_the_feed_is_not_asked_for_and_goes_when_it_works_again() {
    let here = Site::new();
    let broken = but(|asked| asked.path.starts_with("/kev").then(|| Answer::status(404)));
    here.update(&broken.address(""), TODAY, &[]).unwrap();
    let marks = |here: &Site| here.database().sources().iter().filter(|it| it.failed.is_some()).count();
    assert_eq!(marks(&here), 1);
    here.update(&broken.address(""), TODAY, &["osv"]).unwrap();
    assert_eq!(marks(&here), 1);
    let healthy = Server::of(site()).unwrap();
    here.update(&healthy.address(""), TODAY, &[]).unwrap();
    assert_eq!((marks(&here), records(&here.database(), "kev")), (0, Some(1)));
}

#[test]
fn a_site_that_is_gone_leaves_the_old_records_and_marks_every_feed() {
    let here = Site::new();
    let healthy = Server::of(site()).unwrap();
    here.update(&healthy.address(""), TODAY, &[]).unwrap();
    let gone = Server::start(|_| Answer::status(503)).unwrap();
    let later = Date::constant(2026, 12, 25);
    let report = here.update(&gone.address(""), later, &[]).unwrap();
    assert_eq!(report.feeds.iter().map(|feed| feed.failed).collect::<Vec<_>>(), [3, 2, 1]);
    let database = here.database();
    assert_eq!(records(&database, "nvd"), Some(3));
    assert_eq!(database.sources().iter().filter(|source| source.failed.is_some()).count(), 3);
}

#[test]
fn nothing_fetched_and_no_database_is_an_error_with_all_reasons() {
    let gone = Server::start(|_| Answer::status(503)).unwrap();
    let here = Site::new();
    let error = here.update(&gone.address(""), TODAY, &[]).unwrap_err();
    let UpdateError::Nothing(report) = error else { panic!("{error}") };
    assert_eq!(report.findings.len(), 6);
    assert!(!here.path("vigil.vdb").exists());
}

#[test]
fn files_that_are_not_what_they_should_be_do_not_take_the_place_of_good_ones() {
    let here = Site::new();
    let healthy = Server::of(site()).unwrap();
    here.update(&healthy.address(""), TODAY, &[]).unwrap();
    let page = "<html>Please log in</html>";
    let cut = gzip(page);
    let bad = but(move |asked| match asked.path.as_str() {
        "/kev/known.json" | "/osv/npm/all.zip" => Some(Answer::File(File::new(page))),
        "/nvd/nvdcve-2.0-modified.json.gz" => Some(Answer::File(File::new(&cut[..cut.len() - 3]))),
        "/osv/PyPI/all.zip" => Some(Answer::Stall(File::new(vec![b'x'; 5000]), 10)),
        _ => None,
    });
    let report = here.update(&bad.address(""), TODAY, &[]).unwrap();
    let said: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    for part in ["no whole JSON value", "no whole zip archive", "bytes and should have", "nothing came for"] {
        assert!(said.iter().any(|message| message.contains(part)), "{part}: {said:#?}");
    }
    let counts = ["nvd", "ghsa", "pypa", "kev"].map(|name| records(&here.database(), name));
    assert_eq!(counts, [Some(3), Some(1), Some(1), Some(1)]);
}

#[test]
fn a_yearly_file_with_another_digest_than_described_is_refused() {
    let wrong = gzip("{\"vulnerabilities\":[]}");
    let text = format!("sha256:{}\r\nsize:22\r\n", "0".repeat(64));
    let server = but(move |asked| match asked.path.as_str() {
        "/nvd/nvdcve-2.0-2025.json.gz" => Some(Answer::File(File::new(wrong.clone()))),
        "/nvd/nvdcve-2.0-2025.meta" => Some(Answer::File(File::new(text.clone()))),
        "/nvd/nvdcve-2.0-modified.meta" => Some(Answer::File(File::new("<html>"))),
        _ => None,
    });
    let here = Site::new();
    let report = here.update(&server.address(""), TODAY, &["nvd"]).unwrap();
    let said: Vec<&str> = report.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert!(said[0].contains("its description says sha256:0000"), "{said:?}");
    assert!(said[1].contains("states no sha256"), "{said:?}");
    assert_eq!(records(&here.database(), "nvd"), Some(1));
}

#[test]
fn the_file_of_a_year_that_has_just_begun_may_be_missing() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    let january = here.update(&server.address(""), Date::constant(2027, 1, 2), &["nvd"]).unwrap();
    assert_eq!((january.feeds[0].failed, january.findings.len()), (0, 1));
    let april = here.update(&server.address(""), Date::constant(2027, 4, 2), &["nvd"]).unwrap();
    assert_eq!(april.feeds[0].failed, 1);
}
