//! Look-ups by package, product, id and name.

use vigil_base::Date;
use vigil_vulndb::Query;
use vigil_vulndb::lifecycle::Asked;
use vigil_vulndb::{Entry, Freshness};

use crate::support::{CVE, EPSS, GHSA, KEV, NVD, WITHDRAWN, database};

#[test]
fn a_package_is_found_by_its_purl_and_nothing_else_is() {
    let (_folder, database, _) = database(&[("a.json", GHSA), ("w.json", WITHDRAWN)]);
    let found = database.lookup_purl("npm", None, "left-pad").unwrap();
    assert_eq!((found.len(), found[0].entries.len()), (1, 2));
    let mut reader = database.reader().unwrap();
    let Entry::Package(affected) = reader.entry(found[0].entries[0]).unwrap() else { panic!("a package") };
    assert_eq!(affected.name.as_str(), "left-pad");
    for (kind, name) in [("npm", "left-padd"), ("pypi", "left-pad"), ("generic", "left-pad")] {
        let found = database.lookup_purl(kind, None, name).unwrap();
        assert!(found.iter().all(|found| !found.known && found.entries.is_empty()), "{kind} {name}");
    }
}

#[test]
fn a_product_is_known_also_where_no_flaw_names_it() {
    let (_folder, database, _) =
        database(&[("n.json", NVD), ("d.csv", "\"vendor\",\"product\"\n\"acme\",\"quiet\\:one\"\n")]);
    assert_eq!(database.lookup_cpe("acme", "left_pad").unwrap().entries.len(), 1);
    for (product, known) in [("beside_os", true), ("quiet:one", true), ("lost", false)] {
        let found = database.lookup_cpe("acme", product).unwrap();
        assert_eq!((found.known, found.entries.len()), (known, 0), "{product}");
    }
    assert_eq!(database.products_named("Left Pad").unwrap(), [("acme".to_owned(), "left_pad".to_owned())]);
}

#[test]
fn a_flaw_is_found_by_every_id_that_a_source_asserts() {
    let (_folder, database, _) = database(&[("a.json", GHSA), ("n.json", NVD)]);
    assert_eq!(database.by_id("cve-2024-0001").unwrap().len(), 2);
    assert_eq!(database.by_id("GHSA-aaaa").unwrap().len(), 1);
    assert!(database.by_id("CVE-2024-9").unwrap().is_empty());
}

#[test]
fn the_status_says_what_the_database_is_made_from() {
    let (_folder, database, _) = database(&[
        ("a.json", GHSA),
        ("w.json", WITHDRAWN),
        ("n.json", NVD),
        ("k.json", KEV),
        ("e.csv", EPSS),
    ]);
    let names: Vec<&str> = database.sources().iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["epss", "ghsa", "kev", "nvd"]);
    let ghsa = &database.sources()[1];
    assert_eq!((ghsa.records, ghsa.withdrawn, ghsa.covers.get("npm")), (2, 1, Some(&1)));
    assert_eq!(ghsa.newest, Some(Date::constant(2024, 3, 1)));
    assert_eq!(database.covering("npm"), ["ghsa"]);
    assert_eq!(database.covering("PyPI"), [""; 0]);
    assert_eq!(database.notices().len(), 3);
    database.verify().unwrap();
}

#[test]
fn data_older_than_allowed_is_stale_source_by_source() {
    let (_folder, database, _) = database(&[("a.json", GHSA), ("n.json", NVD)]);
    let status = database.status();
    assert_eq!(status.freshness(Date::constant(2024, 2, 10), 30), Freshness::Fresh);
    let Freshness::Stale(list) = status.freshness(Date::constant(2024, 3, 4), 30) else { panic!("stale") };
    assert_eq!(list, [("ghsa".to_owned(), Date::constant(2024, 2, 1), 32)]);
}

#[test]
fn a_year_with_far_fewer_records_than_the_year_before_is_doubted() {
    let record = |year: u16, number: u32| {
        format!(
            r#"{{"id":"CVE-{year}-{number}","lastModified":"2024-12-31T00:00:00.000","descriptions":[],"sourceIdentifier":"x"}}"#
        )
    };
    let lines = |years: &[(u16, u32)]| {
        let rows = years.iter().flat_map(|(year, count)| (0..*count).map(|number| record(*year, number)));
        rows.collect::<Vec<_>>().join("\n")
    };
    let table: [(&[(u16, u32)], usize); 4] = [
        (&[(2022, 200), (2023, 150), (2024, 160)], 0),
        (&[(2022, 200), (2023, 90), (2024, 100)], 1),
        (&[(2022, 200), (2024, 200)], 1),
        (&[(2022, 200), (2023, 200)], 1),
    ];
    for (years, expected) in table {
        let (_folder, database, _) = database(&[("n.jsonl", &lines(years))]);
        assert_eq!(
            database.sources()[0].doubts.len(),
            expected,
            "{years:?}: {:?}",
            database.sources()[0].doubts
        );
    }
}

#[test]
fn a_product_of_a_cve_record_is_found_by_every_name_it_has() {
    let (_folder, database, _) = database(&[("c.json", CVE)]);
    let found = [
        database.lookup_package("npm", "left-pad").unwrap(),
        database.lookup_repository("git@example.org:acme/pad.git").unwrap(),
        database.lookup_cpe("acme", "left_pad").unwrap(),
        database.lookup_supplied("ACME", "left-pad").unwrap(),
    ];
    let mut reader = database.reader().unwrap();
    for found in &found {
        assert_eq!(found.entries.len(), 1, "{}", found.key);
        let Entry::Product(product) = reader.entry(found.entries[0]).unwrap() else { panic!("a product") };
        assert_eq!(product.files[0].as_str(), "src/pad.c");
    }
    // It names one package of npm; that does not make it a source that knows npm.
    assert_eq!(database.covering("npm"), [""; 0]);
    assert_eq!(database.covering("cpe"), ["cve"]);
}

#[test]
fn the_end_of_life_of_a_version_is_found_and_survives_a_merge() {
    let feed = r#"{"commit":"x","products":{"pad":{"title":"Pad","identifiers":[{"purl":"pkg:npm/pad"}],"releases":[{"releaseCycle":"2","releaseDate":"2024-01-02","eol":"2024-02-02"}]}}}"#;
    let (folder, first, report) = database(&[("e.json", feed)]);
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    let merged = folder.path("merged.vdb");
    crate::support::run(&[folder.path("vigil.vdb"), folder.write("n.json", NVD)], &merged).unwrap();
    for database in [first, vigil_vulndb::Database::open(&merged).unwrap()] {
        let known = database.lifecycles().unwrap();
        let answer = known.end_of_life(Asked::Purl("pkg:npm/pad@2.1"), "2.1").unwrap();
        assert_eq!(
            answer.cycle.unwrap().life.is_over(Date::constant(2024, 3, 1)),
            Some(true),
            "{}",
            answer.how
        );
        assert!(database.sources().iter().any(|source| source.name == "endoflife" && source.records == 1));
    }
}

#[test]
fn records_are_searched_by_id_package_vendor_and_text_and_never_more_than_asked() {
    let (_folder, database, _) = database(&[("a.json", GHSA), ("n.json", NVD), ("c.json", CVE)]);
    let table = [
        (Query::Id("cve-2024-0001"), 3),
        (Query::Package("left-pad"), 2),
        (Query::Package("pkg:npm/left-pad"), 2),
        (Query::Vendor("Acme"), 2),
        (Query::Text("A FLAW"), 2),
        (Query::Text("pads too far"), 1),
        (Query::Vendor("acm"), 0),
        (Query::Package("left"), 0),
    ];
    for (query, expected) in table {
        let found = database.search(query, 10).unwrap();
        assert_eq!((found.hits.len(), found.has_more), (expected, false), "{query:?}");
    }
    for query in [Query::Id("CVE-2024-0001"), Query::Text("a flaw")] {
        let found = database.search(query, 1).unwrap();
        assert_eq!((found.hits.len(), found.has_more), (1, true), "{query:?}");
    }
}
