//! What was compiled into packages: the files that their records name, read for matching.

use std::collections::BTreeMap;
use std::path::Path;

use vigil_base::{Digest, World};
use vigil_finding::Finding;
use vigil_match::{Built, busybox_table};
use vigil_model::Model;
use vigil_model::kinds::Package as Written;

use crate::findings;
use crate::packages::{PackageRow, is_inside};

/// No list of files or configuration is larger.
const MOST: usize = 64 << 20;

/// What is stated of packages, by component and package key.
pub type BuiltPackages = BTreeMap<(String, String), Built>;

/// What was read, with the digest of every file that was looked at.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) built: BuiltPackages,
    pub(crate) findings: Vec<Finding>,
    pub(crate) inputs: BTreeMap<String, Digest>,
}

/// Reads what the records of the packages state. What cannot be read is told, and states nothing.
pub(crate) fn read(world: &dyn World, root: &Path, model: &Model, rows: &[PackageRow]) -> Read {
    let mut read = Read::default();
    let mut known: BTreeMap<&str, Option<Built>> = BTreeMap::new();
    for row in rows {
        let Some(written) = row.record.as_ref().and_then(|id| model.packages.get(id)) else { continue };
        if written.built.is_none() {
            continue;
        }
        let built = known
            .entry(written.meta.id.as_str())
            .or_insert_with(|| Reader { world, root, model, written }.built(&mut read));
        if let Some(built) = built {
            read.built.insert((row.component.to_string(), row.key.clone()), built.clone());
        }
    }
    read
}

struct Reader<'r> {
    world: &'r dyn World,
    root: &'r Path,
    model: &'r Model,
    written: &'r Written,
}

impl Reader<'_> {
    fn built(&self, read: &mut Read) -> Option<Built> {
        let stated = self.written.built.as_ref()?;
        let id = self.written.meta.id.as_str();
        let mut built = Built::new(&format!("package.{id}"), stated.complete == Some(true));
        let mut is_empty = true;
        if let Some(path) = &stated.files
            && let Some(text) = self.text(path, read)
        {
            built = built.with_files(path, &text);
            is_empty = false;
        }
        if let Some(path) = &stated.config
            && let Some(config) = self.text(path, read)
        {
            let table = match &stated.options {
                Some(table) => self.text(table, read)?,
                None if self.is_busybox() => busybox_table().to_owned(),
                None => {
                    self.say(findings::built_without_options(id, path), read);
                    return (!is_empty).then_some(built);
                }
            };
            match built.clone().with_config(path, &config, &table) {
                Ok(with) => (built, is_empty) = (with, false),
                Err(cause) => self.say(findings::built_unreadable(id, path, &cause.to_string()), read),
            }
        }
        (!is_empty).then_some(built)
    }

    fn is_busybox(&self) -> bool {
        let id = self.written.meta.id.as_str();
        let name = self.written.name.as_deref().unwrap_or(id);
        name.to_lowercase().contains("busybox")
    }

    /// The text of a file of the folder.
    fn text(&self, path: &str, read: &mut Read) -> Option<String> {
        let id = self.written.meta.id.as_str();
        if !is_inside(path) {
            let what = "the evidence of a build";
            self.say(findings::path_leaves_folder(what, path, &format!("package.{id}")), read);
            return None;
        }
        let bytes = match self.world.read(&self.root.join(path)) {
            Ok(bytes) if bytes.len() <= MOST => bytes,
            Ok(_) => {
                self.say(findings::built_unreadable(id, path, "it is larger than 64 MB"), read);
                return None;
            }
            Err(cause) => {
                self.say(findings::built_unreadable(id, path, &cause.to_string()), read);
                return None;
            }
        };
        read.inputs.insert(path.to_owned(), Digest::of_bytes(&bytes));
        match String::from_utf8(bytes) {
            Ok(text) => Some(text),
            Err(_) => {
                self.say(findings::built_unreadable(id, path, "it is no UTF-8 text"), read);
                None
            }
        }
    }

    fn say(&self, finding: Finding, read: &mut Read) {
        read.findings.push(finding.at(self.model.place(self.written.meta.key("built"))));
    }
}
