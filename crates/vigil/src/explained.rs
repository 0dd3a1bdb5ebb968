//! What a threat, a known flaw, a record or a code of a finding is in the device at hand.

mod code;
mod flaw;
mod pair;
mod record;
mod threat;

use serde::Serialize;
use vigil_base::Id;
use vigil_base::nearest::nearest;
use vigil_case::Case;
use vigil_guidance::Catalogue;
use vigil_model::{AnyRef, Kind, Target};

use crate::device::Device;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::sheet::Sheet;

pub use pair::{Pair, of_pair};

/// An explanation: a title and named paragraphs, for people and for programs.
#[derive(Debug, Serialize)]
pub struct Explained {
    schema_version: u32,
    id: String,
    /// `threat`, `flaw`, `match`, `record`, `finding` or `submission`.
    about: &'static str,
    title: String,
    paragraphs: Vec<Paragraph>,
    /// Of a flaw and a package: everything that was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    story: Option<vigil_match::Story>,
    /// Whether something that it rests on could not be looked at.
    #[serde(skip)]
    pub outcome: Outcome,
}

#[derive(Debug, Serialize)]
struct Paragraph {
    name: &'static str,
    text: String,
}

impl Explained {
    fn new(about: &'static str, id: &str, title: impl Into<String>) -> Self {
        let title = title.into();
        Self {
            schema_version: 1,
            id: id.to_owned(),
            about,
            title,
            paragraphs: Vec::new(),
            story: None,
            outcome: Outcome::Clean,
        }
    }

    /// Adds a paragraph; nothing where there is nothing to say.
    fn add(&mut self, name: &'static str, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.paragraphs.push(Paragraph { name, text });
        }
    }

    fn add_all(&mut self, name: &'static str, texts: impl IntoIterator<Item = String>) {
        texts.into_iter().for_each(|text| self.add(name, text));
    }

    /// For people.
    pub fn text(&self) -> String {
        let mut sheet = Sheet::titled(&self.title);
        let mut before = "";
        for paragraph in &self.paragraphs {
            let name = if paragraph.name == before { "" } else { paragraph.name };
            sheet.add(name, &paragraph.text);
            before = paragraph.name;
        }
        sheet.finish()
    }
}

/// Explains what the device folder knows by this name.
pub fn of(device: &Device, id: &str) -> Option<Explained> {
    if let Some(threat) = threat::of(&device.case, id) {
        return Some(threat);
    }
    if let Some(flaw) = flaw::of(&device.case, id) {
        return Some(flaw);
    }
    match AnyRef::parse(id) {
        Some(Target::Record(kind, name)) if device.case.model.has(kind, name.as_str()) => {
            return Some(record::of(device, kind, &name));
        }
        _ => {}
    }
    if let Some((kind, name)) = named(&device.case, id) {
        return Some(record::of(device, kind, &name));
    }
    code::of(device, id)
}

/// The one record with an id that was typed without its kind: `r-012`. Of several, none.
fn named(case: &Case, id: &str) -> Option<(Kind, Id)> {
    let mut found = Vec::new();
    case.model.each_record(&mut |kind, meta, _| {
        if meta.id.as_str() == id {
            found.push((kind, meta.id.clone()));
        }
    });
    if found.len() == 1 { found.pop() } else { None }
}

/// The files of the submission, as `vigil build --only` takes them.
pub fn submission(catalogue: &Catalogue) -> Explained {
    let mut said = Explained::new("submission", "submission", "The files of the submission");
    for file in catalogue.files() {
        said.add("Files", format!("{} {} ({}): {}", file.number, file.name, file.key, file.title));
    }
    said.add("Build one", "vigil build --only NAME, where NAME is the key, the number or the name");
    said
}

/// Why nothing is explained, with the nearest name.
pub fn unknown(case: &Case, catalogue: &Catalogue, id: &str) -> Problem {
    let mut known: Vec<String> = case.threats.all.values().map(vigil_threat::Threat::subject).collect();
    case.model.each_record(&mut |kind, meta, _| known.push(format!("{}.{}", kind.word(), meta.id)));
    known.extend(catalogue.rules().iter().map(|rule| rule.id.clone()));
    known.extend(case.flaws.iter().map(|row| row.flaw.id.to_string()));
    let problem = Problem::new(format!("neither the catalogue nor the device folder knows `{id}`"));
    match nearest(id, known.iter().map(String::as_str)) {
        Some(near) => problem.help(format!("did you mean `vigil explain {near}`?")),
        None => problem.help(
            "it explains rules (`G26.SB.9`), records (`risk.r-012`), threats (`tamper@flow.order`), known flaws \
             (`CVE-2023-0286`), codes of findings (`case.sbom-missing`) and `submission`",
        ),
    }
}
