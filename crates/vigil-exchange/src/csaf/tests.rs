use super::*;

const SMALL: &str = r#"{"document":{"category":"csaf_vex","csaf_version":"2.0","title":"t",
  "publisher":{"category":"vendor","name":"Example","namespace":"https://vendor.example"},
  "tracking":{"id":"EX-1","status":"final","version":"1","initial_release_date":"2026-01-02T03:04:05Z","current_release_date":"2026-01-03T03:04:05Z"}},
 "product_tree":{"branches":[{"category":"vendor","name":"Example","branches":[{"category":"product_name","name":"radio",
   "branches":[{"category":"product_version","name":"2.1","product":{"name":"radio 2.1","product_id":"P1",
     "product_identification_helper":{"purl":"pkg:generic/radio@2.1"}}},
    {"category":"product_version_range","name":"<2.0","product":{"name":"radio before 2.0","product_id":"P2"}}]}]}],
  "product_groups":[{"group_id":"G","product_ids":["P1","P2"]}],
  "relationships":[{"category":"default_component_of","product_reference":"P1","relates_to_product_reference":"P2",
    "full_product_name":{"name":"radio in board","product_id":"P3"}}]},
 "vulnerabilities":[{"cve":"CVE-2026-0001","product_status":{"known_not_affected":["P1"]},
   "flags":[{"label":"vulnerable_code_not_present","group_ids":["G"]}]}]}"#;

#[test]
fn a_product_knows_its_branches_identifiers_and_parts() {
    let csaf = read(SMALL).unwrap();
    let products = csaf.products();
    let radio = &products["P1"];
    assert_eq!((radio.branch("vendor"), radio.version()), (Some("Example"), Some("2.1")));
    assert_eq!(radio.purls().collect::<Vec<_>>(), ["pkg:generic/radio@2.1"]);
    assert_eq!(products["P2"].range(), Some("<2.0"));
    assert_eq!(products["P3"].related.as_ref().map(|it| it.whole.as_str()), Some("P2"));
    let flag = &csaf.vulnerabilities[0].flags[0];
    assert_eq!(csaf.members(&flag.product_ids, &flag.group_ids).len(), 2);
}

#[test]
fn another_version_or_another_document_is_refused_with_its_line() {
    let newer = SMALL.replace("\"2.0\",\"title\"", "\"3.0\",\"title\"");
    assert!(matches!(read(&newer), Err(ReadError::Malformed { .. })));
    assert!(matches!(read("{\n\"runs\": []}"), Err(ReadError::Malformed { line: 2, .. })));
}

#[test]
fn branches_without_end_are_refused_and_do_not_exhaust_the_stack() {
    let deep = format!(
        "{}{}",
        "{\"document\":{\"category\":\"c\",\"csaf_version\":\"2.0\",\"publisher\":{\"name\":\"p\"},\"tracking\":{\"id\":\"1\"}},\
         \"product_tree\":{\"branches\":[",
        "{\"category\":\"vendor\",\"name\":\"v\",\"branches\":[".repeat(5_000)
    );
    assert!(matches!(read(&deep), Err(ReadError::Malformed { .. })));
}
