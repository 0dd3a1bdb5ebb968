//! Every finding and package says where it stands.

use vigil_base::Place;
use vigil_sbom::read;

const ODD: &str = "{\n \"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\",\n \"metadata\": {\"component\": {\"type\": \"device\", \"name\": \"Größe\", \"bom-ref\": \"d\",\n   \"components\": [{\"type\": \"firmware\", \"name\": \"fw\", \"a/b~c\": {\"deep\": [1, 2]}}]}},\n \"components\": [\n  {\"type\": \"library\", \"name\": \"µ\", \"version\": 1.10, \"scope\": \"requiered\"},\n  {\"type\": \"library\", \"name\": \"z\", \"name\": \"y\", \"hashes\": [{\"alg\": \"SHA-1\", \"content\": \"00\"}]}\n ]\n}\n";

fn at(code: &str) -> (Place, String) {
    let reading = read(ODD.as_bytes(), "o.json").unwrap();
    let finding = reading.findings.into_iter().find(|finding| finding.code == code).expect(code);
    (finding.place.unwrap(), finding.message)
}

#[test]
fn findings_point_at_line_column_and_pointer() {
    let table = [
        ("sbom.word", "o.json:6:62", "/components/0/scope", 11),
        ("sbom.wrong-type", "o.json:6:47", "/components/0/version", 4),
        ("sbom.unknown-field", "o.json:4:63", "/metadata/component/components/0/a~1b~0c", 1),
        ("sbom.doubled-key", "o.json:7:3", "/components/1", 1),
        ("sbom.hash", "o.json:7:60", "/components/1/hashes/0", 1),
        ("sbom.format", "o.json:7:88", "/components/1/hashes/0/content", 4),
    ];
    for (code, printed, pointer, width) in table {
        let (place, message) = at(code);
        assert_eq!(
            (place.to_string().as_str(), place.pointer.as_deref(), place.width),
            (printed, Some(pointer), width),
            "{code}: {message}"
        );
    }
    assert!(at("sbom.unknown-field").1.contains("`a/b~c`"));
}

#[test]
fn packages_know_their_place_their_parent_and_the_digits_of_their_version() {
    let sbom = read(ODD.as_bytes(), "o.json").unwrap().sbom;
    let places: Vec<_> = sbom.packages.iter().map(|package| package.place.to_string()).collect();
    assert_eq!(places, ["o.json:4:19", "o.json:6:3", "o.json:7:3"]);
    assert_eq!(sbom.packages[0].parent.as_deref(), Some("/metadata/component"));
    assert_eq!(sbom.packages[1].version.as_deref(), Some("1.10"));
    assert_eq!(sbom.packages[2].name, "y");
    assert_eq!(sbom.primary.unwrap().name, "Größe");
}

#[test]
fn a_syntax_error_names_its_line_and_column_in_characters() {
    let error = read("{\n \"bomFormät\": tru\n}".as_bytes(), "f.json").unwrap_err();
    assert_eq!(error.place().to_string(), "f.json:2:18");
    assert_eq!(error.finding().code, "sbom.syntax");
    let cut = read(b"{\"bomFormat\": \"Cyclo", "f.json").unwrap_err();
    assert_eq!(cut.to_string(), "f.json ends in the middle of a value, at line 1");
}
