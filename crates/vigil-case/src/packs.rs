//! The packs of threat rules that a project names: those that come with the tool, and its own below `packs/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use vigil_base::nearest::nearest;
use vigil_base::{Digest, Place, Sources, World};
use vigil_finding::Finding;
use vigil_model::Model;
use vigil_threat::Pack;

mod findings;

/// The folder of packs of one's own.
const FOLDER: &str = "packs";
/// No pack of one's own has more files.
const MAX_FILES: usize = 100;
/// No file of a pack is larger.
const MAX_FILE: usize = 1 << 20;

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) packs: Vec<Pack>,
    /// Whether some pack that is named could not be read: which threats it has is not known.
    pub(crate) unread: bool,
    pub(crate) findings: Vec<Finding>,
    pub(crate) sources: Sources,
    pub(crate) inputs: BTreeMap<String, Digest>,
}

/// Reads the packs in the order in which the project names them.
pub(crate) fn read(world: &dyn World, root: &Path, model: &Model) -> Read {
    let mut read = Read::default();
    let Some(project) = &model.project else { return read };
    let place = model.place(project.key("packs"));
    let own = own(world, root, &mut read);
    let mut named = BTreeSet::new();
    for name in &project.packs {
        if !named.insert(name.as_str()) {
            read.findings.push(findings::named_twice(name).at(place.clone()));
            continue;
        }
        let pack = match Pack::builtin(name) {
            Some(pack) => Some(pack),
            None => own_pack(world, root, name, &own, &place, &mut read),
        };
        match pack {
            Some(pack) => take(pack, &mut read),
            None => read.unread = true,
        }
    }
    for folder in own {
        let used = named.iter().any(|name| name.split('@').next() == Some(&folder));
        if is_builtin(&folder) {
            read.findings.push(findings::name_taken(&folder).at(place.clone()));
        } else if !used {
            read.findings.push(findings::not_named(&folder).at(place.clone()));
        }
    }
    read
}

fn is_builtin(name: &str) -> bool {
    Pack::builtin_names().iter().any(|it| it.split('@').next() == Some(name))
}

/// The folders of packs of one's own. Files that stand beside them belong to no pack, which is said.
fn own(world: &dyn World, root: &Path, read: &mut Read) -> BTreeSet<String> {
    let folder = root.join(FOLDER);
    if !world.exists(&folder) {
        return BTreeSet::new();
    }
    let files = world.walk(&folder).unwrap_or_else(|cause| {
        read.findings.push(findings::unreadable(FOLDER, &cause.to_string()).at(Place::start_of(FOLDER)));
        Vec::new()
    });
    for link in world.passed_by(&folder).unwrap_or_default() {
        let path = format!("{FOLDER}/{}", slashed(&link));
        let cause = "it is a link or no regular file, and links are not followed";
        read.findings.push(findings::unreadable(&path, cause).at(Place::start_of(&path)));
        read.unread = true;
    }
    let mut folders = BTreeSet::new();
    for file in files {
        let parts: Vec<_> = file.components().map(|it| it.as_os_str().to_string_lossy()).collect();
        match parts.as_slice() {
            [pack, _] if is_rules(&file) => {
                folders.insert(pack.to_string());
            }
            _ if is_rules(&file) => {
                let path = format!("{FOLDER}/{}", slashed(&file));
                read.findings.push(findings::in_no_pack(&path).at(Place::start_of(&path)));
            }
            _ => {}
        }
    }
    folders
}

fn is_rules(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "toml")
}

fn slashed(path: &Path) -> String {
    path.components().map(|it| it.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn own_pack(
    world: &dyn World,
    root: &Path,
    name: &str,
    own: &BTreeSet<String>,
    place: &Place,
    read: &mut Read,
) -> Option<Pack> {
    let (folder, version) = name.split_once('@').unwrap_or((name, ""));
    if !own.contains(folder) {
        let known: Vec<String> =
            Pack::builtin_names().into_iter().chain(own.iter().map(|it| format!("{it}@1"))).collect();
        let near = nearest(name, known.iter().map(String::as_str));
        read.findings.push(findings::unknown_pack(name, &known.join(", "), near).at(place.clone()));
        return None;
    }
    let files = files(world, root, folder, read)?;
    let pack = match Pack::parse(&files) {
        Ok(pack) => pack,
        Err(faults) => {
            read.findings.extend(faults);
            return None;
        }
    };
    if pack.name != folder || version != pack.version.to_string() {
        let head = Place::start_of(format!("{FOLDER}/{folder}"));
        read.findings.push(
            findings::other_pack(name, &pack.label(), folder).at(place.clone()).related(head, "its files"),
        );
        return None;
    }
    Some(pack)
}

/// The files of a pack: path from the device folder, and text. `None` when one of them cannot be read.
fn files(world: &dyn World, root: &Path, folder: &str, read: &mut Read) -> Option<Vec<(String, String)>> {
    let below: PathBuf = Path::new(FOLDER).join(folder);
    let listed = world.walk(&root.join(&below)).ok()?;
    let rules: Vec<&PathBuf> =
        listed.iter().filter(|it| is_rules(it) && it.components().count() == 1).collect();
    if rules.len() > MAX_FILES {
        let path = slashed(&below);
        let cause = format!("it has more than {MAX_FILES} files");
        read.findings.push(findings::unreadable(&path, &cause).at(Place::start_of(&path)));
        return None;
    }
    let mut texts = Vec::new();
    let mut whole = true;
    for file in rules {
        let path = slashed(&below.join(file));
        match text(world, &root.join(&below).join(file)) {
            Ok(text) => {
                read.sources.insert(path.clone(), text.clone());
                read.inputs.insert(path.clone(), Digest::of_text(text.as_bytes()));
                texts.push((path, text));
            }
            Err(cause) => {
                read.findings.push(findings::unreadable(&path, &cause).at(Place::start_of(&path)));
                whole = false;
            }
        }
    }
    whole.then_some(texts)
}

fn text(world: &dyn World, path: &Path) -> Result<String, String> {
    let bytes = world.read(path).map_err(|cause| cause.to_string())?;
    if bytes.len() > MAX_FILE {
        return Err(format!("it is larger than {} kB", MAX_FILE >> 10));
    }
    String::from_utf8(bytes).map_err(|cause| format!("it is no UTF-8 text ({cause})"))
}

/// Adds a pack. A rule whose id another pack has is left out: threats are named by the rule alone.
fn take(mut pack: Pack, read: &mut Read) {
    for before in &read.packs {
        for (id, first) in &before.rules {
            if let Some(second) = pack.rules.remove(id) {
                let mut finding = findings::rule_taken(id, &pack.label(), &before.label()).at(second.place);
                if read.inputs.contains_key(&first.place.file) {
                    finding = finding.related(first.place.clone(), "the first one");
                }
                read.findings.push(finding);
                read.unread = true;
            }
        }
    }
    read.packs.push(pack);
}
