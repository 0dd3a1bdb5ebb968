//! The SBOM files of the components: each read, component lists through their mapping of columns, and made one where
//! several describe a component.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vigil_base::{Digest, Id, Place, Sources, World};
use vigil_finding::Finding;
use vigil_model::Model;
use vigil_model::field::At;
use vigil_model::kinds::{Component, SbomFile, SbomLayer};
use vigil_sbom::merge::SOURCE;
use vigil_sbom::{Columns, Format, Kind, Layer, Limits, Merged, Package, Property, Reading, Sbom};

use crate::{Case, findings};

/// What the reader of a list says where its mapping is a guess; told here with the way to name one in the model.
const GUESSED: &str = "sbom.columns-guessed";

/// What was read of SBOM files.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// One SBOM a component.
    pub(crate) sboms: BTreeMap<Id, Sbom>,
    /// The files of components that state several.
    pub(crate) layers: BTreeMap<Id, Vec<(Layer, Sbom)>>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) sources: Sources,
    pub(crate) inputs: BTreeMap<String, Digest>,
}

impl Case {
    /// The SBOM files of a component that could be read, each with its layer, in the order named.
    pub fn sbom_files(&self, component: &Id) -> Vec<(Layer, &Sbom)> {
        if let Some(layers) = self.sbom_layers.get(component) {
            return layers.iter().map(|(layer, sbom)| (*layer, sbom)).collect();
        }
        let Some(sbom) = self.sboms.get(component) else { return Vec::new() };
        let stated = self.model.components.get(component).and_then(|it| it.sbom.first());
        vec![(stated.map_or_else(|| Layer::of(sbom), |file| layer_of(file, sbom)), sbom)]
    }

    /// The SBOM files that a component names and that could not be read: what they list is not known.
    pub fn unread_sboms<'c>(&self, component: &'c Component) -> Vec<&'c str> {
        let read: BTreeSet<&str> =
            self.sbom_files(&component.meta.id).into_iter().map(|(_, sbom)| sbom.file.as_str()).collect();
        component.sbom.files().filter(|file| !read.contains(file)).collect()
    }
}

/// Whether `sbom` is a list of components and in no format for SBOMs.
pub fn is_list(sbom: &Sbom) -> bool {
    matches!(sbom.format, Format::Csv | Format::Xlsx)
}

pub(crate) fn read(world: &dyn World, root: &Path, model: &Model) -> Read {
    let mut read = Read::default();
    for component in model.components.values() {
        let mut reader = Reader { world, root, model, component, read: &mut read };
        let layers: Vec<(Layer, Sbom)> =
            component.sbom.iter().filter_map(|file| Some((file, reader.file(file)?))).map(layered).collect();
        read.take(component, layers);
    }
    read
}

fn layered((file, sbom): (&SbomFile, Sbom)) -> (Layer, Sbom) {
    (layer_of(file, &sbom), sbom)
}

fn layer_of(file: &SbomFile, sbom: &Sbom) -> Layer {
    match file.layer {
        Some(SbomLayer::Built) => Layer::Built,
        Some(SbomLayer::Declared) => Layer::Declared,
        Some(SbomLayer::ByHand) => Layer::ByHand,
        _ => Layer::of(sbom),
    }
}

impl Read {
    /// Each file with its component: where several describe one, a number or a reference is that of a file.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Id, &Sbom)> {
        let single = self.sboms.iter().filter(|(id, _)| !self.layers.contains_key(*id));
        let layers = self.layers.iter().flat_map(|(id, all)| all.iter().map(move |(_, sbom)| (id, sbom)));
        single.chain(layers)
    }

    fn take(&mut self, component: &Component, mut layers: Vec<(Layer, Sbom)>) {
        let id = &component.meta.id;
        if layers.is_empty() {
            return;
        }
        if component.sbom.len() == 1 {
            let (_, mut sbom) = layers.remove(0);
            if is_list(&sbom) {
                describe(&mut sbom, component);
            }
            self.sboms.insert(id.clone(), sbom);
            return;
        }
        relate_lists(&mut layers);
        let mut merged = merged(&layers);
        // Fields of the documents that one SBOM cannot hold stay in the files, which are kept beside it.
        merged.left_out.clear();
        self.findings.extend(merged.findings());
        self.sboms.insert(id.clone(), merged.sbom);
        self.layers.insert(id.clone(), layers);
    }
}

/// The layers of one component as one SBOM. It goes by the file of its strongest layer and names all of them.
pub(crate) fn merged(layers: &[(Layer, Sbom)]) -> Merged {
    let parts: Vec<(Layer, &Sbom)> = layers.iter().map(|(layer, sbom)| (*layer, sbom)).collect();
    let mut merged = Merged::of(&parts);
    if let Some((_, strongest)) = parts.iter().min_by_key(|(layer, _)| *layer) {
        merged.sbom.file.clone_from(&strongest.file);
        merged.sbom.digest = strongest.digest;
    }
    let sources = parts.iter().map(|(_, sbom)| source(sbom));
    merged.sbom.properties.extend(sources);
    merged
}

/// The property that names the file that an SBOM was made from.
pub(crate) fn source(sbom: &Sbom) -> Property {
    let value = format!("{} sha256:{}", sbom.file, sbom.digest.hex());
    Property { name: SOURCE.to_owned(), value: Some(value) }
}

/// A list states no relationships; the record that names it says what its packages are in.
fn describe(list: &mut Sbom, component: &Component) {
    let mut primary = Package::named(component.name.as_deref().unwrap_or(component.meta.id.as_str()));
    "/described".clone_into(&mut primary.pointer);
    primary.kind = Kind::Application;
    primary.place = Place::start_of(list.file.clone());
    let key = primary.key().to_string();
    primary.bom_ref = Some(key.clone());
    list.primary = Some(primary);
    needed_by(key, list);
}

/// Packages of lists are needed by what the other layers describe.
fn relate_lists(layers: &mut [(Layer, Sbom)]) {
    let Some(owner) = layers.iter().find_map(|(_, sbom)| Some(sbom.primary.as_ref()?.key().to_string()))
    else {
        return;
    };
    for (_, list) in layers.iter_mut().filter(|(_, sbom)| is_list(sbom)) {
        needed_by(owner.clone(), list);
    }
}

fn needed_by(owner: String, list: &mut Sbom) {
    let mut needed = BTreeSet::new();
    for (number, package) in list.packages.iter_mut().enumerate() {
        let mut reference = package.key().to_string();
        if reference == owner || needed.contains(&reference) {
            reference = format!("{reference}#{number}");
        }
        package.bom_ref = Some(reference.clone());
        needed.insert(reference);
    }
    list.dependencies.insert(owner, needed);
}

/// Reads the files of one component.
struct Reader<'r> {
    world: &'r dyn World,
    root: &'r Path,
    model: &'r Model,
    component: &'r Component,
    read: &'r mut Read,
}

impl Reader<'_> {
    fn id(&self) -> &str {
        self.component.meta.id.as_str()
    }

    fn say(&mut self, finding: Finding, at: &At<String>) {
        self.read.findings.push(finding.at(self.model.place(at.span)));
    }

    fn file(&mut self, stated: &SbomFile) -> Option<Sbom> {
        let file = stated.file.value.as_str();
        let bytes = self.bytes(&stated.file, "the SBOM")?;
        let columns = match &stated.columns {
            Some(mapping) => Some(self.columns(file, mapping)?),
            None => None,
        };
        let reading = if Columns::fits(file, &bytes) {
            vigil_sbom::read_table(&bytes, file, columns.as_ref(), &Limits::default()).map(|table| {
                let mapping = stated.columns.as_ref();
                if !table.columns.confirmed {
                    let guess = table.columns.written();
                    let finding =
                        findings::columns_guessed(self.id(), file, mapping.map(|it| &*it.value), &guess);
                    self.say(finding, mapping.unwrap_or(&stated.file));
                }
                table.reading
            })
        } else {
            if let Some(mapping) = &stated.columns {
                self.say(findings::columns_unused(self.id(), file, &mapping.value), mapping);
            }
            vigil_sbom::read(&bytes, file)
        };
        match reading {
            Ok(Reading { sbom, findings }) => {
                self.read.findings.extend(findings.into_iter().filter(|it| it.code != GUESSED));
                if let Ok(text) = String::from_utf8(bytes) {
                    self.read.sources.insert(file, text);
                }
                Some(sbom)
            }
            Err(cause) => {
                let finding = findings::sbom_unreadable(self.id(), file, &cause.to_string());
                self.say(finding, &stated.file);
                None
            }
        }
    }

    fn bytes(&mut self, path: &At<String>, what: &str) -> Option<Vec<u8>> {
        let file = path.value.as_str();
        if !crate::packages::is_inside(file) {
            let subject = format!("component.{}", self.id());
            self.say(findings::path_leaves_folder(what, file, &subject), path);
            return None;
        }
        let Ok(bytes) = self.world.read(&self.root.join(file)) else {
            self.say(findings::sbom_missing(self.id(), what, file), path);
            return None;
        };
        self.read.inputs.insert(file.to_owned(), Digest::of_bytes(&bytes));
        Some(bytes)
    }

    /// Without the mapping that is named, the list would be read in a way that nobody meant: it counts as unread.
    fn columns(&mut self, file: &str, mapping: &At<String>) -> Option<Columns> {
        let bytes = self.bytes(mapping, "the mapping of columns")?;
        let read = String::from_utf8(bytes)
            .map_err(|cause| cause.to_string())
            .and_then(|text| Columns::parse(&text).map_err(|cause| cause.to_string()));
        match read {
            Ok(columns) => Some(columns),
            Err(cause) => {
                let cause = format!("its mapping of columns `{}` cannot be used: {cause}", mapping.value);
                self.say(findings::sbom_unreadable(self.id(), file, &cause), mapping);
                None
            }
        }
    }
}
