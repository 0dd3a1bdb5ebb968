//! PDF by the embedded Typst: PDF/A-2a and PDF/UA-1 together, checked by its own validator; tagged, with bookmarks.
//!
//! The template is ours and fixed; what people wrote reaches it as JSON data only. There is no network, no package, no
//! clock and no system font: the same document gives the same bytes.

mod breaks;
mod data;
mod drawing;
mod glyphs;
mod widths;
mod world;

#[cfg(test)]
mod page_tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde::{Deserialize, Serialize};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Label, Smart};
use typst::introspection::Introspector as _;
use typst::utils::PicoStr;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::index::Index;
use crate::meta::Document;
use data::Prepared;
use glyphs::Scripts;
use world::World;

/// A finished PDF.
/// Can be noted and read back; its bytes are kept apart.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Pdf {
    /// The file.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Number of pages.
    pub pages: usize,
    /// What a person should know about the print; none of it stopped the file from being written.
    pub warnings: Vec<Warning>,
    /// References to labels that the document does not have, printed as plain text.
    pub unresolved: BTreeSet<String>,
    /// The page of every label, counted from 1.
    pub label_pages: BTreeMap<String, u32>,
}

/// Something in a document that could not be printed as given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Warning {
    /// A character that the fonts lack or that must not be printed; it shows as `[U+4E2D]`.
    Character {
        /// The character.
        character: char,
        /// How often it occurs.
        count: usize,
    },
    /// A label given to two things.
    DuplicateLabel {
        /// The label.
        label: String,
    },
    /// A drawing that could not be read; a notice stands in its place.
    Drawing {
        /// Label or caption of the figure.
        figure: String,
        /// Why.
        reason: String,
    },
    /// A figure without words for those who cannot see it.
    NoAlternative {
        /// Label or caption of the figure.
        figure: String,
    },
    /// A table with more columns than the page can hold.
    Crowded {
        /// Label or caption of the table.
        table: String,
    },
    /// Lists, quotes or notices nested more than [`crate::block::DEEPEST`] deep: the deeper ones show as a remark.
    TooDeep,
    /// A remark of the layout engine.
    Layout {
        /// Its words.
        message: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character { character, count } => {
                let code = u32::from(*character);
                write!(f, "U+{code:04X} cannot be printed and shows as [U+{code:04X}], {count} times")
            }
            Self::DuplicateLabel { label } => {
                write!(f, "the label `{label}` is given twice; references lead to the first")
            }
            Self::Drawing { figure, reason } => {
                write!(f, "the drawing of `{figure}` could not be read: {reason}")
            }
            Self::NoAlternative { figure } => write!(f, "the figure `{figure}` has no alternative text"),
            Self::Crowded { table } => {
                write!(f, "the table `{table}` has more columns than the page can hold")
            }
            Self::TooDeep => {
                f.write_str("content nested too deep to be printed shows as a remark in its place")
            }
            Self::Layout { message } => f.write_str(message),
        }
    }
}

/// Why no PDF came out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// The layout engine refused the document.
    #[error("`{title}` could not be laid out: {reason}")]
    Layout {
        /// Title of the document.
        title: String,
        /// What the engine said.
        reason: String,
    },
    /// The result would not conform to PDF/A-2a and PDF/UA-1.
    #[error("`{title}` does not conform to PDF/A-2a and PDF/UA-1: {reason}")]
    Standard {
        /// Title of the document.
        title: String,
        /// What the validator said.
        reason: String,
    },
}

/// Writes `document` as PDF.
pub fn write(document: &Document) -> Result<Pdf, PdfError> {
    let index = Index::of(document);
    match attempt(document, &index, Scripts::All) {
        // A script whose letters join cannot always be mapped back to its text, which the standards ask for.
        Err(PdfError::Standard { .. }) => attempt(document, &index, Scripts::Simple),
        done => done,
    }
}

/// Pages whose parts the engine's cache may hold before it is emptied, about 2 MB each.
const CACHED_PAGES: usize = 600;
/// Pages laid out since it was emptied.
static PAGES: AtomicUsize = AtomicUsize::new(0);

fn attempt(document: &Document, index: &Index, scripts: Scripts) -> Result<Pdf, PdfError> {
    empty_cache();
    let prepared = data::prepare(document, index, scripts);
    let result = compile(document, index, &prepared);
    PAGES.fetch_add(result.as_ref().map_or(1, |pdf| pdf.pages), Ordering::Relaxed);
    result
}

/// The engine's cache never shrinks by itself. All documents of the process share it, and emptying it makes those that
/// are on the way in other threads start over: hence not after each.
fn empty_cache() {
    if PAGES.load(Ordering::Relaxed) >= CACHED_PAGES {
        PAGES.store(0, Ordering::Relaxed);
        typst::comemo::evict(0);
    }
}

fn compile(document: &Document, index: &Index, prepared: &Prepared) -> Result<Pdf, PdfError> {
    let world = World::new(prepared);
    let (laid_out, remarks) = lay_out(document, &world)?;
    let bytes = typst_pdf::pdf(&laid_out, &options(document)).map_err(|errors| {
        let title = document.meta.title.clone();
        PdfError::Standard { title, reason: reasons(&errors, &world) }
    })?;
    let duplicates = index.duplicates.iter().map(|label| Warning::DuplicateLabel { label: label.clone() });
    let warnings: BTreeSet<_> = prepared.warnings.iter().cloned().chain(duplicates).chain(remarks).collect();
    Ok(Pdf {
        bytes,
        pages: laid_out.pages().len(),
        warnings: warnings.into_iter().collect(),
        unresolved: index.unresolved.clone(),
        label_pages: label_pages(&laid_out, prepared),
    })
}

/// The pages, and the remarks of the engine.
fn lay_out(document: &Document, world: &World) -> Result<(PagedDocument, Vec<Warning>), PdfError> {
    let outcome = typst::compile::<PagedDocument>(world);
    let remarks =
        outcome.warnings.iter().map(|warning| Warning::Layout { message: reason(warning, world) }).collect();
    match outcome.output {
        Ok(laid_out) => Ok((laid_out, remarks)),
        Err(errors) => {
            let title = document.meta.title.clone();
            Err(PdfError::Layout { title, reason: reasons(&errors, world) })
        }
    }
}

fn options(document: &Document) -> PdfOptions {
    let meta = &document.meta;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .expect("PDF/A-2a and PDF/UA-1 go together");
    let number = meta.number.as_deref().unwrap_or_default();
    let revision = meta.revision.as_deref().unwrap_or_default();
    PdfOptions {
        ident: Smart::Custom(format!("{number}|{revision}|{}|{}|{}", meta.title, meta.device, meta.version)),
        creator: Smart::Custom(Some(meta.tool_version.clone())),
        timestamp: day(meta.as_of).map(Timestamp::new_utc),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    }
}

fn day(date: vigil_base::Date) -> Option<Datetime> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd_hms(i32::from(date.year()), month, day, 0, 0, 0)
}

fn label_pages(laid_out: &PagedDocument, prepared: &Prepared) -> BTreeMap<String, u32> {
    let introspector = laid_out.introspector();
    let page = |internal: &str| {
        let label = Label::new(PicoStr::intern(internal))?;
        let location = introspector.query_label(label).ok()?.location()?;
        u32::try_from(introspector.page(location)?.get()).ok()
    };
    prepared.labels.iter().filter_map(|(name, internal)| Some((name.clone(), page(internal)?))).collect()
}

fn reasons(errors: &[SourceDiagnostic], world: &World) -> String {
    let mut all: Vec<_> = errors.iter().map(|error| reason(error, world)).collect();
    all.dedup();
    all.truncate(8);
    all.join("; ")
}

/// The engine's words, with its hints and the line of the template.
fn reason(diagnostic: &SourceDiagnostic, world: &World) -> String {
    let hints: Vec<_> = diagnostic.hints.iter().map(|hint| format!(" ({})", hint.v)).collect();
    let line = world.line(diagnostic.span).map(|line| format!(" [template line {line}]")).unwrap_or_default();
    format!("{}{}{line}", diagnostic.message, hints.concat())
}
