//! Vulnerabilities of one's own are assessed against every release: the current one and those in the field.

use std::path::Path;

use vigil_base::{Date, Memory};
use vigil_case::{Case, Options, OwnRow};

use crate::folder::DAY;

const MODEL: &str = r#"
[project]
id = "d"
name = "Device"
version = "3.2.0"
[release."3.2.0"]
status = "in-development"
components = { radio = { version = "3.2.0" }, motor = { version = "2.9.1" } }
[release."3.1.4"]
status = "fielded"
units = 10
components = { radio = { version = "3.1.4" }, motor = {} }
[release."2.6.9"]
status = "fielded"
[release."1.0.0"]
status = "retired"
units = 0
[release."0.9.0"]
status = "retired"
units = 3
components = { motor = { version = "1.0.0" } }
[zone.box]
kind = "enclosure"
[component.radio]
name = "Radio"
kind = "embedded-linux"
in = "box"
if = { wifi = { kind = "wifi" } }
[component.motor]
name = "Motor"
kind = "mcu"
in = "box"
"#;

/// The case on a day of a device with this in its model.
fn on(day: Date, more: &str) -> Case {
    let world = Memory::new(day).with("d/vigil.toml", MODEL).with("d/model/more.toml", more);
    let case = vigil_case::build(&world, Path::new("d"), &Options { as_of: day }).expect("the folder is one");
    assert!(!case.findings.iter().any(|it| it.code.starts_with("model.")), "{:#?}", case.findings);
    case
}

fn rows(more: &str) -> Vec<OwnRow> {
    on(DAY, more).own
}

fn row<'r>(rows: &'r [OwnRow], release: &str) -> &'r OwnRow {
    let mut found = rows.iter().filter(|it| it.release == release);
    let first = found.next().unwrap_or_else(|| panic!("no row for {release}: {rows:#?}"));
    assert!(found.next().is_none(), "{rows:#?}");
    first
}

fn own(on: &str, more: &str) -> String {
    format!("[vulnerability.v]\ntitle = \"T\"\nfound-by = \"researcher\"\non = [{on}]\n{more}\n")
}

fn decided(verdict: &str, releases: &str) -> String {
    let why = if verdict == "not-affected" { "why = \"vulnerable_code_not_present\"\n" } else { "" };
    format!(
        "[decision.d]\non = {{ vulnerability = \"v\" }}\nverdict = \"{verdict}\"\n{why}because = \"x\"\nreleases = {{ {releases} }}\n"
    )
}

#[test]
fn every_release_that_is_not_gone_has_a_row_and_a_release_that_lists_no_parts_may_have_any() {
    let rows = rows(&own("\"component.radio\"", "versions = \"<3.1.5\""));
    let releases: Vec<&str> = rows.iter().map(|it| it.release.as_str()).collect();
    // 0.9.0 has no radio; of 1.0.0 no unit is left; of 2.6.9 nobody says what is in it.
    assert_eq!(releases, ["2.6.9", "3.1.4", "3.2.0"]);
    assert_eq!(row(&rows, "3.2.0").has_it, Some(false));
    assert_eq!(row(&rows, "3.1.4").has_it, Some(true));
    assert_eq!((row(&rows, "2.6.9").has_it, row(&rows, "2.6.9").version.clone()), (None, None));
}

#[test]
fn a_version_that_is_not_stated_is_never_taken_for_a_safe_one() {
    let rows = rows(&own("\"component.motor\"", "versions = \"<2.0.0\""));
    let unstated = row(&rows, "3.1.4");
    assert!(unstated.has_it.is_none() && unstated.is_open(), "{unstated:#?}");
    assert_eq!(row(&rows, "0.9.0").has_it, Some(true), "retired, and three units are left");
    assert!(!row(&rows, "3.2.0").is_open());
}

#[test]
fn a_vulnerability_of_the_whole_device_is_compared_with_the_version_of_the_release() {
    let rows = rows(&own("", "versions = \">=3.0.0, <3.2.0\""));
    let has: Vec<(&str, Option<bool>)> = rows.iter().map(|it| (it.release.as_str(), it.has_it)).collect();
    let expected =
        [("0.9.0", Some(false)), ("2.6.9", Some(false)), ("3.1.4", Some(true)), ("3.2.0", Some(false))];
    assert_eq!(has, expected);
}

#[test]
fn a_component_and_an_interface_of_it_are_one_row() {
    let rows = rows(&own("\"component.radio\", \"interface.radio.wifi\"", "versions = \"<3.1.5\""));
    assert_eq!(rows.iter().filter(|it| it.release == "3.1.4").count(), 1);
}

#[test]
fn without_versions_only_what_holds_the_fix_is_known_not_to_have_it() {
    let rows = rows(&own("\"component.radio\"", "fixed-in = \"3.2.0\""));
    assert_eq!(row(&rows, "3.2.0").has_it, Some(false));
    assert_eq!(row(&rows, "3.1.4").has_it, None);
    assert!(row(&rows, "3.1.4").is_open());
}

#[test]
fn a_range_that_cannot_be_read_leaves_every_release_open() {
    let rows = rows(&own("\"component.radio\"", "versions = \"all of them\""));
    assert!(rows.iter().all(|it| it.has_it.is_none() && it.is_open()), "{rows:#?}");
}

#[test]
fn the_verdict_of_a_decision_is_for_the_release_under_review_and_others_need_their_own() {
    let text =
        own("\"component.radio\"", "versions = \"<3.3.0\"") + &decided("affected", "\"3.1.4\" = \"fixed\"");
    let rows = rows(&text);
    assert_eq!(row(&rows, "3.2.0").verdict.as_deref(), Some("affected"));
    assert_eq!(row(&rows, "2.6.9").verdict, None);
    assert!(row(&rows, "2.6.9").is_open());
    let denied = row(&rows, "3.1.4");
    assert!(
        denied.contradicts(),
        "its versions hold 3.1.4, and the decision says that it is fixed: {denied:#?}"
    );
}

#[test]
fn what_is_under_investigation_stays_open() {
    let text = own("\"component.radio\"", "versions = \"<3.3.0\"") + &decided("under-investigation", "");
    assert!(row(&rows(&text), "3.2.0").is_open());
}

#[test]
fn two_decisions_on_one_vulnerability_are_an_error() {
    let second = decided("affected", "").replace("[decision.d]", "[decision.e]");
    let case = on(DAY, &(own("\"component.radio\"", "") + &decided("affected", "") + &second));
    let twice: Vec<_> = case.findings.iter().filter(|it| it.code == "case.decided-twice").collect();
    assert_eq!(twice.len(), 1);
    assert!(twice[0].message.contains("vulnerability.v"), "{}", twice[0].message);
}

#[test]
fn the_embargo_lasts_until_its_day_and_no_longer() {
    let text = own("\"component.radio\"", "embargo = { until = 2026-12-01, tlp = \"amber\" }");
    let embargo = |day: Date| {
        let case = on(day, &text);
        let rows: Vec<Option<Date>> = case.own.iter().map(|it| it.embargo).collect();
        assert!(rows.windows(2).all(|pair| pair[0] == pair[1]), "all releases alike: {rows:?}");
        rows[0]
    };
    let until = Date::constant(2026, 12, 1);
    assert_eq!(embargo(Date::constant(2026, 11, 30)), Some(until));
    assert_eq!(embargo(until), None, "on the day itself it may be told");
}
