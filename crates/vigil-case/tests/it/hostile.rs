//! Whatever stands in a folder, it is read to the end, and what is said about it can be printed.

use proptest::prelude::*;
use vigil_case::Case;
use vigil_finding::render::{Counts, Format, Options, Report, render};

use crate::folder::Folder;

/// One edit: which file, where in it, how much goes, what comes.
type Edit = (prop::sample::Index, prop::sample::Index, usize, Vec<u8>);

/// Bytes that mean something in TOML and JSON come more often than others.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let telling = prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        "\"",
        "'",
        "\"\"\"",
        "=",
        ",",
        ".",
        "\n",
        "\r\n",
        "#",
        "*",
        "@",
        "true",
        "1e999",
        "-1",
        "99999999999999999999",
        "2026-02-30",
        "1979-05-27T07:32:00Z",
        "nan",
        "[flow.order]\n",
        "[project]\n",
        "x.y.z=1\n",
        "in = \"pump\"\n",
        "was = [\"order\"]\n",
        "\u{feff}",
        "\u{fffd}",
        "\\u0000",
        "ä",
        "[[flow]]\n",
        "{}",
    ]);
    prop_oneof![
        4 => telling.prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..6),
        1 => "[a-z]{1,9}".prop_map(String::into_bytes),
    ]
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..12, piece()),
        1..8,
    )
}

fn changed(edits: &[Edit]) -> Folder {
    let mut folder = Folder::infusion();
    folder.append("vigil.lock", "version = 1\nas-of = \"2026-11-01\"\nretired = [\"flow.gone\"]\n");
    folder.append("text/threat-model.md", "# How\n");
    for (file, at, gone, new) in edits {
        let names: Vec<String> = folder.0.keys().cloned().collect();
        let bytes = folder.0.get_mut(file.get(&names)).expect("a name of the folder");
        let at = at.index(bytes.len() + 1);
        bytes.splice(at..(at + gone).min(bytes.len()), new.iter().copied());
    }
    folder
}

fn printed(case: &Case) -> String {
    let report = Report {
        findings: &case.findings,
        sources: &case.sources,
        tool_version: "0.0.0",
        as_of: Some(case.as_of),
        counts: &Counts::default(),
    };
    render(Format::Human, &report, Options::default())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn no_edit_of_a_folder_makes_it_fall_over(edits in edits()) {
        let folder = changed(&edits);
        let case = folder.case();
        for finding in &case.findings {
            let place = finding.place.as_ref().expect("a finding has a place");
            let text = folder.text(&place.file);
            let lines = u32::try_from(text.matches('\n').count()).unwrap() + 1;
            prop_assert!(place.line >= 1 && place.line <= lines, "{:?}", finding);
        }
        printed(&case);
        // The same bytes in, the same words out.
        prop_assert_eq!(&folder.case().findings, &case.findings);
        prop_assert_eq!(folder.case().model.json(), case.model.json());
    }
}

#[test]
fn deep_nesting_is_said_and_not_followed() {
    let mut folder = Folder::infusion();
    folder.append("model/deep.toml", &format!("x = {}", "[".repeat(100_000)));
    folder.append("model/dots.toml", &format!("[{}]\n", vec!["a"; 100_000].join(".")));
    let codes: Vec<String> = folder.case().findings.into_iter().map(|it| it.code).collect();
    assert!(codes.iter().any(|it| it == "model.syntax"), "{codes:?}");
}
