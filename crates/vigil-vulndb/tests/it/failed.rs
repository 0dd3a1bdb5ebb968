//! Feeds whose download failed are marked until an import says otherwise.

use std::collections::BTreeMap;
use std::path::PathBuf;

use vigil_base::{Date, Disk};
use vigil_vulndb::{Database, Options, import};

use crate::support::{Folder, KEV, NVD};

fn make(folder: &Folder, inputs: &[PathBuf], options: Options) -> Database {
    let target = folder.path("vigil.vdb");
    import(&Disk { today: Date::constant(2024, 3, 1) }, inputs, &target, options).unwrap();
    Database::open(&target).unwrap()
}

#[test]
fn a_feed_that_failed_is_marked_and_gets_no_day_of_fetching() {
    let folder = Folder::new();
    let inputs = [folder.write("kev.json", KEV), folder.write("nvd.json", NVD)];
    let failed = ["nvd", "osv"].map(|name| (name.to_owned(), "the server answered 503".to_owned()));
    let fetched = Some(Date::constant(2024, 3, 1));
    let database = make(
        &folder,
        &inputs,
        Options { fetched, failed: Some(BTreeMap::from(failed)), ..Options::default() },
    );
    let source = |name: &str| database.sources().iter().find(|source| source.name == name).unwrap().clone();
    assert_eq!((source("kev").newest, source("kev").doubts.len()), (fetched, 0));
    assert_eq!((source("nvd").newest, source("nvd").records), (Some(Date::constant(2024, 2, 5)), 1));
    assert_eq!((source("osv").newest, source("osv").records), (None, 0));
    assert_eq!(source("osv").doubts, ["the last download of osv failed: the server answered 503"]);
}

#[test]
fn a_mark_stays_with_a_delta_and_goes_with_a_download_that_works() {
    let folder = Folder::new();
    let old = folder.path("vigil.vdb");
    let kev = folder.write("kev.json", KEV);
    let marked = Some(BTreeMap::from([("osv".to_owned(), "no connection".to_owned())]));
    make(&folder, &[kev], Options { failed: marked, ..Options::default() });
    let nvd = folder.write("nvd.json", NVD);
    let delta = make(&folder, &[old.clone(), nvd], Options::default());
    let marks = |database: &Database| database.sources().iter().filter(|it| it.failed.is_some()).count();
    assert_eq!(marks(&delta), 1);
    let mended = make(&folder, &[old], Options { failed: Some(BTreeMap::new()), ..Options::default() });
    assert_eq!((marks(&mended), mended.sources().len()), (0, 2));
}
