//! Documents that an earlier build laid out: a document that did not change need not be laid out again.

use std::fmt::Debug;

use vigil_base::Digest;
use vigil_document::Document;
use vigil_document::pdf::{self, Pdf, PdfError};

/// Where finished documents are kept between builds. What is kept must come back exactly, or not at all.
pub trait Prints: Debug + Sync {
    /// The document kept under this name, if it was made from exactly this content.
    fn get(&self, name: &str, content: &Digest) -> Option<Pdf>;
    /// Keeps a document in place of the one of this name. That it cannot be kept only costs time later.
    fn put(&self, name: &str, content: &Digest, pdf: &Pdf);
}

/// Lays a document out, or takes it as it was laid out before.
pub(crate) fn print(prints: Option<&dyn Prints>, name: &str, document: &Document) -> Result<Pdf, PdfError> {
    let Some(prints) = prints else { return pdf::write(document) };
    let content = content(document);
    if let Some(kept) = prints.get(name, &content) {
        return Ok(kept);
    }
    let made = pdf::write(document)?;
    prints.put(name, &content, &made);
    Ok(made)
}

/// The digest of everything a document states. The derived debug form names every field of the tree and its order is
/// that of the tree; a field that is added is in it without anybody thinking of it here.
fn content(document: &Document) -> Digest {
    Digest::of_bytes(format!("{document:?}").as_bytes())
}
