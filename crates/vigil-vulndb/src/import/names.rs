//! What the name of a file and the head of an object say.

use std::path::Path;

use crate::input::json::Head;

/// Whether a text that is no feed explains or configures one: the archive of a repository holds such files.
pub(super) fn is_documentation(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|extension| ["md", "rst", "yml", "yaml"].contains(&extension))
}

/// The last part of a path: where a file stands on one machine is no fact of the database.
pub(super) fn file_name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// The feed of a carrying object whose records cannot be told by themselves.
pub(super) fn foreign_carrier(head: &Head) -> Option<&'static str> {
    let has = |key: &str| head.contains_key(key);
    match () {
        () if has("bomFormat") => Some("CycloneDX"),
        () if has("CVE_data_type") => Some("NVD JSON 1.1"),
        () => None,
    }
}
