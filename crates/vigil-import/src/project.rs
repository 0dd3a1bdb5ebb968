//! The head of a device folder that is made around an import.

use toml_edit::{DocumentMut, Item, Table};
use vigil_base::Id;

/// The text of `vigil.toml` for a device of which only the title is known.
///
/// The version is a word, not a number: nobody stated one.
pub fn head(title: &str) -> String {
    let id = Some(Id::slug_of(title)).filter(|it| !it.is_empty()).unwrap_or_else(|| "device".to_owned());
    let mut project = Table::new();
    project.insert("id", Item::Value(id.into()));
    project.insert("name", Item::Value(title.into()));
    project.insert("version", Item::Value("draft".into()));
    project.insert("packs", Item::Value(["medical-core@1"].into_iter().collect::<toml_edit::Array>().into()));
    let mut release = Table::new();
    release.insert("status", Item::Value("in-development".into()));
    let mut releases = Table::new();
    releases.set_implicit(true);
    releases.insert("draft", Item::Table(release));
    let mut document = DocumentMut::new();
    document.insert("project", Item::Table(project));
    document.insert("release", Item::Table(releases));
    format!(
        "# Made around an imported model. Put in the device's real name, its version (here and below) and its maker.\n\n{document}"
    )
}
