//! Makes all files, the index last because it names pages of the others, then the manifest.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use vigil_base::{Digest, World};
use vigil_case::Case;
use vigil_check::Judged;
use vigil_document::pdf::{self, Pdf, PdfError};
use vigil_document::xlsx::{self, XlsxError};
use vigil_document::{Document, Workbook, csv};
use vigil_finding::Finding;
use vigil_guidance::{Catalogue, Profile, SubmissionFile};

use crate::documents::{self, Content};
use crate::findings;
use crate::manifest::{Entry, Manifest, NotProduced};
use crate::names;
use crate::parts::Maker;
use crate::prints::{self, Prints};
use crate::seal::Seal;

mod enclosed;
mod index;

/// What to make a submission from.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its judgements.
    pub judged: &'a Judged,
    /// The catalogue that it was judged against.
    pub catalogue: &'a Catalogue,
    /// The profile.
    pub profile: Profile,
    /// Name and version of the tool, as printed.
    pub tool: &'a str,
    /// Make only the file of this key or number; the index and manifest then name only it.
    pub only: Option<&'a str>,
    /// Documents of earlier builds.
    pub prints: Option<&'a dyn Prints>,
    /// What puts digests and signatures beside the SBOMs.
    pub seal: Option<&'a dyn Seal>,
}

/// A submission in memory.
#[derive(Debug)]
pub struct Submission {
    /// Files by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the manifest says.
    pub manifest: Manifest,
    /// What a person should know about the print.
    pub findings: Vec<Finding>,
}

/// Why a submission could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubmissionError {
    /// A document could not be printed.
    #[error("{file} cannot be printed")]
    Pdf {
        /// The file.
        file: String,
        /// The cause.
        source: Box<PdfError>,
    },
    /// A workbook could not be written.
    #[error("{file} cannot be written")]
    Xlsx {
        /// The file.
        file: String,
        /// The cause.
        source: Box<XlsxError>,
    },
    /// A JSON file could not be written.
    #[error("{file} cannot be written")]
    Json {
        /// The file.
        file: String,
        /// The cause.
        source: serde_json::Error,
    },
    /// Nothing has this key or number.
    #[error("no file of the submission is called `{0}`; `vigil explain submission` lists them")]
    NoSuchFile(String),
}

/// A printed document with the pages of its labels, for the index.
pub(crate) struct Printed {
    pub(crate) file: String,
    pub(crate) title: String,
    pub(crate) pages: usize,
    pub(crate) headings: Vec<(String, u32)>,
}

/// Makes the submission of a case.
pub fn build(world: &dyn World, root: &Path, request: &Request<'_>) -> Result<Submission, SubmissionError> {
    let maker = Maker {
        case: request.case,
        judged: request.judged,
        catalogue: request.catalogue,
        profile: request.profile,
        tool: request.tool,
    };
    let wanted = wanted(request)?;
    let mut making = Making {
        maker: &maker,
        files: BTreeMap::new(),
        entries: Vec::new(),
        printed: Vec::new(),
        findings: Vec::new(),
        not_produced: Vec::new(),
    };

    // Documents do not know each other: they are made and laid out side by side and taken in the order of the catalogue.
    let contents: Vec<Option<Content>> =
        wanted.par_iter().map(|file| documents::content(&maker, &file.key)).collect();
    let mut laid = lay_out_all(&maker, &wanted, &contents, request.prints);
    for (at, (file, content)) in wanted.iter().zip(&contents).enumerate() {
        match (content, laid.remove(&at)) {
            (Some(content), Some(laid)) => making.take(file, content, laid)?,
            _ => enclosed::take(world, root, &mut making, file, request.seal),
        }
    }
    if let Some(file) = wanted.iter().find(|file| file.key == "index") {
        making.index(file, request.prints)?;
    }
    making.finish()
}

fn wanted<'a>(request: &Request<'a>) -> Result<Vec<&'a SubmissionFile>, SubmissionError> {
    let all = request.catalogue.files().iter();
    let Some(only) = request.only else { return Ok(all.collect()) };
    let found: Vec<_> =
        all.filter(|file| file.key == only || file.number == only || file.name == only).collect();
    if found.is_empty() { Err(SubmissionError::NoSuchFile(only.to_owned())) } else { Ok(found) }
}

/// The documents by their place among the files, or why one cannot be printed.
type Laid = BTreeMap<usize, Result<(Document, Pdf), PdfError>>;

/// The largest documents first, so that no processor ends up alone with one of them.
fn lay_out_all(
    maker: &Maker<'_>,
    files: &[&SubmissionFile],
    contents: &[Option<Content>],
    prints: Option<&dyn Prints>,
) -> Laid {
    let mut order: Vec<(usize, &SubmissionFile, &Content)> = files
        .iter()
        .zip(contents)
        .enumerate()
        .filter_map(|(at, (file, it))| Some((at, *file, it.as_ref()?)))
        .collect();
    order.sort_by_key(|(at, _, content)| (std::cmp::Reverse(content.size()), *at));
    let lay_out = |(at, file, content): (usize, &SubmissionFile, &Content)| {
        let document = documents::document(maker, file, content);
        (at, prints::print(prints, &file.key, &document).map(|pdf| (document, pdf)))
    };
    // A bridge hands them out one by one in this order, where a split would give each thread its half.
    order.into_iter().par_bridge().map(lay_out).collect()
}

pub(crate) struct Making<'a> {
    pub(crate) maker: &'a Maker<'a>,
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) printed: Vec<Printed>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) not_produced: Vec<NotProduced>,
}

impl Making<'_> {
    fn name(&self, file: &SubmissionFile, extension: &str) -> String {
        let device = self.maker.case.model.project.as_ref().map_or("device", |project| &project.id);
        names::file(&file.name, device, self.maker.case.version(), extension)
    }

    fn take(
        &mut self,
        file: &SubmissionFile,
        content: &Content,
        laid: Result<(Document, Pdf), PdfError>,
    ) -> Result<(), SubmissionError> {
        let name = self.name(file, "pdf");
        let (document, pdf) =
            laid.map_err(|source| SubmissionError::Pdf { file: name.clone(), source: Box::new(source) })?;
        self.print(file, name, &document, pdf);
        if !content.sheets.is_empty() {
            let name = self.name(file, "xlsx");
            let workbook = Workbook { meta: document.meta.clone(), sheets: content.sheets.clone() };
            let bytes = xlsx::write(&workbook)
                .map_err(|source| SubmissionError::Xlsx { file: name.clone(), source: Box::new(source) })?;
            self.add(file, name, bytes, None);
        }
        if file.formats.iter().any(|it| it == "html") {
            let page = vigil_document::html::write(&document);
            self.add(file, self.name(file, "html"), page.into_bytes(), None);
        }
        if let Some(sheet) = &content.csv {
            self.add(file, self.name(file, "csv"), csv::write(sheet).into_bytes(), None);
        }
        Ok(())
    }

    pub(crate) fn print(&mut self, file: &SubmissionFile, name: String, document: &Document, pdf: Pdf) {
        for warning in &pdf.warnings {
            self.findings.push(match warning {
                pdf::Warning::Character { character, count } => {
                    findings::character(&name, *character, *count)
                }
                other => findings::print_warning(&name, &other.to_string()),
            });
        }
        let headings = document.blocks.iter().filter_map(|block| match block {
            vigil_document::Block::Heading(heading) if heading.level == 1 => {
                let page = pdf.label_pages.get(heading.id.as_ref()?)?;
                Some((vigil_document::inline::plain(&heading.text), *page))
            }
            _ => None,
        });
        self.printed.push(Printed {
            file: name.clone(),
            title: file.title.clone(),
            pages: pdf.pages,
            headings: headings.collect(),
        });
        self.add(file, name, pdf.bytes, Some(pdf.pages));
    }

    pub(crate) fn add(&mut self, file: &SubmissionFile, name: String, bytes: Vec<u8>, pages: Option<usize>) {
        let elements: Vec<_> = self
            .maker
            .catalogue
            .elements()
            .iter()
            .filter(|element| element.files.contains(&file.key))
            .collect();
        self.entries.push(Entry {
            file: name.clone(),
            key: file.key.clone(),
            title: file.title.clone(),
            elements: elements.iter().map(|element| element.id.clone()).collect(),
            estar: elements.iter().flat_map(|element| element.estar.clone()).collect(),
            bytes: bytes.len(),
            pages,
            sha256: Digest::of_bytes(&bytes),
        });
        self.files.insert(name, bytes);
    }

    fn index(&mut self, file: &SubmissionFile, prints: Option<&dyn Prints>) -> Result<(), SubmissionError> {
        let document = index::document(self, file);
        let name = self.name(file, "pdf");
        let pdf = prints::print(prints, &file.key, &document)
            .map_err(|source| SubmissionError::Pdf { file: name.clone(), source: Box::new(source) })?;
        self.print(file, name, &document, pdf);
        Ok(())
    }

    fn finish(mut self) -> Result<Submission, SubmissionError> {
        self.entries.sort_by(|a, b| a.file.cmp(&b.file));
        let manifest = Manifest::of(self.maker, self.entries, self.not_produced);
        let text = manifest
            .text()
            .map_err(|source| SubmissionError::Json { file: "manifest.json".to_owned(), source })?;
        self.files.insert("manifest.json".to_owned(), text.into_bytes());
        Ok(Submission { files: self.files, manifest, findings: self.findings })
    }
}
