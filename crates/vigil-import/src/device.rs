//! A threat model of another tool as records of a device folder.

use std::collections::BTreeMap;

use serde::Serialize;
use toml_edit::{Array, InlineTable, Value};
use vigil_base::Id;
use vigil_exchange::threat_model::{Attributes, ThreatModel};
use vigil_model::{Kind, edit};

use crate::ids::{Became, Taken};
use crate::report::Line;

mod names;
mod parts;
mod threats;

/// What an import makes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// The records, as the text of a file under `model/`.
    #[serde(skip)]
    pub text: String,
    /// How many records there are, by kind.
    pub records: BTreeMap<&'static str, usize>,
    /// Every element that became a record: what it was, and the record.
    pub carried: Vec<Line>,
    /// What the tool does not say and a record needs, with the value that was taken.
    pub guessed: Vec<Line>,
    /// What could not be carried, and why.
    pub left: Vec<Line>,
}

/// Makes records of a model. `file` is the name of the source, kept in the head of the text.
pub fn device(model: &ThreatModel, file: &str, taken: &Taken) -> Imported {
    let mut work = Work {
        model,
        taken: taken.clone(),
        became: Became::default(),
        made: Imported::default(),
        blocks: Vec::new(),
    };
    work.zones();
    work.data();
    work.parts();
    work.flows();
    work.requirements();
    work.threats();
    let head = format!(
        "# Imported from {}{}, {}{}.\n# What was guessed stands in `x.guessed` of each record; look at those first.\n",
        comment(file),
        model.title.as_ref().map(|it| format!(" (`{}`)", comment(it))).unwrap_or_default(),
        model.format.name(),
        model.version.as_ref().map(|it| format!(" (version {})", comment(it))).unwrap_or_default(),
    );
    let mut made = work.made;
    made.left.extend(model.left.iter().map(|it| Line::new(it.line, &it.what, &it.because)));
    made.left.sort();
    made.guessed.sort();
    made.text = [head].into_iter().chain(work.blocks).collect::<Vec<_>>().join("\n");
    made
}

/// A text inside a comment of TOML: on one line, without control characters.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect()
}

struct Work<'m> {
    model: &'m ThreatModel,
    taken: Taken,
    became: Became,
    made: Imported,
    blocks: Vec<String>,
}

/// The keys of a record that is being made, and what stays beside them.
struct Draft {
    kind: Kind,
    id: String,
    line: usize,
    keys: Vec<(&'static str, Value)>,
    guessed: Vec<&'static str>,
    x: InlineTable,
}

impl Draft {
    fn text(&mut self, key: &'static str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|it| !it.is_empty()) {
            self.keys.push((key, printable(text).into()));
        }
    }

    fn words<S: AsRef<str>>(&mut self, key: &'static str, words: &[S]) {
        if !words.is_empty() {
            self.keys.push((key, Value::Array(words.iter().map(AsRef::as_ref).collect::<Array>())));
        }
    }

    /// Keeps something of the source that has no key here.
    fn keep(&mut self, key: &str, value: &str) {
        self.x.insert(key, printable(value).into());
    }

    fn keep_all(&mut self, attributes: &Attributes) {
        if !attributes.is_empty() {
            let mut said = InlineTable::new();
            for (key, value) in attributes {
                said.insert(printable(key).as_str(), printable(value).into());
            }
            self.x.insert("said", Value::InlineTable(said));
        }
    }

    fn subject(&self) -> String {
        format!("{}.{}", self.kind.word(), self.id)
    }
}

/// Text without the control characters that no line of text has.
fn printable(text: &str) -> String {
    let plain = |c: &char| !c.is_control() || *c == '\n' || *c == '\t';
    text.replace("\r\n", "\n").chars().filter(plain).collect()
}

impl Work<'_> {
    /// Begins a record for an element of the source.
    fn draft(&mut self, kind: Kind, name: &str, source: &str, line: usize) -> Draft {
        let id = self.free(kind, name, source);
        let mut draft =
            Draft { kind, id, line, keys: Vec::new(), guessed: Vec::new(), x: InlineTable::new() };
        draft.keep("from", self.model.format.word());
        if !source.is_empty() {
            draft.keep("source", source);
        }
        draft
    }

    /// A free id, made of the name; an element that was exported from a folder gets the id that it had there.
    fn free(&mut self, kind: Kind, name: &str, source: &str) -> String {
        let own = source.strip_prefix(kind.word()).and_then(|it| it.strip_prefix('.'));
        self.taken.free(kind, own.filter(|it| Id::is_slug(it)).unwrap_or(name))
    }

    fn guess(&mut self, draft: &mut Draft, key: &'static str, said: impl Into<String>) {
        draft.guessed.push(key);
        self.made.guessed.push(Line::new(draft.line, format!("{}.{key}", draft.subject()), said));
    }

    fn leave(&mut self, line: usize, what: impl Into<String>, said: impl Into<String>) {
        self.made.left.push(Line::new(line, what, said));
    }

    /// Writes the record.
    fn put(&mut self, mut draft: Draft, what: &str) {
        if !draft.guessed.is_empty() {
            draft.x.insert("guessed", Value::Array(draft.guessed.iter().copied().collect::<Array>()));
        }
        self.made.carried.push(Line::new(draft.line, what, draft.subject()));
        *self.made.records.entry(draft.kind.word()).or_insert(0) += 1;
        let mut keys = draft.keys;
        keys.push(("x", Value::InlineTable(draft.x)));
        self.blocks.push(edit::record(draft.kind, &draft.id, keys));
    }

    fn requirements(&mut self) {
        let model = self.model;
        for it in &model.requirements {
            let mut draft = self.draft(Kind::Requirement, &it.name, &it.name, it.line);
            draft.text("text", Some(&it.text));
            self.put(draft, &format!("requirement `{}`", it.name));
        }
    }
}
