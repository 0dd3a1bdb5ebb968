//! Vectors are read strictly, and an error names the metric that is wrong.

use proptest::prelude::*;
use vigil_score::{CvssVector, CvssVersion, Severity};

fn error(text: &str) -> String {
    CvssVector::parse(text).unwrap_err().to_string()
}

#[test]
fn an_error_names_the_metric_that_is_wrong() {
    for (text, expected) in [
        (
            "CVSS:3.1/AV:Z/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L",
            "metric AV (Attack Vector) cannot be `Z`; it is one of N, A, L, P",
        ),
        ("CVSS:3.1/AV:N/AC:H/UI:N/S:U/C:N/I:N/A:L", "base metric PR (Privileges Required) is missing"),
        ("CVSS:3.1/AV:N/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L", "metric AV is given twice"),
        ("CVSS:3.1/AV:N/XX:H", "CVSS 3.1 has no metric `XX`"),
        ("CVSS:3.1/AV:N/AC", "`AC` is not of the form `metric:value`"),
        ("CVSS:3.1", "`` is not of the form"),
        ("CVSS:3.1/", "`` is not of the form"),
        ("CVSS:5.0/AV:N", "CVSS version `5.0` is not known"),
        ("CVSS:3.1/AV:X/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L", "metric AV"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:S/SA:N", "metric SI"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N", "base metric SA"),
        ("AV:N/AC:L/Au:N/C:P/I:P", "base metric A (Availability Impact) is missing"),
        ("AV:N/AC:L/PR:N", "CVSS 2.0 has no metric `PR`"),
        ("", "not of the form"),
    ] {
        assert!(error(text).contains(expected), "{text}: {}", error(text));
    }
    assert!(error(&"A".repeat(2000)).contains("longer"));
}

#[test]
fn the_canonical_form_sorts_metrics_and_drops_undefined_ones() {
    for (text, canonical) in [
        ("CVSS:3.1/A:L/C:N/I:N/S:U/UI:N/PR:N/AC:H/AV:N/E:X", "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L"),
        ("(AV:N/AC:L/Au:N/C:P/I:P/A:P/E:ND)", "AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        ("CVSS:2.0/av:n/ac:l/AU:N/c:p/i:p/a:p", "AV:N/AC:L/Au:N/C:P/I:P/A:P"),
        (
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/U:RED/S:P/E:A",
            "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N/E:A/S:P/U:Red",
        ),
    ] {
        let vector = CvssVector::parse(text).unwrap();
        assert_eq!(vector.to_string(), canonical);
        assert_eq!(CvssVector::parse(canonical).unwrap(), vector);
    }
}

#[test]
fn undefined_metrics_do_not_make_a_temporal_score() {
    let base = "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L";
    let vector = CvssVector::parse(&format!("{base}/E:X/RL:X/MAV:X")).unwrap();
    assert_eq!((vector.temporal_score(), vector.environmental_score()), (None, None));
    assert_eq!(
        (vector.base_score().to_string().as_str(), vector.base_score().severity()),
        ("3.7", Severity::Low)
    );
    let proven = CvssVector::parse(&format!("{base}/E:P/RL:O/RC:C")).unwrap();
    assert_eq!(proven.temporal_score().unwrap().to_string(), "3.4");
    assert_eq!(proven.overall_score().tenths(), 34);
    assert_eq!(proven.base_score().tenths(), 37);
}

#[test]
fn version_4_scores_are_kept_apart_by_group() {
    let base = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H";
    let vector = CvssVector::parse(&format!("{base}/E:U/MAV:P")).unwrap();
    assert_eq!(vector.version(), CvssVersion::V40);
    assert_eq!(vector.nomenclature(), "CVSS-BTE");
    assert_eq!(vector.base_score().to_string(), "10.0");
    assert!(vector.temporal_score().unwrap() < vector.base_score());
    assert!(vector.environmental_score().unwrap() < vector.temporal_score().unwrap());
    assert_eq!(vector.overall_score(), vector.environmental_score().unwrap());
}

#[test]
fn every_given_metric_is_explained() {
    let vector = CvssVector::parse("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:L").unwrap();
    let lines: Vec<String> = vector.explain().iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 8);
    assert_eq!(lines[0], "Attack Vector: Network (from a remote network, such as the internet)");
    assert_eq!(lines[7], "Availability: Low (limited loss)");
    assert_eq!((vector.value("AC"), vector.value("E")), (Some("H"), None));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_the_reader_panic(text in any::<String>(), near in "CVSS:[2-4]\\.[01](/[A-Z]{1,3}:[A-Z]){0,12}") {
        for text in [text, near] {
            if let Ok(vector) = CvssVector::parse(&text) {
                prop_assert_eq!(CvssVector::parse(&vector.to_string()).unwrap(), vector);
            }
        }
    }
}
