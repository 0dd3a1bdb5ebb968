//! Every direct dependency has its sentence in `docs/dependencies.md`.

use std::collections::BTreeSet;

use serde_json::Value;

/// The crates from elsewhere that the packages of the metadata depend on and that `reasons` does not name.
fn without(metadata: &Value, reasons: &str) -> Vec<String> {
    let packages = metadata["packages"].as_array().map_or(&[][..], Vec::as_slice);
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let ours: BTreeSet<String> = packages.iter().map(name).collect();
    let used: BTreeSet<String> = packages
        .iter()
        .filter_map(|package| package["dependencies"].as_array())
        .flatten()
        .map(name)
        .collect();
    used.difference(&ours).filter(|name| !names(reasons).contains(name.as_str())).cloned().collect()
}

/// The names in the first column of the table.
fn names(reasons: &str) -> BTreeSet<&str> {
    let cells = reasons.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next());
    cells.flat_map(|cell| cell.split(", ")).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_direct_dependency_has_a_reason() {
        let root = crate::root();
        let reasons = std::fs::read_to_string(root.join("docs/dependencies.md")).unwrap();
        let metadata = crate::arrows::metadata(&root).unwrap();
        assert_eq!(without(&metadata, &reasons), Vec::<String>::new(), "add them to docs/dependencies.md");
    }

    #[test]
    fn a_dependency_without_a_reason_is_named() {
        let metadata = json!({ "packages": [
            { "name": "ours", "dependencies": [{ "name": "ours" }, { "name": "one" }, { "name": "two" }] },
        ]});
        assert_eq!(without(&metadata, "| one, three | Because. |"), ["two"]);
    }
}
