//! Updates from a site that works.

use std::sync::{Arc, Mutex};

use vigil_base::{Date, Disk};
use vigil_testkit::server::{Answer, File, Server};
use vigil_vulndb::Options;

use crate::support::{Site, TODAY, gzip, meta, nvd, osv, read, records, site, zip};

const TOMORROW: Date = Date::constant(2026, 11, 26);

#[test]
fn all_feeds_become_one_database_and_the_next_update_asks_only_what_may_have_changed() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    let first = here.update(&server.address(""), TODAY, &[]).unwrap();
    assert_eq!(first.findings, []);
    assert_eq!(first.feeds.iter().map(|feed| feed.fetched).collect::<Vec<_>>(), [3, 2, 1]);
    let database = here.database();
    let counts = ["nvd", "ghsa", "pypa", "kev"].map(|name| records(&database, name));
    assert_eq!(counts, [Some(3), Some(1), Some(1), Some(1)]);
    assert!(database.sources().iter().all(|source| source.newest == Some(TODAY)), "{:?}", database.sources());
    let before = (server.asked().len(), read(&here.path("vigil.vdb")));
    let second = here.update(&server.address(""), TODAY, &[]).unwrap();
    assert!(second.import.is_none(), "nothing changed, so nothing is written");
    assert_eq!((second.feeds[0].not_due, second.feeds[0].unchanged, second.feeds[1].unchanged), (2, 1, 2));
    assert_eq!(server.asked().len() - before.0, 5);
    assert_eq!(read(&here.path("vigil.vdb")), before.1);
}

#[test]
fn a_feed_that_was_not_asked_for_stays_as_old_as_it_is() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    here.update(&server.address(""), TODAY, &[]).unwrap();
    here.update(&server.address(""), TOMORROW, &["kev"]).unwrap();
    assert!(here.database().sources().iter().all(|source| source.newest == Some(TODAY)));
    here.update(&server.address(""), TOMORROW, &[]).unwrap();
    // The yearly files of NVD were not asked for again: the whole is of the day they were.
    assert!(here.database().sources().iter().all(|source| source.newest == Some(TODAY)));
    let week_later = Date::constant(2026, 12, 2);
    let report = here.update(&server.address(""), week_later, &[]).unwrap();
    assert_eq!((report.feeds[0].not_due, report.feeds[0].unchanged), (0, 3));
    assert!(here.database().sources().iter().all(|source| source.newest == Some(week_later)));
}

#[test]
fn what_a_feed_takes_back_goes_and_the_way_there_leaves_no_trace() {
    let files = Arc::new(Mutex::new(site()));
    let served = Arc::clone(&files);
    let server = Server::start(move |asked| match served.lock().unwrap().get(&asked.path) {
        Some(file) => Answer::File(file.clone()),
        None => Answer::status(404),
    })
    .unwrap();
    let here = Site::new();
    let zip_of = |id: &str| File::new(zip("a.json", &osv(id, "npm", "pad")));
    files.lock().unwrap().insert("/osv/npm/all.zip".to_owned(), zip_of("GHSA-gone"));
    here.update(&server.address(""), TODAY, &[]).unwrap();
    files.lock().unwrap().insert("/osv/npm/all.zip".to_owned(), zip_of("GHSA-new"));
    let report = here.update(&server.address(""), TODAY, &[]).unwrap();
    let changes = report.import.unwrap().changes.unwrap();
    let ids =
        |list: &[vigil_vulndb::ChangedRecord]| list.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert_eq!(
        (ids(&changes.new), ids(&changes.removed)),
        (vec!["GHSA-new".into()], vec!["GHSA-gone".into()])
    );
    assert_eq!((changes.changed, changes.withdrawn), (Vec::new(), Vec::new()));
    assert_eq!(records(&here.database(), "ghsa"), Some(1));
    let fresh = Site::new();
    fresh.update(&server.address(""), TODAY, &[]).unwrap();
    assert_eq!(read(&here.path("vigil.vdb")), read(&fresh.path("vigil.vdb")));
}

#[test]
fn a_database_that_other_files_went_into_is_carried_on() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    here.update(&server.address(""), TODAY, &[]).unwrap();
    let (own, target) = (here.path("own.json"), here.path("vigil.vdb"));
    std::fs::write(&own, osv("GHSA-own", "npm", "our-package")).unwrap();
    let inputs = [own, target.clone()];
    vigil_vulndb::import(&Disk { today: TODAY }, &inputs, &target, Options::default()).unwrap();
    here.update(&server.address(""), TODAY, &[]).unwrap();
    assert_eq!(records(&here.database(), "ghsa"), Some(2));
    assert_ne!(here.database().sources()[0].newest, Some(TODAY), "nobody fetched the own file today");
    let again = here.update(&server.address(""), TODAY, &[]).unwrap();
    assert!(again.import.is_none());
    here.updated(&server.address(""), TODAY, &[], true).unwrap();
    assert_eq!(records(&here.database(), "ghsa"), Some(1), "a rebuild takes the cache alone");
}

#[test]
fn a_database_that_cannot_be_carried_on_is_said_to_be_lost() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    here.update(&server.address(""), TODAY, &[]).unwrap();
    let (own, target) = (here.path("own.json"), here.path("vigil.vdb"));
    let older = |target: &std::path::Path| {
        let mut bytes = std::fs::read(target).unwrap();
        bytes[8] -= 1;
        std::fs::write(target, bytes).unwrap();
    };
    // What was made from the cache alone is made again from it, and nothing is lost.
    older(&target);
    assert_eq!(here.update(&server.address(""), TODAY, &[]).unwrap().findings, []);
    std::fs::write(&own, osv("GHSA-own", "npm", "our-package")).unwrap();
    let inputs = [own, target.clone()];
    vigil_vulndb::import(&Disk { today: TODAY }, &inputs, &target, Options::default()).unwrap();
    here.update(&server.address(""), TODAY, &[]).unwrap();
    older(&target);
    let report = here.update(&server.address(""), TODAY, &[]).unwrap();
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["update.not-carried-on"]);
    assert!(report.findings[0].message.contains("format 2"), "{}", report.findings[0].message);
    assert_eq!(records(&here.database(), "ghsa"), Some(1));
}

#[test]
fn a_lost_cache_does_not_take_records_away() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    here.update(&server.address(""), TODAY, &[]).unwrap();
    std::fs::remove_dir_all(here.path("cache")).unwrap();
    here.update(&server.address(""), TODAY, &["kev"]).unwrap();
    assert_eq!(records(&here.database(), "nvd"), Some(3));
}

#[test]
fn a_yearly_file_that_changes_between_description_and_file_is_described_again() {
    let (old, new) = (nvd("CVE-2025-0001", "2026-10-01"), nvd("CVE-2025-0009", "2026-11-25"));
    let packed = gzip(&new);
    let (old, new) = (meta(&old, &gzip(&old)), meta(&new, &packed));
    let files = site();
    let server = Server::start(move |asked| match (asked.path.as_str(), asked.before) {
        ("/nvd/nvdcve-2.0-2025.meta", 0) => Answer::File(File::new(old.clone())),
        ("/nvd/nvdcve-2.0-2025.meta", _) => Answer::File(File::new(new.clone())),
        ("/nvd/nvdcve-2.0-2025.json.gz", _) => Answer::File(File::new(packed.clone())),
        (path, _) => files.get(path).map_or(Answer::status(404), |file| Answer::File(file.clone())),
    })
    .unwrap();
    let here = Site::new();
    let report = here.update(&server.address(""), TODAY, &["nvd"]).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.feeds[0].fetched, 3);
}

#[test]
fn only_one_update_works_on_a_database_at_a_time() {
    let server = Server::of(site()).unwrap();
    let here = Site::new();
    here.update(&server.address(""), TODAY, &["kev"]).unwrap();
    let held = std::fs::File::options().append(true).open(here.path("cache/.lock")).unwrap();
    held.lock().unwrap();
    let error = here.update(&server.address(""), TODAY, &["kev"]).unwrap_err().to_string();
    assert!(error.contains("another update"), "{error}");
    drop(held);
    here.update(&server.address(""), TODAY, &["kev"]).unwrap();
}
