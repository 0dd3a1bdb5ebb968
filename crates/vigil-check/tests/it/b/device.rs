//! A small device folder in which these groups find nothing to say, to be broken in one place at a time.

use vigil_case::Case;

use crate::folder::folder;

/// One file of the folder.
pub(crate) type File = (&'static str, String);

const PROJECT: &str = include_str!("device/project.toml");

const SYSTEM: &str = include_str!("device/system.toml");

const SECURITY: &str = include_str!("device/security.toml");

const DOCUMENTS: &str = include_str!("device/documents.toml");

const SBOM: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
"metadata": {"timestamp": "2026-02-01T00:00:00Z", "component": {"type": "firmware", "name": "pump", "version": "2.0.0", "bom-ref": "pump"}},
"components": [{"type": "library", "name": "lwip", "version": "2.1.2", "purl": "pkg:generic/lwip@2.1.2", "bom-ref": "lwip"}]}"#;

const JUNIT: &str = r#"<testsuite name="sec"><testcase classname="sec" name="forged"/></testsuite>"#;

/// Families that the folder has no control for, with a row of each answered away would be long: they get a control each.
const FAMILIES: &[&str] =
    &["cryptography", "integrity", "confidentiality", "logging", "resiliency", "updates"];

fn families() -> String {
    let control = |family: &&str| {
        format!(
            "[control.for-{family}]\nfamily = \"{family}\"\nowner = \"hospital\"\ntext = \"x\"\nnew-risks = {{ none = \"x\" }}\n\
             [label.for-{family}]\ntopic = \"controls\"\nto = \"hospital-it\"\ntext = \"x\"\ntask = \"HF-2\"\nanswers = [\"for-{family}\"]\n"
        )
    };
    FAMILIES.iter().map(control).collect()
}

/// The files of the folder.
pub(crate) fn files() -> Vec<File> {
    let mut files = vec![
        ("vigil.toml", PROJECT.to_owned()),
        ("model/system.toml", SYSTEM.to_owned()),
        ("model/security.toml", SECURITY.to_owned()),
        ("model/documents.toml", DOCUMENTS.to_owned()),
        ("model/families.toml", families()),
        ("sbom/pump.cdx.json", SBOM.to_owned()),
        ("evidence/ci.xml", JUNIT.to_owned()),
        ("text/risk-assessment.md", "The file holds 1 risks, and `risk.wrong-dose` is one.\n".to_owned()),
    ];
    for name in ["views-global", "views-multi-patient", "views-update", "views-use-cases"] {
        let path: &'static str = Box::leak(format!("text/{name}.md").into_boxed_str());
        files.push((path, "It shows what the title says.\n".to_owned()));
    }
    files
}

/// The case of such a folder.
pub(crate) fn case_of(files: &[File]) -> Case {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    folder(&files)
}

/// The folder with `from` replaced by `to`, once; and where `needle` stands afterwards.
pub(crate) fn broken(from: &str, to: &str, needle: &str) -> (Case, String) {
    let mut files = files();
    let holds: Vec<&mut File> = files.iter_mut().filter(|(_, text)| text.contains(from)).collect();
    assert_eq!(holds.len(), 1, "`{from}` stands in one file");
    for (_, text) in holds {
        assert_eq!(text.matches(from).count(), 1, "`{from}` stands there once");
        *text = text.replace(from, to);
    }
    let at = place_of(&files, needle);
    (case_of(&files), at)
}

/// `file:line` of the only line with `needle`.
pub(crate) fn place_of(files: &[File], needle: &str) -> String {
    let lines = files.iter().flat_map(|(path, text)| {
        text.lines()
            .enumerate()
            .filter(|(_, line)| line.contains(needle))
            .map(move |(at, _)| format!("{path}:{}", at + 1))
    });
    let found: Vec<String> = lines.collect();
    assert_eq!(found.len(), 1, "`{needle}` stands in one line: {found:?}");
    found[0].clone()
}
