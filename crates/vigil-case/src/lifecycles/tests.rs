use vigil_base::Place;
use vigil_sbom::{PackagePurl, Sbom};

use super::*;

fn day(text: &str) -> Date {
    vigil_base::date::parse(text).unwrap()
}

fn known(ends: End) -> Known {
    let cycle = Cycle {
        product: "OpenSSL".to_owned(),
        cycle: Some("3.0".to_owned()),
        ends,
        extended: End::Unstated,
        how: String::new(),
        policy: String::new(),
    };
    Known {
        format: FORMAT,
        source: "endoflife.date".to_owned(),
        newest: Some(day("2026-08-21")),
        packages: BTreeMap::from([("pkg:generic/openssl@3.0.14".to_owned(), cycle)]),
    }
}

fn row() -> PackageRow {
    let bom = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"openssl",
        "version":"3.0.14","purl":"pkg:generic/openssl@3.0.14"}]}"#;
    let sbom: Sbom = vigil_sbom::read(bom.as_bytes(), "bom.json").unwrap().sbom;
    let inventory = Inventory::of([("pump", &sbom)]);
    let package = &inventory.items[0].package;
    PackageRow {
        component: "pump".into(),
        key: package.key().to_string(),
        name: package.name.clone(),
        version: package.version.clone(),
        kind: package.kind.clone(),
        supplier: None,
        purl: None,
        cpe: None,
        licences: Vec::new(),
        hashes: Vec::new(),
        related: None,
        support: SupportFacts::default(),
        unknown: BTreeMap::new(),
        supplier_controls: None,
        watched: None,
        sbom_file: Some("bom.json".to_owned()),
        place: Place::start_of("bom.json"),
        record: None,
    }
}

fn filled(ends: End, as_of: &str, support: SupportFacts) -> (SupportFacts, Vec<Finding>) {
    let mut rows = [PackageRow { support, ..row() }];
    let findings = known(ends).fill(&mut rows, day(as_of));
    let [row] = rows;
    (row.support, findings)
}

#[test]
fn what_nobody_states_is_filled_with_its_source_and_the_day_of_the_data() {
    let end = day("2026-09-07");
    let (support, findings) = filled(End::On(end), "2026-09-07", SupportFacts::default());
    assert!(findings.is_empty());
    assert_eq!(
        support.level,
        Some(SupportLevel::ActivelyMaintained),
        "its last day is still a day of support"
    );
    assert_eq!(support.ends, Some(Until::Day(end)));
    assert_eq!(support.source.as_deref(), Some("endoflife.date, OpenSSL 3.0"));
    assert_eq!(support.checked, Some(day("2026-08-21")));
    let (support, _) = filled(End::On(end), "2026-09-08", SupportFacts::default());
    assert_eq!(support.level, Some(SupportLevel::NoLongerMaintained));
}

#[test]
fn an_end_without_a_day_is_unknown_with_the_reason_and_silence_fills_nothing() {
    let (support, _) = filled(End::NotYet, "2026-09-01", SupportFacts::default());
    assert_eq!((support.level, support.ends), (Some(SupportLevel::ActivelyMaintained), Some(Until::Unknown)));
    assert!(support.because.unwrap().contains("names no day for OpenSSL 3.0"));
    let (support, _) = filled(End::Ended, "2026-09-01", SupportFacts::default());
    assert_eq!((support.level, support.ends), (Some(SupportLevel::NoLongerMaintained), Some(Until::Unknown)));
    let (support, _) = filled(End::Unstated, "2026-09-01", SupportFacts::default());
    assert_eq!(support, SupportFacts::default());
}

#[test]
fn what_is_stated_stays_and_a_later_day_without_a_source_is_named() {
    let own = SupportFacts {
        level: Some(SupportLevel::ActivelyMaintained),
        ends: Some(Until::Day(day("2030-01-01"))),
        ..SupportFacts::default()
    };
    let public = End::On(day("2026-09-07"));
    let (support, findings) = filled(public, "2026-10-01", own.clone());
    assert_eq!(support, own);
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.contains("until 2030-01-01") && findings[0].message.contains("2026-09-07"));
    let contract = SupportFacts { source: Some("contract SA-1".to_owned()), ..own.clone() };
    assert!(filled(public, "2026-10-01", contract).1.is_empty(), "who supports it longer is named");
    let mut longer = known(public);
    longer.packages.values_mut().for_each(|it| it.extended = End::On(day("2031-01-01")));
    let mut rows =
        [PackageRow { support: own.clone(), ..row() }, PackageRow { support: own.clone(), ..row() }];
    assert_eq!(longer.fill(&mut rows, day("2026-10-01")), []);
    let said = known(public).fill(&mut rows, day("2026-10-01"));
    assert!(
        said.len() == 1 && said[0].message.contains("and 1 other"),
        "one release is one thing to say: {said:?}"
    );
    let sooner = SupportFacts { ends: Some(Until::Day(day("2026-01-01"))), ..own };
    assert!(filled(public, "2026-10-01", sooner).1.is_empty());
}

#[test]
fn a_package_is_looked_up_by_url_or_cpe_and_never_by_its_name_alone() {
    let package = |purl: Option<&str>, cpe: Option<&str>| {
        let mut package = Package::named("openssl");
        package.version = Some("3.0.14".to_owned());
        package.purl = purl.map(PackagePurl::read);
        package.cpe = cpe.map(str::to_owned);
        package
    };
    let feed = r#"{"commit":"x","products":{"openssl":{"title":"OpenSSL","identifiers":[{"purl":"pkg:github/openssl/openssl"},
        {"cpe":"cpe:/a:openssl:openssl"},{"repology":"openssl"}],"releases":[{"releaseCycle":"3.0","eol":"2026-09-07"}]},"debian":{"title":"Debian",
        "releases":[{"releaseCycle":"12","eol":"2026-07-11"}]}}}"#;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("products.json");
    std::fs::write(&file, feed).unwrap();
    let database = folder.path().join("vigil.vdb");
    let world = vigil_base::Memory::new(day("2026-10-01"));
    vigil_vulndb::import(&world, &[file], &database, vigil_vulndb::Options::default()).unwrap();
    let lifecycles = vigil_vulndb::Database::open(&database).unwrap().lifecycles().unwrap();
    for (purl, cpe) in [
        (Some("pkg:github/openssl/openssl@3.0.14"), None),
        (None, Some("cpe:2.3:a:openssl:openssl:3.0.14:*:*:*:*:*:*:*")),
        (Some("pkg:conan/openssl@3.0.14"), Some("cpe:2.3:a:openssl:openssl:3.0.14:*:*:*:*:*:*:*")),
        (Some("pkg:generic/openssl@3.0.14"), None),
    ] {
        let found = cycle(&package(purl, cpe), &lifecycles).unwrap();
        assert_eq!((found.cycle.as_deref(), found.ends), (Some("3.0"), End::On(day("2026-09-07"))));
    }
    assert_eq!(cycle(&package(None, None), &lifecycles), None);
    let elsewhere = package(Some("pkg:generic/acme/openssl@3.0.14"), None);
    assert_eq!(cycle(&elsewhere, &lifecycles), None, "a namespace makes it somebody's own");
    let mut unversioned = package(Some("pkg:github/openssl/openssl"), None);
    unversioned.version = None;
    assert_eq!(cycle(&unversioned, &lifecycles), None, "which cycle it is of is not known");

    let debian = "pkg:deb/debian/openssl@3.0.14?distro=debian-12";
    let cpe = Some("cpe:2.3:a:openssl:openssl:3.0.14:*:*:*:*:*:*:*");
    let found = cycle(&package(Some(debian), cpe), &lifecycles).unwrap();
    assert_eq!(
        (&*found.product, found.ends),
        ("Debian", End::On(day("2026-07-11"))),
        "its distribution cares for it"
    );
    let wolfi = package(Some("pkg:apk/wolfi/openssl@3.0.14"), cpe);
    assert_eq!(cycle(&wolfi, &lifecycles), None, "a distribution that the source does not know");
    let release_unsaid = package(Some("pkg:deb/debian/openssl@3.0.14"), cpe);
    assert_eq!(cycle(&release_unsaid, &lifecycles), None);
}
