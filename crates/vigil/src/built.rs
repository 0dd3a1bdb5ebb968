//! What `vigil build` made, as text and as JSON, and the reasons for which it makes nothing.

use std::path::Path;

use serde::Serialize;
use vigil_finding::Severity;
use vigil_guidance::Profile;
use vigil_submission::Request;
use vigil_submission::Submission;

use crate::columns::{columns, counted, listed};
use crate::context::{Context, Said, VERSION};
use crate::device::Device;
use crate::printed;
use crate::prints::Kept;
use crate::problem::Problem;
use crate::sealed::Sealed;
use crate::sheet::Sheet;

/// A submission that was written.
#[derive(Debug)]
pub struct Built {
    made: Submission,
    folder: String,
    removed: usize,
    whole: bool,
    /// What there is to say about the case, beside the files.
    errors: usize,
    warnings: usize,
}

static UNSIGNED: Sealed = Sealed(None);

/// What to print.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// Only these documents; all when there are none.
    pub only: &'a [String],
    /// Lay out also what did not change.
    pub fresh: bool,
    /// What signs the SBOMs; without it, their digests alone stand beside them.
    pub seal: Option<&'a Sealed>,
}

/// The JSON form.
#[derive(Serialize)]
pub struct Value<'a> {
    schema_version: u32,
    folder: &'a str,
    removed: usize,
    case_errors: usize,
    case_warnings: usize,
    manifest: &'a vigil_submission::Manifest,
}

impl Built {
    /// Makes the submission of a device and writes it to `folder`; with names, just these documents. What an earlier build
    /// laid out is taken again where nothing changed, unless a fresh print is asked for.
    pub fn write(
        device: &Device,
        said: &Said,
        folder: &Path,
        wanted: Wanted<'_>,
        context: &Context,
    ) -> anyhow::Result<Self> {
        let profile: Profile = context.options.profile.unwrap_or_default().into();
        let made = make(device, profile, wanted, context)?;
        let removed = if wanted.only.is_empty() {
            printed::write(folder, &made.files, context)?
        } else {
            // The manifest of a part would disown the rest of the folder.
            for (name, bytes) in made.files.iter().filter(|(name, _)| *name != printed::MANIFEST) {
                printed::one(folder, name, bytes, context)?;
            }
            0
        };
        let count = |severity| said.findings.iter().filter(|it| it.severity == severity).count();
        Ok(Self {
            folder: folder.display().to_string(),
            removed,
            whole: wanted.only.is_empty(),
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            made,
        })
    }

    /// What printing has to say, and what the case could not look at.
    pub fn said(&self, device: &Device, case: &Said) -> Said {
        let mut said = Said {
            findings: self.made.findings.clone(),
            sources: device.case.sources.clone(),
            as_of: Some(device.case.as_of),
            ..Said::default()
        };
        said.counts.add("files", self.files());
        said.counts.add("pages", self.pages());
        said.counts.incomplete.clone_from(&case.counts.incomplete);
        said
    }

    /// How many files were written.
    pub fn files(&self) -> usize {
        if self.whole { self.made.files.len() } else { self.made.files.len().saturating_sub(1) }
    }

    /// How many pages they have together.
    pub fn pages(&self) -> usize {
        self.made.manifest.files.iter().filter_map(|entry| entry.pages).sum()
    }

    /// The file to open first: the index where there is one.
    pub fn first(&self) -> Option<String> {
        let entries = &self.made.manifest.files;
        let index = entries.iter().find(|entry| entry.key == "index").or_else(|| entries.first());
        index.map(|entry| format!("{}/{}", self.folder, entry.file))
    }

    /// For people.
    pub fn text(&self) -> String {
        let manifest = &self.made.manifest;
        let mut sheet =
            Sheet::titled(&format!("{} {}, as of {}", manifest.device, manifest.version, manifest.as_of));
        sheet.add("Written", &format!("{} files, {} pages, to {}", self.files(), self.pages(), self.folder));
        if self.removed > 0 {
            sheet.add("Removed", &format!("{} files of an earlier build", self.removed));
        }
        if !self.whole {
            sheet.add("Manifest", "not written: it lists whole builds only");
        }
        sheet.add("Profile", &manifest.profile);
        sheet.add("Data cut", &manifest.data_cut);
        sheet.add("Open", &self.open());
        if let Some(first) = self.first() {
            sheet.add("Start with", &first);
        }
        let rows: Vec<Vec<String>> = manifest
            .files
            .iter()
            .map(|entry| {
                let pages = entry.pages.map_or_else(|| "-".to_owned(), |pages| pages.to_string());
                vec![entry.file.clone(), pages, entry.title.clone()]
            })
            .collect();
        let missing: Vec<String> =
            manifest.not_produced.iter().map(|it| format!("{}: {}", it.name, it.because)).collect();
        format!(
            "{}\n{}{}",
            sheet.finish(),
            columns("Files", &["file", "pages", "title"], &rows, "no file was made"),
            listed("Not made", &missing, usize::MAX)
        )
    }

    fn open(&self) -> String {
        match (self.errors, self.warnings) {
            (0, 0) => "nothing".to_owned(),
            (errors, warnings) => {
                format!(
                    "{} and {} in the case; `vigil check` lists them",
                    counted(errors, "error"),
                    counted(warnings, "warning")
                )
            }
        }
    }

    /// For programs.
    pub fn value(&self) -> Value<'_> {
        Value {
            schema_version: 1,
            folder: &self.folder,
            removed: self.removed,
            case_errors: self.errors,
            case_warnings: self.warnings,
            manifest: &self.made.manifest,
        }
    }
}

/// The whole submission, or the named documents of it as one.
fn make(
    device: &Device,
    profile: Profile,
    wanted: Wanted<'_>,
    context: &Context,
) -> anyhow::Result<Submission> {
    let kept = Kept::open(&device.root, context).filter(|_| !wanted.fresh);
    let one = |only: Option<&str>| {
        let request = Request {
            case: &device.case,
            judged: &device.judged,
            catalogue: &device.catalogue,
            profile,
            tool: &format!("vigil {VERSION}"),
            only,
            prints: kept.as_ref().map(|it| it as &dyn vigil_submission::Prints),
            seal: Some(wanted.seal.unwrap_or(&UNSIGNED)),
        };
        vigil_submission::build(&context.world, &device.root, &request)
            .map_err(|error| Problem::new("the submission could not be made").caused_by(error))
    };
    let Some((first, rest)) = wanted.only.split_first() else { return Ok(one(None)?) };
    let mut made = one(Some(first))?;
    for name in rest {
        let more = one(Some(name))?;
        made.files.extend(more.files);
        made.manifest.files.extend(more.manifest.files);
        made.manifest.not_produced.extend(more.manifest.not_produced);
        made.findings.extend(more.findings);
    }
    Ok(made)
}
