//! Real feed files by way of a server: what is imported by the network is what is imported from disk.

use std::path::PathBuf;

use vigil_base::Disk;
use vigil_testkit::server::{File, Server};
use vigil_vulndb::{Database, Options};

use crate::support::{Site, TODAY};

/// The folder of real feeds; nothing, loudly, where it is absent.
fn feeds() -> Option<PathBuf> {
    let root = std::env::var_os("VIGIL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let feeds = root.join("vuln");
    if feeds.is_dir() {
        return Some(feeds);
    }
    assert_ne!(std::env::var_os("CI").as_deref(), Some("true".as_ref()), "the test data must be there");
    #[expect(clippy::print_stdout, reason = "a test that did not run must say so")]
    {
        println!("SKIPPED: {} is absent", feeds.display());
    }
    None
}

#[test]
fn a_catalogue_and_the_one_after_it_come_as_they_are() {
    let Some(feeds) = feeds() else { return };
    let mut catalogues: Vec<PathBuf> = std::fs::read_dir(feeds.join("kev"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension().is_some_and(|it| it == "json") && !path.to_string_lossy().contains("schema")
        })
        .collect();
    // The older ones have their date in the name; the newest has none.
    catalogues.sort();
    let here = Site::new();
    for catalogue in &catalogues {
        let file = File::new(std::fs::read(catalogue).unwrap());
        let server = Server::of([("/kev/known.json".to_owned(), file)]).unwrap();
        let report = here.update(&server.address(""), TODAY, &["kev"]).unwrap();
        assert_eq!((report.feeds[0].fetched, report.findings.len()), (1, 0), "{}", catalogue.display());
        let direct = here.path("direct.vdb");
        let options = Options { fetched: Some(TODAY), ..Options::default() };
        vigil_vulndb::import(&Disk { today: TODAY }, std::slice::from_ref(catalogue), &direct, options)
            .unwrap();
        let direct = Database::open(&direct).unwrap();
        assert_eq!(here.database().status().digest, direct.status().digest, "{}", catalogue.display());
    }
    println!("{} catalogues", catalogues.len());
    assert!(!catalogues.is_empty());
}
