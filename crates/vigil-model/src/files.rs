//! Which files of a device folder are read, and how bytes become text.

use std::path::Path;

use vigil_base::{Place, World};
use vigil_finding::Finding;

use crate::findings;
use crate::model::SourceFile;
use crate::read::{LoadError, MAX_FILE};

/// Where records may stand, in reading order: policy first, then the model, decisions, evidence, drawing.
pub(crate) fn model_files(world: &dyn World, root: &Path) -> Result<Vec<String>, LoadError> {
    let mut files = vec!["vigil.toml".to_owned()];
    for folder in ["model", "decisions", "evidence", "layout"] {
        let path = root.join(folder);
        if !world.exists(&path) {
            continue;
        }
        let found = world.walk(&path).map_err(|source| LoadError::List { folder: path, source })?;
        for file in found.iter().filter(|file| file.extension().is_some_and(|it| it == "toml")) {
            let name = slashed(file);
            // Other TOML files in the evidence are reports as they came.
            if folder != "evidence" || name == "index.toml" {
                files.push(format!("{folder}/{name}"));
            }
        }
    }
    Ok(files)
}

/// Files of the folder that are links or devices. They are not read, and that is said: a record that nobody read is no
/// record that is not there.
pub(crate) fn links(world: &dyn World, root: &Path) -> Vec<Finding> {
    let mut said = Vec::new();
    for folder in ["model", "decisions", "text", crate::trees::FOLDER] {
        for path in world.passed_by(&root.join(folder)).unwrap_or_default() {
            let path = format!("{folder}/{}", slashed(&path));
            let fault =
                findings::unreadable(&path, "it is a link or no regular file, and links are not followed");
            said.push(fault.help("put the file itself into the device folder").at(Place::start_of(&path)));
        }
    }
    said
}

pub(crate) fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

pub(crate) fn read_text(
    world: &dyn World,
    root: &Path,
    path: &str,
    findings: &mut Vec<Finding>,
) -> Option<SourceFile> {
    let fault = match world.read(&root.join(path)) {
        Ok(bytes) if bytes.len() > MAX_FILE => findings::too_large(path, MAX_FILE),
        Ok(bytes) => {
            return Some(SourceFile::new(path.to_owned(), as_text(path, &bytes, findings)));
        }
        Err(cause) => findings::unreadable(path, &cause.to_string()),
    };
    findings.push(fault.at(Place::start_of(path)));
    None
}

/// The text of a file. One odd byte does not take all records of the file with it.
fn as_text(path: &str, bytes: &[u8], findings: &mut Vec<Finding>) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if let Err(odd) = std::str::from_utf8(bytes) {
        let mark = bytes.starts_with(b"\xef\xbb\xbf");
        let at = odd.valid_up_to() - if mark { 3 } else { 0 };
        findings.push(findings::not_text(path).at(Place::of_span(path, text, &(at..at + 1))));
    }
    text.to_owned()
}
