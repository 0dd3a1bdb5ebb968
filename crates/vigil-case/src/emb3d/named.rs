//! The copy of the catalogue that the device folder names: `[threat-model] emb3d`.

use std::path::Path;

use vigil_base::{Digest, World};
use vigil_exchange::emb3d::{self, Catalogue};
use vigil_finding::Finding;
use vigil_model::Model;

use crate::findings;
use crate::packages::is_inside;

/// A copy of the catalogue.
#[derive(Clone, Debug)]
pub struct Named {
    /// The file, as a path from the device folder.
    pub file: String,
    /// What it says.
    pub catalogue: Catalogue,
}

/// What was read of it.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) named: Option<Named>,
    pub(crate) finding: Option<Finding>,
    pub(crate) input: Option<(String, Digest)>,
}

pub(crate) fn read(world: &dyn World, root: &Path, model: &Model) -> Read {
    let mut read = Read::default();
    let Some(stated) = &model.threat_model else { return read };
    let Some(file) = &stated.emb3d else { return read };
    let place = model.place(stated.key("emb3d"));
    if !is_inside(file) {
        let finding = findings::path_leaves_folder("the copy of EMB3D", file, "threat-model");
        read.finding = Some(finding.at(place));
        return read;
    }
    let bytes = match world.read(&root.join(file)) {
        Ok(bytes) => bytes,
        Err(cause) => {
            read.finding = Some(findings::emb3d_unreadable(file, &cause.to_string()).at(place));
            return read;
        }
    };
    read.input = Some((file.clone(), Digest::of_bytes(&bytes)));
    match emb3d::read(&bytes) {
        Ok(catalogue) => read.named = Some(Named { file: file.clone(), catalogue }),
        Err(cause) => read.finding = Some(findings::emb3d_unreadable(file, &cause.to_string()).at(place)),
    }
    read
}
