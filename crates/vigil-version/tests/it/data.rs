//! Where the test data stands, and how its vectors are read.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

/// Finds a folder of the test data; without it the test is skipped, except on the build server.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test asks where its data stands")]
    let (data, ci) = (std::env::var("VIGIL_DATA"), std::env::var("CI"));
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let found = data.map_or(beside, PathBuf::from).join(name);
    if found.is_dir() {
        return Some(found);
    }
    assert!(ci.as_deref() != Ok("true"), "test data is missing: {}", found.display());
    println!("skipped: no test data at {}", found.display());
    None
}

/// Lists the files of a folder by name.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// Two versions and how they should compare; `None` when they only must differ.
#[derive(Debug)]
pub(crate) struct Pair {
    pub(crate) left: String,
    pub(crate) right: String,
    pub(crate) expected: Option<Ordering>,
}

/// Reads lines of the form `1.0 < 2.0`.
pub(crate) fn order_lines(text: &str) -> Vec<Pair> {
    text.lines().filter(|line| !line.starts_with("//") && !line.trim().is_empty()).map(order_line).collect()
}

fn order_line(line: &str) -> Pair {
    let parts: Vec<&str> = line.split_whitespace().collect();
    let [left, sign, right] = parts[..] else { panic!("not a comparison: {line}") };
    let expected = match sign {
        "<" => Ordering::Less,
        "=" => Ordering::Equal,
        ">" => Ordering::Greater,
        _ => panic!("not a comparison: {line}"),
    };
    Pair { left: left.to_owned(), right: right.to_owned(), expected: Some(expected) }
}

/// Reads the comparison and equality cases of a VERS test file.
pub(crate) fn vers_pairs(text: &str) -> Vec<(String, Pair)> {
    let file: serde_json::Value = serde_json::from_str(text).unwrap();
    file["tests"].as_array().unwrap().iter().flat_map(vers_case).collect()
}

fn vers_case(case: &serde_json::Value) -> Vec<(String, Pair)> {
    let scheme = case["input"]["input_scheme"].as_str().unwrap_or_default().to_owned();
    match case["test_type"].as_str() {
        Some("equality") => {
            let expected = case["expected_output"].as_bool().unwrap().then_some(Ordering::Equal);
            neighbours(&texts(&case["input"]["versions"]), expected)
                .map(|pair| (scheme.clone(), pair))
                .collect()
        }
        // The sorted output of a comparison may hold equal neighbours, so only its steps are known.
        Some("comparison") => {
            sorted(&texts(&case["expected_output"])).map(|pair| (scheme.clone(), pair)).collect()
        }
        _ => Vec::new(),
    }
}

fn neighbours(versions: &[String], expected: Option<Ordering>) -> impl Iterator<Item = Pair> {
    versions.windows(2).map(move |two| Pair { left: two[0].clone(), right: two[1].clone(), expected })
}

fn sorted(versions: &[String]) -> impl Iterator<Item = Pair> {
    versions.windows(2).map(|two| Pair {
        left: two[0].clone(),
        right: two[1].clone(),
        expected: Some(if two[0] == two[1] { Ordering::Equal } else { Ordering::Less }),
    })
}

fn texts(list: &serde_json::Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}
