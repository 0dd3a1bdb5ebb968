//! Finished documents kept in `.vigil/print` of the device folder, so that a build lays out only what changed.
//!
//! Whatever lies there is taken only when it was made by this very program from this very content and its bytes have the
//! digest that was noted; everything else is as if nothing were there. The folder may be removed at any time.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use vigil_base::{Digest, World as _};
use vigil_document::pdf::Pdf;
use vigil_submission::Prints;

use crate::context::Context;
use crate::world::Real;

/// The folder, from the device folder.
const FOLDER: &str = ".vigil/print";
/// Keeps the folder out of version control, wherever the device folder lies.
const IGNORE: (&str, &[u8]) = (".vigil/.gitignore", b"*\n");

/// The documents kept for one device folder.
#[derive(Debug)]
pub struct Kept<'a> {
    world: &'a Real,
    root: PathBuf,
    program: Digest,
}

/// What is noted beside the bytes of a document.
#[derive(Serialize, Deserialize)]
struct Note {
    program: Digest,
    content: Digest,
    bytes: Digest,
    pdf: Pdf,
}

impl<'a> Kept<'a> {
    /// Opens the folder of a device; `None` where the program cannot read itself and so cannot tell which one it is.
    pub fn open(root: &Path, context: &'a Context) -> Option<Self> {
        let program = Digest::of_bytes(&context.world.read(&context.world.program()?).ok()?);
        Some(Self { world: &context.world, root: root.to_path_buf(), program })
    }

    fn path(&self, name: &str, extension: &str) -> PathBuf {
        self.root.join(FOLDER).join(format!("{name}.{extension}"))
    }
}

impl Prints for Kept<'_> {
    fn get(&self, name: &str, content: &Digest) -> Option<Pdf> {
        let note: Note = serde_json::from_slice(&self.world.read(&self.path(name, "json")).ok()?).ok()?;
        if note.program != self.program || note.content != *content {
            return None;
        }
        let bytes = self.world.read(&self.path(name, "pdf")).ok()?;
        (Digest::of_bytes(&bytes) == note.bytes).then_some(Pdf { bytes, ..note.pdf })
    }

    fn put(&self, name: &str, content: &Digest, pdf: &Pdf) {
        let note = Note {
            program: self.program,
            content: *content,
            bytes: Digest::of_bytes(&pdf.bytes),
            pdf: pdf.clone(),
        };
        let Ok(text) = serde_json::to_vec(&note) else { return };
        let write = |path: &Path, bytes: &[u8]| self.world.write(path, bytes).is_ok();
        // The note last: without it, or with another one, the bytes do not count.
        let _ = write(&self.root.join(IGNORE.0), IGNORE.1)
            && write(&self.path(name, "pdf"), &pdf.bytes)
            && write(&self.path(name, "json"), &text);
    }
}
